"""What the reader of a result should know, each thing said once."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["Notices"]


class Notices:
    """Collects notices; factors of a later year than the activity are told together.

    Examples
    --------
    >>> notices = Notices()
    >>> notices.add("scaled"); notices.add("scaled")
    >>> notices.later("taxi@cpcd-2024[CN]", 2021)
    >>> list(notices)
    ['scaled', 'described a later year than 2021, for want of an earlier one: taxi@cpcd-2024[CN]']
    """

    def __init__(self) -> None:
        self._said: dict[str, None] = {}
        self._later: dict[int, dict[str, None]] = {}

    def add(self, text: str) -> None:
        """Note `text`, unless it was said before."""
        self._said.setdefault(text)

    def later(self, factor: str, year: int) -> None:
        """Note that only a later edition of a factor was there for an activity of `year`."""
        self._later.setdefault(year, {}).setdefault(factor)

    def __iter__(self) -> Iterator[str]:
        yield from self._said
        for year, factors in self._later.items():
            yield (
                f"described a later year than {year}, for want of an earlier one: "
                f"{', '.join(factors)}"
            )
