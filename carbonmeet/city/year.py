"""One year of a city on the bench: what its sections share."""

from __future__ import annotations

from collections.abc import Iterable

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Label, _
from carbonmeet.bench.expansion import Expansion, Key, Span
from carbonmeet.city.shape import City, Section, Sections
from carbonmeet.city.years import by_periods, compound
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.number import Link, constant
from carbonmeet.reading.amount import Amount
from carbonmeet.units import parse_unit, reduce_chain

__all__ = ["DAYS", "NIGHTS", "YEAR", "CityYear"]

DAYS = constant("days-of-year", _("days of the year"), 365.0, parse_unit("day"))
NIGHTS = constant("nights-of-year", _("nights of the year"), 365.0, parse_unit("night"))
YEAR = constant("one-year", _("one year"), 1.0, parse_unit("year"))


class CityYear:
    """A year of a city: what was counted in it, and what grew from the base year."""

    def __init__(self, city: City, bench: Expansion, span: Span) -> None:
        self.city, self.bench, self.span = city, bench, span
        self.seen: Sections = city.observed.get(span.name, Sections())

    def root(self, section: str) -> Key:
        """Where a section of this year stands in the file."""
        observed = getattr(self.seen, section)
        return ("observed", self.span.name, section) if observed else (section,)

    def growth(self, section: Section) -> tuple[Link, ...]:
        """Change since the base year; none for what was counted in the year itself."""
        rate = self.city.growth.get(section)
        if rate is None or getattr(self.seen, section):
            return ()
        path: Key = ("growth", section)
        if isinstance(rate, Amount):
            number = self.bench.number(path, rate, domain="signed")
            return compound(number, self.span.year - self.city.year)
        rates = {
            int(year): self.bench.number((*path, year), one, domain="signed")
            for year, one in rate.items()
        }
        return by_periods(rates, self.city.year, self.span.year)

    def people(self, given: Amount | None = None, path: Key = ()) -> tuple[Link, ...]:
        """The residents of the year, or those of a section."""
        if given is not None:
            self.check_residents(given, path)
            links: tuple[Link, ...] = ((self.bench.number(path, given), 1),)
            return links if path[0] == "observed" else (*links, *self.growth("population"))
        whole = self.seen.population or self.city.population
        if whole is None:
            raise CarbonmeetError(_("'population' is missing"))
        return ((self.bench.number(self.root("population"), whole), 1), *self.growth("population"))

    def check_residents(self, given: Amount, path: Key) -> None:
        """Refuse more residents of a section than the city has."""
        whole = self.seen.population or self.city.population
        if whole is not None and given.value > max(whole.value, whole.high or 0.0):
            self.bench.fault(
                path,
                _(
                    "{value:,.0f} residents are more than the {whole_value:,.0f} of the city",
                    value=given.value,
                    whole_value=whole.value,
                ),
            )

    def line(
        self,
        source: str,
        label: Label,
        amount: Iterable[Link],
        unit: str,
        chain: tuple[Link, ...],
        tags: Iterable[str] = (),
        service: str = "",
    ) -> None:
        """A line that no service of the catalogue prices."""
        activity = Activity(
            source=source,
            period=self.span.name,
            label=label,
            amount=tuple(amount),
            unit=parse_unit(unit),
            chain=chain,
            region=self.span.region,
            year=self.span.year,
            end=self.span.end,
            service=service,
            tags=frozenset(tags),
        )
        reduce_chain(activity.unit, [(n.id, n.unit, power) for n, power in chain])
        self.bench.activities.append(activity)
