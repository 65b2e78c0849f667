"""What only a saved result can say of credits: that their logs and pools were read."""

from __future__ import annotations

from typing import Any

from carbonmeet.numbers.path import Path
from carbonmeet.reading.yamlfile import Document
from carbonmeet.scenario.patch import patched

__all__ = ["without_proofs"]

#: What a result says of the files that it was counted from, and the pool that it names: one that is
#: said to have been looked up, and was not, is none. What that had as open stays open.
_PROOFS = ("counted", "pool")


def without_proofs(document: Document) -> Document:
    """A scenario without what a result says of files beside it: written by hand, it proves nothing.

    Parameters
    ----------
    document : Document
        As it is written; it may be wrong in any way.
    """
    gone: dict[Path, None] = {
        ("offset", "credits", i, key): None
        for i, one in enumerate(_credits(document.data))
        if isinstance(one, dict) and "counted" in one
        for key in _PROOFS
        if key in one
    }
    return patched(document, gone) if gone else document


def _credits(data: Any) -> list[Any]:
    offset = data.get("offset") if isinstance(data, dict) else None
    found = offset.get("credits") if isinstance(offset, dict) else None
    return found if isinstance(found, list) else []
