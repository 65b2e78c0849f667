"""Which column of a list says what: by its heading, else by its cells, or as told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from carbonmeet.base.errors import Fault, InputError, did_you_mean
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _, joined
from carbonmeet.people.match import Query, match
from carbonmeet.people.table import Listed
from carbonmeet.people.words import VALUED, meaning, vocabulary
from carbonmeet.travel.airports import airports
from carbonmeet.travel.countries import named
from carbonmeet.travel.fold import fold

__all__ = ["PLACE", "ROLES", "Columns", "read_columns"]

#: What a column may say.
ROLES = (
    *("id", "city", "country", "state", "airport", "latitude", "longitude", "stops"),
    *("distance", "mode", "cabin", "nights", "hotel", "diet", "role", "status", "period", "online"),
    *("count", "fraction"),
)
#: Those that say where somebody comes from.
PLACE = ("city", "country", "state", "airport", "latitude", "longitude", "stops")
_YEAR = pattern_of(r"(?:19|20)[0-9]{2}")
#: Share of the cells that have to be of a kind, for a column without a heading.
_MOST = 0.6
#: Share of them that have to be places, of some; lists of towns hold slips and people's names.
_SOME, _LOOKED_AT = 0.4, 20


class Columns(NamedTuple):
    """How the columns of a list are read.

    Attributes
    ----------
    roles : mapping of str to str
        Role → heading.
    unread : tuple of str
        Headings of which nothing is read.
    guessed : frozenset of str
        Roles that were told by the heading or the cells, and not by the reader.
    """

    roles: Mapping[str, str]
    unread: tuple[str, ...]
    guessed: frozenset[str]


def read_columns(
    listed: Listed, given: Mapping[str, str | None] | None = None, year: int | None = None
) -> Columns:
    """Find what each column says.

    Parameters
    ----------
    listed : Listed
    given : mapping of str to str, optional
        Role → heading, as the reader says it; None or empty: no column says it.
    year : int, optional
        Of the meeting: of a list with a column a year the one that counts.

    Raises
    ------
    InputError
        If a role or heading named is not known, no column says where people come from, or several
        columns count people, each of another year.
    """
    told = dict(given or {})
    faults = [
        Fault(listed.name, listed.head_line, 1, "columns", message)
        for message in _wrong(listed, told)
    ]
    if faults:
        raise InputError(faults)
    roles = {role: str(heading) for role, heading in told.items() if heading}
    free = [name for name in listed.columns if name not in roles.values()]
    for role, heading in _guessed(listed, free).items():
        if role not in told:
            roles[role] = heading
    if not any(role in roles for role in PLACE):
        shown = ", ".join(listed.columns[:12])
        message = _(
            "no column says where people come from. Columns: {shown}. "
            'Name it, e.g. columns: {{city: "Ort"}}',
            shown=shown,
        )
        raise InputError([Fault(listed.name, listed.head_line, 1, "columns", message)])
    if "count" not in told and "count" not in roles:
        counts = _of_years(listed, free, year)
        if counts is not None:
            roles["count"] = counts
    unread = tuple(name for name in listed.columns if name not in roles.values())
    ordered = {role: roles[role] for role in ROLES if role in roles}
    return Columns(ordered, unread, frozenset(set(roles) - set(told)))


def _of_years(listed: Listed, free: list[str], year: int | None) -> str | None:
    """The column that counts the people of the year, where every year has one of its own.

    Raises
    ------
    InputError
        If there are several, and the year is none of them.
    """
    years = {
        heading: int(heading)
        for heading in map(str.strip, free)
        if _YEAR.fullmatch(heading) and _share(listed, heading, _is_count) > _MOST
    }
    this = [heading for heading, one in years.items() if one == year]
    if len(years) < 2 or this:
        return next(iter(this or years), None)
    message = _(
        "columns {years} count people, each of another year: say which, e.g. "
        "columns: {{count: '{last}'}}",
        years=joined(years),
        last=max(years),
    )
    raise InputError([Fault(listed.name, listed.head_line, 1, "columns", message)])


def _is_count(cell: str) -> bool:
    return cell.replace(".0", "").isdigit()


def _wrong(listed: Listed, told: Mapping[str, str | None]) -> list[str]:
    found: list[str] = [
        _(
            "no column role '{role}'.{hint} Roles: {roles}",
            role=role,
            hint=did_you_mean(role, ROLES),
            roles=joined(ROLES),
        )
        for role in told
        if role not in ROLES
    ]
    return found + [
        _(
            "no column '{heading}'.{hint} Columns: {columns}",
            heading=heading,
            hint=did_you_mean(str(heading), listed.columns),
            columns=joined(listed.columns[:20]),
        )
        for heading in told.values()
        if heading and heading not in listed.columns
    ]


def _guessed(listed: Listed, free: list[str]) -> dict[str, str]:
    """Roles by the headings; where the list has none, by the cells."""
    if not listed.head_line:
        return _by_cells(listed, free)
    found: dict[str, str] = {}
    for heading in free:  # a distance is never guessed: to where, and there and back, is not said
        role = _named(heading)
        if role is not None:
            role = _settled(role, listed, heading)
            found.setdefault(role, heading)
    if not any(role in found for role in PLACE):
        rest = [name for name in free if name not in found.values()]
        found |= {
            role: name
            for role, name in _by_cells(listed, rest).items()
            if role in PLACE and role not in found
        }
    return found


def _named(heading: str) -> str | None:
    """The role that a heading names; of `Town/City` that of all of its parts that have one."""
    known = vocabulary("column")
    parts = {known.get(fold(part)) for part in heading.split("/")} - {None}
    return known.get(fold(heading)) or (parts.pop() if len(parts) == 1 else None)


def _settled(role: str, listed: Listed, heading: str) -> str:
    """The role of a column whose heading may mean two things, by what its cells say."""
    if role in VALUED and not _share(listed, heading, partial(_means, role)):
        for other in VALUED:
            if _share(listed, heading, partial(_means, other)) > _MOST:
                return other
    return role


def _by_cells(listed: Listed, free: list[str]) -> dict[str, str]:
    """Roles told by what stands in the cells: countries, airport codes, words of a kind, cities."""
    found: dict[str, str] = {}
    rest = list(free)
    tests: dict[str, Callable[[str], bool]] = {
        "airport": lambda cell: cell in airports(),
        "country": lambda cell: bool(named(cell)),
        **{kind: partial(_means, kind) for kind in VALUED},
    }
    for role, test in tests.items():
        fits = {name: _share(listed, name, test) for name in rest}
        best = max(fits, key=lambda name: fits[name], default=None)
        if best is not None and fits[best] > _MOST:
            found[role] = best
            rest.remove(best)
    towns = {name: _towns(listed, name, found.get("country")) for name in rest}
    best = max(towns, key=lambda name: towns[name], default=None)
    if best is not None and towns[best] >= _SOME:
        found["city"] = best
    return found


def _towns(listed: Listed, heading: str, country: str | None) -> float:
    """Share of some cells of a column that are read as a place."""
    cells = {
        (row[heading], row[country] if country else "")
        for row in listed.sample
        if row.get(heading) and any(letter.isalpha() for letter in row[heading])
    }
    some = sorted(cells)[:_LOOKED_AT]
    read = match([Query(city, land) for city, land in some])
    return sum(one.place is not None or bool(one.candidates) for one in read) / max(len(some), 1)


def _means(kind: str, cell: str) -> bool:
    return meaning(kind, cell) is not None


def _share(listed: Listed, heading: str, test: Callable[[str], bool]) -> float:
    cells = [row[heading] for row in listed.sample if row.get(heading)]
    return sum(map(test, cells)) / len(cells) if cells else 0.0
