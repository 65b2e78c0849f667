"""The section of a scenario that names a list of people."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from carbonmeet.base.frozen import Frozen
from carbonmeet.base.text import _
from carbonmeet.bench.statuses import STATUSES
from carbonmeet.meeting.shape import Local, Often, Sharing
from carbonmeet.meeting.sums import Online, Sums
from carbonmeet.reading.amount import Days, Distance, Hours, Nights, Share
from carbonmeet.reading.schema import Map, Strict
from carbonmeet.reading.textfields import Word

__all__ = ["Attendees", "Defaults"]


class Defaults(Strict):
    """What holds where a row of the list says nothing."""

    mode: str | None = None
    cabin: Word | None = None
    nights: Nights | None = None
    hotel: Word | None = None
    diet: str | None = None
    role: Literal["attendee", "staff"] = "attendee"
    period: str | None = None


class Attendees(Strict):
    """A list of people: a file or a table, how its columns and words are read, how people live.

    Attributes
    ----------
    table : str
        File beside the scenario, or a table of the database that `engine` names.
    sums, online : list of Sums, list of Online
        In place of the table: what it came to, as a result or a bundle keeps it.
    columns : mapping
        Role → heading, where the heading does not tell by itself.
    values : mapping
        Role → word of the list → what it means.
    counts : list of str
        Statuses of people who are counted.
    unknown : {"refuse", "mean"}
        People whose place is not settled: refused, or counted at the mean of the others.
    corrections : str
        File of places settled by hand, as ``carbonmeet attendees --unmatched`` writes it.
    no_show, companions : share
        Of those counted, how many do not come; how many bring somebody.
    residents_within : distance
        Who lives so near has no journey.
    impossible : {"refuse", "air"}
        Who says a mode that does not go there: refused, or counted as a flight.
    train_below : distance
        Who does not say by what comes by rail below this straight line, else by air.
    meals : mapping
        Meals a day of everybody; `diets` says it for those who keep a diet.
    min_cell : int
        No table tells of fewer people than that: smaller parts are merged.
    """

    table: str = ""
    sums: tuple[Sums, ...] | None = None
    online: tuple[Online, ...] = ()
    sheet: str | None = None
    encoding: str | None = None
    engine: str = "duckdb"
    columns: Map[str, str | None] = Frozen()
    values: Map[str, Map[str, str]] = Frozen()
    defaults: Defaults = Defaults.model_construct()
    counts: tuple[str, ...] = tuple(name for name, how in STATUSES.items() if how)
    unknown: Literal["refuse", "mean"] = "refuse"
    impossible: Literal["refuse", "air"] = "refuse"
    corrections: str | None = None
    no_show: Share | None = None
    companions: Share | None = None
    residents_within: Distance | None = None
    train_below: Distance | None = None
    days: Days | None = None
    sharing: Sharing | None = None
    local: tuple[Local, ...] | Local | None = None
    meals: Map[str, Often] = Frozen()
    diets: Map[str, Map[str, Often]] = Frozen()
    online_hours: Hours | None = None
    min_cell: int = Field(default=5, ge=1)

    @model_validator(mode="after")
    def _one_origin(self) -> Attendees:
        if bool(self.table) == (self.sums is not None):
            raise ValueError(
                _("'table' is missing") if not self.table else _("'sums' replace 'table'")
            )
        return self

    @property
    def files(self) -> tuple[str, ...]:
        """Files that are read beside the scenario: a table of a database is none."""
        table = self.table if self.engine == "duckdb" else None
        return tuple(filter(None, (table, self.corrections)))
