"""How sure the answer is: ranges and probabilities from one set of draws through the one kernel.

Baseline, residual, savings and forest are evaluated on the same draws, so that a factor that is
too high in one is too high in all, and their differences are not blurred by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from carbonmeet.distribution import Distribution, Pedigree
from carbonmeet.errors import ModelError
from carbonmeet.measure import AREAS
from carbonmeet.text import Label
from carbonmeet.uncertainty.draws import (
    BLOCK,
    DRAWS,
    SEED,
    Method,
    Plan,
    Progress,
    choose_distributions,
    each_block,
    plan_draws,
)
from carbonmeet.uncertainty.forest_draws import (
    ForestChances,
    ForestDraws,
    ForestTrial,
    forest_trial,
)
from carbonmeet.uncertainty.propagation import OUTCOMES, Outcome, Propagation, propagate_through
from carbonmeet.uncertainty.ranges import UNIT, Range
from carbonmeet.uncertainty.savings import WAYS, savings_of
from carbonmeet.uncertainty.trial import Trial, trial_of, trial_of_model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.estimation import Estimate
    from carbonmeet.model import Model

    Floats: TypeAlias = NDArray[np.float64]

__all__ = [
    "MeasureRanges",
    "Uncertainty",
    "beats",
    "distributions_in",
    "simulate",
    "simulate_model",
]

#: Draws behind the exact Shapley values, of which each needs every coalition.
SHAPLEY_DRAWS = 8 * BLOCK
#: Draws behind the ranges of parts: sources, periods, measures. Totals and probabilities rest on
#: every draw, so that ten times the draws do not take ten times the memory.
PART_DRAWS = 128 * BLOCK
#: A range by error propagation that differs by more than this share of the width is reported.
TOLERANCE = 0.10


@dataclass(frozen=True, slots=True)
class MeasureRanges:
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
    before, after : ndarray, shape (columns, min(n, PART_DRAWS))
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
        return sum(1 for one in self.distributions.values() if one.is_fixed)

    @property
    def drawn_inputs(self) -> int:
        """Inputs of the scenario that vary."""
        return len(self.distributions) - self.fixed_inputs

    # totals

    @cached_property
    def _central(self) -> tuple[Floats, Floats]:
        before, after = self.trial.sums(self.trial.values[:, None])
        return before[:, 0], after[:, 0]

    def _range(self, ledger: str, column: int) -> Range:
        which = ("baseline", "residual").index(ledger)
        draws = (self.before, self.after)[which][column] if column else self.totals[which]
        return Range.of(draws, float(self._central[which][column]))

    @cached_property
    def baseline(self) -> Range:
        """Total before any measure."""
        return self._range("baseline", 0)

    @cached_property
    def residual(self) -> Range:
        """Total after the programme."""
        return self._range("residual", 0)

    @cached_property
    def saving(self) -> Range:
        """Baseline less residual, draw by draw."""
        central = float(self._central[0][0] - self._central[1][0])
        return Range.of(self.totals[0] - self.totals[1], central)

    def by(self, name: str, ledger: str = "baseline") -> dict[str, Range]:
        """Ranges by ``source`` or ``period`` of the baseline or the residual."""
        return {
            label: self._range(ledger, i)
            for i, (by, label) in enumerate(self.trial.columns)
            if by == name
        }

    def per_participant(self, ledger: str = "baseline") -> dict[str, Range]:
        """Ranges per attendee on site, by period and over all; people vary with their groups."""
        people, _ = self._asides
        central = self.trial.people(self.trial.values[:, None])
        draws = {"baseline": self.before, "residual": self.after}[ledger]
        middle = self._central[("baseline", "residual").index(ledger)]
        places = {name: i for i, (by, name) in enumerate(self.trial.columns) if by == "period"}
        found = {}
        for name, heads in central.items():
            column = 0 if name == "all" else places.get(name)
            if heads[0] > 0 and column is not None:
                shares = draws[column] / people[name]
                found[name] = Range.of(shares, float(middle[column] / heads[0]))
        return found

    @cached_property
    def other_electricity(self) -> Range:
        """Residual under the other accounting of electricity."""
        _, other = self._asides
        central = self.trial.other_totals(self.trial.values[:, None])
        return Range.of(other, float(central[0]))

    @cached_property
    def _asides(self) -> tuple[dict[str, Floats], Floats]:
        """People by period, and the residual of the other electricity, on the same draws."""
        trial, plan = self.trial, self.plan
        place = trial.place(_without_forest(plan, self.distributions))
        blocks = -(-self.part_draws // BLOCK)
        width = blocks * BLOCK
        names = list(trial.people(trial.values[:, None]))
        people, other = np.empty((len(names), width)), np.empty(width)

        def work(here: slice, values: Floats) -> None:
            everything = trial.filled(values[: len(place)], place)
            for row, heads in zip(people, trial.people(everything).values(), strict=True):
                row[here] = heads
            other[here] = trial.other_totals(everything)

        each_block(plan, work, blocks=blocks)
        count = self.part_draws
        return dict(zip(names, people[:, :count], strict=True)), other[:count]

    @property
    def part_draws(self) -> int:
        """Draws behind the ranges of sources, periods and measures."""
        return min(self.count, PART_DRAWS)

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
        return min(self.count, SHAPLEY_DRAWS)

    @cached_property
    def _central_savings(self) -> dict[str, Floats]:
        return savings_of(self.trial, self.trial.values[:, None], WAYS)

    @cached_property
    def _savings(self) -> dict[str, Floats]:
        trial, plan = self.trial, self.plan
        place = trial.place(_without_forest(plan, self.distributions))
        counts = dict.fromkeys(WAYS, self.part_draws) | {"shapley": self.shapley_draws}
        blocks = {way: -(-count // BLOCK) for way, count in counts.items()}
        kept = {way: np.zeros((len(trial.model.measures), n * BLOCK)) for way, n in blocks.items()}

        def work(here: slice, values: Floats) -> None:
            ways = WAYS if here.start < self.shapley_draws else WAYS[:3]
            everything = trial.filled(values[: len(place)], place)
            for way, saved in savings_of(trial, everything, ways).items():
                room = kept[way][:, here]
                room[:] = saved[:, : room.shape[1]]

        each_block(plan, work, blocks=blocks["alone"])
        return {way: saved[:, : counts[way]] for way, saved in kept.items()}

    # probabilities

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
            raise ModelError("a target is a residual in tonnes, or a share of the baseline saved")
        limit = tonnes if share is None else (1.0 - share) * self.totals[0]
        return float(np.mean(self.totals[1] <= limit))

    # what it rests on

    @property
    def notices(self) -> list[str]:
        """What the reader of the ranges should know, in English."""
        return [one.en for one in self.said]

    @cached_property
    def said(self) -> tuple[Label, ...]:
        """What the reader of the ranges should know."""
        found = self._parting()
        forms = Counter(one.origin for one in self.distributions.values() if not one.is_fixed)
        scored, fixed, inputs = forms["pedigree"], self.fixed_inputs, len(self.distributions)
        if scored:
            found.append(
                Label(
                    f"{scored} factors without a published range vary by pedigree scores",
                    f"{scored}个没有公布区间的因子按谱系评分取分布",
                )
            )
        if fixed:
            found.append(
                Label(
                    f"{fixed} of {inputs} inputs have no range and were held fixed: "
                    "the ranges are too narrow by what these would add",
                    f"{inputs}个输入中有{fixed}个没有区间、取固定值：区间因此偏窄",
                )
            )
        return tuple(found)

    def _parting(self) -> list[Label]:
        """Where error propagation and drawing part by more than `TOLERANCE`, in words."""
        notices = []
        drawn: dict[Outcome, Range] = {"baseline": self.baseline, "residual": self.residual}
        names: dict[Outcome, str] = {"baseline": "基准排放", "residual": "措施后排放"}
        if not self.trial.uptake.any():
            del drawn["residual"]  # the same as the baseline
        for outcome, one in drawn.items():
            formula = self.propagated[outcome]
            width = one.high - one.low
            off = max(abs(formula.low - one.low), abs(formula.high - one.high))
            if width and off > TOLERANCE * width:
                ends = [f"{x:,.0f}" for x in (formula.low, formula.high, one.low, one.high)]
                notices.append(
                    Label(
                        f"the {outcome} is not normal: error propagation gives {ends[0]} to "
                        f"{ends[1]} t CO2e, the draws {ends[2]} to {ends[3]}; the ends differ by "
                        f"up to {off / width:.0%} of the width, and the draws count",
                        f"{names[outcome]}不呈正态分布：误差传播法得{ends[0]}至{ends[1]} t CO2e，"
                        f"抽样得{ends[2]}至{ends[3]}；端点相差达区间宽度的{off / width:.0%}，"
                        "以抽样为准",
                    )
                )
        return notices

    @cached_property
    def propagated(self) -> dict[Outcome, Propagation]:
        """Baseline and residual by error propagation, beside the draws."""
        return {
            outcome: propagate_through(self.trial, self.distributions, outcome)
            for outcome in OUTCOMES[:2]
        }

    def head(self) -> dict[str, Any]:
        """How the draws were made and what they say of the totals: what takes no time."""
        data: dict[str, Any] = {
            "draws": self.count,
            "seed": self.plan.seed,
            "method": self.plan.method,
            "interval": 0.95,
            "drawn_inputs": self.drawn_inputs,
            "fixed_inputs": self.fixed_inputs,
            "baseline": self.baseline.to_dict(),
            "residual": self.residual.to_dict(),
            "saving": self.saving.to_dict(),
        }
        return data if self.forest is None else data | {"forest": self.forest.to_dict()}

    def to_dict(self) -> dict[str, Any]:
        """The block ``uncertainty`` of a result."""
        origins = Counter(one.origin for one in self.distributions.values() if not one.is_fixed)
        forms = Counter(one.form for one in self.distributions.values())
        return {
            **self.head(),
            "forms": dict(sorted(forms.items())),
            "explicit_inputs": origins["explicit"],
            "pedigree_inputs": origins["pedigree"],
            "part_draws": self.part_draws,
            "shapley_draws": self.shapley_draws,
            "error_propagation": {
                outcome: {"value": x.value, "low": x.low, "high": x.high, "unit": UNIT}
                for outcome, x in self.propagated.items()
            },
            "notices": self.notices,
        }


def simulate(
    estimate: Estimate,
    draws: int = DRAWS,
    seed: int | None = SEED,
    method: Method = "mc",
    *,
    distributions: Mapping[str, Distribution] | None = None,
    pedigree: Pedigree | Mapping[str, Pedigree] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Uncertainty:
    """Draw everything that may vary in an estimate.

    Parameters
    ----------
    estimate : Estimate
    draws : int
        How many.
    seed : int or None
        The same seed gives the same bytes, whatever the number of threads; None takes a fresh one,
        which the result names.
    method : {"mc", "sobol"}
        Independent draws, or scrambled Sobol points (needs scipy), which pin down means faster and
        the ends of ranges hardly. With Sobol points a new input may move the draws of others.
    distributions : mapping of str to Distribution, optional
        By id or key of the input; they go before those that the scenario writes out.
    pedigree : Pedigree or mapping of str to Pedigree, optional
        For factors without a published range; default: the scores in the scenario.
    threads : int, optional
        Default: two where there are two processors.
    progress : callable, optional
        Called with the number of draws done.

    Raises
    ------
    ModelError
        If a name, a count or a distribution is impossible.

    Examples
    --------
    >>> from carbonmeet.estimation import estimate
    >>> sure = simulate(estimate("cop15-kunming"), draws=200)
    >>> sure.residual.low < sure.residual.median < sure.residual.high
    True
    """
    written, scored = _written(estimate)
    return _simulate(
        trial_of(estimate),
        _forest_of(estimate),
        (draws, seed, method),
        written | dict(distributions or {}),
        scored if pedigree is None else pedigree,
        threads,
        progress,
    )


def _written(estimate: Estimate) -> tuple[dict[str, Distribution], dict[str, Pedigree]]:
    """Distributions and pedigree scores that the scenario writes out."""
    content = estimate.scenario.content
    written = {name: one.distribution() for name, one in content.distributions.items()}
    return written, {name: Pedigree(*scores) for name, scores in content.pedigree.items()}


def distributions_in(estimate: Estimate) -> dict[str, Distribution]:
    """How every input of an estimate varies, by id: what `simulate` draws from.

    Examples
    --------
    >>> from carbonmeet.estimation import estimate
    >>> print(distributions_in(estimate("cop15-kunming"))["measures.T1.uptake"].form)
    pert
    """
    return choose_distributions(trial_of(estimate).inputs, *_written(estimate))


def simulate_model(
    model: Model,
    draws: int = DRAWS,
    seed: int | None = SEED,
    method: Method = "mc",
    *,
    uptake: Mapping[str, float] | None = None,
    distributions: Mapping[str, Distribution] | None = None,
    pedigree: Pedigree | Mapping[str, Pedigree] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Uncertainty:
    """Draw everything that may vary in a compiled model; see `simulate`."""
    trial = trial_of_model(model, uptake)
    wanted = (draws, seed, method)
    return _simulate(trial, None, wanted, distributions, pedigree, threads, progress)


def _simulate(
    trial: Trial,
    forest: ForestTrial | None,
    wanted: tuple[int, int | None, Method],
    given: Mapping[str, Distribution] | None,
    pedigree: Pedigree | Mapping[str, Pedigree] | None,
    threads: int | None,
    progress: Progress | None,
) -> Uncertainty:
    chosen = choose_distributions(trial.inputs, given, pedigree)
    own = {} if forest is None else forest.distributions
    plan = plan_draws(chosen | own, *wanted)
    place = trial.place(_without_forest(plan, chosen))
    width = plan.blocks * BLOCK
    totals = np.empty((2, width))
    before, after = (np.empty((len(trial.columns), min(width, PART_DRAWS))) for _ in range(2))
    central = float(trial.totals(trial.values[:, None])[1][0])
    woods = None if forest is None else ForestDraws.of(forest, central, width)

    def work(here: slice, values: Floats) -> None:
        everything = trial.filled(values[: len(place)], place)
        ledgers = trial.sums(everything)
        for total, parts, found in zip(totals, (before, after), ledgers, strict=True):
            total[here] = found[0]
            room = parts[:, here]
            room[:] = found[:, : room.shape[1]]
        if woods is not None:
            drawn = dict(zip(plan.ids[len(place) :], values[len(place) :], strict=True))
            woods.add(here, totals[1, here], drawn, plan.count)

    each_block(plan, work, threads=threads, progress=progress)
    chances = None if woods is None else woods.chances(plan.count)
    totals, before, after = (one[:, : plan.count] for one in (totals, before, after))
    return Uncertainty(trial, plan, chosen, totals, before, after, chances)


def _without_forest(plan: Plan, chosen: Mapping[str, Distribution]) -> Plan:
    """The plan of the scenario's inputs alone; those of a forest stand behind them."""
    ids = tuple(name for name in plan.ids if name in chosen)
    return Plan(ids, plan.distributions[: len(ids)], plan.count, plan.seed, plan.method)


def _forest_of(estimate: Estimate) -> ForestTrial | None:
    block = estimate.scenario.content.offset
    if block is None:
        return None
    return forest_trial(block, event_year=max(s.year for s in estimate.scenario.spans.values()))


def beats(one: Uncertainty, other: Uncertainty) -> float:
    """Probability that the first leaves less than the second, on paired draws.

    Inputs that both share are the same draw in both, so that they do not blur the answer. Half of
    the draws in which both leave the same counts for each.

    Raises
    ------
    ModelError
        If the two were not drawn alike.
    """
    plans = [(x.plan.count, x.plan.seed, x.plan.method) for x in (one, other)]
    if plans[0] != plans[1]:
        raise ModelError("draws pair only with the same count, seed and method")
    if one.plan.method == "sobol" and set(one.plan.ids) != set(other.plan.ids):
        raise ModelError("Sobol points pair only where the same inputs vary; use method 'mc'")
    left, right = one.totals[1], other.totals[1]
    return float(np.mean(left < right) + 0.5 * np.mean(left == right))
