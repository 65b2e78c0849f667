"""The indicators of a plan: progress and rating, 超预期 / 符合预期 / 需加快推进 / 建议调整.

The rule is "half of the time, half of the task" (时间过半、任务过半). A target without a number
stays without one: such an indicator is rated by whether its authority says that the year's task
is met.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Literal

from carbonmeet.base.errors import Fault, InputError, did_you_mean
from carbonmeet.base.numerals import number
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, Message, _
from carbonmeet.catalogue.records.city import INDICATORS, PLAN, Indicator
from carbonmeet.rows.table import fields_of, made

__all__ = [
    "RATINGS",
    "RULES",
    "Indicator",
    "Rated",
    "counts",
    "indicators_of",
    "progress",
    "rate_all",
    "read_indicators",
]

#: The four ratings.
RATINGS: Mapping[str, Label] = {
    "above": _("above expectation"),
    "on-course": _("as expected"),
    "speed-up": _("to be speeded up"),
    "adjust": _("to be adjusted"),
}

#: How an indicator is read.
RULES: Mapping[str, str] = {
    "progress": "the way from base to target",
    "reach": "a level to be reached by the target year; reaching it early is above expectation",
    "hold": "a level to be held in every year; holding it is as expected",
    "provincial": "set by the province year by year, without a number here",
    "class": "a class of water quality, without a number",
    "parts": "the middle one of its parts",
    "revise": "definition or policy has changed",
    "count": "a figure without a target: shown, never rated",
}
#: Rules by which a rating is what the report says, and does not follow from a number.
_GIVEN = ("provincial", "class", "revise")
#: Sets that the report does not rate.
_UNRATED = ("annual", "column")

#: A way from base to target shorter than this share of the base is too short to divide by.
_TINY = 0.01


@dataclass(frozen=True, slots=True)
class Rated:
    """An indicator with what follows from its numbers.

    Attributes
    ----------
    progress : float or None
        1 is the target; None where it cannot be computed.
    rating : str
        A key of `RATINGS`; empty for parts and annual plans.
    flags : tuple of Label
        Where the published figures do not follow from each other.
    """

    indicator: Indicator
    progress: float | None
    rating: str
    flags: tuple[Label, ...] = ()

    @property
    def given(self) -> bool:
        """Whether the rating is what the report says, and follows from no number."""
        return bool(self.rating) and self.indicator.rule in _GIVEN


def read_indicators(path: Path | None = None) -> list[Indicator]:
    """Read a table of indicators; the shipped one without `path`.

    Raises
    ------
    InputError
        With every fault of the table.

    Examples
    --------
    >>> len([one for one in read_indicators() if one.set == "main" and not one.part_of])
    31
    """
    if path is None:
        return list(INDICATORS.shipped())
    found, faults = INDICATORS.gathered(path)
    whole = {one.key: one.part_of for one in found}
    for at, one in enumerate(found):
        if message := _part_fault(one.key, whole):
            faults.append(found.fault(at, "part_of", message))
    if faults:
        raise InputError(faults)
    return list(found)


def indicators_of(rows: Iterable[tuple[int, Mapping[str, object]]], name: str) -> list[Indicator]:
    """Indicators from rows of cells, each with its line in the file called `name`.

    Raises
    ------
    InputError
        With every fault.
    """
    found: list[Indicator] = []
    faults: list[Fault] = []
    lines: dict[str, int] = {}
    for line, row in rows:
        cells = {key: "" if cell is None else str(cell) for key, cell in row.items() if key}
        one, wrong = made(Indicator, cells)
        key = cells.get("key", "").strip()
        messages = [*(_no_column(cells)), *(message for _column, message in wrong)]
        if key and lines.setdefault(key, line) != line:
            messages.append(_("'{key}' is already listed on line {line}", key=key, line=lines[key]))
        faults += [Fault(name, line, 1, key, message) for message in messages]
        if one is not None and not messages:
            found.append(one)
    whole = {one.key: one.part_of for one in found}
    faults += [
        Fault(name, lines[one.key], 1, one.key, message)
        for one in found
        if (message := _part_fault(one.key, whole))
    ]
    if faults:
        raise InputError(faults)
    return found


def _no_column(cells: Mapping[str, str]) -> Iterator[Message]:
    """Keys of a row that are no columns."""
    known = [column for field in fields_of(Indicator) for column in field.columns]
    for name in cells:
        if name not in known:
            hint = did_you_mean(name, known)
            yield _(
                "no column '{column}'.{hint} Columns: {known}", column=name, hint=hint, known=known
            )


def _part_fault(key: str, whole: Mapping[str, str]) -> str:
    """Why a row cannot be a part of another; empty if it can, or is none."""
    part_of = whole[key]
    if not part_of:
        return ""
    if part_of == key:
        return _("part of itself")
    if part_of not in whole:
        return _("part of '{part_of}', which is not listed", part_of=part_of)
    if whole[part_of]:
        return _(
            "part of '{part_of}', which is itself a part of '{whole}'",
            part_of=part_of,
            whole=whole[part_of],
        )
    return ""


def progress(one: Indicator) -> float | None:
    """How far an indicator has come; 1 is its target.

    From a base, ``(actual - base) / (target - base)``; a level without base, ``actual / target``.
    None without numbers, or where base and target lie so close that the quotient says nothing.
    """
    if one.actual is None or one.target is None or one.rule not in ("progress", "reach", "hold"):
        return None
    if one.rule == "progress" and one.base is not None:
        way = one.target - one.base
        if abs(way) < _TINY * abs(one.base) or way == 0:
            return None
        return (one.actual - one.base) / way
    if one.direction == "down" or one.target == 0:
        return None
    return one.actual / one.target


def rate_all(
    indicators: Sequence[Indicator], half: float | Literal["elapsed"] = 0.5
) -> list[Rated]:
    """Rate indicators.

    Parameters
    ----------
    indicators : sequence of Indicator
    half : float or "elapsed"
        Progress from which an indicator is as expected: a share of the whole task, or the share
        of the plan's years that had passed in the year of the data.

    Examples
    --------
    >>> main = [one for one in rate_all(read_indicators()) if one.indicator.set == "main"]
    >>> counts(main)
    {'above': 9, 'on-course': 16, 'speed-up': 1, 'adjust': 5}
    """
    parts: dict[str, list[float]] = {}
    for one in indicators:
        if one.part_of:
            value = progress(one)
            if value is not None:
                parts.setdefault(one.part_of, []).append(value)
    return [_rated(one, parts.get(one.key, []), half) for one in indicators]


def _rated(one: Indicator, parts: list[float], half: float | Literal["elapsed"]) -> Rated:
    value = median(parts) if one.rule == "parts" and parts else progress(one)
    rating = "" if one.part_of or one.set in _UNRATED else _rating(one, value, half)
    flags = [*_stated(one, value)]
    if one.rule == "parts" and any(part < 1 for part in parts) and rating == "above":
        flags.append(
            _(
                "{sum} of its {parts} parts below target",
                sum=sum(part < 1 for part in parts),
                parts=len(parts),
            )
        )
    if one.rule == "progress" and value is None and None not in (one.base, one.actual):
        flags.append(
            _(
                "from {base:g} to {actual:g}; base and target lie too close to divide by",
                base=one.base,
                actual=one.actual,
            )
        )
    if one.stated_rating and rating and rating != one.stated_rating:
        said = RATINGS[one.stated_rating]
        flags.append(_("published rating: {said}", said=said))
    return Rated(one, value, rating, tuple(flags))


def _rating(one: Indicator, value: float | None, half: float | Literal["elapsed"]) -> str:
    if one.rule == "revise":
        return "adjust"
    if one.rule in ("provincial", "class"):
        return "on-course" if one.met in ("yes", "expected") else "speed-up"
    if one.rule == "count":
        return ""
    if one.rule == "hold":
        return "on-course" if _reached(one) else "speed-up"
    if one.rule == "parts":
        return _by_progress(value, _threshold(one, half)) if value is not None else "speed-up"
    if _reached(one):
        return "above"
    return "speed-up" if value is None else _by_progress(value, _threshold(one, half))


def _by_progress(value: float, threshold: float) -> str:
    if value >= 1:
        return "above"
    return "on-course" if value >= threshold else "speed-up"


def _threshold(one: Indicator, half: float | Literal["elapsed"]) -> float:
    if half != "elapsed":
        return half
    start, end = one.base_year or PLAN[0], one.target_year or PLAN[1]
    return (one.actual_year - start) / (end - start)


def _reached(one: Indicator) -> bool:
    if one.actual is None or one.target is None:
        return False
    return one.actual <= one.target if one.direction == "down" else one.actual >= one.target


def _stated(one: Indicator, value: float | None) -> Iterable[Label]:
    """Flags where a published progress does not follow from the published numbers."""
    if one.stated_progress is None or value is None:
        return
    exact = 100 * value
    gap = abs(exact - one.stated_progress)
    if gap <= 0.0051:
        return
    printed = f"{number(one.stated_progress, 6)}%"
    if one.stated_progress == round(one.stated_progress) and gap < 1:
        yield _("published {printed}, rounded from {exact:.2f}%", printed=printed, exact=exact)
    else:
        yield _("published {printed}, the figures give {exact:.2f}%", printed=printed, exact=exact)


def counts(rated: Iterable[Rated]) -> dict[str, int]:
    """How many have each rating, in the order of `RATINGS`."""
    found = Counter(one.rating for one in rated if one.rating)
    return {name: found[name] for name in RATINGS}
