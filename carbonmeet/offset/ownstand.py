"""Stands of the file's own: a yearly rate, or a growth function with its parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationError, model_validator

from carbonmeet.base.errors import did_you_mean
from carbonmeet.base.frozen import Frozen
from carbonmeet.base.text import Label, _, joined
from carbonmeet.forest.stand import PARAMETERS, ROUTES, Stand
from carbonmeet.numbers.number import Number
from carbonmeet.reading.amount import Amount, In
from carbonmeet.reading.faults import told_by
from carbonmeet.reading.schema import Map, Strict
from carbonmeet.reading.textfields import LabelField
from carbonmeet.units import parse_unit

__all__ = ["RATE", "OwnStand", "Rate", "rate_stand"]

#: What a stand is called that is nothing but a rate.
RATE = "own-rate"
_PER_HA = "t CO2e/ha/year"
#: What a curve is in, by what it describes.
_CURVE = {"biomass": "t/ha", "above-ground": "t/ha", "volume": "m^3/ha", "co2": "t CO2e/ha"}
#: What no wood exceeds: carbon is a share of it, and none sinks like a stone.
_MOST = {"CF": 1.0, "D": 2.0}
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "chapman-richards": ("A", "k", "m"),
    "logistic": ("A", "b", "k"),
    "gompertz": ("A", "b", "k"),
    "linear": ("rate",),
}


def _sourced(amount: Amount) -> Amount:
    if not amount.note:
        raise ValueError(
            _("say where the rate is from: {value: 0.24 t CO2e / mu / year, note: the report}")
        )
    return amount


#: Removal of a planted hectare or mu in a year, as somebody published it.
Rate = Annotated[Amount, In(_PER_HA, allow_zero=False), AfterValidator(_sourced)]


class OwnStand(Strict):
    """A stand that the catalogue does not have.

    Attributes
    ----------
    key : str
        What `stand` calls it.
    rate : amount, optional
        Its removal a year, e.g. 0.24 t CO2e / mu / year; else `growth` and `parameters`.
    growth, route : str
        A growth function, and what it describes, as in ``stands.csv``.
    parameters : mapping of str to amount
        A, k, m, b, rate, cap, D, BEF, R, CF: those that growth and route need.
    source : str
        Where the numbers are from.
    """

    key: Annotated[str, Field(min_length=1, max_length=60)]
    name: LabelField | None = None
    source: Annotated[str, Field(min_length=1, max_length=400)]
    rate: Annotated[Amount, In(_PER_HA, allow_zero=False)] | None = None
    growth: Literal["chapman-richards", "logistic", "gompertz", "linear"] = "linear"
    route: Literal["biomass", "above-ground", "volume", "co2"] = "co2"
    parameters: Map[str, Amount] = Frozen()
    age_at_planting: Annotated[Amount, In("year", max_value=200)] | None = None
    note: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.rate is None) == (not self.parameters):
            raise ValueError(_("give either 'rate', or 'growth', 'route' and 'parameters'"))
        if self.rate is None:
            self._check_names()
            for name, amount in self.parameters.items():
                try:
                    _converted(name, amount, self.route)
                except ValidationError as error:
                    why = joined([told_by(one) for one in error.errors()], "; ")
                    raise ValueError(
                        _("{file}: {why}", file=f"parameters.{name}", why=why)
                    ) from None
        return self

    def _check_names(self) -> None:
        wanted = {*_NEEDS[self.growth], *ROUTES[self.route]}
        for name in self.parameters:
            if name not in wanted | {"cap"}:
                hint = did_you_mean(name, wanted)
                raise ValueError(
                    _(
                        "'{growth}' and '{route}' have no '{name}'.{hint}",
                        growth=self.growth,
                        route=self.route,
                        name=name,
                        hint=hint,
                    )
                )
        if missing := sorted(wanted - set(self.parameters)):
            raise ValueError(_("parameters are missing: {missing}", missing=joined(missing)))

    @property
    def stand(self) -> Stand:
        """The same as a stand of the catalogue."""
        if self.rate is not None:
            called = self.name or Label(self.key, self.key)
            return rate_stand(self.rate, self.key, called, self.source)
        name = self.name or Label(self.key, self.key)
        place = ("offset", "own_stands", self.key, "parameters")
        return Stand(
            key=self.key,
            name=name,
            species_latin="",
            region="world",
            origin="own",
            growth=self.growth,
            route=self.route,
            parameters={
                one: _number(
                    self.key,
                    one,
                    _converted(one, amount, self.route),
                    name,
                    self.source,
                    (*place, one),
                )
                for one, amount in self.parameters.items()
            },
            age_at_planting=self.age_at_planting.value if self.age_at_planting else 0.0,
            note=self.note,
        )


def rate_stand(rate: Amount, key: str = RATE, name: Label | None = None, source: str = "") -> Stand:
    """A stand that takes up the same amount every year.

    Parameters
    ----------
    rate : Amount
        t CO2e/ha/year.
    source : str
        Where it is from; the note of the amount without it.
    """
    called = name or _("trees at the file's own rate")
    place = ("offset", "rate") if key == RATE else ("offset", "own_stands", key, "rate")
    number = _number(key, "rate", rate, called, source or rate.note or "", place)
    return Stand(
        key=key,
        name=called,
        species_latin="",
        region="world",
        origin="own",
        growth="linear",
        route="co2",
        parameters={"rate": number},
    )


def _number(
    key: str, name: str, amount: Amount, stand: Label, source: str, place: tuple[str, ...]
) -> Number:
    word = PARAMETERS[name]
    return Number(
        ("stands", key, name),
        amount.value,
        amount.unit,
        amount.low,
        amount.high,
        _("{stand}: {word}", stand=stand, word=word),
        amount.basis,
        "own",
        source,
        Label(amount.note or source),
        even=True,
        stream=".".join(("stand", key, name)),
        place=place,
    )


def _units(route: str) -> Iterator[tuple[str, str]]:
    curve = _CURVE[route]
    yield from {"A": curve, "cap": curve, "rate": f"{curve}/year"}.items()
    yield from {"k": "1/year", "D": "t/m^3"}.items()


def _converted(name: str, amount: Amount, route: str) -> Amount:
    """A parameter in the unit that the curve wants; plain numbers are taken to be in it."""
    unit = dict(_units(route)).get(name, "1")
    if not amount.unit.dims and unit != "1":
        amount = replace(amount, unit=parse_unit(unit))
    return In(unit, allow_zero=False, max_value=_MOST.get(name)).read(amount)
