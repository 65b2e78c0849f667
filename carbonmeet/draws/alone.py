"""A total with each of some inputs moved by itself, at the price of the lines that it reaches.

A scenario of thousands of groups has thousands of inputs, each of which a few lines rest on. Inputs
that no line shares are moved in one and the same evaluation, and the change of its own lines is
each one's effect: so the cost grows with the lines, and not with lines times inputs.

References
----------
Curtis, A. R., Powell, M. J. D. and Reid, J. K. (1974), On the estimation of sparse Jacobian
matrices. IMA Journal of Applied Mathematics 13, 117-119.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.draws.trial import Trial

    Floats: TypeAlias = NDArray[np.float64]
    Indices: TypeAlias = NDArray[np.intp]
    Reached: TypeAlias = Indices | slice

__all__ = ["OUTCOMES", "Outcome", "each_alone"]

Outcome = Literal["baseline", "residual", "saving", "removal"]
OUTCOMES: tuple[Outcome, ...] = ("baseline", "residual", "saving")

#: Lines and inputs of one pass, all its columns together: some 8 MB an array.
_CELLS = 1_000_000
#: As many evaluations are shared as a number has bits.
_SHARED = 64
_EVERY = 2**_SHARED - 1
_ALL = slice(None)


def each_alone(
    trial: Trial,
    ids: Sequence[str],
    moves: Sequence[Sequence[int]],
    sides: Sequence[Floats],
    outcome: Outcome,
) -> tuple[float, Floats]:
    """A total with all inputs central, and with some of them elsewhere.

    Parameters
    ----------
    trial : Trial
    ids : sequence of str
        Inputs.
    moves : sequence of sequence of int
        Which of them move, one group after the other; those of a group move together.
    sides : sequence of ndarray, shape (ids,)
        Where they move to; each is asked of every group.
    outcome : {"baseline", "residual", "saving", "removal"}

    Returns
    -------
    float and ndarray, shape (sides, moves)
        t CO2e.
    """
    place = np.array([trial.vector.rows[name] for name in ids], dtype=np.intp)
    center = trial.values[place]
    evaluate = _parts(trial, place, outcome)
    middle = evaluate(center[:, None])[0]
    if outcome == "removal":  # of few inputs, and of no line
        reached: list[Reached] = [_ALL] * len(moves)
    else:
        reached = [_reached(trial, place[list(one)]) for one in moves]
    columns = _columns(reached, len(middle))
    found = np.full((len(sides), len(moves)), middle.sum())
    width = max(1, _CELLS // (len(middle) + len(trial.values)))
    for side, row in zip(sides, found, strict=True):
        for start in range(0, len(columns), width):
            here = columns[start : start + width]
            points = np.repeat(center[:, None], len(here), axis=1)
            for column, members in enumerate(here):
                rows = [row for move in members for row in moves[move]]
                points[rows, column] = side[rows]
            for members, change in zip(here, evaluate(points) - middle, strict=True):
                for move in members:
                    row[move] += change[reached[move]].sum()
    return float(middle.sum()), found


def _parts(trial: Trial, place: Indices, outcome: Outcome) -> Callable[[Floats], Floats]:
    """What a total is the sum of, t CO2e, at values of some inputs: from (inputs, k) to (k, n)."""

    def evaluate(values: Floats) -> Floats:
        everything = trial.filled(values, place)
        if outcome == "removal":
            return trial.removal(everything, place)[:, None]
        x = trial.model_inputs(everything)
        kg = trial.model.run(None if outcome == "baseline" else trial.uptakes(everything), x)
        if outcome == "saving":
            kg = trial.model.run(None, x) - kg
        return kg / KG_PER_T

    return evaluate


def _reached(trial: Trial, rows: Indices) -> Reached:
    """Lines that may change where some rows of the vector do."""
    reach, found = trial.reach, []
    for row in trial.vector.moved_with(rows.tolist()):
        measures = trial.moves.get(row, ())
        if row < len(trial.model.inputs):
            if trial.metered and (measures or len(reach.weights(row))):
                return _ALL  # what was measured takes the doubt of whatever the measures did
            found.append(reach.lines(row))
        found += [reach.lines_of_measure(one) for one in measures]
    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.intp)


def _columns(reached: Sequence[Reached], lines: int) -> list[list[int]]:
    """Moves by evaluation: no line is reached by two moves of one, the rarest come first."""
    shared: list[list[int]] = [[] for _ in range(_SHARED)]
    own: list[list[int]] = []
    taken = np.zeros(lines, dtype=np.uint64)
    sizes = [lines if isinstance(one, slice) else len(one) for one in reached]
    for move in np.argsort(sizes, kind="stable").tolist():
        here = reached[move]
        if not sizes[move]:
            continue
        free = ~int(np.bitwise_or.reduce(taken[here])) & _EVERY
        if isinstance(here, slice) or not free:
            own.append([move])
            continue
        first = free & -free
        taken[here] |= np.uint64(first)
        shared[first.bit_length() - 1].append(move)
    return [one for one in (*shared, *own) if one]
