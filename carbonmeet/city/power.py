"""From power plants to a grid factor. Capacity share is not generation share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from carbonmeet.base.errors import CarbonmeetError, FactorNotFound, did_you_mean
from carbonmeet.base.text import Label
from carbonmeet.catalogue import Catalogue
from carbonmeet.city.shape import City, Mix
from carbonmeet.numbers.factor import Factor
from carbonmeet.reading.fields import Amount
from carbonmeet.units import parse_unit

__all__ = ["Generation", "generation", "mix_factor", "mix_faults"]


@dataclass(frozen=True, slots=True)
class Generation:
    """What a set of plants makes in a year.

    Attributes
    ----------
    mwh : mapping of str to float
        Generation by technology, MWh.
    capacity_share, share : mapping of str to float
        Of capacity, and of generation.
    factor : float
        kg CO2 per kWh.
    """

    mwh: Mapping[str, float]
    capacity_share: Mapping[str, float]
    share: Mapping[str, float]
    factor: float


def generation(
    capacity: Mapping[str, float], hours: Mapping[str, float], intensity: Mapping[str, float]
) -> Generation:
    """Generation and grid factor of a power mix.

    ``g = sum(cap_k * h_k * ef_k) / sum(cap_k * h_k)``

    Parameters
    ----------
    capacity : mapping of str to float
        MW by technology.
    hours : mapping of str to float
        Full-load hours in a year.
    intensity : mapping of str to float
        kg CO2 per kWh.

    Raises
    ------
    CarbonmeetError
        If hours or an intensity are missing, or nothing is generated.

    Examples
    --------
    >>> made = generation({"hydro": 3, "thermal": 1}, {"hydro": 4000, "thermal": 4000},
    ...                   {"hydro": 0.0, "thermal": 0.8})
    >>> made.factor
    0.2
    """
    for name in capacity:
        for what, table in (("hours", hours), ("an intensity", intensity)):
            if name not in table:
                raise CarbonmeetError(f"power mix: {what} of '{name}' is missing")
    made = {name: size * hours[name] for name, size in capacity.items()}
    total, installed = sum(made.values()), sum(capacity.values())
    if total <= 0:
        raise CarbonmeetError("power mix: nothing is generated")
    return Generation(
        mwh=made,
        capacity_share={name: size / installed for name, size in capacity.items()},
        share={name: one / total for name, one in made.items()},
        factor=sum(made[name] * intensity[name] for name in made) / total,
    )


def mix_factor(mix: Mix, catalogue: Catalogue, region: str, year: int) -> Factor:
    """The grid factor of a city's own plants, as a factor that ranks before the official one.

    The range puts every number at the end that lowers, or raises, the result. The city trades
    power with its province, so what it consumes has another mix: use it for scenarios only.
    """
    names = list(mix.capacity)
    hours = {name: _hours(mix, catalogue, name, region, year) for name in names}
    burns = {
        name: _range(catalogue.find(f"power.intensity.{name}", region, year)) for name in names
    }
    sizes = {name: _range(size) for name, size in mix.capacity.items()}
    dirty = {name for name in names if burns[name][1] > 0}

    def at(low: bool) -> float:
        ends = {name: 0 if (name in dirty) == low else 2 for name in names}
        return generation(
            {name: sizes[name][ends[name]] for name in names},
            {name: hours[name][ends[name]] for name in names},
            {name: burns[name][0 if low else 2] for name in names},
        ).factor

    middle = generation(
        {name: sizes[name][1] for name in names},
        {name: hours[name][1] for name in names},
        {name: burns[name][1] for name in names},
    )
    return Factor.of(
        "grid",
        middle.factor,
        parse_unit("kg CO2 / kWh"),
        region=region,
        year=year,
        low=at(True),
        high=at(False),
        source="power-mix",
        locator="mix of the scenario",
        evidence="assumed",
        boundary=("direct", "location-based"),
        name=Label("Grid factor of the city's own plants", "本市电源结构推算因子"),
        note="capacity x full-load hours x intensity; the hours are assumed",
        own=True,
    )


def mix_faults(
    city: City, catalogue: Catalogue, region: str
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Path in the file and message of what keeps a city's own plants from making a grid factor."""
    if city.grid != "mix":
        return
    if city.mix is None:
        yield ("grid",), "'mix' needs the power plants under 'mix'"
        return
    plants = [key.split(".")[2] for key in catalogue.rows if key.startswith("power.hours.")]
    for name in city.mix.capacity:
        path = ("mix", "capacity", name)
        intensity = f"power.intensity.{name}"
        priced = _is_known(catalogue, intensity, region, city.year)
        hint = "" if priced else did_you_mean(name, plants)
        if hint:
            yield path, f"no plants '{name}'.{hint}"
            continue
        hours = f"power.hours.{name}"
        if name not in city.mix.hours and not _is_known(catalogue, hours, region, city.year):
            yield path, f"no hours known: give mix.hours.{name}"
        if not priced:
            row = f"a row of your own under 'factors' with the key {intensity}"
            yield path, f"no CO2 per kWh known: give it as {row}"
    for name in city.mix.hours:
        if name not in city.mix.capacity:
            yield ("mix", "hours", name), f"mix.capacity.{name} is missing"
    if not any(size.value for size in city.mix.capacity.values()):
        yield ("mix", "capacity"), "nothing is generated: every capacity is 0"


def _is_known(catalogue: Catalogue, key: str, region: str, year: int) -> bool:
    try:
        catalogue.find(key, region, year)
    except FactorNotFound:
        return False
    return True


def _hours(
    mix: Mix, catalogue: Catalogue, name: str, region: str, year: int
) -> tuple[float, float, float]:
    if name in mix.hours:
        return _range(mix.hours[name])
    return _range(catalogue.find(f"power.hours.{name}", region, year))


def _range(number: Factor | Amount) -> tuple[float, float, float]:
    """Low, value and high; the value where there is no range."""
    low = number.value if number.low is None else number.low
    return low, number.value, number.value if number.high is None else number.high
