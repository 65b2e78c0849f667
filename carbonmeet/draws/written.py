"""Distributions and scores that a planner writes out, held against the inputs they are for.

A number has a domain, and a printed value. What is drawn for it must keep to the one and surround
the other, or the range would be that of another number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from carbonmeet.base.errors import InputError, ModelError, message_of
from carbonmeet.base.text import _
from carbonmeet.draws.fitting import FOLLOWS, Known, fitted
from carbonmeet.numbers.factor import Factor
from carbonmeet.reading.schema import where

if TYPE_CHECKING:
    from carbonmeet.base.errors import Fault
    from carbonmeet.draws.trial import Trial
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
    if not content.distributions and not content.pedigree:
        return
    known = Known(trial.inputs, document.data)
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
                yield document.fault(path, where(path), FOLLOWS, at_key=True)
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


def _idle(name: str, trial: Trial) -> str:
    """What to say of the uptake of a measure that is known and stands at 0."""
    for measure in trial.model.measures:
        if name == f"measures.{measure.id}.uptake":
            return _(
                "{id} is not carried out here: give it an uptake under 'measures'", id=measure.id
            )
    return ""
