"""Numbers of a scenario have names of their own, whatever lines they serve."""

from __future__ import annotations

import pytest

import carbonmeet as cm
from carbonmeet.activity import Datum
from carbonmeet.uncertainty import sensitivity, simulate

CITY = {
    "transport.residents": ("Transport: residents", "交通：居民人数"),
    "transport.trips": ("Transport: trips per person and day", "交通：人均日出行次数"),
    "transport.shares.taxi": (
        "Transport: share, Taxi and ride-hailing",
        "交通：分担率、出租车/网约车",
    ),
    "1 - transport.active_share": (
        "1 − Transport: share of walking and cycling",
        "1 − 交通：步行与骑行占比",
    ),
    "lodging[0].rooms": ("Hotels: rooms", "酒店：客房数"),
    "lodging[0].occupancy": ("Hotels: occupancy", "酒店：入住率"),
    "waste.landfill.recovery.left@carbonmeet-2021[CN]": (
        "1 − Methane recovered",
        "1 − 甲烷回收率",
    ),
    "waste.landfill.oxidation.left@carbonmeet-2021[CN]": (
        "1 − Methane oxidised in the cover (OX)",
        "1 − 氧化因子(OX)",
    ),
}
MEETING = {
    "groups[9].people": ("Europe: people", "欧洲：人数"),
    "groups[9].travel[0].share": ("Europe: journey 1, share", "欧洲：旅程1、占比"),
    "consumables[3].per_person": (
        "Printed brochure: amount per person",
        "印刷宣传册：每人用量",
    ),
    "fleet[0].days": ("Conference fleet: days", "大会保障车辆：天数"),
}


@pytest.mark.parametrize(("name", "wanted"), [("kunming-2023", CITY), ("cop15-kunming", MEETING)])
def test_drivers_are_called_what_they_are(name: str, wanted: dict[str, tuple[str, str]]) -> None:
    found = simulate(cm.estimate(name), 200)
    labels = sensitivity.labels(found)
    assert {key: (labels[key].get("en"), labels[key].get("zh")) for key in wanted} == wanted


@pytest.mark.parametrize("name", ["kunming-2030", "cop15-kunming", "forum-1500"])
def test_whatever_serves_several_lines_has_a_name(name: str) -> None:
    model = cm.estimate(name).model
    serves: dict[str, set[str]] = {}
    for line in model.lines:
        for number in line.activity.inputs:
            serves.setdefault(number.id, set()).add(str(line.activity.label))
    varying = [one for one in model.inputs if isinstance(one, Datum) and one.low is not None]
    assert varying
    for one in varying:
        assert one.name.en and one.name.zh, one.id
        if len(serves.get(one.id, ())) > 1:
            assert str(one.name) not in serves[one.id]
