"""The land of a forest in a workbook: where its numbers stand, and a hectare of it as a formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from carbonmeet.base.record import NamedTuple
from carbonmeet.forest.stand import ROUTES
from carbonmeet.view.blocks import Document, Table, clean
from carbonmeet.view.faces.excel.cells import changed
from carbonmeet.view.faces.excel.warning import DRAWN, warn
from carbonmeet.view.faces.excel.workbook import LINE

if TYPE_CHECKING:
    from carbonmeet.forest.stand import Stand
    from carbonmeet.offset.forest import Parcel
    from carbonmeet.offset.result import OffsetResult
    from carbonmeet.view.faces.excel.workbook import Book, Worksheet

__all__ = [
    "AREA",
    "FIRST",
    "HEAD",
    "PLANTED",
    "SHARE",
    "Basis",
    "Share",
    "across",
    "add_basis",
    "add_land",
    "column_name",
    "hectare",
]

#: Widths of the columns of the sheet of what a forest rests on, in characters.
_BASIS = (22.0, 20.0, 12.0, 12.0, 18.0, 14.0, 14.0, 30.0, 40.0, 20.0)
_TABLES = (
    "forest-parcels",
    "forest-rules",
    "forest-stands",
    "forest-credits",
    "forest-losses",
    "forest-spread",
    "forest-area",
)
#: Those that rest on draws, and so cannot be formulas.
_DRAWN = ("forest-spread", "forest-area")
#: Rows of the land over the columns of growth, counted from 0, and the head of the years below.
_TOP = 15
AREA, SHARE, PLANTED, _AGE, _SURVIVAL, _SITE = range(_TOP + 2, _TOP + 8)
HEAD = _TOP + 8
#: First column of what one hectare of a stand takes up.
FIRST = 8
#: Growth in terms of the cells of the parameters and of the age.
_CURVES = {
    "chapman-richards": "{A}*(1-EXP(-{k}*{age}))^{m}",
    "logistic": "({A}/(1+{b}*EXP(-{k}*{age}))-{A}/(1+{b}))",
    "gompertz": "({A}*EXP(-{b}*EXP(-{k}*{age}))-{A}*EXP(-{b}))",
    "linear": "{rate}*{age}",
}
_CAPPED = "MIN({rate}*{age},{cap})"


class Share(NamedTuple):
    """A stand on a parcel: the parcel twice, as object and as data, and its row on the basis."""

    parcel: Parcel
    told: Mapping[str, Any]
    stand: Stand
    share: float
    row: int


class Basis(NamedTuple):
    """Where the sheet of the basis holds its numbers."""

    sheet: str
    rules: Mapping[str, str]
    parameters: Mapping[tuple[str, str], str]
    shares: Sequence[Share]

    def cell(self, column: str, row: int) -> str:
        return f"'{self.sheet}'!${column}${row}"


def add_basis(
    book: Book, report: Document, answer: OffsetResult, offset: Mapping[str, Any]
) -> Basis:
    """The tables of land, rules and stands, one under the other."""
    name = book.say("forest basis")
    agree = book.say("formulas and carbonmeet agree")
    differs = f"'{book.say('forest')}'!$A$1<>\"{agree}\""
    sheet = book.sheet(name)
    for column, characters in enumerate(_BASIS):
        book.column(sheet, column, characters)
    row, first = 0, {}
    for block in report.blocks():
        if isinstance(block, Table) and block.id in _TABLES:
            book.put(sheet, row, 0, block.caption, book.title)
            sheet.set_row(row, 2 * LINE)
            first[block.id] = row + 3  # as spreadsheets count: the first row of its body
            top, row = row, book.table(sheet, row + 1, block, _BASIS)
            if block.id in _DRAWN:
                body = (top + 2, 0, row - 2, len(block.columns) - 1)
                warn(book, sheet, row - 1, f"OR({changed(book)},{differs})", DRAWN, [body])
    rules = [one["name"] for one in offset["rules_used"]["numbers"]] + ["uncertainty"]
    return Basis(
        name,
        {key: f"'{name}'!$B${first['forest-rules'] + at}" for at, key in enumerate(rules)},
        {
            (one["stand"], one["parameter"]): f"'{name}'!$C${first['forest-stands'] + at}"
            for at, one in enumerate(offset["stand_parameters"])
            if one["age"] is None
        },
        [
            Share(parcel, told, stand, share, first["forest-parcels"] + at)
            for at, (parcel, told) in enumerate(
                zip(answer.forest.parcels, offset["parcels"], strict=True)
            )
            if told["counts"]
            for stand, share in parcel.mixture
        ],
    )


def add_land(book: Book, sheet: Worksheet, basis: Basis) -> None:
    """Over each column of growth: which land it is, with the numbers that its formula takes."""
    labels = (
        book.say("Parcel"),
        book.say("Stand"),
        book.say("Area of the parcel, ha"),
        book.say("Share of the stand"),
        book.say("Planted"),
        book.say("Age at planting"),
        book.say("Survival"),
        book.say("Site"),
    )
    for place, label in enumerate(labels, _TOP):
        book.put(sheet, place, FIRST - 1, label, book.head)
    lang = book.lang
    for column, one in enumerate(basis.shares, FIRST):
        book.column(sheet, column, 18.0)
        book.put(sheet, _TOP, column, clean(one.parcel.id), book.text)
        book.put(sheet, _TOP + 1, column, clean(one.stand.name.get(lang)), book.text)
        age = float(one.parcel.age(one.stand))
        book.put(sheet, SHARE, column, one.share, book.numbers["share"])
        book.put(sheet, PLANTED, column, float(one.parcel.planted), book.numbers["year"])
        book.put(sheet, _AGE, column, age, book.number("number", age))
        for place, letter, value in (
            (AREA, "D", one.told["area_ha"]),
            (_SURVIVAL, "H", one.told["survival"]),
            (_SITE, "I", one.told["site"]),
        ):
            formula = f"={basis.cell(letter, one.row)}"
            book.formula(sheet, place, column, formula, book.number("number", value), value)


def across(basis: Basis, row: int) -> str:
    """A row of the land as a range."""
    last = column_name(FIRST + max(len(basis.shares), 1) - 1)
    return f"${column_name(FIRST)}${row + 1}:${last}${row + 1}"


def column_name(column: int) -> str:
    """The name of a column: A, B, …, Z, AA."""
    text = ""
    while column >= 0:
        text, column = chr(65 + column % 26) + text, column // 26 - 1
    return text


def hectare(one: Share, basis: Basis, letter: str, n: int) -> str:
    """What a hectare of a stand has taken up by a year; empty where there is no closed formula."""
    if one.stand.growth not in _CURVES or one.told["replanting"]:
        return ""
    cells = {
        name: basis.parameters[one.stand.key, name]
        for name in one.stand.parameters
        if (one.stand.key, name) in basis.parameters
    }
    curve = _CAPPED if "cap" in cells else _CURVES[one.stand.growth]
    start = f"{letter}${_AGE + 1}"
    since = f"MIN(MAX($A{n}-{letter}${PLANTED + 1},0),{basis.rules['crediting']})"
    gain = f"({curve.format(age=f'({start}+{since})', **cells)}-{curve.format(age=start, **cells)})"
    carbon = "".join(
        f"*(1+{cells[name]})" if name == "R" else f"*{cells[name]}"
        for name in ROUTES[one.stand.route]
    )
    weight = "" if one.stand.route == "co2" else "*44/12"
    return f"={letter}${_SITE + 1}*{letter}${_SURVIVAL + 1}*{gain}{carbon}{weight}"
