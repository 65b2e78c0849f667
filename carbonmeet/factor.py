"""One published number, and how a chain refers to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from carbonmeet.errors import FactorError
from carbonmeet.text import NAMELESS, Label
from carbonmeet.units import Unit, is_co2_only

__all__ = ["EVIDENCE", "Factor", "Reference", "publisher"]

#: How well a number is known: read in the publisher's own document, read in another's, or nowhere.
EVIDENCE = ("primary", "secondary", "assumed")

_REFERENCE = re.compile(
    r"(?P<over>/)?\s*(?P<key>[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*)"
    r"(?:@(?P<source>[a-z0-9][a-z0-9.-]*))?(?:\[(?P<region>[A-Za-z0-9-]+)\])?"
)
_EDITION = re.compile(r"-\d{4}(?:-.*)?$")


def publisher(source: str) -> str:
    """The publisher of a source key: the key without its edition.

    Examples
    --------
    >>> publisher("defra-2021"), publisher("poore-nemecek-2018"), publisher("carbonmeet")
    ('defra', 'poore-nemecek', 'carbonmeet')
    """
    return _EDITION.sub("", source)


@dataclass(frozen=True, slots=True)
class Factor:
    """One published number: what it is, of where and when, and who says so.

    Attributes
    ----------
    key : str
        What the number is, e.g. ``grid``; rivals share a key.
    region : str
        Where it holds: ``CN-YN``, ``CN``, ``world``.
    year : int
        The year it describes.
    value : float
        The number, in `unit`.
    low, high : float or None
        Ends of the 95 % range, in `unit`; None where nobody gives one.
    unit : Unit
        The whole unit, e.g. ``kg CO2 / kWh``.
    source, locator : str
        Key into ``sources.csv``, and the place in that source.
    evidence : {"primary", "secondary", "assumed"}
        How well the number is known.
    boundary : tuple of str
        What the number contains, e.g. ``("direct", "distance-uplift")``.
    """

    key: str
    region: str
    year: int
    value: float
    low: float | None
    high: float | None
    unit: Unit
    source: str
    locator: str = ""
    evidence: str = "assumed"
    boundary: tuple[str, ...] = ()
    name: Label = NAMELESS
    note: str = ""
    own: bool = False

    @property
    def id(self) -> str:
        """``key@source[region]``: names one row of the catalogue and no other."""
        return f"{self.key}@{self.source}[{self.region}]" if self.region else self.key

    @property
    def basis(self) -> str:
        """`evidence`, under the name that activity data use for it."""
        return self.evidence

    @property
    def co2_only(self) -> bool:
        """Whether other greenhouse gases than CO2 are left out."""
        return is_co2_only(self.unit)


@dataclass(frozen=True, slots=True)
class Reference:
    """How a chain names a factor: ``[/] key [@source] [[region]]``.

    Examples
    --------
    >>> Reference.parse("/ occupancy.taxi").inverse
    True
    >>> Reference.parse("grid@mee-2021[CN]")
    Reference(key='grid', source='mee-2021', region='CN', inverse=False)
    """

    key: str
    source: str = ""
    region: str = ""
    inverse: bool = False

    @staticmethod
    @lru_cache(maxsize=4096)
    def parse(text: str) -> Reference:
        """Read a reference.

        Raises
        ------
        FactorError
            If the text is not of that form.
        """
        found = _REFERENCE.fullmatch(text.strip())
        if found is None:
            raise FactorError(
                f"'{text}' does not name a factor: write 'key', 'key@source', 'key[region]', "
                "or '/ key' to divide by it"
            )
        return Reference(
            found["key"], found["source"] or "", found["region"] or "", found["over"] is not None
        )
