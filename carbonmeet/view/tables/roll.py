"""How a list of people was read: its columns, who counts, and places that need a look."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from carbonmeet.answer.plain import plain
from carbonmeet.base.text import Label, Message, _, _n, joined
from carbonmeet.rows.writing import csv_text
from carbonmeet.travel.places import Place, name_of
from carbonmeet.view.blocks import Block, Bullets, Heading, Paragraph
from carbonmeet.view.listing import Cell, Listing
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from carbonmeet.people.roll import Matched, Roll

__all__ = ["roll_blocks", "roll_data", "roll_listing", "to_correct"]

_STATUS = {
    "exact": _("exact"),
    "spelling": _("spelling"),
    "ambiguous": _("ambiguous"),
    "country-only": _("country-only"),
    "unknown": _("unknown"),
    "not-a-person": _("not-a-person"),
}
_COLUMNS = {
    "city": _("city"),
    "country": _("country"),
    "rows": _("rows"),
    "people": _("people"),
    "status": _("status"),
    "place": _("place"),
    "note": _("note"),
}
#: What may be corrected in the list of unsettled places, and where to.
_FIX = ("city", "country", "state", "airport", "coordinates")
_READ = ("rows", "people", "status", "read as city", "read as country", "candidates")


def to_correct(roll: Roll) -> str:
    """Unsettled places as CSV, with room for the right ones."""
    rows = (
        [*one.match.query, one.rows, _whole(one.people), one.match.status, "", "",
         "; ".join(map(str, one.match.candidates))]
        for one in roll.unsettled
    )  # fmt: skip
    return csv_text((*_FIX, *_READ), rows)


def _whole(people: float) -> float:
    """People as a whole number where they are."""
    return round(people) if people == round(people) else people


def roll_data(roll: Roll) -> dict[str, Any]:
    """The list as plain data."""
    return {
        "table": Path(roll.name).name,
        "read_as": plain(roll.listed.how),
        "columns": dict(roll.columns.roles),
        "unread_columns": list(roll.columns.unread),
        "rows": roll.counts.rows,
        "total_rows_left_out": roll.counts.totals,
        "double_rows_left_out": roll.counts.doubles,
        "on_site": roll.on_site,
        "online": sum(roll.online.values()),
        "left_out": dict(roll.left_out),
        "matches": [_match(one) for one in roll.matches],
    }


def _match(one: Matched) -> dict[str, Any]:
    found = one.match
    query = found.query._asdict().items()
    return {
        **{name: cell for name, cell in query if cell or name in ("city", "country")},
        "rows": one.rows,
        "people": one.people,
        "status": found.status,
        "by_population": found.by_population,
        "place": None if found.place is None else _place(found.place),
        "candidates": [_place(place) for place in found.candidates],
        "notes": [plain(note) for note in found.notes],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "region": place.region or place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }


def roll_listing(matches: Iterable[Matched]) -> Listing:
    """Places as they are written in the list, and how each was read."""
    rows: list[dict[str, Cell]] = [
        {
            "city": one.match.query.city or one.match.query.airport or one.match.query.coordinates,
            "country": one.match.query.country,
            "rows": one.rows,
            "people": one.people,
            "status": _STATUS[one.match.status],
            "place": "" if one.match.place is None else name_of(one.match.place),
            "note": _notes(one),
        }
        for one in matches
    ]
    return Listing(_COLUMNS, rows, aside="note")


def _notes(one: Matched) -> Label:
    notes = one.match.notes
    if not notes and one.match.candidates:
        return _("may be {english}", english=joined(map(name_of, one.match.candidates), "; "))
    return joined(notes, "; ")


def roll_blocks(m: Voice, roll: Roll, written: Path | None = None) -> list[Block]:
    """Columns, who counts, and places that need a look, which were written to a file or not yet."""
    odd = [one for one in roll.matches if one.match.status != "exact" or one.match.notes]
    told = (*_how_read(m, roll), *_left_out(m, roll), _plain_ones(m, roll, len(odd)))
    title = f"{Path(roll.name).name}: {m.word(roll.listed.how)}"
    blocks: list[Block] = [Heading(title), Bullets(told)]
    if odd:
        blocks.append(roll_listing(odd).table(m))
    if roll.unsettled:
        blocks.append(Paragraph(m.word(_unsettled(roll.unsettled, written))))
    return blocks


def _unsettled(those: Sequence[Matched], written: Path | None) -> Message:
    """How many places are not settled, and what to do about them."""
    people = sum(one.people for one in those)
    return _n(
        "{n} place of {people} is not settled: {next}",
        "{n} places of {people} are not settled: {next}",
        len(those),
        people=_n("{n:,g} person", "{n:,g} people", people),
        next=_("write a file with --unmatched, correct it, and read it with --known")
        if written is None
        else _(
            "fill the columns 'read as city' and 'read as country' of {file}, and read it with "
            "--known",
            file=written,
        ),
    )


def _how_read(m: Voice, roll: Roll) -> list[str]:
    read = m.join(f"{role} = {heading}" for role, heading in roll.columns.roles.items())
    told = [m.say("Columns: {read}", read=read)]
    if roll.columns.unread:
        told.append(m.say("Not read: {rest}", rest=m.join(roll.columns.unread)))
    return told


def _left_out(m: Voice, roll: Roll) -> list[str]:
    """Who counts and who does not, and rows that are no people."""
    counts, above = roll.counts, roll.listed.head_line - 1
    told = [
        m.say(
            "{rows} rows: {on_site} people on site, {online} online, {out} not counted",
            rows=number(counts.rows, 9),
            on_site=number(roll.on_site, 9),
            online=number(sum(roll.online.values()), 9),
            out=number(sum(roll.left_out.values()), 9),
        )
    ]
    if counts.totals or counts.doubles:
        told.append(
            m.say(
                "Left out: {totals} rows of sums, {doubles} rows whose "
                "registration number stands before",
                totals=counts.totals,
                doubles=counts.doubles,
            )
        )
    if above > 0:
        told.append(m.say("Left out: {above} lines above the head", above=above))
    return told


def _plain_ones(m: Voice, roll: Roll, odd: int) -> str:
    return m.say(
        "{plain} of {matches} places are read as written{what}",
        plain=len(roll.matches) - odd,
        matches=len(roll.matches),
        what=_("; the others:") if odd else "",
    )
