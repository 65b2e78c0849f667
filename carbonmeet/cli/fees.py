"""The price of a tonne, and what it makes of a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.text import Lang, _
from carbonmeet.view.numerals import fixed, number, three

if TYPE_CHECKING:
    from carbonmeet.answer import Answer

__all__ = ["read_price", "ticket"]

_PRICE = pattern_of(
    r"(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<code>[A-Z]{3})(?:\s*/\s*t(?:\s*CO2e?)?)?"
)


def read_price(text: str) -> tuple[float, str]:
    """A price of a tonne and its currency.

    Raises
    ------
    click.BadParameter
        If it is no number with a code of three letters.

    Examples
    --------
    >>> read_price("80 EUR / t")
    (80.0, 'EUR')
    """
    found = _PRICE.fullmatch(text.strip())
    if found is None or not float(found["number"]):
        raise click.BadParameter(
            _("'{text}': the price of a tonne is expected, e.g. \"80 EUR\"", text=text)
        )
    return float(found["number"]), found["code"]


def ticket(answer: Answer, price: float, currency: str, lang: Lang) -> str:
    """What a ticket costs if everybody on site pays for the same share.

    Raises
    ------
    click.UsageError
        If nobody is on site.
    """
    rows = []
    for side in (answer.baseline, answer.residual):
        each = side.per_participant.get("all")
        if each is None:
            raise click.UsageError(_("--price: there are no participants on site to pay a fee"))
        rows.append((each.value, each.value * price))
    (before, fee), (after, less) = rows
    told = _(
        "Carbon fee of a ticket at {price} {currency} a tonne: {fee} {currency} ({each} t CO2e)",
        price=number(price), currency=currency, fee=fixed(fee, 2), each=three(before),
    )  # fmt: skip
    if not answer.measures:
        return told.get(lang)
    more = _(
        "{told}, after the measures {fee} {currency} ({each} t)",
        told=told, currency=currency, fee=fixed(less, 2), each=three(after),
    )  # fmt: skip
    return more.get(lang)
