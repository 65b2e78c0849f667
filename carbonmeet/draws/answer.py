"""How sure an estimate is: the answer, with everything that may be asked of the draws.

What takes another round of draws is taken when it is asked for, from the same streams.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.errors import ModelError
from carbonmeet.base.given import takes
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import _
from carbonmeet.catalogue.measure import AREAS
from carbonmeet.draws.draws import BLOCK, Plan, blocks_of, each_block
from carbonmeet.draws.forest_draws import ForestChances
from carbonmeet.draws.propagation import OUTCOMES, Outcome, Propagation, propagate_through
from carbonmeet.draws.ranges import Range
from carbonmeet.draws.savings import WAYS, drawn_savings, savings_of
from carbonmeet.draws.trial import Trial
from carbonmeet.numbers.distribution import Distribution
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.draws.trial import Column

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["MeasureRanges", "Uncertainty"]

#: Draws behind the exact Shapley values, of which each needs every coalition.
SHAPLEY_DRAWS = 8 * BLOCK
#: Where a draw leaves nobody on site, what is left per head has no end.
_NOBODY = 1e-9


class MeasureRanges(NamedTuple):
    """Ranges of one measure's saving, attributed four ways, t CO2e."""

    alone: Range
    in_order: Range
    last_in: Range
    shapley: Range


@dataclass(frozen=True)
class Uncertainty:
    """Ranges and probabilities of an estimate.

    Attributes
    ----------
    trial : Trial
        What was varied.
    plan : Plan
        How: inputs, distributions, count, seed, method.
    distributions : mapping of str to Distribution
        Of every input by id, the fixed ones too.
    totals : ndarray, shape (2, n)
        Baseline and residual of every draw, t CO2e.
    before, after : ndarray, shape (columns, part_draws)
        Baseline and residual of the first draws, t CO2e: the total, each source, each period.
    forest : ForestChances or None
    """

    trial: Trial
    plan: Plan
    distributions: Mapping[str, Distribution]
    totals: Floats
    before: Floats
    after: Floats
    forest: ForestChances | None

    @property
    def count(self) -> int:
        """How many draws there are."""
        return self.plan.count

    @property
    def fixed_inputs(self) -> int:
        """Inputs without a range, which do not vary."""
        fixed = (name for name, one in self.distributions.items() if one.is_fixed)
        return sum(1 for name in fixed if name not in self.trial.rests)

    @property
    def drawn_inputs(self) -> int:
        """Inputs of the scenario that vary."""
        itself = sum(1 for name in self.distributions if name not in self.trial.rests)
        return itself - self.fixed_inputs

    # totals

    @cached_property
    def _central(self) -> tuple[Floats, Floats]:
        before, after = self.trial.sums(self.trial.values[:, None])
        return before[:, 0], after[:, 0]

    def sum_of(self, ledger: str, column: Column) -> tuple[Floats, float]:
        """Draws and central value of one sum of the baseline or the residual, t CO2e.

        The total has every draw, its parts the first ones; a part that the model has not is none.
        """
        which = ("baseline", "residual").index(ledger)
        if column not in self.trial.columns:
            return np.zeros(self.part_draws), 0.0
        row = self.trial.columns.index(column)
        draws = (self.before, self.after)[which][row] if row else self.totals[which]
        return draws, float(self._central[which][row])

    def _range(self, ledger: str, column: Column) -> Range:
        return Range.of(*self.sum_of(ledger, column))

    @cached_property
    def baseline(self) -> Range:
        """Total before any measure."""
        return self._range("baseline", ("total", ""))

    @cached_property
    def residual(self) -> Range:
        """Total after the programme."""
        return self._range("residual", ("total", ""))

    @cached_property
    def removal(self) -> Range:
        """What the forest has removed by its horizon and may count.

        Raises
        ------
        ModelError
            If the scenario has no forest.
        """
        if self.forest is None or self.trial.forest is None:
            raise ModelError(_("the scenario has no forest: nothing is removed"))
        return Range.of(self.forest.kappa * self.forest.area_ha, self.trial.forest.removal)

    @cached_property
    def saving(self) -> Range:
        """Baseline less residual, draw by draw."""
        central = float(self._central[0][0] - self._central[1][0])
        return Range.of(self.totals[0] - self.totals[1], central)

    def by(self, name: str, ledger: str = "baseline") -> dict[str, Range]:
        """Ranges by ``source`` or ``period`` of the baseline or the residual."""
        return {
            label: self._range(ledger, (by, label))
            for by, label in self.trial.columns
            if by == name
        }

    def per_participant(self, ledger: str = "baseline") -> dict[str, Range]:
        """Ranges per attendee on site, by period and over all; people vary with their groups.

        After the measures, who takes part online is no head.
        """
        people = self._asides[0][ledger]
        central = self.trial.people(self.trial.values[:, None], ledger)
        draws = {"baseline": self.before, "residual": self.after}[ledger]
        middle = self._central[("baseline", "residual").index(ledger)]
        places = {name: i for i, (by, name) in enumerate(self.trial.columns) if by == "period"}
        found = {}
        for name, heads in central.items():
            column = 0 if name == "all" else places.get(name)
            if heads[0] > 0 and column is not None:
                shares = draws[column] / np.maximum(people[name], _NOBODY)
                found[name] = Range.of(shares, float(middle[column] / heads[0]))
        return found

    def other_electricity(self, ledger: str) -> Range:
        """Baseline or residual under the other accounting of electricity."""
        which = ("baseline", "residual").index(ledger)
        central = self.trial.other_totals(self.trial.values[:, None])[which]
        return Range.of(self._asides[1][which], float(central[0]))

    @cached_property
    def _asides(self) -> tuple[dict[str, dict[str, Floats]], Floats]:
        """People by ledger and period, and both totals by the other electricity; same draws."""
        trial, count = self.trial, self.part_draws
        place = trial.place(self.plan)
        width = blocks_of(count) * BLOCK
        names = list(trial.people(trial.values[:, None]))
        people = {one: np.empty((len(names), width)) for one in ("baseline", "residual")}
        other = np.empty((2, width))

        def work(here: slice, values: Floats) -> None:
            everything = trial.filled(values, place)
            for ledger, rows in people.items():
                for row, heads in zip(rows, trial.people(everything, ledger).values(), strict=True):
                    row[here] = heads
            other[:, here] = trial.other_totals(everything)

        each_block(self.plan, work, blocks=blocks_of(count))
        found = {
            ledger: dict(zip(names, rows[:, :count], strict=True))
            for ledger, rows in people.items()
        }
        return found, other[:, :count]

    def cells(self, ledger: str, wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Range]:
        """Ranges of what sources emit in periods; the same draws, taken again.

        Parameters
        ----------
        ledger : {"baseline", "residual"}
        wanted : sequence of (str, str)
            Source and period.
        """
        which = ("baseline", "residual").index(ledger)
        names = self._cell_names
        central = self.trial.sums(self.trial.values[:, None], self._cell_table)[which][:, 0]
        rows = {name: i for i, name in enumerate(names)}
        return {
            name: Range.of(self._cells[which][rows[name]], float(central[rows[name]]))
            for name in wanted
            if name in rows
        }

    @cached_property
    def _cell_names(self) -> list[tuple[str, str]]:
        lines = (line.activity for line in self.trial.model.lines)
        return list(dict.fromkeys((one.source, one.period) for one in lines))

    @cached_property
    def _cell_table(self) -> Floats:
        rows = {name: i for i, name in enumerate(self._cell_names)}
        table = np.zeros((len(rows), len(self.trial.model.lines)))
        for column, line in enumerate(self.trial.model.lines):
            table[rows[line.activity.source, line.activity.period], column] = 1.0 / KG_PER_T
        return table

    @cached_property
    def _cells(self) -> tuple[Floats, Floats]:
        """Baseline and residual by source and period, in the first draws."""
        trial, count = self.trial, self.part_draws
        place, width = trial.place(self.plan), blocks_of(count) * BLOCK
        kept = tuple(np.empty((len(self._cell_names), width)) for _ in range(2))

        def work(here: slice, values: Floats) -> None:
            everything = trial.filled(values, place)
            for room, found in zip(kept, trial.sums(everything, self._cell_table), strict=True):
                room[:, here] = found

        each_block(self.plan, work, blocks=blocks_of(count))
        return kept[0][:, :count], kept[1][:, :count]

    @property
    def part_draws(self) -> int:
        """Draws behind the ranges of sources, periods and measures."""
        return int(self.before.shape[1])

    # measures

    @cached_property
    def measures(self) -> dict[str, MeasureRanges]:
        """Ranges of what each measure saves; the same draws, taken again."""
        drawn, central = self._savings, self._central_savings
        return {
            one.id: MeasureRanges(
                *(Range.of(drawn[way][i], float(central[way][i, 0])) for way in WAYS)
            )
            for i, one in enumerate(self.trial.model.measures)
        }

    def by_area(self) -> dict[str, Range]:
        """Ranges of the saving by area: Shapley values added up draw by draw."""
        if not self.trial.model.measures:
            return {area: Range.of([0.0, 0.0], 0.0) for area in AREAS}
        drawn, central = self._savings["shapley"], self._central_savings["shapley"]
        listed = [one.area for one in self.trial.model.measures]
        found = {}
        for area in AREAS:
            rows = [i for i, one in enumerate(listed) if one == area]
            found[area] = Range.of(drawn[rows].sum(axis=0), float(central[rows].sum()))
        return found

    @property
    def shapley_draws(self) -> int:
        """Draws behind the ranges of Shapley values and of areas."""
        return min(self.part_draws, SHAPLEY_DRAWS)

    @cached_property
    def _central_savings(self) -> dict[str, Floats]:
        return savings_of(self.trial, self.trial.values[:, None], WAYS)

    @cached_property
    def _savings(self) -> dict[str, Floats]:
        counts = dict.fromkeys(WAYS, self.part_draws) | {"shapley": self.shapley_draws}
        return drawn_savings(self.trial, self.plan, counts)

    # probabilities

    @takes(tonnes=(float, None), share=(float, None))
    def target_met(self, tonnes: float | None = None, *, share: float | None = None) -> float:
        """Probability that the residual is at most `tonnes`, or the saving at least a `share`.

        Parameters
        ----------
        tonnes : float, optional
            t CO2e.
        share : float, optional
            Of the baseline, 0 to 1.
        """
        if (tonnes is None) == (share is None):
            raise ModelError(
                _("a target is a residual in tonnes, or a share of the baseline saved")
            )
        if any(one is not None and math.isnan(one) for one in (tonnes, share)):
            raise ModelError(_("a finite number is expected"))
        limit = tonnes if share is None else (1.0 - share) * self.totals[0]
        return float(np.mean(self.totals[1] <= limit))

    # what it rests on

    @cached_property
    def propagated(self) -> dict[Outcome, Propagation]:
        """Baseline and residual by error propagation, beside the draws."""
        return {
            outcome: propagate_through(self.trial, self.distributions, outcome)
            for outcome in OUTCOMES[:2]
        }
