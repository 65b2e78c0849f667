"""When meetings are: what a file takes over from one of other days may be another meeting's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from carbonmeet.base.ids import parts_of
from carbonmeet.base.notices import Notice
from carbonmeet.base.text import Label, _
from carbonmeet.offset.kinds import is_transfer
from carbonmeet.reading.yamlfile import Document
from carbonmeet.scenario.layers import files_of, parents_of, said_in

if TYPE_CHECKING:
    from carbonmeet.offset.block import OffsetBlock

__all__ = ["days_of", "for_another", "other_meeting", "shared_offset"]

#: First and last day.
Days = tuple[date, date]


def days_of(document: Document) -> Days | None:
    """First and last day of all periods; None where some period has no day and no year.

    Parameters
    ----------
    document : Document
        It may be wrong, or a part of a scenario that others extend.
    """
    periods = document.data.get("periods")
    listed = list(periods.values()) if isinstance(periods, dict) else []
    found = [_days(one) for one in listed]
    known = [one for one in found if one is not None]
    if not known or len(known) < len(found):
        return None
    return min(first for first, _last in known), max(last for _first, last in known)


def other_meeting(one: tuple[Label, Days | None], other: tuple[Label, Days | None]) -> bool:
    """Whether two meetings have neither a name nor a day in common.

    Examples
    --------
    >>> spring, autumn = (date(2026, 4, 1), date(2026, 4, 2)), (date(2026, 9, 1), date(2026, 9, 2))
    >>> other_meeting((Label("Fair"), spring), (Label("Forum"), autumn))
    True
    >>> other_meeting((Label("Fair"), spring), (Label("Fair"), autumn))  # put off
    False
    """
    names = [{parts_of(name) for name in (title.en, title.zh) if name} for title, _ in (one, other)]
    return _apart(one[1], other[1]) and not names[0] & names[1]


def shared_offset(document: Document) -> Iterator[Notice]:
    """That credits or land are those of a file that is extended, and whose days are others."""
    parents = list(parents_of(document))
    if not parents:
        return
    own = days_of(document)
    said = {said_in(document, path).name for path in _claims(document.data)}
    for parent in parents:
        theirs = days_of(parent)
        if own and theirs and _apart(own, theirs) and said & {one.name for one in files_of(parent)}:
            yield Notice(
                "offset.taken-over",
                {"file": parent.name, "start": f"{theirs[0]}", "end": f"{theirs[1]}"},
                _(
                    "credits or land under 'offset' are those of {file}, of {start} to {end}: if "
                    "that is another meeting they count there, and cannot count here as well",
                    file=parent.name,
                    start=theirs[0],
                    end=theirs[1],
                ),
            )
            return


def for_another(
    title: Label, organiser: Label | None, offset: OffsetBlock | None
) -> Iterator[Notice]:
    """Green actions that were given, and credits that were cancelled, for somebody else by name."""
    event, whose = (
        _called(title),
        _called(title) + ([] if organiser is None else _called(organiser)),
    )
    for one in () if offset is None else offset.credits:
        if one.beneficiary is None:
            continue
        named, plain = _called(one.beneficiary), {"beneficiary": one.beneficiary.written}
        said = {"beneficiary": one.beneficiary, "title": title}
        if is_transfer(one.kind) and not set(named) & set(event):
            yield Notice(
                "credit.given-to-another",
                plain,
                _(
                    "green actions that were given to {beneficiary} are counted for {title}: that "
                    "the two are one event is not checked",
                    **said,
                ),
            )
        elif not is_transfer(one.kind) and not any(
            x in name or name in x for x in whose for name in named
        ):
            yield Notice(
                "credit.for-another",
                plain,
                _(
                    "credits are for {beneficiary}, and neither {title} nor its organiser is "
                    "called so: whether they are this meeting's is not checked",
                    **said,
                ),
            )


def _called(name: Label) -> list[str]:
    """A name in both languages, however it is written."""
    return [" ".join(parts_of(one)) for one in (name.en, name.zh) if one]


def _claims(data: dict[str, Any]) -> Iterator[tuple[str | int, ...]]:
    """Where credits and land stand."""
    offset = data.get("offset")
    for key in ("credits", "parcels"):
        listed = offset.get(key) if isinstance(offset, dict) else None
        for i in range(len(listed) if isinstance(listed, list) else 0):
            yield ("offset", key, i, *(("id",) if key == "parcels" else ()))


def _apart(one: Days | None, other: Days | None) -> bool:
    return one is not None and other is not None and (one[1] < other[0] or other[1] < one[0])


def _days(period: Any) -> Days | None:
    """The days of a period as it is written."""
    if not isinstance(period, dict):
        return None
    try:
        if period.get("start") and period.get("end"):
            return date.fromisoformat(str(period["start"])), date.fromisoformat(str(period["end"]))
        return date(int(period["year"]), 1, 1), date(int(period["year"]), 12, 31)
    except (KeyError, TypeError, ValueError):
        return None
