"""From the base year to others: compound growth, targets, measures that come in by steps."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from carbonmeet.activity import Datum, Link
from carbonmeet.city.shape import Target
from carbonmeet.errors import CarbonmeetError, did_you_mean
from carbonmeet.fields import Amount
from carbonmeet.measure import Measure
from carbonmeet.naming import one_plus
from carbonmeet.text import Label
from carbonmeet.units import parse_unit

__all__ = ["by_year", "compound", "phase", "phase_fault", "phased", "toward"]

_ONE = parse_unit("1")


def compound(rate: Datum, steps: int) -> tuple[Link, ...]:
    """``(1 + rate) ** steps`` as links; years before the base year divide.

    One rate is one draw, however many years it works.

    Raises
    ------
    CarbonmeetError
        If nothing would be left.

    Examples
    --------
    >>> grown = compound(Datum("growth.waste", 0.02, _ONE), 3)
    >>> [(round(one.value, 2), power) for one, power in grown]
    [(1.02, 1), (1.02, 1), (1.02, 1)]
    """
    scale = rate.unit.scale
    ends = [None if end is None else 1.0 + end * scale for end in (rate.low, rate.high)]
    if 1.0 + rate.value * scale <= 0 or any(end is not None and end <= 0 for end in ends):
        raise CarbonmeetError(f"{rate.id}: a fall of 100 % a year leaves nothing to grow")
    step = replace(
        rate,
        id=f"1 + {rate.id}",
        value=1.0 + rate.value * scale,
        low=ends[0],
        high=ends[1],
        unit=_ONE,
        naming=rate.naming and (lambda: one_plus(rate.name)),
    )
    return ((step, 1 if steps > 0 else -1),) * abs(steps)


def toward(
    shares: Mapping[str, Amount], target: Target | None, base: int, year: int
) -> dict[str, Amount]:
    """Shares on a straight line from the base year to the target; held after it.

    Examples
    --------
    >>> goal = Target(year="2030", shares={"landfill": 0, "incineration": "100%"})
    >>> now = {"landfill": Amount(0.2), "incineration": Amount(0.8)}
    >>> toward(now, goal, 2020, 2025)["landfill"].value
    0.1
    """
    if target is None or year <= base:
        return dict(shares)
    way = min(1.0, (year - base) / max(1, int(target.year) - base))
    blended = {}
    for name in dict.fromkeys((*shares, *target.shares)):
        start, end = (
            table[name].value if name in table else 0.0 for table in (shares, target.shares)
        )
        blended[name] = Amount(
            start + (end - start) * way,
            basis="assumed",
            note=f"on a straight line to the target of {target.year}",
            share=True,
        )
    return blended


def by_year(values: Mapping[str, Amount], year: int) -> Amount:
    """The amount of a year: as given, else on a straight line between its neighbours.

    Examples
    --------
    >>> by_year({"2020": Amount(0.5), "2030": Amount(0.7)}, 2025).value
    0.6
    """
    years = sorted(int(one) for one in values)
    if str(year) in values:
        return values[str(year)]
    before = [one for one in years if one < year]
    after = [one for one in years if one > year]
    if not before or not after:
        return values[str(before[-1] if before else after[0])]
    first, last = values[str(before[-1])], values[str(after[0])]
    way = (year - before[-1]) / (after[0] - before[-1])
    return Amount(
        first.value + (last.value - first.value) * way,
        first.unit,
        basis="assumed",
        note="between the years given",
        share=first.share,
    )


def phase(measure: str, steps: Mapping[str, Amount], year: int) -> Datum:
    """Part of a measure's uptake that is in place in `year`; none before the first year given."""
    share = Amount(0.0) if year < min(map(int, steps)) else by_year(steps, year)
    return Datum(
        f"phase_in.{measure}.{year}",
        share.value,
        _ONE,
        share.low,
        share.high,
        share.basis,
        Label(share.note or ""),
        naming=lambda: Label(f"Phase-in: {measure}, {year}", f"分步实施：{measure}，{year}年"),
        share=True,
    )


def phased(measures: Iterable[str], known: Mapping[str, Measure]) -> list[Measure]:
    """The measures that come in step by step: their reach takes the step of each year."""
    found = []
    for measure in (known[name] for name in measures if name in known):
        if measure.effect.do != "enable":
            step = f"phase.{measure.id.lower()}"
            # the catalogue of an earlier estimate has the step already
            reach = (*(link for link in measure.reach if link != step), step)
            found.append(measure.model_copy(update={"reach": reach}))
    return found


def phase_fault(name: str, known: Mapping[str, Measure], carried_out: Container[str]) -> str:
    """Why a measure cannot come in step by step; empty if it can."""
    if name not in known:
        return f"no measure '{name}'.{did_you_mean(name, known)}"
    if known[name].effect.do == "enable":
        return f"{name} only lifts other measures; phase those in"
    if name not in carried_out:
        return f"{name} is not among the measures that are carried out: name it under 'measures'"
    return ""
