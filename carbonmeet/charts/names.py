"""What a source of emissions is called: in a city's account otherwise than in a meeting's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.activity import SOURCES

if TYPE_CHECKING:
    from carbonmeet.estimation import Estimate
    from carbonmeet.text import Label

__all__ = ["source_name"]


def source_name(result: Estimate, source: str) -> Label:
    """The name of a source: public buildings where the scenario is a city, halls where it is not.

    Parameters
    ----------
    result : Estimate
    source : str
        Dotted, such as ``venue.power``.
    """
    if result.scenario.kind != "city":
        return SOURCES[source]
    from carbonmeet.city.sectors import sector

    return sector(source)
