"""What an auditor asks of a report: the frames people report in, and the evidence."""

from __future__ import annotations

from carbonmeet.frames import Inventory, inventory
from carbonmeet.questions.evidence import TIERS, Evidence
from carbonmeet.questions.evidence import evidence as evidence_of
from carbonmeet.view.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Section, Table
from carbonmeet.view.matter import Matter
from carbonmeet.view.tables.evidence import RULES, person, silent_sources

__all__ = ["FRAMES", "evidence", "frames"]

#: Frames of a meeting, and of a city. The Chinese guide has a chapter of its own.
FRAMES = {"meeting": ("ghg-protocol", "iso-14064-1", "nzce"), "city": ("gpc",)}
#: The most telling gaps.
_MOST = 20


def frames(m: Matter) -> Section:
    """The result in the categories that organisations, events and cities report in."""
    blocks: list[Block] = [
        Paragraph(
            m.say(
                "The same lines under the categories of reporting frames. "
                "Categories and what lies outside sum to the total; what "
                "stands under the line is not added. 'Read' says that the "
                "mapping of lines was read in a source, 'ours' that it is "
                "a judgement of this program; the standards themselves "
                "were not read."
            )
        )
    ]
    for name in FRAMES["city" if m.is_city else "meeting"]:
        blocks.append(_frame(m, inventory(m.answer, name)))
    taken = [
        one.name.get(m.lang) + ("" if given else m.say(" (by default)"))
        for one, given in inventory(m.answer, FRAMES["meeting"][0]).choices
    ]
    if taken and not m.is_city:
        blocks += [Heading(m.say("Taken as")), Bullets(tuple(taken))]
    return Section("frames", m.say("In reporting frames"), tuple(blocks))


def _frame(m: Matter, found: Inventory) -> Table:
    words = {"read": m.say("read"), "ours": m.say("ours")}
    rows = []
    for one in found.entries:
        why = "" if one.before or one.after else one.why_empty.get(m.lang)
        mapping = m.join(words[how] for how in one.mapping)
        told = mapping or why
        rows.append((one.id, one.name.get(m.lang), one.before, one.after, told))
    memo = m.say("beside: ")
    total = (m.say("Total"), "", found.total, found.total_after, "")
    foot: list[tuple[Cell, ...]] = [total]
    foot += [("", f"{memo}{one.name.get(m.lang)}", one.before, one.after, "") for one in found.memo]
    columns = (
        Column(m.say("Category"), "code", 1.1),
        Column(m.say("Name"), wide=3.2),
        Column(m.say("Before, t CO2e"), "tonnes"),
        Column(m.say("After, t CO2e"), "tonnes"),
        Column(m.say("Mapping, or why empty"), wide=2.2),
    )
    year = f", {found.period}" if found.period else ""
    caption = f"{found.frame.name.get(m.lang)}{year}"
    return Table(f"frame-{found.frame.id}", caption, columns, tuple(rows), tuple(foot))


def evidence(m: Matter) -> Section:
    """What stands behind the numbers, what is complete, and who answers for it."""
    found = evidence_of(m.answer)
    blocks: list[Block] = [_tiers(m, found), _papers(m, found)]
    if found.left_out:
        blocks.append(_left_out(m, found))
    points = [
        (
            m.say("Left out, size not estimated"),
            [m.word(x) for x in found.unsized],
        ),
        (
            m.say("Sources neither counted nor named as left out"),
            [] if m.is_city else silent_sources(found, m.lang),
        ),
    ]
    none = m.say("none")
    colon = m.say(": ")
    blocks.append(Bullets(tuple(f"{name}{colon}{m.join(some) or none}" for name, some in points)))
    blocks.append(Heading(m.say("Who answers for it")))
    unnamed = m.say("not named in the file")
    who = {
        "organiser": m.say("Organiser"),
        "prepared": m.say("Prepared by"),
        "checked": m.say("Checked by"),
    }
    signed = found.signed()
    blocks.append(
        Bullets(tuple(f"{who[k]}{colon}{person(signed.get(k), m.lang) or unnamed}" for k in who))
    )
    blocks.append(Heading(m.say("Rules")))
    blocks.append(Bullets(tuple(one.get(m.lang) for one in RULES)))
    return Section("evidence", m.say("Evidence and completeness"), tuple(blocks))


def _tiers(m: Matter, found: Evidence) -> Table:
    columns = (
        Column(m.say("The weakest number behind the amount"), wide=4),
        Column(m.say("Share of the tonnes"), "share"),
    )
    rows = tuple((name.get(m.lang), found.tiers[tier]) for tier, name in TIERS.items())
    caption = m.say("What the tonnes rest on")
    return Table("evidence-tiers", caption, columns, rows)


def _papers(m: Matter, found: Evidence) -> Table:
    """Documents, then the gaps on which most rests."""
    papers = [one for one in found.papers if one.tier == "document"]
    rows = []
    for one in [*papers, *found.gaps[:_MOST]]:
        document = one.document or {}
        named = [str(document[key]) for key in ("kind", "number", "date", "holder")
                 if document.get(key)]  # fmt: skip
        told = m.join(named) or m.say("missing")
        rows.append((one.path, one.name.get(m.lang), one.value, m.unit(one.unit),
                     TIERS[one.tier].get(m.lang), told, one.tonnes))  # fmt: skip
    columns = (
        Column(m.say("Where"), "code", 2),
        Column(m.say("What"), wide=2),
        Column(m.say("Value"), "number"),
        Column(m.say("Unit"), wide=1.1),
        Column(m.say("Quality"), wide=1.4),
        Column(m.say("Document"), wide=1.5),
        Column(m.say("t CO2e on it"), "tonnes", 1.1),
    )
    caption = m.say(
        "Documents ({papers}), and the largest of {gaps} gaps",
        papers=len(papers),
        gaps=len(found.gaps),
    )
    return Table("evidence-papers", caption, columns, tuple(rows))


def _left_out(m: Matter, found: Evidence) -> Table:
    columns = (
        Column(m.say("Left out"), wide=3),
        Column(m.say("Reason"), wide=3.4),
        Column("t CO2e", "tonnes"),
        Column(m.say("Low"), "tonnes"),
        Column(m.say("High"), "tonnes"),
        Column(m.say("Of the total"), "share"),
    )
    rows = tuple(
        (m.word(one.what), m.word(one.why), one.tonnes.value, one.tonnes.low, one.tonnes.high,
         one.share)
        for one in found.left_out
    )  # fmt: skip
    caption = m.say("Left out, with an estimated size")
    return Table("left-out", caption, columns, rows)
