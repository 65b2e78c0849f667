"""Where to meet: the ranking of the places, and the best sets of hubs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.text import Label
from carbonmeet.units import KG_PER_T
from carbonmeet.view.blocks import Block, Bullets, Cell, Column, Heading, Table
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import Kind, ends, fixed, number, share

if TYPE_CHECKING:
    from carbonmeet.draws.ranges import Range
    from carbonmeet.questions.site.hubsets import HubSet
    from carbonmeet.questions.site.ranking import Ranked
    from carbonmeet.questions.site.sites import Sites

__all__ = ["site_blocks"]

_HEADS: tuple[tuple[Label, Kind], ...] = (
    (Label("place", "地点"), "text"),
    (Label("t CO2e", "t CO2e"), "tonnes"),
    (Label("95% range", "95%区间"), "number"),
    (Label("difference", "差值"), "change"),
    (Label("95% range", "95%区间"), "number"),
    (Label("prob. better", "更优概率"), "number"),
    (Label("on site", "现场人数"), "count"),
    (Label("online", "线上人数"), "count"),
    (Label("1,000 person-km", "千人公里"), "count"),
    (Label("top tenth", "最高10%占比"), "number"),
    (Label("Gini", "基尼系数"), "number"),
    (Label("a day by rail", "铁路一日可达人数"), "number"),
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
    title = m.say(f"Where to meet: {name} ({rule})", f"会议地点比选：{name}（{rule}）")
    blocks: list[Block] = [Heading(title), _ranking(m, found, most)]
    if found.hubs:
        blocks.append(_hubs(m, found))
    near = [_near(m, one) for one in found.hubs if one.k > 1 and one.others]
    return [*blocks, Bullets((*near, *(one.get(m.lang) for one in found.notices)))]


def _ranking(m: Voice, found: Sites, most: int) -> Table:
    rows = [
        _row(m, row, row.at == found.present)
        for place, row in enumerate(found.ranking, 1)
        if place <= most or row.at == found.present
    ]
    kept = [i for i in range(len(_HEADS)) if any(row[i] not in ("", None) for row in rows)]
    left = len(found.ranking) - len(rows)
    caption = m.say(f"{left} more places are not shown", f"另有{left}处未列出") if left else ""
    columns = tuple(Column(m.word(head), kind) for head, kind in (_HEADS[i] for i in kept))
    return Table("ranking", caption, columns, tuple(tuple(row[i] for i in kept) for row in rows))


def _row(m: Voice, row: Ranked, present: bool) -> tuple[Cell, ...]:
    here = m.say(" (present)", "（现地点）") if present else ""
    by_rail, all_ = number(round(row.by_rail)), number(round(row.travellers))
    return (
        f"{m.word(row.host.name)} {row.host.airport}{here}",
        row.kg / KG_PER_T,
        _range(row.total),
        "" if present else row.more / KG_PER_T,
        "" if present else _range(row.difference),
        "" if row.better is None or present else fixed(row.better, 2),
        row.people,
        row.online or "",
        row.person_km / 1000,
        share(row.top_decile, 0),
        fixed(row.gini, 2),
        m.say(f"{by_rail} of {all_}", f"{by_rail}/{all_}"),
    )


def _hubs(m: Voice, found: Sites) -> Table:
    rows = tuple(
        (float(one.k), one.kg / KG_PER_T, _places(m, one), _proof(m, one)) for one in found.hubs
    )
    columns = (
        Column(m.say("hubs", "分会场数"), "count"),
        Column("t CO2e", "tonnes"),
        Column(m.say("places and people on site", "地点及现场人数")),
        Column(m.say("proved", "是否证明最优")),
    )
    return Table("hubs", "", columns, rows)


def _places(m: Voice, one: HubSet) -> str:
    return m.join(
        f"{m.word(host.name)} {host.airport} {number(round(people))}"
        for host, people in zip(one.hosts, one.people, strict=True)
    )


def _proof(m: Voice, one: HubSet) -> str:
    if one.proved:
        return m.say("yes", "是")
    gap = share(one.gap, 2)
    return m.say(f"no, gap {gap}", f"否，差距{gap}")


def _near(m: Voice, one: HubSet) -> str:
    """The sets that are nearly as good: three of them, and how far the last of those known is."""
    sets = m.say("; ", "；").join(
        f"{m.join(m.word(host.name) for host in hosts)} (+{share(kg / one.kg - 1, 2)})"
        for kg, hosts in one.others[:3]
        if one.kg
    )
    return m.say(f"next best of {one.k}: {sets}", f"{one.k}个分会场的次优方案：{sets}")


def _range(drawn: Range | None) -> str:
    return "" if drawn is None else ends(drawn.low, drawn.high)
