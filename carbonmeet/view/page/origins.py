"""A map of where people come from, drawn beforehand: paths and points on one sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from carbonmeet.base.record import NamedTuple
from carbonmeet.questions.site.origins import origins_of
from carbonmeet.travel import find_place
from carbonmeet.travel.airports import airports
from carbonmeet.travel.coasts import coasts
from carbonmeet.travel.places import chinese_name
from carbonmeet.travel.routes import Stop, stop
from carbonmeet.view.figures.earth import (
    CENTRES,
    great_circle,
    outline,
    projected,
    unwrapped,
)
from carbonmeet.view.page.bilingual import Both, both
from carbonmeet.view.page.listed import FEWEST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.answer import Answer

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["sheet"]

#: Width of the sheet in its own units, and the margin around it.
_WIDTH, _EDGE = 1000.0, 4.0
#: Islands smaller than this are left out, and points of a coast nearer to its line, in units.
_SMALL, _FINE = 3.0, 0.8
_TURN = 360.0


class _Start(NamedTuple):
    """Where people set out: a name, a place, and the groups they are shares of."""

    name: Both
    lat: float
    lon: float
    parts: list[tuple[str, float]]
    people: float


def sheet(answer: Answer) -> dict[str, Any] | None:
    """The land, the host, and the ways of everybody whose start is known.

    Origins of a list of people come from the answer, which merges those of fewer than five.

    Returns
    -------
    dict or None
        None where no start is known, or the scenario has no host with an airport.
    """
    scenario = answer.workings.scenario
    host = next((one.airport for one in scenario.spans.values() if one.airport), "")
    if scenario.kind != "meeting" or not host:
        return None
    starts = [*_of_groups(answer), *_of_list(answer)]
    if not starts:
        return None
    place = stop(host, flight=True)
    centre = CENTRES[1] if abs(place.longitude - CENTRES[1]) < 40 else CENTRES[0]
    draw = _Sheet(centre)
    ways = great_circle(
        [one.lat for one in starts], [one.lon for one in starts], place.latitude, place.longitude,
        points=24,
    )  # fmt: skip
    return {
        "width": round(_WIDTH + 2 * _EDGE),
        "height": draw.height,
        "outline": draw.outline(),
        "land": draw.land(),
        "host": [_named(place), draw.point(place.longitude, place.latitude)],
        "starts": [
            {
                "name": one.name,
                "at": draw.point(one.lon, one.lat),
                "way": draw.line(lon, lat),
                "parts": one.parts,
                "people": one.people,
            }
            for one, lon, lat in zip(starts, *ways, strict=True)
        ],
    }


def _of_groups(answer: Answer) -> list[_Start]:
    """Origins of groups; their people are shares of the group's, and move with them."""
    scenario = answer.workings.scenario
    found: dict[Stop, list[tuple[str, float]]] = {}
    numbers = {one.place: one.id for one in answer.workings.model.inputs if one.place}
    for origin in origins_of(scenario):
        people = numbers.get(("groups", origin.group, "people"))
        if origin.place is None or people is None:
            continue
        found.setdefault(origin.place, []).append((people, origin.share))
    return [
        _Start(_named(one), one.latitude, one.longitude, parts, 0.0) for one, parts in found.items()
    ]


def _named(one: Stop) -> Both:
    """A stop in both languages: an airport by its city."""
    known = airports().get(one.airport or one.name)
    name = (known.city or known.name) if known is not None and one.name == known.iata else one.name
    place = find_place(f"{name}, {one.country}" if one.country else name).place
    return Both([name, chinese_name(place) if place is not None else name])


def _of_list(answer: Answer) -> list[_Start]:
    found: list[_Start] = []
    for one in answer.attendance.by_origin if answer.attendance else ():
        if not one.key or one.people < FEWEST:
            continue
        city, _, region = one.key.rpartition(", ")
        place = find_place(one.key).place or find_place(f"{city}, {region.partition('-')[0]}").place
        if place is None:
            continue
        found.append(
            _Start(
                both(one.name),
                place.latitude,
                place.longitude,
                [],
                one.people,
            )
        )
    return found


class _Sheet:
    """Equal Earth on a sheet of whole numbers, downwards."""

    def __init__(self, centre: float) -> None:
        self.centre = centre
        x, y = outline()
        self.scale = _WIDTH / float(x.max() - x.min())
        self.left, self.top = float(x.min()), float(y.max())
        self.height = round(float(y.max() - y.min()) * self.scale + 2 * _EDGE)

    def at(self, lon: Floats, lat: Floats) -> Floats:
        x, y = projected(lon, lat, self.centre)
        return np.column_stack(
            [(x - self.left) * self.scale + _EDGE, (self.top - y) * self.scale + _EDGE]
        )

    def point(self, lon: float, lat: float) -> list[float]:
        near = unwrapped(np.array([lon]), self.centre)
        return [round(float(one), 1) for one in self.at(near, np.array([lat]))[0]]

    def outline(self) -> str:
        x, y = outline()
        points = np.column_stack(
            [(x - self.left) * self.scale + _EDGE, (self.top - y) * self.scale + _EDGE]
        )
        return _path(points[::6], True)

    def line(self, lon: Floats, lat: Floats) -> str:
        """A way, and once more where it crosses the edge."""
        way = unwrapped(lon, self.centre)
        copies = [way + turn for turn in (-_TURN, 0.0, _TURN)]
        inside = [one for one in copies if self._meets(one)]
        return "".join(_path(self.at(one, lat), False) for one in inside)

    def _meets(self, lon: Floats) -> bool:
        return bool(lon.max() > self.centre - 180.0 and lon.min() < self.centre + 180.0)

    def land(self) -> str:
        """All land in one path, as coarse as a screen shows it."""
        parts = []
        for ring in coasts():
            for turn in (-_TURN, 0.0, _TURN):
                lon = ring[:, 0] + turn
                if not self._meets(lon):
                    continue
                points = self.at(lon, ring[:, 1])
                if min(np.ptp(points, axis=0)) < _SMALL:
                    continue
                parts.append(_path(points[_kept(points)], True))
        return "".join(parts)


def _kept(points: Floats) -> list[int]:
    """Which points carry the shape: Douglas and Peucker (1973), without recursion."""
    keep, spans = {0, len(points) - 1}, [(0, len(points) - 1)]
    if len(points) > 3:  # a ring begins where it ends: cut it at its furthest point
        far = int(np.argmax(((points - points[0]) ** 2).sum(axis=1)))
        keep.add(far)
        spans = [(0, far), (far, len(points) - 1)]
    while spans:
        start, end = spans.pop()
        if end - start < 2:
            continue
        base = points[end] - points[start]
        off = points[start + 1 : end] - points[start]
        length = float(np.hypot(*base)) or 1.0
        away = np.abs(base[0] * off[:, 1] - base[1] * off[:, 0]) / length
        at = int(np.argmax(away))
        if away[at] > _FINE:
            middle = start + 1 + at
            keep.add(middle)
            spans += [(start, middle), (middle, end)]
    return sorted(keep)


def _path(points: Floats, closed: bool) -> str:
    """Whole numbers, each relative to the one before."""
    whole = np.rint(points).astype(int)
    steps = np.diff(whole, axis=0)
    steps = steps[np.any(steps != 0, axis=1)]
    moves = " ".join(f"{dx} {dy}" for dx, dy in steps.tolist()).replace(" -", "-")
    return f"M{whole[0, 0]} {whole[0, 1]}l{moves}" + ("z" if closed else "")
