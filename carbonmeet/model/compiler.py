"""Turns activities and measures into the arrays of the kernel.

Every line that any programme can bring about is created here, stage by stage, so that the kernel
only multiplies. Units are checked here once and never again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.activity import Activity
from carbonmeet.errors import ModelError, UnitError
from carbonmeet.factor import Factor, Reference
from carbonmeet.measure import STAGES, Measure
from carbonmeet.model.kernel import Line, Model
from carbonmeet.model.products import ProductTable
from carbonmeet.model.scales import amount_scale, chain_scale, product
from carbonmeet.model.steps import Lift, Move, Scale, Shift, Step, Wake
from carbonmeet.numbers.number import Link, Number
from carbonmeet.service import Part
from carbonmeet.text import Label

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.model.products import Indices
    from carbonmeet.notices import Notices

__all__ = ["compile_model"]

#: What makes two lines shift alike: the pool, and measure, share and number of children.
_Signature: TypeAlias = tuple[str, tuple[tuple[int, int, int], ...]]


def compile_model(
    activities: Iterable[Activity],
    measures: Iterable[Measure] = (),
    catalogue: Catalogue | None = None,
    *,
    prefer: Sequence[str] = (),
    methods: Mapping[str, object] | None = None,
    notices: Notices | None = None,
) -> Model:
    """Compile a model.

    Parameters
    ----------
    activities : iterable of Activity
        The lines of the scenario.
    measures : iterable of Measure
        In any order: it changes nothing.
    catalogue : Catalogue, optional
        Where the parameters of measures are looked up; needed as soon as there are measures.
    prefer : sequence of str
        Publishers, best first.
    methods : mapping
        Accounting methods of the scenario (see `Part.when`).
    notices : Notices, optional
        Receives what the reader of the result should know.

    Raises
    ------
    ModelError
        If measures contradict each other, or an input would be divided by and is zero.
    UnitError
        If an amount does not have its unit, or a chain does not reduce to kg CO2e.
    """
    compiler = _Compiler(catalogue, prefer, methods or {}, notices)
    compiler.add_lines(activities)
    compiler.add_measures(tuple(measures))
    return compiler.model()


class _Compiler:
    def __init__(
        self,
        catalogue: Catalogue | None,
        prefer: Sequence[str],
        methods: Mapping[str, object],
        notices: Notices | None,
    ) -> None:
        self.catalogue = catalogue
        self.prefer = prefer
        self.methods = methods
        self.notices = notices
        self.inputs: dict[str, tuple[int, Number]] = {}
        self.divisors: dict[int, int] = {}
        self.lines: list[Line] = []
        self.measures: tuple[Measure, ...] = ()
        self.amounts, self.chains = ProductTable(), ProductTable()
        self.coefficients = ProductTable()
        self.steps: list[Step] = []
        self.lifts: list[Lift] = []
        self.enablers: list[tuple[int, Measure]] = []
        self.settings: dict[tuple[int, ...], int] = {}
        # the same few parameters serve hundreds of lines
        self.found: dict[tuple[str, str, int], Number] = {}
        self.coefficient_of: dict[tuple[Sequence[str], str, int], int] = {}

    # lines

    def add_lines(self, activities: Iterable[Activity]) -> None:
        for index, activity in enumerate(activities):
            self._add(Line(activity, index))

    def _add(self, line: Line) -> int:
        activity = line.activity
        self.amounts.add(self._indices(activity.amount), amount_scale(activity))
        self.chains.add(self._indices(activity.chain), chain_scale(activity))
        self.lines.append(line)
        return len(self.lines) - 1

    def _indices(self, links: Iterable[Link]) -> list[tuple[int, int]]:
        found = []
        for number, power in links:
            index = self._index(number)
            if power < 0 and not number.value:
                problem = f"{number.id} is zero and something is divided by it"
                raise ModelError(problem, about=(number,))
            if power < 0 and number.low is not None and number.low <= 0:
                raise ModelError(
                    f"the range of {number.id} reaches {number.low:g} and something is divided "
                    "by it: give a low above 0",
                    about=(number,),
                )
            if abs(power) != 1:
                raise ModelError(f"{number.id}: a link enters once or divides once")
            if power < 0:
                self.divisors.setdefault(index, len(self.divisors))
            found.append((index, power))
        return found

    def _index(self, number: Number) -> int:
        """The row of a number; what it follows from goes before it."""
        for term, _ in number.terms:
            self._index(term)
        index, known = self.inputs.setdefault(number.id, (len(self.inputs), number))
        if known is not number and known != number:
            raise ModelError(f"two different numbers are both called '{number.id}'")
        return index

    # measures

    def add_measures(self, measures: tuple[Measure, ...]) -> None:
        # ranked, so that the order in a file never matters
        self.measures = tuple(sorted(measures, key=lambda one: one.rank))
        ids = [measure.id for measure in self.measures]
        if len(set(ids)) != len(ids):
            raise ModelError(f"a measure is listed twice: {', '.join(sorted(ids))}")
        for stage in STAGES:
            acting = [(i, one) for i, one in enumerate(self.measures) if one.stage == stage]
            if stage == "enable":
                self._enable(acting, ids)
            else:
                self._scale(acting)
                self._shift(acting)

    def _enable(self, acting: list[tuple[int, Measure]], ids: list[str]) -> None:
        """Lifts, once for every set of enablers that is in force somewhere."""
        for line in self.lines:
            activity = line.activity
            force = tuple(index for index, one in acting if one.in_force(activity))
            if force in self.settings:
                continue
            offset = self.settings.setdefault(force, len(self.settings)) * len(ids)
            for index in force:
                effect = self.measures[index].effect
                lifted = [offset + i for i, one in enumerate(ids) if one in effect.lifts]
                gain = self._coefficient(self.measures[index], effect.gain, activity)
                self.lifts.append(Lift(index, gain, _indices(lifted)))
        self.enablers = acting

    def _setting(self, activity: Activity) -> int:
        """Where the uptakes of the enablers in force for `activity` begin."""
        force = tuple(index for index, one in self.enablers if one.in_force(activity))
        return self.settings[force] * len(self.measures)

    def _scale(self, acting: list[tuple[int, Measure]]) -> None:
        """Avoid, improve, and what attendance wakes."""
        for index, measure in acting:
            effect = measure.effect
            if effect.do not in ("avoid", "improve"):
                continue
            scaled: dict[tuple[int, int], list[int]] = {}
            woken: dict[tuple[int, int], list[int]] = {}
            for i, line in enumerate(self.lines):
                activity = line.activity
                if not measure.in_force(activity):
                    continue
                if activity.dormant and not line.born:
                    if _woken(activity, measure):
                        share = self._coefficient(measure, effect.saving, activity)
                        place = (self._setting(activity) + index, share)
                        woken.setdefault(place, []).append(i)
                elif measure.where.matches(activity):
                    chain = (*measure.reach, *effect.saving, *effect.net)
                    saving = self._coefficient(measure, chain, activity)
                    place = (self._setting(activity) + index, saving)
                    scaled.setdefault(place, []).append(i)
            self.steps += [Scale(m, c, _indices(lines)) for (m, c), lines in scaled.items()]
            self.steps += [Wake(m, c, _indices(lines)) for (m, c), lines in woken.items()]

    def _shift(self, acting: list[tuple[int, Measure]]) -> None:
        """Shifts of one stage; on one line they draw on one pool."""
        shifting = [(i, one) for i, one in acting if one.effect.do == "shift"]
        groups: dict[_Signature, list[tuple[int, list[list[int]]]]] = {}
        for i in range(len(self.lines)):  # lines born below wait for the next stage
            activity = self.lines[i].activity
            moving = [
                (index, one)
                for index, one in shifting
                if not (activity.dormant and not self.lines[i].born)
                and one.effect.target(activity) is not None
                and one.in_force(activity)
                and one.where.matches(activity)
            ]
            if not moving:
                continue
            pool = self._pool(moving, activity)
            children = [self._children(i, one) for _, one in moving]
            shares = tuple(
                (
                    self._setting(activity) + index,
                    self._coefficient(one, (*one.reach, *one.effect.share), activity),
                    len(born),
                )
                for (index, one), born in zip(moving, children, strict=True)
            )
            groups.setdefault((pool, shares), []).append((i, children))
        for (pool, shares), members in groups.items():
            moves = tuple(
                Move(
                    measure,
                    share,
                    tuple(
                        _indices([children[position][part] for _, children in members])
                        for part in range(parts)
                    ),
                )
                for position, (measure, share, parts) in enumerate(shares)
            )
            self.steps.append(Shift(pool, _indices([i for i, _ in members]), moves))

    @staticmethod
    def _pool(moving: list[tuple[int, Measure]], activity: Activity) -> str:
        pools = {measure.pool or measure.id for _, measure in moving}
        if len(pools) > 1:
            raise ModelError(
                f"{' and '.join(m.id for _, m in moving)} both shift '{activity.label}' "
                f"({activity.source}); give them one pool, or their shares could exceed the whole",
                about=[measure for _, measure in moving],
            )
        return pools.pop()

    def _children(self, parent: int, measure: Measure) -> list[int]:
        activity, root = self.lines[parent].activity, self.lines[parent].root
        if measure.effect.link:
            offspring = [self._relinked(activity, measure)]
        elif activity.part:
            offspring = []  # the leading part brings the whole new service with it
        else:
            offspring = self._replaced(activity, measure)
        return [self._add(Line(one, root, measure.id)) for one in offspring]

    def _relinked(self, activity: Activity, measure: Measure) -> Activity:
        swap = measure.effect.link
        chain = tuple(
            (self._find(swap[number.key], activity), power)
            if isinstance(number, Factor) and number.key in swap
            else (number, power)
            for number, power in activity.chain
        )
        return replace(activity, chain=chain, label=_renamed(activity.label, measure.name))

    def _replaced(self, activity: Activity, measure: Measure) -> list[Activity]:
        target = measure.effect.target(activity)
        assert target is not None and self.catalogue is not None
        service = self.catalogue.service(*target.split("/", 1))
        ratio = self._links(measure.effect.ratio, activity)
        parts = [part for part in service.parts if part.counts(self.methods, activity.region)]
        return [
            replace(
                activity,
                source=service.source,
                service=service.id,
                part=number,
                unit=service.unit,
                amount=(*activity.amount, *ratio),
                chain=self._links(self._way(part, activity), activity),
                label=_renamed(activity.label, service.name),
            )
            for number, part in enumerate(parts)
        ]

    # parameters

    def _way(self, part: Part, activity: Activity) -> tuple[str, ...]:
        """The chain of a part that suits the place of an activity."""
        assert self.catalogue is not None
        return self.catalogue.way(part, activity.region, activity.year or None, self.prefer)

    def _find(self, text: str, activity: Activity) -> Number:
        reference = Reference.parse(text)
        if reference.key in activity.known:
            return activity.known[reference.key]
        if self.catalogue is None:
            raise ModelError("measures need a catalogue to find their parameters in")
        place = (text, activity.region, activity.year)
        if place not in self.found:
            self.found[place] = self.catalogue.find(
                reference, activity.region, activity.year or None, self.prefer, self.notices
            )
        return self.found[place]

    def _links(self, texts: Iterable[str], activity: Activity) -> tuple[Link, ...]:
        return tuple(
            (self._find(text, activity), -1 if Reference.parse(text).inverse else 1)
            for text in texts
        )

    def _coefficient(self, measure: Measure, texts: Sequence[str], activity: Activity) -> int:
        """A product of parameters that must be a plain share."""
        place = (tuple(texts), activity.region, activity.year)
        if activity.known:
            return self._new_coefficient(measure, texts, activity)
        if place not in self.coefficient_of:
            self.coefficient_of[place] = self._new_coefficient(measure, texts, activity)
        return self.coefficient_of[place]

    def _new_coefficient(self, measure: Measure, texts: Sequence[str], activity: Activity) -> int:
        links = self._links(texts, activity)
        unit = product(links)
        if unit.dims:
            raise UnitError(
                f"measure {measure.id}: {' * '.join(texts)} is not a plain share; "
                f"{unit.describe()} is left over"
            )
        return self.coefficients.row(self._indices(links), unit.scale)

    # assembly

    def model(self) -> Model:
        count = len(self.inputs)
        weight_of, representatives = self._weight_rows()
        place = np.full(len(self.lines), -1, dtype=np.intp)
        place[representatives] = np.arange(len(representatives))
        steps = (step.within(place) for step in self.steps)
        asleep = [
            place[i] for i in representatives if self._sleeps(self.lines[i]) and place[i] >= 0
        ]
        return Model(
            inputs=tuple(number for _, number in self.inputs.values()),
            lines=tuple(self.lines),
            measures=self.measures,
            amounts=self.amounts.products(count, self.divisors),
            chains=self.chains.products(count, self.divisors),
            coefficients=self.coefficients.products(count, self.divisors),
            divisors=_indices(list(self.divisors)),
            weight_of=weight_of,
            asleep=_indices(asleep),
            lifts=tuple(self.lifts),
            steps=tuple(step for step in steps if step is not None),
            settings=max(len(self.settings), 1),
        )

    @staticmethod
    def _sleeps(line: Line) -> bool:
        return line.activity.dormant and not line.born

    def _weight_rows(self) -> tuple[Indices, list[int]]:
        """Let lines with the same history share a row of weights.

        Two lines of the scenario, with all that descends from them, have the same weights under
        any uptake if the same steps touch them in the same places. The steps need to be carried
        out for one of them only.
        """
        history: list[list[tuple[int, ...]]] = [[] for _ in self.lines]
        for number, step in enumerate(self.steps):
            if isinstance(step, Shift):
                for i in step.parents:
                    history[i].append((number,))
                for m, move in enumerate(step.moves):
                    for p, children in enumerate(move.children):
                        for i in children:
                            history[i].append((number, m, p))
            else:
                for i in step.rows:
                    history[i].append((number,))
        trees: dict[int, list[int]] = {}
        for i, line in enumerate(self.lines):
            trees.setdefault(line.root, []).append(i)
        weight_of = np.empty(len(self.lines), dtype=np.intp)
        representatives: list[int] = []
        first_row: dict[object, int] = {}
        for tree in trees.values():
            story = (self._sleeps(self.lines[tree[0]]), tuple(tuple(history[i]) for i in tree))
            if story not in first_row:
                first_row[story] = len(representatives)
                representatives += tree
            weight_of[tree] = first_row[story] + np.arange(len(tree))
        return weight_of, representatives


def _indices(numbers: Sequence[int]) -> Indices:
    return np.array(numbers, dtype=np.intp)


def _woken(activity: Activity, measure: Measure) -> bool:
    """Whether a measure brings a dormant line about: never where it is told to keep out."""
    tags = activity.tags
    return bool(tags.intersection(measure.effect.wakes)) and tags.isdisjoint(measure.where.without)


def _renamed(label: Label, by: Label) -> Label:
    return Label(
        f"{label.get('en')} → {by.get('en')}",
        f"{label.get('zh')} → {by.get('zh')}",
    )
