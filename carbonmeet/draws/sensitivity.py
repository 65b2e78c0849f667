"""What drives the uncertainty: error propagation, swings, rank correlations, Sobol indices.

All of them put their questions to the kernel; none knows how a footprint is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from carbonmeet.base.errors import MissingExtra, ModelError
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, _, both
from carbonmeet.catalogue.aloft import FLIGHTS
from carbonmeet.draws.alone import each_alone
from carbonmeet.draws.draws import BLOCK, each_block
from carbonmeet.draws.propagation import (
    Outcome,
    Propagation,
    concerning,
    outcome_of,
    propagate_through,
)
from carbonmeet.draws.shares import shares
from carbonmeet.numbers.distribution import ENDS
from carbonmeet.units import T_CO2E

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.draws.answer import Uncertainty
    from carbonmeet.numbers.number import Number

    Floats: TypeAlias = NDArray[np.float64]

__all__ = [
    "Driver",
    "Narrowing",
    "Propagation",
    "driver_rows",
    "drivers",
    "labels",
    "narrowing",
    "propagate",
    "sobol",
]

#: Draws behind rank correlations and narrowed ranges.
RANK_DRAWS = 4 * BLOCK
#: Inputs whose narrowing is tried, of those that the variance ranks first.
TRIED = 15
#: Of the baseline: an outcome that varies by less does not vary.
_ROUNDING = 1e-12


def propagate(found: Uncertainty, outcome: Outcome = "residual") -> Propagation:
    """The range of a total by error propagation; see `carbonmeet.draws.propagation`.

    Parameters
    ----------
    found : Uncertainty
    outcome : {"baseline", "residual", "saving", "removal"}
    """
    return propagate_through(found.trial, found.distributions, outcome)


@dataclass(frozen=True, slots=True)
class Driver:
    """One input and what hangs on it.

    Attributes
    ----------
    low, high : float
        The outcome with this input at its 2.5% and 97.5% points and the others central, t CO2e.
    rank_correlation : float
        Spearman's, between the input and the outcome over the draws, equal values sharing their
        mean rank; 0 where the outcome does not vary.
    share : float
        Of the variance, beside the others; see `carbonmeet.draws.shares`. 0 where nothing tells it
        from chance.
    share_error : float
        Its standard error, from drawing a finite number of times.
    """

    input: Number
    low: float
    high: float
    rank_correlation: float
    share: float
    share_error: float

    @property
    def swing(self) -> float:
        """How far the input moves the outcome by itself, t CO2e."""
        return abs(self.high - self.low)


def drivers(found: Uncertainty, outcome: Outcome = "residual") -> list[Driver]:
    """The inputs that vary, the strongest first.

    Numbers that share a draw are one input, named after the one that moves the outcome most.

    Parameters
    ----------
    found : Uncertainty
    outcome : {"baseline", "residual", "saving", "removal"}
    """
    ids = concerning(found.trial, found.plan.ids, outcome)
    if not ids:
        return []
    together = _together(found, ids, outcome)
    x, y = _sample(found, outcome)
    sides = [np.array([found.distributions[name].quantile(p) for name in ids]) for p in ENDS]
    _, (low, high) = each_alone(found.trial, ids, list(together.values()), sides, outcome)
    rho, parts, errors = shares(x[list(together)], y, np.abs(high - low))
    inputs = {one.id: one for one in found.trial.inputs}
    listed = [
        Driver(inputs[ids[lead]], *map(float, (low[i], high[i], rho[i], parts[i], errors[i])))
        for i, lead in enumerate(together)
    ]
    return sorted(listed, key=lambda one: (-one.share, -abs(one.rank_correlation), one.input.id))


def labels(found: Uncertainty) -> dict[str, Label]:
    """What every input that may drive a range is called: the same wherever it is told of."""
    stream, flights = FLIGHTS
    together = {one.id: flights for one in found.trial.inputs if one.stream.startswith(stream)}
    return found.trial.vector.names | together


def driver_rows(
    found: Uncertainty,
    listed: Iterable[Driver],
    indices: Mapping[str, tuple[float, float]] | None = None,
) -> list[dict[str, Any]]:
    """Drivers as plain data, with Sobol indices where there are any."""
    names = labels(found)
    rows = []
    for one in listed:
        row = {
            "input": one.input.id,
            "label": both(names[one.input.id]),
            "distribution": str(found.distributions[one.input.id]),
            "evidence": one.input.said,
            "low": one.low,
            "high": one.high,
            "unit": T_CO2E,
            "rank_correlation": one.rank_correlation,
            "share": one.share,
            "share_error": one.share_error,
        }
        if indices:
            first, total = indices[one.input.id]
            row |= {"sobol_first": first, "sobol_total": total}
        rows.append(row)
    return rows


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the 95% range of the outcome would be if one input were known exactly.

    Attributes
    ----------
    before, after : float
        Width of the range, t CO2e.
    """

    input: Number
    before: float
    after: float

    @property
    def share(self) -> float:
        """By what share the range would be narrower."""
        return 1.0 - self.after / self.before if self.before else 0.0


def narrowing(
    found: Uncertainty, outcome: Outcome = "residual", most: int = 5, *, assumed: bool = True
) -> list[Narrowing]:
    """The inputs which, if measured, would narrow the range most.

    The strongest candidates are held at their median one after the other, with the draws of all
    others unchanged, and the range is taken again. One that leaves it as it is is not named.

    Parameters
    ----------
    most : int
        How many to name.
    assumed : bool
        Only inputs that nobody has measured or published yet.
    """
    ranked = [
        one.input
        for one in drivers(found, outcome)
        if not assumed or one.input.said in ("assumed", "given")
    ][:TRIED]
    if not ranked:
        return []
    ids, evaluate = _function(found, outcome)
    x, y = _sample(found, outcome)
    before = _width(y)
    if not before:
        return []
    tried = []
    together = _together(found, ids, outcome)
    for one in ranked:
        known = x.copy()
        for row in together[ids.index(one.id)]:
            known[row] = found.distributions[ids[row]].quantile(0.5)
        tried.append(Narrowing(one, before, _width(evaluate(known))))
    return sorted((one for one in tried if one.after < before), key=lambda one: one.after)[:most]


def sobol(
    found: Uncertainty, outcome: Outcome = "residual", points: int = 512
) -> dict[str, tuple[float, float]]:
    """First- and total-order Sobol indices of every input, by Saltelli's design.

    Parameters
    ----------
    points : int
        A power of 2; the kernel is asked ``points * (inputs + 2)`` times.

    Returns
    -------
    dict of str to (float, float)
        First and total order: the share of the variance that goes if the input were known, and
        the share that stays if all others were.

    Raises
    ------
    MissingExtra
        If scipy is not installed.

    References
    ----------
    Saltelli, A. and others (2010), Variance based sensitivity analysis of model output. Computer
    Physics Communications 181, 259-270.
    """
    try:
        from scipy.special import ndtri
        from scipy.stats import qmc, sobol_indices
    except ImportError:
        raise MissingExtra(
            _("Sobol indices need scipy: pip install 'carbonmeet[uncertainty]'")
        ) from None
    if points < 2 or points & (points - 1):
        raise ModelError(_("the number of points is a power of 2: {points}", points=points))
    ids, evaluate = _function(found, outcome)
    if not ids:
        return {}
    tied = [name for row, _parts in found.plan.mixes if (name := found.plan.ids[row]) in ids]
    if tied:
        raise ModelError(
            _(
                "Sobol indices are for independent inputs: {tied} goes together with another",
                tied=tied[0],
            )
        )
    together = _together(found, ids, outcome)
    unit = qmc.Sobol(2 * len(together), scramble=True, rng=found.plan.seed).random(points)
    normals = ndtri(np.clip(unit, 2.0**-33, 1 - 2.0**-33)).T
    # as in `Plan.sobol_normals`: dimensions in the order of names, wherever the inputs stand
    named = dict(zip(found.plan.ids, found.plan.names, strict=True))
    place = np.unique([named[name] for name in ids], return_inverse=True)[1]
    values = [_values_at(found, ids, half[place]) for half in np.split(normals, 2)]
    mixed = np.empty((len(together), points))
    for i, rows in enumerate(together.values()):
        swapped = values[0].copy()
        swapped[list(rows)] = values[1][list(rows)]
        mixed[i] = evaluate(swapped)
    a, b = evaluate(values[0]), evaluate(values[1])
    indices = sobol_indices(
        func={"f_A": a[None, :], "f_B": b[None, :], "f_AB": mixed[:, None, :]}, n=points
    )
    first, total = np.ravel(indices.first_order), np.ravel(indices.total_order)
    return {
        ids[lead]: (float(one), float(all_))
        for lead, one, all_ in zip(together, first, total, strict=True)
    }


# what they share


def _function(found: Uncertainty, outcome: Outcome) -> tuple[list[str], Callable[[Floats], Floats]]:
    """The inputs of the scenario that vary, and the outcome as a function of their values."""
    ids = concerning(found.trial, found.plan.ids, outcome)
    return ids, outcome_of(found.trial, ids, outcome)


def _together(found: Uncertainty, ids: list[str], outcome: Outcome) -> dict[int, tuple[int, ...]]:
    """Rows that share a draw, under the one that names them: that which moves the outcome most."""
    named = dict(zip(found.plan.ids, found.plan.names, strict=True))
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(ids):
        rows.setdefault(named[name], []).append(row)
    several = [(row,) for same in rows.values() if len(same) > 1 for row in same]
    high = np.array([found.distributions[name].quantile(ENDS[1]) for name in ids])
    middle, [ends] = each_alone(found.trial, ids, several, [high], outcome)
    far = {row: abs(end - middle) for (row,), end in zip(several, ends.tolist(), strict=True)}
    return {
        max(same, key=lambda row: (far.get(row, 0.0), ids[row])): tuple(same)
        for same in rows.values()
    }


def _values_at(found: Uncertainty, ids: list[str], normals: Floats) -> Floats:
    return np.array([found.distributions[name].at(z) for name, z in zip(ids, normals, strict=True)])


def _sample(found: Uncertainty, outcome: Outcome) -> tuple[Floats, Floats]:
    """The first draws again: values of the inputs and the outcome they led to."""
    count = min(found.count, RANK_DRAWS)
    blocks = -(-count // BLOCK)
    ids = concerning(found.trial, found.plan.ids, outcome)
    place = {name: row for row, name in enumerate(found.plan.ids)}
    rows = [place[name] for name in ids]
    x = np.empty((len(ids), blocks * BLOCK))

    def work(here: slice, values: Floats) -> None:
        x[:, here] = values[rows]

    each_block(found.plan, work, blocks=blocks)
    if outcome == "removal":
        y = outcome_of(found.trial, ids, outcome)(x)[:count]
    else:
        outcomes = {
            "baseline": found.before[0],
            "residual": found.after[0],
            "saving": found.before[0] - found.after[0],
        }
        y = outcomes[outcome][:count]
    # rounding is no outcome: a saving of nothing at all must not rank anything
    constant = np.ptp(y) <= _ROUNDING * np.abs(found.before[0, :count]).max()
    return x[:, :count], np.full(count, y[0]) if constant else y


def _width(y: Floats) -> float:
    low, high = np.quantile(y, ENDS)
    return float(high - low)
