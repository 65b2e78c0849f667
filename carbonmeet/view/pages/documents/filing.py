"""What a document is filled from: the answer, the organiser's block, the frame and its word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from carbonmeet.answer.offset import frame_behind
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.notices import Notice
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, Message, _, reworded
from carbonmeet.bench.organiser import Organiser
from carbonmeet.numbers.factor import Factor
from carbonmeet.offset.forest import WHOLE
from carbonmeet.offset.kinds import OffsetFrame, is_transfer
from carbonmeet.pricing.metered import LEFT
from carbonmeet.view.blocks import shown
from carbonmeet.view.matter import PAPERS, Matter

if TYPE_CHECKING:
    from datetime import date

    from carbonmeet.answer.offset import Offset
    from carbonmeet.numbers.activity import Activity
    from carbonmeet.numbers.number import Number

__all__ = ["Filing", "Open"]


class Open(str):
    """What stands where nothing is said: it is counted and listed wherever it is printed.

    Attributes
    ----------
    key : str
        The key of the scenario file that fills it; empty where it is filled by hand.
    """

    key: str

    def __new__(cls, text: str, key: str = "") -> Open:
        made = str.__new__(cls, text)
        made.key = key
        return made


@dataclass(frozen=True)
class Filing:
    """The material of a document.

    Attributes
    ----------
    m : Matter
        The answer and the language.
    """

    m: Matter

    @property
    def offset(self) -> Offset | None:
        """What is set against the meeting."""
        return self.m.answer.offset

    @cached_property
    def organiser(self) -> Organiser:
        """What the file says of the organiser; empty where it says nothing.

        Raises
        ------
        CarbonmeetError
            If this is a city: such documents are those of an event.
        """
        if self.m.is_city:
            raise CarbonmeetError(
                _(
                    "these documents are those of an event: a city or "
                    "region files none of them, and ISO 14068-1 does not "
                    "cover territories"
                )
            )
        return getattr(self.m.workings.scenario.content, "organiser", None) or Organiser()

    @cached_property
    def frame(self) -> OffsetFrame:
        """The rules that the event is offset under."""
        return frame_behind(self.m.answer)

    def say(self, text: str | Label | Notice, /, **args: object) -> str:
        """A text in the language of the reader; names of the catalogue too in the frame's words."""
        if isinstance(text, Message) or not isinstance(text, Label | Notice):
            return self.m.say(text, **args)
        return reworded(text.get(self.m.lang))

    def open(self, key: str = "") -> Open:
        """The mark of an entry that nothing fills."""
        return Open(self.m.say("[open: to be filled in]"), key)

    def cell(self, text: str | None, key: str) -> str:
        """What stands in a cell of a table, or the mark that it is open."""
        return text or Open(self.m.say("[open]"), key)

    def land(self, name: str) -> str:
        """Key of what is said of the land: of each parcel, or of the whole where there is none."""
        parcels = () if self.offset is None else self.offset.parcels
        whole = all(one["id"] == WHOLE for one in parcels)
        return f"offset.{name}" if whole else f"offset.parcels[].{name}"

    def label(self, both: Label | None) -> str | None:
        """A text of the file; None where it says nothing."""
        text = "" if both is None else self.m.word(both)
        return text or None

    def signed(self, by: str) -> str | None:
        """Who has ``prepared``, or ``checked``, the numbers of the file."""
        who = getattr(self.m.workings.scenario.content, by, None)
        return None if who is None else self.label(who.name)

    def tonnes(self, value: float) -> str:
        """Tonnes in running text."""
        return f"{shown(value)} t CO2e"

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """The lines of the baseline."""
        lines = self.m.workings.model.lines
        listed = (lines[i].activity for i in self.m.workings.lines)
        return tuple(one for one in listed if not one.dormant)

    @cached_property
    def measured(self) -> float:
        """Share of the tonnes before the measures that are measured in every number.

        Those of the amount are meant, and how far the measures were carried out that change it.
        """
        base, lines = self.m.workings.baseline.kg, self.m.workings.model.lines
        whole = float(base.sum()) or 1.0
        moved = {i for found in self.planned.values() for i in found}
        listed = [i for i in self.m.workings.lines if _measured(lines[i].activity)]
        return sum(float(base[i]) for i in listed if i not in moved) / whole

    @cached_property
    def planned(self) -> Mapping[str, tuple[int, ...]]:
        """Lines that each measure changes whose uptake was not measured."""
        found, uptakes = self.m.workings, self.m.planned()
        acting = {one.id for one in self.m.answer.measures if one.shapley.value}
        return {
            measure.id: tuple(row.nonzero()[0].tolist())
            for measure, row in zip(found.model.measures, found.changed, strict=True)
            if measure.id in acting and uptakes[measure.id].basis != "measured"
        }

    @cached_property
    def unmeasured(self) -> tuple[str, ...]:
        """The numbers that are not measured, those of the most tonnes first."""
        base, found = self.m.workings.baseline.kg, defaultdict[str, float](float)
        for i in self.m.workings.lines:
            for number in _own(self.m.workings.model.lines[i].activity):
                if number.basis != "measured":
                    found[self.label(number.name) or number.id] += float(base[i])
        for measure, changed in self.planned.items():
            name = self.say("how far {measure} was carried out", measure=measure)
            found[name] += sum(float(base[i]) for i in changed)
        return tuple(sorted(found, key=lambda name: -found[name]))

    @property
    def last_day(self) -> date | None:
        """Last day of the event; None where a period that may be its last has no end."""
        spans = self.m.workings.scenario.spans.values()
        last = max((one.end for one in spans if one.end is not None), default=None)
        later = (one for one in spans if one.end is None)
        return None if last and any(one.year > last.year for one in later) else last

    @property
    def balance(self) -> Mapping[str, Any]:
        """The claim about emissions, credits and forest; that of nothing where none is set."""
        claims = () if self.offset is None else self.offset.claims
        kinds = {"no-emissions", "covered", "short", "nothing"}
        kinds |= {"to-be-compensated", "not-compensated"}
        nothing = {"kind": "nothing", "emissions": self.m.answer.residual.total.value}
        zero = dict.fromkeys(("credits", "retired", "planned", "unstated", "given"), 0.0)
        return next((one for one in claims if one["kind"] in kinds), {**nothing, **zero})

    @property
    def doubted(self) -> bool:
        """Whether the file itself says that its forest is no compensation."""
        claims = () if self.offset is None else self.offset.claims
        return any(one["kind"] == "doubted" for one in claims)

    @property
    def done(self) -> float:
        """What is cancelled, or was given: t CO2e."""
        return float(self.balance["retired"] + self.balance["given"])

    @property
    def cancelled(self) -> bool:
        """Whether what is cancelled or given is as much as was emitted."""
        return bool(self.done >= self.balance["emissions"] * (1 - 1e-9))

    @staticmethod
    def was_given(credit: Mapping[str, Any]) -> bool:
        """Whether an entry of the record was given and not bought."""
        return is_transfer(credit["kind"])

    def basis(self, activity: Activity) -> str:
        """How an amount is known: as well as the weakest number in it."""
        found = _bases(activity)
        order = ("assumed", "given", "published", "measured")
        return next((one for one in order if one in found), "given")

    def papers(self, activity: Activity) -> str:
        """The papers behind the amount of a line."""
        found = []
        for number, _power in activity.amount:
            paper = None if isinstance(number, Factor) else number.document
            if paper is not None:
                kind = self.m.word(PAPERS.get(paper.kind, Label(paper.kind)))
                parts = (kind, paper.number, paper.date, paper.holder, paper.file)
                found.append(" ".join(part for part in parts if part))
        return self.m.say("; ").join(dict.fromkeys(found))


def _measured(activity: Activity) -> bool:
    """Whether every number of the amount was measured."""
    return _bases(activity) == {"measured"}


def _bases(activity: Activity) -> set[str]:
    """How the numbers of the file behind an amount are known; a way between places is geometry."""
    return {number.basis for number in _own(activity)}


def _own(activity: Activity) -> Iterator[Number]:
    """The numbers of the file behind an amount."""
    for number, _power in activity.amount:
        if not isinstance(number, Factor) and not _follows(number):
            yield number


def _follows(number: Number) -> bool:
    """Whether a number is nobody's to know.

    A definition is, a way over the globe, the days between two dates, and a metered rest.
    """
    defined = number.path[0] == "constants" and number.basis != "assumed"
    dated = number.path[0] == "periods" and number.path[-1] == "days"
    return defined or dated or number.path[-1] in (LEFT, "from")
