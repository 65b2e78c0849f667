"""Reads the stands of ``factors/``: a stand is a row, and adding one needs no code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from carbonmeet.base.errors import (
    FactorNotFound,
    Fault,
    InputError,
    did_you_mean,
)
from carbonmeet.base.given import refuse_other
from carbonmeet.base.text import NAMELESS, Label, Message, Note, _, joined
from carbonmeet.catalogue import Catalogue, load_catalogue
from carbonmeet.catalogue.records.forest import (
    STAND_PARAMETERS,
    STANDS,
    StandParameter,
    StandRow,
    curve_fault,
)
from carbonmeet.forest.stand import PARAMETERS, Stand
from carbonmeet.numbers.number import Number
from carbonmeet.rows import Rows

__all__ = ["find_stand", "read_stands", "stand_of", "stands_of"]

#: An age, or None, and what a stand says for it.
Numbered: TypeAlias = tuple[float | None, Number]


def find_stand(stands: Mapping[str, Stand], key: str) -> Stand:
    """The stand of that name.

    Raises
    ------
    FactorNotFound
        If there is none, with the nearest name.
    """
    refuse_other(key, str, "key")
    if key not in stands:
        raise FactorNotFound(
            _(
                "no stand '{key}'.{hint} Known: {stands}",
                key=key,
                hint=did_you_mean(key, stands),
                stands=joined(stands),
            )
        )
    return stands[key]


def stands_of(catalogue: Catalogue | None = None) -> dict[str, Stand]:
    """The stands that a catalogue holds, by key; those shipped if none is given.

    Raises
    ------
    InputError
        Where numbers of a stand are not those of its curve.

    Examples
    --------
    >>> stands_of()["yunnan-pine"].growth
    'chapman-richards'
    """
    known = catalogue or load_catalogue()

    def make() -> dict[str, Stand]:
        rows, numbers = known.table(STANDS), known.table(STAND_PARAMETERS)
        stands, faults = _built(rows, numbers)
        if faults:
            told = [Fault("stands.csv", 0, 0, rows[at].key, message) for at, message in faults]
            raise InputError(told)
        return stands

    return known.holdings.derived("stands", make)


def stand_of(stands: Mapping[str, Stand], region: str) -> Stand | None:
    """The measured stand that grows in a region, or in the whole that it is a part of.

    None where there is none, or where a whole country has several: none of them is more likely.

    Examples
    --------
    >>> known = read_stands()
    >>> [found and found.key for found in (stand_of(known, x) for x in ("CN-YN-KMG", "CN-GD"))]
    ['yunnan-pine', None]
    """
    measured = [one for one in stands.values() if one.origin in ("natural", "plantation")]
    parts = region.split("-")
    for length in range(len(parts), 0, -1):
        here = [one for one in measured if one.region == "-".join(parts[:length])]
        if here:
            return here[0] if length > 1 or len(here) == 1 else None
    return None


@lru_cache(maxsize=4)
def read_stands(folder: Path | None = None) -> dict[str, Stand]:
    """Read ``stands.csv`` and ``stand_parameters.csv``.

    Parameters
    ----------
    folder : Path, optional
        Where they lie; the shipped catalogue if not given.

    Raises
    ------
    InputError
        Every fault with file, line and column.
    """
    if folder is None:
        return stands_of()
    file = "stand_parameters.csv"
    numbers, wrong = STAND_PARAMETERS.gathered(folder / file, file)
    written, faults = STANDS.gathered(folder / "stands.csv", "stands.csv")
    faults += wrong
    stands, odd = _built(written, numbers)
    faults += [written.fault(at, "growth", message) for at, message in odd]
    faults += _strangers(written, numbers)
    if faults:
        raise InputError(faults)
    return stands


def _built(
    rows: Sequence[StandRow], numbers: Sequence[StandParameter]
) -> tuple[dict[str, Stand], list[tuple[int, Message]]]:
    """Stands of their rows, and for each that cannot be one its place in the list and why."""
    written: dict[str, list[StandParameter]] = {}
    for number in numbers:
        written.setdefault(number.stand, []).append(number)
    stands: dict[str, Stand] = {}
    odd: list[tuple[int, Message]] = []
    for at, row in enumerate(rows):
        told = curve_fault(row, written.get(row.key, []))
        if told is not None:
            odd.append((at, told))
        else:
            stands[row.key] = _stand(row, [(one.age, _number(one)) for one in written[row.key]])
    return stands, odd


def _strangers(stands: Rows[StandRow], numbers: Rows[StandParameter]) -> Iterator[Fault]:
    """Rows that name a stand that is not there."""
    known = [one.key for one in stands]
    for at, number in enumerate(numbers):
        if number.stand not in known:
            told = _(
                "no stand '{stand}' in stands.csv.{hint}",
                stand=number.stand,
                hint=did_you_mean(number.stand, known),
            )
            yield numbers.fault(at, "stand", told)
    for at, one in enumerate(stands):
        for rival in one.rivals:
            if rival not in known:
                hint = did_you_mean(rival, known)
                told = _("no rival '{rival}'.{hint}", rival=rival, hint=hint)
                yield stands.fault(at, "rivals", told)


def _number(row: StandParameter) -> Number:
    dated = () if row.age is None else (f"{row.age:g}",)
    return Number(
        ("stands", row.stand, row.parameter, *dated),
        row.value,
        row.unit,
        row.low,
        row.high,
        basis=row.evidence,
        reference=row.source,
        locator=row.locator,
        note=Note(row.note, ours=True) if row.note else NAMELESS,
        even=True,
        stream=".".join(("stand", row.stand, row.parameter)) if row.age is None else "",
    )


def _stand(row: StandRow, numbers: list[Numbered]) -> Stand:
    named = [(age, _named(number, row.name, age)) for age, number in numbers]
    dated = [(age, number) for age, number in named if age is not None]
    table = tuple((age, number) for age, number in dated if number.path[2] != "CUT")
    cuts = tuple((age, number) for age, number in dated if number.path[2] == "CUT")
    parameters = {str(number.path[2]): number for age, number in named if age is None}
    if row.correlation and {"A", "k"} <= set(parameters):
        tie = (parameters["A"].id, row.correlation)
        parameters["k"] = replace(parameters["k"], tie=tie)
    return Stand(
        key=row.key,
        name=row.name,
        species_latin=row.species_latin,
        region=row.region,
        origin=row.origin,
        growth=row.growth,
        route=row.route,
        parameters=parameters,
        table=table,
        cuts=cuts,
        correlation=row.correlation,
        rmse=row.rmse,
        rmse_young=row.rmse_young,
        young_until=row.young_until,
        plots=row.plots,
        age_range=(row.age_min, row.age_max),
        rivals=row.rivals,
        age_at_planting=row.age_at_planting,
        note=row.note,
    )


def _named(number: Number, stand: Label, age: float | None) -> Number:
    """A number with what a reader sees: the stand and the parameter."""
    word = PARAMETERS[str(number.path[2])]
    at = Label() if age is None else _(" at {age:g} years", age=age)
    name = _("{stand}: {word}{at}", stand=stand, word=word, at=at)
    return replace(number, name=name)
