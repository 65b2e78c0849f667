"""The list of evidence, what is complete and what is left out, and the rules of rounding."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from carbonmeet.answer.plain import plain
from carbonmeet.base.text import Label, Lang, _
from carbonmeet.frames import inventory
from carbonmeet.questions.evidence import TIERS
from carbonmeet.questions.evidence.papers import MATERIAL
from carbonmeet.view.faces.text import grid
from carbonmeet.view.numerals import number, unit

if TYPE_CHECKING:
    from carbonmeet.questions.evidence import Evidence, Paper

__all__ = [
    "RULES",
    "evidence_csv",
    "evidence_data",
    "evidence_text",
    "frame_of",
    "person",
    "silent_sources",
]

#: What a reader of the numbers has to know, and an auditor asks first.
RULES: tuple[Label, ...] = (
    _(
        "Rounding: everything is worked out in double precision and "
        "rounded only where it is shown, to four significant digits in "
        "tables. Shown parts may therefore miss a shown total by their "
        "last digit; the JSON holds every digit."
    ),
    _(
        "Materiality: a number without a document counts as a gap from "
        "{material:.0%} of the tonnes on. This limit is ours.",
        material=MATERIAL,
    ),
    _(
        "Restatement: a result keeps the catalogue that it was worked out "
        "with. If boundary, method, a factor or an error moves an earlier "
        "total by 5 % or more, work that one out anew and show both, with "
        "the difference by cause ('carbonmeet compare'); below that, say "
        "it in the next report. This rule is ours."
    ),
    _(
        "Tonnes on a number are those of all lines that rest on it. A line "
        "rests on several numbers, so they do not add up."
    ),
)
_STATES = {
    "counted": _("counted"),
    "measures": _("by a measure alone"),
    "silent": _("not counted: say why under boundary.excluded"),
}
_TITLE = _("Evidence")
_TIERS = _("tonnes by the weakest number behind them")
_GAPS = _("gaps: no document, {limit} of the tonnes or more")
_PAPERS = _("documents")
_SOURCES = _("completeness by source")
_FRAME = _("completeness by category: {name}")
_LEFT = _("left out, with an estimated size")
_UNSIZED = _("left out, size not estimated")
_SIGNED = _("who answers for it")
_NONE = _("not named in the file")
_RULES = _("rules")
_NOTHING = _("none")
_WHO = {
    "organiser": _("organiser"),
    "prepared": _("prepared by"),
    "checked": _("checked by"),
}
_BASES = {
    "measured": _("measured"),
    "published": _("published"),
    "given": _("given"),
    "assumed": _("assumed"),
}
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
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    paper = ("kind", "number", "date", "holder", "file")
    writer.writerow(
        ["path", "name", "value", "low", "high", "unit", "basis", "tier", "gap", "t_co2e", "share",
         *(f"document_{one}" for one in paper), "note"]
    )  # fmt: skip
    for one in found.papers:
        document = one.document or {}
        writer.writerow(
            [one.path, one.name.get(lang), repr(one.value), one.low, one.high, one.unit, one.basis,
             one.tier, "yes" if one.gap else "", f"{one.tonnes:.6f}", f"{one.share:.6f}",
             *(document.get(name, "") for name in paper), one.note.get(lang)]
        )  # fmt: skip
    return text.getvalue()


def evidence_text(found: Evidence, lang: Lang) -> str:
    """The evidence for the eye: tiers, gaps, documents, completeness, exclusions, who signs."""
    title = (
        f"{_TITLE.get(lang)}{'：' if lang == 'zh' else ': '}{found.answer.scenario.title.get(lang)}"
    )
    parts = [title, _tiers(found, lang)]
    limit = f"{MATERIAL:.0%}"
    parts.append(_list(_GAPS.get(lang).format(limit=limit), found.gaps, lang))
    papers = tuple(one for one in found.papers if one.tier == "document")
    parts.append(_list(_PAPERS.get(lang), papers, lang))
    parts += [_sources(found, lang), _categories(found, lang), _left_out(found, lang)]
    parts += [_signed(found, lang), _bullets(_RULES, [one.get(lang) for one in RULES], lang)]
    return "\n\n".join(parts)


def _tiers(found: Evidence, lang: Lang) -> str:
    rows = [[_TIERS.get(lang), ""]]
    rows += [[name.get(lang), f"{found.tiers[tier]:.1%}"] for tier, name in TIERS.items()]
    return grid(rows, right=(1,))


def _list(title: str, papers: tuple[Paper, ...], lang: Lang) -> str:
    if not papers:
        return f"{title}{'：' if lang == 'zh' else ': '}{_NOTHING.get(lang)}"
    head = [title, *(one.get(lang) for one in (
        _("value"), _("basis"), _("t CO2e on it"),
        _("share")))]  # fmt: skip
    rows = [
        [
            one.path if lang == "en" else one.name.get(lang),
            f"{number(one.value)} {unit(one.unit, lang)}".removesuffix(" –"),
            _paper(one, lang),
            number(one.tonnes),
            f"{one.share:.1%}",
        ]
        for one in papers[:_MOST]
    ]
    more = _("and {papers} more", papers=len(papers) - _MOST).get(lang)
    return grid([head, *rows], right=(1, 3, 4)) + (f"\n  {more}" if len(papers) > _MOST else "")


def _paper(one: Paper, lang: Lang) -> str:
    basis = _BASES.get(one.basis, Label(one.basis)).get(lang)
    if one.document is None:
        return basis
    named = [str(one.document[key]) for key in ("kind", "number", "date", "holder")
             if one.document.get(key)]  # fmt: skip
    return ", ".join([basis, *named])


def _sources(found: Evidence, lang: Lang) -> str:
    rows = [[_SOURCES.get(lang), "t CO2e", ""]]
    rows += [
        [one.name.get(lang), number(one.tonnes), _STATES[one.state].get(lang)]
        for one in found.sources
    ]
    return grid(rows, right=(1,))


def _categories(found: Evidence, lang: Lang) -> str:
    shown = inventory(found.answer, frame_of(found))
    rows = [[_FRAME.get(lang).format(name=shown.frame.name.get(lang)), "t CO2e", ""]]
    for one in shown.entries:
        empty = not (one.before or one.after)
        why = one.why_empty.get(lang) if empty else ""
        # ids are numbers in most frames, and words that tell nothing in the guide's
        name = one.name.get(lang) if one.id.islower() else f"{one.id} {one.name.get(lang)}"
        rows.append([name, number(one.before), why])
    return grid(rows, right=(1,))


def _left_out(found: Evidence, lang: Lang) -> str:
    parts = []
    if found.left_out:
        rows = [[_LEFT.get(lang), "t CO2e", "", ""]]
        for one in found.left_out:
            low, high = one.tonnes.low, one.tonnes.high
            ends = "" if low is None or high is None else f"{number(low)} – {number(high)}"
            rows.append([one.what.get(lang), number(one.tonnes.value), ends, f"{one.share:.1%}"])
            if str(one.why):
                rows.append([f"  {one.why.get(lang)}", "", "", ""])
        parts.append(grid(rows, right=(1, 2, 3)))
    names = [one.get(lang) for one in found.unsized]
    if names or not parts:
        parts.append(_bullets(_UNSIZED, names or [_NOTHING.get(lang)], lang))
    return "\n\n".join(parts)


def _signed(found: Evidence, lang: Lang) -> str:
    told = []
    for key, said in found.signed().items():
        colon = "：" if lang == "zh" else ": "
        told.append(f"{_WHO[key].get(lang)}{colon}{person(said, lang) or _NONE.get(lang)}")
    return _bullets(_SIGNED, told, lang)


def silent_sources(found: Evidence, lang: Lang) -> list[str]:
    """Sources that a file neither counts nor says that it leaves out."""
    return [one.name.get(lang) for one in found.sources if one.state == "silent"]


def person(said: Any, lang: Lang) -> str:
    """Who has prepared or checked a file, in one line; empty where nobody is named."""
    if not said:
        return ""
    if isinstance(said, str):
        return said
    words = []
    for value in said.values():
        if hasattr(value, "get"):
            words.append(str(value.get(lang) or value.get("en") or value.get("zh")))
        else:
            words.append(str(value))
    return ", ".join(words)


def _bullets(title: Label, lines: list[str], lang: Lang) -> str:
    return "\n".join([title.get(lang), *(f"  {one}" for one in lines)])
