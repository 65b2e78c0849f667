"""The chapter of a city's years: emissions, targets, causes, readings of a share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from carbonmeet.answer import City
from carbonmeet.answer.city import Year
from carbonmeet.base.text import Lang
from carbonmeet.view.blocks import (
    Block,
    Figure,
    Heading,
    Paragraph,
    Section,
    Table,
)
from carbonmeet.view.matter import Matter
from carbonmeet.view.tables.city import (
    change_table,
    reading_table,
    scope_table,
    target_table,
    year_table,
)
from carbonmeet.view.tables.cityenergy import energy_table
from carbonmeet.view.tables.citymix import mix_blocks

__all__ = ["years"]

#: Years side by side on a page.
_BESIDE = 8


def years(m: Matter) -> Section | None:
    """What only a city has; None for a meeting."""
    data = m.answer.city
    if data is None or not data.years:
        return None
    text = m.say(
        "Years are shown separately and not added up. All cover a part of the city: only the "
        "sources listed are counted. BASIC is the level at which cities are compared."
    )
    blocks: list[Block] = [
        Paragraph(text),
        *_in_parts(year_table, data.years, m.lang),
        *_figure(m, data.years),
        *_in_parts(scope_table, data.years, m.lang),
        *_energy(m, data),
        *_targets(m, data),
        *_changes(m, data),
        *_readings(m, data),
        *mix_blocks(m, data.mix),
    ]
    return Section("years", m.say("Years"), tuple(blocks))


def _in_parts(
    make: Callable[[Sequence[Year], Lang], Table],
    listed: Sequence[Year],
    lang: Lang,
) -> list[Table]:
    """A table of all years, or several where they do not fit side by side."""
    starts = range(0, len(listed), _BESIDE)
    parts = [_headed(make(listed[at : at + _BESIDE], lang)) for at in starts]
    return [parts[0], *(replace(one, id=f"{one.id}-{at}") for at, one in enumerate(parts[1:], 2))]


def _headed(table: Table) -> Table:
    """The table with heads as other tables of the report have them."""
    heads = (replace(one, head=one.head[:1].upper() + one.head[1:]) for one in table.columns)
    return replace(table, columns=tuple(heads))


def _figure(m: Matter, listed: Sequence[Year]) -> list[Block]:
    if len(listed) < 2:
        return []
    caption = m.say("Emissions of the city by year and sector")
    words = m.say(
        "Emissions of each year by sector after the measures, beside the "
        "targets; the numbers are in the tables."
    )
    return [Figure("years", caption, words)]


def _energy(m: Matter, data: City) -> list[Table]:
    if energy_table(data.years, m.lang) is None:
        return []
    return _in_parts(_known_energy, data.years, m.lang)


def _known_energy(years: Sequence[Year], lang: Lang) -> Table:
    table = energy_table(years, lang)
    assert table is not None
    return table


def _part(head: str, text: str, table: Table | None) -> list[Block]:
    """A table under its heading, with what it tells; nothing without it."""
    return [] if table is None else [Heading(head), Paragraph(text), _headed(table)]


def _targets(m: Matter, data: City) -> list[Block]:
    text = m.say(
        "What the emissions of a year after the measures are not to exceed. Targets are shown "
        "beside the years and change no number."
    )
    return _part(m.say("Targets"), text, target_table(data, m.lang))


def _changes(m: Matter, data: City) -> list[Block]:
    text = m.say(
        "The change between two years, split by the additive LMDI-I method "
        "into activity (how much), structure (by what) and intensity (how "
        "clean); what the measures save is a part of its own. The parts "
        "add up to the change."
    )
    return _part(m.say("Causes of the change"), text, change_table(data, m.lang))


def _readings(m: Matter, data: City) -> list[Block]:
    text = m.say(
        "A check: the same published share of public transport, read as a "
        "share of motorised trips and of all trips. The scenario says "
        "which one the totals rest on."
    )
    head = m.say("Readings of the public-transport share")
    return _part(head, text, reading_table(data, m.lang))
