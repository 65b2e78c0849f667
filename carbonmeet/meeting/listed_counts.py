"""What is added up of the people of a list: heads, journeys, nights and days of each kind."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any, Literal

from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.bench.turnout import Part
from carbonmeet.meeting.listed import Attendees
from carbonmeet.meeting.listed_ways import Way

if TYPE_CHECKING:
    from carbonmeet.people.roll import Traveller

__all__ = ["Counted", "Role", "Who", "at_the_mean", "of_sums", "weighed"]

Role = Literal["attendee", "staff"]


class Who(NamedTuple):
    """People who are priced together."""

    period: str
    role: Role
    resident: bool = False

    @property
    def name(self) -> str:
        """As paths call them."""
        return f"{self.role}-resident" if self.resident else self.role


@dataclass(slots=True)
class Counted:
    """What is added up of the people of one period and role."""

    people: float = 0.0
    placed: float = 0.0
    travellers: dict[Traveller, float] = field(default_factory=dict)
    ways: dict[Way, list[Part]] = field(default_factory=lambda: defaultdict(list))
    nights: dict[str, list[Part]] = field(default_factory=lambda: defaultdict(list))
    days: dict[str, list[Part]] = field(default_factory=lambda: defaultdict(list))
    heads: dict[tuple[str, Way | str], float] = field(default_factory=lambda: defaultdict(float))
    modeless: float = 0.0

    @property
    def all_days(self) -> list[Part]:
        """Days of everybody, whatever they eat."""
        return [part for days in self.days.values() for part in days]

    def plain(self, who: Who) -> dict[str, Any]:
        """As the section of a scenario holds it; see `Sums`."""
        heads, km = self.heads, {way: weighed(one) for way, one in self.ways.items()}
        return {
            "period": who.period, "role": who.role,
            **({"residents": True} if who.resident else {}),
            "people": self.people, "placed": self.placed,
            "ways": [
                way._asdict()
                | {"people": heads["way", way], "person_km": km[way]}
                | self.priced(way)
                for way in sorted(km)
            ],
            "nights": {name: weighed(one) for name, one in sorted(self.nights.items())},
            "stays": {name: heads["nights", name] for name in sorted(self.nights)},
            "days": {name: weighed(one) for name, one in sorted(self.days.items())},
            "fed": {name: heads["days", name] for name in sorted(self.days)},
        }  # fmt: skip

    def priced(self, way: Way) -> dict[str, float]:
        """kg CO2e of journeys that a law prices."""
        kg = [part.heads * part.kg for part in self.ways[way] if part.kg is not None]
        return {"kg": math.fsum(kg)} if kg else {}


def of_sums(block: Attendees) -> tuple[dict[Who, Counted], dict[Who, float]]:
    """What a list came to, as its sums say it."""
    counted = {}
    for one in block.sums or ():
        found = counted[Who(one.period, one.role, one.residents)] = Counted(one.people, one.placed)
        for way in one.ways:
            key = Way(way.service, way.country, way.tag, way.mode)
            found.ways[key].append(Part(None, 1.0, way.person_km, way.kg))
            found.heads["way", key] = way.people
        for name, nights in one.nights.items():
            found.nights[name].append(Part(None, 1.0, nights))
            found.heads["nights", name] = one.stays.get(name, 0.0)
        for name, days in one.days.items():
            found.days[name].append(Part(None, 1.0, days))
            found.heads["days", name] = one.fed.get(name, 0.0)
    return counted, {Who(one.period, "attendee"): one.people for one in block.online}


def at_the_mean(counted: Mapping[Who, Counted]) -> None:
    """Whose place is not known comes as the mean of all others, those of the city among them."""
    for who, sums in counted.items():
        here = counted.get(who._replace(resident=True))
        if not who.resident and here is not None and sums.people:
            placed, people = sums.placed + here.placed, sums.people + here.people
            sums.placed = placed / people * sums.people


def weighed(parts: Iterable[Part]) -> float:
    """How much all of them do together."""
    return math.fsum(part.heads * part.each for part in parts)
