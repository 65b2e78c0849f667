"""Emissions by source and by period, the periods themselves, and the largest lines."""

from __future__ import annotations

from collections.abc import Mapping

from carbonmeet.answer import Total
from carbonmeet.base.text import _p
from carbonmeet.units import KG_PER_T, T_CO2E
from carbonmeet.view.blocks import Cell, Column, Table
from carbonmeet.view.matter import Matter

__all__ = ["by_period", "by_source", "largest", "periods", "shares"]

_LARGEST = 10


def periods(m: Matter) -> Table:
    """The periods of the scenario, with year, place and who takes part."""
    rows: list[tuple[Cell, ...]] = [
        (m.period(name), str(span.year), span.region, span.participants or None)
        for name, span in m.answer.scenario.periods.items()
    ]
    columns = [
        Column(m.say("Period"), wide=3),
        Column(m.say("Year")),
        Column(m.say("Region"), "code"),
        Column(m.say("Participants"), "count"),
    ]
    if m.is_city:  # nobody takes part in a city
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    caption = m.say("Accounting periods")
    return Table("periods", caption, tuple(columns), tuple(rows))


def by_source(m: Matter, most: int | None = None) -> Table:
    """Emissions by source before and after the measures.

    Parameters
    ----------
    m : Matter
    most : int, optional
        Rows; the smallest sources beyond them are added up, without a range.
    """
    base, rest = m.answer.baseline.by_source, m.answer.residual.by_source
    names = [*base, *(name for name in rest if name not in base)]  # measures bring about the last
    rows = {m.source(name): (base.get(name, Total(0.0)), rest.get(name)) for name in names}
    if most is not None and len(names) > most:
        by_size = sorted(rows, key=lambda name: -rows[name][0].value)
        others = [rows.pop(name) for name in by_size[most - 1 :]]
        before = Total(sum(one.value for one, _ in others))
        after = Total(sum(one.value for _, one in others if one is not None))
        rows[m.say("{others} others", others=len(others))] = before, after
    caption = m.say("Emissions by source (t CO2e)")
    return _table(m, "by-source", caption, m.say("Source"), rows, {})


def by_period(m: Matter) -> Table:
    """Emissions by period before and after the measures, and per head."""
    base, rest = m.answer.baseline.by_period, m.answer.residual.by_period
    rows = {m.period(name): (total, rest.get(name)) for name, total in base.items()}
    keys = {m.period(name): name for name in base}
    caption = m.say("Emissions by period (t CO2e)")
    people = keys if any(m.answer.baseline.participants.values()) else {}
    return _table(m, "by-period", caption, m.say("Period"), rows, people)


def _table(
    m: Matter,
    name: str,
    caption: str,
    head: str,
    found: Mapping[str, tuple[Total, Total | None]],
    people: Mapping[str, str],
) -> Table:
    base, rest = m.answer.baseline, m.answer.residual
    bands = m.range_columns([*(one for one, _ in found.values()), base.total])
    whole = base.total.value or 1.0

    def row(called: str, total: Total, after: Total | None, key: str) -> tuple[Cell, ...]:
        part = total.value / whole or None
        cells: list[Cell] = [called, total.value, *m.ends(total, bands), part]
        if m.with_measures():
            cells.append(after.value if after else 0.0)
        if people:
            each = base.per_participant.get(key)
            cells += [base.participants.get(key) or None, each.value if each else None]
        return tuple(cells)

    columns = [Column(head, wide=3), Column(m.say("Baseline"), "tonnes"), *bands]
    columns.append(Column(m.say("Share"), "share"))
    if m.with_measures():
        columns.append(Column(m.say("After measures"), "tonnes"))
    if people:
        columns.append(Column(m.say("Participants"), "count"))
        columns.append(Column(m.say("t CO2e each, baseline"), "number"))
    rows = tuple(row(key, *both, people.get(key, "")) for key, both in found.items())
    last = row(m.say("Total"), base.total, rest.total, "all")
    return Table(name, caption, tuple(columns), rows, (last,))


def largest(m: Matter) -> Table:
    """The largest lines, under the numbers by which they can be explained.

    Those of a city are of its last year: a line comes again in every year.
    """
    kg, amounts = m.workings.baseline.kg, m.workings.model.quantities()[0]
    lines = m.workings.model.lines
    numbers = {index: place for place, index in enumerate(m.workings.lines, 1)}
    spans = m.workings.scenario.spans
    last = max(span.year for span in spans.values())
    told = [
        i for i in m.workings.lines if not m.is_city or spans[lines[i].activity.period].year == last
    ]
    ranked = sorted(told, key=lambda i: -float(kg[i]))[:_LARGEST]
    return Table.of(
        "largest",
        m.say("The largest lines of the ledger"),
        [(i, lines[i].activity) for i in ranked if not lines[i].activity.dormant],
        (Column(m.say(_p("id", "No.")), "code", 0.6), lambda one: f"[{numbers[one[0]]}]"),
        (Column(m.say("Source"), wide=1.6), lambda one: m.source(one[1].source)),
        (Column(m.say("Line"), wide=2.6), lambda one: m.line(one[1])),
        (Column(m.say("Period"), wide=1.4), lambda one: m.period(one[1].period, mark=False)),
        (Column(m.say("Amount"), "number", 1.2), lambda one: float(amounts[one[0]])),
        (Column(m.say("Unit"), wide=1.4), lambda one: m.unit(one[1].unit.text)),
        (Column(T_CO2E, "tonnes"), lambda one: float(kg[one[0]]) / KG_PER_T),
    )


def shares(m: Matter) -> Table | None:
    """The meeting in its host city's years; None where no city was named."""
    if m.answer.city is None or not m.answer.city.shares:
        return None
    return Table.of(
        "host-city",
        m.say("In the host city (t CO2e)"),
        m.answer.city.shares,
        (Column(m.say("Year")), lambda one: str(one.year)),
        (Column(m.say("Meeting"), "number"), lambda one: one.event),
        (Column(m.say("within the city"), "number"), lambda one: one.inside),
        (Column(m.say("counted twice"), "number"), lambda one: one.overlap),
        (Column(m.say("of it residents"), "number"), lambda one: one.of_residents),
        (Column(m.say("City's year"), "number"), lambda one: one.city),
        (Column(m.say("City without it"), "number"), lambda one: one.rest_of_city),
        (Column(m.say("Share"), "part"), lambda one: one.share),
    )
