"""Activities and measures as arrays, and the kernel: the only place where emissions are computed.

A model is compiled once. Units are resolved while compiling; inside there are floats.

Every line ``i``, those of the scenario and those that a measure may bring about, emits

    kg_i = amount_i(x) * chain_i(x) * w_i(u, x)

where ``x`` is the vector of inputs (factors and scenario data), amount and chain are products of
inputs and reciprocals of inputs, and the weight ``w_i`` is what the measures leave of the line
under the uptakes ``u``. Lines that meet the same measures in the same way, and most do, share one
row of weights. Baseline, residual, attribution, Monte Carlo and all 2^25 programmes are
one call with other rows of ``u`` and ``x``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from carbonmeet.base.errors import ModelError
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import _
from carbonmeet.kernel.steps import Capped, Shift, placed

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from carbonmeet.catalogue.measure import Measure
    from carbonmeet.kernel.products import Floats, Indices, Products
    from carbonmeet.kernel.steps import Lift, Step
    from carbonmeet.numbers.activity import Activity
    from carbonmeet.numbers.number import Number

__all__ = ["Family", "Line", "Model", "sums_over"]

#: Rows per pass: few enough that a pass over some 300 lines stays in the processor's cache.
BLOCK = 1024
#: Lines of one pass, all its rows together: thousands of lines take a pass of fewer rows, and no
#: more memory.
_CELLS = 4_000_000
#: From this many rows on it pays to go line by line.
_WIDE = 64
#: Multiplications in one matrix product below which OpenBLAS stays on one thread (4 * 65,536).
SMALL = 200_000


class Line(NamedTuple):
    """One line of the model.

    Attributes
    ----------
    activity : Activity
        Amount and chain; for a line that a measure creates, those after the shift.
    root : int
        Index of the activity it descends from.
    born : str
        Id of the measure that creates it; empty for a line of the scenario.
    """

    activity: Activity
    root: int
    born: str = ""


class Family(NamedTuple):
    """Lines that know the same few measures: a game of its own.

    Attributes
    ----------
    members : tuple of int
        Indices of the measures that can change these lines, ascending.
    model : Model
        The model of these lines alone.
    lines : tuple of int
        Their indices in the whole model. Lines of two families never share a row of weights.
    """

    members: tuple[int, ...]
    model: Model
    lines: tuple[int, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Model:
    """Lines, measures and inputs, compiled.

    Attributes
    ----------
    inputs : tuple of Number
        Factors and scenario data, each once; the columns of ``x``. What others follow from stands
        before these.
    lines : tuple of Line
        Lines of the scenario first, then those that measures create.
    measures : tuple of Measure
        The columns of ``u``.
    divisors : array of int
        Inputs that something is divided by.
    weight_of : array of int, shape (n,)
        The row of weights of each line.
    settings : int
        How many sets of uptakes there are: one for every set of enablers in force in a period.
        Steps name measure ``m`` of set ``v`` as ``v * len(measures) + m``.
    asleep : array of int
        Rows that weigh nothing until a measure wakes them.
    steps : tuple
        What the measures do to the weights, in this order.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> found = cm.estimate("forum-1500").workings
    >>> kg = found.model.run(found.uptake)  # a column for each line
    >>> kg.shape == (1, len(found.model.lines))
    True
    >>> float(kg.sum()) / 1000 == found.residual.total
    True
    """

    inputs: tuple[Number, ...]
    lines: tuple[Line, ...]
    measures: tuple[Measure, ...]
    amounts: Products
    chains: Products
    coefficients: Products
    divisors: Indices
    weight_of: Indices
    asleep: Indices
    lifts: tuple[Lift, ...]
    steps: tuple[Step, ...]
    settings: int = 1

    def __repr__(self) -> str:
        lines, measures = len(self.lines), len(self.measures)
        return f"<Model: {lines} lines, {measures} measures, {len(self.inputs)} inputs>"

    def to_dict(self) -> dict[str, Any]:
        """The model as plain data: all that a kernel in another language needs.

        Returns
        -------
        dict
            Of version `carbonmeet.kernel.document.FORMAT`, as
            ``docs/reference/model.schema.json`` describes it. Scales and values are in the units
            that are named, results in kg CO2e.

        Examples
        --------
        >>> import carbonmeet as cm
        >>> data = cm.estimate("forum-1500").workings.model.to_dict()
        >>> data["format"], len(data["lines"]) == len(data["amounts"]["which"])
        (1, True)
        """
        from carbonmeet.kernel.document import model_document

        return model_document(self)

    @cached_property
    def values(self) -> Floats:
        """The central values of the inputs; shape (f,)."""
        found = np.array([one.value for one in self.inputs], dtype=float)
        found.setflags(write=False)  # a model is kept for the next answer
        return found

    def run(self, uptake: ArrayLike | None = None, inputs: ArrayLike | None = None) -> Floats:
        """Emissions of every line.

        Parameters
        ----------
        uptake : array_like, shape (m,) or (k, m), optional
            Share of each measure that is carried out, 0 to 1. Default: none is.
        inputs : array_like, shape (f,) or (k, f), optional
            Values of the inputs. Default: the central values.

        Returns
        -------
        ndarray, shape (k, n)
            kg CO2e of each line.

        Raises
        ------
        ModelError
            If a shape does not fit, an uptake lies outside 0 to 1, or an input is no number.

        Notes
        -----
        Pure function of its arguments; rows do not know each other.
        """
        u, x = self._rows(uptake, inputs)
        rows = max(len(u), len(x))
        # line-major inside: a step touches whole runs of rows
        kg = np.empty((len(self.lines), rows))
        for start, stop, u_block, x_block in self._blocks(u, x):
            self._fill(kg[:, start:stop], u_block, x_block)
        return kg.T

    def totals(
        self,
        uptake: ArrayLike | None = None,
        inputs: ArrayLike | None = None,
        groups: ArrayLike | None = None,
    ) -> Floats:
        """Emissions summed over groups of lines, without keeping every line.

        Parameters
        ----------
        uptake, inputs : array_like
            As in `run`.
        groups : array_like, shape (g, n), optional
            Weights of the lines in each sum. Default: one sum over all lines.

        Returns
        -------
        ndarray, shape (k, g)
            kg CO2e.

        Raises
        ------
        ModelError
            If a shape does not fit, an uptake lies outside 0 to 1, or an input is no number.
        """
        u, x = self._rows(uptake, inputs)
        rows = max(len(u), len(x))
        table = self._weights_of_sums(groups)
        if len(x) == 1:
            return self._totals_at(u, x, table)
        sums = np.empty((rows, len(table)))
        buffer = np.empty((len(self.lines), min(self._width, rows)))
        for start, stop, u_block, x_block in self._blocks(u, x):
            kg = buffer[:, : stop - start]
            self._fill(kg, u_block, x_block)
            sums[start:stop] = _grouped(table, kg).T
        return sums

    def before_and_after(
        self, uptake: ArrayLike, inputs: ArrayLike, groups: ArrayLike
    ) -> tuple[Floats, Floats]:
        """Totals without and with a programme over the same inputs: each line is priced once.

        Parameters
        ----------
        uptake, inputs, groups : array_like
            As in `totals`.

        Returns
        -------
        two ndarrays, shape (k, g)
            kg CO2e.

        Raises
        ------
        ModelError
            If a shape does not fit, an uptake lies outside 0 to 1, or an input is no number.
        """
        u, x = self._rows(uptake, inputs)
        table, rows = np.asarray(groups, dtype=float), max(len(u), len(x))
        central = self._extend(self.values[:, None])
        coefficient = self._coefficients(central)
        idle = np.zeros((len(self.measures), 1))
        untouched = table * self._weigh(idle, coefficient)[self.weight_of, 0]
        before, after = (np.empty((rows, len(table))) for _ in range(2))
        for start, stop, u_block, x_block in self._blocks(u, x):
            extended = self._extend(x_block)
            price = self._unweighted(extended)
            before[start:stop] = _grouped(untouched, price).T
            coefficient = self._coefficients(extended)
            weight = self._weigh(u_block, coefficient)
            price *= weight[self.weight_of]
            after[start:stop] = _grouped(table, price).T
        return before, after

    def _totals_at(self, u: Floats, x: Floats, table: Floats) -> Floats:
        """Totals at one point of the inputs: the lines of one row of weights add up first."""
        extended = self._extend(x.T)
        coefficient = self._coefficients(extended)
        price = self._unweighted(extended)[:, 0]
        by_row = np.array(
            [np.bincount(self.weight_of, row * price, self.weight_rows) for row in table]
        ).T
        sums = np.empty((len(u), len(table)))
        for start, stop, u_block, _ in self._blocks(u, x):
            weight = self._weigh(u_block, coefficient)
            sums[start:stop] = weight.T @ by_row
        return sums

    def coalitions(self, members: ArrayLike, uptake: ArrayLike, inputs: ArrayLike) -> Floats:
        """Totals of many programmes over the same draws: each line is priced once.

        Parameters
        ----------
        members : array_like of bool, shape (c, m)
            The measures of each programme.
        uptake : array_like, shape (m,) or (k, m)
            Their uptakes where they take part.
        inputs : array_like, shape (k, f)

        Returns
        -------
        ndarray, shape (c, k)
            kg CO2e.

        Raises
        ------
        ModelError
            If a shape does not fit, an uptake lies outside 0 to 1, or an input is no number.
        """
        u, x = self._rows(uptake, inputs)
        acting = np.atleast_2d(members).astype(bool)
        sums = np.empty((len(acting), len(x)))
        for start, stop, u_block, x_block in self._blocks(u, x):
            extended = self._extend(x_block)
            coefficient = self._coefficients(extended)
            price = np.zeros((self.weight_rows, stop - start))
            np.add.at(price, self.weight_of, self._unweighted(extended))
            for row, chosen in zip(sums, acting, strict=True):
                part = np.where(chosen[:, None], u_block, 0.0)
                weight = self._weigh(part, coefficient)
                np.einsum("rk,rk->k", weight, price, out=row[start:stop])
        return sums

    def by_row(self, inputs: ArrayLike | None = None) -> Floats:
        """Emissions of the lines of each row of weights in full, at one point; kg CO2e.

        Parameters
        ----------
        inputs : array_like, shape (f,), optional
            As in `run`.

        Returns
        -------
        ndarray, shape (rows,)

        Raises
        ------
        ModelError
            If a shape does not fit, an uptake lies outside 0 to 1, or an input is no number.
        """
        price = self._unweighted(self._extend(self._rows(None, inputs)[1].T))[:, 0]
        summed: Floats = np.bincount(self.weight_of, price, self.weight_rows).astype(float)
        return summed

    def row_weights(self, uptake: ArrayLike, inputs: ArrayLike | None = None) -> Floats:
        """What programmes leave of every row of weights; shape (rows, k).

        Parameters
        ----------
        uptake : array_like, shape (m,) or (k, m)
            As in `run`.
        inputs : array_like, shape (f,) or (k, f), optional
            As in `run`.

        Returns
        -------
        ndarray, shape (rows, k)

        Raises
        ------
        ModelError
            If a shape does not fit, an uptake lies outside 0 to 1, or an input is no number.
        """
        u, x = self._rows(uptake, inputs)
        left = np.empty((self.weight_rows, max(len(u), len(x))))
        for start, stop, u_block, x_block in self._blocks(u, x):
            coefficient = self._coefficients(self._extend(x_block))
            left[:, start:stop] = self._weigh(u_block, coefficient)
        return left

    def falls(self, uptake: ArrayLike, more: ArrayLike, inputs: ArrayLike | None = None) -> Floats:
        """By how much a further uptake lowers every row of weights, at one point.

        Exact to the last digits however small it is beside the weights.

        Parameters
        ----------
        uptake, more : array_like, shape (k, m)
            Programmes, and what is carried out beyond each.
        inputs : array_like, shape (f,), optional
            As in `run`.

        Returns
        -------
        ndarray, shape (rows, k)

        Raises
        ------
        ModelError
            If a shape does not fit, an uptake lies outside 0 to 1, or an input is no number.
        """
        u, x = self._rows(uptake, inputs)
        coefficient = self._coefficients(self._extend(x.T))
        lifted, further = self._lifted_further(u.T, self._rows(more, None)[0].T, coefficient)
        weight = np.ones((self.weight_rows, lifted.shape[1]))
        weight[self.asleep] = 0.0
        fall = np.zeros_like(weight)
        for step in self.steps:
            step.compare(weight, fall, lifted, further, coefficient)
        return fall

    def coefficients_at(self, inputs: ArrayLike | None = None) -> Floats:
        """Shares, savings and gains of the measures; shape (coefficients, k).

        Parameters
        ----------
        inputs : array_like, shape (f,) or (k, f), optional
            As in `run`.

        Returns
        -------
        ndarray, shape (coefficients, k)

        Raises
        ------
        ModelError
            If a shape does not fit, an uptake lies outside 0 to 1, or an input is no number.
        """
        return self._coefficients(self._extend(self._rows(None, inputs)[1].T))

    @property
    def weight_rows(self) -> int:
        """How many rows of weights there are."""
        return int(self.weight_of.max(initial=-1)) + 1

    def weights(self, uptake: ArrayLike | None = None) -> Floats:
        """What the measures leave of every line at the central inputs; shape (k, n).

        Parameters
        ----------
        uptake : array_like, shape (m,) or (k, m), optional
            As in `run`.

        Returns
        -------
        ndarray, shape (k, n)

        Raises
        ------
        ModelError
            If a shape does not fit, an uptake lies outside 0 to 1, or an input is no number.
        """
        u, x = self._rows(uptake, None)
        extended = self._extend(x.T)
        coefficient = self._coefficients(extended)
        return self._weigh(u.T, coefficient)[self.weight_of].T

    def quantities(self, inputs: ArrayLike | None = None) -> Floats:
        """Amount of every line in its own unit, before any measure; shape (k, n).

        Parameters
        ----------
        inputs : array_like, shape (f,) or (k, f), optional
            As in `run`.

        Returns
        -------
        ndarray, shape (k, n)

        Raises
        ------
        ModelError
            If a shape does not fit, an uptake lies outside 0 to 1, or an input is no number.
        """
        _, x = self._rows(None, inputs)
        return self.amounts.of_users(self._extend(x.T)).T

    def prices(self, inputs: ArrayLike | None = None) -> Floats:
        """kg CO2e per unit of every line's amount; shape (k, n).

        Parameters
        ----------
        inputs : array_like, shape (f,) or (k, f), optional
            As in `run`.

        Returns
        -------
        ndarray, shape (k, n)

        Raises
        ------
        ModelError
            If a shape does not fit, an uptake lies outside 0 to 1, or an input is no number.
        """
        _, x = self._rows(None, inputs)
        return self.chains.of_users(self._extend(x.T)).T

    def resting(self, uptake: ArrayLike, inputs: ArrayLike | None = None) -> frozenset[str]:
        """Ids of the inputs that lines or savings of some programmes rest on.

        What only another programme would bring about, and what only other measures save by, is not
        among them.

        Parameters
        ----------
        uptake : array_like, shape (m,) or (k, m)
            As in `run`.
        inputs : array_like, shape (f,), optional
            As in `run`.

        Returns
        -------
        frozenset of str

        Raises
        ------
        ModelError
            If a shape does not fit, an uptake lies outside 0 to 1, or an input is no number.
        """
        u, x = self._rows(uptake, None)[0], self._rows(None, inputs)[1]
        alive = np.zeros(self.weight_rows, dtype=bool)
        for one in u:
            alive |= (self.row_weights(one, x) != 0.0).any(axis=1)
        lines = itertools.compress(self.lines, alive[self.weight_of])
        found = {number.id for line in lines for number in line.activity.inputs}
        carried, count = (u != 0.0).any(axis=0), len(self.measures)
        slots, kept = set[int](), set[int]()
        for step in self.steps:
            if alive[step.rows].any():
                acting = [pair for pair in step.acting if carried[pair[0] % count]]
                slots.update(slot for slot, _ in acting)
                kept.update(coefficient for _, coefficient in acting)
                if isinstance(step, Capped):
                    kept.add(step.most)
        for lift in self.lifts:
            if carried[lift.enabler] and not slots.isdisjoint(lift.lifted.tolist()):
                kept.add(lift.gain)
        # an index of the reciprocals, or of the 1 that fills up, stands behind those of inputs
        meant = np.concatenate((np.arange(len(self.inputs)), self.divisors, [-1]))
        # no np.unique, which imports the masked arrays: a tenth of a start
        rows = set(meant[self.coefficients.links[sorted(kept)]].ravel().tolist())
        return frozenset(found | {self.inputs[row].id for row in rows if row >= 0})

    @cached_property
    def acting(self) -> frozenset[str]:
        """Ids of the measures that find something to act on, whatever their uptake."""
        count = len(self.measures)
        found: set[int] = set()
        for step in self.steps:
            found.update(measure % count for measure, _ in step.acting)
        for lift in self.lifts:
            if found.intersection(int(one) % count for one in lift.lifted):
                found.add(lift.enabler)
        return frozenset(self.measures[i].id for i in found)

    def crowded(self, uptake: ArrayLike) -> list[tuple[str, int, float]]:
        """Pools from which the measures ask for more than the whole.

        Parameters
        ----------
        uptake : array_like, shape (m,)
            As in `run`.

        Returns
        -------
        list of (pool, line, demand)
            `line` is the first that is concerned, `demand` the sum of the shares asked for,
            above 1.

        Raises
        ------
        ModelError
            If a shape does not fit, an uptake lies outside 0 to 1, or an input is no number.
        """
        u, x = self._rows(uptake, None)
        coefficient = self._coefficients(self._extend(x.T))
        lifted = self._lifted(u.T, coefficient)
        found = []
        for step in self.steps:
            if isinstance(step, Shift):
                demand = float(step.demand(lifted, coefficient)[0])
                if demand > 1.0 + 1e-12:
                    line = int(np.flatnonzero(self.weight_of == step.parents[0])[0])
                    found.append((step.pool, line, demand))
        return found

    def capped(self, uptake: ArrayLike) -> list[tuple[str, int, float, float]]:
        """Caps that bind.

        Parameters
        ----------
        uptake : array_like, shape (m,)
            As in `run`.

        Returns
        -------
        list of (cap, line, saved, most)
            `line` is the first that is concerned, `saved` the share that the measures would save
            of it without the cap, above `most`.

        Raises
        ------
        ModelError
            If a shape does not fit, an uptake lies outside 0 to 1, or an input is no number.
        """
        u, x = self._rows(uptake, None)
        coefficient = self._coefficients(self._extend(x.T))
        lifted = self._lifted(u.T, coefficient)
        found = []
        for step in self.steps:
            if isinstance(step, Capped):
                saved = 1.0 - float(step.left(lifted, coefficient)[0])
                most = 1.0 - float(step.floor(coefficient)[0])
                if saved > most + 1e-12:
                    line = int(np.flatnonzero(self.weight_of == step.rows[0])[0])
                    found.append((step.cap, line, saved, most))
        return found

    def effective_uptake(self, uptake: ArrayLike) -> Floats:
        """Uptakes after the enablers have lifted them, never above 1; shape (k, m).

        Where enablers begin in the course of the scenario: those of its first line.

        Parameters
        ----------
        uptake : array_like, shape (m,) or (k, m)
            As in `run`.

        Returns
        -------
        ndarray, shape (k, m)

        Raises
        ------
        ModelError
            If a shape does not fit, an uptake lies outside 0 to 1, or an input is no number.
        """
        u, x = self._rows(uptake, None)
        return self._lifted(u.T, self._coefficients(self._extend(x.T)))[: u.shape[1]].T

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """The lines sorted into games that share no line (see `Family`).

        A sum over lines is a sum of games: whatever holds of sums, the Shapley value and the
        totals of all programmes among it, can be computed family by family.
        """
        known = self._known_measures()
        games: dict[frozenset[int], list[int]] = {}
        for index, line in enumerate(self.lines):
            games.setdefault(known[line.root], []).append(index)
        merged: dict[frozenset[int], list[int]] = {}
        for members in sorted(games, key=len, reverse=True):
            # a game within a larger one costs nothing extra there
            home = next((larger for larger in merged if members <= larger), members)
            merged.setdefault(home, []).extend(games[members])
        return tuple(
            Family(
                tuple(sorted(members)),
                self._subset(np.array(sorted(lines), dtype=np.intp)),
                tuple(sorted(lines)),
            )
            for members, lines in merged.items()
        )

    def _known_measures(self) -> dict[int, frozenset[int]]:
        """Root of a line → the measures that can change anything that descends from it."""
        by_row: list[set[int]] = [set() for _ in range(self.weight_rows)]
        for step in self.steps:
            for row in step.rows:
                by_row[row].update(measure for measure, _ in step.acting)
        count = len(self.measures)
        known: dict[int, set[int]] = {}
        for line, row in zip(self.lines, self.weight_of, strict=True):
            known.setdefault(line.root, set()).update(by_row[row])
        for rows in known.values():
            for lift in self.lifts:
                if rows.intersection(lift.lifted.tolist()):
                    rows.add(lift.enabler)
        return {root: frozenset(m % count for m in rows) for root, rows in known.items()}

    def _subset(self, lines: Indices) -> Model:
        rows, weight_of = np.unique(self.weight_of[lines], return_inverse=True)
        place = np.full(self.weight_rows, -1, dtype=np.intp)
        place[rows] = np.arange(len(rows))
        steps = (step.within(place) for step in self.steps)
        return Model(
            inputs=self.inputs,
            lines=tuple(self.lines[i] for i in lines),
            measures=self.measures,
            amounts=self.amounts.take(lines),
            chains=self.chains.take(lines),
            coefficients=self.coefficients,
            divisors=self.divisors,
            weight_of=weight_of,
            asleep=placed(self.asleep, place),
            lifts=self.lifts,
            steps=tuple(step for step in steps if step is not None),
            settings=self.settings,
        )

    def _weights_of_sums(self, groups: ArrayLike | None) -> Floats:
        """Weights of the lines in each sum; one sum over all of them by default."""
        if groups is None:
            return np.ones((1, len(self.lines)))
        try:
            table = np.asarray(groups, dtype=float)
        except (TypeError, ValueError):
            table = np.empty(0)
        if table.ndim != 2 or table.shape[1] != len(self.lines):
            raise ModelError(
                _("'groups' are rows of {lines} numbers, one a line", lines=len(self.lines))
            )
        return table

    def _rows(self, uptake: ArrayLike | None, inputs: ArrayLike | None) -> tuple[Floats, Floats]:
        u = np.zeros((1, len(self.measures))) if uptake is None else _numbers(uptake)
        x = self.values[None, :] if inputs is None else _numbers(inputs)
        if u.shape[1] != len(self.measures) or x.shape[1] != len(self.inputs):
            raise ModelError(
                _(
                    "the model has {measures} measures and {inputs} "
                    "inputs; rows of {shape} and {shape2} were given",
                    measures=len(self.measures),
                    inputs=len(self.inputs),
                    shape=u.shape[1],
                    shape2=x.shape[1],
                )
            )
        if len(u) != len(x) and 1 not in (len(u), len(x)):
            raise ModelError(
                _("{u} rows of uptakes do not pair with {x} rows of inputs", u=len(u), x=len(x))
            )
        if uptake is not None and not (np.all(u >= 0.0) and np.all(u <= 1.0)):  # nan is neither
            wrong = np.argwhere(~((u >= 0.0) & (u <= 1.0)))[0]
            raise ModelError(
                _(
                    "an uptake lies between 0 and 1: {id} has {u:g}",
                    id=self.measures[wrong[1]].id,
                    u=u[*wrong,],
                )
            )
        if inputs is not None and np.isnan(np.sum(x)) and np.isnan(x).any():
            wrong = np.argwhere(np.isnan(x))[0]
            raise ModelError(_("{id} is no number", id=self.inputs[wrong[1]].id))
        return u.astype(float, copy=False), x.astype(float, copy=False)

    @property
    def _width(self) -> int:
        """Rows per pass."""
        return max(_WIDE, min(BLOCK, _CELLS // max(len(self.lines), 1)))

    def _blocks(self, u: Floats, x: Floats) -> Iterator[tuple[int, int, Floats, Floats]]:
        """Passes over rows, measure-major and input-major; single rows serve every pass."""
        rows, width = max(len(u), len(x)), self._width
        u_all, x_all = np.ascontiguousarray(u.T), np.ascontiguousarray(x.T)
        for start in range(0, rows, width):
            stop = min(start + width, rows)
            yield (
                start,
                stop,
                u_all[:, start:stop] if len(u) > 1 else u_all,
                x_all[:, start:stop] if len(x) > 1 else x_all,
            )

    def _fill(self, kg: Floats, u: Floats, x: Floats) -> None:
        extended = self._extend(x)
        coefficient = self._coefficients(extended)
        weight = self._weigh(u, coefficient)
        price = self._unweighted(extended)
        if len(weight) == 1 or kg.shape[1] < _WIDE:
            np.multiply(weight if len(weight) == 1 else weight[self.weight_of], price, out=kg)
            return
        for line, row in enumerate(self.weight_of):  # no second copy of every line
            np.multiply(weight[row], price[line], out=kg[line])

    def _unweighted(self, extended: Floats) -> Floats:
        """What every line would emit in full; shape (n, k)."""
        price = self.amounts.of_users(extended)
        price *= self.chains.of_users(extended)
        return price

    def _extend(self, x: Floats) -> Floats:
        """``[x, 1/x, 1]``, with reciprocals of `divisors` only; input-major."""
        rows, inverse = len(x), self.divisors
        extended = np.empty((rows + len(inverse) + 1, x.shape[1]))
        extended[:rows] = x
        np.divide(1.0, x[inverse], out=extended[rows:-1])  # no divisor is zero: see the compiler
        extended[-1] = 1.0
        return extended

    def _coefficients(self, extended: Floats) -> Floats:
        # a saving drawn above the whole would leave a negative rest
        return np.minimum(self.coefficients.evaluate(extended), 1.0)

    def _lifted(self, u: Floats, coefficient: Floats) -> Floats:
        if not self.lifts:
            return u
        lifted = np.ones((self.settings * len(u), max(u.shape[1], coefficient.shape[1])))
        for lift in self.lifts:
            lifted[lift.lifted] *= 1.0 + u[lift.enabler] * coefficient[lift.gain]
        for start in range(0, len(lifted), len(u)):
            lifted[start : start + len(u)] *= u
        return np.minimum(lifted, 1.0, out=lifted)

    def _lifted_further(
        self, u: Floats, more: Floats, coefficient: Floats
    ) -> tuple[Floats, Floats]:
        """Uptakes after the enablers, and how far those of the further uptakes lie above."""
        count = len(u)
        lift = np.ones((self.settings * count, u.shape[1]))
        beyond = np.zeros_like(lift)
        for one in self.lifts:
            now = 1.0 + u[one.enabler] * coefficient[one.gain]
            extra = more[one.enabler] * coefficient[one.gain]
            beyond[one.lifted] = beyond[one.lifted] * (now + extra) + lift[one.lifted] * extra
            lift[one.lifted] *= now
        lifted, further = np.empty_like(lift), np.empty_like(lift)
        for start in range(0, len(lift), count):
            here = slice(start, start + count)
            lifted[here] = lift[here] * u
            further[here] = beyond[here] * (u + more) + lift[here] * more
        above = lifted >= 1.0
        further = np.where(
            above, np.minimum(further + (lifted - 1.0), 0.0), np.minimum(further, 1.0 - lifted)
        )
        return np.minimum(lifted, 1.0), further

    def _weigh(self, u: Floats, coefficient: Floats) -> Floats:
        """What the measures leave of every row of weights: the one way there, enablers included."""
        lifted = self._lifted(u, coefficient)
        weight = np.ones((self.weight_rows, max(u.shape[1], coefficient.shape[1])))
        weight[self.asleep] = 0.0
        for step in self.steps:
            step.apply(weight, lifted, coefficient)
        return weight


def _numbers(rows: ArrayLike) -> NDArray[Any]:
    """Rows as given, refused where they are no numbers."""
    found = np.atleast_2d(rows)
    if found.dtype.kind not in "buif":
        raise ModelError(_("rows of numbers are expected, not of {kind}", kind=found.dtype))
    return found


def _grouped(table: Floats, kg: Floats) -> Floats:
    """``table @ kg`` in products so small that BLAS does not spread them over threads.

    Callers run blocks on threads of their own; two layers of threads on a few cores cost tenfold.
    """
    sums = np.empty((len(table), kg.shape[1]))
    width = max(8, SMALL // max(table.size, 1))
    for start in range(0, kg.shape[1], width):
        sums[:, start : start + width] = table @ kg[:, start : start + width]
    return sums


def sums_over(labels: Sequence[str]) -> tuple[list[str], Floats]:
    """Rows that sum lines of one label; the names in the order of their first appearance."""
    rows = {name: row for row, name in enumerate(dict.fromkeys(labels))}
    table = np.zeros((len(rows), len(labels)))
    table[[rows[label] for label in labels], np.arange(len(labels))] = 1.0
    return list(rows), table
