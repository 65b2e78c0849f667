"""Faults in Chinese are Chinese to the end: what another part of the program said of them too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from carbonmeet.cli import main

TOLD = {
    "a stand": ("offset: {stand: oak, planted: 2026}", "没有林分“oak”。可用："),
    "a choice": ("methods: {gwp: 5}", "“AR5”或“AR6”，不是5"),
    "a hotel": (
        "groups: [{name: A, people: 2, period: meeting, nights: 1, hotel: castle}]",
        "没有酒店“castle”。可用：",
    ),
    "a meal": (
        "groups: [{name: A, people: 2, period: meeting, meals: {schnitzel: 1 / day}}]",
        "没有餐食“schnitzel”。可用：",
    ),
    "a sea": (
        "groups: [{name: A, people: 2, period: meeting, travel: [{mode: rail, from: Tokyo}]}]",
        "之间隔海",
    ),
}


@pytest.fixture
def said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """What a command says of faults in Chinese."""
    monkeypatch.chdir(tmp_path)

    def run(*args: str) -> str:
        with pytest.raises(SystemExit) as end:
            main([*args, "--lang", "zh"])
        told = capsys.readouterr()
        assert end.value.code == 1, told
        return told.err + told.out

    return run


@pytest.mark.parametrize(("text", "told"), TOLD.values(), ids=list(TOLD))
def test_faults_of_a_file(said: Callable[..., str], text: str, told: str) -> None:
    Path("mine.yaml").write_text(f"extends: starter\n{text}\n", "utf-8")
    message = said("check", "mine.yaml")
    assert told in message
    assert "Known" not in message and "lies between" not in message


def test_the_system_speaks_chinese(said: Callable[..., str]) -> None:
    Path("planned.yaml").write_text("", "utf-8")
    assert "没有该文件。您要的是不是“planned.yaml”？" in said("check", "planed.yaml")
    assert "没有该文件或文件夹" in said("estimate", "starter", "-o", "nowhere/a.json")
    assert "没有该文件或文件夹" in said("verify", "gone.json")


def test_a_prepared_variant(said: Callable[..., str]) -> None:
    page = "{variants: [{name: x, set: {offset: {stand: oak, planted: 2026}}}]}"
    Path("mine.yaml").write_text(f"extends: starter\npage: {page}\n", "utf-8")
    message = said("page", "mine.yaml", "-o", "mine.html")
    assert "没有林分“oak”" in message and "Known" not in message
