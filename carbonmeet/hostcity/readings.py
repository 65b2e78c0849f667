"""A share of public transport under both readings of what it is a share of."""

from __future__ import annotations

from carbonmeet.answer import Answer, workings_of
from carbonmeet.answer.city import Reading
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.given import takes
from carbonmeet.base.text import _
from carbonmeet.catalogue import Catalogue
from carbonmeet.city import PUBLIC, read_as_all_trips
from carbonmeet.city.shape import Transport
from carbonmeet.hostcity.years import city_of, in_years, yearly
from carbonmeet.pricing.workings import Workings, work_out
from carbonmeet.scenario import SCENARIO_LIKE, ScenarioLike, load_scenario

__all__ = ["Reading", "both_readings", "readings"]


@takes(scenario=SCENARIO_LIKE, catalogue=(Catalogue, None))
def both_readings(
    scenario: ScenarioLike, *, catalogue: Catalogue | None = None
) -> dict[str, Workings]:
    """A city under both readings of its public-transport share.

    Parameters
    ----------
    scenario : what `estimate` takes
    catalogue : Catalogue, optional
        The shipped one if not given.

    Returns
    -------
    dict
        ``motorised_trips``: as the file declares; ``all_trips``: the same figure read as a share
        of all trips, the other modes sharing what is left.

    Raises
    ------
    InputError
        If the scenario is wrong.
    CarbonmeetError
        If the file does not declare shares of motorised trips: there is no second reading.
    """
    read = load_scenario(scenario)
    city = city_of(read)
    if city.transport is None or city.transport.denominator != "motorised_trips":
        raise CarbonmeetError(
            _(
                "{name}: only shares of motorised trips have a second reading, as all trips",
                name=read.name,
            )
        )
    other = read.replace({"transport": read_as_all_trips(city.transport)})
    return {
        "motorised_trips": work_out(read, catalogue),
        "all_trips": work_out(other, catalogue),
    }


def readings(result: Answer | Workings | ScenarioLike) -> list[Reading]:
    """Both readings of the public-transport share in the base year; none without such a share.

    Parameters
    ----------
    result : Answer or what `estimate` takes

    Returns
    -------
    list of Reading

    Raises
    ------
    CarbonmeetError
        If it is a meeting.
    """
    result = workings_of(result)
    scenario = result.scenario
    city = city_of(scenario)
    found = city.transport
    seen = city.observed.get(str(city.year))
    if found is None or found.denominator != "motorised_trips" or (seen and seen.transport):
        return []
    # nothing but the year itself: no targets of other years, no forest, no measures
    bare = {"measures": "none", "own_measures": None, "phase_in": None, "offset": None}
    alone = in_years(scenario, [city.year]).replace(bare)
    rows = []
    for of, one in both_readings(alone, catalogue=result.catalogue).items():
        (row,) = yearly(one)
        rows.append(
            Reading(
                of=of,
                year=row.year,
                stated=_public(found),
                of_all_trips=_public(found) * (1.0 if of == "all_trips" else _motorised(found)),
                transport=sum(t for name, t in row.before.items() if name.startswith("transport")),
                total=row.baseline,
            )
        )
    return rows


def _public(transport: Transport) -> float:
    return sum(share.value for mode, share in transport.shares.items() if mode in PUBLIC)


def _motorised(transport: Transport) -> float:
    active = transport.active_share
    return 1.0 - (active.value if active is not None else 0.0)
