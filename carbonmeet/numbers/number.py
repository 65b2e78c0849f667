"""One number: what it is called, how large it is, how well it is known, and who says so."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import Any, Literal, TypeAlias

from carbonmeet.base.given import refuse_other
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import NAMELESS, Label, Lang
from carbonmeet.numbers.path import Path, show
from carbonmeet.units import DIMENSIONLESS, Unit

__all__ = [
    "Z95",
    "Domain",
    "Link",
    "Number",
    "Voucher",
    "constant",
    "least_known",
    "left_of",
    "sum_of",
]

#: Half a 95% interval in standard deviations of a normal.
Z95 = 1.9599639845400536
#: Which values make sense: 0 to 1; at most 1, for a saving may be negative; 0 or more; 1 or more;
#: any.
Domain = Literal["share", "saving", "positive", "whole", "signed"]

_LIMITS: dict[Domain, tuple[float, float]] = {
    "share": (0.0, 1.0),
    "saving": (-math.inf, 1.0),
    "positive": (0.0, math.inf),
    "whole": (1.0, math.inf),
    "signed": (-math.inf, math.inf),
}
#: Bases of numbers and evidence of factors, from the best known to the least.
_KNOWN = ("measured", "primary", "published", "secondary", "given", "assumed")


class Voucher(NamedTuple):
    """The paper behind a number: an invoice, a reading of a meter, a contract, a count."""

    kind: str
    number: str = ""
    date: str = ""
    holder: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the input vector.

    Attributes
    ----------
    path : tuple of str and int
        What it is known by: ``("groups", "Delegates from Beijing", "people")``. No two numbers of
        a model have the same.
    value : float
        In `unit`.
    unit : Unit
        The whole unit.
    low, high : float or None
        Ends of the 95% range, in `unit`; None where nobody gives one.
    name : Label
        What a reader sees, the same in every table and figure.
    basis : str
        ``measured``, ``published``, ``given``, ``assumed``; of a published factor ``primary``,
        ``secondary``, ``assumed``.
    reference, locator : str
        Key into ``sources.csv``, several after blanks, and the place in that source.
    note : Label
        Why it is so large.
    document : Voucher or None
        The paper behind it.
    domain : {"share", "saving", "positive", "whole", "signed"}
        Which values make sense.
    whole : tuple
        What it is a share of, together with others: they are always 1.
    terms : tuple of (Number, float)
        The numbers it follows from, each with its coefficient: it is their sum and `constant`, and
        varies with them and not by itself.
    constant : float
        See `terms`.
    times : Number or None
        Another number that this sum is multiplied by.
    even : bool
        Whether the range is as wide below the value as above, on a scale of logarithms: so are
        the parameters of a fit, which are drawn together by their covariance.
    tie : tuple of (str, float) or None
        The id of another number that it rises or falls with, and their correlation.
    stream : str
        Name under which it is drawn, made of names and not of positions; empty for the id.
    place : tuple of str and int
        Where it stands in the file of the scenario, by positions; empty where it stands in none.
    id : str
        The path as people write it.

    Examples
    --------
    >>> from carbonmeet.units import parse_unit
    >>> guests = Number(("groups", "Guests", "people"), 80, parse_unit("person"), 70, 90)
    >>> guests.id, guests.limits
    ('groups.Guests.people', (0.0, inf))
    """

    path: Path
    value: float
    unit: Unit
    low: float | None = None
    high: float | None = None
    name: Label = field(default=NAMELESS, compare=False)
    basis: str = "given"
    reference: str = ""
    locator: str = ""
    note: Label = NAMELESS
    document: Voucher | None = None
    domain: Domain = field(default="positive", compare=False)
    whole: Path = field(default=(), compare=False)
    terms: tuple[tuple[Number, float], ...] = field(default=(), compare=False)
    constant: float = field(default=0.0, compare=False)
    times: Number | None = field(default=None, compare=False)
    even: bool = field(default=False, compare=False)
    tie: tuple[str, float] | None = field(default=None, compare=False)
    stream: str = field(default="", compare=False)
    place: Path = field(default=(), compare=False)
    id: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", show(self.path))

    def called(self, lang: Lang) -> str:
        """Its path, or its name where no scenario can set it.

        Parameters
        ----------
        lang : {"en", "zh"}

        Returns
        -------
        str
        """
        return self.name.get(lang) if self.path[0] == "constants" else self.id

    @property
    def rests_on(self) -> tuple[Number, ...]:
        """The numbers that it follows from, each once; none where it varies by itself."""
        return (*(one for one, _ in self.terms), *((self.times,) if self.times else ()))

    @property
    def said(self) -> str:
        """How well it is known, to a reader."""
        return self.basis

    @property
    def stands_as(self) -> str:
        """Its place in the file by positions, as people write it; empty where it has none."""
        return show(self.place)

    @property
    def edition(self) -> tuple[str, ...]:
        """What tells numbers of one name apart, the most telling first; of factors, their rows."""
        return ()

    @property
    def limits(self) -> tuple[float, float]:
        """Least and most that the number can be.

        What is 0 or more by what it is may still have been given a value or a range below.
        """
        least, most = _LIMITS[self.domain]
        return (-math.inf if min(self.value, self.low or 0.0) < 0 else least), most

    @property
    def sd_log(self) -> float:
        """Standard deviation of the logarithm, from the 95% range; 0 without a range."""
        if not (self.low and self.high):
            return 0.0
        return math.log(self.high / self.low) / (2 * Z95)

    @property
    def references(self) -> tuple[str, ...]:
        """The keys of `reference`: a rule may rest on several publications."""
        return tuple(self.reference.split())

    @property
    def quantity(self) -> Any:
        """The number with its unit: a quantity of pint, in its application registry.

        Quantities of a registry of your own multiply with `quantity_in`. `value` alone is a plain
        float: times a quantity it loses the unit of the number.

        Examples
        --------
        >>> import carbonmeet as cm
        >>> import pint
        >>> grid = cm.load_catalogue().find("grid", "CN-YN", 2021, ["mee"])
        >>> power = pint.get_application_registry().Quantity("1200 kWh")
        >>> print(f"{(grid.quantity * power).to('kg CO2e').magnitude:.1f}")
        148.2
        """
        from carbonmeet.units.pinted import user_quantity

        return user_quantity(self.value, self.unit)

    def quantity_in(self, registry: Any) -> Any:
        """The number with its unit, in a registry of pint of your own.

        Parameters
        ----------
        registry : pint.UnitRegistry
            Units that it lacks (CO2e, passenger, meal) are defined in it.

        Returns
        -------
        pint.Quantity

        Examples
        --------
        >>> import carbonmeet as cm
        >>> import pint
        >>> ureg = pint.UnitRegistry()
        >>> grid = cm.load_catalogue().find("grid", "CN-YN", 2021, ["mee"])
        >>> print(f"{(grid.quantity_in(ureg) * ureg('1200 kWh')).to('kg CO2e').magnitude:.1f}")
        148.2
        """
        from carbonmeet.units.pinted import user_quantity

        if not hasattr(registry, "Quantity"):
            refuse_other(registry, "UnitRegistry", "registry")
        return user_quantity(self.value, self.unit, registry)

    @property
    def drawn_as(self) -> str:
        """Name of its stream of random numbers."""
        return self.stream or self.id


#: A number and its exponent in a product: 1, or -1 to divide by it.
Link: TypeAlias = tuple[Number, int]


def constant(
    key: str, name: Label, value: float, unit: Unit, basis: str = "given", note: Label = NAMELESS
) -> Number:
    """A number that the program sets, and that stands in no file.

    Examples
    --------
    >>> from carbonmeet.units import parse_unit
    >>> constant("days", Label("days of the year", "全年天数"), 365, parse_unit("day")).id
    'constants.days'
    """
    return Number(("constants", key), value, unit, name=name, basis=basis, note=note)


def sum_of(
    path: Path,
    terms: Sequence[tuple[Number, float]],
    constant: float,
    name: Label,
    *,
    unit: Unit = DIMENSIONLESS,
    basis: str = "",
    note: Label = NAMELESS,
    domain: Domain = "positive",
    place: Path = (),
) -> Number:
    """A number that follows from others: ``constant`` plus their sum, each times its coefficient.

    Its range is that of its terms where they rise and fall together; a coefficient below 0 turns
    a range round.

    Parameters
    ----------
    terms : sequence of (Number, float)
    constant : float
        In `unit`.
    basis : str
        By default that of the terms, the least known of them.

    Examples
    --------
    >>> from carbonmeet.units import parse_unit
    >>> rate = Number(("growth",), 0.02, parse_unit("1"), 0.0, 0.05)
    >>> grown = sum_of(("growth", "step"), [(rate, 1.0)], 1.0, Label("1 + growth"))
    >>> grown.value, grown.low, grown.high
    (1.02, 1.0, 1.05)
    """
    ends = [
        sorted(coefficient * (one.value if end is None else end) for end in (one.low, one.high))
        for one, coefficient in terms
    ]
    varies = any(one.low is not None and one.high is not None for one, _ in terms)
    low, high = (
        constant + sum(pair[0] for pair in ends),
        constant + sum(pair[1] for pair in ends),
    )
    least, most = _LIMITS[domain]
    value = constant + sum(coefficient * one.value for one, coefficient in terms)
    return Number(
        path,
        max(value, least) if domain == "whole" else value,
        unit,
        low=max(low, least) if varies else None,
        high=max(min(high, most), least) if varies else None,
        name=name,
        basis=basis or least_known(one.basis for one, _ in terms),
        note=note,
        domain=domain,
        terms=tuple(terms),
        constant=constant,
        place=place,
    )


def left_of(
    parts: Sequence[Number],
    path: Path,
    name: Label,
    *,
    note: Label = NAMELESS,
    place: Path = (),
) -> Number:
    """What shares leave of the whole, ``1 - sum``.

    Examples
    --------
    >>> from carbonmeet.units import parse_unit
    >>> recovery = Number(("recovery",), 0.2, parse_unit("1"), 0.0, 0.7)
    >>> rest = left_of([recovery], ("recovery", "left"), Label("1 - recovery"))
    >>> rest.value, round(rest.low, 6), rest.high
    (0.8, 0.3, 1.0)
    """
    terms = [(one, -one.unit.scale) for one in parts]
    return sum_of(path, terms, 1.0, name, note=note, domain="share", place=place)


def least_known(bases: Iterable[str]) -> str:
    """The weakest of some bases: what is made of several numbers is known no better than that.

    Examples
    --------
    >>> least_known(["measured", "published"]), least_known(["given", "assumed", "primary"])
    ('published', 'assumed')
    """
    return max(bases, key=_KNOWN.index, default="given")
