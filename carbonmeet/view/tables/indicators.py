"""The indicators of a plan with their ratings, set by set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from carbonmeet.base.text import NAMELESS, Label, _, _p, joined
from carbonmeet.catalogue.records.city import Indicator
from carbonmeet.city.indicators import RATINGS, Rated, counts
from carbonmeet.view.blocks import Block, Cell, Column, Heading, Paragraph, Table
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import Kind, number, share

__all__ = ["indicator_blocks", "indicator_data"]

_SETS = {
    "main": _("Main indicators"),
    "chapter": _("Chapter indicators"),
    "annual": _("Plans of a year"),
    "column": _("Figures of the special columns: not rated"),
}
#: Marks a rating that follows from no number.
_MARK = "*"
_KINDS = {"binding": _("binding"), "expected": _p("indicator", "expected")}
_HEADS: tuple[tuple[Label, Kind], ...] = (
    (NAMELESS, "code"),
    (_("indicator"), "text"),
    (_("base"), "number"),
    (_("target"), "number"),
    (_("actual"), "number"),
    (_("progress"), "number"),
    (_("rating"), "text"),
)
_REMARKS = (_("in the report's words"), _("to note"))


def indicator_blocks(m: Voice, rated: Sequence[Rated], whose: Label) -> list[Block]:
    """A table for each set, with the count of each rating below it.

    Parameters
    ----------
    m : Voice
    rated : sequence of Rated
    whose : Label
        The city or the plan that they are indicators of.
    """
    blocks: list[Block] = [Heading(m.word(whose))] if rated else []
    heads = tuple(Column(m.word(head), kind) for head, kind in _HEADS)
    heads += tuple(Column(m.word(head), aside=True) for head in _REMARKS)
    for name in dict.fromkeys(one.indicator.set for one in rated):
        mine = [one for one in rated if one.indicator.set == name]
        rows = tuple(_row(m, one) for one in mine)
        blocks.append(Table(name, _caption(m, name, mine), heads, rows).filled())
        sums = [f"{m.word(RATINGS[key])} {count}" for key, count in counts(mine).items() if count]
        given = sum(one.given for one in mine)
        if given:
            sums.append(
                m.say(
                    "* as given by the report, without a number to follow from: {given}",
                    given=given,
                )
            )
        blocks += [Paragraph(" · ".join(sums))] if sums else []
    return blocks


def _caption(m: Voice, name: str, rated: Sequence[Rated]) -> str:
    """The name of a set, and the years that its columns are of."""
    listed = [one.indicator for one in rated]
    pairs = (
        (_("base"), {one.base_year for one in listed if one.base is not None}),
        (_("target"), {one.target_year for one in listed}),
        (_("actual"), {one.actual_year for one in listed}),
    )
    years = [
        m.say("{word} {years}", word=head, years=joined(map(str, sorted(filter(None, of)))))
        for head, of in pairs
        if any(of)
    ]
    title = m.word(_SETS[name]) if name in _SETS else name
    return m.say("{name} ({kind})", name=title, kind=m.entries(years)) if years else title


def _row(m: Voice, rated: Rated) -> tuple[Cell, ...]:
    one = rated.indicator
    return (
        one.no,
        _name(m, one),
        number(one.base),
        m.word(one.target_text) if one.target is None else number(one.target, 6),
        m.word(one.actual_text) if one.actual is None else number(one.actual, 6),
        "" if rated.progress is None else share(rated.progress, 2),
        m.word(RATINGS[rated.rating]) + _MARK * rated.given if rated.rating else "",
        m.word(one.verdict),
        "; ".join(m.word(flag) for flag in rated.flags),
    )


def _name(m: Voice, one: Indicator) -> str:
    """What is measured, in which unit, and whether the plan binds it."""
    name, unit = m.word(one.name), m.word(one.unit)
    name = m.say("{name}, {unit}", name=name, unit=unit) if unit else name
    if not one.kind:
        return name
    kind = m.word(_KINDS[one.kind]) if one.kind in _KINDS else one.kind
    return m.say("{name} ({kind})", name=name, kind=kind)


def indicator_data(rated: Sequence[Rated]) -> dict[str, Any]:
    """The indicators as plain data."""
    sets = dict.fromkeys(one.indicator.set for one in rated)
    return {
        "counts": {
            name: counts(one for one in rated if one.indicator.set == name) for name in sets
        },
        "indicators": [
            asdict(one.indicator)
            | {
                "progress": one.progress,
                "rating": one.rating or None,
                "given": one.given,
                "flags": [asdict(flag) for flag in one.flags],
            }
            for one in rated
        ],
    }
