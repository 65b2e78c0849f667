"""The lines of a workbook under the categories of reporting frames, and the sheets of frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import _p
from carbonmeet.frames import inventory
from carbonmeet.frames.allocation import placed, rules_of
from carbonmeet.frames.biogenic import Biogenic, biogenic_of
from carbonmeet.frames.frame import OUTSIDE, load_frames
from carbonmeet.frames.parts import MIXED, Beyond, beyond_of, parts_of
from carbonmeet.numbers.factor import Factor
from carbonmeet.view.blocks import Column, Table, clean
from carbonmeet.view.faces.excel.cells import AFTER, BEFORE, Area, Cells, Ledger
from carbonmeet.view.faces.excel.forestland import column_name

if TYPE_CHECKING:
    from carbonmeet.pricing.workings import Workings
    from carbonmeet.view.faces.excel.workbook import Book, Worksheet

__all__ = ["Framing", "add_framing", "follow_frame"]

#: Frames by kind of scenario: those of the report, and the guide.
_FRAMES = {
    "meeting": ("ghg-protocol", "iso-14064-1", "nzce", "mee-2019"),
    "city": ("gpc",),
}
_PARTS = {
    "main": _p("part of a line", "itself"),
    "upstream": _p("part of a line", "fuel supply"),
    "non-co2": _p("part of a line", "beyond CO2"),
    "mixed": _p("part of a line", "not told apart"),
}
#: Columns: ledger row, line, part, share, t before and after, biogenic t before and after.
_LINE, _PART, _SHARE, _BEFORE, _AFTER, _BIO, _BIO_AFTER = "ACDEFGH"
_FIRST = 8


class _Part(NamedTuple):
    """A part of a line, and the category of each frame that takes it."""

    line: int
    name: str
    share: float
    beyond: Beyond | None
    biogenic: Biogenic | None
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Framing:
    """The sheet that divides the lines.

    Attributes
    ----------
    name : str
    frames : tuple of str
        Their ids, in the order of their columns.
    rows : int
    """

    name: str
    frames: tuple[str, ...]
    rows: int

    def column(self, letter: str) -> str:
        """A column of it."""
        return f"'{self.name}'!${letter}$2:${letter}${self.rows + 1}"

    def categories(self, frame: str) -> str:
        """The categories of a frame."""
        return self.column(column_name(_FIRST + self.frames.index(frame)))

    def beyond_the_guide(self, line: int) -> str:
        """Tonnes of a line that have no place in the table of the guide."""
        where = f'{self.column(_LINE)},{line + 2},{self.categories("mee-2019")},"{OUTSIDE}"'
        return f"SUMIFS({self.column(_BEFORE)},{where})"


def add_framing(book: Book, result: Workings, ledger: Ledger, places: Mapping[str, str]) -> Framing:
    """Add the sheet of the parts of all lines."""
    frames = _FRAMES[result.scenario.kind]
    found = list(_parts(result, frames))
    framing = Framing(book.say("parts of lines"), frames, len(found))
    sheet = book.sheet(framing.name)
    titles = load_frames(result.catalogue)
    columns = (
        Column(book.say("Row of the ledger"), wide=0.8),
        Column(book.say("Line"), wide=2.6),
        Column(book.say("Part")),
        Column(book.say("Share")),
        Column(book.say("Before, t CO2e")),
        Column(book.say("After, t CO2e")),
        Column(book.say("Biogenic CO2 before, t"), wide=1.2),
        Column(book.say("Biogenic CO2 after, t"), wide=1.2),
        *(Column(titles[one].name.get(book.lang), wide=1.2) for one in frames),
    )
    book.heads(sheet, 0, columns, len(found))
    for row, one in enumerate(found, 1):
        _row(book, sheet, result, ledger, places, row, one)
    return framing


def _parts(result: Workings, frames: Sequence[str]) -> Iterator[_Part]:
    """The parts of the lines; of a city those of the last year."""
    titles, catalogue = load_frames(result.catalogue), result.catalogue
    rules = [rules_of(result, titles[one]) for one in frames]
    last = list(result.scenario.spans)[-1] if result.scenario.kind == "city" else ""
    for line, (activity, *_rest) in enumerate(result.model.lines):
        if last not in ("", activity.period):
            continue
        parts = parts_of(activity, catalogue)
        beyond = beyond_of(activity, catalogue) if "non-co2" in parts else None
        taken = [
            {
                part: rule.category if rule else OUTSIDE
                for part, rule, _ in placed(activity, parts, x)
            }
            for x in rules
        ]
        for name, share in parts.items():
            called = "mixed" if parts is MIXED else name
            categories = tuple(one[name] for one in taken)
            biogenic = biogenic_of(activity, catalogue)
            yield _Part(line, called, share, beyond, biogenic, categories)


def _row(
    book: Book,
    sheet: Worksheet,
    result: Workings,
    ledger: Ledger,
    places: Mapping[str, str],
    row: int,
    one: _Part,
) -> None:
    n = row + 1
    kilograms = (float(result.baseline.kg[one.line]), float(result.residual.kg[one.line]))
    activity = result.model.lines[one.line].activity
    book.put(sheet, row, 0, float(one.line + 2), book.numbers["count"])
    book.put(sheet, row, 1, clean(activity.label.get(book.lang)), book.plain)
    book.put(sheet, row, 2, book.say(_PARTS[one.name]), book.plain)
    for column, category in enumerate(one.categories, _FIRST):
        book.put(sheet, row, column, category, book.plain)
    share = _share(places, one)
    if share:
        book.formula(sheet, row, 3, f"={share}", book.numbers["share"], one.share)
    else:
        book.put(sheet, row, 3, one.share, book.numbers["share"])
    ratio = one.biogenic.ratio if one.biogenic else 0.0
    for column, letter, kg in zip((4, 5), (BEFORE, AFTER), kilograms, strict=True):
        formula = f"={ledger.cell(letter, one.line)}*$D{n}/1000"
        tonnes = kg * one.share / 1000
        book.formula(sheet, row, column, formula, book.numbers["tonnes"], tonnes)
        if one.biogenic:
            formula = f"={column_name(column)}{n}*{_ratio(places, one.biogenic)}"
            book.formula(sheet, row, column + 2, formula, book.numbers["tonnes"], tonnes * ratio)


def _share(places: Mapping[str, str], one: _Part) -> str:
    """The share of a part as a formula of the factor that tells it; empty where none does."""
    found = one.beyond
    if found is None or found.factor.id not in places:
        return ""
    whole = f"({found.constant!r}+{found.slope!r}*{places[found.factor.id]})"
    share = f"IF({whole}=0,0,({whole}-{found.direct!r})/{whole})"
    return share if one.name == "non-co2" else f"1-{share}"


def _ratio(places: Mapping[str, str], found: Biogenic) -> str:
    factor: Factor = found.factor
    cell = places.get(factor.id, repr(factor.value))
    return f"({found.constant!r}+{found.slope!r}*{cell})/{cell}"


def follow_frame(book: Book, sheet: Worksheet, top: int, table: Table, cells: Cells) -> list[Area]:
    """Categories and total of a frame, and what stands beside them; heads stand in row `top`.

    What bought power comes to by the other accounting has a model of its own, and stays.
    """
    frame, framing = table.id.removeprefix("frame-"), cells.framing
    memo, stays = inventory(cells.result, frame).memo, list[Area]()
    count = len(table.rows)
    for place, row in enumerate((*table.rows, *table.foot), top + 1):
        n, foot = place + 1, place > top + count
        one = memo[place - top - count - 2].id if place > top + count + 1 else ""
        for column, letter, bio in ((2, _BEFORE, _BIO), (3, _AFTER, _BIO_AFTER)):
            value = row[column]
            tonnes, part = framing.column(letter), framing.column(_PART)
            said = {
                "biogenic": f"SUM({framing.column(bio)})",
                "non-co2": f'SUMIFS({tonnes},{part},"{book.say(_PARTS["non-co2"])}")',
                "non-co2-mixed": f'SUMIFS({tonnes},{part},"{book.say(_PARTS["mixed"])}")',
            }
            if not foot:
                formula = f"SUMPRODUCT(({framing.categories(frame)}=$A{n})*{tonnes})"
            elif not one:
                formula = f"SUM({column_name(column)}{top + 2}:{column_name(column)}{n - 1})"
            elif one in said and isinstance(value, float):
                formula = said[one]
            else:
                stays.append((place, 0, place, len(table.columns) - 1))
                continue
            form = book.number("tonnes", float(value or 0.0), foot=foot)
            book.formula(sheet, place, column, f"={formula}", form, value or 0.0)
    return stays
