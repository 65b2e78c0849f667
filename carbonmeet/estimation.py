"""Where the floors meet: a scenario and the catalogue become an estimate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from carbonmeet.activity import SOURCES, Activity
from carbonmeet.attribution import Attribution, attribute
from carbonmeet.catalogue import Catalogue, load_catalogue
from carbonmeet.errors import Gathered, InputError, ModelError
from carbonmeet.factor import Factor
from carbonmeet.fields import Amount
from carbonmeet.measure import AREAS, Measure
from carbonmeet.model import Model, compile_model, sums_over
from carbonmeet.notices import Notices
from carbonmeet.offset.block import assess_block
from carbonmeet.offset.result import OffsetResult
from carbonmeet.scenario import Scenario, load_scenario

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["Estimate", "Ledger", "estimate"]

_KG_PER_T = 1000.0
#: Units in which small measures are told in things as well.
_COUNTABLE = ("item", "sheet", "bottle", "cup", "kit", "meal", "kg", "t", "L", "m^2")


@dataclass(frozen=True)
class Ledger:
    """The table of lines under one programme.

    Attributes
    ----------
    model : Model
    kg : ndarray, shape (n,)
        kg CO2e of every line.
    """

    model: Model
    kg: Floats

    @property
    def total(self) -> float:
        """Sum of the lines in t CO2e."""
        return float(self.kg.sum()) / _KG_PER_T

    def sums(self, by: str) -> dict[str, float]:
        """t CO2e by ``source``, ``period`` or ``service``; sources in their fixed order."""
        lines = self.model.lines
        names, table = sums_over([str(getattr(x.activity, by)) for x in lines])
        # what only a measure brings about has no row before it does
        real = {
            str(getattr(line.activity, by))
            for line, kg in zip(lines, self.kg, strict=True)
            if kg or not (line.born or line.activity.dormant)
        }
        totals = zip(names, (table @ self.kg / _KG_PER_T).tolist(), strict=True)
        found = {name: total for name, total in totals if name in real}
        if by == "source":
            return {name: found[name] for name in SOURCES if name in found}
        return found

    def by(self, *columns: str) -> pd.Series[float]:
        """Totals as a pandas series in t CO2e, indexed by the columns named.

        Parameters
        ----------
        *columns : {"source", "period", "label", "service", "region", "basis"}
        """
        table = self.table()
        return table.groupby(list(columns), sort=False)["t_co2e"].sum()

    def table(self) -> pd.DataFrame:
        """The lines as a pandas table: one row a line, t CO2e in ``t_co2e``."""
        import pandas as pd

        activities = [line.activity for line in self.model.lines]
        return pd.DataFrame(
            {
                "source": [one.source for one in activities],
                "period": [one.period for one in activities],
                "label": [str(one.label) for one in activities],
                "service": [one.service for one in activities],
                "region": [one.region for one in activities],
                "basis": [one.basis for one in activities],
                "t_co2e": self.kg / _KG_PER_T,
            }
        )


@dataclass(frozen=True)
class Estimate:
    """The answer: footprint, programme, what remains, and what it rests on.

    Attributes
    ----------
    scenario : Scenario
    catalogue : Catalogue
    model : Model
        Compiled lines and measures.
    planned : ndarray, shape (m,)
        Uptakes as the scenario plans, or expects, them.
    uptake : ndarray, shape (m,)
        Those that count under the scenario's method of accounting for electricity.
    notices : tuple of str
        What a reader should know.
    """

    scenario: Scenario
    catalogue: Catalogue
    model: Model
    planned: Floats
    uptake: Floats
    notices: tuple[str, ...]

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
    def offset(self) -> OffsetResult | None:
        """The forest against the residual, where the scenario names one."""
        block = self.scenario.content.offset
        if block is None:
            return None
        last = max(span.year for span in self.scenario.spans.values())
        try:
            return assess_block(block, self.residual.total, last)
        except ModelError as error:
            fault = self.scenario.document.fault(("offset",), "offset", str(error))
            raise InputError([fault]) from error

    @cached_property
    def other_electricity(self) -> float:
        """Residual in t CO2e under the other accounting of electricity.

        Location-based where the scenario is market-based, and the other way round.
        """
        market = self.scenario.methods["electricity"] != "market"
        other = counted_uptake(self.model, self.planned, market=market)
        return float(self.model.totals(other)[0, 0]) / _KG_PER_T

    @property
    def measures(self) -> pd.DataFrame:
        """The measures as a pandas table, t CO2e: alone, in order, last-in, Shapley."""
        import pandas as pd

        found = self.attribution
        listed = self.model.measures
        return pd.DataFrame(
            {
                "area": [one.area for one in listed],
                "name": [str(one.name) for one in listed],
                "uptake": self.planned,
                "alone": found.alone / _KG_PER_T,
                "in_order": found.in_order / _KG_PER_T,
                "last_in": found.last_in / _KG_PER_T,
                "shapley": found.shapley / _KG_PER_T,
            },
            index=pd.Index([one.id for one in listed], name="id"),
        )

    def by_area(self) -> dict[str, float]:
        """Saving by area in t CO2e: the Shapley values of its measures added up."""
        saved = dict.fromkeys(AREAS, 0.0)
        for measure, value in zip(self.model.measures, self.attribution.shapley, strict=True):
            saved[measure.area] += float(value) / _KG_PER_T
        return saved

    @cached_property
    def avoided(self) -> dict[str, dict[str, float]]:
        """What each measure saves by itself in kilograms and items: amount by unit.

        The tonnes of paper, cups and toiletries are tiny; their numbers are not.
        """
        units = [self.model.lines[i].activity.unit.text for i in self.lines]
        table = np.array(
            [
                [
                    unit == wanted and self._counts(i)
                    for i, unit in zip(self.lines, units, strict=True)
                ]
                for wanted in _COUNTABLE
            ]
        )
        count = len(self.lines)
        alone = self.model.weights(np.eye(len(self.uptake)) * self.uptake)[:, :count]
        fewer = (1.0 - alone) * self.model.quantities()[0, :count] @ table.T
        return {
            measure.id: {
                unit: float(n) for unit, n in zip(_COUNTABLE, row, strict=True) if n > 1e-9
            }
            for measure, row in zip(self.model.measures, fewer, strict=True)
        }

    @property
    def lines(self) -> range:
        """Indices of the lines of the scenario itself, without those that only measures create."""
        return range(sum(1 for line in self.model.lines if not line.born))

    @cached_property
    def participants(self) -> dict[str, float]:
        """People on site as attendees, by period; ``all`` sums the periods."""
        found = self.scenario.participants
        return found | {"all": sum(found.values())}

    @cached_property
    def assumed(self) -> tuple[int, int]:
        """How many lines rest on at least one assumed number, and how many lines there are."""
        counted = [self.model.lines[i].activity for i in self.lines if self._counts(i)]
        return sum(1 for one in counted if one.basis == "assumed"), len(counted)

    def _counts(self, line: int) -> bool:
        return not self.model.lines[line].activity.dormant

    @property
    def factors(self) -> list[Factor]:
        """Every factor that the result rests on, each once."""
        return [one for one in self.model.inputs if isinstance(one, Factor)]

    def to_dict(self) -> dict[str, Any]:
        """The result as plain data: the JSON of ``carbonmeet estimate --format json``."""
        from carbonmeet.result import as_dict

        return as_dict(self)


def planned_uptake(scenario: Scenario, catalogue: Catalogue, model: Model) -> Floats:
    """Uptakes as the scenario plans or expects them; shape (m,).

    Expected is planned times the realisation of each measure, for planned is not achieved.
    """
    programme = scenario.programme(catalogue)
    uptake = np.array([programme[one.id].value for one in model.measures])
    if scenario.content.realisation == "planned":
        return uptake
    achieved = [_realisation(one, catalogue, scenario) for one in model.measures]
    expected: Floats = uptake * np.array(achieved)
    return expected


def _realisation(measure: Measure, catalogue: Catalogue, scenario: Scenario) -> float:
    span = next(iter(scenario.spans.values()))
    links = catalogue.chain(measure.realisation, span.region, span.year, scenario.content.prefer)
    return float(
        np.prod([number.value**power * number.unit.scale**power for number, power in links])
    )


def counted_uptake(model: Model, uptake: Floats, *, market: bool) -> Floats:
    """Uptakes that count: those of market-based measures only in market-based accounting."""
    counted = uptake.copy()
    counted[[not market and one.method == "market" for one in model.measures]] = 0.0
    return counted


def estimate(
    scenario: str | PathLike[str] | Scenario,
    *,
    catalogue: Catalogue | None = None,
) -> Estimate:
    """Estimate a scenario.

    Parameters
    ----------
    scenario : path or Scenario
        A file, the name of a shipped scenario, or one already read.
    catalogue : Catalogue, optional
        Default: the shipped one.

    Returns
    -------
    Estimate

    Raises
    ------
    InputError
        If the scenario is wrong: every fault, with file, line and column.

    Examples
    --------
    >>> result = estimate("cop15-kunming")
    >>> result.residual.total < result.baseline.total
    True
    """
    read = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    full, activities, programme, notices = _read(read, catalogue or load_catalogue())
    model = compile_model(
        activities,
        [full.measures[name] for name in programme],
        full,
        prefer=read.content.prefer,
        methods=read.methods,
        notices=notices,
    )
    planned = planned_uptake(read, full, model)
    uptake = counted_uptake(model, planned, market=read.methods["electricity"] == "market")
    for text in (*_crowding(model, uptake), *_idle(read, model)):
        notices.add(text)
    return Estimate(read, full, model, planned, uptake, tuple(notices))


def _read(
    scenario: Scenario, catalogue: Catalogue
) -> tuple[Catalogue, list[Activity], dict[str, Amount], Notices]:
    """The scenario with its catalogue, lines and programme, and what is to be told of them.

    Every stage whose inputs are sound has its say before anything is refused.
    """
    gathered, notices = Gathered(), Notices()
    activities: list[Activity] = []
    programme: dict[str, Amount] = {}
    with gathered:
        scenario.check_offset()
    with gathered:  # what names an own factor or measure needs those to be sound
        catalogue = scenario.extend(catalogue)
        with gathered:
            activities = scenario.activities(catalogue, notices)
        with gathered:
            programme = scenario.programme(catalogue)
    gathered.check()
    return catalogue, activities, programme, notices


def _idle(scenario: Scenario, model: Model) -> list[str]:
    """Own factors that no line uses: a slip in key or region would else pass unseen."""
    used = {one.id for one in model.inputs if isinstance(one, Factor) and one.own}
    listed = (f"{own.key}@{own.source}[{own.region}]" for own in scenario.content.factors)
    return [f"own factor {name} prices no line" for name in listed if name not in used]


def _crowding(model: Model, uptake: Floats) -> list[str]:
    return [
        f"measures ask for {demand:.0%} of the pool '{pool}' "
        f"({model.lines[line].activity.label}): scaled to the whole"
        for pool, line, demand in model.crowded(uptake)
    ]
