"""The forest of a city: beside its emissions, in none of its totals."""

from __future__ import annotations

from carbonmeet.view.blocks import Block, Heading, Paragraph
from carbonmeet.view.matter import Matter
from carbonmeet.view.tables.city import forest_table, forest_words, uptake_table

__all__ = ["city_forest"]


def city_forest(m: Matter) -> list[Block]:
    """What the city says of its forest; nothing for a meeting or a city without one."""
    forest = m.answer.city.forest if m.answer.city else None
    table = forest_table(forest, m.lang)
    if forest is None or table is None:
        return []
    text = m.say(
        "The forest of the city is shown beside its emissions and is not part of any total."
    )
    uptake = uptake_table(forest, m.lang)
    head = Heading(m.say("Forest of the city"))
    words = (Paragraph(m.word(said)) for said in forest_words(forest))
    return [head, Paragraph(text), table, *([uptake] if uptake else []), *words]
