"""What every part of a report is written from: the result, its data and a language."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, Lang, Message, _, _p, inside, renamed, spoken
from carbonmeet.city.sectors import source_name
from carbonmeet.numbers.path import find, read
from carbonmeet.view.blocks import Cell, Column, shown
from carbonmeet.view.numerals import bounded, ends, three, unit

if TYPE_CHECKING:
    from carbonmeet.answer import Answer, Drawn, Measures, Total
    from carbonmeet.base.notices import Notice
    from carbonmeet.numbers.activity import Activity
    from carbonmeet.pricing.workings import Workings
    from carbonmeet.reading.amount import Amount

__all__ = ["EVIDENCE", "LEDGERS", "PAPERS", "Matter", "Voice"]

#: What a total is of.
LEDGERS = {
    "baseline": _("Baseline"),
    "residual": _("After the measures"),
}
#: What a number rests on, in words.
EVIDENCE = {
    "primary": _("primary"),
    "secondary": _("secondary"),
    "assumed": _("assumed"),
    "given": _("given"),
    "measured": _("measured"),
    "published": _("published"),
    "borrowed": _("borrowed"),
}
#: Papers behind an amount.
PAPERS = {
    "invoice": _p("paper", "invoice"),
    "meter": _p("paper", "meter"),
    "contract": _p("paper", "contract"),
    "count": _p("paper", "count"),
}

#: Methods of a scenario in words, by what stands in the file.
_METHODS = {
    "electricity = location": _("electricity location-based"),
    "electricity = market": _("electricity market-based"),
    "aviation_non_co2 = true": _("non-CO2 effects of aviation counted"),
    "aviation_non_co2 = false": _("without non-CO2 effects of aviation"),
    "upstream = true": _("with upstream of fuels"),
    "upstream = false": _("without upstream of fuels"),
    "distance = wgs84": _("distances on the WGS 84 ellipsoid"),
    "distance = sphere": _("distances on a sphere"),
    "gwp = as-published": _("warming potentials as published"),
    "gwp = ar4": _("warming potentials of AR4"),
    "gwp = ar5": _("warming potentials of AR5"),
    "gwp = ar6": _("warming potentials of AR6"),
    "future = newest": _("later years by the newest edition"),
    "future = trend": _("later years by their trend"),
}


@dataclass(frozen=True)
class Voice:
    """A language and how it says things: lists, units, totals with their ranges.

    Attributes
    ----------
    lang : {"en", "zh"}
    """

    lang: Lang

    def say(self, text: str, /, **args: object) -> str:
        """A text in the language of the reader."""
        return (text if isinstance(text, Message) else _(text, **args)).get(self.lang)

    def word(self, both: Label | Notice | Mapping[str, str]) -> str:
        """A label or a notice, or a record that holds one."""
        return spoken(both, self.lang) if isinstance(both, Mapping) else both.get(self.lang)

    def said(self, text: str | Mapping[str, str] | None) -> str:
        """What a record holds as its file says it, in one language or both; empty for nothing."""
        return spoken(text or "", self.lang)

    def join(self, words: Iterable[str]) -> str:
        """A list in running text."""
        return self.say(", ").join(words)

    def entries(self, words: Iterable[str]) -> str:
        """A list of whole entries of a file in running text: they may hold commas."""
        return self.say("; ").join(words)

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
        text = f"{three(total.value, whole=True) if band else shown(total.value)} t CO2e"
        return text + self.say(" ({band})", band=band) if band else text

    def band(self, total: Total) -> str:
        """The range of a total in words; empty where there is none."""
        if _certain(total):
            return self.say("without a range: none of its numbers has one")
        both = ends(total.low, total.high)
        return self.say("95% range {both}", both=both) if both else ""

    def range_columns(self, totals: Iterable[Total]) -> tuple[Column, ...]:
        """Columns for the ends of the 95% range; none where nothing has a range."""
        if all(total.low is None or _certain(total) for total in totals):
            return ()
        return (
            Column(self.say("Low (2.5%)"), "end"),
            Column(self.say("High (97.5%)"), "end"),
        )

    @staticmethod
    def ends(total: Total, columns: tuple[Column, ...]) -> tuple[Cell, ...]:
        """The cells under `range_columns`; empty where no number behind a total has a range."""
        if not columns:
            return ()
        return (None, None) if _certain(total) else (total.low, total.high)


def _certain(total: Total) -> bool:
    """Whether a total was drawn and never moved, which is want of ranges and no certainty."""
    return bool(total.low and total.high) and math.isclose(total.low or 0.0, total.high or 0.0)


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
        if not span.counterfactual or not mark:
            return text
        if text[-1:] in ")）":  # one bracket, not two
            return text[:-1] + self.say("; counterfactual)")
        return text + self.say(" (counterfactual)")

    @property
    def notices(self) -> tuple[str, ...]:
        """The notices of the answer, without those about its draws; factors by their names."""
        kept = (one for one in self.answer.notices if not one.id.startswith("draws."))
        # a number of the file's own may have no name
        factors = [one for one in self.workings.factors if one.name.get("en")]
        names = {key: inside(one.name) for one in factors for key in (one.id, one.key)}
        return tuple(_sentence(renamed(one.text, names).get(self.lang)) for one in kept)

    def told(self, notice: Notice) -> str:
        """A notice, with file and line of the entries that it names, where a file has them."""
        document, text = self.workings.scenario.document, notice.get(self.lang)
        spots = (
            document.spot(find(document.data, read(place)))
            for place in notice.args.get("entries", ())
        )
        lines = [f"{os.path.basename(one.file)}:{one.line}" for one in spots if one.line]
        if not lines:
            return text
        return self.say("{text} ({lines})", text=text, lines=self.join(dict.fromkeys(lines)))

    @property
    def forest_notices(self) -> tuple[str, ...]:
        """The notices of its forest."""
        offset, case = self.answer.offset, self.workings.offset
        if offset is None:
            return ()
        parcels = case.forest.parcels if case is not None and case.forest else ()
        stands = {stand.key: stand.name for one in parcels for stand, _share in one.mixture}
        told = (renamed(one.text, stands).get(self.lang) for one in offset.notices)
        return tuple(map(_sentence, told))

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
    def chance(self) -> str | None:
        """How likely what is set against the emissions is enough by the horizon, where drawn."""
        if self.drawn is None or not self.drawn.forest:
            return None
        share = self.drawn.forest["compensated_by_horizon"]
        return None if share is None else bounded(share, self.drawn.draws, self.lang)

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


def _sentence(text: str) -> str:
    """A notice as it begins a line of a report; a key of the file stays as it is typed."""
    key = any(mark in text.split(maxsplit=1)[0] for mark in "[._") if text else False
    return text if key else text[:1].upper() + text[1:]
