"""The first lines of an answer: what it comes to, of what, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from carbonmeet.base.text import Label, Lang
from carbonmeet.view.faces.grid import number, safe
from carbonmeet.view.pages.cityhead import city_lines, several_years
from carbonmeet.view.words import say

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.answer.total import Total

__all__ = ["ends", "headline", "percent", "ranged"]

_AMOUNTS = {
    "measured": Label("measured", "实测"),
    "published": Label("published", "公布"),
    "given": Label("given", "给定"),
    "assumed": Label("assumed", "假设"),
}
_FACTORS = {
    "primary": Label("primary", "一手来源"),
    "secondary": Label("secondary", "二手来源"),
    "borrowed": Label("borrowed", "借用"),
    "assumed": Label("assumed", "假设"),
}
#: As many inputs are named as drive most of a range.
_STRONGEST = 3


def headline(answer: Answer, lang: Lang) -> str:
    """Title, total with its range, what was held, how well it is known, what the measures leave."""
    title = safe(answer.scenario.title.get(lang))
    total = answer.baseline.total
    lines = [title, "=" * min(len(title) * (2 if lang == "zh" else 1), 78)]
    city = answer.city if answer.city is not None and answer.city.years else None
    if city is not None:
        lines += city_lines(city, lang)
    if not several_years(city):
        lines.append(f"{say('baseline', lang)}: {ranged(total)} t CO2e")
    if answer.boundary.statement is not None:
        lines.append(f"  {answer.boundary.statement.get(lang)}")
    lines += [f"  {text}" for text in (_held(answer, lang), _heads(answer, lang)) if text]
    lines += [f"  {text}" for text in _quality(answer, lang)]
    if answer.measures and not several_years(city):
        lines += _after(answer, lang)
    return "\n".join(lines)


def ranged(total: Total) -> str:
    """A total with the ends of its range, three figures each."""
    both = ends(total)
    return number(total.value) + (f" ({both})" if both else "")


def ends(total: Total) -> str:
    """The ends of a range; nothing where none was drawn."""
    if total.low is None or total.high is None:
        return ""
    return f"{number(total.low, 3)} – {number(total.high, 3)}"


def percent(share: float, lang: Lang) -> str:
    """A share; what is there is never 0.0%.

    Examples
    --------
    >>> percent(0.031, "en"), percent(0.0002, "en"), percent(-0.0002, "zh"), percent(0.0, "en")
    ('3.1%', 'below 0.1%', '增加不足0.1%', '0.0%')
    """
    if 0 < share < 0.0005:
        return Label("below 0.1%", "不足0.1%").get(lang)
    if -0.0005 < share < 0:
        return Label("an increase below 0.1%", "增加不足0.1%").get(lang)
    return f"{share:.1%}"


def _held(answer: Answer, lang: Lang) -> str:
    """How much of the total was never held; nothing where all of it was."""
    held, never = answer.baseline.held.value, answer.baseline.counterfactual.value
    if not never:
        return ""
    part = number(held, 3), number(never, 3), f"{never / (held + never):.0%}"
    return Label(
        f"held: {part[0]} t; never held (counterfactual): {part[1]} t, {part[2]} of it",
        f"实际举办部分{part[0]}吨；未举办（反事实）部分{part[1]}吨，占{part[2]}",
    ).get(lang)


def _heads(answer: Answer, lang: Lang) -> str:
    people = answer.baseline.participants.get("all", 0.0)
    if not people:
        return ""
    each = answer.baseline.per_participant["all"].value
    return say("heads", lang).format(people=number(people), each=number(each, 3))


def _quality(answer: Answer, lang: Lang) -> list[str]:
    """How well the tonnes are known: amounts, factors, ranges, and what drives the range most."""
    found = answer.quality
    lines = [
        Label(
            f"by tonnes: amounts {_shares(found.amount, _AMOUNTS, 'en')}; "
            f"factors {_shares(found.factor, _FACTORS, 'en')}",
            f"按吨位计：活动数据{_shares(found.amount, _AMOUNTS, 'zh')}；"
            f"排放因子{_shares(found.factor, _FACTORS, 'zh')}",
        ).get(lang)
    ]
    if found.without_range >= 0.0005:
        share = percent(found.without_range, lang)
        lines.append(
            Label(
                f"{share} rests on a factor without a range: by that much the range is too narrow",
                f"{share}所依据的因子没有区间，总区间因此偏窄",
            ).get(lang)
        )
    drivers = () if answer.uncertainty is None else answer.uncertainty.drivers[:_STRONGEST]
    if drivers:
        named = [f"{safe(one.label.get(lang))} ({one.share:.0%})" for one in drivers]
        text = Label("the range is driven by ", "区间主要取决于").get(lang)
        lines.append(text + Label("; ", "；").get(lang).join(named))
    return lines


def _shares(shares: Mapping[str, float], names: Mapping[str, Label], lang: Lang) -> str:
    """Shares above nothing, the largest first."""
    kept = [name for name in sorted(shares, key=lambda one: -shares[one]) if shares[name] >= 0.0005]
    comma = Label(", ", "、").get(lang)
    return comma.join(f"{names[name].get(lang)} {shares[name]:.0%}" for name in kept)


def _after(answer: Answer, lang: Lang) -> list[str]:
    """What the measures leave, what they save, and the other accounting of electricity."""
    rest, total, saving = answer.residual.total, answer.baseline.total, answer.saving
    share = saving.value / total.value if total.value else 0.0
    lines = [
        f"{say('residual', lang)}: {ranged(rest)} t CO2e "
        f"({say('saving', lang)} {ranged(saving)} t, {percent(share, lang)})"
    ]
    both = answer.residual.electricity
    assert both is not None  # every residual has both
    other = "market" if both.chosen == "location" else "location"
    value = (both.market if other == "market" else both.location).value
    if value != rest.value:
        lines.append(
            f"  {say('other-electricity', lang)} ({say(other, lang)}): {number(value)} t CO2e"
        )
    return lines
