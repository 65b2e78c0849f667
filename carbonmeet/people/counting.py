"""The people of a list as exact counts: what each section prices, and no more of them.

Emissions are linear in people. Travel asks how many come from where, by what; lodging and meals ask
how many stay how long, where, and eat what. So a list of any length becomes two small tables of
integers. They are the same to the last one whatever engine counts, in however many threads, and
however the list is ordered or cut.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from carbonmeet.errors import Fault, InputError
from carbonmeet.people.table import Listed
from carbonmeet.people.words import totals

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["PARTS", "Counts", "Stay", "Way", "count_people"]

#: Fractions of a person are kept as so many parts.
PARTS = 1_000_000


class Way(NamedTuple):
    """Cells of a list that say how somebody comes, as written."""

    city: str
    country: str
    state: str
    airport: str
    latitude: str
    longitude: str
    stops: str
    mode: str
    cabin: str
    status: str
    online: str
    role: str
    period: str


class Stay(NamedTuple):
    """Cells of a list that say how somebody lives there, as written."""

    nights: str
    hotel: str
    diet: str
    status: str
    online: str
    role: str
    period: str


class Counts(NamedTuple):
    """A list counted.

    Attributes
    ----------
    ways : mapping of Way to (int, int)
        Rows, and people (in `PARTS` where the list has fractions).
    stays : mapping of Stay to (int, int)
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
    rows: int
    totals: int
    doubles: int
    parts: int


def count_people(listed: Listed, roles: Mapping[str, str]) -> Counts:
    """Count a list.

    Parameters
    ----------
    listed : Listed
    roles : mapping of str to str
        Role → heading, see `read_columns`.

    Returns
    -------
    Counts

    Raises
    ------
    InputError
        If cells of the column of counts are no numbers.
    """
    table = _named(listed.table, roles)
    every = int(table.count().to_pyarrow().as_py())
    people = table.filter(~table.total)
    rows = int(people.count().to_pyarrow().as_py())
    kept = rows
    if "id" in roles:
        people = _once(people)
        kept = int(people.count().to_pyarrow().as_py())
    _check_numbers(listed, people, roles)
    people = people.mutate(people=_people(people, roles))
    return Counts(
        ways=_grouped(people, Way),
        stays=_grouped(people, Stay),
        rows=rows,
        totals=every - rows,
        doubles=rows - kept,
        parts=PARTS if "fraction" in roles else 1,
    )


def _named(table: ir.Table, roles: Mapping[str, str]) -> ir.Table:
    """The columns by their roles, an empty one where the list has none; and which rows are sums."""
    import ibis

    empty = ibis.literal("")
    wanted = dict.fromkeys(("id", *Way._fields, *Stay._fields, "count", "fraction"))
    columns = {role: table[roles[role]] if role in roles else empty for role in wanted}
    named = table.select(**columns, first=table[table.columns[0]])
    return named.mutate(total=_is_sum(named, table.columns[0], roles)).drop("first")


def _is_sum(named: ir.Table, first: str, roles: Mapping[str, str]) -> ir.BooleanValue:
    """Rows of sums: a word for it leads the row, or stands for the place without a country."""
    words = list(totals())

    def word(column: ir.Column) -> ir.BooleanValue:
        return column.lower().isin(words)

    city, country = named.city, named.country
    found = (word(city) & (word(country) | (country == ""))) | (word(country) & (city == ""))
    leads = [named.id] if "id" in roles else []
    if first not in (roles.get("city"), roles.get("country")):
        leads.append(named.first)
    for column in leads:
        found |= word(column)
    return found


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
            message = f"column '{roles[role]}': {shown} is not a count. {wanted} are expected"
            raise InputError([Fault(listed.name, listed.head_line, 1, role, message)])


def _people(table: ir.Table, roles: Mapping[str, str]) -> ir.Value:
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


def _grouped(table: ir.Table, kind: Any) -> dict[Any, tuple[int, int]]:
    """Rows and people for every different set of cells, in the order of the cells."""
    found = (
        table.group_by(list(kind._fields))
        .aggregate(rows=table.count(), sum=table.people.sum())
        .order_by(list(kind._fields))
        .to_pyarrow()
    )
    columns = [found[name].to_pylist() for name in kind._fields]
    sizes = zip(found["rows"].to_pylist(), found["sum"].to_pylist(), strict=True)
    return {
        kind(*cells): (int(rows), int(people))
        for *cells, (rows, people) in zip(*columns, sizes, strict=True)
    }
