"""People who take part from afar."""

from __future__ import annotations

from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Key, Span
from carbonmeet.meeting.section import Section, Work
from carbonmeet.reading.amount import Hours, People
from carbonmeet.reading.schema import Listed
from carbonmeet.reading.textfields import LabelField

__all__ = ["SECTION", "Online"]


class Online(Listed):
    """People who take part from afar.

    Attributes
    ----------
    additional : bool
        Whether they come on top of those whom the groups list, and would not have come otherwise.
        A measure that keeps attendees at home (T6) acts on the groups then; else the numbers are
        taken to say already who stays at home.
    """

    period: str
    label: LabelField | None = None
    people: People
    hours: Hours
    additional: bool = False


def write(work: Work, online: Online, span: Span, path: Key) -> None:
    """The lines of an entry."""
    if span.days is not None and online.hours.value > 24 * span.days:
        work.bench.fault(
            (*path, "hours"),
            _(
                "{value:g} h a head do not fit into {days:g} days",
                value=online.hours.value,
                days=span.days,
            ),
        )
    work.bench.add_service(
        "digital/online",
        (
            (work.bench.number((*path, "people"), online.people), 1),
            (work.bench.number((*path, "hours"), online.hours), 1),
        ),
        span,
        online.label or _("Online participants"),
    )


SECTION = Section(Online, write, _("Online participants"), rank=1)
