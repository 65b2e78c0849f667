"""A city's own power plants as a table: capacity is not generation, average is not marginal."""

from __future__ import annotations

from carbonmeet.answer.city import PowerMix
from carbonmeet.base.text import Label, Lang
from carbonmeet.view.faces.grid import grid, number

__all__ = ["mix_text"]

_HEADS = (
    Label("MW", "装机（MW）"),
    Label("of capacity", "装机占比"),
    Label("GWh a year", "年发电量（GWh）"),
    Label("of generation", "发电占比"),
)


def mix_text(mixes: tuple[PowerMix, ...], lang: Lang) -> str:
    """The plants of each year with both shares, and a kilowatt-hour in two views."""
    return "\n\n".join(_mix(one, lang) for one in mixes)


def _mix(mix: PowerMix, lang: Lang) -> str:
    title = Label(
        f"Power plants of the city, {mix.year}: capacity is not generation",
        f"{mix.year}年本市电源结构：装机占比不等于发电占比",
    ).get(lang)
    rows = [[title, *(head.get(lang) for head in _HEADS)]]
    rows += [
        [
            one.name.get(lang),
            f"{one.megawatts:,.0f}",
            f"{one.capacity_share:.1%}",
            f"{one.gigawatt_hours:,.0f}",
            f"{one.share:.1%}",
        ]
        for one in mix.plants
    ]
    lines = [grid(rows, right=(1, 2, 3, 4)), f"  {_views(mix).get(lang)}"]
    if mix.added:
        lines.append(f"  {_added(mix).get(lang)}")
    return "\n".join(lines)


def _views(mix: PowerMix) -> Label:
    average, official = number(mix.average, 4), number(mix.official, 4)
    text = Label(
        f"average of these plants {average} kg CO2/kWh (official factor of the place {official})",
        f"按本市电源平均{average} kg CO2/kWh（当地公布因子{official}）",
    )
    if mix.marginal is None:
        return text
    marginal = number(mix.marginal, 3)
    return Label(
        f"{text.en}; marginal, thermal power: {marginal} kg CO2/kWh",
        f"{text.zh}；边际（火电）{marginal} kg CO2/kWh",
    )


def _added(mix: PowerMix) -> Label:
    added, saved = number(mix.added, 3), number(mix.displaced, 3)
    return Label(
        f"plants added since the base year make {added} GWh a year; in place of thermal power that "
        f"is {saved} t CO2 a year, in no total",
        f"基准年后新增电源年发电{added} GWh；若替代火电，每年减少{saved}吨CO2（不计入任何合计）",
    )
