"""The city's own power plants year by year: shares of capacity, shares of generation, two views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.answer.city import Plants, PowerMix
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.catalogue import load_catalogue
from carbonmeet.city.power import Generation, mix_of, plant_name
from carbonmeet.hostcity.years import city_of

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.city.shape import Mix
    from carbonmeet.pricing.workings import Workings

__all__ = ["power_mix"]

_MWH_PER_GWH = 1000.0


def power_mix(result: Workings) -> tuple[PowerMix, ...]:
    """The plants of a city in its base year and in every year in which some are added.

    Empty where the file lists none, or where neither it nor the catalogue knows their hours.

    Raises
    ------
    CarbonmeetError
        If it is a meeting.
    """
    city = city_of(result.scenario)
    if city.mix is None:
        return ()
    region = city.place.region
    later = {
        joined: sizes for joined, sizes in city.mix.additions.items() if int(joined) > city.year
    }
    mix = city.mix.model_copy(update={"additions": later})
    years = [city.year, *sorted(map(int, later))]
    try:
        made = {year: mix_of(mix, result.catalogue, region, year) for year in years}
        official = {year: _official(result.catalogue, region, year) for year in years}
    except CarbonmeetError:
        return ()
    first = made[city.year]
    return tuple(
        _mix(mix, region, result.catalogue, year, made[year], first, official[year])
        for year in years
    )


def _official(catalogue: Catalogue, region: str, year: int) -> float:
    """The published factor, also where the file puts that of its plants before it."""
    found = catalogue.find("grid", region, year, ("mee",))
    if found.source.startswith("power-mix"):
        return _official(load_catalogue(), region, year)
    return found.value


def _mix(
    mix: Mix,
    region: str,
    catalogue: Catalogue,
    year: int,
    made: Generation,
    first: Generation,
    official: float,
) -> PowerMix:
    total = sum(made.mwh.values())
    more = {name: mwh - first.mwh.get(name, 0.0) for name, mwh in made.mwh.items()}
    added = sum(more.values())
    marginal = None
    displaced = 0.0
    if "thermal" in made.mwh:
        marginal = catalogue.find("power.intensity.thermal", region, year).value
        clean = sum(mwh for name, mwh in more.items() if name != "thermal")
        own = sum(
            mwh * catalogue.find(f"power.intensity.{name}", region, year).value
            for name, mwh in more.items()
            if name != "thermal"
        )
        # kg per kWh is t per MWh
        displaced = min(clean, first.mwh.get("thermal", 0.0)) * marginal - own
    capacity = sum(size.value for size in mix.capacity.values()) + sum(
        size.value
        for joined, sizes in mix.additions.items()
        for size in sizes.values()
        if int(joined) <= year
    )
    plants = tuple(
        Plants(
            name=plant_name(name),
            megawatts=made.capacity_share[name] * capacity,
            gigawatt_hours=mwh / _MWH_PER_GWH,
            capacity_share=made.capacity_share[name],
            share=mwh / total,
        )
        for name, mwh in made.mwh.items()
    )
    return PowerMix(year, plants, made.factor, official, marginal, added / _MWH_PER_GWH, displaced)
