"""The result step by step after the Chinese guide for carbon-neutral events."""

from __future__ import annotations

from carbonmeet.frames.frame import OUTSIDE
from carbonmeet.numbers.activity import Activity
from carbonmeet.units import KG_PER_T
from carbonmeet.view.blocks import Block, Column, Heading, Note, Paragraph, Section, Table
from carbonmeet.view.matter import Matter
from carbonmeet.view.tables.guidetable import (
    BEYOND,
    beyond_the_table,
    counted_lines,
    guide_frame,
    guide_order,
    is_measured,
    under,
)
from carbonmeet.view.tables.measures import idle

__all__ = ["event_guide", "guide_lines"]


def event_guide(m: Matter) -> Section | None:
    """The steps, with our lines under the guide's sources; None for a city."""
    if m.is_city:
        return None
    blocks: list[Block] = [
        Note(
            m.say(
                "Set out after the guide for carbon-neutral large events "
                "(trial), Ministry of Ecology and Environment, "
                "Announcement 2019 No. 19. Its articles 1 to 8 and its tables were "
                "read in reprints, articles 9 to 20 were not: the steps are those of "
                "article 8, the last is ours. Check the wording before you cite it."
            )
        )
    ]
    for title, text in _steps(m):
        blocks += [Heading(title), Paragraph(text)]
        if text == _quantify(m):
            blocks.append(_table(m))
    title = m.say("After the event guide, step by step")
    return Section("event-guide", title, tuple(blocks))


def _steps(m: Matter) -> list[tuple[str, str]]:
    return [
        (m.say("Step 1: plan"), _plan(m)),
        (m.say("Step 2: reduce"), _reduce(m)),
        (m.say("Step 3: quantify"), _quantify(m)),
        (m.say("Step 4: neutralise"), _neutralise(m)),
        (m.say("Step 5: evaluate"), _evaluate(m)),
    ]


def _plan(m: Matter) -> str:
    periods = m.join(m.period(name) for name in m.answer.scenario.periods)
    return m.say(
        "The plan covers {periods}. This report holds what a plan needs: "
        "boundary and sources, expected emissions, measures with their "
        "uptake, and how the rest is compensated.",
        periods=periods,
    )


def _reduce(m: Matter) -> str:
    if not m.with_measures():
        return m.say("No measures are carried out.")
    uptakes, unused = m.planned(), {one.id for one in idle(m)}
    acting = [one for name, one in uptakes.items() if name not in unused]
    done = sum(1 for one in acting if one.basis == "measured")
    saved = m.tonnes(m.answer.measures.total)
    return m.say(
        "{acting} of the {uptakes} measures listed act here and save {saved}. The uptake is "
        "measured for {done} of them and planned for {acting2}.",
        acting=len(acting),
        uptakes=len(uptakes),
        saved=saved,
        done=done,
        acting2=len(acting) - done,
    )


def _quantify(m: Matter) -> str:
    activities = [m.workings.model.lines[i].activity for i in counted_lines(m.workings)]
    done = sum(1 for one in activities if is_measured(one))
    base, rest = m.answer.baseline.total, m.answer.residual.total
    return m.say(
        "{tonnes} without measures, {tonnes2} with them. The amounts of "
        "{done} of {activities} lines are measured, the others are "
        "planned. The table puts our lines under the guide's sources; an "
        "annex lists them one by one.",
        tonnes=m.tonnes(base),
        tonnes2=m.tonnes(rest),
        done=done,
        activities=len(activities),
    )


def _neutralise(m: Matter) -> str:
    offset = m.answer.offset
    if offset is None:
        return m.say("No offset is planned in this scenario: nothing is compensated yet.")
    return m.word(offset.statement)


def _evaluate(m: Matter) -> str:
    return m.say(
        "Accounts of the guide differ on evaluation by a third party: two say "
        "that it is required, one that it is encouraged; the article was not read. "
        "This report is an estimate, not an evaluation; the ledger, every factor with its "
        "source and every assumed value are given so that an evaluator can "
        "follow each line."
    )


def _table(m: Matter) -> Table:
    categories = guide_frame(m.workings).categories
    base, rest = m.workings.baseline.kg, m.workings.residual.kg
    sums: dict[str, list[float]] = {one.id: [0.0, 0.0, 0.0] for one in categories}
    sums |= {OUTSIDE: [0.0, 0.0, 0.0], BEYOND: [0.0, 0.0, 0.0]}
    counted = set(counted_lines(m.workings))
    for i, line in enumerate(m.workings.model.lines):
        for place, (name, share) in enumerate(under(m.workings, line.activity)):
            entry = sums[name]
            entry[0] += place == 0 and i in counted  # a line counts once, where its first part is
            entry[1] += float(base[i]) * share / KG_PER_T
            entry[2] += float(rest[i]) * share / KG_PER_T
    outside = m.say("Not in the guide's table")
    rows = [
        (one.name.get(m.lang), one.scope.get(m.lang), one.document.get(m.lang) or "–")
        for one in categories
    ]
    rows.append((outside, m.say("Online, freight, other treatment"), "–"))
    rows.append((outside, m.say("Effects of flying beyond CO2"), "–"))
    both = zip(rows, sums.values(), strict=True)
    body = tuple((*text, lines, before, after) for text, (lines, before, after) in both)
    total = [sum(entry[k] for entry in sums.values()) for k in range(3)]
    columns = (
        Column(m.say("Type"), wide=1.4),
        Column(m.say("Source in the guide"), wide=2.4),
        Column(m.say("Document it points to"), wide=2.4),
        Column(m.say("Lines"), "count", 0.7),
        Column(m.say("Baseline"), "tonnes"),
        Column(m.say("After measures"), "tonnes"),
    )
    foot = ((m.say("Total"), "", "", *total),)
    caption = m.say("The guide's table of sources (t CO2e)")
    return Table("guide", caption, columns, body, foot)


def guide_lines(m: Matter) -> Section | None:
    """The whole ledger in the order of the guide, planned or measured; None for a city."""
    if m.is_city:
        return None
    return Section("lines", m.say("All lines"), (_lines(m),))


def _name(m: Matter, activity: Activity) -> str:
    """Source and label of a line, and the service that it prices."""
    return f"{m.source(activity.source)}{m.say(': ')}{m.line(activity)}"


def _lines(m: Matter) -> Table:
    names = {one.id: m.word(one.name) for one in guide_frame(m.workings).categories}
    names[OUTSIDE] = m.say("Not in the table")
    lines, amounts = m.workings.model.lines, m.workings.model.quantities()[0].tolist()
    tonnes = (m.workings.baseline.kg / KG_PER_T).tolist()
    measured, planned = m.say("measured"), m.say("planned")
    return Table.of(
        "guide-lines",
        m.say("All lines under the guide's sources"),
        [(lines[i].activity, amounts[i], tonnes[i]) for i in guide_order(m.workings)],
        (Column(m.say("Type"), wide=1.5), lambda row: names[next(under(m.workings, row[0]))[0]]),
        (Column(m.say("Line"), wide=3), lambda row: _name(m, row[0])),
        (Column(m.say("Period"), wide=1.4), lambda row: m.period(row[0].period, mark=False)),
        (Column(m.say("Amount"), "number", 1.25), lambda row: row[1]),
        (Column(m.say("Unit"), wide=1.2), lambda row: m.unit(row[0].unit.text)),
        (Column("t CO2e", "tonnes"), lambda row: row[2]),
        (
            Column(m.say("Of it not in the guide's table"), "tonnes"),
            lambda row: row[2] * beyond_the_table(m.workings, row[0]),
        ),
        (
            Column(m.say("Amount is"), wide=1),
            lambda row: measured if is_measured(row[0]) else planned,
        ),
    )
