"""Reads the stands of ``factors/``: a stand is a row, and adding one needs no code."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import FactorNotFound, Fault, InputError, did_you_mean
from carbonmeet.base.text import NAMELESS, Label
from carbonmeet.forest.stand import PARAMETERS, ROUTES, Stand
from carbonmeet.numbers.number import Number
from carbonmeet.units import Unit, parse_unit

__all__ = ["find_stand", "read_stands"]

#: Tonnes of carbon in a tonne of dry matter: a plain share, though carbon is no unit elsewhere.
_CARBON = Unit("t C/t", 1.0, ())
_EVIDENCE = ("primary", "secondary", "assumed")
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
            f"no stand '{key}'.{did_you_mean(key, stands)} Known: {', '.join(stands)}"
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
        Every fault with file and line.
    """
    home = folder or data_dir("factors")
    faults: list[Fault] = []
    numbers: dict[str, list[tuple[float | None, Number]]] = {}
    for line, cell in _rows(home / "stand_parameters.csv"):
        try:
            age = float(cell["age"]) if cell["age"] else None
            numbers.setdefault(cell["stand"], []).append((age, _read_parameter(cell, age)))
        except (KeyError, ValueError) as error:
            faults.append(Fault("stand_parameters.csv", line, 1, cell["stand"], str(error)))
    stands: dict[str, Stand] = {}
    for line, cell in _rows(home / "stands.csv"):
        key = cell["key"]
        try:
            if key in stands:
                raise ValueError("listed twice")
            stands[key] = _read_stand(cell, numbers.pop(key, []))
        except (KeyError, ValueError) as error:
            faults.append(Fault("stands.csv", line, 1, key, str(error)))
    faults += [
        Fault("stand_parameters.csv", 0, 0, key, "belongs to no stand of stands.csv")
        for key in numbers
    ]
    faults += [
        Fault("stands.csv", 0, 0, stand.key, f"no rival '{rival}'.{did_you_mean(rival, stands)}")
        for stand in stands.values()
        for rival in stand.rivals
        if rival not in stands
    ]
    if faults:
        raise InputError(faults)
    return stands


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row, without blanks around the text."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for record in reader:
            yield reader.line_num, {name: (text or "").strip() for name, text in record.items()}


def _read_parameter(cell: Mapping[str, str], age: float | None) -> Number:
    value = float(cell["value"])
    low, high = (float(cell[end]) if cell[end] else None for end in ("low", "high"))
    if not (math.isfinite(value) and value > 0):
        raise ValueError(f"{cell['parameter']} is not a positive number: {cell['value']}")
    if (low is None) != (high is None):
        raise ValueError(f"{cell['parameter']} has one end of a range only")
    if low is not None and high is not None and not 0 < low <= value <= high < math.inf:
        raise ValueError(f"{low} .. {high} does not contain {value}")
    if cell["evidence"] not in _EVIDENCE:
        raise ValueError(f"evidence '{cell['evidence']}' is none of {', '.join(_EVIDENCE)}")
    if cell["evidence"] == "assumed" and not cell["note"]:
        raise ValueError("an assumed number needs its reason in 'note'")
    if not (cell["unit"] and cell["source"]):
        raise ValueError(f"{cell['parameter']} lacks its unit or its source")
    name = cell["parameter"]
    if name not in PARAMETERS:
        raise ValueError(f"no parameter '{name}'.{did_you_mean(name, PARAMETERS)}")
    dated = () if age is None else (f"{age:g}",)
    return Number(
        ("stands", cell["stand"], name, *dated),
        value,
        _CARBON if cell["unit"] == _CARBON.text else parse_unit(cell["unit"]),
        low,
        high,
        basis=cell["evidence"],
        reference=cell["source"],
        locator=cell["locator"],
        note=Label(cell["note"]) if cell["note"] else NAMELESS,
        even=True,
        stream=".".join(("stand", cell["stand"], name)) if age is None else "",
    )


def _read_stand(cell: Mapping[str, str], rows: list[tuple[float | None, Number]]) -> Stand:
    growth, route = cell["growth"], cell["route"]
    if growth not in _NEEDS:
        raise ValueError(f"no growth function '{growth}'.{did_you_mean(growth, _NEEDS)}")
    if route not in ROUTES:
        raise ValueError(f"no route '{route}'.{did_you_mean(route, ROUTES)}")
    name = Label(cell["name_en"], cell["name_zh"])
    rows = [(age, _named(number, name, age)) for age, number in rows]
    dated = [(age, number) for age, number in rows if age is not None]
    table = tuple((age, number) for age, number in dated if number.path[2] != "CUT")
    cuts = tuple((age, number) for age, number in dated if number.path[2] == "CUT")
    parameters = {str(number.path[2]): number for age, number in rows if age is None}
    correlation = float(cell["correlation"] or 0.0)
    if correlation and {"A", "k"} <= set(parameters):
        tie = (parameters["A"].id, correlation)
        parameters["k"] = replace(parameters["k"], tie=tie)
    wanted = {*_NEEDS[growth], *ROUTES[route]}
    missing, extra = wanted - set(parameters), set(parameters) - wanted - {"cap"}
    if missing or extra:
        raise ValueError(
            f"parameters missing: {sorted(missing)}, not of this curve: {sorted(extra)}"
        )
    ages = [age for age, _ in table]
    if (growth == "yield-table") != (len(table) > 1) or ages != sorted(set(ages)):
        raise ValueError("only a yield table has increments, at two or more rising ages")
    felled = [age for age, _ in cuts]
    if felled and (growth != "yield-table" or felled != sorted(set(felled))):
        raise ValueError("only a yield table has thinnings (CUT), at rising ages")
    if any(not 0 < number.value < 1 for _, number in cuts):
        raise ValueError("a thinning (CUT) takes a share between 0 and 1 of the stock")

    def number(name: str) -> float | None:
        return float(cell[name]) if cell[name] else None

    return Stand(
        key=cell["key"],
        name=name,
        species_latin=cell["species_latin"],
        region=cell["region"],
        origin=cell["origin"],
        growth=growth,
        route=route,
        parameters=parameters,
        table=table,
        cuts=cuts,
        correlation=correlation,
        rmse=number("rmse"),
        rmse_young=number("rmse_young"),
        young_until=number("young_until") or 0.0,
        plots=int(cell["plots"]) if cell["plots"] else None,
        age_range=(number("age_min"), number("age_max")),
        rivals=tuple(cell["rivals"].split()),
        age_at_planting=number("age_at_planting") or 0.0,
        note=cell["note"],
    )


def _named(number: Number, stand: Label, age: float | None) -> Number:
    """A number with what a reader sees: the stand and the parameter."""
    word = PARAMETERS[str(number.path[2])]
    at = Label() if age is None else Label(f" at {age:g} years", f"（{age:g}年）")
    name = Label(f"{stand.en}: {word.en}{at.en}", f"{stand.zh}：{word.zh}{at.zh}")
    return replace(number, name=name)
