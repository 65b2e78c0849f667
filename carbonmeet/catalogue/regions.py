"""Codes of regions: whether there is such a place, and what was probably meant."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from carbonmeet.base.notices import Notice, Notices
from carbonmeet.base.text import _
from carbonmeet.numbers.factor import REGION
from carbonmeet.travel import airports
from carbonmeet.travel.airports import Airport
from carbonmeet.travel.countries import Area, countries, country_codes, is_division, named
from carbonmeet.travel.gateways import OWN_KM, airport_of
from carbonmeet.travel.places import at_airport, find_place

__all__ = ["outwards", "region_fault", "tell_of_place"]


@lru_cache(maxsize=4096)
def outwards(region: str) -> tuple[str, ...]:
    """The places whose rows are the place's own, from the smallest outwards.

    Examples
    --------
    >>> outwards("CN-YN-KMG"), outwards("world")
    (('CN-YN-KMG', 'CN-YN', 'CN'), ())
    """
    if region == "world":
        return ()
    parts = region.split("-")
    return tuple("-".join(parts[:length]) for length in range(len(parts), 0, -1))


def region_fault(region: str) -> str:
    """What is wrong with the code of a region, and what was probably meant; empty if nothing is.

    A code below the country is not looked up: its country answers for it.

    Examples
    --------
    >>> region_fault("CN-YN"), region_fault("cn-yn")
    ('', "no region 'cn-yn': codes are capital letters. Did you mean 'CN-YN'?")
    >>> region_fault("UK")
    "no region 'UK': no country has this code. Did you mean 'GB'?"
    """
    if region == "world" or _known(region):
        return ""
    above = region.strip().upper().replace("_", "-")
    if _known(above):
        return _(
            "no region '{region}': codes are capital letters. Did you mean '{above}'?",
            region=region,
            above=above,
        )
    head, dash, rest = above.partition("-")
    meant = _meant(head) if len(head) == 2 else _meant(region)
    if REGION.fullmatch(above) and len(head) == 2:
        hint = (
            _(" Did you mean '{meant}{dash}{rest}'?", meant=meant, dash=dash, rest=rest)
            if meant
            else ""
        )
        return _("no region '{region}': no country has this code.{hint}", region=region, hint=hint)
    hint = _(". Did you mean '{meant}'?", meant=meant) if meant else ""
    return _(
        "no region '{region}': write a code such as CN, CN-YN or CN-YN-KMG, or world{hint}",
        region=region,
        hint=hint,
    )


def tell_of_place(
    region: str, airport: str, known: Collection[str], notices: Notices, city: str = ""
) -> None:
    """Note what is odd about a place: a code that nobody knows, an airport in another country.

    Parameters
    ----------
    known : collection of str
        Regions that the catalogue has rows for.
    city : str
        What the place is called: the airport of Basel is next to it, though it lies in France.

    Examples
    --------
    >>> notices = Notices()
    >>> tell_of_place("CN-YN", "LHR", {"CN-YN"}, notices)
    >>> [str(one) for one in notices]
    ['the airport LHR lies in GB, the region is CN-YN: numbers are those of CN-YN']
    """
    division = "-".join(region.split("-")[:2])
    near = (one for one in known if one == division or one.startswith(f"{division}-"))
    below = region != "world" and division != region[:2]
    if below and not any(near) and not is_division(division):
        notices.add(
            Notice(
                "factor.wider-region",
                {"region": region},
                _("no data for region {region}: the wider region is used", region=region),
            )
        )
    field = airports().get(airport)
    abroad = field is not None and region != "world" and not _within(field.country, region)
    if field is not None and abroad and not _next_to(field, city, region):
        notices.add(
            Notice(
                "place.airport-abroad",
                {"airport": airport, "country": field.country, "region": region},
                _(
                    "the airport {airport} lies in {country}, the region is "
                    "{region}: numbers are those of {region}",
                    airport=airport,
                    country=field.country,
                    region=region,
                ),
            )
        )


def _next_to(field: Airport, city: str, region: str) -> bool:
    """Whether a city of the region has the airport within reach, across a border, or no nearer."""
    one = find_place(city, [Area(region[:2])]).place if city else None
    if one is None:
        return False
    return one.km_to(at_airport(field)) <= OWN_KM or airport_of(one).iata == field.iata


def _within(country: str, region: str) -> bool:
    """Whether a region is in a country, or in the one that names it as a part."""
    parent = countries()[country].parent if region[:2] != country and country in countries() else ""
    return region[:2] == country or (
        parent != "" and f"{region}-".startswith(f"{parent}-{country}-")
    )


def _known(region: str) -> bool:
    return REGION.fullmatch(region) is not None and region[:2] in country_codes()


def _meant(word: str) -> str:
    """The one place that is called so; empty where none or several are."""
    found = named(word)
    if len(found) != 1:
        found = frozenset(area for area in found if not area.region)
    return next((area.region or area.country for area in found), "") if len(found) == 1 else ""
