"""What was looked for and not taken: absence has a reason."""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from carbonmeet.base.text import Label

__all__ = ["Declined", "read_declined", "why_absent"]


class Declined(NamedTuple):
    """A number that was found and not taken, or a search that ended without one.

    Attributes
    ----------
    key : str
        The key it would have had, or a glob over keys.
    region : str
        Where it is for: a region, or ``world`` for anywhere.
    source : str
        Key into ``sources.csv``; empty where no publisher issues one.
    reason : Label
        Why it was not taken.
    """

    key: str
    region: str
    source: str
    reason: Label

    def concerns(self, key: str, places: Collection[str] = ()) -> bool:
        """Whether it is about a key, in one of some places; without places, in any.

        Examples
        --------
        >>> one = Declined("rail.*", "ES", "ademe-rail-2015", Label("old grids"))
        >>> one.concerns("rail.hsr", ("ES", "world")), one.concerns("rail.hsr", ("FR", "world"))
        (True, False)
        """
        return fnmatchcase(key, self.key) and (not places or self.region in places)

    def says(self, words: Collection[str]) -> bool:
        """Whether key, region and source hold every one of `words`, in small letters."""
        said = f"{self.key} {self.region} {self.source}".lower()
        return all(word in said for word in words)


def read_declined(folder: Path) -> tuple[Declined, ...]:
    """The rows of ``declined.csv``."""
    with (folder / "declined.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Declined(
                row["key"], row["region"], row["source"], Label(row["reason_en"], row["reason_zh"])
            )
            for row in csv.DictReader(file)
        )


def why_absent(down: Sequence[Declined]) -> str:
    """Why there is no number, in a sentence without its full stop.

    Examples
    --------
    >>> why_absent([])
    'None was looked for'
    >>> why_absent([Declined("grid", "TH", "tgo-2022", Label("no year"))])
    'Found and declined: tgo-2022 (no year)'
    """
    nobody = [one.reason.en for one in down if not one.source]
    found = [f"{one.source} ({one.reason.en})" for one in down if one.source]
    told = [f"No publisher issues one: {'; '.join(nobody)}"] if nobody else []
    if found:
        told.append(f"Found and declined: {'; '.join(found)}")
    return ". ".join(told) or "None was looked for"
