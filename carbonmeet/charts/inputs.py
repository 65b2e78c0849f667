"""What a reader calls an input: a factor by its name, a number of the plan by what it counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from carbonmeet.activity import SOURCES
from carbonmeet.factor import Factor
from carbonmeet.text import Label, Lang

if TYPE_CHECKING:
    from carbonmeet.activity import Input
    from carbonmeet.estimation import Estimate

__all__ = ["fit_name", "input_name"]

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
    "mass": Label("mass", "质量"),
    "water": Label("water used", "用水量"),
    "heat": Label("heat used", "用热量"),
    "gas": Label("gas used", "用气量"),
    "lines": Label("lines", "线路数"),
    "runs": Label("runs", "班次"),
    "seats": Label("seats", "座位数"),
    "load": Label("load", "满载率"),
    "passengers": Label("passengers", "乘客数"),
    "demand": Label("vehicles needed", "用车需求"),
    "reserve": Label("vehicles in reserve", "备用车辆数"),
    "active_share": Label("share of walking and cycling", "步行与骑行占比"),
    "online_hours_if_remote": Label("hours online of those at home", "线上参会时长"),
}
#: What stands for an entry without a name, and for a section that has no entries.
_SECTIONS: Mapping[str, Label] = {
    "transport": Label("Transport", "交通"),
    "wastewater": Label("Waste water", "污水"),
    "waste": Label("Waste", "废弃物"),
    "online": Label("Online participants", "线上参会者"),
    "venue": Label("Venue", "会场"),
    "consumables": Label("Consumables", "会议消耗品"),
    "freight": Label("Freight", "货运"),
    "lodging": Label("Lodging", "住宿"),
    "catering": Label("Catering", "餐饮"),
    "power": Label("Electricity", "用电"),
    "population": Label("Population", "人口"),
}
#: Numbers under the name of a means of travel or a meal: where that is told, and the quantity.
_NAMED: Mapping[str, tuple[str, str, str]] = {
    "modes": ("modes", "share of {}", "{}占比"),
    "shares": ("modes", "share of {}", "{}占比"),
    "active": ("modes", "share of {}", "{}占比"),
    "lengths": ("modes", "length of trips, {}", "{}出行距离"),
    "meals": ("meals", "{}, times a day", "{}次数"),
}
#: A share written down as what another leaves.
_REST = "1 - "
_MEASURE = re.compile(r"measures\.(?P<id>[^.]+)")
_PHASE = re.compile(r"phase_in\.(?P<id>[^.]+)\.(?P<year>\d+)")
_GROWTH = re.compile(r"(1 \+ )?growth\.(?P<section>\w+)")
_ENTRY = re.compile(r"(?P<section>\w+)\[(?P<at>\d+)\]")
_LEG = re.compile(r"\.travel\[(?P<at>\d+)\]\.(?P<what>share|distance|from)$")
_KEYED = re.compile(r"\.(?P<of>\w+)(?:\.(?P<plain>[\w-]+)|\['(?P<quoted>[^']+)'\])$")


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
    path = one.id.removeprefix(_REST)
    field, owner = _field(path, result).get(lang), _owner(path, lang, result)
    if path != one.id:
        field = f"1 − {field}"
    return owner + _COLON[lang] + field if owner else field


def fit_name(name: str, room: float, size: float, lang: Lang) -> str:
    """A name in at most two lines of `room` mm.

    Where that is too short, what the number belongs to is cut, and never the word that says what
    varies.
    """
    from carbonmeet.charts import fonts

    whole = fonts.clean(name)
    lines = fonts.wrap(whole, room, size)
    if "".join(lines.split()) == "".join(whole.split()):
        return lines
    owner, colon, field = whole.rpartition(_COLON[lang].rstrip())
    if not owner:
        return lines
    head = fonts.fit(owner, room - fonts.text_width(colon, size), size)
    return head + colon + "\n" + fonts.fit(field, room, size)


_COLON: Mapping[str, str] = {"en": ": ", "zh": "："}


def _field(path: str, result: Estimate) -> Label:
    """What a number counts."""
    phase = _PHASE.search(path)
    if phase:
        return Label(f"uptake in {phase['year']}", f"{phase['year']}年实施率")
    if _GROWTH.match(path):
        return Label("growth", "增长率")
    leg, keyed = _leg(path, result), _keyed(path, result)
    if leg is not None or keyed is not None:
        return leg or keyed or Label()
    last = re.sub(r"\[[^]]*\]", "", path).rpartition(".")[2]
    return _FIELDS.get(last) or Label(last.replace("_", " "))


def _leg(path: str, result: Estimate) -> Label | None:
    """Share and distance of a leg name the means of travel: a group has several."""
    found = _LEG.search(path)
    legs = getattr(_item(path, result), "travel", None)
    if not found or not legs or int(found["at"]) >= len(legs):
        return None
    mode = str(legs[int(found["at"])].mode or "")
    service = result.catalogue.services.get(f"modes/{mode}")
    name = SOURCES.get(f"transport.{mode.partition('.')[0]}") or (service.name if service else None)
    if name is None:
        return None
    start = str(legs[int(found["at"])].from_ or "")
    en = _lower(name.get("en")) + (f" from {start}" if start else "")
    zh = (f"自{start}" if start else "") + name.get("zh")
    if found["what"] == "share":
        return Label(f"share of {en}", f"{zh}占比")
    return Label(f"distance, {en}", f"{zh}里程")


def _keyed(path: str, result: Estimate) -> Label | None:
    """A number that stands under the key of a service: means of travel, meal, treatment."""
    found = _KEYED.search(path)
    if not found:
        return None
    key, services = found["plain"] or found["quoted"], result.catalogue.services
    if found["of"] == "treatment":
        stream = getattr(_item(path, result), "stream", "")
        service = services.get(f"waste/{stream}.{key}")
        en, zh = "share of {}", "{}占比"
    elif found["of"] in _NAMED:
        group, en, zh = _NAMED[found["of"]]
        service = services.get(f"{group}/{key}")
    else:
        return None
    if service is None:
        return None
    return Label(en.format(_lower(service.name.get("en"))), zh.format(service.name.get("zh")))


def _lower(name: str) -> str:
    """A name inside a phrase; abbreviations stay as they are."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _owner(path: str, lang: Lang, result: Estimate) -> str:
    """The measure, group or item that a number belongs to."""
    measure = _MEASURE.match(path) or _PHASE.match(path)
    if measure:
        return measure["id"]
    growth = _GROWTH.match(path)
    if growth:
        return _section(growth["section"], lang)
    if not _ENTRY.match(path):
        first = path.partition(".")[0]
        return "" if first == path else _section(first, lang)
    item, section = _item(path, result), path.partition("[")[0]
    if item is None:
        return path
    for attribute in ("name", "label"):
        label = getattr(item, attribute, None)
        if isinstance(label, Label) and label.get(lang):
            return label.get(lang)
    service = result.catalogue.services.get(f"items/{getattr(item, 'item', '')}")
    name = service.name.get(lang) if service else _section(section, lang)
    return name + _when(item, section, lang, result)


def _when(item: Any, section: str, lang: Lang, result: Estimate) -> str:
    """The period of a nameless entry, where the section has entries of several."""
    spans = result.scenario.spans
    listed = {str(getattr(one, "period", "")) for one in getattr(result.scenario.content, section)}
    period = str(getattr(item, "period", ""))
    if len(listed) < 2 or period not in spans:
        return ""
    name = spans[period].label.get(lang)
    return Label(f" ({name})", f"（{name}）").get(lang)


def _item(path: str, result: Estimate) -> Any:
    """The entry of the scenario in which a number stands."""
    entry = _ENTRY.match(path)
    listed = getattr(result.scenario.content, entry["section"], None) if entry else None
    if entry is None or not listed or int(entry["at"]) >= len(listed):
        return None
    return listed[int(entry["at"])]


def _section(name: str, lang: Lang) -> str:
    return _SECTIONS[name].get(lang) if name in _SECTIONS else name.replace("_", " ")
