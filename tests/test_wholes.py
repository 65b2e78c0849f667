"""Shares of one whole are 1 together in every draw."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import MEETING, changed

from carbonmeet.answer import Answer
from carbonmeet.base.errors import InputError, ModelError
from carbonmeet.base.text import Label
from carbonmeet.draws import draw
from carbonmeet.draws.draws import BLOCK, each_block
from carbonmeet.estimation import estimate
from carbonmeet.numbers.distribution import Distribution
from carbonmeet.numbers.number import Number, left_of
from carbonmeet.numbers.path import show
from carbonmeet.numbers.vector import Vector
from carbonmeet.units import DIMENSIONLESS

AIR = "share: {value: 70%, low: 50%, high: 95%}"


def drawn(result: Answer) -> dict[str, np.ndarray]:
    """Values of every input in the first draws."""
    found = draw(result, 300)
    place = found.trial.place(found.plan)
    kept: list[np.ndarray] = []
    each_block(
        found.plan, lambda _, x: kept.append(found.trial.filled(x[: len(place)], place)), blocks=1
    )
    [everything] = kept
    assert everything.shape[1] == BLOCK
    places = (show(one.place) or one.id for one in found.trial.inputs)
    return dict(zip(places, everything, strict=True))


def run(tmp_path: Path, text: str) -> Answer:
    path = tmp_path / "m.yaml"
    path.write_text(text, encoding="utf-8")
    return estimate(path)


def test_what_a_leg_leaves_the_other_takes(tmp_path: Path) -> None:
    result = run(tmp_path, changed("share: 70%", AIR))
    x = drawn(result)
    air, rail = (x[f"groups[0].travel[{i}].share"] for i in (0, 1))
    assert air.std() > 0.05
    np.testing.assert_allclose(air + rail, 1.0, rtol=1e-12)
    found = draw(result, 300)
    rest = [
        one
        for one in result.workings.model.inputs
        if one.place == ("groups", 0, "travel", 1, "share")
    ]
    assert rest and rest[0].terms and rest[0].id not in found.plan.ids
    assert found.residual.value == pytest.approx(result.residual.total.value, rel=1e-12)


def test_modes_that_are_all_given_stay_a_whole(tmp_path: Path) -> None:
    modes = "{taxi: {value: 40%, low: 20%, high: 60%}, metro: 60%}"
    x = drawn(run(tmp_path, changed("{taxi: 40%, metro: 60%}", modes)))
    taxi, metro = (x[f"groups[0].local.modes.{name}"] for name in ("taxi", "metro"))
    assert taxi.std() > 0.02
    np.testing.assert_allclose(taxi + metro, 1.0, rtol=1e-12)


def test_on_foot_and_not_on_foot_are_all_trips() -> None:
    x = drawn(estimate("kunming-2023"))
    active = x["transport.active_share"]
    assert active.std() > 0.01
    np.testing.assert_allclose(active + x["transport.active_share.left"], 1.0, rtol=1e-12)


@given(
    st.lists(st.floats(0, 2), min_size=1, max_size=5),
    st.booleans(),
    st.integers(0, 4),
)
def test_parts_are_the_whole_whatever_was_drawn(
    parts: list[float], open_: bool, strangers: int
) -> None:
    whole = ("w",)
    inputs = [Number((f"s{i}",), 0.1, DIMENSIONLESS, whole=whole) for i in range(len(parts))]
    inputs += [left_of(inputs, ("rest",), Label("rest"))] if open_ else []
    inputs += [Number((f"x{i}",), 7.0, DIMENSIONLESS) for i in range(strangers)]
    x = np.full((len(inputs), 1), 7.0)
    x[: len(parts), 0] = np.array(parts) + (0.0 if open_ else 0.01)
    Vector(inputs).complete(x)
    members = len(parts) + open_
    assert x[:members].sum() == pytest.approx(1.0) and (x[:members] >= 0).all()
    assert (x[members:] == 7.0).all()
    if open_ and sum(parts) <= 1:  # nothing that fits is moved
        assert x[: len(parts), 0].tolist() == parts


def test_what_a_share_leaves_varies_with_it_though_only_the_rest_is_counted() -> None:
    result = estimate("kunming-2023")
    x = drawn(result)
    rate = "waste.landfill.recovery@carbonmeet-2021[CN]"
    [left] = [
        one.id for one in result.workings.model.inputs if one.terms and one.terms[0][0].id == rate
    ]
    assert x[rate].std() > 0.01
    np.testing.assert_allclose(x[rate] + x[left], 1.0, rtol=1e-12)


def test_a_rest_has_no_distribution_of_its_own(tmp_path: Path) -> None:
    name = "groups[0].travel[1].share"
    form = "{form: pert, low: 0.2, mode: 0.3, high: 0.4}"
    with pytest.raises(InputError, match=r"m\.yaml:27:17: .*what the other shares leave"):
        run(tmp_path, MEETING + f"distributions: {{'{name}': {form}}}\n")
    plain = run(tmp_path, MEETING)
    with pytest.raises(ModelError, match="what the other shares leave"):
        draw(plain, 50, distributions={name: Distribution.fixed(0.3)})
