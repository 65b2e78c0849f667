"""Sweep a scenario over a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from carbonmeet.base.errors import CarbonmeetError, Fault, InputError
from carbonmeet.base.given import takes
from carbonmeet.base.text import _
from carbonmeet.catalogue import Catalogue, load_catalogue
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.questions.sweeping.columns import Columns, TableLike, read_columns
from carbonmeet.questions.sweeping.forest import FOREST, forests
from carbonmeet.questions.sweeping.groups import Group, groups_of
from carbonmeet.questions.sweeping.rows import GroupRun
from carbonmeet.scenario import SCENARIO_LIKE, Scenario, ScenarioLike, load_scenario
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["sweep"]

_TOTALS = ("baseline", "residual")


@takes(
    scenario=SCENARIO_LIKE,
    draws=int,
    seed=int,
    catalogue=(Catalogue, None),
    faults=str,
    name=str,
)
def sweep(
    scenario: ScenarioLike,
    table: TableLike,
    *,
    draws: int = 0,
    seed: int = 1,
    catalogue: Catalogue | None = None,
    faults: Literal["raise", "keep"] = "raise",
    name: str = "table",
) -> pd.DataFrame:
    """Estimate a scenario for every row of a table.

    Parameters
    ----------
    scenario : path, mapping or Scenario
        As `load_scenario` takes it.
    table : DataFrame or mapping
        A column of values by path, such as ``groups.Volunteers.people`` or ``measures.T1.uptake``.
        A cell is what a file would hold there; the numbers of a column may have their unit in its
        title, ``venue.Hall.area [m^2]``. A factor is a column too, by its name:
        ``factors["grid@mee-2021[CN-YN]"]``. The column ``id`` changes nothing.
    draws : int
        Monte Carlo draws behind the ranges, the same for every row; 0 for none.
    seed : int
        Of the draws.
    catalogue : Catalogue, optional
        Default: the shipped one.
    faults : {"raise", "keep"}
        Refuse a table with wrong rows; or leave their results empty and say why in a column.
    name : str
        What to call the table in messages.

    Returns
    -------
    DataFrame
        With the index of the table: ``baseline`` and ``residual`` in t CO2e; with draws their
        95 % ranges, ``low`` and ``high`` of the baseline, ``residual_low`` and ``residual_high``;
        ``removal`` in t CO2e and ``area`` in mu, of the forest, where the scenario names one;
        ``kg:<source>``, the baseline by source in kg CO2e; ``notices``; ``fault`` if kept.

    Raises
    ------
    InputError
        With every column that leads nowhere; with every wrong row, if they are not kept.

    Notes
    -----
    A row gives what ``estimate(scenario.replace(row))`` gives. Rows that differ only in numbers of
    the input vector share one compiled model; a place, a year, a hotel or another word chooses
    factors, so that rows are compiled once for each combination of these.

    Examples
    --------
    >>> found = sweep("forum-1500", {"groups.Staff.people": [50, 100, 150]})
    >>> steps = found["baseline"].diff()[1:].round(6)
    >>> bool(steps.iloc[0] == steps.iloc[1] > 0)
    True
    """
    if faults not in ("raise", "keep"):
        raise CarbonmeetError(
            _("faults are raised or kept: 'raise' or 'keep', not '{faults}'", faults=faults)
        )
    read = load_scenario(scenario)
    columns = read_columns(read, table, name)
    result = _Result(read, columns, draws, seed)
    for group in groups_of(read, columns, catalogue or load_catalogue()):
        result.add(group)
    if columns.faults and faults == "raise":
        raise InputError(list(_as_faults(columns, name)))
    return result.frame(keep=faults == "keep")


def _as_faults(columns: Columns, name: str) -> Any:
    titles = [one.name for one in columns.listed]
    for row, told in sorted(columns.faults.items()):
        for title, message in told:
            at = titles.index(title) + 1 if title in titles else 0
            spot = _(
                "row {index}{what}", index=columns.index[row], what=f", {title}" if title else ""
            )
            yield Fault(name, row + 1, at, spot, message)


class _Result:
    """The answers of all groups in the order of the table."""

    def __init__(self, scenario: Scenario, columns: Columns, draws: int, seed: int) -> None:
        self.scenario, self.columns, self.draws, self.seed = scenario, columns, draws, seed
        self.totals: dict[str, Floats] = {}
        self.forest: dict[str, Floats] = {}
        self.sources: dict[str, Floats] = {}
        self.notices = [""]
        self.told = np.zeros(columns.rows, dtype=np.intp)  # which of them is told of a row

    def _names(self) -> list[str]:
        if not self.draws:
            return list(_TOTALS)
        return ["baseline", "low", "high", "residual", "residual_low", "residual_high"]

    def add(self, group: Group) -> None:
        """Work out the rows of a group."""
        if group.compiled is None:
            self.columns.fault(group.rows[:1], "", group.fault)
            first = self.columns.index[group.rows[0]]
            self.columns.fault(
                group.rows[1:], "", _("as row {first}: {fault}", first=first, fault=group.fault)
            )
            return
        numbers = [one for one in self.columns.listed if one.is_number]
        self._refuse_unknown(group, numbers)
        run = GroupRun(group.compiled, numbers, group.rows)
        for title, (wrong, message) in run.faults.items():
            self.columns.fault(wrong, title, message)
        before, after = run.sums()
        rows = group.rows
        self._put(self.totals, "baseline", rows, before[0])
        self._put(self.totals, "residual", rows, after)
        woods = forests(self.scenario, self.columns, group.rows, group.compiled, after)
        for name, values in zip(FOREST, woods.T, strict=True) if woods is not None else ():
            self._put(self.forest, name, rows, values)
        trial = group.compiled.trial
        sources = [name for by, name in trial.columns if by == "source"]
        for at, name in enumerate(sources, 1):
            self._put(self.sources, name, rows, before[at] * KG_PER_T, 0.0)
        self.told[rows] = len(self.notices)
        self.notices.append("; ".join(one.en for one in group.compiled.workings.notices))
        if self.draws:
            ranges = run.ranges(self.draws, self.seed)
            for (low, high), ends in zip(
                (("low", "high"), ("residual_low", "residual_high")), ranges, strict=True
            ):
                self._put(self.totals, low, rows, ends[:, 0])
                self._put(self.totals, high, rows, ends[:, 1])

    def _put(
        self,
        into: dict[str, Floats],
        name: str,
        rows: NDArray[np.intp],
        values: Floats,
        other: float = np.nan,
    ) -> None:
        """Values of some rows into a column; `other` stands in rows that nothing says it of."""
        if len(rows) == self.columns.rows:
            into[name] = values
            return
        if name not in into:
            into[name] = np.full(self.columns.rows, other)
        into[name][rows] = values

    def _refuse_unknown(self, group: Group, numbers: list[Any]) -> None:
        """Factors that no line of the scenario rests on."""
        assert group.compiled is not None
        known = [one.id for one in group.compiled.trial.inputs if one.path[0] == "factors"]
        for one in numbers:
            if not one.in_file and one.name not in group.compiled.rows:
                from carbonmeet.base.errors import did_you_mean

                wanted = str(one.path[1])
                told = _(
                    "no line rests on factor '{wanted}'.{hint}",
                    wanted=wanted,
                    hint=did_you_mean(wanted, known),
                )
                self.columns.fault(group.rows, one.name, told)

    def _labels(self) -> pd.Index[Any]:
        import pandas as pd

        index = self.columns.index
        return index if isinstance(index, pd.Index) else pd.Index(list(index))

    def frame(self, *, keep: bool) -> pd.DataFrame:
        """Everything as a table."""
        import pandas as pd

        wrong = list(self.columns.faults)
        empty = np.full(self.columns.rows, np.nan)
        totals = {name: self.totals.get(name, empty) for name in self._names()}
        data: dict[str, Any] = totals | self.forest
        for name in (one for one in SOURCES if one in self.sources):
            data[f"kg:{name}"] = self.sources[name]
        for values in data.values():
            values[wrong] = np.nan
        # of texts there are few and long: rows share them, which columns of text would copy
        data["notices"] = _shared(self.notices, self.told)
        if keep:
            listed = [_joined_faults(one) for one in self.columns.faults.values()]
            places = np.zeros(self.columns.rows, dtype=np.intp)
            places[wrong] = np.arange(1, len(wrong) + 1)
            data["fault"] = _shared(["", *listed], places)
        found = pd.DataFrame(data, copy=False)
        found.index = self._labels()
        return found


def _shared(texts: Sequence[str], places: NDArray[np.intp]) -> pd.Series[Any]:
    """A column of a few texts, of which every row has one."""
    import pandas as pd

    return pd.Series(np.array(texts, dtype=object)[places], dtype=object)


def _joined_faults(listed: Sequence[tuple[str, str]]) -> str:
    """What is wrong in one row."""
    return "; ".join(f"{column}: {message}" if column else message for column, message in listed)
