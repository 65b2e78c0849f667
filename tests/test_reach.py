"""What a scenario may read, and how a service forbids it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import carbonmeet as cm
from carbonmeet.base.reach import REACH_VARIABLE

HEAD = """\
carbonmeet: 2
kind: meeting
title: Reach
place: {name: Kunming, airport: KMG, region: CN-YN}
prefer: [mee, cpcd, defra]
periods: {p: {start: 2024-05-01, end: 2024-05-02}}
"""
LIST = (
    HEAD
    + """\
attendees:
  table: people.csv
  columns: {city: City, nights: Nights}
  defaults: {hotel: hotel.star-4, mode: air}
"""
)
PEOPLE = "City,Nights\n" + "Beijing,2\n" * 9


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    (home / "people.csv").write_text(PEOPLE, "utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, "utf-8")
    (home / "list.yaml").write_text(LIST, "utf-8")
    (home / "child.yaml").write_text("carbonmeet: 2\nextends: list.yaml\ntitle: Child\n", "utf-8")
    (home / "out.yaml").write_text(LIST.replace("people.csv", "../people.csv"), "utf-8")
    (home / "link.csv").symlink_to(tmp_path / "people.csv")
    (home / "link.yaml").write_text(LIST.replace("people.csv", "link.csv"), "utf-8")
    (home / "away.yaml").write_text("carbonmeet: 2\nextends: ../no-such.yaml\n", "utf-8")
    (home / "shipped.yaml").write_text("carbonmeet: 2\nextends: forum-1500\ntitle: S\n", "utf-8")
    engine = LIST.replace("  table", "  engine: duckdb:///x.db\n  table")
    (home / "engine.yaml").write_text(engine, "utf-8")
    credit = "offset: {credits: [{kind: ccer, status: planned, PART}]}\n"
    for name, part in (("pool", "pool: ../pool"), ("log", "actions: ../log.csv")):
        (home / f"{name}.yaml").write_text(HEAD + credit.replace("PART", part), "utf-8")
    amounts = HEAD + "activities: {table: ../amounts.csv}\n"
    (home / "amounts.yaml").write_text(amounts, "utf-8")
    return home


FINE = {"list", "child", "shipped"}


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("list", "attendees.table"),
        ("child", "extends"),
        ("out", "attendees.table"),
        ("link", "attendees.table"),
        ("away", "extends"),
        ("engine", "attendees.engine"),
        ("pool", "offset.credits[0].pool"),
        ("log", "offset.credits[0].actions"),
        ("amounts", "activities.table"),
        ("shipped", ""),
    ],
)
def test_each_reach(folder: Path, name: str, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / f"{name}.yaml"
    for said in ("anywhere", "folder", "nothing"):
        monkeypatch.setenv(REACH_VARIABLE, said)
        told = ""
        try:
            cm.load_scenario(file)
        except cm.InputError as error:
            told = str(error)
        refused = "is not read: --reads or CARBONMEET_READS" in told
        inside = said == "nothing" and name != "shipped"
        assert refused == (said != "anywhere" and (name not in FINE or inside)), (said, told)
        assert not refused or (f"{where}:" in told and "no file" not in told)


def test_a_text_has_no_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv(REACH_VARIABLE, "folder")
    with pytest.raises(cm.InputError, match=r"attendees\.table.*not read"):
        cm.load_scenario(text=LIST)


def test_a_change_reaches_no_further(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REACH_VARIABLE, "folder")
    scenario = cm.load_scenario(folder / "list.yaml")
    assert cm.estimate(scenario).baseline.total.value > 0
    with pytest.raises(cm.InputError, match="is not read"):
        scenario.replace({"attendees.table": os.fspath(folder.parent / "people.csv")})


def test_a_slip_of_the_pen_reads_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REACH_VARIABLE, "foldr")
    with pytest.raises(cm.CarbonmeetError, match="foldr"):
        cm.load_scenario(folder / "list.yaml")
