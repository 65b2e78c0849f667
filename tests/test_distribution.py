"""One number's distribution: its ends are the ends that were given."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from carbonmeet.base.errors import ModelError
from carbonmeet.base.text import _
from carbonmeet.catalogue.pedigree import Pedigree
from carbonmeet.draws import distributions_in
from carbonmeet.draws.trial import trial_of
from carbonmeet.estimation import estimate
from carbonmeet.numbers.distribution import (
    Distribution,
    distribution_of,
    read_distribution,
)
from carbonmeet.numbers.number import Number
from carbonmeet.units import parse_unit
from carbonmeet.view.pages.explain import explain, selected


def datum(value: float, low: float | None, high: float | None, unit: str = "kg") -> Number:
    return Number(("x",), value, parse_unit(unit), low, high)


THREE = [0.025, 0.5, 0.975]
#: From 0 to 1, with the limits themselves, and numbers as close to them as a reader might write.
UNIT = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1e-6, 0.001, 0.005, 0.5, 0.995, 1.0]))


def range_of(numbers: list[float]) -> tuple[float, float, float]:
    """Low, value and high, in rounded numbers as files have them."""
    low, value, high = sorted(round(one, 6) for one in numbers)
    assume(low < high)
    return low, value, high


@given(st.lists(UNIT, min_size=3, max_size=3), st.sampled_from([1e-4, 1.5, 3.0, 4000.0]))
def test_low_value_and_high_of_a_number_are_the_three_points(
    numbers: list[float], size: float
) -> None:
    low, value, high = (size * one for one in range_of(numbers))
    found = distribution_of(datum(value, low, high))
    assert found.form in ("lognormal", "shifted-lognormal")
    points = [found.quantile(p) for p in THREE]
    assert points == pytest.approx([low, value, high], rel=1e-9, abs=1e-12 * size)
    drawn = found.at(np.linspace(-6, 6, 101))
    assert drawn.min() >= 0 and np.all(np.diff(drawn) >= -1e-12 * size)
    assert low == 0 or drawn.min() > 0


@given(st.lists(UNIT, min_size=3, max_size=3))
def test_those_of_a_share_are_too_and_it_never_leaves_0_to_1(numbers: list[float]) -> None:
    low, value, high = range_of(numbers)
    found = distribution_of(datum(value, low, high, "1"))
    assert found.form in ("logit-normal", "shifted-logit-normal")
    points = [found.quantile(p) for p in THREE]
    assert points == pytest.approx([low, value, high], rel=1e-9, abs=1e-12)
    drawn = found.at(np.linspace(-6, 6, 101))
    assert drawn.min() >= 0 and drawn.max() <= 1 and np.all(np.diff(drawn) >= -1e-12)
    assert low == 0 or drawn.min() > 0


@given(
    st.lists(UNIT, min_size=3, max_size=3),
    st.tuples(*[st.sampled_from([-1e-6, 0.0, 1e-6])] * 3),
    st.booleans(),
)
def test_near_ranges_are_drawn_alike(
    numbers: list[float], off: tuple[float, ...], share: bool
) -> None:
    """Also where one of two has an end, or its value, at a limit."""
    unit = "1" if share else "kg"
    here = range_of(numbers)
    beside = [min(max(one + by, 0.0), 1.0) for one, by in zip(here, off, strict=True)]
    assume(beside[0] <= beside[1] <= beside[2] and here[2] - here[0] > 0.01)
    normals = np.linspace(-2.5, 2.5, 51)
    one, other = (
        distribution_of(datum(value, low, high, unit)).at(normals)
        for low, value, high in (here, beside)
    )
    # a millionth at an end is at most some twenty of them in between, more where a tail is long
    assert other == pytest.approx(one, rel=2e-3, abs=2e-4)


@pytest.mark.parametrize("unit", ["1", "kg"])
def test_an_end_of_0_is_drawn_like_an_end_close_to_it(unit: str) -> None:
    normals = np.linspace(-4, 4, 81)
    at = distribution_of(datum(0.5, 0.0, 0.9, unit)).at(normals)
    close = distribution_of(datum(0.5, 0.001, 0.9, unit)).at(normals)
    assert at == pytest.approx(close, abs=0.002)


def test_the_form_follows_from_the_number() -> None:
    forms = {
        distribution_of(datum(*row)).form: row
        for row in [
            (5.0, None, None, "kg"),
            (5.0, 4.0, 7.0, "kg"),
            (0.4, 0.2, 0.7, "1"),
            (5.0, 0.0, 7.0, "kg"),
            (0.8, 0.5, 1.0, "1"),
            (0.1, -0.1, 0.3, "1"),
        ]
    }
    assert list(forms) == [
        "fixed",
        "lognormal",
        "logit-normal",
        "shifted-lognormal",
        "shifted-logit-normal",
        "normal",
    ]
    assert distribution_of(datum(5.0, 5.0, 5.0)).is_fixed
    assert distribution_of(datum(1.0, 1.0, 2.0, "1")).form == "lognormal"
    assert distribution_of(datum(1.9, 1.0, 4.0, "1")).form == "lognormal"


def test_a_value_that_is_an_end_is_half_of_the_draws() -> None:
    found = distribution_of(datum(3570, 3570, 6600))
    drawn = found.at(np.random.default_rng(1).standard_normal(20_000))
    assert np.mean(drawn == 3570) == pytest.approx(0.5, abs=0.02)
    assert np.quantile(drawn, 0.975) == pytest.approx(6600, rel=0.03)


def test_every_range_of_cop15_is_drawn_as_it_is_written() -> None:
    result = estimate("cop15-ambitious")
    inputs = {one.id: one for one in trial_of(result.workings).inputs}
    drawn = {name: one for name, one in distributions_in(result).items() if not one.is_fixed}
    assert len(drawn) > 200
    for name, one in drawn.items():
        points = [one.quantile(p) for p in THREE]
        number = inputs[name]
        if number.even:  # of a fit, drawn by its covariance: the width of the range is kept
            assert points[1] == number.value and number.low is not None and number.high is not None
            assert points[2] / points[0] == pytest.approx(number.high / number.low, rel=1e-9)
            continue
        assert points == pytest.approx([number.low, number.value, number.high], rel=1e-9, abs=1e-12)


def test_a_symmetric_lognormal_is_the_ordinary_one() -> None:
    sigma = 0.3
    found = Distribution.lognormal(
        2.0, 2 * math.exp(-1.959963984540054 * sigma), 2 * math.exp(1.959963984540054 * sigma)
    )
    assert found.mean == pytest.approx(2 * math.exp(sigma**2 / 2), rel=1e-9)
    assert found.sd == pytest.approx(
        2 * math.exp(sigma**2 / 2) * math.sqrt(math.expm1(sigma**2)), rel=1e-9
    )


@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (1.0, 5.0), (2.0, 3.0), (40.0, 3.0), (3.0, 3.0)])
def test_beta_has_the_moments_and_quantiles_of_a_beta(a: float, b: float) -> None:
    stats = pytest.importorskip("scipy.stats")
    found = read_distribution({"form": "beta", "a": a, "b": b})
    assert found.mean == pytest.approx(a / (a + b), abs=2e-5)
    assert found.sd == pytest.approx(float(stats.beta.std(a, b)), rel=2e-4)
    for p in (0.001, 0.025, 0.3, 0.5, 0.9, 0.975, 0.999):
        assert found.quantile(p) == pytest.approx(float(stats.beta.ppf(p, a, b)), abs=1e-4)


def test_pert_has_the_mean_of_a_pert() -> None:
    found = read_distribution({"form": "pert", "low": 2, "mode": 3, "high": 10})
    assert found.mean == pytest.approx((2 + 4 * 3 + 10) / 6, abs=1e-4)


def test_triangle_and_uniform_have_theirs() -> None:
    triangle = read_distribution({"form": "triangular", "low": 0, "mode": 1, "high": 5})
    assert triangle.mean == pytest.approx(2.0, abs=1e-3)
    assert triangle.quantile(0.2) == pytest.approx(1.0, abs=1e-3)
    uniform = read_distribution({"form": "uniform", "low": 2, "high": 6})
    assert uniform.sd == pytest.approx(4 / math.sqrt(12), rel=1e-3)


def test_an_explicit_lognormal_has_the_mean_and_sd_it_was_given() -> None:
    found = read_distribution({"form": "lognormal", "mean": 22, "sd": 9})
    assert (found.mean, found.sd) == (pytest.approx(22), pytest.approx(9))
    assert found.origin == "explicit"


def test_explain_shows_which_form_is_used() -> None:
    result = estimate("cop15-kunming").workings
    number = next(
        place
        for place, i in enumerate(selected(result, None))
        if any(
            one.place == ("groups", 3, "nights") for one in result.model.lines[i].activity.inputs
        )
    )
    line = selected(result, None)[number : number + 1]
    text, chinese = explain(result, line), explain(result, line, "zh")
    for one in result.model.lines[line[0]].activity.inputs:
        if one.terms:  # the share that the other legs leave
            assert f"~ = 1 − {one.terms[0][0].id}" in text
            continue
        drawn = distribution_of(one)
        assert ("~ fixed" if drawn.is_fixed else f"~ {drawn}") in text
    assert "~ 对数正态分布；95%区间4至6" in chinese


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"form": "norml", "mean": 1, "sd": 1}, "Did you mean 'normal'"),
        ({"form": "normal", "mean": 1}, "mean, sd"),
        ({"form": "normal", "mean": 1, "sd": -1}, "below 0"),
        ({"form": "pert", "low": 3, "mode": 2, "high": 4}, "must rise"),
        ({"form": "beta", "a": 0.1, "b": 3}, "at least 0.5"),
        ({"form": "lognormal", "median": 0, "gsd2": 2}, "above 0"),
        ({"form": "fixed", "value": "five"}, "finite number"),
    ],
)
def test_impossible_distributions_are_refused(given: dict[str, object], problem: str) -> None:
    with pytest.raises(ModelError, match=problem):
        read_distribution(given)


# Additional uncertainty factors of ecoinvent 2 as the package pedigree_matrix tabulates them
# (version_1), by hand: ln 1.5, 1.2, 1.5, 1.1, 2 squared and so on.
@pytest.mark.parametrize(
    ("scores", "gsd2"),
    [((5, 5, 5, 5, 5), 2.51636), ((5, 2, 5, 3, 5), 2.45966), ((4, 2, 1, 3, 5), 2.04884)],
)
def test_pedigree_cases(scores: tuple[int, int, int, int, int], gsd2: float) -> None:
    assert Pedigree(*scores).gsd2() == pytest.approx(gsd2, abs=5e-6)


def test_pedigree_is_a_lognormal_about_the_value() -> None:
    best = Pedigree(1, 1, 1, 1, 1)
    assert best.gsd2() == 1.0
    spread = Pedigree(5, 5, 5, 5, 5).around(3.0)
    assert (spread.origin, spread.quantile(0.5)) == ("pedigree", pytest.approx(3.0))
    # the 95% range is value / GSD2 to value * GSD2, as the documentation and the rows of the
    # catalogue with a range by pedigree have it (two standard deviations, 95.4%, taken for 95%)
    ends = [spread.quantile(p) for p in (0.025, 0.975)]
    assert ends == pytest.approx([3.0 / 2.5163566, 3.0 * 2.5163566], rel=1e-6)
    with pytest.raises(ModelError, match="temporal score"):
        Pedigree(1, 1, 6, 1, 1).gsd2()
    assert Pedigree(1, 1, 1, 1, 1, basic=1.5).gsd2() == pytest.approx(1.5)


def test_what_is_large_is_written_out_and_not_as_a_power_of_ten() -> None:
    told = str(Distribution("lognormal", 6e7, 0.24, 0.24))
    assert told == "lognormal, median 60,000,000, 95% from 37,490,000 to 96,040,000"
    said = _("low ({low:g}) is more than value ({value:g})", low=2e6, value=1.5e6)
    assert said == "low (2,000,000) is more than value (1,500,000)"
    assert said.get("zh") == "low（2,000,000）大于value（1,500,000）"
