"""What stands between a meeting and its declaration; where nothing does, it may be declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from carbonmeet.base.clock import today
from carbonmeet.base.text import _
from carbonmeet.offset.kinds import read_kinds
from carbonmeet.offset.serials import block_of
from carbonmeet.view.numerals import share
from carbonmeet.view.pages.documents.filing import Filing

__all__ = ["ISO", "iso_lacks", "unmet"]

#: Frame whose name a statement may carry only where its own conditions are met.
ISO = "iso-14068-1"
#: Share of the emissions whose amounts are to be measured before anything is declared.
_ENOUGH = 0.95
#: Numbers that are named as not measured.
_NAMED = 4


def unmet(f: Filing) -> tuple[str, ...]:
    """Why the offsetting cannot be declared complete yet; empty where it can."""
    credits = () if f.offset is None else f.offset.credits
    retired = [one for one in credits if one["status"] == "retired" and not f.was_given(one)]
    found = [*_days(f, retired), *_cover(f), *_unproved(f, retired)]
    if f.frame.key == ISO:
        found += iso_lacks(f)
    return tuple(found)


def _days(f: Filing, retired: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Days that have not come, or that contradict each other."""
    last, signed = f.last_day, f.organiser.signed
    spans = f.m.workings.scenario.spans.values()
    if never := [f.m.period(one.name, mark=False) for one in spans if one.counterfactual]:
        yield f.say("what was not held is counted with it: {periods}", periods=f.m.join(never))
    if last is None:
        yield f.say("on which day the event ended is not said (periods: start and end)")
    elif last > today():
        yield f.say("the event is still to come: it ends on {last}", last=last)
    elif signed is not None and signed < last:
        yield f.say(
            "signed on {signed}, before the end of the event ({last})", signed=signed, last=last
        )
    if signed is not None and signed > today():
        yield f.say("the day of signature, {signed}, has not come", signed=signed)
    days = [date.fromisoformat(one["retired"]) for one in retired if one["retired"]]
    cancelled = max(days, default=None)
    if signed and cancelled and cancelled > signed:
        yield f.say("credits are retired after the day of signature")
    yield from _completed(f, cancelled)


def _completed(f: Filing, cancelled: date | None) -> Iterator[str]:
    """A day of completion that cannot be."""
    completed, last, signed = f.organiser.completed, f.last_day, f.organiser.signed
    if completed is None:
        return
    said = _("the offsetting is said to be complete on {completed}", completed=completed)
    if completed > today():
        yield f.say("{said}, which has not come", said=said)
    elif signed is not None and completed > signed:
        yield f.say("{said}, after the day of signature ({day})", said=said, day=signed)
    if last is not None and completed < last:
        yield f.say("{said}, before the end of the event ({last})", said=said, last=last)
    if cancelled is not None and completed < cancelled:
        yield f.say("{said}, before credits were retired ({day})", said=said, day=cancelled)


def _cover(f: Filing) -> Iterator[str]:
    """What is not cancelled or given yet, and what was not measured."""
    emissions = f.balance["emissions"]
    if not f.cancelled and emissions:
        short = f.tonnes(emissions - f.done)
        yield f.say("{short} are not covered by cancelled credits", short=short)
    if f.measured < _ENOUGH:
        much = (
            _(
                "only {measured} of the emissions rest on measured amounts",
                measured=share(f.measured, 0),
            )
            if f.measured >= 0.005
            else _("none of the emissions rest on measured amounts")
        )
        yield f.say(
            "{much}: what actually arose is to be offset, and not what was planned", much=much
        )
        yield f.say(
            "not measured, those behind the most tonnes first: {numbers}",
            numbers=f.m.entries(_first(f.unmeasured)),
        )
    credits = () if f.offset is None else f.offset.credits
    if any(f.was_given(one) and not one["logged"] for one in credits):
        yield f.say("green actions are given without a log that could be checked")


def _first(names: Sequence[str]) -> tuple[str, ...]:
    """The first of a list, and that there are more."""
    return (*names[:_NAMED], *(("…",) if len(names) > _NAMED else ()))


def _unproved(f: Filing, retired: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What the proof of a cancellation lacks."""
    if any(not one["serials"] for one in retired):
        yield f.say("retired credits have no serial numbers")
    elif any(block_of(one["serials"], _ends(one["kind"])) is None for one in retired):
        yield f.say("the serial numbers of retired credits could not be counted")
    if any(not one["registry"] or not one["beneficiary"] for one in retired):
        yield f.say("retired credits name no registry or no beneficiary")


def _ends(kind: str) -> Any:
    kinds = read_kinds()
    return kinds[kind].ends if kind in kinds else None


def iso_lacks(f: Filing) -> Iterator[str]:
    """What ISO 14068-1 asks for, as others report it, and the file does not say."""
    if f.m.answer.saving.value <= 0:
        yield f.say("nothing is reduced before it is offset")
    if not f.organiser.management_plan:
        yield f.say("no carbon neutrality management plan is named")
    if not f.organiser.published:
        yield f.say("no public report is named")
    evaluator = f.label(f.organiser.evaluator)
    if not evaluator:
        yield f.say("nobody is named who verified it independently")
    elif evaluator == f.label(f.organiser.name):
        yield f.say("the organiser itself is named as the one who verified it")
