"""A list of people read whole: who counts, where they come from, how they travel and stay."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import field
from pathlib import Path

from carbonmeet.base.errors import Fault, InputError, did_you_mean
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import _, joined
from carbonmeet.bench.statuses import STATUSES
from carbonmeet.people.columns import PLACE, Columns, read_columns
from carbonmeet.people.counting import Counts, Meant, Stay, Way, count_people, stays_from
from carbonmeet.people.match import Match, Query, match
from carbonmeet.people.table import Listed, open_list
from carbonmeet.people.words import VALUED, meaning, meanings_of, vocabulary

__all__ = [
    "Guest", "Matched", "Roll", "Traveller", "guest_of", "query_of", "read_list", "traveller_of",
]  # fmt: skip

_NUMBER = pattern_of(r"[0-9]+(?:[.,][0-9]+)?")
#: Cells that say nothing.
_SILENT = ("", "-", "–", "n/a", "N/A")
#: The most that a list can mean: nights, and kilometres to the other side of the earth.
_MOST = {"nights": 366, "distance": 20_100}
_COUNTED = tuple(name for name, how in STATUSES.items() if how)


class Matched(NamedTuple):
    """Cells that say where people come from, and how they were read.

    Attributes
    ----------
    rows : int
        Rows of the list.
    people : float
        People counted among them, on site or online.
    """

    match: Match
    rows: int
    people: float


class Traveller(NamedTuple):
    """People who come from one place in one way.

    `mode` and `cabin` are empty, and `km` one way is None, where the list does not say.
    """

    match: Match
    stops: str
    km: float | None
    mode: str
    cabin: str
    role: str
    period: str


class Guest(NamedTuple):
    """People who stay so many nights in one kind of room and eat in one way.

    `nights` is None, and the others are empty, where the list does not say.
    """

    nights: float | None
    hotel: str
    diet: str
    role: str
    period: str


@dataclass(frozen=True, slots=True)
class Roll:
    """A list of people, read.

    Attributes
    ----------
    name : str
    listed : Listed
        The table as it was opened.
    columns : Columns
        What is read from which column.
    counts : Counts
        The list as exact counts.
    matches : tuple of Matched
        Every different place, the most people first.
    travellers, guests : mapping to float
        People on site.
    online : mapping of (role, period) to float
        People who take part online.
    left_out : mapping of str to float
        Status → people who are not counted.
    meant : Meant
        What the cells mean.
    places : mapping of Query to Match
        How the cells that say a place are read.
    """

    name: str
    listed: Listed
    columns: Columns
    counts: Counts
    matches: tuple[Matched, ...]
    travellers: Mapping[Traveller, float]
    guests: Mapping[Guest, float]
    online: Mapping[tuple[str, str], float]
    left_out: Mapping[str, float]
    meant: Meant = field(compare=False)
    places: Mapping[Query, Match] = field(compare=False)

    @property
    def on_site(self) -> float:
        """People who come."""
        return sum(self.travellers.values())

    def guests_from(self, places: Collection[Match]) -> dict[Guest, float]:
        """How the people from some of the places live; nobody else of the list."""
        roles = self.columns.roles
        told = [name for name in PLACE if name in roles]
        cells = {
            tuple(getattr(way, name) for name in told)
            for way in self.counts.ways
            if self.places[query_of(way)] in places
        }
        found: dict[Guest, float] = defaultdict(float)
        if cells:
            for stay, number in stays_from(self.listed, roles, cells, self.meant).items():
                found[guest_of(stay)] += number / self.counts.parts
        return dict(found)

    @property
    def unsettled(self) -> tuple[Matched, ...]:
        """Places of counted people that were not settled, the most people first."""
        return tuple(one for one in self.matches if one.people and one.match.place is None)


def read_list(
    path: str | Path,
    *,
    columns: Mapping[str, str | None] | None = None,
    values: Mapping[str, Mapping[str, str]] | None = None,
    counted: Sequence[str] = _COUNTED,
    modes: Collection[str] = (),
    sheet: str | None = None,
    encoding: str | None = None,
    engine: str = "duckdb",
    known: Mapping[Query, Query] | None = None,
    year: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Roll:
    """Read a list of people.

    Parameters
    ----------
    path : path
        See `open_list`.
    columns : mapping of str to str, optional
        Role → heading; found by the headings by default.
    values : mapping of str to mapping, optional
        Role → word of the list → what it means, such as ``{"mode": {"Zug": "rail"}}``.
    counted : sequence of str
        Statuses of people who are counted.
    modes : collection of str
        Modes of travel that a scenario has beside those of the catalogue.
    sheet, encoding, engine
        See `open_list`.
    known : mapping of Query to Query, optional
        Cells that a reader has corrected → what to read instead.
    year : int, optional
        Of the meeting: see `read_columns`.
    progress : callable, optional
        Told the number of places matched, now and then.

    Raises
    ------
    InputError
        If words, nights or counts are not understood: all of them at once.
    """
    listed = open_list(path, sheet=sheet, encoding=encoding, engine=engine)
    found = read_columns(listed, columns, year)
    reader = _Reader(listed, found, values or {}, counted, modes)
    where = {name: how for name, how in STATUSES.items() if how and name in counted}
    counts, meant = count_people(listed, found.roles, reader.meanings, where)
    places = _places(counts, known or {}, progress)
    travellers: dict[Traveller, float] = defaultdict(float)
    online: dict[tuple[str, str], float] = defaultdict(float)
    rows, people = Counter[Match](), defaultdict[Match, float](float)
    for way, (lines, number) in counts.ways.items():
        one, heads = places[way], number / counts.parts
        if one.status == "not-a-person":
            continue
        rows[one] += lines
        if not way.where:
            continue
        people[one] += heads
        if way.where == "online":
            online[way.role, way.period] += heads
        else:
            travellers[traveller_of(one, way)] += heads
    guests: dict[Guest, float] = defaultdict(float)
    for stay, (_, number) in counts.stays.items():
        guests[guest_of(stay)] += number / counts.parts
    ordered = sorted(rows, key=lambda one: (-people[one], -rows[one], one.query))
    return Roll(
        name=str(path),
        listed=listed,
        columns=found,
        counts=counts,
        matches=tuple(Matched(one, rows[one], people[one]) for one in ordered),
        travellers=dict(travellers),
        guests=dict(guests),
        online=dict(online),
        meant=meant,
        places={query_of(way): one for way, one in places.items()},
        left_out={name: number / counts.parts for name, number in counts.statuses.items()},
    )


def traveller_of(found: Match, way: Way) -> Traveller:
    """Somebody who comes in a way from a place."""
    km = float(way.distance) if way.distance else None
    return Traveller(found, way.stops, km, way.mode, way.cabin, way.role, way.period)


def guest_of(stay: Stay) -> Guest:
    """Somebody who stays so."""
    nights = float(stay.nights) if stay.nights else None
    return Guest(nights, stay.hotel, stay.diet, stay.role, stay.period)


def _places(
    counts: Counts, known: Mapping[Query, Query], progress: Callable[[int], None] | None
) -> dict[Way, Match]:
    """How the place of every way is read; equal cells are read once."""
    queries = {way: query_of(way) for way in counts.ways}
    different = list(dict.fromkeys(queries.values()))
    read = match([known.get(one, one) for one in different], progress)
    found = {one: seen._replace(query=one) for one, seen in zip(different, read, strict=True)}
    return {way: found[query] for way, query in queries.items()}


def query_of(way: Way) -> Query:
    """The cells of a way that say a place."""
    point = f"{way.latitude}, {way.longitude}" if way.latitude and way.longitude else ""
    return Query(way.city, way.country, way.state, way.airport, point)


class _Reader:
    """Reads the words of a list, and remembers what it does not understand."""

    def __init__(
        self,
        listed: Listed,
        columns: Columns,
        values: Mapping[str, Mapping[str, str]],
        counted: Sequence[str],
        modes: Collection[str] = (),
    ) -> None:
        self.listed, self.columns = listed, columns
        self.own = {"mode": tuple(modes)}
        own = {one: one for one in modes}
        self.values = {**values, "mode": {**own, **values.get("mode", {})}} if own else values
        self.counted = frozenset(counted)
        self.odd: dict[str, set[str]] = defaultdict(set)
        self.faults: list[Fault] = []
        for role in values:
            if role not in VALUED:
                self.fault(
                    "values",
                    _(
                        "no words are read for '{role}'.{hint}",
                        role=role,
                        hint=did_you_mean(role, VALUED),
                    ),
                )
        for role, words in values.items():
            for word, value in words.items():
                known = (*meanings_of(role), *self.own.get(role, ()))
                if role in VALUED and value not in known:
                    self.fault(
                        f"values.{role}",
                        _(
                            "'{word}' cannot mean '{value}'.{hint} One of: {known}",
                            word=word,
                            value=value,
                            hint=did_you_mean(value, known),
                            known=joined(known),
                        ),
                    )
        for status in self.counted:
            if status not in STATUSES:
                listed_ = ", ".join(STATUSES)
                self.fault(
                    "counts",
                    _("no status '{status}'. One of: {listed}", status=status, listed=listed_),
                )

    def fault(self, where: str, message: str) -> None:
        self.faults.append(Fault(self.listed.name, self.listed.head_line, 1, where, message))

    def meanings(self, cells: Mapping[str, Sequence[str]]) -> dict[str, dict[str, str]]:
        """What every different cell means, by role.

        Raises
        ------
        InputError
            With every word that is not understood, by column.
        """
        found = {
            role: {cell: self.number(role, cell) if role in _MOST else self.word(role, cell)
                   for cell in listed}
            for role, listed in cells.items()
            if role in VALUED or role in _MOST
        }  # fmt: skip
        for role, odd in sorted(self.odd.items()):
            heading = self.columns.roles.get(role, role)
            shown = ", ".join(f"'{one}'" for one in sorted(odd)[:8])
            more = _(" and {odd} more", odd=len(odd) - 8) if len(odd) > 8 else ""
            message = _(
                "column '{heading}': {shown}{more} not understood.{advice}",
                heading=heading,
                shown=shown,
                more=more,
                advice=_advice(role, odd),
            )
            self.fault(f"values.{role}", message)
        if self.faults:
            raise InputError(self.faults)
        return found

    def word(self, role: str, cell: str) -> str:
        """What a cell means; empty where it says nothing."""
        if cell in _SILENT:
            return ""
        found = meaning(role, cell, self.values.get(role))
        if found is None:
            self.odd[role].add(cell)
        return found or ""

    def number(self, role: str, cell: str) -> str:
        """Nights or kilometres, written with a decimal point or comma, as a number."""
        if cell in _SILENT:
            return ""
        bare = cell.removesuffix("km").rstrip() if role == "distance" else cell
        found = float(bare.replace(",", ".")) if _NUMBER.fullmatch(bare) else math.inf
        if found > _MOST[role]:
            self.odd[role].add(cell)
        return repr(found) if role == "distance" else f"{found:g}"


def _advice(role: str, cells: Iterable[str]) -> str:
    """What to write for words that nobody knows."""
    if role == "nights":
        return _(" Nights are numbers up to {longest}", longest=_MOST[role])
    if role == "distance":
        return _(" Distances are kilometres one way, up to {longest:,}", longest=_MOST[role])
    word = sorted(cells)[0]
    known = dict.fromkeys(x for x in meanings_of(role) if x in set(vocabulary(role).values()))
    return _(
        " Say what they mean: values: {{{role}: {{'{word}': …}}}}, one of: {known}",
        role=role,
        word=word,
        known=joined(known),
    )
