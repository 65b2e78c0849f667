"""In which money a plan reckons, and at which rates other money counts in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from carbonmeet.base.clock import today
from carbonmeet.base.errors import did_you_mean
from carbonmeet.base.frozen import Frozen
from carbonmeet.base.text import _
from carbonmeet.bench.signed import Day
from carbonmeet.reading.schema import Map, Strict
from carbonmeet.units import currencies

__all__ = ["Currency", "Money", "Rate"]


def _known(code: str) -> str:
    if code not in currencies():
        hint = did_you_mean(code, currencies())
        raise ValueError(
            _(
                "'{code}' is no currency: write its code, such as KES or EUR.{hint}",
                code=code,
                hint=hint,
            )
        )
    return code


#: A currency by its code of ISO 4217.
Currency = Annotated[str, AfterValidator(_known)]


class Rate(Strict):
    """What one unit of another currency is worth, on which day, and who says so.

    Attributes
    ----------
    value : float
        Units of the plan's currency for one unit of the other.
    date : day
        Of the rate.
    source : str
        Who published it: a central bank, the contract.
    """

    value: Annotated[float, Field(gt=0, lt=1e9, allow_inf_nan=False)]
    date: Day
    source: Annotated[str, Field(min_length=3, max_length=300)]

    @model_validator(mode="after")
    def _known_by_now(self) -> Rate:
        if self.date > today() + timedelta(1):  # it may be tomorrow already where it was read
            raise ValueError(_("a rate of {day} cannot be known yet", day=self.date))
        return self


class Money(Strict):
    """The currency of a plan, and rates of others in it.

    Without a rate a cost in another currency is kept apart and told.
    """

    currency: Currency
    rates: Map[Currency, Rate] = Frozen()

    @model_validator(mode="after")
    def _others(self) -> Money:
        if self.currency in self.rates:
            raise ValueError(_("a rate of {code} in itself says nothing", code=self.currency))
        return self
