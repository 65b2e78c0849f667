"""Tables of the catalogue: factors with their rivals, services, measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from carbonmeet.base.text import Message, Note, _, _p, joined
from carbonmeet.catalogue.measure import AREAS, PROVENANCE, Measure
from carbonmeet.view.blocks import Block, Cell, Column, Paragraph, Table
from carbonmeet.view.matter import EVIDENCE, Voice
from carbonmeet.view.numerals import number, share

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue, Declined
    from carbonmeet.catalogue.service import Part
    from carbonmeet.numbers.factor import Factor

__all__ = [
    "EFFECTS",
    "contents_of",
    "declined_table",
    "factor_blocks",
    "factor_table",
    "measure_table",
    "service_table",
]

#: What a measure does to a line.
EFFECTS = {
    "avoid": _("avoid"),
    "shift": _("shift"),
    "improve": _("improve"),
    "enable": _("enable"),
}

#: What a factor contains, and on what terms it was made; other words are a user's own.
_BOUNDARIES = {
    str(one): one
    for one in (
        _p("boundary", "amount"),
        _p("boundary", "at-socket"),
        _p("boundary", "biogenic"),
        _p("boundary", "cradle-to-gate"),
        _p("boundary", "cradle-to-grave"),
        _p("boundary", "cradle-to-shop"),
        _p("boundary", "credit"),
        _p("boundary", "direct"),
        _p("boundary", "distance-uplift"),
        _p("boundary", "end-of-life"),
        _p("boundary", "fossil-co2"),
        _p("boundary", "gate-to-gate"),
        _p("boundary", "gate-to-grave"),
        _p("boundary", "life-cycle"),
        _p("boundary", "location-based"),
        _p("boundary", "manufacture"),
        _p("boundary", "market-based"),
        _p("boundary", "non-co2"),
        _p("boundary", "operation"),
        _p("boundary", "parameter"),
        _p("boundary", "per-room"),
        _p("boundary", "spend"),
        _p("boundary", "transport-only"),
        _p("boundary", "upstream"),
    )
}


def contents_of(row: Factor) -> Message:
    """What a factor contains, in words.

    Examples
    --------
    >>> from carbonmeet.catalogue import load_catalogue
    >>> contents_of(load_catalogue().find("grid", "CN", 2021)).get("zh")
    '直接排放、基于位置'
    """
    return joined(_BOUNDARIES.get(word, word) for word in row.boundary)


def _range(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{number(low)} – {number(high)}"


def factor_table(m: Voice, rows: Sequence[Factor]) -> Table:
    """Factors one a line, rivals on adjacent lines under the key that they share."""
    order = {key: place for place, key in enumerate(dict.fromkeys(row.key for row in rows))}
    table: list[tuple[Cell, ...]] = []
    last = ""
    for row in sorted(rows, key=lambda row: order[row.key]):
        first, last = row.key != last, row.key
        cells = (row.key if first else "", row.region, str(row.year), number(row.value, 5))
        about = (m.unit(row.unit.text), row.source, m.word(EVIDENCE[row.said]))
        name = m.word(row.name) if first else ""
        table.append((*cells, _range(row.low, row.high), *about, name))
    columns = (
        Column(m.say("key"), "code"),
        Column(m.say("region"), "code"),
        Column(m.say("year")),
        Column(m.say("value"), "number"),
        Column(m.say("range")),
        Column(m.say("unit")),
        Column(m.say("source"), "code"),
        Column(m.say("evidence")),
        Column(m.say("name")),
    )
    return Table("factors", "", columns, tuple(table))


def factor_blocks(m: Voice, rows: Sequence[Factor], catalogue: Catalogue) -> list[Block]:
    """Factors with their sources, locators and notes, a paragraph a line."""
    return [Paragraph(line) for row in rows for line in _full(m, row, catalogue)]


def _full(m: Voice, row: Factor, catalogue: Catalogue) -> list[str]:
    source, ends = catalogue.sources.get(row.source), _range(row.low, row.high)
    parts = (
        number(row.value, 6) + (f" ({ends})" if ends else ""),
        m.say(
            "{unit}, {year}, {evidence}",
            unit=m.unit(row.unit.text),
            year=row.year,
            evidence=EVIDENCE[row.said],
        ),
    )
    lines = [f"{row.id}  {m.word(row.name)}", " ".join(parts)]
    if row.boundary:
        lines.append(m.say("contains: ") + m.word(contents_of(row)))
    if source is not None:
        cited = m.say(
            "{publisher}, {title} ({year})",
            publisher=source.publisher,
            title=source.title,
            year=source.year,
        )
        lines.append(m.say("{cited}; {where}", cited=cited, where=Note(row.locator)))
    return [*lines, *([note] if (note := m.word(row.note)) else [])]


def declined_table(m: Voice, rows: Sequence[Declined]) -> Table:
    """What was found and not taken, or is published by nobody, with the reason."""
    nobody = m.say("no publisher issues one")
    return Table.of(
        "declined",
        "",
        rows,
        (Column(m.say("declined"), "code"), lambda row: row.key),
        (Column(m.say("region"), "code"), lambda row: row.region),
        (Column(m.say("source"), "code"), lambda row: row.source or nobody),
        (Column(m.say("reason")), lambda row: m.word(row.reason)),
    )


def service_table(m: Voice, catalogue: Catalogue, text: str = "") -> Table:
    """What a scenario can name, with unit and chain."""
    rows: list[tuple[Cell, ...]] = []
    for service in catalogue.offered(text):
        group, name = service.id.split("/", 1)
        about = (group, name, m.word(service.name), m.unit(service.unit.text))
        for place, part in enumerate(service.parts):
            rows.append((*(("",) * 4 if place else about), _chains(m, part)))
    columns = (
        Column(m.say("group"), "code"),
        Column(m.say(_p("key", "name")), "code"),
        Column(""),
        Column(m.say("per")),
        Column(m.say("chain"), "code"),
    )
    return Table("services", "", columns, tuple(rows))


def _chains(m: Voice, part: Part) -> str:
    """The chain of a part, the other one where it has one, and when it holds."""
    text = m.say(" or ").join(" * ".join(chain) for chain in dict.fromkeys(part.chains))
    limits = [m.method(key, value) for key, value in part.when.items()]
    if part.within:
        limits.append(m.say("in {within} only", within=part.within))
    if part.outside:
        limits.append(m.say("outside {outside}", outside=part.outside))
    return f"{text}  ({m.join(limits)})" if limits else text


def measure_table(m: Voice, measures: Sequence[Measure]) -> Table:
    """Measures one a line: area, name, provenance, effect, uptake, evidence."""
    return Table.of(
        "measures",
        "",
        measures,
        (Column("", "code"), lambda one: one.id),
        (Column(m.say(_p("measures", "area"))), lambda one: m.word(AREAS[one.area])),
        (Column(m.say("name")), lambda one: m.word(one.name)),
        (Column(m.say("provenance")), lambda one: m.word(PROVENANCE[one.provenance])),
        (Column(m.say("effect")), lambda one: m.word(EFFECTS[one.effect.do])),
        (Column(m.say("uptake")), _uptake),
        (Column(m.say("evidence"), "code"), lambda one: ", ".join(one.evidence)),
    )


def _uptake(measure: Measure) -> str:
    value, low, high = measure.uptake.value, measure.uptake.low, measure.uptake.high
    if low is None or high is None:
        return share(value, 0)
    return f"{share(value, 0)} ({share(low, 0)} – {share(high, 0)})"
