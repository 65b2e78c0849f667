"""A scenario with everything that may vary in it as plain data.

Distributions and the keys of the streams travel, not draws: whoever has the generator draws the
same numbers again, and may change a number or its range before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

from carbonmeet.draws.draws import DRAWS, SEED
from carbonmeet.draws.simulation import distributions_of, planned
from carbonmeet.draws.trial import Trial, trial_of
from carbonmeet.numbers.activity import Part
from carbonmeet.offset.document import forest_document
from carbonmeet.pricing.metered import acting_on

if TYPE_CHECKING:
    from carbonmeet.pricing.workings import Workings

__all__ = ["FORMAT", "open_trial", "trial_document"]

#: Version of the document.
FORMAT = 2

_PARTS: tuple[Part, ...] = get_args(Part)


def open_trial(workings: Workings) -> Trial:
    """The trial of an estimate in which the uptake of every measure is a number of its own.

    `trial_of` leaves out the uptakes that are 0: nothing draws them. Here they may be raised.
    """
    return replace(trial_of(workings), recipes=workings.recipes, idle=frozenset())


def trial_document(
    workings: Workings, draws: int = DRAWS, seed: int | None = SEED
) -> dict[str, Any]:
    """Compiled model, numbers, uptakes, draws and forest of an estimate.

    Parameters
    ----------
    workings : Workings
    draws : int
        How many are meant; the streams have no end.
    seed : int or None
        As for `carbonmeet.simulate`.

    Returns
    -------
    dict
        ``model`` as of `carbonmeet.Model.to_dict`; ``vector``, whose first numbers are the inputs
        of the model; ``uptakes``, for each measure the factors ``[row, power, scale]`` whose
        product is its uptake, between 0 and 1; ``metered``: rows of the share that measures leave
        of a line and of whether that is enough, the line, its reading, and the row of what the
        reading before it left, if any; ``readings``, the measures that are in each
        kind of them; ``plan``, what is drawn and how; ``forest``.

    Raises
    ------
    InputError
        If what the scenario writes out does not fit its inputs: every fault.
    """
    trial = open_trial(workings)
    vector, rows = trial.vector, trial.vector.rows
    chosen = distributions_of(workings, trial)
    plan = planned(trial, chosen, draws, seed)
    forest = workings.offset
    return {
        "format": FORMAT,
        "model": workings.model.to_dict(),
        "vector": vector.to_dict(),
        "uptakes": [
            [[rows[one.id], power, one.unit.scale**power] for one, power in recipe]
            for recipe in workings.recipes
        ],
        "metered": [
            [one.left, one.enough, one.line, _PARTS.index(one.part), one.before]
            for one in trial.metered
        ],
        "readings": [acting_on(workings.model, part).tolist() for part in _PARTS],
        "plan": plan.to_dict(),
        "forest": None
        if forest is None
        else forest_document(forest.case, sized=not forest.area_given),
    }
