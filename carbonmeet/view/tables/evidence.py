"""The list of evidence, what is complete and what is left out, and the rules of rounding."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from carbonmeet.answer.plain import plain
from carbonmeet.base.text import Label, Lang
from carbonmeet.frames import inventory
from carbonmeet.questions.evidence import TIERS
from carbonmeet.questions.evidence.papers import MATERIAL
from carbonmeet.view.faces.text import grid
from carbonmeet.view.numerals import number

if TYPE_CHECKING:
    from carbonmeet.questions.evidence import Evidence, Paper

__all__ = ["RULES", "evidence_csv", "evidence_data", "evidence_text", "frame_of"]

#: What a reader of the numbers has to know, and an auditor asks first.
RULES: tuple[Label, ...] = (
    Label(
        "Rounding: everything is worked out in double precision and rounded only where "
        "it is shown, "
        "to four significant digits in tables. Shown parts may therefore miss a shown "
        "total by their "
        "last digit; the JSON holds every digit.",
        "修约：全部计算采用双精度，仅在显示时修约，表格保留四位有效数字，因此分项与合计的末位可能不符；"
        "JSON保留全部数位。",
    ),
    Label(
        f"Materiality: a number without a document counts as a gap from {MATERIAL:.0%} of "
        f"the tonnes "
        "on. This limit is ours.",
        f"重要性：所支撑排放占比达到{MATERIAL:.0%}而无凭证的数值列为缺口，该界限为本工具所定。",
    ),
    Label(
        "Restatement: a result keeps the catalogue that it was worked out with. If "
        "boundary, method, "
        "a factor or an error moves an earlier total by 5 % or more, work that one out "
        "anew and show "
        "both, with the difference by cause ('carbonmeet compare'); below that, say it in the next "
        "report. This rule is ours.",
        "重述：结果沿用计算时的因子目录。若边界、方法、因子变化或差错使既往总量变动5%及以上，应重新计算并"
        "同时列示新旧结果及差异成因（carbonmeet compare）；低于5%的在下一次报告中说明。"
        "该规则为本工具所定。",
    ),
    Label(
        "Tonnes on a number are those of all lines that rest on it. A line rests on "
        "several numbers, "
        "so they do not add up.",
        "各数值所支撑的排放为引用该数值的全部分项之和；一个分项引用多个数值，因此不可相加。",
    ),
)
_STATES = {
    "counted": Label("counted", "已计入"),
    "measures": Label("by a measure alone", "仅因措施产生"),
    "silent": Label(
        "not counted: say why under boundary.excluded", "未计入：请在boundary.excluded中说明"
    ),
}
_TITLE = Label("Evidence", "证据清单")
_TIERS = Label("tonnes by the weakest number behind them", "按最弱数据等级划分的排放占比")
_GAPS = Label("gaps: no document, {limit} of the tonnes or more", "缺口：无凭证且占比不低于{limit}")
_PAPERS = Label("documents", "凭证")
_SOURCES = Label("completeness by source", "完整性（按排放源）")
_FRAME = Label("completeness by category: {name}", "完整性（按类别）：{name}")
_LEFT = Label("left out, with an estimated size", "未计入内容的估算规模")
_UNSIZED = Label("left out, size not estimated", "未计入且未估算规模")
_SIGNED = Label("who answers for it", "责任人")
_NONE = Label("not named in the file", "文件未注明")
_RULES = Label("rules", "规则")
_NOTHING = Label("none", "无")
_WHO = {
    "organiser": Label("organiser", "主办方"),
    "prepared": Label("prepared by", "编制人"),
    "checked": Label("checked by", "复核人"),
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
    title = f"{_TITLE.get(lang)}: {found.answer.scenario.title.get(lang)}"
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
        return f"{title}: {_NOTHING.get(lang)}"
    head = [title, *(one.get(lang) for one in (
        Label("value", "数值"), Label("basis", "依据"), Label("t CO2e on it", "支撑的t CO2e"),
        Label("share", "占比")))]  # fmt: skip
    rows = [[one.path, f"{number(one.value)} {one.unit}", _paper(one), number(one.tonnes),
             f"{one.share:.1%}"] for one in papers[:_MOST]]  # fmt: skip
    more = Label(f"and {len(papers) - _MOST} more", f"另有{len(papers) - _MOST}项").get(lang)
    return grid([head, *rows], right=(1, 3, 4)) + (f"\n  {more}" if len(papers) > _MOST else "")


def _paper(one: Paper) -> str:
    if one.document is None:
        return one.basis
    named = [str(one.document[key]) for key in ("kind", "number", "date", "holder")
             if one.document.get(key)]  # fmt: skip
    return ", ".join([one.basis, *named])


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
        rows.append([f"{one.id} {one.name.get(lang)}", number(one.before), why])
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
        told.append(f"{_WHO[key].get(lang)}: {_person(said, lang) or _NONE.get(lang)}")
    return _bullets(_SIGNED, told, lang)


def _person(said: Any, lang: Lang) -> str:
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
