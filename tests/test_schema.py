"""Strict models: what is accepted, and the faults with their position, path and words."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Annotated, Any, Literal

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, model_validator

from carbonmeet.base.errors import InputError
from carbonmeet.base.text import Label
from carbonmeet.reading.amount import (
    Amount,
    AnyAmount,
    Distance,
    In,
    Nights,
    People,
    PerDay,
    Share,
)
from carbonmeet.reading.schema import Strict, json_schema, validate, where
from carbonmeet.reading.textfields import LabelField
from carbonmeet.reading.yamlfile import Document, read_yaml
from carbonmeet.units import parse_unit


class Air(Strict):
    mode: Literal["air"]
    origin: str = Field(alias="from", pattern="^[A-Z]{3}$")
    share: Share | None = None


class Rail(Strict):
    mode: Literal["rail"]
    distance: Distance


class Local(Strict):
    trips: PerDay
    modes: dict[Literal["taxi", "bus"], Share] = Field(default={})

    @model_validator(mode="after")
    def _shares(self) -> Local:
        if sum(share.value for share in self.modes.values()) > 1:
            raise ValueError("the shares add up to more than 1")
        return self


class Group(Strict):
    name: LabelField = Label("x")
    people: People = Amount(1.0)
    nights: Nights | None = None
    travel: tuple[Annotated[Air | Rail, Field(discriminator="mode")], ...] = ()
    local: list[Local] | Local | None = None
    area: Annotated[Amount, In("m^2", max_value=1e6)] | None = None
    rooms: Annotated[Amount, In("room", allow_zero=False)] | None = None
    set_point: Annotated[Amount, In("degC", allow_negative=True)] | None = None
    start: date | None = None
    copies: int = Field(default=1, ge=1, le=10)
    factor: float | None = None
    flag: bool = False
    amount: AnyAmount | None = None
    tags: list[str] = Field(default=[], max_length=2)
    meals: dict[str, PerDay] = Field(default={})


class File(Strict):
    carbonmeet: Literal[1]
    kind: Literal["meeting", "city"]
    groups: list[Group] = Field(default=[])
    measures: Literal["planned", "none"] | dict[str, Share] = "none"


HEAD = "carbonmeet: 1\nkind: meeting\n"


def read(text: str) -> File:
    return validate(File, read_yaml(text, "f.yaml"))


def group(text: str) -> Group:
    """One group, written on one line, which is line 3 of the file."""
    return read(f"{HEAD}groups: [{{{text}}}]\n").groups[0]


def faults(text: str) -> list[str]:
    with pytest.raises(InputError) as refusal:
        read(text)
    return [str(fault) for fault in refusal.value.faults]


# ---- what is accepted -----------------------------------------------------------------------


def amount(value: float, unit: str, *rest: Any, **more: Any) -> Amount:
    return Amount(value, parse_unit(unit), *rest, **more)


ACCEPTED = {
    "people: 600": amount(600, "person"),
    "people: 4.5 万": amount(45000, "person"),
    "people: 600 人": amount(600, "person"),
    "people: {value: 600, low: 500, high: 7e2}": amount(600, "person", 500, 700),
    "people: {value: 600, basis: assumed, note: a guess}": amount(
        600, "person", basis="assumed", note="a guess"
    ),
    "area: 3.6 万 m^2": amount(36000, "m^2"),
    "area: 3 亩": amount(2000, "m^2"),
    "area: {value: 3 ha, low: 2e4 m^2, high: 40000 ㎡}": amount(30000, "m^2", 20000, 40000),
    "amount: 3 mu": amount(3, "mu"),
    "amount: 3": amount(3, "1"),
    "amount: {value: 12 t, low: 10000 kg, high: 15 t}": amount(12, "t", 10, 15),
    "set_point: -3 degC": amount(-3, "degC"),
    "meals: {lunch: 3 / day}": amount(3, "1 / day"),
    "meals: {lunch: 3}": amount(3, "1 / day"),
    "travel: [{mode: rail, distance: 2252 km}]": amount(2252, "km"),
    "travel: [{mode: rail, distance: 2252000 m}]": amount(2252, "km"),
    "travel: [{mode: air, from: PEK, share: 70%}]": amount(0.7, "1"),
    "travel: [{mode: air, from: PEK, share: 0.7}]": amount(0.7, "1"),
    "travel: [{mode: air, from: PEK, share: {value: 40%, low: 0.3, high: 50%}}]": amount(
        0.4, "1", 0.3, 0.5
    ),
}


@pytest.mark.parametrize(("text", "expected"), ACCEPTED.items())
def test_amounts(text: str, expected: Amount) -> None:
    found = group(text)
    key = text.split(":")[0]
    value = getattr(found, key)
    if key == "meals":
        value = value["lunch"]
    elif key == "travel":
        value = value[0].distance if isinstance(value[0], Rail) else value[0].share
    assert value == expected
    assert value.quantity.unit is value.unit


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        ("name: Delegates", "Delegates", "Delegates"),
        ("name: 代表", "代表", "代表"),
        ("name: {en: Delegates, zh: 代表}", "Delegates", "代表"),
        ("name: {zh: 代表}", "代表", "代表"),
        ("name: NO", "NO", "NO"),
    ],
)
def test_labels(text: str, en: str, zh: str) -> None:
    name = group(text).name
    assert (name.get("en"), name.get("zh")) == (en, zh)


def test_a_chinese_text_is_chinese() -> None:
    assert group("name: 北京代表").name == Label(zh="北京代表")


def test_plain_types() -> None:
    found = group("start: 2021-10-11, copies: 2, factor: 3, local: {trips: 2}")
    assert found.start == date(2021, 10, 11)
    assert found.factor == 3.0
    assert isinstance(found.local, Local)
    assert read(f"{HEAD}measures: {{V1: 80%}}").measures == {"V1": amount(0.8, "1")}


def test_models_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        group("copies: 2").copies = 3


# ---- what is refused ------------------------------------------------------------------------

G = "f.yaml:3:"
REFUSED = {
    "unknown key": ("peple: 3", "11: groups[0]: no key 'peple' here. Did you mean 'people'? Keys:"),
    "unknown key in a union": (
        "travel: [{mode: air, from: PEK, form: X}]",
        "43: groups[0].travel[0]: no key 'form' here. Did you mean 'from'? Keys: mode, from, share",
    ),
    "unknown key in an amount": (
        "people: {value: 3, lo: 2}",
        "30: groups[0].people: no key 'lo' here. Did you mean 'low'? Keys: value, low, high, basis",
    ),
    "unknown key of a mapping": (
        "local: {trips: 2, modes: {taxe: 40%}}",
        "37: groups[0].local.modes: no key 'taxe' here. Did you mean 'taxi'? Keys: taxi, bus",
    ),
    "unknown language": ("name: {en: a, fr: b}", "25: groups.a.name: no key 'fr' here. Keys: en,"),
    "missing": ("local: {modes: {}}", "18: groups[0].local: 'trips' is missing"),
    "missing in a union": ("travel: [{mode: air}]", "20: groups[0].travel[0]: 'from' is missing"),
    "missing tag": ("travel: [{from: PEK}]", "20: groups[0].travel[0]: 'mode' is missing"),
    "wrong tag": (
        "travel: [{mode: rial, distance: 3 km}]",
        "27: groups[0].travel[0].mode: no mode 'rial'. Did you mean 'rail'? One of: air, rail",
    ),
    "missing value": ("people: {low: 3}", "19: groups[0].people: 'value' is missing"),
    "text for a list": ("tags: many", "17: groups[0].tags: a list is expected, not text"),
    "mapping for a list": ("tags: {a: 1}", "17: groups[0].tags: a list is expected, not a mapping"),
    "number for a mapping": (
        "meals: 3",
        "18: groups[0].meals: a mapping is expected, not a number",
    ),
    "list for a mapping": ("meals: [3]", "18: groups[0].meals: a mapping is expected, not a list"),
    "neither list nor mapping": (
        "local: 3",
        "18: groups[0].local: a list or a mapping is expected, not a number",
    ),
    "inside a union": (
        "local: [{trips: 2 km}]",
        "27: groups[0].local[0].trips: expected a number per day such as '3 / day', got '2 km'",
    ),
    "text for a whole number": (
        "copies: two",
        "19: groups[0].copies: a whole number is expected, not 'two'",
    ),
    "quoted number": ("copies: '2'", "19: groups[0].copies: a whole number is expected, not '2'"),
    "fraction": ("copies: 1.5", "19: groups[0].copies: a whole number is expected, not 1.5"),
    "truth for a number": ("factor: true", "19: groups[0].factor: a number is expected, not true/"),
    "number for truth": ("flag: 1", "17: groups[0].flag: true or false is expected, not a number"),
    "yes for true": ("flag: yes", "17: groups[0].flag: true or false is expected, not text"),
    "number for text": (
        "tags: [a, 1]",
        "21: groups[0].tags[1]: text is expected, not a number: put it in quotes",
    ),
    "empty for a list": ("tags: ~", "17: groups[0].tags: a list is expected, not an empty value"),
    "too small": ("copies: 0", "19: groups[0].copies: must be at least 1"),
    "too large": ("copies: 11", "19: groups[0].copies: must be at most 10"),
    "too many": ("tags: [a, b, c]", "17: groups[0].tags: must have at most 2 items"),
    "form": (
        "travel: [{mode: air, from: pek}]",
        "38: groups[0].travel[0].from: does not have the form ^[A-Z]{3}$",
    ),
    "no such day": (
        "start: 2021-02-30",
        "18: groups[0].start: a date such as 2021-10-11 is expected, not '2021-02-30'",
    ),
    "rule of the model": (
        "local: {trips: 2, modes: {taxi: 0.6, bus: 0.6}}",
        "18: groups[0].local: the shares add up to more than 1",
    ),
    "wrong dimension": (
        "area: 3 km",
        "17: groups[0].area: expected an area such as '400 m^2', got '3 km'",
    ),
    "no unit": ("area: 3", "17: groups[0].area: 3 has no unit: write it as in '400 m^2'"),
    "quoted without unit": ("area: '3'", "17: groups[0].area: 3 has no unit"),
    "thousands": (
        "area: '36,000 m^2'",
        "17: groups[0].area: '36,000 m^2': write 36000 or 36: ",
    ),  # not 36.000, which half of the world takes for 36000
    "unknown unit": ("area: 3 acre", "17: groups[0].area: no unit 'acre': an acre is about 6 mu"),
    "list for an amount": (
        "area: [3 m^2]",
        "17: groups[0].area: a quantity such as '400 m^2' is expected, not a list",
    ),
    "truth for an amount": ("people: true", "is expected, not true/false"),
    "empty amount": (
        "people: ~",
        "a quantity such as '600 people' is expected, not an empty value",
    ),
    "negative": ("area: -3 m^2", "17: groups[0].area: -3 m^2 is negative"),
    "zero": ("rooms: 0", "18: groups[0].rooms: must be more than 0"),
    "above the maximum": ("area: 2 km^2", "17: groups[0].area: 2000000 m^2 is more than 1000000 m"),
    "absurd": ("people: 1e13", "19: groups[0].people: 10000000000000 person is absurdly large"),
    "low above value": (
        "people: {value: 6, low: 7, high: 8}",
        "35: groups[0].people.low: low (7) is more than value (6)",
    ),
    "high below value": (
        "people: {value: 6, low: 5, high: 5.5}",
        "44: groups[0].people.high: high (5.5) is less than value (6)",
    ),
    "low alone": (
        "people: {value: 6, low: 5}",
        "35: groups[0].people.low: 'low' is given without 'high'",
    ),
    "high alone": ("people: {value: 6, high: 7}", "'high' is given without 'low'"),
    "low of another kind": (
        "area: {value: 6 m^2, low: 5 km, high: 7 m^2}",
        "groups[0].area.low: expected an area such as '400 m^2', got '5 km'",
    ),
    "low of another kind, any unit": (
        "amount: {value: 6 t, low: 5 km, high: 7 t}",
        "groups[0].amount.low: '5 km' cannot be given in 't': a distance is not a mass",
    ),
    "low without the value's unit": (
        "area: {value: 6 m^2, low: 5, high: 7 m^2}",
        "37: groups[0].area.low: 5 has no unit, while the value has one",
    ),
    "assumed without a reason": (
        "people: {value: 6, basis: assumed}",
        "37: groups[0].people.basis: an assumed value needs a 'note' that says why",
    ),
    "unknown basis": (
        "people: {value: 6, basis: guessed}",
        "no basis 'guessed'. One of: given, measured, published, assumed",
    ),
    "note that is no text": (
        "people: {value: 6, note: [a]}",
        "people.note: text is expected, not a",
    ),
    "long note": (f"people: {{value: 6, note: {'x' * 2001}}}", "is longer than 2000 characters"),
    "share in percent": (
        "travel: [{mode: air, from: PEK, share: 60}]",
        "50: groups[0].travel[0].share: a share lies between 0 and 1 (0% and 100%), got 60. "
        "Did you mean '60%'?",
    ),
    "share above 1": ("travel: [{mode: air, from: PEK, share: 120%}]", "got 120%"),
    "share with a unit": ("travel: [{mode: air, from: PEK, share: 3 kg}]", "a share such as 0.4"),
    "empty label": ("name: ''", "17: groups[0].name: the text is empty"),
    "empty mapping as label": ("name: {}", "17: groups[0].name: 'en' or 'zh' is missing"),
    "number as label": ("name: {en: 3}", "22: groups[0].name.en: text is expected, not a number"),
    "list as label": ("name: [a]", "text, or {en: .., zh: ..}, is expected, not a list"),
    # a plan of planting or monitoring is a label too, and may have 400
    "long label": (f"name: {'x' * 401}", "17: groups[0].name: is longer than 400 characters"),
    "label of two lines": ('name: "a\\nb"', "the text contains a line end or control character"),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_refuses(text: str, message: str) -> None:
    (fault,) = faults(f"{HEAD}groups: [{{{text}}}]\n")
    assert (G + message if message[0].isdigit() else message) in fault


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("carbonmeet: 2\nkind: city", "f.yaml:1:13: carbonmeet: 1 is expected, not 2"),
        ("carbonmeet: 1\nkind: meting", "f.yaml:2:7: kind: no kind 'meting'. Did you mean 'meet"),
        ("carbonmeet: 1\nkind: 3", "f.yaml:2:7: kind: 'meeting' or 'city' is expected, not 3"),
        ("kind: city", "f.yaml:1:1: 'carbonmeet' is missing"),
        (f"{HEAD}group: 1", "f.yaml:3:1: no key 'group' here. Did you mean 'groups'? Keys: carb"),
        (f"{HEAD}groups: none", "f.yaml:3:9: groups: a list is expected, not text"),
        (f"{HEAD}groups:\n  - 3", "f.yaml:4:5: groups[0]: a mapping is expected, not a number"),
        (f"{HEAD}measures: planed", "f.yaml:3:11: measures: no measures 'planed'. Did you mean"),
        (f"{HEAD}measures: {{V1: 80}}", "f.yaml:3:16: measures.V1: a share lies between 0 and 1"),
        (f"{HEAD}measures: {{v.1: x}}", "f.yaml:3:17: measures[\"v.1\"]: 'x' does not begin with"),
        ("- a", "f.yaml:1:1: a mapping is expected, not a list"),
        ("a text", "f.yaml:1:1: a mapping is expected, not text"),
    ],
)  # fmt: skip
def test_refuses_files(text: str, message: str) -> None:
    (fault,) = faults(text)
    assert message in fault


def test_all_faults_at_once() -> None:
    text = """\
carbonmeet: 1
kind: meeting
groups:
  - people: {value: 600, low: 700, high: 500 kg, basis: assumed}
    nights: many
    travel:
      - {mode: air, share: 70}
      - {mode: plain}
      - 3
    local: {trips: 2, modes: {taxe: 40%, bus: most}, x: 2}
  - name: 3
measures: {V1: 2}
"""
    assert [fault.split(": ")[1] for fault in faults(text)] == [
        "groups[0].people.low",
        "groups[0].people.high",
        "groups[0].people.basis",
        "groups[0].nights",
        "groups[0].travel[0]",
        "groups[0].travel[0].share",
        "groups[0].travel[1].mode",
        "groups[0].travel[2]",
        "groups[0].local.modes",
        "groups[0].local.modes.bus",
        "groups[0].local",
        "groups[1].name",
        "measures.V1",
    ]


KEYS = [
    *("carbonmeet", "kind", "groups", "people", "travel", "mode", "from", "share", "local"),
    *("trips", "modes", "taxi", "area", "value", "low", "high", "basis", "note", "name", "en"),
]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-9, 99) | st.floats(0, 9)
        | st.sampled_from(["12 km", "40%", "air", "rail", "PEK", "planned", "3 / day", "x"]),
        lambda inner: st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner, max_size=4),
        max_leaves=12,
    )
)  # fmt: skip
def test_any_data_are_read_or_refused(data: Any) -> None:
    for document in (
        Document("f", data),
        Document("f", {"carbonmeet": 1, "kind": "city", "groups": [data]}),
        Document("f", {"carbonmeet": 1, "kind": "city", "measures": data}),
    ):
        try:
            validate(File, document)
        except InputError as refusal:
            assert refusal.faults


def test_data_that_are_not_plain() -> None:
    for data in (math.nan, {1, 2}):
        with pytest.raises(InputError, match="not plain data"):
            validate(File, Document("f", {"a": data}))  # the reader of files lets no such data by


# ---- models made in Python ------------------------------------------------------------------


def test_amounts_made_in_python_are_checked_and_converted() -> None:
    made = Group(area=amount(3, "ha", 2, 4, note="measured on the plan"))
    assert made.area == amount(30000, "m^2", 20000, 40000, note="measured on the plan")
    with pytest.raises(ValueError, match="'3 km' cannot be given in 'm\\^2'"):
        Group(area=amount(3, "km"))


@given(st.floats(0, 1e8), st.floats(0, 1), st.floats(1, 5))
def test_an_amount_survives(value: float, below: float, above: float) -> None:
    value, low, high = (round(x, 6) for x in (value, value * below, value * above))
    made = amount(value, "km", low, high)
    assert In("km").read(made) == made
    given = {"value": f"{value!r} km", "low": f"{made.low!r} km", "high": f"{made.high!r} km"}
    assert In("km").read(given) == made
    assert In("m").read(made).value == pytest.approx(1000 * value)


# ---- paths and JSON Schema ------------------------------------------------------------------


def test_paths() -> None:
    assert where(("groups", 0, "travel", 1, "mode")) == "groups[0].travel[1].mode"
    assert where(("factors", "grid.cn", 0)) == 'factors["grid.cn"][0]'
    assert where(()) == ""


def test_the_json_schema_agrees_with_the_reader() -> None:
    schema = json_schema(File)
    json.dumps(schema)
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)

    def accepts(text: str) -> bool:
        data = read_yaml(f"{HEAD}groups: [{{{text}}}]\n", "f").data
        return bool(check.is_valid(data))

    assert all(accepts(text) for text in ACCEPTED)
    for name in (
        *("unknown key", "missing", "wrong tag", "text for a list", "no unit", "empty amount"),
        *("unknown language", "unknown basis", "share in percent"),
    ):
        assert not accepts(REFUSED[name][0]), name
    # one definition of each kind of amount, not one for each field
    assert set(schema["$defs"]) >= {"amount-in-person", "share", "label", "amount-in-m-2"}
