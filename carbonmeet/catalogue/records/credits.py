"""Kinds of credits, and the frames that events are offset under."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from carbonmeet.base.record import dataclass
from carbonmeet.base.text import NAMELESS, Label
from carbonmeet.catalogue.records.shared import KEY, LOCATOR, NOTE, REGION, SOURCE
from carbonmeet.rows import Column, Table

__all__ = ["CREDIT_KINDS", "OFFSET_FRAMES", "CreditKind", "OffsetFrame"]

#: What the program itself calls offsetting in Chinese.
_USUAL = "抵消"
_KNOWN = "How well that is known."
Known = Literal["", "read", "second-hand", "remembered"]


def _place(number: int) -> int:
    """A place counted from 1, or from the end, as an index."""
    return number - 1 if number > 0 else number


@dataclass(frozen=True, slots=True)
class CreditKind:
    """A kind of credit.

    Attributes
    ----------
    family : {"credit", "allowance", "pool", "transfer"}
        ``transfer``: what others gave and did not sell.
    registry : Label
        Where it is registered, as far as that is one place.
    read : {"read", "second-hand", "ours"}
    """

    key: Annotated[str, KEY._replace(text="What a scenario calls the kind.", name="kind")]
    name: Annotated[Label, Column("Name")]
    family: Annotated[
        Literal["credit", "allowance", "pool", "transfer"],
        Column(
            "Bought reductions or removals, allowances, units of a city's pool, or what was given."
        ),
    ]
    read: Annotated[Literal["read", "second-hand", "ours"], Column("How well the row is known.")]
    source: Annotated[str, SOURCE]
    aliases: Annotated[
        tuple[str, ...], Column("Other words that a scenario may use, separated by blanks.")
    ] = ()
    registry: Annotated[Label, Column("Where it is registered, as far as that is one place")] = (
        NAMELESS
    )
    serial_first: Annotated[
        int | None,
        Column(
            "Which number of a serial number is its first unit, counted from 1 or, below 0, from "
            "the end."
        ),
    ] = None
    serial_last: Annotated[int | None, Column("The same of its last unit.")] = None
    locator: Annotated[str, LOCATOR] = ""
    note: Annotated[str, NOTE] = ""

    @property
    def ends(self) -> tuple[int, int] | None:
        """Which numbers of a serial number are its first and last unit, as indices."""
        first, last = self.serial_first, self.serial_last
        return None if first is None or last is None else (_place(first), _place(last))


@dataclass(frozen=True, slots=True)
class OffsetFrame:
    """Rules under which events are offset.

    Attributes
    ----------
    region : str
        Where they hold.
    credit_years, forest_years : int or None
        Years after the event by which credits are to be cancelled, or a new forest is to have
        grown; None where nothing is known.
    credit_years_read, forest_years_read, kinds_read, word_read : str
        ``read``, ``second-hand``, ``remembered`` or ``ours``.
    kinds : tuple of str
        Kinds of credits that it names; empty where none are known.
    """

    key: Annotated[str, KEY._replace(text="What a scenario calls the frame.", name="frame")]
    name: Annotated[Label, Column("Name")]
    region: Annotated[str, REGION]
    word_zh: Annotated[Literal["抵消", "抵销"], Column("What offsetting is called in it.")]
    word_read: Annotated[
        Literal["read", "second-hand", "ours"], Column("How well the word is known.")
    ]
    source: Annotated[str, SOURCE]
    credit_years: Annotated[
        int | None,
        Column("Years after the event within which credits are to be cancelled.", least=0),
    ] = None
    credit_years_read: Annotated[Known, Column(_KNOWN)] = ""
    forest_years: Annotated[
        int | None,
        Column(
            "Years after the event within which a new forest is to have removed the emissions.",
            least=0,
        ),
    ] = None
    forest_years_read: Annotated[Known, Column(_KNOWN)] = ""
    kinds: Annotated[
        tuple[str, ...],
        Column(
            "Kinds of credits that it names, separated by blanks; empty where none are known.",
            to="credit_kinds",
        ),
    ] = ()
    kinds_read: Annotated[Known, Column("How well they are known.")] = ""
    rules: Annotated[
        str,
        Column("Preset of offset_rules.yaml for a forest whose file names none, where it holds."),
    ] = ""
    locator: Annotated[str, LOCATOR] = ""
    note: Annotated[str, NOTE] = ""

    @property
    def word(self) -> Label:
        """What offsetting is called: 抵消 or 抵销."""
        return Label("offset", self.word_zh)

    @property
    def instead(self) -> Mapping[str, str]:
        """Its word by the one that the program uses, where they differ."""
        return {} if self.word_zh == _USUAL else {_USUAL: self.word_zh}


CREDIT_KINDS = Table(
    "credit_kinds", "Kinds of credits that events are offset with", CreditKind, "kind"
)
OFFSET_FRAMES = Table(
    "offset_frames",
    "Rules under which events are offset, and how well each is known",
    OffsetFrame,
    "frame",
)
