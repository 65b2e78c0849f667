"""``carbonmeet attendees``."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carbonmeet.base.text import Label, Lang, _, joined
from carbonmeet.cli.options import (
    emit,
    emit_json,
    emit_listing,
    format_option,
    lang_option,
    output_option,
)
from carbonmeet.view.faces.listing import Format

if TYPE_CHECKING:
    from carbonmeet.people.roll import Matched, Roll
    from carbonmeet.view.faces.listing import Cell, Listing

_STATUS = {
    "exact": _("exact"),
    "spelling": _("spelling"),
    "ambiguous": _("ambiguous"),
    "country-only": _("country-only"),
    "unknown": _("unknown"),
    "not-a-person": _("not-a-person"),
}
_FIX = ("city", "country", "state", "airport", "coordinates")


@click.command("attendees")
@click.argument("table")
@click.option("--column", "columns", multiple=True, metavar="ROLE=HEADING",
              help="Which column says what, e.g. city=Ort; empty for none.")  # fmt: skip
@click.option("--value", "values", multiple=True, metavar="ROLE:WORD=MEANING",
              help="What a word means, e.g. mode:Zug=rail.")  # fmt: skip
@click.option("--sheet", help="Sheet of a spreadsheet; the first by default.")
@click.option("--encoding", help="Encoding of a text; found by its bytes by default.")
@click.option("--engine", default="duckdb", show_default=True,
              help="duckdb, or the address of a database in which TABLE is a table.")  # fmt: skip
@click.option("--unmatched", type=click.Path(dir_okay=False, path_type=Path),
              help="Write places that were not settled to this CSV, to correct.")  # fmt: skip
@click.option("--known", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Read corrections from this CSV, as --unmatched wrote it.")  # fmt: skip
@format_option
@output_option
@lang_option
def command(
    table: str,
    columns: tuple[str, ...],
    values: tuple[str, ...],
    sheet: str | None,
    encoding: str | None,
    engine: str,
    unmatched: Path | None,
    known: Path | None,
    form: Format,
    output: Path | None,
    lang: Lang,
) -> None:
    """Show how the list of people in TABLE is read, and how its places are matched."""
    from carbonmeet.people.corrections import read_corrections
    from carbonmeet.people.roll import read_list

    roll = read_list(
        table,
        columns=dict(_pair(one, "ROLE=HEADING") for one in columns),
        values=_values(values),
        sheet=sheet,
        encoding=encoding,
        engine=engine,
        known=read_corrections(known) if known else None,
    )
    if unmatched is not None:
        emit(_to_correct(roll), unmatched)
    if form == "json":
        emit_json(_data(roll), output)
    elif form == "csv":
        emit_listing(_listing(roll), form, output, lang)
    else:
        emit(_text(roll, lang), output)


def _pair(text: str, form: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise click.BadParameter(_("'{text}': {form} is expected", text=text, form=form))
    return name, value


def _values(texts: tuple[str, ...]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for text in texts:
        role, sign, rest = text.partition(":")
        if not sign:
            raise click.BadParameter(_("'{text}': ROLE:WORD=MEANING is expected", text=text))
        word, meaning = _pair(rest, "ROLE:WORD=MEANING")
        found.setdefault(role, {})[word] = meaning
    return found


def _to_correct(roll: Roll) -> str:
    """Unsettled places as CSV, with room for the right ones."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        [*_FIX, "rows", "people", "status", "read as city", "read as country", "candidates"]
    )
    for one in roll.unsettled:
        listed = "; ".join(str(place) for place in one.match.candidates)
        cells = [_inert(cell) for cell in one.match.query]
        writer.writerow([*cells, one.rows, f"{one.people:g}", one.match.status, "", "", listed])
    return text.getvalue()


def _inert(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    risky = cell[:1] in tuple("=+@\t\r") or (cell[:1] == "-" and len(cell) > 1)
    return f"'{cell}" if risky else cell


def _data(roll: Roll) -> dict[str, Any]:
    return {
        "table": Path(roll.name).name,
        "read_as": _words(roll.listed.how),
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
    return {
        **{
            name: cell
            for name, cell in found.query._asdict().items()
            if cell or name in ("city", "country")
        },
        "rows": one.rows,
        "people": one.people,
        "status": found.status,
        "by_population": found.by_population,
        "place": None if found.place is None else _place(found.place),
        "candidates": [_place(place) for place in found.candidates],
        "notes": [_words(note) for note in found.notes],
    }


def _place(place: Any) -> dict[str, Any]:
    return {
        "name": place.name,
        "region": place.region or place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }


def _words(label: Label) -> dict[str, str]:
    return {"en": label.get("en"), "zh": label.get("zh")}


def _listing(roll: Roll) -> Listing:
    from carbonmeet.view.faces.listing import Listing

    columns = {
        "city": _("city"),
        "country": _("country"),
        "rows": _("rows"),
        "people": _("people"),
        "status": _("status"),
        "place": _("place"),
        "note": _("note"),
    }
    rows: list[dict[str, Cell]] = [
        {
            "city": one.match.query.city or one.match.query.airport or one.match.query.coordinates,
            "country": one.match.query.country,
            "rows": one.rows,
            "people": one.people,
            "status": _STATUS[one.match.status],
            "place": "" if one.match.place is None else _named(one.match.place),
            "note": _notes(one),
        }
        for one in roll.matches
    ]
    return Listing(columns, rows)


def _named(place: Any) -> Label:
    from carbonmeet.travel.places import name_of

    return name_of(place)


def _notes(one: Matched) -> Label:
    notes = one.match.notes
    if not notes and one.match.candidates:
        return _("may be {english}", english=joined(map(_named, one.match.candidates), "; "))
    return joined(notes, "; ")


def _text(roll: Roll, lang: Lang) -> str:
    """Columns, who counts, and places that need a look; those read as written are only counted."""
    counts = roll.counts
    read = ", ".join(f"{role} = {heading}" for role, heading in roll.columns.roles.items())
    lines = [
        f"{Path(roll.name).name}: {roll.listed.how.get(lang)}",
        _("Columns: {read}", read=read).get(lang),
    ]
    if roll.columns.unread:
        rest = ", ".join(roll.columns.unread)
        lines.append(_("Not read: {rest}", rest=rest).get(lang))
    online, out = sum(roll.online.values()), sum(roll.left_out.values())
    lines.append(
        _(
            "{rows:,} rows: {on_site:,g} people on site, {online:,g} online, {out:,g} not counted",
            rows=counts.rows,
            on_site=roll.on_site,
            online=online,
            out=out,
        ).get(lang)
    )
    if counts.totals or counts.doubles:
        lines.append(
            _(
                "Left out: {totals} rows of sums, {doubles} rows whose "
                "registration number stands before",
                totals=counts.totals,
                doubles=counts.doubles,
            ).get(lang)
        )
    above = roll.listed.head_line - 1
    if above > 0:
        lines.append(_("Left out: {above} lines above the head", above=above).get(lang))
    plain = [one for one in roll.matches if one.match.status == "exact" and not one.match.notes]
    lines.append(
        _(
            "{plain} of {matches} places are read as written{what}",
            plain=len(plain),
            matches=len(roll.matches),
            what=_("; the others:") if len(plain) < len(roll.matches) else "",
        ).get(lang)
    )
    listing = _listing(roll)
    odd = [row for row, one in zip(listing.rows, roll.matches, strict=True) if one not in plain]
    lines += ["", listing._replace(rows=odd).table(lang)] if odd else []
    if roll.unsettled:
        people = sum(one.people for one in roll.unsettled)
        lines += [
            "",
            _(
                "{unsettled} places of {people:,g} people are not settled: "
                "write them to a file with --unmatched, correct it, and "
                "read it with --known",
                unsettled=len(roll.unsettled),
                people=people,
            ).get(lang),
        ]
    return "\n".join(lines)
