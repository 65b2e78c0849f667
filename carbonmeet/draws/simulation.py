"""Draw everything that may vary, through the one kernel.

Baseline, residual, savings and forest are evaluated on the same draws, so that a factor that is
too high in one is too high in all, and their differences are not blurred by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.answer import Answer, workings_of
from carbonmeet.base.errors import ModelError
from carbonmeet.base.text import _
from carbonmeet.catalogue.pedigree import Pedigree
from carbonmeet.draws.answer import Uncertainty
from carbonmeet.draws.draws import (
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
from carbonmeet.draws.fitting import Known, follows
from carbonmeet.draws.forest_draws import ForestDraws
from carbonmeet.draws.trial import Trial, trial_of, trial_of_model
from carbonmeet.draws.written import check_written
from carbonmeet.numbers.distribution import Distribution

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.kernel import Model
    from carbonmeet.pricing.workings import Workings

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["distributions_in", "distributions_of", "draw", "plan_of", "planned", "simulate_model"]

#: Draws behind the ranges of parts: sources, periods, measures. Totals and probabilities rest on
#: every draw, so that ten times the draws do not take ten times the memory.
PART_DRAWS = 128 * BLOCK


def draw(
    answer: Answer | Workings,
    draws: int = DRAWS,
    seed: int | None = SEED,
    method: Method = "mc",
    *,
    distributions: Mapping[str, Distribution] | None = None,
    pedigree: Pedigree | Mapping[str, Pedigree] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Uncertainty:
    """Draw everything that may vary in an estimate; see `carbonmeet.simulate`.

    Raises
    ------
    ModelError
        If a name, a count or a distribution is impossible.
    InputError
        If what the scenario writes out does not fit its inputs: every fault.

    Examples
    --------
    >>> from carbonmeet.scenario import load_scenario
    >>> from carbonmeet.pricing.workings import work_out
    >>> sure = draw(work_out(load_scenario("cop15-kunming")), draws=200)
    >>> sure.residual.low < sure.residual.median < sure.residual.high
    True
    """
    workings = workings_of(answer)
    trial = trial_of(workings)
    written, scored = _written(workings, trial)
    return _simulate(
        trial,
        (draws, seed, method),
        written | dict(distributions or {}),
        scored if pedigree is None else pedigree,
        threads,
        progress,
    )


def _written(
    workings: Workings, trial: Trial
) -> tuple[dict[str, Distribution], dict[str, Pedigree]]:
    """Distributions and pedigree scores that the scenario writes out; faults of both raise."""
    check_written(workings, trial)
    content = workings.scenario.content
    written = {name: one.distribution() for name, one in content.distributions.items()}
    return written, {name: Pedigree(*scores) for name, scores in content.pedigree.items()}


def plan_of(answer: Answer | Workings, draws: int, seed: int | None, method: Method = "mc") -> Plan:
    """The draws that `draw` would make of an estimate.

    Raises
    ------
    InputError
        If what the scenario writes out does not fit its inputs: every fault.
    """
    workings = workings_of(answer)
    trial = trial_of(workings)
    chosen = _counting(trial, _chosen(trial, *_written(workings, trial)))
    return planned(trial, chosen, draws, seed, method)


def planned(
    trial: Trial,
    chosen: Mapping[str, Distribution],
    draws: int,
    seed: int | None,
    method: Method = "mc",
) -> Plan:
    """The draws of a trial from the distributions that were chosen, see `plan_draws`."""
    vector = trial.vector
    return plan_draws(
        chosen,
        draws,
        seed,
        method,
        streams=vector.streams,
        ties=vector.ties,
        pairs=trial.pairs,
    )


def distributions_in(answer: Answer | Workings) -> dict[str, Distribution]:
    """How every input of an estimate varies, by id: what `draw` draws from.

    Examples
    --------
    >>> from carbonmeet.scenario import load_scenario
    >>> from carbonmeet.pricing.workings import work_out
    >>> found = work_out(load_scenario("cop15-kunming"))
    >>> print(distributions_in(found)["measures.T1.uptake"].form)
    shifted-logit-normal
    """
    workings = workings_of(answer)
    return distributions_of(workings, trial_of(workings))


def distributions_of(workings: Workings, trial: Trial) -> dict[str, Distribution]:
    """How every input of a trial varies, by id, with what the scenario writes out.

    Raises
    ------
    InputError
        If what the scenario writes out does not fit its inputs: every fault.
    """
    return _chosen(trial, *_written(workings, trial))


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
    """Draw everything that may vary in a compiled model; see `carbonmeet.simulate`."""
    trial = trial_of_model(model, uptake)
    wanted = (draws, seed, method)
    return _simulate(trial, wanted, distributions, pedigree, threads, progress)


def _chosen(
    trial: Trial,
    given: Mapping[str, Distribution] | None,
    pedigree: Pedigree | Mapping[str, Pedigree] | None,
) -> dict[str, Distribution]:
    """How every input varies; what follows from others has no distribution of its own."""
    known = Known(trial.inputs)
    for name in given or ():
        for one in known.find(name):
            if one.terms:
                raise ModelError(_("{name}: {follows}", name=name, follows=follows(one)))
    chosen = choose_distributions(trial.inputs, given, pedigree, trial.divisors)
    centre = {one.id: one.value for one in trial.inputs}
    return chosen | {name: Distribution.fixed(centre[name]) for name in trial.rests}


def _counting(trial: Trial, chosen: Mapping[str, Distribution]) -> dict[str, Distribution]:
    """Without what prices nothing, unless the scenario writes its distribution out."""
    return {
        name: one
        for name, one in chosen.items()
        if name not in trial.idle or one.origin == "explicit"
    }


def _simulate(
    trial: Trial,
    wanted: tuple[int, int | None, Method],
    given: Mapping[str, Distribution] | None,
    pedigree: Pedigree | Mapping[str, Pedigree] | None,
    threads: int | None,
    progress: Progress | None,
) -> Uncertainty:
    chosen = _counting(trial, _chosen(trial, given, pedigree))
    plan = planned(trial, chosen, *wanted)
    place = trial.place(plan)
    width = plan.blocks * BLOCK
    totals = np.empty((2, width))
    before, after = (np.empty((len(trial.columns), min(width, PART_DRAWS))) for _ in range(2))
    woods = None if trial.forest is None else ForestDraws.of(trial.forest, width)

    def work(here: slice, values: Floats) -> None:
        everything = trial.filled(values, place)
        ledgers = trial.sums(everything)
        for total, parts, found in zip(totals, (before, after), ledgers, strict=True):
            total[here] = found[0]
            room = parts[:, here]
            room[:] = found[:, : room.shape[1]]
        if woods is not None:
            woods.add(here, totals[1, here], trial.wooded(everything, place), plan.count)

    each_block(plan, work, threads=threads, progress=progress)
    chances = None if woods is None else woods.chances(plan.count)
    totals, before, after = (one[:, : plan.count] for one in (totals, before, after))
    return Uncertainty(trial, plan, chosen, totals, before, after, chances)
