"""The people of a list as exact counts: what each section prices, and no more of them.

Emissions are linear in people. Travel asks how many come from where, by what; lodging and meals ask
how many stay how long, where, and eat what. So a list of any length becomes two small tables of
integers. They are the same to the last one whatever engine counts, in however many threads, and
however the list is ordered or cut.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, reduce
from operator import and_
from typing import TYPE_CHECKING, Any, TypeAlias

from carbonmeet.base.errors import Fault, InputError
from carbonmeet.base.progress import WATCHER, polled
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _
from carbonmeet.people.columns import PLACE
from carbonmeet.people.engines import share_done
from carbonmeet.people.table import Listed
from carbonmeet.people.words import is_sum, totals

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = [
    "PARTS", "STAY", "WAY", "Counts", "Meant", "Stay", "Way", "count_people", "heads_in", "kept",
    "stays_from",
]  # fmt: skip

#: Role → cell → what it means; asked with role → its cells. Status → where people with it are.
Meanings: TypeAlias = Mapping[str, Mapping[str, str]]
Read: TypeAlias = Callable[[Mapping[str, Sequence[str]]], Meanings]
Where: TypeAlias = Mapping[str, str]

#: Columns that tell how somebody comes, and how they stay.
_WHO = ("status", "online", "role", "period")
WAY = (*PLACE, "distance", "mode", "cabin", *_WHO)
STAY = ("nights", "hotel", "diet", *_WHO)


#: Of those, the ones whose cells are words with a meaning.
_WORDS = ("distance", "mode", "cabin", "role", "nights", "hotel", "diet")

#: Fractions of a person are kept as so many parts.
PARTS = 1_000_000


#: Stands between the cells of a row where they are asked for together.
_BETWEEN = "\x1f"


class Way(NamedTuple):
    """Where somebody comes from, as written; and how, as read."""

    city: str
    country: str
    state: str
    airport: str
    latitude: str
    longitude: str
    stops: str
    distance: str
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
    ways, stays = _grouped(people, roles, _rows_told(listed))
    sums = 0
    odd = _sums_among(ways)
    if odd:  # seldom: then all is counted once more, without them
        rows = _rows(ways)
        ways, stays = _grouped(_without(people, odd), roles)
        sums = rows - _rows(ways)
    cells = {
        name: sorted(groups[name].unique().to_pylist())
        for groups, names in ((ways, WAY), (stays, STAY))
        for name in names
        if name in roles
    }
    meanings = Meant(read(cells), on_site)
    counts = _understood(ways, stays, meanings)
    counts = counts._replace(
        rows=counts.rows + doubles,
        totals=totals_ + sums,
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
        words = [word + mark for word in totals() for mark in ("", ":", "：")]
        people = people.filter(~column.strip().lower().isin(words))
    sums = _size(every) - _size(people) if led else 0
    doubles = 0
    if "id" in roles:
        once = _once(people)
        doubles, people = _size(people) - _size(once), once
    _check_numbers(listed, people, roles)
    return people, sums, doubles


def _rows_told(listed: Listed) -> int:
    """Rows of files that say how many they have; 0 where counting them would be reading them."""
    if WATCHER.get() is None or not listed.of_columns:
        return 0
    return _size(listed.table)


def _size(table: ir.Table) -> int:
    return int(table.count().to_pyarrow().as_py())


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

    def columns(self, groups: pa.Table) -> pa.Table:
        """Groups with what their cells mean in place of what was written, and ``where`` one is."""
        import pyarrow as pa

        for place, name in enumerate(groups.column_names):
            if name in _WORDS:
                codes, words = _encoded(groups[name])
                meant = pa.array([self.say(name, one) for one in words], "string")
                groups = groups.set_column(place, name, meant.take(pa.array(codes)))
        status, statuses = _encoded(groups["status"])
        online, onlines = _encoded(groups["online"])
        found = [self.where(one, other) for one in statuses for other in onlines]
        codes = pa.array(status * max(len(onlines), 1) + online)
        for at, name in enumerate(("where", "means")):
            words = pa.array([one[at] for one in found], "string")
            groups = groups.append_column(name, words.take(codes))
        return groups

    def way(self, key: tuple[str, ...]) -> tuple[str, ...]:
        """A `Way`, from its cells in the order of `WAY`."""
        far, mode, cabin, status, online, role, period = key[len(PLACE) :]
        told = {"distance": far, "mode": mode, "cabin": cabin, "role": role}
        said = (self.say(name, cell) for name, cell in told.items())
        return (*key[: len(PLACE)], *said, period, self.where(status, online)[0])

    def stay(self, key: tuple[str, ...]) -> tuple[str, ...]:
        """A `Stay`, from its cells in the order of `STAY`."""
        nights, hotel, diet, _, _, role, period = key
        lived = (self.say("nights", nights), self.say("hotel", hotel), self.say("diet", diet))
        return (*lived, self.say("role", role), period)


def stays_from(
    listed: Listed, roles: Mapping[str, str], places: Collection[Sequence[str]], meant: Meant
) -> dict[Stay, int]:
    """How the people from some places live who come, out of those of the whole list.

    Parameters
    ----------
    places : collection of sequence of str
        Cells of the columns of `PLACE` that the list has, in that order.
    meant : Meant
        As `count_people` gave it.

    Returns
    -------
    dict of Stay to int
        People, in `PARTS` where the list has fractions.
    """
    from pyarrow import compute

    people, _sums, _doubles = kept(listed, roles)
    people = people.mutate(people=heads_in(people, roles))
    cells = [people[name].strip() for name in PLACE if name in roles]
    said = reduce(lambda whole, cell: whole + _BETWEEN + cell, cells)
    people = people.filter(said.isin([_BETWEEN.join(one) for one in places]))
    stay = [name for name in STAY if name in roles]
    stays = meant.columns(_trimmed(_marginal(people, stay), STAY, stay))
    lived = _summed(stays.filter(compute.equal(stays["where"], "on-site")), Stay._fields)
    return {Stay._make(key): number for key, (_, number) in lived.items()}


def _understood(ways: pa.Table, stays: pa.Table, meant: Meant) -> Counts:
    """What the cells mean in place of what was written."""
    from pyarrow import compute

    ways, stays = meant.columns(ways), meant.columns(stays)
    out = stays.filter(compute.equal(stays["where"], ""))
    statuses = {key[0]: people for key, (_, people) in _summed(out, ("means",)).items()}
    lived = _summed(stays.filter(compute.equal(stays["where"], "on-site")), Stay._fields)
    return Counts(
        {Way._make(key): number for key, number in _summed(ways, Way._fields).items()},
        {Stay._make(key): number for key, number in lived.items()},
        statuses,
        _rows(ways),
        totals=0, doubles=0, parts=1,
    )  # fmt: skip


def _encoded(column: pa.ChunkedArray) -> tuple[NDArray[np.int64], list[str]]:
    """A column as positions in the list of its different cells, which is in order."""
    import numpy as np

    cells = column.combine_chunks().dictionary_encode()
    words = cells.dictionary.to_pylist()
    order = sorted(range(len(words)), key=words.__getitem__)
    rank = np.empty(len(words), np.int64)
    rank[order] = np.arange(len(words))
    return rank[cells.indices.to_numpy()], [words[at] for at in order]


def _summed(groups: pa.Table, names: Sequence[str]) -> dict[tuple[str, ...], tuple[int, int]]:
    """Rows and people by some columns, in the order of their cells."""
    import numpy as np

    if not groups.num_rows:
        return {}
    encoded = [_encoded(groups[name]) for name in names]
    codes = [one for one, words in encoded if len(words) > 1] or [encoded[0][0]]
    order = np.lexsort(codes[::-1])
    apart = np.any([np.diff(one[order]) != 0 for one in codes], axis=0)
    starts = np.concatenate([[0], np.flatnonzero(apart) + 1])
    numbers = zip(
        *(
            np.add.reduceat(groups[name].to_numpy()[order], starts).tolist()
            for name in ("rows", "people")
        ),
        strict=True,
    )
    first = order[starts]
    cells = (np.array(words, object)[one[first]].tolist() for one, words in encoded)
    return dict(zip(zip(*cells, strict=True), numbers, strict=True))


def _sums_among(ways: pa.Table) -> list[tuple[str, str]]:
    """City and country, as written, of rows of sums."""
    cells = {cell for name in ("city", "country") for cell in ways[name].unique().to_pylist()}
    if not any(is_sum(cell, "") for cell in cells):
        return []
    pairs = set(zip(ways["city"].to_pylist(), ways["country"].to_pylist(), strict=True))
    return sorted(pair for pair in pairs if is_sum(*pair))


def _without(people: ir.Table, odd: Sequence[tuple[str, str]]) -> ir.Table:
    """The rows of a list but for those of some cities and countries."""
    for cells in odd:
        named = zip(("city", "country"), cells, strict=True)
        same = [people[role].strip() == cell for role, cell in named if role in people.columns]
        people = people.filter(~reduce(and_, same))
    return people


def _rows(groups: pa.Table) -> int:
    return sum(groups["rows"].to_pylist())


def _once(table: ir.Table) -> ir.Table:
    """Every registration number once: of rows that differ, the first by their cells."""
    import ibis

    order = [table[name] for name in table.columns if name != "id"]
    numbered = table.mutate(place=ibis.row_number().over(group_by=table.id, order_by=order))
    return numbered.filter((numbered.place == 0) | (numbered.id == "")).drop("place")


def _check_numbers(listed: Listed, table: ir.Table, roles: Mapping[str, str]) -> None:
    """Refuse counts that are no numbers."""
    for role, pattern, wanted in (
        ("count", r"^([0-9]+([.]0+)?|)$", _("whole numbers such as 12")),
        ("fraction", r"^([0-9]+([.,][0-9]+)?|[0-9]*[.,][0-9]+|)$", _("numbers such as 0.25")),
    ):
        if role not in roles:
            continue
        wrong = table.filter(~table[role].re_search(pattern)).select(role).distinct()
        cells = sorted(wrong.limit(5).to_pyarrow()[role].to_pylist())
        if cells:
            shown = ", ".join(f"'{one}'" for one in cells)
            message = _(
                "column '{roles}': {shown} is not a count: {wanted} are expected",
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
        ibis.ifelse(table["count"] == "", "0", table["count"])
        .re_replace("[.]0+$", "")
        .try_cast("int64")
        if "count" in roles
        else one
    )
    if "fraction" not in roles:
        return count.cast("int64")
    share = table.fraction.replace(",", ".").try_cast("float64").fill_null(1.0)
    return (count * share * PARTS).round().cast("int64")


def _grouped(table: ir.Table, roles: Mapping[str, str], rows: int = 0) -> tuple[pa.Table, pa.Table]:
    """Rows and people for every different way, and for every different stay."""
    way, stay = ([name for name in names if name in roles] for names in (WAY, STAY))
    engine = table.get_backend()
    with polled(lambda: share_done(engine), rows):
        if engine.name == "duckdb":
            both = _at_once(engine, table, way, stay)
        else:
            both = _marginal(table, way), _marginal(table, stay)
    return _trimmed(both[0], WAY, way), _trimmed(both[1], STAY, stay)


def _marginal(table: ir.Table, names: Sequence[str]) -> pa.Table:
    """Rows and people by some columns, by an expression that every engine of Ibis understands."""
    grouped = table.group_by(names) if names else table
    return grouped.aggregate(lines=table.count(), heads=table.people.sum()).to_pyarrow()


def _at_once(
    engine: Any, table: ir.Table, way: Sequence[str], stay: Sequence[str]
) -> tuple[pa.Table, pa.Table]:
    """Both marginals in one reading of the file, which Ibis has no expression for.

    Every cell is a text, so that one which is null belongs to the other grouping.
    """
    import ibis
    from pyarrow import compute

    sets = ", ".join(f"({', '.join(map(_quoted, names))})" for names in (way, stay))
    cells = ", ".join(map(_quoted, dict.fromkeys((*way, *stay))))
    query = (
        f"select {cells}, count(*) as lines, sum(people) as heads from "
        f"({ibis.to_sql(table)}) as counted group by grouping sets ({sets})"
    )
    found = engine.con.sql(query).to_arrow_table()
    place = next(name for name in way if name in PLACE)  # told of ways alone
    ways = compute.is_valid(found[place])
    return found.filter(ways), found.filter(compute.invert(ways))


def _quoted(name: str) -> str:
    return f'"{name}"'


def _trimmed(found: pa.Table, names: Sequence[str], told: Sequence[str]) -> pa.Table:
    """Groups without blanks around their cells; empty cells for what the list does not tell."""
    import pyarrow as pa
    from pyarrow import compute

    empty = pa.array([""] * found.num_rows, "string")
    cells = {
        name: compute.utf8_trim_whitespace(found[name].cast("string")) if name in told else empty
        for name in names
    }
    people = compute.fill_null(found["heads"], 0).cast("int64")
    return pa.table({**cells, "rows": found["lines"].cast("int64"), "people": people})
