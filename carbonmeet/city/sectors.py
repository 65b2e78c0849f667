"""What a city calls the sources of its emissions."""

from __future__ import annotations

from collections.abc import Mapping

from carbonmeet.base.text import Label, _
from carbonmeet.numbers.activity import SOURCES

__all__ = ["sector", "source_name"]

_NAMES: Mapping[str, Label] = {
    "transport": _("Transport"),
    "transport.rail": _("Metro and rail"),
    "transport.road": _("Road transport"),
    "lodging": _("Hotels"),
    "catering": _("Meals away from home"),
    "venue": _("Public buildings"),
    "venue.power": _("Public-building power"),
    "venue.heat": _("Heat and fuel of public buildings"),
    "digital": _("Data centres"),
    "waste": _("Waste and waste water"),
    "": _("All sectors"),
}


def sector(source: str) -> Label:
    """Name of a source, or of the first part of one, in the account of a city.

    Examples
    --------
    >>> print(sector("venue.power"), "|", sector("freight"), "|", sector("transport").zh)
    Public-building power | Freight | 交通
    """
    return _NAMES.get(source) or SOURCES.get(source) or Label(source)


def source_name(source: str, kind: str) -> Label:
    """Name of a source of emissions: a city's account has names of its own.

    Parameters
    ----------
    source : str
        Dotted, such as ``venue.power``.
    kind : str
        ``meeting`` or ``city``: of the scenario.

    Examples
    --------
    >>> print(source_name("venue.power", "meeting"), "|", source_name("venue.power", "city"))
    Venue electricity | Public-building power
    """
    return sector(source) if kind == "city" else SOURCES[source]
