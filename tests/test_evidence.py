"""The list of evidence, what is left out, and what is asked of whom."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import carbonmeet as cm
from carbonmeet.cli import command_of
from carbonmeet.questions.evidence import ADDRESSEES, TIERS, evidence, questions
from tests.test_variance import HELD, MEASURED, PLAN

SIGNED = """extends: measured.yaml
prepared: {name: Li Wei, organisation: Forum office, date: 2024-05-02}
checked: {name: Audit Ltd, kind: third-party, statement: "certificate 88"}
boundary:
  excluded:
    - Security
    - {what: Flowers, why: other occasions, amount: 1000 item, chain: [flower-pot]}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("forum")
    names = {"planned.yaml": PLAN, "held.yaml": HELD, "measured.yaml": MEASURED}
    for name, text in (names | {"signed.yaml": SIGNED}).items():
        (home / name).write_text(text, encoding="utf-8")
    return home


def test_every_number_stands_with_its_paper_or_its_gap(folder: Path) -> None:
    answer = cm.estimate(folder / "measured.yaml")
    found = evidence(answer)
    by_path = {one.path: one for one in found.papers}
    people, energy = by_path["groups.Guests.people"], by_path["venue.Hall.energy"]
    assert people.tier == energy.tier == "document" and not people.gap
    power = answer.baseline.by_source["venue.power"].value
    assert energy.tonnes == pytest.approx(power) and energy.source == "venue.power"
    share = by_path["groups.Guests.travel[0].share"]
    assert share.tier == "given" and share.gap and share in found.gaps
    assert share.tonnes == pytest.approx(
        sum(answer.baseline.by_source[x].value for x in ("transport.air", "transport.rail"))
    )
    assert sum(found.tiers.values()) == pytest.approx(1) and set(found.tiers) == set(TIERS)
    assert {one.source for one in found.sources if one.state == "counted"} == set(
        answer.baseline.by_source
    )


@pytest.mark.parametrize("name", ["cop15-kunming", "forum-1500", "kunming-2030", "starter"])
def test_shipped_scenarios_have_their_evidence(name: str) -> None:
    found = evidence(cm.estimate(name))
    assert sum(found.tiers.values()) == pytest.approx(1)
    assert all(0 <= one.share <= 1 + 1e-9 or one.source == "" for one in found.papers)


def test_the_evidence_of_a_city_is_that_of_one_year() -> None:
    """Four single years have no sum; what follows from a number is no gap beside it."""
    answer = cm.estimate("kunming-2030")
    for year in (None, 2025):
        found = evidence(answer, year=year)
        whole = answer.baseline.by_period[found.year].value
        assert found.year == str(year or 2030)
        assert sum(one.tonnes for one in found.sources) == pytest.approx(whole)
        assert 0.5 * whole < max(one.tonnes for one in found.papers) <= whole
    paths = {one.path for one in found.papers}
    assert "growth.population" in paths and not any(one.endswith(".yearly") for one in paths)
    assert not paths & {one.id for one in answer.workings.model.inputs if one.terms}
    with pytest.raises(cm.CarbonmeetError, match="2026 is not among"):
        evidence(answer, year=2026)


def test_the_flowers_of_cop15_have_their_size_beside_the_total() -> None:
    answer = cm.estimate("cop15-kunming")
    [flowers] = answer.boundary.left_out
    pot = cm.load_catalogue().find("flower-pot", "CN", 2021)
    assert flowers.tonnes.value == pytest.approx(4_889_300 * pot.value / 1000)
    assert flowers.tonnes.low == pytest.approx(4_889_300 * (pot.low or 0) / 1000)
    assert flowers.share == pytest.approx(flowers.tonnes.value / answer.baseline.total.value)
    assert "consumables" in answer.baseline.by_source
    assert answer.baseline.total.value == pytest.approx(
        sum(line.kg_co2e for line in answer.lines) / 1000
    )


def test_the_command_tells_gaps_exclusions_and_who_signs(folder: Path) -> None:
    run = CliRunner().invoke
    file = str(folder / "signed.yaml")
    out = run(command_of("evidence"), [file]).output
    assert "meter" in out and "Flowers" in out and "Security" in out
    assert "Li Wei, Forum office" in out and "third party" in out and "certificate 88" in out
    zh = run(command_of("evidence"), [file, "--lang", "zh"]).output
    assert "缺口" in zh and "编制人" in zh and "修约" in zh and "重述" in zh and "完整性" in zh
    data = json.loads(run(command_of("evidence"), [file, "--format", "json"]).output)
    assert data["left_out"][0]["tonnes"]["value"] == pytest.approx(0.5)
    assert data["signed"]["checked"]["kind"] == "third-party"
    assert data["categories"]["frame"] == "mee-2019"
    text = run(command_of("evidence"), [file, "--format", "csv"]).output
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {one["path"] for one in rows} == {one["path"] for one in data["inputs"]}
    assert next(x for x in rows if x["path"] == "venue.Hall.energy")["document_kind"] == "meter"


def test_what_narrows_most_is_asked_first(folder: Path) -> None:
    answer = cm.estimate(folder / "planned.yaml")
    asked = questions(answer, draws=100)
    assert asked[0].number.path == "groups.Guests.people" and asked[0].to == "organiser"
    swings = [one.swing or 0.0 for one in asked]
    assert swings == sorted(swings, reverse=True) and swings[0] > 0
    assert {one.to for one in asked} <= set(ADDRESSEES)
    to = {one.number.path: one.to for one in asked}
    assert to["venue.Hall.energy"] == "hall" and to["groups.Guests.nights"] == "hotel"
    assert to["groups.Guests.meals.buffet"] == "caterer"
    held = questions(cm.estimate(folder / "held.yaml"), draws=0)
    assert "groups.Guests.people" not in {one.number.path for one in held}


def test_the_request_is_a_workbook_to_fill_in(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    calamine = pytest.importorskip("python_calamine")
    run = CliRunner().invoke
    for lang, hall, actual in (("en", "Hall", "Actual number"), ("zh", "会场", "实际数值")):
        path = tmp_path / f"{lang}.xlsx"
        call = [str(folder / "planned.yaml"), "-o", str(path), "--draws", "64", "--lang", lang]
        done = run(command_of("request"), call)
        assert done.exit_code == 0, done.output
        first = path.read_bytes()
        run(command_of("request"), call)
        assert path.read_bytes() == first
        book = calamine.CalamineWorkbook.from_path(str(path))
        assert hall in book.sheet_names
        cells = book.get_sheet_by_name(hall).to_python()
        assert any(actual in row for row in cells)
        assert any("venue.Hall.energy" in row for row in cells)
    assert run(command_of("request"), [str(folder / "planned.yaml"), "-o", "a.pdf"]).exit_code == 2


def test_who_prepared_it_is_checked_as_everything_else(folder: Path) -> None:
    text = PLAN + "checked: {name: A, kind: friend}\nprepared: {nme: B}\n"
    with pytest.raises(cm.InputError) as told:
        cm.load_scenario(text=text, name="a.yaml")
    assert "a.yaml:18:26: checked.kind" in str(told.value)
    assert "prepared: 'name' is missing" in str(told.value)


def test_who_is_named_for_the_documents_is_named_here_too(folder: Path) -> None:
    who = "{name: {en: Forum, zh: 论坛}, preparer: Li, checker: Bo}"
    text = f"extends: planned.yaml\norganiser: {who}\n"
    path = folder / "organiser.yaml"
    path.write_text(text, encoding="utf-8")
    for lang, name in (("en", "Forum"), ("zh", "论坛")):
        out = CliRunner().invoke(command_of("evidence"), [str(path), "--lang", lang]).output
        assert all(one in out for one in (name, "Li", "Bo"))


def test_nobody_is_asked_for_what_follows_from_the_measures():
    """A metered line is as good as its document: the share that measures left is worked out."""
    text = MEASURED_HALL
    found = evidence(cm.estimate(cm.load_scenario(text=text)))
    assert not [one.path for one in found.papers if "left-by-measures" in one.path]
    assert found.tiers == {"document": 1.0, "sourced": 0.0, "given": 0.0, "assumed": 0.0}


MEASURED_HALL = """\
carbonmeet: 2
kind: meeting
title: Hall
place: {name: Kunming, region: CN-YN}
prefer: [mee, carbonmeet]
periods: {p: {year: 2024}}
groups: [{name: G, period: p, people: 10, days: 1}]
venue:
  - {period: p, label: Hall, energy: {value: 5310 kWh, basis: measured,
     document: {kind: meter, number: E-1}}}
measures: {others: none, V3: 0.5}
"""
