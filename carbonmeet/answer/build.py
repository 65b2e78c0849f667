"""From the workings to the answer: every part of it, without ranges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING

from carbonmeet.answer.basis import (
    Boundary,
    CatalogueRecord,
    Input,
    LeftOut,
    Line,
    Period,
    Quality,
    Row,
    Scenario,
)
from carbonmeet.answer.cohorts import attendance_of
from carbonmeet.answer.footprint import Cell, Electricity, Footprint
from carbonmeet.answer.measures import Measures, Saved, Thing
from carbonmeet.answer.offset import CurveYear, Offset
from carbonmeet.answer.total import Total
from carbonmeet.answer.whole import Answer
from carbonmeet.base.numerals import figures
from carbonmeet.base.text import Label
from carbonmeet.bench.exclusions import label_of
from carbonmeet.catalogue.measure import AREAS
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.numbers.factor import GWP_SETS, Factor
from carbonmeet.numbers.path import show
from carbonmeet.numbers.vector import Vector
from carbonmeet.pricing.donated import counted_credits
from carbonmeet.pricing.metered import LEFT
from carbonmeet.units import KG_PER_T
from carbonmeet.version import __version__

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.kernel.ledger import Ledger
    from carbonmeet.numbers.activity import Activity, Link
    from carbonmeet.numbers.number import Number
    from carbonmeet.offset.result import OffsetResult
    from carbonmeet.pricing.workings import Workings

__all__ = ["answer_of", "chain_text"]

#: From the best known to the least.
_BASES = ("measured", "published", "given", "assumed")
_GRADES = ("primary", "secondary", "given", "borrowed", "assumed")
#: A number of the place that is assumed says more of it than one of elsewhere.
_WORST = ("primary", "secondary", "given", "assumed", "borrowed")


def answer_of(workings: Workings) -> Answer:
    """The answer that some workings come to."""
    found = workings
    before, after = _electricity(found)
    baseline = _footprint(found, found.baseline, found.participants, before)
    answer = Answer(
        carbonmeet=__version__,
        scenario=_scenario(found),
        catalogue=_catalogue(found),
        boundary=_boundary(found, baseline),
        quality=_quality(found),
        baseline=baseline,
        residual=_footprint(found, found.residual, found.left_on_site, after),
        saving=Total(found.attribution.total / KG_PER_T),
        measures=measures_of(found),
        offset=None if found.offset is None else offset_of(found.offset),
        lines=tuple(_lines(found)),
        notices=found.notices,
        content=found.scenario.said(found.sums, counted_credits(found.scenario, found.block)),
        attendance=attendance_of(found),
    )
    return answer.worked_out(found)


def _scenario(found: Workings) -> Scenario:
    read = found.scenario
    return Scenario(
        name=PurePath(read.name.replace("\\", "/")).name,
        title=read.title,
        hash=read.hash,
        kind=read.kind,
        methods={name: _word(value) for name, value in read.methods.items()},
        periods={
            name: Period(
                span.label,
                span.year,
                span.region,
                span.counterfactual,
                found.participants.get(name, 0.0),
            )
            for name, span in read.spans.items()
        },
        inputs=tuple(_inputs(found)),
    )


def _inputs(found: Workings) -> Iterable[Input]:
    """The numbers of the scenario: of its lines, its programme, its forest; each once.

    They bear the names that tables and figures call them by.
    """
    known = {one.id: one for one in found.model.inputs}
    known |= {recipe[0][0].id: recipe[0][0] for recipe in found.recipes}
    if found.offset is not None:
        known |= {one.id: one for one in found.offset.case.numbers}
    names = Vector(known.values()).names
    for one in known.values():
        if isinstance(one, Factor):
            continue
        paper = one.document
        yield Input(
            path=one.id,
            name=names[one.id],
            value=one.value,
            low=one.low,
            high=one.high,
            unit=one.unit.text,
            basis=one.basis,
            note=one.note,
            document=None if paper is None else paper._asdict(),
        )


def _word(value: object) -> str | bool:
    return value if isinstance(value, bool) else str(value)


def _catalogue(found: Workings) -> CatalogueRecord:
    """The rows that the answer rests on, those of the other accounting of electricity included."""
    rows = tuple(
        Row(
            one.id,
            one.key,
            one.name,
            one.region,
            one.year,
            one.value,
            one.low,
            one.high,
            one.unit.text,
            one.source,
            one.locator,
            one.said,
            str(one.note),
            one.boundary,
            one.own,
        )
        for one in found.all_factors
    )
    # an own number is no publisher's, whatever it names
    sources = tuple(sorted({one.source for one in rows if not one.own}))
    return CatalogueRecord(found.catalogue.version, found.catalogue.hash, sources, rows)


def _boundary(found: Workings, baseline: Footprint) -> Boundary:
    content, factors = found.scenario.content, found.factors
    # a law counts once, whatever distances it was asked for, and what is left of a factor is it
    rows = {one.path[:2] for one in found.model.inputs if isinstance(one, Factor)}
    laws = [one for one in found.model.inputs if _is_factor(one) and one.path[:2] not in rows]
    pricing: dict[tuple[object, ...], Number] = {one.path[:2]: one for one in laws}
    pricing |= {one.path[:2]: one for one in factors}
    assumed, lines = found.assumed
    return Boundary(
        statement=content.statement,
        included=tuple(baseline.by_source),
        without_lines=tuple(name for name in SOURCES if name not in baseline.by_source),
        excluded=tuple(map(label_of, content.boundary.excluded)),
        methods={name: _word(value) for name, value in found.scenario.methods.items()},
        lines=lines,
        lines_with_assumed_values=assumed,
        factors=len(pricing),
        factors_without_range=sum(1 for one in pricing.values() if _fixed(one, _written(found))),
        co2_only=tuple(sorted(one.id for one in factors if one.co2_only)),
        gwp=_warming_potentials(factors),
        left_out=tuple(_left_out(found)),
    )


def _left_out(found: Workings) -> Iterable[LeftOut]:
    """Exclusions with what they would emit, and how much of the baseline that is."""
    for one in found.exclusions:
        bases = {number.basis for number, _ in one.links}
        yield LeftOut(
            what=one.what,
            why=one.why,
            tonnes=Total(one.tonnes, one.low, one.high),
            share=one.tonnes / found.baseline.total if found.baseline.total else 0.0,
            chain=tuple(map(chain_text, one.links)),
            basis="assumed" if "assumed" in bases else "sourced",
        )


def _warming_potentials(factors: Iterable[Factor]) -> dict[str, int]:
    """How many emission factors rest on which set of warming potentials; CO2 alone needs none."""
    sets = Counter(
        one.gwp or "unknown"
        for one in factors
        if dict(one.unit.dims).get("co2e", 0) > 0 and not one.co2_only
    )
    return {name: sets[name] for name in (*GWP_SETS, "unknown") if sets[name]}


def _quality(found: Workings) -> Quality:
    """Shares of the baseline by what its lines rest on."""
    amount, factor = dict.fromkeys(_BASES, 0.0), dict.fromkeys(_GRADES, 0.0)
    fixed, whole = 0.0, float(abs(found.baseline.kg).sum()) or 1.0
    written = _written(found)
    for i in found.lines:
        activity, share = found.model.lines[i].activity, abs(float(found.baseline.kg[i])) / whole
        if not share:
            continue
        links = (*activity.amount, *activity.chain)
        bases = {one.basis for one, _ in links if not _is_factor(one) and _said(one)}
        amount[_weakest(bases, _BASES) or "given"] += share
        rows = [one for one, _ in links if _is_factor(one)]
        grades = {_grade(one, activity, found.catalogue) for one in rows}
        factor[_weakest(grades, _WORST) or "primary"] += share
        fixed += share if any(_fixed(one, written) for one in rows) else 0.0
    return Quality(amount, factor, fixed)


def _written(found: Workings) -> frozenset[str]:
    """Numbers to which the scenario gives a distribution or scores of a pedigree."""
    content = found.scenario.content
    spread = (name for name, one in content.distributions.items() if one.form != "fixed")
    return frozenset((*content.pedigree, *spread))


def _fixed(one: Number, written: frozenset[str]) -> bool:
    """Whether a factor has no range, neither of its own nor by the scenario."""
    return one.low is None and written.isdisjoint((one.id, getattr(one, "key", ""), show(one.path)))


def _is_factor(one: Number) -> bool:
    """Whether a number prices an activity: a row, what is left of one, or a law of the scenario."""
    return one.path[0] == "factors"


def _said(one: Number) -> bool:
    """Whether somebody answers for a number: nobody does for a definition or for what follows."""
    return one.path[-1] != LEFT and (one.path[0] != "constants" or one.basis == "assumed")


def _weakest(found: Iterable[str], order: tuple[str, ...]) -> str | None:
    return max((one for one in found if one in order), key=order.index, default=None)


def _grade(one: Number, activity: Activity, catalogue: Catalogue) -> str:
    """Evidence of a factor; borrowed if it stands in for one of the activity's place.

    A number of the scenario is given, whoever it says it has it from, or assumed.
    """
    if not isinstance(one, Factor):
        return one.basis
    if one.own:
        return one.said
    return one.evidence if catalogue.borrowed(one, activity.region) is None else "borrowed"


def _footprint(
    found: Workings,
    ledger: Ledger,
    people: Mapping[str, float],
    electricity: Electricity | None = None,
) -> Footprint:
    """The sums of a ledger; per head of those who are on site under its programme."""
    cells = ledger.cells()
    by_period = ledger.sums("period")
    heads = {
        name: Total(value / people[name]) for name, value in by_period.items() if people.get(name)
    }
    if people.get("all"):
        heads["all"] = Total(ledger.total / people["all"])
    spans = found.scenario.spans
    never = sum(value for name, value in by_period.items() if spans[name].counterfactual)
    return Footprint(
        total=Total(ledger.total),
        held=Total(ledger.total - never if never else ledger.total),
        counterfactual=Total(never),
        by_source={name: Total(value) for name, value in ledger.sums("source").items()},
        by_period={name: Total(value) for name, value in by_period.items()},
        cells=tuple(
            Cell(source, period, Total(value)) for (source, period), value in cells.items()
        ),
        participants=dict(people),
        per_participant=heads,
        electricity=electricity,
    )


def _electricity(found: Workings) -> list[Electricity]:
    """Baseline and residual under both accountings of electricity, side by side."""
    chosen = str(found.scenario.methods["electricity"])
    ledgers = (found.baseline.total, found.residual.total)
    pairs = zip(map(Total, ledgers), map(Total, found.other_electricity), strict=True)
    return [
        Electricity(chosen, own, other) if chosen == "location" else Electricity(chosen, other, own)
        for own, other in pairs
    ]


def measures_of(found: Workings) -> Measures:
    """What the measures of a programme save, attributed four ways."""
    values = found.attribution
    items = tuple(
        Saved(
            id=one.id,
            area=one.area,
            name=one.name,
            provenance=one.provenance,
            uptake=float(found.planned[i]),
            counts=bool(found.uptake[i] == found.planned[i]),
            acts=one.id in found.model.acting,
            alone=Total(float(values.alone[i]) / KG_PER_T),
            in_order=Total(float(values.in_order[i]) / KG_PER_T),
            last_in=Total(float(values.last_in[i]) / KG_PER_T),
            shapley=Total(float(values.shapley[i]) / KG_PER_T),
            avoided=tuple(
                Thing(amount, unit) for unit, amount in found.avoided.get(one.id, {}).items()
            ),
        )
        for i, one in enumerate(found.model.measures)
    )
    areas = dict.fromkeys(AREAS, 0.0)
    for one in items:
        areas[one.area] += one.shapley.value
    by_area = {name: Total(value) for name, value in areas.items()}
    return Measures(items, by_area, Total(values.total / KG_PER_T))


def _lines(found: Workings) -> Iterable[Line]:
    """The lines of the baseline, each with amount, chain and kg CO2e."""
    amounts, prices = found.model.quantities()[0].tolist(), found.model.prices()[0].tolist()
    kg, seen = found.baseline.kg.tolist(), dict[int, str]()
    for i in found.lines:
        activity = found.model.lines[i].activity
        if activity.dormant:
            continue
        yield Line(
            period=activity.period,
            source=activity.source,
            label=activity.label,
            amount=amounts[i],
            unit=activity.unit.text,
            chain=tuple(_link(link, seen) for link in activity.chain),
            kg_per_unit=prices[i],
            kg_co2e=kg[i],
            basis=activity.basis,
            service=activity.service,
            region=activity.region,
            tags=tuple(sorted(activity.tags)),
        )


def _link(link: Link, seen: dict[int, str]) -> str:
    """A link as a chain writes it; many lines share one."""
    text = seen.get(id(link))
    if text is None:
        text = seen[id(link)] = chain_text(link)
    return text


def chain_text(link: Link) -> str:
    """A link as a chain writes it: the id of the factor, after ``/`` where it divides."""
    number, power = link
    named = isinstance(number, Factor) or number.reference
    text = number.id if named else f"{figures(number.value)} {number.unit.text}"
    return text if power > 0 else f"/ {text}"


def offset_of(found: OffsetResult) -> Offset:
    """What is set against a meeting, as a part of an answer."""
    data = found.to_dict()
    kept = {
        name: data[name]
        for name in (
            *("area_ha", "event_year", "planted", "horizon_year", "balance_year", "years"),
            *("spread", "tonne_years", "confidence", "area_basis", "mean_curve", "credits"),
            *("verified", "reversals", "additional", "exclusive", "rules", "parcels"),
            *("rules_used", "stand_parameters", "frame", "claims", "cost"),
        )
    }
    return Offset(
        area=Total(found.area_mu, unit="mu"),
        emissions=None if found.emissions is None else Total(found.emissions),
        owed=None if found.owed is None else Total(found.owed),
        removal=Total(found.removal, found.low, found.high),
        curve=tuple(CurveYear(*row) for row in found.curve),
        stand=found.stands,
        statement=Label(**found.statement),
        notices=found.notices,
        sources=found.sources,
        **kept,
    )
