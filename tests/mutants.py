"""Meetings made from the shipped ones, and what may be done to one without changing its answer."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from carbonmeet.base.data import data_dir
from carbonmeet.catalogue import load_catalogue
from carbonmeet.reading.yamlfile import read_yaml_file
from carbonmeet.units import parse_quantity

Plain = dict[str, Any]

#: Sections that are lists of entries of a period.
SECTIONS = ["groups", "online", "venue", "fleet", "shuttles"]
SECTIONS += ["consumables", "waste", "freight", "activities"]
#: What there is twice of where there are two such meetings: section → fields.
EXTENSIVE = {
    "groups": ["people"],
    "online": ["people"],
    "venue": ["energy", "area", "heat", "gas", "water"],
    "fleet": ["vehicles", "reserve", "demand"],
    "shuttles": ["lines", "passengers"],
    "consumables": ["amount"],
    "waste": ["amount"],
    "freight": ["mass"],
    "activities": ["amount"],
}
#: What may be written in another unit: section → field → unit.
UNITS = {
    "groups": {},
    "venue": {"area": "ha", "intensity": "Wh / m^2 / day"},
    "fleet": {"distance": "m / day"},
    "freight": {"mass": "kg", "distance": "m"},
    "waste": {"amount": "kg", "per_person_day": "g / person / day"},
}
NUMBERS = ("value", "low", "high")
OFFSET = {"stand": "yunnan-pine", "area": "120 mu", "planted": 2030, "horizon": "20 year"}


@cache
def shipped(name: str) -> str:
    return json.dumps(read_yaml_file(data_dir("scenarios") / f"{name}.yaml").data)


def measures() -> list[str]:
    return list(load_catalogue().measures)


@st.composite
def meetings(draw: st.DrawFn) -> Plain:
    """A meeting of one period or two, on any days, with some of its people and any programme."""
    data: Plain = json.loads(shipped(draw(st.sampled_from(["forum-1500", "starter"]))))
    [period] = data["periods"]
    if draw(st.booleans()):
        for section in SECTIONS:
            for entry in list(data.get(section, ())):
                again = copy.deepcopy(entry) | {"period": "again"}
                data[section].append(again)
        data["periods"]["again"] = copy.deepcopy(data["periods"][period])
    for span in data["periods"].values():
        length = date.fromisoformat(span["end"]) - date.fromisoformat(span["start"])
        # the day on which personal carbon points began lies in the middle
        start = date(2024, 5, 13) + timedelta(draw(st.integers(-1500, 1500)))
        if (start + length).year != start.year:
            start = date(start.year, 12, 1)
        span |= {"start": start.isoformat(), "end": (start + length).isoformat()}
    for section in SECTIONS:
        listed = data.get(section, [])
        if len(listed) > 1 and draw(st.booleans()):
            del listed[draw(st.integers(0, len(listed) - 1))]
    for group in data["groups"]:
        group["people"] = draw(st.integers(1, 3000))
    data["measures"] = draw(
        st.one_of(
            st.just("planned"),
            st.just("none"),
            st.dictionaries(st.sampled_from(measures()), st.floats(0, 1), min_size=1),
        )
    )
    if draw(st.booleans()):
        data["offset"] = dict(OFFSET)
    return data


def scaled(amount: Any, by: float) -> Any:
    """An amount as a file writes it, so many times as much."""
    if isinstance(amount, dict):
        numbers = {
            key: scaled(amount[key], by) for key in ("value", "low", "high") if key in amount
        }
        return amount | numbers
    if isinstance(amount, str):
        read = parse_quantity(amount)
        return f"{read.value * by!r} {read.unit}"
    return amount * by


def in_unit(amount: Any, unit: str) -> Any:
    """The same amount in another unit."""
    if isinstance(amount, dict):
        return amount | {key: in_unit(amount[key], unit) for key in NUMBERS if key in amount}
    return f"{parse_quantity(amount).to(unit)!r} {unit}"


# what changes nothing, but for the factor that is returned


def doubled(data: Plain, _: st.DataObject) -> float:
    for section, fields in EXTENSIVE.items():
        for entry in data.get(section, ()):
            entry |= {field: scaled(entry[field], 2) for field in fields if field in entry}
    return 2.0


def split(data: Plain, draw: st.DataObject) -> float:
    """One group becomes two that differ in nothing but their number and name."""
    group = draw.draw(st.sampled_from(data["groups"]))
    part = draw.draw(st.integers(0, group["people"]))
    rest = copy.deepcopy(group) | {"people": group["people"] - part, "name": "The rest"}
    group["people"] = part
    data["groups"].append(rest)
    return 1.0


def reordered(data: Plain, draw: st.DataObject) -> float:
    for section in SECTIONS:
        if section in data:
            data[section] = draw.draw(st.permutations(data[section]))
    if isinstance(data["measures"], dict):
        names = draw.draw(st.permutations(list(data["measures"])))
        data["measures"] = {name: data["measures"][name] for name in names}
    keys = draw.draw(st.permutations(list(data)))
    inner = {key: data.pop(key) for key in keys}
    data |= inner
    return 1.0


def renamed(data: Plain, _: st.DataObject) -> float:
    data["title"] = "Another"
    for number, group in enumerate(data["groups"]):
        group["name"] = f"No. {number}"
    for section in ("venue", "fleet", "shuttles", "freight"):
        for number, entry in enumerate(data.get(section, ())):
            entry["label"] = f"Thing {number}"
    names = {name: f"x-{number}" for number, name in enumerate(data["periods"])}
    data["periods"] = {names[name]: span for name, span in data["periods"].items()}
    for section in SECTIONS:
        for entry in data.get(section, ()):
            entry["period"] = names[entry["period"]]
    return 1.0


def converted(data: Plain, _: st.DataObject) -> float:
    for section, fields in UNITS.items():
        for entry in data.get(section, ()):
            entry |= {f: in_unit(entry[f], unit) for f, unit in fields.items() if f in entry}
    for group in data["groups"]:
        ways = group.get("local") or []
        for way in ways if isinstance(ways, list) else [ways]:
            way["length"] = in_unit(way["length"], "m")
    return 1.0


def cut(data: Plain, draw: st.DataObject) -> float:
    """A period becomes two of the same days, and whoever was in it goes to one of them."""
    name = draw.draw(st.sampled_from(list(data["periods"])))
    data["periods"]["other"] = copy.deepcopy(data["periods"][name])
    for section in SECTIONS:
        for entry in list(data.get(section, ())):
            if entry["period"] != name:
                continue
            if section == "online":  # a period with or without it is another meeting for measures
                entry["people"] = scaled(entry["people"], 0.5)
                data[section].append(copy.deepcopy(entry) | {"period": "other"})
            elif "per_person" in entry or "per_person_day" in entry:  # for whoever is there
                sides = [one for one in (name, "other") if present(data, one, entry)]
                data[section].remove(entry)
                data[section] += [copy.deepcopy(entry) | {"period": one} for one in sides]
            elif draw.draw(st.booleans()):
                entry["period"] = "other"
    return 1.0


def present(data: Plain, period: str, entry: Plain) -> bool:
    """Whether somebody is in a period for whom an entry counts."""
    who = entry.get("people", "attendees")
    return any(
        group["period"] == period
        and (who == "everybody" or (group.get("role") == "staff") == (who == "staff"))
        for group in data["groups"]
    )


#: Name → what it does to the plain data of a meeting; returns what the answer is multiplied by.
CHANGES: dict[str, Callable[[Plain, st.DataObject], float]] = {
    one.__name__: one for one in (doubled, split, reordered, renamed, converted, cut)
}


# what makes a file wrong


def broken(data: Plain, draw: st.DataObject) -> None:
    """Put something that does not belong there into one place, or take something away."""
    at: Any = data
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        key = draw.draw(st.sampled_from(keys))
        inner = at[key]
        if not (isinstance(inner, (dict, list)) and inner and draw.draw(st.booleans())):
            break
        at = inner
    odd = st.sampled_from(
        [
            None, True, -1, 0, 1e300, "", "x", "1e999", "10⁶", "70%%", "-5 km", "1,200", "０",
            [], {}, [[]], {"value": 1, "low": 2, "high": 0}, "‮", "9" * 400, "2024-02-30",
            "measures", "4 kg CO2e", [None], {"x": {}}, 10**18, 0.5, "1.200", "null", "∞",
        ]
    )  # fmt: skip
    if draw.draw(st.integers(0, 4)):
        at[key] = draw.draw(odd)
    else:
        del at[key]


def write(data: Plain, path: Path) -> Path:
    """As JSON, which is YAML."""
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path
