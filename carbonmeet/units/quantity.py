"""A strict reader of quantities, and two doors: text comes in, kg CO2e goes out.

The units are those of ``units.txt``, a small registry for pint. Reading a quantity does not need
pint, though: ``units_table.json`` holds what pint says of every word, and a test keeps the two
equal. A user's text never reaches pint, which reads ``1 234 kg`` as 234 kg.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import field
from functools import lru_cache
from typing import TYPE_CHECKING

from carbonmeet.base.errors import UnitError
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import Label, _
from carbonmeet.units import grammar
from carbonmeet.units.words import unit as worded

if TYPE_CHECKING:
    import pint

__all__ = [
    "DIMENSIONLESS",
    "KG_CO2E",
    "Quantity",
    "Unit",
    "currencies",
    "expected",
    "is_co2_only",
    "parse_quantity",
    "parse_share",
    "parse_unit",
    "reduce_chain",
    "registry",
]

Dims = tuple[tuple[str, int], ...]

_HERE = os.path.dirname(__file__)
#: What a dimension is called, with an example.
_KINDS: dict[Dims, tuple[str, str]] = {
    (): (_("a plain number"), "0.4"),
    (("length", 1),): (_("a distance"), "12 km"),
    (("length", 2),): (_("an area"), "400 m^2"),
    (("length", 3),): (_("a volume"), "2 L"),
    (("mass", 1),): (_("a mass"), "12 kg"),
    (("time", 1),): (_("a duration"), "3 day"),
    (("energy", 1),): (_("an energy"), "30 kWh"),
    (("energy", 1), ("time", -1)): (_("a power"), "5 kW"),
    (("person", 1),): (_("a number of people"), "600 people"),
    (("time", -1),): (_("a number per day"), "3 / day"),
    (("co2e", 1), ("mass", 1)): (_("an emission"), "12 t CO2e"),
}
#: A common word for each base dimension that has another name, in the order people write them.
_BASE_WORDS = {
    "mass": "kg",
    "co2e": "CO2e",
    "energy": "kWh",
    "data": "GB",
    "person": "person",
    "vehicle": "vehicle",
    "room": "room",
    "length": "km",
    "temperature_difference": "degC",
    "time": "day",
}
#: What to look for when a dimension is left over (1) or left under the line (-1) in a chain.
_HINTS = {
    ("co2e", 1): _("are there two emission factors in the chain?"),
    ("energy", 1): _("is a grid factor missing from the chain?"),
    ("energy", -1): _("is an energy intensity missing, such as kWh / vehicle / km?"),
    ("person", 1): _("is the factor per vehicle or room? Then divide by an occupancy"),
    ("person", -1): _(
        "is the amount in vehicles? Then an occupancy (passenger / vehicle) is missing"
    ),
    ("vehicle", 1): _("is a fuel or energy use per vehicle missing, or a factor per vehicle?"),
    ("vehicle", -1): _("is the amount in passengers? Then divide by an occupancy"),
    ("room", 1): _("is a factor per room missing?"),
    ("room", -1): _("is the number of people per room missing?"),
    ("night", 1): _("is a factor per night missing?"),
    ("night", -1): _("is the number of nights missing?"),
    ("meal", -1): _("is the number of meals missing?"),
    ("time", 1): _("is a factor per day or hour missing?"),
    ("time", -1): _("is the duration missing?"),
    ("trip", 1): _("is the length of a trip missing?"),
    ("trip", -1): _("is the number of trips missing?"),
    ("length", 1): _("is a factor per km, m^2 or m^3 missing?"),
    ("length", -1): _("is a distance, area or volume missing from the amount?"),
    ("mass", 1): _("is a factor per kg or tonne missing?"),
    ("mass", -1): _("is a mass missing, such as kg / item, or a factor in CO2e, not kg CO2e?"),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its text, its size in base units, its dimensions.

    Attributes
    ----------
    text : str
        Canonical text, which `parse_unit` reads back.
    scale : float
        How many base units (kg, m, day, kWh, person ...) one of it makes.
    dims : tuple of (str, int)
        Base dimensions with their exponents, sorted by name.

    Examples
    --------
    >>> parse_unit("kWh / vehicle / km") * parse_unit("kg CO2e/kWh")
    Unit(text='kg CO2e / vehicle / km', scale=0.001, \
dims=(('co2e', 1), ('length', -1), ('mass', 1), ('vehicle', -1)))
    """

    text: str
    scale: float = field(compare=False)  # follows from the text, but for its last digit
    dims: Dims

    def __mul__(self, other: Unit) -> Unit:
        terms = [*grammar.terms(self.text), *grammar.terms(other.text)]
        return _compose(grammar.cancel(terms), self.scale * other.scale)

    def __truediv__(self, other: Unit) -> Unit:
        under = [(word, -power) for word, power in grammar.terms(other.text)]
        terms = [*grammar.terms(self.text), *under]
        return _compose(grammar.cancel(terms), self.scale / other.scale)

    def __pow__(self, power: int) -> Unit:
        terms = [(word, own * power) for word, own in grammar.terms(self.text)]
        return _compose(grammar.cancel(terms), self.scale**power)

    def __str__(self) -> str:
        return self.text

    @property
    def dimensionless(self) -> bool:
        """Whether it is a pure number, such as ``1``, ``%`` or ``passenger / seat``."""
        return not self.dims

    def describe(self) -> str:
        """The dimensions in common unit words.

        Examples
        --------
        >>> parse_unit("MWh / car / m").describe()
        'kWh / vehicle / km'
        """
        powers = dict(self.dims)
        named = [(word, powers.pop(base)) for base, word in _BASE_WORDS.items() if base in powers]
        return grammar.write(
            ("m", power) if word == "km" and abs(power) > 1 else (word, power)
            for word, power in (*named, *powers.items())
        )


class Quantity(NamedTuple):
    """A number with its unit.

    Examples
    --------
    >>> print(f"{parse_quantity('3607 亩').to('ha'):.2f} ha")
    240.47 ha
    >>> print(parse_quantity("3 / day") * parse_quantity("5 天"))
    15
    """

    value: float
    unit: Unit

    def to(self, unit_text: str) -> float:
        """The number in another unit of the same dimension.

        Raises
        ------
        UnitError
            If the dimensions differ.
        """
        other = parse_unit(unit_text)
        if other.dims != self.unit.dims:
            raise UnitError(
                _(
                    "'{self}' cannot be given in '{other}': {kind} is not {kind2}",
                    self=self,
                    other=other,
                    kind=_kind(self.unit),
                    kind2=_kind(other),
                )
            )
        ratio = other.scale / self.unit.scale
        # dividing by a whole number rounds once: 7% is 0.07, 3607 mu are 3607 / 15 ha
        return self.value / ratio if ratio >= 1 else self.value * (self.unit.scale / other.scale)

    def __mul__(self, other: object) -> Quantity:
        if not isinstance(other, Quantity):
            return NotImplemented
        return Quantity(self.value * other.value, self.unit * other.unit)

    def __truediv__(self, other: object) -> Quantity:
        if not isinstance(other, Quantity):
            return NotImplemented
        return Quantity(self.value / other.value, self.unit / other.unit)

    def __str__(self) -> str:
        number = repr(float(self.value)).removesuffix(".0")
        text = self.unit.text
        return number if text == "1" else f"{number} {text.removeprefix('1 ')}"

    @property
    def label(self) -> Label:
        """As a file writes it; in Chinese with the words of its unit.

        Examples
        --------
        >>> Quantity(-4.0, Unit("night", 1.0, ())).label.get("zh")
        '-4晚'
        """
        number, _, name = str(self).partition(" ")
        words = worded(name, "zh") if name else ""
        return Label(str(self), f"{number} {words}" if words.isascii() else f"{number}{words}")


DIMENSIONLESS = Unit("1", 1.0, ())
KG_CO2E = Unit("kg CO2e", 1.0, (("co2e", 1), ("mass", 1)))


def _compose(terms: Sequence[grammar.Term], scale: float) -> Unit:
    """The unit made of canonical words."""
    units = grammar.words()[0]
    dims: dict[str, int] = {}
    for word, power in terms:
        for base, own in units[word][1].items():
            dims[base] = dims.get(base, 0) + own * power
    return Unit(grammar.write(terms), scale, tuple(sorted((b, n) for b, n in dims.items() if n)))


def _kind(unit: Unit) -> str:
    return _KINDS.get(unit.dims, (_("a quantity in {unit}", unit=unit.describe()),))[0]


# ---- text in --------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _unit(text: str) -> Unit:
    """Read normalised text."""
    if text[:1] == "1" and text[1:].lstrip()[:1] in ("", "/"):
        text = text[1:].lstrip()  # 1 or 1 / day
    units = grammar.words()[0]
    terms = grammar.scan(text)
    scale = 1.0
    for word, power in terms:
        scale *= units[word][0] ** power
    if not 1e-60 < scale < 1e60:
        raise UnitError(_("'{text}' is absurdly large or small for a unit", text=text))
    return _compose(terms, scale)


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> Unit:
    """Read a unit.

    Parameters
    ----------
    text : str
        Such as ``kg CO2e / passenger / km``, ``元/万千瓦时``, ``%``; ``1`` for a pure number.

    Raises
    ------
    UnitError
        If a word is not in ``units.txt`` or the text can be read in two ways.

    Examples
    --------
    >>> parse_unit("kgCO2e/人公里").text
    'kg CO2e / person / km'
    """
    clean = grammar.clean(text)
    if not clean:
        raise UnitError(_("the unit is empty; write '1' for a pure number"))
    return _unit(clean)


def parse_quantity(text: str, *, expect: str | None = None) -> Quantity:
    """Read a quantity.

    Parameters
    ----------
    text : str
        Such as ``12 km``, ``3607 亩``, ``2 亿元``, ``40 %``, ``3 / day``, ``600``.
    expect : str, optional
        A unit whose dimension the quantity must have.

    Raises
    ------
    UnitError
        If the text is not a quantity, or not of that dimension.

    Examples
    --------
    >>> parse_quantity("3 万吨").to("kg")
    30000000.0
    >>> parse_quantity("12 kg", expect="km")
    Traceback (most recent call last):
    carbonmeet.base.errors.UnitError: expected a distance such as '12 km', got '12 kg'
    """
    if not isinstance(text, str):
        grammar.clean(text)  # tells what it is instead
    clean, rest, read = _quantity(text)
    if expect is not None and read.unit.dims != parse_unit(expect).dims:
        kind, example = expected(expect)
        bare = "" if rest else _(" without a unit")
        raise UnitError(
            _(
                "expected {kind} such as '{example}', got '{clean}'{bare}",
                kind=kind,
                example=example,
                clean=clean,
                bare=bare,
            )
        )
    return read


@lru_cache(maxsize=4096)
def _quantity(text: str) -> tuple[str, str, Quantity]:
    """A quantity, with its text in plain signs and what of that stands behind the number."""
    clean = grammar.clean(text)
    value, magnitude, rest = grammar.split_number(clean)
    unit = _unit(rest)
    if magnitude and any(
        word in grammar.MAGNITUDES and power > 0 for word, power in grammar.terms(unit.text)
    ):
        raise UnitError(
            _(
                "'{clean}' has two magnitude words; write one, or a number such as 1.2e8",
                clean=clean,
            )
        )
    return clean, rest, Quantity(value, unit)


def expected(unit_text: str) -> tuple[str, str]:
    """What a quantity of that unit is called, and an example.

    Examples
    --------
    >>> expected("km"), expected("kWh / m^2")
    (('a distance', '12 km'), ('a quantity in kWh / m^2', '12 kWh / m^2'))
    """
    shown = unit_text.removeprefix("1 ")
    default = (f"a quantity in {unit_text}", f"12 {shown}")
    return _KINDS.get(parse_unit(unit_text).dims, default)


def parse_share(share: str | float) -> float:
    """Read a share: a number from 0 to 1, or a percentage.

    Raises
    ------
    UnitError
        If it is not, or lies outside 0 to 1.

    Examples
    --------
    >>> parse_share("40%"), parse_share(0.4)
    (0.4, 0.4)
    """
    if isinstance(share, str):
        read = parse_quantity(share)
        if not read.unit.dimensionless:
            raise UnitError(
                _("a share such as 0.4 or '40%' is expected, got '{share}'", share=share)
            )
        # dividing keeps 40% equal to 0.4, where 40 * 0.01 may differ in the last digit
        value = read.value / 100 if read.unit.text == "%" else read.value * read.unit.scale
    elif isinstance(share, bool) or not isinstance(share, (int, float)):
        raise UnitError(
            _("a share such as 0.4 or '40%' is expected, not {name}", name=type(share).__name__)
        )
    else:
        value = float(share)
    if not math.isfinite(value):
        raise UnitError(_("a share is a finite number from 0 to 1"))
    if not 0 <= value <= 1:
        meant = (
            _(". Did you mean '{value:g}%'?", value=value)
            if 2 <= value <= 100 and "%" not in str(share)
            else ""
        )
        raise UnitError(
            _(
                "a share lies between 0 and 1 (0% and 100%), got {share}{meant}",
                share=share,
                meant=meant,
            )
        )
    return value


# ---- kg CO2e out ----------------------------------------------------------------------------


@lru_cache(maxsize=1)
def currencies() -> tuple[str, ...]:
    """The codes of the currencies, each a unit of its own.

    Examples
    --------
    >>> "KES" in currencies(), "kWh" in currencies()
    (True, False)
    """
    units, _spellings = grammar.words()
    return tuple(
        word
        for word, (_scale, dims) in units.items()
        if dims == {word: 1} and len(word) == 3 and word.isupper()
    )


def is_co2_only(unit: Unit | str) -> bool:
    """Whether a unit says CO2 and not CO2e: other greenhouse gases are then left out.

    Examples
    --------
    >>> is_co2_only("kg CO2 / kWh"), is_co2_only("kg CO2e / kWh")
    (True, False)
    """
    text = unit.text if isinstance(unit, Unit) else parse_unit(unit).text
    return any(word == "CO2" for word, _ in grammar.terms(text))


def reduce_chain(amount: Unit, links: Sequence[tuple[str, Unit, int]]) -> float:
    """Check that an amount and its chain make kg CO2e.

    Parameters
    ----------
    amount : Unit
        Unit of the amount.
    links : sequence of (str, Unit, int)
        Name, unit and exponent (-1 to divide) of every number in the chain.

    Returns
    -------
    float
        kg CO2e = this number times the product of the bare values, each to its exponent.

    Raises
    ------
    UnitError
        If the product is not a mass of CO2e; says what is left over.

    Examples
    --------
    >>> km, power = parse_unit("vehicle km"), parse_unit("kWh / vehicle / km")
    >>> reduce_chain(km, [("car.bev", power, 1), ("grid", parse_unit("t CO2/MWh"), 1)])
    1.0
    >>> reduce_chain(km, [("car.bev", power, 1)])
    Traceback (most recent call last):
    carbonmeet.base.errors.UnitError: the chain does not make kg CO2e: [vehicle km] * car.bev \
[kWh / vehicle / km] makes kWh. kWh left over: is a grid factor missing from the chain?
    """
    dims = dict(amount.dims)
    scale = amount.scale
    for __, unit, exponent in links:
        scale *= unit.scale**exponent
        for base, power in unit.dims:
            dims[base] = dims.get(base, 0) + power * exponent
    made = Unit("", scale, tuple(sorted((base, power) for base, power in dims.items() if power)))
    if made.dims == KG_CO2E.dims:
        return scale / KG_CO2E.scale
    chain = "".join(
        f" {'*' if exponent > 0 else '/'} {name} [{unit}]" for name, unit, exponent in links
    )
    raise UnitError(
        _(
            "the chain does not make kg CO2e: [{amount}]{chain} makes {made}. {left_over}",
            amount=amount,
            chain=chain,
            made=made.describe(),
            left_over=_left_over(made),
        )
    )


def _left_over(made: Unit) -> str:
    """What is left of a chain beside kg CO2e, and what may be missing."""
    left = dict(made.dims)
    if left.get("co2e", 0) > 0:
        left["co2e"] -= 1
        left["mass"] = left.get("mass", 0) - 1
    rest = Unit("", 1.0, tuple((base, power) for base, power in left.items() if power))
    if not rest.dims:
        return _("No number in the chain is in CO2e")
    signs = [(base, 1 if power > 0 else -1) for base, power in rest.dims]
    hints = [_HINTS[sign] for sign in _HINTS if sign in signs]
    text = _("{rest} left over", rest=rest.describe().replace("1 / ", "per ", 1))
    return _("{left}: {hint}", left=text, hint=hints[0]) if hints else text


# ---- pint, for those who want it ------------------------------------------------------------


@lru_cache(maxsize=1)
def registry() -> pint.UnitRegistry[float]:
    """The pint registry of ``units.txt``. Imports pint, which takes a fifth of a second."""
    import pint

    return pint.UnitRegistry(os.path.join(_HERE, "units.txt"), on_redefinition="raise")
