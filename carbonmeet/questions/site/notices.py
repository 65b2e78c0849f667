"""What a reader of a comparison of hosts should know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from carbonmeet.base.notices import Notice
from carbonmeet.base.text import Label
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from carbonmeet.questions.site.hosts import Host
    from carbonmeet.questions.site.sites import Sites

__all__ = ["notices_of"]

#: Differences beyond this share of a total are told.
_TOLD = 0.01
_HUBS = Label(
    "; of several hubs they are counted at the one where they cause least",
    "；设多个分会场时，计入其排放最低的一处",
)
#: Characters of a reason.
_LONGEST = 160


def notices_of(found: Sites, unpriced: Sequence[tuple[Host, str]]) -> tuple[Notice, ...]:
    """Everything that is to be told of an answer."""
    return tuple(
        (
            *_by_one_rule(found),
            *_everywhere_the_same(found),
            *_unpriced(unpriced),
            *_screened(found),
            *_online(found),
            *_open(found),
        )
    )


def _by_one_rule(found: Sites) -> Iterator[Notice]:
    yield Notice(
        "site.one-rule",
        {"ground_km": found.ground_km},
        "All places are compared by one rule: everyone travels straight from where they set out, "
        f"by the mode in the file, and over land up to {found.ground_km:,.0f} km; beyond that they "
        "fly",
        "所有地点按同一规则比较：所有人从出发地直达，采用文件中的出行方式；陆路出行限"
        f"{found.ground_km:,.0f}公里以内，超出者按乘飞机计算",
    )
    if any(one.listed for one in found.objective.origins):
        yield Notice(
            "site.list",
            {},
            "people of the list come as the list says, by rail below its 'train_below', and fly "
            "where their mode does not go",
            "名单人员按名单所列方式出行，短于“train_below”者乘铁路，所列方式无法到达时乘飞机",
        )
    planned = found.workings.baseline.total * KG_PER_T
    alike = float(found.objective.totals()[found.present])
    if abs(alike - planned) > _TOLD * planned:
        more, here = planned / KG_PER_T, alike / KG_PER_T
        host = found.at_present.host.name
        yield Notice(
            "site.as-planned",
            {"host": host.get("en"), "planned": more, "alike": here},
            f"{host}: {more:,.0f} t CO2e as the file has it, with its stops and lengths; "
            f"{here:,.0f} t by the rule that the places are compared by",
            f"{host.get('zh')}：按文件所列中转和里程为{more:,.0f} t CO2e，按上述比较规则为"
            f"{here:,.0f} t",
        )


def _everywhere_the_same(found: Sites) -> Iterator[Notice]:
    objective = found.objective
    people = float(objective.people[~objective.travellers].sum())
    if people:
        yield Notice(
            "site.without-origin",
            {"people": people},
            f"{people:,.0f} people set out from no place in the file (staff, residents, or a "
            "journey of known length): they are counted as living wherever the meeting is held, "
            "or as travelling equally far" + (_HUBS.get("en") if found.hubs else ""),
            f"文件未注明{people:,.0f}人的出发地（工作人员、本地参会者或仅给出里程者）："
            "无论在何处举办，均按当地人员或相同里程计算" + (_HUBS.get("zh") if found.hubs else ""),
        )
    stay = [
        span.label
        for name, span in found.workings.scenario.spans.items()
        if found.workings.scenario.content.periods[name].place is not None
    ]
    if stay:
        yield Notice(
            "site.stays",
            {"periods": [one.get("en") for one in stay]},
            f"has a place of its own and stays there: {', '.join(s.get('en') for s in stay)}",
            f"以下阶段另有举办地，保持不变：{'、'.join(s.get('zh') for s in stay)}",
        )


def _unpriced(missing: Sequence[tuple[Host, str]]) -> Iterator[Notice]:
    """Places left out, and why the first of them is."""
    if missing:
        names = [host.key for host, _ in missing[:8]]
        why = missing[0][1].partition(": ")[2]
        why = why if len(why) <= _LONGEST else why[:_LONGEST].rpartition(" ")[0] + " …"
        more = f" and {len(missing) - 8} more" if len(missing) > 8 else ""
        more_zh = f"等{len(missing)}处" if len(missing) > 8 else ""
        yield Notice(
            "site.unpriced",
            {"hosts": [host.key for host, _ in missing], "why": why},
            f"left out, because something in the file has no price there: {', '.join(names)}{more} "
            f"({why})",
            f"因文件中有项目在当地没有可用因子而未纳入：{'、'.join(names)}{more_zh}（{why}）",
        )


def _screened(found: Sites) -> Iterator[Notice]:
    off = [
        row
        for row in found.ranking
        if row.whole is not None and abs(row.kg - row.whole) > _TOLD * abs(row.whole)
    ]
    for row in off:
        whole, screened = (row.whole or 0.0) / KG_PER_T, row.kg / KG_PER_T
        yield Notice(
            "site.screened",
            {"host": row.host.key, "whole": whole, "screened": screened},
            f"{row.host.key}: a whole estimate gives {whole:,.0f} t CO2e, the ranking "
            f"{screened:,.0f} t",
            f"{row.host.key}：完整估算为{whole:,.0f} t CO2e，排序所用值为{screened:,.0f} t",
        )


def _online(found: Sites) -> Iterator[Notice]:
    rule = found.rule
    if rule.kind == "none":
        return
    if rule.kind == "beyond":
        yield Notice(
            "site.online-beyond",
            {},
            "the farther a place is from its people, the more of them stay online and the less is "
            "emitted: compare the numbers on site as well",
            "会场离参会者越远，线上参会者越多，排放量也越低：请同时比较现场人数",
        )
    yield Notice(
        "site.no-estimates",
        {},
        "no whole estimates and no ranges: they are made without people online",
        "设有线上参会时不作完整估算，也不给出区间",
    )


def _open(found: Sites) -> Iterator[Notice]:
    for one in found.hubs:
        ties = sum(kg <= one.kg * (1 + 1e-9) for kg, _ in one.others)
        if ties:
            yield Notice(
                "site.ties",
                {"hubs": one.k, "ties": int(ties)},
                f"{one.k} hubs: {ties} other sets emit the same; the first by name is taken",
                f"{one.k}个分会场：另有{ties}种方案排放量相同，按名称取第一种",
            )
        if not one.proved:
            gap = 100 * one.gap
            yield Notice(
                "site.not-proved",
                {"hubs": one.k, "gap": one.gap},
                f"{one.k} hubs: not proved to be the best; another set emits at most {gap:.2f} % "
                "less",
                f"{one.k}个分会场：未证明为最优，其他方案至多再低{gap:.2f}%",
            )
        for host, people in zip(one.hosts, one.people, strict=True):
            if not people:
                yield Notice(
                    "site.empty-hub",
                    {"hubs": one.k, "host": host.key},
                    f"{one.k} hubs: nobody goes to {host.key}",
                    f"{one.k}个分会场：无人前往{host.key}",
                )
