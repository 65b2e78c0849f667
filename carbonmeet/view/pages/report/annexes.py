"""What the numbers rest on: assumed values, factors, sources, notices, limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from carbonmeet.base.text import Note, _p
from carbonmeet.catalogue import Source
from carbonmeet.offset.assumed import assumed_values
from carbonmeet.view.blocks import Bullets, Column, Paragraph, Section, Table
from carbonmeet.view.matter import EVIDENCE, Matter
from carbonmeet.view.tables.forestbasis import plain_unit
from carbonmeet.view.tables.guidetable import GUIDE

__all__ = ["assumed", "factors", "limits", "sources", "used_sources"]

#: Where, what, value, low, high, unit, reason.
_Row: TypeAlias = tuple[str, str, float, float | None, float | None, str, str]


def assumed(m: Matter) -> Section:
    """Every assumed value with its reason."""
    rows = tuple(_assumed_rows(m))
    text = m.say(
        "{rows} values are assumed. Each stands here with its reason; "
        "replace them in the scenario as soon as better ones are known.",
        rows=len(rows),
    )
    columns = (
        Column(m.say("Where"), "code", 1.9),
        Column(m.say("What"), wide=1.9),
        Column(m.say("Value"), "number", 1.05),
        Column(m.say("Low"), "number", 1.05),
        Column(m.say("High"), "number", 1.05),
        Column(m.say("Unit"), wide=1.25),
        Column(m.say("Reason"), wide=3.3),
    )
    caption = m.say("Assumed values")
    table = Table("assumed", caption, columns, rows)
    return Section("assumed", m.say("Assumed values"), (Paragraph(text), table))


def _assumed_rows(m: Matter) -> Iterator[_Row]:
    """Of the scenario and the catalogue, of the programme, of the forest."""
    silent = m.say("no reason given")
    for row in (*_inputs(m), *_uptakes(m), *_of_forest(m)):
        yield (*row[:-1], row[-1] or silent)


def _inputs(m: Matter) -> Iterator[_Row]:
    labels: dict[str, str] = {}  # a number without a name is called after the line it serves
    for line in m.workings.model.lines:
        for number in line.activity.inputs:
            labels.setdefault(number.id, line.activity.label.get(m.lang))
    for one in m.workings.model.inputs:
        if one.basis == "assumed" and one.id not in m.workings.idle:
            name = one.name.get(m.lang) or labels.get(one.id, "")
            ends, unit = (one.value, one.low, one.high), m.unit(one.unit.text)
            yield one.called(m.lang), name, *ends, unit, one.note.get(m.lang)


def _uptakes(m: Matter) -> Iterator[_Row]:
    for (one, _), *_ in m.workings.recipes:
        if one.basis == "assumed":
            ends = (one.value, one.low, one.high)
            yield one.id, one.name.get(m.lang), *ends, m.unit("1"), one.note.get(m.lang)


def _of_forest(m: Matter) -> Iterator[_Row]:
    if m.workings.offset is None:
        return
    for one in assumed_values(m.workings.offset, m.workings.scenario.content.offset):
        ends = (one.value, one.low, one.high)
        unit = m.unit(plain_unit(one.unit.text))
        yield one.id, one.name.get(m.lang), *ends, unit, one.note.get(m.lang)


def factors(m: Matter) -> Section:
    """Every factor used, with unit, place, year, source and evidence."""
    table = Table.of(
        "factors",
        m.say(
            "The factors and parameters used (evidence: primary, read in the "
            "publication itself; secondary, in another's; assumed, listed with "
            "its reason)"
        ),
        sorted(m.workings.factors, key=lambda one: one.id),
        (Column(m.say("Key"), "code", 2), lambda one: one.key),
        (Column(m.say("Name"), wide=2.2), lambda one: m.word(one.name)),
        (Column(m.say("Value"), "number"), lambda one: one.value),
        (Column(m.say("Low"), "number"), lambda one: one.low),
        (Column(m.say("High"), "number"), lambda one: one.high),
        (Column(m.say("Unit"), wide=1.3), lambda one: m.unit(one.unit.text)),
        (Column(m.say("Region"), "code", 0.9), lambda one: one.region),
        (Column(m.say("Year"), wide=0.7), lambda one: str(one.year)),
        (
            Column(m.say(_p("reference", "Source")), wide=1.4),
            lambda x: m.say("own number ({source})", source=x.claimed) if x.own else x.source,
        ),
        (Column(m.say("Locator"), wide=2), lambda one: m.word(Note(one.locator))),
        (Column(m.say("Evidence"), wide=1.3), lambda one: m.word(EVIDENCE[one.said])),
    )
    return Section("factors", m.say("Factors used"), (table,))


def used_sources(m: Matter) -> tuple[Source, ...]:
    """The publications behind factors, measures and guide; own and unknown keys left out."""
    known: Mapping[str, Source] = m.workings.catalogue.sources
    keys = {one.source for one in m.workings.factors if not one.own} | {GUIDE}
    measures = zip(m.workings.model.measures, m.workings.planned, strict=True)
    keys.update(key for one, uptake in measures if uptake for key in one.evidence)
    if m.answer.offset is not None:
        keys.update(m.answer.offset.sources)
    return tuple(known[key] for key in sorted(keys) if key in known)


def sources(m: Matter) -> Section:
    """The publications."""
    return Section("sources", m.say("Sources"), (source_table(m, used_sources(m)),))


def source_table(m: Matter, listed: Iterable[Source]) -> Table:
    """Publications, one a row."""
    return Table.of(
        "sources",
        m.say("Sources"),
        listed,
        (Column(m.say("Key"), "code", 1.4), lambda one: one.key),
        (Column(m.say("Publisher"), wide=1.5), lambda one: one.publisher),
        (Column(m.say("Title"), wide=3), lambda one: one.title),
        (Column(m.say("Year"), wide=0.6), lambda one: one.year),
        (Column(m.say("Licence"), wide=1.3), lambda one: one.licence),
        (Column(m.say("Address"), "address", 2), lambda one: one.url),
    )


def limits(m: Matter) -> Section:
    """Notices of this result, and what holds of every one."""
    found = m.answer.boundary
    points = [
        m.say("This is an estimate for planning, neither verified nor a claim of neutrality."),
        m.say(
            "{factors_without_range} of {factors} factors have no range; "
            "{co2_only} count CO2 only.",
            factors_without_range=found.factors_without_range,
            factors=found.factors,
            co2_only=len(found.co2_only),
        ),
    ]
    if m.with_measures():
        points.append(
            m.say(
                "No published list of the 25 measures of COP15 was found; the table says "
                "where each measure comes from."
            )
        )
    if any(one.counterfactual for one in m.answer.scenario.periods.values()):
        points.append(m.say("Periods marked counterfactual did not take place as planned here."))
    points += m.notices
    title = m.say("Notices and limits")
    return Section("limits", title, (Bullets(tuple(points)),))
