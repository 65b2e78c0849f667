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
    return Table.of(
        f"mix-{mix.year}",
        m.say("Power plants of the city, {year}: capacity is not generation", year=mix.year),
        mix.plants,
        (Column(m.say("Plants"), wide=2), lambda one: m.word(one.name)),
        (Column(m.say("MW"), "count"), lambda one: one.megawatts),
        (Column(m.say("of capacity"), "share"), lambda one: one.capacity_share),
        (Column(m.say("GWh a year"), "count"), lambda one: one.gigawatt_hours),
        (Column(m.say("of generation"), "share"), lambda one: one.share),
    )


def _views(m: Voice, mix: PowerMix) -> str:
    average, official = number(mix.average), number(mix.official)
    text = m.say(
        "Average of these plants {average} kg CO2/kWh (official factor of the place {official})",
        average=average,
        official=official,
    )
    if mix.marginal is not None:
        marginal = three(mix.marginal)
        text += m.say("; marginal, thermal power: {marginal} kg CO2/kWh", marginal=marginal)
    return text + m.say(".")


def _added(m: Voice, mix: PowerMix) -> str:
    added, saved = three(mix.added), three(mix.displaced)
    return m.say(
        "Plants added since the base year make {added} GWh a year; in "
        "place of thermal power that is {saved} t CO2 a year, in no total.",
        added=added,
        saved=saved,
    )
