"""Tuples with names behave as those of the standard library do, and are written when first made."""

from __future__ import annotations

import copy
import inspect
import pickle
import typing
from typing import Any

import pytest
from pydantic import TypeAdapter

from carbonmeet.base import named

Ours: Any = vars(named)["NamedTuple"]  # to a type checker it is the library's


class Theirs(typing.NamedTuple):
    """A trip."""

    km: float
    mode: str = "rail"
    seen: tuple[int, ...] = ()

    @property
    def far(self) -> bool:
        return self.km > 1000


class Trip(Ours):  # type: ignore[misc]
    """A trip."""

    km: float
    mode: str = "rail"
    seen: tuple[int, ...] = ()

    @property
    def far(self) -> bool:
        return self.km > 1000


class Marked(Trip):
    def __str__(self) -> str:
        return "marked"


def test_a_class_is_called_and_described_as_in_the_library() -> None:
    ours, theirs = (inspect.signature(one).parameters.values() for one in (Trip, Theirs))
    assert [(a.name, a.kind, a.default) for a in ours] == [
        (a.name, a.kind, a.default) for a in theirs
    ]
    for name in ("_fields", "_field_defaults", "__match_args__", "__slots__", "__doc__"):
        assert getattr(Trip, name) == getattr(Theirs, name)
    assert typing.get_type_hints(Trip) == typing.get_type_hints(Theirs)
    assert type(Trip) is type and not hasattr(Trip(1), "__dict__")


def test_tuples_do_what_those_of_the_library_do() -> None:
    for one in (Trip, Theirs):
        made = one(5, seen=(1,))
        assert made == (5, "rail", (1,)) and hash(made) == hash((5, "rail", (1,)))
        assert made._asdict() == {"km": 5, "mode": "rail", "seen": (1,)}
        assert made._replace(km=2000).far and not made.far
        assert one._make([1, 2, 3]) == (1, 2, 3)
        km, *_rest = made
        assert km == made.km == made[0]
        with pytest.raises(TypeError, match="arguments"):
            one._make([1])
        with pytest.raises((TypeError, ValueError), match="unexpected field names"):
            made._replace(speed=1)
        with pytest.raises(TypeError, match="km"):
            one()
        with pytest.raises(AttributeError):
            made.km = 1
        match made:
            case one(km, mode):
                assert (km, mode) == (5, "rail")
    assert repr(Trip(5)) == repr(Theirs(5)).replace("Theirs", "Trip")


def test_tuples_are_pickled_copied_and_read() -> None:
    for one in (Trip(5, "air"), Marked(5, "air", (1, 2))):
        for again in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):
            assert again == one and type(again) is type(one)
    assert TypeAdapter(Trip).validate_python([5, "air", [1]]) == Trip(5, "air", (1,))


def test_classes_inherit_and_may_be_made_first_through_an_heir() -> None:
    class Stop(Ours):  # type: ignore[misc]
        name: str

        def __repr__(self) -> str:
            return f"<{self.name}>"

    class Heir(Stop):
        pass

    assert type(Heir("Dali")) is Heir and type(Stop("Dali")) is Stop
    assert repr(Heir("Dali")) == "<Dali>"


def test_nothing_is_compiled_before_the_first_tuple() -> None:
    class Late(Ours):  # type: ignore[misc]
        a: int

    assert type(vars(Late)["__new__"]).__name__ == "_Unwritten"
    assert Late(1).a == 1
    assert inspect.isfunction(vars(Late)["__new__"].__func__)


def test_a_field_with_a_default_ends_those_without() -> None:
    with pytest.raises(TypeError, match="without a default"):

        class Wrong(Ours):  # type: ignore[misc]
            a: int = 1
            b: int
