"""Chooses among the rows of one key and one place: whose number, and of which year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from carbonmeet.base.errors import FactorAmbiguous
from carbonmeet.base.notices import Notices
from carbonmeet.base.numerals import figures
from carbonmeet.base.text import _, joined
from carbonmeet.numbers.factor import EVIDENCE, Factor, publisher

__all__ = ["by_publisher", "edition", "in_place", "listed"]


def by_publisher(
    rows: Sequence[Factor], prefer: Sequence[str], year: int | None = None
) -> Sequence[Factor]:
    """The rows of the publisher, or of the source, that `prefer` names first.

    Raises
    ------
    FactorAmbiguous
        If several publishers answer and `prefer` names none of them.
    """
    houses: dict[str, list[Factor]] = {}
    for row in rows:
        houses.setdefault(publisher(row.source), []).append(row)
    if len(houses) == 1:
        return rows
    for name in prefer:
        for known, found in houses.items():
            if name in (known, *(row.source for row in found)):
                return [row for row in found if name == known or row.source == name]
    best = _best_known(rows, year)
    rest = [name for name in houses if name != publisher(best.source)]
    raise FactorAmbiguous(
        _(
            "'{key}' has rival numbers for {region}: {listed}. Say whose "
            "to take: 'prefer: [{publisher}]' (or {rest}), or pin one: "
            "'{key}@{source}'",
            key=best.key,
            region=best.region,
            listed=listed(rows),
            publisher=publisher(best.source),
            rest=joined(rest),
            source=best.source,
        )
    )


def edition(rows: Sequence[Factor], year: int | None, notices: Notices | None = None) -> Factor:
    """The row nearest to `year` and not after it; a later one where there is no other.

    Raises
    ------
    FactorAmbiguous
        If two rows are of that year.
    """
    in_time = [row for row in rows if year is None or row.year <= year]
    latest, earliest = max(in_time or rows, key=_year), min(rows, key=_year)
    best = latest if in_time else earliest
    twins = [row for row in rows if row.year == best.year]
    if len(twins) > 1:
        raise FactorAmbiguous(
            _(
                "'{key}' has several rows for {region} {year}: {listed}. Pin one: '{key}@{source}'",
                key=best.key,
                region=best.region,
                year=best.year,
                listed=listed(twins),
                source=best.source,
            )
        )
    if not in_time and notices is not None:
        notices.later(best.id, year or 0)
    return best


def in_place(row: Factor, instead: Mapping[str, Factor]) -> Factor:
    """The number that is taken for a row, itself or one that it follows from."""
    if row.id in instead:
        return instead[row.id]
    if not any(one.id in instead for one in row.rests_on):
        return row
    terms = tuple((instead.get(one.id, one), by) for one, by in row.terms)
    times = None if row.times is None else instead.get(row.times.id, row.times)
    value = row.constant + sum(by * one.value for one, by in terms)
    value *= 1.0 if times is None else times.value
    low, high = (None if end is None else end * value / row.value for end in (row.low, row.high))
    return replace(row, value=value, low=low, high=high, terms=terms, times=times)


def listed(rows: Sequence[Factor], most: int = 8) -> str:
    """Rows in a message, with their values."""
    shown = ", ".join(f"{row.id} = {figures(row.value)}" for row in rows[:most])
    return shown + (_(" and {rows} more", rows=len(rows) - most) if len(rows) > most else "")


def _year(row: Factor) -> int:
    return row.year


def _best_known(rows: Sequence[Factor], year: int | None) -> Factor:
    """Of rivals that fit the year, the best evidenced; of those, the newest."""
    in_time = [row for row in rows if year is None or row.year <= year]
    return min(in_time or rows, key=lambda row: (EVIDENCE.index(row.evidence), -row.year))
