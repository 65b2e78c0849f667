"""Prices of an offset, in any currency: of a tonne, and of an area planted."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from carbonmeet.base.text import _
from carbonmeet.reading.amount import Amount, In
from carbonmeet.units import currencies

__all__ = ["PlantingCost", "Price"]


def _currency(amount: Amount) -> str | None:
    """The currency above the line."""
    dims = dict(amount.unit.dims)
    return next((name for name in currencies() if dims.get(name) == 1), None)


def _of_a_tonne(amount: Amount) -> Amount:
    """Money for a tonne, in the currency in which it is written."""
    dims, money = dict(amount.unit.dims), _currency(amount)
    if money is None or {k: v for k, v in dims.items() if k != "co2e"} != {money: 1, "mass": -1}:
        raise ValueError(
            _("expected a price such as '60 CNY/t', got '{text}'", text=amount.unit.text)
        )
    return In(f"{money}/t/CO2e" if "co2e" in dims else f"{money}/t").read(amount)


def _of_an_area(amount: Amount) -> Amount:
    """Money for a mu, in the currency in which it is written."""
    dims, money = dict(amount.unit.dims), _currency(amount)
    if money is None or dims != {money: 1, "length": -2}:
        raise ValueError(
            _(
                "expected a cost such as '3500 CNY/mu' or '900 EUR/ha', got '{text}'",
                text=amount.unit.text,
            )
        )
    return In(f"{money}/mu").read(amount)


#: Money for a tonne.
Price = Annotated[Amount, In(None), AfterValidator(_of_a_tonne)]
#: Money for an area.
PlantingCost = Annotated[Amount, In(None), AfterValidator(_of_an_area)]
