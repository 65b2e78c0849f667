"""What a check of a saved result found, and published numbers worked out again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carbonmeet.base.text import Note, _
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.rows.writing import csv_text
from carbonmeet.view.blocks import Block, Bullets, Column, Heading, Paragraph, Table
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import fixed, number, quantity, settled

if TYPE_CHECKING:
    from carbonmeet.audit import Case, Verification
    from carbonmeet.base.text import Lang

__all__ = ["case_blocks", "case_data", "cases_csv", "check_blocks", "check_csv"]

#: So many differences are told one by one.
_MOST = 40
_SAME = _("{name}: the same. Every number follows from the scenario and the rows in it.")
_OTHER = _("{name}: not the same; places: {count}")
_UNREAD = _("{name}: cannot be checked")
_RANGES = _("{count} ends of ranges (--format json lists them), of which the first is {first}")


def check_blocks(m: Voice, found: Verification) -> list[Block]:
    """The verdict, what does not follow, and what is told beside it."""
    faults = [one for one in found.findings if one.wrong]
    count, drawn = len(faults), [one for one in faults if one.kind == "seed"]
    if len(drawn) > 1:  # one seed, one line
        faults = [one for one in faults if one.kind != "seed"]
    wrong = [m.word(one.what) for one in faults]
    if len(drawn) > 1:
        wrong.insert(0, m.word(_RANGES).format(count=len(drawn), first=m.word(drawn[0].what)))
    told = [m.word(one.what) for one in found.findings if not one.wrong]
    head = _OTHER if found.again is not None and wrong else _UNREAD if wrong else _SAME
    said = m.word(head).format(name=Path(found.name).name, count=number(count, 9))
    blocks: list[Block] = [Paragraph(said)]
    blocks += [_listed(m, wrong)] if wrong else []
    return [*blocks, Heading(m.say("Beside that")), _listed(m, told)] if told else blocks


def _listed(m: Voice, texts: list[str]) -> Bullets:
    more = len(texts) - _MOST
    rest = [m.say("and {count} more (--format json lists them)", count=more)] if more > 0 else []
    return Bullets((*texts[:_MOST], *rest))


def check_csv(found: Verification, lang: Lang) -> str:
    """The findings as CSV."""
    head = ("kind", "path", "saved", "found", "wrong", "what")
    rows = (
        [one.kind, one.path, one.saved, one.found, "yes" if one.wrong else "no", one.what.get(lang)]
        for one in found.findings
    )
    return csv_text(head, rows)


def case_blocks(
    m: Voice, cases: Sequence[Case], totals: Sequence[Any], missing: Sequence[str]
) -> list[Block]:
    """Published numbers beside those worked out again, and what cannot be.

    Parameters
    ----------
    m : Voice
    cases : sequence of Case
    totals : sequence of Label
        Published without their activity data.
    missing : sequence of str
        Cases that need an extra that is not installed.
    """
    columns = (
        Column(m.say("case"), wide=2),
        Column(m.say("number"), wide=2),
        Column(m.say("published"), "number"),
        Column(m.say("worked out"), "number"),
        Column(m.say("difference"), "number"),
        Column(m.say("tolerance"), "number"),
        Column(""),
    )
    rows = tuple(
        (m.word(Note(one.name)), _part(m, one), *_pair(m, one), _apart(one),
         f"{number(100 * one.tolerance)}%", m.say("agrees") if one.agrees else m.say("DIFFERS"))
        for one in cases
    )  # fmt: skip
    blocks: list[Block] = [
        Table("published", "", columns, rows),
        Heading(
            m.say(
                "Totals that were published without their activity data, "
                "and so cannot be worked out again"
            )
        ),
        Bullets(tuple(map(m.word, totals))),
    ]
    if missing:
        told = m.say(
            "not worked out without the extra 'tables': {missing}", missing=m.join(missing)
        )
        blocks.append(Paragraph(told))
    return blocks


def _pair(m: Voice, one: Case) -> tuple[str, str]:
    unit = one.unit.partition(" ")[0]
    return quantity(one.published, unit, m.lang, 6), number(one.found, 6)


def _part(m: Voice, one: Case) -> str:
    """Which number of a case: its total, a source, or what its authors call it."""
    if one.part == "total":
        return m.say("Total")
    return m.word(SOURCES.get(one.part) or Note(one.part))


def _apart(one: Case) -> str:
    apart = one.found / one.published - 1 if one.published else 0.0
    apart = 100 * settled(apart, 1.0)
    least = round(apart, 4)
    return f"{number(least, 3) if least or not apart else fixed(apart, 4)}%"


def case_data(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """The cases as plain data."""
    return [one._asdict() | {"agrees": one.agrees} for one in cases]


def cases_csv(cases: Sequence[Case]) -> str:
    """The cases as CSV."""
    head = ("case", "number", "published", "found", "unit", "tolerance", "agrees", "cite")
    rows = (
        [one.name, one.part, one.published, one.found, one.unit, one.tolerance, one.agrees,
         one.cite]
        for one in cases
    )  # fmt: skip
    return csv_text(head, rows)
