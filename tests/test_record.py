"""Records behave as classes of the standard library do, and write little when they are imported."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import math
import pickle
from dataclasses import field
from typing import Any, NamedTuple, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonmeet.base import record

KINDS = [
    {},
    {"frozen": True},
    {"frozen": True, "eq": False},
    {"frozen": True, "repr": False},
    {"slots": True},
    {"frozen": True, "slots": True},
]


def _pair(**options: Any) -> tuple[Any, Any]:
    """The same class, once by the library and once by us."""

    def made(dataclass: Any) -> Any:
        @dataclass(**options)
        class Trip:
            km: float
            mode: str = "rail"
            seen: tuple[int, ...] = field(default=(), compare=False)
            legs: list[float] = field(default_factory=list, repr=False, hash=False)
            note: str = field(default="", kw_only=True)

        return Trip

    return made(dataclasses.dataclass), made(record.dataclass)


@pytest.mark.parametrize("options", KINDS, ids=str)
def test_a_class_is_called_and_described_as_in_the_library(options: dict[str, Any]) -> None:
    theirs, ours = _pair(**options)
    assert str(inspect.signature(ours)) == str(inspect.signature(theirs))
    assert [vars(theirs).get(one) is None for one in ("__hash__", "__slots__")] == [
        vars(ours).get(one) is None for one in ("__hash__", "__slots__")
    ]
    assert theirs.__match_args__ == ours.__match_args__
    for kind in (theirs, ours):
        with pytest.raises(TypeError):
            kind()
        with pytest.raises(TypeError):
            kind(1, "air", (), [], "a note has no place")


@pytest.mark.parametrize("options", KINDS, ids=str)
@given(
    km=st.one_of(st.integers(0, 3), st.just(math.nan)),
    other=st.integers(0, 3),
    seen=st.lists(st.integers(0, 1), max_size=1),
)
def test_objects_compare_hash_and_show_as_in_the_library(
    options: dict[str, Any], km: float, other: float, seen: list[int]
) -> None:
    theirs, ours = _pair(**options)
    pairs = [
        (kind(km), kind(other, seen=tuple(seen)), kind(km, note="x")) for kind in (theirs, ours)
    ]
    (a, b, c), (d, e, f) = pairs
    assert [a == b, a == c, a == a, a == 1] == [d == e, d == f, d == d, d == 1]
    if options.get("repr", True):
        assert repr(b) == repr(e)
    if options.get("frozen") and options.get("eq", True):
        assert (hash(a) == hash(b)) == (hash(d) == hash(e))
    assert dataclasses.asdict(b) == dataclasses.asdict(e)
    assert dataclasses.replace(d, km=7, note="y").note == "y"
    assert d.legs is not f.legs


def test_a_frozen_record_stays_as_it_is() -> None:
    _theirs, ours = _pair(frozen=True, slots=True)
    made = ours(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="assign to field 'km'"):
        made.km = 2
    with pytest.raises(dataclasses.FrozenInstanceError, match="delete field 'km'"):
        del made.km
    with pytest.raises((AttributeError, dataclasses.FrozenInstanceError)):
        made.no_field = 1


@record.dataclass(frozen=True, slots=True)
class Stop:
    name: str
    km: float = 0.0
    near: Stop | None = None

    def __post_init__(self) -> None:
        if self.km < 0:
            raise ValueError(self.name)

    def __repr__(self) -> str:
        return f"<{self.name}>"


@record.dataclass(frozen=True)
class Base:
    a: int = 1


@record.dataclass(frozen=True)
class More(Base):
    b: int = 2


class Plain(More):
    pass


def test_what_a_class_writes_itself_is_kept() -> None:
    assert repr(Stop("Kunming")) == "<Kunming>"
    with pytest.raises(ValueError, match="Dali"):
        Stop("Dali", -1)


def test_records_are_pickled_and_copied() -> None:
    stop = Stop("Kunming", 3, Stop("Dali"))
    for again in (pickle.loads(pickle.dumps(stop)), copy.copy(stop), copy.deepcopy(stop)):
        assert again == stop and hash(again) == hash(stop)


def test_records_inherit() -> None:
    assert More(3, 4) == More(3, 4) != More(3, 5)
    assert Plain(b=9).b == 9 and Plain().a == 1 and Base(7).a == 7
    assert repr(More()) == "More(a=1, b=2)"


def test_nothing_is_compiled_before_the_first_object() -> None:
    @record.dataclass
    class Late:
        a: int

    assert type(vars(Late)["__init__"]).__name__ == "_Unwritten"
    assert Late(1).a == 1
    assert inspect.isfunction(vars(Late)["__init__"])


class Leg(record.NamedTuple):
    """A leg of a journey."""

    km: float
    mode: str = "rail"

    @property
    def long(self) -> bool:
        return self.km > 1000


class LibraryLeg(NamedTuple):
    km: float
    mode: str = "rail"


def test_a_tuple_with_names_is_one_of_the_library() -> None:
    ours, theirs = Leg(2760), LibraryLeg(2760)
    assert ours == theirs == (2760, "rail") and hash(ours) == hash(theirs)
    assert repr(ours) == "Leg(km=2760, mode='rail')"
    asked = [
        [(one.name, one.default, one.kind) for one in inspect.signature(kind).parameters.values()]
        for kind in (Leg, LibraryLeg)
    ]
    assert asked[0] == asked[1]
    assert [ours.long, ours.mode, *ours] == [True, "rail", 2760, "rail"]
    for name in ("_fields", "_field_defaults", "__match_args__", "__slots__"):
        assert getattr(Leg, name) == getattr(LibraryLeg, name)
    assert get_type_hints(Leg) == get_type_hints(LibraryLeg)
    assert ours._asdict() == theirs._asdict() and Leg._make([1, "air"]) == Leg(1, "air")
    assert type(ours._replace(km=5)) is Leg and ours._replace(km=5) == Leg(5)
    for again in (pickle.loads(pickle.dumps(ours)), copy.copy(ours), copy.deepcopy(ours)):
        assert type(again) is Leg and again == ours
    with pytest.raises(TypeError, match="unexpected field names"):  # as of Python 3.13
        ours._replace(miles=1)
    with pytest.raises(AttributeError):
        ours.km = 1  # type: ignore[misc]
    with pytest.raises(TypeError):
        Leg()  # type: ignore[call-arg]


def test_a_field_of_a_tuple_may_be_called_as_what_makes_it() -> None:
    class Edit(record.NamedTuple):
        new: str
        kind: str = "a"

    assert Edit("x") == ("x", "a") and Edit("x", kind="b").new == "x"


def test_a_tuple_is_compiled_with_the_first_object_and_wants_its_defaults_last() -> None:
    class Late(record.NamedTuple):
        km: float

    assert type(vars(Late)["__new__"]).__name__ == "_Unwritten"
    assert pickle.loads(pickle.dumps(Leg(1))) == Leg(1) and Late(1).km == 1
    assert type(vars(Late)["__new__"]).__name__ != "_Unwritten"
    with pytest.raises(TypeError, match="without default"):
        type(record.NamedTuple)(
            "Odd", (record.NamedTuple,), {"__annotations__": {"a": "int", "b": "int"}, "a": 1}
        )
