"""What every person of a list emits: what is theirs, and their part of what all share.

A line that hangs on the people of a list is theirs: a journey by its kilometres, a bed by its
nights, a meal by its days. What a meeting has as such, halls and fleets and freight, is shared by
person-days with everybody on site. Groups beside the list, and who takes part online in other
sections, keep what is theirs: it is left over, in a last row.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from carbonmeet.answer import Answer
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Lang, _
from carbonmeet.bench.expansion import Expansion
from carbonmeet.meeting import MeetingScenario
from carbonmeet.meeting.attendees import AttendeeList
from carbonmeet.meeting.people import People
from carbonmeet.people.rows import Person, rows_of
from carbonmeet.rows.writing import csv_text
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from carbonmeet.bench.turnout import Turnout
    from carbonmeet.numbers.path import Path
    from carbonmeet.pricing.workings import Workings

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.int64]
    #: Period, role, and whether they take part online.
    _Who: TypeAlias = tuple[str, str, bool]

__all__ = ["COLUMNS", "Persons", "per_person", "shared_out"]

#: What the grams of a person are told by.
COLUMNS = ("journey", "stay", "shared")
_G_PER_KG = 1000
#: What the last row is called.
_LEFT = _("(not on the list)")


@dataclass(frozen=True, eq=False, repr=False)
class Persons:
    """Grams of every person of a list, before the measures.

    With the last row they sum to the total.

    Attributes
    ----------
    column : str
        Heading of the one column that was kept.
    keys : list of str
        Its cells.
    grams : ndarray of int, shape (rows, 3)
        Columns as in `COLUMNS`.
    heads : ndarray
        People that a row stands for.
    left : int
        Grams that are nobody's on the list.
    fees : ndarray of int or None
        Hundredths of the currency that each row costs.
    currency : str
    """

    column: str
    keys: list[str]
    grams: Ints
    heads: Floats
    left: int
    fees: Ints | None = None
    currency: str = ""

    def __repr__(self) -> str:
        return f"<Persons: {len(self.keys)} rows, {self.grams.sum() / 1e6:,.1f} t CO2e>"

    def to_frame(self) -> pd.DataFrame:
        """As a pandas table, g CO2e; the last row is what is nobody's on the list."""
        import pandas as pd

        head, *rows = self._rows("en")
        return pd.DataFrame(rows, columns=head)

    def csv(self, lang: Lang = "en") -> str:
        """As CSV."""
        head, *rows = self._rows(lang)
        return csv_text(head, rows, exact=True)  # ids are looked up elsewhere

    def _rows(self, lang: Lang) -> list[list[Any]]:
        many = bool((self.heads != 1).any())
        head = [self.column, *(["people"] if many else [])]
        head += [f"{name} [g CO2e]" for name in (*COLUMNS, "total")]
        rows: list[list[Any]] = [[*head, *([f"fee [{self.currency}]"] if self.currency else [])]]
        totals, each = self.grams.sum(axis=1).tolist(), self.grams.tolist()
        fees = [] if self.fees is None else self.fees.tolist()
        for at, key in enumerate(self.keys):
            more = [f"{self.heads[at]:g}"] if many else []
            fee = [f"{fees[at] / 100:.2f}"] if fees else []
            rows.append([key, *more, *each[at], totals[at], *fee])
        empty = [""] * (len(COLUMNS) + many)
        rows.append([_LEFT.get(lang), *empty, self.left, *([""] if self.currency else [])])
        return rows


def per_person(answer: Answer, column: str, price: float = 0.0, currency: str = "") -> Persons:
    """Share a footprint out to the people of its list.

    Parameters
    ----------
    answer : Answer
        Of a meeting with a list of people.
    column : str
        Heading of the one column of the list that is kept.
    price : float
        Of a tonne, in `currency`; 0 for none.

    Returns
    -------
    Persons
        Grams are whole, by the method of the largest remainder: they sum to the total.

    Raises
    ------
    CarbonmeetError
        If the scenario has no list, or the list no such column.
    """
    found = answer.workings
    content = found.scenario.content
    if not isinstance(content, MeetingScenario) or not found.turnouts:
        raise CarbonmeetError(
            _("{name} has no list of people to share out to", name=found.scenario.name)
        )
    reader = _reader(found, content)
    rows = rows_of(reader.read(), column)
    shares = _Shares(found, content, reader)
    each = np.array([shares.of(one) for one in rows.persons]).reshape(-1, len(COLUMNS))
    kg = each[rows.kinds] * rows.heads[:, None]
    whole = float(found.baseline.total) * KG_PER_T
    rest = max(whole - math.fsum(kg.ravel().tolist()), 0.0)
    grams = shared_out(np.append(kg.ravel(), rest) * _G_PER_KG, round(whole * _G_PER_KG))
    own, left = grams[:-1].reshape(kg.shape), int(grams[-1])
    fees = None
    if price:
        cost = own.sum(axis=1) / 1e6 * price * 100
        fees = shared_out(cost, round(math.fsum(cost.tolist())))
    return Persons(column, rows.keys, own, rows.heads, left, fees, currency if price else "")


def shared_out(parts: Floats, whole: int) -> Ints:
    """Whole numbers that sum to `whole`, each next to its part: the method of largest remainders.

    Equal remainders go to those that stand first.

    Examples
    --------
    >>> shared_out(np.array([1.4, 1.4, 0.2]), 3).tolist()
    [2, 1, 0]
    """
    low = np.floor(parts).astype(np.int64)
    more = whole - int(low.sum())
    order = np.argsort(-(parts - low), kind="stable")
    if more >= 0:
        np.add.at(low, np.resize(order, more), 1)
    else:  # rounding of floating point put a part above its whole number
        some = order[::-1][low[order[::-1]] > 0]
        np.subtract.at(low, some[:-more], 1)
    return low


def _reader(found: Workings, content: MeetingScenario) -> AttendeeList:
    read = found.scenario
    bench = Expansion(
        read.document, found.catalogue, content.prefer, read.methods, read.spans,
        laws=read.laws(found.catalogue),
    )  # fmt: skip
    assert content.attendees is not None
    return AttendeeList(content.attendees, bench, read.spans, People(content, bench))


class _Shares:
    """kg of a person of any kind, by `COLUMNS`."""

    def __init__(self, found: Workings, content: MeetingScenario, reader: AttendeeList) -> None:
        self.reader = reader
        self.turnouts = {_who(one): one for one in found.turnouts}
        self.means: dict[Path, float] = defaultdict(float)
        self.heads: dict[_Who, float] = defaultdict(float)
        self.rest: dict[str, float] = defaultdict(float)
        self.days: dict[str, float] = defaultdict(float)
        self._lines(found)
        self._days(content)
        self.unplaced = {
            who: math.fsum(n for one, n in turnout.travellers.items() if not one.match.place)
            for who, turnout in self.turnouts.items()
        }
        self.spread = {
            path: (math.fsum(x.heads * x.weight for x in parts), {x.who: x.weight for x in parts})
            for one in found.turnouts
            for path, parts in one.spreads.items()
        }

    def _lines(self, found: Workings) -> None:
        """Whose every line is: a mean's, a list's people's, or all people's of a period."""
        means = {path for one in found.turnouts for path in one.spreads}
        for i in found.lines:
            activity, kg = found.model.lines[i].activity, float(found.baseline.kg[i])
            if activity.dormant or not kg:
                continue
            places = [number.place for number, _ in activity.amount]
            mean = next((place for place in places if place in means), None)
            people = next((place for place in places if _counts_people(place)), None)
            if mean is not None:
                self.means[mean] += kg
            elif people is not None:
                online = people[2] == "online"
                role = "attendee" if online else str(people[2])
                self.heads[str(people[1]), role, online] += kg
            elif not _others(activity.tags, activity.service):
                self.rest[activity.period] += kg

    def _days(self, content: MeetingScenario) -> None:
        """Person-days of everybody on site, by period."""
        for one in self.turnouts.values():
            self.days[self.span(one.period)] += one.days
        for group in content.groups:
            nights = group.nights.value if group.nights is not None else 0.0
            days = group.days.value if group.days is not None else nights or 1.0
            self.days[group.period] += group.people.value * days

    def span(self, period: str) -> str:
        """The name of a period, by what the list calls it."""
        found = self.reader.span(period)
        return period if found is None else found.name

    def of(self, one: Person) -> tuple[float, float, float]:
        """kg of one person."""
        online = one.where == "online"
        here = not online and self.reader.lives_here(one.traveller)
        known = self.reader.who(one.traveller.role, one.traveller.period)._replace(resident=here)
        period = known.period
        who: _Who = (period, "attendee" if online else known.name, online)
        turnout = self.turnouts[who]
        stay = self.heads[who] / turnout.counted
        journey, days = 0.0, 0.0
        for path in turnout.spreads:
            kg, (whole, each) = self.means[path], self.spread[path]
            if path[3] == "travel" and one.traveller.match.place is None:
                journey += kg * (1 - turnout.share) / self.unplaced[who]  # the mean of the others
            elif path[3] == "travel":
                part = each.get(one.traveller, 0.0) / whole
                journey += kg * turnout.share * part
            else:
                mine = each.get(one.guest, 0.0)
                stay += kg * mine / whole if whole else 0.0
                days = mine if path[3:] == ("days",) else days
        name = self.span(period)
        come = turnout.come / turnout.counted
        return journey, stay, self.rest[name] * days * come / self.days[name] if days else 0.0


def _who(turnout: Turnout) -> _Who:
    return turnout.period, turnout.role, turnout.online


def _counts_people(path: Path) -> bool:
    return path[:1] == ("attendees",) and path[3:] == ("people",)


def _others(tags: frozenset[str], service: str) -> bool:
    """Whether a line is that of a group, or of who takes part online in another section."""
    return service == "digital/online" or any(tag.startswith("group:") for tag in tags)
