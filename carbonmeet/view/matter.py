"""What every part of a report is written from: the result, its data and a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from carbonmeet.base.text import Label, Lang, Message, _
from carbonmeet.city.sectors import source_name
from carbonmeet.view.blocks import Cell, Column, shown
from carbonmeet.view.numerals import ends, three, unit

if TYPE_CHECKING:
    from carbonmeet.answer import Answer, Drawn, Measures, Total
    from carbonmeet.base.notices import Notice
    from carbonmeet.numbers.activity import Activity
    from carbonmeet.pricing.workings import Workings
    from carbonmeet.reading.fields import Amount

__all__ = ["EVIDENCE", "LEDGERS", "Matter", "Voice"]

#: What a total is of.
LEDGERS = {
    "baseline": Label("Baseline", "基准排放"),
    "residual": Label("After the measures", "措施后排放"),
}
#: What a number rests on, in words.
EVIDENCE = {
    "primary": Label("primary", "原始文献"),
    "secondary": Label("secondary", "转引"),
    "assumed": Label("assumed", "假设"),
    "given": Label("given", "给定"),
    "measured": Label("measured", "实测"),
    "published": Label("published", "已发布"),
    "borrowed": Label("borrowed", "借用"),
}


#: Methods of a scenario in words, by what stands in the file.
_METHODS = {
    "electricity = location": Label("electricity location-based", "电力按位置法"),
    "electricity = market": Label("electricity market-based", "电力按市场法"),
    "aviation_non_co2 = true": Label("non-CO2 effects of aviation counted", "航空计入非CO2效应"),
    "aviation_non_co2 = false": Label("without non-CO2 effects of aviation", "航空不计非CO2效应"),
    "upstream = true": Label("with upstream of fuels", "计入燃料上游"),
    "upstream = false": Label("without upstream of fuels", "不计燃料上游"),
    "distance = wgs84": Label("distances on the WGS 84 ellipsoid", "航程按WGS 84椭球面"),
    "distance = sphere": Label("distances on a sphere", "航程按球面"),
    "gwp = as-published": Label("warming potentials as published", "全球增温潜势沿用文献原值"),
    "gwp = ar4": Label("warming potentials of AR4", "全球增温潜势按IPCC第四次评估报告"),
    "gwp = ar5": Label("warming potentials of AR5", "全球增温潜势按IPCC第五次评估报告"),
    "gwp = ar6": Label("warming potentials of AR6", "全球增温潜势按IPCC第六次评估报告"),
    "future = newest": Label("later years by the newest edition", "未来年份按最新版本"),
    "future = trend": Label("later years by their trend", "未来年份按趋势外推"),
}


@dataclass(frozen=True)
class Voice:
    """A language and how it says things: lists, units, totals with their ranges.

    Attributes
    ----------
    lang : {"en", "zh"}
    """

    lang: Lang

    def say(self, text: str, zh: str | None = None, /, **args: object) -> str:
        """A text in the language of the reader."""
        if zh is not None:
            return zh if self.lang == "zh" else text
        return (text if isinstance(text, Message) else _(text, **args)).get(self.lang)

    def word(self, both: Label | Notice | Mapping[str, str]) -> str:
        """A label or a notice, or a record that holds one."""
        return both[self.lang] if isinstance(both, Mapping) else both.get(self.lang)

    def join(self, words: Iterable[str]) -> str:
        """A list in running text."""
        return self.say(", ", "、").join(words)

    def method(self, name: str, value: object) -> str:
        """A method of accounting in words, or as the file has it."""
        text = f"{name} = {str(value).lower()}"  # as YAML writes it
        return self.word(_METHODS.get(text, Label(text)))

    def unit(self, text: str) -> str:
        """A unit, set for reading."""
        return unit(text, self.lang)

    def tonnes(self, total: Total) -> str:
        """A total in running text, with its range where there is one."""
        band = self.band(total)
        text = f"{three(total.value) if band else shown(total.value)} t CO2e"
        return text + self.say(f" ({band})", f"（{band}）") if band else text

    def band(self, total: Total) -> str:
        """The range of a total in words; empty where there is none."""
        both = ends(total.low, total.high)
        return self.say(f"95% range {both}", f"95%区间 {both}") if both else ""

    def range_columns(self, totals: Iterable[Total]) -> tuple[Column, ...]:
        """Columns for the ends of the 95 % range; none where nothing has a range."""
        if all(total.low is None for total in totals):
            return ()
        return (
            Column(self.say("Low (2.5%)", "下限(2.5%)"), "tonnes"),
            Column(self.say("High (97.5%)", "上限(97.5%)"), "tonnes"),
        )

    @staticmethod
    def ends(total: Total, columns: tuple[Column, ...]) -> tuple[Cell, ...]:
        """The cells under `range_columns`."""
        return (total.low, total.high) if columns else ()


@dataclass(frozen=True)
class Matter(Voice):
    """The material of a report.

    Attributes
    ----------
    lang : {"en", "zh"}
    answer : Answer
    """

    answer: Answer

    @property
    def workings(self) -> Workings:
        """The lines, factors and files behind the answer."""
        return self.answer.workings

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

    @property
    def measures(self) -> Measures:
        """What the measures save: of a city with several years, in the last of them."""
        city = self.answer.city
        if city is None or city.last is None or len(city.years) < 2:
            return self.answer.measures
        return city.last

    def with_measures(self) -> bool:
        """Whether there is a programme."""
        return bool(self.answer.measures)

    def planned(self) -> dict[str, Amount]:
        """The uptakes of the programme, with range, basis and reason."""
        return self.workings.scenario.programme(self.workings.catalogue)
