"""The sheets of a workbook that work a forest out again: what it rests on, its years, its area.

The growth of one hectare, the removal of each year and the area that compensates are formulas over
the land, the rules and the numbers of the stands. What has no closed formula, a yield table or land
that is replanted, stands as the numbers of carbonmeet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from carbonmeet.offset.arithmetic import MU_PER_HA, RuleValues, gross_per_ha
from carbonmeet.view.blocks import Document
from carbonmeet.view.faces.excel.forestland import (
    AREA,
    FIRST,
    HEAD,
    PLANTED,
    SHARE,
    Basis,
    Share,
    across,
    add_basis,
    add_land,
    column_name,
    hectare,
)
from carbonmeet.view.faces.excel.workbook import LINE

if TYPE_CHECKING:
    from carbonmeet.offset.result import OffsetResult
    from carbonmeet.view.faces.excel.workbook import Book, Worksheet

__all__ = ["add_forest"]

#: Widths of the columns before those of a hectare, in characters.
_WIDTHS = (34.0, *(15.0,) * 6, 22.0)
#: Largest difference, over the removal, at which formulas and program agree.
_TOLERANCE = 1e-9


def add_forest(
    book: Book, report: Document, answer: OffsetResult, offset: Mapping[str, Any], owed: str
) -> None:
    """Add the sheets of a forest.

    Parameters
    ----------
    book : Book
    report : Document
        For the tables that stand there too.
    answer : OffsetResult
    offset : mapping
        The same as plain data.
    owed : str
        The cell of the emissions that are to be compensated.
    """
    sheet = book.sheet(book.say("forest"))
    basis = add_basis(book, report, answer, offset)
    for column, characters in enumerate(_WIDTHS):
        book.column(sheet, column, characters)
    _question(book, sheet, answer, offset, basis, owed)
    add_land(book, sheet, basis)
    _years(book, sheet, answer, offset, basis)


def _question(
    book: Book,
    sheet: Worksheet,
    answer: OffsetResult,
    offset: Mapping[str, Any],
    basis: Basis,
    owed: str,
) -> None:
    """How much is owed, what a hectare removes by the horizon, and how many hectares that makes."""
    bought = sum(credit.tonnes for credit in answer.credits)
    emitted, due = answer.emissions or 0.0, answer.owed or 0.0
    last = HEAD + len(answer.curve) + 1
    found = f"INDEX($D${HEAD + 2}:$D${last},MATCH($B$7,$A${HEAD + 2}:$A${last},0))"
    kappa = answer.removal / answer.area_ha if answer.area_ha else 0.0
    area = due / kappa if kappa > 0 else None
    ha, t = book.say("ha"), "t CO2e"
    rows: tuple[tuple[str, str | None, float | None, str], ...] = (
        (book.say("Emissions to compensate"), f"={owed}", emitted, t),
        (book.say("Credits bought"), None, bought, t),
        (book.say("To be offset by the forest"), "=MAX(0,B3-B4)", due, t),
        (
            book.say("Area that counts"),
            f"=SUMPRODUCT({across(basis, AREA)},{across(basis, SHARE)})",
            answer.area_ha,
            ha,
        ),
        (book.say("Horizon"), None, float(answer.horizon_year), ""),
        (book.say("Creditable by then"), f"={found}", answer.removal, t),
        (book.say("The same for a hectare"), "=IF(B6>0,B8/B6,0)", kappa, t),
        (
            book.say("Area that compensates"),
            '=IF(B9>0,B5/B9,"–")',
            area,
            ha,
        ),
        (
            book.say("The same in mu"),
            f'=IF(B9>0,B10*{MU_PER_HA},"–")',
            None if area is None else area * MU_PER_HA,
            book.say("mu"),
        ),
        (book.say("Year of the emissions"), None, float(answer.event_year), ""),
        (
            book.say("Demands of the rules met (1) or not (0)"),
            None,
            _met(answer),
            "",
        ),
    )
    for place, (label, formula, value, unit) in enumerate(rows, 2):
        book.put(sheet, place, 0, label, book.text)
        book.put(sheet, place, 2, unit, book.plain)
        kind = "year" if place in (6, 11, 12) else "tonnes"
        if formula is None:
            book.put(sheet, place, 1, value, book.numbers[kind])
        else:
            cached = "–" if value is None else value
            book.formula(sheet, place, 1, formula, book.numbers[kind], cached)
    difference = f"SUMPRODUCT(ABS(G{HEAD + 2}:G{last}))"
    good = book.say("formulas and carbonmeet agree")
    bad = book.say("formulas and carbonmeet differ")
    verdict = f'=IF({difference}<{_TOLERANCE:g}*MAX(1,F{last}),"{good}","{bad}")'
    book.formula(sheet, 0, 0, verdict, book.title, good)
    sheet.set_row(0, 2 * LINE)


def _met(answer: OffsetResult) -> float:
    """0 where the rules count nothing of what is there."""
    row = answer.curve[-1]
    left = (1 - answer.discount) * (1 - answer.applied["buffer"])
    return float(not (row.creditable == 0 and row.net > 0 and left > 0))


def _years(
    book: Book,
    sheet: Worksheet,
    answer: OffsetResult,
    offset: Mapping[str, Any],
    basis: Basis,
) -> None:
    """Year by year: a hectare of each stand, then the forest."""
    heads = [
        book.say("Year"),
        book.say("Taken up, t CO2e"),
        book.say("Net, t CO2e"),
        book.say("Creditable, t CO2e"),
        book.say("Still owed, t CO2e"),
        book.say("carbonmeet: creditable"),
        book.say("Difference"),
        book.say("One hectare, t CO2:"),
        *("" for _ in basis.shares),
    ]
    for column, head in enumerate(heads):
        book.put(sheet, HEAD, column, head, book.head)
    sheet.set_row(HEAD, 2 * LINE)
    grown = [_grown(one, answer, offset) for one in basis.shares]
    tonnes, met = book.numbers["tonnes"], _met(answer)
    for at, row in enumerate(answer.curve):
        place, n = HEAD + 1 + at, HEAD + 2 + at
        book.put(sheet, place, 0, float(row.year), book.numbers["year"])
        for column, (one, values) in enumerate(zip(basis.shares, grown, strict=True), FIRST):
            formula = hectare(one, basis, column_name(column), n)
            if formula:
                book.formula(sheet, place, column, formula, tonnes, values[at])
            else:
                book.put(sheet, place, column, values[at], tonnes)
        last = column_name(FIRST + max(len(basis.shares), 1) - 1)
        area = f"{across(basis, AREA)},{across(basis, SHARE)}"
        gross = f"=SUMPRODUCT({area},${column_name(FIRST)}{n}:${last}{n})"
        kept = f"(1-{basis.rules['uncertainty']})*(1-{basis.rules['buffer']})*$B$13"
        owes = answer.owed is not None
        debt = 0.0 if row.debt is None else row.debt
        cells = {
            1: (gross, row.gross, tonnes),
            2: (_net(basis, n), row.net, tonnes),
            3: (f"=MAX(0,C{n})*{kept}", row.creditable * met, tonnes),
            **({4: (f"=IF(A{n}>=$B$12,$B$5,0)-D{n}", debt, tonnes)} if owes else {}),
            6: (f"=D{n}-F{n}", 0.0, book.numbers["tiny"]),
        }
        for column, (formula, value, form) in cells.items():
            book.formula(sheet, place, column, formula, form, value)
        book.put(sheet, place, 5, row.creditable, tonnes)


def _net(basis: Basis, n: int) -> str:
    """Gross less leakage, baseline growth and cleared vegetation."""
    rules = basis.rules
    grows, cleared = [], []
    for column in range(FIRST, FIRST + len(basis.shares)):
        land = [f"{column_name(column)}${row + 1}" for row in (AREA, SHARE, PLANTED)]
        area, planted = f"{land[0]}*{land[1]}", land[2]
        grows.append(f"{area}*MIN(MAX($A{n}-{planted},0),{rules['crediting']})")
        cleared.append(f"{area}*($A{n}>={planted})")
    if not grows:
        return f"=B{n}"
    return (
        f"=B{n}*(1-{rules['leakage']})-{rules['baseline']}*({'+'.join(grows)})"
        f"-{rules['cleared']}*({'+'.join(cleared)})"
    )


def _grown(one: Share, answer: OffsetResult, offset: Mapping[str, Any]) -> list[float]:
    """The same by carbonmeet, for each year of the curve."""
    gaps = tuple((gap["after"]["value"], gap["share"]) for gap in one.told["replanting"])
    rules = RuleValues(
        survival=one.told["survival"],
        crediting=answer.applied["crediting"],
        replanting=gaps,
    )
    since = [row.year - one.parcel.planted for row in answer.curve]
    age = one.parcel.age(one.stand)
    found = gross_per_ha(one.stand.mean(), rules, since, age, one.parcel.site)
    return [float(value) for value in found[0]]
