"""Every figure taken from a document stands in a phrase of it, and is the one that is used."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from carbonmeet.catalogue.records.lists import SOURCES
from carbonmeet.catalogue.records.registers import REGISTER, SEED_PHRASES, Phrase
from carbonmeet.scenario import load_scenario
from carbonmeet.units import parse_quantity

PHRASES = SEED_PHRASES.shipped()


@cache
def document(name: str) -> Any:
    return load_scenario(name).document.data


def plain(value: Any, unit: str) -> float:
    """A number of a file in plain units; a bare one is in the unit of the phrase."""
    found = value["value"] if isinstance(value, dict) else value
    read = parse_quantity(str(found))
    known = parse_quantity(f"1 {unit}" if unit != "1" else "1")
    if read.unit.text == "1" and unit not in ("1", "%"):
        return read.value * parse_quantity(f"1 {unit.lstrip('万亿')}").unit.scale
    assert read.unit.dims == known.unit.dims
    return read.value * read.unit.scale


def used(row: Phrase) -> float:
    """What the scenario has at the place, or at several that make the figure together."""
    total = 0.0
    for path in row.path.split(" + "):
        value = document(row.scenario)
        for step in path.split("."):
            value = value[int(step)] if isinstance(value, list) else value[step]
        total += plain(value, row.unit)
    return total


@pytest.mark.parametrize("row", PHRASES, ids=[f"{one.scenario} {one.path}" for one in PHRASES])
def test_a_scenario_uses_the_figure_of_the_phrase(row: Phrase) -> None:
    written = parse_quantity(f"{row.number} {row.unit}" if row.unit != "1" else str(row.number))
    assert used(row) == pytest.approx(written.value * written.unit.scale, rel=1e-12)


def test_every_published_count_of_the_city_files_has_its_phrase() -> None:
    for name in ("kunming-2023", "cop15-city-side", "taiyuan-supply"):
        known = {path for one in PHRASES if one.scenario == name for path in one.path.split(" + ")}
        for path, value in published(document(name)):
            if path in NOT_OF_THE_DOCUMENTS or path in known:
                continue
            pytest.fail(f"{name}: {path} = {value} is published, and no phrase says where")


#: Published, but read elsewhere: the statistics office, travel survey, operators; or the rest of a
#: share of the documents.
NOT_OF_THE_DOCUMENTS = {
    *("population", "transport.trips", "transport.active_share", "transport.ridership"),
    "waste.0.treatment.landfill",
}


def published(value: Any, path: str = "") -> Any:
    """Places of a file whose number is said to be published."""
    if isinstance(value, dict):
        if value.get("basis") == "published":
            yield path, value["value"]
        for key, inner in value.items():
            yield from published(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from published(inner, f"{path}.{index}")


def test_documents_are_sources() -> None:
    keys = {one.key for one in SOURCES.shipped()}
    assert {one.source for one in PHRASES} <= keys
    assert {one.source for one in REGISTER.shipped()} <= keys


def test_a_register_and_a_scenario_do_not_contradict_each_other() -> None:
    capacity = next(one for one in PHRASES if one.path == "mix.additions.2024.pv")
    entry = next(one for one in REGISTER.shipped() if one.key.startswith("connected-from"))
    assert (entry.quantity, entry.unit.zh) == (capacity.number, capacity.unit)
