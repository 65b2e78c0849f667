"""What flying does beyond its CO2: one unknown, in whichever factor it is contained."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from carbonmeet.base.text import _
from carbonmeet.numbers.factor import Factor, publisher

__all__ = ["FLIGHTS", "flown", "without_effects"]

_WITH, _WITHOUT = ".non-co2", ".direct"
_MULTIPLIER = "air.non-co2-multiplier"
#: What is drawn once for all flights of a publisher: how its stream begins, and what it is called.
FLIGHTS = ("air@", _("Flights, direct gases only"))


def flown(row: Factor, rows: Mapping[str, tuple[Factor, ...]]) -> Factor:
    """A factor of flying, told by the two unknowns in it: its CO2 part, and what goes beyond.

    Publishers print the factor without the effects of flying high, D, and their sum, F. The
    multiplier M acts on the CO2 in D alone, so that F = D (1 + c (M - 1)), in which c is the share
    of CO2 in D by the publisher's own numbers. F then varies with D, as it does where the effects
    are left out, and with the multiplier. Loads, seats and aircraft move all flights of a publisher
    alike, from edition to edition: D has one draw for every cabin, haul and edition.

    Parameters
    ----------
    row : Factor
        Left as it is where it is no factor of such a publisher.
    rows : mapping of str to list of Factor
        The catalogue.

    Examples
    --------
    >>> from carbonmeet.catalogue import load_catalogue
    >>> flight = load_catalogue().find("air.international.economy.non-co2", "CN", 2022, ["defra"])
    >>> flight.times.id, [(one.key, round(co2, 4)) for one, co2 in flight.terms]
    ('air.international.economy.direct@defra-2022[world]', [('air.non-co2-multiplier', 0.9906)])
    >>> round(flight.low, 4), flight.value, round(flight.high, 4)
    (0.0709, 0.140625, 0.304)
    """
    if row.own or row.terms:
        return row
    if without_effects(row, rows):
        return replace(row, stream=FLIGHTS[0] + publisher(row.source))
    if not row.key.endswith(_WITH) or "non-co2" not in row.boundary:
        return row
    stem = row.key.removesuffix(_WITH)
    twins = [*rows.get(stem + _WITHOUT, ()), *rows.get(stem, ())]
    beyond = _multiplier(row, rows)
    if beyond is None or beyond.value <= 1:
        return row
    plain = _plain(row, beyond, twins, rows)
    return row if plain is None else _product(row, flown(plain, rows), beyond)


def without_effects(row: Factor, rows: Mapping[str, tuple[Factor, ...]]) -> bool:
    """Whether its publisher prints the factor with the effects of flying high as well."""
    pairs = rows.get(row.key.removesuffix(_WITHOUT) + _WITH, ())
    return any(
        (one.region, publisher(one.source)) == (row.region, publisher(row.source)) for one in pairs
    )


def _product(row: Factor, plain: Factor, beyond: Factor) -> Factor:
    """The factor as the one without the effects times what the multiplier makes of its CO2."""
    co2 = (row.value / plain.value - 1) / (beyond.value - 1)

    def end(name: str) -> float | None:
        far, most = getattr(plain, name), getattr(beyond, name)
        if far is None and most is None:
            return None
        steps = (
            math.log((far or plain.value) / plain.value),
            math.log(1 + co2 * ((most or beyond.value) - 1)) - math.log(row.value / plain.value),
        )
        return row.value * math.exp(math.hypot(*steps) * (-1 if name == "low" else 1))

    return replace(
        row,
        low=end("low"),
        high=end("high"),
        terms=((beyond, co2),),
        constant=1 - co2,
        times=plain,
    )


def _plain(
    row: Factor, times: Factor, twins: list[Factor], rows: Mapping[str, tuple[Factor, ...]]
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


def _multiplier(row: Factor, rows: Mapping[str, tuple[Factor, ...]]) -> Factor | None:
    """The multiplier of the same publisher and edition."""
    same = [
        one
        for one in rows.get(_MULTIPLIER, ())
        if publisher(one.source) == publisher(row.source) and one.year == row.year
    ]
    return same[0] if same else None
