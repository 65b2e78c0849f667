"""What changed between two results, and what every change comes to, as tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from carbonmeet.answer import Total
from carbonmeet.base.text import Label, Lang
from carbonmeet.city.sectors import source_name
from carbonmeet.questions.variance import CAUSES
from carbonmeet.view.faces.grid import grid, number
from carbonmeet.view.tables.comparison import comparison, comparison_data

if TYPE_CHECKING:
    from carbonmeet.answer import Input, Row
    from carbonmeet.questions.variance import Change, Comparison, Step

__all__ = ["variance", "variance_csv", "variance_data"]

#: So many changes are listed one by one.
_MOST = 40
_INPUTS = Label("what changed in the data", "变动的数据")
_FACTORS = Label("what changed in the factors", "变动的排放因子")
_BECAUSE = Label("residual, t CO2e: what the difference comes of", "措施后排放差异的成因，t CO2e")
_SUM = Label("sum", "合计")
_RANGE = Label("range", "区间")
_HEADS = Label("per participant, t CO2e", "人均，t CO2e")
_MORE = Label(
    "and {count} more (--format json lists them)", "另有{count}项（--format json列出全部）"
)
_ONLY = Label("numbers in {side} only, {count}", "仅见于{side}的数值，{count}个")
_NOT_ONE_YEAR = Label(
    "Years are never added up: of a city, read the steps by period.",
    "各年份不相加：城市情景请按阶段阅读。",
)
_STEPS = Label("step", "步骤")


def variance_data(found: Comparison) -> dict[str, Any]:
    """A comparison as plain data: of two results with what stands in each of them."""
    if len(found.steps) > 1:
        return found.to_dict() | {"carbonmeet": found.answers[0].carbonmeet}
    step = found.steps[0]
    return comparison_data(step.a, step.b, step.drawn) | step.to_dict()


def variance(found: Comparison, lang: Lang) -> str:
    """A comparison as text: what has to be told, the totals, what changed, and what it comes to."""
    many = len(found.steps) > 1
    parts = [
        (f"{_title(one, at, lang)}\n" if many else "") + _step(one, lang)
        for at, one in enumerate(found.steps, 1)
    ]
    return "\n\n".join([*parts, *([_overview(found, lang)] if many else [])])


def _title(step: Step, at: int, lang: Lang) -> str:
    """The heading of a step: whose A and B these are."""
    names = " → ".join(one.scenario.name for one in (step.a, step.b))
    return f"{_STEPS.get(lang)} {at}: {names}"


def _step(step: Step, lang: Lang) -> str:
    text = comparison(comparison_data(step.a, step.b, step.drawn), lang)
    head, _, rest = text.partition("\n\n")
    told = [f"  {one.get(lang)}" for one in step.told]
    parts = ["\n".join([head, *told]), rest]
    for title, changed in ((_INPUTS, step.inputs), (_FACTORS, step.editions)):
        table = _changed(title, changed, lang)
        if table:
            parts.append(table)
    parts.append(_heads(step, lang))
    parts.append(_causes(step, lang))
    return "\n\n".join(one for one in parts if one)


def _changed(title: Label, changed: tuple[Change, ...], lang: Lang) -> str:
    """Numbers that both have and that differ; what only one has is counted."""
    both = [one for one in changed if one.before is not None and one.after is not None]
    lines = []
    if both:
        rows = [[title.get(lang), "A", "B"]]
        rows += [[_named(one), _worded(one.before), _worded(one.after)] for one in both[:_MOST]]
        lines.append(grid(rows, right=(1, 2)))
        if len(both) > _MOST:
            lines.append(f"  {_MORE.get(lang).format(count=len(both) - _MOST)}")
    for side, alone in (("A", [x for x in changed if x.after is None]),
                        ("B", [x for x in changed if x.before is None])):  # fmt: skip
        if alone and title is _INPUTS:
            names = ", ".join(one.path for one in alone[:3])
            more = ", …" if len(alone) > 3 else ""
            colon = "：" if lang == "zh" else ": "
            told = _ONLY.get(lang).format(side=side, count=len(alone))
            lines.append(f"  {told}{colon}{names}{more}")
    return "\n".join(lines)


def _named(one: Change) -> str:
    ids = {getattr(side, "id", "") for side in (one.before, one.after)}
    return one.path if len(ids) == 2 or ids == {""} else ids.pop()


def _worded(one: Input | Row | None) -> str:
    if one is None:
        return "–"
    value = f"{one.value:,.6g}"
    if one.low is not None and one.high is not None:
        value += f" ({one.low:,.4g} – {one.high:,.4g})"
    about = str(getattr(one, "basis", None) or getattr(one, "source", ""))
    paper = getattr(one, "document", None)
    told = [about, *([f"{paper['kind']} {paper['number']}".strip()] if paper else [])]
    return f"{value} {one.unit}, {', '.join(told)}"


def _heads(step: Step, lang: Lang) -> str:
    """Emissions per participant, the like for like of two years of one meeting."""
    rows = []
    for name, title in (("baseline", Label("baseline", "措施前")),
                        ("residual", Label("after the measures", "措施后"))):  # fmt: skip
        both = [getattr(one, name).per_participant.get("all") for one in (step.a, step.b)]
        if all(both):
            a, b = (one.value for one in both)
            people = [getattr(one, name).participants.get("all", 0.0) for one in (step.a, step.b)]
            shown = [f"{number(x)} × {n:,.0f}" for x, n in zip((a, b), people, strict=True)]
            rows.append([title.get(lang), *shown, f"{b / a - 1:+.1%}" if a else ""])
    head = [_HEADS.get(lang), "A", "B", "B - A"]
    return grid([head, *rows], right=(1, 2, 3)) if rows else ""


def _causes(step: Step, lang: Lang) -> str:
    """The difference by cause, and by source and period."""
    ranged, comma = step.part().low is not None, "，" if lang == "zh" else ", "
    shown = [name for name in CAUSES if any(cause == name for cause, _ in
             step.effects["residual"].cells)]  # fmt: skip
    rows = [["", *(CAUSES[name].get(lang) for name in shown), _SUM.get(lang)]]
    for source, period in step.cells:
        parts = [step.part(one, source=source, period=period) for one in shown]
        total = step.part(source=source, period=period)
        if any(one.value for one in (*parts, total)):
            name = source_name(source, "city" if step.a.scenario.kind == "city" else "meeting")
            rows.append(
                [
                    f"{name.get(lang)}{comma}{step.period_name(period).get(lang)}",
                    *map(_signed, (*parts, total)),
                ]
            )
    sums = [step.part(one) for one in shown]
    rows.append([_SUM.get(lang), *map(_signed, (*sums, step.part()))])
    if ranged:
        rows.append([_RANGE.get(lang), *map(_ends, (*sums, step.part()))])
    table = grid(rows, right=range(1, len(rows[0])))
    note = f"\n{_NOT_ONE_YEAR.get(lang)}" if step.a.scenario.kind == "city" else ""
    return f"{_BECAUSE.get(lang)}\n{table}{note}"


def _overview(found: Comparison, lang: Lang) -> str:
    rows = [[_STEPS.get(lang), *(one.get(lang) for one in CAUSES.values()), _SUM.get(lang)]]
    for at, step in enumerate(found.steps, 1):
        rows.append(
            [
                _title(step, at, lang),
                *(_signed(step.part(one)) for one in CAUSES),
                _signed(step.part()),
            ]
        )
    total = [Total(sum(step.part(one).value for step in found.steps)) for one in CAUSES]
    rows.append([_SUM.get(lang), *map(_signed, total), _signed(found.difference)])
    return grid(rows, right=range(1, len(rows[0])))


def _signed(total: Total) -> str:
    return f"{'+' if total.value > 0 else ''}{number(total.value)}"


def _ends(total: Total) -> str:
    if total.low is None or total.high is None:
        return ""
    low, high = (f"{'+' if x > 0 else ''}{number(x)}" for x in (total.low, total.high))
    return low if low == high else f"{low} – {high}"


def variance_csv(found: Comparison) -> str:
    """The difference as CSV: one row for each step, ledger, source, period and cause; t CO2e."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    head = ["step", "a", "b", "ledger", "source", "period", "cause", "t_co2e", "low", "high"]
    writer.writerows([head, *_csv_rows(found)])
    return text.getvalue()


def _csv_rows(found: Comparison) -> Iterator[list[Any]]:
    for at, step in enumerate(found.steps, 1):
        names = [step.a.scenario.name, step.b.scenario.name]
        for ledger, effects in step.effects.items():
            for cause, (source, period) in effects.cells:
                one = step.part(cause, ledger=ledger, source=source, period=period)
                place = [at, *names, ledger, source, period, cause]
                yield [*place, repr(one.value), one.low, one.high]
