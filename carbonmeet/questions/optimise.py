"""Which programme: the cheapest that reaches a target, the best for a budget, all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.errors import ModelError
from carbonmeet.base.given import takes
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import _
from carbonmeet.catalogue import Catalogue
from carbonmeet.forest.stands import stands_of
from carbonmeet.hostcity.years import city_of, in_years
from carbonmeet.kernel.programmes import Programme, Programmes, all_programmes
from carbonmeet.numbers.path import Path
from carbonmeet.offset.block import assess_block
from carbonmeet.offset.kinds import OffsetFrame, find_frame, frame_of
from carbonmeet.offset.rules import rules_of
from carbonmeet.pricing.donated import offset_block
from carbonmeet.pricing.purse import Purse, purse_of
from carbonmeet.pricing.workings import Workings, work_out
from carbonmeet.scenario import SCENARIO_LIKE, Scenario, ScenarioLike, load_scenario
from carbonmeet.units import Unit, parse_unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.bench.expansion import Span
    from carbonmeet.catalogue.measure import Measure
    from carbonmeet.kernel import Line, Model
    from carbonmeet.offset.result import OffsetResult

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["Plan", "costs", "plan"]


@dataclass(frozen=True, eq=False, repr=False)
class Plan:
    """Every programme of a scenario, and the answers drawn from them.

    Attributes
    ----------
    workings : Workings
        The scenario with all measures at the catalogue's uptake.
    programmes : Programmes
        Frontier and best of each size.
    costs : ndarray, shape (m,)
        Cost of each measure in the currency of `purse`; 0 where nothing is known.
    unpriced : tuple of str
        Measures whose cost is not known.
    left_out : tuple of str
        Of a city: measures of unknown cost, which are in no programme. That nobody has priced
        electric cars for a city makes them no free measure.
    purse : Purse
        The currency of costs and budget, and the rates at which others were converted.
    """

    workings: Workings
    programmes: Programmes
    costs: Floats
    unpriced: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    purse: Purse = Purse()

    def __repr__(self) -> str:
        return (
            f"<Plan: {self.programmes.count:,} programmes of {str(self.workings.scenario.title)!r}>"
        )

    def for_target(self, share: float) -> Programme | None:
        """The cheapest programme that saves at least `share` of the baseline; None if none does.

        Measures of unknown cost count as free: see `unpriced`.

        Raises
        ------
        ModelError
            If `share` is no share.
        """
        if not 0.0 <= share <= 1.0:
            raise ModelError(
                _("a share of the baseline lies between 0 and 1, got {share:g}", share=share)
            )
        return self.programmes.cheapest(self.workings.baseline.total * (1.0 - share))

    def saving(self, residual: float) -> float:
        """The share of the baseline that is saved where `residual` t CO2e are left."""
        base = self.workings.baseline.total
        return 1.0 - residual / base if base else 0.0

    def offset_costs(self, residual: float) -> tuple[tuple[str, float, str], ...]:
        """What offsetting `residual` t CO2e costs: planting or credits, amount and currency.

        Empty where the scenario offsets nothing, gives no price, or no forest can do it.
        """
        found = self.offset(residual)
        return () if found is None else found.costs

    def offset(self, residual: float) -> OffsetResult | None:
        """How `residual` t CO2e are offset; None where they are not, or no forest can do it."""
        block = offset_block(self.workings.scenario, self.workings.catalogue)
        if block is None:
            return None
        last = self._last
        try:
            return assess_block(
                block,
                residual,
                last.year,
                region=last.region,
                stands=stands_of(self.workings.catalogue),
                book=rules_of(self.workings.catalogue),
            )
        except ModelError:
            return None

    @property
    def frame(self) -> OffsetFrame:
        """The rules that what remains is offset under: those of the file, else of its region."""
        block = offset_block(self.workings.scenario, self.workings.catalogue)
        named = None if block is None else block.frame
        return find_frame(named) if named else frame_of(self._last.region)

    @property
    def _last(self) -> Span:
        """The last period of the scenario."""
        return max(self.workings.scenario.spans.values(), key=lambda one: one.year)

    def for_budget(self, budget: float) -> Programme | None:
        """The lowest residual for at most `budget`; None if even doing nothing costs more.

        Parameters
        ----------
        budget : float
            In the currency of `purse`.
        """
        return self.programmes.within(budget)


@takes(scenario=SCENARIO_LIKE, catalogue=(Catalogue, None), progress=(Callable, None))
def plan(
    scenario: ScenarioLike,
    *,
    catalogue: Catalogue | None = None,
    progress: Callable[[float], None] | None = None,
) -> Plan:
    """Evaluate every combination of the measures for a scenario.

    Parameters
    ----------
    scenario : path, mapping or Scenario
        As `load_scenario` takes it.
    catalogue : Catalogue, optional
        Default: the shipped one.
    progress : callable, optional
        Called with the share done.

    Returns
    -------
    Plan
        Residual and cost of all programmes, and the best for a target or a budget.

    Raises
    ------
    InputError
        If the scenario is wrong: every fault, with file, line and column.

    Examples
    --------
    >>> plan("cop15-kunming").programmes.count == 2**25
    True
    """
    read = load_scenario(scenario)
    if read.content.measures in ("none", "planned"):
        read = read.replace({"measures": "planned"})
    left_out: tuple[str, ...] = ()
    if read.kind == "city":
        read, left_out = _priced_in_last_year(read, catalogue)
    result = work_out(read, catalogue)
    price, unpriced = costs(result)
    found = all_programmes(result.model, result.uptake, price, progress=progress)
    return Plan(result, found, price, unpriced, left_out, purse_of(read))


def _priced_in_last_year(
    city: Scenario, catalogue: Catalogue | None
) -> tuple[Scenario, tuple[str, ...]]:
    """A city in its last year with the measures whose cost is known, and the ids of the others.

    Raises
    ------
    ModelError
        If no measure has a known cost.
    """
    last = in_years(city, [max(city_of(city).listed_years)])
    found = work_out(last, catalogue)
    __, unpriced = costs(found)
    programme = last.programme(found.catalogue)
    priced = {
        one.id: programme[one.id]
        for one in found.model.measures
        if one.id not in unpriced and one.id in found.model.acting
    }
    if not priced:
        raise ModelError(
            _(
                "no measure of this city has a known cost: give costs "
                "under 'own_measures', or read what each saves with "
                "'carbonmeet estimate'"
            )
        )
    # nobody may phase in what is not carried out
    changes: dict[Path, object] = {
        ("phase_in", name): None for name in city_of(last).phase_in if name not in priced
    }
    changes["measures",] = {"others": "none", **priced}
    acting = [one for one in unpriced if one in found.model.acting]
    return last.replace(changes), tuple(acting)


def costs(result: Workings) -> tuple[Floats, tuple[str, ...]]:
    """Cost of each measure by itself, and the measures of unknown cost.

    A cost is per programme, or per unit of the amount that the measure changes: its unit says
    which lines count. Where a measure replaces a factor of the chain, as green power does, the
    amount is that of the factor: kilowatt-hours of rooms as well as of halls. Costs are converted
    at the rates that the scenario states; what is known in a currency without a rate, or for a
    unit that no changed line has, counts as unknown.

    Returns
    -------
    costs : ndarray, shape (m,)
        In the currency of the scenario's purse; 0 where unknown.
    unpriced : tuple of str
        Ids of the measures of unknown cost.
    """
    model, purse = result.model, purse_of(result.scenario)
    price = np.zeros(len(model.measures))
    unpriced = []
    for i, measure in enumerate(model.measures):
        worth = None if measure.cost is None else purse.worth(measure.cost.currency)
        if measure.cost is None or worth is None:
            unpriced.append(measure.id)
        elif measure.cost.per == "programme":
            price[i] = measure.cost.value * worth
        else:
            changed = np.array([_bought(line) for line in model.lines]) * result.changed[i]
            units = _units_of(model, measure, parse_unit(measure.cost.per))
            price[i] = measure.cost.value * worth * float(changed @ units)
            if changed.any() and not units[changed != 0].any():
                unpriced.append(measure.id)
    return price, tuple(unpriced)


def _bought(line: Line) -> bool:
    """Whether a line is a purchase: what a measure creates or might create is none."""
    return not line.born and not line.activity.dormant


def _units_of(model: Model, measure: Measure, unit: Unit) -> Floats:
    """How many of `unit` each line holds; 0 where it is counted in something else."""
    amounts = model.quantities()[0]
    if measure.effect.link:
        kilograms = amounts * model.prices()[0] * parse_unit("kg CO2e").scale
        per_line = [_replaced(line, measure, unit) for line in model.lines]
        return np.asarray(kilograms * np.array(per_line))
    shares = [
        line.activity.unit.scale / unit.scale
        # one purchase a service, however many parts price it
        if line.activity.unit.dims == unit.dims and not line.activity.part
        else 0.0
        for line in model.lines
    ]
    return np.asarray(amounts * np.array(shares))


def _replaced(line: Line, measure: Measure, unit: Unit) -> float:
    """Units of what a measure replaces in the chain of a line, per kg CO2e of the line."""
    for number, power in line.activity.chain:
        if getattr(number, "key", "") in measure.effect.link and power > 0 and number.value:
            per_unit = number.unit * unit
            if per_unit.dims == parse_unit("kg CO2e").dims:
                return 1.0 / (number.value * per_unit.scale)
    return 0.0
