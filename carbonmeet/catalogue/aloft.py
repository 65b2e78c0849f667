"""What flying does beyond its CO2: one unknown, in whichever factor it is contained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import hypot

from carbonmeet.numbers.factor import Factor, publisher

__all__ = ["with_multiplier"]

_WITH, _WITHOUT = ".non-co2", ".direct"
_MULTIPLIER = "air.non-co2-multiplier"
_SPREAD = "air.factor-spread"


def with_multiplier(row: Factor, rows: Mapping[str, list[Factor]]) -> Factor:
    """A factor that contains the effects of flying high, told as CO2 times their multiplier.

    Publishers print the sum. The multiplier acts on the CO2 part alone, so that this part is the
    step from the factor without the effects to the one with them, over the multiplier less 1. The
    number then varies with the multiplier, as those of other cabins, hauls and editions do, and as
    a whole with the spread of the editions; the two together to the first order.

    Parameters
    ----------
    row : Factor
        Left as it is where it contains no such effects, or the publisher's multiplier or the
        factor without them is not known.
    rows : mapping of str to list of Factor
        The catalogue.

    Examples
    --------
    >>> from carbonmeet.catalogue import load_catalogue
    >>> flight = load_catalogue().find("air.international.economy.non-co2", "CN", 2022, ["defra"])
    >>> [(one.key, round(times, 4)) for one, times in flight.terms]
    [('air.non-co2-multiplier', 0.0736), ('air.factor-spread', 0.1406)]
    >>> round(flight.low, 4), flight.value, round(flight.high, 4)
    (0.0719, 0.140625, 0.2956)
    """
    if not row.key.endswith(_WITH) or row.terms or row.own or "non-co2" not in row.boundary:
        return row
    stem = row.key.removesuffix(_WITH)
    twins = [*rows.get(stem + _WITHOUT, ()), *rows.get(stem, ())]
    times = _multiplier(row, rows)
    if times is None or times.value <= 1:
        return row
    plain = _plain(row, times, twins, rows)
    if plain is None:
        return row
    co2 = (row.value - plain.value) / (times.value - 1)
    terms = [(times, co2), *((one, row.value) for one in rows.get(_SPREAD, ())[:1])]
    low, high = (_end(row.value, terms, end) for end in ("low", "high"))
    constant = row.value - sum(coefficient * one.value for one, coefficient in terms)
    return replace(row, low=low, high=high, terms=tuple(terms), constant=constant)


def _plain(
    row: Factor, times: Factor, twins: list[Factor], rows: Mapping[str, list[Factor]]
) -> Factor | None:
    """The publisher's factor without the effects, of the same edition.

    Where that one was not read, of an edition with the same multiplier and the same number with the
    effects: both numbers were then carried over.
    """
    alike = [
        one
        for one in rows.get(row.key, ())
        if (one.region, one.value, publisher(one.source))
        == (row.region, row.value, publisher(row.source))
        and (other := _multiplier(one, rows)) is not None
        and other.value == times.value
    ]
    near = sorted(alike, key=lambda one: (one.source != row.source, abs(one.year - row.year)))
    pairs = [
        two for one in near for two in twins if (two.source, two.region) == (one.source, one.region)
    ]
    return pairs[0] if pairs else None


def _end(value: float, terms: list[tuple[Factor, float]], end: str) -> float | None:
    """An end of the range: that of the terms, each by itself, in quadrature."""
    ends = [(getattr(one, end), one.value, coefficient) for one, coefficient in terms]
    steps = [(far - near) * coefficient for far, near, coefficient in ends if far is not None]
    if not steps:
        return None
    return value + hypot(*steps) * (-1 if end == "low" else 1)


def _multiplier(row: Factor, rows: Mapping[str, list[Factor]]) -> Factor | None:
    """The multiplier of the same publisher and edition."""
    same = [
        one
        for one in rows.get(_MULTIPLIER, ())
        if publisher(one.source) == publisher(row.source) and one.year == row.year
    ]
    return same[0] if same else None
