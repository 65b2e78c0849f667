"""A CSV file as cells that know their line and column."""

from __future__ import annotations

import csv
import io
import os
import re
from functools import cached_property

from carbonmeet.base.errors import Fault, InputError, message_of
from carbonmeet.base.files import neighbour, read_whole
from carbonmeet.base.text import _

__all__ = ["Sheet", "read_sheet"]

#: Nobody keeps a larger table by hand, in bytes.
_LARGEST = 50_000_000
#: No key, name or note needs more.
_LONGEST = 10_000
#: No table of ours has a tenth of these columns.
_WIDEST = 500
#: What may set cells apart.
_MARKS = ",;\t"


class Sheet:
    """The cells of a CSV file in UTF-8.

    Cells may be set apart by commas, semicolons or tabs, as spreadsheets of different countries
    write them; a first line such as ``sep=;`` is left out. Rows without any text are, too.

    Parameters
    ----------
    text : str
        The whole table.
    name : str
        What to call the file in messages.

    Attributes
    ----------
    head : list of str
        Names of the columns.
    mark : str
        What sets cells apart.
    lines : list of int
        Line of each row.
    cells : list of list of str
        Each row, as long as the head.
    faults : list of Fault
        What is wrong with the form of the table.
    names : list of str
        Columns whose cells tell which row is meant, best first.
    """

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []
        self.lines: list[int] = []
        self.cells: list[list[str]] = []
        first, _, rest = text.partition("\n")
        above = bool(re.fullmatch(r"sep=[,;\t]\r?", first))
        self._text = rest if above else text
        self._above = int(above)
        self.head: list[str] = []
        self.names: list[str] = []
        head = self._text.partition("\n")[0]
        self.mark = max(_MARKS, key=head.count)
        self._read()

    def _read(self) -> None:
        table = csv.reader(io.StringIO(self._text, newline=""), strict=True, delimiter=self.mark)
        begin = 1
        try:
            self.head = [name.strip() for name in next(table, [])]
            begin = table.line_num + 1
            if len(self.head) > _WIDEST:  # before rows are made as long
                return
            for cells in table:
                if any(cells):
                    self._row(begin + self._above, cells)
                begin = table.line_num + 1
        except csv.Error as error:
            if "end of data" in str(error):
                message = _("not a CSV table from here on: a quote is not closed")
            else:
                message = _("not a CSV table from here on: {problem}", problem=str(error))
            self.faults.append(Fault(self.name, begin + self._above, 1, "", message))

    def _row(self, line: int, cells: list[str]) -> None:
        if len(cells) > len(self.head):
            at = len(self.head)
            problem = _(
                "{cells} cells stand under {columns} columns: put a text with commas in quotes, "
                "and write decimals with a point",
                cells=len(cells),
                columns=len(self.head),
            )
        elif max(map(len, cells)) > _LONGEST:
            at = next(i for i, cell in enumerate(cells) if len(cell) > _LONGEST)
            problem = _("a field is longer than {most:,} characters", most=_LONGEST)
        else:
            if any(cell.strip() for cell in cells):
                self.lines.append(line)
                self.cells.append(cells + [""] * (len(self.head) - len(cells)))
            return
        self.faults.append(Fault(self.name, *self.spot(line, at), cells[0].strip()[:100], problem))

    def spot(self, line: int, at: int) -> tuple[int, int]:
        """Line and column of a cell, counted from 1, by the line of its row and its number."""
        text, start = self._text, self._starts[line - 1 - self._above]
        quoted, row, begin, cell = False, line, start, start
        for here in range(start, len(text) + 1):
            if not at:
                return row, here - begin + 1
            sign = text[here : here + 1]
            if sign == '"' and (quoted or here == cell):
                quoted = not quoted
            elif sign == self.mark and not quoted:
                at, cell = at - 1, here + 1
            elif not quoted and sign in "\r\n":
                break
            if self._starts[row - self._above : row - self._above + 1] == [here + 1]:
                row, begin = row + 1, here + 1
        return line, 1  # a row that ends before the cell

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins."""
        return [0, *(end.end() for end in re.finditer(r"\r\n|\r|\n", self._text))]


def read_sheet(path: str | os.PathLike[str], name: str = "") -> Sheet:
    """Read a CSV file as cells.

    Parameters
    ----------
    path : path-like
        UTF-8, with or without a byte order mark.
    name : str, optional
        What to call it in messages; the path if not given.

    Raises
    ------
    InputError
        If there is no such file, or it is no text in UTF-8.
    """
    told = name or os.fspath(path)
    try:
        data = read_whole(path, _LARGEST)
    except FileNotFoundError:
        raise InputError(
            [Fault(told, 0, 0, "", _("no such file{hint}", hint=neighbour(path)))]
        ) from None
    except OSError as error:
        problem = _("cannot be read: {reason}", reason=message_of(error))
        raise InputError([Fault(told, 0, 0, "", problem)]) from None
    if len(data) > _LARGEST:
        large = _("is larger than {most} MB", most=_LARGEST // 10**6)
        raise InputError([Fault(told, 0, 0, "", large)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        begin = data.rfind(b"\n", 0, error.start) + 1
        column = len(data[begin : error.start].decode("utf-8-sig", "replace")) + 1
        message = _("is not UTF-8: save it as 'CSV UTF-8'")
        raise InputError([Fault(told, line, column, "", message)]) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        column = text.index("\0") - text.rfind("\n", 0, text.index("\0"))
        message = _("character U+{ord:04X} is not allowed in a text file", ord=0)
        raise InputError([Fault(told, line, column, "", message)])
    sheet = Sheet(text, told)
    if len(sheet.head) > _WIDEST:
        message = _("more than {most} columns", most=_WIDEST)
        raise InputError([Fault(told, 1, 1, "", message)])
    return sheet
