"""From power plants to a grid factor. Capacity share is not generation share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from carbonmeet.base.errors import CarbonmeetError, FactorNotFound, did_you_mean
from carbonmeet.base.numerals import number, share
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, _
from carbonmeet.catalogue import Catalogue
from carbonmeet.city.shape import City, Mix
from carbonmeet.numbers.factor import Factor
from carbonmeet.reading.amount import Amount
from carbonmeet.units import parse_unit

__all__ = ["Generation", "generation", "mix_factor", "mix_faults", "mix_of", "plant_name"]

#: A published total agrees with its parts within half a unit of its last digit.
_CLOSE = 0.0005
_NAMES = {
    "hydro": _("hydro"),
    "thermal": _("thermal"),
    "wind": _("wind"),
    "pv": _("photovoltaic"),
    "biomass": _("biomass"),
    "nuclear": _("nuclear"),
}


def plant_name(technology: str) -> Label:
    """What plants are called.

    Examples
    --------
    >>> print(plant_name("pv"), plant_name("pv").zh, plant_name("tidal"))
    photovoltaic 光伏 tidal
    """
    return _NAMES.get(technology) or Label(technology)


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
                raise CarbonmeetError(
                    _("power mix: {what} of '{name}' is missing", what=what, name=name)
                )
    made = {name: size * hours[name] for name, size in capacity.items()}
    total, installed = sum(made.values()), sum(capacity.values())
    if total <= 0:
        raise CarbonmeetError(_("power mix: nothing is generated"))
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
    sizes, hours, burns = _numbers(mix, catalogue, region, year)
    names = list(sizes)
    joined = [one for one in mix.additions if int(one) <= year]
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
        source="power-mix" if not joined else f"power-mix-{year}",
        locator="mix of the scenario",
        evidence="assumed",
        boundary=("direct", "location-based"),
        name=_("Grid factor of the city's own plants"),
        note=_workings(middle, sizes, hours, burns),
        own=True,
    )


def mix_of(mix: Mix, catalogue: Catalogue, region: str, year: int) -> Generation:
    """What the plants of a year generate, by technology, at the middle of every range.

    Raises
    ------
    FactorNotFound
        If neither the file nor the catalogue knows hours or intensity of a technology.
    """
    sizes, hours, burns = _numbers(mix, catalogue, region, year)
    middle = [{name: one[1] for name, one in table.items()} for table in (sizes, hours, burns)]
    return generation(*middle)


_Ranges = dict[str, tuple[float, float, float]]


def _numbers(
    mix: Mix, catalogue: Catalogue, region: str, year: int
) -> tuple[_Ranges, _Ranges, _Ranges]:
    """Capacity, hours and kg CO2 per kWh of every technology: low, value, high."""
    sizes: _Ranges = {name: _range(size) for name, size in mix.capacity.items()}
    for joined, added in mix.additions.items():
        for name, size in added.items() if int(joined) <= year else ():
            old = sizes.get(name, (0.0, 0.0, 0.0))
            low, value, high = (x + y for x, y in zip(old, _range(size), strict=True))
            sizes[name] = low, value, high
    hours = {name: _hours(mix, catalogue, name, region, year) for name in sizes}
    burns = {
        name: _range(catalogue.find(f"power.intensity.{name}", region, year)) for name in sizes
    }
    return sizes, hours, burns


def _workings(made: Generation, sizes: _Ranges, hours: _Ranges, burns: _Ranges) -> str:
    """Every number that a mix factor is made of."""
    plants = "; ".join(
        f"{name} {number(size)} MW x {number(hours[name][1])} h x {number(burns[name][1])} kg/kWh, "
        f"{share(made.capacity_share[name])} of capacity and "
        f"{share(made.share[name])} of generation"
        for name, (_low, size, _high) in sizes.items()
    )
    return f"sum of capacity x full-load hours x intensity, over the generation: {plants}"


def mix_faults(
    city: City, catalogue: Catalogue, region: str
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Path in the file and message of what keeps a city's own plants from making a grid factor."""
    if city.mix is None:
        if city.grid == "mix":
            yield ("grid",), _("'mix' needs the power plants under 'mix'")
        return
    # plants that price nothing are shown: what cannot be worked out is a fault all the same
    yield from _sum_faults(city.mix, city.year, priced=city.grid == "mix")
    plants = [key.split(".")[2] for key in catalogue.rows if key.startswith("power.hours.")]
    listed: dict[str, tuple[str, ...]] = {
        name: ("mix", "capacity", name) for name in city.mix.capacity
    }
    for joined, added in city.mix.additions.items():
        listed |= {name: ("mix", "additions", joined, name) for name in added if name not in listed}
    for name, path in listed.items():
        intensity = f"power.intensity.{name}"
        priced = _is_known(catalogue, intensity, region, city.year)
        hint = "" if priced else did_you_mean(name, plants)
        if hint:
            yield path, _("no plants '{name}'.{hint}", name=name, hint=hint)
            continue
        hours = f"power.hours.{name}"
        if name not in city.mix.hours and not _is_known(catalogue, hours, region, city.year):
            yield path, _("no hours known: give mix.hours.{name}", name=name)
        if not priced:
            row = _(
                "a row of your own under 'factors' with the key {intensity}", intensity=intensity
            )
            yield path, _("no CO2 per kWh known: give it as {row}", row=row)
    for name in city.mix.hours:
        if name not in listed:
            yield ("mix", "hours", name), _("mix.capacity.{name} is missing", name=name)
    if not any(size.value for size in city.mix.capacity.values()):
        yield ("mix", "capacity"), _("nothing is generated: every capacity is 0")


def _sum_faults(mix: Mix, base: int, *, priced: bool) -> Iterator[tuple[tuple[str, ...], str]]:
    """A total that the plants do not sum to, and plants that join before the base year."""
    found = sum(size.value for size in mix.capacity.values())
    if mix.total is not None and abs(found - mix.total.value) > _CLOSE * mix.total.value:
        message = _(
            "the plants sum to {found:,.6g} MW, not to {value:,.6g} MW",
            found=found,
            value=mix.total.value,
        )
        yield ("mix", "total"), message
    for joined in mix.additions if priced else ():
        if int(joined) <= base:
            message = _(
                "plants of {joined} are within the capacity of the base year {base} already",
                joined=joined,
                base=base,
            )
            yield ("mix", "additions", joined), message


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
