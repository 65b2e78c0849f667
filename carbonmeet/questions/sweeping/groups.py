"""Rows that one compiled model serves.

A model is compiled for one row. It serves others as long as these change numbers that stand in its
input vector, and nothing else: a place, a year or a hotel chooses other factors, a length may
choose another mode. Rows that differ in what is no number are kept apart from the start. Whether a
number does more than enter the vector is seen by writing down the lines of the rows where it is
least and most: if there it does no more, it does no more in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.errors import CarbonmeetError, Fault, InputError, message_of
from carbonmeet.base.notices import Notices
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import _, joined
from carbonmeet.catalogue import Catalogue
from carbonmeet.draws.trial import Trial, trial_of
from carbonmeet.pricing.workings import Workings, work_out
from carbonmeet.scenario import Scenario
from carbonmeet.units import Quantity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.numbers.activity import Activity
    from carbonmeet.numbers.path import Path
    from carbonmeet.questions.sweeping.columns import Column, Columns

    Floats: TypeAlias = NDArray[np.float64]
    Rows: TypeAlias = NDArray[np.intp]

__all__ = ["Compiled", "Group", "groups_of"]

#: What only ever multiplies: counts and sizes, and numbers that no line is chosen by.
_ONLY_MULTIPLIES = {
    *("people", "nights", "days", "trips_per_day", "energy", "area", "intensity", "amount"),
    *("per_person", "per_person_day", "uptake", "mass", "guest_nights", "room_nights"),
}


_NUMBER = pattern_of(r"[0-9][0-9.,e+-]*")


@dataclass(frozen=True)
class Compiled:
    """The model of a group.

    Attributes
    ----------
    workings : Workings
    trial : Trial
        Its numbers as rows of one vector.
    rows : dict of str to int
        Row of the number that each column sets, by the title of the column.
    """

    workings: Workings
    trial: Trial
    rows: dict[str, int]

    def set_in(self, everything: Floats, columns: list[Column], rows: Rows) -> None:
        """Put what the table says in some rows into the vector, in place; shape (inputs, k)."""
        for one in columns:
            if one.name in self.rows:
                everything[self.rows[one.name]] = one.values[rows] * self.scale(one)

    def scale(self, column: Column) -> float:
        """From the unit of a column of factors to that of the factor."""
        if column.in_file or column.unit is None:
            return 1.0
        number = self.trial.inputs[self.rows[column.name]]
        return Quantity(1.0, column.unit).to(number.unit.text)

    def vector(self, columns: list[Column], rows: Rows) -> Floats:
        """All numbers at some rows of the table, what follows from others worked out."""
        everything = np.repeat(self.trial.values[:, None], len(rows), axis=1)
        self.set_in(everything, columns, rows)
        self.trial.complete(everything)
        return everything


class Group(NamedTuple):
    """Rows of the table, and what serves them: a compiled model, or what is wrong with all."""

    rows: Rows
    compiled: Compiled | None
    fault: str


class _Picture(NamedTuple):
    """What a row comes to before any arithmetic."""

    lines: tuple[object, ...]
    numbers: Mapping[str, float]
    fault: str = ""


def groups_of(scenario: Scenario, columns: Columns, catalogue: Catalogue) -> Iterator[Group]:
    """The rows without faults, in groups.

    Yields
    ------
    Group
        Every row is in one.
    """
    sound = np.ones(columns.rows, dtype=bool)
    sound[list(columns.faults)] = False
    rows = np.flatnonzero(sound)
    other = [one for one in columns.listed if not one.is_number]
    parts: dict[object, list[int]] = {}
    for row in rows.tolist() if other else ():
        parts.setdefault(tuple(repr(one.values[row]) for one in other), []).append(row)
    for listed in parts.values() if other else [rows]:
        if len(listed):
            yield from _Grouping(scenario, columns.listed, catalogue, np.asarray(listed)).groups()


class _Grouping:
    """Rows that differ in numbers alone."""

    def __init__(
        self, scenario: Scenario, columns: list[Column], catalogue: Catalogue, rows: Rows
    ) -> None:
        self.scenario, self.columns, self.catalogue = scenario, columns, catalogue
        self.numbers = [one for one in columns if one.is_number]
        self.suspects = [one for one in self.numbers if one.number[-1] not in _ONLY_MULTIPLIES
                         and "meals" not in one.number and one.in_file]  # fmt: skip
        self.rows = rows
        self.found: list[Group] = []

    def groups(self) -> list[Group]:
        """The rows in groups."""
        self._split(self.rows)
        return self.found

    def _split(self, rows: Rows) -> None:
        for at, group in enumerate(self.found):
            same = self._fits(int(rows[0]), group.compiled, group.fault)
            if same and self._doubtful(rows, group.compiled, group.fault) is None:
                self.found[at] = group._replace(rows=np.concatenate([group.rows, rows]))
                return
        compiled, fault = self._compiled(rows)
        doubtful = self._doubtful(rows, compiled, fault)
        if doubtful is None:
            self.found.append(Group(rows, compiled, fault))
            return
        values = doubtful.values[rows]
        distinct = np.unique(values)
        middle = distinct[(len(distinct) - 1) // 2]
        self._split(rows[values <= middle])
        self._split(rows[values > middle])

    def _doubtful(self, rows: Rows, compiled: Compiled | None, fault: str) -> Column | None:
        """The column by which the rows have to be split; None where one model serves them."""
        varying = [one for one in self.numbers if one.varies_in(rows)]
        suspects = [one for one in varying if one in self.suspects] if compiled else varying
        seen: set[int] = set()
        for column in suspects:
            values = column.values[rows]
            for at in (int(values.argmin()), int(values.argmax())):
                if at not in seen and not self._fits(int(rows[at]), compiled, fault):
                    return column
                seen.add(at)
        if compiled and varying and not self._fits(int(rows[-1]), compiled, fault):
            return max(varying, key=lambda one: len(np.unique(one.values[rows])))
        return None

    def changes(self, row: int) -> dict[Path, object]:
        """What a row changes in the scenario."""
        return {one.path: one.cell(row) for one in self.columns if one.in_file}

    def _compiled(self, rows: Rows) -> tuple[Compiled | None, str]:
        """The model of the first row, and of every measure that any row carries out."""
        most = {
            one.path: float(one.values[self.rows].max())
            for one in self.numbers
            if one.path[0] == "measures"
        }
        try:
            made = self.scenario.replace({**self.changes(int(rows[0])), **most})
            found = work_out(made, catalogue=self.catalogue)
            trial = trial_of(found)
        except CarbonmeetError as error:
            return None, _message(error)
        names = {one.path: row for row, one in enumerate(trial.inputs)}
        places = {one.name: names[one.number] for one in self.numbers if one.number in names}
        return Compiled(found, trial, places), ""

    def _fits(self, row: int, compiled: Compiled | None, fault: str) -> bool:
        """Whether a row comes to what the compiled model says of it."""
        seen = self._picture(row)
        if compiled is None or seen.fault:
            return _alike(seen.fault, fault)
        lines = tuple(_line(one.activity) for one in compiled.workings.model.lines if not one.born)
        if lines != seen.lines:
            return False
        x = compiled.vector(self.numbers, np.array([row]))[:, 0]
        rows = compiled.trial.vector.rows
        return all(
            np.isclose(x[rows[name]], value, rtol=1e-9, atol=0.0)
            for name, value in seen.numbers.items()
            if name in rows
        )

    def _picture(self, row: int) -> _Picture:
        try:
            made = self.scenario.replace(self.changes(row))
            full = made.extend(self.catalogue)
            activities = made.activities(full, Notices())
        except CarbonmeetError as error:
            return _Picture((), {}, _message(error))
        numbers = {one.id: one.value for line in activities for one in line.inputs}
        factors = {one.number for one in self.numbers if not one.in_file}
        kept = {
            one.id: numbers[one.id]
            for line in activities
            for one in line.inputs
            if one.path not in factors
        }
        return _Picture(tuple(_line(one) for one in activities), kept)


def _line(activity: Activity) -> object:
    """What a line is made of, without the values."""
    return (
        activity.source,
        activity.period,
        activity.service,
        activity.part,
        activity.region,
        activity.year,
        activity.tags,
        activity.dormant,
        tuple((one.id, power) for one, power in (*activity.amount, *activity.chain)),
        tuple(sorted((key, one.id) for key, one in activity.known.items())),
    )


def _alike(fault: str, other: str) -> bool:
    """Whether two rows have the same fault, at whatever number."""
    return _NUMBER.sub("#", fault) == _NUMBER.sub("#", other)


def _placed(fault: Fault) -> str:
    if not fault.where:
        return fault.message
    return _("{where}: {message}", where=fault.where, message=fault.message)


def _message(error: CarbonmeetError) -> str:
    if isinstance(error, InputError):
        told = (
            _("{where}: {message}", where=one.where, message=one.message)
            if one.where
            else one.message
            for one in error.faults
        )
        return joined(told, "; ")
    return message_of(error)
