"""Inputs that are drawn together: by the covariance of a fit, or as the planner says.

A distribution is a rising function of one standard normal number, so that a rank correlation of
two inputs is one of their normals, and a Gaussian copula needs nothing but a mixture of these:

    r = 2 sin(pi rho / 6)

is the correlation of two normals whose ranks correlate by rho. The matrix of all r is split by
Cholesky, and each normal becomes the sum of its row. The distributions of the inputs stay as they
are.

References
----------
Pearson, K. (1907), On further methods of determining correlation. Drapers' Company research
memoirs, biometric series IV: normals of a rank correlation.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.errors import ModelError
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["Mix", "Pair", "mixes_of", "normals_of_rank"]

#: A row of normals and what it becomes: rows, its own among them, each with its weight.
Mix: TypeAlias = tuple[int, tuple[tuple[int, float], ...]]

#: Below 0 by no more than this, the least eigenvalue of a matrix is 0 but for rounding.
_ROUNDING = 1e-9


class Pair(NamedTuple):
    """Two inputs by id, and the rank correlation between them."""

    first: str
    second: str
    rank: float


def normals_of_rank(rank: float) -> float:
    """The correlation of two normals whose ranks correlate by `rank`.

    Examples
    --------
    >>> round(normals_of_rank(0.5), 4), round(normals_of_rank(1.0), 4)
    (0.5176, 1.0)
    """
    return 2.0 * math.sin(math.pi * rank / 6.0)


def mixes_of(
    ids: Sequence[str],
    names: Sequence[str],
    ties: Mapping[str, tuple[str, float]],
    pairs: Sequence[Pair],
) -> tuple[Mix, ...]:
    """How the normals of some inputs are mixed, in the order in which that is done.

    Parameters
    ----------
    ids, names : sequence of str
        Inputs that vary, and the names of their streams: editions of one number share one.
    ties : mapping of str to (str, float)
        Of inputs that rise or fall with another by the covariance of a fit: its id, and the
        correlation of their normals.
    pairs : sequence of Pair
        As the planner says.

    Raises
    ------
    ModelError
        If the pairs contradict each other.
    """
    rows = {name: row for row, name in enumerate(ids)}
    mixes: list[Mix] = [
        (rows[name], ((rows[other], rho), (rows[name], math.sqrt(1 - rho * rho))))
        for name, (other, rho) in ties.items()
        if name in rows and other in rows
    ]
    return (*mixes, *_mixed(rows, names, [one for one in pairs if {*one[:2]} <= rows.keys()]))


def _mixed(rows: Mapping[str, int], names: Sequence[str], pairs: Sequence[Pair]) -> list[Mix]:
    """Rows of a stream are mixed alike, the last stream first: what it takes is untouched then."""
    streams = sorted({names[rows[name]] for one in pairs for name in one[:2]})
    place = {name: i for i, name in enumerate(streams)}
    matrix = np.eye(len(streams))
    for one in pairs:
        i, j = (place[names[rows[name]]] for name in one[:2])
        matrix[i, j] = matrix[j, i] = normals_of_rank(one.rank)
    weights = _split(matrix)
    members: list[list[int]] = [[] for _ in streams]
    for row, name in enumerate(names):
        if name in place:
            members[place[name]].append(row)
    mixes: list[Mix] = []
    for i in reversed(range(len(streams))):
        others = [(members[j][0], float(w)) for j, w in enumerate(weights[i, :i]) if w]
        mixes += [(row, (*others, (row, float(weights[i, i])))) for row in members[i] if others]
    return mixes


def _split(matrix: Floats) -> Floats:
    """The lower factor of a matrix of correlations, which may be singular.

    Raises
    ------
    ModelError
        If no numbers can correlate so.
    """
    if len(matrix) and np.linalg.eigvalsh(matrix)[0] < -_ROUNDING:
        raise ModelError(
            _(
                "these correlations contradict each other: two numbers that both go with a third "
                "cannot go against each other; make one of them weaker"
            )
        )
    lower = np.zeros_like(matrix)
    for i in range(len(matrix)):
        for j in range(i + 1):
            rest = matrix[i, j] - lower[i, :j] @ lower[j, :j]
            if i == j:
                lower[i, i] = math.sqrt(max(rest, 0.0))
            elif lower[j, j] > 1e-7:
                lower[i, j] = rest / lower[j, j]
    return lower
