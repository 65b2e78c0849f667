"""Data centres of a city: the electricity of their machines times what the building adds."""

from __future__ import annotations

from carbonmeet.bench.expansion import Key
from carbonmeet.city.shape import DataCentre
from carbonmeet.city.year import CityYear

__all__ = ["data_centre"]


def data_centre(year: CityYear, entry: DataCentre, path: Key) -> None:
    """Electricity of the machines times PUE times the grid."""
    bench = year.bench
    links = (
        (bench.number((*path, "energy"), entry.energy), 1),
        (bench.number((*path, "pue"), entry.pue), 1),
        *year.growth("data_centres"),
    )
    chain = bench.chain(["grid"], year.span, path)
    year.line("digital", entry.label, links, "kWh", chain, ("everybody", "data-centre"))
