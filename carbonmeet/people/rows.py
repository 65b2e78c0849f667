"""The rows of a list with one column kept: who each of them is, as the answer knows people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.errors import Fault, InputError, did_you_mean
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _
from carbonmeet.people.counting import STAY, WAY, Stay, Way, heads_in, kept
from carbonmeet.people.roll import Guest, Roll, Traveller, guest_of, query_of, traveller_of
from carbonmeet.people.words import is_sum

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Person", "Rows", "rows_of"]


class Person(NamedTuple):
    """How somebody comes and stays; `where` is ``on-site``, ``online``, or nothing."""

    where: str
    traveller: Traveller
    guest: Guest


class Rows(NamedTuple):
    """The rows of a list that count, in an order that does not hang on that of the file.

    Attributes
    ----------
    keys : list of str
        Cells of the column that is kept.
    heads : ndarray
        People that a row stands for.
    kinds : ndarray of int
        Position of each row's person in `persons`.
    persons : list of Person
        Every different kind once.
    """

    keys: list[str]
    heads: NDArray[np.float64]
    kinds: NDArray[np.int64]
    persons: list[Person]


def rows_of(roll: Roll, heading: str) -> Rows:
    """The rows of a list that count, each with its cell in one column.

    Parameters
    ----------
    roll : Roll
    heading : str
        Of the column that is kept; no other is.

    Raises
    ------
    InputError
        If there is no such column.
    """
    import ibis

    listed, roles = roll.listed, roll.columns.roles
    if heading not in listed.columns:
        shown = ", ".join(listed.columns[:20])
        message = _(
            "no column '{heading}'.{hint} Columns: {shown}",
            heading=heading,
            hint=did_you_mean(heading, listed.columns),
            shown=shown,
        )
        raise InputError([Fault(listed.name, listed.head_line, 1, "", message)])
    people, __, __ = kept(listed, roles, heading)
    people = people.mutate(people=heads_in(people, roles))
    asked = [name for name in dict.fromkeys((*WAY, *STAY)) if name in roles]
    kinds = people.select(*asked).distinct()
    kinds = kinds.mutate(kind=ibis.row_number().over(order_by=asked))
    numbered = people.join(kinds, asked).select("key", "kind", "people")
    rows = numbered.order_by(["key", "kind", "people"]).to_pyarrow()
    cells = kinds.order_by("kind").select(*asked).to_pyarrow().to_pylist()
    found = [_person(roll, row) for row in cells]
    return _counting(rows, found, roll.counts.parts)


def _person(roll: Roll, cells: dict[str, str]) -> Person | None:
    """Who a row is, by its cells; None for a row of sums."""
    said = {name: cells.get(name, "").strip() for name in (*WAY, *STAY)}
    key = tuple(said[name] for name in WAY)
    if is_sum(key[0], key[1]):
        return None
    way = Way._make(roll.meant.way(key))
    stay = Stay._make(roll.meant.stay(tuple(said[name] for name in STAY)))
    place = roll.places[query_of(way)]
    if place.status == "not-a-person":
        return None
    return Person(way.where, traveller_of(place, way), guest_of(stay))


def _counting(rows: object, found: list[Person | None], parts: int) -> Rows:
    """The rows of those who come or take part online."""
    import numpy as np
    import pyarrow as pa

    assert isinstance(rows, pa.Table)
    counts = [one is not None and bool(one.where) for one in found]
    kinds = rows["kind"].to_numpy()
    heads = rows["people"].to_numpy() / parts
    counted = np.array(counts, bool)[kinds] & (heads > 0)
    number = np.cumsum(counts) - 1
    keys = rows["key"].filter(pa.array(counted)).to_pylist()
    persons = [one for one, it in zip(found, counts, strict=True) if it and one is not None]
    return Rows(keys, heads[counted], number[kinds[counted]], persons)
