"""A meeting within its host city's year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from carbonmeet.answer import Answer, workings_of
from carbonmeet.answer.city import HostShare
from carbonmeet.base.errors import CarbonmeetError, Fault, InputError
from carbonmeet.base.given import takes
from carbonmeet.base.notices import Notice
from carbonmeet.base.text import _
from carbonmeet.catalogue import Catalogue
from carbonmeet.hostcity.years import city_of, in_years, period_of
from carbonmeet.pricing.workings import Workings, work_out
from carbonmeet.scenario import SCENARIO_LIKE, Scenario, ScenarioLike, load_scenario
from carbonmeet.units import KG_PER_T

__all__ = ["HostShare", "grown_years", "host_of", "share_of_city"]


@takes(city=SCENARIO_LIKE, catalogue=(Catalogue, None))
def host_of(
    event: Answer | Workings | ScenarioLike,
    city: ScenarioLike,
    *,
    catalogue: Catalogue | None = None,
) -> Workings:
    """A city estimated for the years in which a meeting was held.

    Other years than the city's base year grow from it, which a notice says, or are those observed.

    Parameters
    ----------
    event : Answer or what `estimate` takes
        The meeting.
    city : what `estimate` takes
    catalogue : Catalogue, optional
        The shipped one if not given.

    Returns
    -------
    Workings

    Raises
    ------
    CarbonmeetError
        If the first is no meeting or the second no city.
    """
    event = workings_of(event, "event")
    if event.scenario.kind != "meeting":
        raise CarbonmeetError(_("{name} is a city file, no meeting", name=event.scenario.called))
    years = {span.year for span in event.scenario.spans.values() if not span.counterfactual}
    read = load_scenario(city)
    found = work_out(in_years(read, years), catalogue)
    return replace(found, notices=(*found.notices, *grown_years(read, sorted(years))))


def grown_years(city: Scenario, years: Iterable[int]) -> list[Notice]:
    """Says of every year that nobody counted how it is worked out."""
    content = city_of(city)
    return [
        Notice(
            "city.grown-year",
            {"year": year, "base": content.year},
            _(
                "{year} is worked out from the base year {content_year} by the file's growth rates",
                year=year,
                content_year=content.year,
            ),
        )
        for year in years
        if year != content.year and str(year) not in content.observed
    ]


def share_of_city(
    event: Answer | Workings | ScenarioLike, city: Answer | Workings | ScenarioLike
) -> list[HostShare]:
    """What a meeting is in its host city's years; one row for every year it touches.

    The city counts everybody's hotel nights, public buildings and municipal waste, a meeting's
    among them: these overlap. It counts trips and meals of residents only: of the meeting's, those
    of groups that live in the city (`residents`) overlap too, those of its guests do not, unless
    the city counts by vehicles or by meals sold. Periods that were never held are left out.

    Parameters
    ----------
    event, city : Answer or what `estimate` takes

    Returns
    -------
    list of HostShare

    Raises
    ------
    CarbonmeetError
        If the files belong to different regions, the city lacks a year of the meeting, or more
        people of a group live there than it has.
    """
    event, city = workings_of(event, "event"), workings_of(city, "city")
    population = city_of(city.scenario).population
    if event.scenario.kind != "meeting":
        raise CarbonmeetError(_("{name} is a city file, no meeting", name=event.scenario.called))
    if population is not None and (
        faults := list(_more_than_live_there(event.scenario, population.value))
    ):
        raise InputError(faults)
    years: dict[int, set[str]] = {}
    for name, span in event.scenario.spans.items():
        if not span.counterfactual:
            years.setdefault(span.year, set()).add(name)
            _same_place(span.region, city.scenario.content.place.region)
    return [_share(event, city, year, periods) for year, periods in sorted(years.items())]


def _more_than_live_there(event: Scenario, population: float) -> Iterator[Fault]:
    """Groups of residents with more people than the whole city."""
    for at, group in enumerate(getattr(event.content, "groups", ())):
        if group.residents and group.people.value > population:
            yield event.document.fault(
                ("groups", at, "people"),
                f"groups[{at}].people",
                _(
                    "{people:,.0f} people live in the city by this file, {population:,.0f} by the "
                    "city's",
                    people=group.people.value,
                    population=population,
                ),
            )


def _share(event: Workings, city: Workings, year: int, periods: set[str]) -> HostShare:
    """The part of a meeting in one year of the city."""
    period_of(city, year)
    everybodys = _counted(city, year, "everybody")
    residents = _counted(city, year, "residents")
    here: list[tuple[str, frozenset[str], float]] = [
        (line.activity.source, line.activity.tags, float(kg) / KG_PER_T)
        for line, kg in zip(event.model.lines, event.residual.kg, strict=True)
        if line.activity.period in periods
    ]
    inside = [one for one in here if "travel" not in one[1]]
    overlap = sum(tonnes for source, _, tonnes in inside if source in everybodys)
    of_residents = sum(
        tonnes
        for source, tags, tonnes in inside
        if source not in everybodys and "resident" in tags and _within(source, residents)
    )
    within = sum(tonnes for _, _, tonnes in inside)
    whole = sum(
        float(kg) / KG_PER_T
        for line, kg in zip(city.model.lines, city.residual.kg, strict=True)
        if line.activity.period == str(year)
    )
    return HostShare(
        year=year,
        event=sum(tonnes for _, _, tonnes in here),
        inside=within,
        overlap=overlap + of_residents,
        of_residents=of_residents,
        city=whole,
        share=within / whole,
        rest_of_city=whole - overlap - of_residents,
    )


def _counted(city: Workings, year: int, whose: str) -> set[str]:
    """Sources of which the city's year counts everybody's, or its residents'."""
    return {
        line.activity.source
        for line in city.model.lines
        if line.activity.period == str(year) and whose in line.activity.tags
    }


def _within(source: str, counted: set[str]) -> bool:
    """Whether the city counts a source of its residents, by road or by rail alike."""
    first = source.split(".")[0]
    return any(one.split(".")[0] == first for one in counted)


def _same_place(first: str, second: str) -> None:
    short, long = sorted((first, second), key=len)
    if not f"{long}-".startswith(f"{short}-"):
        raise CarbonmeetError(
            _("the meeting is in {first} and the city in {second}", first=first, second=second)
        )
