"""A city file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from carbonmeet.base.text import Label
from carbonmeet.bench.expansion import Expansion, Span
from carbonmeet.bench.header import Header, Period
from carbonmeet.catalogue import Catalogue
from carbonmeet.catalogue.measure import Measure
from carbonmeet.city.additions import city_additions
from carbonmeet.city.expand import expand_city
from carbonmeet.city.gpc import SLICE
from carbonmeet.city.shape import City
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.factor import Factor

__all__ = ["CityScenario"]


class CityScenario(Header, City):
    """A city file: its periods are years."""

    kind: Literal["city"]

    @property
    def periods(self) -> dict[str, Period]:
        """The years to work out, as periods."""
        return {str(year): Period(year=year) for year in self.listed_years}

    @property
    def says_more(self) -> bool:
        """Forest, indicators and published figures are checked without any emissions."""
        return bool(
            self.forest or self.indicators or self.register_ or self.asset_survey or self.claims
        )

    @property
    def statement(self) -> Label:
        """What every total says: it is a slice."""
        return SLICE

    def expand(self, bench: Expansion, spans: Mapping[str, Span]) -> list[Activity]:
        """The years of the city as activities."""
        carried_out: Iterable[str] = () if isinstance(self.measures, str) else self.measures
        if self.measures == "planned":
            carried_out = bench.catalogue.measures
        return expand_city(self, bench, spans, carried_out)

    def additions(self, catalogue: Catalogue) -> tuple[list[Factor], list[Measure]]:
        """The factor of the city's own power mix, and measures that come in step by step."""
        own = {measure.id: measure for measure in self.own_measures}
        renamed = self.measures != "none"
        return city_additions(self, catalogue, self.place.region, own, renamed=renamed)

    def heads(self) -> dict[str, float]:
        """Nobody attends a city."""
        return {}
