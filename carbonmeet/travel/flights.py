"""What kind of flight it is: by the countries of both ends, and by the bounds of a publisher.

Which hauls a publisher tells apart, for whom and up to which distance, stands in ``flights.csv``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _
from carbonmeet.rows import Column, Table
from carbonmeet.travel.airports import air_distance_km, airport

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

__all__ = ["FLIGHTS", "Flight", "Haul", "flight", "haul_names", "hauls", "hauls_array", "journey"]


class Flight(NamedTuple):
    """A flight as factors see it.

    Attributes
    ----------
    haul : str
        ``domestic``, ``short-haul``, ``long-haul`` or ``international``: a word of the services.
    country : str
        The country that a domestic flight is in; empty for others.
    """

    haul: str
    country: str = ""


class Haul(NamedTuple):
    """One line of ``flights.csv``.

    Attributes
    ----------
    haul : str
        What such a flight is called.
    country : str
        The country that one end lies in; empty for any.
    below_km : float
        Distance from which on it is another haul, km.
    source, locator : str
        Who says so, and where.
    """

    haul: Annotated[str, Column("What such a flight is called in the services.")]
    country: Annotated[
        str,
        Column(
            "Country that one end lies in; empty for any.", form="[A-Z]{2}", such=_("a country")
        ),
    ] = ""
    below_km: Annotated[
        float,
        Column(
            "Distance from which on it is another haul, km; empty where there is no bound.",
            least=0,
            name="to_km",
        ),
    ] = math.inf
    source: Annotated[str, Column("Key of sources.csv.", to="sources")] = ""
    locator: Annotated[str, Column("Place in the source.", told=True)] = ""


FLIGHTS = Table("flights", "Hauls of flights, by the bounds of the publishers", Haul)


def hauls() -> tuple[Haul, ...]:
    """The hauls that publishers tell apart, in the order in which they are tried.

    Examples
    --------
    >>> [(one.haul, one.country, one.below_km) for one in hauls()][1:3]
    [('short-haul', 'GB', 3700.0), ('long-haul', 'GB', inf)]
    """
    return FLIGHTS.shipped()


def flight(origin: str, destination: str) -> Flight:
    """Tell what kind of flight goes between two airports.

    Between mainland China and Hong Kong, Macao or Taiwan a flight counts as international,
    because the codes differ.

    Parameters
    ----------
    origin, destination : str
        IATA codes.

    Examples
    --------
    >>> flight("PEK", "KMG"), flight("HKG", "KMG").haul
    (Flight(haul='domestic', country='CN'), 'international')
    >>> flight("LHR", "VIE").haul, flight("LHR", "SIN").haul, flight("JFK", "VIE").haul
    ('short-haul', 'long-haul', 'international')
    """
    ends = airport(origin).country, airport(destination).country
    if ends[0] == ends[1]:
        return Flight("domestic", ends[0])
    abroad = [one for one in hauls() if one.haul != "domestic" and one.country in ("", *ends)]
    for one in abroad:
        if one.below_km == math.inf or air_distance_km(origin, destination) < one.below_km:
            return Flight(one.haul)
    return Flight(abroad[-1].haul)


def haul_names() -> tuple[str, ...]:
    """The kinds of flights, each once.

    Examples
    --------
    >>> haul_names()
    ('domestic', 'short-haul', 'long-haul', 'international')
    """
    return tuple(dict.fromkeys(one.haul for one in hauls()))


def hauls_array(
    origins: Sequence[str], destinations: Sequence[str], km: ArrayLike
) -> NDArray[np.intp]:
    """Tell what kind of flight goes between many places: `flight` for arrays.

    Parameters
    ----------
    origins, destinations : sequence of str
        Countries.
    km : array_like, shape (origins, destinations)
        One way, straight.

    Returns
    -------
    ndarray of int, shape (origins, destinations)
        Positions in `haul_names`.

    Examples
    --------
    >>> hauls_array(["GB", "CN"], ["GB", "AT"], [[500, 1300], [8200, 7500]]).tolist()
    [[0, 1], [2, 3]]
    """
    import numpy as np

    names = haul_names()
    far = np.asarray(km, float)
    start = np.array(origins, dtype=np.str_).reshape(-1, 1)
    end = np.array(destinations, dtype=np.str_).reshape(1, -1)
    found = np.full(far.shape, -1, np.intp)
    last = found.copy()
    found[np.broadcast_to(start == end, far.shape)] = names.index("domestic")
    for one in hauls():
        if one.haul != "domestic":
            meant = np.broadcast_to((start == one.country) | (end == one.country), far.shape)
            meant = meant | (one.country == "")
            last[meant] = names.index(one.haul)
            found[(found < 0) & meant & (far < one.below_km)] = names.index(one.haul)
    return np.where(found < 0, last, found)


def journey(stops: Sequence[str]) -> Flight:
    """Tell what kind of flight a journey over several airports counts as.

    A connection belongs to the flight that it leads to: of the kinds of flights that cross a
    border, the one with most kilometres.

    Examples
    --------
    >>> journey(["EDI", "LHR", "VIE"]).haul, journey(["LHR", "PEK", "KMG"]).haul
    ('short-haul', 'long-haul')
    >>> journey(["JFK", "ORD", "SFO"])
    Flight(haul='domestic', country='US')
    """
    kinds: dict[Flight, float] = {}
    for origin, destination in pairwise(stops):
        kind = flight(origin, destination)
        kinds[kind] = kinds.get(kind, 0.0) + air_distance_km(origin, destination)
    return max(kinds, key=lambda kind: (kind.haul != "domestic", kinds[kind]))
