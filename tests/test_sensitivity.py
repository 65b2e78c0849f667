"""What drives the uncertainty, against models whose answer is known."""

from __future__ import annotations

import builtins
import json
import sys
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from six_sources import MEAN, SD, SOURCES, six_sources

from carbonmeet.base.errors import CarbonmeetError, MissingExtra, ModelError
from carbonmeet.cli.sensitivity import command
from carbonmeet.draws import Uncertainty, draw, simulate_model
from carbonmeet.draws.alone import OUTCOMES, each_alone
from carbonmeet.draws.notices import notices
from carbonmeet.draws.sensitivity import drivers, labels, narrowing, propagate, sobol
from carbonmeet.draws.shares import shares
from carbonmeet.estimation import estimate
from carbonmeet.numbers import LEAST_DRAWS
from carbonmeet.numbers.distribution import Distribution


@pytest.fixture(scope="module")
def six() -> Uncertainty:
    model, distributions = six_sources()
    return simulate_model(model, 20_000, distributions=distributions)


def exact_shares() -> dict[str, tuple[float, float]]:
    """First- and total-order indices of a sum of products of two independent numbers."""
    found = {}
    for source, a, s, f, t in SOURCES:
        both = s * s * t * t
        found[f"{source}.amount"] = (f * f * s * s / SD**2, (f * f * s * s + both) / SD**2)
        found[f"{source}.factor"] = (a * a * t * t / SD**2, (a * a * t * t + both) / SD**2)
    return found


def test_error_propagation_is_the_first_order_sum_of_squares(six: Uncertainty) -> None:
    found = propagate(six, "baseline")
    first = sum((f * s) ** 2 + (a * t) ** 2 for _, a, s, f, t in SOURCES)
    assert found.sd * 1000 == pytest.approx(np.sqrt(first), rel=1e-3)
    # at the central inputs, which of these lognormals are the means
    assert found.value * 1000 == pytest.approx(MEAN, rel=1e-12)
    assert sum(found.shares.values()) == pytest.approx(1)
    assert found.high - found.value == pytest.approx(1.959963984540054 * found.sd)


def test_a_notice_says_where_propagation_and_draws_part() -> None:
    model, distributions = six_sources()
    narrow = {
        name: Distribution("normal", one.mean, one.sd / 50, one.sd / 50)
        for name, one in distributions.items()
    }
    agree = simulate_model(model, 20_000, distributions=narrow)
    assert not [one for one in notices(agree) if one.id == "draws.not-normal"]
    wide = {
        name: Distribution("lognormal", one.mean, 1.2, 1.2) for name, one in distributions.items()
    }
    part = simulate_model(model, 20_000, distributions=wide)
    assert [one for one in notices(part) if one.id == "draws.not-normal"]


def test_sobol_indices_are_the_exact_ones(six: Uncertainty) -> None:
    pytest.importorskip("scipy")
    found = sobol(six, "baseline", points=4096)
    for name, (first, total) in exact_shares().items():
        assert found[name][0] == pytest.approx(first, abs=0.03)
        assert found[name][1] == pytest.approx(total, abs=0.03)
    with pytest.raises(ModelError, match="power of 2"):
        sobol(six, points=100)


def test_missing_scipy_is_named(six: Uncertainty, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("scipy"):
            raise ImportError(name)
        return plain(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"carbonmeet\[uncertainty\]"):
        sobol(six)
    with pytest.raises(MissingExtra, match="Sobol points"):
        simulate_model(six.trial.model, 100, method="sobol", distributions=six_sources()[1])


def test_rank_correlations_order_the_inputs_as_the_variance_does(six: Uncertainty) -> None:
    listed = drivers(six, "baseline")
    exact = sorted(exact_shares(), key=lambda name: -exact_shares()[name][0])
    # ranks tame the tails of a skewed factor, so that second and third may change places
    assert listed[0].input.id == exact[0]
    assert {one.input.id for one in listed[:3]} == set(exact[:3])
    # no longer made to be 1: what the skewed products do together belongs to no input alone
    assert 0.9 < sum(one.share for one in listed) < 1.0
    for one in listed[:4]:
        assert one.rank_correlation > 0
        source = one.input.id.rpartition(".")[0]
        assert source in {name for name, *_ in SOURCES}


def test_inputs_without_influence_take_no_share() -> None:
    """Three hundred had a fifth of the variance by chance: 300 / 1000 beside 1."""
    generator = np.random.default_rng(5)
    x = generator.standard_normal((302, 1000))
    _, found, errors = shares(x, 3 * x[0] + x[1], np.ones(302))
    assert np.flatnonzero(found).tolist() == [0, 1] and (errors[:2] < 0.02).all()
    # the exact correlation of ranks of two normals of which r is that of the values
    exact = [(6 / np.pi * np.arcsin(r / 2)) ** 2 for r in np.sqrt((0.9, 0.1))]
    assert found[:2] == pytest.approx(exact, abs=0.03)
    assert not shares(x, np.zeros(1000), np.ones(302)).parts.any()
    few = x[:, : LEAST_DRAWS - 1]
    assert not shares(few, few[0], np.ones(302)).parts.any()


def test_an_input_that_only_follows_another_takes_no_share() -> None:
    generator = np.random.default_rng(6)
    x = generator.standard_normal((3, 2000))
    x[1] = 0.9 * x[0] + np.sqrt(1 - 0.9**2) * x[1]
    y = x[0] + 0.3 * x[2]
    followed, found, _ = shares(x, y, np.ones(3))
    assert followed[1] > 0.8
    assert found[0] > 0.85 and found[1] == 0.0 and 0.05 < found[2] < 0.1
    # where two are one in rank the draws cannot tell: the one that reaches farther has the share
    x[1] = -x[0]
    assert shares(x, y, np.array([1.0, 2.0, 1.0])).parts[:2].round(1).tolist() == [0.0, 0.9]


def test_shares_stand_from_seed_to_seed_as_their_errors_say() -> None:
    result = estimate("forum-1500")
    first = [drivers(draw(result.workings, 1000, seed))[0] for seed in range(1, 7)]
    assert {one.input.key for one in first} == {"air.non-co2-multiplier"}  # type: ignore[attr-defined]
    found, errors = ([getattr(one, name) for one in first] for name in ("share", "share_error"))
    assert np.std(found, ddof=1) < 2 * np.mean(errors) < 0.06


def test_what_does_not_vary_is_driven_by_nothing() -> None:
    found = draw(estimate("cop15-baseline"), 500)
    listed = drivers(found, "saving")
    assert {(one.share, one.rank_correlation) for one in listed} == {(0.0, 0.0)}
    assert narrowing(found, "saving") == []
    assert drivers(found, "baseline")[0].share > 0.1
    arguments = ["cop15-baseline", "--of", "saving", "--draws", "64"]
    run = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert " – " in run.output and "would narrow" not in run.output


def test_equal_values_share_their_rank() -> None:
    stats = pytest.importorskip("scipy.stats")
    generator = np.random.default_rng(3)
    x = np.maximum(generator.standard_normal((4, 500)), [[-9.0], [0.0], [1.0], [9.0]])
    y = np.round(x[0] + x[1], 1)
    exact = [stats.spearmanr(row, y).statistic for row in x[:3]]
    assert shares(x, y, np.ones(4)).correlations == pytest.approx([*exact, 0.0], abs=1e-12)
    assert not shares(x, np.ones(500), np.ones(4)).correlations.any()


def test_swings_are_the_kernel_at_the_ends(six: Uncertainty) -> None:
    top = drivers(six, "baseline")[0]
    source, amount, _, factor, _ = next(
        x for x in SOURCES if x[0] == top.input.id.rpartition(".")[0]
    )
    assert top.input.id == f"{source}.factor"
    ends = [six.distributions[top.input.id].quantile(p) for p in (0.025, 0.975)]
    moved = [(MEAN + amount * (end - factor)) / 1000 for end in ends]
    assert (top.low, top.high) == (pytest.approx(moved[0]), pytest.approx(moved[1]))


def test_knowing_the_strongest_input_narrows_most(six: Uncertainty) -> None:
    found = narrowing(six, "baseline", assumed=False)
    assert len(found) == 5
    assert found[0].input.id == drivers(six, "baseline")[0].input.id
    assert [one.after for one in found] == sorted(one.after for one in found)
    assert 0.3 < found[0].share < 0.7
    assert narrowing(six, "baseline", 2) == narrowing(six, "baseline")[:2]


def test_only_what_is_not_yet_known_is_named() -> None:
    found = draw(estimate("cop15-hybrid"), 1000)
    assert {one.input.basis for one in narrowing(found)} <= {"assumed", "given"}


#: What moves more than its own lines: shares of a whole, what they leave, readings of a meter.
TANGLED: dict[str, Any] = {
    "carbonmeet": 2,
    "kind": "meeting",
    "title": "Tangled",
    "place": {"airport": "KMG", "region": "CN-YN"},
    "prefer": ["mee", "cpcd", "defra"],
    "periods": {"p": {"start": "2024-05-20", "end": "2024-05-22"}},
    "groups": [
        {
            "name": f"G{number}",
            "period": "p",
            "people": {"value": 50 + number, "low": 40, "high": 70},
            "nights": {"value": 2, "low": 1, "high": 3},
            "travel": [
                {"mode": "air", "from": "PEK", "share": {"value": 0.6, "low": 0.4, "high": 0.9}},
                {"mode": "rail", "distance": "700 km"},
            ],
            "local": {
                "trips_per_day": 2,
                "length": "9 km",
                "modes": {
                    "taxi": {"value": 0.5, "low": 0.3, "high": 0.7},
                    "shuttle": {"value": 0.3, "low": 0.2, "high": 0.5},
                    "metro": {"value": 0.2, "low": 0.1, "high": 0.4},
                },
            },
            "hotel": "hotel.star-4",
            "meals": {"restaurant": "2 / day"},
        }
        for number in range(3)
    ],
    "venue": [
        {
            "label": "Hall",
            "period": "p",
            "energy": {"value": "9 MWh", "low": "8 MWh", "high": "9.5 MWh", "basis": "measured"},
        }
    ],
    "measures": "planned",
}


@pytest.mark.parametrize("scenario", ["cop15-kunming", "forum-1500", TANGLED])
def test_inputs_moved_together_are_each_moved_alone(scenario: Any) -> None:
    """Inputs without a common line share an evaluation; each is told as if it had its own."""
    found = draw(estimate(scenario), 2)
    trial, ids = found.trial, list(found.plan.ids)
    place = trial.place(found.plan)
    center = trial.values[place]
    sides = [np.array([found.distributions[name].quantile(p) for name in ids]) for p in (0.1, 0.9)]
    for outcome in OUTCOMES:
        central, ends = each_alone(trial, ids, [(row,) for row in range(len(ids))], sides, outcome)
        for side, moved in zip(sides, ends, strict=True):
            points = np.repeat(center[:, None], len(ids), axis=1)
            np.fill_diagonal(points, side)
            before, after = trial.totals(trial.filled(points, place))
            whole = {"baseline": before, "residual": after, "saving": before - after}[outcome]
            assert moved == pytest.approx(whole, rel=1e-9, abs=1e-9 * before[0])
            if outcome == "baseline":
                assert (np.abs(whole - central) > 1e-9 * central).mean() > 0.1


def test_a_model_without_ranges_has_no_drivers() -> None:
    model, distributions = six_sources()
    fixed = {name: Distribution.fixed(one.mean) for name, one in distributions.items()}
    found = simulate_model(model, 10, distributions=fixed)
    assert drivers(found) == [] and narrowing(found) == [] and sobol(found) == {}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_prints_a_table(lang: str) -> None:
    arguments = ["cop15-hybrid", "--draws", "500", "--top", "3", "--lang", lang]
    run = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert run.exit_code == 0
    assert "measures.T6.uptake" in run.output
    heads, form = ("drawn as", "lognormal") if lang == "en" else ("分布", "对数正态分布")
    assert heads in run.output and form in run.output
    assert ("95% range" if lang == "en" else "95%区间") in run.output


def test_the_command_writes_json() -> None:
    arguments = ["cop15-hybrid", "--draws", "500", "--format", "json", "--seed", "7"]
    run = CliRunner().invoke(command, arguments, catch_exceptions=False)
    data = json.loads(run.output)
    assert (data["seed"], data["draws"], len(data["measure_first"])) == (7, 500, 5)
    assert data["range"]["low"] < data["range"]["high"]


@pytest.mark.parametrize(
    ("target", "limit"),
    [("30%", "a saving of 30%"), ("20000 t CO2e", "at most 20,000 t CO2e")],
)
def test_the_command_says_how_likely_a_target_is(target: str, limit: str) -> None:
    arguments = ["cop15-hybrid", "--draws", "400", "--target", target]
    run = CliRunner().invoke(command, [*arguments, "--format", "json"], catch_exceptions=False)
    found = json.loads(run.output)["target"]
    sure = draw(estimate("cop15-hybrid"), 400)
    goal = {"share": 0.3} if "%" in target else {"tonnes": 20_000.0}
    assert found["probability"] == sure.target_met(**goal)
    p = found["probability"]
    assert found["monte_carlo_error"] == pytest.approx(np.sqrt(p * (1 - p) / 400))
    text = CliRunner().invoke(command, arguments, catch_exceptions=False).output
    assert f"probability that {limit} is met" in text and f"{p:.1%} ± " in text


@pytest.mark.parametrize("target", ["30", "5 km", "-3%", "-5 t CO2e", "120%"])
def test_what_is_no_target_is_refused(target: str) -> None:
    run = CliRunner().invoke(command, ["cop15-hybrid", "--target", target])
    assert isinstance(run.exception, CarbonmeetError)


def test_inputs_have_names(six: Uncertainty) -> None:
    names = labels(draw(estimate("cop15-hybrid"), 2))
    assert names["measures.T6.uptake"].get("zh").endswith("：实施率")  # as figures call it
    assert names["groups.Europe.people"].get("en") == "Europe: people"
    assert labels(six)["transport.air.factor"].get("en") == "transport.air.factor"


def test_nothing_heavy_is_imported() -> None:
    import subprocess

    code = "import sys, carbonmeet.draws.sensitivity; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert not loaded & {"scipy", "pandas", "pint", "matplotlib"}


def test_of_a_city_it_is_one_year_that_varies() -> None:
    words = ["kunming-2030", "--draws", "40", "--year", "2025", "--format", "json"]
    data = json.loads(CliRunner().invoke(command, words, catch_exceptions=False).output)
    after = estimate("kunming-2030").residual.by_period["2025"].value
    assert data["year"] == 2025 and data["range"]["value"] == pytest.approx(after)
    whole = CliRunner().invoke(command, ["cop15-kunming", "--year", "2021"])
    assert "a meeting is reported whole" in str(whole.exception)
