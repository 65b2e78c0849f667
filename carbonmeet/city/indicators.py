"""The indicators of a plan: progress and rating, 超预期 / 符合预期 / 需加快推进 / 建议调整.

The rule is "half of the time, half of the task" (时间过半、任务过半). A target without a number
stays without one: such an indicator is rated by whether its authority says that the year's task
is met.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Literal

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import Fault, InputError, did_you_mean
from carbonmeet.base.text import NAMELESS, Label
from carbonmeet.city.tablefile import read_table

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
    "above": Label("above expectation", "超预期"),
    "on-course": Label("as expected", "符合预期"),
    "speed-up": Label("to be speeded up", "需加快推进"),
    "adjust": Label("to be adjusted", "建议调整"),
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
#: Rules that read the actual value.
_COUNTED = ("progress", "reach", "hold", "count")
#: Sets that the report does not rate.
_UNRATED = ("annual", "column")

#: Base and last year of the 14th five-year plan, for rows that name none.
_PLAN = (2020, 2025)
#: Columns of a table that must be there, and that may be.
_COLUMNS = (
    ("key", "rule", "actual", "target"),
    ("set", "no", "name_zh", "name_en", "category", "kind", "unit", "direction", "base_year")
    + ("base", "target_year", "target_text", "actual_year", "actual_text", "met", "part_of")
    + ("stated_progress", "stated_rating", "verdict_zh", "verdict_en", "phrase")
    + ("source", "locator", "note"),
)
_KNOWN = (*_COLUMNS[0], *_COLUMNS[1])
#: A way from base to target shorter than this share of the base is too short to divide by.
_TINY = 0.01


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator as published; numbers that nobody gives are None.

    Attributes
    ----------
    set : str
        ``main``, ``chapter``; ``annual`` and ``column`` are not rated.
    kind : str
        ``binding`` 约束性, ``expected`` 预期性, or empty.
    direction : str
        ``up`` or ``down``: where better lies.
    met : {"yes", "expected", "no", ""}
        Whether its authority says that the task is met, or is expected to be.
    part_of : str
        Key of the indicator that it is a part of.
    stated_progress : float or None
        Percent, as published.
    stated_rating : str
        As published; a key of `RATINGS` or empty.
    verdict : Label
        What the report says of it, in its own words.
    phrase : str
        Where the numbers stand in the report, quoted.
    """

    set: str
    no: str
    key: str
    name: Label
    category: str
    kind: str
    unit: str
    direction: str
    base_year: int | None
    base: float | None
    target_year: int | None
    target: float | None
    target_text: str
    actual_year: int
    actual: float | None
    actual_text: str
    met: str
    rule: str
    part_of: str
    stated_progress: float | None
    stated_rating: str
    source: str
    verdict: Label = NAMELESS
    phrase: str = ""
    locator: str = ""
    note: str = ""


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
    where = path or data_dir("factors") / "indicators.csv"
    return indicators_of(read_table(where, *_COLUMNS), str(where))


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
        cells = {key: "" if cell is None else str(cell).strip() for key, cell in row.items() if key}
        key = cells.get("key", "")
        try:
            unknown = [name for name in cells if name not in _KNOWN]
            if unknown:
                raise ValueError(f"no column '{unknown[0]}'.{did_you_mean(unknown[0], _KNOWN)}")
            if not key:
                raise ValueError("'key' is empty")
            if key in lines:
                raise ValueError(f"already stands on line {lines[key]}")
            lines[key] = line
            found.append(_indicator(cells))
        except ValueError as error:
            faults.append(Fault(name, line, 1, key, str(error)))
    whole = {one.key: one.part_of for one in found}
    faults += [
        Fault(name, lines[one.key], 1, one.key, message)
        for one in found
        if (message := _part_fault(one.key, whole))
    ]
    if faults:
        raise InputError(faults)
    return found


def _part_fault(key: str, whole: Mapping[str, str]) -> str:
    """Why a row cannot be a part of another; empty if it can, or is none."""
    part_of = whole[key]
    if not part_of:
        return ""
    if part_of == key:
        return "part of itself"
    if part_of not in whole:
        return f"part of '{part_of}', which is not listed"
    if whole[part_of]:
        return f"part of '{part_of}', which is itself a part of '{whole[part_of]}'"
    return ""


def _indicator(cell: Mapping[str, str]) -> Indicator:
    rule = cell.get("rule", "")
    if rule not in RULES:
        raise ValueError(f"no rule '{rule}'.{did_you_mean(rule, RULES)}")
    stated = cell.get("stated_rating", "")
    if stated and stated not in RATINGS:
        raise ValueError(f"no rating '{stated}'.{did_you_mean(stated, RATINGS)}")
    direction = cell.get("direction") or "up"
    if direction not in ("up", "down"):
        raise ValueError(f"direction '{direction}' is neither up nor down")
    met = cell.get("met", "")
    if met not in ("", "yes", "expected", "no"):
        raise ValueError(f"'met' is yes, expected, no or empty, not '{met}'")
    base, target = _number(cell, "base"), _number(cell, "target")
    _check_way(rule, direction, base, target)
    if rule in _COUNTED and _number(cell, "actual") is None:
        raise ValueError(f"'actual' is empty: a row of rule '{rule}' is rated by it")
    if rule in ("reach", "hold") and target is None:
        raise ValueError(f"'target' is empty: a row of rule '{rule}' is held against it")
    start, end = _whole(cell, "base_year"), _whole(cell, "target_year")
    if (start or _PLAN[0]) >= (end or _PLAN[1]):
        raise ValueError("the target year lies not after the base year")
    return Indicator(
        set=cell.get("set", ""),
        no=cell.get("no", ""),
        key=cell["key"],
        name=Label(cell.get("name_en", "") or cell["key"], cell.get("name_zh", "")),
        category=cell.get("category", ""),
        kind=cell.get("kind", ""),
        unit=cell.get("unit", ""),
        direction=direction,
        base_year=start,
        base=base,
        target_year=end,
        target=target,
        target_text=cell.get("target_text", ""),
        actual_year=_whole(cell, "actual_year") or 0,
        actual=_number(cell, "actual"),
        actual_text=cell.get("actual_text", ""),
        met=met,
        rule=rule,
        part_of=cell.get("part_of", ""),
        stated_progress=_number(cell, "stated_progress"),
        stated_rating=stated,
        source=cell.get("source", ""),
        verdict=Label(cell.get("verdict_en", ""), cell.get("verdict_zh", "")),
        phrase=cell.get("phrase", ""),
        locator=cell.get("locator", ""),
        note=cell.get("note", ""),
    )


def _check_way(rule: str, direction: str, base: float | None, target: float | None) -> None:
    """Refuse a target on the wrong side of its base, or where there is no way to go."""
    if base is None or target is None:
        return
    if base == target:
        if rule == "progress":
            raise ValueError(f"base and target are both {base:g}: such a level is to 'hold'")
        return
    rises = target > base
    if rises != (direction == "up"):
        way = "above" if rises else "below"
        raise ValueError(
            f"the direction is {direction}, while the target {target:g} lies {way} the base "
            f"{base:g}"
        )


def _number(cell: Mapping[str, str], name: str) -> float | None:
    if not cell.get(name):
        return None
    try:
        value = float(cell[name])
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"'{name}' is not a number: '{cell[name]}'")
    return value


def _whole(cell: Mapping[str, str], name: str) -> int | None:
    value = _number(cell, name)
    if value is not None and not value.is_integer():
        raise ValueError(f"'{name}' is a whole year, not '{cell[name]}'")
    return None if value is None else int(value)


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
            Label(
                f"{sum(part < 1 for part in parts)} of its {len(parts)} parts below target",
                f"{len(parts)} 个分项中 {sum(part < 1 for part in parts)} 项未达目标",
            )
        )
    if one.rule == "progress" and value is None and None not in (one.base, one.actual):
        flags.append(
            Label(
                f"from {one.base:g} to {one.actual:g}; base and target lie too close to divide by",
                f"由 {one.base:g} 变为 {one.actual:g}；基期与目标过近，不计算进度",
            )
        )
    if one.stated_rating and rating and rating != one.stated_rating:
        said = RATINGS[one.stated_rating]
        flags.append(Label(f"published rating: {said}", f"公布评级为{said.get('zh')}"))
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
    start, end = one.base_year or _PLAN[0], one.target_year or _PLAN[1]
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
    printed = f"{one.stated_progress:g} %"
    if one.stated_progress == round(one.stated_progress) and gap < 1:
        yield Label(
            f"published {printed}, rounded from {exact:.2f} %",
            f"公布 {printed}，应为 {exact:.2f}%（取整）",
        )
    else:
        yield Label(
            f"published {printed}, the figures give {exact:.2f} %",
            f"公布 {printed}，按数值为 {exact:.2f}%",
        )


def counts(rated: Iterable[Rated]) -> dict[str, int]:
    """How many have each rating, in the order of `RATINGS`."""
    found = Counter(one.rating for one in rated if one.rating)
    return {name: found[name] for name in RATINGS}
