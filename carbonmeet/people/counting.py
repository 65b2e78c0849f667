"""The people of a list as exact counts: what each section prices, and no more of them.

Emissions are linear in people. Travel asks how many come from where, by what; lodging and meals ask
how many stay how long, where, and eat what. So a list of any length becomes two small tables of
integers. They are the same to the last one whatever engine counts, in however many threads, and
however the list is ordered or cut.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from carbonmeet.base.errors import Fault, InputError
from carbonmeet.base.text import _
from carbonmeet.people.columns import PLACE
from carbonmeet.people.table import Listed
from carbonmeet.people.words import totals

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = [
    "PARTS", "STAY", "WAY", "Counts", "Meant", "Stay", "Way", "count_people", "heads_in", "is_sum",
    "kept",
]  # fmt: skip

#: Role → cell → what it means; asked with role → its cells. Status → where people with it are.
Meanings: TypeAlias = Mapping[str, Mapping[str, str]]
Read: TypeAlias = Callable[[Mapping[str, Sequence[str]]], Meanings]
Where: TypeAlias = Mapping[str, str]
#: Cells → rows and people.
_Raw: TypeAlias = dict[tuple[str, ...], tuple[int, int]]

#: Columns that tell how somebody comes, and how they stay.
_WHO = ("status", "online", "role", "period")
WAY = (*PLACE, "mode", "cabin", *_WHO)
STAY = ("nights", "hotel", "diet", *_WHO)


#: Fractions of a person are kept as so many parts.
PARTS = 1_000_000


class Way(NamedTuple):
    """Where somebody comes from, as written; and how, as read."""

    city: str
    country: str
    state: str
    airport: str
    latitude: str
    longitude: str
    stops: str
    mode: str
    cabin: str
    role: str
    period: str
    where: str


class Stay(NamedTuple):
    """How somebody who comes lives there, as read."""

    nights: str
    hotel: str
    diet: str
    role: str
    period: str


class Counts(NamedTuple):
    """A list counted.

    Attributes
    ----------
    ways : mapping of Way to (int, int)
        Rows, and people (in `PARTS` where the list has fractions).
    stays : mapping of Stay to (int, int)
    statuses : mapping of str to int
        People who are not counted, by their status.
    rows : int
        Rows read, without those of totals.
    totals : int
        Rows of totals left out.
    doubles : int
        Rows left out because their registration number stands before.
    parts : int
        Into how many parts a person is counted: 1, or `PARTS`.
    """

    ways: Mapping[Way, tuple[int, int]]
    stays: Mapping[Stay, tuple[int, int]]
    statuses: Mapping[str, int]
    rows: int
    totals: int
    doubles: int
    parts: int


def count_people(
    listed: Listed, roles: Mapping[str, str], read: Read, on_site: Where
) -> tuple[Counts, Meant]:
    """Count a list.

    The engine counts cells as they are written; what they mean is asked of the different ones.

    Parameters
    ----------
    listed : Listed
    roles : mapping of str to str
        Role → heading, see `read_columns`.
    read : callable
        Given role → its different cells, answers role → cell → what it means.
    on_site : mapping of str to str
        Status → ``on-site`` or ``online``; others are not counted.

    Returns
    -------
    Counts
    Meant
        What the cells mean.

    Raises
    ------
    InputError
        If cells of the column of counts are no numbers.
    """
    people, totals_, doubles = kept(listed, roles)
    people = people.mutate(people=heads_in(people, roles))
    ways, stays = _grouped(people, WAY, roles), _grouped(people, STAY, roles)
    sums = [key for key in ways if is_sum(key[0], key[1])]
    for key in sums:
        del ways[key]
    cells: dict[str, set[str]] = {}
    for names, groups in ((WAY, ways), (STAY, stays)):
        for place, name in enumerate(names):
            if name in roles:
                cells.setdefault(name, set()).update(key[place] for key in groups)
    meant = read({name: sorted(found) for name, found in cells.items()})
    meanings = Meant(meant, on_site)
    counts = _understood(ways, stays, meanings)
    counts = counts._replace(
        rows=counts.rows + doubles,
        totals=totals_ + len(sums),
        doubles=doubles,
        parts=PARTS if "fraction" in roles else 1,
    )
    return counts, meanings


def kept(
    listed: Listed, roles: Mapping[str, str], key: str | None = None
) -> tuple[ir.Table, int, int]:
    """The rows of a list that stand for people, with one column for each role.

    Parameters
    ----------
    key : str, optional
        Heading of a column that is kept as ``key`` as well.

    Returns
    -------
    table : ibis table
    totals, doubles : int
        Rows left out: of totals, and of registration numbers that stand before.

    Raises
    ------
    InputError
        If cells of the column of counts are no numbers.
    """
    named = dict(roles)
    if listed.columns[0] not in roles.values():
        named["first"] = listed.columns[0]
    if key is not None:
        named["key"] = key
    every = listed.table.select(**{role: listed.table[name] for role, name in named.items()})
    led = [every[name] for name in ("id", "first") if name in every.columns]
    people = every
    for column in led:
        people = people.filter(~column.strip().lower().isin(list(totals())))
    sums = _size(every) - _size(people) if led else 0
    doubles = 0
    if "id" in roles:
        once = _once(people)
        doubles, people = _size(people) - _size(once), once
    _check_numbers(listed, people, roles)
    return people, sums, doubles


def _size(table: ir.Table) -> int:
    return int(table.count().to_pyarrow().as_py())


def is_sum(city: str, country: str) -> bool:
    """Whether a row is one of sums: a word for it stands for the place, without a country."""
    words = totals()
    first, second = city.lower(), country.lower()
    return (first in words and (not second or second in words)) or (second in words and not first)


class Meant:
    """What the cells of a list mean, and whether somebody comes, or takes part online."""

    def __init__(self, meanings: Meanings, on_site: Where) -> None:
        self.on_site = on_site
        self._say = {name: meanings.get(name, {}).get for name in (*WAY, *STAY)}
        self.where = cache(self._where)

    def _where(self, status: str, online: str) -> tuple[str, str]:
        """``on-site``, ``online`` or nothing; and what the status means."""
        means = self.say("status", status)
        how = self.on_site.get(means, "") if means else "on-site"
        remote = how == "on-site" and self.say("online", online) == "yes"
        return ("online" if remote else how), means

    def say(self, role: str, cell: str) -> str:
        """What a cell means; itself where nothing is known of it."""
        return str(self._say[role](cell, cell))

    def way(self, key: tuple[str, ...]) -> tuple[str, ...]:
        """A `Way`, from its cells in the order of `WAY`."""
        mode, cabin, status, online, role, period = key[len(PLACE) :]
        said = (self.say("mode", mode), self.say("cabin", cabin), self.say("role", role), period)
        return (*key[: len(PLACE)], *said, self.where(status, online)[0])

    def stay(self, key: tuple[str, ...]) -> tuple[str, ...]:
        """A `Stay`, from its cells in the order of `STAY`."""
        nights, hotel, diet, _, _, role, period = key
        lived = (self.say("nights", nights), self.say("hotel", hotel), self.say("diet", diet))
        return (*lived, self.say("role", role), period)


def _understood(ways: _Raw, stays: _Raw, meant: Meant) -> Counts:
    """What the cells mean in place of what was written."""
    found_ways: dict[tuple[str, ...], list[int]] = {}
    found_stays: dict[tuple[str, ...], list[int]] = {}
    statuses: dict[str, int] = {}
    for key, (rows, people) in ways.items():
        _add(found_ways, meant.way(key), rows, people)
    for key, (rows, people) in stays.items():
        how, means = meant.where(*key[3:5])
        if not how:
            statuses[means] = statuses.get(means, 0) + people
        elif how == "on-site":
            _add(found_stays, meant.stay(key), rows, people)
    rows = sum(one for one, _ in found_ways.values())
    ordered = _ordered(found_ways, Way), _ordered(found_stays, Stay)
    return Counts(*ordered, statuses, rows, 0, 0, 1)


def _add(sums: dict[Any, list[int]], key: Any, rows: int, people: int) -> None:
    known = sums.setdefault(key, [0, 0])
    known[0] += rows
    known[1] += people


def _ordered(sums: Mapping[tuple[str, ...], list[int]], kind: Any) -> dict[Any, tuple[int, int]]:
    return {kind._make(key): (sums[key][0], sums[key][1]) for key in sorted(sums)}


def _once(table: ir.Table) -> ir.Table:
    """Every registration number once: of rows that differ, the first by their cells."""
    import ibis

    order = [table[name] for name in table.columns if name != "id"]
    numbered = table.mutate(place=ibis.row_number().over(group_by=table.id, order_by=order))
    return numbered.filter((numbered.place == 0) | (numbered.id == "")).drop("place")


def _check_numbers(listed: Listed, table: ir.Table, roles: Mapping[str, str]) -> None:
    """Refuse counts that are no numbers."""
    for role, pattern, wanted in (
        ("count", r"^[0-9]*$", "whole numbers such as 12"),
        ("fraction", r"^([0-9]+([.,][0-9]+)?|[0-9]*[.,][0-9]+|)$", "numbers such as 0.25"),
    ):
        if role not in roles:
            continue
        wrong = table.filter(~table[role].re_search(pattern)).select(role).distinct()
        cells = sorted(wrong.limit(5).to_pyarrow()[role].to_pylist())
        if cells:
            shown = ", ".join(f"'{one}'" for one in cells)
            message = _(
                "column '{roles}': {shown} is not a count. {wanted} are expected",
                roles=roles[role],
                shown=shown,
                wanted=wanted,
            )
            raise InputError([Fault(listed.name, listed.head_line, 1, role, message)])


def heads_in(table: ir.Table, roles: Mapping[str, str]) -> ir.Value:
    """How many people a row stands for: one, or as its cells say."""
    import ibis

    one = ibis.literal(1, "int64")
    count = (
        ibis.ifelse(table["count"] == "", 0, table["count"].try_cast("int64"))
        if "count" in roles
        else one
    )
    if "fraction" not in roles:
        return count.cast("int64")
    share = table.fraction.replace(",", ".").try_cast("float64").fill_null(1.0)
    return (count * share * PARTS).round().cast("int64")


def _grouped(table: ir.Table, names: Sequence[str], roles: Mapping[str, str]) -> _Raw:
    """Rows and people for every different set of cells, without blanks around them."""
    from pyarrow import compute

    wanted = [name for name in names if name in roles]
    grouped = table.group_by(wanted) if wanted else table
    found = grouped.aggregate(rows=table.count(), sum=table.people.sum())
    found = (found.order_by(wanted) if wanted else found).to_pyarrow()
    size = found.num_rows
    cells = [
        compute.utf8_trim_whitespace(found[one]).to_pylist() if one in wanted else [""] * size
        for one in names
    ]
    sums: dict[tuple[str, ...], tuple[int, int]] = {}
    sizes = zip(found["rows"].to_pylist(), found["sum"].to_pylist(), strict=True)
    for key, (rows, people) in zip(zip(*cells, strict=True), sizes, strict=True):
        before = sums.get(key)
        sums[key] = (
            (rows, people or 0) if before is None else (before[0] + rows, before[1] + (people or 0))
        )
    return sums
