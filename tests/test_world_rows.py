"""Numbers for countries that have none of their own: what the ``world`` rows promise."""

from __future__ import annotations

import csv
import doctest
import importlib.util
import math
import sys
from pathlib import Path
from types import ModuleType

import pytest

from carbonmeet import load_catalogue
from carbonmeet.catalogue import preferred_publishers

ROOT = Path(__file__).parents[1]
#: Where most meetings are held, and some places where few are.
COUNTRIES = (
    *("AE", "AR", "AT", "AU", "BE", "BG", "BR", "CA", "CH", "CL", "CN", "CO", "CR", "CY", "CZ"),
    *("DE", "DK", "DO", "EC", "EE", "EG", "ES", "ET", "FI", "FJ", "FR", "GB", "GH", "GR", "HK"),
    *("HR", "HU", "ID", "IE", "IL", "IN", "IS", "IT", "JO", "JP", "KE", "KR", "LA", "MA", "MX"),
    *("MY", "NG", "NL", "NO", "NZ", "PE", "PL", "PT", "QA", "RW", "SE", "SG", "TH", "US", "ZA"),
)


def load_tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


TOOL = load_tool("world_rows")


def test_the_rows_are_what_the_tool_would_write() -> None:
    for name, text in TOOL.written().items():
        assert (ROOT / "factors" / f"{name}.csv").read_text(encoding="utf-8") == text, name


def test_the_tool_keeps_its_examples() -> None:
    assert doctest.testmod(TOOL).failed == 0


def test_ranges_hold_nineteen_of_twenty_countries() -> None:
    tables = TOOL.tables()
    pool = [row for rows in tables.values() for row in rows if row["region"] != "world"]
    for line in TOOL.wanted_rows():
        made = TOOL.world_row(line, pool)
        times, plus = float(line["times"] or 1), float(line["plus"] or 0)
        rows = [float(row["value"]) * times + plus for row in TOOL.national(pool, line)]
        held = sum(float(made["low"]) <= value <= float(made["high"]) for value in rows)
        assert held >= 0.95 * len(rows), line["key"]


def test_every_world_row_holds_nineteen_of_twenty_rows_of_its_boundary_and_decade() -> None:
    """Counted over all editions, whatever the tool took, and over the newest of every country."""
    tables = TOOL.tables()
    rows = [row for table in tables.values() for row in table]
    made = [row for row in rows if row["source"] == TOOL.SOURCE and row["region"] == "world"]
    assert len(made) > 90
    for world in made:
        alike = sorted(
            (row for row in rows if row["key"] == world["key"] and len(row["region"]) == 2),
            key=lambda row: int(row["year"]),
        )
        alike = [
            row for row in alike if set(row["boundary"].split()) == set(world["boundary"].split())
        ]
        for since, until in ((2020, 2029), (int(world["year"]) - 9, int(world["year"]) + 9)):
            pool = [row for row in alike if since <= int(row["year"]) <= until]
            for values in (pool, {row["region"]: row for row in pool}.values()):
                held = [
                    float(world["low"]) <= float(r["value"]) <= float(world["high"]) for r in values
                ]
                assert sum(held) >= 0.95 * len(held), world["key"]


def test_what_is_left_out_is_predicted() -> None:
    """Ranges made without one country hold that country: the reason for their width."""
    pool = [row for rows in TOOL.tables().values() for row in rows if row["region"] != "world"]
    held, hotels = [], []
    for line in TOOL.wanted_rows():
        rows = [numbers(row) for row in TOOL.national(pool, line)]
        if len(rows) < 3:
            continue
        for number, (value, _, _) in enumerate(rows):
            found = TOOL.spread(rows[:number] + rows[number + 1 :])
            held.append(found.low <= value <= found.high)
            if line["key"] == "hotel.room-night":
                hotels.append(held[-1])
    assert len(held) > 500 and len(hotels) > 50
    assert 0.9 <= sum(held) / len(held) <= 0.99
    assert 0.85 <= sum(hotels) / len(hotels) <= 0.99


def numbers(row: dict[str, str]) -> tuple[float, float | None, float | None]:
    """Value, low and high of a row."""
    low, high = (float(row[end]) if row[end] else None for end in ("low", "high"))
    return float(row["value"]), low, high


def _mine() -> set[str]:
    tables = ("lodging", "catering", "consumables", "waste", "digital", "parameters")
    keys = set()
    for name in tables:
        with (ROOT / "factors" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            keys |= {row["key"] for row in csv.DictReader(file)}
    return keys


@pytest.mark.parametrize("region", COUNTRIES)
def test_every_room_meal_thing_and_tonne_of_waste_has_a_number(region: str) -> None:
    catalogue, prefer, mine = load_catalogue(), preferred_publishers(), _mine()
    groups = ("lodging", "meals", "items", "waste", "venue", "digital")
    priced = 0
    for key, service in catalogue.services.items():
        if not key.startswith(tuple(f"{group}/" for group in groups)):
            continue
        parts = [part for part in service.parts if part.counts({}, region)]
        assert parts, key
        for part in parts:
            for link in part.chain:
                if link.lstrip("/ ").partition("[")[0].partition("@")[0] not in mine:
                    continue
                found = catalogue.find(link, region, 2026, prefer)
                assert found.value >= 0 and "transport-only" not in found.boundary, link
                priced += 1
    assert priced > 55


def test_a_hotel_abroad_is_that_of_the_country() -> None:
    """The energy of a Chinese room-night is priced in China alone."""
    catalogue, prefer = load_catalogue(), preferred_publishers()
    for name, ratio in (("hotel.average", 1.0), ("hotel.star-4", 11.43 / 9.91)):
        service = catalogue.service("lodging", name)
        (german,) = (part for part in service.parts if part.counts({}, "DE"))
        found = [catalogue.find(link, "DE", 2025, prefer).value for link in german.chain]
        assert found[0] == 13.2  # DEFRA 2025, 'Hotel stay'
        assert math.prod(found[1:]) == pytest.approx(ratio)
        chinese = [part.chain[0] for part in service.parts if part.counts({}, "CN-YN")]
        assert chinese == ["hotel.electricity", "hotel.gas"]
