"""What was looked for and not taken: absence has a reason."""

from __future__ import annotations

from collections.abc import Sequence

from carbonmeet.base.text import Label, Message, _, joined
from carbonmeet.catalogue.records.lists import Declined

__all__ = ["why_absent"]


def why_absent(down: Sequence[Declined]) -> Message:
    """Why there is no number, in a sentence without its full stop.

    Examples
    --------
    >>> why_absent([])
    'None was looked for'
    >>> told = why_absent([Declined("grid", "TH", "tgo-2022", Label("no year", "未注明年份"))])
    >>> told, told.get("zh")
    ('Found and declined: tgo-2022 (no year)', '查到但未采用：tgo-2022（未注明年份）')
    """
    nobody = joined([one.reason for one in down if not one.source], "; ")
    found = joined([_why(one) for one in down if one.source], "; ")
    if nobody and found:
        return _(
            "No publisher issues one: {nobody}. Found and declined: {found}",
            nobody=nobody,
            found=found,
        )
    if nobody:
        return _("No publisher issues one: {nobody}", nobody=nobody)
    if found:
        return _("Found and declined: {found}", found=found)
    return _("None was looked for")


def _why(one: Declined) -> Label:
    return Label(f"{one.source} ({one.reason.en})", f"{one.source}（{one.reason.zh}）")
