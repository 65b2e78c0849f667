"""Faults in Chinese are Chinese to the end: what another part of the program said of them too."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from test_bad_scenarios import BAD

import carbonmeet as cm
from carbonmeet.base.errors import CarbonmeetError, InputError, message_of
from carbonmeet.base.text import Message
from carbonmeet.cli import main

CHINESE = re.compile("[\u3400-\u9fff]")

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
    "the word of a frame": (
        "offset: {planted: 2026, kind: urban-greening, frame: beijing-2021}",
        "的林地可用于会议抵销",
    ),
    "a sea": (
        "groups: [{name: A, people: 2, period: meeting, travel: [{mode: rail, from: Tokyo}]}]",
        "之间没有陆路相通",
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
    assert "没有该文件或文件夹" in said("estimate", "starter", "-o", "nowhere/a.txt")
    assert "没有该文件或文件夹" in said("verify", "gone.json")


def test_a_prepared_variant(said: Callable[..., str]) -> None:
    page = "{variants: [{name: x, set: {offset: {stand: oak, planted: 2026}}}]}"
    Path("mine.yaml").write_text(f"extends: starter\npage: {page}\n", "utf-8")
    message = said("page", "mine.yaml", "-o", "mine.html")
    assert "没有林分“oak”" in message and "Known" not in message


def test_a_list_of_people_is_named_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = "城市,国家,酒店晚数,微信号\n" + "北京,中国,2,a\n" * 6
    Path("list.csv").write_text(rows, "utf-8")
    paper = "{value: 4 km, basis: measured, document: {kind: count, number: R-17}}"
    head = "carbonmeet: 2\nkind: meeting\ntitle: 会\nplace: {name: Vienna}\n"
    head += "periods: {p: {name: {en: P, zh: 会期}, start: 2026-09-07, end: 2026-09-09}}\n"
    people = "attendees: {table: list.csv, defaults: {mode: air, hotel: hotel.star-4},"
    people += " meals: {buffet: 1 / day},"
    for name, length in (("a", paper), ("b", "5 km")):
        local = f" local: {{trips_per_day: 2, length: {length}, modes: {{metro: 100%}}}}}}\n"
        Path(f"{name}.yaml").write_text(head + people + local, "utf-8")
    told = []
    for line in ("evidence a.yaml --format csv", "evidence a.yaml", "compare a.yaml b.yaml",
                 "estimate a.yaml --full"):  # fmt: skip
        with pytest.raises(SystemExit) as end:
            main([*line.split(), "--lang", "zh"])
        assert end.value.code == 0
        told.append(capsys.readouterr().out)
    listed, papers, changed, whole = told
    assert "参会人员名单：会期、参会者、往返交通、国际航班经济舱" in listed
    assert "四星级酒店" in listed and "清点记录" in papers and "清点记录 R-17" in changed
    assert "实测" in changed and "given" not in changed and "measured" not in changed
    assert "未读取的列：“微信号”" in whole.replace("\n  ", "")


#: Four words of English in a row, outside quotes.
SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
QUOTED = re.compile(r"“[^”]*”|'[^']*'")


@pytest.mark.parametrize("name", sorted(BAD))
def test_no_fault_is_told_in_english(name: str) -> None:
    """Every bad scenario of the tests, in both languages."""
    with pytest.raises(CarbonmeetError) as caught:
        cm.estimate(BAD[name][0])
    faults = caught.value.faults if isinstance(caught.value, InputError) else ()
    for message in [one.message for one in faults] or [message_of(caught.value)]:
        chinese = Message.get(message, "zh") if isinstance(message, Message) else str(message)
        assert CHINESE.search(chinese) and not SENTENCE.search(QUOTED.sub("", chinese)), chinese
        assert not CHINESE.search(QUOTED.sub("", str(message))) or CHINESE.search(BAD[name][0])
