"""Distributions and scores that a planner writes out, held against the inputs they are for.

A number has a domain, and a printed value. What is drawn for it must keep to the one and surround
the other, or the range would be that of another number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from carbonmeet.base.errors import InputError, ModelError, message_of
from carbonmeet.base.text import Message, _
from carbonmeet.draws.fitting import Known, fitted, follows
from carbonmeet.draws.together import mixes_of
from carbonmeet.numbers.distribution import distribution_of
from carbonmeet.numbers.factor import Factor
from carbonmeet.reading.schema import where

if TYPE_CHECKING:
    from carbonmeet.base.errors import Fault
    from carbonmeet.draws.trial import Trial
    from carbonmeet.numbers.path import Path
    from carbonmeet.pricing.workings import Workings

__all__ = ["check_written"]


def check_written(estimate: Workings, trial: Trial) -> None:
    """Refuse ``distributions:`` and ``pedigree:`` that do not fit the inputs of an estimate.

    Raises
    ------
    InputError
        With every fault.
    """
    faults = list(_faults(estimate, trial))
    if faults:
        raise InputError(faults)


def _faults(estimate: Workings, trial: Trial) -> Iterator[Fault]:
    content, document = estimate.scenario.content, estimate.scenario.document
    if not (content.distributions or content.pedigree or content.correlations):
        return
    known = Known(trial.inputs, document.data)
    yield from _correlated(estimate, trial, known)
    for section, names in (
        ("distributions", content.distributions),
        ("pedigree", content.pedigree),
    ):
        for name in names:
            path = (section, name)
            found = known.find(name)
            if not found:
                wrong = _idle(name, trial) or known.unknown(name)
                yield document.fault(path, where(path), wrong, at_key=True)
            elif found[0].terms:
                yield document.fault(path, where(path), follows(found[0]), at_key=True)
            elif section == "pedigree" and not isinstance(found[0], Factor):
                wrong = _("scores are for factors: give this number a 'low' and a 'high'")
                yield document.fault(path, where(path), wrong, at_key=True)
    for name, block in content.distributions.items():
        for one in known.find(name):
            if one.terms:
                continue
            try:
                fitted(one, block.distribution(), divisor=one.id in trial.divisors)
            except ModelError as error:
                path = ("distributions", name)
                yield document.fault(path, where(path), message_of(error))
                break


def _correlated(estimate: Workings, trial: Trial, known: Known) -> Iterator[Fault]:
    """Pairs that cannot be drawn together."""
    content, document = estimate.scenario.content, estimate.scenario.document
    seen: set[frozenset[frozenset[str]]] = set()
    for at, pair in enumerate(content.correlations):
        here: Path = ("correlations", at, "between")
        wrong = ""
        for side, name in enumerate(pair.between):
            wrong = _apart(name, trial, known, name in content.distributions)
            if wrong:
                yield document.fault((*here, side), where((*here, side)), wrong)
                break
        if wrong:
            continue
        first, second = ({one.drawn_as for one in known.find(name)} for name in pair.between)
        if first & second:
            wrong = _("both are one number, drawn once")
        elif frozenset(map(frozenset, (first, second))) in seen:
            wrong = _("these two are listed twice")
        seen.add(frozenset(map(frozenset, (first, second))))
        if wrong:
            yield document.fault(here, where(here), wrong)
    try:
        ids, streams = zip(*((one.id, one.drawn_as) for one in trial.inputs), strict=True)
        mixes_of(ids, streams, {}, trial.pairs)
    except ModelError as error:
        yield document.fault(("correlations",), "correlations", message_of(error), at_key=True)


def _apart(name: str, trial: Trial, known: Known, written: bool) -> Message | str:
    """Why a number cannot go together with another; empty where it can."""
    found = known.find(name)
    if not found:
        return _idle(name, trial) or known.unknown(name)
    if any(one.terms for one in found):
        return _("it follows from other numbers: name those")
    tied = {name for name, (other, _rho) in trial.vector.ties.items() for name in (name, other)}
    if any(one.id in tied for one in found):
        return _("it is drawn together with the other parameter of its fit")
    if all(distribution_of(one).is_fixed for one in found) and not written:
        return _("it has no range, so that nothing can go with it: give it a 'low' and a 'high'")
    return ""


def _idle(name: str, trial: Trial) -> str:
    """What to say of the uptake of a measure that is known and stands at 0."""
    for measure in trial.model.measures:
        if name == f"measures.{measure.id}.uptake":
            return _(
                "{id} is not carried out here: give it an uptake under 'measures'", id=measure.id
            )
    return ""
