"""The sheets of a workbook that work a forest out again: what it rests on, its years, its area.

The growth of one hectare, the removal of each year and the area that compensates are formulas over
the land, the rules and the numbers of the stands. What has no closed formula, a yield table or land
that is replanted, stands as the numbers of carbonmeet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from carbonmeet.forest.stand import ROUTES
from carbonmeet.offset.arithmetic import MU_PER_HA, RuleValues, gross_per_ha
from carbonmeet.report.document import Document, Table, clean
from carbonmeet.report.workbook import LINE
from carbonmeet.text import Lang

if TYPE_CHECKING:
    from carbonmeet.forest.stand import Stand
    from carbonmeet.offset.forest import Parcel
    from carbonmeet.offset.result import OffsetResult
    from carbonmeet.report.workbook import Book, Worksheet

__all__ = ["add_forest"]

#: Widths of the columns of the sheet of what a forest rests on, and of its years.
_BASIS = (22.0, 20.0, 12.0, 12.0, 18.0, 14.0, 14.0, 30.0, 40.0, 20.0)
_WIDTHS = (34.0, *(15.0,) * 6, 22.0)
_TABLES = (
    "forest-parcels",
    "forest-rules",
    "forest-stands",
    "forest-credits",
    "forest-losses",
    "forest-spread",
    "forest-area",
)
#: Rows of the land over the columns of growth, counted from 0, and the head of the years below.
_TOP = 15
_AREA, _SHARE, _PLANTED, _AGE, _SURVIVAL, _SITE = range(_TOP + 2, _TOP + 8)
_HEAD = _TOP + 8
#: First column of what one hectare of a stand takes up.
_FIRST = 8
#: Largest difference, over the removal, at which formulas and program agree.
_TOLERANCE = 1e-9
#: Growth in terms of the cells of the parameters and of the age.
_CURVES = {
    "chapman-richards": "{A}*(1-EXP(-{k}*{age}))^{m}",
    "logistic": "({A}/(1+{b}*EXP(-{k}*{age}))-{A}/(1+{b}))",
    "gompertz": "({A}*EXP(-{b}*EXP(-{k}*{age}))-{A}*EXP(-{b}))",
    "linear": "{rate}*{age}",
}
_CAPPED = "MIN({rate}*{age},{cap})"


class _Share(NamedTuple):
    """A stand on a parcel: the parcel twice, as object and as data, and its row on the basis."""

    parcel: Parcel
    told: Mapping[str, Any]
    stand: Stand
    share: float
    row: int


class _Basis(NamedTuple):
    """Where the sheet of the basis holds its numbers."""

    sheet: str
    rules: Mapping[str, str]
    parameters: Mapping[tuple[str, str], str]
    shares: Sequence[_Share]

    def cell(self, column: str, row: int) -> str:
        return f"'{self.sheet}'!${column}${row}"


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
    sheet = book.sheet(book.say("forest", "碳汇林"))
    basis = _basis(book, report, answer, offset)
    for column, characters in enumerate(_WIDTHS):
        sheet.set_column(column, column, characters)
    _question(book, sheet, answer, offset, basis, owed)
    _land(book, sheet, basis)
    _years(book, sheet, answer, offset, basis)


def _basis(book: Book, report: Document, answer: OffsetResult, offset: Mapping[str, Any]) -> _Basis:
    """The tables of land, rules and stands, one under the other."""
    name = book.say("forest basis", "碳汇林依据")
    sheet = book.sheet(name)
    for column, characters in enumerate(_BASIS):
        sheet.set_column(column, column, characters)
    row, first = 0, {}
    for block in report.blocks():
        if isinstance(block, Table) and block.id in _TABLES:
            book.put(sheet, row, 0, block.caption, book.title)
            sheet.set_row(row, 2 * LINE)
            first[block.id] = row + 3  # as spreadsheets count: the first row of its body
            row = book.table(sheet, row + 1, block, _BASIS)
    rules = [one["name"] for one in offset["rules_used"]["numbers"]] + ["uncertainty"]
    return _Basis(
        name,
        {key: f"'{name}'!$B${first['forest-rules'] + at}" for at, key in enumerate(rules)},
        {
            (one["stand"], one["parameter"]): f"'{name}'!$C${first['forest-stands'] + at}"
            for at, one in enumerate(offset["stand_parameters"])
            if one["age"] is None
        },
        [
            _Share(parcel, told, stand, share, first["forest-parcels"] + at)
            for at, (parcel, told) in enumerate(
                zip(answer.forest.parcels, offset["parcels"], strict=True)
            )
            if told["counts"]
            for stand, share in parcel.mixture
        ],
    )


def _question(
    book: Book,
    sheet: Worksheet,
    answer: OffsetResult,
    offset: Mapping[str, Any],
    basis: _Basis,
    owed: str,
) -> None:
    """How much is owed, what a hectare removes by the horizon, and how many hectares that makes."""
    bought = sum(credit.tonnes for credit in answer.credits)
    emitted, due = answer.emissions or 0.0, answer.owed or 0.0
    last = _HEAD + len(answer.curve) + 1
    found = f"INDEX($D${_HEAD + 2}:$D${last},MATCH($B$7,$A${_HEAD + 2}:$A${last},0))"
    kappa = answer.removal / answer.area_ha if answer.area_ha else 0.0
    area = due / kappa if kappa > 0 else None
    ha, t = book.say("ha", "公顷"), "t CO2e"
    rows: tuple[tuple[str, str | None, float | None, str], ...] = (
        (book.say("Emissions to compensate", "需补偿的排放量"), f"={owed}", emitted, t),
        (book.say("Credits bought", "购买的碳信用"), None, bought, t),
        (book.say("Owed by the forest", "由碳汇林补偿"), "=MAX(0,B3-B4)", due, t),
        (
            book.say("Area that counts", "计入的面积"),
            f"=SUMPRODUCT({_across(basis, _AREA)},{_across(basis, _SHARE)})",
            answer.area_ha,
            ha,
        ),
        (book.say("Horizon", "核算期末"), None, float(answer.horizon_year), ""),
        (book.say("Creditable by then", "届时可计入量"), f"={found}", answer.removal, t),
        (book.say("The same for a hectare", "每公顷可计入量"), "=IF(B6>0,B8/B6,0)", kappa, t),
        (
            book.say("Area that compensates", "完成补偿所需面积"),
            '=IF(B9>0,B5/B9,"–")',
            area,
            ha,
        ),
        (
            book.say("The same in mu", "折合"),
            f'=IF(B9>0,B10*{MU_PER_HA},"–")',
            None if area is None else area * MU_PER_HA,
            book.say("mu", "亩"),
        ),
        (book.say("Year of the emissions", "排放年份"), None, float(answer.event_year), ""),
        (
            book.say("Demands of the rules met (1) or not (0)", "符合规则要求（1）与否（0）"),
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
            sheet.write_formula(place, 1, formula, book.numbers[kind], cached)
    difference = f"SUMPRODUCT(ABS(G{_HEAD + 2}:G{last}))"
    good = book.say("formulas and carbonmeet agree", "公式与carbonmeet一致")
    bad = book.say("formulas and carbonmeet differ", "公式与carbonmeet不一致")
    verdict = f'=IF({difference}<{_TOLERANCE:g}*MAX(1,F{last}),"{good}","{bad}")'
    sheet.write_formula(0, 0, verdict, book.title, good)
    sheet.set_row(0, 2 * LINE)


def _met(answer: OffsetResult) -> float:
    """0 where the rules count nothing of what is there."""
    row = answer.curve[-1]
    left = (1 - answer.discount) * (1 - answer.applied["buffer"])
    return float(not (row.creditable == 0 and row.net > 0 and left > 0))


def _land(book: Book, sheet: Worksheet, basis: _Basis) -> None:
    """Over each column of growth: which land it is, with the numbers that its formula takes."""
    labels = (
        book.say("Parcel", "地块"),
        book.say("Stand", "林分"),
        book.say("Area of the parcel, ha", "地块面积（公顷）"),
        book.say("Share of the stand", "林分占比"),
        book.say("Planted", "营造年份"),
        book.say("Age at planting", "苗龄（年）"),
        book.say("Survival", "成活率"),
        book.say("Site", "立地系数"),
    )
    for place, label in enumerate(labels, _TOP):
        book.put(sheet, place, _FIRST - 1, label, book.head)
    lang: Lang = "zh" if book.zh else "en"
    for column, one in enumerate(basis.shares, _FIRST):
        sheet.set_column(column, column, 18.0)
        book.put(sheet, _TOP, column, clean(one.parcel.id), book.text)
        book.put(sheet, _TOP + 1, column, clean(one.stand.name.get(lang)), book.text)
        age = float(one.parcel.age(one.stand))
        book.put(sheet, _SHARE, column, one.share, book.numbers["share"])
        book.put(sheet, _PLANTED, column, float(one.parcel.planted), book.numbers["year"])
        book.put(sheet, _AGE, column, age, book.number("number", age))
        for place, letter, value in (
            (_AREA, "D", one.told["area_ha"]),
            (_SURVIVAL, "H", one.told["survival"]),
            (_SITE, "I", one.told["site"]),
        ):
            formula = f"={basis.cell(letter, one.row)}"
            sheet.write_formula(place, column, formula, book.number("number", value), value)


def _across(basis: _Basis, row: int) -> str:
    """A row of the land as a range."""
    last = _letter(_FIRST + max(len(basis.shares), 1) - 1)
    return f"${_letter(_FIRST)}${row + 1}:${last}${row + 1}"


def _letter(column: int) -> str:
    """The name of a column: A, B, …, Z, AA."""
    text = ""
    while column >= 0:
        text, column = chr(65 + column % 26) + text, column // 26 - 1
    return text


def _years(
    book: Book,
    sheet: Worksheet,
    answer: OffsetResult,
    offset: Mapping[str, Any],
    basis: _Basis,
) -> None:
    """Year by year: a hectare of each stand, then the forest."""
    heads = [
        book.say("Year", "年份"),
        book.say("Taken up, t CO2e", "总吸收量，t CO2e"),
        book.say("Net, t CO2e", "净清除量，t CO2e"),
        book.say("Creditable, t CO2e", "可计入量，t CO2e"),
        book.say("Still owed, t CO2e", "尚欠，t CO2e"),
        book.say("carbonmeet: creditable", "carbonmeet：可计入量"),
        book.say("Difference", "差"),
        book.say("One hectare, t CO2:", "每公顷，t CO2："),
        *("" for _ in basis.shares),
    ]
    for column, head in enumerate(heads):
        book.put(sheet, _HEAD, column, head, book.head)
    sheet.set_row(_HEAD, 2 * LINE)
    grown = [_grown(one, answer, offset) for one in basis.shares]
    tonnes, met = book.numbers["tonnes"], _met(answer)
    for at, row in enumerate(answer.curve):
        place, n = _HEAD + 1 + at, _HEAD + 2 + at
        book.put(sheet, place, 0, float(row.year), book.numbers["year"])
        for column, (one, values) in enumerate(zip(basis.shares, grown, strict=True), _FIRST):
            formula = _hectare(one, basis, _letter(column), n)
            if formula:
                sheet.write_formula(place, column, formula, tonnes, values[at])
            else:
                book.put(sheet, place, column, values[at], tonnes)
        last = _letter(_FIRST + max(len(basis.shares), 1) - 1)
        area = f"{_across(basis, _AREA)},{_across(basis, _SHARE)}"
        gross = f"=SUMPRODUCT({area},${_letter(_FIRST)}{n}:${last}{n})"
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
            sheet.write_formula(place, column, formula, form, value)
        book.put(sheet, place, 5, row.creditable, tonnes)


def _net(basis: _Basis, n: int) -> str:
    """Gross less leakage, baseline growth and cleared vegetation."""
    rules = basis.rules
    grows, cleared = [], []
    for column in range(_FIRST, _FIRST + len(basis.shares)):
        land = [f"{_letter(column)}${row + 1}" for row in (_AREA, _SHARE, _PLANTED)]
        area, planted = f"{land[0]}*{land[1]}", land[2]
        grows.append(f"{area}*MIN(MAX($A{n}-{planted},0),{rules['crediting']})")
        cleared.append(f"{area}*($A{n}>={planted})")
    if not grows:
        return f"=B{n}"
    return (
        f"=B{n}*(1-{rules['leakage']})-{rules['baseline']}*({'+'.join(grows)})"
        f"-{rules['cleared']}*({'+'.join(cleared)})"
    )


def _hectare(one: _Share, basis: _Basis, letter: str, n: int) -> str:
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
    since = f"MIN(MAX($A{n}-{letter}${_PLANTED + 1},0),{basis.rules['crediting']})"
    gain = f"({curve.format(age=f'({start}+{since})', **cells)}-{curve.format(age=start, **cells)})"
    carbon = "".join(
        f"*(1+{cells[name]})" if name == "R" else f"*{cells[name]}"
        for name in ROUTES[one.stand.route]
    )
    weight = "" if one.stand.route == "co2" else "*44/12"
    return f"={letter}${_SITE + 1}*{letter}${_SURVIVAL + 1}*{gain}{carbon}{weight}"


def _grown(one: _Share, answer: OffsetResult, offset: Mapping[str, Any]) -> list[float]:
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
