"""Where a workbook holds the numbers that its other sheets follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.record import dataclass
from carbonmeet.view.faces.excel.workbook import or_year

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.pricing.workings import Workings
    from carbonmeet.view.faces.excel.framed import Framing
    from carbonmeet.view.faces.excel.remainders import Remainders
    from carbonmeet.view.faces.excel.shapley import Coalitions
    from carbonmeet.view.faces.excel.workbook import Book

__all__ = [
    "AFTER",
    "AMOUNT",
    "BEFORE",
    "Area",
    "Cells",
    "Ledger",
    "changed",
    "kg_in_full",
    "last_year",
]

#: Columns of the ledger: period, source, amount, price, kg before and after the measures, the row
#: of what is left.
_PERIOD, _SOURCE, AMOUNT, _PRICE, BEFORE, AFTER, _ROW = "ABGJMNT"

#: First row and column, last row and column.
Area: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True)
class Ledger:
    """The sheet of the lines.

    Attributes
    ----------
    name : str
    lines : int
    """

    name: str
    lines: int

    @classmethod
    def of(cls, book: Book, result: Workings) -> Ledger:
        """The ledger of a result."""
        return cls(book.say("ledger"), len(result.model.lines))

    def cell(self, letter: str, line: int) -> str:
        """A cell of a line of the model."""
        return f"'{self.name}'!${letter}${line + 2}"

    def column(self, letter: str) -> str:
        """A column of all lines."""
        return f"'{self.name}'!${letter}$2:${letter}${self.lines + 1}"

    def tonnes(self, letter: str, period: str = "", source: str = "") -> str:
        """Tonnes of all lines, or those of a year and a source."""
        where = {_PERIOD: period, _SOURCE: source}
        said = {column: f'"{word}"' for column, word in where.items() if word}
        return f"{self.sums(letter, **said)}/1000"

    def sums(self, letter: str, **where: str) -> str:
        """The sum of a column over the lines with what is said of others: cells, or quoted."""
        said = "".join(f",{self.column(one)},{what}" for one, what in where.items())
        return f"SUMIFS({self.column(letter)}{said})" if said else f"SUM({self.column(letter)})"

    def in_full(self, row: str, period: str) -> str:
        """kg CO2e of the lines of a row of what is left, before any measure has a say."""
        named = or_year(period)
        said = str(int(named)) if isinstance(named, float) else f'"{named}"'
        within = f"*({self.column(_PERIOD)}={said})" if period else ""
        kilograms = f"{self.column(AMOUNT)}*{self.column(_PRICE)}"
        return f"SUMPRODUCT(({self.column(_ROW)}={row}){within}*{kilograms})"


@dataclass(frozen=True)
class Cells:
    """The cells of ledger, inputs and measures.

    Attributes
    ----------
    result : Workings
    ledger : Ledger
    uptakes : str
        Name of the sheet.
    places : mapping of str to str
        The cell of every input, by its id.
    left : Remainders or None
        None where there are no measures.
    coalitions : Coalitions or None
        What the measures leave in every company.
    framing : Framing
        The lines by the categories of frames.
    """

    result: Workings
    ledger: Ledger
    uptakes: str
    places: Mapping[str, str]
    left: Remainders | None
    coalitions: Coalitions | None
    framing: Framing


def changed(book: Book) -> str:
    """A condition: whether the totals of the workbook are others than those of carbonmeet."""
    agree = book.say("formulas and carbonmeet agree")
    return f"'{book.say('check')}'!$A$1<>\"{agree}\""


def last_year(result: Workings) -> str:
    """The period that the measures of a report are told for; empty for all of them.

    The years of a city are not added up, and its measures are those of the last.
    """
    spans = list(result.scenario.spans)
    return spans[-1] if result.scenario.kind == "city" and len(spans) > 1 else ""


def kg_in_full(result: Workings) -> NDArray[np.float64]:
    """Kilograms of each row of what is left before any measure has a say, of that period."""
    model, period = result.model, last_year(result)
    kg = model.quantities()[0] * model.prices()[0]
    counted = [period in ("", line.activity.period) for line in model.lines]
    summed = np.bincount(model.weight_of, kg * counted, model.weight_rows)
    return np.asarray(summed, dtype=float)
