"""Money of several currencies in that of a plan: converted at stated rates, or kept apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from carbonmeet.base.errors import ModelError
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import _
from carbonmeet.bench.money import Rate

if TYPE_CHECKING:
    from carbonmeet.scenario import Scenario

__all__ = ["CATALOGUE", "Purse", "purse_of"]

#: The currency of the catalogue's own planning values of cost.
CATALOGUE = "CNY"


@dataclass(frozen=True, slots=True)
class Purse:
    """The currency of a plan, and what others are worth in it.

    Examples
    --------
    >>> Purse("CNY").worth("CNY"), Purse("CNY").worth("EUR")
    (1.0, None)
    """

    currency: str = CATALOGUE
    rates: Mapping[str, Rate] = field(default_factory=dict)

    def worth(self, currency: str) -> float | None:
        """What one unit of a currency is worth; None where no rate is stated."""
        if currency == self.currency:
            return 1.0
        return self.rates[currency].value if currency in self.rates else None

    def of(self, amount: float, currency: str) -> float:
        """An amount in the currency of the plan.

        Raises
        ------
        ModelError
            If no rate is stated.
        """
        worth = self.worth(currency)
        if worth is None:
            raise ModelError(
                _(
                    "the plan reckons in {own}, and no rate of {other} is stated: write 'money: "
                    "{{currency: {own}, rates: {{{other}: {{value: .., date: .., source: ..}}}}}}'",
                    own=self.currency,
                    other=currency,
                )
            )
        return amount * worth


def purse_of(scenario: Scenario) -> Purse:
    """The purse of a scenario; that of the catalogue where it says nothing."""
    money = scenario.content.money
    return Purse() if money is None else Purse(money.currency, money.rates)
