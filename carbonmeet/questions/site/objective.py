"""Kilograms of one person of every origin at every host, by the engine's own lines.

A meeting of one person of each kind is expanded and priced once for every region that a host lies
in (see `probe`): what hangs on people is read off its lines per person, what does not is the
place's own, and legs are read off per kilometre and multiplied by the matrix of distances.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.errors import CarbonmeetError, message_of
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import joined
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.questions.site.probe import Prices, Probe
from carbonmeet.questions.site.ways import Ways, ways_between

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.catalogue import Catalogue
    from carbonmeet.questions.site.hosts import Host
    from carbonmeet.questions.site.origins import Origin
    from carbonmeet.scenario import Scenario

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.intp]

__all__ = ["Assembly", "Objective", "objective_of"]

_SOURCE = {name: i for i, name in enumerate(SOURCES)}


@dataclass(frozen=True, eq=False)
class Objective:
    """What a meeting emits by place: linear in the people of every origin, and the place's own.

    Attributes
    ----------
    hosts : tuple of Host
    origins : tuple of Origin
    people : ndarray, shape (origins,)
    kg_per_person : ndarray, shape (origins, hosts)
        Of one person on site: journey, nights, meals, ways in town, things used.
    online : ndarray, shape (origins, hosts)
        Of the same person online; as on site for those who cannot take part online.
    km : ndarray, shape (origins, hosts)
        One way; 0 where the journey does not depend on the host.
    fixed : ndarray, shape (hosts,)
        What a place costs as such, kg: halls, fleets, freight.
    link : ndarray, shape (hosts,)
        One connection that joins a hub to the others throughout, kg.
    elsewhere : float
        kg of periods that have a place of their own and stay there.
    """

    hosts: tuple[Host, ...]
    origins: tuple[Origin, ...]
    people: Floats
    kg_per_person: Floats
    online: Floats
    km: Floats
    fixed: Floats
    link: Floats
    elsewhere: float
    assembly: Assembly

    @cached_property
    def own(self) -> Floats:
        """What a host costs as such for each person, kg; shape (hosts,).

        Halls and fleets of several hubs are as large in all as those of one place, and as large
        where some take part online.
        """
        everybody = self.people.sum()
        return np.asarray(self.fixed / everybody if everybody else np.zeros_like(self.fixed))

    def totals(self, online: Floats | None = None) -> Floats:
        """kg of the whole meeting at each host.

        Parameters
        ----------
        online : ndarray, shape (origins, hosts), optional
            People online in place of coming.
        """
        kg = self.people @ (self.kg_per_person + self.own)
        if online is not None:
            kg = kg - (online * (self.kg_per_person - self.online)).sum(axis=0)
        return np.asarray(kg + self.elsewhere)

    def by_source(self, host: int, online: Floats | None = None) -> dict[str, float]:
        """kg by source with everything at one host.

        Parameters
        ----------
        host : int
        online : ndarray, shape (origins,), optional
            People online in place of coming.
        """
        away = np.zeros_like(self.people) if online is None else online
        kg = self.assembly.by_source(host, self.people - away, away)
        return {name: float(kg[i]) for name, i in _SOURCE.items() if kg[i]}

    def spread_by_source(self, goes_to: Ints, online: Floats, extra: float) -> dict[str, float]:
        """kg by source with everybody at the host that they go to, or online.

        Parameters
        ----------
        goes_to : ndarray of int, shape (origins,)
        online : ndarray, shape (origins,)
        extra : float
            kg of links and of what hubs cost as such, which are told as digital.
        """
        everybody, kg = self.people.sum(), self.assembly.prices[0].elsewhere.copy()
        for host in np.unique(goes_to).tolist():
            here = goes_to == host
            away = np.where(here, online, 0.0)
            price = self.assembly.prices[self.assembly.at[host]]
            kg += self.assembly.by_source(host, np.where(here, self.people - online, 0.0), away)
            part = self.people[here].sum() / everybody if everybody else 0.0
            kg -= price.elsewhere + (1 - part) * price.fixed
        kg[_SOURCE["digital"]] += extra
        return {name: float(kg[i]) for name, i in _SOURCE.items() if kg[i]}

    @cached_property
    def remote(self) -> NDArray[np.bool_]:
        """Origins whose people could take part online."""
        return np.array([one.attendee for one in self.origins], bool)

    @cached_property
    def travellers(self) -> NDArray[np.bool_]:
        """Origins whose journey depends on the host."""
        return np.array([bool(one.airport) for one in self.origins], bool)


def objective_of(
    scenario: Scenario, catalogue: Catalogue, hosts: Sequence[Host], ground_km: float
) -> tuple[Objective, list[tuple[Host, str]]]:
    """Price every origin at every host.

    Parameters
    ----------
    scenario : Scenario
        A meeting.
    catalogue : Catalogue
        With the scenario's own factors before all others.
    hosts : sequence of Host
    ground_km : float
        Straight distance beyond which a way over land is flown, km.

    Returns
    -------
    objective : Objective
        Of the hosts at which everything has a price.
    unpriced : list of (Host, str)
        The other hosts, and what is missing there.

    Raises
    ------
    CarbonmeetError
        If nothing has a price anywhere.
    """
    probe = Probe(scenario, catalogue)
    method = str(scenario.methods["distance"])
    ways = ways_between(probe.origins, hosts, method, ground_km)
    journeys = probe.journeys(ways)
    markets: dict[tuple[str, str], list[int]] = {}
    for at, host in enumerate(hosts):
        markets.setdefault(_market(host, catalogue.regions), []).append(at)
    priced: list[tuple[Prices, list[int]]] = []
    unpriced: list[tuple[Host, str]] = []
    for members in markets.values():
        try:
            ends = probe.examples(journeys, ways, hosts, members)
            priced.append((probe.prices(hosts[members[0]], ends), members))
        except CarbonmeetError as error:
            unpriced += [(hosts[at], message_of(error)) for at in members]
    if not priced:
        raise CarbonmeetError(joined(dict.fromkeys(reason for _, reason in unpriced), "\n"))
    market_of = {host: i for i, (_, members) in enumerate(priced) for host in members}
    kept = sorted(market_of)
    row = np.array([market_of[host] for host in kept])
    named = [hosts[host] for host in kept]
    prices = [price for price, _ in priced]
    assembly = Assembly(probe, named, ways.of(kept), journeys[:, kept], prices, row)
    return assembly.objective(), unpriced


def _market(host: Host, known: Container[str]) -> tuple[str, str]:
    """What decides the prices at a host: the smallest region known to the catalogue, the country.

    Regions without a row of their own are priced by those around them, so one stands for all.
    """
    region = host.region
    while region not in known and "-" in region:
        region = region.rpartition("-")[0]
    return region, host.country


class Assembly:
    """Arrays of origins and hosts from the prices of regions and the distances of places."""

    def __init__(
        self,
        probe: Probe,
        hosts: Sequence[Host],
        ways: Ways,
        journeys: Ints,
        prices: Sequence[Prices],
        at: Ints,
    ) -> None:
        self.probe, self.hosts, self.ways, self.prices, self.at = probe, hosts, ways, prices, at
        self.people = np.array([one.people for one in probe.origins], float)
        self.kinds = np.array(probe.kinds, np.intp)
        self.variant = journeys
        self.extra = np.array(probe.extras, np.intp)
        self.sleeps_out = self._sleeps_out()
        self.by_law = self._by_law()

    def objective(self) -> Objective:
        """Everything put together."""
        kg = self._each(lambda price: price.stay.sum(axis=1))
        kg += self._each(lambda price: price.beds) * self.sleeps_out
        kg += self.journeys()
        remote = np.array([one.attendee for one in self.probe.origins], bool)[:, None]
        fixed = np.array([price.fixed.sum() for price in self.prices])
        return Objective(
            hosts=tuple(self.hosts),
            origins=tuple(self.probe.origins),
            people=self.people,
            kg_per_person=kg,
            online=np.where(remote, self._each(lambda price: price.online), kg),
            km=np.where(self.ways.away, self.ways.km, 0.0),
            fixed=fixed[self.at],
            link=np.array([price.link for price in self.prices])[self.at],
            elsewhere=float(self.prices[0].elsewhere.sum()),
            assembly=self,
        )

    def by_source(self, host: int, on_site: Floats, online: Floats) -> Floats:
        """kg in the order of `SOURCES` with so many people of each origin at a host."""
        price = self.prices[self.at[host]]
        here = np.bincount(self.kinds, weights=on_site, minlength=len(price.stay))
        kg = price.fixed + price.elsewhere + here @ price.stay
        kg[_SOURCE["lodging"]] += (on_site * self.sleeps_out[:, host]) @ price.beds[self.kinds]
        kg[_SOURCE["digital"]] += online @ price.online[self.kinds]
        ways = self.ways
        away = ways.away[:, host]
        per_km = price.legs[self.variant[:, host], ways.haul[:, host]]
        lawless = np.array([not one.by_law for one in self.probe.origins])
        kg += (on_site * ways.km[:, host] * away * lawless) @ per_km
        for row, journey in self.by_law.items():
            law = self.probe.laws[self.probe.origins[row].mode]
            kg[_SOURCE[law.source]] += on_site[row] * journey[host]
        return np.asarray(kg + (on_site * away) @ price.also[self.extra])

    def _each(self, number: Callable[[Prices], Floats]) -> Floats:
        """A number of every kind of person, as a matrix of origins and hosts."""
        per_region = np.array([number(price) for price in self.prices])
        return np.asarray(per_region[self.at].T[self.kinds])

    def _sleeps_out(self) -> Floats:
        """The part of their nights for which people of an origin need a bed.

        None where their whole group lives; of people of a list what the list gives itself.
        """
        groups = np.array([one.group + 1 for one in self.probe.origins])  # 0: on a list
        stays = np.array([not one.airport for one in self.probe.origins])[:, None]
        listed = np.array([bool(one.listed) for one in self.probe.origins])[:, None]
        at_home = np.array([one.at_home for one in self.probe.origins])[:, None]
        out = self.ways.away | stays
        own = np.where(out, 1.0, at_home)
        if len(np.unique(groups)) == len(groups):
            return np.where(listed, own, out)
        any_out = np.zeros((int(groups.max()) + 1, len(self.hosts)), bool)
        np.logical_or.at(any_out, groups, out)
        return np.where(listed, own, any_out[groups])

    def journeys(self) -> Floats:
        """kg of one person's journey at every host."""
        legs = np.array([price.legs.sum(axis=-1) for price in self.prices])
        also = np.array([price.also.sum(axis=-1) for price in self.prices])
        journey = self.ways.km * legs[self.at, self.variant, self.ways.haul]
        if also.any():
            journey += also[self.at, self.extra[:, None]]
        journey *= self.ways.away
        for row, by_law in self.by_law.items():
            once = also[self.at, self.extra[row]] if also.any() else 0.0
            journey[row] = by_law + once * self.ways.away[row]
        return np.asarray(journey)

    def _by_law(self) -> dict[int, Floats]:
        """kg of one person's journey to every host, where a law by distance says it."""
        found = {}
        for row, one in enumerate(self.probe.origins):
            if one.by_law:
                law = self.probe.laws[one.mode]
                ways = zip(self.ways.km[row].tolist(), self.ways.away[row].tolist(), strict=True)
                # the engine asks the law for metres
                each = [
                    km * law.kg(round(km, 3)) / round(km, 3) if far else 0.0 for km, far in ways
                ]
                found[row] = one.trips * np.array(each)
        return found
