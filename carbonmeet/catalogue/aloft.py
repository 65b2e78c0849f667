"""What flying does beyond its CO2: one unknown, in whichever factor it is contained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from carbonmeet.factor import Factor, publisher

__all__ = ["with_multiplier"]

_WITH, _WITHOUT = ".non-co2", ".direct"
_MULTIPLIER = "air.non-co2-multiplier"


def with_multiplier(row: Factor, rows: Mapping[str, list[Factor]]) -> Factor:
    """A factor that contains the effects of flying high, told as CO2 times their multiplier.

    Publishers print the sum. The multiplier acts on the CO2 part alone, so that this part is the
    step from the factor without the effects to the one with them, over the multiplier less 1. The
    number then varies with the multiplier, as those of other cabins, hauls and editions do.

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
    >>> [(one.id, round(co2, 4)) for one, co2 in flight.terms]
    [('air.non-co2-multiplier@defra-2022[world]', 0.0736)]
    >>> round(flight.low, 4), flight.value, round(flight.high, 4)
    (0.0743, 0.140625, 0.2953)
    """
    if not row.key.endswith(_WITH) or row.terms or row.own or "non-co2" not in row.boundary:
        return row
    stem = row.key.removesuffix(_WITH)
    twins = [*rows.get(stem + _WITHOUT, ()), *rows.get(stem, ())]
    plain = [one for one in twins if (one.source, one.region) == (row.source, row.region)]
    times = _multiplier(row, rows)
    if not plain or times is None or times.value <= 1:
        return row
    co2 = (row.value - plain[0].value) / (times.value - 1)
    rest = row.value - co2 * times.value
    low, high = (None if end is None else rest + co2 * end for end in (times.low, times.high))
    return replace(row, low=low, high=high, terms=((times, co2),), constant=rest)


def _multiplier(row: Factor, rows: Mapping[str, list[Factor]]) -> Factor | None:
    """The multiplier of the same publisher and edition."""
    same = [
        one
        for one in rows.get(_MULTIPLIER, ())
        if publisher(one.source) == publisher(row.source) and one.year == row.year
    ]
    return same[0] if same else None
