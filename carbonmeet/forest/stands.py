"""Reads the stands of ``factors/``: a stand is a row, and adding one needs no code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import (
    CarbonmeetError,
    FactorNotFound,
    Fault,
    InputError,
    did_you_mean,
    message_of,
)
from carbonmeet.base.text import NAMELESS, Label, _, joined
from carbonmeet.catalogue.records.forest import (
    STAND_PARAMETERS,
    STANDS,
    StandParameter,
    StandRow,
)
from carbonmeet.forest.stand import PARAMETERS, ROUTES, Stand
from carbonmeet.numbers.number import Number
from carbonmeet.rows import Rows

__all__ = ["find_stand", "read_stands"]

#: An age, or None, and what a stand says for it.
Numbered: TypeAlias = tuple[float | None, Number]
#: Parameters a growth function cannot do without; the cap of the linear one may be left out.
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "chapman-richards": ("A", "k", "m"),
    "logistic": ("A", "b", "k"),
    "gompertz": ("A", "b", "k"),
    "linear": ("rate",),
    "yield-table": (),
}


def find_stand(stands: Mapping[str, Stand], key: str) -> Stand:
    """The stand of that name.

    Raises
    ------
    FactorNotFound
        If there is none, with the nearest name.
    """
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
    home = folder or data_dir("factors")
    file = "stand_parameters.csv"
    numbers, wrong = STAND_PARAMETERS.gathered(home / file, file)
    written, faults = STANDS.gathered(home / "stands.csv", "stands.csv")
    faults += wrong
    of_stand: dict[str, list[Numbered]] = {}
    for at, one in enumerate(numbers):
        if one.parameter not in PARAMETERS:
            hint = did_you_mean(one.parameter, PARAMETERS)
            told = _("no parameter '{name}'.{hint}", name=one.parameter, hint=hint)
            faults.append(numbers.fault(at, "parameter", told))
        else:
            of_stand.setdefault(one.stand, []).append((one.age, _number(one)))
    stands: dict[str, Stand] = {}
    for at, row in enumerate(written):
        try:
            stands[row.key] = _stand(row, of_stand.get(row.key, []))
        except CarbonmeetError as error:
            faults.append(written.fault(at, "growth", message_of(error)))
    faults += _strangers(written, numbers)
    if faults:
        raise InputError(faults)
    return stands


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
        note=Label(row.note) if row.note else NAMELESS,
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
    _check_curve(row, parameters, table, cuts)
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


def _check_curve(
    row: StandRow,
    parameters: Mapping[str, Number],
    table: Sequence[tuple[float, Number]],
    cuts: Sequence[tuple[float, Number]],
) -> None:
    """Refuse numbers that are not those of the curve, or not all of them."""
    wanted = {*_NEEDS[row.growth], *ROUTES[row.route]}
    missing, extra = wanted - set(parameters), set(parameters) - wanted - {"cap"}
    if missing or extra:
        told = _(
            "parameters missing: {missing}, not of this curve: {extra}",
            missing=sorted(missing) or "-",
            extra=sorted(extra) or "-",
        )
        raise CarbonmeetError(told)
    ages = [age for age, _number_ in table]
    if (row.growth == "yield-table") != (len(table) > 1) or ages != sorted(set(ages)):
        raise CarbonmeetError(_("only a yield table has increments, at two or more rising ages"))
    felled = [age for age, _number_ in cuts]
    if felled and (row.growth != "yield-table" or felled != sorted(set(felled))):
        raise CarbonmeetError(_("only a yield table has thinnings (CUT), at rising ages"))
    if any(not 0 < number.value < 1 for _age, number in cuts):
        told = _("a thinning (CUT) takes a share between 0 and 1 of the stock")
        raise CarbonmeetError(told)


def _named(number: Number, stand: Label, age: float | None) -> Number:
    """A number with what a reader sees: the stand and the parameter."""
    word = PARAMETERS[str(number.path[2])]
    at = Label() if age is None else _(" at {age:g} years", age=age)
    name = _("{stand}: {word}{at}", stand=stand, word=word, at=at)
    return replace(number, name=name)
