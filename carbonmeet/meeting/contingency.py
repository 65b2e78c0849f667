"""A meeting that a shock moves online: what it would emit, beside the meeting and never in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Expansion
from carbonmeet.bench.supply import UNSAID
from carbonmeet.numbers.number import Number
from carbonmeet.reading.amount import Amount, Distance, Hours, In, Nights, People
from carbonmeet.reading.schema import Strict
from carbonmeet.reading.textfields import Word

__all__ = ["Contingency", "check_contingency"]

Seats = Annotated[Amount, In("seat / vehicle", allow_zero=False, min_value=1)]
Load = Annotated[Amount, In("1", share=True, allow_zero=False)]
Often = Annotated[Amount, In("1 / day", max_value=24)]


class Moved(Strict):
    """How those already there are moved to quarantine: one way each, by coaches."""

    distance: Distance
    seats: Seats
    load: Load
    empty_return: bool = False
    kind: Word = "coach.diesel"


class Contingency(Strict):
    """What happens if the meeting has to go online at short notice.

    Attributes
    ----------
    form : {"online"}
    period : str
        The period that would be moved.
    online : People
        Who takes part from home then, each for `hours`.
    already_there : People, optional
        Who has arrived when the meeting is moved, and goes into quarantine.
    quarantine : Nights, optional
        Nights in quarantine for each of them, in rooms of `hotel`, one person a room.
    boxed_meals : per day, optional
        Meals brought to each of them.
    transfers : Moved, optional
        How they are moved.
    """

    form: Literal["online"] = "online"
    period: str
    online: People
    hours: Hours
    already_there: People | None = None
    quarantine: Nights | None = None
    hotel: Word = "hotel.average"
    boxed_meals: Often | None = None
    transfers: Moved | None = None


def check_contingency(
    bench: Expansion,
    found: Contingency,
    on_site: Sequence[Number] = (),
    online: Sequence[Number | Amount] = (),
) -> None:
    """Refuse ways that nobody says how they are known, quarantine of nobody, and too many people.

    Parameters
    ----------
    on_site : sequence of Number
        People of each group of the period, staff included. Without any nobody says how many
        people the meeting has, and nothing is compared.
    online : sequence of Number or Amount
        People who take part in the period online from the outset.
    """
    if on_site:
        _check_people(bench, found, "online", [*on_site, *online])
    if on_site and found.already_there is not None:
        _check_people(bench, found, "already_there", on_site)
    with bench.at("contingency", "hotel"):
        bench.catalogue.service("lodging", found.hotel)
    if found.transfers is not None:
        with bench.at("contingency", "transfers", "kind"):
            bench.catalogue.service("vehicles", found.transfers.kind)
        for name in ("distance", "seats", "load"):
            if getattr(found.transfers, name).basis == "given":
                bench.fault(("contingency", "transfers", name), UNSAID)
    for name in ("quarantine", "boxed_meals", "transfers"):
        if getattr(found, name) is not None and found.already_there is None:
            bench.fault(("contingency", name), _("'already_there' is missing: of whom?"))
    if found.boxed_meals is not None and found.quarantine is None:
        bench.fault(
            ("contingency", "boxed_meals"), _("'quarantine' is missing: for how many days?")
        )


def _check_people(
    bench: Expansion, found: Contingency, name: str, people: Sequence[Number | Amount]
) -> None:
    """Refuse more people than the meeting has, at the value or at the top of the range."""
    given: Amount = getattr(found, name)
    most = sum(one.value for one in people)
    top = sum(_high(one) for one in people)
    if given.value > most or _high(given) > top:
        more, of = (given.value, most) if given.value > most else (_high(given), top)
        bench.fault(
            ("contingency", name),
            _(
                "{more:,.10g} people are more than the {most:,.10g} of period '{period}'",
                more=more,
                most=of,
                period=found.period,
            ),
        )


def _high(one: Number | Amount) -> float:
    return one.value if one.high is None else one.high
