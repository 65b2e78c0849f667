"""The chapter on the forest: what it removes, how sure that is, and what it rests on."""

from __future__ import annotations

from typing import Any

from carbonmeet.answer.plain import plain
from carbonmeet.offset.arithmetic import MU_PER_HA
from carbonmeet.view.blocks import (
    Block,
    Bullets,
    Column,
    Figure,
    Heading,
    Note,
    Paragraph,
    Section,
    Table,
    shown,
)
from carbonmeet.view.matter import Matter
from carbonmeet.view.pages.headline import enough
from carbonmeet.view.pages.report.cityforest import city_forest
from carbonmeet.view.tables.forest import credits, curve, losses, planned, spread, thinned
from carbonmeet.view.tables.forestbasis import claims, parcel_table, rule_table, stand_table

__all__ = ["forest"]


def forest(m: Matter) -> Section:
    """The forest and what may be claimed of it."""
    title = m.say("Forest")
    if m.answer.offset is None:
        text = m.say("The scenario plans no forest: the remaining emissions are not compensated.")
        return Section("forest", title, tuple(city_forest(m)) or (Paragraph(text),))
    offset: dict[str, Any] = plain(m.answer.offset)
    statement = m.word(offset["statement"])
    if not m.answer.offset.has_forest:
        bought = credits(m, offset)
        blocks: list[Block] = [Paragraph(statement), *([bought] if bought else []), *_chances(m)]
        notices = [Bullets(m.forest_notices)] if m.forest_notices else []
        return Section("forest", m.say("Offset"), (*blocks, *notices, *city_forest(m)))
    caption = m.say("Removal by the forest against the emissions")
    told: tuple[Block, ...] = (
        Paragraph(statement),
        planned(m, offset),
        *([varies] if (varies := spread(m, offset)) else []),
        Figure("forest", caption, statement),
        *_chances(m),
        Bullets((*claims(m, offset), *m.forest_notices)),
        *(one for one in (credits(m, offset), losses(m, offset)) if one is not None),
        *_basis(m, offset),
        *_by_year(m, offset),
        *city_forest(m),
    )
    return Section("forest", title, told)


def _basis(m: Matter, offset: dict[str, Any]) -> list[Block]:
    """Everything that is needed to work the removal out again."""
    text = m.say(
        "With the land, the rules and the numbers of the stands below, and "
        "the formula in the chapter on methods, the removal can be worked "
        "out again."
    )
    stands = offset["stand_parameters"]
    return [
        Heading(m.say("What it rests on")),
        Paragraph(text),
        parcel_table(m, offset["parcels"]),
        rule_table(m, offset["rules_used"]),
        *([stand_table(m, stands)] if stands else []),
    ]


def _by_year(m: Matter, offset: dict[str, Any]) -> list[Block]:
    head = Heading(m.say("Year by year"))
    return [head, curve(m, offset, thinned(offset))]


def _chances(m: Matter) -> list[Block]:
    """How likely it is, where it was drawn."""
    drawn = m.drawn
    if drawn is None or not drawn.forest:
        return []
    found, year = drawn.forest, drawn.forest["horizon_year"]
    areas = found["area_at_confidence"]
    if not found.get("planted", True):
        said = enough(m)  # where nothing is set against the emissions there is nothing to tell
        return [Paragraph(said)] if said else []
    if not found["growth_ranged"]:
        text = m.say(
            "No probability of the forest and no area at a confidence: its "
            "growth has no published range."
        )
        return [Note(text)]
    if all(one["value"] is None for one in areas.values()):
        text = m.say(
            "No area suffices: the forest has removed nothing that counts by the end of {year}.",
            year=year,
        )
        return [Note(text)]
    text = m.say(
        "With growth and residual drawn together, the probability that a forest of "
        "{shown} ha has compensated the emissions by the end of {year} is {chance}.",
        shown=shown(found["area"]["value"]),
        year=year,
        chance=m.chance,
    )
    if not any(area["value"] for area in areas.values()):
        return [Paragraph(text)]  # the credits are enough in nearly every draw
    rows = tuple((name, area["value"], _mu(area["value"])) for name, area in areas.items())
    columns = (
        Column(m.say("With a probability of"), wide=2),
        Column(m.say("Area, ha"), "number"),
        Column(m.say("Area, mu"), "number"),
    )
    caption = m.say(
        "The area that compensates the emissions by {year}, growth and residual drawn together",
        year=year,
    )
    return [Paragraph(text), Table("forest-area", caption, columns, rows)]


def _mu(hectares: float | None) -> float | None:
    return None if hectares is None else hectares * MU_PER_HA
