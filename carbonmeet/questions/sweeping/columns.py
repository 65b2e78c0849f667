"""A table of values by path: columns as arrays of numbers, or of whatever else a file may hold."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from carbonmeet.base.errors import CarbonmeetError, Fault, InputError, UnitError, message_of
from carbonmeet.base.given import refuse_other
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import _
from carbonmeet.numbers.path import Names, Path, PathError, find, read
from carbonmeet.questions.sweeping.cells import PLAIN, numbers_in
from carbonmeet.reading.amount import Amount
from carbonmeet.reading.schema import field_at
from carbonmeet.scenario import Scenario, shape_of
from carbonmeet.units import parse_unit

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from carbonmeet.units import Unit

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["NOT_PATHS", "Column", "Columns", "TableLike", "read_columns"]

#: A DataFrame, or a column of values by path.
TableLike: TypeAlias = "pd.DataFrame | Mapping[str, Sequence[Any]]"

#: Labels of the rows of a table.
Labels: TypeAlias = "Sequence[Hashable] | pd.Index[Any]"

#: Columns that name a row, or say how it is known, and change nothing.
NOT_PATHS = ("id", "name", "date", "month", "published", "assumed", "phrase", "note")
#: A unit for the numbers of a column: ``venue.Halls.area [m^2]``.
_UNIT = pattern_of(r"(?P<path>.*\S)\s+\[(?P<unit>[^\[\]\"']+)\]\s*")


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name : str
        As the table has it.
    path : Path
        Where its values stand in the scenario, by position.
    number : Path
        What the input is called that takes them, by name; empty for what is no number.
    unit : Unit or None
        Of the numbers.
    values : ndarray
        Numbers in `unit`; or the cells as they are.
    """

    name: str
    path: Path
    number: Path
    unit: Unit | None
    values: NDArray[Any]

    @property
    def is_number(self) -> bool:
        """Whether the values go to the kernel, and need no compiling."""
        return bool(self.number)

    @property
    def in_file(self) -> bool:
        """Whether a file could say it: a factor of the catalogue has no place there."""
        return self.path[:1] != ("factors",) or isinstance(self.path[1], int)

    def varies_in(self, rows: NDArray[np.intp]) -> bool:
        """Whether its numbers are not one and the same in some rows."""
        if not len(rows):
            return False
        first, last = self.values[rows[0]], self.values[rows[-1]]
        return bool(first != last) or bool((self.values[rows] != first).any())

    def cell(self, row: int) -> object:
        """What a file would say in a row."""
        value = self.values[row]
        if not self.is_number:
            return value.item() if isinstance(value, np.generic) else value
        return float(value) if self.unit is None else Amount(float(value), self.unit)


@dataclass
class Columns:
    """A table, read.

    Attributes
    ----------
    listed : list of Column
    rows : int
    index : sequence
        Labels of the rows.
    faults : dict of int to list of (str, str)
        Column and message by row.
    """

    listed: list[Column]
    rows: int
    index: Labels
    faults: dict[int, list[tuple[str, str]]] = field(default_factory=dict)

    def fault(self, rows: Sequence[int] | NDArray[np.intp], column: str, message: str) -> None:
        """Note that rows are wrong."""
        for row in rows:
            self.faults.setdefault(int(row), []).append((column, message))


def read_columns(scenario: Scenario, table: TableLike, name: str = "table") -> Columns:
    """Read a table for a scenario.

    Raises
    ------
    InputError
        With every column that leads nowhere. What is wrong in a row is kept in `faults`.
    """
    cells, index = _cells(table, name)
    names = Names(scenario.document.data)
    faults: list[Fault] = []
    found = Columns([], len(index), index)
    taken: dict[Path, str] = {}
    for at, (title, values) in enumerate(cells.items(), 1):
        if title in NOT_PATHS:
            continue
        try:
            column = _column(scenario, names, str(title), values, found)
            if column.path in taken:
                raise PathError(_("'{taken}' is the same place", taken=taken[column.path]))
            taken[column.path] = str(title)
            found.listed.append(column)
        except (PathError, UnitError) as error:
            faults.append(Fault(name, 1, at, str(title), message_of(error)))
    if faults:
        raise InputError(faults)
    return found


def _cells(
    table: TableLike, name: str
) -> tuple[dict[str, Any], Sequence[Hashable] | pd.Index[Any]]:
    """Columns by title, all as long, and the labels of the rows."""
    if not isinstance(table, Mapping) and hasattr(table, "columns"):
        titles = [str(one) for one in table.columns]
        double = {one for one in titles if titles.count(one) > 1}
        if double:
            raise InputError([Fault(name, 1, 0, min(double), _("the table has two such columns"))])
        return {str(one): table[one].to_numpy() for one in table.columns}, table.index
    refuse_other(table, ("DataFrame", Mapping), "table")
    lists = {
        str(title): [values] if isinstance(values, str | int | float) else _listed(title, values)
        for title, values in table.items()
    }
    rows = max(map(len, lists.values()), default=0)
    wrong = [title for title, values in lists.items() if len(values) not in (1, rows)]
    if wrong:
        told = _("has {lists} values, another column {rows}", lists=len(lists[wrong[0]]), rows=rows)
        raise InputError([Fault(name, 1, 0, wrong[0], told)])
    return {t: v * rows if len(v) == 1 < rows else v for t, v in lists.items()}, range(rows)


def _listed(title: object, values: object) -> list[Any]:
    """The cells of a column."""
    if isinstance(values, bytes | Mapping) or not isinstance(values, Iterable):
        told = _("a column is a list of values, not {name}", name=type(values).__name__)
        raise CarbonmeetError(_("{where}: {message}", where=title, message=told))
    return list(values)


def _column(scenario: Scenario, names: Names, title: str, values: Any, found: Columns) -> Column:
    """One column with its place in the scenario, and its numbers in one unit."""
    parts = _UNIT.fullmatch(title)
    given = parse_unit(parts["unit"]) if parts else None
    path = read(parts["path"] if parts else title)
    if path[:1] == ("factors",) and len(path) == 2 and isinstance(path[1], str):
        if path[1] not in names.within(("factors",)):
            return _of_factor(title, path, values, given, found)
        path = (*path, "value")
    place = names.find(path)
    if place[:1] == ("measures",) and place[2:] == ("uptake",):
        place = place[:2]
    kind = field_at(shape_of(scenario.kind), place)
    if kind is None:
        find(scenario.document.data, place[:-1])
    numbers = None if kind is None else numbers_in(kind, values, given)
    if kind is None or numbers is None:
        if given is not None:
            raise PathError(_("a unit is for columns of numbers"))
        return Column(title, place, (), None, _objects(values))
    for rows, message in numbers.faults:
        found.fault(rows, title, message)
    if place[:1] == ("profiles",):  # many inputs take it, so every row is a file of its own
        return Column(title, place, (), None, _objects(values))
    unit = None if kind is PLAIN else numbers.unit
    return Column(title, place, _input_at(names.named(place)), unit, numbers.values)


def _input_at(path: Path) -> Path:
    """What an input is called that stands at a place."""
    if path[:1] == ("measures",):
        return (*path, "uptake")
    return path[:-1] if path[:1] == ("factors",) else path


def _of_factor(title: str, path: Path, values: Any, given: Unit | None, found: Columns) -> Column:
    """A column of values of a factor of the catalogue, in its unit or in that of the title."""
    numbers = numbers_in(PLAIN, values, None)
    if numbers is None:
        raise PathError(_("a factor has numbers; their unit stands behind the title, in []"))
    for rows, message in numbers.faults:
        found.fault(rows, title, message)
    return Column(title, path, path, given, numbers.values)


def _objects(values: Any) -> NDArray[Any]:
    """Cells as they are, a list or mapping as one of them."""
    cells = np.empty(len(values), dtype=object)
    for at, value in enumerate(values):
        cells[at] = value.item() if isinstance(value, np.generic) else value
    return cells
