"""From the base year to others: compound growth, targets, measures that come in by steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping

from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.text import Label, _
from carbonmeet.bench.expansion import Expansion, Key
from carbonmeet.bench.naming import one_plus
from carbonmeet.catalogue.measure import Measure
from carbonmeet.city.shape import Target
from carbonmeet.numbers.number import Link, Number, sum_of
from carbonmeet.reading.amount import Amount

__all__ = ["by_periods", "compound", "in_year", "phase_fault", "phased", "toward"]


def compound(rate: Number, steps: int) -> tuple[Link, ...]:
    """``(1 + rate) ** steps`` as links; years before the base year divide.

    One rate is one draw, however many years it works.

    Raises
    ------
    CarbonmeetError
        If nothing would be left.

    Examples
    --------
    >>> from carbonmeet.units import parse_unit
    >>> grown = compound(Number(("growth", "waste"), 0.02, parse_unit("1")), 3)
    >>> {one.id for one, _ in grown}, [(one.value, power) for one, power in grown]
    ({'growth.waste.yearly'}, [(1.02, 1), (1.02, 1), (1.02, 1)])
    """
    scale = rate.unit.scale
    ends = (rate.value, rate.low, rate.high)
    if any(1.0 + end * scale <= 0 for end in ends if end is not None):
        raise CarbonmeetError(
            _(
                "{stands_as}: a fall of 100% a year leaves nothing to grow",
                stands_as=rate.stands_as,
            )
        )
    step = sum_of((*rate.path, "yearly"), [(rate, scale)], 1.0, one_plus(rate.name), note=rate.note)
    return ((step, 1 if steps > 0 else -1),) * abs(steps)


def by_periods(rates: Mapping[int, Number], base: int, year: int) -> tuple[Link, ...]:
    """Growth from the base year by rates that change: each holds up to its year, the last one on.

    Examples
    --------
    >>> from carbonmeet.units import parse_unit
    >>> fast, slow = (Number(("growth", one), rate, parse_unit("1"))
    ...               for one, rate in (("fast", 0.1), ("slow", 0.01)))
    >>> [round(one.value, 2) for one, _ in by_periods({2025: fast, 2030: slow}, 2023, 2027)]
    [1.1, 1.1, 1.01, 1.01]
    """
    forward = year > base
    steps = range(base + 1, year + 1) if forward else range(year + 1, base + 1)
    last = max(rates)
    counted = Counter(min((one for one in rates if one >= step), default=last) for step in steps)
    return tuple(
        link
        for until in sorted(counted)
        for link in compound(rates[until], counted[until] if forward else -counted[until])
    )


def toward(
    bench: Expansion,
    path: Key,
    shares: Mapping[str, Amount],
    goal: Key,
    target: Target | None,
    base: int,
    year: int,
) -> dict[str, Number]:
    """Shares on a straight line from the base year to the target; held after it.

    What is known of the shares of either year, a range included, is known of those between.

    Parameters
    ----------
    path, goal : path
        Where the shares and the target stand in the file.
    """
    now = {name: bench.number((*path, name), share, whole=path) for name, share in shares.items()}
    if target is None or year <= base:
        return now
    whole = (*goal, "shares")
    then = {
        name: bench.number((*whole, name), share, whole=whole)
        for name, share in target.shares.items()
    }
    way = min(1.0, (year - base) / max(1, int(target.year) - base))
    note = _("on a straight line to the target of {year}", year=target.year)
    return {
        name: _between(bench, (*path, name), year, now.get(name), then.get(name), way, note)
        for name in dict.fromkeys((*now, *then))
    }


def _between(
    bench: Expansion,
    path: Key,
    year: int,
    first: Number | None,
    last: Number | None,
    way: float,
    note: Label,
) -> Number:
    """A share of a year between two others; what one of them does not name is 0 in it."""
    terms = [(one, part) for one, part in ((first, 1.0 - way), (last, way)) if one and part]
    called, name = bench.called((*path, str(year)))
    return sum_of(called, terms, 0.0, name, basis="assumed", note=note, domain="share")


def in_year(
    bench: Expansion,
    path: Key,
    values: Mapping[str, Amount],
    year: int,
    *,
    early: float | None = None,
) -> Number:
    """The share of a year: as given, else on a straight line between its neighbours.

    Parameters
    ----------
    early : float, optional
        The share before the first year that is given; by default that of the first year.
    """
    years = sorted(int(one) for one in values)
    before = [one for one in years if one <= year]
    after = [one for one in years if one > year]
    if not before and early is not None:
        called, name = bench.called((*path, str(year)))
        return Number(called, early, values[str(years[0])].unit, name=name, domain="share")
    first, last = before[-1] if before else after[0], after[0] if after else before[-1]
    ends = [bench.number((*path, str(one)), values[str(one)]) for one in (first, last)]
    if not before or not after or first == year:
        return ends[0]
    note = _("between the years given")
    way = (year - first) / (last - first)
    return _between(bench, path, year, ends[0], ends[1], way, note)


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
        return _("no measure '{name}'.{hint}", name=name, hint=did_you_mean(name, known))
    if known[name].effect.do == "enable":
        return _("{name} only lifts other measures; phase those in", name=name)
    if name not in carried_out:
        return _(
            "{name} is not among the measures that are carried out: name it under 'measures'",
            name=name,
        )
    return ""
