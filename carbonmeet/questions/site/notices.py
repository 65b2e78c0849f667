"""What a reader of a comparison of hosts should know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from carbonmeet.base.notices import Notice
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.text import Label, _, joined
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from carbonmeet.questions.site.hosts import Host
    from carbonmeet.questions.site.sites import Sites

__all__ = ["notices_of"]

#: Differences beyond this share of a total are told.
_TOLD = 0.01
_HUBS = _("; of several hubs they are counted at the one where they cause least")
#: Characters of a reason.
_LONGEST = 400
#: Between a place and its reasons, and between two of them, in either language.
_PLACE, _REASON = pattern_of(r": |：\s*"), pattern_of(r"; |；\s*")


def notices_of(found: Sites, unpriced: Sequence[tuple[Host, str]]) -> tuple[Notice, ...]:
    """Everything that is to be told of an answer."""
    return tuple(
        (
            *_by_one_rule(found),
            *_everywhere_the_same(found),
            *_unpriced(unpriced),
            *_screened(found),
            *_skewed(found),
            *_online(found),
            *_open(found),
        )
    )


def _by_one_rule(found: Sites) -> Iterator[Notice]:
    yield Notice(
        "site.one-rule",
        {"ground_km": found.ground_km},
        _(
            "all places are compared by one rule: everyone travels straight "
            "from where they set out, by the mode in the file, and over land "
            "up to {ground_km:,.0f} km; beyond that they fly",
            ground_km=found.ground_km,
        ),
    )
    if any(one.listed for one in found.objective.origins):
        yield Notice(
            "site.list",
            {},
            _(
                "people of the list come as the list says, by rail below its "
                "'train_below', and fly where their mode does not go"
            ),
        )
    planned = found.workings.baseline.total * KG_PER_T
    alike = float(found.objective.totals()[found.present])
    if abs(alike - planned) > _TOLD * planned:
        more, here = planned / KG_PER_T, alike / KG_PER_T
        host = found.at_present.host.name
        yield Notice(
            "site.as-planned",
            {"host": host.get("en"), "planned": more, "alike": here},
            _(
                "{host}: {more:,.0f} t CO2e with the stops and distances of the file; "
                "{here:,.0f} t by the rule used to compare places",
                host=host,
                more=more,
                here=here,
            ),
        )


def _everywhere_the_same(found: Sites) -> Iterator[Notice]:
    objective = found.objective
    people = float(objective.people[~objective.travellers].sum())
    if people:
        yield Notice(
            "site.without-origin",
            {"people": people},
            _(
                "the file names no origin for {people:,.0f} people (staff, residents, or a "
                "journey of known length): they are counted as living wherever the meeting "
                "is held, or as travelling equally far{hubs}",
                people=people,
                hubs=_HUBS if found.hubs else "",
            ),
        )
    if found.workings.catalogue.trends:
        yield Notice(
            "site.trend",
            {},
            _(
                "grids are carried forward ('methods: future'), and hotels, trains and metros "
                "that are published as one number are not: a place that is priced by such numbers "
                "looks worse than one whose kilowatt-hours are counted. Compare them by the newest "
                "editions as well"
            ),
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
            _("has a place of its own and stays there: {stay}", stay=joined(stay)),
        )


def _unpriced(missing: Sequence[tuple[Host, str]]) -> Iterator[Notice]:
    """Places left out, and the first reason why the first of them is, with what settles it."""
    if missing:
        names = [host.key for host, _ in missing[:8]]
        why = _first(missing[0][1])
        left = len(missing) - len(names)
        more = _(" and {left} more", left=left) if left else ""
        yield Notice(
            "site.unpriced",
            {"hosts": [host.key for host, _ in missing], "why": why.en},
            _(
                "left out, because something in the file has no price there: {names}{more} ({why})",
                names=joined(names),
                more=more,
                why=why,
            ),
        )


def _first(reasons: str) -> Label:
    """The first of several reasons, without the place that it is of, in both languages."""
    told = reasons if isinstance(reasons, Label) else Label(reasons)
    return Label(*(_cut(told.get(lang)) for lang in ("en", "zh")))


def _cut(text: str) -> str:
    text = _REASON.split(_PLACE.split(text, maxsplit=1)[-1])[0]
    return text if len(text) <= _LONGEST else text[:_LONGEST].rpartition(" ")[0] + " …"


def _screened(found: Sites) -> Iterator[Notice]:
    rows = [(row.host.key, row.kg, row.whole) for row in found.ranking]
    rows += [(" + ".join(host.key for host in one.hosts), one.kg, one.whole) for one in found.hubs]
    for key, kg, exact in rows:
        if exact is None or abs(kg - exact) <= _TOLD * abs(exact):
            continue
        whole, screened = exact / KG_PER_T, kg / KG_PER_T
        yield Notice(
            "site.screened",
            {"host": key, "whole": whole, "screened": screened},
            _(
                "{key}: a whole estimate gives {whole:,.0f} t CO2e, the ranking {screened:,.0f} t",
                key=key,
                whole=whole,
                screened=screened,
            ),
        )


def _skewed(found: Sites) -> Iterator[Notice]:
    """Places of which the central values say one thing and most draws another."""
    for row in found.ranking:
        if row.better is None or row.at == found.present or row.better == 0.5 or not row.more:
            continue
        if (row.more > 0) != (row.better > 0.5):
            continue
        more = row.more / KG_PER_T
        yield Notice(
            "site.skewed",
            {"host": row.host.key, "difference": more, "probability_better": row.better},
            _(
                "{key}: the central values say {more:+,.0f} t CO2e, yet less is emitted there in "
                "{share:.0%} of the draws, for the ranges are skewed: neither place is known to "
                "be the better one",
                key=row.host.key,
                more=more,
                share=row.better,
            ),
        )


def _online(found: Sites) -> Iterator[Notice]:
    rule = found.rule
    if rule.kind == "none":
        return
    if rule.kind == "beyond":
        yield Notice(
            "site.online-beyond",
            {},
            _(
                "the farther a place is from its people, the more of them stay "
                "online and the less is emitted: compare the numbers on site "
                "as well"
            ),
        )


def _open(found: Sites) -> Iterator[Notice]:
    for one in found.hubs:
        ties = sum(kg <= one.kg * (1 + 1e-9) for kg, _ in one.others)
        if ties:
            yield Notice(
                "site.ties",
                {"hubs": one.k, "ties": int(ties)},
                _(
                    "{k} hubs: {ties} other sets emit the same; the first by name is taken",
                    k=one.k,
                    ties=ties,
                ),
            )
        if not one.proved:
            gap = 100 * one.gap
            yield Notice(
                "site.not-proved",
                {"hubs": one.k, "gap": one.gap},
                _(
                    "{k} hubs: not proved to be the best; another set emits at "
                    "most {gap:.2f}% less",
                    k=one.k,
                    gap=gap,
                ),
            )
        for host, people in zip(one.hosts, one.people, strict=True):
            if not people:
                yield Notice(
                    "site.empty-hub",
                    {"hubs": one.k, "host": host.key},
                    _("{k} hubs: nobody goes to {key}", k=one.k, key=host.key),
                )
