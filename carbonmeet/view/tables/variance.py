"""What changed between two results, and what every change comes to, as tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from carbonmeet.base.text import Label, _
from carbonmeet.city.sectors import source_name
from carbonmeet.questions.variance import CAUSES
from carbonmeet.rows.writing import csv_text
from carbonmeet.view.blocks import Block, Bullets, Cell, Column, Heading, Note, Table
from carbonmeet.view.matter import EVIDENCE, LEDGERS, PAPERS, Voice
from carbonmeet.view.numerals import ends, number, share
from carbonmeet.view.tables.comparison import comparison, comparison_data

if TYPE_CHECKING:
    from carbonmeet.answer import Input, Row
    from carbonmeet.questions.variance import Change, Comparison, Step

__all__ = ["variance", "variance_csv", "variance_data"]

#: So many changes are listed one by one.
_MOST = 40
_INPUTS = _("What changed in the data")
_FACTORS = _("What changed in the factors")


def variance_data(found: Comparison) -> dict[str, Any]:
    """A comparison as plain data: of two results with what stands in each of them."""
    if len(found.steps) > 1:
        return found.to_dict() | {"carbonmeet": found.answers[0].carbonmeet}
    step = found.steps[0]
    return comparison_data(step.a, step.b, step.drawn) | step.to_dict()


def variance(m: Voice, found: Comparison) -> list[Block]:
    """A comparison: what has to be told, the totals, what changed, and what it comes to."""
    if len(found.steps) == 1:
        return _step(m, found.steps[0])
    blocks: list[Block] = []
    for at, one in enumerate(found.steps, 1):
        blocks += [Heading(_title(m, one, at)), *_step(m, one)]
    return [*blocks, _overview(m, found)]


def _title(m: Voice, step: Step, at: int) -> str:
    """The heading of a step: whose A and B these are."""
    names = " → ".join(one.scenario.name for one in (step.a, step.b))
    return m.say("step {at}: {names}", at=at, names=names)


def _step(m: Voice, step: Step) -> list[Block]:
    head, *rest = comparison(m, comparison_data(step.a, step.b, step.drawn))
    told = tuple(m.word(one) for one in step.told)
    blocks = [head, *([Bullets(told)] if told else []), *rest]
    for title, changed in ((_INPUTS, step.inputs), (_FACTORS, step.editions)):
        blocks += _changed(m, title, changed)
    return [*blocks, *_heads(m, step), *_causes(m, step)]


def _changed(m: Voice, title: Label, changed: tuple[Change, ...]) -> list[Block]:
    """Numbers that both have and that differ; what only one has is counted."""
    both = [one for one in changed if one.before is not None and one.after is not None]
    blocks: list[Block] = []
    if both:
        columns = (Column("", "code", 2), Column("A"), Column("B"))
        rows = tuple(
            (_named(one), _worded(m, one.before), _worded(m, one.after)) for one in both[:_MOST]
        )
        blocks.append(Table("changed", m.word(title), columns, rows))
    notes = []
    if len(both) > _MOST:
        left = len(both) - _MOST
        notes.append(m.say("and {left} more (--format json lists them)", left=left))
    if title is _INPUTS:
        alone = {"A": [one for one in changed if one.after is None]}
        alone["B"] = [one for one in changed if one.before is None]
        for side, some in alone.items():
            names = m.join([*(one.path for one in some[:3]), *["…"] * (len(some) > 3)])
            told = m.say(
                "numbers in {side} only, {some}: {names}", side=side, some=len(some), names=names
            )
            notes += [told] if some else []
    return [*blocks, Bullets(tuple(notes))] if notes else blocks


def _named(one: Change) -> str:
    ids = {getattr(side, "id", "") for side in (one.before, one.after)}
    return one.path if len(ids) == 2 or ids == {""} else ids.pop()


def _worded(m: Voice, one: Input | Row | None) -> str:
    if one is None:
        return "–"
    value = number(one.value, 6)
    if one.low is not None and one.high is not None:
        value += f" ({number(one.low)} – {number(one.high)})"
    if one.unit != "1":
        value += f" {m.unit(one.unit)}"
    about = str(getattr(one, "basis", None) or getattr(one, "source", ""))
    paper = getattr(one, "document", None)
    told = [value, m.word(EVIDENCE.get(about, Label(about)))]
    if paper:
        told.append(f"{m.word(PAPERS[paper['kind']])} {paper['number']}".strip())
    return m.join(told)


def _heads(m: Voice, step: Step) -> list[Block]:
    """Emissions per participant, the like for like of two years of one meeting."""
    rows: list[tuple[Cell, ...]] = []
    for name, title in LEDGERS.items():
        both = [getattr(one, name).per_participant.get("all") for one in (step.a, step.b)]
        if all(both):
            a, b = (one.value for one in both)
            people = [getattr(one, name).participants.get("all", 0.0) for one in (step.a, step.b)]
            said = [f"{number(x)} × {number(n)}" for x, n in zip((a, b), people, strict=True)]
            more = b / a - 1 if a else 0.0
            rows.append((m.word(title), *said, f"{'+' if more > 0 else ''}{share(more)}"))
    if not rows:
        return []
    columns = (Column(""), *(Column(one, "number") for one in ("A", "B", "B - A")))
    caption = m.say("Per participant, t CO2e")
    return [Table("per-participant", caption, columns, tuple(rows))]


def _causes(m: Voice, step: Step) -> list[Block]:
    """The difference by cause, and by source and period."""
    cells = step.effects["residual"].cells
    listed = [name for name in CAUSES if any(cause == name for cause, _ in cells)]
    kind = "city" if step.a.scenario.kind == "city" else "meeting"
    rows: list[tuple[Cell, ...]] = []
    for source, period in step.cells:
        parts = [step.part(one, source=source, period=period) for one in listed]
        parts.append(step.part(source=source, period=period))
        if any(one.value for one in parts):
            place = m.join((m.word(source_name(source, kind)), m.word(step.period_name(period))))
            rows.append((place, *(one.value for one in parts)))
    sums = [*(step.part(one) for one in listed), step.part()]
    foot: list[tuple[Cell, ...]] = [(m.say("sum"), *(one.value for one in sums))]
    if sums[-1].low is not None:
        ranges = (ends(one.low, one.high, signed=True) for one in sums)
        foot.append((m.say("range"), *ranges))
    names = (*(m.word(CAUSES[name]) for name in listed), m.say("sum"))
    columns = (Column("", wide=2), *(Column(name, "change") for name in names))
    caption = m.say("After the measures, t CO2e: causes of the difference")
    blocks: list[Block] = [Table("causes", caption, columns, tuple(rows), tuple(foot))]
    if kind == "city":
        text = m.say("Years are never added up: of a city, read the steps by period.")
        blocks.append(Note(text))
    return blocks


def _overview(m: Voice, found: Comparison) -> Table:
    listed = [one for one in CAUSES if any(step.part(one).value for step in found.steps)]
    rows: list[tuple[Cell, ...]] = [
        (_title(m, step, at), *(step.part(one).value for one in listed), step.part().value)
        for at, step in enumerate(found.steps, 1)
    ]
    total = [sum(step.part(one).value for step in found.steps) for one in listed]
    names = (*(m.word(CAUSES[one]) for one in listed), m.say("sum"))
    columns = (Column(m.say("step"), wide=2), *(Column(one, "change") for one in names))
    foot = (m.say("sum"), *total, found.difference.value)
    return Table("steps", m.say("Causes of the differences, t CO2e"), columns, tuple(rows), (foot,))


def variance_csv(found: Comparison) -> str:
    """The difference as CSV: one row for each step, ledger, source, period and cause; t CO2e."""
    head = ["step", "a", "b", "ledger", "source", "period", "cause", "t_co2e", "low", "high"]
    return csv_text(head, _csv_rows(found))


def _csv_rows(found: Comparison) -> Iterator[list[Any]]:
    for at, step in enumerate(found.steps, 1):
        names = [step.a.scenario.name, step.b.scenario.name]
        for ledger, effects in step.effects.items():
            for cause, (source, period) in effects.cells:
                one = step.part(cause, ledger=ledger, source=source, period=period)
                place = [at, *names, ledger, source, period, cause]
                yield [*place, one.value, one.low, one.high]
