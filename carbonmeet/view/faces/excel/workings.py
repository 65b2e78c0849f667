"""The sheets of a workbook that compute every line of the ledger by formula.

Each line is a product of cells: the scenario's numbers on one sheet, the factors on another, and a
plain factor that converts the units. A reviewer can follow a cell to its precedents, change a
factor and see what it does; the sheet of totals says whether formulas and program agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from carbonmeet.answer.build import chain_text
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, Message, _
from carbonmeet.city.sectors import sector
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.numbers.factor import Factor
from carbonmeet.numbers.number import Link, Number
from carbonmeet.view.blocks import Cell, Column, Document, clean
from carbonmeet.view.faces.excel.byyear import city_columns, told_of_city
from carbonmeet.view.faces.excel.cells import Cells, Ledger, kg_in_full
from carbonmeet.view.faces.excel.forestsheet import add_forest
from carbonmeet.view.faces.excel.framed import add_framing
from carbonmeet.view.faces.excel.remainders import Remainders, add_remainders
from carbonmeet.view.faces.excel.shapley import add_coalitions
from carbonmeet.view.matter import EVIDENCE
from carbonmeet.view.numerals import unit

if TYPE_CHECKING:
    from carbonmeet.kernel import Line
    from carbonmeet.pricing.workings import Workings
    from carbonmeet.view.faces.excel.workbook import Book, Worksheet

__all__ = ["add_workings"]

#: Column of the values on the sheets of factors (key, name, value, …) and of data.
_FACTOR_VALUE, _DATUM_VALUE = "C", "B"
_A3 = 8
#: Rows between the factors of the result and those that price nothing: a blank one and a heading.
_APART = 2
#: Largest sum of differences, in t, at which formulas and program agree.
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class _Row:
    """One line of the ledger sheet."""

    line: Line
    source: Label
    weight: int
    amount_scale: float
    amount: float
    chain_scale: float
    price: float
    before: float
    after: float
    kg: float
    kg_after: float


def add_workings(book: Book, report: Document, result: Workings) -> Cells:
    """Add the sheets of ledger, data, factors and totals; where they hold what others follow."""
    names = {
        "ledger": book.say("ledger"),
        "data": book.say("data"),
        "factors": book.say("factors"),
        "check": book.say("check"),
    }
    rows, places = _rows(result), _places(result, names)
    ledger = book.sheet(names["ledger"])
    left = add_remainders(book, result, places) if result.model.measures else None
    games = add_coalitions(book, result, left, kg_in_full(result)) if left else None
    _ledger(book, ledger, rows, places, left, city=result.scenario.kind == "city")
    _data(book, names["data"], result, places, left.readings.formulas if left else {})
    _factors(book, names["factors"], report, result, places)
    _check(book, names, result, rows)
    if result.offset is not None and result.offset.forest:
        owed = f"'{names['check']}'!$G$4"
        add_forest(book, report, result.offset, result.offset.to_dict(), owed)
    lines = Ledger.of(book, result)
    framing = add_framing(book, result, lines, places)
    return Cells(result, lines, book.say("uptakes"), places, left, games, framing)


def _rows(result: Workings) -> list[_Row]:
    model = result.model
    amounts, prices = model.quantities()[0], model.prices()[0]
    before, after = model.weights()[0], model.weights(result.uptake)[0]
    base, rest = result.baseline.kg, result.residual.kg
    name_of = sector if result.scenario.kind == "city" else SOURCES.__getitem__
    return [
        _Row(
            line,
            name_of(line.activity.source),
            int(model.weight_of[i]),
            float(model.amounts.scale[model.amounts.which[i], 0]),
            float(amounts[i]),
            float(model.chains.scale[model.chains.which[i], 0]),
            float(prices[i]),
            float(before[i]),
            float(after[i]),
            float(base[i]),
            float(rest[i]),
        )
        for i, line in enumerate(model.lines)  # a changed uptake may bring about any of them
    ]


def _places(result: Workings, names: Mapping[str, str]) -> dict[str, str]:
    """The cell of every input, by its id."""
    factors = (*sorted(result.factors, key=lambda one: one.id), *[None] * _APART, *_idle(result))
    data = [one for one in result.model.inputs if not isinstance(one, Factor)]
    cells = {
        one.id: f"'{names['factors']}'!${_FACTOR_VALUE}${row}"
        for row, one in enumerate(factors, 2)
        if one is not None
    }
    cells |= {one.id: f"'{names['data']}'!${_DATUM_VALUE}${row}" for row, one in enumerate(data, 2)}
    return cells


def _idle(result: Workings) -> list[Factor]:
    """Factors that price nothing, unless a measure that stands at 0 here is carried out."""
    counted = {one.id for one in result.factors}
    rows = [one for one in result.model.inputs if isinstance(one, Factor)]
    return sorted((one for one in rows if one.id not in counted), key=lambda one: one.id)


def _factors(
    book: Book, name: str, report: Document, result: Workings, places: Mapping[str, str]
) -> None:
    """The factors of the result; below, told apart, those that only other uptakes would ask for."""
    sheet, table = book.sheet(name), report.table("factors")
    book.table(sheet, 0, table)
    idle = _idle(result)
    place = len(table.rows) + _APART
    if idle:
        told = book.say("These price nothing here: a measure that stands at 0 would ask for them")
        book.put(sheet, place, 0, told, book.plain)
    for at, one in enumerate(idle, place + 1):
        called = unit(one.unit.text, book.lang)
        for column, text in ((0, one.key), (1, one.name.get(book.lang)), (5, called)):
            book.put(sheet, at, column, clean(text), book.plain)
        for column, value in enumerate((one.value, one.low, one.high), 2):
            book.put(sheet, at, column, value, book.number("number", value or 0.0))
    for one in (*result.factors, *idle):
        if formula := _sum(one, places):  # such as one that holds a multiplier
            row = int(places[one.id].rpartition("$")[2]) - 1
            book.formula(sheet, row, 2, formula, book.number("number", one.value), one.value)


def _product(links: tuple[Link, ...], scale: str, places: Mapping[str, str]) -> str:
    """``=scale*cell*cell/cell``."""
    return f"={scale}" + "".join(
        ("*" if power > 0 else "/") + places[number.id] for number, power in links
    )


def _ledger(
    book: Book,
    sheet: Worksheet,
    rows: list[_Row],
    places: Mapping[str, str],
    left: Remainders | None,
    *,
    city: bool,
) -> None:
    sheet.set_paper(_A3)
    columns: tuple[Column, ...] = (
        Column(book.say("Period")),
        Column(book.say("Source key"), wide=1.2),
        Column(book.say("Source"), wide=1.3),
        Column(book.say("Line"), wide=2.6),
        Column(book.say("Brought by measure")),
        Column(book.say("Conversion of amount"), wide=0.8),
        Column(book.say("Amount")),
        Column(book.say("Unit"), wide=1.2),
        Column(book.say("Conversion of chain"), wide=0.8),
        Column(book.say("kg CO2e per unit")),
        Column(book.say("Share before measures")),
        Column(book.say("Share left by the measures")),
        Column(book.say("kg CO2e, baseline")),
        Column(book.say("kg CO2e, after measures")),
        Column(book.say("carbonmeet: kg CO2e, baseline")),
        Column(book.say("Difference")),
        Column(book.say("Chain"), wide=5),
        Column(book.say("Basis")),
        Column(book.say("Measures that act on it"), wide=2),
        Column(book.say("Row of what is left"), wide=0.8),
    )
    if city:
        columns += city_columns(book)
    book.heads(sheet, 0, columns, len(rows))
    lang = book.lang
    for place, row in enumerate(rows, 1):
        one = row.line.activity
        texts: dict[int, Cell] = {
            1: one.source,
            2: row.source.get(lang),
            3: one.label.get(lang),
            4: row.line.born,
            7: unit(one.unit.text, lang),
            16: " × ".join(chain_text(link) for link in one.chain).replace("× / ", "÷ "),
            17: _basis(book, one.basis),
            18: left.measures(row.weight) if left else "",
        }
        for column, text in texts.items():
            book.put(sheet, place, column, clean(str(text)), book.plain)
        book.name(sheet, place, 0, one.period, book.plain)
        plain = {5: row.amount_scale, 8: row.chain_scale, 10: row.before, 14: row.kg}
        for column, value in plain.items():
            kind = "kg" if column == 14 else "share" if column > 9 else "number"
            book.put(sheet, place, column, value, book.number(kind, value))
        book.put(sheet, place, 19, float(row.weight + 1), book.numbers["count"])
        if city:
            told_of_city(book, sheet, place, row.line, row.kg_after, places)
        _formulas(book, sheet, place, row, places, left)


def _formulas(
    book: Book,
    sheet: Worksheet,
    place: int,
    row: _Row,
    places: Mapping[str, str],
    left: Remainders | None,
) -> None:
    n = place + 1
    one = row.line.activity
    remains = left.cell(row.weight) if left else f"K{n}"
    divisor = left.readings.divisor(one) if left else ""
    cells = {
        6: (_product(one.amount, f"F{n}", places) + divisor, row.amount, "kg"),
        9: (_product(one.chain, f"I{n}", places), row.price, "number"),
        11: (f"={remains}", row.after, "share"),
        12: (f"=G{n}*J{n}*K{n}", row.kg, "kg"),
        13: (f"=G{n}*J{n}*L{n}", row.kg_after, "kg"),
        15: (f"=M{n}-O{n}", 0.0, "tiny"),
    }
    for column, (formula, value, kind) in cells.items():
        book.formula(sheet, place, column, formula, book.number(kind, value), value)


def _basis(book: Book, basis: str) -> str:
    return EVIDENCE.get(basis, Label(basis)).get(book.lang)


def _data(
    book: Book,
    name: str,
    result: Workings,
    places: Mapping[str, str],
    measured: Mapping[str, str],
) -> None:
    sheet = book.sheet(name)
    data = [one for one in result.model.inputs if not isinstance(one, Factor)]
    columns = (
        Column(book.say("Place in the scenario"), wide=3),
        Column(book.say("Value")),
        Column(book.say("Low")),
        Column(book.say("High")),
        Column(book.say("Unit"), wide=1.5),
        Column(book.say("Basis")),
        Column(book.say("Note"), wide=5),
    )
    book.heads(sheet, 0, columns, len(data))
    lang = book.lang
    for place, one in enumerate(data, 1):
        note = one.note.get(lang)
        book.put(sheet, place, 0, clean(one.called(lang)), book.text)
        for column, value in enumerate((one.value, one.low, one.high), 1):
            book.put(sheet, place, column, value, book.number("number", value or 0.0))
        if formula := measured.get(one.id) or _sum(one, places):
            kind = book.number("number", one.value)
            book.formula(sheet, place, 1, formula, kind, one.value)
        called = unit(one.unit.text, lang)
        for column, text in enumerate((called, _basis(book, one.basis), note), 4):
            book.put(sheet, place, column, clean(text), book.text)
        book.tall(sheet, place, [(one.id, 36.0), (note, 60.0)])


def _sum(one: Number, places: Mapping[str, str]) -> str:
    """``=constant+coefficient*cell``, of a number that follows from others, times one more.

    Empty where it follows from none, or from one that stands on no sheet.
    """
    behind = [term.id for term, _ in one.terms] + ([one.times.id] if one.times else [])
    if not one.terms or not all(name in places for name in behind):
        return ""
    total = f"{one.constant!r}" + "".join(
        f"{coefficient:+.17g}*{places[term.id]}" for term, coefficient in one.terms
    )
    if one.domain == "whole":
        return f"=MAX(1,{total})"
    return f"={total}" if one.times is None else f"=({total})*{places[one.times.id]}"


def _all_lines(result: Workings) -> Message:
    """Years of a city have no sum that means anything but to check."""
    several = result.scenario.kind == "city" and len(result.scenario.spans) > 1
    return _("All lines of all years, to check only") if several else _("All lines")


def _check(book: Book, names: Mapping[str, str], result: Workings, rows: list[_Row]) -> None:
    sheet = book.sheet(names["check"])
    last = len(rows) + 1
    columns = (
        Column(book.say("Total"), wide=2),
        Column(book.say("Key"), wide=1.5),
        Column(book.say("Baseline: carbonmeet, t")),
        Column(book.say("Baseline: formulas, t")),
        Column(book.say("Difference")),
        Column(book.say("After measures: carbonmeet, t")),
        Column(book.say("After measures: formulas, t")),
        Column(book.say("Difference")),
    )
    book.heads(sheet, 2, columns, 0)
    base, rest = result.baseline, result.residual
    entries: list[tuple[str, str, str, float, float]] = [
        (book.say(_all_lines(result)), "", "", base.total, rest.total)
    ]
    for letter, by, name in (
        ("B", "source", book.say("Source")),
        ("A", "period", book.say("Period")),
    ):
        before, after = base.sums(by), rest.sums(by)
        entries += [(name, key, letter, before[key], after[key]) for key in before]
    for place, (name, key, letter, before_t, after_t) in enumerate(entries, 3):
        book.put(sheet, place, 0, name, book.text)
        book.name(sheet, place, 1, key, book.text)
        for start, total, column in ((2, before_t, "M"), (5, after_t, "N")):
            kg = f"'{names['ledger']}'!${column}$2:${column}${last}"
            where = f"'{names['ledger']}'!${letter}$2:${letter}${last}"
            formula = f"=SUMIFS({kg},{where},$B{place + 1})/1000" if letter else f"=SUM({kg})/1000"
            own, other = chr(65 + start), chr(66 + start)
            book.put(sheet, place, start, total, book.numbers["tonnes"])
            book.formula(sheet, place, start + 1, formula, book.numbers["tonnes"], total)
            difference = f"={other}{place + 1}-{own}{place + 1}"
            book.formula(sheet, place, start + 2, difference, book.numbers["tiny"], 0.0)
    end = len(entries) + 3
    good = book.say("formulas and carbonmeet agree")
    bad = book.say("formulas and carbonmeet differ")
    spread = f"SUMPRODUCT(ABS(E4:E{end}))+SUMPRODUCT(ABS(H4:H{end}))"
    verdict = f'=IF({spread}<{_TOLERANCE:g}*MAX(1,C4),"{good}","{bad}")'
    book.formula(sheet, 0, 0, verdict, book.title, good)
