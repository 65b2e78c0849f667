"""Goods carried."""

from __future__ import annotations

from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Key, Span
from carbonmeet.meeting.section import Section, Work
from carbonmeet.reading.amount import Distance, MassProduct
from carbonmeet.reading.schema import Listed
from carbonmeet.reading.textfields import LabelField

__all__ = ["SECTION", "Freight"]


class Freight(Listed):
    """Goods carried."""

    period: str
    label: LabelField
    mass: MassProduct
    distance: Distance
    mode: str


def write(work: Work, freight: Freight, span: Span, path: Key) -> None:
    """The lines of an entry."""
    work.bench.add_service(
        f"freight/{freight.mode}",
        (
            *work.bench.links((*path, "mass"), freight.mass),
            (work.bench.number((*path, "distance"), freight.distance), 1),
        ),
        span,
        freight.label,
    )


SECTION = Section(Freight, write, _("Freight"), rank=7)
