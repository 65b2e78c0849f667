"""Turns activities and measures into the arrays of the kernel.

Every line that any programme can bring about is created here, stage by stage, so that the kernel
only multiplies. Units are checked here once and never again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.errors import ModelError, UnitError
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, _, joined
from carbonmeet.catalogue.measure import STAGES, Measure
from carbonmeet.catalogue.service import Part, Service
from carbonmeet.kernel.kernel import Line, Model
from carbonmeet.kernel.products import ProductTable
from carbonmeet.kernel.scales import amount_scale, chain_scale, product
from carbonmeet.kernel.steps import Capped, Lift, Move, Scale, Shift, Step, Wake
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.factor import Factor, Reference
from carbonmeet.numbers.number import Link, Number

if TYPE_CHECKING:
    from carbonmeet.base.notices import Notices
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.kernel.products import Indices

__all__ = ["Bound", "compile_model"]

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
    caps: Iterable[Bound] = (),
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
    caps : iterable of Bound
        What groups of measures save at most.

    Raises
    ------
    ModelError
        If measures contradict each other, or an input would be divided by and is zero.
    UnitError
        If an amount does not have its unit, or a chain does not reduce to kg CO2e.
    """
    compiler = _Compiler(catalogue, prefer, methods or {}, notices)
    listed = tuple(measures)
    compiler.telling = frozenset(
        tag for one in listed for tag in (*one.where.tags, *one.where.without, *one.effect.wakes)
    )
    compiler.bound_of = {name: one for one in caps for name in one.measures}
    compiler.add_lines(activities)
    compiler.add_measures(listed)
    return compiler.model()


class Bound(NamedTuple):
    """Measures of one stage that together save no more of a line than a share `most`."""

    id: str
    measures: tuple[str, ...]
    most: Number


class _Heir(NamedTuple):
    """What a measure makes of lines of one kind: another chain, or another service."""

    measure: str
    name: Label
    chain: tuple[Link, ...]
    service: Service | None = None
    part: int = 0
    ratio: tuple[Link, ...] = ()

    def of(self, parent: Line) -> Line:
        """The line that descends from `parent`."""
        one, new = parent.activity, self.service
        line = Activity(
            one.source if new is None else new.source,
            one.period,
            _renamed(one.label, self.name),
            (*one.amount, *self.ratio) if self.ratio else one.amount,
            one.unit if new is None else new.unit,
            self.chain,
            one.region,
            one.year,
            one.end,
            one.service if new is None else new.id,
            one.part if new is None else self.part,
            one.tags,
            one.known,
            one.dormant,
            one.readings,
            one.read,
        )
        return Line(line, parent.root, self.measure)


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
        self.bound_of: dict[str, Bound] = {}
        self.amounts, self.chains = ProductTable(), ProductTable()
        self.coefficients = ProductTable()
        self.steps: list[Step] = []
        self.lifts: list[Lift] = []
        self.enablers: list[tuple[int, Measure]] = []
        self.settings: dict[tuple[int, ...], int] = {}
        self.setting_of: dict[tuple[date | None, int], int] = {}
        #: Tags that some measure looks at: no other tells two lines apart.
        self.telling: frozenset[str] = frozenset()
        self.kinds: dict[object, int] = {}
        self.members: list[list[int]] = []
        # the same few chains and parameters serve hundreds of lines
        self.row_of: dict[tuple[int, str, bool], tuple[tuple[Link, ...], int, int]] = {}
        self.index_of: dict[int, tuple[int, Number]] = {}
        self.linked: dict[tuple[Sequence[str], str, int], tuple[Link, ...]] = {}
        self.found: dict[tuple[str, str, int], Number] = {}
        self.coefficient_of: dict[tuple[object, ...], int] = {}

    # lines

    def add_lines(self, activities: Iterable[Activity]) -> None:
        for index, activity in enumerate(activities):
            self._add(Line(activity, index))

    def _add(self, line: Line) -> int:
        activity = line.activity
        self.amounts.which.append(self._row(self.amounts, activity.amount, activity)[0])
        row, chain = self._row(self.chains, activity.chain, activity)
        self.chains.which.append(row)
        self.lines.append(line)
        self._sort(line, chain)
        return len(self.lines) - 1

    def _row(
        self, table: ProductTable, links: tuple[Link, ...], activity: Activity
    ) -> tuple[int, int]:
        """The row of a product, and a number for these very links in this unit."""
        place = (id(links), activity.unit.text, table is self.chains)
        known = self.row_of.get(place)
        if known is None:
            scale = (chain_scale if table is self.chains else amount_scale)(activity)
            row = table.row(self._indices(links), scale)
            known = self.row_of[place] = links, row, len(self.row_of)
        return known[1:]

    def _sort(self, line: Line, chain: int) -> None:
        """Put the last line with those that no measure can tell from it."""
        one = line.activity
        known = id(one.known) if one.known else None  # what a scenario knows better is its own
        kind = (
            *(one.source, one.period, one.service, one.part, one.region, one.year, one.end),
            *(self.telling.intersection(one.tags), one.dormant and not line.born, chain, known),
            *(one.readings, one.read),
        )
        number = self.kinds.setdefault(kind, len(self.members))
        if number == len(self.members):
            self.members.append([])
        self.members[number].append(len(self.lines) - 1)

    def _indices(self, links: Iterable[Link]) -> list[tuple[int, int]]:
        found = []
        for number, power in links:
            index = self._index(number)
            if power < 0 and not number.value:
                problem = _("{id} is zero and something is divided by it", id=number.id)
                raise ModelError(problem, about=(number,))
            if power < 0 and number.low is not None and number.low <= 0:
                raise ModelError(
                    _(
                        "the range of {id} reaches {low:g} and something "
                        "is divided by it: give a low above 0",
                        id=number.id,
                        low=number.low,
                    ),
                    about=(number,),
                )
            if abs(power) != 1:
                raise ModelError(_("{id}: a link enters once or divides once", id=number.id))
            if power < 0:
                self.divisors.setdefault(index, len(self.divisors))
            found.append((index, power))
        return found

    def _index(self, number: Number) -> int:
        """The row of a number; what it follows from goes before it."""
        found = self.index_of.get(id(number))
        if found is None:
            for other in number.rests_on:
                self._index(other)
            index, known = self.inputs.setdefault(number.id, (len(self.inputs), number))
            if known is not number and known != number:
                raise ModelError(_("two different numbers are both called '{id}'", id=number.id))
            found = self.index_of[id(number)] = index, number
        return found[0]

    # measures

    def add_measures(self, measures: tuple[Measure, ...]) -> None:
        # ranked, so that the order in a file never matters
        self.measures = tuple(sorted(measures, key=lambda one: one.rank))
        ids = [measure.id for measure in self.measures]
        if len(set(ids)) != len(ids):
            raise ModelError(_("a measure is listed twice: {ids}", ids=joined(sorted(ids))))
        for stage in STAGES:
            acting = [(i, one) for i, one in enumerate(self.measures) if one.stage == stage]
            if stage == "enable":
                self._enable(acting, ids)
            else:
                self._scale(acting)
                self._shift(acting)

    def _enable(self, acting: list[tuple[int, Measure]], ids: list[str]) -> None:
        """Lifts, once for every set of enablers that is in force somewhere and counts."""
        acting = [(index, one) for index, one in acting if not one.apart]
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
        when = (activity.end, activity.year)
        if when not in self.setting_of:
            force = tuple(index for index, one in self.enablers if one.in_force(activity))
            self.setting_of[when] = self.settings[force] * len(self.measures)
        return self.setting_of[when]

    def _scale(self, acting: list[tuple[int, Measure]]) -> None:
        """Avoid, improve, and what attendance wakes; measures under a cap as one step."""
        capped: dict[tuple[str, int], list[tuple[int, int]]] = {}
        for index, measure in acting:
            effect = measure.effect
            if effect.do not in ("avoid", "improve"):
                continue
            scaled: dict[tuple[int, int], list[int]] = {}
            woken: dict[tuple[int, int], list[int]] = {}
            for members in self.members:
                line = self.lines[members[0]]
                activity = line.activity
                if not measure.in_force(activity):
                    continue
                if activity.dormant and not line.born:
                    if _woken(activity, measure):
                        share = self._coefficient(measure, effect.saving, activity)
                        place = (self._setting(activity) + index, share)
                        woken.setdefault(place, []).extend(members)
                elif measure.where.matches(activity):
                    chain = (*measure.reach, *effect.saving, *effect.net)
                    saving = self._coefficient(measure, chain, activity)
                    place = (self._setting(activity) + index, saving)
                    scaled.setdefault(place, []).extend(members)
            bound = self.bound_of.get(measure.id)
            if bound is None:
                self.steps += [Scale(m, c, _indices(sorted(x))) for (m, c), x in scaled.items()]
            else:
                for part, lines in scaled.items():
                    for line_number in lines:
                        capped.setdefault((bound.id, line_number), []).append(part)
            self.steps += [Wake(m, c, _indices(sorted(x))) for (m, c), x in woken.items()]
        self._cap(capped)

    def _cap(self, capped: dict[tuple[str, int], list[tuple[int, int]]]) -> None:
        """One step for the lines on which the same measures of a cap act alike."""
        bounds = {one.id: one for one in self.bound_of.values()}
        alike: dict[tuple[str, tuple[tuple[int, int], ...]], list[int]] = {}
        for (name, line), parts in capped.items():
            alike.setdefault((name, tuple(parts)), []).append(line)
        for (name, acting), lines in alike.items():
            most = bounds[name].most
            row = self.coefficients.row(self._indices([(most, 1)]), most.unit.scale)
            self.steps.append(Capped(name, acting, row, _indices(sorted(lines))))

    def _shift(self, acting: list[tuple[int, Measure]]) -> None:
        """Shifts of one stage; on one line they draw on one pool."""
        shifting = [(i, one) for i, one in acting if one.effect.do == "shift"]
        if not shifting:
            return
        groups: dict[_Signature, list[tuple[int, list[list[int]]]]] = {}
        # lines born below wait for the next stage
        moved = [self._moved(members[:], shifting) for members in self.members]
        listed = sorted((i, one) for one, (members, *_) in enumerate(moved) for i in members)
        for i, kind in listed:
            _, signature, heirs = moved[kind]
            children = [[self._add(one.of(self.lines[i])) for one in born] for born in heirs]
            groups.setdefault(signature, []).append((i, children))
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

    def _moved(
        self, members: list[int], shifting: list[tuple[int, Measure]]
    ) -> tuple[list[int], _Signature, list[list[_Heir]]]:
        """Lines of one kind, how they shift and what to; no lines where nothing shifts them."""
        line = self.lines[members[0]]
        activity = line.activity
        asleep = activity.dormant and not line.born
        moving = [
            (index, one)
            for index, one in (() if asleep else shifting)
            if one.effect.target(activity) is not None
            and not (activity.read and one.effect.to)
            and one.in_force(activity)
            and one.where.matches(activity)
        ]
        if not moving:
            return [], ("", ()), []
        heirs = [self._heirs(activity, one) for _, one in moving]
        setting = self._setting(activity)
        shares = tuple(
            (
                setting + index,
                self._coefficient(one, (*one.reach, *one.effect.share), activity),
                len(born),
            )
            for (index, one), born in zip(moving, heirs, strict=True)
        )
        return members, (self._pool(moving, activity), shares), heirs

    @staticmethod
    def _pool(moving: list[tuple[int, Measure]], activity: Activity) -> str:
        pools = {measure.pool or measure.id for _, measure in moving}
        if len(pools) > 1:
            raise ModelError(
                _(
                    "{moving} both shift '{label}' ({source}); give them "
                    "one pool, or their shares could exceed the whole",
                    moving=joined((m.id for _, m in moving), " and "),
                    label=activity.label,
                    source=activity.source,
                ),
                about=[measure for _, measure in moving],
            )
        return pools.pop()

    def _heirs(self, activity: Activity, measure: Measure) -> list[_Heir]:
        """What a measure makes of lines such as `activity`."""
        if measure.effect.link:
            return [self._relinked(activity, measure)]
        if activity.part:
            return []  # the leading part brings the whole new service with it
        target = measure.effect.target(activity)
        assert target is not None and self.catalogue is not None
        service = self.catalogue.service(*target.split("/", 1))
        ratio = self._links(measure.effect.ratio, activity)
        return [
            _Heir(
                measure.id,
                service.name,
                self._links(self._way(part, activity), activity),
                service=service,
                part=number,
                ratio=ratio,
            )
            for number, part in enumerate(service.parts)
            if part.counts(self.methods, activity.region)
        ]

    def _relinked(self, activity: Activity, measure: Measure) -> _Heir:
        swap = measure.effect.link
        chain = tuple(
            (self._find(swap[number.key], activity), power)
            if isinstance(number, Factor) and number.key in swap
            else (number, power)
            for number, power in activity.chain
        )
        return _Heir(measure.id, measure.name, chain)

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
            raise ModelError(_("measures need a catalogue to find their parameters in"))
        place = (text, activity.region, activity.year)
        if place not in self.found:
            self.found[place] = self.catalogue.find(
                reference, activity.region, activity.year or None, self.prefer, self.notices
            )
        return self.found[place]

    def _links(self, texts: Sequence[str], activity: Activity) -> tuple[Link, ...]:
        place = (texts, activity.region, activity.year)
        if activity.known or place not in self.linked:
            found = tuple(
                (self._find(text, activity), -1 if Reference.parse(text).inverse else 1)
                for text in texts
            )
            if activity.known:
                return found
            self.linked[place] = found
        return self.linked[place]

    def _coefficient(self, measure: Measure, texts: Sequence[str], activity: Activity) -> int:
        """A product of parameters that must be a plain share."""
        enough = _enough(measure, activity)
        place = (tuple(texts), activity.region, activity.year, *(one.id for one, _ in enough))
        if activity.known:
            return self._new_coefficient(measure, texts, activity)
        if place not in self.coefficient_of:
            self.coefficient_of[place] = self._new_coefficient(measure, texts, activity)
        return self.coefficient_of[place]

    def _new_coefficient(self, measure: Measure, texts: Sequence[str], activity: Activity) -> int:
        links = (*self._links(texts, activity), *_enough(measure, activity))
        unit = product(links)
        if unit.dims:
            raise UnitError(
                _(
                    "measure {id}: {texts} is not a plain share; {unit} is left over",
                    id=measure.id,
                    texts=" * ".join(texts),
                    unit=unit.describe(),
                )
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
        history: list[list[int]] = [[] for _ in self.lines]
        place = 0  # a number for every place of every step
        for step in self.steps:
            parts = [step.parents] if isinstance(step, Shift) else [step.rows]
            if isinstance(step, Shift):
                parts += [children for move in step.moves for children in move.children]
            for rows in parts:
                for i in rows.tolist():
                    history[i].append(place)
                place += 1
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


def _enough(measure: Measure, activity: Activity) -> tuple[Link, ...]:
    """Nothing is saved of what was measured where too little is left to tell what there was."""
    if measure.effect.do not in ("avoid", "improve"):
        return ()
    return tuple((one.enough, 1) for one in activity.readings if one.has(measure.stage))


def _woken(activity: Activity, measure: Measure) -> bool:
    """Whether a measure brings a dormant line about: never where it is told to keep out."""
    tags = activity.tags
    return bool(tags.intersection(measure.effect.wakes)) and tags.isdisjoint(measure.where.without)


def _renamed(label: Label, by: Label) -> Label:
    return joined((label, by), " → ")
