"""Tables of the catalogue: factors with their rivals, services, measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from carbonmeet.base.text import NAMELESS, Label, Lang
from carbonmeet.catalogue.measure import AREAS, PROVENANCE, Measure
from carbonmeet.view.faces.grid import grid, number, safe
from carbonmeet.view.pages.report.matter import EVIDENCE
from carbonmeet.view.words import say_method, say_unit

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue, Declined
    from carbonmeet.catalogue.service import Part
    from carbonmeet.numbers.factor import Factor

__all__ = ["declined_table", "factor_table", "measure_table", "service_table"]

_FACTOR_HEAD = (
    Label("key", "键"),
    Label("region", "地区"),
    Label("year", "年份"),
    Label("value", "数值"),
    Label("range", "区间"),
    Label("unit", "单位"),
    Label("source", "来源"),
    Label("evidence", "证据"),
    Label("name", "名称"),
)
_DECLINED_HEAD = (
    Label("declined", "未采用"),
    Label("region", "地区"),
    Label("source", "来源"),
    Label("reason", "原因"),
)
_NOBODY = Label("no publisher issues one", "没有机构发布")
_SERVICE_HEAD = (
    Label("group", "组别"),
    Label("name", "键"),
    NAMELESS,
    Label("per", "单位"),
    Label("chain", "因子链"),
)
_MEASURE_HEAD = (
    NAMELESS,
    Label("area", "领域"),
    Label("name", "措施"),
    Label("provenance", "出处"),
    Label("effect", "作用"),
    Label("uptake", "实施率"),
    Label("evidence", "依据"),
)
#: What a measure does to a line.
_EFFECTS = {
    "avoid": Label("avoid", "避免"),
    "shift": Label("shift", "转移"),
    "improve": Label("improve", "改善"),
    "enable": Label("enable", "促进"),
}


def factor_table(
    rows: Sequence[Factor], catalogue: Catalogue, lang: Lang = "en", *, full: bool = False
) -> str:
    """Factors one a line, rivals on adjacent lines; with `full`, their sources below them."""
    order = {key: place for place, key in enumerate(dict.fromkeys(row.key for row in rows))}
    ranked = sorted(rows, key=lambda row: order[row.key])
    if full:
        return "\n\n".join(_full(row, catalogue, lang) for row in ranked)
    table = []
    last = ""
    for row in ranked:
        ends = "" if row.low is None else f"{number(row.low)} – {number(row.high)}"
        key = row.key if row.key != last else ""
        last = row.key
        table.append(
            [key, row.region, str(row.year), number(row.value, 5), ends]
            + [say_unit(row.unit.text, lang), row.source, _evidence(row, lang)]
            + [row.name.get(lang) if key else ""]
        )
    head = [one.get(lang) for one in _FACTOR_HEAD]
    count = Label(f"{len(rows)} rows", f"共{len(rows)}行").get(lang)
    return grid([head, *table], right=(3,), indent=0) + f"\n{count}"


def _evidence(row: Factor, lang: Lang) -> str:
    return EVIDENCE[row.evidence].get(lang)


def _full(row: Factor, catalogue: Catalogue, lang: Lang) -> str:
    source = catalogue.sources.get(row.source)
    ends = "" if row.low is None else f" ({number(row.low)} – {number(row.high)})"
    lines = [
        f"{row.id}  {row.name.get(lang)}",
        f"  {number(row.value, 6)}{ends} {say_unit(row.unit.text, lang)}, {row.year}, "
        f"{_evidence(row, lang)}",
    ]
    if row.boundary:
        words = Label("contains: ", "包含：").get(lang)
        lines.append(f"  {words}{', '.join(row.boundary)}")
    if source is not None:
        lines.append(f"  {source.publisher}, {source.title} ({source.year}); {row.locator}")
    if row.note.get(lang):
        lines.append(f"  {row.note.get(lang)}")
    return "\n".join(safe(line) for line in lines)


def declined_table(rows: Sequence[Declined], lang: Lang = "en") -> str:
    """What was found and not taken, or is published by nobody, with the reason."""
    table = [[one.get(lang) for one in _DECLINED_HEAD]]
    for row in rows:
        source = row.source or _NOBODY.get(lang)
        table.append([row.key, row.region, source, row.reason.get(lang)])
    return grid(table, indent=0)


_OR = Label(" or ", " 或 ")
_WITHIN = Label("in {} only", "仅限{}")
_OUTSIDE = Label("outside {}", "{}以外")


def service_table(catalogue: Catalogue, text: str = "", lang: Lang = "en") -> str:
    """What a scenario can name, with unit and chain."""
    rows = [[one.get(lang) for one in _SERVICE_HEAD]]
    for service in catalogue.offered(text):
        group, name = service.id.split("/", 1)
        for number_, part in enumerate(service.parts):
            lead = number_ == 0
            limits = [say_method(key, value, lang) for key, value in part.when.items()]
            if part.within:
                limits.append(_WITHIN.get(lang).format(part.within))
            if part.outside:
                limits.append(_OUTSIDE.get(lang).format(part.outside))
            when = Label(", ", "、").get(lang).join(limits)
            rows.append(
                [
                    group if lead else "",
                    name if lead else "",
                    service.name.get(lang) if lead else "",
                ]
                + [say_unit(service.unit.text, lang) if lead else "", _chains(part, lang)]
            )
            rows[-1][-1] += f"  ({when})" if when else ""
    return grid(rows, indent=0)


def _chains(part: Part, lang: Lang) -> str:
    """The chain of a part, and the other one where it has one."""
    chains = (part.chain, part.instead) if part.instead else (part.chain,)
    return _OR.get(lang).join(" * ".join(chain) for chain in chains)


def measure_table(measures: Sequence[Measure], lang: Lang = "en") -> str:
    """Measures one a line: area, name, provenance, effect, uptake, evidence."""
    rows = [[one.get(lang) for one in _MEASURE_HEAD]]
    for one in measures:
        ends = ""
        if one.uptake.low is not None and one.uptake.high is not None:
            ends = f" ({one.uptake.low:.0%} – {one.uptake.high:.0%})"
        rows.append(
            [one.id, Label(*AREAS[one.area]).get(lang), one.name.get(lang)]
            + [Label(*PROVENANCE[one.provenance]).get(lang), _EFFECTS[one.effect.do].get(lang)]
            + [f"{one.uptake.value:.0%}{ends}", ", ".join(one.evidence)]
        )
    return grid(rows, indent=0)
