"""What only a city has, as a part of its answer."""

from __future__ import annotations

from itertools import pairwise

from carbonmeet.answer import Answer, City, Measures, Total, workings_of
from carbonmeet.answer.build import measures_of
from carbonmeet.answer.city import BothSides, Change, CityForest, Target, Year
from carbonmeet.base.given import takes
from carbonmeet.catalogue import Catalogue
from carbonmeet.hostcity.causes import kaya
from carbonmeet.hostcity.checks import forest_of
from carbonmeet.hostcity.energy import energy_of
from carbonmeet.hostcity.mix import power_mix
from carbonmeet.hostcity.readings import readings
from carbonmeet.hostcity.years import YearRow, by_scope, city_of, goals, in_years, yearly
from carbonmeet.numbers.path import Path
from carbonmeet.pricing.workings import Workings, work_out
from carbonmeet.scenario import SCENARIO_LIKE, ScenarioLike

__all__ = ["city_forest_of", "city_part"]

_BASIC = "gpc:basic"


def city_part(result: Answer | Workings | ScenarioLike) -> City:
    """Years, targets, causes, readings and forest of a city.

    The forest stands beside the emissions and is in none of them.

    Parameters
    ----------
    result : Answer or what `estimate` takes

    Returns
    -------
    City

    Raises
    ------
    CarbonmeetError
        If it is a meeting.
    """
    result = workings_of(result)
    rows = yearly(result)
    return City(
        years=tuple(_year(result, row) for row in rows),
        targets=tuple(
            Target(
                year=one.year,
                source=one.source or None,
                label=one.label,
                most=one.most,
                expected=one.expected,
                gap=one.gap,
                basis=one.basis,
                note=one.note,
            )
            for one in goals(result)
        ),
        changes=tuple(_change(result, pair) for pair in _pairs([row.year for row in rows])),
        readings=tuple(readings(result)),
        forest=city_forest_of(result.scenario, result.catalogue),
        mix=power_mix(result),
        last=_last(result, rows[-1].year) if len(rows) > 1 else None,
        base_year=city_of(result.scenario).year,
    )


def _last(result: Workings, year: int) -> Measures | None:
    """What the measures save in the last year, by itself."""
    if not result.model.measures:
        return None
    bare: dict[Path, object] = {("offset",): None}
    alone = in_years(result.scenario, [year]).replace(bare)
    return measures_of(work_out(alone, result.catalogue))


def _year(result: Workings, row: YearRow) -> Year:
    scopes = by_scope(result, row.year)
    energy, untold = energy_of(result, row.year)
    return Year(
        year=row.year,
        baseline=row.baseline,
        residual=row.residual,
        saving=row.saving,
        by_source={
            name: BothSides(row.before.get(name, 0.0), row.by_source.get(name, 0.0))
            for name in {**row.before, **row.by_source}
        },
        by_scope=scopes,
        basic=BothSides(
            scopes.get(_BASIC, 0.0), by_scope(result, row.year, after=True).get(_BASIC, 0.0)
        ),
        energy=energy,
        untold=untold,
    )


def _pairs(years: list[int]) -> list[tuple[int, int]]:
    """Year to year, and the whole way where that is another."""
    found = list(pairwise(years))
    return [*found, (years[0], years[-1])] if len(found) > 1 else found


def _change(result: Workings, years: tuple[int, int]) -> Change:
    parts = kaya(result, *years)
    return Change(since=years[0], until=years[1], **parts, total=sum(parts.values()))


@takes(scenario=SCENARIO_LIKE, catalogue=(Catalogue, None))
def city_forest_of(scenario: ScenarioLike, catalogue: Catalogue | None = None) -> CityForest | None:
    """The forest of a city file; None if it has none.

    Parameters
    ----------
    scenario : what `estimate` takes
    catalogue : Catalogue, optional
        The shipped one if not given.

    Returns
    -------
    CityForest or None

    Raises
    ------
    CarbonmeetError
        If it is a meeting.
    """
    found = forest_of(scenario, catalogue=catalogue)
    if found is None:
        return None
    since, until = found.years or (None, None)
    removal = None
    if found.removal is not None and found.years is not None:
        removal = Total(*found.removal, unit="t CO2 / year")
    return CityForest(
        removal,
        since,
        until,
        dict(found.areas),
        found.unlisted,
        {kind: Total(*three, unit="t CO2 / year") for kind, three in found.uptake.items()},
        dict(found.trees),
        found.breaks,
    )
