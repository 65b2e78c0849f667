"""Ranges into an answer: the same type, with low and high where draws say them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeVar

from carbonmeet.answer.draws import Drawn, DrawnTotal, Driver, Ends, Together
from carbonmeet.answer.footprint import Electricity, Footprint
from carbonmeet.answer.measures import Measures
from carbonmeet.answer.offset import Offset
from carbonmeet.answer.total import Total
from carbonmeet.answer.whole import Answer
from carbonmeet.base.text import Label
from carbonmeet.draws.notices import always, notices
from carbonmeet.draws.ranges import Range
from carbonmeet.numbers.distribution import ENDS
from carbonmeet.offset.arithmetic import MU_PER_HA
from carbonmeet.offset.claims import claims_of
from carbonmeet.offset.wording import statement

if TYPE_CHECKING:
    from carbonmeet.draws.answer import Uncertainty
    from carbonmeet.offset.result import OffsetResult

__all__ = ["filled"]

#: Inputs that an answer names as those that drive the range of its residual.
_NAMED = 5

K = TypeVar("K")


def filled(answer: Answer, found: Uncertainty, *, parts: bool = True) -> Answer:
    """An answer with the ranges of its draws.

    Parameters
    ----------
    answer : Answer
    found : Uncertainty
        Draws of the same answer.
    parts : bool
        See `carbonmeet.simulate`.
    """
    never = {name for name, one in answer.scenario.periods.items() if one.counterfactual}
    drawn = replace(_drawn(found), drivers=_drivers(found))
    done = replace(
        answer,
        baseline=_footprint(answer.baseline, found, "baseline", never),
        residual=_footprint(answer.residual, found, "residual", never),
        saving=_within(answer.saving, found.saving),
        measures=replace(answer.measures, total=_within(answer.measures.total, found.saving)),
        offset=None if answer.offset is None else _offset(answer, answer.offset, found),
        notices=(*answer.notices, *always(found)),
        uncertainty=drawn,
    )
    if parts:
        done = replace(
            done,
            baseline=_parts_of(done.baseline, found, "baseline"),
            residual=_parts_of(done.residual, found, "residual"),
            measures=_measures(done.measures, found),
            notices=(*done.notices, *notices(found)),
            uncertainty=replace(drawn, error_propagation=_propagated(found)),
        )
    return done.worked_out(answer.workings, found)


def _within(total: Total, one: Range) -> Total:
    return replace(total, low=one.low, high=one.high)


def _all_within(totals: Mapping[K, Total], ranges: Mapping[K, Range]) -> dict[K, Total]:
    return {
        name: _within(total, ranges[name]) if name in ranges else total
        for name, total in totals.items()
    }


def _footprint(
    one: Footprint, found: Uncertainty, ledger: Literal["baseline", "residual"], never: set[str]
) -> Footprint:
    """Ranges of totals, sources and periods: what the draws have already summed."""
    whole = found.baseline if ledger == "baseline" else found.residual
    periods = found.by("period", ledger)
    held, lost = _within(one.held, whole), replace(one.counterfactual, low=0.0, high=0.0)
    if never:
        held = _sum_of(held, found, ledger, [name for name in periods if name not in never])
        lost = _sum_of(lost, found, ledger, [name for name in periods if name in never])
    return replace(
        one,
        total=_within(one.total, whole),
        held=held,
        counterfactual=lost,
        by_source=_all_within(one.by_source, found.by("source", ledger)),
        by_period=_all_within(one.by_period, periods),
    )


def _sum_of(total: Total, found: Uncertainty, ledger: str, periods: Iterable[str]) -> Total:
    """A total over some periods, added up draw by draw."""
    drawn = [found.sum_of(ledger, ("period", name))[0] for name in periods]
    if not drawn:
        return replace(total, low=0.0, high=0.0)
    return _within(total, Range.of(sum(drawn[1:], start=drawn[0]), total.value))


def _parts_of(one: Footprint, found: Uncertainty, ledger: str) -> Footprint:
    """Ranges that take another round of draws."""
    ranges = found.cells(ledger, [(cell.source, cell.period) for cell in one.cells])
    cells = (replace(x, total=_within(x.total, ranges[x.source, x.period])) for x in one.cells)
    both = one.electricity
    return replace(
        one,
        cells=tuple(cells),
        per_participant=_all_within(one.per_participant, found.per_participant(ledger)),
        electricity=None if both is None else _electricity(both, found, ledger),
    )


def _electricity(both: Electricity, found: Uncertainty, ledger: str) -> Electricity:
    own = found.baseline if ledger == "baseline" else found.residual
    other = found.other_electricity(ledger)
    location, market = (own, other) if both.chosen == "location" else (other, own)
    return replace(
        both, location=_within(both.location, location), market=_within(both.market, market)
    )


def _measures(found: Measures, drawn: Uncertainty) -> Measures:
    items = []
    for one in found.items:
        ranges = drawn.measures[one.id]
        items.append(
            replace(
                one,
                alone=_within(one.alone, ranges.alone),
                in_order=_within(one.in_order, ranges.in_order),
                last_in=_within(one.last_in, ranges.last_in),
                shapley=_within(one.shapley, ranges.shapley),
            )
        )
    return replace(found, items=tuple(items), by_area=_all_within(found.by_area, drawn.by_area()))


def _offset(answer: Answer, offset: Offset, found: Uncertainty) -> Offset:
    """What is to be compensated, and the area where the scenario leaves it open."""
    forest = found.forest
    if forest is None:
        return offset
    area, owed = offset.area, offset.owed
    if not forest.sized and forest.ranged and forest.planted:
        per_ha = area.value / offset.area_ha
        ends = [forest.area(p) * per_ha for p in ENDS]
        low, high = (end if math.isfinite(end) else None for end in ends)
        area = replace(area, low=low, high=high)
    if owed is not None:
        owed = _within(owed, Range.of(forest.owed.clip(min=0.0), owed.value))
    emissions = offset.emissions
    if emissions is not None:
        emissions = _within(emissions, found.residual)
    offset = replace(offset, area=area, owed=owed, emissions=emissions)
    if not (forest.ranged and offset.removal.value):
        return offset
    return _reworded(_chances(offset, found), answer.workings.offset)


def _reworded(offset: Offset, result: OffsetResult | None) -> Offset:
    """The claims with the range that was drawn: an answer tells one range of the removal."""
    if result is None:
        return offset
    told = replace(result, low=offset.removal.low, high=offset.removal.high)
    told = replace(told, claims=claims_of(told))
    claims = tuple(one.to_dict() for one in told.claims)
    return replace(offset, claims=claims, statement=Label(**statement(told)))


def _chances(offset: Offset, found: Uncertainty) -> Offset:
    """What was drawn in the place of what follows from the mean curve: one probability."""
    assert found.forest is not None
    forest = found.forest
    removal = _within(offset.removal, found.removal)
    confidences = [float(row["confidence"]) for row in offset.mean_curve["area_at_confidence"]]
    areas = [(p, forest.area(p)) for p in confidences]
    mean_curve = {
        "basis": "draws",
        "covers": forest.to_dict()["covers"],
        "compensated_by_horizon": forest.compensated_by(forest.horizon_year),
        "area_at_confidence": [
            {"confidence": p, "value": ha * MU_PER_HA, "unit": "mu", "ha": ha}
            for p, ha in areas
            if math.isfinite(ha)
        ],
    }
    first, *others = offset.spread
    spread = ({**first, "low": removal.low, "high": removal.high}, *others)
    return replace(offset, removal=removal, mean_curve=mean_curve, spread=spread)


def _drawn(found: Uncertainty) -> Drawn:
    origins = Counter(one.origin for one in found.distributions.values() if not one.is_fixed)
    forms = Counter(one.form for one in found.distributions.values())
    return Drawn(
        draws=found.count,
        seed=found.plan.seed,
        method=found.plan.method,
        interval=0.95,
        drawn_inputs=found.drawn_inputs,
        fixed_inputs=found.fixed_inputs,
        baseline=_total(found.baseline),
        residual=_total(found.residual),
        saving=_total(found.saving),
        part_draws=found.part_draws,
        shapley_draws=found.shapley_draws,
        forms=dict(sorted(forms.items())),
        explicit_inputs=origins["explicit"],
        pedigree_inputs=origins["pedigree"],
        forest=None if found.forest is None else found.forest.to_dict(),
        correlations=tuple(Together(*one) for one in found.trial.pairs),
    )


def _total(one: Range) -> DrawnTotal:
    error = Ends(one.low_error, one.high_error, one.mean_error)
    return DrawnTotal(one.value, one.low, one.high, one.unit, one.median, one.mean, one.sd, error)


def _drivers(found: Uncertainty) -> tuple[Driver, ...]:
    """What drives the range of the residual; nothing does where it has none."""
    from carbonmeet.draws.sensitivity import driver_rows, drivers

    rows = driver_rows(found, [one for one in drivers(found)[:_NAMED] if one.swing])
    return tuple(Driver(**{**row, "label": Label(**row["label"])}) for row in rows)


def _propagated(found: Uncertainty) -> dict[str, Total]:
    """Error propagation beside the draws."""
    return {outcome: Total(x.value, x.low, x.high) for outcome, x in found.propagated.items()}
