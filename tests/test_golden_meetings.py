"""Meetings and journeys that others have worked out come out at their totals.

Every case enters with its authors' factors through ``factors:``; `golden/meetings.yaml` cites them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import carbonmeet as cm
from carbonmeet.travel.geodesic import SPHERE_KM

HERE = Path(__file__).parent
GOLDEN: dict[str, Any] = yaml.safe_load(
    (HERE / "golden" / "meetings.yaml").read_text(encoding="utf-8")
)
HEADER = {
    "carbonmeet": 1,
    "kind": "meeting",
    "title": "Golden case",
    "place": {"name": "Elsewhere", "region": "US"},
    "periods": {"p": {"year": 2019}},
    "measures": "none",
}
PER_PASSENGER_KM = {"unit": "kg CO2e / passenger / km", "source": "author", "evidence": "primary"}


def run(tmp_path: Path, **sections: Any) -> cm.Answer:
    path = tmp_path / "golden.yaml"
    path.write_text(yaml.safe_dump(HEADER | sections, allow_unicode=True), encoding="utf-8")
    return cm.estimate(path)


def test_every_case_says_where_it_is_from() -> None:
    cases = [*GOLDEN["meetings"], GOLDEN["crowds"], GOLDEN["geodesics"], GOLDEN["flights"]]
    assert all(len(case["cite"]) > 40 for case in cases)
    assert all(case["tolerance"] <= 1e-4 for case in cases if "printed digits" not in case["cite"])


@pytest.mark.parametrize("case", GOLDEN["meetings"], ids=lambda case: case["id"])
def test_meeting(case: dict[str, Any]) -> None:
    result = cm.estimate(HERE / "data" / "golden" / f"{case['id']}.yaml")
    expect, near = case["expect"], case["tolerance"]
    if "total" in expect:
        assert result.baseline.total.value == pytest.approx(expect["total"], rel=near)
    for by in ("source", "period"):
        sums = result.workings.baseline.sums(by)
        for name, tonnes in expect.get(by, {}).items():
            assert sums[name] == pytest.approx(tonnes, rel=near), name
    for label, tonnes in expect.get("line", {}).items():
        lines = [x for x in result.to_dict()["lines"] if label in str(x["label"])]
        heaviest = max(line["kg_co2e"] for line in lines)
        assert heaviest / 1000 == pytest.approx(tonnes, rel=near), label


def law(bands: list[dict[str, Any]], index: float = 1.0) -> dict[str, Any]:
    """The bands of the authors as a law of the file's own."""
    pairs = [[band["below"], band["factor"] * index] for band in bands]
    return {"key": "author", "law": {"bands": pairs}, "source": "author", "evidence": "primary"}


@pytest.mark.parametrize("group", GOLDEN["crowds"]["groups"], ids=lambda group: group["name"])
def test_crowd(tmp_path: Path, group: dict[str, Any]) -> None:
    """People by city: the file says the bands, and nothing is chosen outside of it."""
    crowds = [
        {
            "name": f"City {number}",
            "period": "p",
            "people": people,
            "travel": [{"mode": "author", "distance": f"{way!r} km"}],
        }
        for number, (people, way) in enumerate(group["cities"])
    ]
    result = run(tmp_path, carbonmeet=2, groups=crowds, factors=[law(GOLDEN["crowds"]["bands"])])
    assert result.workings.participants["p"] == group["people"]
    near = GOLDEN["crowds"]["tolerance"]
    assert result.baseline.total.value == pytest.approx(group["expect"], rel=near)


@pytest.mark.parametrize("trip", GOLDEN["geodesics"]["journeys"], ids=lambda trip: trip["name"])
def test_geodesic(tmp_path: Path, trip: dict[str, Any]) -> None:
    """Our distance on WGS84, the authors' places, bands and index."""
    case = GOLDEN["geodesics"]
    start, end = (", ".join(map(str, trip[name])) for name in ("from", "to"))
    result = run(
        tmp_path,
        carbonmeet=2,
        groups=[
            {
                "name": trip["name"],
                "period": "p",
                "people": 1,
                "travel": [{"mode": "author", "from": start, "to": end}],
            }
        ],
        factors=[law(case["bands"], case["index"])],
    )
    assert 1000 * result.baseline.total.value == pytest.approx(
        trip["expect"], rel=case["tolerance"]
    )


@pytest.mark.parametrize("trip", GOLDEN["flights"]["journeys"], ids=lambda trip: trip["name"])
def test_flight(tmp_path: Path, trip: dict[str, Any]) -> None:
    """Airports by code on a sphere. The authors' earth is larger: the factor carries the ratio."""
    case, modes = GOLDEN["flights"], ("air.short-haul.economy", "air.long-haul.economy")
    groups, factors = [], []
    for mode, leg in zip(modes, trip["legs"], strict=False):
        way = {"mode": mode, "from": leg["from"], "to": leg["to"], "one_way": True}
        groups.append({"name": mode, "period": "p", "people": 1, "travel": [way]})
        value = leg["factor"] * case["radius"] / SPHERE_KM
        factors.append({"key": f"{mode}.non-co2", "value": value, **PER_PASSENGER_KM})
    result = run(tmp_path, methods={"distance": "sphere"}, groups=groups, factors=factors)
    assert 1000 * result.baseline.total.value == pytest.approx(
        trip["expect"], rel=case["tolerance"]
    )
