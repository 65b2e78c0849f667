"""The tables of a document, by section."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import Any

from carbonmeet.answer import Total
from carbonmeet.base.text import Label, _, _p
from carbonmeet.catalogue.measure import AREAS
from carbonmeet.frames import inventory
from carbonmeet.numbers.activity import SOURCES, Activity
from carbonmeet.numbers.factor import Factor
from carbonmeet.pricing.metered import LEFT
from carbonmeet.units import KG_PER_T
from carbonmeet.view.blocks import Block, Bullets, Cell, Column, Heading, Note, Paragraph, Table
from carbonmeet.view.numerals import share
from carbonmeet.view.pages.documents.fields import species
from carbonmeet.view.pages.documents.filing import Filing
from carbonmeet.view.pages.documents.wording import may, may_not
from carbonmeet.view.pages.report import annexes
from carbonmeet.view.tables.forestbasis import parcel_name
from carbonmeet.view.tables.inventory import category_name

__all__ = ["PARTS"]

#: What the amount of a line rests on.
_BASES: Mapping[str, Label] = {
    "measured": _p("amount", "measured"),
    "published": _p("amount", "published"),
    "given": _p("amount", "given"),
    "assumed": _p("amount", "assumed"),
}
#: How far the planting of a parcel is.
_STATUS: Mapping[str, Label] = {
    "planned": _("planned"),
    "planted": _("planted"),
    "verified": _("verified"),
}
#: Notices on what something costs, which no declaration speaks of.
_PRICES = frozenset({"forest.credit-unpriced", "forest.planting-unpriced"})
#: Notices on credits, gifts and land that may be another meeting's.
_ANOTHERS = ("credit.for-another", "credit.given-to-another", "offset.taken-over")
#: A source of a measure's lines for the four fields of action of Guangdong's notice.
_ACTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "venue": ("场地", ("venue",)),
    "transport": ("交通", ("transport", "freight")),
    "catering": ("餐饮", ("catering",)),
    "consumables": ("耗材", ("consumables", "waste")),
}


def _by_source(f: Filing) -> list[Block]:
    """Emissions by source, with ranges; before and after the measures, where there are any."""
    m = f.m
    base, rest = m.answer.baseline, m.answer.residual
    names = [name for name in SOURCES if name in base.by_source or name in rest.by_source]
    zero = Total(0.0)
    listed = [(base.by_source.get(x, zero), rest.by_source.get(x, zero)) for x in names]
    bands = m.range_columns([*(after for _, after in listed), rest.total])
    rows: list[tuple[Cell, ...]] = []
    for name, (before, after) in zip(names, listed, strict=True):
        rows.append((m.source(name), *_both(f, before.value, after.value), *_ends(after, bands)))
    foot = (
        m.say("Total"),
        *_both(f, base.total.value, rest.total.value),
        *_ends(rest.total, bands),
    )
    columns = (Column(m.say("Source"), wide=2), *_tonnes(f), *bands)
    caption = m.say("Emissions by source (t CO2e)")
    return [Table("by-source", caption, columns, tuple(rows), (foot,))]


def _tonnes(f: Filing) -> tuple[Column, ...]:
    """Columns of tonnes before and after the measures; a single one where there are none."""
    before, after = f.m.say("Before measures"), f.m.say("After measures")
    heads = (before, after) if f.m.with_measures() else (f.m.say("Emissions"),)
    return tuple(Column(head, "tonnes") for head in heads)


def _both(f: Filing, before: Cell, after: Cell) -> tuple[Cell, ...]:
    """What stands before and after the measures; what is emitted where there are none."""
    return (before, after) if f.m.with_measures() else (before,)


def _ends(total: Total, bands: tuple[Column, ...]) -> tuple[Cell, ...]:
    return (total.low, total.high) if bands else ()


def _categories(f: Filing) -> list[Block]:
    """Emissions under the categories of the frame: the guide's table, or scopes."""
    m = f.m
    china = f.frame.region.split("-")[0] == "CN"
    found = inventory(m.answer, "mee-2019" if china else "ghg-protocol")
    rows: list[tuple[Cell, ...]] = [
        (category_name(m, one, found.frame), *_both(f, one.before, one.after))
        for one in found.entries
        if one.before or one.after
    ]
    foot = (m.say("Total"), *_both(f, found.total, found.total_after))
    columns = (Column(m.say("Category"), wide=3), *_tonnes(f))
    caption = f"{m.word(found.frame.name)} (t CO2e)"
    table = Table("categories", caption, columns, tuple(rows), (foot,))
    memo = [f"{category_name(m, one, found.frame)}: {_told(f, one.before)}" for one in found.memo]
    said = m.say("Beside the total, not added: ")
    none = m.say("nothing is told apart")
    return [table, Paragraph(said + (m.say("; ").join(memo) or none))]


def _undone(f: Filing) -> list[Block]:
    """Why a metered amount is larger here than on its paper."""
    links = (link for one in f.activities for link in one.amount)
    numbers = (number for number, _ in links if not isinstance(number, Factor))
    if all(one.path[-1] != LEFT or one.value == 1.0 for one in numbers):
        return []
    said = f.m.say(
        "A meter reads what the measures have left: here its amount is divided by that share, "
        "so that the measures are counted once."
    )
    return [Paragraph(said)]


def _told(f: Filing, tonnes: float | None) -> str:
    """Tonnes beside the total; what is not known is not nothing."""
    return f.m.say("not known") if tonnes is None else f.tonnes(tonnes)


def _measures(f: Filing) -> list[Block]:
    m = f.m
    order = list(AREAS)
    items = sorted(m.answer.measures, key=lambda one: (order.index(one.area), one.id))
    acting = [one for one in items if one.shapley.value]
    if not acting:
        return []
    table = Table.of(
        "measures",
        m.say("Reduction measures"),
        acting,
        (Column(m.say(_p("id", "No.")), "code", 0.6), lambda one: one.id),
        (Column(m.say("Measure"), wide=3), lambda one: m.word(one.name)),
        (Column(m.say(_p("measures", "Area")), wide=1.2), lambda one: m.word(AREAS[one.area])),
        (Column(m.say("Carried out"), "share"), lambda one: one.uptake),
        (Column(m.say("Saves, t CO2e"), "tonnes"), lambda one: one.shapley.value),
        foot=(("", m.say("Total"), "", None, m.answer.measures.total.value),),
    )
    return [table, *_actions(f)]


def _actions(f: Filing) -> list[Block]:
    """Measures under the four fields of Guangdong's notice, by the sources that they act on."""
    if f.frame.key != "guangdong-2026":
        return []
    m, touched = f.m, _touched(f)
    points = []
    for en, (zh, sources) in _ACTIONS.items():
        ids = [name for name, found in touched.items() if found & set(sources)]
        names = [f"{one.id} {m.word(one.name)}" for one in m.answer.measures if one.id in ids]
        none = m.say("no measure acts on it")
        said = m.say("; ").join(names) or none
        points.append(m.say("{capitalize}: ", capitalize=Label(en.capitalize(), zh)) + said)
    return [Bullets(tuple(points))]


def _touched(f: Filing) -> dict[str, set[str]]:
    """By measure, the first words of the sources on which it alone changes a line."""
    found = f.m.workings
    sources = [line.activity.source.split(".")[0] for line in found.model.lines]
    return {
        measure.id: {sources[i] for i in row.nonzero()[0].tolist()}
        for measure, row in zip(found.model.measures, found.changed, strict=True)
    }


def _credits(f: Filing) -> list[Block]:
    """The record of credits, with the fields that the registries' exports have in common."""
    credits = () if f.offset is None else f.offset.credits
    if not credits:
        return []
    m = f.m
    rows = tuple(_credit(f, one) for one in credits)
    columns = (
        Column(m.say("Kind"), wide=1.5),
        Column(m.say("Registry"), wide=1.2),
        Column(m.say("Project, method"), wide=1.5),
        Column(m.say("Vintage"), wide=0.8),
        Column(m.say("Serial numbers"), "code", 2),
        Column("t CO2e", "tonnes"),
        Column(m.say("Status"), wide=1.1),
        Column(m.say("On behalf of; certificate"), wide=1.4),
    )
    total = sum(one["tonnes"]["value"] for one in credits)
    foot = ((m.say("Total"), "", "", "", "", total, "", ""),)
    caption = m.say("Record of credits")
    return [Table("credits", caption, columns, rows, foot)]


def _credit(f: Filing, one: Mapping[str, Any]) -> tuple[Cell, ...]:
    """A row of the record; what was given and not bought stands in no registry."""
    m, given = f.m, f.was_given(one)
    status = {
        "retired": m.say("retired"),
        "planned": m.say("to be retired"),
        None: m.say(_p("credits", "given")) if given else "",
    }

    def cell(text: str, key: str) -> str:
        return text or "–" if given else f.cell(text, f"offset.credits[].{key}")

    known = f"{status[one['status']]} {one['retired'] or one.get('due') or ''}".strip()
    unsaid = one["status"] is None and not given
    return (
        m.word(one["name"]),
        cell(m.said(one["registry"]), "registry"),
        cell(" · ".join(x for x in (m.said(one["project"]), one["methodology"]) if x), "project"),
        cell(str(one["vintage"] or ""), "vintage"),
        cell(m.say(" to ").join(one["serials"] or ()), "serials"),
        one["tonnes"]["value"],
        cell("" if unsaid else known, "status"),
        cell(
            " · ".join(x for x in (m.said(one["beneficiary"]), one["certificate"]) if x),
            "beneficiary",
        ),
    )


def _forest(f: Filing) -> list[Block]:
    """Land, and what it removes in every year against what is owed."""
    if f.offset is None or not f.offset.has_forest:
        return []
    m, offset = f.m, f.offset

    def said(one: Mapping[str, Any], name: str) -> str:
        return f.cell(m.said(one[name]), f.land(name))

    land = Table.of(
        "parcels",
        m.say("The forest"),
        (one for one in offset.parcels if one["counts"]),
        (Column(m.say("Parcel")), lambda one: parcel_name(m, one["id"])),
        (Column(m.say("Species"), wide=1.4), lambda x: f.cell(species(f, x), f.land("stand"))),
        (Column(m.say("mu"), "number"), lambda one: one["area"]["value"]),
        (
            Column(m.say("Planted")),
            lambda one: f.cell(str(one["planted"] or ""), f.land("planted")),
        ),
        (
            Column(m.say("Status")),
            lambda x: f.cell(x["status"] and m.word(_STATUS[x["status"]]), f.land("status")),
        ),
        (Column(m.say("Place"), wide=1.3), lambda one: said(one, "place")),
        (Column(m.say("Coordinates"), wide=1.4), lambda one: said(one, "coordinates")),
        (Column(m.say("Certified by"), wide=1.3), lambda one: said(one, "certifier")),
    )
    return [land, *_years(f)]


def _years(f: Filing) -> list[Block]:
    """Tonnes removed in each year, and what is still owed, at most a dozen years."""
    assert f.offset is not None
    m, curve = f.m, list(f.offset.curve)
    step = max(1, -(-len(curve) // 12))
    shown = [i for i in range(len(curve)) if i % step == 0 or i == len(curve) - 1]
    rows = []
    for i, at in enumerate(shown):
        before = curve[shown[i - 1]].creditable if i else 0.0
        row = curve[at]
        emitted = f.balance["emissions"] - f.done
        unknown = row.debt is None or row.year < f.offset.event_year  # nothing is owed before
        owed = None if unknown else max(emitted - row.creditable, 0.0)
        rows.append((str(row.year), row.creditable - before, row.creditable, owed))
    columns = (
        Column(m.say("By the end of")),
        Column(m.say("Removed since the row before"), "tonnes"),
        Column(m.say("Removed in all"), "tonnes"),
        Column(f.say("Still owed"), "tonnes"),
    )
    caption = f.say("Planned removal and emissions not yet offset, by year (t CO2e)")
    table = Table("forest-years", caption, columns, tuple(rows))
    waiting = f.balance["planned"] + f.balance["unstated"]
    if not waiting:
        return [table]
    said = f.say(
        "Credits of {tonnes} that are not cancelled yet are not taken off.",
        tonnes=f.tonnes(waiting),
    )
    return [table, Paragraph(said)]


def _noted(f: Filing, skipped: Container[str] = ()) -> list[Block]:
    """What a reader must know of the credits and the forest, whoever reads only this document."""
    told = () if f.offset is None else f.offset.notices
    told += tuple(one for one in f.m.answer.notices if one.id in _ANOTHERS)
    notices = tuple(f.say(one) for one in told if one.id not in skipped)
    return [Bullets(notices)] if notices else []


def _offset(f: Filing) -> list[Block]:
    return [*_credits(f), *_forest(f), *_noted(f)]


def _activity(f: Filing) -> list[Block]:
    """Every line: amount, unit, how it is known, and the paper behind it."""
    m, amounts = f.m, f.m.workings.model.quantities()[0].tolist()
    lines = ((m.workings.model.lines[i].activity, amounts[i]) for i in m.workings.lines)
    before, bare = m.say("Activity data, before the measures"), m.say("Activity data")
    table = Table.of(
        "activity",
        before if m.with_measures() else bare,
        [(one, amount) for one, amount in lines if not one.dormant],
        (Column(m.say("Source"), wide=1.2), lambda row: m.source(row[0].source)),
        (Column(m.say("Line"), wide=2.4), lambda row: m.line(row[0])),
        (Column(m.say("Period")), lambda row: m.period(row[0].period, mark=False)),
        (Column(m.say("Amount"), "number"), lambda row: row[1]),
        (Column(m.say("Unit")), lambda row: m.unit(row[0].unit.text)),
        (Column(m.say("Known as"), wide=0.9), lambda row: m.word(_BASES[f.basis(row[0])])),
        (Column(m.say("Paper"), wide=1.6), lambda row: _paper(f, row[0])),
    )
    return [table, *_undone(f)]


def _paper(f: Filing, activity: Activity) -> str:
    """The paper behind an amount; without one a measured amount is open."""
    papers = f.papers(activity)
    return (f.cell(papers, "document") if f.basis(activity) == "measured" else papers) or "–"


def _words(f: Filing) -> list[Block]:
    return [
        Heading(f.say("May be said")),
        Bullets(may(f)),
        Heading(f.say("May not be said")),
        Bullets(may_not(f)),
    ]


def _signature(f: Filing) -> list[Block]:
    return [Paragraph(f.say("Signature and seal: ____________________"))]


def _notes(f: Filing) -> list[Block]:
    """What the totals rest on, where a reader must not miss it."""
    assumed = f.m.answer.quality.amount["assumed"]
    if not assumed:
        return []
    kg = sum(float(x) for x in f.m.workings.baseline.kg) / KG_PER_T
    part, tonnes = share(assumed, 0), f.tonnes(kg)
    if not f.m.with_measures():
        text = f.say("{share} of the {tonnes} rest on assumed amounts.", share=part, tonnes=tonnes)
        return [Note(text)]
    text = f.say(
        "{share} of the {tonnes} before the measures rest on assumed amounts.",
        share=part,
        tonnes=tonnes,
    )
    return [Note(text)]


def _factors(f: Filing) -> list[Block]:
    """Every factor, and the publications that their keys name."""
    named = {one.source for one in f.m.workings.factors}
    listed = (one for one in annexes.used_sources(f.m) if one.key in named)
    return [*annexes.factors(f.m).blocks, annexes.source_table(f.m, listed)]


#: Document and section → its tables.
PARTS: Mapping[tuple[str, str], Callable[[Filing], list[Block]]] = {
    ("plan", "estimate"): lambda f: [*_by_source(f), *_notes(f)],
    ("plan", "measures"): _measures,
    ("plan", "offset"): _offset,
    ("plan", "signatures"): _signature,
    ("account", "activity"): _activity,
    ("account", "factors"): _factors,
    ("account", "emissions"): lambda f: [*_by_source(f), *_categories(f), *_notes(f)],
    ("account", "signatures"): _signature,
    ("declaration", "emissions"): lambda f: [*_by_source(f), *_notes(f)],
    ("declaration", "offset"): lambda f: [*_credits(f), *_noted(f, _PRICES)],
    ("declaration", "forest"): _forest,
    ("declaration", "words"): _words,
    ("declaration", "signatures"): _signature,
}
