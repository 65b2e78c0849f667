"""Reporting frames: categories, rules that put a line under one, what no scenario tells."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Annotated, Literal

from carbonmeet.base.record import dataclass
from carbonmeet.base.text import NAMELESS, Label, _
from carbonmeet.catalogue.records.shared import KEY, NOTE, OURS, Read
from carbonmeet.rows import Column, Table

__all__ = ["CONTROL", "FRAMES", "FRAME_LINES", "Category", "Choice", "Rule", "Subject"]

_SOURCE = Column("Key of sources.csv; empty for our own.", to="sources")


@dataclass(frozen=True, slots=True)
class Category:
    """One category of a frame.

    Attributes
    ----------
    name, scope, document : Label
        What it is called, what belongs to it, and the method that the frame points to.
    empty : Label
        Why nothing stands under it, where that can be said beforehand.
    notation : {"", "NE", "NO", "IE", "C"}
        Key of inventories for a category under which nothing stands: not estimated, not occurring,
        included elsewhere, confidential.
    scope_2 : {"", "yes"}
        Whether bought power and heat stand under it, of which there are two results.
    read : {"read", "ours"}
        Whether its name was read in a source.
    """

    frame: Annotated[str, Column("Id of the frame.")]
    id: Annotated[str, Column("Id of the category in the frame; total names the frame itself.")]
    name: Annotated[Label, Column("Name")]
    read: Annotated[Read, OURS]
    scope: Annotated[Label, Column("What belongs to it; empty where not read")] = NAMELESS
    document: Annotated[
        Label, Column("Document that the frame points to; empty where not read")
    ] = NAMELESS
    empty: Annotated[
        Label, Column("Why nothing stands under it, where that can be said beforehand")
    ] = NAMELESS
    notation: Annotated[
        Literal["", "NE", "NO", "IE", "C"],
        Column("Key of inventories for an empty category: NE, NO, IE or C."),
    ] = ""
    scope_2: Annotated[
        Literal["", "yes"], Column("Whether bought power and heat stand under it: yes, or empty.")
    ] = ""
    source: Annotated[str, _SOURCE] = ""
    locator: Annotated[str, Column("Place in the source.")] = ""
    note: Annotated[str, NOTE] = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What the rules look at: one part of the emissions of one line.

    Attributes
    ----------
    name : str
        ``source:service``.
    part : {"main", "upstream", "non-co2"}
    tags, factors : frozenset of str
        Tags of the activity; keys of the factors that price it.
    """

    name: str
    part: str
    tags: frozenset[str]
    factors: frozenset[str]


def _control(text: str) -> tuple[str, ...]:
    key, equals, value = text.partition("=")
    if not (key and equals and value):
        raise ValueError(
            _("is a choice and its value, such as hall=hired, not '{text}'", text=text)
        )
    return key, value


@dataclass(frozen=True, slots=True)
class Rule:
    """Which lines belong under a category.

    Attributes
    ----------
    kind : {"meeting", "city", "any"}
    lines, factors : tuple of str
        Globs over ``source:service``, after ``!`` those that do not belong; globs over keys of
        factors, one of which must be there.
    part : str
        The part of the emissions; empty for all that is left.
    tags : frozenset of str
        All must be there.
    control : tuple of str
        Name and value of the choice under which the rule holds; empty: always.
    reason : Label
        Why a line stands outside.
    """

    frame: Annotated[str, Column("Id of the frame.")]
    category: Annotated[str, Column("Id of the category, or outside.")]
    kind: Annotated[
        Literal["meeting", "city", "any"], Column("Kind of scenario for which the row holds.")
    ]
    lines: Annotated[
        tuple[str, ...],
        Column(
            "Globs over source:service of the ledger's lines; after ! those that do not belong."
        ),
    ]
    read: Annotated[Read, OURS]
    part: Annotated[
        Literal["", "upstream", "non-co2"],
        Column("The part of the emissions; empty for what is left."),
    ] = ""
    tags: Annotated[frozenset[str], Column("Tags of the activity that must be there.")] = (
        frozenset()
    )
    factors: Annotated[
        tuple[str, ...],
        Column("Globs over the keys of the line's factors, one of which must be there."),
    ] = ()
    control: Annotated[
        tuple[str, ...],
        Column("The choice under which the row holds: key=value of control.csv.", read=_control),
    ] = ()
    reason: Annotated[Label, Column("Why it is outside")] = NAMELESS
    source: Annotated[str, _SOURCE] = ""
    locator: Annotated[str, Column("Place in the source.")] = ""
    note: Annotated[str, NOTE] = ""

    def takes(self, subject: Subject) -> bool:
        """Whether a part of a line belongs here; kind and choices are checked before."""
        return (
            self.part in ("", subject.part)
            and self.tags <= subject.tags
            and _matches(subject.name, self.lines)
            and (
                not self.factors
                or any(fnmatchcase(key, one) for key in subject.factors for one in self.factors)
            )
        )


def _matches(name: str, globs: Iterable[str]) -> bool:
    wanted = [one for one in globs if one[0] != "!"]
    barred = [one[1:] for one in globs if one[0] == "!"]
    return any(fnmatchcase(name, one) for one in wanted) and not any(
        fnmatchcase(name, one) for one in barred
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of something that no line tells, and its words."""

    key: Annotated[str, KEY._replace(text="What has to be chosen.")]
    value: Annotated[str, KEY._replace(text="One of the choices.")]
    name: Annotated[Label, Column("Name")]
    default: Annotated[
        bool,
        Column(
            "yes: taken where the scenario says nothing.",
            form="yes",
            such=_("'yes' or empty"),
            read=bool,
            kind="string",
            words=("yes",),
        ),
    ] = False


FRAMES = Table("frames", "Reporting frames and their categories", Category, "frame id")
FRAME_LINES = Table(
    "frame_lines", "Which lines belong under which category of a reporting frame", Rule
)
CONTROL = Table(
    "control",
    "What no scenario tells by itself: who controls, owns, employs and pays",
    Choice,
    "key value",
)
