"""The units of a product, checked and reduced to one number while compiling."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from carbonmeet.base.errors import UnitError
from carbonmeet.base.text import _
from carbonmeet.units import Unit, parse_unit, reduce_chain

if TYPE_CHECKING:
    from carbonmeet.numbers.activity import Activity, Link

__all__ = ["amount_scale", "chain_scale", "product"]

_ONE = parse_unit("1")


def product(links: Iterable[Link], unit: Unit = _ONE) -> Unit:
    """`unit` times the units of the links."""
    for number, power in links:
        unit = unit * number.unit if power > 0 else unit / number.unit
    return unit


#: Units of a product: text and exponent of each link. Few differ, so their scale is kept.
_Units: TypeAlias = tuple[tuple[str, int], ...]


def _units(links: Iterable[Link]) -> _Units:
    return tuple((number.unit.text, power) for number, power in links)


def amount_scale(activity: Activity) -> float:
    """What turns the product of the amount's numbers into the activity's unit.

    Raises
    ------
    UnitError
        If the amount comes out in another dimension.
    """
    scale, made = _product_in(_units(activity.amount), activity.unit.text)
    if scale is None:
        raise UnitError(
            _(
                "{label}: the amount comes out in {made}, not in {text}",
                label=activity.label,
                made=made,
                text=activity.unit.text,
            )
        )
    return scale


@lru_cache(maxsize=4096)
def _product_in(units: _Units, wanted: str) -> tuple[float | None, str]:
    """What turns a product of numbers into `wanted`; None if it is of another dimension."""
    unit, goal = _ONE, parse_unit(wanted)
    for text, power in units:
        unit = unit * parse_unit(text) if power > 0 else unit / parse_unit(text)
    if unit.dims != goal.dims:
        return None, unit.describe()
    return unit.scale / goal.scale, ""


def chain_scale(activity: Activity) -> float:
    """What turns one unit of the amount, times its chain, into kg CO2e.

    Raises
    ------
    UnitError
        If it does not come out in kg CO2e.
    """
    try:
        return _reduced(activity.unit.text, _units(activity.chain))
    except UnitError:
        links = [(number.id, number.unit, power) for number, power in activity.chain]
        return reduce_chain(activity.unit, links)  # says which factors


@lru_cache(maxsize=4096)
def _reduced(amount: str, units: _Units) -> float:
    return reduce_chain(
        parse_unit(amount), [("", parse_unit(text), power) for text, power in units]
    )
