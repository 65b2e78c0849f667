"""How the sheets of a report follow the ledger, and what those say that do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from carbonmeet.catalogue.measure import AREAS
from carbonmeet.pricing.uptakes import parameters
from carbonmeet.questions.evidence.papers import numbers_of
from carbonmeet.view.blocks import Table
from carbonmeet.view.faces.excel.cells import AFTER, AMOUNT, BEFORE, Area, Cells, changed, last_year
from carbonmeet.view.faces.excel.framed import follow_frame
from carbonmeet.view.faces.excel.warning import DRAWN, FIXED, warn
from carbonmeet.view.numerals import unit
from carbonmeet.view.tables.guidetable import guide_order
from carbonmeet.view.tables.measures import MARK, without_effect

if TYPE_CHECKING:
    from carbonmeet.catalogue.measure import Measure
    from carbonmeet.view.faces.excel.workbook import Book, Worksheet

__all__ = ["add_follower"]


def _guide(book: Book, sheet: Worksheet, top: int, table: Table, cells: Cells) -> list[Area]:
    """Amount and tonnes of every line of the guide's table, as formulas of the ledger."""
    lines = zip(guide_order(cells.result), table.rows, strict=True)
    for place, (line, row) in enumerate(lines, top + 1):
        for column, formula, kind in (
            (3, cells.ledger.cell(AMOUNT, line), "number"),
            (5, f"{cells.ledger.cell(BEFORE, line)}/1000", "tonnes"),
            (6, cells.framing.beyond_the_guide(line), "tonnes"),
        ):
            value = float(row[column] or 0.0)
            book.formula(sheet, place, column, f"={formula}", book.number(kind, value), value)
    return []


def _measures(book: Book, sheet: Worksheet, top: int, table: Table, cells: Cells) -> list[Area]:
    """Uptakes and all four attributions; the ranges of the Shapley values stay."""
    games, model = cells.coalitions, cells.result.model
    assert games is not None
    places = {one.id: at for at, one in enumerate(model.measures)}
    count, stays = len(table.rows), list[Area]()
    for place, row in enumerate(table.rows, top + 1):
        at = places[str(row[0])]
        counts = f"'{cells.uptakes}'!$F${at + 2}"
        planned = f"'{cells.uptakes}'!$D${at + 2}"
        if without_effect(model.measures[at], model) is None:
            # the mark is shown while it does nothing; a name stands in no formula
            book.put(sheet, place, 1, str(row[1]).removesuffix(MARK), book.text)
            idle = {"type": "formula", "criteria": f"={counts}=0", "format": book.marked}
            sheet.conditional_format(place, 1, place, 1, idle)
        share = f'=IF({planned}=0,"",{planned})'
        uptake = "" if row[3] is None else row[3]
        book.formula(sheet, place, 3, share, book.numbers["share"], uptake)
        found = (games.alone(at), games.in_order(at), games.last_in(at), games.shapley(at))
        for column, formula in enumerate(found, 4):
            value = float(row[column] or 0.0)
            if formula:
                form = book.number("tonnes", value)
                book.formula(sheet, place, column, f"={formula}", form, value)
            else:
                stays.append((place, column, place, column))
    saved = cells.ledger.tonnes(BEFORE, last_year(cells.result))
    saved += f"-{cells.ledger.tonnes(AFTER, last_year(cells.result))}"
    total = float(table.foot[0][_SHAPLEY] or 0.0)
    form = book.number("tonnes", total, foot=True)
    book.formula(sheet, top + count + 1, _SHAPLEY, f"={saved}", form, total)
    if len(table.columns) > _SHAPLEY + 1:
        stays.append((top + 1, _SHAPLEY + 1, top + count + 1, len(table.columns) - 1))
    return stays


def _all_things(book: Book, table: Table, cells: Cells) -> Table:
    """The things that measures make needless, with those of measures that stand at 0."""
    result = cells.result
    every = replace(result, uptake=np.ones_like(result.uptake)).avoided
    rows = list(table.rows)
    known = {(str(row[0]), str(row[3])) for row in rows}
    for one in sorted(result.model.measures, key=lambda x: (list(AREAS).index(x.area), x.id)):
        for name in every.get(one.id, {}):
            called = unit(name, book.lang)
            if (one.id, called) not in known:
                rows.append((one.id, one.name.get(book.lang), 0.0, called))
    return replace(table, rows=tuple(rows))


def _things(book: Book, sheet: Worksheet, top: int, table: Table, cells: Cells) -> list[Area]:
    """How much less of a thing each measure needs by itself."""
    games, model, ledger = cells.coalitions, cells.result.model, cells.ledger
    assert games is not None
    places = {one.id: at for at, one in enumerate(model.measures)}
    units = [unit(line.activity.unit.text, book.lang) for line in model.lines]
    asleep, rows = set(model.asleep.tolist()), model.weight_of.tolist()
    for place, row in enumerate(table.rows, top + 1):
        at = places[str(row[0])]
        within = {one for one, called in zip(rows, units, strict=True) if called == row[3]} - asleep
        terms = [
            f"{taken}*{ledger.sums(AMOUNT, T=str(one + 1), H=f'$D{place + 1}')}"
            for one, taken in games.taken(at).items()
            if one in within
        ]
        net = _net(model.measures[at], cells)
        value = float(row[2] or 0.0)
        formula = f"=({'+'.join(terms) or '0'}){net}"
        book.formula(sheet, place, 2, formula, book.number("number", value), value)
    return []


def _net(measure: Measure, cells: Cells) -> str:
    """What of the whole thing a measure takes, as the divisor of a formula."""
    links = parameters(measure.effect.net, cells.result.catalogue, cells.result.scenario)
    return "".join(
        ("/" if power > 0 else "*")
        + f"({cells.places.get(one.id, repr(one.value))}*{one.unit.scale!r})"
        for one, power in links
    )


def _evidence(book: Book, sheet: Worksheet, top: int, table: Table, cells: Cells) -> list[Area]:
    """The tonnes on every number, those of the lines that rest on it; values in words stay."""
    lines, saved = _resting(cells), _deciding(cells)
    for place, row in enumerate(table.rows, top + 1):
        name, value = str(row[0]), float(row[5] or 0.0)
        terms = [_runs(cells, lines.get(name, []))]
        assert cells.coalitions or not saved.get(name)
        for at in saved.get(name, ()):
            one = cells.coalitions.shapley(at) if cells.coalitions else ""
            terms.append(f"ABS({one})" if one else "0")
        formula = "=" + "+".join(one for one in terms if one)
        if formula != "=":
            book.formula(sheet, place, 5, formula, book.number("tonnes", value), value)
    return [(top + 1, 2, top + len(table.rows), 2)]


def _resting(cells: Cells) -> dict[str, list[int]]:
    """The lines that rest on each number of the scenario; of a city those of the last year."""
    found: dict[str, list[int]] = {}
    period = last_year(cells.result)
    for at, line in enumerate(cells.result.model.lines):
        if period in ("", line.activity.period):
            for number in numbers_of((*line.activity.amount, *line.activity.chain)):
                found.setdefault(number.id, []).append(at)
    return found


def _deciding(cells: Cells) -> dict[str, list[int]]:
    """The measures whose uptake each number decides."""
    found: dict[str, list[int]] = {}
    for at, recipe in enumerate(cells.result.recipes):
        for number, _power in recipe:
            found.setdefault(number.id, []).append(at)
    return found


def _runs(cells: Cells, lines: list[int]) -> str:
    """Tonnes of some lines; those that follow each other as one range."""
    ranges: list[list[int]] = []
    for one in lines:
        if ranges and ranges[-1][1] == one - 1:
            ranges[-1][1] = one
        else:
            ranges.append([one, one])
    cell = cells.ledger.cell
    said = [
        f"SUMPRODUCT(ABS({cell(BEFORE, a)}:{cell(BEFORE, b).partition('!')[2]}))" for a, b in ranges
    ]
    return f"({'+'.join(said)})/1000" if said else ""


def _assumed(book: Book, sheet: Worksheet, top: int, table: Table, cells: Cells) -> list[Area]:
    """Assumed values and their ends as they stand on the sheets of data, factors and uptakes."""
    cited = list(_cited(cells))
    stays: list[Area] = []
    for place, row in enumerate(table.rows, top + 1):
        found = cited[place - top - 1] if place - top - 1 < len(cited) else ()
        for column, value in enumerate(row[2:5], 2):
            if value is None:
                continue
            if column - 2 < len(found):
                form = book.number("number", float(value))
                book.formula(sheet, place, column, f"={found[column - 2]}", form, value)
            else:
                stays.append((place, column, place, column))
    return stays


def _cited(cells: Cells) -> Iterator[tuple[str, ...]]:
    """The cells of every assumed number of the scenario, in the order of their table.

    An uptake has its value alone; one that several numbers decide, and a forest, none.
    """
    result = cells.result
    for one in result.model.inputs:
        if one.basis == "assumed" and one.id not in result.idle:
            sheet, cell = cells.places[one.id].split("!")
            _none, letter, row = cell.split("$")
            yield tuple(f"{sheet}!${chr(ord(letter) + at)}${row}" for at in range(3))
    for at, ((one, _power), *more) in enumerate(result.recipes):
        if one.basis == "assumed":
            yield () if more else (f"'{cells.uptakes}'!$D${at + 2}",)


def _left_out(book: Book, sheet: Worksheet, top: int, table: Table, cells: Cells) -> list[Area]:
    """What is left out as a share of the live total."""
    total = cells.ledger.tonnes(BEFORE, last_year(cells.result))
    for place, row in enumerate(table.rows, top + 1):
        if isinstance(row[5], float):
            share = f"=C{place + 1}/({total})"
            book.formula(sheet, place, 5, share, book.numbers["share"], row[5])
    return []


#: How the tables follow, by their ids; those of draws do not.
_FOLLOW: Mapping[str, Callable[[Book, Worksheet, int, Table, Cells], list[Area]]] = {
    "measures": _measures,
    "things": _things,
    "guide-lines": _guide,
    "evidence-papers": _evidence,
    "left-out": _left_out,
    "assumed": _assumed,
    **dict.fromkeys(
        ("frame-ghg-protocol", "frame-iso-14064-1", "frame-nzce", "frame-gpc"), follow_frame
    ),
}
#: Column of the Shapley values of the measures; their ends stand behind it.
_SHAPLEY = 7
#: Those in which nothing stays as it was.
_WHOLE = ("things", "guide-lines", "left-out", "sources")


def _without_ranges(table: Table, cells: Cells) -> bool:
    """Whether a table of measures follows whole."""
    games, count = cells.coalitions, len(cells.result.model.measures)
    every = table.id == "measures" and games and all(map(games.shapley, range(count)))
    return bool(every) and len(table.columns) == _SHAPLEY + 1


def add_follower(book: Book, sheet: Worksheet, table: Table, cells: Cells) -> None:
    """A table with a sheet to itself, as formulas as far as there are any; else it says so."""
    top = 0 if table.id in _WHOLE or _without_ranges(table, cells) else 1
    if table.id == "things":
        table = _all_things(book, table, cells)
    book.table(sheet, top, table)
    if table.id == "sources":
        return
    body = (top + 1, 0, top + len(table.rows) + len(table.foot), len(table.columns) - 1)
    follow = _FOLLOW.get(table.id)
    stays = follow(book, sheet, top, table, cells) if follow else [body]
    if stays:
        ranged = table.id == "measures" and len(table.columns) > _SHAPLEY + 1
        drawn = ranged or table.id in ("ranges", "drivers")
        warn(book, sheet, 0, changed(book), DRAWN if drawn else FIXED, stays)
