"""Where to meet: the ranking of the places, and the best sets of hubs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.text import Label, _
from carbonmeet.units import KG_PER_T
from carbonmeet.view.blocks import Block, Bullets, Cell, Column, Heading, Table
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import Kind, chance, ends, fixed, number, share

if TYPE_CHECKING:
    from carbonmeet.draws.ranges import Range
    from carbonmeet.questions.site.hubsets import HubSet
    from carbonmeet.questions.site.ranking import Ranked
    from carbonmeet.questions.site.sites import Sites

__all__ = ["site_blocks"]

_HEADS: tuple[tuple[Label, Kind], ...] = (
    (_("place"), "text"),
    (Label("t CO2e", "t CO2e"), "tonnes"),
    (_("95% range"), "number"),
    (_("difference"), "change"),
    (_("95% range"), "number"),
    (_("prob. better"), "number"),
    (_("on site, with staff"), "count"),
    (_("online"), "count"),
    (_("1,000 person-km"), "count"),
    (_("top tenth"), "number"),
    (_("Gini"), "number"),
    (_("a day by rail"), "number"),
)


def site_blocks(m: Voice, found: Sites, most: int = 20) -> list[Block]:
    """The ranking, the hubs and the notices.

    Parameters
    ----------
    m : Voice
    found : Sites
    most : int
        Hosts shown; the present one always.
    """
    name, rule = m.word(found.workings.scenario.title), m.word(found.rule.label)
    title = m.say("Where to meet: {name} ({rule})", name=name, rule=rule)
    blocks: list[Block] = [Heading(title), _ranking(m, found, most)]
    if found.hubs:
        blocks.append(_hubs(m, found))
    near = [_near(m, one) for one in found.hubs if one.k > 1 and one.others]
    return [*blocks, Bullets((*near, *(one.get(m.lang) for one in found.notices)))]


def _ranking(m: Voice, found: Sites, most: int) -> Table:
    rows = [
        _row(m, row, row.at == found.present, found.draws)
        for place, row in enumerate(found.ranking, 1)
        if place <= most or row.at == found.present
    ]
    left = len(found.ranking) - len(rows)
    caption = m.say("{left} more places are not shown", left=left) if left else ""
    columns = tuple(Column(m.word(head), kind) for head, kind in _HEADS)
    return Table("ranking", caption, columns, tuple(rows)).filled()


def _row(m: Voice, row: Ranked, present: bool, draws: int) -> tuple[Cell, ...]:
    here = m.say(" (present)") if present else ""
    by_rail, all_ = number(round(row.by_rail)), number(round(row.travellers))
    return (
        f"{m.word(row.host.name)} {row.host.airport}{here}",
        row.kg / KG_PER_T,
        _range(row.total),
        "" if present else row.more / KG_PER_T,
        "" if present else _range(row.difference),
        "" if row.better is None or present else chance(row.better, draws),
        row.people,
        row.online or "",
        row.person_km / 1000,
        share(row.top_decile, 0),
        fixed(row.gini, 2),
        m.say("{by_rail} of {all}", by_rail=by_rail, all=all_),
    )


def _hubs(m: Voice, found: Sites) -> Table:
    now = found.at_present.kg
    tonnes, ends, more, apart, sure = (Column(m.word(head), kind) for head, kind in _HEADS[1:6])
    return Table.of(
        "hubs",
        "",
        found.hubs,
        (Column(m.say("hubs"), "count"), lambda one: float(one.k)),
        (tonnes, lambda one: one.kg / KG_PER_T),
        (ends, lambda one: _range(one.total)),
        (more, lambda one: (one.kg - now) / KG_PER_T),
        (apart, lambda one: _range(one.difference)),
        (sure, lambda one: "" if one.better is None else chance(one.better, found.draws)),
        (Column(m.say("places and people on site")), lambda one: _places(m, one)),
        (Column(m.say("proved")), lambda one: _proof(m, one)),
    ).filled()


def _places(m: Voice, one: HubSet) -> str:
    return m.join(
        f"{m.word(host.name)} {host.airport} {number(round(people))}"
        for host, people in zip(one.hosts, one.people, strict=True)
    )


def _proof(m: Voice, one: HubSet) -> str:
    if one.proved:
        return m.say("yes")
    gap = share(one.gap, 2)
    return m.say("no, gap {gap}", gap=gap)


def _near(m: Voice, one: HubSet) -> str:
    """The sets that are nearly as good: three of them, and how far the last of those known is."""
    sets = m.say("; ").join(
        m.say(
            "{places} (+{more})",
            places=m.join(m.word(host.name) for host in hosts),
            more=share(kg / one.kg - 1, 2),
        )
        for kg, hosts in one.others[:3]
        if one.kg
    )
    return m.say("next best of {k}: {sets}", k=one.k, sets=sets)


def _range(drawn: Range | None) -> str:
    return "" if drawn is None else ends(drawn.low, drawn.high)
