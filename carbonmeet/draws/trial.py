"""A scenario with everything that may vary in it, evaluated block by block.

Beside the inputs of the model these are the uptakes of the measures and, where a scenario asks
what is to be expected and not what is planned, their realisation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.errors import ModelError
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import _
from carbonmeet.draws.fitting import Known
from carbonmeet.draws.together import Pair
from carbonmeet.kernel import sums_over
from carbonmeet.kernel.reach import Reach
from carbonmeet.numbers.activity import SOURCES, Part
from carbonmeet.numbers.vector import Vector
from carbonmeet.pricing.heads import Group
from carbonmeet.pricing.metered import LEAST, what_is_left
from carbonmeet.pricing.workings import OtherElectricity
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.draws.draws import Plan
    from carbonmeet.kernel import Model
    from carbonmeet.numbers.number import Link, Number
    from carbonmeet.offset.result import OffsetResult
    from carbonmeet.pricing.workings import Workings

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["Trial", "trial_of", "trial_of_model"]

#: What a column of the results sums: ``total``, or ``source`` or ``period`` with its name.
Column = tuple[str, str]


class Metered(NamedTuple):
    """Rows of what follows from the measures that act on a metered line.

    Attributes
    ----------
    part : {"all", "heads", "rates"}
        What was measured of it.
    line : int
        The line.
    left, enough : int
        Rows of the share that they left, and of whether that is enough.
    before : int or None
        Row of the share that measures in another reading of the line left.
    """

    part: Part
    line: int
    left: int
    enough: int
    before: int | None = None


@dataclass(frozen=True)
class Trial:
    """A model, its programme, and the numbers behind both.

    Attributes
    ----------
    model : Model
    uptake : ndarray, shape (m,)
        The central programme.
    recipes : tuple
        For each measure the product whose value is its uptake; empty where it is fixed.
    other : OtherElectricity, optional
        The same under the other accounting of electricity.
    forest : OffsetResult, optional
        The forest that stands against the meeting.
    heads : mapping of str to tuple of Group
        The groups of attendees, by period.
    pairs : tuple of Pair
        Inputs that the scenario says go together.
    idle : frozenset of str
        Ids of inputs that price nothing: nobody draws them.
    """

    model: Model
    uptake: Floats
    recipes: tuple[tuple[Link, ...], ...]
    other: OtherElectricity | None = None
    forest: OffsetResult | None = None
    heads: Mapping[str, tuple[Group, ...]] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()
    idle: frozenset[str] = frozenset()

    @cached_property
    def vector(self) -> Vector:
        """Everything that may vary, in rows: the inputs of the model first."""
        known = {one.id: one for one in self.model.inputs}
        for recipe in self.recipes:
            for number, _ in recipe:
                known.setdefault(number.id, number)
        for number in self.forest.case.numbers if self.forest else ():
            known.setdefault(number.id, number)
        for number in self.other.numbers if self.other else ():
            known.setdefault(number.id, number)
        return Vector(known.values())

    @property
    def inputs(self) -> tuple[Number, ...]:
        """The numbers of `vector`."""
        return self.vector.numbers

    @cached_property
    def divisors(self) -> frozenset[str]:
        """Ids of the inputs that something is divided by."""
        inputs = self.model.inputs
        recipes = {one.id for recipe in self.recipes for one, power in recipe if power < 0}
        return frozenset({inputs[i].id for i in self.model.divisors} | recipes)

    @property
    def values(self) -> Floats:
        """Central values of `inputs`."""
        return self.vector.values

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The sums that are kept: the total, each source, each period."""
        return tuple(name for name, _ in self._sums)

    @cached_property
    def groups(self) -> Floats:
        """Weights of the lines in each of `columns`, for tonnes."""
        return np.array([row for _, row in self._sums]) / KG_PER_T

    @cached_property
    def _sums(self) -> list[tuple[Column, Floats]]:
        lines = self.model.lines
        found: list[tuple[Column, Floats]] = [(("total", ""), np.ones(len(lines)))]
        for by in ("source", "period"):
            names, table = sums_over([str(getattr(x.activity, by)) for x in lines])
            order = [name for name in SOURCES if name in names] if by == "source" else names
            found += [((by, name), table[names.index(name)]) for name in order]
        return found

    def place(self, plan: Plan) -> NDArray[np.intp]:
        """Rows of `inputs` that the plan draws."""
        rows = self.vector.rows
        return np.array([rows[name] for name in plan.ids], dtype=np.intp)

    @cached_property
    def woods(self) -> frozenset[str]:
        """Ids of the inputs that only the forest rests on."""
        numbers = self.forest.case.numbers if self.forest else ()
        return frozenset(one.id for one in numbers) - {one.id for one in self.model.inputs}

    def removal(self, everything: Floats, place: NDArray[np.intp]) -> Floats:
        """What the forest has removed by its horizon and may count, t CO2e; shape (k,)."""
        if self.forest is None:
            raise ModelError(_("the scenario has no forest: nothing is removed"))
        case = self.forest.case
        found = case.removals(self.wooded(everything, place), [case.horizon_year])[:, 0]
        return np.broadcast_to(found, everything.shape[1:])

    def wooded(self, everything: Floats, place: NDArray[np.intp]) -> dict[str, Floats]:
        """Drawn inputs of the forest by id, at values of all inputs; arrays of shape (k,)."""
        if self.forest is None:
            return {}
        rows, drawn = self.vector.rows, set(place.tolist())
        numbers = ((one.id, rows[one.id]) for one in self.forest.case.numbers)
        return {name: everything[row] for name, row in numbers if row in drawn}

    def filled(self, values: Floats, place: NDArray[np.intp]) -> Floats:
        """All inputs, the drawn ones at `values`; shape (inputs, k)."""
        everything = np.repeat(self.values[:, None], values.shape[1], axis=1)
        everything[place] = values
        self.complete(everything)
        return everything

    def complete(self, everything: Floats) -> None:
        """Work out what follows from other numbers, in place; shape (inputs, k)."""
        self.vector.complete(everything)
        if self.metered:
            self._undo(everything)

    @cached_property
    def metered(self) -> tuple[Metered, ...]:
        """What follows from the measures that act on metered lines."""
        rows, found = self.vector.rows, dict[str, Metered]()
        for at, line in enumerate(self.model.lines):
            if line.born or line.activity.dormant:
                continue
            before: int | None = None
            for one in line.activity.readings:
                if one.left is not None:
                    places = rows[one.left.id], rows[one.enough.id]
                    found.setdefault(one.left.id, Metered(one.part, at, *places, before))
                    before = places[0]
        return tuple(found.values())

    def _undo(self, everything: Floats) -> None:
        """What was measured stays so whatever the measures did: the baseline takes the doubt.

        As at the centre, nothing is added back, nor saved, where a draw leaves too little.
        """
        everything[[one.enough for one in self.metered]] = 1.0
        uptake, x = self.uptakes(everything), self.model_inputs(everything)
        parts = {one.part for one in self.metered}
        left = {part: what_is_left(self.model, uptake, part, x) for part in parts}
        for one in self.metered:
            share = left[one.part][:, one.line]
            through = share * everything[one.before] if one.before is not None else share
            enough = through >= LEAST
            everything[one.left] = np.where(enough, share, 1.0)
            everything[one.enough] = enough

    @cached_property
    def rests(self) -> frozenset[str]:
        """Ids of the inputs that follow from others, and are not drawn by themselves."""
        readings = (one for line in self.model.lines for one in line.activity.readings)
        left = {x.id for one in readings for x in (one.left, one.enough) if x is not None}
        return self.vector.follows | left

    def uptakes(self, everything: Floats, central: Floats | None = None) -> Floats:
        """Uptakes at values of all inputs; shape (k, m). What is centrally 0 stays so."""
        programme = self.uptake if central is None else central
        u = np.repeat(programme[:, None], everything.shape[1], axis=1)
        for measure, links in self._moving:
            if not programme[measure]:
                continue
            u[measure] = 1.0
            for row, power, scale in links:
                u[measure] *= everything[row] ** power * scale
        return np.clip(u, 0.0, 1.0).T

    @cached_property
    def _moving(self) -> list[tuple[int, list[tuple[int, int, float]]]]:
        rows = self.vector.rows
        return [
            (measure, [(rows[n.id], power, n.unit.scale**power) for n, power in recipe])
            for measure, recipe in enumerate(self.recipes)
            if recipe
        ]

    @cached_property
    def moves(self) -> dict[int, list[int]]:
        """Measures by the row of each number that their uptake is made of."""
        found: dict[int, list[int]] = {}
        for measure, links in self._moving:
            for row, _, _ in links:
                found.setdefault(row, []).append(measure)
        return found

    @cached_property
    def reach(self) -> Reach:
        """Which lines each input of the model can move."""
        return Reach(self.model)

    def model_inputs(self, everything: Floats) -> Floats:
        """Inputs of the model alone; shape (k, f)."""
        return everything[: len(self.model.inputs)].T

    def sums(self, everything: Floats, groups: Floats | None = None) -> tuple[Floats, Floats]:
        """Baseline and residual in t CO2e; two arrays of shape (groups, k)."""
        table = self.groups if groups is None else groups
        x = self.model_inputs(everything)
        if not self.uptake.any():
            before = self.model.totals(None, x, table).T
            return before, before
        before, after = self.model.before_and_after(self.uptakes(everything), x, table)
        return before.T, after.T

    def other_totals(self, everything: Floats) -> tuple[Floats, Floats]:
        """Both totals under the other accounting of electricity, t CO2e; shape (k,) each."""
        other, rows = self.other, self.vector.rows
        if other is None:
            return self.totals(everything)
        x = everything[[rows[one.id] for one in other.numbers]].T
        whole = np.ones((1, len(other.model.lines))) / KG_PER_T
        u = self.uptakes(everything, other.uptake)
        before, after = other.model.before_and_after(u, x, whole)
        return before[:, 0], after[:, 0]

    def people(self, everything: Floats, ledger: str = "baseline") -> dict[str, Floats]:
        """Attendees on site by period, and over ``all``; arrays of shape (k,).

        After the measures those who take part online are left out.
        """
        rows = self.vector.rows
        groups = {
            name: [one for one in listed if one.people.id in rows]
            for name, listed in self.heads.items()
        }
        stay = self._staying(everything, groups.values()) if ledger == "residual" else {}
        none = np.zeros(everything.shape[1])
        found = {
            name: sum(
                (_before(one, everything, rows) * stay.get(one, 1.0) for one in listed),
                start=none,
            )
            for name, listed in groups.items()
        }
        return found | {"all": sum(found.values(), start=none)}

    def _staying(
        self, everything: Floats, groups: Iterable[Sequence[Group]]
    ) -> dict[Group, Floats]:
        """What the measures of attendance leave of each group that they act on."""
        acting = np.array([one.stage in ("enable", "attendance") for one in self.model.measures])
        asked = [one for listed in groups for one in listed if one.line is not None]
        kept = self.uptakes(everything) * acting
        if not asked or not kept.any():
            return {}
        left = self.model.row_weights(kept, self.model_inputs(everything))
        return {one: left[self.model.weight_of[one.line]] for one in asked}

    def totals(self, everything: Floats) -> tuple[Floats, Floats]:
        """Total baseline and residual in t CO2e; two arrays of shape (k,)."""
        before, after = self.sums(everything, self.groups[:1])
        return before[0], after[0]


def _before(one: Group, everything: Floats, rows: Mapping[str, int]) -> Floats:
    """The people of a group before the measures; shape (k,)."""
    people: Floats = everything[rows[one.people.id]]
    return people if one.left is None else people / everything[rows[one.left.id]]


def trial_of(estimate: Workings) -> Trial:
    """The trial of an estimate: uptakes and realisation vary as the scenario says."""
    recipes = tuple(
        recipe if central else ()
        for recipe, central in zip(estimate.recipes, estimate.planned, strict=True)
    )
    own = (estimate.model, estimate.uptake, recipes, estimate.other, estimate.offset)
    trial = Trial(*own, estimate.heads, idle=estimate.idle)
    written = estimate.scenario.content.correlations
    if not written:
        return trial
    known = Known(trial.inputs, estimate.scenario.document.data)
    pairs = tuple(
        Pair(first.id, second.id, one.rank)
        for one in written
        for first, second in product(*map(known.find, one.between))
    )
    return replace(trial, pairs=pairs)


def trial_of_model(model: Model, uptake: Mapping[str, float] | None = None) -> Trial:
    """The trial of a model by itself; `uptake` by id of the measure, fixed."""
    given = uptake or {}
    fixed = np.array([given.get(one.id, 0.0) for one in model.measures], dtype=float)
    return Trial(model, fixed, ((),) * len(model.measures))
