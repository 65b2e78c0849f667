"""What a forest does, and which stands and rules there are, on a screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from carbonmeet.base.notices import Notice
from carbonmeet.forest.stands import read_stands
from carbonmeet.offset.rules import rules_of
from carbonmeet.view.blocks import Block, Bullets, Column, Paragraph, Table
from carbonmeet.view.matter import Voice
from carbonmeet.view.tables.forest import credits, losses, planned, spread

__all__ = ["forest_page", "presets_page"]


def forest_page(
    m: Voice, offset: Mapping[str, Any], notices: Iterable[Notice], sure: str = ""
) -> list[Block]:
    """Area, removal, claim, how the removal may vary, and what is to be noted.

    Parameters
    ----------
    m : Voice
    offset : mapping
        From `OffsetResult.to_dict`.
    notices : iterable of Notice
    sure : str
        How sure an area is that was sized with a confidence.
    """
    text = m.word(offset["statement"]) + (m.say(" ") + sure if sure else "")
    land = (planned(m, offset), spread(m, offset)) if offset["parcels"] else ()
    tables = (*land, credits(m, offset), losses(m, offset))
    notes = tuple(one.get(m.lang) for one in notices)
    found: list[Block] = [Paragraph(text), *(one for one in tables if one is not None)]
    return [*found, Bullets(notes)] if notes else found


def presets_page(m: Voice) -> list[Block]:
    """The stands and the presets of rules by name."""
    stands = ((key, one.name.get(m.lang), one.region) for key, one in read_stands().items())
    rules = ((key, one.name.get(m.lang)) for key, one in rules_of().rules.items())
    code, name = Column("", "code"), Column("")
    return [
        Table("stands", m.say("stands"), (code, name, Column("", "code")), tuple(stands)),
        Table("rules", m.say("rules"), (code, name), tuple(rules)),
    ]
