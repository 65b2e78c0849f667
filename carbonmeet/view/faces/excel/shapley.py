"""What the measures leave in every company, so that all four attributions are formulas.

Lines that know the same few measures are a game of their own (see `carbonmeet.kernel`). For every
set of its measures a row says what of the game is left; a saving alone, in order and last in is the
difference of two such rows, a Shapley value the sum of all by their weights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import _p
from carbonmeet.kernel.attribution import shapley_weights
from carbonmeet.kernel.steps import acting_order
from carbonmeet.view.blocks import Column
from carbonmeet.view.faces.excel.forestland import column_name
from carbonmeet.view.faces.excel.remainders import shares_left

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.kernel import Family
    from carbonmeet.pricing.workings import Workings
    from carbonmeet.view.faces.excel.remainders import Remainders
    from carbonmeet.view.faces.excel.workbook import Book, Worksheet

__all__ = ["Coalitions", "Game", "add_coalitions"]

#: Measures of a game all sets of which are written down: 256 rows.
_MOST = 8
_SHEET = "Shapley"
#: First column of the weights; before it stand the game, the set and its kilograms.
_FIRST = 3


class Game(NamedTuple):
    """Lines that know the same few measures.

    Attributes
    ----------
    order : tuple of int
        The measures, as they act.
    sets : mapping of frozenset to int
        The row of every set of them.
    columns : mapping of int to str
        The column of every row of what is left, as the whole model counts them.
    """

    order: tuple[int, ...]
    sets: Mapping[frozenset[int], int]
    columns: Mapping[int, str]


@dataclass(frozen=True)
class Coalitions:
    """Cells of what is left under sets of measures.

    Attributes
    ----------
    games : tuple of Game
    last : int
        Last row of the sheet.
    """

    games: tuple[Game, ...]
    last: int

    def alone(self, measure: int) -> str:
        """What a measure saves by itself, t CO2e."""
        return self._sum(measure, lambda order: frozenset())

    def in_order(self, measure: int) -> str:
        """What it saves after those before it."""
        return self._sum(measure, lambda order: frozenset(order[: order.index(measure)]))

    def last_in(self, measure: int) -> str:
        """What would be lost without it."""
        return self._sum(measure, lambda order: frozenset(order) - {measure})

    def shapley(self, measure: int) -> str:
        """Its Shapley value; empty where a game has too many sets to write down."""
        if any(measure in one.order and len(one.order) > _MOST for one in self.games):
            return ""
        kg, weight = (f"'{_SHEET}'!${x}$2:${x}${self.last}" for x in ("C", self._column(measure)))
        return f"SUMPRODUCT({weight},{kg})/1000"

    def _sum(self, measure: int, without: Callable[[tuple[int, ...]], frozenset[int]]) -> str:
        terms = [
            f"'{_SHEET}'!$C${game.sets[before]}-'{_SHEET}'!$C${game.sets[before | {measure}]}"
            for game in self.games
            if measure in game.order
            for before in (without(game.order),)
        ]
        return f"({'+'.join(terms)})/1000" if terms else "0"

    def taken(self, measure: int) -> dict[int, str]:
        """What a measure by itself takes of each row of what is left, as cells."""
        nobody = frozenset[int]()
        cell = f"'{_SHEET}'!$"
        return {
            row: f"({cell}{x}${one.sets[nobody]}-{cell}{x}${one.sets[nobody | {measure}]})"
            for one in self.games
            if measure in one.order
            for row, x in one.columns.items()
        }

    @staticmethod
    def _column(measure: int) -> str:
        return column_name(_FIRST + measure)


def add_coalitions(
    book: Book, result: Workings, left: Remainders, full: NDArray[np.float64]
) -> Coalitions:
    """Add the sheet of the games.

    Parameters
    ----------
    book : Book
    result : Workings
    left : Remainders
        Where the rows of what is left stand, with their kilograms in full.
    full : ndarray
        These kilograms.
    """
    sheet, measures = book.sheet(_SHEET), result.model.measures
    heads = (
        Column(book.say(_p("game theory", "Game")), wide=0.8),
        Column(book.say("Measures carried out"), wide=2.4),
        Column("kg CO2e"),
        *(Column(book.say("Weight in {id}", id=one.id), wide=0.8) for one in measures),
    )
    book.heads(sheet, 0, heads, 0)
    games, row = list[Game](), 2
    for number, family in enumerate((one for one in result.model.families if one.members), 1):
        order = tuple(acting_order(family.members, measures))
        sets = dict(zip(_sets(order), range(row + 1, 2**20), strict=False))
        columns = _game(book, sheet, result, left, full, family, number, sets)
        games.append(Game(order, sets, columns))
        row += len(sets) + 1
    return Coalitions(tuple(games), row - 1)


def _sets(order: tuple[int, ...]) -> list[frozenset[int]]:
    """All sets of a few measures; of many those that tell alone, in order and last in."""
    if len(order) <= _MOST:
        bits = range(2 ** len(order))
        return [frozenset(m for i, m in enumerate(order) if one >> i & 1) for one in bits]
    found = [frozenset(order[:n]) for n in range(len(order) + 1)]
    found += [frozenset({one}) for one in order]
    found += [frozenset(order) - {one} for one in order]
    return list(dict.fromkeys(found))


def _game(
    book: Book,
    sheet: Worksheet,
    result: Workings,
    left: Remainders,
    full: NDArray[np.float64],
    family: Family,
    number: int,
    sets: Mapping[frozenset[int], int],
) -> dict[int, str]:
    """A row with the kilograms of each row of what is left, then one for every set."""
    model, top = family.model, min(sets.values()) - 1
    rows = _rows(result, family)
    first = _FIRST + len(result.model.measures)
    start, end = column_name(first), column_name(first + len(rows) - 1)
    book.put(sheet, top - 1, 0, float(number), book.numbers["count"])
    book.put(sheet, top - 1, 1, book.say("kg CO2e in full"), book.text)
    for column, place in enumerate(rows, first):
        kg = float(full[place])
        book.formula(sheet, top - 1, column, f"={left.full(place)}", book.numbers["kg"], kg)
    uptake = np.array([_only(result.uptake, members) for members in sets])
    shares = model.row_weights(uptake).T
    for (members, row), values in zip(sets.items(), shares, strict=True):
        ids = ", ".join(result.model.measures[one].id for one in sorted(members))
        book.put(sheet, row - 1, 0, float(number), book.numbers["count"])
        book.put(sheet, row - 1, 1, ids or "–", book.text)
        total = f"=SUMPRODUCT(${start}${top}:${end}${top},{start}{row}:{end}{row})"
        book.formula(sheet, row - 1, 2, total, book.numbers["kg"], float(values @ full[rows]))
        for measure, weight in _weights(tuple(family.members), members):
            book.put(sheet, row - 1, _FIRST + measure, weight, book.numbers["small"])
        said = shares_left(book, model, left.names, members)
        for column, (formula, value) in enumerate(zip(said, values.tolist(), strict=True), first):
            book.formula(sheet, row - 1, column, f"={formula}", book.numbers["small"], value)
    return {place: column_name(column) for column, place in enumerate(rows, first)}


def _rows(result: Workings, family: Family) -> list[int]:
    """The rows of what is left of a game, as the whole model counts them."""
    local, whole = family.model.weight_of.tolist(), result.model.weight_of[list(family.lines)]
    found = dict(zip(local, whole.tolist(), strict=True))
    return [found[one] for one in range(family.model.weight_rows)]


def _only(uptake: NDArray[np.float64], members: Iterable[int]) -> NDArray[np.float64]:
    found = np.zeros_like(uptake)
    chosen = list(members)
    found[chosen] = uptake[chosen]
    return found


def _weights(players: tuple[int, ...], members: frozenset[int]) -> list[tuple[int, float]]:
    """What the tonnes of a set count for in the Shapley value of each measure of its game."""
    if len(players) > _MOST:
        return []
    place = sum(1 << i for i, one in enumerate(players) if one in members)
    table = shapley_weights(len(players))
    return [(one, float(table[i, place])) for i, one in enumerate(players)]
