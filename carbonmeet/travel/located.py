"""Where a meeting is, from what its file says of it: a name, an airport, a region, or some of them.

What is not given is taken from what is, and told.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, Message, _, _n, joined
from carbonmeet.travel.airports import Airport, airports
from carbonmeet.travel.cities import cities
from carbonmeet.travel.countries import Area, countries, divisions
from carbonmeet.travel.fold import fold
from carbonmeet.travel.gateways import airport_of, retired
from carbonmeet.travel.places import (
    Finding,
    Place,
    at_airport,
    find_place,
    instead_of,
    name_of,
    place,
)
from carbonmeet.travel.routes import stop

__all__ = ["Located", "locate"]

#: Where nothing is said.
_ANYWHERE = "world"


class Located(NamedTuple):
    """Where a meeting is.

    Attributes
    ----------
    region : str
        The smallest for which factors may be known; ``world`` if nothing is said.
    airport : str
        IATA code; empty if none is known.
    told : tuple of Label
        What was taken from what.
    """

    region: str
    airport: str
    told: tuple[Label, ...] = ()


@cache
def locate(
    names: tuple[str, ...], airport: str = "", region: str = "", *, flown: bool = True
) -> Located:
    """Find where a meeting is.

    Parameters
    ----------
    names : tuple of str
        What the place is called, in one language or two; may be empty.
    airport : str
        IATA code, if given.
    region : str
        ISO code, if given.
    flown : bool
        Whether an airport is wanted.

    Raises
    ------
    CarbonmeetError
        If there is no such airport; if the name is all that is said, and it is that of no city or
        of several.

    Examples
    --------
    >>> found = locate(("Vienna",))
    >>> found.region, found.airport
    ('AT', 'VIE')
    >>> found.told[0].en
    'place Vienna: region AT and airport VIE are taken from its name (not Vienna, Virginia, \
United States; Vienna, West Virginia, United States)'
    """
    told: list[Label] = []
    if airport and (airport not in airports() or retired(airport)):
        one = stop(airport, flight=True)  # a retired code, or an error that tells what was meant
        told += [one.told] if one.told else []
        airport = one.airport
    gate = airports().get(airport)
    if names and not (region and (airport or not flown)):
        region, airport, more = _by_name(names, gate, airport, region)
        told += more
    elif gate is not None and not region:
        region = _region(at_airport(gate))
        told.append(
            _("region {region} is taken from the airport {airport}", region=region, airport=airport)
        )
    town = airports()[airport].city if airport else ""
    if flown and names and region and fold(town) not in map(fold, names):  # else nothing is read
        told += _elsewhere(names, region)
    return Located(region or _ANYWHERE, airport, tuple(told))


def _elsewhere(names: Sequence[str], region: str) -> list[Label]:
    """What is to be told of a city that is in another country than the region."""
    if region == _ANYWHERE or any(
        find_place(name, _within(None, region[:2])).place for name in names
    ):
        return []
    found = (find_place(name) for name in names)
    one = next((x.place for x in found if x.status == "exact" and x.place), None)
    if one is None or one.kind != "city":
        return []
    return [
        _(
            "{place} is not in {region}: numbers are those of {region}",
            place=name_of(one),
            region=region,
        )
    ]


def _by_name(
    names: Sequence[str], gate: Airport | None, airport: str, region: str
) -> tuple[str, str, list[Label]]:
    """Region and airport of a place, those not given by its name."""
    within = _within(gate, region)
    found = next((one for one in (find_place(name, within) for name in names) if one.place), None)
    if found is None:
        if not (airport or region):
            found = place(names[0])  # tells why there is none
        else:
            return region or (gate.country if gate else ""), airport, []
    assert found.place is not None
    taken = {}
    if not region:
        region = taken["region"] = _region(found.place)
    if not airport:
        airport = taken["airport"] = airport_of(found.place).iata
    return region, airport, [_told(names, taken, found)]


def _within(gate: Airport | None, region: str) -> list[Area]:
    if region and region != _ANYWHERE:
        parts = region.split("-")
        return [Area(parts[0], region if region in divisions() else "")]
    return [Area(gate.country)] if gate is not None else []


def _region(one: Place) -> str:
    """The division only where numbers are known by division; of a point that of the next place."""
    if one.kind != "city":
        near = cities().nearest(one.latitude, one.longitude)
        if one.country in ("", near.country):  # an airport may lie next to a border
            one = one._replace(country=near.country, region=near.region)
    divided = one.country in countries() and countries()[one.country].divided
    return one.region if divided else one.country


def _told(names: Sequence[str], taken: dict[str, str], found: Finding) -> Label:
    assert found.place is not None
    called = {"region": _("region {code}"), "airport": _("airport {code}")}
    told = _n(
        "place {name}: {what} is taken from its name",
        "place {name}: {what} are taken from its name",
        len(taken),
        name=Label(names[0], names[-1]),
        what=joined(
            (Message(called[key].id, {"code": one}) for key, one in taken.items()), " and "
        ),
    )
    return told + instead_of(found.rivals) if found.rivals else told
