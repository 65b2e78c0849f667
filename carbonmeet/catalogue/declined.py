"""What was looked for and not taken: absence has a reason."""

from __future__ import annotations

from collections.abc import Sequence

from carbonmeet.base.text import _
from carbonmeet.catalogue.records.lists import Declined

__all__ = ["why_absent"]


def why_absent(down: Sequence[Declined]) -> str:
    """Why there is no number, in a sentence without its full stop.

    Examples
    --------
    >>> why_absent([])
    'None was looked for'
    >>> from carbonmeet.base.text import Label
    >>> from carbonmeet.base.text import Label
    >>> why_absent([Declined("grid", "TH", "tgo-2022", Label("no year"))])
    'Found and declined: tgo-2022 (no year)'
    """
    nobody = [one.reason.en for one in down if not one.source]
    found = [f"{one.source} ({one.reason.en})" for one in down if one.source]
    told = [f"No publisher issues one: {'; '.join(nobody)}"] if nobody else []
    if found:
        told.append(f"Found and declined: {'; '.join(found)}")
    return ". ".join(told) or _("None was looked for")
