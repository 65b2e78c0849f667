"""A meeting as a planner counts it: the sections of its file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from carbonmeet.bench.supply import Supply
from carbonmeet.bench.transfers import Transfer
from carbonmeet.meeting.contingency import Contingency
from carbonmeet.meeting.dressing import Dressing
from carbonmeet.reading.fields import (
    Amount,
    AnyAmount,
    AnyProduct,
    Days,
    Distance,
    Hours,
    In,
    LabelField,
    MassProduct,
    Nights,
    People,
    PerDay,
    Share,
    Vehicles,
)
from carbonmeet.reading.schema import Listed, Strict

__all__ = ["Meeting"]

Role = Literal["attendee", "staff"]
#: What a bus line joins: 机场、酒店、会场、火车站、高铁站.
Node = Literal["airport", "hotel", "venue", "railway", "high-speed-rail"]

Sharing = Annotated[Amount, In("person / room", allow_zero=False, min_value=1)]
Energy = Annotated[Amount, In("kWh", product=True)]
Area = Annotated[Amount, In("m^2")]
Intensity = Annotated[Amount, In("kWh / m^2 / day")]
Heat = Annotated[Amount, In("GJ", product=True)]
Volume = Annotated[Amount, In("m^3", product=True)]
DistancePerDay = Annotated[Amount, In("km / day")]
Count = Annotated[Amount, In("1")]
MassPerPersonDay = Annotated[Amount, In("kg / person / day")]
PassengersPerDay = Annotated[Amount, In("person / day")]
Seats = Annotated[Amount, In("seat / vehicle", allow_zero=False, min_value=1)]
#: How often a person does something in a day: eats, travels across town.
Often = Annotated[Amount, In("1 / day", max_value=24)]


class Leg(Strict):
    """Travel of a share of a group.

    `from`, `via` and `to` are cities by name, with a state or country behind it where several bear
    it, codes of airports, or coordinates; without `to` the leg leads to the place of the period.
    A journey is out and back, unless it is `one_way`. Its way is that between the airports for a
    flight, else the straight line between the places times the detour of the mode; or `distance`,
    which is one way and counts twice; or `return_distance`, which is both ways
    together. Legs under `also` belong to the same journey, such as the taxi to the airport, and
    have no share of their own.
    """

    mode: str | None = None
    share: Share | None = None
    from_: str | None = Field(default=None, alias="from")
    to: str | None = None
    via: list[str] = []
    distance: Distance | None = None
    return_distance: Distance | None = None
    one_way: bool = False
    cabin: str | None = None
    also: list[Leg] = []
    label: LabelField | None = None


class Local(Strict):
    """Trips within the city, per person and day."""

    trips_per_day: Often
    length: Distance
    modes: dict[str, Share] | None = None


class Profile(Strict):
    """How a kind of guest lives, said once for all groups that name it."""

    role: Role | None = None
    residents: bool | None = None
    nights: Nights | None = None
    days: Days | None = None
    local: list[Local] | Local | None = None
    hotel: str | None = None
    sharing: Sharing | None = None
    meals: dict[str, Often] | None = None


class Group(Listed):
    """People who come from one place in one way of life.

    Attributes
    ----------
    profile : str
        Of `profiles`: what the group does not say itself is as there; `null` takes it away.
    residents : bool
        Whether they live in the city of the meeting: its year counts their trips, meals and waste
        as well, and these come off once where the meeting is set beside the city.
    """

    name: LabelField
    period: str
    people: People
    profile: str | None = None
    role: Role = "attendee"
    residents: bool = False
    nights: Nights | None = None
    days: Days | None = None
    travel: list[Leg] = []
    local: list[Local] | Local | None = None
    hotel: str | None = None
    sharing: Sharing | None = None
    meals: dict[str, Often] = {}


class Online(Listed):
    """People who take part from afar."""

    period: str
    label: LabelField | None = None
    people: People
    hours: Hours


class Venue(Listed):
    """A hall: metered, or area times days times intensity.

    `area` is the floor of the halls in use, not that of the building. Without `intensity` the
    catalogue's is taken, that of a conference or of an exhibition as `use` says. `solar` is the
    part of the electricity that panels on the site make and the site uses.
    """

    period: str
    label: LabelField
    energy: Energy | None = None
    area: Area | None = None
    days: Days | None = None
    intensity: Intensity | None = None
    use: Literal["conference", "exhibition"] = "conference"
    solar: Share | None = None
    end_uses: dict[Literal["hvac", "lighting", "equipment", "other"], Share] = {}
    heat: Heat | None = None
    gas: Volume | None = None
    water: Volume | None = None


class Fleet(Listed):
    """Cars and buses at the meeting's service; reserve vehicles run only beyond the fleet.

    Attributes
    ----------
    demand : Vehicles, optional
        How many are called for; without it the fleet runs and the reserve does not.
    reserve_kind : str, optional
        What the reserve is, where it is of another kind than the fleet.
    """

    period: str
    label: LabelField
    vehicles: Vehicles
    reserve: Vehicles | None = None
    reserve_kind: str | None = None
    demand: Vehicles | None = None
    distance: DistancePerDay
    days: Days | None = None
    kind: str


class Shuttle(Listed):
    """Bus lines: lines times runs times length; or the runs that `passengers` a day need.

    A run is one way. `seats` are those of a vehicle, `load` the share of them that is taken.
    `nodes` are the kinds of places that the lines join, and `replaces` the modes that their
    passengers would have taken, from which the load of breaking even follows.
    """

    period: str
    label: LabelField
    lines: Count | None = None
    runs: PerDay | None = None
    passengers: PassengersPerDay | None = None
    seats: Seats | None = None
    load: Share | None = None
    length: Distance
    days: Days | None = None
    kind: str
    nodes: list[Node] = []
    replaces: dict[str, Share] = {}


class Consumable(Listed):
    """Things used up: an amount, or a number per person (and day)."""

    period: str
    item: str
    label: LabelField | None = None
    amount: AnyProduct | None = None
    per_person: AnyAmount | None = None
    per_person_day: AnyAmount | None = None
    people: Literal["attendees", "staff", "everybody"] = "attendees"


class Waste(Listed):
    """A stream of waste and where it goes; the shares of `treatment` sum to 1."""

    period: str
    stream: str
    label: LabelField | None = None
    amount: MassProduct | None = None
    per_person_day: MassPerPersonDay | None = None
    people: Literal["attendees", "staff", "everybody"] = "attendees"
    treatment: dict[str, Share]


class Freight(Listed):
    """Goods carried."""

    period: str
    label: LabelField
    mass: MassProduct
    distance: Distance
    mode: str


class FreeActivity(Listed):
    """Anything else: an amount and the chain that prices it."""

    period: str
    source: str
    label: LabelField
    amount: AnyProduct
    chain: list[str]
    tags: list[str] = []


class ActivityTable(Strict):
    """A table beside the scenario, of which every row is an activity.

    Attributes
    ----------
    table : str
        CSV of any dialect, Excel or ods.
    columns : mapping
        What a column says → its heading, where that does not tell by itself: period, source, label,
        amount, unit, low, high, basis, note, chain, id.
    defaults : mapping
        What holds where a row says nothing, e.g. ``{period: forum, chain: grid}``.
    """

    table: str
    sheet: str | None = None
    encoding: str | None = None
    columns: dict[str, str] = {}
    defaults: dict[str, str] = {}


class Meeting(Strict):
    """The sections of a meeting."""

    profiles: dict[str, Profile] = {}
    groups: list[Group] = []
    online: list[Online] = []
    venue: list[Venue] = []
    fleet: list[Fleet] = []
    shuttles: list[Shuttle] = []
    consumables: list[Consumable] = []
    waste: list[Waste] = []
    freight: list[Freight] = []
    activities: list[FreeActivity] | ActivityTable = []
    dressing: list[Dressing] = []
    supply: list[Supply] = []
    transfers: list[Transfer] = []
    contingency: Contingency | None = None
    online_hours_if_remote: Often | None = None

    def tags_of(self, period: str) -> frozenset[str]:
        """``hybrid`` where some take part online from the outset.

        Who meets on site is then what the file says: a measure that keeps attendees at home would
        count those twice who stay there anyway.
        """
        hybrid = any(one.period == period for one in self.online)
        return frozenset({"hybrid"} if hybrid else ())
