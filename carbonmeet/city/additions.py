"""What a city file adds to the catalogue: its own grid factor, measures with a phase-in."""

from __future__ import annotations

from collections.abc import Mapping

from carbonmeet.catalogue import Catalogue
from carbonmeet.city.power import mix_factor
from carbonmeet.city.shape import City
from carbonmeet.city.years import phased
from carbonmeet.errors import CarbonmeetError
from carbonmeet.factor import Factor
from carbonmeet.measure import Measure

__all__ = ["city_additions"]


def city_additions(
    city: City, catalogue: Catalogue, region: str, own: Mapping[str, Measure]
) -> tuple[list[Factor], list[Measure]]:
    """Factors and measures that a city file brings in.

    Parameters
    ----------
    own : mapping of str to Measure
        Measures written in the file.

    Raises
    ------
    CarbonmeetError
        If the mix is asked for and not given, or a phase-in names an unknown measure.
    """
    rows: list[Factor] = []
    if city.grid == "mix":
        if city.mix is None:
            raise CarbonmeetError("grid: 'mix' needs the power plants under 'mix'")
        rows.append(mix_factor(city.mix, catalogue, region, city.year))
    return rows, phased(city.phase_in, catalogue, own)
