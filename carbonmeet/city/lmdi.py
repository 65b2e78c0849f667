"""Splitting a change into its causes so that the parts sum to it: additive LMDI-I."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from carbonmeet.base.errors import ModelError
from carbonmeet.base.text import _

__all__ = ["decompose", "logarithmic_mean"]

#: Part of the whole → its factors; their product is the part's amount.
Terms: TypeAlias = Mapping[str, Sequence[float]]


def logarithmic_mean(a: float, b: float) -> float:
    """The logarithmic mean ``(a - b) / (ln a - ln b)``; `a` where both are equal.

    Examples
    --------
    >>> round(logarithmic_mean(1.0, math.e), 6)
    1.718282
    >>> logarithmic_mean(3.0, 3.0)
    3.0
    """
    if a == b:
        return a
    if a == 0 or b == 0:
        return 0.0
    # log1p keeps the digits where the two are nearly equal, log where they are far apart
    ratio = math.log1p((a - b) / b) if 0.5 < a / b < 2.0 else math.log(a) - math.log(b)
    return (a - b) / ratio if ratio else a


def decompose(before: Terms, after: Terms, names: Sequence[str]) -> dict[str, float]:
    """Split the change of a sum of products among the factors.

    The whole is ``E = sum over i of x_i1 * x_i2 * ... * x_in``. Factor ``k`` is given

        D_k = sum over i of L(E_i', E_i) * ln(x_ik' / x_ik)

    with L the logarithmic mean; a prime marks the later state. The parts sum to ``E' - E``.

    Parameters
    ----------
    before, after : mapping of str to sequence of float
        Factors of every part, none negative. A part missing from one side, or with a factor of
        zero, appears or vanishes: its whole change goes to the factors that were or became zero.
    names : sequence of str
        Names of the factors, such as ``("activity", "structure", "intensity")``.

    Returns
    -------
    dict
        Change by factor, in the unit of the products.

    Raises
    ------
    ModelError
        If a factor is negative, not finite, or missing.

    References
    ----------
    Ang, B. W. (2005), The LMDI approach to decomposition analysis: a practical guide. Energy
    Policy 33, 867-871; zeros by their analytical limits, as in Ang and Liu (2007).

    Examples
    --------
    >>> parts = decompose({"bus": (100, 0.5)}, {"bus": (120, 0.4)}, ("activity", "intensity"))
    >>> round(sum(parts.values()), 9)
    -2.0
    """
    parts = {name: [0.0] for name in names}
    for part in {**before, **after}:
        old = _factors(before, part, names)
        new = _factors(after, part, names)
        for name, value in zip(names, _split(old, new), strict=True):
            parts[name].append(value)
    return {name: math.fsum(values) for name, values in parts.items()}


def _factors(state: Terms, part: str, names: Sequence[str]) -> Sequence[float]:
    found = state.get(part, [0.0] * len(names))
    if len(found) != len(names):
        raise ModelError(
            _(
                "{part}: {names} factors are wanted, {found} given",
                part=part,
                names=len(names),
                found=len(found),
            )
        )
    if not all(0 <= value < math.inf for value in found):
        raise ModelError(
            _("{part}: the factors of a decomposition are finite and not negative", part=part)
        )
    return found


def _split(old: Sequence[float], new: Sequence[float]) -> list[float]:
    start, end = math.prod(old), math.prod(new)
    if start == 0 or end == 0:
        # the limit of the formula: only what is zero on one side moves the product
        moved = [(a == 0) != (b == 0) for a, b in zip(old, new, strict=True)]
        count = sum(moved)
        return (
            [(end - start) / count if hit else 0.0 for hit in moved] if count else [0.0] * len(old)
        )
    weight = logarithmic_mean(end, start)
    return [weight * math.log(b / a) for a, b in zip(old, new, strict=True)]
