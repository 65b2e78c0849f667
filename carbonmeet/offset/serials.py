"""Serial numbers of credits: how many units a range holds, and whether two ranges overlap.

Last minus first plus one is the quantity. Registries write a range as two numbers, or as one text
in which two of the numbers are its ends; which two is a row of ``credit_kinds.csv``. However a
range is written, with other dashes, blanks, capitals or leading zeros, or as one text and as two,
its units are the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from carbonmeet.base.ids import parts_of
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _

__all__ = ["Block", "block_of", "is_unique", "overlap", "readings"]

#: What stands between the first and the last number of a range in one text.
_TO = pattern_of(r"\s*(?:[~\u301c]|\.{2,3}|[-\u2010-\u2015\u2212]{2,}|[至到]|\bto\b)\s*")
#: Stands for the unit in a stem.
_UNIT = "#"
#: From here on a number is one that a registry counts all its units with.
_LONG = 10_000_000


class Block(NamedTuple):
    """A run of units.

    Attributes
    ----------
    stem : str
        The serial number without the ends of its range: its words and numbers alone.
    first, last : int
    """

    stem: str
    first: int
    last: int

    @property
    def size(self) -> int:
        """How many units it holds."""
        return self.last - self.first + 1


def block_of(serials: tuple[str, ...], ends: tuple[int, int] | None = None) -> Block | None:
    """The run of units that serial numbers name; None where their form is not known.

    Parameters
    ----------
    serials : tuple of str
        First and last serial number, or one text that holds both; of the last its number is enough.
    ends : tuple of int, optional
        Which numbers of the one text are its first and last unit, counted from 0.

    Raises
    ------
    ValueError
        If the range runs backwards.

    Examples
    --------
    >>> block_of(("CN-001", "CN-500")).size
    500
    >>> block_of(("cn – 1 to 500",)) == block_of(("CN-001", "CN-500"))
    True
    >>> block_of(("GS1-1-KE-GS11603-16-2025-30256-110-5463",), (-2, -1)).size
    5354
    >>> block_of(("A-17", "B-19")) is None
    True
    """
    if len(serials) > 1:
        found = _between(parts_of(serials[0]), parts_of(serials[1]), ends)
    else:
        found = _within(serials[0], ends)
    if found is not None and found.last < found.first:
        raise ValueError(
            _(
                "serial numbers run from the first to the last: {last} is below {first}",
                last=found.last,
                first=found.first,
            )
        )
    return found


def readings(serials: tuple[str, ...], ends: tuple[int, int] | None, size: float) -> list[Block]:
    """Every run of units that serial numbers may mean, so that none is taken twice.

    Where their form is not known, a range inside a text is one that holds as many units as there
    are, and each text is its own last unit as well.

    Parameters
    ----------
    serials : tuple of str
    ends : tuple of int or None
        As in `block_of`.
    size : float
        How many units there are, as far as somebody said.

    Examples
    --------
    >>> readings(("CN-2024-1-60",), None, 60)[0] == block_of(("CN-2024-1", "CN-2024-60"))
    True
    """
    found = block_of(serials, ends)
    if found is None:
        return [run for text in serials for run in _possible(text, ends, size)]
    runs = [found]
    if ends is not None and found.first >= _LONG:  # all units of the registry are counted through
        runs.append(Block(_UNIT, found.first, found.last))
    if found.size == 1 and (other := block_of(serials)):  # its last number, of whatever kind it is
        runs.append(other)
    return list(dict.fromkeys(runs))


def overlap(a: Block, b: Block) -> bool:
    """Whether two runs share a unit.

    Examples
    --------
    >>> overlap(Block("CN-#", 1, 500), Block("CN-#", 500, 900))
    True
    """
    return a.stem == b.stem and a.first <= b.last and b.first <= a.last


def is_unique(stem: str) -> bool:
    """Whether no second registry would give out such serial numbers.

    Examples
    --------
    >>> is_unique("gs-1-1-ke-gs-11603-16-2025-30256-#"), is_unique("a-#")
    (True, False)
    """
    numbers = [one.isdecimal() for one in stem.split("-") if one != _UNIT]
    return sum(numbers) >= 2 and not all(numbers)


def _possible(text: str, ends: tuple[int, int] | None, size: float) -> list[Block]:
    """The runs that a text may mean by itself."""
    parts = parts_of(text)
    at = [i for i, one in enumerate(parts) if one.isdecimal()]
    if not at:
        return []
    listed = [_ends_of(parts, ends), *(_block(parts, i, j) for i, j in pairwise(at))]
    runs = [one for one in listed if one is not None and one.size == size]
    return [*dict.fromkeys(runs), _block(parts, at[-1], at[-1]), Block("-".join(parts), 0, 0)]


def _within(text: str, ends: tuple[int, int] | None) -> Block | None:
    """The range inside one text; None where no rule says which numbers are its ends."""
    two = _TO.split(unicodedata.normalize("NFKC", text).casefold())
    if len(two) == 2 and (found := _between(parts_of(two[0]), parts_of(two[1]), ends)):
        return found
    parts = parts_of(text)
    half = len(parts) // 2
    if half > 1 and len(parts) == 2 * half:
        found = _between(parts[:half], parts[half:], ends)
        if found is not None and found.last >= found.first:
            return found
    return _ends_of(parts, ends)


def _ends_of(parts: Sequence[str], ends: tuple[int, int] | None) -> Block | None:
    """The range between the two numbers of a serial number that the kind of credit names."""
    at = [i for i, one in enumerate(parts) if one.isdecimal()]
    if ends is None or max(abs(end) for end in ends) >= len(at) + (ends[0] < 0):
        return None
    start, end = (at[one] for one in ends)
    return _block(parts, start, end)


def _between(
    first: Sequence[str], last: Sequence[str], ends: tuple[int, int] | None
) -> Block | None:
    """The range between two serial numbers that differ in one number; None where they do not."""
    if len(last) == 1 < len(first) and _decimal((first[-1], last[0])):  # of the last, its number
        last = (*first[:-1], *last)
    if len(first) != len(last):
        return None
    numbers = [i for i, pair in enumerate(zip(first, last, strict=True)) if _decimal(pair)]
    differing = [i for i in range(len(first)) if first[i] != last[i]]
    if not numbers or len(differing) > 1 or not set(differing) <= set(numbers):
        return None
    unit = ends[0] if ends is not None and 0 <= ends[0] < len(numbers) else -1
    at = differing[0] if differing else numbers[unit]  # one unit: where the first one stands
    return _block(first, at, at, last[at])


def _decimal(pair: tuple[str, str]) -> bool:
    return all(one.isdecimal() for one in pair)


def _block(parts: Sequence[str], start: int, end: int, last: str = "") -> Block:
    """A run whose first unit is one of the parts, and whose last is another, or is given."""
    stem = (_UNIT if i == start else one for i, one in enumerate(parts) if i == start or i != end)
    return Block("-".join(stem), int(parts[start]), int(last or parts[end]))
