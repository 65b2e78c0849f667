"""What measures do to the weights of the lines: scale them, wake them, shift them, lift uptakes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.record import NamedTuple
from carbonmeet.catalogue.measure import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from carbonmeet.catalogue.measure import Measure
    from carbonmeet.kernel.products import Floats, Indices

__all__ = [
    "Capped",
    "Lift",
    "Move",
    "Scale",
    "Shift",
    "Step",
    "Wake",
    "acting_order",
    "placed",
]


class Scale(NamedTuple):
    """Avoid or improve: ``w *= 1 - u_m * saving``.

    `compare` does what `apply` does, and carries along by how much less the weights are where the
    uptakes are `more`: a difference of two weights close to each other would lose digits.
    """

    measure: int
    saving: int
    rows: Indices

    @property
    def acting(self) -> tuple[tuple[int, int], ...]:
        """The measures that act, each with its coefficient."""
        return ((self.measure, self.saving),)

    def apply(self, weight: Floats, uptake: Floats, coefficient: Floats) -> None:
        """What the step leaves of the weights, in place."""
        weight[self.rows] *= 1.0 - uptake[self.measure] * coefficient[self.saving]

    def compare(
        self, weight: Floats, fall: Floats, uptake: Floats, more: Floats, coefficient: Floats
    ) -> None:
        taken, further = (one[self.measure] * coefficient[self.saving] for one in (uptake, more))
        before = weight[self.rows]
        fall[self.rows] = fall[self.rows] * (1.0 - taken - further) + before * further
        weight[self.rows] = before * (1.0 - taken)

    def within(self, place: Indices) -> Scale | None:
        rows = placed(self.rows, place)
        return Scale(self.measure, self.saving, rows) if len(rows) else None


class Capped(NamedTuple):
    """Avoid or improve, by measures that together save no more than a share ``most``.

    ``w *= max(prod(1 - u_m * saving_m), 1 - most)``
    """

    cap: str
    acting: tuple[tuple[int, int], ...]
    most: int
    rows: Indices

    def left(self, uptake: Floats, coefficient: Floats) -> Floats:
        """What the measures would leave without the cap; shape (k,)."""
        found = np.ones(np.broadcast(uptake[0], coefficient[0]).shape)
        for measure, saving in self.acting:
            found *= 1.0 - uptake[measure] * coefficient[saving]
        return found

    def floor(self, coefficient: Floats) -> Floats:
        """What the cap leaves at least; shape (k,)."""
        floor: Floats = 1.0 - np.clip(coefficient[self.most], 0.0, 1.0)
        return floor

    def apply(self, weight: Floats, uptake: Floats, coefficient: Floats) -> None:
        weight[self.rows] *= np.maximum(self.left(uptake, coefficient), self.floor(coefficient))

    def compare(
        self, weight: Floats, fall: Floats, uptake: Floats, more: Floats, coefficient: Floats
    ) -> None:
        now = [1.0 - uptake[m] * coefficient[c] for m, c in self.acting]
        less = [more[m] * coefficient[c] for m, c in self.acting]
        then = [one - further for one, further in zip(now, less, strict=True)]
        # the fall of the product, term by term: a difference of products would lose digits
        fallen = np.zeros_like(self.left(uptake, coefficient))
        for at, one in enumerate(less):
            fallen += np.prod([*then[:at], np.ones_like(one), *now[at + 1 :]], axis=0) * one
        left, floor = self.left(uptake, coefficient), self.floor(coefficient)
        above = np.minimum(fallen, left - floor)
        below = -np.maximum(left - fallen - floor, 0.0)
        lower = np.where(left > floor, above, below)
        kept = np.maximum(left, floor)
        before = weight[self.rows]
        fall[self.rows] = fall[self.rows] * (kept - lower) + before * lower
        weight[self.rows] = before * kept

    def within(self, place: Indices) -> Capped | None:
        rows = placed(self.rows, place)
        return self._replace(rows=rows) if len(rows) else None


class Wake(NamedTuple):
    """What only happens through a measure: ``w = u_m * share``, a share of 0 or more."""

    measure: int
    share: int
    rows: Indices

    @property
    def acting(self) -> tuple[tuple[int, int], ...]:
        return ((self.measure, self.share),)

    def apply(self, weight: Floats, uptake: Floats, coefficient: Floats) -> None:
        weight[self.rows] = uptake[self.measure] * _share(coefficient[self.share])

    def compare(
        self, weight: Floats, fall: Floats, uptake: Floats, more: Floats, coefficient: Floats
    ) -> None:
        share = _share(coefficient[self.share])
        fall[self.rows] = -more[self.measure] * share
        weight[self.rows] = uptake[self.measure] * share

    def within(self, place: Indices) -> Wake | None:
        rows = placed(self.rows, place)
        return Wake(self.measure, self.share, rows) if len(rows) else None


class Move(NamedTuple):
    """One measure's part of a shift: `children[i]` receive what it takes of parent ``i``."""

    measure: int
    share: int
    children: tuple[Indices, ...]


class Shift(NamedTuple):
    """Measures that draw on one pool: shares of a parent, 0 or more, move to its children.

    Where the shares ask for more than the whole they are scaled to it, so that what stays,
    ``1 - sum``, is never negative.
    """

    pool: str
    parents: Indices
    moves: tuple[Move, ...]

    @property
    def rows(self) -> Indices:
        """The rows that it takes from."""
        return self.parents

    @property
    def acting(self) -> tuple[tuple[int, int], ...]:
        return tuple((one.measure, one.share) for one in self.moves)

    def demand(self, uptake: Floats, coefficient: Floats) -> Floats:
        """Sum of the shares asked for, before scaling; shape (k,)."""
        asked = np.zeros(np.broadcast(uptake[0], coefficient[0]).shape)
        for move in self.moves:
            asked += uptake[move.measure] * _share(coefficient[move.share])
        return asked

    def apply(self, weight: Floats, uptake: Floats, coefficient: Floats) -> None:
        demand = self.demand(uptake, coefficient)
        fit = 1.0 / np.maximum(demand, 1.0)
        before = weight[self.parents]
        for move in self.moves:
            moved = before * (uptake[move.measure] * _share(coefficient[move.share]) * fit)
            for children in move.children:
                weight[children] = moved
        weight[self.parents] = before * np.maximum(1.0 - demand, 0.0)

    def compare(
        self, weight: Floats, fall: Floats, uptake: Floats, more: Floats, coefficient: Floats
    ) -> None:
        asked, further = self.demand(uptake, coefficient), self.demand(more, coefficient)
        full = asked >= 1.0
        crowded = np.maximum(asked, 1.0)
        rise = np.where(
            full, np.maximum(further, 1.0 - asked), np.maximum(asked + further - 1.0, 0.0)
        )
        fit, fit_then = 1.0 / crowded, 1.0 / (crowded + rise)
        before, lost = weight[self.parents], fall[self.parents]
        for move in self.moves:
            share = _share(coefficient[move.share])
            now, extra = uptake[move.measure] * share, more[move.measure] * share
            less = now * rise * fit * fit_then - extra * fit_then
            for children in move.children:
                fall[children] = lost * ((now + extra) * fit_then) + before * less
                weight[children] = before * (now * fit)
        stay, stay_then = (np.maximum(1.0 - one, 0.0) for one in (asked, asked + further))
        left = np.where(full, -stay_then, np.minimum(further, 1.0 - asked))
        fall[self.parents] = lost * stay_then + before * left
        weight[self.parents] = before * stay

    def within(self, place: Indices) -> Shift | None:
        keep = place[self.parents] >= 0
        if not keep.any():
            return None
        moves = tuple(
            Move(m.measure, m.share, tuple(place[c[keep]] for c in m.children)) for m in self.moves
        )
        return Shift(self.pool, place[self.parents[keep]], moves)


def _share(coefficient: Floats) -> Floats:
    # a saving may be negative, for what takes the place of a thing may emit more; but nothing
    # moves backwards, out of a line that a measure only brings about
    return np.maximum(coefficient, 0.0)


Step: TypeAlias = Scale | Capped | Wake | Shift


class Lift(NamedTuple):
    """Enable: ``u_m *= 1 + u_e * gain`` for the measures that enabler e lifts.

    An enabler that began late lifts nothing in earlier periods, so there is a set of uptakes for
    every set of enablers in force; `lifted` counts through all of them (see `Model.settings`).
    """

    enabler: int
    gain: int
    lifted: Indices


def placed(rows: Indices, place: Indices) -> Indices:
    """Where `rows` stand after `place`; those that have no place are left out."""
    moved = place[rows]
    return moved[moved >= 0]


def acting_order(members: Iterable[int], measures: Sequence[Measure]) -> list[int]:
    """Numbers of measures in the order in which they act: by stage, and as listed within one."""
    return sorted(members, key=lambda i: (STAGES.index(measures[i].stage), i))
