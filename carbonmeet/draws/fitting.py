"""What a planner may call an input, and a distribution kept to what the input can be."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from carbonmeet.base.errors import ModelError, did_you_mean
from carbonmeet.base.numerals import number
from carbonmeet.base.text import Message, _, joined
from carbonmeet.numbers.distribution import ENDS, Distribution
from carbonmeet.numbers.factor import Factor
from carbonmeet.numbers.number import Number
from carbonmeet.numbers.path import Names, PathError, read, show

__all__ = ["OUTSIDE", "Known", "fitted", "follows"]

#: How much of a distribution may lie outside the domain of its input; that much is drawn at the
#: limit. A normal of a standard deviation of a third of its mean is just above.
OUTSIDE = 0.001
#: Of the value, what the 0.1% point of a divisor must reach: one over less would drive the total.
_DIVISOR = 0.05


class Known:
    """Inputs by what a planner may call them.

    That is the path, with names of entries or their positions; and of a factor its id, or its key
    for every row of the key.

    Parameters
    ----------
    numbers : iterable of Number
    data : plain data, optional
        Of the file of the scenario, which knows its entries by name.

    Examples
    --------
    >>> from carbonmeet.units import parse_unit
    >>> people = Number(("groups", "Guests", "people"), 80, parse_unit("person"))
    >>> Known([people]).find('groups["Guests"].people') == [people]
    True
    """

    def __init__(self, numbers: Iterable[Number], data: object = None) -> None:
        self._data = data
        self._found: dict[str, list[Number]] = {}
        for one in numbers:
            names = [one.id, show(one.path)]
            if isinstance(one, Factor):
                claimed = f"{one.key}@{one.claimed}[{one.region}]"
                names += [one.key, claimed, show(("factors", claimed))]
            names += [show(one.place)] if one.place else []
            for name in dict.fromkeys(names):
                self._found.setdefault(name, []).append(one)

    def find(self, name: str) -> list[Number]:
        """The inputs of a name; none where nothing is called that."""
        if name in self._found:
            return self._found[name]
        try:
            path = read(name)
            if show(path) in self._found:
                return self._found[show(path)]
            return self._found.get(show(Names(self._data).find(path)), [])
        except PathError:
            return []

    def unknown(self, name: str) -> str:
        """What to say of a name that no input has."""
        return _(
            "no input '{name}' in this scenario.{hint}",
            name=name,
            hint=did_you_mean(name, self._found),
        )


def fitted(one: Number, given: Distribution, *, divisor: bool = False) -> Distribution:
    """A distribution for an input, kept to its domain.

    What little lies outside is drawn at the limit; for a divisor, at the 0.1% point.

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
    >>> from carbonmeet.units import parse_unit
    >>> people = Number(("people",), 600, parse_unit("person"))
    >>> print(fitted(people, Distribution("normal", 600, 190, 190)))
    normal, median 600, 95% from 227.6 to 972.4, none below 0
    >>> fitted(people, Distribution("normal", 600, 600, 600))
    Traceback (most recent call last):
    carbonmeet.base.errors.ModelError: 16% of it lies below 0, where people cannot be: write a ...
    """
    if given.is_fixed:
        if not math.isclose(given.middle, one.value, rel_tol=1e-9):
            raise ModelError(
                _(
                    "fixed at {middle:g}, while the value is {value:g}: {instead}",
                    middle=given.middle,
                    value=one.value,
                    instead=_instead(one),
                )
            )
        return given
    least, most = one.limits
    if divisor and given.form != "lognormal":
        _check_divisor(one, given)
        least = given.quantile(OUTSIDE)
    _check_domain(one, given, least, most)
    low, high = map(given.quantile, ENDS)
    if not low * (1 - 1e-9) <= one.value <= high * (1 + 1e-9):
        raise ModelError(
            _(
                "its 95% range, {low:.4g} to {high:.4g}, leaves out the "
                "value, {value:g}, at which totals are printed: centre it "
                "there; or {instead}",
                low=low,
                high=high,
                value=one.value,
                instead=_instead(one),
            )
        )
    first, last = given.at(np.array([-8.0, 8.0]))
    return given if least <= first and last <= most else given.within(least, most)


def _check_domain(one: Number, given: Distribution, least: float, most: float) -> None:
    x, weight = given.sampled
    outside = []
    if given.quantile(OUTSIDE) < least:
        outside.append(
            _(
                "{percent} of it lies below {least:g}",
                percent=_percent(weight[x < least].sum()),
                least=least,
            )
        )
    if given.quantile(1 - OUTSIDE) > most:
        outside.append(
            _(
                "{percent} of it lies above {most:g}",
                percent=_percent(weight[x > most].sum()),
                most=most,
            )
        )
    if outside:
        raise ModelError(
            _(
                "{outside}, where {id} cannot be: {narrower}",
                outside=joined(outside, " and "),
                id=one.id,
                narrower=_narrower(least, most),
            )
        )


def _percent(share: float) -> str:
    return f"{number(100 * share, 2)}%"


def _narrower(least: float, most: float) -> str:
    if most == math.inf:
        return _("write a smaller sd, or a lognormal")
    return _(
        "write a smaller sd{what}",
        what="" if math.isinf(least) else _(", or a form with ends or a beta"),
    )


def _check_divisor(one: Number, given: Distribution) -> None:
    least = given.quantile(OUTSIDE)
    if least < _DIVISOR * one.value:
        raise ModelError(
            _(
                "one draw in a thousand is below {least:.2g}, too low for "
                "{id}, by which something is divided: write a smaller sd, "
                "ends well above 0, or a lognormal",
                least=least,
                id=one.id,
            )
        )


def _instead(one: Number) -> str:
    """How the number itself is changed."""
    if isinstance(one, Factor):
        return _("give a row of your own for {key} under 'factors'", key=one.key)
    return _("write the number itself where it stands, {path}", path=show(one.place) or one.id)


def follows(one: Number) -> Message:
    """Why a number that follows from others has no distribution of its own, and which ones have."""
    if one.constant == 1 and all(coefficient < 0 for _one, coefficient in one.terms):
        return _("it is what the other shares leave: write distributions for those")
    names = dict.fromkeys(
        other.key if isinstance(other, Factor) else show(other.path) for other in one.rests_on
    )
    return _(
        "it follows from other numbers: write distributions for {numbers}",
        numbers=joined(f"'{name}'" for name in names),
    )
