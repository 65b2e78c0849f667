"""A scenario has one truth: however it is made and changed, data, values, names and hash agree."""

from __future__ import annotations

import io
import json
import pickle
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict
from worlds import MEETING, changed

import carbonmeet as cm
from carbonmeet.base.data import data_dir
from carbonmeet.reading.amount import Amount
from carbonmeet.reading.yamlfile import read_yaml
from carbonmeet.scenario.plain import plain
from carbonmeet.units import parse_unit

SHIPPED = sorted(path.stem for path in data_dir("scenarios").glob("*.yaml"))
DINNER = {
    "kind": "meeting",
    "title": "Dinner",
    "place": {"region": "CN-YN", "airport": "KMG"},
    "prefer": ["mee", "cpcd", "defra"],
    "periods": {"eve": {"year": 2024}},
    "groups": [
        {"name": "Guests", "period": "eve", "people": 80, "days": 1, "meals": {"restaurant": 1}}
    ],
}


def faults(scenario: object, changes: object = None) -> str:
    with pytest.raises(cm.InputError) as error:
        made = cm.load_scenario(scenario)
        cm.estimate(made if changes is None else made.replace(changes))
    return str(error.value)


# ---- how it is made


def test_file_text_bytes_and_data_are_the_same_scenario(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "meeting.yaml"
    file.write_text(MEETING, encoding="utf-8")
    stdin = io.TextIOWrapper(io.BytesIO(MEETING.encode()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stdin)
    made = [
        cm.load_scenario(file),
        cm.load_scenario(str(file)),
        cm.load_scenario(MEETING),
        cm.load_scenario(text=MEETING),
        cm.load_scenario(MEETING.encode()),
        cm.load_scenario(text=MEETING.encode()),
        cm.load_scenario("-"),
        cm.load_scenario(read_yaml(MEETING, "x").data),
    ]
    assert len({one.hash for one in made}) == 1
    assert len({one.content.model_dump_json() for one in made}) == 1
    totals = {cm.estimate(one).baseline.total for one in made}
    assert totals == {cm.estimate(read_yaml(MEETING, "x").data).baseline.total}


def test_a_text_never_touches_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.open", lambda *args, **kwargs: pytest.fail("opened"))
    assert cm.load_scenario(text=MEETING).participants == {"p": 600.0}


def test_one_line_is_a_text_if_it_is_said_to_be_or_begins_like_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(cm.InputError, match="'kind' is missing"):
        cm.load_scenario(text="title: A")
    with pytest.raises(cm.InputError, match="'kind' is missing"):
        cm.load_scenario("title: A")
    with pytest.raises(cm.InputError, match="no such file"):
        cm.load_scenario("title")
    monkeypatch.chdir(tmp_path)
    Path("title: A").write_text(MEETING, encoding="utf-8")
    assert cm.load_scenario("title: A").participants == {"p": 600.0}


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_read_can_be_written_as_plain_data(name: str) -> None:
    """The typed values as plain data are the same typed values again."""
    scenario = cm.load_scenario(name)
    again = cm.load_scenario(scenario.content)
    assert again.content == scenario.content
    assert cm.load_scenario(again.document.data).hash == again.hash
    assert cm.load_scenario(plain(again.content)).hash == again.hash


@given(
    st.floats(1e-6, 1e9),
    st.sampled_from(["km", "t", "kWh / m^2 / day", "CNY / t", "person / room", "t CO2 / ha"]),
)
def test_an_amount_written_and_read_is_the_same(value: float, unit: str) -> None:
    amount = Amount(value, parse_unit(unit), value / 3, value * 3, "assumed", "a guess")
    written = plain(amount)
    assert json.loads(json.dumps(written)) == written
    from carbonmeet.reading.amount import In

    assert In(unit).read(written) == amount


def test_python_values_are_taken_as_they_are_meant() -> None:
    import datetime

    data = DINNER | {
        "periods": {"eve": {"start": datetime.date(2024, 5, 1), "end": datetime.date(2024, 5, 1)}},
        "prefer": ("mee", "cpcd", "defra"),
        "groups": [DINNER["groups"][0] | {"people": np.int64(80), "days": np.float64(1.0)}],
    }
    assert cm.load_scenario(data).participants == {"eve": 80.0}
    assert cm.estimate(data).baseline.total == cm.estimate(DINNER).baseline.total


def test_a_model_may_say_more_than_it_declares() -> None:
    class Event(BaseModel):
        model_config = ConfigDict(extra="allow")
        kind: str
        title: str = "Unnamed"

    made = cm.load_scenario(Event(**DINNER))
    assert made.document.data == cm.load_scenario(DINNER).document.data
    assert cm.estimate(made).baseline == cm.estimate(DINNER).baseline
    assert "grops" in faults(Event(**DINNER, grops=[]))


def test_defaults_of_a_model_of_ones_own_count() -> None:
    class Dinner(BaseModel):
        model_config = ConfigDict(extra="allow")
        kind: str = "meeting"
        measures: str = "planned"
        notes: str | None = None

    rest = {key: value for key, value in DINNER.items() if key not in ("kind", "measures")}
    told = cm.load_scenario(rest | {"kind": "meeting", "measures": "planned"})
    made = cm.load_scenario(Dinner(**rest))
    assert made.document.data == told.document.data
    assert "notes" not in made.document.data


def test_faults_of_data_name_paths() -> None:
    wrong = DINNER | {"groups": [DINNER["groups"][0] | {"people": -3, "nihgts": 2}]}
    unknown, negative = faults(wrong).splitlines()
    assert unknown.startswith("scenario: groups.Guests: no key 'nihgts' here. Did you mean")
    assert negative == "scenario: groups.Guests.people: -3 person is negative"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (float("nan"), "groups[0].people: a finite number is expected"),
        (object(), "groups[0].people: plain data are expected, not object"),
        ({1.5: 2}, "groups[0].people: a key must be text, not float"),
    ],
)
def test_what_no_file_can_hold_is_refused(value: object, message: str) -> None:
    assert message in faults(DINNER | {"groups": [{"people": value}]})


def test_quantities_of_pint_are_read_as_a_file_would_say_them() -> None:
    pint = pytest.importorskip("pint")
    ureg = pint.UnitRegistry()
    hall = {"period": "eve", "label": "Hall", "days": 1}
    said = DINNER | {"venue": [hall | {"area": "300 m^2", "intensity": "0.4 kWh/m^2/day"}]}
    given = [hall | {"area": ureg("300 m^2"), "intensity": ureg("0.4 kWh/m^2/day")}]
    [power] = [cm.estimate(DINNER | {"venue": given}).baseline.total.value]
    assert power == pytest.approx(cm.estimate(said).baseline.total.value, rel=1e-12)
    for unit in ("MWh", "t", "km", "week", "GB", "ha", "kg/m^3", "degC"):
        assert parse_unit(plain(ureg.Quantity(3, unit)).removeprefix("3 ")) == parse_unit(unit)
    for unit in ("cup", "ton", "year", "mile"):  # a volume, a short ton, 365.25 days
        with pytest.raises(cm.InputError, match="is unknown here or means something else"):
            plain(ureg.Quantity(3, unit))


def test_a_mapping_within_itself_is_refused() -> None:
    data = dict(DINNER)
    data["place"] = data
    assert "place: nested deeper than 32 levels" in faults(data)


def test_data_may_extend_a_shipped_scenario() -> None:
    found = cm.estimate({"extends": "cop15-kunming", "measures": "none"})
    assert found.residual.total == cm.estimate("cop15-kunming").baseline.total


@pytest.mark.parametrize(
    ("args", "text"), [((), None), (("a.yaml",), "x"), ((3,), None), ((["a"],), None)]
)
def test_something_else_is_no_scenario(args: tuple[object, ...], text: str | None) -> None:
    with pytest.raises(cm.CarbonmeetError, match=r"give a scenario|'source' is of type"):
        cm.load_scenario(*args, text=text)


# ---- how it is changed


def test_everything_follows_a_change(tmp_path: Path) -> None:
    """Total, hash, names and data were once apart after a change."""
    file = tmp_path / "meeting.yaml"
    file.write_text(MEETING, encoding="utf-8")
    scenario = cm.load_scenario(file)
    other = scenario.replace({"groups.Beijing.people": 500, "groups.北京.name": "Renamed"})
    text = changed("people: 600", "people: 500").replace(
        "name: {en: Beijing, zh: 北京}", "name: Renamed"
    )
    same = cm.load_scenario(text=text)
    assert other.hash == same.hash != scenario.hash
    assert other.document.data == same.document.data
    assert other.content == same.content
    result, before = cm.estimate(other), cm.estimate(scenario)
    assert result.baseline.total == cm.estimate(same).baseline.total != before.baseline.total
    data = result.to_dict()
    assert data["scenario"]["hash"] == other.hash
    del data["catalogue"]  # whose rows speak of places too
    said = json.dumps(data, ensure_ascii=False)
    assert "Renamed" in said and "北京" not in said
    inputs = [one for one in result.workings.model.inputs if one.id.startswith("groups")]
    names = [one.name.get(lang) for one in inputs for lang in ("en", "zh")]
    assert any("Renamed" in name for name in names)
    assert not any("Beijing" in name or "北京" in name for name in names)
    assert scenario.content.groups[0].people.value == 600  # the old one is as it was


def test_nothing_can_part_content_from_data() -> None:
    scenario = cm.load_scenario(text=MEETING)
    with pytest.raises((TypeError, ValueError)):
        replace(scenario, content=scenario.content)


CHANGES = st.dictionaries(
    st.sampled_from(["groups.Beijing.people", "groups[0].nights", "venue.Halls.area"]),
    st.integers(1, 5000).map(float),
    max_size=3,
)


@settings(max_examples=30)
@given(CHANGES, CHANGES)
def test_changes_one_after_the_other_are_changes_at_once(
    first: dict[str, float], second: dict[str, float]
) -> None:
    def texts(changes: dict[str, float]) -> dict[str, object]:
        return {
            path: f"{value} m^2" if "area" in path else value for path, value in changes.items()
        }

    scenario = cm.load_scenario(text=MEETING)
    once = scenario.replace(texts(first)).replace(texts(second))
    assert once.hash == scenario.replace(texts(first | second)).hash
    back = {"groups.Beijing.people": 600, "groups[0].nights": 5, "venue.Halls.area": "36000 m^2"}
    assert once.replace(back).hash == scenario.replace(back).hash == scenario.hash


@pytest.mark.parametrize(
    ("changes", "path", "value"),
    [
        ({"groups.Beijing.people.low": 500, "groups.Beijing.people.high": 650}, "people.high", 650),
        ({"groups.Beijing.meals.boxed": "1 / day"}, "meals.boxed", "1 / day"),
        ({"groups.Beijing.travel[0].share": Amount(0.5)}, "travel[0].share", 0.5),
        ({("groups", "Beijing", "hotel"): "hotel.star-4"}, "hotel", "hotel.star-4"),
    ],
)
def test_values_are_set_where_the_path_says(changes: object, path: str, value: object) -> None:
    from carbonmeet.numbers.path import find, read

    data = cm.load_scenario(text=MEETING).document.data | {}
    named = ("groups", "Beijing", *read(path))
    if ".travel" in str(changes):
        changes = changes | {"groups.Beijing.travel[1].share": 0.5}
    made = cm.load_scenario(text=MEETING).replace(changes)
    found = made.document.data
    for step in find(found, named):
        found = found[step]
    assert found == value and data == cm.load_scenario(text=MEETING).document.data


def test_a_factor_of_the_catalogue_becomes_a_row_of_the_scenarios_own() -> None:
    name = 'factors["grid@mee-2021[CN-YN]"]'
    scenario = cm.load_scenario("cop15-kunming")
    made = scenario.replace({name: 0.2})
    (row,) = made.content.factors
    assert (row.key, row.region, row.value, row.unit) == ("grid", "CN-YN", 0.2, "kg CO2 / kWh")
    assert row.evidence == "assumed" and "0.1235" in row.note and row.source == "own-mee-2021"
    assert made.replace({name: 0.3}).hash == scenario.replace({name: 0.3}).hash
    assert made.replace({name: "300 g CO2 / kWh"}).content.factors[0].value == pytest.approx(0.3)
    ranged = scenario.replace({name: {"value": 0.2, "low": 0.1, "high": 0.4}})
    assert (
        ranged.content.factors[0].low == 0.1 and ranged.content.factors[0].replaces == row.replaces
    )
    assert not made.replace({name: None}).content.factors
    assert scenario.replace({name: None}).hash == scenario.hash
    back = cm.estimate(scenario.replace({name: 0.1235}))
    assert back.baseline.total.value == cm.estimate(scenario).baseline.total.value
    told = [one.en for one in cm.estimate(made).notices if one.id == "factor.own-unused"]
    assert not told
    assert "Did you mean 'grid@mee-20" in faults(scenario, {'factors["grid@mee-2020[CN-YN]"]': 0.2})
    assert "12 km" in faults(scenario, {name: "12 km"})
    own = {"key": "grid", "value": 1, "unit": "kg CO2 / kWh", "replaces": "grid@nobody[CN]"}
    assert "no row 'grid@nobody[CN]' to replace" in faults(scenario, {"factors": [own]})


def test_none_takes_away() -> None:
    scenario = cm.load_scenario("cop15-kunming")
    names = [str(group.name) for group in scenario.content.groups]
    made = scenario.replace(
        {
            f'groups["{names[0]}"]': None,
            f'groups["{names[2]}"]': None,
            f'groups["{names[1]}"].people': 7,
            "offset": None,
            "offset.survival": None,
        }
    )
    left = [str(group.name) for group in made.content.groups]
    assert left == [names[1], *names[3:]] and made.content.offset is None
    assert made.content.groups[0].people.value == 7


def test_an_uptake_goes_by_the_name_of_its_input() -> None:
    plan, none = cm.load_scenario("cop15-kunming"), cm.load_scenario("cop15-baseline")
    catalogue = cm.load_catalogue()
    for scenario, others in ((plan, 24), (none, 0)):
        made = scenario.replace({"measures.T1.uptake": 0.3})
        programme = made.programme(catalogue)
        assert programme["T1"].value == 0.3 and len(programme) == others + 1
        assert made.hash == scenario.replace({"measures.T1": 0.3}).hash


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({"groups.Bejing.people": 5}, ["no entry 'Bejing' in groups. Did you mean 'Beijing'?"]),
        (
            {"groups.Beijing.people": -5},
            ["text:11:13: groups.Beijing.people: -5 person is"],
        ),
        ({"groups.Beijing.peple": 5}, ["no key 'peple' here. Did you mean 'people'?"]),
        ({"groups.Beijing.travel[0].from.x": 1}, ["is text: it has no 'x'"]),
        ({"groups.Beijing[": 5, "venue.Hal": 3}, ["is not a path", "no entry 'Hal' in venue"]),
        ({"": 5}, ["the whole scenario cannot be replaced"]),
        (
            {"groups.Beijing.people": float("inf")},
            ["groups.Beijing.people: a finite number is expected"],  # by the path as it was given
        ),
        ({"place.region": "nowhere!"}, ["text:4:31: place.region: no region 'nowhere!'"]),
    ],
)
def test_faults_of_a_change_have_a_place(changes: dict[str, object], messages: list[str]) -> None:
    text = MEETING.replace("title: {en: Test, zh: 测试}\n", "title: Test\n")
    told = faults(cm.load_scenario(text=text), changes)
    assert all(message in told for message in messages), told
    assert len(told.splitlines()) == len(messages)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.document.data["groups"][0].update(people=9999),
        lambda one: one.document.data["groups"].clear(),
        lambda one: one.written.data.pop("venue"),
        lambda one: one.content.groups.clear(),
        lambda one: one.content.periods.clear(),
        lambda one: one.content.groups[0].meals.clear(),
        lambda one: one.content.groups[0].travel.append(None),
        lambda one: one.content.groups.__setitem__(0, None),
        lambda one: one.spans.clear(),
        lambda one: one.methods.update(electricity="market"),
        lambda one: one.participants.pop("phase-1"),
    ],
)
def test_nothing_of_a_scenario_can_be_changed_in_place(change: Callable[[Any], object]) -> None:
    """Scenarios of files are kept: who changed one changed every later answer of the process."""
    made = cm.load_scenario("cop15-kunming")
    before = cm.estimate(made)
    with pytest.raises((cm.CarbonmeetError, AttributeError, TypeError)):
        change(made)
    assert cm.estimate(cm.load_scenario("cop15-kunming")) == before
    assert cm.load_scenario({"extends": "cop15-kunming"}).content.groups == made.content.groups


@pytest.mark.parametrize(
    "numbers",
    [
        lambda one: one.model.values,
        lambda one: one.uptake,
        lambda one: one.planned,
        lambda one: one.baseline.kg,
        lambda one: one.residual.kg,
    ],
)
def test_nor_can_the_numbers_of_workings(numbers: Callable[[Any], Any]) -> None:
    """They are kept for the next answer to the same scenario."""
    with pytest.raises(ValueError, match="read-only"):
        numbers(cm.estimate("forum-1500").workings)[:] = 0.0


def test_what_was_read_says_how_it_is_changed() -> None:
    made = cm.load_scenario(MEETING)
    with pytest.raises(cm.CarbonmeetError, match="'replace' makes another"):
        made.document.data["groups"][0]["people"] = 9999


@pytest.mark.parametrize("name", ["cop15-kunming", "kunming-2030"])
def test_all_that_a_scenario_holds_is_frozen(name: str) -> None:
    made = cm.load_scenario(name)
    assert not list(mutable([made, made.spans, made.methods, made.participants], "scenario"))


def mutable(value: object, path: str) -> Iterator[str]:
    """Where something in a value can be changed in place."""
    kind = type(value)
    if kind in (dict, set) or (kind is list and path != "scenario"):
        yield path
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from mutable(one, f"{path}[{key!r}]")
    elif isinstance(value, (list, tuple)):
        for at, one in enumerate(value):
            yield from mutable(one, f"{path}[{at}]")
    elif isinstance(value, BaseModel):
        for key in type(value).model_fields:
            yield from mutable(getattr(value, key), f"{path}.{key}")
    elif is_dataclass(value):
        for one in fields(value):
            if one.name not in ("marks", "key_marks", "origins"):  # lines and columns alone
                yield from mutable(getattr(value, one.name), f"{path}.{one.name}")


def test_a_scenario_from_another_process_is_the_same() -> None:
    for name in ("cop15-kunming", "kunming-2030"):
        made = cm.load_scenario(name)
        again = pickle.loads(pickle.dumps(made))
        assert again == made and hash(again) == hash(made) and again is not made
        assert not list(mutable(again, "scenario"))
        assert cm.estimate(again) == cm.estimate(made)
    assert made != made.replace({"year": 2024}) and made != "kunming-2030"
    assert cm.load_scenario(MEETING) == cm.load_scenario(MEETING)


def test_what_is_extended_cannot_be_put_in_later() -> None:
    assert "when it is read" in faults(MEETING, {"extends": "cop15-kunming"})


def test_what_is_extended_says_its_format(tmp_path: Path) -> None:
    """A distance of format 1 counts out and back: it is nowhere said which is meant."""
    base, child = tmp_path / "base.yaml", tmp_path / "child.yaml"
    base.write_text(changed("carbonmeet: 2\n", ""), "utf-8")
    child.write_text("extends: base.yaml\ntitle: Child\n", "utf-8")
    assert "base.yaml" in faults(child) and "'carbonmeet' is missing" in faults(child)
