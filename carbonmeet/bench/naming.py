"""What the numbers of a scenario are called: path, name, and stream, set once on the bench.

A number is known by names and not by its position: put a group before the others, and theirs stay
what they are, drawn as they were. Entries without a name keep their position in the path; in the
stream they are known by what tells them apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from carbonmeet.base.text import NAMELESS, Label
from carbonmeet.catalogue import Catalogue
from carbonmeet.numbers.path import Names, Path

__all__ = ["Called", "Naming", "one_minus", "one_plus"]

#: Keys of scenario files in words.
_WORDS: Mapping[str, Label] = {
    "active_share": Label("share of walking and cycling", "步行与骑行占比"),
    "activities": Label("Other activities", "其他活动"),
    "amount": Label("amount", "数量"),
    "area": Label("area", "面积"),
    "bod": Label("BOD", "BOD浓度"),
    "capacity": Label("capacity", "装机容量"),
    "catering": Label("Catering", "餐饮"),
    "consumables": Label("Consumables", "会议消耗品"),
    "days": Label("days", "天数"),
    "demand": Label("vehicles needed", "需求车辆"),
    "distance": Label("distance", "里程"),
    "energy": Label("energy", "能耗"),
    "energy_growth": Label("change of energy a year", "能耗年变化率"),
    "equipment": Label("equipment", "设备"),
    "fleet": Label("Fleet", "车队"),
    "freight": Label("Freight", "货运"),
    "from": Label("distance", "里程"),
    "gas": Label("gas", "用气"),
    "groups": Label("Group", "人群"),
    "growth": Label("change a year", "年变化率"),
    "guest_nights": Label("guest nights", "住宿人次"),
    "heat": Label("heat", "供热"),
    "hours": Label("hours", "时长"),
    "hvac": Label("air conditioning", "空调"),
    "incineration": Label("incineration", "焚烧"),
    "intensity": Label("energy intensity", "单位面积能耗"),
    "landfill": Label("landfill", "填埋"),
    "length": Label("length of a trip", "单程距离"),
    "lighting": Label("lighting", "照明"),
    "lines": Label("lines", "线路数"),
    "load": Label("load", "载客率"),
    "local": Label("local trips", "市内出行"),
    "lodging": Label("Lodging", "住宿"),
    "mass": Label("mass", "质量"),
    "meals": Label("meals", "用餐次数"),
    "nights": Label("nights", "住宿夜数"),
    "occupancy": Label("occupancy", "入住率"),
    "online": Label("Online participants", "线上参会者"),
    "online_hours_if_remote": Label("Hours online a day, if remote", "改为线上者每日时长"),
    "operators": Label("Operators", "运营企业"),
    "other": Label("other uses", "其他用途"),
    "passengers": Label("passengers", "乘客"),
    "people": Label("people", "人数"),
    "per_head": Label("amount per head", "人均量"),
    "per_person": Label("amount per person", "每人用量"),
    "per_person_day": Label("amount per person and day", "每人每日用量"),
    "periods": Label("Period", "时期"),
    "phase_in": Label("part in place", "已实施比例"),
    "population": Label("Population", "人口"),
    "power": Label("Public-building power", "公共建筑用电"),
    "return_distance": Label("distance out and back", "往返里程"),
    "recovery": Label("methane recovered", "甲烷回收率"),
    "reserve": Label("reserve vehicles", "备用车辆"),
    "residents": Label("residents", "居民人数"),
    "room_nights": Label("room-nights", "间夜数"),
    "rooms": Label("rooms", "客房数"),
    "runs": Label("runs", "班次"),
    "seats": Label("seats", "座位数"),
    "share": Label("share", "占比"),
    "sharing": Label("guests per room", "每间住客数"),
    "shuttles": Label("Shuttle lines", "专线"),
    "target": Label("target", "目标"),
    "transport": Label("Transport", "交通"),
    "trips": Label("trips per person and day", "人均日出行次数"),
    "trips_per_day": Label("trips a day", "每日出行次数"),
    "vehicles": Label("vehicles", "车辆数"),
    "venue": Label("Venue", "会场"),
    "volume": Label("volume", "水量"),
    "waste": Label("Waste", "废弃物"),
    "wastewater": Label("Waste water", "污水"),
    "water": Label("water", "用水"),
}
#: Keys under which services are named: their group in the catalogue, and what is said of them.
_OF: Mapping[str, tuple[str, Label]] = {
    "active": ("modes", Label("share of {}", "{}占比")),
    "capacity": ("", Label("capacity, {}", "{}装机容量")),
    "end_uses": ("", Label("share of {}", "{}占比")),
    "lengths": ("modes", Label("length of a trip, {}", "{}单程距离")),
    "meals": ("meals", Label("{}, times a day", "{}次数")),
    "modes": ("modes", Label("share of {}", "{}占比")),
    "shares": ("modes", Label("share of {}", "{}占比")),
    "treatment": ("waste", Label("share of {}", "{}占比")),
}
#: What tells the entries of a list apart, by the key of the list. It is as little as will do, so
#: that variants of a plan pair that differ in anything else: an amount, a hotel, a kind of bus.
_MARKS: Mapping[str, tuple[str, ...]] = {
    "groups": ("period", "name"),
    "travel": ("mode", "cabin", "from_", "to", "label"),
    "also": ("mode", "cabin", "from_", "to", "label"),
    "local": (),
    "consumables": ("period", "item", "label", "people"),
    "waste": ("period", "stream", "label", "people"),
}
_OTHERS = ("period", "label")
#: The amount at the head of a link that is written out, such as ``0.5 kWh / m^2``.
_AMOUNT = re.compile(r"[\d.,eE+-]+")
#: Keys that say the same in two ways: the way there, or there and back, is one unknown.
_SAME = {"return_distance": "distance"}
#: What a key is put in brackets for in the name of a stream.
_BRACKETED = frozenset(" .[]\t\n")


class Called(NamedTuple):
    """What the number at a place is called."""

    path: Path
    name: Label
    stream: str


class _Spot(NamedTuple):
    """An entry of a list: what the numbers in it are called begins like this.

    Attributes
    ----------
    owner : Label
        The group, the hall, the measure that they belong to.
    words : tuple of Label
        What stands between the owner and the number.
    leg : Label
        The means of travel, of which they are told.
    kind : str
        The stream of waste, in front of its treatments.
    """

    path: Path = ()
    stream: str = ""
    owner: Label = NAMELESS
    words: tuple[Label, ...] = ()
    leg: Label = NAMELESS
    kind: str = ""


class Naming:
    """Names for the numbers of one scenario.

    Parameters
    ----------
    data : plain data
        Of the file: it tells which names of entries are no two alike.
    catalogue : Catalogue
        Knows what services are called.
    periods : mapping of str to Label
        What the accounting periods are called.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from carbonmeet.catalogue import load_catalogue
    >>> hotels = SimpleNamespace(label=Label("Hotels", "酒店"))
    >>> naming = Naming({"lodging": [{"label": "Hotels", "rooms": "9 room"}]}, load_catalogue())
    >>> naming.enter(("lodging",), [hotels])
    >>> naming.of(("lodging", 0, "rooms"))[:2]
    (('lodging', 'Hotels', 'rooms'), Label(en='Hotels: rooms', zh='酒店：客房数'))
    """

    def __init__(
        self, data: object, catalogue: Catalogue, periods: Mapping[str, Label] | None = None
    ) -> None:
        self._names = Names(data)
        self._catalogue = catalogue
        self._periods = periods or {}
        self._spots: dict[Path, _Spot] = {(): _Spot()}
        self._taken: dict[str, Path] = {}

    def enter(self, place: Path, entries: Sequence[object]) -> None:
        """Take in the entries of the list at a place, as they stand typed."""
        if (*place, 0) in self._spots:
            return
        above, rest = self._above((*place, 0))
        key = str(place[-1])
        marks = [_marks(one, _MARKS.get(key, _OTHERS)) for one in entries]
        alike = Counter(_label(one) for one in entries)
        periods = {getattr(one, "period", None) for one in entries if _has(one, ("period",))}
        several = len(periods) > 1
        seen: Counter[object] = Counter()
        names = self._own_names(place)
        path, begun = (*above.path, *rest[:-1]), above.stream + _stream(rest[:-1], above.stream)
        for at, (entry, mark) in enumerate(zip(entries, marks, strict=True)):
            # entries alike are told apart by their order
            stream = f"{begun}[{mark!r}, {seen[mark]}]"
            seen[mark] += 1
            own = _label(entry)
            told = several and (own is None or alike[own] > 1)
            spot = above._replace(path=(*path, names.get(at, at)), stream=stream)
            self._spots[(*place, at)] = self._entry(spot, key, entry, at, len(entries), told)

    def _own_names(self, place: Path) -> dict[int, str]:
        """The first name of its own of every entry of a list, by position."""
        found: dict[int, str] = {}
        for name, listed in self._names.within(place).items():
            if len(listed) == 1:
                found.setdefault(listed[0], name)
        return found

    def _entry(
        self, spot: _Spot, key: str, entry: object, at: int, count: int, told: bool
    ) -> _Spot:
        """An entry with what it is called."""
        if key in ("travel", "also"):
            return spot._replace(leg=self._leg(entry))
        if key in ("local", "chain"):
            return spot._replace(words=(*spot.words, _numbered(key, at + 1, count)))
        period = getattr(entry, "period", "") if told else spot.path[1]
        when = self._periods.get(str(period)) if told or spot.path[0] == "observed" else None
        owner = _label(entry) or self._item(entry) or _word(key)
        kind = str(getattr(entry, "stream", "")) if _has(entry, ("stream",)) else ""
        return spot._replace(owner=_within(owner, when) if when else owner, kind=kind)

    def _item(self, entry: object) -> Label | None:
        item = getattr(entry, "item", None) if _has(entry, ("item",)) else None
        return None if item is None else self._service("items", item) or Label(str(item))

    def _leg(self, entry: object) -> Label:
        """A leg by its means of travel, and by where it begins."""
        mode, start = getattr(entry, "mode", None), getattr(entry, "from_", None)
        if mode is None:
            name: Label = _TRAVEL
        else:
            name = _AIR if mode == "air" else self._service("modes", mode) or _word(str(mode))
        en = _lower(name.get("en"))
        if not start:
            return Label(en, name.get("zh"))
        return Label(f"{en} from {start}", f"{start}出发的{name.get('zh')}")

    def _service(self, group: str, key: object) -> Label | None:
        service = self._catalogue.services.get(f"{group}/{key}")
        return service.name if service else None

    def _above(self, place: Path) -> tuple[_Spot, Path]:
        """The nearest entry above a place, and the steps that lead from there."""
        for length in range(len(place) - 1, -1, -1):
            if place[:length] in self._spots:
                return self._spots[place[:length]], place[length:]
        raise AssertionError("the file itself is above every place")

    def of(self, place: Path) -> Called:
        """What the number at a place of the file is called."""
        spot, rest = (self._spots[place], ()) if place in self._spots else self._above(place)
        path = (*spot.path, *rest)
        stream = spot.stream + _stream(rest, spot.stream)
        return Called(path, self._only(self._name(spot, rest), path), stream)

    def _only(self, name: Label, path: Path) -> Label:
        """A name that no other number has."""
        found, count = name, 1
        while self._taken.setdefault(found.en, path) != path:
            count += 1
            found = Label(f"{name.en} ({count})", f"{name.zh}（{count}）")
        return found

    def _name(self, spot: _Spot, rest: Path) -> Label:
        owner, steps, year = spot.owner, list(rest), None
        if not owner.en:
            first = steps.pop(0)
            if first == "observed":
                year, first = steps.pop(0), steps.pop(0)
            if first in ("periods", "measures", "phase_in") and steps:
                owner = self._periods.get(str(steps[0])) or Label(str(steps[0]))
                steps = [first, *steps[1:]] if first == "phase_in" else steps[1:]
            elif first == "growth" and steps:
                owner, steps = _word(str(steps[0])), ["growth"]
            else:
                owner = _word(str(first))
            owner = _within(owner, Label(str(year))) if year else owner
        words = [*spot.words, *self._words(spot, steps)]
        if not words:
            return Label(owner.get("en"), owner.get("zh"))
        en = ", ".join(one.get("en") for one in words)
        zh = "、".join(one.get("zh") for one in words)
        return Label(f"{owner.get('en')}: {en}", f"{owner.get('zh')}：{zh}")

    def _words(self, spot: _Spot, steps: Sequence[str | int]) -> list[Label]:
        """The keys after the owner in words."""
        words: list[Label] = []
        at = 0
        while at < len(steps):
            step, following = str(steps[at]), str(steps[at + 1]) if at + 1 < len(steps) else ""
            if step in _OF and following:
                group, said = _OF[step]
                key = f"{spot.kind}.{following}" if group == "waste" else following
                words.append(_said(said, self._service(group, key) or _word(following)))
                at += 1
            elif spot.leg.en and step == "share":
                words.append(_said(_OF["shares"][1], spot.leg))
            elif spot.leg.en:
                word = _word(step)
                words.append(Label(f"{word.en}, {spot.leg.en}", f"{spot.leg.zh}{word.zh}"))
            else:
                words.append(_word(step))
            at += 1
        return words


_AIR = Label("Air travel", "航空")
_TRAVEL = Label("Travel", "出行")


def one_minus(name: Label) -> Label:
    """What a share leaves."""
    return Label(f"1 − {name.get('en')}", f"1 − {name.get('zh')}")


def one_plus(name: Label) -> Label:
    """What a rate makes of a year's amount."""
    return Label(f"1 + {name.get('en')}", f"1 + {name.get('zh')}")


def _numbered(key: str, number: int, count: int) -> Label:
    """Trips across town and links of a chain have nothing to be known by but their number."""
    if key == "chain":
        return Label(f"chain link {number}", f"因子链第{number}项")
    word = _WORDS[key]
    return Label(f"{word.en} {number}", f"{word.zh}{number}") if count > 1 else word


def _word(key: str) -> Label:
    return _WORDS.get(key) or Label(key.replace("_", " "))


def _said(phrase: Label, name: Label) -> Label:
    return Label(phrase.en.format(_lower(name.get("en"))), phrase.zh.format(name.get("zh")))


def _lower(name: str) -> str:
    """A name inside a phrase; abbreviations stay as they are."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _within(owner: Label, when: Label) -> Label:
    return Label(f"{owner.get('en')} ({when.get('en')})", f"{owner.get('zh')}（{when.get('zh')}）")


def _label(entry: object) -> Label | None:
    """What an entry calls itself."""
    for key in _has(entry, ("label", "name")):
        found = getattr(entry, key, None)
        if isinstance(found, Label):
            return found
    return None


#: Which of some keys the entries of a shape may have.
_FIELDS: dict[tuple[type, tuple[str, ...]], tuple[str, ...]] = {}


def _has(entry: object, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some keys that an entry may have: pydantic is slow to say that it has not."""
    place = (type(entry), keys)
    if place not in _FIELDS:
        fields = getattr(place[0], "model_fields", None)
        known = keys if fields is None else tuple(key for key in keys if key in fields)
        _FIELDS[place] = known
    return _FIELDS[place]


def _stream(steps: Path, before: str) -> str:
    """Steps as they stand in the name of a stream."""
    text = before
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _BRACKETED.intersection(step):
            text += f"['{step}']"
        else:
            key = _SAME.get(step, step)
            text += f".{key}" if text else key
    return text[len(before) :]


def _marks(entry: object, keys: tuple[str, ...]) -> tuple[object, ...]:
    if isinstance(entry, str):
        return (_AMOUNT.sub("", entry, count=1).strip(),)
    known = _has(entry, keys)
    return tuple(_mark(getattr(entry, key, None)) if key in known else None for key in keys)


def _mark(value: object) -> object:
    return value.get("en") if isinstance(value, Label) else value
