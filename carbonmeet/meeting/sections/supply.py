"""Goods brought to people while they stay at home."""

from __future__ import annotations

from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Key, Span
from carbonmeet.bench.supply import Supply, supply
from carbonmeet.meeting.section import Section, Work

__all__ = ["SECTION"]


def write(work: Work, entry: Supply, span: Span, path: Key) -> None:
    """The lines of an entry."""
    supply(work.bench, entry, span, path)


SECTION = Section(Supply, write, _("Goods delivered"), rank=9)
