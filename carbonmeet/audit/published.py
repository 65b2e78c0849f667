"""What others have worked out and published, worked out again with their factors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from carbonmeet.answer import Answer
from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import MissingExtra
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, Note, _
from carbonmeet.catalogue.records.city import MEETING_CASES
from carbonmeet.estimation import estimate
from carbonmeet.reading.yamlfile import read_yaml_file
from carbonmeet.travel.geodesic import SPHERE_KM
from carbonmeet.units import KG_PER_T

__all__ = ["Case", "left_out", "published_cases", "totals_only"]

_HEADER = {
    "carbonmeet": 2,
    "kind": "meeting",
    "title": "Published case",
    "place": {"name": "Elsewhere", "region": "US"},
    "periods": {"p": {"year": 2019}},
    "measures": "none",
}
_PER_PASSENGER_KM = {"unit": "kg CO2e / passenger / km", "source": "author", "evidence": "primary"}


class Case(NamedTuple):
    """One number that was published, and what the program makes of the same inputs.

    Attributes
    ----------
    name, part : str
        What was worked out, and which number of it.
    published, found : float
        In `unit`.
    tolerance : float
        Relative; wider only where the authors printed few digits.
    cite : str
        Where it is published, and what was read.
    """

    name: str
    part: str
    published: float
    found: float
    unit: str
    tolerance: float
    cite: str

    @property
    def agrees(self) -> bool:
        """Whether the two are the same within the tolerance."""
        return abs(self.found - self.published) <= self.tolerance * abs(self.published)


def published_cases() -> Iterator[Case]:
    """Every cited case, worked out again.

    Examples
    --------
    >>> case = next(published_cases())
    >>> case.name, case.published, round(case.found, 3), case.agrees
    ('tesa-2019-20', 73.194, 73.194, True)
    """
    known = _cases()
    for case in known["meetings"]:
        try:
            yield from _meeting(case)
        except MissingExtra:  # lists of people need it; `left_out` names them
            continue
    crowds, trips, flights = known["crowds"], known["geodesics"], known["flights"]
    for group in crowds["groups"]:
        found = _crowd(group, crowds).baseline.total.value
        yield _case(group["name"], group["expect"], found, "t CO2e", crowds)
    for trip in trips["journeys"]:
        found = _journey(trip, trips).baseline.total.value * KG_PER_T
        yield _case(trip["name"], trip["expect"], found, "kg CO2e", trips)
    for trip in flights["journeys"]:
        found = _flight(trip, flights).baseline.total.value * KG_PER_T
        yield _case(trip["name"], trip["expect"], found, "kg CO2e", flights)


def left_out(cases: Iterable[Case]) -> list[str]:
    """Cases that were not worked out, since they need an extra that is not installed."""
    found = {one.name for one in cases}
    return list(dict.fromkeys(one["id"] for one in _cases()["meetings"] if one["id"] not in found))


@lru_cache(maxsize=1)
def _cases() -> Mapping[str, Any]:
    data: dict[str, Any] = read_yaml_file(data_dir("scenarios") / "published" / "cases.yaml").data
    return data


def _case(name: str, published: float, found: float, unit: str, about: Mapping[str, Any]) -> Case:
    return Case(
        name, "", published, found, unit, about["tolerance"], " ".join(about["cite"].split())
    )


def _meeting(case: Mapping[str, Any]) -> Iterator[Case]:
    """The numbers that its authors print of a meeting: total, sources, periods, single lines."""
    answer = estimate(data_dir("scenarios") / "published" / f"{case['id']}.yaml")
    footprint, expect = answer.baseline, case["expect"]
    numbers = {("", "total"): footprint.total.value}
    numbers |= {("source", name): one.value for name, one in footprint.by_source.items()}
    numbers |= {("period", name): one.value for name, one in footprint.by_period.items()}
    for label in expect.get("line", {}):
        kg = [one.kg_co2e for one in answer.lines if label in str(one.label)]
        numbers["line", label] = max(kg, default=0.0) / KG_PER_T
    wanted = [(by, name, tonnes) for by in ("source", "period", "line")
              for name, tonnes in expect.get(by, {}).items()]  # fmt: skip
    if "total" in expect:
        wanted.insert(0, ("", "total", expect["total"]))
    for by, name, tonnes in wanted:
        found = numbers.get((by, name), 0.0)
        yield _case(case.get("name", case["id"]), tonnes, found, "t CO2e", case)._replace(part=name)


def _law(bands: list[dict[str, Any]], index: float = 1.0) -> dict[str, Any]:
    """The bands of the authors as a law of the file's own."""
    pairs = [[band["below"], band["factor"] * index] for band in bands]
    return {"key": "author", "law": {"bands": pairs}, "source": "author", "evidence": "primary"}


def _run(**sections: Any) -> Answer:
    return estimate(_HEADER | sections)


def _crowd(group: Mapping[str, Any], about: Mapping[str, Any]) -> Answer:
    """People by city: the file says the bands, and nothing is chosen outside of it."""
    crowds = [
        {
            "name": f"City {number}",
            "period": "p",
            "people": people,
            "travel": [{"mode": "author", "distance": f"{way!r} km"}],
        }
        for number, (people, way) in enumerate(group["cities"])
    ]
    return _run(groups=crowds, factors=[_law(about["bands"])])


def _journey(trip: Mapping[str, Any], about: Mapping[str, Any]) -> Answer:
    """Our distance on WGS84; the authors' places, bands and index."""
    start, end = (", ".join(map(str, trip[name])) for name in ("from", "to"))
    way = {"mode": "author", "from": start, "to": end}
    group = {"name": trip["name"], "period": "p", "people": 1, "travel": [way]}
    return _run(groups=[group], factors=[_law(about["bands"], about["index"])])


def _flight(trip: Mapping[str, Any], about: Mapping[str, Any]) -> Answer:
    """Airports by code on a sphere. The authors' earth is larger: the factor carries the ratio."""
    modes = ("air.short-haul.economy", "air.long-haul.economy")
    groups, factors = [], []
    for mode, leg in zip(modes, trip["legs"], strict=False):
        way = {"mode": mode, "from": leg["from"], "to": leg["to"], "one_way": True}
        groups.append({"name": mode, "period": "p", "people": 1, "travel": [way]})
        value = leg["factor"] * about["radius"] / SPHERE_KM
        factors.append({"key": f"{mode}.non-co2", "value": value, **_PER_PASSENGER_KM})
    return _run(methods={"distance": "sphere"}, groups=groups, factors=factors)


def totals_only() -> list[Label]:
    """Published totals that stand in the catalogue without the data behind them."""
    known = {one.get("listed") for one in _cases()["crowds"]["groups"]}
    return [
        _(
            "{name}: {tonnes:,g} t ({publisher})",
            name=one.name,
            tonnes=one.tonnes,
            publisher=Note(one.publisher),
        )
        for one in MEETING_CASES.shipped()
        if one.key not in known
    ]
