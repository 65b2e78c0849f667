"""The arithmetic of a number, down to the rows it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from carbonmeet.activity import SOURCES, Datum, Input, Link
from carbonmeet.errors import CarbonmeetError, did_you_mean
from carbonmeet.factor import Factor
from carbonmeet.report.grid import number, safe
from carbonmeet.text import Lang

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.estimation import Estimate

__all__ = ["explain", "selected"]

_EVIDENCE = {
    "en": {
        "primary": "read in the publisher's document",
        "secondary": "read in another's table",
        "assumed": "ASSUMED",
        "given": "given in the scenario",
        "measured": "measured",
        "published": "published",
    },
    "zh": {
        "primary": "见于原始文件",
        "secondary": "见于他人转载",
        "assumed": "假设值",
        "given": "情景文件给定",
        "measured": "实测",
        "published": "已发布",
    },
}


def selected(result: Estimate, what: str | None) -> list[int]:
    """Lines by number, by source, or by a part of their label.

    Raises
    ------
    CarbonmeetError
        If nothing answers.
    """
    lines = [i for i in result.lines if not result.model.lines[i].activity.dormant]
    if what is None:
        return lines
    if what.isdigit():
        if not 1 <= int(what) <= len(lines):
            raise CarbonmeetError(f"no line {what}: there are lines 1 to {len(lines)}")
        return [lines[int(what) - 1]]
    found = [
        i
        for i in lines
        if (activity := result.model.lines[i].activity).source == what
        or activity.source.startswith(f"{what}.")
        or what.lower() in f"{activity.label.en} {activity.label.zh}".lower()
    ]
    if not found:
        present = dict.fromkeys(result.model.lines[i].activity.source for i in lines)
        raise CarbonmeetError(
            f"no source and no line '{what}'.{did_you_mean(what, present)}"
            f" Sources: {', '.join(present)}"
        )
    return found


def explain(result: Estimate, lines: Iterable[int], lang: Lang = "en") -> str:
    """Amount, chain and product of each line, with range and source of every number.

    Parameters
    ----------
    result : Estimate
    lines : iterable of int
        Indices of lines of the model.
    lang : {"en", "zh"}
    """
    numbers = {
        i: position
        for position, i in enumerate(
            (i for i in result.lines if not result.model.lines[i].activity.dormant), start=1
        )
    }
    return "\n\n".join(_line(result, i, numbers[i], lang) for i in lines)


def _line(result: Estimate, index: int, position: int, lang: Lang) -> str:
    activity = result.model.lines[index].activity
    amount = float(result.model.quantities()[0, index])
    price = float(result.model.prices()[0, index])
    kilograms = float(result.baseline.kg[index])
    unit = activity.unit.text
    head = (
        f"[{position}] {SOURCES[activity.source].get(lang)}: "
        f"{safe(activity.label.get(lang))}, {activity.period}"
    )
    words = ("amount", "per unit", "line") if lang == "en" else ("活动量", "单位排放", "本项")
    return "\n".join(
        [
            head,
            f"  {words[0]}",
            *_product(activity.amount, result.catalogue, lang),
            f"      = {number(amount, 6)} {unit}",
            f"  {words[1]}",
            *_product(activity.chain, result.catalogue, lang),
            f"      = {number(price, 6)} kg CO2e / ({unit})",
            f"  {words[2]}: {number(amount, 6)} × {number(price, 6)} = "
            f"{number(kilograms, 6)} kg CO2e",
        ]
    )


def _product(links: Iterable[Link], catalogue: Catalogue, lang: Lang) -> list[str]:
    lines: list[str] = []
    for one, power in links:
        sign = "÷" if power < 0 else "×" if lines else " "
        lines += _number(one, sign, catalogue, lang)
    return lines


def _number(one: Input, sign: str, catalogue: Catalogue, lang: Lang) -> list[str]:
    unit = "" if one.unit.text == "1" else f" {one.unit.text}"
    text = f"    {sign} {number(one.value, 6)}{unit}"
    if one.low is not None and one.high is not None:
        text += f" ({number(one.low)} – {number(one.high)})"
    about = [f"      {one.id}: {_EVIDENCE[lang][one.basis]}"]
    if isinstance(one, Factor):
        about[0] += _citation(one, catalogue)
        if one.boundary:
            about[0] += f" [{', '.join(one.boundary)}]"
    if isinstance(one, (Factor, Datum)) and one.note:
        about.append(f"      {safe(one.note)}")
    return [text, *about]


def _citation(factor: Factor, catalogue: Catalogue) -> str:
    source = catalogue.sources.get(factor.source)
    if source is None:
        return f"; {factor.source}"
    where = f", {factor.locator}" if factor.locator else ""
    return f"; {source.publisher}, {source.title} ({source.year}){where}"
