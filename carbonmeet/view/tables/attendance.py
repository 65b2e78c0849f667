"""The people of a list as tables: who comes from where, by what, how far."""

from __future__ import annotations

from carbonmeet.answer.attendance import Attendance, Cohort
from carbonmeet.base.text import Lang, _, _p
from carbonmeet.view.blocks import Cell, Column, Table
from carbonmeet.view.numerals import fixed
from carbonmeet.view.numerals import share as percent

__all__ = ["cohort_tables", "spread_sentence"]

#: Places of one table; the rest is one row.
_MOST = 25
_HEADS = {
    "country": _("Country"),
    "origin": _p("people", "Place"),
    "mode": _("Mode"),
    "cabin": _("Cabin"),
    "band": _("One way"),
}
_CAPTIONS = {
    "country": _("Journeys by country (t CO2e)"),
    "origin": _("Journeys by place of origin (t CO2e)"),
    "mode": _("Journeys by mode (t CO2e)"),
    "cabin": _("Flights by cabin (t CO2e)"),
    "band": _("Journeys by distance (t CO2e)"),
}


def cohort_tables(found: Attendance, lang: Lang, most: int = _MOST) -> list[Table]:
    """Tables by country, place, mode, cabin and distance; those that say something.

    Parameters
    ----------
    found : Attendance
    lang : {"en", "zh"}
    most : int
        Rows of a table; what is beyond them is summed.
    """
    tables = [_table(what, getattr(found, f"by_{what}"), found, lang, most) for what in _HEADS]
    return [table for table in tables if table.rows]


def _table(what: str, rows: tuple[Cohort, ...], found: Attendance, lang: Lang, most: int) -> Table:
    whole = found.journeys.value or 1.0
    shown, rest = (rows, ()) if len(rows) <= most + 1 else (rows[:most], rows[most:])
    cells: list[tuple[Cell, ...]] = [
        (one.name.get(lang), one.people, one.total.value, one.total.value / whole) for one in shown
    ]
    if rest:
        tonnes = sum(one.total.value for one in rest)
        more = _("{rest} more", rest=len(rest)).get(lang)
        cells.append((more, sum(one.people for one in rest), tonnes, tonnes / whole))
    columns = (
        Column(_HEADS[what].get(lang), wide=2.4),
        Column(_("People").get(lang), "count"),
        Column("t CO2e", "tonnes"),
        Column(_("Share").get(lang), "share"),
    )
    return Table(f"people-{what}", _CAPTIONS[what].get(lang), columns, tuple(cells))


def spread_sentence(found: Attendance, lang: Lang) -> str:
    """How unequally the emissions of the journeys are spread."""
    top, gini = percent(found.top_decile, 0), fixed(found.gini, 2)
    return _(
        "The tenth of the people with the most causes {top} of the "
        "emissions of all journeys; Gini coefficient {gini}.",
        top=top,
        gini=gini,
    ).get(lang)
