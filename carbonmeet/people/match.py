"""Matches the cells of an attendee list to places, and says of each how it was read.

Nothing is dropped and nothing is guessed in silence: what could not be read, what was left out of a
cell, and whom a place was taken before, is told with every match.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Literal

from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, _, joined
from carbonmeet.people.words import is_sum
from carbonmeet.travel.airports import airports
from carbonmeet.travel.cities import cities
from carbonmeet.travel.countries import Area, areas, countries, country_name, named
from carbonmeet.travel.fold import fold
from carbonmeet.travel.gateways import retired
from carbonmeet.travel.nowhere import MISSING
from carbonmeet.travel.places import Finding, Place, described, find_place, name_of, place_at

__all__ = ["Match", "Query", "Status", "match"]

Status = Literal["exact", "spelling", "ambiguous", "country-only", "unknown", "not-a-person"]

#: From so many different cells on the index of cities is worth making.
_MANY = 100
#: How alike a name has to be to that of a country to be taken for a slip of it.
_SLIP = 0.8
#: Codes of two letters decide for a column if they are so many times as often of one kind.
_HABIT = 3


class Query(NamedTuple):
    """What a list says about where somebody comes from, cell by cell as it was written.

    Attributes
    ----------
    city, country, state : str
        Any of them may be empty.
    airport : str
        IATA code.
    coordinates : str
        Latitude and longitude.
    """

    city: str = ""
    country: str = ""
    state: str = ""
    airport: str = ""
    coordinates: str = ""


class Match(NamedTuple):
    """How one query was read.

    Attributes
    ----------
    query : Query
        What was asked.
    status : str
        ``exact``: as written, case and accents aside; ``spelling``: something was left out or read
        differently; ``ambiguous``: several places, none of them taken; ``country-only``;
        ``unknown``: nothing found; ``not-a-person``: a row of totals.
    place : Place or None
        Where that is, if it was settled.
    candidates : tuple of Place
        Whom it was taken before, or what it may be; at most five.
    country : str
        The country that was read, where no place was; empty if none.
    by_population : bool
        Whether the place was taken before others of its name because it is far larger.
    notes : tuple of Label
        What the reader of the list should be told.
    """

    query: Query
    status: Status
    place: Place | None = None
    candidates: tuple[Place, ...] = ()
    country: str = ""
    by_population: bool = False
    notes: tuple[Label, ...] = ()


def match(queries: Sequence[Query], progress: Callable[[int], None] | None = None) -> list[Match]:
    """Match the cells of a list; equal ones are read once.

    Codes of two letters that are both a country and a state (CA, GA, IL ...) are read as the other
    codes of the list are; where those do not tell, both readings are tried.

    Parameters
    ----------
    queries : sequence of Query
        One a row, or one for each different row.
    progress : callable, optional
        Told the number of queries done, now and then.

    Returns
    -------
    list of Match
        In the order of `queries`.

    Examples
    --------
    >>> found = match([Query("Cambridge MA", "USA"), Query("Cambridge"), Query("-", "Japan")])
    >>> [(one.status, one.country, str(one.place)) for one in found]
    [('spelling', 'US', 'Cambridge, Massachusetts, United States'), ('ambiguous', '', 'None'), \
('country-only', 'JP', 'None')]
    """
    different = dict.fromkeys(queries)
    if sum(not one.coordinates.strip() and not one.airport for one in different) > _MANY:
        cities().index()
    habit = _habit(different)
    known: dict[Query, Match] = {}
    for number, query in enumerate(different):
        known[query] = _match(query, habit)
        if progress is not None and number % 1000 == 999:
            progress(number + 1)
    return [known[query] for query in queries]


def _habit(queries: Iterable[Query]) -> Literal["country", "state", ""]:
    """Whether codes of two letters in the column for countries are of countries or of states."""
    kinds: Counter[str] = Counter()
    for query in queries:
        code = query.country.strip()
        if len(code) == 2 and code.isascii() and code.isupper():
            meant = named(code)
            if all(area.region for area in meant):
                kinds["state"] += bool(meant)
            elif not any(area.region for area in meant):
                kinds["country"] += 1
    if kinds["country"] >= _HABIT * max(kinds["state"], 1):
        return "country"
    return "state" if kinds["state"] >= _HABIT * max(kinds["country"], 1) else ""


def _match(query: Query, habit: str) -> Match:
    city, country = fold(query.city), fold(query.country)
    if is_sum(city, country) or is_sum(city, "" if country in MISSING else country):
        return Match(query, "not-a-person")
    where, notes = _where(query, habit)
    for found in (_point(query, where, notes), _airport(query, notes)):
        if found is not None:
            return _told(query, found, notes)
    if city in MISSING:
        return _without_city(query, where, notes)
    found = find_place(query.city, where)
    if found.place is None and found.status != "ambiguous":
        swapped = _swapped(query)
        if swapped is not None:
            return swapped
    if found.status == "unknown":
        return _elsewhere(query, where, found, notes)
    return _told(query, found, notes)


def _where(query: Query, habit: str) -> tuple[frozenset[Area], list[Label]]:
    """Where a row says it is, by its country and its state; and what of that was not read."""
    notes: list[Label] = []
    country = _read(query.country, habit, notes)
    state = _read(query.state, "state", notes, "state")
    if not state or not country:
        return country or state, notes
    inside = {
        small
        for small in state
        if any(large.holds(small.country, small.region) for large in country)
    }
    if inside:
        return frozenset(inside), notes
    notes.append(
        _(
            "'{state}' is not in {country}; the country is used",
            state=query.state,
            country=query.country,
        )
    )
    return country, notes


def _read(cell: str, habit: str, notes: list[Label], what: str = "country") -> frozenset[Area]:
    """What a cell for a country or state means; by its likeness to a name if nothing else."""
    if fold(cell) in MISSING and (_not_available(cell, habit) or not named(cell)):
        return frozenset()
    found = areas(cell)
    lands, states = _split(found)
    if lands and states and habit:
        return states if habit == "state" else lands
    if found:
        return found
    slip = difflib.get_close_matches(fold(cell), _country_names(), n=1, cutoff=_SLIP)
    if slip:
        found = named(slip[0])
        called = country_name(next(iter(found)).country)
        notes.append(_("country '{cell}' read as {called}", cell=cell, called=called))
        return found
    if what == "state":
        notes.append(_("state '{cell}' is not known and was left out", cell=cell))
    else:
        notes.append(_("country '{cell}' is not known and was left out", cell=cell))
    return frozenset()


def _not_available(cell: str, habit: str) -> bool:
    """Whether NA says nothing: it is Namibia only among other codes of countries."""
    return fold(cell) == "na" and not (cell.strip() == "NA" and habit == "country")


def _split(found: frozenset[Area]) -> tuple[frozenset[Area], frozenset[Area]]:
    lands = frozenset(area for area in found if not area.region)
    return lands, found - lands


def _country_names() -> list[str]:
    return [fold(one.name.en) for one in countries().values()]


def _point(query: Query, where: frozenset[Area], notes: list[Label]) -> Finding | None:
    """Where coordinates are: called as the city, in the country of the row or of the next town."""
    if not query.coordinates.strip():
        return None
    found = place_at(query.coordinates)
    if found is not None:
        lands = {area.country for area in where}
        town = None if len(lands) == 1 else cities().nearest(found.latitude, found.longitude)
        country = lands.pop() if town is None else town.country
        states = {area.region for area in where if area.region}
        region = states.pop() if len(states) == 1 else country if town is None else town.region
        called = found.name if fold(query.city) in MISSING else query.city.strip()
        return Finding("exact", found._replace(name=called, country=country, region=region))
    notes.append(
        _(
            "coordinates '{coordinates}' are not read: latitude and longitude in degrees",
            coordinates=query.coordinates,
        )
    )
    return None


def _airport(query: Query, notes: list[Label]) -> Finding | None:
    code = query.airport.strip().upper()
    if fold(code) in MISSING:
        return None
    if code not in airports():
        old = retired(code)
        if old is None:
            notes.append(_("no airport '{airport}'", airport=query.airport))
            return None
        notes.append(
            _(
                "{code} is no longer in use: its successor {successor} was taken",
                code=code,
                successor=old.successor,
            )
        )
        code = old.successor
    return find_place(code)


def _without_city(query: Query, where: frozenset[Area], notes: list[Label]) -> Match:
    lands = {area.country for area in where}
    if len(lands) != 1:
        return Match(query, "unknown", notes=tuple(notes))
    country = next(iter(lands))
    alone = find_place(query.country) if country in _CITY_STATES else None
    if alone is not None and alone.place is not None:
        return _told(query, alone._replace(status="spelling"), notes)
    return Match(query, "country-only", country=country, notes=tuple(notes))


_CITY_STATES = frozenset(("SG", "MC", "HK", "MO", "VA", "GI"))


def _swapped(query: Query) -> Match | None:
    """A country in the column of the cities, and a city of it in that of the countries."""
    lands = named(query.city)
    found = find_place(query.country, lands) if lands and fold(query.country) else None
    if found is None or found.place is None or fold(query.city) == fold(query.country):
        return None
    note = _("city and country stand in each other's column")
    return _told(query, found._replace(status="spelling"), [note])


def _elsewhere(query: Query, where: frozenset[Area], found: Finding, notes: list[Label]) -> Match:
    """No such place in that country: what may be meant there is told, or where there is one."""
    lands = {area.country for area in where}
    if len(lands) == 1:
        near = _alike(query.city, next(iter(lands)))
        if near:
            notes.append(_("not there; may be {near}", near=joined(map(described, near))))
            return Match(query, "unknown", None, near, found.country, notes=tuple(notes))
    if found.rivals:
        listed = joined(map(described, found.rivals))
        notes.append(_("not there; elsewhere: {listed}", listed=listed))
    return Match(query, "unknown", None, found.rivals, found.country, notes=tuple(notes))


@lru_cache(maxsize=4096)
def _alike(name: str, country: str) -> tuple[Place, ...]:
    """Places that may be meant by a name with a slip."""
    return tuple(Place(*one) for one in cities().alike(name, country))


def _told(query: Query, found: Finding, notes: list[Label]) -> Match:
    place = found.place
    if place is None:
        return Match(query, found.status, None, found.rivals, found.country, notes=tuple(notes))
    if found.by_population:
        others = joined(map(described, found.rivals))
        notes.append(
            _(
                "taken as {described}, by far the largest; others: {others}",
                described=described(place),
                others=others,
            )
        )
    elif found.status == "spelling":
        notes.append(_("read as {place}", place=name_of(place)))
    return Match(
        query, found.status, place, found.rivals, place.country, found.by_population, tuple(notes)
    )
