"""How a table writes a factor: the columns, and what they must say for a number to be honest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import NAMELESS, Label, _
from carbonmeet.numbers.factor import REGION, Factor, Reference
from carbonmeet.rows import Column
from carbonmeet.rows.table import made
from carbonmeet.units import Unit, parse_unit

__all__ = ["COLUMNS", "Evidence", "FactorRow", "RowError", "read_factor"]

#: How well a number is known.
Evidence = Literal["primary", "secondary", "assumed"]

_PARTS = ("CO2", "CH4", "N2O")

BOUNDARY = Column(
    "What the number contains: words of the closed list in README.md, separated by spaces.",
    told=True,
)
EVIDENCE_COLUMN = Column(
    "primary: read in the document of the publisher or an unchanged copy; secondary: read "
    "elsewhere; assumed: a planning assumption or a derivation with assumed parts."
)


class RowError(ValueError):
    """A row cannot be read: what is wrong, and in which column."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def _key(text: str) -> str:
    Reference.parse(text)
    return text


class FactorRow(NamedTuple):
    """One row of a table of factors."""

    key: Annotated[str, Column("What the number is; rivals share a key.", read=_key)]
    region: Annotated[
        str,
        Column(
            "ISO 3166 code (CN, CN-YN, CN-YN-KMG), a Chinese regional grid (CN-SOUTH) or world.",
            form=REGION.pattern,
            such=_("a code such as CN, CN-YN, or world"),
        ),
    ]
    year: Annotated[
        int,
        Column(
            "Year the number describes; edition year for DEFRA.",
            form="(?:19|20|21)[0-9]{2}",
            such=_("a year such as 2021"),
            kind="integer",
        ),
    ]
    value: Annotated[float, Column("The number, in the unit of the row.")]
    unit: Annotated[
        Unit,
        Column(
            "The whole unit, e.g. kg CO2e / passenger / km; 1 for a plain number. CO2 means that "
            "other gases are left out.",
            read=parse_unit,
        ),
    ]
    source: Annotated[
        str,
        Column(
            "Key of sources.csv.",
            form=r"\w[\w.-]*",
            such=_("one word such as utility-bill-2021"),
            to="sources",
        ),
    ]
    evidence: Annotated[Evidence, EVIDENCE_COLUMN]
    name: Annotated[Label, Column("Name", told=True)] = NAMELESS
    low: Annotated[
        float | None,
        Column("Lower end of the 95% range, in the unit of the row; empty where nobody gives one."),
    ] = None
    high: Annotated[float | None, Column("Upper end of the 95% range.")] = None
    boundary: Annotated[tuple[str, ...], BOUNDARY] = ()
    locator: Annotated[
        str, Column("Place in the source: sheet and row, table, entry.", told=True)
    ] = ""
    note: Annotated[
        str,
        Column("How the number was read or derived; the reason of an assumed row or of a zero."),
    ] = ""
    gases: Annotated[
        tuple[str, ...],
        Column(
            "Greenhouse gases in the number, by formula and separated by spaces; empty where not "
            "known.",
            form=r"[A-Z][A-Za-z0-9-]*(\s+[A-Z][A-Za-z0-9-]*)*",
            such=_("formulas such as CO2 CH4 N2O"),
        ),
    ] = ()
    gwp: Annotated[
        Literal["", "AR4", "AR5", "AR6"],
        Column(
            "Set of 100-year warming potentials that made them one number; empty where not known."
        ),
    ] = ""
    co2: Annotated[
        float | None,
        Column(
            "CO2 in the value, in kg CO2e of its unit; empty where the source does not give it.",
            least=0,
        ),
    ] = None
    ch4: Annotated[
        float | None, Column("Methane in the value, in kg CO2e of its unit.", least=0)
    ] = None
    n2o: Annotated[
        float | None, Column("Nitrous oxide in the value, in kg CO2e of its unit.", least=0)
    ] = None

    @property
    def parts(self) -> dict[str, float]:
        """How much of the value each gas is, where that is told."""
        told = zip(_PARTS, (self.co2, self.ch4, self.n2o), strict=True)
        return {gas: part for gas, part in told if part is not None}

    def problems(self) -> Iterator[tuple[str, str]]:
        """What cannot be: negative emissions, shares beyond the whole, gases that do not add up."""
        least = self.value if self.low is None else self.low
        # what takes the place of a thing may emit more: the saving is then below 0
        saving = "saving" in self.key and self.unit.dimensionless
        if least < 0 and not saving and "credit" not in self.boundary:
            told = _(
                "{value:g} is negative: only credits may be (boundary: credit), and savings, plain "
                "numbers whose key says 'saving'",
                value=self.value if self.value < 0 else least,
            )
            yield "value", told
        most = (self.value if self.high is None else self.high) * self.unit.scale
        if self.key.endswith("share") and self.unit.dimensionless and most > 1:
            yield "value", _("a share lies between 0 and 1, not at {most:g}", most=most)
        parts = self.parts
        if len(parts) == len(_PARTS) and abs(sum(parts.values()) - self.value) > 0.005 * abs(
            self.value
        ):
            yield (
                "co2",
                _(
                    "co2, ch4 and n2o sum to {sum:g}, not to {value:g}",
                    sum=sum(parts.values()),
                    value=self.value,
                ),
            )
        if any(part > 1.005 * self.value for part in parts.values()):
            yield "co2", _("co2, ch4 and n2o are parts of {value:g}", value=self.value)

    def factor(self) -> Factor:
        """The number that the row writes down."""
        return Factor.of(
            self.key,
            self.value,
            self.unit,
            region=self.region,
            year=self.year,
            low=self.low,
            high=self.high,
            source=self.source,
            locator=self.locator,
            evidence=self.evidence,
            boundary=self.boundary,
            name=self.name,
            note=self.note,
            gases=self.gases or tuple(self.parts),
            gwp=self.gwp,
            parts=self.parts,
        )


#: Columns of every table of factors, in the order of the files.
COLUMNS = [
    *("key", "name_en", "name_zh", "region", "year", "value", "low", "high", "unit"),
    *("boundary", "source", "locator", "evidence", "note"),
]


def read_factor(cells: Mapping[str, str]) -> Factor:
    """A factor by the texts of its columns, as a scenario gives them.

    Raises
    ------
    RowError
        With the first thing that is wrong.
    """
    row, wrong = made(FactorRow, {name: text.strip() for name, text in cells.items()})
    if row is None:
        raise RowError(*wrong[0])
    return row.factor()
