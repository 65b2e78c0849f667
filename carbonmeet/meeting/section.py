"""What a section of a meeting is, and what it writes its lines with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, _
from carbonmeet.bench.expansion import Expansion, Key, Span
from carbonmeet.meeting.people import People
from carbonmeet.meeting.shape import Core
from carbonmeet.numbers.number import Link
from carbonmeet.reading.amount import Amount
from carbonmeet.reading.schema import Listed
from carbonmeet.units import parse_unit

__all__ = ["Section", "Work"]

_DAY, _PERSON = parse_unit("day"), parse_unit("person")


@dataclass(frozen=True)
class Work:
    """What the lines of a section are written with.

    Attributes
    ----------
    meeting : Core
    bench : Expansion
        Collects the lines and every fault.
    spans : mapping of str to Span
        The accounting periods by name.
    people : People
        The groups written so far.
    """

    meeting: Core
    bench: Expansion
    spans: Mapping[str, Span]
    people: People

    def span_days(self, given: Amount | None, span: Span, path: Key) -> Link:
        """Days as given, else those of the period."""
        if given is not None:
            return (self.bench.number((*path, "days"), given), 1)
        if span.days is None:
            raise CarbonmeetError(
                _("'days' is missing: period '{name}' has no start and end", name=span.name)
            )
        note = _("{start} to {end}", start=span.start, end=span.end)
        return (self.bench.made(("periods", span.name, "days"), span.days, _DAY, note=note), 1)

    def per_head(
        self,
        service: str,
        entry: Any,
        how: str,
        span: Span,
        path: Key,
        part: tuple[Link, ...] = (),
    ) -> None:
        """One line, or one for every group of people that the amount hangs on."""
        self.check_unit(service, getattr(entry, how), how, path)
        rate = self.bench.links((*path, how), getattr(entry, how))
        if how == "amount":
            if "people" in entry.model_fields_set:
                self.bench.fault((*path, "people"), _("'people' has no effect with 'amount'"))
            label = entry.label or self.bench.catalogue.service(*service.split("/", 1)).name
            self.bench.add_service(service, (*rate, *part), span, label)
            return
        crowds = [
            c for c in self.people.crowds if c.span.name == span.name and c.counts(entry.people)
        ]
        if not crowds:
            raise CarbonmeetError(
                _("period '{name}' has no {people} to count", name=span.name, people=entry.people)
            )
        thing = self.bench.catalogue.service(*service.split("/", 1)).name
        for crowd in crowds:
            days = self.people.days(crowd) if how == "per_person_day" else ()
            label = entry.label or crowd.having(thing)
            self.bench.add_service(
                service, (crowd.people, *days, *rate, *part), span, label, tags=crowd.tags
            )

    def check_unit(self, service: str, amount: Amount, how: str, path: Key) -> None:
        """Refuse bottles where kilometres stand, at the place where they stand."""
        wanted = self.bench.catalogue.service(*service.split("/", 1)).unit
        if how != "amount":
            wanted = wanted / _PERSON
        if how == "per_person_day":
            wanted = wanted / _DAY
        if amount.unit.dims != wanted.dims:
            got = (
                _("a bare number")
                if amount.unit.text == "1"
                else _("one in {text}", text=amount.unit.text)
            )
            self.bench.fault(
                (*path, how),
                _("an amount in {text} is expected, not {got}", text=wanted.text, got=got),
            )


@dataclass(frozen=True)
class Section:
    """A list of a meeting's file whose entries become lines.

    Attributes
    ----------
    entry : type
        The shape of an entry; it names its period.
    write : callable
        Work, entry, period, path → lines on the bench.
    called : Label
        What an entry is called where its number is named.
    rank : int
        When its lines are written.
    marks : tuple of str
        Fields that tell two entries apart, as few as will do.
    finish : callable, optional
        What is left to say when all lines are written.
    """

    entry: type[Listed]
    write: Callable[[Work, Any, Span, Key], None]
    called: Label
    rank: int = 99
    marks: tuple[str, ...] = ("period", "label")
    finish: Callable[[Work], None] | None = None
