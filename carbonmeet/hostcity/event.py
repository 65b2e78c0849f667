"""A meeting within its host city's year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from carbonmeet.answer import Answer, workings_of
from carbonmeet.answer.city import HostShare
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.notices import Notice
from carbonmeet.catalogue import Catalogue
from carbonmeet.hostcity.years import city_of, in_years, period_of
from carbonmeet.kernel.ledger import Ledger
from carbonmeet.pricing.workings import Workings, work_out
from carbonmeet.scenario import Scenario, ScenarioLike, load_scenario
from carbonmeet.units import KG_PER_T

__all__ = ["HostShare", "grown_years", "host_of", "share_of_city"]


def host_of(
    event: Answer | Workings, city: ScenarioLike, *, catalogue: Catalogue | None = None
) -> Workings:
    """A city estimated for the years in which a meeting was held.

    Other years than the city's base year grow from it, which a notice says, or are those observed.
    """
    event = workings_of(event)
    if event.scenario.kind != "meeting":
        raise CarbonmeetError(f"{event.scenario.name} is a {event.scenario.kind} file, no meeting")
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
            f"{year} is worked out from the base year {content.year} by the file's growth rates",
            f"{year}年的数据由基准年{content.year}年按文件给出的增长率推算",
        )
        for year in years
        if year != content.year and str(year) not in content.observed
    ]


def share_of_city(event: Answer | Workings, city: Answer | Workings) -> list[HostShare]:
    """What a meeting is in its host city's years; one row for every year it touches.

    The city counts everybody's hotel nights, public buildings and municipal waste, a meeting's
    among them: these overlap. It counts trips and meals of residents only, so those of delegates
    do not, unless the city counts by vehicles or by meals sold. Periods that were never held are
    left out.

    Raises
    ------
    CarbonmeetError
        If the files belong to different regions, or the city lacks a year of the meeting.
    """
    event, city = workings_of(event), workings_of(city)
    city_of(city.scenario)
    if event.scenario.kind != "meeting":
        raise CarbonmeetError(f"{event.scenario.name} is a {event.scenario.kind} file, no meeting")
    years: dict[int, set[str]] = {}
    for name, span in event.scenario.spans.items():
        if not span.counterfactual:
            years.setdefault(span.year, set()).add(name)
            _same_place(span.region, city.scenario.content.place.region)
    rows = []
    for year, periods in sorted(years.items()):
        period_of(city, year)
        shared = {
            line.activity.source
            for line in city.model.lines
            if line.activity.period == str(year) and "everybody" in line.activity.tags
        }
        inside = _sum(event.residual, periods, travel=False)
        overlap = _sum(event.residual, periods, travel=False, sources=shared)
        whole = _sum(city.residual, {str(year)})
        rows.append(
            HostShare(
                year=year,
                event=_sum(event.residual, periods),
                inside=inside,
                overlap=overlap,
                city=whole,
                share=inside / whole,
                rest_of_city=whole - overlap,
            )
        )
    return rows


def _same_place(first: str, second: str) -> None:
    short, long = sorted((first, second), key=len)
    if not f"{long}-".startswith(f"{short}-"):
        raise CarbonmeetError(f"the meeting is in {first} and the city in {second}")


def _sum(
    ledger: Ledger,
    periods: set[str],
    *,
    travel: bool = True,
    sources: set[str] | None = None,
) -> float:
    kept = [
        float(kg)
        for line, kg in zip(ledger.model.lines, ledger.kg, strict=True)
        if line.activity.period in periods
        and (travel or "travel" not in line.activity.tags)
        and (sources is None or line.activity.source in sources)
    ]
    return sum(kept) / KG_PER_T
