"""One number has one name, in tables, figures, JSON and workbooks, whatever lines it serves."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import carbonmeet as cm
from carbonmeet.draws import draw, draws_of, sensitivity
from carbonmeet.draws.trial import trial_of
from carbonmeet.numbers.factor import Factor
from carbonmeet.reading.amount import In
from carbonmeet.view.figures.registry import KINDS
from carbonmeet.view.pages.report.build import build

SHIPPED = sorted(one.stem for one in (Path(__file__).parents[1] / "scenarios").glob("*.yaml"))
CITY = {
    "transport.residents": ("Transport: residents", "交通：居民人数"),
    "transport.trips": ("Transport: trips per person and day", "交通：人均日出行次数"),
    "transport.shares.taxi": (
        "Transport: share of taxi and ride-hailing",
        "交通：出租车/网约车占比",
    ),
    "transport.active_share.left": (
        "1 − Transport: share of walking and cycling",
        "1 − 交通：步行与骑行占比",
    ),
    "lodging.Hotels.rooms": ("Hotels: rooms", "酒店：客房数"),
    "lodging.Hotels.occupancy": ("Hotels: occupancy", "酒店：入住率"),
    "waste.landfill.recovery@carbonmeet-2021[CN]": ("Methane recovered", "甲烷回收率"),
}
MEETING = {
    "groups.Europe.people": ("Europe: people", "欧洲：人数"),
    "groups.Europe.travel[0].share": (
        "Europe: share of air travel from CDG",
        "欧洲：CDG出发的航空占比",
    ),
    'consumables["brochure (phase-1)"].per_person': (
        "Printed brochure (Phase 1): amount per person",
        "印刷宣传册（第一阶段）：每人用量",
    ),
    'fleet["Conference fleet (phase-1)"].days': (
        "Conference fleet (Phase 1): days",
        "大会保障车辆（第一阶段）：天数",
    ),
    "measures.T1.uptake": (
        "T1 Electric conference fleet: uptake",
        "T1 新能源/清洁能源保障车队：实施率",
    ),
}


@pytest.mark.parametrize(("name", "wanted"), [("kunming-2023", CITY), ("cop15-kunming", MEETING)])
def test_drivers_are_called_what_they_are(name: str, wanted: dict[str, tuple[str, str]]) -> None:
    found = draw(cm.estimate(name), 200)
    labels = sensitivity.labels(found)
    assert {key: (labels[key].get("en"), labels[key].get("zh")) for key in wanted} == wanted


@pytest.mark.parametrize("name", SHIPPED)
def test_no_two_numbers_have_one_name(name: str) -> None:
    names = trial_of(cm.estimate(name).workings).vector.names
    for lang in ("en", "zh"):
        often = Counter(one.get(lang) for one in names.values())
        assert max(often.values()) == 1, often.most_common(3)


@pytest.mark.parametrize("name", ["cop15-kunming", "forum-1500", "kunming-2030"])
def test_tables_figures_and_json_call_a_number_the_same(name: str) -> None:
    answer = cm.estimate(name, draws=200)
    found = draws_of(answer)
    names = sensitivity.labels(found)
    listed = sensitivity.drivers(found)
    for row in sensitivity.driver_rows(found, listed):
        assert row["label"] == {lang: names[row["input"]].get(lang) for lang in ("en", "zh")}
    drawn = [row for row in KINDS["uncertainty"].collect(answer).rows if row[0] == "driver"]
    assert drawn
    for _, key, en, zh, *_ in drawn:
        assert (en, zh) == (names[key].get("en"), names[key].get("zh"))
    for lang in ("en", "zh"):
        report = build(answer, lang)
        shown = {row[1]: row[0] for row in report.table("drivers").rows}
        assert shown and all(
            shown[row["input"]] == row["label"][lang]
            for row in sensitivity.driver_rows(found, listed[: len(shown)])
            if row["input"] in shown
        )
        for place, called, *_ in report.table("assumed").rows:
            one = names.get(place)
            if one is not None:
                assert one.get(lang).startswith(called)


@pytest.mark.parametrize("name", ["kunming-2030", "cop15-kunming", "forum-1500"])
def test_whatever_serves_several_lines_has_a_name(name: str) -> None:
    model = cm.estimate(name).workings.model
    serves: dict[str, set[str]] = {}
    for line in model.lines:
        for number in line.activity.inputs:
            serves.setdefault(number.id, set()).add(str(line.activity.label))
    data = [one for one in model.inputs if not isinstance(one, Factor)]
    varying = [one for one in data if one.low is not None]
    assert varying
    for one in varying:
        assert one.name.en and one.name.zh, one.id
        if len(serves.get(one.id, ())) > 1:
            assert str(one.name) not in serves[one.id]


def test_every_amount_of_a_file_is_called_in_words() -> None:
    """A key that the names of numbers have no word for stands in English in both languages."""
    from carbonmeet.bench import naming
    from carbonmeet.reading.schema import Listed

    cm.load_scenario("taiyuan-supply"), cm.load_scenario("forum-1500")  # every section is read
    keys = {
        name
        for entry in Listed.__subclasses__()
        for name, field in entry.model_fields.items()
        if any(isinstance(one, In) for one in field.metadata) or "In(" in repr(field.annotation)
    }
    assert {"people", "orders", "per_day", "area"} <= keys
    others = {"most", "replaces"}  # a cap names its own; what a line replaces is no input
    assert keys - others <= {*naming._WORDS, *naming._OF}
