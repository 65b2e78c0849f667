"""A year of events beside the city's year."""

from __future__ import annotations

from dataclasses import asdict, fields

from carbonmeet.base.text import NAMELESS, Label, Lang, _
from carbonmeet.questions.events import EventRow, EventYear
from carbonmeet.view.blocks import Block, Bullets, Cell, Column, Paragraph, Table
from carbonmeet.view.listing import Listing
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import fixed

__all__ = ["event_blocks", "event_listing"]

_SAID = _(
    "What both count is taken off once. Published numbers and assumed ones are in the table, "
    "event by event; every total here rests on assumed ways, nights and meals."
)


def event_blocks(m: Voice, found: EventYear) -> list[Block]:
    """The events, the two years side by side, and what is to be said of them."""
    columns = (
        Column(m.say("event"), wide=2),
        Column(m.say("date")),
        Column(m.say("on site"), "count"),
        Column(m.say("online"), "count"),
        Column(m.say("whole event"), "number"),
        Column(m.say("within the city"), "number"),
        Column(m.say("counted twice"), "number"),
    )
    rows = tuple(_row(one, m.lang) for one in found.rows)
    foot = (m.say("all events"), "", None, None, *_tonnes(found))
    table = Table("events", m.say("Events of the year, t CO2e"), columns, rows, (foot,))
    said = [m.word(one) for one in found.notices]
    told: list[Block] = [Bullets(tuple(said))] if said else []
    return [table, _years(m, found), *told, Paragraph(m.say(_SAID))]


def _row(one: EventRow, lang: Lang) -> tuple[Cell, ...]:
    # an id is short and English; the name is as the table has it, which may be Chinese
    name = Label(one.id, one.name).get(lang)
    return (
        name,
        one.date,
        one.people,
        one.online or None,
        *_tonnes(one),
    )


def _tonnes(one: EventRow | EventYear) -> tuple[str, str, str]:
    return fixed(one.event, 1), fixed(one.inside, 1), fixed(one.overlap, 1)


def _years(m: Voice, found: EventYear) -> Table:
    rows = (
        (m.say("the city's year {year}, as estimated", year=found.year), found.city),
        (m.say("the city without the events"), found.rest_of_city),
        (m.say("both together"), found.together),
    )
    return Table("years", "", (Column(""), Column("t CO2e", "count")), rows)


def event_listing(found: EventYear) -> Listing:
    """The events as data, for CSV."""
    names = dict.fromkeys((one.name for one in fields(EventRow)), NAMELESS)
    return Listing(names, [asdict(one) for one in found.rows])
