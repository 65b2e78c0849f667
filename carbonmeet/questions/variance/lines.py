"""The lines of a result as three factors each: activity, price, and what the measures leave.

A line emits ``activity * price * left``. Activity is the product of the scenario's own numbers;
price the product of numbers of the catalogue, whether they stand in the amount or in the chain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.draws.answer import Uncertainty
from carbonmeet.draws.draws import BLOCK, blocks_of, each_block
from carbonmeet.numbers.factor import Factor
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.kernel import Model
    from carbonmeet.pricing.workings import Workings

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["Key", "Lines", "lines_of"]


class Key(NamedTuple):
    """What a line is known by in two results; `number` tells lines of one name apart."""

    period: str
    source: str
    label: str
    service: str
    part: int
    born: str
    number: int


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines of one result, at the central values in row 0 and in the draws below it.

    Attributes
    ----------
    keys : tuple of Key
    roots : tuple of int
        For a line that a measure brings about, the one it descends from; else itself.
    activity, price, left, idle : ndarray, shape (1 + draws, n)
        Their product is t CO2e: with `left` after the measures, with `idle` before them.
    """

    keys: tuple[Key, ...]
    roots: tuple[int, ...]
    activity: Floats
    price: Floats
    left: Floats
    idle: Floats

    def weights(self, ledger: str) -> Floats:
        """What is left of a line in the baseline or in the residual."""
        return self.idle if ledger == "baseline" else self.left


def lines_of(
    found: Workings, drawn: Uncertainty | None, draws: int, periods: Mapping[str, str]
) -> Lines:
    """The lines of some workings.

    Parameters
    ----------
    found : Workings
    drawn : Uncertainty, optional
        Its draws; without them there is the one row of central values.
    draws : int
        How many of them.
    periods : mapping of str to str
        What a period is called in the comparison.
    """
    model = found.model
    rows = [_rows(model, model.values[None, :], found.uptake[None, :])]
    if drawn is not None:
        rows.append(_drawn(model, drawn, draws))
    activity, full, after, before = (np.concatenate(one) for one in zip(*rows, strict=True))
    price = _over(full, activity)
    counted: Counter[tuple[object, ...]] = Counter()
    keys = []
    for line in model.lines:
        one = line.activity
        period = periods.get(one.period, one.period)
        name = (period, one.source, str(one.label), one.service, one.part, line.born)
        keys.append(Key(*name, counted[name]))
        counted[name] += 1
    roots = tuple(line.root for line in model.lines)
    return Lines(tuple(keys), roots, activity, price, _over(after, full), _over(before, full))


def _drawn(model: Model, drawn: Uncertainty, draws: int) -> tuple[Floats, ...]:
    trial, place = drawn.trial, drawn.trial.place(drawn.plan)
    width = blocks_of(draws) * BLOCK
    kept = tuple(np.empty((width, len(model.lines))) for _ in range(4))

    def work(here: slice, values: Floats) -> None:
        everything = trial.filled(values, place)
        found = _rows(model, trial.model_inputs(everything), trial.uptakes(everything))
        for room, one in zip(kept, found, strict=True):
            room[here] = one

    each_block(drawn.plan, work, blocks=blocks_of(draws))
    return tuple(one[:draws] for one in kept)


def _rows(model: Model, x: Floats, uptake: Floats) -> tuple[Floats, ...]:
    """Activity, and t CO2e in full, after and before the measures; shape (k, n)."""
    full = model.quantities(x) * model.prices(x) / KG_PER_T
    after, before = model.run(uptake, x) / KG_PER_T, model.run(None, x) / KG_PER_T
    return _activity(model, x), full, after, before


def _activity(model: Model, x: Floats) -> Floats:
    """The product of the scenario's own numbers in the amount of every line."""
    column = {one.id: at for at, one in enumerate(model.inputs)}
    found = np.ones((len(x), len(model.lines)))
    for at, line in enumerate(model.lines):
        for number, power in line.activity.amount:
            if not isinstance(number, Factor):
                found[:, at] *= (x[:, column[number.id]] * number.unit.scale) ** power
    return found


def _over(above: Floats, below: Floats) -> Floats:
    """A quotient that is blank where nothing is divided by nothing."""
    found: Floats = np.divide(above, below, out=np.full_like(above, np.nan), where=below != 0)
    return found
