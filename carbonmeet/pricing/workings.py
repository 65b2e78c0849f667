"""Where the floors meet: a scenario and the catalogue become a compiled, priced model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from carbonmeet.base.errors import Gathered, InputError, ModelError, message_of
from carbonmeet.base.kept import Kept
from carbonmeet.base.notices import Notice, Notices
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import _, joined
from carbonmeet.bench.turnout import Turnout
from carbonmeet.catalogue import Catalogue, load_catalogue
from carbonmeet.catalogue.measure import Measure
from carbonmeet.forest.stands import stands_of
from carbonmeet.kernel import Model, compile_model
from carbonmeet.kernel.attribution import Attribution, attribute
from carbonmeet.kernel.ledger import Ledger
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.factor import Factor
from carbonmeet.numbers.number import Link, Number
from carbonmeet.offset.block import assess_block
from carbonmeet.offset.result import OffsetResult
from carbonmeet.offset.rules import rules_of
from carbonmeet.pricing.apart import carried_out, named_measures, told_apart
from carbonmeet.pricing.bought import Power, by_market, told_of_power
from carbonmeet.pricing.donated import offset_block
from carbonmeet.pricing.entries import empty_periods
from carbonmeet.pricing.exclusions import Sized, sized_exclusions
from carbonmeet.pricing.future import beyond
from carbonmeet.pricing.heads import Group, heads_of, left_on_site
from carbonmeet.pricing.metered import undone
from carbonmeet.pricing.plausible import doubts
from carbonmeet.pricing.proportion import beyond_proportion, wide_ranges
from carbonmeet.pricing.uptakes import parameters, uptakes_of, value_of
from carbonmeet.reading.amount import Amount
from carbonmeet.scenario import Scenario
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.kernel.compiler import Bound
    from carbonmeet.offset.block import OffsetBlock

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["OtherElectricity", "Workings", "counted_uptake", "work_out"]

#: Units in which small measures are told in things as well.
_COUNTABLE = ("item", "sheet", "bottle", "cup", "kit", "meal", "kg", "t", "L", "m^2")


class OtherElectricity(NamedTuple):
    """A meeting under the other accounting of electricity.

    Attributes
    ----------
    model : Model
    numbers : tuple of Number
        What stands at each input of the model: the residual mix at an average grid, else itself.
    uptake : ndarray, shape (m,)
    """

    model: Model
    numbers: tuple[Number, ...]
    uptake: Floats

    @property
    def values(self) -> Floats:
        """What the numbers are worth, in the order of the inputs."""
        return np.array([one.value for one in self.numbers])

    def totals(self) -> tuple[float, float]:
        """Baseline and residual, t CO2e."""
        programmes = np.vstack([np.zeros_like(self.uptake), self.uptake])
        before, after = self.model.totals(programmes, self.values)[:, 0] / KG_PER_T
        return float(before), float(after)


@dataclass(frozen=True, eq=False, repr=False)
class Workings:
    """What an answer was worked out from: scenario, catalogue, compiled model, programme.

    It is neither compared nor saved; figures, reports and draws that need the lines ask it.

    Attributes
    ----------
    scenario : Scenario
    catalogue : Catalogue
        With the scenario's own rows.
    model : Model
        Compiled lines and measures.
    recipes : tuple
        For each measure the product whose value is its uptake.
    planned : ndarray, shape (m,)
        Uptakes as the scenario plans, or expects, them.
    uptake : ndarray, shape (m,)
        Those that count under the scenario's method of accounting for electricity.
    notices : tuple of Notice
        What a reader should know.
    sums : mapping
        By section, what tables that are read beside the scenario came to.
    turnouts : tuple of Turnout
        The people of a list, and how what they do is spread over them.
    """

    scenario: Scenario
    catalogue: Catalogue
    model: Model
    recipes: tuple[tuple[Link, ...], ...]
    planned: Floats
    uptake: Floats
    notices: tuple[Notice, ...]
    sums: Mapping[str, Any] = field(default_factory=dict)
    turnouts: tuple[Turnout, ...] = ()

    def __post_init__(self) -> None:
        for one in (self.planned, self.uptake):
            one.setflags(write=False)

    def __repr__(self) -> str:
        return f"<Workings of '{self.scenario.title}': {len(self.model.lines)} lines>"

    @cached_property
    def baseline(self) -> Ledger:
        """Before any measure."""
        return Ledger(self.model, self.model.run()[0])

    @cached_property
    def residual(self) -> Ledger:
        """After the programme."""
        return Ledger(self.model, self.model.run(self.uptake)[0])

    @cached_property
    def attribution(self) -> Attribution:
        """Whose tonnes the saving is, four ways; kg CO2e."""
        return attribute(self.model, self.uptake)

    @cached_property
    def block(self) -> OffsetBlock | None:
        """The ``offset:`` block with what its logs hold, where the scenario has one."""
        return offset_block(self.scenario, self.catalogue)

    @cached_property
    def offset(self) -> OffsetResult | None:
        """What is set against the residual, where the scenario says."""
        block = self.block
        if block is None:
            return None
        spans = self.scenario.spans.values()
        last = max(spans, key=lambda span: (span.year, span.end or date.min))
        try:
            return assess_block(
                block,
                self.residual.total,
                last.year,
                region=last.region,
                event_end=last.end,
                held=self._held,
                stands=stands_of(self.catalogue),
                book=rules_of(self.catalogue),
            )
        except ModelError as error:
            fault = self.scenario.document.fault(("offset",), "offset", message_of(error))
            raise InputError([fault]) from error

    @property
    def _held(self) -> float | None:
        """Residual of the periods that took place; None where all did."""
        spans = self.scenario.spans
        if not any(one.counterfactual for one in spans.values()):
            return None
        by_period = self.residual.sums("period")
        return sum(t for name, t in by_period.items() if not spans[name].counterfactual)

    @cached_property
    def exclusions(self) -> tuple[Sized, ...]:
        """What is left out on purpose and has an estimated size."""
        return sized_exclusions(self.scenario, self.catalogue)

    @cached_property
    def other(self) -> OtherElectricity:
        """The same under the other accounting of electricity."""
        market = self.scenario.methods["electricity"] == "market"
        if not market and (bought := self._bought_alike()):
            counted = counted_uptake(self.model, self.planned, market=True)
            return OtherElectricity(self.model, bought, counted)
        other = "location" if market else "market"
        changed = self.scenario.replace({"methods.electricity": other})
        twin = work_out(changed, self.catalogue.accounting(other))
        return OtherElectricity(twin.model, tuple(twin.model.inputs), twin.uptake)

    def _bought_alike(self) -> tuple[Number, ...]:
        """The inputs by market, where they fit the model as it is; empty where they do not.

        A trend carries a residual mix on from another year than the average that it stands for, and
        an average of one's own may be in another unit.
        """
        if self.catalogue.trends:
            return ()
        found = []
        for one in self.model.inputs:
            new = self.catalogue.bought(one) if isinstance(one, Factor) else one
            if new.unit.scale != one.unit.scale:
                return ()
            found.append(new)
        return tuple(found)

    @cached_property
    def power(self) -> Power:
        """What by market stands for the power of the scenario, whichever accounting it chose."""
        return by_market(self.model, self.catalogue)

    @cached_property
    def other_electricity(self) -> tuple[float, float]:
        """Baseline and residual in t CO2e under the other accounting of electricity.

        Location-based where the scenario is market-based, and the other way round.
        """
        return self.other.totals()

    @cached_property
    def otherwise(self) -> Ledger:
        """After the programme, under the other accounting of electricity."""
        other = self.other
        return Ledger(other.model, other.model.run(other.uptake, other.values)[0])

    @cached_property
    def avoided(self) -> dict[str, dict[str, float]]:
        """How much less of what is counted each measure needs by itself: amount by unit.

        The tonnes of paper, cups and toiletries are tiny; their numbers are not. What emits less
        (improve) or is treated in another way is no fewer.
        """
        units = [line.activity.unit.text for line in self.model.lines]
        wanted = np.array([[unit == one for one in _COUNTABLE] for unit in units])
        fewer = self.changed * self.model.quantities()[0] @ wanted
        return {
            measure.id: {
                unit: float(n)
                for unit, n in zip(_COUNTABLE, row, strict=True)
                if n > 1e-9 and measure.effect.do != "improve"
            }
            for measure, row in zip(self.model.measures, fewer, strict=True)
        }

    @cached_property
    def changed(self) -> Floats:
        """The share of each line's amount that each measure alone takes away; shape (m, n).

        Below zero where the measure brings the line about. Of a cup not used the whole counts,
        though what takes its place emits a little (see `Effect.net`).
        """
        alone = np.eye(len(self.uptake)) * self.uptake
        weights = self.model.weights(np.vstack([np.zeros_like(self.uptake), alone]))
        weights[:, [line.activity.dormant and not line.born for line in self.model.lines]] = 0.0
        net = [
            value_of(parameters(one.effect.net, self.catalogue, self.scenario))
            for one in self.model.measures
        ]
        changed: Floats = (weights[0] - weights[1:]) / np.where(net, net, np.inf)[:, None]
        return changed

    @property
    def lines(self) -> range:
        """Indices of the lines of the scenario itself, without those that only measures create."""
        return range(sum(1 for line in self.model.lines if not line.born))

    @cached_property
    def heads(self) -> Mapping[str, tuple[Group, ...]]:
        """The groups of attendees, by period."""
        return heads_of(self.model, self.uptake)

    @cached_property
    def participants(self) -> dict[str, float]:
        """People on site as attendees, by period; ``all`` sums the periods."""
        found = dict.fromkeys(self.scenario.participants, 0.0)
        for period, groups in self.heads.items():
            found[period] = sum(one.before for one in groups)
        return found | {"all": sum(found.values())}

    @cached_property
    def left_on_site(self) -> dict[str, float]:
        """People whom the measures leave on site, as `participants`."""
        found = dict.fromkeys(self.scenario.participants, 0.0)
        found |= left_on_site(self.model, self.uptake, self.heads)
        return found | {"all": sum(found.values())}

    @cached_property
    def assumed(self) -> tuple[int, int]:
        """How many lines rest on at least one assumed number, and how many lines there are."""
        counted = [self.model.lines[i].activity for i in self.lines if self._counts(i)]
        return sum(1 for one in counted if one.basis == "assumed"), len(counted)

    def _counts(self, line: int) -> bool:
        return not self.model.lines[line].activity.dormant

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """Every factor that the result rests on, each once."""
        return _factors(_resting(self.model, self.uptake, self.model.inputs))

    @cached_property
    def all_factors(self) -> tuple[Factor, ...]:
        """The same with those of the other accounting of electricity, by id."""
        other = self.other
        resting = _factors(_resting(other.model, other.uptake, other.numbers))
        found = {(one.id, one.year): one for one in (*resting, *self.factors)}
        return tuple(sorted(found.values(), key=lambda one: (one.id, one.year)))

    @cached_property
    def idle(self) -> frozenset[str]:
        """Ids of the factors of the model that price nothing in either accounting.

        They stand by for measures that are not carried out: nobody counts, draws or cites them.
        """
        known = {one.id for one in self.model.inputs if isinstance(one, Factor)}
        return frozenset(known - {one.id for one in self.all_factors})


def _factors(numbers: Iterable[Number]) -> tuple[Factor, ...]:
    return tuple(one for one in numbers if isinstance(one, Factor))


def _resting(model: Model, uptake: Floats, numbers: Sequence[Number]) -> tuple[Number, ...]:
    """Of the numbers that stand at the inputs of a model, those that a ledger rests on."""
    ends = ((one.value, one.low, one.high) for one in numbers)
    x = np.array(
        [[v, v if low is None else low, v if high is None else high] for v, low, high in ends]
    )
    asked = model.resting(np.vstack([np.zeros_like(uptake), uptake]), x.T)
    rows = {one.id: number for one, number in zip(model.inputs, numbers, strict=True)}
    found, left = dict[str, Number](), [rows[name] for name in rows if name in asked]
    while left:
        one = left.pop()
        if one.id not in found:
            found[one.id] = one
            left += one.rests_on
    return tuple(one for one in numbers if one.id in found)


def counted_uptake(model: Model, uptake: Floats, *, market: bool) -> Floats:
    """Uptakes that count: those of market-based measures only in market-based accounting."""
    counted = uptake.copy()
    counted[[not market and one.method == "market" for one in model.measures]] = 0.0
    return counted


def work_out(scenario: Scenario, catalogue: Catalogue | None = None) -> Workings:
    """Compile a scenario, and tell every fault of it that is no fault of its draws.

    Parameters
    ----------
    scenario : Scenario
    catalogue : Catalogue, optional
        Default: the shipped one.

    Raises
    ------
    InputError
        If the scenario is wrong: every fault, with file, line and column.

    Examples
    --------
    >>> from carbonmeet.scenario import load_scenario
    >>> found = work_out(load_scenario("cop15-kunming"))
    >>> found.residual.total < found.baseline.total
    True
    """
    known = catalogue or load_catalogue()
    place = (id(scenario), id(known), scenario.beside())
    return _KEPT.get(place, lambda: (scenario, known, _worked_out(scenario, known)))[2]


#: What was worked out last: a scenario and a catalogue do not change, nor does what follows from
#: them. Both are held, so that no other takes the place of one.
_KEPT = Kept[tuple[Scenario, Catalogue, Workings]](4)


def _worked_out(read: Scenario, catalogue: Catalogue) -> Workings:
    sums: dict[str, Any] = {}
    turnouts: list[Turnout] = []
    full, activities, programme, notices = _read(read, catalogue, sums, turnouts)
    measures = carried_out(read, full, programme)
    model = _compiled(read, full, activities, measures, notices)
    recipes = uptakes_of(read, full, model.measures)
    planned = np.array([value_of(one) for one in recipes])
    uptake = counted_uptake(model, planned, market=read.methods["electricity"] == "market")
    if read.content.kind == "meeting":  # what a city measures is where its plan begins
        before, metered = undone(activities, model, uptake)
        if before != activities:
            model = _compiled(read, full, before, measures, notices)
        for notice in metered:
            notices.add(notice)
    told = (
        *_crowding(model, uptake),
        *_binding(read, model, uptake),
        *_idle(read, model, full),
        *empty_periods(read, activities),
        *_without_work(read, model, planned),
    )
    apart = told_apart(model, planned, uptake, read, full)
    counted = _resting(model, uptake, model.inputs)
    rows = _factors(counted)
    later = (*beyond(model, counted, full.newest, full.trends), *told_of_power(model, full))
    gases = _of_gases(rows, read.content.methods.gwp)
    for notice in (*told, *apart, *doubts(read, rows, full), *gases, *later, *wide_ranges(model)):
        notices.add(notice)
    for notice in beyond_proportion(read, model, tuple(notices)):
        notices.add(notice)
    found = Workings(
        read, full, model, recipes, planned, uptake, tuple(notices), sums, tuple(turnouts)
    )
    found.exclusions  # noqa: B018
    found.offset  # noqa: B018  its faults are those of the file, and are told with the others
    found.attribution  # noqa: B018
    return found


def _of_gases(rows: Sequence[Factor], gwp: str) -> list[Notice]:
    """How far a set of warming potentials reaches, where one is chosen."""
    if gwp == "as-published":
        return []
    from carbonmeet.pricing.gases import weighed

    return weighed(rows, gwp)


def _caps(read: Scenario, catalogue: Catalogue) -> tuple[Bound, ...]:
    """The caps of a scenario; most have none."""
    if not read.content.caps:
        return ()
    from carbonmeet.pricing.caps import bounds_of

    return bounds_of(read, catalogue)


def _binding(read: Scenario, model: Model, uptake: NDArray[np.float64]) -> list[Notice]:
    """Where measures would save more than a cap of the scenario."""
    if not read.content.caps:
        return []
    from carbonmeet.pricing.caps import binding

    return binding(model, uptake)


def _compiled(
    read: Scenario,
    catalogue: Catalogue,
    activities: Sequence[Activity],
    measures: Sequence[Measure],
    notices: Notices,
) -> Model:
    """The model, or the faults of the file that it does not come of."""
    try:
        return compile_model(
            activities,
            measures,
            catalogue,
            prefer=read.content.prefer,
            methods=read.methods,
            notices=notices,
            caps=_caps(read, catalogue),
        )
    except ModelError as error:
        faults = read.faults_about(error.about, message_of(error))
        if faults:
            raise InputError(faults) from error
        raise


def _read(
    scenario: Scenario, catalogue: Catalogue, sums: dict[str, Any], turnouts: list[Turnout]
) -> tuple[Catalogue, list[Activity], dict[str, Amount], Notices]:
    """The scenario with its catalogue, lines and programme, and what is to be told of them.

    Every stage whose inputs are sound has its say before anything is refused.
    """
    gathered, notices = Gathered(), Notices()
    activities: list[Activity] = []
    programme: dict[str, Amount] = {}
    with gathered:
        scenario.check_offset(catalogue)
    with gathered:  # what names an own factor or measure needs those to be sound
        catalogue = scenario.extend(catalogue)
        with gathered:
            activities = scenario.activities(catalogue, notices, sums, turnouts)
        with gathered:
            programme = scenario.programme(catalogue)
    gathered.check()
    return catalogue, activities, programme, notices


def _idle(scenario: Scenario, model: Model, catalogue: Catalogue) -> list[Notice]:
    """Own factors that no line uses: a slip in key or region would else pass unseen."""
    rest = [other for one in model.inputs for other in one.rests_on]
    rows = [one for one in (*model.inputs, *rest) if isinstance(one, Factor) and one.own]
    used = {(one.key, one.source, one.region) for one in rows}
    asked = {one.path[:2] for one in model.inputs}
    listed = [
        f"{own.key}@{catalogue.own_name(own.source)}[{own.region}]"
        for own in scenario.content.factors
        if (own.law is None or ("factors", own.key) not in asked)
        and (own.key, catalogue.own_name(own.source), own.region) not in used
    ]
    return [
        Notice(
            "factor.own-unused", {"factor": name}, _("own factor {name} prices no line", name=name)
        )
        for name in listed
    ]


def _without_work(read: Scenario, model: Model, planned: Floats) -> list[Notice]:
    """Measures that are carried out and find nothing to act on."""
    idle = [
        one
        for one, uptake in zip(model.measures, planned, strict=True)
        if uptake and one.id not in model.acting and not (one.apart and _begun(one, model))
    ]
    late = [one for one in idle if one.start is not None and not _begun(one, model)]
    told = [
        Notice(
            "measure.begins-late",
            {"measure": one.id, "start": str(one.start)},
            _(
                "{id} starts on {start}, after the last period, and has no effect",
                id=one.id,
                start=one.start,
            ),
        )
        for one in late
    ]
    told += _hybrid(read, model, planned)
    named = named_measures(read)  # a whole programme is not told of each: its table marks them
    rest = [
        one.id for one in idle if one.id in named and one not in late and not _kept_out(one, model)
    ]
    if rest:
        told.append(
            Notice(
                "measure.idle",
                {"measures": rest},
                _("measures with no applicable activity: {rest}", rest=joined(rest)),
            )
        )
    return told


def _kept_out(measure: Measure, model: Model) -> list[str]:
    """Periods that a measure of attendance leaves alone, because some are online there already."""
    if "hybrid" not in measure.where.without:
        return []
    lines = (line.activity for line in model.lines)
    found = (x.period for x in lines if {"hybrid", *measure.where.tags} <= x.tags)
    return list(dict.fromkeys(found))


def _hybrid(read: Scenario, model: Model, planned: Floats) -> list[Notice]:
    """Periods in which a measure that is carried out keeps nobody at home."""
    told = []
    for one, uptake in zip(model.measures, planned, strict=True):
        periods = _kept_out(one, model) if uptake else []
        if periods:
            told.append(
                Notice(
                    "measure.hybrid",
                    {"measure": one.id, "periods": periods},
                    _(
                        "{id} has no effect in {periods}: 'online' is taken to include those who "
                        "stay at home. If they are additional, write 'additional: true' there",
                        id=one.id,
                        periods=joined(read.spans[name].label for name in periods),
                    ),
                )
            )
    return told


def _begun(measure: Measure, model: Model) -> bool:
    return any(measure.in_force(line.activity) for line in model.lines)


def _crowding(model: Model, uptake: Floats) -> list[Notice]:
    named = [
        (model.lines[line].activity.label, pool, demand)
        for pool, line, demand in model.crowded(uptake)
    ]
    return [
        Notice(
            "measure.pool-scaled",
            {"pool": pool, "line": first.get("en"), "demand": float(demand)},
            _(
                "measures together shift {demand:.0%} of the pool '{pool}' ({first}); scaled to "
                "100%",
                demand=demand,
                pool=pool,
                first=first,
            ),
        )
        for first, pool, demand in named
    ]
