"""Rows of a scenario's own for factors of the catalogue that a change names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from carbonmeet.base.errors import UnitError, did_you_mean, message_of
from carbonmeet.base.numerals import figures
from carbonmeet.base.text import _
from carbonmeet.catalogue import load_catalogue
from carbonmeet.numbers.factor import Factor
from carbonmeet.numbers.path import Names, Path, PathError, own_source
from carbonmeet.units import parse_quantity

__all__ = ["of_factor", "rows_for"]


def rows_for(data: Mapping[str, Any], paths: Iterable[Path]) -> list[dict[str, Any]]:
    """A row at the value of the catalogue for each factor of it that is named and has none yet.

    Raises
    ------
    PathError
        If neither the scenario nor the catalogue has such a factor.
    """
    wanted = {path[1] for path in paths if path[:1] == ("factors",) and len(path) > 1}
    if not wanted:
        return []
    known = Names(data).within(("factors",))
    names = (name for name in wanted if isinstance(name, str) and name not in known)
    return [_row(name, list(known)) for name in sorted(names)]


def _row(name: str, own: list[str]) -> dict[str, Any]:
    shipped = _shipped(name, own)
    unit, source = shipped.unit.text, shipped.source
    row = {
        "key": shipped.key,
        "value": shipped.value,
        "unit": unit,
        "region": shipped.region,
        "year": shipped.year,
        "boundary": " ".join(shipped.boundary),
        "source": own_source(source),
        "replaces": name,
        "evidence": "assumed",
        "name_en": shipped.name.en,
        "name_zh": shipped.name.zh,
        "note": f"set in place of {figures(shipped.value)} {unit}, {source}",
    }
    return {key: value for key, value in row.items() if value != ""}


def _shipped(name: str, own: list[str]) -> Factor:
    """The row of the shipped catalogue of that name."""
    catalogue = load_catalogue()
    key = name.partition("@")[0]
    rows = catalogue.rows.get(key, ())
    for row in rows:
        if row.id == name:
            return row
    known = [row.id for row in rows] or list(catalogue.rows)
    raise PathError(
        _("no factor '{name}'.{hint}", name=name, hint=did_you_mean(name, [*own, *known]))
    )


def of_factor(row: Mapping[str, Any], value: Any) -> Any:
    """A new value of a factor as its row holds it: a number in the unit of the row.

    Raises
    ------
    PathError
        If a text is no quantity of that kind.
    """
    if not isinstance(value, str):
        return value
    try:
        return parse_quantity(value).to(str(row["unit"]))
    except UnitError as error:
        raise PathError(message_of(error)) from None
