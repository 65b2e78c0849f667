"""What a cell for a city may say besides the name: postcode, district, state, country."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import NamedTuple
from carbonmeet.travel.countries import Area, areas

__all__ = ["Reading", "readings"]

_MARKS = {"A": "AT", "B": "BE", "CH": "CH", "D": "DE", "F": "FR", "I": "IT", "L": "LU", "NL": "NL"}
_MARKED = pattern_of(r"^([A-Z]{1,2})-\d{4,5}\s+")
#: Postcodes of letters and digits, British and Canadian.
_MIXED = r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d"
_POSTCODE = pattern_of(
    r"^(?:[A-Z]{1,2}-)?\d{3,6}(?:[ -]?[A-Z]{2}\b)?\s+(?=\D)"  # 75005 Paris, 1012 AB Amsterdam
    r"|^\d{3}\s\d{2}\s+"  # 411 18 Göteborg
    rf"|^(?:{_MIXED})\s+|\s+(?:{_MIXED})$"  # OX1 2JD Oxford, Ottawa K1A 0B6
    r"|\s+c[eé]dex(?:\s*\d+)?$"
    r"|\s+\d{1,6}(?:[- ]\d+)?$",  # Praha 6
    re.IGNORECASE,
)
_BRACKET = pattern_of(r"\s*[(\[（【](.*?)[)\]）】]\s*")
_COMMA = pattern_of(r"\s*[,，;；/|]\s*")
_TAIL = pattern_of(
    r"\s(?:[A-ZÖØ]{1,2}|\d+\w?|city|municipality|metropolitan area|metro|area|stadt|shi)\.?$",
    re.IGNORECASE,
)
#: What Japanese and Korean addresses add to a city, and how they call a part of one.
_AS_CITY = pattern_of(r"[- ](?:shi|si|to|fu)$", re.IGNORECASE)
_WARD = pattern_of(r"(?:^|\s)\S+-(?:ku|gu)$|\bdistrict$|[\u3400-\u9fff][区區]$", re.IGNORECASE)
_HEAD = pattern_of(r"^(?:greater|central|downtown|metro|the|city of|ville de)\s", re.IGNORECASE)
_PROVINCE = pattern_of(r"^(.{2,8}?)(?:省|自治区|特别行政区)(.+)$")
_CITY = pattern_of(r"^(.{2,6}?)市.*[区县區縣市]$")
_DISTRICT = pattern_of(r"^(.{2,}?)[区县區縣]$")
_HAN = pattern_of(r"^[\u3400-\u9fff]+$")


class Reading(NamedTuple):
    """One way to read a cell.

    Attributes
    ----------
    name : str
        What is taken for the name of the city.
    areas : frozenset of Area
        What the cell says about where it is; empty if nothing.
    whole : bool
        Whether the name is all that the cell says.
    """

    name: str
    areas: frozenset[Area] = frozenset()
    whole: bool = False


def readings(cell: str) -> Iterator[Reading]:
    """Ways to read a cell for a city, the most literal one first.

    Parameters
    ----------
    cell : str
        As somebody wrote it.

    Examples
    --------
    >>> [reading.name for reading in readings("75005 Paris Cedex 07")]
    ['75005 Paris Cedex 07', 'Paris']
    >>> found = list(readings("Cambridge MA"))[1]
    >>> found.name, sorted(area.country for area in found.areas)
    ('Cambridge', ['MA', 'US'])
    """
    text = " ".join(unicodedata.normalize("NFKC", cell).split())
    yield Reading(text, whole=True)
    bare, marked = _without_postcode(text)
    if bare != text:
        yield Reading(bare, marked)
    yield from _bracketed(bare, marked)
    yield from _parts(bare, marked)
    yield from _words(bare, marked)
    if _HAN.match(bare):
        yield from _chinese(bare)


def _without_postcode(text: str) -> tuple[str, frozenset[Area]]:
    mark = _MARKED.match(text)
    country = _MARKS.get(mark[1]) if mark else None
    bare = text
    while (shorter := _POSTCODE.sub("", bare).strip(" ,")) != bare and shorter:
        bare = shorter
    return bare, frozenset([Area(country)]) if country else frozenset()


def _bracketed(text: str, marked: frozenset[Area]) -> Iterator[Reading]:
    inside = _BRACKET.search(text)
    outside = _BRACKET.sub(" ", text).strip()
    if inside is None or not outside:
        return
    where = areas(inside[1])
    if where:
        yield Reading(outside, where)
    yield Reading(outside, marked)


def _parts(text: str, marked: frozenset[Area]) -> Iterator[Reading]:
    """City, region; city / city."""
    parts = [part for part in _COMMA.split(text) if part]
    if len(parts) < 2:
        return
    for where in (", ".join(parts[1:]), parts[-1], parts[1]):
        found = areas(where)
        if found:
            yield Reading(parts[0], found)
            bare, _ = _without_postcode(parts[0])
            if bare != parts[0]:
                yield Reading(bare, found)
            break
    else:
        yield Reading(parts[0], marked)
    if _WARD.search(parts[0]):
        yield Reading(_AS_CITY.sub("", parts[1]), marked)


def _words(text: str, marked: frozenset[Area]) -> Iterator[Reading]:
    """City ST, City Region, City Region Country, Greater City, City North."""
    words = text.replace(",", " ").split()
    for last in (1, 2, 3):
        if len(words) <= last:
            break
        tail = words[-last:]
        found = areas(" ".join(tail)) or (areas(", ".join(tail)) if last > 1 else frozenset())
        if found and (len("".join(tail)) > 3 or "".join(tail).isupper()):
            yield from _inner(words[:-last], found)
    for cut in (_AS_CITY, _WARD, _TAIL, _HEAD):
        shorter = cut.sub("", text)
        if shorter and shorter != text:
            yield Reading(shorter, marked)


def _inner(words: list[str], where: frozenset[Area]) -> Iterator[Reading]:
    """What is left before a country may end in a state of it: San Francisco CA | USA."""
    if len(words) > 1:
        states = {
            small
            for small in areas(words[-1])
            if small.region and any(small.country == large.country for large in where)
        }
        if states:
            yield Reading(" ".join(words[:-1]), frozenset(states))
    yield Reading(" ".join(words), where)


def _chinese(text: str) -> Iterator[Reading]:
    """浙江省杭州市西湖区, 浙江杭州, 浙江西湖区, 北京市海淀区."""
    province = _PROVINCE.match(text)
    rest, where = text, frozenset[Area]()
    city = _CITY.match(text)
    if city and not province:  # 北京市海淀区
        yield Reading(city[1])
    if province:
        rest, where = province[2], areas(province[1] + "省") or areas(province[1])
        yield Reading(rest, where)
    else:
        for cut in (2, 3):
            found = areas(text[:cut])
            if found and len(text) > cut + 1:
                rest, where = text[cut:], found
                yield Reading(rest, where)
                break
    city = _CITY.match(rest)
    if city:
        yield Reading(city[1], where)
    district = _DISTRICT.match(rest)
    if district and where:  # by itself it may be one of any city
        yield Reading(district[1], where)
