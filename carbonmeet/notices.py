"""What the reader of a result should know, each thing said once."""

from __future__ import annotations

from collections.abc import Iterator

from carbonmeet.text import Label

__all__ = ["Notices"]


class Notices:
    """Collects notices; factors of a later year than the activity are told together.

    Examples
    --------
    >>> notices = Notices()
    >>> scaled = Label("scaled", "已缩减")
    >>> notices.add(scaled); notices.add(scaled)
    >>> notices.later("taxi@cpcd-2024[CN]", 2021)
    >>> [one.en for one in notices]
    ['scaled', 'described a later year than 2021, for want of an earlier one: taxi@cpcd-2024[CN]']
    >>> [one.zh for one in notices]
    ['已缩减', '下列因子没有2021年及以前的版本，采用其后年份的版本：taxi@cpcd-2024[CN]']
    """

    def __init__(self) -> None:
        self._said: dict[str, Label] = {}
        self._later: dict[int, dict[str, None]] = {}

    def add(self, notice: Label) -> None:
        """Note `notice`, unless it was said before."""
        self._said.setdefault(notice.get("en"), notice)

    def later(self, factor: str, year: int) -> None:
        """Note that only a later edition of a factor was there for an activity of `year`."""
        self._later.setdefault(year, {}).setdefault(factor)

    def __iter__(self) -> Iterator[Label]:
        yield from self._said.values()
        for year, factors in self._later.items():
            yield Label(
                f"described a later year than {year}, for want of an earlier one: "
                f"{', '.join(factors)}",
                f"下列因子没有{year}年及以前的版本，采用其后年份的版本：{'、'.join(factors)}",
            )
