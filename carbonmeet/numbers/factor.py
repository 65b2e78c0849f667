"""One published number, and how a chain refers to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache

from carbonmeet.base.errors import FactorError
from carbonmeet.base.frozen import Frozen
from carbonmeet.base.given import refuse_other
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import NAMELESS, Label, Note, _
from carbonmeet.numbers.number import Domain, Number
from carbonmeet.numbers.path import OWN
from carbonmeet.units import Unit, is_co2_only

__all__ = [
    "EVIDENCE",
    "GWP_SETS",
    "REGION",
    "Factor",
    "Reference",
    "publisher",
]

#: How well a number is known: read in the publisher's own document, read in another's, or nowhere.
EVIDENCE = ("primary", "secondary", "assumed")
#: Sets of 100-year warming potentials, by the assessment report of the IPCC.
GWP_SETS = ("AR4", "AR5", "AR6")
#: ``world``, a country, a province, a city: the codes of ISO 3166 and steps of our own.
REGION = pattern_of(r"world|[A-Z]{2}(?:-[A-Z0-9]+)*")

_REFERENCE = pattern_of(
    r"(?P<over>/)?\s*(?P<key>[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*)"
    r"(?:@(?P<source>\w[\w.-]*))?(?:\[(?P<region>[A-Za-z0-9-]+)\])?"
)
_EDITION = pattern_of(r"-\d{4}(?:-.*)?$")


def publisher(source: str) -> str:
    """The publisher of a source key: the key without its edition.

    Examples
    --------
    >>> publisher("defra-2021"), publisher("poore-nemecek-2018"), publisher("carbonmeet")
    ('defra', 'poore-nemecek', 'carbonmeet')
    """
    return _EDITION.sub("", source)


@dataclass(frozen=True, slots=True)
class Factor(Number):
    """One published number: what it is, of where and when, and who says so.

    Attributes
    ----------
    key : str
        What the number is, e.g. ``grid``; rivals share a key.
    region : str
        Where it holds: ``CN-YN``, ``CN``, ``world``.
    year : int
        The year it describes.
    boundary : tuple of str
        What the number contains, e.g. ``("direct", "distance-uplift")``.
    own : bool
        Whether the scenario brings it along.
    gases : tuple of str
        Which greenhouse gases are in it: ``("CO2", "CH4", "N2O")``; empty where not known.
    gwp : str
        The set of warming potentials that made them one number: ``AR5``; empty where not known.
    parts : mapping of str to float
        How much of the value is ``CO2``, ``CH4``, ``N2O``, where the source gives it.

    Examples
    --------
    >>> from carbonmeet.catalogue import load_catalogue
    >>> grid = load_catalogue().find("grid", "CN-YN", 2021, ["mee"])
    >>> grid.id, grid.region, grid.unit.text
    ('grid@mee-2021[CN-YN]', 'CN-YN', 'kg CO2 / kWh')
    """

    key: str = ""
    region: str = ""
    year: int = 0
    boundary: tuple[str, ...] = ()
    own: bool = False
    gases: tuple[str, ...] = field(default=(), compare=False)
    gwp: str = field(default="", compare=False)
    parts: Mapping[str, float] = field(default=Frozen(), compare=False)

    def __post_init__(self) -> None:
        name = f"{self.key}@{self.reference}[{self.region}]" if self.region else self.key
        object.__setattr__(self, "id", name)
        object.__setattr__(self, "path", ("factors", name))
        if isinstance(self.parts, dict):
            object.__setattr__(self, "parts", Frozen(self.parts))
        # editions of a publisher are one physical quantity: they are drawn together
        if not self.stream and self.region:
            stream = f"{self.key}@{publisher(self.reference)}[{self.region}]"
            object.__setattr__(self, "stream", stream)

    @classmethod
    def of(
        cls,
        key: str,
        value: float,
        unit: Unit,
        *,
        source: str,
        region: str = "world",
        year: int = 0,
        low: float | None = None,
        high: float | None = None,
        evidence: str = "assumed",
        locator: str = "",
        name: Label = NAMELESS,
        note: str = "",
        boundary: tuple[str, ...] = (),
        own: bool = False,
        gases: tuple[str, ...] = (),
        gwp: str = "",
        parts: Mapping[str, float] | None = None,
    ) -> Factor:
        """A factor by the columns of its table; ``key@source[region]`` names it and no other.

        Parameters
        ----------
        key, value, unit, source, region, year, low, high, evidence, locator, name, note
            Columns of the table; a factor is assumed and for the ``world`` unless told.
        boundary, own, gases, gwp, parts
            As the attributes of these names; ``kg CO2`` in the unit says which gas.

        Returns
        -------
        Factor
        """
        return cls(
            (),
            value,
            unit,
            low,
            high,
            name,
            evidence,
            source,
            locator,
            Note(note, ours=True) if note else NAMELESS,
            domain=_domain(key, unit, value, low),
            key=key,
            region=region,
            year=year,
            boundary=boundary,
            own=own,
            gases=gases or (("CO2",) if is_co2_only(unit) else ()),
            gwp=gwp,
            parts=Frozen(parts),
        )

    @property
    def said(self) -> str:
        """How well it is known, to a reader: what a scenario brings along is given or assumed."""
        return "given" if self.own and self.evidence != "assumed" else self.evidence

    @property
    def edition(self) -> tuple[str, ...]:
        """Year, place, publisher: what tells the rows of one key apart."""
        return str(self.year), self.region, self.reference

    @property
    def source(self) -> str:
        """`reference`, under the name of its column."""
        return self.reference

    @property
    def claimed(self) -> str:
        """The source as a file of one's own names it: a publication is not taken at its word."""
        return self.reference.removeprefix(OWN) if self.own else self.reference

    @property
    def evidence(self) -> str:
        """`basis`, under the name of its column."""
        return self.basis

    @property
    def co2_only(self) -> bool:
        """Whether other greenhouse gases than CO2 are left out."""
        return is_co2_only(self.unit)


def _domain(key: str, unit: Unit, value: float, low: float | None) -> Domain:
    """Which values make sense, by what the key says of a plain number."""
    if unit.dimensionless and unit.scale == 1.0:
        if "saving" in key:
            return "saving"
        if key.endswith("share"):
            return "share"
    return "signed" if min(value, value if low is None else low) < 0 else "positive"


class Reference(NamedTuple):
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
        refuse_other(text, str, "text")
        found = _REFERENCE.fullmatch(text.strip())
        if found is None:
            raise FactorError(
                _(
                    "'{text}' does not name a factor: write 'key', "
                    "'key@source', 'key[region]', or '/ key' to divide by "
                    "it",
                    text=text,
                )
            )
        return Reference(
            found["key"], found["source"] or "", found["region"] or "", found["over"] is not None
        )
