"""Versions of the catalogue: what changed between them, and what it comes to."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner

import carbonmeet as cm
from carbonmeet.audit.editions import catalogue_at, row_changes, versions
from carbonmeet.catalogue.records.changes import CHANGES
from carbonmeet.cli import command_of

RUN = CliRunner().invoke


def test_every_version_but_the_first_has_its_changes() -> None:
    known = versions()
    assert known[0] == "1.0.0" and known[-1] == cm.load_catalogue().version
    text = (cm.load_catalogue().folder / "CHANGELOG.md").read_text(encoding="utf-8")
    assert all(f"## {one} (" in text for one in known)


def test_the_table_leads_back_to_every_version() -> None:
    """Undone from the last, every change finds the row that it was made to."""
    rows = {(one.id, one.year) for one in cm.load_catalogue().factors}
    for change in reversed(CHANGES.shipped()):
        name = (change.row, change.year)
        if change.kind == "removed":
            assert name not in rows, name
            rows.add(name)
        else:
            assert name in rows, name
        if change.kind == "added":
            rows.discard(name)
    assert len(rows) == 973  # of version 1.0.0


def test_numbers_that_may_not_be_carried_on_are_not() -> None:
    barred = [one for one in CHANGES.shipped() if "@electricity-maps" in one.row]
    assert barred and all(one.value is None for one in barred)
    assert not [one for one in catalogue_at("1.4.0").factors if "electricity-maps" in one.source]


def test_a_former_version_has_its_own_numbers() -> None:
    before, now = catalogue_at("2.0.0"), catalogue_at("shipped")
    changed = {one.kind for one in row_changes(before, now)}
    assert {"added", "removed", "range"} <= changed
    assert before.version == "2.0.0" != now.version and before.hash != now.hash
    key = "waste.per-person-day.municipal"
    assert before.find(key, "US").value != now.find(key, "US").value
    same = [(one.id, one.value) for one in catalogue_at("1.3.0").factors]
    assert same == [(one.id, one.value) for one in catalogue_at("1.2.0").factors]


def test_the_effect_on_a_scenario_is_that_of_the_comparison() -> None:
    call = ["--changes", "2.0.0", "3.0.0", "--on", "forum-1500", "--format", "json"]
    done = RUN(command_of("factors"), call)
    assert done.exit_code == 0, done.output
    data = json.loads(done.output)
    assert (data["a"], data["b"]) == ("2.0.0", "3.0.0") and len(data["changes"]) > 200
    step = cm.compare("forum-1500", "forum-1500", catalogues=[catalogue_at("2.0.0"), None]).steps[0]
    assert any("other catalogues: 2.0.0" in one and "3.0.0" in one for one in map(str, step.told))
    assert any("carbonmeet-2021[CN] → " in one for one in map(str, step.told))
    split = data["effect"]["residual"]
    assert split["causes"]["factor"]["value"] == pytest.approx(split["difference"]["value"])
    assert split["difference"]["value"] != 0


def test_the_changes_as_tables() -> None:
    text = RUN(command_of("factors"), ["--changes", "2.0.0", "3.0.0", "waste"]).output
    assert "Catalogue 2.0.0 → 3.0.0" in text and "waste.per-person-day.municipal@" in text
    zh = RUN(command_of("factors"), ["--changes", "2.0.0", "3.0.0", "--lang", "zh"]).output
    assert "排放因子库" in zh and "移除" in zh
    out = RUN(command_of("factors"), ["--changes", "2.0.0", "shipped", "--format", "csv"]).output
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {one["kind"] for one in rows} == {"added", "removed", "range"}
    same = RUN(command_of("factors"), ["--changes", "shipped", "shipped"]).output
    assert "No row differs" in same


def test_what_is_no_version_is_told() -> None:
    with pytest.raises(cm.CarbonmeetError, match=r"no version '9.9.9'.*Versions: 1.0.0"):
        catalogue_at("9.9.9")
    assert RUN(command_of("factors"), ["grid", "--on", "forum-1500"]).exit_code == 2


def test_the_catalogue_can_be_cited_alone() -> None:
    from datetime import date

    from carbonmeet.reading.yamlfile import read_yaml_file

    catalogue = cm.load_catalogue()
    said = read_yaml_file(catalogue.folder / "CITATION.cff").data
    assert said["version"] == catalogue.version and said["type"] == "dataset"
    log = (catalogue.folder / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {catalogue.version} ({date.fromisoformat(said['date-released'])})" in log
