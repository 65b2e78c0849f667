"""Amounts of YAML files: a number with its unit, range and basis.

An amount reads plain YAML data, says in its own words what is wrong with it, and describes itself
in JSON Schema. In a model it is written ``Annotated[Amount, In("km")]``.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from typing import Annotated, Any, Literal, LiteralString, TypeAlias, cast, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic_core import CoreSchema, core_schema

from carbonmeet.base.errors import UnitError, did_you_mean, message_of
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import _, joined
from carbonmeet.numbers.number import Voucher, least_known
from carbonmeet.reading.faults import (
    KEY_FAULT,
    LONGEST_NOTE,
    NUMERIC,
    SHARED,
    Faults,
    kind_of,
    pointed,
    told_by,
    unknown_key,
)
from carbonmeet.units import (
    DIMENSIONLESS,
    Quantity,
    Unit,
    currencies,
    expected,
    parse_quantity,
    parse_share,
    parse_unit,
)
from carbonmeet.units.grammar import ambiguous_thousands

__all__ = [
    "AMOUNT_KEYS",
    "BASES",
    "DOCUMENTS",
    "Amount",
    "AnyAmount",
    "AnyProduct",
    "Basis",
    "Days",
    "Distance",
    "Hours",
    "In",
    "MassProduct",
    "Nights",
    "People",
    "PerDay",
    "Share",
    "Vehicles",
]

Basis = Literal["given", "measured", "published", "assumed"]
#: How the planner came by a number; ``given`` where the file does not say.
BASES: tuple[str, ...] = get_args(Basis)
#: Keys of an amount that is written as a mapping.
AMOUNT_KEYS = ("value", "low", "high", "basis", "note", "document")
#: What the paper behind an amount may be.
DOCUMENTS = ("invoice", "meter", "contract", "count")
_ABSURD = 1e12
#: Somewhat more people than live on earth.
_MANKIND = 8.5e9
#: Dimensions of measured size: a bare number is not enough, since 120 may be km or m.
_SIZES = {
    *("co2e", "data", "energy", "length", "mass", "temperature_difference"),
    *currencies(),
}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a scenario with its unit, its range, and how the planner came by it.

    Attributes
    ----------
    value : float
        In `unit`.
    unit : Unit
        The unit of the field, into which the text was converted.
    low, high : float or None
        Ends of the 95% range, in `unit`; both or neither.
    basis : {"given", "measured", "published", "assumed"}
        How the number is known.
    note : str or None
        Why; an assumed number always has one.
    share : bool
        Whether the field is a share: from 0 to 1, and what is drawn for it as well.
    parts : tuple of Amount
        The numbers that it is the product of, each as written and with its own range; empty for
        one that is given as a whole.
    document : Voucher or None
        The paper behind it: an invoice, a reading of a meter, a contract, a count.
    """

    value: float
    unit: Unit = DIMENSIONLESS
    low: float | None = None
    high: float | None = None
    basis: Basis = "given"
    note: str | None = None
    share: bool = field(default=False, compare=False, repr=False)
    parts: tuple[Amount, ...] = ()
    document: Voucher | None = None

    @property
    def quantity(self) -> Quantity:
        """Value and unit."""
        return Quantity(self.value, self.unit)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return In(None).__get_pydantic_core_schema__(source, handler)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return In(None).__get_pydantic_json_schema__(schema, handler)


class In(NamedTuple):
    """Says of an `Amount` in which unit it is, and what sizes are allowed.

    Parameters
    ----------
    unit : str or None
        The unit into which the amount is converted; None leaves it as written.
    share : bool
        A number from 0 to 1; 40% is read as 0.4.
    allow_zero, allow_negative : bool
        Whether 0, and numbers below, make sense.
    max_value : float, optional
        Largest sensible number, in `unit`.
    plain : bool, optional
        Whether a number without a unit is taken in `unit`. By default it is where every dimension
        is counted or a time (people, nights, meals per day), and is not for km, kg or kWh.
    whole : bool
        Whether a part of one, such as 1.2 people, is a slip where no range and no note explains it.
    product : bool
        Whether it may be written as a list of numbers that are multiplied.
    min_value : float, optional
        Smallest sensible number, in `unit`.

    Examples
    --------
    >>> In("km").read("12000 m").value
    12.0
    >>> In("kWh", product=True).read(["300 person", "40 W / person", "4 h"]).value
    48.0
    """

    unit: str | None
    share: bool = False
    allow_zero: bool = True
    allow_negative: bool = False
    max_value: float | None = None
    plain: bool | None = None
    whole: bool = False
    product: bool = False
    min_value: float | None = None

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        number: dict[str, Any] = {"type": "number"}
        if self.share:
            number |= {"minimum": 0, "maximum": 1}
        text = {"type": "string", "pattern": NUMERIC, "examples": [self._example()]}
        one = [number, text] if self.takes_plain() else [text]
        words = {"type": "string", "maxLength": LONGEST_NOTE}
        full = {
            "type": "object",
            "properties": {
                **{key: {"anyOf": one} for key in ("value", "low", "high")},
                "basis": {"enum": list(BASES)},
                "note": words,
                "document": {
                    "type": "object",
                    "properties": {
                        "kind": {"enum": list(DOCUMENTS)},
                        **dict.fromkeys(Voucher._fields[1:], words),
                    },
                    "required": ["kind"],
                    "additionalProperties": False,
                },
            },
            "required": ["value"],
            "additionalProperties": False,
        }
        name = "share" if self.share else f"amount in {self.unit}" if self.unit else "amount"
        if self.product:
            part = In(None).__get_pydantic_json_schema__(schema, handler)
            one = [*one, {"type": "array", "items": part, "minItems": 1}]
            name += " or product"
        plain = "" if self.takes_plain() == In(self.unit).takes_plain() else " plain"
        return {
            "anyOf": [*one, full],
            "description": f"Such as {self._example()}; or with its range.",
            SHARED: name + plain,
        }

    def read(self, raw: object) -> Amount:
        """The amount that YAML data stand for.

        Raises
        ------
        pydantic.ValidationError
            With everything that is wrong.
        """
        faults = Faults(raw)
        if isinstance(raw, Amount):
            amount = raw if raw.parts else self._converted(raw, faults)
        elif self.product and isinstance(raw, (list, tuple)):
            amount = self._product(raw, faults)
        elif isinstance(raw, Mapping):
            amount = self._mapping(raw, faults)
        else:
            read = self._number(raw, faults)
            amount = Amount(read.value, read.unit, share=self.share)
        if self.whole and not faults.found and amount.low is None and not amount.note:
            given = raw.get("value") if isinstance(raw, Mapping) else raw
            self._check_whole(amount.value, given, faults)
        faults.check()
        return amount

    def _check_whole(self, value: float, given: object, faults: Faults) -> None:
        if isinstance(given, str) and ambiguous_thousands(given):
            faults.add(pointed(value, self.unit))
        elif not value.is_integer():
            faults.add(
                _(
                    "{value:g} {unit}: a count is whole. Write {ceil}, "
                    "or {{value: {value:g}, note: ..}} with the reason",
                    value=value,
                    unit=self.unit,
                    ceil=math.ceil(value),
                )
            )

    def _product(self, raw: Sequence[object], faults: Faults) -> Amount:
        """The numbers of a list, multiplied."""
        parts = []
        for spot, written in enumerate(raw):
            try:
                parts.append(In(None).read(written))
            except ValidationError as error:
                for one in error.errors():
                    kind: LiteralString = KEY_FAULT if one["type"] == KEY_FAULT else "value"
                    faults.add(told_by(one), spot, *one["loc"], kind=kind)
        if not raw:
            faults.add(_("a product of no numbers"))
        if len(parts) < len(raw) or not raw:
            return Amount(math.nan)
        unit = DIMENSIONLESS
        for part in parts:
            unit = unit * part.unit
        made = Quantity(math.prod(part.value for part in parts), unit)
        wanted = parse_unit(self.unit) if self.unit else unit
        if wanted.dims != unit.dims:
            faults.add(
                _(
                    "the product is in {unit}, and one in {wanted} is expected",
                    unit=unit.describe(),
                    wanted=wanted,
                )
            )
            return Amount(math.nan)
        read = Quantity(made.value * unit.scale / wanted.scale, wanted)
        wrong = self.out_of_bounds(read)
        if wrong:
            faults.add(wrong)
        basis = cast(Basis, least_known(part.basis for part in parts))
        return Amount(read.value, wanted, basis=basis, parts=tuple(parts))

    def _example(self) -> str:
        if self.share:
            return "40%"
        return expected(self.unit or "km")[1]

    def takes_plain(self) -> bool:
        """Whether a number without a unit is taken in `unit`."""
        if self.plain is not None or self.unit is None:
            return self.plain is not False
        return not any(base in _SIZES for base, _ in parse_unit(self.unit).dims)

    def _number(self, raw: object, faults: Faults, *path: str) -> Quantity:
        """One number in the unit of the field; what is wrong with it goes to `faults`."""
        try:
            read = self._read(raw)
        except UnitError as error:
            faults.add(message_of(error), *path)
            return Quantity(math.nan, DIMENSIONLESS)
        wrong = self.out_of_bounds(read)
        if wrong:
            faults.add(wrong, *path)
        return read

    def _read(self, raw: object) -> Quantity:
        if isinstance(raw, Quantity):
            if self.unit is None:
                return raw
            value = raw.to(self.unit)
            return Quantity(parse_share(value) if self.share else value, parse_unit(self.unit))
        if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
            wanted = _("a quantity such as '{example}'", example=self._example())
            raise UnitError(
                _("{wanted} is expected, not {kind_of}", wanted=wanted, kind_of=kind_of(raw))
            )
        if isinstance(raw, int) and abs(raw) > sys.float_info.max:
            raise UnitError(_("a finite number is expected"))
        if self.share:
            return Quantity(parse_share(raw), DIMENSIONLESS)
        read = parse_quantity(raw) if isinstance(raw, str) else Quantity(raw, DIMENSIONLESS)
        if self.unit is None:
            return read
        unit = parse_unit(self.unit)
        if read.unit.text == "1" and not unit.dimensionless:
            if self.takes_plain():
                return Quantity(float(read.value), unit)
            raise UnitError(
                _("{raw} has no unit: write it as in '{example}'", raw=raw, example=self._example())
            )
        if isinstance(raw, str):
            read = parse_quantity(raw, expect=self.unit)
        return Quantity(float(read.to(self.unit)), unit)

    def out_of_bounds(self, read: Quantity) -> str:
        """Why a number in `unit` makes no sense; empty if it does."""
        if not math.isfinite(read.value):
            return _("a finite number is expected")
        if abs(read.value) > _ABSURD:
            return _(
                "{read} is absurdly large (more than {absurd:g})", read=read.label, absurd=_ABSURD
            )
        if read.value < 0 and not self.allow_negative:
            return _("{read} is negative", read=read.label)
        if read.value == 0 and not self.allow_zero:
            return _("must be more than 0")
        if self.unit == "person" and read.value > _MANKIND:
            return _("{value:,.12g} are more people than live on earth", value=read.value)
        if self.min_value is not None and read.value < self.min_value:
            return _(
                "{read} is less than {quantity}",
                read=read.label,
                quantity=Quantity(self.min_value, read.unit).label,
            )
        if self.max_value is not None and read.value > self.max_value:
            return _(
                "{read} is more than {quantity}",
                read=read.label,
                quantity=Quantity(self.max_value, read.unit).label,
            )
        return ""

    def _converted(self, amount: Amount, faults: Faults) -> Amount:
        """An amount made in Python, in the unit of the field."""
        given = {
            name: None if number is None else Quantity(number, amount.unit)
            for name, number in (
                ("value", amount.value),
                ("low", amount.low),
                ("high", amount.high),
            )
        }
        words = {"basis": amount.basis, "note": amount.note}
        return replace(self._mapping({**given, **words}, faults), document=amount.document)

    def _mapping(self, raw: Mapping[Any, Any], faults: Faults) -> Amount:
        """``{value, low, high, basis, note}``."""
        for key in raw:
            if key not in AMOUNT_KEYS:
                faults.add(unknown_key(key, AMOUNT_KEYS), str(key), kind=KEY_FAULT)
        basis, note = _words(raw, faults)
        if "value" not in raw:
            faults.add(_("'value' is missing"))
            return Amount(math.nan)
        value = self._number(raw["value"], faults, "value")
        low, high = (self._end(raw, end, value, faults) for end in ("low", "high"))
        if (low is None) != (high is None):
            given, other = ("high", "low") if low is None else ("low", "high")
            faults.add(_("'{given}' is given without '{other}'", given=given, other=other), given)
        if low is not None and low > value.value:
            faults.add(
                _("low ({low:g}) is more than value ({value:g})", low=low, value=value.value), "low"
            )
        if high is not None and high < value.value:
            faults.add(
                _("high ({high:g}) is less than value ({value:g})", high=high, value=value.value),
                "high",
            )
        paper = _voucher(raw["document"], faults) if "document" in raw else None
        return Amount(value.value, value.unit, low, high, basis, note, self.share, document=paper)

    def _end(
        self, raw: Mapping[Any, Any], end: str, read_value: Quantity, faults: Faults
    ) -> float | None:
        """One end of the range, which has a unit where the value has one."""
        given, value = raw.get(end), raw["value"]
        if given is None:
            return None
        unread = math.isnan(read_value.value)  # told already, and nothing to compare with
        if isinstance(value, str) and not self.share and _bare(given) and not _bare(value):
            if not unread:
                faults.add(_("{given} has no unit, while the value has one", given=given), end)
            return math.nan
        read = self._number(given, faults, end)
        if self.unit is None and not unread and not math.isnan(read.value):
            return self._like(read, value, end, faults)
        return read.value

    def _like(self, read: Quantity, value: object, end: str, faults: Faults) -> float:
        """An end of the range in the unit in which the value is written."""
        try:
            written = value if isinstance(value, Quantity) else parse_quantity(str(value))
            return read.to(written.unit.text)
        except UnitError as error:
            faults.add(message_of(error), end)
            return math.nan


def _bare(raw: object) -> bool:
    """Whether a number stands without a unit."""
    try:
        return not isinstance(raw, str) or parse_quantity(raw).unit.text == "1"
    except UnitError:
        return False


def _words(raw: Mapping[Any, Any], faults: Faults) -> tuple[Basis, str | None]:
    """Basis and note of an amount."""
    basis, note = raw.get("basis", "given"), raw.get("note")
    if basis not in BASES:
        hint = did_you_mean(str(basis), BASES)
        faults.add(
            _(
                "no basis '{basis}'.{hint} One of: {bases}",
                basis=basis,
                hint=hint,
                bases=joined(BASES),
            ),
            "basis",
        )
    if note is not None and not isinstance(note, str):
        faults.add(_("text is expected, not {kind_of}", kind_of=kind_of(note)), "note")
    elif note is not None and len(note) > LONGEST_NOTE:
        faults.add(_("is longer than {longest_note} characters", longest_note=LONGEST_NOTE), "note")
    elif basis == "assumed" and not (note or "").strip():
        faults.add(_("an assumed value needs a 'note' that says why"), "basis")
    return basis, note


def _voucher(raw: object, faults: Faults) -> Voucher | None:
    """The paper behind an amount."""
    if not isinstance(raw, Mapping):
        faults.add(
            _("{{kind: invoice, number: ..}} is expected, not {kind_of}", kind_of=kind_of(raw)),
            "document",
        )
        return None
    for key, value in raw.items():
        if key not in Voucher._fields:
            faults.add(unknown_key(key, Voucher._fields), "document", str(key), kind=KEY_FAULT)
        elif isinstance(value, bool) or not isinstance(value, (str, int, date)):
            faults.add(
                _("text is expected, not {kind_of}", kind_of=kind_of(value)), "document", str(key)
            )
        elif len(str(value)) > LONGEST_NOTE:
            faults.add(
                _("is longer than {longest_note} characters", longest_note=LONGEST_NOTE),
                "document",
                str(key),
            )
    kind = raw.get("kind")
    if kind not in DOCUMENTS:
        hint = did_you_mean(str(kind), DOCUMENTS) if kind else ""
        listed = ", ".join(DOCUMENTS)
        faults.add(
            _("the kind of document is one of: {listed}.{hint}", listed=listed, hint=hint),
            "document",
        )
    return Voucher(**{key: str(raw[key]) for key in Voucher._fields if key in raw})


#: An amount in the unit in which it is written.
AnyAmount: TypeAlias = Annotated[Amount, In(None)]
#: The same, or the product of several: ``[300 person, 40 W / person, 4 h]``.
AnyProduct: TypeAlias = Annotated[Amount, In(None, product=True)]
#: 0.4, 40%, or ``{value: 40%, low: 30%, high: 50%}``.
Share: TypeAlias = Annotated[Amount, In("1", share=True)]
People: TypeAlias = Annotated[Amount, In("person", whole=True)]
Vehicles: TypeAlias = Annotated[Amount, In("vehicle", whole=True)]
Nights: TypeAlias = Annotated[Amount, In("night")]
Days: TypeAlias = Annotated[Amount, In("day")]
Hours: TypeAlias = Annotated[Amount, In("h")]
PerDay: TypeAlias = Annotated[Amount, In("1 / day")]
Distance: TypeAlias = Annotated[Amount, In("km")]
MassProduct: TypeAlias = Annotated[Amount, In("kg", product=True)]
