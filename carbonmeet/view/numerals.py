"""The one way in which numbers are written for a reader, with units, ranges, plurals and words.

What is digits alone stands in `carbonmeet.base.numerals`, for messages write numbers as well. A
range is two numbers with a dash between them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, TypeAlias

from carbonmeet.base.numerals import fixed, number, share, three
from carbonmeet.base.text import Lang, _
from carbonmeet.units.words import unit

if TYPE_CHECKING:
    from carbonmeet.answer import Total

__all__ = [
    "Kind",
    "area_unit",
    "bounded",
    "chance",
    "decimals_for",
    "ends",
    "fixed",
    "likely",
    "number",
    "per_cent",
    "plural",
    "quantity",
    "ranged",
    "settled",
    "share",
    "shown",
    "three",
    "unit",
]

#: What a cell holds. ``number`` has four significant digits, ``tonnes`` the same decimals all over
#: a table, ``change`` is tonnes with their sign, an ``end`` of a range of tonnes has three figures,
#: ``share`` and the small ``part`` are per cent.
Kind: TypeAlias = Literal[
    "text", "code", "address", "number", "tonnes", "change", "end", "share", "part", "count"
]

#: Below this share of the largest number beside it a number is the dust of floating point.
_DUST = 1e-12


def known_share(part: float, error: float) -> str:
    """A share that was drawn, to the figures that its standard error leaves of it.

    Examples
    --------
    >>> known_share(0.8261, 0.0078), known_share(0.0123, 0.0006), known_share(0.0, 0.0)
    ('83% ± 1%', '1.2% ± 0.1%', '–')
    """
    if not part:
        return "–"
    decimals = 0 if error >= 0.005 else 1
    return f"{share(part, decimals)} ± {share(error, decimals)}"


def per_cent(part: float, lang: Lang) -> str:
    """A share in running text.

    Examples
    --------
    >>> per_cent(0.031, "en"), per_cent(0.0002, "en"), per_cent(-0.0002, "zh"), per_cent(0.0, "en")
    ('3.1%', 'below 0.1%', '增加不足0.1%', '0%')
    """
    if 0 < part < 0.0005:
        return _("below 0.1%").get(lang)
    if -0.0005 < part < 0:
        return _("an increase below 0.1%").get(lang)
    return share(part)


def bounded(chance: float, draws: int, lang: Lang) -> str:
    """A probability that was drawn, no surer than the number of draws allows.

    Where none of n draws hit the probability is below 3/n, and where all did above 1 - 3/n, with a
    confidence of 95%.

    Examples
    --------
    >>> bounded(0.25, 1000, "en"), bounded(0.0, 1000, "en"), bounded(1.0, 1000, "en")
    ('25.0%', 'below 0.3% (0 of 1,000 draws)', 'above 99.7% (all of 1,000 draws)')
    """
    most = min(3 / max(draws, 1), 1.0)
    if chance <= 0:
        text = number(100 * most, 2)
        both = _("below {text}% (0 of {draws:,} draws)", text=text, draws=draws)
        return both.get(lang)
    if chance >= 1:
        text = number(100 * (1 - most), 6)
        both = _("above {text}% (all of {draws:,} draws)", text=text, draws=draws)
        return both.get(lang)
    return share(chance)


def chance(part: float, draws: int) -> str:
    """A probability of a table or a figure, no surer than the number of draws allows.

    Examples
    --------
    >>> chance(0.7249, 1000), chance(1.0, 1000), chance(0.0, 200), chance(0.999, 1000)
    ('0.72', '>0.997', '<0.015', '>0.99')
    """
    least = min(3 / max(draws, 1), 1.0)
    if part <= 0 or part >= 1:
        return f"<{number(least, 2)}" if part <= 0 else f">{number(1 - least, 6)}"
    text = fixed(part, 2)
    return ">0.99" if text == "1.00" else text


def likely(part: float, draws: int) -> str:
    """A probability beside a mark.

    Examples
    --------
    >>> likely(0.7249, 1000), likely(1.0, 1000)
    ('P = 0.72', 'P > 0.997')
    """
    text = chance(part, draws)
    return f"P {text[0]} {text[1:]}" if text[0] in "<>" else f"P = {text}"


def ends(low: float | None, high: float | None, *, signed: bool = False) -> str:
    """A range, three figures an end; nothing where there is none.

    Examples
    --------
    >>> ends(16858.0, 64464.0), ends(-1.5, 2.25, signed=True), ends(None, None)
    ('16,900 – 64,500', '−1.50 – +2.25', '')
    """
    if low is None or high is None:
        return ""
    return " – ".join(three(one, signed=signed, whole=True) for one in dict.fromkeys((low, high)))


def ranged(total: Total) -> str:
    """A total, to three figures where its range is known, and the range.

    Examples
    --------
    >>> from carbonmeet.answer import Total
    >>> ranged(Total(30347.2)), ranged(Total(30347.2, 16858.0, 64464.0))
    ('30,347', '30,300 (16,900 – 64,500)')
    """
    both = ends(total.low, total.high)
    return f"{three(total.value, whole=True)} ({both})" if both else number(total.value)


def decimals_for(values: Iterable[float]) -> int:
    """Decimals that all numbers of a column share: four figures of the largest, two at most.

    Examples
    --------
    >>> decimals_for([26904.8, 11.2]), decimals_for([515.3]), decimals_for([3.2]), decimals_for([])
    (0, 1, 2, 2)
    """
    largest = max((abs(one) for one in values if math.isfinite(one)), default=0.0)
    return sum(largest < step for step in (1_000, 100))


def settled(value: float, whole: float) -> float:
    """`value`, or zero where it is the dust of floating point beside `whole`.

    Examples
    --------
    >>> settled(2.2e-12, 931.4), settled(-0.3, 931.4)
    (0.0, -0.3)
    """
    return 0.0 if abs(value) < _DUST * abs(whole) else value


def shown(value: str | float | None, kind: Kind = "number", decimals: int = 2) -> str:
    """A cell as a reader sees it, the same in every form.

    Examples
    --------
    >>> shown(12345.6), shown(-0.25, "share"), shown(None), shown(0.0312, "tonnes")
    ('12,346', '−25.0%', '–', '0.03')
    >>> shown(3.0, "change"), shown(-3.0, "change"), shown(0.0, "change")
    ('+3.00', '−3.00', '0.00')
    >>> shown(16697.2, "end"), shown(0.05786, "end")
    ('16,700', '0.0579')
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "–"
    if isinstance(value, str):
        return value
    if kind in ("share", "part"):
        return share(value, 1 if kind == "share" else 3)
    if kind == "end":
        return three(value, whole=True)
    if kind == "count":
        return fixed(value, 0)
    if kind in ("tonnes", "change"):
        return fixed(value, decimals, signed=kind == "change")
    return number(value)


#: Things that are counted, of which English has a plural.
_THINGS = (
    *("bottle", "cup", "item", "kit", "meal", "sheet", "vehicle", "room", "night", "day", "trip"),
    *("seat", "year", "household"),
)


def area_unit(lang: Lang) -> str:
    """The unit in which land is told first.

    Examples
    --------
    >>> area_unit("en"), area_unit("zh")
    ('ha', 'mu')
    """
    return "mu" if lang == "zh" else "ha"


def plural(text: str, count: float, lang: Lang) -> str:
    """A unit after a number: English counts things in the plural.

    Examples
    --------
    >>> plural("bottle", 2, "en"), plural("room night", 3, "en"), plural("kWh", 2, "en")
    ('bottles', 'room nights', 'kWh')
    >>> plural("person", 1, "en"), plural("person", 2, "en"), plural("bottle", 2, "zh")
    ('person', 'people', '瓶')
    """
    words = unit(text, lang)
    if lang != "en" or count == 1 or "/" in text:
        return words
    if words == "person":
        return "people"
    return words + "s" if words.rpartition(" ")[2] in _THINGS else words


def quantity(value: float, of: str, lang: Lang, digits: int = 4) -> str:
    """A number with its unit.

    Examples
    --------
    >>> quantity(428347.2, "bottle", "en"), quantity(3607.0, "mu", "zh"), quantity(2.0, "1", "en")
    ('428,347 bottles', '3,607 亩', '2')
    """
    words = "" if of == "1" else plural(of, value, lang)
    return f"{number(value, digits)} {words}".rstrip()
