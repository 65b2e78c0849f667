"""A group on the bench."""

from __future__ import annotations

from carbonmeet.base.text import Label, _
from carbonmeet.bench.expansion import Key, Span
from carbonmeet.meeting.shape import Group
from carbonmeet.numbers.number import Link

__all__ = ["Crowd"]


class Crowd:
    """A group on the bench: what hangs on its people and days."""

    __slots__ = ("group", "nights", "path", "people", "span", "tags")

    def __init__(
        self,
        group: Group,
        span: Span,
        path: Key,
        people: Link,
        nights: Link | None,
        tags: frozenset[str],
    ) -> None:
        self.group, self.span, self.path = group, span, path
        self.people, self.nights, self.tags = people, nights, tags

    @property
    def label(self) -> Label:
        return self.group.name

    def having(self, thing: Label) -> Label:
        """The name of what these people use or eat: the thing, and who they are."""
        return _("{thing}, {label}", thing=thing, label=self.label)

    def counts(self, people: str) -> bool:
        return people == "everybody" or people == (
            "staff" if self.group.role == "staff" else "attendees"
        )
