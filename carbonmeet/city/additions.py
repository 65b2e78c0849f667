"""What a city file adds to the catalogue: its own grid factor, measures with a phase-in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from carbonmeet.catalogue import Catalogue
from carbonmeet.catalogue.measure import Measure
from carbonmeet.city.power import mix_factor, mix_faults
from carbonmeet.city.shape import City
from carbonmeet.city.years import phased
from carbonmeet.numbers.factor import Factor

__all__ = ["city_additions"]


def city_additions(
    city: City,
    catalogue: Catalogue,
    region: str,
    own: Mapping[str, Measure],
    *,
    renamed: bool = True,
) -> tuple[list[Factor], list[Measure]]:
    """Factors and measures that a city file brings in.

    What is wrong with them is told when the city is expanded, where it has a place in the file.

    Parameters
    ----------
    own : mapping of str to Measure
        Measures written in the file.
    renamed : bool
        Whether measures are carried out, and so want the names that they have in a city.
    """
    rows: list[Factor] = []
    if city.mix is not None and not any(mix_faults(city, catalogue, region)):
        # one factor, and another from every year on in which plants are added
        years = [city.year, *sorted(map(int, city.mix.additions))]
        if city.grid == "mix":
            rows += [mix_factor(city.mix, catalogue, region, year) for year in years]
    if not (renamed or city.phase_in):
        return rows, []
    known = {**catalogue.measures, **own}
    named = {
        name: measure.model_copy(update={"name": measure.in_city})
        for name, measure in known.items()
        if measure.in_city is not None
    }
    steps = {one.id: one for one in phased(city.phase_in, {**known, **named})}
    return rows, list(_after_base(city, {**known, **named, **steps}, set(named) | set(steps)))


def _after_base(
    city: City, measures: Mapping[str, Measure], changed: set[str]
) -> Iterator[Measure]:
    """Measures begin after the base year, which was counted, unless `phase_in` says when.

    Where the base year is the only one worked out, they are a what-if in that year.
    """
    first = date(city.year + 1, 1, 1)
    begin = city.listed_years != [city.year]
    for name, measure in measures.items():
        if begin and name not in city.phase_in:
            start = max(measure.start or first, first)
            yield measure.model_copy(update={"start": start})
        elif name in changed:
            yield measure
