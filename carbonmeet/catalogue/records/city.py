"""Green actions, indicators of a plan, published footprints of meetings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Literal

from carbonmeet.base.clock import today
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import NAMELESS, Label, Message, _
from carbonmeet.catalogue.records.shared import EVIDENCE, KEY, LOCATOR, NOTE, SOURCE, Evidence
from carbonmeet.rows import Column, Table
from carbonmeet.rows.column import number
from carbonmeet.units.grammar import ambiguous_thousands

__all__ = [
    "GREEN_ACTIONS",
    "INDICATORS",
    "MEETING_CASES",
    "Action",
    "Indicator",
    "MeetingCase",
]

#: How an indicator is read.
Rule = Literal["progress", "reach", "hold", "provincial", "class", "parts", "revise", "count"]
#: Rules that read the actual value.
COUNTED = ("progress", "reach", "hold", "count")
#: Base and last year of the 14th five-year plan, for rows that name none.
PLAN = (2020, 2025)


def _year(text: str, *, told: bool = False) -> Column:
    return Column(text, least=1900, most=2200, told=told)


def _figure(name: str) -> Callable[[str], float]:
    """Reads a figure as people type it, who may set thousands apart by a point."""

    def read(text: str) -> float:
        either = ambiguous_thousands(text)
        if either:
            raise CarbonmeetError(
                _("'{text}' can be read in two ways: write {either}", text=text, either=either)
            )
        return number(text, name)

    return read


@dataclass(frozen=True, slots=True)
class Action:
    """One kind of green action.

    Attributes
    ----------
    service, replaces : str
        Services of the catalogue; `service` may be empty, where nothing is used instead.
    unit : str
        Unit of the amount; kilometres are of one passenger.
    share : str
        Parameter: the share of logged amounts that took the place of `replaces`; empty for all.
    """

    key: Annotated[str, KEY._replace(text="Name of the action.", name="action")]
    name: Annotated[Label, Column("Name")]
    replaces: Annotated[str, Column("Service of services.yaml that is replaced.")]
    unit: Annotated[str, Column("What is counted.")]
    service: Annotated[
        str,
        Column("Service of services.yaml that is used instead; empty where nothing is."),
    ] = ""
    share: Annotated[
        str, Column("Key of the parameter that says which share replaced something.")
    ] = ""
    note: Annotated[str, NOTE] = ""


class MeetingCase(NamedTuple):
    """The footprint of a meeting, as somebody published it."""

    key: Annotated[str, KEY]
    name: Annotated[Label, Column("Name")]
    year: Annotated[int, Column("Year of the meeting.", least=1990, most=2100)]
    participants: Annotated[int, Column("People, as the source counts them.", least=1)]
    tonnes: Annotated[float, Column("Emissions as published, t CO2e.", least=0)]
    scope: Annotated[
        Literal["all", "travel"],
        Column("all: every source the author counts; travel: travel only."),
    ]
    counted: Annotated[Label, Column("What is counted", name="scope")]
    publisher: Annotated[str, Column("Who published the number.")]
    source: Annotated[str, SOURCE]
    evidence: Annotated[Evidence, EVIDENCE]
    locator: Annotated[str, LOCATOR] = ""
    note: Annotated[str, NOTE] = ""
    travel_share: Annotated[
        float | None, Column("Share of travel in the emissions, if told.", least=0, most=1)
    ] = None
    flights_share: Annotated[
        float | None, Column("Share of flights in the emissions, if told.", least=0, most=1)
    ] = None
    days: Annotated[float | None, Column("Length in days, if told.", least=0.5, most=400)] = None
    non_co2: Annotated[
        Literal["unsaid", "with", "without"],
        Column("Whether effects of flying beyond CO2 are in the emissions; unsaid: nobody tells."),
    ] = "unsaid"
    comparable: Annotated[
        Literal["yes", "no"],
        Column("no: its boundary is another, as 'scope' says; shown apart and not ranked."),
    ] = "yes"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator as published; numbers that nobody gives are None.

    Attributes
    ----------
    set : str
        ``main``, ``chapter`` or ``annual``.
    kind : str
        ``binding`` 约束性, ``expected`` 预期性, or empty.
    direction : str
        ``up`` or ``down``: where better lies.
    met : bool or None
        Whether its authority says that the year's task is met.
    part_of : str
        Key of the indicator that it is a part of.
    stated_progress : float or None
        Percent, as published.
    stated_rating : str
        As published; a rating or empty.
    """

    key: Annotated[str, Column("Name of the row.")]
    rule: Annotated[Rule, Column("How the indicator is read.")]
    actual: Annotated[float | None, Column("Actual value.", there=True, read=_figure("actual"))] = (
        None
    )
    target: Annotated[
        float | None, Column("Target as a number.", there=True, read=_figure("target"))
    ] = None
    set: Annotated[
        str,
        Column(
            "main: the table of indicators; chapter: named in a chapter only; annual: target of "
            "one year; column: a figure of the special columns.",
            told=True,
            words=("main", "chapter", "annual", "column"),
        ),
    ] = ""
    no: Annotated[str, Column("Number in the report.", told=True)] = ""
    name: Annotated[Label, Column("Name", told=True)] = NAMELESS
    category: Annotated[
        str,
        Column(
            "The six categories of the plan: 绿色发展, 生态环境, 污染治理, 生态安全, 低碳生活, "
            "生态文化. The report names them and does not say which row belongs to which: the "
            "assignment is ours.",
            told=True,
            words=("green", "environment", "pollution", "security", "low-carbon", "culture"),
        ),
    ] = ""
    kind: Annotated[
        str,
        Column(
            "binding 约束性 or expected 预期性; empty where not said.",
            words=("binding", "expected"),
        ),
    ] = ""
    unit: Annotated[Label, Column("Unit as printed")] = NAMELESS
    direction: Annotated[Literal["up", "down"], Column("Where better lies.", told=True)] = "up"
    base_year: Annotated[int | None, _year("Year of the base.")] = None
    base: Annotated[float | None, Column("Value in the base year.", read=_figure("base"))] = None
    target_year: Annotated[int | None, _year("Year of the target.", told=True)] = None
    target_text: Annotated[Label, Column("Target where it is not a number")] = NAMELESS
    actual_year: Annotated[int, _year("Year of the actual value.", told=True)] = 0
    actual_text: Annotated[Label, Column("Actual value where it is not a number")] = NAMELESS
    met: Annotated[
        Literal["", "yes", "expected", "no"],
        Column("Whether the authority says that the task is met, or is expected to be (预计)."),
    ] = ""
    part_of: Annotated[str, Column("Key of the indicator that it is a part of.")] = ""
    stated_progress: Annotated[float | None, Column("Progress as published, per cent.")] = None
    stated_rating: Annotated[
        Literal["", "above", "on-course", "speed-up", "adjust"],
        Column("Rating as published."),
    ] = ""
    verdict: Annotated[Label, Column("What the report says of the row in its own words")] = NAMELESS
    phrase: Annotated[
        str,
        Column("Where the numbers stand in the report, quoted; …… marks what is left out."),
    ] = ""
    source: Annotated[str, SOURCE] = ""
    locator: Annotated[str, LOCATOR] = ""
    note: Annotated[str, NOTE] = ""

    def __post_init__(self) -> None:
        name = Label(self.name.en or self.key, self.name.zh)
        object.__setattr__(self, "name", name)

    def problems(self) -> Iterator[tuple[str, str]]:
        """Numbers that a rule needs and lacks, or that contradict each other."""
        if self.rule in COUNTED and self.actual is None:
            yield (
                "actual",
                _("'actual' is empty: a row of rule '{rule}' is rated by it", rule=self.rule),
            )
        if self.rule in ("reach", "hold") and self.target is None:
            yield (
                "target",
                _("'target' is empty: a row of rule '{rule}' is held against it", rule=self.rule),
            )
        yield from self._way()
        if (self.base_year or PLAN[0]) >= (self.target_year or PLAN[1]):
            yield "target_year", _("the target year is not after the base year")
        if self.actual_year and self.actual is not None:
            if self.actual_year < (self.base_year or self.actual_year):
                yield "actual_year", _("the year of the actual value lies before the base year")
            if self.actual_year > today().year:
                yield "actual_year", _("{day} lies in the future", day=self.actual_year)

    def _way(self) -> Iterator[tuple[str, str]]:
        """The direction is that from base to target."""
        base, target = self.base, self.target
        if self.rule not in ("progress", "hold") or base is None or target is None:
            return
        if base == target:
            if self.rule == "progress":
                yield (
                    "base",
                    _("base and target are both {base:g}: such a level is to 'hold'", base=base),
                )
        elif (target > base) != (self.direction == "up"):
            yield "direction", _against(base, target)


def _against(base: float, target: float) -> Message:
    """That a target lies on the other side of its base than the direction says."""
    if target > base:
        return _(
            "the direction is down, but the target {target:g} is above the base {base:g}",
            target=target,
            base=base,
        )
    return _(
        "the direction is up, but the target {target:g} is below the base {base:g}",
        target=target,
        base=base,
    )


GREEN_ACTIONS = Table(
    "green_actions", "Actions that a personal carbon account counts", Action, "action"
)
INDICATORS = Table(
    "indicators", "Indicators of Kunming's plan for ecological civilisation", Indicator, "key"
)
MEETING_CASES = Table(
    "meeting_cases", "Published footprints of meetings, for comparison", MeetingCase, "key"
)
