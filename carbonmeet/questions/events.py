"""A year of events beside the city's year: what both count comes off once."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carbonmeet.answer import Answer
from carbonmeet.base.clock import is_date
from carbonmeet.base.errors import CarbonmeetError, Fault, InputError, message_of
from carbonmeet.base.notices import Notice
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, _, joined
from carbonmeet.catalogue import Catalogue
from carbonmeet.estimation import estimate
from carbonmeet.hostcity import host_of, share_of_city
from carbonmeet.pricing.workings import Workings, work_out
from carbonmeet.questions.event_dates import outside
from carbonmeet.questions.sweeping.batches import batches_of
from carbonmeet.questions.sweeping.columns import Columns, read_columns
from carbonmeet.reading.schema import where
from carbonmeet.scenario import Scenario, ScenarioLike, load_scenario

if TYPE_CHECKING:
    import pandas as pd

    from carbonmeet.offset.block import OffsetBlock

__all__ = ["EventRow", "EventYear", "events", "plain"]

#: As many events as are worked out one by one.
_MOST = 2000


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of the year, t CO2e after its measures.

    Attributes
    ----------
    event, inside, overlap : float
        In all; what of it happens in the city; what of that the city's year counts too.
    published, assumed : str
        What the table says is known, and what is not.
    """

    id: str
    name: str
    date: str
    people: float
    online: float
    event: float
    inside: float
    overlap: float
    published: str
    assumed: str


@dataclass(frozen=True, slots=True)
class EventYear:
    """A year of events in a city, t CO2e.

    Attributes
    ----------
    estimate : Answer
        Of the template, in which nobody takes part.
    city : float
        The city's year, as estimated: a slice.
    notices : tuple of Notice
        Events of another year, and how the city's year was worked out.
    """

    estimate: Answer
    year: int
    city_title: Label
    city: float
    rows: tuple[EventRow, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def event(self) -> float:
        """All events, journeys to the city included."""
        return sum(one.event for one in self.rows)

    @property
    def inside(self) -> float:
        """What of them happens in the city."""
        return sum(one.inside for one in self.rows)

    @property
    def overlap(self) -> float:
        """What of that the city's year counts too: it comes off once."""
        return sum(one.overlap for one in self.rows)

    @property
    def rest_of_city(self) -> float:
        """The city's year without what the events have in it."""
        return self.city - self.overlap

    @property
    def together(self) -> float:
        """Rest of the city and all events: what both count is in it once."""
        return self.rest_of_city + self.event


def _claimed_by_all(scenario: Scenario) -> Iterator[Fault]:
    """Units, actions and land that every event of a table would claim: each counts once."""
    for path, told in _claims(scenario.content.offset):
        yield scenario.document.fault(path, where(path), told)


def _claims(block: OffsetBlock | None) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for i, one in enumerate(() if block is None else block.credits):
        if one.logs:
            told = _("every event of the table would count this log: an action counts once")
            yield ("offset", "credits", i, "actions"), told
        if one.serials:
            told = _("every event of the table would take these serial numbers: they count once")
            yield ("offset", "credits", i, "serials"), told
    for i, parcel in enumerate(() if block is None else block.parcels):
        told = _(
            "every event of the table would claim parcel '{id}': land counts once", id=parcel.id
        )
        yield ("offset", "parcels", i, "id"), told


def events(
    template: ScenarioLike,
    table: Path,
    city: ScenarioLike,
    *,
    catalogue: Catalogue | None = None,
    name: str | None = None,
) -> EventYear:
    """A year of events, a row each, beside their host city's year.

    Parameters
    ----------
    template : path, mapping or Scenario
        A meeting; every row of the table changes it.
    table : Path
        CSV or Parquet, with paths of the template as columns, as for a sweep.
    city : path, mapping or Scenario
        Worked out for the year of the template.
    name : str, optional
        What to call the table in messages; default: its path.

    Raises
    ------
    InputError
        With every row that cannot be estimated.

    Examples
    --------
    >>> from carbonmeet.base.data import data_dir
    >>> folder = data_dir("scenarios")
    >>> found = events("event-kunming", folder / "events-kunming.csv", "kunming-2023")
    >>> len(found.rows) > 10, found.overlap < found.inside < found.event
    (True, True)
    """
    scenario, name = load_scenario(template), name or str(table)
    answer = estimate(scenario, catalogue=catalogue)
    host = host_of(answer, city, catalogue=catalogue)
    years = sorted({span.year for span in scenario.spans.values()})
    if len(years) != 1:
        raise CarbonmeetError(
            _(
                "{name}: the periods lie in {years}, and a year of events is of one",
                name=scenario.called,
                years=joined([str(one) for one in years]),
            )
        )
    (year,) = years
    frames = list(batches_of(table, _MOST))
    if len(frames) != 1 or not len(frames[0]):
        raise CarbonmeetError(_("{table}: from 1 to {most} events", table=name, most=_MOST))
    if len(frames[0]) > 1 and (claimed := list(_claimed_by_all(scenario))):
        raise InputError(claimed)
    columns = read_columns(scenario, frames[0], name)
    rows: list[EventRow] = []
    faults: list[Fault] = []
    lines = _lines(table, len(frames[0]))
    for at in range(len(frames[0])):
        wrong = list(_wrong_cells(frames[0], columns, at))
        if not wrong:  # a row with a wrong cell is told of by that cell, and not worked out
            try:
                rows.append(_row(scenario, frames[0], columns, at, host, catalogue))
            except CarbonmeetError as error:
                wrong = _wrong_row(columns, error)
        titles = [str(one) for one in frames[0].columns]
        for place, message in wrong:
            column = titles.index(place) + 1 if place in titles else 1
            faults.append(Fault(name, lines[at], column, place, message))
    if faults:
        raise InputError(faults)
    title = host.scenario.title
    total = host.residual.total
    notices = outside(((Label(one.id or one.name, one.name), one.date) for one in rows), year)
    notices += [one for one in host.notices if one.id == "city.grown-year"]
    return EventYear(answer, year, title, total, tuple(rows), tuple(notices))


def _row(
    scenario: Scenario,
    frame: pd.DataFrame,
    columns: Columns,
    at: int,
    host: Workings,
    catalogue: Catalogue | None,
) -> EventRow:
    changes = {one.path: one.cell(at) for one in columns.listed if one.in_file}
    made = scenario.replace(changes)
    found = work_out(made, catalogue)
    shares = share_of_city(found, host)
    content = made.content
    return EventRow(
        id=_cell(frame, at, "id"),
        name=_cell(frame, at, "name"),
        date=_cell(frame, at, "date"),
        people=sum(one.people.value for one in getattr(content, "groups", ())),
        online=sum(one.people.value for one in getattr(content, "online", ())),
        event=sum(one.event for one in shares),
        inside=sum(one.inside for one in shares),
        overlap=sum(one.overlap for one in shares),
        published=_cell(frame, at, "published"),
        assumed=_cell(frame, at, "assumed"),
    )


def _lines(table: Path, rows: int) -> list[int]:
    """The line of a table on which each row begins: blank lines and cells of several are counted.

    A Parquet file has none; its rows are counted from 2, as those of a plain table.
    """
    plain = list(range(2, rows + 2))
    if table.suffix.lower() == ".parquet":
        return plain
    found, start = [], 1
    with table.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        for cells in reader:
            if len(cells) > 1 or any(one.strip() for one in cells):
                found.append(start)
            start = reader.line_num + 1
    return found[1:] if len(found) == rows + 1 else plain


def _wrong_cells(frame: pd.DataFrame, columns: Columns, at: int) -> Iterator[tuple[str, str]]:
    """Title and fault of every cell of a row that cannot be read."""
    if "date" in frame.columns and not is_date(_cell(frame, at, "date")):
        yield (
            "date",
            _(
                "'{date}' is not a date: write a year, a month such as 2024-06, or a day such as "
                "2024-06-18",
                date=_cell(frame, at, "date"),
            ),
        )
    yield from columns.faults.get(at, ())


def _wrong_row(columns: Columns, error: CarbonmeetError) -> list[tuple[str, str]]:
    """What is wrong with a row as a whole, each under the title of its column where it has one."""
    titles = {where(one.path): one.name for one in columns.listed}
    listed = [
        (titles.get(one.where, one.where), one.message) for one in getattr(error, "faults", ())
    ]
    return listed or [("", message_of(error))]


def _cell(frame: pd.DataFrame, at: int, name: str) -> str:
    if name not in frame.columns:
        return ""
    return str(frame[name].iloc[at]).removesuffix(" 00:00:00").strip()  # a day of Parquet


def plain(found: EventYear) -> dict[str, Any]:
    """A year of events as plain data, t CO2e."""
    names = ("event", "inside", "overlap", "city", "rest_of_city", "together")
    return {
        "unit": "t CO2e",
        "year": found.year,
        "events": [asdict(one) for one in found.rows],
        **{name: getattr(found, name) for name in names},
        "notices": [one.to_dict() | {"args": dict(one.args)} for one in found.notices],
    }
