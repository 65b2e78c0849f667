"""Land, and units of credits, that may serve one claim only."""

from __future__ import annotations

from collections.abc import Iterable

from carbonmeet.base.errors import Fault
from carbonmeet.base.given import refuse_other
from carbonmeet.base.text import _
from carbonmeet.city.register import parcels_of
from carbonmeet.city.scenario import CityScenario
from carbonmeet.hostcity.checks import registered_in
from carbonmeet.offset.creditblock import CreditBlock, same_units
from carbonmeet.reading.schema import where
from carbonmeet.scenario import Scenario, ScenarioLike, load_scenario

__all__ = ["claims_of_each", "double_claims"]


def double_claims(scenarios: Iterable[ScenarioLike]) -> list[Fault]:
    """Parcels of forest and units of credits that several plans, or one file twice, lay claim to.

    A city's programme and a meeting's offset cannot both use the same land, nor two meetings the
    same serial numbers. Files of one city, and files of a meeting that extend each other, are
    versions of one plan and may name the same.
    """
    refuse_other(scenarios, Iterable, "scenarios")
    return [fault for faults in claims_of_each(scenarios) for fault in faults]


def claims_of_each(scenarios: Iterable[ScenarioLike]) -> list[list[Fault]]:
    """As `double_claims`, one list for every scenario."""
    first: dict[str, tuple[str, str]] = {}
    bought: list[tuple[str, str, CreditBlock]] = []
    found = []
    for scenario in map(load_scenario, scenarios):
        faults: list[Fault] = []
        claimant = _claimant(scenario)
        own: set[str] = set()
        for path, parcel in _parcels(scenario):
            owner, name = first.setdefault(parcel, (claimant, scenario.name))
            if parcel in own or owner != claimant:
                message = _(
                    "parcel '{parcel}' is already claimed in {name}", parcel=parcel, name=name
                )
                faults.append(scenario.document.fault(path, where(path), message))
            own.add(parcel)
        faults += _units(scenario, claimant, bought)
        found.append(faults)
    return found


def _claimant(scenario: Scenario) -> str:
    """Whose plan a file is a version of."""
    if isinstance(scenario.content, CityScenario):
        place = scenario.content.place
        return _("city {region} {name}", region=place.region, name=place.name or "")
    return scenario.root


def _units(
    scenario: Scenario, claimant: str, bought: list[tuple[str, str, CreditBlock]]
) -> list[Fault]:
    """Serial numbers that an earlier file claims; those of this one are added to `bought`."""
    block = scenario.content.offset
    credits = () if block is None else block.credits
    faults = []
    for i, one in enumerate(credits):
        for owner, name, other in bought:
            if owner != claimant and same_units(one, other):
                message = _(
                    "these serial numbers are already claimed in "
                    "{name}: they count once. Of one meeting there may "
                    "be several files where one extends the other",
                    name=name,
                )
                path, where = ("offset", "credits", i, "serials"), f"offset.credits[{i}].serials"
                faults.append(scenario.document.fault(path, where, message))
                break
    bought += [(claimant, scenario.name, one) for one in credits]
    return faults


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
