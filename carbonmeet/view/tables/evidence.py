"""The list of evidence, what is complete and what is left out, and the rules of rounding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from carbonmeet.answer.plain import plain
from carbonmeet.base.text import NAMELESS, Label, Lang, _, spoken
from carbonmeet.frames import inventory
from carbonmeet.questions.evidence import TIERS
from carbonmeet.questions.evidence.papers import MATERIAL
from carbonmeet.rows.writing import csv_text
from carbonmeet.view.blocks import Block, Bullets, Column, Heading, Table
from carbonmeet.view.matter import PAPERS, Voice
from carbonmeet.view.numerals import number, share

if TYPE_CHECKING:
    from carbonmeet.questions.evidence import Evidence

__all__ = [
    "RULES",
    "evidence_blocks",
    "evidence_csv",
    "evidence_data",
    "frame_of",
    "person",
]

#: What a reader of the numbers has to know, and an auditor asks first.
RULES: tuple[Label, ...] = (
    _(
        "Rounding: everything is worked out in double precision and rounded only where it is "
        "shown. Shown parts may therefore miss a shown total by their last digit; the saved "
        "result holds every digit."
    ),
    _(
        "Materiality: a number without a document is listed as a gap if {material} "
        "of the tonnes or more rest on it. This limit is ours.",
        material=share(MATERIAL, 0),
    ),
    _(
        "Restatement: a result keeps the catalogue it was computed with. If a "
        "change of boundary, method or factors, or an error, moves an earlier total"
        " by 5% or more, recompute it and show both, with the difference by cause "
        "('carbonmeet compare'); below that, mention it in the next report. This "
        "rule is ours."
    ),
    _(
        "Tonnes on a number are those of all lines that rest on it. A line "
        "rests on several numbers, so they do not add up."
    ),
)
_STATES = {
    "counted": _("counted"),
    "measures": _("by a measure alone"),
    "silent": _("neither counted nor excluded"),
}
_WHO = {
    "organiser": _("Organiser"),
    "prepared": _("Prepared by"),
    "checked": _("Checked by"),
}
_KINDS = {"internal": _("of the same house"), "third-party": _("third party")}
#: The most telling gaps.
_MOST = 25


def frame_of(found: Evidence) -> str:
    """The frame by which completeness is told: that of the kind of scenario."""
    return "gpc" if found.answer.scenario.kind == "city" else "mee-2019"


def evidence_data(found: Evidence) -> dict[str, Any]:
    """The evidence as plain data."""
    answer = found.answer
    return {
        "scenario": answer.scenario.name,
        "hash": answer.scenario.hash,
        "year": found.year or None,
        "tiers": dict(found.tiers),
        "material": MATERIAL,
        "inputs": [
            {
                "path": one.path,
                "name": plain(one.name),
                "value": one.value,
                "low": one.low,
                "high": one.high,
                "unit": one.unit,
                "basis": one.basis,
                "tier": one.tier,
                "document": plain(one.document),
                "note": plain(one.note),
                "t_co2e": one.tonnes,
                "share": one.share,
                "gap": one.gap,
            }
            for one in found.papers
        ],
        "completeness": [one._asdict() | {"name": plain(one.name)} for one in found.sources],
        "categories": inventory(answer, frame_of(found)).to_dict(),
        "left_out": [plain(one) for one in found.left_out],
        "left_out_without_size": [plain(one) for one in found.unsized],
        "signed": plain(found.signed()),
        "rules": [plain(one) for one in RULES],
    }


def evidence_csv(found: Evidence, lang: Lang) -> str:
    """The list of numbers as CSV: one row a number."""
    paper = ("kind", "number", "date", "holder", "file")
    head = [
        "path", "name", "value", "low", "high", "unit", "basis", "tier", "gap", "t_co2e", "share",
        *(f"document_{one}" for one in paper), "note",
    ]  # fmt: skip
    rows = (
        [one.path, one.name.get(lang), one.value, one.low, one.high, one.unit, one.basis,
         one.tier, "yes" if one.gap else "", round(one.tonnes, 6), round(one.share, 6),
         *((one.document or {}).get(name, "") for name in paper), one.note.get(lang)]
        for one in found.papers
    )  # fmt: skip
    return csv_text(head, rows)


def evidence_blocks(m: Voice, found: Evidence) -> list[Block]:
    """The evidence to be read: quality, papers and gaps, completeness, exclusions, who answers."""
    unsized = m.entries(map(m.word, found.unsized)) or m.say("none")
    blocks: list[Block] = [_tiers(m, found), _papers(m, found), _sources(m, found)]
    blocks.append(_categories(m, found))
    if found.left_out:
        blocks.append(_left_out(m, found))
    blocks.append(Bullets((m.say("Left out, size not estimated: {names}", names=unsized),)))
    signed, unnamed = found.signed(), m.say("not named in the file")
    who = [
        m.say("{who}: {name}", who=_WHO[key], name=person(signed.get(key), m.lang) or unnamed)
        for key in _WHO
    ]
    blocks += [Heading(m.say("Who answers for it")), Bullets(tuple(who))]
    return [*blocks, Heading(m.say("Rules")), Bullets(tuple(map(m.word, RULES)))]


def _tiers(m: Voice, found: Evidence) -> Table:
    return Table.of(
        "evidence-tiers",
        m.say("What the tonnes rest on{year}", year=_of_year(found)),
        TIERS,
        (Column(m.say("The weakest number behind the amount"), wide=4), lambda x: m.word(TIERS[x])),
        (Column(m.say("Share of the tonnes"), "share"), lambda tier: found.tiers[tier]),
    )


def _of_year(found: Evidence) -> Label:
    """The year of a city, at the end of a caption."""
    return _(", {period}", period=found.year) if found.year else NAMELESS


def _papers(m: Voice, found: Evidence) -> Table:
    """Documents, then the gaps on which most rests."""
    papers = [one for one in found.papers if one.tier == "document"]
    rows = []
    for one in [*papers, *found.gaps[:_MOST]]:
        document = one.document or {}
        told = [m.word(PAPERS[document["kind"]])] if document else []
        told += [str(document[key]) for key in ("number", "date", "holder") if document.get(key)]
        paper = m.join(told) or m.say("missing")
        value = f"{number(one.value)} {m.unit(one.unit)}".removesuffix(" –")
        tier = m.word(TIERS[one.tier])
        rows.append((one.path, m.word(one.name), value, tier, paper, one.tonnes))
    columns = (
        Column(m.say("Where"), "code", 2),
        Column(m.say("What"), wide=2),
        Column(m.say("Value"), wide=1.2),
        Column(m.say("Quality"), wide=1.4),
        Column(m.say("Document"), wide=1.5),
        Column(m.say("t CO2e on it"), "tonnes", 1.1),
    )
    caption = m.say(
        "Documents ({papers}), and the largest of {gaps} gaps{year}",
        papers=len(papers),
        gaps=len(found.gaps),
        year=_of_year(found),
    )
    return Table("evidence-papers", caption, columns, tuple(rows))


def _sources(m: Voice, found: Evidence) -> Table:
    """Completeness by source: counted, or not."""
    return Table.of(
        "completeness",
        m.say("Completeness by source{year}", year=_of_year(found)),
        found.sources,
        (Column(m.say("Source"), wide=2), lambda one: m.word(one.name)),
        (Column("t CO2e", "tonnes"), lambda one: one.tonnes),
        (Column("", wide=3), lambda one: m.word(_STATES[one.state])),
    )


def _categories(m: Voice, found: Evidence) -> Table:
    """Completeness by the categories of a frame: what stands there, or why nothing does."""
    shown = inventory(found.answer, frame_of(found))
    scopes = {one.id: one.scope for one in shown.frame.categories}
    rows = []
    for one in shown.entries:
        empty = not (one.before or one.after)
        # ids are numbers in most frames, and words that tell nothing in the guide's
        name = m.word(one.name) if one.id.islower() else f"{one.id} {m.word(one.name)}"
        if scope := m.word(scopes.get(one.id, NAMELESS)):
            name = m.say("{name}: {scope}", name=name, scope=scope)
        rows.append((name, one.before, m.word(one.why_empty) if empty else ""))
    columns = (
        Column(m.say("Category"), wide=3),
        Column("t CO2e", "tonnes"),
        Column(m.say("Why empty"), wide=2.5),
    )
    caption = m.say(
        "Completeness by category: {name}{year}", name=shown.frame.name, year=_of_year(found)
    )
    return Table("completeness-categories", caption, columns, tuple(rows))


def _left_out(m: Voice, found: Evidence) -> Table:
    return Table.of(
        "left-out",
        m.say("Left out, with an estimated size"),
        found.left_out,
        (Column(m.say("Left out"), wide=3), lambda one: m.word(one.what)),
        (Column(m.say("Reason"), wide=3.4), lambda one: m.word(one.why)),
        (Column("t CO2e", "tonnes"), lambda one: one.tonnes.value),
        (Column(m.say("Low"), "end"), lambda one: one.tonnes.low),
        (Column(m.say("High"), "end"), lambda one: one.tonnes.high),
        (Column(m.say("Of the total"), "share"), lambda one: one.share),
    )


def person(said: Any, lang: Lang) -> str:
    """Who has prepared or checked a file, in one line; empty where nobody is named."""
    if not said or isinstance(said, str):
        return said or ""
    if said.keys() <= {"en", "zh"}:  # a name in two languages
        return spoken(said, lang)
    words = []
    for value in said.values():
        value = _KINDS[value].get(lang) if value in _KINDS else value
        if isinstance(value, Mapping):
            value = spoken(value, lang)
        words.append(str(value))
    return ", ".join(words)
