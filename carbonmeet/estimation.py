"""Scenario and catalogue in, answer out; answer in, the same answer with ranges out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from carbonmeet.answer import Answer
from carbonmeet.answer.build import answer_of
from carbonmeet.answer.frames import Frames
from carbonmeet.base.collector import uncollected
from carbonmeet.base.given import refuse_other, takes
from carbonmeet.catalogue import Catalogue
from carbonmeet.pricing.workings import work_out
from carbonmeet.scenario import SCENARIO_LIKE, ScenarioLike, load_scenario

if TYPE_CHECKING:
    from carbonmeet.answer.frames import Framed
    from carbonmeet.catalogue.pedigree import Pedigree
    from carbonmeet.draws.draws import Method, Progress
    from carbonmeet.numbers.distribution import Distribution
    from carbonmeet.pricing.workings import Workings

__all__ = ["answer_from", "estimate", "simulate"]


@takes(scenario=SCENARIO_LIKE, catalogue=(Catalogue, None), draws=int, seed=int)
@uncollected()
def estimate(
    scenario: ScenarioLike,
    *,
    catalogue: Catalogue | None = None,
    draws: int = 0,
    seed: int = 1,
) -> Answer:
    """Estimate a scenario.

    Parameters
    ----------
    scenario : path, mapping or Scenario
        A file, the name of a shipped scenario, plain data, or one already read; see
        `load_scenario`.
    catalogue : Catalogue, optional
        Default: the shipped one.
    draws : int
        Draws behind the ranges; 0 for none. The same as `simulate` afterwards.
    seed : int
        Of the draws.

    Returns
    -------
    Answer

    Raises
    ------
    InputError
        If the scenario is wrong: every fault, with file, line and column.

    Examples
    --------
    >>> answer = estimate("cop15-kunming")
    >>> answer.residual.total.value < answer.baseline.total.value
    True
    """
    read = load_scenario(scenario)
    workings = work_out(read, catalogue)
    if read.content.distributions or read.content.pedigree:
        from carbonmeet.draws.trial import trial_of
        from carbonmeet.draws.written import check_written

        check_written(workings, trial_of(workings))
    answer = answer_of(workings).changed(frames=Frames(lambda: _framed(workings)))
    _log(
        "INFO",
        "%s: %d lines, %d measures, %d inputs; %.6g t CO2e before the measures, %.6g after",
        answer.scenario.name,
        len(answer.lines),
        len(answer.measures),
        len(workings.model.inputs),
        answer.baseline.total.value,
        answer.residual.total.value,
    )
    for notice in answer.notices:
        _log("DEBUG", "%s: %s: %s", answer.scenario.name, notice.id, notice.en)
    if read.kind == "city":
        from carbonmeet.hostcity import city_part, indicators_in

        indicators_in(read)  # its faults are those of the file
        answer = answer.changed(city=city_part(workings))
    return simulate(answer, draws, seed) if draws else answer


def _log(level: str, what: str, *about: object) -> None:
    """Tell the log of the program that uses us, if it has one."""
    logging = sys.modules.get("logging")
    if logging is not None:
        logging.getLogger(__name__).log(getattr(logging, level), what, *about)


def _framed(workings: Workings) -> Mapping[str, Framed]:
    """The frames, which few answers are asked for and which take longer than adding lines up."""
    from carbonmeet.frames.every import framed

    return framed(workings)


def answer_from(given: Answer | ScenarioLike, name: str = "answer") -> Answer:
    """An answer as it is; what `estimate` takes, estimated; else `name` is what was wrong.

    Examples
    --------
    >>> answer_from("forum-1500") == estimate("forum-1500")
    True
    """
    refuse_other(given, (Answer, *SCENARIO_LIKE), name)
    return given if isinstance(given, Answer) else estimate(given)


@takes(
    draws=int,
    seed=(int, None),
    method=str,
    distributions=(Mapping, None),
    pedigree=("Pedigree", Mapping, None),
    threads=(int, None),
    progress=(Callable, None),
    parts=bool,
)
def simulate(
    answer: Answer | ScenarioLike,
    draws: int = 1000,
    seed: int | None = 1,
    method: Method = "mc",
    *,
    distributions: Mapping[str, Distribution] | None = None,
    pedigree: Pedigree | Mapping[str, Pedigree] | None = None,
    parts: bool = True,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Answer:
    """Draw everything that may vary in an answer, and give it ranges.

    Parameters
    ----------
    answer : Answer, or what `estimate` takes
        From `estimate` or `load_result`; a scenario is estimated first.
    draws : int
        How many.
    seed : int or None
        The same seed gives the same bytes, whatever the number of threads; None takes a fresh one,
        which the answer names.
    method : {"mc", "sobol"}
        Independent draws, or scrambled Sobol points (needs scipy), which pin down means faster and
        the ends of ranges hardly. With Sobol points a new input may move the draws of others.
    distributions : mapping of str to Distribution, optional
        By id or key of the input; they go before those that the scenario writes out.
    pedigree : Pedigree or mapping of str to Pedigree, optional
        For factors without a published range; default: the scores in the scenario.
    parts : bool
        False leaves out what takes most of the time: ranges of the attributions, per participant,
        by source and period at once and of the other accounting of electricity, error propagation,
        and what drives the range.
    threads : int, optional
        Default: two where there are two processors.
    progress : callable, optional
        Called with the number of draws done.

    Returns
    -------
    Answer
        The same answer with ranges in its totals, and what was drawn under `uncertainty`.

    Raises
    ------
    ModelError
        If a name, a count or a distribution is impossible.
    InputError
        If what the scenario writes out does not fit its inputs: every fault.
    CarbonmeetError
        If an answer that was loaded cannot be worked out again.

    Examples
    --------
    >>> sure = simulate(estimate("cop15-kunming"), draws=200)
    >>> sure.residual.total.low < sure.residual.total.value < sure.residual.total.high
    True
    """
    from carbonmeet.draws import draw
    from carbonmeet.draws.filling import filled

    answer = answer_from(answer)
    found = draw(
        answer.workings,
        draws,
        seed,
        method,
        distributions=distributions,
        pedigree=pedigree,
        threads=threads,
        progress=progress,
    )
    _log(
        "INFO",
        "%s: %d draws, seed %d, %d inputs vary, %d have no range",
        answer.scenario.name,
        found.count,
        found.plan.seed,
        found.drawn_inputs,
        found.fixed_inputs,
    )
    return filled(answer, found, parts=parts)
