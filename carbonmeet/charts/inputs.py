"""What a reader calls an input: a factor by its name, a number of the plan by what it counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from carbonmeet.factor import Factor
from carbonmeet.text import Label, Lang

if TYPE_CHECKING:
    from carbonmeet.activity import Input
    from carbonmeet.estimation import Estimate

__all__ = ["input_name"]

_FIELDS: Mapping[str, Label] = {
    "people": Label("people", "人数"),
    "nights": Label("nights", "住宿夜数"),
    "days": Label("days", "天数"),
    "share": Label("share", "占比"),
    "distance": Label("distance", "里程"),
    "length": Label("length of trips", "出行距离"),
    "trips_per_day": Label("trips a day", "日出行次数"),
    "vehicles": Label("vehicles", "车辆数"),
    "area": Label("area", "面积"),
    "intensity": Label("intensity", "能耗强度"),
    "hours": Label("hours", "时长"),
    "amount": Label("amount", "数量"),
    "per_person_day": Label("per person and day", "人均日用量"),
    "per_person": Label("per person", "人均用量"),
    "uptake": Label("uptake", "实施率"),
    "per_head": Label("per head", "人均量"),
    "residents": Label("residents", "居民人数"),
    "rooms": Label("rooms", "客房数"),
    "occupancy": Label("occupancy", "入住率"),
    "trips": Label("trips a day", "日出行次数"),
    "volume": Label("volume", "水量"),
    "energy": Label("energy", "用能量"),
    "sharing": Label("guests per room", "每间人数"),
    "population": Label("population", "人口"),
}
#: Sections that are no list, so that their numbers have no entry to be named after.
_SECTIONS: Mapping[str, Label] = {
    "transport": Label("Transport", "交通"),
    "wastewater": Label("Waste water", "污水"),
}
_MEASURE = re.compile(r"measures\.(?P<id>[^.]+)")
_ENTRY = re.compile(r"(?P<section>\w+)\[(?P<at>\d+)\]")


def input_name(one: Input, lang: Lang, result: Estimate) -> str:
    """The name of an input for a figure.

    Parameters
    ----------
    one : Input
        A factor of the catalogue or a number of the scenario.
    lang : {"en", "zh"}
    result : Estimate
        Knows the groups and measures that numbers belong to.
    """
    if isinstance(one, Factor):
        return one.name.get(lang) or one.key
    colon = "：" if lang == "zh" else ": "
    last = re.sub(r"\[\d+\]", "", one.id.rpartition(".")[2])
    field = _FIELDS[last].get(lang) if last in _FIELDS else last.replace("_", " ")
    owner = _owner(one.id, lang, result)
    return f"{owner}{colon}{field}" if owner else field


def _owner(path: str, lang: Lang, result: Estimate) -> str:
    """The measure, group or item that a number belongs to."""
    measure = _MEASURE.match(path)
    if measure:
        return measure["id"]
    entry = _ENTRY.match(path)
    if not entry:
        first = path.partition(".")[0]
        if first == path:
            return ""
        return _SECTIONS[first].get(lang) if first in _SECTIONS else first.replace("_", " ")
    section = getattr(result.scenario.content, entry["section"], None)
    if not section or int(entry["at"]) >= len(section):
        return path
    item = section[int(entry["at"])]
    for attribute in ("name", "label"):
        label = getattr(item, attribute, None)
        if isinstance(label, Label) and label.get(lang):
            return label.get(lang)
    kind = getattr(item, "item", "") or entry["section"]
    service = result.catalogue.services.get(f"items/{kind}")
    return service.name.get(lang) if service else str(kind).replace("_", " ")
