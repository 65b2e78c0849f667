"""The parts of a change sum to it, whatever the numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from carbonmeet.base.errors import ModelError
from carbonmeet.city.lmdi import decompose, logarithmic_mean

NAMES = ("activity", "structure", "intensity")
numbers = st.one_of(st.just(0.0), st.floats(1e-6, 1e6))
states = st.dictionaries(st.sampled_from("abcde"), st.tuples(numbers, numbers, numbers), min_size=1)


def total(state: dict[str, tuple[float, ...]]) -> float:
    return math.fsum(math.prod(factors) for factors in state.values())


@given(states, states)
def test_parts_sum_to_the_change(before, after) -> None:
    parts = decompose(before, after, NAMES)
    scale = max(total(before), total(after), 1.0)
    assert math.fsum(parts.values()) == pytest.approx(
        total(after) - total(before), abs=1e-9 * scale
    )


@given(states)
def test_no_change_has_no_parts(state) -> None:
    assert decompose(state, state, NAMES) == dict.fromkeys(NAMES, 0.0)


@given(states, states)
@example({"a": (1.0, 1.0, 5.0)}, {"a": (1.0, 2.0**-8, 1.43e-6)})  # far apart
@example({"a": (1.0, 1.0, 131073.0)}, {"a": (1.0, 2.0**-17, 1.43e-6)})
def test_time_reversal_turns_the_signs(before, after) -> None:
    there, back = decompose(before, after, NAMES), decompose(after, before, NAMES)
    scale = max(total(before), total(after), 1.0)
    for name in NAMES:
        assert there[name] == pytest.approx(-back[name], abs=1e-9 * scale)


def test_only_the_factor_that_moved_is_charged() -> None:
    parts = decompose({"bus": (10, 0.5, 2.0)}, {"bus": (10, 0.5, 3.0)}, NAMES)
    assert parts == pytest.approx({"activity": 0, "structure": 0, "intensity": 5})


def test_by_hand() -> None:
    before = {"a": (10, 0.6, 2.0), "b": (10, 0.4, 1.0)}
    after = {"a": (12, 0.5, 1.8), "b": (12, 0.5, 1.0)}
    a = (10.8 - 12) / math.log(10.8 / 12)
    b = (6 - 4) / math.log(6 / 4)
    assert decompose(before, after, NAMES) == pytest.approx(
        {
            "activity": (a + b) * math.log(1.2),
            "structure": a * math.log(0.5 / 0.6) + b * math.log(0.5 / 0.4),
            "intensity": a * math.log(0.9),
        }
    )


def test_what_appears_goes_to_what_was_zero() -> None:
    parts = decompose({"metro": (10, 0.0, 1.0)}, {"metro": (12, 0.5, 1.0)}, NAMES)
    assert parts == {"activity": 0.0, "structure": 6.0, "intensity": 0.0}


@given(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_logarithmic_mean_lies_between_the_other_two(a: float, b: float) -> None:
    mean = logarithmic_mean(a, b)
    assert math.sqrt(a * b) <= mean * (1 + 1e-9)
    assert mean <= (a + b) / 2 * (1 + 1e-9)


@pytest.mark.parametrize("bad", [(-1.0, 1.0, 1.0), (math.nan, 1, 1), (math.inf, 1, 1), (1.0, 1.0)])
def test_refuses_what_it_cannot_split(bad) -> None:
    with pytest.raises(ModelError):
        decompose({"a": (1, 1, 1)}, {"a": bad}, NAMES)
