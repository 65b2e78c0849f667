"""A meeting as a planner counts it: the sections of its file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from carbonmeet.base.frozen import Frozen
from carbonmeet.meeting.contingency import Contingency
from carbonmeet.reading.amount import Amount, AnyProduct, Days, Distance, In, Nights, People, Share
from carbonmeet.reading.schema import Listed, Map, Strict
from carbonmeet.reading.textfields import LabelField, Word

__all__ = ["Core"]

Role = Literal["attendee", "staff"]

Sharing = Annotated[Amount, In("person / room", allow_zero=False, min_value=1)]
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
    via: tuple[str, ...] = ()
    distance: Distance | None = None
    return_distance: Distance | None = None
    one_way: bool = False
    cabin: Word | None = None
    also: tuple[Leg, ...] = ()
    label: LabelField | None = None


class Local(Strict):
    """Trips within the city, per person and day."""

    trips_per_day: Often
    length: Distance
    modes: Map[str, Share] | None = None


class Profile(Strict):
    """How a kind of guest lives, said once for all groups that name it."""

    role: Role | None = None
    residents: bool | None = None
    nights: Nights | None = None
    days: Days | None = None
    local: tuple[Local, ...] | Local | None = None
    hotel: Word | None = None
    sharing: Sharing | None = None
    meals: Map[str, Often] | None = None


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
    profile: Word | None = None
    role: Role = "attendee"
    residents: bool = False
    nights: Nights | None = None
    days: Days | None = None
    travel: tuple[Leg, ...] = ()
    local: tuple[Local, ...] | Local | None = None
    hotel: Word | None = None
    sharing: Sharing | None = None
    meals: Map[str, Often] = Frozen()


class FreeActivity(Listed):
    """Anything else: an amount and the chain that prices it."""

    period: str
    source: str
    label: LabelField
    amount: AnyProduct
    chain: tuple[str, ...]
    tags: tuple[str, ...] = ()


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
    columns: Map[str, str] = Frozen()
    defaults: Map[str, str] = Frozen()


class Core(Strict):
    """What every meeting has beside its sections."""

    profiles: Map[str, Profile] = Frozen()
    groups: tuple[Group, ...] = ()
    activities: tuple[FreeActivity, ...] | ActivityTable = ()
    contingency: Contingency | None = None
    online_hours_if_remote: Often | None = None

    def tags_of(self, period: str) -> frozenset[str]:
        """``hybrid`` where some take part online from the outset, in place of coming.

        Who meets on site is then what the file says: a measure that keeps attendees at home would
        count those twice who stay there anyway.
        """
        instead = (one for one in getattr(self, "online", ()) if not one.additional)
        hybrid = any(one.period == period for one in instead)
        return frozenset({"hybrid"} if hybrid else ())
