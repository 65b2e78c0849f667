"""People moved in a shock."""

from __future__ import annotations

from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Key, Span
from carbonmeet.bench.transfers import Transfer, transfer
from carbonmeet.meeting.section import Section, Work

__all__ = ["SECTION"]


def write(work: Work, entry: Transfer, span: Span, path: Key) -> None:
    """The lines of an entry."""
    transfer(work.bench, entry, span, path)


SECTION = Section(Transfer, write, _("Transfers"), rank=10)
