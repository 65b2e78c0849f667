"""What documents name of a city, kind by kind, with the number of entries of each status."""

from __future__ import annotations

from collections.abc import Sequence

from carbonmeet.base.text import NAMELESS, _
from carbonmeet.catalogue.records.registers import Registered
from carbonmeet.city.register import sums
from carbonmeet.view.blocks import Block, Bullets, Column, Heading, Paragraph, Table
from carbonmeet.view.listing import Listing
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import number

__all__ = ["KINDS", "register_blocks", "register_listing"]

KINDS = {
    "plan": _("Plans (1+N)"),
    "park": _("Zero- and low-carbon parks"),
    "community": _("Low-carbon communities"),
    "firm": _("Leaders in efficiency"),
    "data-centre": _("Data centres"),
    "energy": _("New energy"),
    "transport": _("Charging, greenways, post by bus"),
    "waste": _("Waste and sludge"),
    "pilot": _("Pilots"),
    "creation": _("Green creation"),
    "procurement": _("Green procurement"),
    "finance": _("Compensation and finance"),
    "gep": _("Gross ecosystem product"),
    "management": _("City management"),
    "civic": _("Civilised-city projects"),
    "other": _("Other"),
}
_STATUSES = {
    "planned": _("planned"),
    "pending": _("pending"),
    "issued": _("issued"),
    "listed": _("listed"),
    "recognised": _("recognised"),
    "under-way": _("under way"),
    "done": _("done"),
    "counted": _("counted"),
}
_NEVER = _(
    "Recorded and checked, never turned into emissions: no entry is added to a "
    "total or taken off one. Quantities are as the documents give them and are "
    "not added up."
)
#: Columns of the list as data; `unit` and `note` are in both languages.
_COLUMNS = ("key", "kind", "name", "date", "status", "quantity", "unit", "parcel")


def register_blocks(m: Voice, entries: Sequence[Registered], phrases: bool) -> list[Block]:
    """A table for each kind; with `phrases` what the document says of each entry."""
    counts = sums(entries)
    blocks: list[Block] = []
    for kind in dict.fromkeys(one.kind for one in entries):
        mine = [one for one in entries if one.kind == kind]
        said = " · ".join(
            f"{m.word(_STATUSES[status])} {count}"
            for (of, status), count in counts.items()
            if of == kind
        )
        title = m.say("{kind} ({n}: {said})", kind=KINDS[kind], n=len(mine), said=said)
        blocks += [Heading(title), _table(m, kind, mine)]
        if phrases:
            blocks.append(Bullets(tuple(_quoted(m, one) for one in mine)))
    return [*blocks, Paragraph(m.say(_NEVER))]


#: Quotation marks inside a quotation.
_INNER = str.maketrans("“”", "‘’")


def _quoted(m: Voice, one: Registered) -> str:
    phrase = one.phrase.translate(_INNER)
    return m.say("{name}: “{phrase}” ({source})", name=one.name, phrase=phrase, source=one.source)


def _table(m: Voice, kind: str, entries: Sequence[Registered]) -> Table:
    return Table.of(
        kind,
        "",
        entries,
        (Column(""), lambda one: one.date),
        (Column(""), lambda one: m.word(one.name)),
        (Column("", "number"), lambda one: number(one.quantity, 10)),
        (Column(""), lambda one: m.word(one.unit)),
        (Column(""), lambda one: m.word(_STATUSES[one.status])),
        (Column("", "code"), lambda one: one.parcel),
        (Column(""), lambda one: m.word(one.note)),
    )


def register_listing(entries: Sequence[Registered]) -> Listing:
    """The entries as data, for CSV."""
    names = (*_COLUMNS, "source", "phrase", "note")
    rows = [{name: getattr(one, name) for name in names} for one in entries]
    return Listing(dict.fromkeys(names, NAMELESS), rows)
