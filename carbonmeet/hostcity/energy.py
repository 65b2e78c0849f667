"""The energy behind a city's emissions: electricity and fuels, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.answer.city import Energy
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, _
from carbonmeet.units import KG_PER_T, parse_unit

if TYPE_CHECKING:
    from carbonmeet.kernel import Line
    from carbonmeet.numbers.number import Number
    from carbonmeet.pricing.workings import Workings

__all__ = ["Carrier", "carrier_of", "energy_of"]

_KG = parse_unit("kg CO2e")
_UNITS = {text: parse_unit(text) for text in ("kWh", "L", "m^3", "t", "GJ")}
#: What carriers are called; another fuel has the name of its factor.
_NAMES = {
    "grid": _("Electricity"),
    "fuel.natural-gas": _("Natural gas"),
    "fuel.diesel": _("Diesel"),
    "fuel.petrol": _("Petrol"),
}


def energy_of(result: Workings, year: int) -> tuple[tuple[Energy, ...], float]:
    """What a year uses of every carrier, before the measures and after them.

    A line whose chain holds a factor of the grid or of a fuel holds the energy: its kilograms over
    that factor. A published number for a kilometre or a meal tells none.

    Returns
    -------
    energies : tuple of Energy
        Electricity first.
    untold : float
        t CO2e of the year, before the measures, that tell no energy.
    """
    sums: dict[tuple[str, str], tuple[Label, float, float]] = {}
    untold = 0.0
    kilograms = zip(result.baseline.kg, result.residual.kg, strict=True)
    for line, (before, after) in zip(result.model.lines, kilograms, strict=True):
        if line.activity.period != str(year):
            continue
        found = carrier_of(line)
        if found is None:
            untold += float(before) / KG_PER_T
            continue
        _, first, then = sums.get((found.key, found.unit), (found.name, 0.0, 0.0))
        used = first + float(before) / found.per_unit, then + float(after) / found.per_unit
        sums[found.key, found.unit] = (found.name, *used)
    listed = sorted(sums, key=lambda one: (one[0] != "grid", one))
    return tuple(Energy(sums[one][0], one[1], *sums[one][1:]) for one in listed), untold


class Carrier(NamedTuple):
    """What energy prices a line.

    Attributes
    ----------
    unit : str
        In which it is counted.
    factor : Number
    scale : float
        The factor times this is kg CO2e for one unit.
    """

    key: str
    name: Label
    unit: str
    factor: Number
    scale: float

    @property
    def per_unit(self) -> float:
        """kg CO2e for one unit."""
        return self.factor.value * self.scale


def carrier_of(line: Line) -> Carrier | None:
    """What energy prices a line; None where its published numbers tell none."""
    for number, power in line.activity.chain:
        key = getattr(number, "key", "")
        electric = key in ("grid", "grid.green")
        if power == 1 and (electric or (key.startswith("fuel.") and "upstream" not in key)):
            unit, scale = _counted(number)
            if unit and number.value:
                called = "grid" if electric else key
                return Carrier(called, _NAMES.get(called, number.name), unit, number, scale)
    return None


def _counted(number: Number) -> tuple[str, float]:
    """The unit that a factor is for, and what makes it kilograms; empty if it is for none."""
    fit = [text for text, unit in _UNITS.items() if (number.unit * unit).dims == _KG.dims]
    # litres and cubic metres are of one kind: the factor says which it is for
    said = [text for text in fit if text in number.unit.text.split()] or fit
    if not said:
        return "", 0.0
    return said[0], (number.unit * _UNITS[said[0]]).scale / _KG.scale
