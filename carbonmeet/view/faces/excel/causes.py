"""Causes of the change between the years of a city as formulas: the additive LMDI-I method.

Every line is activity times structure times intensity (see `carbonmeet.hostcity.causes`); the
sheet holds the three for every year, and what each of them gives to the change of a line.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import numpy as np

from carbonmeet.base.text import _
from carbonmeet.city.lmdi import decompose, logarithmic_mean
from carbonmeet.hostcity.causes import lines_of
from carbonmeet.view.blocks import Column, Table, clean
from carbonmeet.view.faces.excel.cells import AFTER, AMOUNT, BEFORE, Cells
from carbonmeet.view.faces.excel.forestland import column_name

if TYPE_CHECKING:
    from carbonmeet.view.faces.excel.workbook import Book, Worksheet

__all__ = ["follow_changes"]

_CAUSES = (_("activity"), _("structure"), _("intensity"))
#: Digits after the point, t CO2e: a smaller cause is the dust of floating point.
_DIGITS = 6


def follow_changes(book: Book, sheet: Worksheet, top: int, table: Table, cells: Cells) -> None:
    """The causes of each change, as sums over a sheet of their own; heads stand in row `top`."""
    years = list(cells.result.scenario.spans)
    pairs = [tuple(str(row[0]).split(" → ")) for row in table.rows]
    last = _causes(book, cells, years, pairs)
    tonnes = cells.ledger.tonnes
    for place, ((since, until), row) in enumerate(zip(pairs, table.rows, strict=True), top + 1):
        found = [
            f"SUM('{_sheet(book)}'!${letter}$2:${letter}${last})"
            for letter in _columns(years, pairs, (since, until))
        ]
        saved = [f"{tonnes(BEFORE, one)}-{tonnes(AFTER, one)}" for one in (since, until)]
        found += [f"{saved[0]}-({saved[1]})", f"SUM(B{place + 1}:E{place + 1})"]
        for column, formula in enumerate(found, 1):
            value = float(row[column] or 0.0)
            rounded = f"=ROUND({formula},{_DIGITS})"
            book.formula(sheet, place, column, rounded, book.numbers["change"], value)


def _sheet(book: Book) -> str:
    return book.say("causes")


def _columns(
    years: list[str], pairs: list[tuple[str, ...]], pair: tuple[str, ...]
) -> tuple[str, ...]:
    """The columns of what the three causes give to a change."""
    first = 1 + 3 * len(years) + 4 * pairs.index(pair) + 1
    return tuple(column_name(first + at) for at in range(3))


def _causes(book: Book, cells: Cells, years: list[str], pairs: list[tuple[str, ...]]) -> int:
    """Add the sheet of the lines; its last row."""
    sheet = book.sheet(_sheet(book))
    lines = {year: lines_of(cells.result, year) for year in years}
    names = list(dict.fromkeys(name for one in lines.values() for name in one))
    heads = [Column(book.say("Line"), wide=2.6)]
    heads += [Column(f"{year}: {book.say(x)}", wide=1.1) for year in years for x in _CAUSES]
    for pair in pairs:
        change = " → ".join(pair)
        heads.append(Column(f"{change}: {book.say('logarithmic mean')}", wide=1.1))
        heads += [Column(f"{change}: {book.say(x)}", wide=1.1) for x in _CAUSES]
    book.heads(sheet, 0, heads, len(names))
    for place, name in enumerate(names, 1):
        known = {year: lines[year][name] for year in years if name in lines[year]}
        label = cells.result.model.lines[next(iter(known.values()))[0]].activity.label
        book.put(sheet, place, 0, clean(label.get(book.lang)), book.plain)
        _line(book, sheet, place, cells, years, pairs, known)
    return len(names) + 1


def _line(
    book: Book,
    sheet: Worksheet,
    place: int,
    cells: Cells,
    years: list[str],
    pairs: list[tuple[str, ...]],
    known: dict[str, tuple[int, list[int]]],
) -> None:
    """The three terms of a line in every year, and its part of every change."""
    n, at = place + 1, {year: 1 + 3 * i for i, year in enumerate(years)}
    terms = {year: _terms(cells, known.get(year)) for year in years}
    for year, (formulas, values) in terms.items():
        for i, (formula, value) in enumerate(zip(formulas, values, strict=True)):
            form = book.number("number", value)
            book.formula(sheet, place, at[year] + i, f"={formula}", form, value)
    for i, (since, until) in enumerate(pairs):
        column = 1 + 3 * len(years) + 4 * i
        x, y = ([f"{column_name(at[one] + k)}{n}" for k in range(3)] for one in (since, until))
        start, end, mean = "*".join(x), "*".join(y), f"{column_name(column)}{n}"
        turns = [f"(({a}=0)<>({b}=0))" for a, b in zip(x, y, strict=True)]
        curved = f"({end}-{start})/LN({end}/({start}))"
        whole = f"=IF({start}*{end}=0,0,IF({start}={end},{start},{curved}))"
        value = logarithmic_mean(*(prod(terms[one][1]) for one in (until, since)))
        book.formula(sheet, place, column, whole, book.numbers["tonnes"], value)
        before, after = ({"": terms[one][1]} for one in (since, until))
        found = decompose(before, after, ("a", "s", "i"))
        for k, one in enumerate(found.values()):
            jump = f"IF({turns[k]},({end}-{start})/({'+'.join(turns)}),0)"
            part = f"=IF({mean}=0,{jump},{mean}*LN({y[k]}/{x[k]}))"
            book.formula(sheet, place, column + 1 + k, part, book.numbers["change"], one)


def _terms(
    cells: Cells, line: tuple[int, list[int]] | None
) -> tuple[tuple[str, str, str], tuple[float, float, float]]:
    """Activity, structure and intensity of a line in a year; nothing where there is none."""
    if line is None:
        return ("0", "0", "0"), (0.0, 0.0, 0.0)
    place, beside = line
    ledger, amounts = cells.ledger, cells.result.model.quantities()[0]
    amount, kg = ledger.cell(AMOUNT, place), ledger.cell(BEFORE, place)
    whole = "+".join(ledger.cell(AMOUNT, one) for one in beside) or "0"
    there = f"AND({amount}>0,{whole}>0)"
    formulas = (
        f"IF({there},{whole},0)",
        f"IF({there},{amount}/({whole}),0)",
        f"IF({there},{kg}/1000/{amount},0)",
    )
    own, total = float(amounts[place]), float(np.sum(amounts[beside]))
    if own <= 0 or total <= 0:
        return formulas, (0.0, 0.0, 0.0)
    return formulas, (total, own / total, float(cells.result.baseline.kg[place]) / 1000 / own)
