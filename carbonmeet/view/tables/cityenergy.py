"""The energy of a city's years as a table: what its lines are priced by."""

from __future__ import annotations

from collections.abc import Sequence

from carbonmeet.answer.city import Year
from carbonmeet.base.text import Label, Lang, _
from carbonmeet.view.blocks import Cell, Column, Table
from carbonmeet.view.numerals import unit as say_unit

__all__ = ["carrier_name", "carrier_size", "energy_table"]

#: Units in which a city's use is printed, and how many of the counted ones they hold.
_LARGE = {"kWh": ("GWh", 1e6)}


def carrier_name(name: Label, unit: str, lang: Lang) -> str:
    """What the row of a carrier is called."""
    large = _LARGE.get(unit, (unit, 1.0))[0]
    return _("{name}, {unit}", name=name, unit=say_unit(large, lang)).get(lang)


def carrier_size(unit: str) -> float:
    """How many of the counted units the unit of a row holds."""
    return _LARGE.get(unit, (unit, 1.0))[1]


def energy_table(years: Sequence[Year], lang: Lang) -> Table | None:
    """Electricity and fuels by year, after the measures; None where no line holds any.

    Parameters
    ----------
    years : sequence of Year
    lang : {"en", "zh"}
    """
    carriers = dict.fromkeys((one.name, one.unit) for row in years for one in row.energy)
    if not carriers:
        return None
    rows: list[tuple[Cell, ...]] = []
    for name, unit in carriers:
        used = [
            sum(one.residual for one in row.energy if (one.name, one.unit) == (name, unit))
            / carrier_size(unit)
            for row in years
        ]
        rows.append((carrier_name(name, unit, lang), *used))
    told = _("Lines whose published number tells no energy, t CO2e")
    foot: tuple[Cell, ...] = (told.get(lang), *(row.untold for row in years))
    caption = _("Energy, after the measures").get(lang)
    head = _("Carrier").get(lang)
    columns = (Column(head, wide=2.4), *(Column(str(row.year), "tonnes") for row in years))
    return Table("energy", caption, columns, tuple(rows), (foot,))
