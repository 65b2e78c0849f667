"""What the reader of a result should know, each thing said once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from itertools import starmap
from typing import Any

from carbonmeet.base.frozen import Frozen, freeze
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, Lang, _, _n, joined

__all__ = ["Notice", "Notices"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that the reader of a result should know.

    Attributes
    ----------
    id : str
        What kind of thing it is; stays the same whatever the words and numbers.
    args : mapping
        The names and numbers that it speaks of.
    text : Label
        The sentence.

    Examples
    --------
    >>> one = Notice("measure.idle", {"measures": ["L2"]}, Label("no use for L2", "L2没有作用对象"))
    >>> one.get("zh"), str(one), one.args["measures"]
    ('L2没有作用对象', 'no use for L2', ('L2',))
    """

    id: str
    args: Mapping[str, Any] = field(hash=False)
    text: Label

    def __post_init__(self) -> None:
        if not isinstance(self.args, Frozen):
            object.__setattr__(self, "args", freeze(self.args))

    @property
    def en(self) -> str:
        """The sentence in English."""
        return self.text.en

    @property
    def zh(self) -> str:
        """The sentence in Chinese."""
        return self.text.zh

    def get(self, lang: Lang) -> str:
        """The sentence in `lang`."""
        return self.text.get(lang)

    def to_dict(self) -> dict[str, Any]:
        """Plain data, with the sentence in both languages."""
        return {"id": self.id, "args": self.args, "en": self.en, "zh": self.zh}

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """How a saved notice is read: as `to_dict` gives it."""
        from pydantic_core import core_schema

        field = core_schema.typed_dict_field
        words = {name: field(core_schema.str_schema()) for name in ("id", "en", "zh")}
        args = field(handler.generate_schema(Mapping[str, Any]))
        return core_schema.no_info_after_validator_function(
            lambda one: cls(one["id"], one["args"], Label(one["en"], one["zh"])),
            core_schema.typed_dict_schema(
                {"id": words["id"], "args": args, "en": words["en"], "zh": words["zh"]},
                ref=f"{cls.__module__}.{cls.__qualname__}:0",
                metadata={"pydantic_js_updates": {"title": cls.__name__}},
            ),
        )

    def __str__(self) -> str:
        return self.en


class Notices:
    """Collects notices; what is to be said of many factors or places is told together.

    Examples
    --------
    >>> notices = Notices()
    >>> scaled = Notice("scaled", {}, Label("scaled", "已缩减"))
    >>> notices.add(scaled); notices.add(scaled)
    >>> notices.later("taxi@a[CN]", 2021)
    >>> for one in notices:
    ...     print(one.en)
    scaled
    no edition of these factors for 2021 or earlier, so a later one is used: taxi@a[CN]
    >>> [one.zh for one in notices]
    ['已缩减', '下列排放因子没有2021年及以前的版本，采用其后年份的版本：taxi@a[CN]']
    >>> notices = Notices()
    >>> notices.borrowed("taxi@carbonmeet-2026[world]", Label("Taxi", "出租车"), "world", "KE")
    >>> notices.borrowed("coach@defra-2025[GB]", Label("Coach", "长途客车"), "GB", "KE")
    >>> [one.en for one in notices][0].partition(": ")[2]
    'for KE from the world: taxi; for KE from GB: coach'
    """

    def __init__(self) -> None:
        self._said: dict[str, Notice] = {}
        self._later: dict[int, dict[str, None]] = {}
        self._aged: dict[int, dict[str, None]] = {}
        self._life_cycle: dict[str, None] = {}
        self._borrowed: dict[tuple[str, str], dict[str, Label]] = {}
        self._read: dict[str, Label] = {}

    def add(self, notice: Notice) -> None:
        """Note `notice`, unless it was said before."""
        self._said.setdefault(notice.en, notice)

    def later(self, factor: str, year: int) -> None:
        """Note that only a later edition of a factor was there for an activity of `year`."""
        self._later.setdefault(year, {}).setdefault(factor)

    def aged(self, factor: str, year: int) -> None:
        """Note that a factor describes a year long before that of an activity."""
        self._aged.setdefault(year, {}).setdefault(factor)

    def by_life_cycle(self, factor: str) -> None:
        """Note that a grid counts its life cycle, for no direct number of it was read."""
        self._life_cycle.setdefault(factor)

    def borrowed(self, factor: str, name: Label, region: str, place: str) -> None:
        """Note that the row of `region` stands in at `place`, which has none of its own."""
        self._borrowed.setdefault((place, region), {}).setdefault(factor, name)

    def read(self, place: Label) -> None:
        """Note how the name of a place was read; all are told together."""
        self._read.setdefault(place.get("en"), place)

    def __iter__(self) -> Iterator[Notice]:
        yield from self._said.values()
        if self._read:
            places = self._read.values()
            yield Notice(
                "place.read-by-name",
                {"places": list(self._read)},
                _("places read by their names - {places}", places=joined(places, "; ")),
            )
        for year, factors in self._later.items():
            yield Notice(
                "factor.later-edition",
                {"year": year, "factors": list(factors)},
                _(
                    "no edition of these factors for {year} or earlier, so a later one "
                    "is used: {factors}",
                    year=year,
                    factors=joined(factors),
                ),
            )
        yield from self._stand_ins()

    def _stand_ins(self) -> Iterator[Notice]:
        """What is not of the place, of its grid's own kind or of the year: at once if borrowed."""
        lacking = [*self._by_life_cycle(), *self._old()]
        if not self._borrowed:
            yield from lacking
            return
        lent = [
            {"place": place, "region": region, "factors": list(found)}
            for (place, region), found in self._borrowed.items()
        ]
        args = {"rows": lent} | {one.id: one.args["factors"] for one in lacking}
        words = (self._borrowings(), *(one.text for one in lacking))
        yield Notice("factor.borrowed", args, joined(words, "; "))

    def _by_life_cycle(self) -> Iterator[Notice]:
        """Electricity with its plants and fuel, where no direct number of a country was read."""
        if self._life_cycle:
            yield Notice(
                "method.grid-life-cycle",
                {"factors": list(self._life_cycle)},
                _(
                    "electricity by its life cycle, plants and supply of fuel inside, for no "
                    "direct number was read: {rows}; other grids count what is burnt alone, and "
                    "less",
                    rows=joined(self._life_cycle),
                ),
            )

    def _old(self) -> Iterator[Notice]:
        """Factors of a year long before that of an activity."""
        if self._aged:
            old = dict.fromkeys(factor for factors in self._aged.values() for factor in factors)
            years = sorted(map(str, self._aged))
            yield Notice(
                "factor.aged",
                {"years": sorted(self._aged), "factors": list(old)},
                _(
                    "factors that describe a year more than five years before the activity "
                    "({years}): {old}",
                    years=joined(years),
                    old=joined(old),
                ),
            )

    def _borrowings(self) -> Label:
        """What was borrowed, and from where."""
        number = len({factor for rows in self._borrowed.values() for factor in rows})
        told = [
            _(
                "for {place} from {lender}: {factors}",
                place=place,
                lender=_("the world") if region == "world" else region,
                factors=joined(dict.fromkeys(starmap(_known_as, rows.items()))),
            )
            for (place, region), rows in self._borrowed.items()
        ]
        return _n(
            "{n} number is borrowed where a place has none of its own: {places}",
            "{n} numbers are borrowed where a place has none of its own: {places}",
            number,
            places=joined(told, "; "),
        )


def _known_as(factor: str, name: Label) -> Label:
    """A factor by its key in English, by its name in Chinese."""
    return Label(factor.partition("@")[0], name.get("zh"))
