"""Twice the entries cost twice the work: groups, lines, parcels, factors of one's own."""

from __future__ import annotations

import cProfile
import json
import pstats
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from worlds import MEETING

import carbonmeet as cm
from carbonmeet.kernel import kernel, products
from carbonmeet.reading.yamlfile import read_yaml

FEW, MANY = 60, 240
#: Four times the entries are to cost at most five times the calls.
MOST = 5.0


def group(number: int) -> dict[str, Any]:
    return {
        "name": f"G{number}",
        "period": "p",
        "people": 100,
        "nights": 3,
        "travel": [{"mode": "air", "from": "PEK"}],
        "hotel": "hotel.star-4",
        "meals": {"restaurant": "3 / day"},
        "local": {"trips_per_day": 2, "length": "9 km", "modes": {"taxi": 1}},
    }


def line(number: int, factor: str = "freight.road") -> dict[str, Any]:
    freight = {"period": "p", "source": "freight", "label": f"L{number}"}
    return freight | {"amount": "5 t km", "chain": [factor]}


def parcels(count: int) -> dict[str, Any]:
    listed = [{"id": f"P{i}", "area": "10 mu"} for i in range(count)]
    return {"stand": "yunnan-pine", "planted": 2021, "parcels": listed}


def factors(count: int) -> list[dict[str, Any]]:
    unit = "kg CO2e / t / km"
    return [{"key": f"own.f{i}", "value": 0.1, "unit": unit} for i in range(count)]


def legs(count: int) -> list[dict[str, Any]]:
    ways = [{"mode": "rail", "distance": f"{100 + i} km", "share": 1 / count} for i in range(count)]
    return [group(0) | {"travel": ways}]


def credits(count: int) -> dict[str, Any]:
    named = {"kind": "ccer", "tonnes": "10 t CO2e", "vintage": 2020, "project": "Wind"}
    runs = [[f"CCER-1-{10 * i + 1}", f"CCER-1-{10 * i + 10}"] for i in range(count)]
    return {"credits": [named | {"serials": one} for one in runs]}


ENTRIES = {
    "groups": lambda n: {"groups": [group(i) for i in range(n)]},
    "lines": lambda n: {"activities": [line(i) for i in range(n)]},
    "legs": lambda n: {"groups": legs(n)},
    "credits": lambda n: {"offset": credits(n)},
    "parcels": lambda n: {"offset": parcels(n)},
    "factors": lambda n: {
        "factors": factors(n),
        "activities": [line(i, f"own.f{i}") for i in range(n)],
    },
}


def calls(path: Path, more: dict[str, Any]) -> int:
    """Calls that reading, estimating and telling a meeting takes: the same on every machine."""
    base: Any = read_yaml(MEETING, "m.yaml").data
    path.write_text(json.dumps({"measures": "planned"} | base | more, default=str), "utf-8")
    with cProfile.Profile() as profile:
        result = cm.estimate(path)
        result.to_dict()
        result.workings.baseline.sums("label")
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.mark.heavy
@pytest.mark.parametrize("kind", ENTRIES)
def test_the_cost_grows_with_the_entries(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    _, none = calls(path, {}), calls(path, {})  # the first imports what it needs
    few, many = (calls(path, ENTRIES[kind](n)) - none for n in (FEW, MANY))
    assert many <= MOST * few, f"{many / few:.2f} times"


def refused(path: Path) -> None:
    with pytest.raises(cm.InputError):
        cm.estimate(path)


def test_faults_cost_as_they_are_many(tmp_path: Path) -> None:
    def calls_of(count: int) -> int:
        path = tmp_path / "m.yaml"
        groups = {"groups": [group(i) | {"people": "1x"} for i in range(count)]}
        path.write_text(
            json.dumps(read_yaml(MEETING, "m.yaml").data | groups, default=str), "utf-8"
        )
        with cProfile.Profile() as profile:
            refused(path)
        return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]

    none, few, many = calls_of(1), calls_of(FEW), calls_of(MANY)
    assert many - none <= MOST * (few - none)


def ranged(number: int) -> dict[str, Any]:
    """A group whose people and ways vary by themselves."""
    people = {"value": 100 + number % 7, "low": 80, "high": 130}
    ways = {"taxi": {"value": 0.4, "low": 0.3, "high": 0.5}, "metro": 0.6}
    local = {"trips_per_day": {"value": 2, "low": 1, "high": 3}, "length": "9 km", "modes": ways}
    return group(number) | {"people": people, "local": local}


def drawing(path: Path, more: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Calls, numbers worked out by the kernel, and bytes held at most, to draw a meeting."""
    base: Any = read_yaml(MEETING, "m.yaml").data
    path.write_text(json.dumps({"measures": "planned"} | base | more, default=str), "utf-8")
    answer, cells = cm.estimate(path), 0
    of_users, grouped = products.Products.of_users, kernel._grouped

    def counted(one: Any, extended: Any) -> Any:
        nonlocal cells
        cells += one.which.size * extended.shape[1]
        return of_users(one, extended)

    def summed(table: Any, kg: Any) -> Any:
        nonlocal cells
        cells += table.size * kg.shape[1]
        return grouped(table, kg)

    with monkeypatch.context() as patch, cProfile.Profile() as profile:
        patch.setattr(products.Products, "of_users", counted)
        patch.setattr(kernel, "_grouped", summed)
        cm.simulate(answer, threads=1)
    tracemalloc.start()
    cm.simulate(answer, threads=1)
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    called = int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]
    return {"calls": called, "numbers": cells, "bytes": held}


@pytest.mark.heavy
def test_the_cost_of_ranges_grows_with_the_entries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "m.yaml"
    none, few, many = (
        drawing(path, {"groups": [ranged(i) for i in range(n)]} if n else {}, monkeypatch)
        for n in (0, FEW, MANY)
    )
    growth = {kind: (many[kind] - none[kind]) / (few[kind] - none[kind]) for kind in none}
    assert max(growth.values()) <= MOST, growth
