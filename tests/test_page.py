"""The what-if page as a file: what is in it, what is not, and what it writes back."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import carbonmeet as cm
from carbonmeet.base.text import Lang
from carbonmeet.view.page import page_of
from carbonmeet.view.page.contents import contents
from carbonmeet.view.page.scripts import ARITHMETIC, RECORD, joined

quickjs = pytest.importorskip("quickjs", reason="needs the JavaScript engine quickjs")

DRAWS = 30


@cache
def page(name: str, lang: str = "en") -> str:
    return page_of(cm.estimate(name), lang=lang, draws=DRAWS).decode()


def part(text: str, pattern: str) -> str:
    found = re.search(pattern, text, re.DOTALL)
    assert found is not None, pattern
    return found[1]


def unpacked(text: str) -> Any:
    data = part(text, r'id="data">(.*?)</script>')
    assert "<" not in data
    return json.loads(zlib.decompress(base64.b85decode(data.replace("/", "<"))))


def test_the_browser_runs_the_packages_own_script_and_no_other() -> None:
    text = page("forum-1500")
    policy = part(text, r'Content-Security-Policy" content="(.*?)"')
    for name, pattern in (("script", r"<script>(.*)</script>"), ("style", r"<style>(.*?)</style>")):
        digest = hashlib.sha256(part(text, pattern).encode()).digest()
        assert f"{name}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy and "http" not in policy
    script = joined()
    assert not re.search(r"\beval\b|new Function|innerHTML|fetch\(|XMLHttpRequest|import\(", script)


def test_it_is_small_enough_to_send() -> None:
    """With both languages and their font, and without the font."""
    text = page("cop15-kunming")
    assert len(text.encode()) <= 450_000
    font = re.search(r"@font-face\{.*?\}", text, re.DOTALL)
    assert font is not None
    assert len(text.encode()) - len(font[0]) <= 300_000


@pytest.mark.heavy
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_one_language_is_smaller_still(lang: Lang) -> None:
    text = page_of(cm.estimate("cop15-kunming"), lang=lang, draws=DRAWS, one_language=True).decode()
    assert len(text.encode()) <= 300_000 and "@font-face" not in text
    data = unpacked(text)
    assert data["languages"] == [lang]
    other = 1 if lang == "en" else 0
    assert not any(one[other] for one in data["words"].values())
    assert all(one[1 - other] and not one[other] for one in data["numbers"].values())
    assert data["title"] == (
        ["CBD COP15 Kunming (as planned in October 2021)", 0]
        if lang == "en"
        else [0, "COP15昆明会议（2021年10月计划情景）"]
    )


def test_what_a_file_says_cannot_become_markup() -> None:
    hostile = "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>"
    scenario = cm.load_scenario("forum-1500").replace(
        {
            "title": {"en": hostile, "zh": hostile},
            'groups["From Kunming"].name': hostile + "人" * 90,
        }
    )
    text = page_of(cm.estimate(scenario), draws=2).decode()
    assert "alert(1)</script>" not in text and "<img" not in text
    data = unpacked(text)
    assert data["title"][0] == hostile


def test_the_same_answer_gives_the_same_bytes() -> None:
    answer = cm.estimate("forum-1500")
    assert page_of(answer, draws=DRAWS) == page_of(answer, draws=DRAWS)


class Moved:
    """A page in an engine without a browser: moves in, numbers and files out."""

    def __init__(self, scenario: object) -> None:
        self.data = contents(cm.estimate(scenario), DRAWS, 1)
        self.context = quickjs.Context()
        self.context.eval(joined((*ARITHMETIC, *RECORD)))
        self.context.set("text", json.dumps(self.data))
        self.context.eval(
            "const page = JSON.parse(text), worlds = page.worlds.map((one) => {"
            f" const world = new World(unpacked(one, page.worlds[0]), {DRAWS});"
            " world.draw(1e9); return world; });"
            "function look(state) { const now = { ...untouched(page), ...state };"
            " const world = worlds[worldFor(page, now)], all = new Map();"
            " const set = settingsOf(world, now.moves);"
            " world.data.vector.numbers.forEach((one, row) => {"
            "  if (!world.vector.follows.has(row)) all.set(row, set.get(one.id) ??"
            "   { value: one.value, low: one.low, high: one.high }); });"
            " world.market = now.market; world.set(all); const total = world.answer().total;"
            " return JSON.stringify({ total, offset: world.offset(now, total),"
            "  patch: patchYaml(page, world, now), whole: wholeYaml(page, world, now),"
            "  address: toAddress(page, now),"
            "  again: fromAddress(page, toAddress(page, now)), now }); }"
        )

    def look(self, **state: Any) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.context.eval(f"look({json.dumps(state)})"))
        return found


@cache
def moved(name: str) -> Moved:
    return Moved(name)


STATES: dict[str, tuple[str, dict[str, Any]]] = {
    "measures": (
        "cop15-kunming",
        {"moves": {"measures.T6.uptake": [0.4, ""], "measures.C3.uptake": [0.5, ""]}},
    ),
    "people, plain and to scale": (
        "cop15-kunming",
        {"moves": {"groups.Africa.people": [1100, ""], "groups.Europe.people": [3000, "k"]}},
    ),
    "known exactly": ("cop15-kunming", {"moves": {"groups.Africa.people": [1500, "l"]}}),
    "shares of a whole": (
        "cop15-kunming",
        {"moves": {"groups.Europe.travel[3].share": [0.2, "k"]}},
    ),
    "a factor of the catalogue": (
        "forum-1500",
        {"moves": {"air.non-co2-multiplier@defra-2024[world]": [2.1, "k"]}},
    ),
    "market, forest and credits": (
        "cop15-kunming",
        {"market": True, "area": 400.0, "shift": 2, "horizon": 30, "credits": 500},
    ),
    "a city": (
        "kunming-2030",
        {"moves": {"measures.V3.uptake": [0.8, ""], "phase_in.V3.2025": [0.5, ""]}, "period": -1},
    ),
}


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("name", "form"),
    [(name, "patch") for name in STATES]
    + [("shares of a whole", "whole"), ("a factor of the catalogue", "whole"), ("a city", "whole")],
)
def test_the_command_reads_what_the_page_writes_to_the_same_numbers(
    name: str, form: str, tmp_path: Path
) -> None:
    scenario, state = STATES[name]
    found = moved(scenario).look(**state)
    file = tmp_path / "moved.yaml"
    file.write_text(found[form], encoding="utf-8")
    answer = cm.estimate(file, draws=DRAWS)
    total = found["total"]
    for side, one in (("before", answer.baseline.total), ("after", answer.residual.total)):
        for key, value in (("", one.value), ("Low", one.low), ("High", one.high)):
            assert total[side + key] == pytest.approx(value, rel=1e-11), (side, key)
    if answer.offset is not None:
        assert found["offset"]["area"] * 15 == pytest.approx(answer.offset.area.value, rel=1e-11)
        assert found["offset"]["removal"] == pytest.approx(answer.offset.removal.value, rel=1e-11)
        assert found["offset"]["balanceYear"] == answer.offset.balance_year
    assert found["again"] == found["now"]


@pytest.mark.heavy
def test_variants_are_worked_out_beforehand(tmp_path: Path) -> None:
    variants = [
        {"name": "Without non-CO2", "set": {"methods.aviation_non_co2": False}},
        {"name": {"en": "In Xi’an", "zh": "在西安"}, "set": {"place": "XIY"}},
    ]
    base = cm.load_scenario("forum-1500").replace({("page",): {"variants": variants}})
    page = Moved(base)
    for at, variant in enumerate(variants, 1):
        state = {"world": at, "moves": {"measures.V3.uptake": [0.9, ""]}}
        found = page.look(**state)
        changes: Any = variant["set"]
        wanted = cm.estimate(base.replace({**changes, "measures.V3": 0.9}), draws=DRAWS)
        assert found["total"]["after"] == pytest.approx(wanted.residual.total.value, rel=1e-11)
        assert found["total"]["afterHigh"] == pytest.approx(wanted.residual.total.high, rel=1e-11)
        file = tmp_path / "whole.yaml"
        file.write_text(found["whole"], encoding="utf-8")
        again = cm.estimate(file)
        assert again.residual.total.value == pytest.approx(wanted.residual.total.value, rel=1e-11)


def test_a_variant_that_cannot_be_is_told_where_it_stands() -> None:
    variant = {"name": "wrong", "set": {"groups.Nobody.people": 3}}
    base = cm.load_scenario("forum-1500").replace({("page",): {"variants": [variant]}})
    with pytest.raises(cm.InputError, match=r"page\.variants\[0\]\.set.*Nobody"):
        page_of(cm.estimate(base), draws=2)


@pytest.mark.parametrize(
    "text", ["#x=zz:1", "#x=1:NaN;2:1e999", "#w=9&a=-1&p=77&h=1.5", "#%", "##"]
)
def test_an_address_that_makes_no_sense_is_the_file(text: str) -> None:
    page = moved("forum-1500")
    wanted = page.context.eval("JSON.stringify(untouched(page))")
    assert page.context.eval(f"JSON.stringify(fromAddress(page, {json.dumps(text)}))") == wanted


LIST = """\
carbonmeet: 2
kind: meeting
title: {en: A list, zh: 名单}
place: {name: Kunming, airport: KMG}
prefer: [mee, mao, cpcd, defra, carbonmeet]
periods: {forum: {start: 2024-05-01, end: 2024-05-03}}
attendees:
  table: people.csv
  columns: {city: City, country: Country, mode: Mode, cabin: Cabin, nights: Nights, diet: Diet}
  defaults: {hotel: hotel.star-4, mode: air}
  meals: {buffet: 1 / day}
  diets: {vegan: {vegetarian: 1 / day}}
  no_show: {value: 8%, low: 4%, high: 15%, basis: assumed, note: as last year}
measures: planned
"""
PEOPLE = (
    [("Geneva", "Switzerland", "economy", 3, "")] * 30
    + [("Beijing", "China", "economy", 2, "")] * 20
    + [("Reykjavik", "Iceland", "business", 4, "vegan")] * 3
)


def test_a_page_of_a_list_tells_nothing_of_few(tmp_path: Path) -> None:
    rows = [f"{a},{b},air,{c},{d},{e}" for a, b, c, d, e in PEOPLE]
    text = "\n".join(["City,Country,Mode,Cabin,Nights,Diet", *rows])
    (tmp_path / "people.csv").write_text(text, encoding="utf-8")
    (tmp_path / "list.yaml").write_text(LIST, encoding="utf-8")
    page = Moved(tmp_path / "list.yaml")
    told = json.dumps(page.data, ensure_ascii=False)
    for word in ("Reykjavik", "雷克雅", "Iceland", "people.csv", str(tmp_path)):
        assert word not in told, word
    assert page.data["merged"] >= 2
    starts = [one["people"] for one in page.data["map"]["starts"]]
    assert 30.0 in starts and min(starts) >= 5
    counts = [one[1] for one in page.data["worlds"][0]["vector"]["numbers"] if "people" in one[0]]
    assert min(counts) >= 5
    cell = "attendees.forum.attendee"
    moves = [
        {},
        {f"{cell}.people": [80.0, "k"], "measures.T6.uptake": [0.3, ""]},
        {f'{cell}.nights["hotel.star-4"]': [4.0, ""], f"{cell}.days": [5.0, ""]},
    ]
    (tmp_path / "people.csv").unlink()
    file = tmp_path / "elsewhere.yaml"
    for one in moves:
        found = page.look(moves=one)
        assert found["again"] == found["now"]
        file.write_text(found["whole"], encoding="utf-8")
        answer = cm.estimate(file, draws=DRAWS)
        assert found["total"]["after"] == pytest.approx(answer.residual.total.value, rel=1e-11)
        assert found["total"]["afterLow"] == pytest.approx(answer.residual.total.low, rel=1e-11)


@pytest.mark.parametrize("lost", [0, 4], ids=["placed", "some not placed"])
def test_residents_of_a_list_are_moved_apart_from_those_who_travel(
    tmp_path: Path, lost: int
) -> None:
    """Both are sums of one period and role: what is moved of one is written into its own."""
    people = [*PEOPLE[:50], *[("Kunming", "China", "", 2, "")] * 20]
    rows = [f"{a},{b},air,{c},{d},{e}" for a, b, c, d, e in people]
    rows += ["Nowhere at all,Switzerland,air,economy,3,"] * lost
    text = "\n".join(["City,Country,Mode,Cabin,Nights,Diet", *rows])
    (tmp_path / "people.csv").write_text(text, encoding="utf-8")
    scenario = LIST.replace("  no_show", "  unknown: mean\n  no_show")
    (tmp_path / "list.yaml").write_text(scenario, encoding="utf-8")
    page = Moved(tmp_path / "list.yaml")
    file = tmp_path / "elsewhere.yaml"
    cell = "attendees.forum.attendee"
    called = page.data["numbers"][f"{cell}-resident.people"][:2]
    assert "Residents on the list" in called[0] and "本地参会者" in called[1]
    for moves in (
        {f"{cell}.people": [80.0, "k"]},
        {f"{cell}-resident.people": [40.0, "k"]},
        {f"{cell}.days": [5.0, ""], f"{cell}-resident.days": [1.5, ""]},
    ):
        found = page.look(moves=moves)
        file.write_text(found["whole"], encoding="utf-8")
        answer = cm.estimate(file, draws=DRAWS)
        assert found["total"]["after"] == pytest.approx(answer.residual.total.value, rel=1e-11)
        assert found["total"]["afterLow"] == pytest.approx(answer.residual.total.low, rel=1e-11)


def test_a_page_has_no_cell_of_few_whatever_the_file_says(tmp_path: Path) -> None:
    rows = [f"{a},{b},air,{c},{d},{e}" for a, b, c, d, e in PEOPLE]
    text = "\n".join(["City,Country,Mode,Cabin,Nights,Diet", *rows])
    (tmp_path / "people.csv").write_text(text, encoding="utf-8")
    open_list = LIST.replace("  no_show", "  min_cell: 1\n  no_show")
    (tmp_path / "list.yaml").write_text(open_list, encoding="utf-8")
    data = contents(cm.estimate(tmp_path / "list.yaml"), 2, 1)
    told = json.dumps(data, ensure_ascii=False)
    assert "Reykjavik" not in told and "Iceland" not in told
    for cell in data["file"]["data"]["attendees"]["sums"]:
        heads = [cell["people"], *(way["people"] for way in cell["ways"])]
        assert min(*heads, *cell["stays"].values(), *cell["fed"].values()) >= 5
    assert min(one["people"] for one in data["map"]["starts"]) >= 5


@pytest.mark.parametrize("name", ["cop15-kunming", "forum-1500", "kunming-2030"])
def test_the_page_agrees_with_what_python_wrote_into_it(name: str) -> None:
    page = moved(name)
    told = page.context.eval(
        "(() => { look({}); const plan = worlds[0].answer(-1);"
        " plan.offset = worlds[0].offset(untouched(page), plan.total);"
        " return selfCheck(page, plan); })()"
    )
    assert told == ""
    wrong = page.context.eval(
        "(() => { page.promised.after[2] *= 1.001; const plan = worlds[0].answer(-1);"
        " const told = selfCheck(page, plan); page.promised.after[2] /= 1.001; return told; })()"
    )
    assert wrong == "after"


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["forum-1500", "starter", "kunming-2030", "starter-city"])
def test_every_slider_from_end_to_end_writes_a_file_of_the_same_numbers(
    name: str, tmp_path: Path
) -> None:
    page = Moved(name)
    page.context.eval(
        joined(["dom", "controls"])
        + "\nfunction ends(id) { const view = { page, number: (one) => {"
        "  const row = worlds[0].vector.rows.get(one);"
        "  const unit = page.units[page.numbers[one][2]][0];"
        "  return { ...worlds[0].data.vector.numbers[row], unit,"
        "   divides: worlds[0].kernel.divisors.has(row) }; } };"
        " const { least, most } = new Controls(view).reach(id);"
        " return JSON.stringify([least, Math.min(most, roomFor(worlds[0], id, {}))]); }"
    )
    file = tmp_path / "moved.yaml"
    for name, number in page.data["numbers"].items():
        if isinstance(number[6], str):
            continue
        for end in json.loads(page.context.eval(f"ends({json.dumps(name)})")):
            found = page.look(moves={name: [end, ""]})
            file.write_text(found["patch"], encoding="utf-8")
            answer = cm.estimate(file, draws=DRAWS)
            size = 1e-11 * found["total"]["before"]
            for side, one in (
                ("before", answer.baseline.total),
                ("after", answer.residual.total),
            ):
                for key, value in (("", one.value), ("Low", one.low), ("High", one.high)):
                    told = found["total"][side + key]
                    assert told == pytest.approx(value, rel=1e-11, abs=size), (name, end)
