"""One published number, how a table writes it, and how a chain refers to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, TypedDict

from carbonmeet.base.errors import FactorError
from carbonmeet.base.text import NAMELESS, Label
from carbonmeet.numbers.number import Domain, Number
from carbonmeet.units import Unit, is_co2_only, parse_unit

__all__ = [
    "COLUMNS",
    "EVIDENCE",
    "GASES",
    "GWP_SETS",
    "NEEDED",
    "REGION",
    "Factor",
    "Reference",
    "publisher",
    "read_factor",
]

#: How well a number is known: read in the publisher's own document, read in another's, or nowhere.
EVIDENCE = ("primary", "secondary", "assumed")

#: Columns of a factor table, in the order of the files.
COLUMNS = [
    "key",
    "name_en",
    "name_zh",
    "region",
    "year",
    "value",
    "low",
    "high",
    "unit",
    "boundary",
    "source",
    "locator",
    "evidence",
    "note",
]
#: Columns that a table may have as well: which gases, by which set of warming potentials, and how
#: much each is of the value, in kg CO2e of its unit. Blank is not known.
GASES = ["gases", "gwp", "co2", "ch4", "n2o"]
#: Sets of 100-year warming potentials, by the assessment report of the IPCC.
GWP_SETS = ("AR4", "AR5", "AR6")
NEEDED = ("key", "region", "year", "value", "unit", "source", "evidence")
#: ``world``, a country, a province, a city: the codes of ISO 3166 and steps of our own.
REGION = re.compile(r"world|[A-Z]{2}(?:-[A-Z0-9]+)*")
_PARTS = ("CO2", "CH4", "N2O")
_GAS = re.compile(r"[A-Z][A-Za-z0-9-]*")
_DECIMAL = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")
_SOURCE = re.compile(r"\w[\w.-]*")

_REFERENCE = re.compile(
    r"(?P<over>/)?\s*(?P<key>[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*)"
    r"(?:@(?P<source>\w[\w.-]*))?(?:\[(?P<region>[A-Za-z0-9-]+)\])?"
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
    parts: Mapping[str, float] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        name = f"{self.key}@{self.reference}[{self.region}]" if self.region else self.key
        object.__setattr__(self, "id", name)
        object.__setattr__(self, "path", ("factors", name))
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
        """A factor by the columns of its table; ``key@source[region]`` names it and no other."""
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
            Label(note) if note else NAMELESS,
            domain=_domain(key, unit, value, low),
            key=key,
            region=region,
            year=year,
            boundary=boundary,
            own=own,
            gases=gases or (("CO2",) if is_co2_only(unit) else ()),
            gwp=gwp,
            parts=parts or {},
        )

    @property
    def edition(self) -> tuple[str, ...]:
        """Year, place, publisher: what tells the rows of one key apart."""
        return str(self.year), self.region, self.reference

    @property
    def source(self) -> str:
        """`reference`, under the name of its column."""
        return self.reference

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
        found = _REFERENCE.fullmatch(text.strip())
        if found is None:
            raise FactorError(
                f"'{text}' does not name a factor: write 'key', 'key@source', 'key[region]', "
                "or '/ key' to divide by it"
            )
        return Reference(
            found["key"], found["source"] or "", found["region"] or "", found["over"] is not None
        )


def read_factor(record: Mapping[str, str]) -> Factor:
    """Turn the texts of one row into a factor.

    Raises
    ------
    ValueError
        If a cell cannot be read, or the row lacks what makes a number honest.
    """
    cell = {name: text.strip() for name, text in record.items()}
    for name in NEEDED:
        if not cell.get(name):
            raise ValueError(f"'{name}' is empty")
    value = _number(cell["value"], "value")
    low, high = (_number(cell[end], end) if cell.get(end) else None for end in ("low", "high"))
    if (low is None) != (high is None):
        raise ValueError(f"'{'high' if low is None else 'low'}' is given without the other end")
    if low is not None and high is not None and not low <= value <= high:
        raise ValueError(f"{low:g} .. {high:g} does not contain {value:g}")
    if cell["evidence"] not in EVIDENCE:
        raise ValueError(f"evidence '{cell['evidence']}' is none of {', '.join(EVIDENCE)}")
    if cell["evidence"] == "assumed" and not cell.get("note"):
        raise ValueError("an assumed number needs its reason in 'note'")
    if value == 0 and not cell.get("note"):
        raise ValueError("a zero needs its reason in 'note'")
    Reference.parse(cell["key"])
    for name, form, example in (
        ("region", REGION, "a code such as CN, CN-YN, or world"),
        ("year", _YEAR, "a year such as 2021"),
        ("source", _SOURCE, "one word such as utility-bill-2021"),
    ):
        if form.fullmatch(cell[name]) is None:
            raise ValueError(f"'{name}' is {example}, not '{cell[name]}'")
    unit = parse_unit(cell["unit"])
    boundary = tuple(cell.get("boundary", "").split())
    _check_size(cell["key"], value if low is None else low, value, high, unit, boundary)
    return Factor.of(
        cell["key"],
        value,
        unit,
        region=cell["region"],
        year=int(cell["year"]),
        low=low,
        high=high,
        source=cell["source"],
        locator=cell.get("locator", ""),
        evidence=cell["evidence"],
        boundary=boundary,
        name=Label(cell.get("name_en", ""), cell.get("name_zh", "")),
        note=cell.get("note", ""),
        **_gases(cell, value),
    )


class _Gases(TypedDict, total=False):
    gases: tuple[str, ...]
    gwp: str
    parts: Mapping[str, float]


def _gases(cell: Mapping[str, str], value: float) -> _Gases:
    """Which gases a number holds, and how much each is of it."""
    gases, gwp = tuple(cell.get("gases", "").split()), cell.get("gwp", "")
    for gas in gases:
        if _GAS.fullmatch(gas) is None:
            raise ValueError(f"'gases' are formulas such as CO2 CH4 N2O, not '{gas}'")
    if gwp and gwp not in GWP_SETS:
        raise ValueError(f"'gwp' is one of {', '.join(GWP_SETS)}, not '{gwp}'")
    parts = {
        gas: _number(cell[gas.lower()], gas.lower()) for gas in _PARTS if cell.get(gas.lower())
    }
    if len(parts) == len(_PARTS) and abs(sum(parts.values()) - value) > 0.005 * abs(value):
        raise ValueError(f"co2, ch4 and n2o sum to {sum(parts.values()):g}, not to {value:g}")
    if any(part < 0 or part > 1.005 * value for part in parts.values()):
        raise ValueError(f"co2, ch4 and n2o are parts of {value:g}")
    return {"gases": gases or tuple(parts), "gwp": gwp, "parts": parts}


def _check_size(
    key: str,
    low: float,
    value: float,
    high: float | None,
    unit: Unit,
    boundary: Sequence[str],
) -> None:
    """Refuse numbers that cannot be: negative emissions, shares beyond the whole."""
    if low < 0 and "credit" not in boundary:
        raise ValueError(f"{value if value < 0 else low:g} is negative")
    most = (value if high is None else high) * unit.scale
    if key.endswith("share") and unit.dimensionless and most > 1:
        raise ValueError(f"a share lies between 0 and 1, not at {most:g}")


def _number(text: str, name: str) -> float:
    if text.lstrip("+-").lower() in ("nan", "inf", "infinity"):
        raise ValueError(f"'{name}' is not a usable number: '{text}'")
    if _DECIMAL.fullmatch(text) is None:
        hint = ": write decimals with a point" if "," in text else ""
        raise ValueError(f"'{name}' is not a number: '{text}'{hint}")
    value = float(text)
    if abs(value) >= 1e15:
        raise ValueError(f"'{name}' is not a usable number: '{text}'")
    return value
