"""What a reader should know of a list of people: how it was read and what was taken for granted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from carbonmeet.base.notices import Notice
from carbonmeet.base.text import Label, _, _n, _p, joined
from carbonmeet.meeting.listed_ways import ListedWays
from carbonmeet.travel.places import name_of
from carbonmeet.travel.routes import INLAND_KM

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.people.roll import Roll

__all__ = ["of_few", "of_groups_too", "of_long_stays", "of_people", "of_reading", "of_ways"]

#: As many are named; of the others only how many there are.
_NAMED, _PLACES, _COLUMNS = 6, 5, 12


def of_few(label: Label, lines: Sequence[tuple[str, Label]], least: int) -> Notice:
    """Lines, by key and name, of so few people that whoever knows the list knows whose they are."""
    more = len(lines) - _NAMED
    and_more, and_more_zh = (f" and {more} more", "等") if more > 0 else ("", "")
    return Notice(
        "list.few",
        {"lines": [key for key, _name in lines], "people": least},
        _(
            "{label}: lines of fewer than {least} people stand in the ledger, and who knows the "
            "list can tell whose they are: {names}{more}",
            label=label,
            least=least,
            names=joined(name for _key, name in lines[:_NAMED]),
            more=Label(and_more, and_more_zh),
        ),
    )


def of_long_stays(people: float, days: float) -> Notice:
    """People who stay longer than the period lasts."""
    return Notice(
        "list.long-stays",
        {"people": people, "days": days},
        _n(
            "{n:,g} person on the list stays longer than the {days:g} days of the period: meals "
            "and ways in town count on every day, unless 'days' says how many",
            "{n:,g} people on the list stay longer than the {days:g} days of the period: their "
            "meals and ways in town count on every day, unless 'days' says how many",
            people,
            days=days,
        ),
    )


def of_groups_too(groups: Sequence[Label], people: float) -> Notice:
    """People whom the groups of the period may count as well."""
    return Notice(
        "list.groups-too",
        {"groups": [one.get("en") for one in groups], "people": people},
        _(
            "{people:,g} people are counted on the list, and others in groups of the same period "
            "({groups}): nobody may stand in both",
            people=people,
            groups=joined(groups),
        ),
    )


def of_reading(roll: Roll) -> Iterator[Notice]:
    """What was read, what was not, and whose place is not settled."""
    counts, out, online = roll.counts, sum(roll.left_out.values()), sum(roll.online.values())
    yield Notice(
        "list.read",
        {"rows": counts.rows, "on_site": roll.on_site, "online": online, "left_out": out},
        _(
            "list of {rows:,} rows: {on_site:,g} people on site, {online:,g} online, {out:,g} not "
            "counted, {doubles} doubles left out",
            rows=counts.rows,
            on_site=roll.on_site,
            online=online,
            out=out,
            doubles=counts.doubles,
        ),
    )
    unread = roll.columns.unread
    if unread:
        names = joined(_p("quoted", "'{word}'", word=one) for one in unread[:_COLUMNS])
        yield Notice(
            "list.unread",
            {"columns": list(unread)},
            _("columns of the list that are not read: {columns}", columns=names),
        )
    people = sum(one.people for one in roll.unsettled)
    if people:
        yield Notice(
            "list.mean",
            {"people": people},
            _n(
                "{n:,g} person whose place is not settled counts at the mean of the rest",
                "{n:,g} people whose place is not settled count at the mean of the rest",
                people,
            ),
        )


def of_ways(ways: ListedWays, catalogue: Catalogue) -> Iterator[Notice]:
    """Journeys that were taken for others, or are doubtful."""
    if ways.flown:
        names = [catalogue.service("modes", one).name for one in sorted(ways.flown)]
        yield Notice(
            "list.flown",
            {"modes": sorted(ways.flown)},
            _("journeys that cannot be made by {names} count as flights", names=joined(names)),
        )
    if ways.grounded:
        yield Notice(
            "list.grounded",
            {"people": ways.grounded},
            _(
                "{people:,g} people on the list would fly from the airport of the meeting itself: "
                "they count by rail",
                people=ways.grounded,
            ),
        )
    if ways.far:
        yield Notice(
            "list.far-over-land",
            {"people": ways.far, "km": ways.far_km},
            _(
                "{people:,g} people on the list come over land from farther than {km:,g} km: see "
                "in the list whether they did not fly",
                people=ways.far,
                km=ways.far_km,
            ),
        )
    if ways.inland:
        yield Notice(
            "list.far-from-the-sea",
            {"people": ways.inland, "km": INLAND_KM},
            _n(
                "{n:,g} person on the list comes by ferry from or to a place more than {km} km "
                "from the sea: by river or lake only, and counts by the factor of ferries at sea",
                "{n:,g} people on the list come by ferry from or to places more than {km} km "
                "from the sea: by river or lake only, and count by the factor of ferries at sea",
                ways.inland,
                km=INLAND_KM,
            ),
        )
    yield from _of_edges(ways.edges)


def _of_edges(edges: Mapping[tuple[str, float], float]) -> Iterator[Notice]:
    for (mode, edge), near in sorted(edges.items()):
        yield Notice(
            "list.law-edge",
            {"mode": mode, "km": edge, "people": near},
            _(
                "the way of {people:,g} people on the list is near the edge of '{mode}' at "
                "{km:,.0f} km, where the law says another number",
                people=near,
                mode=mode,
                km=edge,
            ),
        )


def of_people(roll: Roll, residents: float, day_guests: float, here_km: float) -> Iterator[Notice]:
    """Who lives here, who spends no night, and which places were taken by their size."""
    if residents:
        yield Notice(
            "list.residents",
            {"people": residents, "km": here_km},
            _n(
                "{n:,g} person on the list lives within {km:,g} km: no journey is counted, and a "
                "bed only where the list gives nights",
                "{n:,g} people on the list live within {km:,g} km: no journeys are counted, and "
                "beds only where the list gives nights",
                residents,
                km=here_km,
            ),
        )
    if day_guests:
        yield Notice(
            "list.day-guests",
            {"people": day_guests},
            _n(
                "{n:,g} person spends no night: one day, unless 'days' says more",
                "{n:,g} people spend no night: one day each, unless 'days' says more",
                day_guests,
            ),
        )
    taken = [one.match.place for one in roll.matches if one.match.by_population]
    places = [place for place in taken if place is not None]
    if places:
        yield Notice(
            "list.by-population",
            {"places": len(places)},
            _n(
                "{n} place was taken as by far the largest of a name: {places}",
                "{n} places were taken as by far the largest of a name: {places}",
                len(places),
                places=joined(map(name_of, places[:_PLACES]), "; "),
            ),
        )
