"""Where to meet, as tables for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.text import Label, Lang
from carbonmeet.units import KG_PER_T
from carbonmeet.view.faces.grid import grid, number

if TYPE_CHECKING:
    from carbonmeet.draws.ranges import Range
    from carbonmeet.questions.site.hubsets import HubSet
    from carbonmeet.questions.site.ranking import Ranked
    from carbonmeet.questions.site.sites import Sites

__all__ = ["sites"]

_HEADS = (
    Label("place", "地点"),
    Label("t CO2e", "t CO2e"),
    Label("95 % range", "95%区间"),
    Label("difference", "差值"),
    Label("95 % range", "95%区间"),
    Label("prob. better", "更优概率"),
    Label("on site", "现场人数"),
    Label("online", "线上人数"),
    Label("1,000 person-km", "千人公里"),
    Label("top tenth", "最高10%占比"),
    Label("Gini", "基尼系数"),
    Label("a day by rail", "铁路一日可达人数"),
)


def sites(found: Sites, lang: Lang = "en", most: int = 20) -> str:
    """The ranking, the hubs and the notices as text.

    Parameters
    ----------
    found : Sites
    lang : {"en", "zh"}
    most : int
        Hosts shown; the present one always.
    """
    title = Label("Where to meet", "会议地点比选").get(lang)
    name = found.workings.scenario.title.get(lang)
    mark = "：" if lang == "zh" else ": "
    parts = [f"{title}{mark}{name} ({found.rule.label.get(lang)})", _ranking(found, lang, most)]
    if found.hubs:
        parts.append(_hubs(found, lang))
    told = [f"  - {one.get(lang)}" for one in found.notices]
    return "\n\n".join([*parts, "\n".join(told)])


def _ranking(found: Sites, lang: Lang, most: int) -> str:
    shown = [
        (place, row)
        for place, row in enumerate(found.ranking, 1)
        if place <= most or row.at == found.present
    ]
    rows = [_row(row, row.at == found.present, lang) for _, row in shown]
    table = [[head.get(lang) for head in _HEADS], *rows]
    kept = [i for i in range(len(_HEADS)) if any(row[i] for row in rows)]
    text = grid([[row[i] for i in kept] for row in table], right=range(1, len(kept)))
    left = len(found.ranking) - len(shown)
    if left:
        text += Label(f"\n  … {left} more", f"\n  … 另有{left}处").get(lang)
    return text


def _row(row: Ranked, present: bool, lang: Lang) -> list[str]:
    here = Label(" (present)", "（现地点）").get(lang) if present else ""
    return [
        f"{row.host.name.get(lang)} {row.host.airport}{here}",
        _tonnes(row.kg),
        _range(row.total),
        "" if present else _signed(row.more),
        "" if present else _range(row.difference),
        "" if row.better is None or present else f"{row.better:.2f}",
        number(round(row.people)),
        number(round(row.online)) if row.online else "",
        number(row.person_km / 1000, 3),
        f"{100 * row.top_decile:.0f} %",
        f"{row.gini:.2f}",
        Label("{} of {}", "{}/{}")
        .get(lang)
        .format(number(round(row.by_rail)), number(round(row.travellers))),
    ]


def _hubs(found: Sites, lang: Lang) -> str:
    heads = (
        Label("hubs", "分会场数"),
        Label("t CO2e", "t CO2e"),
        Label("places and people on site", "地点及现场人数"),
        Label("proved", "是否证明最优"),
    )
    rows = [
        [str(one.k), _tonnes(one.kg), _places(one, lang), _proof(one, lang)] for one in found.hubs
    ]
    text = grid([[head.get(lang) for head in heads], *rows], right=(0, 1))
    near = [_near(one, lang) for one in found.hubs if one.k > 1 and one.others]
    return "\n".join([text, *near])


def _places(one: HubSet, lang: Lang) -> str:
    comma = "、" if lang == "zh" else ", "
    return comma.join(
        f"{host.name.get(lang)} {host.airport} {number(round(people))}"
        for host, people in zip(one.hosts, one.people, strict=True)
    )


def _proof(one: HubSet, lang: Lang) -> str:
    if one.proved:
        return Label("yes", "是").get(lang)
    return Label(f"no, gap {100 * one.gap:.2g} %", f"否，差距{100 * one.gap:.2g}%").get(lang)


def _near(one: HubSet, lang: Lang) -> str:
    """The sets that are nearly as good: three of them, and how far the last of those known is."""
    comma = "、" if lang == "zh" else ", "
    sets = [
        f"{comma.join(host.name.get(lang) for host in hosts)} (+{100 * (kg / one.kg - 1):.2g} %)"
        for kg, hosts in one.others[:3]
        if one.kg
    ]
    return Label(
        f"  next best of {one.k}: {'; '.join(sets)}",
        f"  {one.k}个分会场的次优方案：{'；'.join(sets)}",
    ).get(lang)


def _tonnes(kg: float) -> str:
    return number(kg / KG_PER_T)


def _signed(kg: float) -> str:
    text = number(abs(kg) / KG_PER_T, 3)
    return text if text == "0" else f"{'+' if kg > 0 else '-'}{text}"


def _range(drawn: Range | None) -> str:
    return "" if drawn is None else f"{number(drawn.low, 3)} - {number(drawn.high, 3)}"
