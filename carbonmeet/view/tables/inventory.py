"""The lines of a result under the categories of a frame that people report in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.text import NAMELESS, _
from carbonmeet.rows.writing import csv_text
from carbonmeet.view.blocks import Block, Bullets, Cell, Column, Heading, Table
from carbonmeet.view.matter import Voice

if TYPE_CHECKING:
    from carbonmeet.base.text import Lang
    from carbonmeet.frames import Frame, Inventory
    from carbonmeet.frames.allocation import Entry

__all__ = ["category_name", "inventory_blocks", "inventory_csv"]

_MAPPING = {"read": _("read"), "ours": _("ours")}


def inventory_blocks(m: Voice, found: Inventory) -> list[Block]:
    """Categories with their tonnes, what is beside them, and what stands empty."""
    blocks: list[Block] = [_categories(m, found), _memo(m, found)]
    if outside := found.entries[-1].reasons:
        columns = (Column("t CO2e", "tonnes"), Column(m.say("Reason")))
        why = tuple((tonnes, m.word(reason)) for reason, tonnes in outside.items())
        blocks.append(Table("outside", m.say("Why outside"), columns, why))
    if empty := _empty(m, found):
        blocks += [Heading(m.say("Empty categories")), Bullets(empty)]
    if found.choices:
        taken = [
            m.word(one.name)
            if given
            else m.say(
                "{name} (by default; control: {{{key}: …}})", name=m.word(one.name), key=one.key
            )
            for one, given in found.choices
        ]
        blocks += [Heading(m.say("Taken as")), Bullets(tuple(taken))]
    return blocks


def _tonnes(m: Voice) -> tuple[Column, Column]:
    return (Column(m.say("baseline"), "tonnes"), Column(m.say("after measures"), "tonnes"))


def _categories(m: Voice, found: Inventory) -> Table:
    columns = (Column(m.say("category")), Column(m.say("name"), wide=3), *_tonnes(m),
               Column(m.say("mapping")))  # fmt: skip
    rows = tuple(
        (*_row(m, one, found.frame), m.join(m.word(_MAPPING[how]) for how in one.mapping))
        for one in found.entries
        if one.before or one.after
    )
    year = _(", {period}", period=found.period) if found.period else NAMELESS
    caption = m.say("{name}{year}, t CO2e (mapping: read in a source, or ours)",
                    name=found.frame.name, year=year)  # fmt: skip
    total = ("", m.say("Total"), found.total, found.total_after, "")
    return Table("inventory", caption, columns, rows, (total,))


def _memo(m: Voice, found: Inventory) -> Table:
    rows = tuple(_row(m, one, found.frame) for one in found.memo)
    columns = (Column(m.say("category")), Column(m.say("name"), wide=3), *_tonnes(m))
    return Table("memo", m.say("Memo, not added"), columns, rows)


def _row(m: Voice, entry: Entry, frame: Frame) -> tuple[Cell, ...]:
    numbers = (m.say("not known") if n is None else n for n in (entry.before, entry.after))
    return (entry.id, category_name(m, entry, frame), *numbers)


def category_name(m: Voice, entry: Entry, frame: Frame) -> str:
    """What a category is called; of those that a frame calls alike what belongs to each as well."""
    alike = [one for one in frame.categories if one.name == entry.name]
    scope = next((one.scope for one in alike[1:] and alike if one.id == entry.id), NAMELESS)
    name = m.word(entry.name)
    return name if scope == NAMELESS else m.say("{name}: {scope}", name=name, scope=m.word(scope))


def _empty(m: Voice, found: Inventory) -> tuple[str, ...]:
    """Empty categories, by the reason."""
    reasons: dict[str, list[str]] = {}
    for one in found.entries[:-1]:
        if not one.before and not one.after:
            reasons.setdefault(m.word(one.why_empty), []).append(one.id)
    return tuple(m.say("{who}: {name}", who=m.join(ids), name=why) for why, ids in reasons.items())


def inventory_csv(found: Inventory, lang: Lang) -> str:
    """The categories as CSV, those beside the total marked."""
    head = ("id", "name", "t_co2e", "residual_t_co2e", "memo", "notation", "name_is", "mapping")
    rows = (
        [one.id, one.name.get(lang), one.before, one.after, "yes" if one in found.memo else "",
         one.notation, one.read, " ".join(one.mapping)]
        for one in (*found.entries, *found.memo)
    )  # fmt: skip
    return csv_text(head, rows)
