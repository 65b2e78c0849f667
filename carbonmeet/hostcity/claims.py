"""Land, and units of credits, that may serve one claim only."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from carbonmeet.base.errors import Fault
from carbonmeet.base.given import Each, refuse_other
from carbonmeet.base.ids import parts_of
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Message, _
from carbonmeet.city.gifts import Gift, Given
from carbonmeet.city.register import parcels_of
from carbonmeet.city.scenario import CityScenario
from carbonmeet.hostcity.checks import registered_in
from carbonmeet.offset.creditblock import CreditBlock
from carbonmeet.offset.taken import Taken, way_out
from carbonmeet.pricing.donated import gifts_to
from carbonmeet.reading.schema import where
from carbonmeet.scenario import SCENARIO_LIKE, Scenario, ScenarioLike, load_scenario
from carbonmeet.scenario.occasions import days_of, other_meeting

__all__ = ["claims_of_each", "double_claims"]


def double_claims(scenarios: Iterable[ScenarioLike]) -> list[Fault]:
    """Parcels of forest and units of credits that several plans, or one file twice, lay claim to.

    A city's programme and a meeting's offset cannot both use the same land, nor two meetings the
    same serial numbers. Files of one city, and files of a meeting of which one extends the other,
    are versions of one plan and may name the same; two that extend a third may not, but for what
    that one says.

    Parameters
    ----------
    scenarios : iterable
        Each what `estimate` takes.

    Returns
    -------
    list of Fault
        Empty where nothing is claimed twice.

    Raises
    ------
    InputError
        If a scenario is wrong.
    """
    refuse_other(scenarios, Each(SCENARIO_LIKE), "scenarios")
    return [fault for faults in claims_of_each(scenarios) for fault in faults]


def claims_of_each(scenarios: Iterable[ScenarioLike]) -> list[list[Fault]]:
    """As `double_claims`, one list for every scenario."""
    land: list[_Claim] = []
    bought, given = Taken[_Claim](), Given[_Claim](several=True)
    found = []
    for scenario in map(load_scenario, scenarios):
        faults: list[Fault] = []
        own: list[_Claim] = []
        for path, parcel in _parcels(scenario):
            claim = _Claim(scenario, path, parcel)
            twice = (one for one in own if one.land == claim.land)
            other = next(twice, None) or next(claim.rivals(land), None)
            if other is not None:
                name = other.scenario.name
                said = _("parcel '{parcel}' is already claimed in {name}", parcel=parcel, name=name)
                faults.append(claim.fault(said, other))
            own.append(claim)
        land += own
        faults += [*_units(scenario, bought), *_gifts(scenario, given)]
        found.append(faults)
    return found


class _Claim(NamedTuple):
    """What a file lays claim to, and where it says so."""

    scenario: Scenario
    path: tuple[str | int, ...]
    parcel: str = ""

    @property
    def land(self) -> tuple[str, ...]:
        """The id of land however it is written."""
        return parts_of(self.parcel)

    def fault(self, message: Message, other: _Claim) -> Fault:
        """That another claims the same."""
        if self.scenario.name != self.scenario.document.spot(self.path).file:
            message = _(
                "{own}, another meeting, takes this over while {name} claims it: it counts once",
                own=self.scenario.name,
                name=other.scenario.name,
            )
        return self.scenario.document.fault(self.path, where(self.path), message)

    def rivals(self, claims: Iterable[_Claim]) -> Iterator[_Claim]:
        """Claims to the same of another plan."""
        same = (one for one in claims if one.land == self.land)
        return (one for one in same if not self.one_plan(one))

    def one_plan(self, other: _Claim) -> bool:
        """Whether two files are versions of one plan: one extends the other, or a third says it.

        Two meetings that only start from the same file are two meetings, and so are two that have
        neither a name nor a day in common.
        """
        a, b = self.scenario, other.scenario
        cities = [isinstance(one.content, CityScenario) for one in (a, b)]
        if any(cities):
            return all(cities) and _city(a) == _city(b)
        meetings = [(one.title, days_of(one.document)) for one in (a, b)]
        if other_meeting(*meetings):
            return False
        if a.saved or b.saved or a.lineage[0] in b.lineage or b.lineage[0] in a.lineage:
            return True  # of a saved result it is not known what it extends
        said = {one.scenario.document.spot(one.path).file for one in (self, other)}
        shared = {os.path.realpath(one) for one in said}
        return len(shared) == 1 and shared <= {*a.lineage} & {*b.lineage}


def _city(scenario: Scenario) -> tuple[str, str]:
    place = scenario.content.place
    return str(place.region), str(place.name or "")


def _units(scenario: Scenario, bought: Taken[_Claim]) -> list[Fault]:
    """Serial numbers that an earlier file claims; those of this one are added to `bought`."""
    faults, own = [], list(_credits(scenario, "serials"))
    for claim, one in own:
        other = next((theirs for theirs in bought.by(one) if not claim.one_plan(theirs)), None)
        if other is not None:
            said = _(
                "these serial numbers are already claimed in {name}: they count once. "
                "Several files may describe one meeting if one extends the other{more}",
                name=other.scenario.name,
                more=way_out(one),
            )
            faults.append(claim.fault(said, other))
    for claim, one in own:
        bought.add(one, claim)
    return faults


def _gifts(scenario: Scenario, given: Given[_Claim]) -> list[Fault]:
    """Actions that logs gave to an earlier file; those of this one are added to `given`."""
    faults = []
    own = [
        (claim, gift)
        for i, (claim, one) in enumerate(_credits(scenario, "actions"))
        if one.logs
        for gift in gifts_to(scenario, i, one)
    ]
    told = set()
    for claim, gift in own:
        theirs = ((found, by) for found, by in given.by(gift) if not claim.one_plan(by))
        found, other = next(theirs, (gift, claim))
        if other is not claim and claim.path not in told:
            told.add(claim.path)
            faults.append(claim.fault(_claimed(gift, found, other.scenario.name), other))
    for claim, gift in own:
        given.add(gift, claim)
    return faults


def _claimed(gift: Gift, other: Gift, name: str) -> Message:
    """That another file counts an action."""
    if gift.place == other.place:
        return _(
            "this log is already claimed in {name}: it counts once. Several files may "
            "describe one meeting if one extends the other",
            name=name,
        )
    return _(
        "{here} is the same action as {there}, which is already claimed in {name}: "
        "it counts once. If they are two actions, give each an 'id'",
        here=gift.spot,
        there=other.spot,
        name=name,
    )


def _credits(scenario: Scenario, key: str) -> Iterator[tuple[_Claim, CreditBlock]]:
    """The credits of a file, each as a claim to what it says under a key."""
    block = scenario.content.offset
    for i, one in enumerate(() if block is None else block.credits):
        yield _Claim(scenario, ("offset", "credits", i, key)), one


def _parcels(scenario: Scenario) -> list[tuple[tuple[str | int, ...], str]]:
    """Where each id of land stands in a file, and the id."""
    content = scenario.content
    if not isinstance(content, CityScenario):
        parcels = content.offset.parcels if content.offset else ()
        return [(("offset", "parcels", i, "id"), one.id) for i, one in enumerate(parcels)]
    own = content.forest.parcels if content.forest else ()
    pilots = parcels_of(registered_in(scenario))
    return [
        *((("forest", "parcels", i, "id"), one.id) for i, one in enumerate(own)),
        *((("register",), one) for one in pilots),
    ]
