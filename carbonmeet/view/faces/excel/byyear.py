"""The tables of a city's years as formulas: sectors, scopes, energy, targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from carbonmeet.base.text import _
from carbonmeet.city.goals import Goal
from carbonmeet.city.sectors import sector
from carbonmeet.hostcity.energy import carrier_of
from carbonmeet.hostcity.years import city_of
from carbonmeet.view.blocks import Column, Table
from carbonmeet.view.faces.excel.cells import AFTER, BEFORE, Cells
from carbonmeet.view.tables.cityenergy import carrier_name, carrier_size

if TYPE_CHECKING:
    from carbonmeet.kernel import Line
    from carbonmeet.view.faces.excel.workbook import Book, Worksheet

__all__ = ["city_columns", "follow_year_table", "told_of_city"]

#: Columns of the ledger that only a city has, after those of all: scope and level of the GPC, what
#: energy prices a line, and how much of it is used after the measures.
_SCOPE, _LEVEL, _CARRIER, _USED = "UVWX"
_FIRST = 20
#: In the order of the rows of their table.
_TAGS = (
    (_SCOPE, "gpc:scope-1"),
    (_SCOPE, "gpc:scope-2"),
    (_SCOPE, "gpc:scope-3"),
    (_LEVEL, "gpc:basic"),
    (_LEVEL, "gpc:other"),
)
_NONE = "–"
#: Of a target, a difference that is none.
_DUST = 1e-9


def city_columns(book: Book) -> tuple[Column, ...]:
    """The further columns of the ledger of a city."""
    return (
        Column(book.say("GPC scope")),
        Column(book.say("GPC level")),
        Column(book.say("Energy that it is priced by"), wide=1.6),
        Column(book.say("Used after the measures"), wide=1.2),
    )


def told_of_city(
    book: Book,
    sheet: Worksheet,
    place: int,
    line: Line,
    kg: float,
    places: Mapping[str, str],
) -> None:
    """What the tables of the years sum a line by."""
    tags = line.activity.tags
    for column, letter in enumerate((_SCOPE, _LEVEL), _FIRST):
        found = (tag for of, tag in _TAGS if of == letter and tag in tags)
        book.put(sheet, place, column, next(found, _NONE), book.plain)
    one = carrier_of(line)
    name = _NONE if one is None else carrier_name(one.name, one.unit, book.lang)
    book.put(sheet, place, _FIRST + 2, name, book.plain)
    if one is not None:
        size = one.scale * carrier_size(one.unit)
        cell = places[one.factor.id]
        formula = f"=IF({cell}=0,0,N{place + 1}/({cell}*{size!r}))"
        used = kg / (one.factor.value * size)
        book.formula(sheet, place, _FIRST + 3, formula, book.number("tonnes", used), used)


def follow_year_table(book: Book, sheet: Worksheet, top: int, table: Table, cells: Cells) -> bool:
    """Make a table of years follow, whose heads stand in row `top`; False if it cannot."""
    name = table.id.partition("-")[0]
    if name in ("years", "scopes", "energy"):
        rows = {"years": _sectors, "scopes": _scopes, "energy": _energy}[name](table, cells, top)
        for place, (row, formulas) in enumerate(
            zip((*table.rows, *table.foot), rows, strict=True), top + 1
        ):
            foot = place > top + len(table.rows)
            for column, formula in enumerate(formulas, 1):
                value = float(row[column] or 0.0)
                form = book.number("tonnes", value, foot=foot)
                book.formula(sheet, place, column, f"={formula}", form, value)
        return True
    if name == "targets":
        _targets(book, sheet, top, table, cells)
        return True
    return False


def _periods(table: Table, cells: Cells) -> list[str]:
    """The years of the heads."""
    periods = {str(span.year): name for name, span in cells.result.scenario.spans.items()}
    return [periods[one.head] for one in table.columns[1:]]


def _quoted(word: str) -> str:
    return f'"{word}"'


def _sectors(table: Table, cells: Cells, _top: int) -> list[list[str]]:
    """Sectors and totals before the measures, what these save, and what is left."""
    found, periods = cells.ledger.tonnes, _periods(table, cells)
    keys = {sector(one).get(x): one for one in cells.result.baseline.sums("source") for x in _LANGS}
    rows = [[found(BEFORE, one, keys[str(row[0])]) for one in periods] for row in table.rows]
    before, after = ([found(x, one) for one in periods] for x in (BEFORE, AFTER))
    saved = [f"{x}-{y}" for x, y in zip(before, after, strict=True)]
    return [*rows, *[before, saved, after][: len(table.foot)]]


_LANGS = ("en", "zh")


def _scopes(table: Table, cells: Cells, _top: int) -> list[list[str]]:
    sums, periods = cells.ledger.sums, list(map(_quoted, _periods(table, cells)))
    return [
        [f"{sums(BEFORE, A=one, **{of: _quoted(tag)})}/1000" for one in periods]
        for of, tag in _TAGS
    ]


def _energy(table: Table, cells: Cells, top: int) -> list[list[str]]:
    """Use by carrier; last the tonnes of the lines that tell none."""
    sums, periods = cells.ledger.sums, list(map(_quoted, _periods(table, cells)))
    named = (f"$A{place}" for place in range(top + 2, top + 2 + len(table.rows)))
    rows = [[sums(_USED, A=one, W=name) for one in periods] for name in named]
    return [*rows, [f"{sums(BEFORE, A=one, W=_quoted(_NONE))}/1000" for one in periods]]


def _targets(book: Book, sheet: Worksheet, top: int, table: Table, cells: Cells) -> None:
    """What a target allows, what the plan comes to, and what is missing."""
    city = city_of(cells.result.scenario)
    met = _("met").get(book.lang)
    for place, (goal, row) in enumerate(zip(city.targets, table.rows, strict=True), top + 1):
        n, most, expected = place + 1, float(row[3] or 0.0), float(row[4] or 0.0)
        if goal.change is not None:
            since = _part(BEFORE, goal.since or city.year, goal, cells)
            formula = f"=({since})*(1+{goal.change.value!r})"
            book.formula(sheet, place, 3, formula, book.number("tonnes", most), most)
        formula = f"={_part(AFTER, goal.year, goal, cells)}"
        book.formula(sheet, place, 4, formula, book.number("tonnes", expected), expected)
        formula = f'=IF(E{n}-D{n}<={_DUST!r}*ABS(D{n}),"{met}",E{n}-D{n})'
        book.formula(sheet, place, 5, formula, book.numbers["change"], row[5])


def _part(letter: str, year: int, goal: Goal, cells: Cells) -> str:
    """Tonnes of what a target speaks of: a source, and what its name begins."""
    found = cells.ledger.tonnes
    if not goal.source:
        return found(letter, str(year))
    return f"{found(letter, str(year), goal.source)}+{found(letter, str(year), goal.source + '.*')}"
