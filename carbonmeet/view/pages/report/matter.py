"""What every part of a report is written from: the result, its data and a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from carbonmeet.base.text import Label, Lang, Message, _
from carbonmeet.city.sectors import source_name
from carbonmeet.view.blocks import Cell, Column, shown
from carbonmeet.view.words import say_unit

if TYPE_CHECKING:
    from carbonmeet.answer import Answer, Drawn, Total
    from carbonmeet.numbers.activity import Activity
    from carbonmeet.pricing.workings import Workings
    from carbonmeet.reading.fields import Amount

__all__ = ["EVIDENCE", "Matter", "ends", "set_unit"]

#: What a number rests on, in words.
EVIDENCE = {
    "primary": Label("primary", "原始文献"),
    "secondary": Label("secondary", "转引"),
    "assumed": Label("assumed", "假设"),
    "given": Label("given", "给定"),
    "measured": Label("measured", "实测"),
    "published": Label("published", "已发布"),
}


_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def set_unit(text: str, lang: Lang) -> str:
    """A unit, set for reading; a dash for a plain number.

    Examples
    --------
    >>> set_unit("kWh / m^2 / day", "en"), set_unit("1", "en"), set_unit("meal", "zh")
    ('kWh / m² / day', '–', '餐')
    """
    if text == "1":
        return "–"
    words = say_unit(text, lang).replace("degC", "°C")
    return re.sub(r"\^(-?\d+)", lambda power: power[1].translate(_RAISED), words)


@dataclass(frozen=True)
class Matter:
    """The material of a report.

    Attributes
    ----------
    answer : Answer
    lang : {"en", "zh"}
    """

    answer: Answer
    lang: Lang

    @property
    def workings(self) -> Workings:
        """The lines, factors and files behind the answer."""
        return self.answer.workings

    def say(self, text: str, zh: str | None = None, /, **args: object) -> str:
        """A text in the language of the report."""
        if zh is not None:
            return zh if self.lang == "zh" else text
        return (text if isinstance(text, Message) else _(text, **args)).get(self.lang)

    def word(self, both: Label | Mapping[str, str]) -> str:
        """A label, or a record that holds one."""
        return both.get(self.lang) if isinstance(both, Label) else both[self.lang]

    def join(self, words: Iterable[str]) -> str:
        """A list in running text."""
        return self.say(", ", "、").join(words)

    def source(self, name: str) -> str:
        """Name of a source of emissions; a city has names of its own."""
        return source_name(name, self.answer.scenario.kind).get(self.lang)

    def period(self, name: str, *, mark: bool = True) -> str:
        """Name of a period, with a mark where it did not take place as planned."""
        span = self.answer.scenario.periods[name]
        text = span.label.get(self.lang)
        if span.counterfactual and mark:
            text += self.say(" (counterfactual)", "（反事实）")
        return text

    def unit(self, text: str) -> str:
        """A unit, set for reading."""
        return set_unit(text, self.lang)

    @property
    def notices(self) -> tuple[str, ...]:
        """The notices of the answer, without those about its draws."""
        kept = (one for one in self.answer.notices if not one.id.startswith("draws."))
        return tuple(one.get(self.lang) for one in kept)

    @property
    def forest_notices(self) -> tuple[str, ...]:
        """The notices of its forest."""
        offset = self.answer.offset
        return () if offset is None else tuple(one.get(self.lang) for one in offset.notices)

    def service(self, key: str) -> str:
        """Name of the service that a line prices; empty where it is none of the catalogue."""
        found = self.workings.catalogue.services.get(key)
        return found.name.get(self.lang) if found else ""

    def line(self, activity: Activity) -> str:
        """Label of a line, and the service that it prices where the label does not name it."""
        label, service = activity.label.get(self.lang), self.service(activity.service)
        return label if service in label else " · ".join(x for x in (label, service) if x)

    def tonnes(self, total: Total) -> str:
        """A total in running text, with its range where there is one."""
        text = f"{shown(total.value)} t CO2e"
        band = self.band(total)
        return text + self.say(f" ({band})", f"（{band}）") if band else text

    def band(self, total: Total) -> str:
        """The range of a total in words; empty where there is none."""
        if total.low is None or total.high is None:
            return ""
        low, high = shown(total.low), shown(total.high)
        return self.say(f"95 % range {low} to {high}", f"95%区间 {low} 至 {high}")

    @property
    def drawn(self) -> Drawn | None:
        """What is known of the draws; None where none were made."""
        return self.answer.uncertainty

    @property
    def drawn_forest(self) -> Mapping[str, Any] | None:
        """Probabilities of the forest, where growth and residual were drawn and it has a range."""
        found = None if self.drawn is None else self.drawn.forest
        told = found and found["growth_ranged"] and found.get("planted", True)
        return found if told else None

    @property
    def is_city(self) -> bool:
        """Whether this is the year of a city and not a meeting."""
        return self.answer.scenario.kind == "city"

    def with_measures(self) -> bool:
        """Whether there is a programme."""
        return bool(self.answer.measures)

    def planned(self) -> dict[str, Amount]:
        """The uptakes of the programme, with range, basis and reason."""
        return self.workings.scenario.programme(self.workings.catalogue)

    def range_columns(self, totals: Iterable[Total]) -> tuple[Column, ...]:
        """Columns for the ends of the 95 % range; none where nothing has a range."""
        if all(total.low is None for total in totals):
            return ()
        return (
            Column(self.say("Low (2.5 %)", "下限(2.5%)"), "tonnes"),
            Column(self.say("High (97.5 %)", "上限(97.5%)"), "tonnes"),
        )


def ends(total: Total, columns: tuple[Column, ...]) -> tuple[Cell, ...]:
    """The cells under `range_columns`."""
    return (total.low, total.high) if columns else ()
