"""What a number of a scenario is called: the section or entry that it belongs to, and its key.

A number may serve many lines, so that it cannot take the name of one of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from carbonmeet.catalogue import Catalogue
from carbonmeet.text import Label

__all__ = ["name_at", "one_minus", "one_plus"]

#: Keys of scenario files in words.
_WORDS: Mapping[str, Label] = {
    "active": Label("walking and cycling", "步行与骑行"),
    "active_share": Label("share of walking and cycling", "步行与骑行占比"),
    "activities": Label("Other activities", "其他活动"),
    "also": Label("further leg", "接驳"),
    "amount": Label("amount", "数量"),
    "area": Label("area", "面积"),
    "bod": Label("BOD", "BOD浓度"),
    "capacity": Label("capacity", "装机容量"),
    "catering": Label("Catering", "餐饮"),
    "chain": Label("chain", "计算链"),
    "consumables": Label("Consumables", "会议消耗品"),
    "days": Label("days", "天数"),
    "demand": Label("vehicles needed", "需求车辆"),
    "distance": Label("distance", "里程"),
    "end_uses": Label("end use", "用能分项"),
    "energy": Label("energy", "能耗"),
    "energy_growth": Label("change of energy a year", "能耗年变化率"),
    "equipment": Label("equipment", "设备"),
    "fleet": Label("Fleet", "车队"),
    "freight": Label("Freight", "货运"),
    "from": Label("way between the airports", "航程"),
    "gas": Label("gas", "用气"),
    "groups": Label("Group", "人群"),
    "growth": Label("Change a year", "年变化率"),
    "guest_nights": Label("guest nights", "住宿人次"),
    "heat": Label("heat", "供热"),
    "hours": Label("hours", "时长"),
    "hvac": Label("air conditioning", "空调"),
    "incineration": Label("incineration", "焚烧"),
    "intensity": Label("energy intensity", "单位面积能耗"),
    "landfill": Label("landfill", "填埋"),
    "length": Label("length", "单程长度"),
    "lengths": Label("trip length", "出行距离"),
    "lighting": Label("lighting", "照明"),
    "lines": Label("lines", "线路数"),
    "load": Label("load", "载客率"),
    "local": Label("local trips", "市内出行"),
    "lodging": Label("Lodging", "住宿"),
    "mass": Label("mass", "质量"),
    "meals": Label("meals", "用餐"),
    "modes": Label("share", "分担率"),
    "moved": Label("on the way to the target", "目标路径"),
    "nights": Label("nights", "住宿夜数"),
    "observed": Label("Counted", "实测年份"),
    "occupancy": Label("occupancy", "入住率"),
    "online": Label("Online participants", "线上参会者"),
    "online_hours_if_remote": Label("Hours online a day, if remote", "改为线上者每日时长"),
    "operators": Label("Operators", "运营企业"),
    "passengers": Label("passengers", "乘客"),
    "people": Label("people", "人数"),
    "per_head": Label("amount per head", "人均量"),
    "per_person": Label("amount per person", "每人用量"),
    "per_person_day": Label("amount per person and day", "每人每日用量"),
    "periods": Label("Period", "时期"),
    "population": Label("Population", "人口"),
    "power": Label("Public-building power", "公共建筑用电"),
    "recovery": Label("methane recovered", "甲烷回收率"),
    "reserve": Label("reserve vehicles", "备用车辆"),
    "residents": Label("residents", "居民人数"),
    "room_nights": Label("room-nights", "间夜数"),
    "rooms": Label("rooms", "客房数"),
    "runs": Label("runs", "班次"),
    "seats": Label("seats", "座位数"),
    "share": Label("share", "占比"),
    "shares": Label("share", "分担率"),
    "sharing": Label("guests per room", "每间住客数"),
    "shuttles": Label("Shuttle lines", "专线"),
    "transport": Label("Transport", "交通"),
    "travel": Label("journey", "旅程"),
    "treatment": Label("treatment", "处理方式"),
    "trips": Label("trips per person and day", "人均日出行次数"),
    "trips_per_day": Label("trips a day", "每日出行次数"),
    "vehicles": Label("vehicles", "车辆数"),
    "venue": Label("Venue", "会场"),
    "volume": Label("volume", "水量"),
    "waste": Label("Waste", "废弃物"),
    "wastewater": Label("Waste water", "污水"),
    "water": Label("water", "用水"),
}
#: Keys under which services are named, with the group of the catalogue that knows them.
_GROUPS = {
    **dict.fromkeys(("active", "lengths", "modes", "shares"), "modes"),
    "item": "items",
    "meals": "meals",
}


def name_at(data: object, path: Sequence[str | int], catalogue: Catalogue) -> Label:
    """The name of the number at a path.

    Parameters
    ----------
    data : plain data
        Of the scenario file; the path may lead beyond them.

    Examples
    --------
    >>> from carbonmeet.catalogue import load_catalogue
    >>> hotels = {"lodging": [{"label": {"en": "Hotels", "zh": "酒店"}, "rooms": "9 room"}]}
    >>> name_at(hotels, ("lodging", 0, "rooms"), load_catalogue())
    Label(en='Hotels: rooms', zh='酒店：客房数')
    """
    owner, start = None, 1
    for number, step in enumerate(path[:-1], 1):
        data = _inside(data, step)
        if isinstance(data, dict):
            found = _own_name(data, catalogue)
            owner, start = (found, number) if found else (owner, start)
    owner = owner or _word("", path[0], catalogue)
    words: list[tuple[str, str]] = []
    for before, step in zip(("", *path[start - 1 :])[1:], path[start:], strict=False):
        if isinstance(step, str):
            word = _word(before, step, catalogue)
            words.append((word.get("en"), word.get("zh")))
        elif words:
            words[-1] = (f"{words[-1][0]} {step + 1}", f"{words[-1][1]}{step + 1}")
    if not words:
        return owner
    en, zh = ", ".join(one for one, _ in words), "、".join(one for _, one in words)
    return Label(f"{owner.get('en')}: {en}", f"{owner.get('zh')}：{zh}")


def one_minus(name: Label) -> Label:
    """What a share leaves."""
    return Label(f"1 − {name.get('en')}", f"1 − {name.get('zh')}")


def one_plus(name: Label) -> Label:
    """What a rate makes of a year's amount."""
    return Label(f"1 + {name.get('en')}", f"1 + {name.get('zh')}")


def _inside(data: Any, step: str | int) -> object:
    if isinstance(step, int):
        return data[step] if isinstance(data, list) and step < len(data) else None
    return data.get(step) if isinstance(data, dict) else None


def _own_name(data: dict[str, Any], catalogue: Catalogue) -> Label | None:
    """What an entry calls itself."""
    said = data.get("label") or data.get("name")
    if isinstance(said, dict):
        return Label(said.get("en", ""), said.get("zh", ""))
    if isinstance(said, str):
        return Label(said)
    item = data.get("item")
    return _word("item", item, catalogue) if isinstance(item, str) else None


def _word(before: str | int, step: str | int, catalogue: Catalogue) -> Label:
    """A key in words, by the key `before` it."""
    group = _GROUPS.get(before) if isinstance(before, str) else None
    service = catalogue.services.get(f"{group}/{step}") if group else None
    return service.name if service else _WORDS.get(str(step)) or Label(str(step))
