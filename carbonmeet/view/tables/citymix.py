"""A city's own power plants as a table: capacity is not generation, average is not marginal."""

from __future__ import annotations

from collections.abc import Iterable

from carbonmeet.answer.city import PowerMix
from carbonmeet.view.blocks import Block, Column, Paragraph, Table
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import number, three

__all__ = ["mix_blocks"]


def mix_blocks(m: Voice, mixes: Iterable[PowerMix]) -> list[Block]:
    """The plants of each year with both shares, and a kilowatt-hour in two views."""
    blocks: list[Block] = []
    for mix in mixes:
        blocks += [_plants(m, mix), Paragraph(_views(m, mix))]
        if mix.added:
            blocks.append(Paragraph(_added(m, mix)))
    return blocks


def _plants(m: Voice, mix: PowerMix) -> Table:
    rows = tuple(
        (m.word(one.name), one.megawatts, one.capacity_share, one.gigawatt_hours, one.share)
        for one in mix.plants
    )
    columns = (
        Column(m.say("Plants", "电源"), wide=2),
        Column(m.say("MW", "装机（MW）"), "count"),
        Column(m.say("of capacity", "装机占比"), "share"),
        Column(m.say("GWh a year", "年发电量（GWh）"), "count"),
        Column(m.say("of generation", "发电占比"), "share"),
    )
    caption = m.say(
        f"Power plants of the city, {mix.year}: capacity is not generation",
        f"{mix.year}年本市电源结构：装机占比不等于发电占比",
    )
    return Table(f"mix-{mix.year}", caption, columns, rows)


def _views(m: Voice, mix: PowerMix) -> str:
    average, official = number(mix.average), number(mix.official)
    text = m.say(
        f"Average of these plants {average} kg CO2/kWh (official factor of the place {official})",
        f"按本市电源平均{average} kg CO2/kWh（当地公布因子{official}）",
    )
    if mix.marginal is not None:
        marginal = three(mix.marginal)
        text += m.say(
            f"; marginal, thermal power: {marginal} kg CO2/kWh",
            f"；边际（火电）{marginal} kg CO2/kWh",
        )
    return text + m.say(".", "。")


def _added(m: Voice, mix: PowerMix) -> str:
    added, saved = three(mix.added), three(mix.displaced)
    return m.say(
        f"Plants added since the base year make {added} GWh a year; in place of thermal power that "
        f"is {saved} t CO2 a year, in no total.",
        f"基准年后新增电源年发电{added} GWh；若替代火电，每年减少{saved}吨CO2（不计入任何合计）。",
    )
