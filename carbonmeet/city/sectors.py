"""What a city calls the sources of its emissions."""

from __future__ import annotations

from collections.abc import Mapping

from carbonmeet.base.text import Label
from carbonmeet.numbers.activity import SOURCES

__all__ = ["sector", "source_name"]

_NAMES: Mapping[str, Label] = {
    "transport": Label("Transport", "交通"),
    "transport.rail": Label("Metro and rail", "轨道交通"),
    "transport.road": Label("Road transport", "道路交通"),
    "lodging": Label("Hotels", "酒店住宿"),
    "catering": Label("Meals away from home", "在外就餐"),
    "venue": Label("Public buildings", "公共建筑"),
    "venue.power": Label("Public-building power", "公共建筑用电"),
    "venue.heat": Label("Heat and fuel of public buildings", "公共建筑供热与燃料"),
    "digital": Label("Data centres", "数据中心"),
    "waste": Label("Waste and waste water", "废弃物与污水"),
    "": Label("All sectors", "全部领域"),
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
