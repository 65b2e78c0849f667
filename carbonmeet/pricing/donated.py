"""Green actions that people gave to a meeting: a transfer into its offset, counted once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carbonmeet.base.errors import CarbonmeetError, Fault, InputError, message_of
from carbonmeet.base.text import _, joined
from carbonmeet.catalogue import preferred_publishers
from carbonmeet.reading.amount import In
from carbonmeet.scenario import beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carbonmeet.catalogue import Catalogue
    from carbonmeet.city.gifts import Gift
    from carbonmeet.offset.block import OffsetBlock
    from carbonmeet.offset.creditblock import CreditBlock
    from carbonmeet.scenario import Scenario

__all__ = ["counted_credits", "gifts_to", "offset_block"]

_GRAMS_PER_TONNE = 1e6


def offset_block(scenario: Scenario, catalogue: Catalogue | None = None) -> OffsetBlock | None:
    """The ``offset:`` block of a scenario, with the tonnes that logs of green actions hold for it.

    Parameters
    ----------
    scenario : Scenario
    catalogue : Catalogue, optional
        Prices the actions; needed where a log is named.

    Raises
    ------
    InputError
        If a log has a fault, or gives nothing to this meeting.
    """
    block = scenario.content.offset
    if block is None or catalogue is None or not any(one.beside for one in block.credits):
        return block
    if faults := list(_twice(scenario, block)):
        raise InputError(faults)
    listed = enumerate(block.credits)
    credits = tuple(
        _told(i, _credited(i, one, scenario, catalogue), scenario) if one.beside else one
        for i, one in listed
    )
    return block.model_copy(update={"credits": credits})


def gifts_to(scenario: Scenario, i: int, one: CreditBlock) -> Iterator[Gift]:
    """The actions that the logs of a credit, the `i`-th of the list, give to the meeting."""
    from carbonmeet.city.gifts import gifts_of

    folder = _folder(scenario, i, "actions")
    yield from gifts_of([folder / name for name in one.logs], one.called(scenario.content.title))


def counted_credits(scenario: Scenario, block: OffsetBlock | None) -> dict[int, dict[str, Any]]:
    """By place, what a result says of credits in place of the files that they were counted from.

    Parameters
    ----------
    scenario : Scenario
    block : OffsetBlock, optional
        From `offset_block`.
    """
    written, found = scenario.content.offset, dict[int, dict[str, Any]]()
    if block is None or written is None:
        return found
    for i, (one, own) in enumerate(zip(block.credits, written.credits, strict=True)):
        if own.beside and one.tonnes is not None:
            said = dict(scenario.document.data["offset"]["credits"][i])
            if said.pop("actions", None):
                said["tonnes"] = {"value": f"{one.tonnes.value!r} t CO2e", "basis": "measured"}
            still = {"open": one.open} if one.open else {}
            found[i] = {**said, **still, "counted": one.counted}
    return found


def _told(i: int, one: CreditBlock, scenario: Scenario) -> CreditBlock:
    """An entry that names the files behind it and their digests, and what its pool has as open."""
    parts = []
    for key, name in one.beside:
        digest = beside.digest(_folder(scenario, i, key) / name)
        parts.append(f"{Path(name).name} (SHA-256 {digest})")
    still = 0
    if one.pool:
        from carbonmeet.offset.pool import open_units

        still = open_units(one, _folder(scenario, i, "pool"))
    return one.model_copy(update={"counted": ", ".join(parts), "open": still})


def _folder(scenario: Scenario, i: int, key: str) -> Path:
    """Where a file that a credit names is looked for."""
    return Path(scenario.document.folder(("offset", "credits", i, key)) or os.curdir)


def _twice(scenario: Scenario, block: OffsetBlock) -> Iterator[Fault]:
    """Actions that two entries count, or two logs of one."""
    if sum(len(one.logs) for one in block.credits) < 2:
        return
    from carbonmeet.city.gifts import Given

    given, path = Given[int](several=False), ("offset", "credits")
    for i, one in enumerate(block.credits):
        told: dict[int, str] = {}
        for gift in gifts_to(scenario, i, one):
            for other, j in given.by(gift):
                told.setdefault(i, _counted(gift, other, j))
            given.add(gift, i)
        yield from (_fault(scenario, (*path, i, "actions"), said) for said in told.values())


def _counted(gift: Gift, other: Gift, j: int) -> str:
    """That an entry counts an action already."""
    if gift.place == other.place:
        return _("this is the log of offset.credits[{j}]: it counts once", j=j)
    return _(
        "{here} is the same action as {there} in offset.credits[{j}]: it counts "
        "once. If they are two actions, give each an 'id'",
        here=gift.spot,
        there=other.spot,
        j=j,
    )


def _credited(i: int, one: CreditBlock, scenario: Scenario, catalogue: Catalogue) -> CreditBlock:
    if not one.actions:
        return one
    path = ("offset", "credits", i, "actions")
    folder = _folder(scenario, i, "actions")
    names = one.called(scenario.content.title)
    prefer = (*scenario.content.prefer, *preferred_publishers())
    from carbonmeet.city.actions import account, read_log

    try:
        entries = read_log([folder / name for name in one.logs], catalogue)
        given = account(entries, catalogue, prefer=prefer).donated
    except InputError as error:
        raise InputError([_placed(scenario, path, fault) for fault in error.faults]) from error
    except CarbonmeetError as error:
        raise InputError([_fault(scenario, path, message_of(error))]) from error
    grams = sum(value for name, value in given.items() if name in names)
    if not entries:
        raise InputError([_fault(scenario, path, _("the log lists no action"))])
    if not grams:
        told = _(
            "no action of the log is given to {names}; donated_to names {given}",
            names=joined(sorted(names)),
            given=joined(sorted(given)) if given else _("nobody"),
        )
        raise InputError([_fault(scenario, path, told)])
    tonnes = In("t CO2e").read(
        {"value": f"{grams / _GRAMS_PER_TONNE!r} t CO2e", "basis": "measured"}
    )
    return one.model_copy(update={"tonnes": tonnes})


def _placed(scenario: Scenario, path: tuple[str | int, ...], fault: Fault) -> Fault:
    """A fault in a log where it stands; of a whole log where the scenario names it."""
    if fault.line:
        return fault
    told = _("{file}: {why}", file=Path(fault.file).name, why=fault.message)
    return _fault(scenario, path, told)


def _fault(scenario: Scenario, path: tuple[str | int, ...], said: str) -> Fault:
    return scenario.document.fault(path, f"offset.credits[{path[2]}].actions", said)
