"""Distributions and scores that a planner writes out, held against the inputs they are for.

A number has a domain, and a printed value. What is drawn for it must keep to the one and surround
the other, or the range would be that of another number.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import numpy as np

from carbonmeet.distribution import ENDS, Distribution
from carbonmeet.errors import InputError, ModelError, did_you_mean
from carbonmeet.factor import Factor
from carbonmeet.schema import where

if TYPE_CHECKING:
    from carbonmeet.activity import Input
    from carbonmeet.errors import Fault
    from carbonmeet.estimation import Estimate
    from carbonmeet.uncertainty.trial import Trial

__all__ = ["FOLLOWS", "OUTSIDE", "check_written", "domain_of", "fitted", "names_of", "unknown"]

#: How much of a distribution may lie outside the domain of its input; that much is drawn at the
#: limit. A normal of a standard deviation of a third of its mean is just above.
OUTSIDE = 0.001
#: What to say of a number that is the rest of others.
FOLLOWS = "it is what the other shares leave: write distributions for those"
#: Of the value, what the 0.1 % point of a divisor must reach: one over less would drive the total.
_DIVISOR = 0.05


def names_of(one: Input) -> tuple[str, str]:
    """What an input is written under: its id; or its key, for every row of the key."""
    return one.id, getattr(one, "key", one.id)


def domain_of(one: Input) -> tuple[float, float]:
    """Least and most that a number can be.

    A share lies between 0 and 1, a saving may be negative and is at most the whole, everything
    else is 0 or more, unless its own value or range is not.
    """
    plain = one.unit.dimensionless and one.unit.scale == 1.0
    if isinstance(one, Factor):
        share = plain and one.key.endswith(("share", ".left"))
        saving = plain and "saving" in one.key
    else:
        share, saving = one.share, False
    least = -math.inf if saving or min(one.value, one.low or 0.0) < 0 else 0.0
    return least, 1.0 if share or saving else math.inf


def fitted(one: Input, given: Distribution, *, divisor: bool = False) -> Distribution:
    """A distribution for an input, kept to its domain.

    What little lies outside is drawn at the limit; for a divisor, at the 0.1 % point.

    Parameters
    ----------
    divisor : bool
        Whether anything is divided by the input.

    Raises
    ------
    ModelError
        If it is one of another number.

    Examples
    --------
    >>> from carbonmeet.activity import Datum
    >>> from carbonmeet.units import parse_unit
    >>> people = Datum("people", 600, parse_unit("person"))
    >>> print(fitted(people, Distribution("normal", 600, 190, 190)))
    normal, median 600, 95 % from 227.6 to 972.4, none below 0
    >>> fitted(people, Distribution("normal", 600, 600, 600))
    Traceback (most recent call last):
    carbonmeet.errors.ModelError: 16 % of it lies below 0, where people cannot be: write a ...
    """
    if given.is_fixed:
        if not math.isclose(given.middle, one.value, rel_tol=1e-9):
            raise ModelError(
                f"fixed at {given.middle:g}, while the value is {one.value:g}: {_instead(one)}"
            )
        return given
    least, most = domain_of(one)
    if divisor and given.form != "lognormal":
        _check_divisor(one, given)
        least = given.quantile(OUTSIDE)
    _check_domain(one, given, least, most)
    low, high = map(given.quantile, ENDS)
    if not low * (1 - 1e-9) <= one.value <= high * (1 + 1e-9):
        raise ModelError(
            f"its 95 % range, {low:.4g} to {high:.4g}, leaves out the value, {one.value:g}, at "
            f"which totals are printed: centre it there; or {_instead(one)}"
        )
    first, last = given.at(np.array([-8.0, 8.0]))
    return given if least <= first and last <= most else given.within(least, most)


def _check_domain(one: Input, given: Distribution, least: float, most: float) -> None:
    x, weight = given.sampled
    outside = []
    if given.quantile(OUTSIDE) < least:
        outside.append(f"{_percent(weight[x < least].sum())} of it lies below {least:g}")
    if given.quantile(1 - OUTSIDE) > most:
        outside.append(f"{_percent(weight[x > most].sum())} of it lies above {most:g}")
    if outside:
        raise ModelError(
            f"{' and '.join(outside)}, where {one.id} cannot be: {_narrower(least, most)}"
        )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.1 else f"{100 * share:.2g} %"


def _narrower(least: float, most: float) -> str:
    if most == math.inf:
        return "write a smaller sd, or a lognormal"
    return "write a smaller sd" + ("" if math.isinf(least) else ", or a form with ends or a beta")


def _check_divisor(one: Input, given: Distribution) -> None:
    least = given.quantile(OUTSIDE)
    if least < _DIVISOR * one.value:
        raise ModelError(
            f"one draw in a thousand is below {least:.2g}, too low for {one.id}, by which "
            "something is divided: write a smaller sd, ends well above 0, or a lognormal"
        )


def _instead(one: Input) -> str:
    """How the number itself is changed."""
    if isinstance(one, Factor):
        return f"give a row of your own for {one.key} under 'factors'"
    return f"write the number itself where it stands, {one.id.removesuffix('.uptake')}"


def check_written(estimate: Estimate, trial: Trial) -> None:
    """Refuse ``distributions:`` and ``pedigree:`` that do not fit the inputs of an estimate.

    Raises
    ------
    InputError
        With every fault.
    """
    faults = list(_faults(estimate, trial))
    if faults:
        raise InputError(faults)


def _faults(estimate: Estimate, trial: Trial) -> Iterator[Fault]:
    content, document = estimate.scenario.content, estimate.scenario.document
    if not content.distributions and not content.pedigree:
        return
    known: dict[str, list[Input]] = {}
    for one in trial.inputs:
        for name in dict.fromkeys(names_of(one)):
            known.setdefault(name, []).append(one)
    for section, names in (
        ("distributions", content.distributions),
        ("pedigree", content.pedigree),
    ):
        for name in names:
            path = (section, name)
            if name not in known:
                wrong = _idle(name, trial) or unknown(name, known)
                yield document.fault(path, where(path), wrong, at_key=True)
            elif name in trial.rests:
                yield document.fault(path, where(path), FOLLOWS, at_key=True)
            elif section == "pedigree" and not isinstance(known[name][0], Factor):
                wrong = "scores are for factors: give this number a 'low' and a 'high'"
                yield document.fault(path, where(path), wrong, at_key=True)
    for name, block in content.distributions.items():
        for one in known.get(name, ()):
            try:
                fitted(one, block.distribution(), divisor=one.id in trial.divisors)
            except ModelError as error:
                path = ("distributions", name)
                yield document.fault(path, where(path), str(error))
                break


def _idle(name: str, trial: Trial) -> str:
    """What to say of the uptake of a measure that is known and stands at 0."""
    for measure in trial.model.measures:
        if name == f"measures.{measure.id}.uptake":
            return f"{measure.id} is not carried out here: give it an uptake under 'measures'"
    return ""


def unknown(name: str, known: Collection[str]) -> str:
    """What to say of a name that no input has."""
    return f"no input '{name}' in this scenario.{did_you_mean(name, known)}"
