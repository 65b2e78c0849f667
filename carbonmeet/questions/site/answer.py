"""Where to meet: how the answer is found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from os import PathLike
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.given import Each, takes
from carbonmeet.base.text import _
from carbonmeet.catalogue import Catalogue, load_catalogue
from carbonmeet.estimation import estimate
from carbonmeet.questions.site.hosts import Host, host_at, hosts_of_file, hosts_of_world, within
from carbonmeet.questions.site.hubsets import hub_sets
from carbonmeet.questions.site.notices import notices_of
from carbonmeet.questions.site.objective import objective_of
from carbonmeet.questions.site.origins import meeting_of
from carbonmeet.questions.site.ranking import ranked
from carbonmeet.questions.site.rule import EVERYBODY, OnlineRule, rule_of
from carbonmeet.questions.site.sites import Sites
from carbonmeet.questions.site.whole import with_estimates
from carbonmeet.scenario import SCENARIO_LIKE, Scenario, load_scenario
from carbonmeet.travel import airport

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["candidates_of", "compare_sites", "site"]


@takes(
    scenario=SCENARIO_LIKE,
    candidates=(str, Each(str)),
    within=(str, None),
    hubs=(int, Each(int)),
    online=(float, None),
    online_beyond=(float, None),
    online_farthest=(float, None),
    best=int,
    draws=int,
    seed=int,
    catalogue=(Catalogue, None),
)
def site(
    scenario: str | PathLike[str] | Scenario,
    candidates: str | Iterable[str] = (),
    *,
    within: str | None = None,
    hubs: int | Iterable[int] = (),
    online: float | None = None,
    online_beyond: float | None = None,
    online_farthest: float | None = None,
    best: int = 5,
    draws: int = 1000,
    seed: int = 1,
    catalogue: Catalogue | None = None,
) -> pd.DataFrame:
    """Rank places where a meeting could be held by what it would emit there.

    Parameters
    ----------
    scenario : path or Scenario
        A meeting with people who set out from airports or cities.
    candidates : iterable of str, or "world"
        Cities or codes of airports; or the large cities of the world. The present host is always
        among them.
    within : str, optional
        A country or region in which the cities of the world are to lie.
    hubs : int or iterable of int
        Numbers of hubs to find the best of.
    online, online_farthest : float, optional
        Share of attendees who take part online, 0 to 1: of every origin, or from farthest.
    online_beyond : float, optional
        Distance beyond which all take part online, km one way.
    best : int
        So many of the first are estimated whole, and the present host.
    draws, seed : int
        Behind the ranges of whole estimates; 0 draws for none.
    catalogue : Catalogue, optional
        Default: the shipped one.

    Returns
    -------
    pandas.DataFrame
        A row for every host, least emissions first, t CO2e; ``frame.attrs["answer"]`` is the whole
        `Sites`, with hubs and notices.

    Raises
    ------
    CarbonmeetError
        If a place is not known, nothing depends on the place, or two rules say who is online.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> frame = cm.site("forum-1500", ["Beijing", "Chengdu"], draws=0)
    >>> frame.index[0], bool(frame["difference"].iloc[0] < 0)
    ('Chengdu (CTU)', True)
    """
    one = candidates if isinstance(candidates, str) else None
    listed = "world" if one == "world" else None
    words = [] if listed else candidates if one is None else [one]
    return compare_sites(
        scenario,
        candidates_of(list(words), listed, within),
        online=rule_of(online, online_beyond, online_farthest),
        hubs=[hubs] if isinstance(hubs, int) else list(hubs),
        best=best,
        draws=draws,
        seed=seed,
        lenient=bool(listed or within),
        catalogue=catalogue,
    ).to_frame()


def compare_sites(
    scenario: str | PathLike[str] | Scenario,
    hosts: Sequence[Host],
    *,
    online: OnlineRule = EVERYBODY,
    hubs: Sequence[int] = (),
    hub_overhead: float = 0.0,
    ground_km: float | None = None,
    best: int = 5,
    draws: int = 1000,
    seed: int = 1,
    seconds: float = 60.0,
    lenient: bool = False,
    catalogue: Catalogue | None = None,
) -> Sites:
    """Compare hosts for a meeting, and find the best hubs among them.

    Parameters
    ----------
    scenario : path or Scenario
        A meeting with groups that set out from airports or cities.
    hosts : sequence of Host
        The present host is added where it is not among them.
    online : OnlineRule
        Who takes part online.
    hubs : sequence of int
        Numbers of hubs to find the best of.
    hub_overhead : float
        kg of every hub beyond what its people cause, where there are several.
    ground_km : float, optional
        Straight distance beyond which a way over land is flown, km. Default: what a day by rail
        covers, ``rail.day-reach``.
    best : int
        So many of the first are estimated whole, and the present host.
    draws, seed : int
        Behind the ranges of whole estimates; 0 draws for none.
    seconds : float
        For each number of hubs.
    lenient : bool
        Leave out hosts at which something has no price, with a notice, rather than refuse.
    catalogue : Catalogue, optional
        Default: the shipped one.

    Raises
    ------
    CarbonmeetError
        If the scenario is no meeting with such groups, or its place names no airport.
    """
    read = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    shipped = catalogue or load_catalogue()
    base = estimate(read, catalogue=shipped)
    day_km = base.workings.catalogue.find("rail.day-reach").value
    reach = day_km if ground_km is None else ground_km
    every = _distinct([_present(read), *hosts])
    objective, unpriced = objective_of(read, base.workings.catalogue, every, reach)
    if unpriced and (not lenient or every[0] in dict(unpriced)):
        raise CarbonmeetError("\n".join(dict.fromkeys(reason for _, reason in unpriced)))
    ranking = ranked(objective, 0, online, day_km)
    found = Sites(
        estimate=base,
        shipped=shipped,
        objective=objective,
        present=0,
        rule=online,
        ground_km=reach,
        ranking=ranking,
        hubs=hub_sets(objective, hubs, online, overhead=hub_overhead, seconds=seconds),
        estimated=0,
        draws=0,
        seed=seed,
        notices=(),
    )
    found = with_estimates(found, best, draws, seed)
    return replace(found, notices=notices_of(found, unpriced))


def _present(scenario: Scenario) -> Host:
    """The host that the file names."""
    place, span = meeting_of(scenario).place, next(iter(scenario.spans.values()))
    moving = [one for name, one in scenario.spans.items() if _moves(scenario, name)]
    span = moving[0] if moving else span
    if not span.airport:
        raise CarbonmeetError(
            _(
                "{name}: the place names no airport, so no journey to it can be measured",
                name=scenario.name,
            )
        )
    field = airport(span.airport)
    name = place.name or host_at(field.iata).name
    return Host(name, field.iata, span.region, field.country, field.lat, field.lon)


def _moves(scenario: Scenario, period: str) -> bool:
    return scenario.content.periods[period].place is None


def _distinct(hosts: Iterable[Host]) -> list[Host]:
    """Hosts of one airport once: the first."""
    first: dict[str, Host] = {}
    for host in hosts:
        first.setdefault(host.airport, host)
    return list(first.values())


def candidates_of(
    words: Sequence[str], listed: str | None = None, inside: str | None = None, people: int = 0
) -> list[Host]:
    """Hosts as the command line names them.

    Parameters
    ----------
    words : sequence of str
        Cities or codes of airports.
    listed : str, optional
        ``world``, or a file with one place a line.
    inside : str, optional
        A country or region that all hosts of `listed` are to lie in.
    people : int
        Least size of a city of the world; 0 for the usual.

    Raises
    ------
    CarbonmeetError
        If a place is not known.
    """
    named = [host_at(one) for one in words]
    if listed is None and inside is not None and not named:
        listed = "world"
    more: Sequence[Host] = ()
    if listed == "world":
        more = hosts_of_world(*([people] if people else []))
    elif listed is not None:
        more = hosts_of_file(listed)
    return [*named, *(within(more, inside) if inside is not None and more else more)]
