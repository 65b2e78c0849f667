"""A commented file to begin with, for the place where a meeting is held."""

from __future__ import annotations

import json
import re
from typing import Literal, TypeAlias

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import CarbonmeetError, FactorNotFound
from carbonmeet.base.text import Label, Lang, _
from carbonmeet.catalogue import Catalogue, preferred_publishers
from carbonmeet.numbers.factor import publisher
from carbonmeet.travel import air_distance_km
from carbonmeet.travel.airports import airports
from carbonmeet.travel.located import locate
from carbonmeet.travel.places import Place, chinese_name, find_place, place

__all__ = ["REGISTRATIONS", "starter", "worded_as"]

Kind: TypeAlias = Literal["meeting", "city", "registration"]

#: The table beside a starter for registrations.
REGISTRATIONS = "registrations.csv"
#: Where the examples come from: a hub of every continent.
_HUBS = ("LHR", "JFK", "SIN", "DXB", "GRU", "JNB", "NRT", "SYD", "PEK")
#: One does not fly from next door, km.
_NEAR_KM, _FAR_KM = 500, 3000
#: How much larger the largest of a name is where nobody else is thought of.
_BY_FAR = 4
#: Rows of trains: who has none is reached by coach.
_RAIL = ("rail.national", "rail.hsr", "rail.conventional")

#: Section of a city → a number that it cannot do without.
_NEEDS = {"waste": "waste.incineration.carbon-share", "wastewater": "wastewater.bod-per-volume"}
_NOT_KNOWN = _("No '{0}' is known for {1}: give it under 'factors', then take away '# '.")


def starter(words: str, catalogue: Catalogue, kind: Kind = "meeting", lang: Lang = "en") -> str:
    """Write the file of a meeting, or of a city, for a place.

    Parameters
    ----------
    words : str
        The place: a city by name, with its state or country where several bear it, or an airport.
    catalogue : Catalogue
        Decides whose numbers are asked first, and whether trains go there.
    kind : {"meeting", "city", "registration"}
        The last is a meeting with the list of its registrations, ``@table@``.
    lang : {"en", "zh"}
        Of the comments.

    Returns
    -------
    str
        YAML of format 2.

    Raises
    ------
    CarbonmeetError
        If the place is not known, or there are several of that name: with those that there are.

    Examples
    --------
    >>> from carbonmeet.catalogue import load_catalogue
    >>> lines = starter("Vienna", load_catalogue()).splitlines()
    >>> [line.split("#")[0].strip() for line in lines if line.startswith("  airport")]
    ['airport: VIE']
    """
    found, words = _meant(words)
    where = locate((words,), flown=kind != "city")
    filled = {
        "airport": where.airport,
        "table": REGISTRATIONS,
        "place": Label(str(found), chinese_name(found)).get(lang),
        "name_en": found.name,
        "name_zh": chinese_name(found),
        "region": where.region,
        "prefer": ", ".join(_publishers(catalogue, where.region)),
    }
    if kind == "meeting":  # one with examples of where people come from
        near, far = _origins(where.airport)
        land = "rail" if _by_rail(catalogue, where.region) else "coach"
        filled |= {"near": near, "far": far, "land": land}
    path = data_dir("scenarios") / "starters" / f"{kind}.{worded_as(lang)}.yaml"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"@([a-z_]+)@", lambda mark: _quoted(filled[mark[1]]), text)
    for section, key in _NEEDS.items() if kind == "city" else ():
        if not _known(catalogue, key, where.region):
            text = _put_aside(text, section, _NOT_KNOWN.get(lang).format(key, where.region))
    return text


def worded_as(lang: Lang) -> Lang:
    """The language of the shipped files of a reader: English where there are none in theirs.

    Examples
    --------
    >>> worded_as("zh"), worded_as("fr")
    ('zh', 'en')
    """
    found = data_dir("scenarios") / "starters" / f"meeting.{lang}.yaml"
    return lang if found.exists() else "en"


def _meant(words: str) -> tuple[Place, str]:
    """The place of that name, and words that nobody else bears.

    Where there are several, the largest by far: the file says which it is, and is there to change.
    """
    rivals = sorted(find_place(words).rivals, key=lambda one: -one.population)
    torn = find_place(words).place is None and len(rivals) > 1
    if torn and rivals[0].population > _BY_FAR * rivals[1].population:
        return rivals[0], str(rivals[0])
    found = place(words).place
    if found is None:
        raise CarbonmeetError(
            _("'{words}' is not a city: name one, such as its capital", words=words)
        )
    return found, words


def _quoted(text: str) -> str:
    """A text as it stands between double quotes."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _origins(airport: str) -> tuple[str, str]:
    """Hubs abroad for the examples: the next one, and one from afar."""
    home = airports()[airport].country
    abroad = [one for one in _HUBS if airports()[one].country != home]
    away = sorted((air_distance_km(one, airport), one) for one in abroad)
    near = next(one for km, one in away if km > _NEAR_KM)
    return near, next(one for km, one in away if km > _FAR_KM and one != near)


def _publishers(catalogue: Catalogue, region: str) -> list[str]:
    """Whose numbers may answer there, best first."""
    places = {region, region.partition("-")[0], "world"}
    there = {publisher(row.source) for row in catalogue.factors if row.region in places}
    return [one for one in preferred_publishers() if one in there]


def _known(catalogue: Catalogue, key: str, region: str) -> bool:
    try:
        catalogue.find(key, region, prefer=preferred_publishers())
    except FactorNotFound:
        return False
    return True


def _put_aside(text: str, section: str, why: str) -> str:
    """The text with a section made a comment, and the reason before it."""
    before, _, rest = text.partition(f"\n{section}:")
    inside, gap, after = rest.partition("\n\n")
    lines = [f"# {line}" for line in f"{section}:{inside}".split("\n")]
    return "\n".join([before, f"# {why}", *lines]) + gap + after


def _by_rail(catalogue: Catalogue, region: str) -> bool:
    country = region.partition("-")[0]
    return any(row.region == country for key in _RAIL for row in catalogue.rows.get(key, ()))
