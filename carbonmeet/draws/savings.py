"""What each measure saves in every draw, attributed four ways.

The same answers as `carbonmeet.kernel.attribution`, for many rows of inputs at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.catalogue.measure import Measure
from carbonmeet.draws.draws import BLOCK, Plan, blocks_of, each_block
from carbonmeet.kernel.attribution import clean, coalitions, shapley_weights
from carbonmeet.kernel.steps import acting_order
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.draws.trial import Trial

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["WAYS", "drawn_savings", "savings_of"]

#: The four attributions; the last needs every coalition.
WAYS = ("alone", "in_order", "last_in", "shapley")


def savings_of(trial: Trial, everything: Floats, ways: Sequence[str]) -> dict[str, Floats]:
    """Savings by measure at values of all inputs, t CO2e; arrays of shape (m, k).

    Family by family, for a sum of games has the sum of their values.
    """
    measures = trial.model.measures
    found = {way: np.zeros((len(measures), everything.shape[1])) for way in ways}
    uptake, x = trial.uptakes(everything), trial.model_inputs(everything)
    base = np.zeros(everything.shape[1])
    for family in trial.model.families:
        members = [m for m in family.members if trial.uptake[m]]
        if not members:
            continue
        sets = _sets(members, measures, "shapley" in ways)
        acting = np.zeros((len(sets), len(measures)), dtype=bool)
        for row, chosen in zip(acting, sets, strict=True):
            row[list(chosen)] = True
        kg = family.model.coalitions(acting, uptake, x)
        emitted = {chosen: kg[i] / KG_PER_T for i, chosen in enumerate(sets)}
        everyone, nobody = frozenset(members), frozenset[int]()
        base += emitted[nobody]
        before = nobody
        for measure in acting_order(members, measures):
            own, now = frozenset([measure]), before | {measure}
            found["alone"][measure] += emitted[nobody] - emitted[own]
            found["last_in"][measure] += emitted[everyone - own] - emitted[everyone]
            found["in_order"][measure] += emitted[before] - emitted[now]
            before = now
        if "shapley" in ways:
            # einsum and not a matrix product: blocks already run on threads of their own
            weights = shapley_weights(len(members))
            found["shapley"][members] += np.einsum("ms,sk->mk", weights, kg) / KG_PER_T
    return {way: clean(saved, base) for way, saved in found.items()}


def _chosen(members: Sequence[int], row: Floats) -> frozenset[int]:
    return frozenset(m for m, acts in zip(members, row, strict=True) if acts)


def _sets(members: Sequence[int], measures: Sequence[Measure], every: bool) -> list[frozenset[int]]:
    """The coalitions that are needed, each once."""
    if every:
        return [_chosen(members, row) for row in coalitions(len(members))]
    everyone = frozenset(members)
    ordered = acting_order(members, measures)
    found = [frozenset(ordered[:i]) for i in range(len(ordered) + 1)]
    found += [frozenset([m]) for m in members] + [everyone - {m} for m in members]
    return list(dict.fromkeys(found))


def drawn_savings(trial: Trial, plan: Plan, counts: Mapping[str, int]) -> dict[str, Floats]:
    """Savings by measure in the first draws of a plan, t CO2e; arrays of shape (m, count).

    Parameters
    ----------
    counts : mapping of str to int
        How many draws each of `WAYS` rests on; Shapley values on the fewest.
    """
    place = trial.place(plan)
    blocks = {way: blocks_of(count) for way, count in counts.items()}
    kept = {way: np.zeros((len(trial.model.measures), n * BLOCK)) for way, n in blocks.items()}

    def work(here: slice, values: Floats) -> None:
        ways = [way for way in WAYS if here.start < counts[way]]
        everything = trial.filled(values, place)
        for way, saved in savings_of(trial, everything, ways).items():
            room = kept[way][:, here]
            room[:] = saved[:, : room.shape[1]]

    each_block(plan, work, blocks=max(blocks.values()))
    return {way: saved[:, : counts[way]] for way, saved in kept.items()}
