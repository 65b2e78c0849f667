"""Quantities for pint, in the registry that the user's own quantities come from.

Words that pint knows and means the same by (kilogram, kilowatt_hour) are pint's; what it does not
know (CO2e, passenger, meal) is defined there once; what it means something else by (a cup is a
measure of volume there, a year has 365.25 days) gets a name of its own.
"""

from __future__ import annotations

from math import isclose
from typing import TYPE_CHECKING, Any

from carbonmeet.base.errors import UnitError
from carbonmeet.base.text import _
from carbonmeet.units import grammar
from carbonmeet.units.quantity import Unit, parse_unit, registry

if TYPE_CHECKING:
    import pint

__all__ = ["unit_text", "user_quantity"]

#: Base units of ours that pint has under another name or base.
_BASES = {
    "metre": "meter",
    "celsius": "delta_degree_Celsius",
    "kilogram": "kilogram",
    "day": "day",
    "kilowatt_hour": "kilowatt_hour",
    "gigabyte": "gigabyte",
}


def user_quantity(value: float, unit: Unit, registry_of_user: Any = None) -> pint.Quantity[float]:
    """A quantity that multiplies with the user's own.

    Parameters
    ----------
    value : float
        In `unit`.
    unit : Unit
    registry_of_user : pint.UnitRegistry, optional
        Default: pint's application registry.

    Examples
    --------
    >>> import pint
    >>> from carbonmeet.units import parse_unit
    >>> grid = user_quantity(0.1235, parse_unit("kg CO2e / kWh"))
    >>> power = pint.get_application_registry().Quantity("1.2 MWh")
    >>> print(f"{(grid * power).to('kg CO2e').magnitude:.1f}")
    148.2
    """
    import pint

    users: Any = registry_of_user
    if users is None:
        application: Any = pint.get_application_registry  # as the user's own `pint` sees it
        users = application().get()
    found: pint.Quantity[float] = users.Quantity(value)
    for word, power in grammar.terms(unit.text):
        found = found * users.Quantity(1.0, _name(users, registry().get_name(word))) ** power
    return found


def unit_text(quantity: Any) -> str:
    """The unit of a quantity of pint, as a file would write it.

    Raises
    ------
    UnitError
        If no unit that can be read means the same.

    Examples
    --------
    >>> import pint
    >>> registry = pint.UnitRegistry()
    >>> unit_text(registry("0.4 kWh / m^2 / day")), unit_text(registry("12 km"))
    ('kWh/d/m^2', 'kilometer')
    """
    units = quantity.units
    for words in (str(units), f"{units:~C}"):
        text = words.replace("**", "^").replace("carbonmeet_", "")
        try:
            ours = parse_unit(text)
        except UnitError:
            continue
        if ours.dims == parse_unit("degC").dims or _same(quantity, ours):
            return text
    raise UnitError(
        _(
            "'{unit}' of pint is unknown here or means something else: write it as a text",
            unit=str(units),
        )
    )


def _same(quantity: Any, ours: Unit) -> bool:
    """Whether a unit of ours means that of a quantity of pint: a cup is no volume here."""
    users = quantity._REGISTRY
    meant, other = user_quantity(1.0, ours, users), users.Quantity(1.0, quantity.units)
    return bool(
        meant.dimensionality == other.dimensionality
        and isclose(meant.to(other.units).magnitude, 1.0, rel_tol=1e-9)
    )


def _name(users: Any, name: str) -> str:
    """The word that the registry of the user has for one of ours, made if need be."""
    if name == "celsius":  # a difference, and no reading of the thermometer
        return _BASES[name]
    ours = registry().Quantity(1.0, name).to_base_units()
    bases = [(_base(users, base), power) for base, power in ours.unit_items()]
    size = f"{ours.magnitude!r}" + "".join(f" * {base} ** {power}" for base, power in bases)
    for called in (name, f"carbonmeet_{name}"):
        if called not in users:
            users.define(f"{called} = {size}")
            return called
        theirs = users.Quantity(1.0, called)
        wanted = users.Quantity(size)
        if theirs.dimensionality == wanted.dimensionality and isclose(
            theirs.to(wanted.units).magnitude, wanted.magnitude, rel_tol=1e-12
        ):
            return called
    return f"carbonmeet_{name}"


def _base(users: Any, base: str) -> str:
    """The user's word for a base unit of ours; things that are counted are bases of their own."""
    if base in _BASES:
        return _BASES[base]
    for called in (base, f"carbonmeet_{base}"):
        if called not in users:
            users.define(f"{called} = [{called}]")
            return called
        if list(users.Quantity(1.0, called).dimensionality) == [f"[{called}]"]:
            return called
    return f"carbonmeet_{base}"
