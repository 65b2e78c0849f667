"""The people of a list as tables: who comes from where, by what, how far."""

from __future__ import annotations

from carbonmeet.answer.attendance import Attendance, Cohort
from carbonmeet.base.text import Label, Lang
from carbonmeet.view.blocks import Cell, Column, Table
from carbonmeet.view.numerals import share as percent

__all__ = ["cohort_tables", "spread_sentence"]

#: Places of one table; the rest is one row.
_MOST = 25
_HEADS = {
    "country": Label("Country", "国家或地区"),
    "origin": Label("Place", "来源地"),
    "mode": Label("Mode", "出行方式"),
    "cabin": Label("Cabin", "舱位"),
    "band": Label("One way", "单程距离"),
}
_CAPTIONS = {
    "country": Label("Journeys by country (t CO2e)", "各国家和地区的行程排放（t CO2e）"),
    "origin": Label("Journeys by place of origin (t CO2e)", "各来源地的行程排放（t CO2e）"),
    "mode": Label("Journeys by mode (t CO2e)", "各出行方式的行程排放（t CO2e）"),
    "cabin": Label("Flights by cabin (t CO2e)", "各舱位的飞行排放（t CO2e）"),
    "band": Label("Journeys by distance (t CO2e)", "各距离段的行程排放（t CO2e）"),
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
        more = Label(f"{len(rest)} more", f"其余{len(rest)}项").get(lang)
        cells.append((more, sum(one.people for one in rest), tonnes, tonnes / whole))
    columns = (
        Column(_HEADS[what].get(lang), wide=2.4),
        Column(Label("People", "人数").get(lang), "count"),
        Column("t CO2e", "tonnes"),
        Column(Label("Share", "占比").get(lang), "share"),
    )
    return Table(f"people-{what}", _CAPTIONS[what].get(lang), columns, tuple(cells))


def spread_sentence(found: Attendance, lang: Lang) -> str:
    """How unequally the emissions of the journeys are spread."""
    top, gini = percent(found.top_decile, 0), f"{found.gini:.2f}"
    return Label(
        f"The tenth of the people with the most causes {top} of the emissions of all journeys; "
        f"Gini coefficient {gini}.",
        f"排放最多的十分之一人员占全部行程排放的{top}；基尼系数{gini}。",
    ).get(lang)
