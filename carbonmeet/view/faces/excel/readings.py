"""What was measured in a workbook: the share that the measures left of it, as formulas.

A reading is what the measures left, whatever their uptake: the amount before them is the reading
divided by that share. It rests on the shares of the measures before anyone asks whether enough is
left, so that no formula runs in a circle.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from carbonmeet.base.record import dataclass
from carbonmeet.kernel.steps import Capped, Scale
from carbonmeet.pricing.metered import LEAST, acting_on

if TYPE_CHECKING:
    from carbonmeet.kernel import Model
    from carbonmeet.numbers.activity import Activity, Part

__all__ = ["Readings", "readings_of"]


@dataclass(frozen=True)
class Readings:
    """Formulas of the numbers that follow from the measures, by their ids.

    Attributes
    ----------
    formulas : mapping of str to str
        Of the shares that were left, and of whether they are enough.
    kept : mapping of str to str
        By the id of the latter: the share by which an amount is divided once enough is left, where
        too little is as the scenario stands.
    """

    formulas: Mapping[str, str]
    kept: Mapping[str, str]

    def divisor(self, activity: Activity) -> str:
        """What the amount of a line is divided by beside its own numbers."""
        found = (self.kept.get(one.enough.id) for one in activity.readings if one.left is None)
        return "".join(f"/{one}" for one in found if one)


def readings_of(
    model: Model,
    places: Mapping[str, str],
    part: Callable[[int, int], str],
    most: Callable[[int], str],
) -> Readings:
    """The formulas of what the measures left of every reading.

    Parameters
    ----------
    model : Model
    places : mapping of str to str
        The cell of every input, by its id.
    part : callable
        What a measure takes by a coefficient, as cells.
    most : callable
        What measures take together at most.
    """
    formulas, kept = dict[str, str](), dict[str, str]()
    for line, row in zip(model.lines, model.weight_of.tolist(), strict=True):
        before = ""
        for one in () if line.born or line.activity.dormant else line.activity.readings:
            enough = places.get(one.enough.id)
            if enough is None:  # nothing acts on it
                continue
            share = _left(model, row, one.part, part, most)
            divided = f"IF({enough}=1,{share},1)"
            formulas.setdefault(one.enough.id, f"=IF({share}{before}>={LEAST!r},1,0)")
            if one.left is None:
                kept.setdefault(one.enough.id, divided)
            else:
                formulas.setdefault(one.left.id, f"={divided}")
            before += f"*{divided}"
    return Readings(formulas, kept)


def _left(
    model: Model,
    row: int,
    read: Part,
    part: Callable[[int, int], str],
    most: Callable[[int], str],
) -> str:
    """What the measures in a reading leave of a row of weights."""
    acting, count, terms = acting_on(model, read), len(model.measures), list[str]()
    for step in model.steps:
        if not isinstance(step, (Scale, Capped)) or row not in step.rows.tolist():
            continue
        left = [f"(1-{part(*pair)})" for pair in step.acting if acting[pair[0] % count]]
        if left and isinstance(step, Capped):
            left = [f"MAX({'*'.join(left)},1-MAX(0,{most(step.most)}))"]
        terms += left
    return "*".join(terms) or "1"
