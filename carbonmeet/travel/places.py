"""Finds a place by what somebody wrote: a city in many spellings, an airport, coordinates.

Rules, in order: the literal reading of the words first; the country if one is given; a main name
before another name, unless the place of the other name is ten times as large, and a hundred times
where the main name is a town of 20,000 people: else both are listed; places within 50 km of each
other are one. A place is taken without a word only if no other bears the name; if another
does, the largest is taken, and told, where it is ten times the next with a known country and
twenty times without; else all of them are listed. Nothing is ever taken by likeness.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal

from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.given import Each, takes
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, Message, _, joined
from carbonmeet.travel.airports import Airport, airports, members
from carbonmeet.travel.cells import Reading, readings
from carbonmeet.travel.cities import cities
from carbonmeet.travel.countries import (
    Area,
    areas,
    countries,
    country_name,
    divisions,
    is_country,
    named,
    region_name,
)
from carbonmeet.travel.fold import fold, keys_of
from carbonmeet.travel.geodesic import great_circle_km

__all__ = [
    "Finding",
    "Place",
    "at_airport",
    "bearers",
    "chinese_name",
    "described",
    "find_place",
    "in_chinese",
    "instead_of",
    "name_of",
    "place",
    "place_at",
]

#: How many times the next place the largest has to be: with a known country, and without.
WITH_COUNTRY, WITHOUT = 10, 20
#: A town that is known by its main name, and how much larger a place of another name must be to
#: be meant all the same: Calcutta is Kolkata, and Monterey need not be Monterrey.
_REAL_TOWN, _FAR_LARGER = 20_000, 100
#: Places of one name nearer than this are one, km.
NEAR_KM = 50
#: An airport so near to a city of its country that bears the name of its town is the city's, km.
_TOWN_KM = 100
#: A city that is not to be taken for a state of its name, people.
_LARGE = 50_000
#: From this length of runways in all an airport may be better known than a small town, km.
_HUB_KM = 5.5
#: What stands between a town and its river, where a stroke is written for it.
_ON = ("am", "an der", "in der", "im", "", "on", "upon", "sur", "sul", "nad")
_ANY_AIRPORT = frozenset(("international", "airport", "regional", "intl", "airfield", "field"))
#: No more places than this are listed as candidates.
LISTED = 5

Kind = Literal["city", "airport", "point"]
Status = Literal["exact", "spelling", "ambiguous", "country-only", "unknown"]


class Place(NamedTuple):
    """Somewhere on the earth.

    Attributes
    ----------
    name : str
        As in the table it comes from.
    country, region : str
        ISO 3166-1 alpha-2, and ISO 3166-2 where known, else the country; empty for a point.
    latitude, longitude : float
        Degrees.
    population : int
        Rounded to two digits; 0 where none is known.
    airport : str
        IATA code if the place is an airport.
    kind : {"city", "airport", "point"}
        What it is.
    """

    name: str
    country: str
    region: str
    latitude: float
    longitude: float
    population: int = 0
    airport: str = ""
    kind: Kind = "city"

    def __str__(self) -> str:
        if not self.region:
            return self.name
        where = region_name(self.region).en
        return where if where.startswith(f"{self.name}, ") else f"{self.name}, {where}"

    def km_to(self, other: Place) -> float:
        """Great circle on the mean sphere, km."""
        return great_circle_km(self.latitude, self.longitude, other.latitude, other.longitude)


class Finding(NamedTuple):
    """What was found for some words.

    Attributes
    ----------
    status : {"exact", "spelling", "ambiguous", "country-only", "unknown"}
        ``exact``: the name as written is that of the place, case and accents aside; ``spelling``:
        something else of the words had to be left out or read differently.
    place : Place or None
        The place, if it was settled.
    rivals : tuple of Place
        Other places that bear the name: those it was taken before, or the candidates; at most 5.
    country : str
        The country that was read, where no place was.
    """

    status: Status
    place: Place | None = None
    rivals: tuple[Place, ...] = ()
    country: str = ""

    @property
    def by_population(self) -> bool:
        """Whether the place was taken before others of its name because it is far larger."""
        return self.place is not None and bool(self.rivals)


_POINT = pattern_of(
    r"^\s*(-?\d{1,2}(?:\.\d+)?)\s*°?\s*([NS]?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*°?\s*([EW]?)\s*$"
)


def place_at(words: str) -> Place | None:
    """Read coordinates, latitude first; None if the words are none.

    Examples
    --------
    >>> place_at("48.21, 16.37").latitude, place_at("33.9 S 18.4 E").latitude
    (48.21, -33.9)
    """
    found = _POINT.match(words)
    if found is None:
        return None
    latitude = float(found[1]) * (-1 if found[2] == "S" else 1)
    longitude = float(found[3]) * (-1 if found[4] == "W" else 1)
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Place(f"{latitude:g}, {longitude:g}", "", "", latitude, longitude, kind="point")


@takes(words=str, within=(Each(Area), None))
def find_place(words: str, within: Iterable[Area] | None = None) -> Finding:
    """Find the place that somebody means.

    Parameters
    ----------
    words : str
        A city in any of its names, with or without a state or country behind it; the code of an
        airport or of a city with several; coordinates, latitude first.
    within : iterable of Area, optional
        Where it is to be, each a possible reading; none: anywhere.

    Returns
    -------
    Finding
        Never a guess without a word: see `Finding`.

    Examples
    --------
    >>> str(find_place("Wien").place), str(find_place("昆明市").place)
    ('Vienna, Austria', 'Kunming, Yunnan, China')
    >>> find_place("Springfield", areas("USA")).status
    'ambiguous'
    """
    wanted = frozenset(() if within is None else within)
    point = place_at(words)
    if point is not None:
        return Finding("exact", point)
    if not wanted and _names_none(words) and len(fold(words)) > 2:
        return Finding("unknown")
    coded = _coded(words.strip(), wanted) or (None if wanted else _country(words))
    coded = coded or _with_code(words, wanted)
    if coded is not None:
        return coded
    if "/" in words:
        return _several(words.split("/"), wanted)
    inside = _of_a_city(words, wanted)
    if inside is not None:
        return inside
    for reading in readings(words):
        where = _both(wanted, reading.areas)
        if where is None:
            continue
        bearers = _bearers(reading, where)
        if bearers and _is_no_name(words) and not where:
            return Finding("unknown", None, tuple(_apart([one for one, _ in bearers]))[:LISTED])
        if bearers:
            return _torn(bearers, where) or _settled(bearers, where, reading)
    return _nowhere(words, wanted)


def bearers(words: str) -> list[Place]:
    """Every place that the words may name, by their first reading that finds any; largest first.

    Examples
    --------
    >>> [str(one) for one in bearers("Wien")]
    ['Vienna, Austria']
    """
    for reading in readings(words):
        found = _bearers(reading, reading.areas)
        if found:
            return [one for one, _ in found]
    return []


def place(words: str, within: Iterable[Area] | None = None) -> Finding:
    """Find a place that has to be known: like `find_place`, with an error where none is settled.

    Parameters
    ----------
    words : str
        See `find_place`.
    within : iterable of Area, optional
        Where it is to be.

    Returns
    -------
    Finding
        With a place.

    Raises
    ------
    CarbonmeetError
        If several places bear the name, with the candidates; if none does; if the words name a
        country.

    Examples
    --------
    >>> place("Paris, Texas").place.region
    'US-TX'
    >>> place("Springfeld")
    Traceback (most recent call last):
    carbonmeet.base.errors.CarbonmeetError: no city 'Springfeld'. Did you mean 'Springfield'?
    """
    found = find_place(words, within)
    if found.place is None:
        raise CarbonmeetError(_unsettled(words, found))
    return found


def _unsettled(words: str, found: Finding) -> Message:
    """Why no place was settled, and what would settle it."""
    if found.status == "country-only":
        country = country_name(found.country)
        return _(
            "'{words}' is a country ({country}): name a city in it, such as its capital",
            words=words,
            country=country,
        )
    if _names_none(words):
        return _(
            "'{words}' names no place: write a city, with its country where a town is called so",
            words=words,
        )
    if _is_no_name(words):
        return _("'{words}' is too short to be a city without its country", words=words)
    lands = sorted(area.region or area.country for area in named(words))
    if found.status == "ambiguous" and not found.rivals and lands:
        return _(
            "'{words}' may be {places}: name a city there",
            words=words,
            places=joined(map(region_name, lands), " or "),
        )
    if found.rivals:
        places = joined(map(described, found.rivals), " or ")
        if found.status == "ambiguous":
            return _(
                "'{words}' may be {places}. Write the state or country behind it, as in '{first}'",
                words=words,
                places=places,
                first=str(found.rivals[0]),
            )
        return _("'{words}' is not there, but there is {places}", words=words, places=places)
    return _("no city '{words}'.{hint}", words=words, hint=did_you_mean(words, _alike(words)))


def described(rival: Place) -> Message:
    """A place with the number of its people.

    Examples
    --------
    >>> described(find_place("Wien").place)
    'Vienna, Austria (1,700,000 people)'
    """
    name = name_of(rival)
    if not rival.population:
        return _("{place}", place=name)
    return _("{place} ({population:,} people)", place=name, population=rival.population)


def chinese_name(one: Place) -> str:
    """What Chinese calls a place; its own name where that is not known.

    Examples
    --------
    >>> chinese_name(find_place("Prague").place)
    '布拉格'
    """
    table = cities()
    rows = (row for row, _ in table.rows(fold(one.name)))
    same = (row for row in rows if table[row][3:5] == (one.latitude, one.longitude))
    return next((found for found in map(table.chinese, same) if found), one.name)


def instead_of(rivals: Sequence[Place]) -> Message:
    """Which places of the same name are not meant, behind the one that is."""
    return _(" (not {places})", places=joined(map(name_of, rivals[:2]), "; "))


def name_of(one: Place) -> Label:
    """A place with its country, as a reader knows it.

    Examples
    --------
    >>> name_of(find_place("Prague").place).get("zh")
    '捷克布拉格'
    """
    return Label(str(one), in_chinese(one))


def in_chinese(one: Place) -> str:
    """A place with its country and division, in Chinese as far as that is known.

    Examples
    --------
    >>> in_chinese(find_place("Prague").place), in_chinese(find_place("Boston, USA").place)
    ('捷克布拉格', '美国马萨诸塞波士顿')
    >>> in_chinese(find_place("Springfield, Missouri").place)
    '美国密苏里州斯普林菲尔德'
    """
    name = chinese_name(one)
    where = region_name(one.region).zh if one.region else ""
    whole = where if where.endswith(name) else f"{where}{name}"
    division = divisions().get(one.region)
    # a division without a Chinese name still tells places of one name apart
    unnamed = division is not None and where == country_name(one.country).zh
    return f"{whole}（{division.name}）" if division and unnamed and _has_namesake(one) else whole


def _has_namesake(one: Place) -> bool:
    """Whether another division of the country has a place of the same name."""
    table = cities()
    found = (table[row] for row, _ in table.rows(fold(one.name)))
    return any(city.country == one.country and city.region != one.region for city in found)


def _alike(words: str) -> list[str]:
    """Main names of larger places that begin alike: near enough to look for a slip among them."""
    return [name for name in cities().large() if fold(name)[:2] == fold(words)[:2]]


def _several(parts: list[str], wanted: frozenset[Area]) -> Finding:
    """Two cities in one cell: one place if they are near each other, else a question.

    Frankfurt/Main is the town on that river, though there is a place called Main.
    """
    parts = [part.strip() for part in parts if part.strip()]
    whole = (find_place(f"{parts[0]} {on} {parts[1]}", wanted) for on in _ON if len(parts) == 2)
    town = next((one for one in whole if one.place), None)
    if town is not None:
        return town._replace(status="spelling")
    found = [find_place(part, wanted) for part in parts]
    settled = _apart([one.place for one in found if one.place])
    if found and found[0].status == "ambiguous":
        near = [one for one in settled if min(map(one.km_to, found[0].rivals)) <= NEAR_KM]
        settled = near or list(found[0].rivals)
    if len(settled) == 1:
        rivals = tuple(rival for one in found for rival in one.rivals)
        return Finding("spelling", settled[0], rivals[:LISTED])
    return Finding("ambiguous" if settled else "unknown", None, tuple(settled)[:LISTED])


def _of_a_city(words: str, wanted: frozenset[Area]) -> Finding | None:
    """A part of a city and the city, such as Kensington, London; None for what is none."""
    first, comma, second = (part.strip() for part in words.partition(","))
    if not comma or not first or areas(second) or any(mark in second for mark in ",;"):
        return None
    if any(_bearers(one, _both(wanted, one.areas) or wanted) for one in readings(words)
           if one.whole):  # fmt: skip
        return None
    city = find_place(second, wanted)
    if city.place is None or city.place.airport:
        return None
    part = [place for place, _ in _bearers(Reading(first), wanted)]
    near = [place for place in part if place.km_to(city.place) <= NEAR_KM]
    if near:
        return Finding("spelling", near[0])
    if part and part[0].population * WITH_COUNTRY > city.place.population:
        return Finding("ambiguous", None, tuple(_apart([part[0], city.place])))
    return Finding("spelling", city.place)


def _coded(code: str, wanted: frozenset[Area]) -> Finding | None:
    """An airport or a city by its code of three capital letters."""
    if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
        return None
    if not wanted and is_country(code):
        return None  # USA is an airport in North Carolina
    table = airports()
    if code in table:
        found = table[code]
        if not wanted or any(area.holds(found.country, found.country) for area in wanted):
            return Finding("exact", at_airport(found))
    shared = [table[iata] for iata in members(code)]
    if shared and code not in table:
        towns = {(one.city, one.country) for one in shared}
        found_towns = [find_place(city, [Area(country)]).place for city, country in sorted(towns)]
        largest = max(filter(None, found_towns), key=lambda p: p.population, default=None)
        if largest is not None:
            return Finding("exact", largest)
    return None


#: VIE (Vienna), and Vienna (VIE).
_BOTH = pattern_of(r"\s*([^()（）]+?)\s*[(（]\s*([^()（）]+?)\s*[)）]\s*")


def _with_code(words: str, wanted: frozenset[Area]) -> Finding | None:
    """An airport whose code and city are both given; what the code alone says may be a country."""
    pair = _BOTH.fullmatch(words)
    if pair is None:
        return None
    for code, city in (pair.groups(), pair.groups()[::-1]):
        found = _coded(code, wanted)
        near = find_place(city, wanted).place if found and not _coded(city, wanted) else None
        if found and found.place and near and near.km_to(found.place) <= _TOWN_KM:
            return found._replace(status="spelling")
    return None


def _names_none(words: str) -> bool:
    """Whether words stand for no place; the list of them is read when it is asked for."""
    from carbonmeet.travel.nowhere import is_nowhere

    return is_nowhere(words)


def at_airport(found: Airport) -> Place:
    """An airport as a place."""
    return Place(
        found.name, found.country, found.country, found.lat, found.lon, 0, found.iata, "airport"
    )


def _both(wanted: frozenset[Area], said: frozenset[Area]) -> frozenset[Area] | None:
    """Where a place has to be by its country and by its own words; None if they exclude it."""
    if not wanted or not said:
        return wanted or said
    inside = {small for small in said if any(large.holds(*_of(small)) for large in wanted)}
    inside |= {small for small in wanted if any(large.holds(*_of(small)) for large in said)}
    return frozenset(inside) or None


def _of(area: Area) -> tuple[str, str]:
    return area.country, area.region


def _bearers(reading: Reading, where: frozenset[Area]) -> list[tuple[Place, bool]]:
    """Places of a name within some areas, and whether it is their main name; the largest first."""
    table = cities()
    main: dict[int, bool] = {}
    for key in filter(None, keys_of(reading.name)):
        for row, own in table.rows(key):
            main[row] = own or main.get(row, False)
    found = [(Place(*table[row]), own) for row, own in main.items()]
    found += [
        (town, True)
        for town in _airport_towns().get(fold(reading.name), ())
        if all(town.km_to(place) > _TOWN_KM for place, _ in found if place.country == town.country)
    ]
    if where:
        found = [
            pair for pair in found if any(a.holds(pair[0].country, pair[0].region) for a in where)
        ]
    return sorted(found, key=lambda pair: -pair[0].population) if len(found) > 1 else found


@cache
def _airport_towns() -> dict[str, list[Place]]:
    """Towns that airports name as theirs: some are in no table of cities."""
    towns: dict[str, list[Place]] = {}
    for one in airports().values():
        if one.city:
            spot = Place(one.city, one.country, one.country, one.lat, one.lon)
            towns.setdefault(fold(one.city), []).append(spot)
    return towns


def _is_no_name(words: str) -> bool:
    """Whether the words are one or two Latin letters: more often a code than Å or Eu."""
    letters = fold(words)
    return len(letters) <= 2 and letters.isascii()


def _torn(bearers: list[tuple[Place, bool]], where: frozenset[Area]) -> Finding | None:
    """Both readings of a code such as KY hold a place of the name: which was meant?"""
    lands = {area.country for area in where}
    if len(lands) < 2:
        return None
    best = {
        next((p for p, _ in bearers if area.holds(p.country, p.region)), None) for area in where
    }
    found = sorted(filter(None, best), key=lambda p: -p.population)
    if len({one.country for one in found}) < 2:
        return None
    return Finding("ambiguous", None, tuple(found)[:LISTED])


def _settled(
    bearers: list[tuple[Place, bool]], where: frozenset[Area], reading: Reading
) -> Finding:
    mains = [place for place, main in bearers if main]
    others = [place for place, main in bearers if not main]
    best = mains[0] if mains else others[0]
    if mains and others and others[0].population >= WITH_COUNTRY * max(best.population, 1):
        rival = others[0].population < _FAR_LARGER * best.population
        if rival and best.population >= _REAL_TOWN and best.km_to(others[0]) > NEAR_KM:
            return Finding("ambiguous", None, tuple(_apart([others[0], *mains]))[:LISTED])
        best = others[0]
    level = best in mains
    far = [
        (place, main)
        for place, main in bearers
        if place is not best and place.km_to(best) > NEAR_KM
    ]
    if not where and best.population < _LARGE:
        far += [(field, True) for field in _airports_called(fold(reading.name))]
        if any(one.airport for one, _ in far):
            return Finding("ambiguous", None, tuple([best, *(one for one, _ in far)][:LISTED]))
    times = WITH_COUNTRY if where else WITHOUT
    peers = [place for place, main in far if main or not level]
    rivals = [place for place in peers if place.population * times > best.population]
    if not where:  # without a country a far larger place of another name is a rival as well
        rivals += [p for p, main in far if level and not main and p.population > best.population]
    listed = tuple(_apart([best, *rivals]))[:LISTED]
    if len(listed) > 1:
        return Finding("ambiguous", None, listed)
    status: Status = "exact" if reading.whole else "spelling"
    return Finding(status, best, tuple(_apart(peers))[:LISTED])


def _airports_called(name: str) -> list[Place]:
    """Large airports that a word of their own calls, as Heathrow is by most."""
    return _words_of_airports().get(name, [])


@cache
def _words_of_airports() -> dict[str, list[Place]]:
    words: dict[str, list[Place]] = {}
    for one in airports().values():
        if one.runways_km >= _HUB_KM:
            town = fold(one.city).split()
            for word in fold(one.name).split():
                if word not in town and word not in _ANY_AIRPORT:
                    words.setdefault(word, []).append(at_airport(one))
    return words


def _apart(places: list[Place]) -> list[Place]:
    """Of places near each other, the first."""
    kept: list[Place] = []
    for place in places:
        if all(place.km_to(other) > NEAR_KM for other in kept):
            kept.append(place)
    return kept


def _country(words: str) -> Finding | None:
    """Words that name a country or state, unless a city there, or a large one, bears the name."""
    meant = named(words)
    if _is_no_name(words):
        lands = {area.country for area in meant}
        told = len(words.strip()) == 2 and len(lands) == 1 and not any(one.region for one in meant)
        return Finding("country-only", country=lands.pop()) if told else None
    if not meant:
        return None
    every = _bearers(Reading(words), frozenset())
    bearers = [one for one, main in every if main]
    lands = {area.country for area in meant}
    if len(lands) > 1:
        return Finding("ambiguous", None, tuple(_apart(bearers))[:LISTED])
    if all(area.region for area in meant):
        inside = any(a.holds(one.country, one.region) for one in bearers for a in meant)
        if inside or any(one.population >= _LARGE for one, _ in every):
            return None
    else:
        own = [one for one in bearers if one.country in lands]
        own += [one for one, _ in every if one.country in lands and _is_the_country(one)]
        if own:
            return Finding("exact", own[0])
    return Finding("country-only", country=next(iter(lands)))


def _is_the_country(city: Place) -> bool:
    """Whether a city bears the name of its country: 新加坡 is the city, as Singapore is."""
    return Area(city.country) in named(city.name)


def _nowhere(words: str, wanted: frozenset[Area]) -> Finding:
    """No city there: perhaps the country again, perhaps a place that lies elsewhere."""
    lands = {area.country for area in wanted}
    country = next(iter(lands)) if len(lands) == 1 else ""
    inside = areas(words)
    if country and any(area.country == country for area in inside):
        return Finding("country-only", country=country)
    beyond = frozenset(
        Area(region[:2], region if len(region) > 2 else "")
        for code in lands
        for region in countries()[code].elsewhere
    )
    for reading in readings(words) if beyond else ():
        bearers = _bearers(reading, beyond)
        if bearers:
            return _settled(bearers, beyond, reading._replace(whole=False))
    elsewhere = (
        [one for reading in readings(words) for one, _ in _bearers(reading, frozenset())]
        if wanted
        else []
    )
    return Finding("unknown", None, tuple(_apart(elsewhere))[:LISTED], country)
