"""A list of people in place of groups: its counts become means per head, which the lines hang on.

Emissions are linear in people. So the list is one number of people for each period and role, and a
mean for everything that is priced: kilometres by each mode, nights in each kind of room, meals of
each kind. The kernel sees some dozens of lines, whatever the length of the list.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.frozen import Frozen
from carbonmeet.base.kept import Kept
from carbonmeet.base.text import Label, _, _n, joined
from carbonmeet.bench.expansion import Expansion, Key, Span
from carbonmeet.bench.turnout import Part, Turnout
from carbonmeet.meeting.crowd import Crowd
from carbonmeet.meeting.listed import Attendees
from carbonmeet.meeting.listed_counts import Counted, Role, Who, at_the_mean, of_sums, weighed
from carbonmeet.meeting.listed_notices import (
    of_few,
    of_groups_too,
    of_long_stays,
    of_people,
    of_reading,
    of_ways,
)
from carbonmeet.meeting.listed_ways import ListedWays, Way, straight_km
from carbonmeet.meeting.people import People
from carbonmeet.meeting.shape import Group
from carbonmeet.numbers.number import Link, Number
from carbonmeet.reading.amount import Amount
from carbonmeet.travel.places import described
from carbonmeet.travel.routes import detour
from carbonmeet.units import parse_unit

if TYPE_CHECKING:
    from carbonmeet.people.roll import Guest, Roll, Traveller
    from carbonmeet.travel.routes import Stop

__all__ = ["AttendeeList"]

_KM, _NIGHT, _DAY, _PERSON = (parse_unit(unit) for unit in ("km", "night", "day", "person"))
_NAMES = {
    ("attendee", False): _("Attendees on the list"),
    ("staff", False): _("Staff on the list"),
    ("attendee", True): _("Residents on the list"),
    ("staff", True): _("Resident staff on the list"),
}
#: Lists that were read lately, by their bytes' state and how they were to be read.
_ROLLS: Kept[Roll] = Kept(4)


class AttendeeList:
    """Writes down the people of a list, but for their journeys in some periods."""

    def __init__(
        self,
        block: Attendees,
        bench: Expansion,
        spans: Mapping[str, Span],
        people: People,
        without_journeys: Collection[str] = (),
    ) -> None:
        self.without_journeys = without_journeys
        self.block, self.bench, self.spans, self.people = block, bench, spans, people
        self.path: Key = ("attendees",)
        self.ways = ListedWays(block, bench)
        self.day_guests = 0.0
        self.residents = 0.0

    def write(self) -> None:
        """Read the list, or its sums, and write its lines."""
        roll = self.read() if self.block.table else None
        counted, online = of_sums(self.block) if roll is None else self.counted(roll)
        for who, sums in sorted(counted.items()):
            span = self.span(who.period)
            if self.without_journeys and who.period in self.without_journeys:
                sums.ways.clear()
            if span is not None and sums.people:
                self.lines(who, sums, span)
        self.online(online)
        if roll is not None:
            self.tell(roll)
        self.bench.sums["attendees"] = {
            "sums": [sums.plain(who) for who, sums in sorted(counted.items())],
            "online": [{"period": who.period, "people": n} for who, n in sorted(online.items())],
        }

    def counted(self, roll: Roll) -> tuple[dict[Who, Counted], dict[Who, float]]:
        """What is priced of the people on site, and how many take part online."""
        self.check_places(roll)
        counted: dict[Who, Counted] = defaultdict(Counted)
        for traveller, heads in roll.travellers.items():
            self.count_way(counted, traveller, heads)
        for guest, heads, resident in self.guests(roll):
            self.count_stay(counted, guest, heads, resident)
        self.check_modes(counted)
        at_the_mean(counted)
        online: dict[Who, float] = defaultdict(float)
        for (_, period), number in roll.online.items():
            online[Who(self.who("", period).period, "attendee")] += number
        return counted, online

    def guests(self, roll: Roll) -> Iterator[tuple[Guest, float, bool]]:
        """Who lives how during the meeting, and whether at home: those of the city told apart."""
        rest = dict(roll.guests)
        for home, periods in self.homes().items():
            near = {
                one.match
                for one in roll.travellers
                if self.who(one.role, one.period).period in periods and self.lives_here(one, home)
            }
            for guest, heads in roll.guests_from(near).items():
                if self.who(guest.role, guest.period).period in periods:
                    rest[guest] -= heads
                    yield guest, heads, True
        yield from ((guest, heads, False) for guest, heads in rest.items() if heads > 0)

    def homes(self) -> dict[Stop, list[str]]:
        """Where the periods are held, but for those to which journeys are asked elsewhere."""
        found: dict[Stop, list[str]] = {}
        for name, span in self.spans.items():
            if name not in self.without_journeys and span.airport:
                found.setdefault(self.ways.legs.home(span, flight=False), []).append(name)
        return found

    def lives_here(self, one: Traveller, home: Stop | None = None) -> bool:
        """Whether somebody lives in the city of the meeting."""
        period = self.who(one.role, one.period).period
        if one.match.place is None or period in self.without_journeys:
            return False
        if home is None:
            span = self.spans.get(period)
            if span is None or not span.airport:
                return False
            home = self.ways.legs.home(span, flight=False)
        return straight_km(one.match.place, home) <= self.ways.here

    # reading

    def read(self) -> Roll:
        """The list, read anew only if the file or the reading has changed."""
        from carbonmeet.people.corrections import read_corrections
        from carbonmeet.people.roll import read_list

        block = self.block
        folder = Path(self.bench.document.folder((*self.path, "table")))
        path = folder / block.table if block.engine == "duckdb" else Path(block.table)
        fixes = folder / block.corrections if block.corrections else None
        known = read_corrections(fixes) if fixes else None
        years = {span.year for span in self.spans.values()}
        year = years.pop() if len(years) == 1 else None

        def read() -> Roll:
            return read_list(
                block.table if block.engine != "duckdb" else path,
                columns=block.columns,
                values=block.values,
                counted=block.counts,
                modes=tuple(self.bench.laws),
                sheet=block.sheet,
                encoding=block.encoding,
                engine=block.engine,
                known=known,
                year=year,
            )

        if block.engine != "duckdb" or not path.is_file():
            return read()
        about = path.stat()
        state = (str(path), about.st_mtime_ns, about.st_size, about.st_ino)
        how = block.model_dump_json(include={"columns", "values", "counts", "sheet", "encoding"})
        laws = tuple(self.bench.laws)
        return _ROLLS.get((state, how, laws, year, tuple(sorted((known or {}).items()))), read)

    def check_places(self, roll: Roll) -> None:
        """Refuse places that are not settled, unless they count at the mean."""
        if self.block.unknown == "mean":
            return
        for one in roll.unsettled[:20]:
            query = one.match.query
            shown = ", ".join(cell for cell in query if cell) or _("no place")
            maybe = joined(map(described, one.match.candidates[:3]), "; ")
            hint = _(" It may be {maybe}.", maybe=maybe) if maybe else ""
            self.bench.fault(
                (*self.path, "table"),
                _(
                    "{name}: '{shown}' ({people}) is {status}.{hint}",
                    name=roll.name,
                    shown=shown,
                    people=_n("{n:,g} person", "{n:,g} people", one.people),
                    status=one.match.status,
                    hint=hint,
                ),
            )
        if roll.unsettled:
            more = len(roll.unsettled) - 20
            tail = _(" ({more} more)", more=more) if more > 0 else ""
            self.bench.fault(
                (*self.path, "table"),
                _(
                    "places are not settled{tail}: correct them with "
                    "'carbonmeet attendees --unmatched' and 'corrections', "
                    "or count them at the mean with 'unknown: mean'",
                    tail=tail,
                ),
            )

    # counting

    def who(self, role: str, period: str) -> Who:
        alone = next(iter(self.spans)) if len(self.spans) == 1 else ""
        given = self.block.defaults
        known: Role = given.role if not role else "staff" if role == "staff" else "attendee"
        return Who(period or given.period or alone, known)

    def span(self, period: str) -> Span | None:
        if period in self.spans:
            return self.spans[period]
        named = {
            text: span
            for span in self.spans.values()
            for text in (span.label.en, span.label.zh)
            if text
        }
        if period in named:
            return named[period]
        problem = (
            _("no period '{period}'.{hint}", period=period, hint=did_you_mean(period, self.spans))
            if period
            else _("which period are they in? Give defaults: {period: …}, or a column")
        )
        self.bench.fault((*self.path, "defaults"), problem)
        return None

    def count_way(self, counted: dict[Who, Counted], one: Traveller, heads: float) -> None:
        here = self.lives_here(one)
        self.residents += heads if here else 0.0
        sums = counted[self.who(one.role, one.period)._replace(resident=here)]
        sums.people += heads
        sums.travellers[one] = sums.travellers.get(one, 0.0) + heads
        if self.who(one.role, one.period).period in self.without_journeys:
            return
        span = self.span(self.who(one.role, one.period).period)
        if one.match.place is None or span is None:
            return
        sums.placed += heads
        with self.bench.at(*self.path, "table"):
            found = self.ways.journey(one, one.match.place, span, heads)
            if found == "?":
                sums.modeless += heads
            elif found is not None:
                kg = None if found.kg is None else 2 * found.kg
                sums.ways[found.way].append(Part(one, heads, 2 * found.km, kg))
                sums.heads["way", found.way] += heads

    def count_stay(
        self, counted: dict[Who, Counted], guest: Guest, heads: float, resident: bool
    ) -> None:
        """Nights and days; who lives here needs a bed only where the list says so."""
        given = self.block.defaults
        sums = counted[self.who(guest.role, guest.period)._replace(resident=resident)]
        usual = given.nights.value if given.nights is not None else 0.0
        nights = guest.nights if guest.nights is not None else 0.0 if resident else usual
        stayed = usual if guest.nights is None else nights
        hotel = guest.hotel or given.hotel or ""
        if nights and hotel != "none":
            sums.nights[hotel].append(Part(guest, heads, nights))
            sums.heads["nights", hotel] += heads
        if self.block.days is None and not stayed:
            self.day_guests += heads
        days = self.block.days.value if self.block.days is not None else max(stayed, 1.0)
        sums.days[guest.diet or given.diet or ""].append(Part(guest, heads, days))
        sums.heads["days", guest.diet or given.diet or ""] += heads

    def check_modes(self, counted: Mapping[Who, Counted]) -> None:
        if self.ways.stuck:
            worst = sorted(self.ways.stuck, key=lambda why: -self.ways.stuck[why])[:5]
            more = (
                _("; and {stuck} more", stuck=len(self.ways.stuck) - 5)
                if len(self.ways.stuck) > 5
                else ""
            )
            self.bench.fault(
                (*self.path, "table"),
                _n(
                    "{n:g} person cannot come as the list says: {worst}{more}. "
                    "'impossible: air' counts such journeys as flights",
                    "{n:g} people cannot come as the list says: {worst}{more}. "
                    "'impossible: air' counts such journeys as flights",
                    sum(self.ways.stuck.values()),
                    worst=joined(worst, "; "),
                    more=more,
                ),
            )
        missing = sum(one.modeless for one in counted.values())
        if missing:
            self.bench.fault(
                (*self.path, "table"),
                _(
                    "by what do {missing:g} people come? Give defaults: "
                    "{{mode: air}}, or train_below: 700 km for rail below "
                    "that length and air beyond",
                    missing=missing,
                ),
            )

    # writing

    def lines(self, who: Who, sums: Counted, span: Span) -> None:
        """The lines of the people of one period and role."""
        crowd = self.crowd(who, sums, span)
        self.people.crowds.append(crowd)
        spreads: dict[Key, tuple[Part, ...]] = {(*crowd.path, "days"): tuple(sums.all_days)}
        for way, kilometres in sorted(sums.ways.items()):
            with self.bench.at(*self.path, "table"):
                spot = self.travel(crowd, way, kilometres, sums.placed)
                spreads[spot] = tuple(kilometres)
        for hotel, nights in sorted(sums.nights.items()):
            with self.bench.at(*self.path, "defaults"):
                self.lodge(crowd, hotel, weighed(nights) / sums.people)
                spreads[*crowd.path, "nights", hotel] = tuple(nights)
        for diet, days in sorted(sums.days.items()):
            self.feed(crowd, diet, weighed(days) / sums.people)
            spreads[*crowd.path, "days", diet or "any"] = tuple(days)
        if sums.travellers:
            self.spread(crowd, sums, spreads)
        if self.block.local is not None:
            listed = (
                self.block.local if isinstance(self.block.local, tuple) else (self.block.local,)
            )
            for trips in listed:
                with self.bench.at(*self.path, "local"):
                    self.people.trips(crowd, trips, (*self.path, "local"))
        if who.role == "attendee":
            with self.bench.at(*self.path):
                self.people.remote(crowd)

    def spread(self, crowd: Crowd, sums: Counted, spreads: Mapping[Key, tuple[Part, ...]]) -> None:
        """Note who does how much of what the lines are means of."""
        self.tell_of_few(crowd, spreads)
        self.tell_of_stays(crowd, sums)
        come = crowd.people[0].value
        days = weighed(sums.all_days) * come / sums.people
        period, role = str(crowd.path[1]), str(crowd.path[2])
        self.bench.turnouts.append(
            Turnout(period, role, sums.people, come, False, days,
                    sums.placed / sums.people, sums.travellers, spreads)
        )  # fmt: skip

    def crowd(self, who: Who, sums: Counted, span: Span) -> Crowd:
        """The people as one group, with the mean of their days."""
        heads = self.heads(who, sums.people)
        days = Amount(weighed(sums.all_days) / sums.people, _DAY, note="mean of the list")
        name = _NAMES[who.role, who.resident]
        group = Group.model_construct(
            name=name, period=who.period, people=Amount(heads.value, _PERSON), role=who.role,
            residents=who.resident, nights=None, days=days, travel=(), local=None, hotel=None,
            sharing=None, meals=Frozen(),
        )  # fmt: skip
        tags = frozenset({who.role, "list"} | self.people.meeting.tags_of(who.period))
        tags |= {"resident"} if who.resident else set()
        path = (*self.path, who.period, who.name)
        return Crowd(group, span, path, (heads, 1), None, tags)

    def heads(self, who: Who, counted: float) -> Number:
        """How many come: those counted, less who does not show up, with who is brought along."""
        gone, brought = self.block.no_show, self.block.companions
        stay = [1.0] if gone is None else [1 - x for x in _ends(gone, falling=True)]
        more = [1.0] if brought is None else [1 + x for x in _ends(brought)]
        low, value, high = (
            a * b * counted for a, b in zip(_three(stay), _three(more), strict=True)
        )
        ranged = low < high
        note = _("{counted:g} counted on the list", counted=counted)
        ends = (low, high) if ranged else (None, None)

        def people(name: str) -> Number:
            path = (*self.path, who.period, name, "people")
            return self.bench.made(path, value, _PERSON, *ends, note=note)

        # the share of those who do not come is one number, of residents and of all others
        return replace(people(who.name), stream=people(who.role).stream)

    def travel(self, crowd: Crowd, way: Way, parts: Sequence[Part], placed: float) -> Key:
        """A line of the journeys of one kind; the path of its kilometres."""
        name, mean = way.service.partition("/")[2], weighed(parts) / placed
        note = _("mean way of a person on the list, out and back")
        spot: Key = (*crowd.path, "travel", name, *([way.country] if way.country else []))
        km = self.bench.made(spot, mean, _KM, note=note)
        span = crowd.span
        if way.country and way.country != span.region.partition("-")[0]:
            span = span._replace(region=way.country)
        longer: tuple[Link, ...] = ()
        if way.mode and detour(way.mode):
            longer = ((self.bench.parameter(detour(way.mode), crowd.span), 1),)
        tags = {*crowd.tags, "travel", *([way.tag] if way.tag else [])}
        if way.mode in self.bench.laws:
            self.by_law(crowd, way.mode, parts, (crowd.people, (km, 1)), tags)
            return spot
        self.bench.add_service(
            way.service, (crowd.people, (km, 1), *longer), span, crowd.label, tags=tags
        )
        return spot

    def by_law(
        self, crowd: Crowd, mode: str, parts: Sequence[Part], amount: tuple[Link, ...],
        tags: Collection[str],
    ) -> None:  # fmt: skip
        """A line of journeys that a law prices: each by its own length."""
        kg = math.fsum(part.heads * (part.kg or 0.0) for part in parts)
        self.bench.add_by_law(
            mode, amount, crowd.span, crowd.label, (mode, *crowd.path[1:]), kg / weighed(parts),
            _("{mode}, mean of the list", mode=mode), tags,
        )  # fmt: skip

    def lodge(self, crowd: Crowd, hotel: str, mean: float) -> None:
        if not hotel:
            raise CarbonmeetError(
                _("the list gives nights, but no hotel: give defaults: {hotel: …}")
            )
        note = _("mean nights of a person on the list")
        nights = self.bench.made((*crowd.path, "nights", hotel), mean, _NIGHT, note=note)
        sharing: Number = (
            self.bench.number((*self.path, "sharing"), self.block.sharing)
            if self.block.sharing is not None
            else self.bench.parameter("guests-per-room", crowd.span)
        )
        self.bench.add_service(
            f"lodging/{hotel}", (crowd.people, (nights, 1)), crowd.span, crowd.label,
            before=((sharing, -1),), tags=crowd.tags,
        )  # fmt: skip

    def feed(self, crowd: Crowd, diet: str, mean: float) -> None:
        meals = self.block.diets.get(diet, self.block.meals)
        kept = diet in self.block.diets
        spot: Key = (*self.path, *(("diets", diet) if kept else ("meals",)))
        note = _("mean days of a person on the list")
        for name, rate in meals.items():
            with self.bench.at(*spot, name):
                days = self.bench.made((*crowd.path, "days", diet or "any"), mean, _DAY, note=note)
                often = self.bench.number((*spot, name), rate, "meal / person / day")
                label = crowd.having(self.bench.catalogue.service("meals", name).name)
                self.bench.add_service(
                    f"meals/{name}", (crowd.people, (days, 1), (often, 1)),
                    crowd.span, label, tags=crowd.tags,
                )  # fmt: skip

    def online(self, online: Mapping[Who, float]) -> None:
        for who, heads in sorted(online.items()):
            span = self.span(who.period)
            if span is None:
                continue
            if self.block.online_hours is None:
                self.bench.fault(
                    (*self.path, "table"),
                    _n(
                        "{n:g} person takes part online: give 'online_hours' of a person",
                        "{n:g} people take part online: give 'online_hours' of a person",
                        heads,
                    ),
                )
                return
            turnout = Turnout(who.period, who.role, heads, heads, online=True)
            self.bench.turnouts.append(turnout)
            people = self.bench.made((*self.path, who.period, "online", "people"), heads, _PERSON)
            hours = self.bench.number((*self.path, "online_hours"), self.block.online_hours)
            label = _("Online participants on the list")
            self.bench.add_service("digital/online", ((people, 1), (hours, 1)), span, label)

    # telling

    def tell_of_few(self, crowd: Crowd, spreads: Mapping[Key, tuple[Part, ...]]) -> None:
        """Lines of so few people that whoever knows the list knows whose they are."""
        least = self.block.min_cell
        few = sorted(
            path[3:5]
            for path, parts in spreads.items()
            if len(path) > 4
            and (path[3] != "days" or path[4] in self.block.diets)  # others eat the same
            and 0 < sum(part.heads for part in parts) < least
        )
        if few:
            lines = [(str(name), self.named(str(what), str(name))) for what, name in few]
            self.bench.notices.add(of_few(crowd.label, lines, least))

    def tell_of_stays(self, crowd: Crowd, sums: Counted) -> None:
        """Who stays longer than the period lasts, and whom the groups may count as well."""
        length = crowd.span.days
        if self.block.days is None and length is not None:
            long = sum(part.heads for part in sums.all_days if part.each > length)
            if long:
                self.bench.notices.add(of_long_stays(long, length))
        role, period = crowd.group.role, crowd.span.name
        beside = [
            one.label for one in self.people.crowds
            if "list" not in one.tags and one.span.name == period and one.group.role == role
        ]  # fmt: skip
        if beside:
            self.bench.notices.add(of_groups_too(beside, sums.people))

    def named(self, what: str, name: str) -> Label:
        """What a kind of journey, room or diet is called."""
        group = {"travel": "modes", "nights": "lodging", "days": "meals"}[what]
        found = self.bench.catalogue.services.get(f"{group}/{name}")
        return Label(name) if found is None else found.name

    def tell(self, roll: Roll) -> None:
        """What a reader should know of how the list was read."""
        told = (
            *of_reading(roll),
            *of_ways(self.ways, self.bench.catalogue),
            *of_people(roll, self.residents, self.day_guests, self.ways.here),
        )
        for one in told:
            self.bench.notices.add(one)


def _ends(amount: Any, *, falling: bool = False) -> list[float]:
    """Low, value and high of a share; turned round where more of it leaves less."""
    low = amount.value if amount.low is None else amount.low
    high = amount.value if amount.high is None else amount.high
    return [high, amount.value, low] if falling else [low, amount.value, high]


def _three(numbers: Iterable[float]) -> list[float]:
    found = list(numbers)
    return found * 3 if len(found) == 1 else found
