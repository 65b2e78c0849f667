"""Serial numbers of credits: how many units a range holds, and whether two ranges overlap.

Last minus first plus one is the quantity. Registries write a range as two numbers, or as one text
in which two of the numbers are its ends; which two is a row of ``credit_kinds.csv``.
"""

from __future__ import annotations

from typing import NamedTuple

from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.text import _

__all__ = ["Block", "block_of", "overlap"]

_NUMBERS = pattern_of(r"(\d+)")


class Block(NamedTuple):
    """A run of units.

    Attributes
    ----------
    stem : str
        The serial number without the ends of its range.
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
        First and last serial number, or one text that holds both.
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
    >>> block_of(("GS1-1-KE-GS11603-16-2025-30256-110-5463",), (-2, -1)).size
    5354
    >>> block_of(("A-17", "B-19")) is None
    True
    """
    parts = [_NUMBERS.split("".join(one.split())) for one in serials]
    if len(parts) == 1:
        return _within(parts[0], ends)
    first, last = parts
    if len(first) != len(last) or first[0::2] != last[0::2]:
        return None
    differing = [i for i in range(1, len(first), 2) if int(first[i]) != int(last[i])]
    if len(differing) > 1:
        return None
    at = differing[0] if differing else len(first) - 2
    return None if at < 0 else _block(first, at, at, int(last[at]))


def _within(parts: list[str], ends: tuple[int, int] | None) -> Block | None:
    """The range inside one text; None where no rule says which numbers are its ends."""
    numbers = parts[1::2]
    if ends is None or max(abs(end) for end in ends) >= len(numbers) + (ends[0] < 0):
        return None
    start, end = (one % len(numbers) for one in ends)
    return _block(parts, 2 * start + 1, 2 * end + 1, int(numbers[end]))


def _block(parts: list[str], start: int, end: int, last: int) -> Block:
    first = int(parts[start])
    if last < first:
        raise ValueError(
            _(
                "serial numbers run from the first to the last: {last} is below {first}",
                last=last,
                first=first,
            )
        )
    stem = "".join("#" if i in (start, end) else part for i, part in enumerate(parts))
    return Block(stem, first, last)


def overlap(a: Block, b: Block) -> bool:
    """Whether two runs share a unit.

    Examples
    --------
    >>> overlap(Block("CN-#", 1, 500), Block("CN-#", 500, 900))
    True
    """
    return a.stem == b.stem and a.first <= b.last and b.first <= a.last
