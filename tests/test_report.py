"""Reports: the same numbers in every format, safe text, the same bytes, and others' readers."""

from __future__ import annotations

import html.parser
import io
import json
import math
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import carbonmeet as cm
from carbonmeet import charts
from carbonmeet.answer import Answer
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.notices import Notice
from carbonmeet.base.text import Label, Lang
from carbonmeet.cli.report import command
from carbonmeet.draws import draws_of
from carbonmeet.estimation import estimate, simulate
from carbonmeet.frames import inventory
from carbonmeet.offset.assumed import assumed_values
from carbonmeet.view.blocks import (
    Bullets,
    Column,
    Document,
    Facts,
    Figure,
    Table,
    clean,
    shown,
)
from carbonmeet.view.faces import formats
from carbonmeet.view.faces.figures import KINDS, figure_bytes
from carbonmeet.view.faces.formats import FORMATS, render
from carbonmeet.view.faces.html import to_html
from carbonmeet.view.faces.markdown import escape
from carbonmeet.view.faces.text import to_text
from carbonmeet.view.figures.caption import caption
from carbonmeet.view.matter import Matter
from carbonmeet.view.numerals import ends
from carbonmeet.view.pages.report.build import build
from carbonmeet.view.tables.guidetable import guide_frame, is_measured, under

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LANGS: tuple[Lang, Lang] = ("en", "zh")
#: What somebody may put into a title, a label or a note.
HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://evil.example","x")',
    "a|b",
    "[x](javascript:alert(2))",
    "$5$ & \\textbf{x}",
    '"><img src=x onerror=alert(3)>',
    "{{ 7 * 7 }}",
)
#: What no scenario file may hold, and other data might.
STEERING = "\u202egnp.exe\u2066 \x07bell <b>\x00"
BOOKMARK = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}bookmarkStart"
SCENARIO = """\
carbonmeet: 2
kind: meeting
title: {{en: {title}, zh: {title}}}
place: {{airport: KMG, region: CN-YN}}
prefer: [mee, cpcd, defra]
boundary: {{excluded: [{{en: {title}, zh: 签证}}]}}
periods:
  p1: {{start: 2021-10-11, end: 2021-10-15, name: {{en: {title}, zh: {title}}}}}
groups:
  - name: {{en: {label}, zh: {label}}}
    period: p1
    people: {{value: 600, low: 500, high: 700, basis: assumed, note: {note}}}
    nights: 5
    travel: [{{mode: air, from: PEK, share: 70%}}, {{mode: rail, return_distance: 5000 km}}]
    local: {{trips_per_day: 2, length: 12 km, modes: {{taxi: 40%, shuttle: 40%, metro: 20%}}}}
    hotel: hotel.star-4
    meals: {{restaurant: 3 / day}}
venue:
  - period: p1
    label: Halls
    area: {{value: 36000 m^2, basis: measured}}
    days: {{value: 5 day, basis: measured}}
    intensity: {{value: 0.45 kWh/m^2/day, basis: measured}}
fleet: [{{period: p1, label: Fleet, vehicles: 296, distance: 120 km/day, kind: car.bev}}]
waste:
  - {{period: p1, stream: municipal, amount: 9 t, treatment: {{incineration: 98%, landfill: 2%}}}}
measures: {measures}
"""

#: What a formula of ours is made of, and nothing else.
FORMULA = re.compile(
    r"=(?:(?:'[a-z ]+'!)?\$?[A-Z]{1,2}\$?\d+|SUM|SUMIFS|SUMPRODUCT|ABS|IF|MIN|MAX|EXP|INDEX|MATCH"
    r'|OR|\d+(?:\.\d+)?(?:E?-\d+)?|"[a-z0-9– ]*"|"Numbers of this workbook were changed[^"]*"'
    r"|[-+*/^=<>(),:])+",
    re.IGNORECASE,
)
#: The forest of several parcels that stands against such a meeting.
WOODS = """\
offset:
  rules: strict
  planted: 2022
  additional: true
  exclusive: "Yunnan registry, no. 17"
  survival: {value: 0.8, basis: measured}
  baseline: 0.3 t CO2/ha/year
  cleared: 2 t CO2/ha
  parcels:
    - id: east
      area: 300 mu
      stand: {yunnan-pine: 0.6, masson-pine: 0.4}
      replanting: [{after: 3 year, share: 50%}]
      age_at_planting: 2 year
    - id: west
      area: {value: 10 ha, basis: assumed, note: estimated on a map}
      stand: larch-weichang
      planted: 2024
      survival: 0.7
      site: 0.9
    - id: north
      area: 60 mu
      stand:
        yunnan-pine-logistic: 0.2
        yunnan-pine-gompertz: 0.2
        ipcc-subtropical-humid: 0.2
        rule-1t-per-mu: 0.4
    - {id: park, area: 20 mu, kind: urban-greening, stand: ipcc-subtropical-mountain}
  credits:
    - {kind: ccer, tonnes: 50 t CO2e, price: 80 CNY/t, vintage: 2020, note: bought}
    - {kind: provincial, tonnes: 20 t CO2e}
  reversals: [{year: 2030, share: 30%}, {year: 2038, share: 80%}]
"""


def quoted(text: str) -> str:
    """A double-quoted YAML scalar."""
    inside = "".join(c if c.isprintable() and c not in '"\\' else f"\\u{ord(c):04x}" for c in text)
    return f'"{inside}"'


def scenario(path: Path, title: str, label: str, note: str, measures: str = "planned") -> Answer:
    texts = {"title": quoted(title), "label": quoted(label), "note": quoted(note)}
    path.write_text(SCENARIO.format(**texts, measures=measures), encoding="utf-8")
    return estimate(path)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    return scenario(tmp_path_factory.mktemp("plain") / "m.yaml", "A meeting", "Beijing", "a guess")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    path = tmp_path_factory.mktemp("hostile") / "m.yaml"
    return scenario(path, " ".join(HOSTILE), HOSTILE[1], " ".join(HOSTILE))


@pytest.fixture(scope="module")
def hostile_woods(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """The same with a forest whose land and credits are named to do harm."""
    path = tmp_path_factory.mktemp("hostile") / "m.yaml"
    title, label, note = (quoted(one) for one in (" ".join(HOSTILE), HOSTILE[1], HOSTILE[1]))
    woods = WOODS.replace("id: east", f"id: {label}").replace("note: bought", f"note: {note}")
    body = SCENARIO.format(title=title, label=label, note=note, measures="planned")
    path.write_text(body + woods, encoding="utf-8")
    return estimate(path)


def no_figures(kind: str, form: str) -> bytes | None:
    return None


@pytest.fixture
def without_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing is slow, and most of what is tested here is not drawn."""
    monkeypatch.setattr(formats, "drawer", lambda result, lang: no_figures)


def column(table: Table, head: int) -> list[Any]:
    return [row[head] for row in table.rows]


# the tree


@pytest.mark.parametrize("lang", LANGS)
def test_tables_hold_the_numbers_of_the_result(result: Answer, lang: Lang) -> None:
    data, report = result.to_dict(), build(result, lang)
    base, rest = data["baseline"], data["residual"]
    by_source = report.table("by-source")
    before = [one["value"] for one in base["by_source"].values()]
    only_after = [name for name in rest["by_source"] if name not in base["by_source"]]
    assert column(by_source, 1) == [*before, *(0.0 for _ in only_after)]
    assert by_source.foot[0][1] == base["total"]["value"]
    assert by_source.foot[0][3] == rest["total"]["value"]
    assert report.table("by-period").foot[0][1] == base["total"]["value"]
    measures = {row[0]: row for row in report.table("measures").rows}
    assert set(measures) == {item["id"] for item in data["measures"]["items"]}
    for item in data["measures"]["items"]:
        ways = (item[way]["value"] for way in ("alone", "in_order", "last_in", "shapley"))
        uptake = item["uptake"] or None  # one that is not carried out has none, and not 0%
        assert list(measures[item["id"]][3:]) == [uptake, *ways]
    assert report.table("measures").foot[0][-1] == data["measures"]["total"]["value"]
    assert sum(column(report.table("by-area"), 1)) == pytest.approx(
        base["total"]["value"] - rest["total"]["value"]
    )


@pytest.fixture(scope="module")
def cop15() -> Answer:
    return estimate("cop15-hybrid")


@pytest.fixture(scope="module")
def drawn(cop15: Answer) -> Answer:
    """COP15 with ranges."""
    return simulate(cop15, 300, 7)


def test_ranges_are_shown_where_they_were_computed(cop15: Answer, drawn: Answer) -> None:
    assert "uncertainty" not in [one.id for one in build(cop15).sections]
    report = build(drawn)
    known, total = drawn.uncertainty, drawn.baseline.total
    assert known is not None and total.low is not None and total.high is not None
    error = known.baseline.monte_carlo_error
    first = report.table("ranges").rows[0]
    assert first[1:] == (total.value, total.low, total.high, error.low, error.high)
    measures = {row[0]: row for row in report.table("measures").rows}
    for item in drawn.measures:
        assert measures[item.id][8:] == (item.shapley.low, item.shapley.high)
    text = to_html(report, no_figures).decode()
    assert "Seed 7, 300 draws." in text
    assert f"95% range {ends(total.low, total.high)}" in text
    drivers = report.table("drivers").rows
    assert [row[1] for row in drivers] == [one.input for one in known.drivers]
    assert not any("[" in row[0] for row in drivers)  # names, not places in the file


def test_the_forest_says_how_likely_it_is(cop15: Answer, drawn: Answer) -> None:
    assert drawn.uncertainty is not None and drawn.uncertainty.forest is not None
    found = drawn.uncertainty.forest
    areas = build(drawn, "zh").table("forest-area")
    assert column(areas, 0) == ["50%", "90%", "95%"]
    assert column(areas, 1) == [one["value"] for one in found["area_at_confidence"].values()]
    assert column(areas, 2) == pytest.approx([15 * hectares for hectares in column(areas, 1)])
    summary = repr(build(drawn, "zh").sections[0])
    assert f"完成抵消的概率：{shown(found['compensated_by_horizon'], 'share')}" in summary


def test_per_head_is_of_those_who_are_on_site(cop15: Answer, drawn: Answer) -> None:
    """Who takes part online instead is no head after the measures."""
    left, invited = cop15.workings.left_on_site, cop15.workings.participants
    assert 0 < left["all"] < invited["all"] and left["phase-1"] <= invited["phase-1"]
    rest = cop15.to_dict()["residual"]
    assert rest["participants"] == left and rest["total"]["value"] == cop15.residual.total.value
    each = rest["per_participant"]["all"]["value"]
    assert each == pytest.approx(cop15.residual.total.value / left["all"])
    text = repr(build(drawn, "zh"))
    assert f"措施后{shown(left['all'], 'count')}人次，措施后人均{shown(each)} t CO2e" in text
    per_head = drawn.residual.per_participant["all"]
    assert per_head.low is not None and per_head.high is not None
    assert per_head.low < per_head.value < per_head.high
    assert per_head.value == pytest.approx(each)
    bare = estimate("cop15-baseline")
    assert bare.residual.participants == bare.baseline.participants


def test_few_shapley_draws_are_told(cop15: Answer, drawn: Answer) -> None:
    assert drawn.uncertainty is not None
    many = replace(drawn.uncertainty, draws=10_000, shapley_draws=8192)
    text = repr(build(drawn.changed(uncertainty=many)))
    assert "rest on the first 8,192 draws" in text
    assert "rest on the first" not in repr(build(drawn))


def test_a_chinese_report_is_chinese(cop15: Answer, drawn: Answer) -> None:
    """Notices and units too; keys, reasons and locators stay as the data have them."""
    report = build(drawn, "zh")
    for block in report.blocks():
        if isinstance(block, Bullets):
            for item in block.items:
                assert re.search("[\u4e00-\u9fff]", item), item
        elif isinstance(block, Table):
            for i, head in enumerate(block.columns):
                if head.head == "单位":
                    foreign = re.compile("passenger|night|meal|bottle|sheet|item|person|vehicle")
                    assert not [row[i] for row in block.rows if foreign.search(str(row[i]))]
    assert ("间夜" in repr(report)) and ("人公里" in repr(report))


def test_only_measures_in_force_are_counted() -> None:
    """C4 begins after COP15, T6 has an uptake of 0, C1 counts in the other accounting only.

    Of P3, P4 and C3 nobody has measured what they do.
    """
    cop15 = estimate("cop15-kunming")
    report = build(cop15, "zh")
    text = repr(report)
    listed = len(cop15.measures)
    acting = listed - 6
    assert f"所列{listed}项措施中有{acting}项起作用，实施后剩余排放为" in text
    assert f"所列{listed}项措施中有{acting}项起作用，减排" in text and f"{acting}项为计划值" in text
    marked = [row[0] for row in report.table("measures").rows if row[1].endswith("*")]
    assert marked == ["T6", "P3", "P4", "C1", "C3", "C4"]
    reasons = "C4：自2024-05-13起实施", "C1：仅在电力按市场法核算时计入", "T6：实施率为0"
    assert all(reason in text for reason in reasons)
    assert all(cop15.measures[name].shapley.value == 0 for name in marked)
    assert not {row[0] for row in report.table("things").rows} & set(marked)


def test_a_programme_in_force_has_no_marks(city: Answer) -> None:
    report = build(city)
    assert "3 of the 3 measures listed act here. Those that save most: T3 " in repr(report)
    assert not [row for row in report.table("measures").rows if row[1].endswith("*")]


def test_chinese_names_with_commas_are_told_apart() -> None:
    text = repr(build(estimate("cop15-kunming"), "zh").sections[0])
    assert "布展与会场设施租用、可循环利用（能租不买、能借不租）；T1 " in text


def test_areas_are_told_in_chinese(city: Answer, cop15: Answer) -> None:
    assert {row[4] for row in build(city, "zh").table("city-forest").rows[1:]} == {"公顷"}
    for block in build(cop15, "zh").blocks():
        assert not re.search(r"\d ha\b|'ha'|补偿", repr(block)), block


#: Tables without cells that a file or a catalogue wrote in its own language.
OURS = ("by-source", "by-period", "largest", "periods", "measures", "things", "by-area", "forest")
#: Latin words of a Chinese text: names, formulas, what stands so in a scenario file.
LATIN = {"carbonmeet", "Shapley", "Chapman", "Richards", "LMDI", "IPCC", "WGS", "GPC", "BASIC"}
LATIN |= {"GEP", "App", "COP", "kWh", "GWh", "exp", "min", "max", "upstream", "true"}
LATIN |= {"ISO", "GHG", "Protocol"}  # names of frames


def told(block: Any) -> list[str]:
    """The texts of a block that the report itself words."""
    match block:
        case Table():
            said = [block.caption, *(one.head for one in block.columns)]
            if block.id in OURS:
                text = [i for i, one in enumerate(block.columns) if one.kind == "text"]
                said += [str(row[i]) for row in block.rows for i in text]
            if block.id == "assumed":  # a path into a file is as the file has it
                places = [str(row[0]) for row in block.rows]
                said += [one for one in places if " " in one and not re.match(r"\w+[.[]", one)]
            return said
        case Facts():
            return [f"{one.name} {one.detail}" for one in block.items]
        case Figure():
            return [block.caption, block.alt]
        case Bullets():
            return list(block.items)
    return [block.text]


@pytest.mark.parametrize("name", ["cop15-kunming", "forum-1500", "kunming-2023", "starter"])
def test_nothing_that_is_ours_stays_english(name: str) -> None:
    result = estimate(name)
    for block in build(simulate(result, 200, 1), "zh").blocks():
        for text in told(block):
            plain = re.sub(r"[\w.-]+@[\w.-]+|\[[\w-]+\]|gpc:other|CO2e?|[0-9a-f]{12}", " ", text)
            plain = re.sub(r"\b[A-Z]{3}(-[A-Z]{3})+\b", " ", plain)  # airports on the way
            plain = re.sub("[A-Z]{3}(?=出发)", " ", plain)
            assert not set(re.findall("[A-Za-z]{3,}", plain)) - LATIN, text


def test_lines_of_one_group_can_be_told_apart(cop15: Answer) -> None:
    rows = build(cop15).table("largest").rows
    assert len({row[1:5] for row in rows}) == len(rows) == 10
    assert "Europe CDG-KMG · International flight, economy" in {row[2] for row in rows}


def test_every_assumed_value_is_listed_with_its_reason(result: Answer) -> None:
    listed = {row[0]: row for row in build(result).table("assumed").rows}
    idle = result.workings.idle  # price nothing, and are listed nowhere
    assumed = [one for one in result.workings.model.inputs if one.basis == "assumed"]
    wanted = {one.called("en") for one in assumed if one.id not in idle}
    wanted |= {
        f"measures.{name}.uptake"
        for name, uptake in result.workings.scenario.programme(result.workings.catalogue).items()
        if uptake.basis == "assumed"
    }
    assert set(listed) == wanted
    assert listed["groups.Beijing.people"][2:5] == (600.0, 500.0, 700.0)
    assert all(row[-1] for row in listed.values())


def test_factors_and_sources_are_those_of_the_result(result: Answer) -> None:
    report = build(result)
    ids = [f"{row[0]}@{row[8]}[{row[6]}]" for row in report.table("factors").rows]
    assert ids == sorted(one.id for one in result.workings.factors)
    keys = {one.key for one in report.sources}
    assert {one.source for one in result.workings.factors} <= keys
    assert column(report.table("sources"), 0) == sorted(keys)


def test_report_figure_and_json_name_the_same_catalogue(result: Answer) -> None:
    """The numbers have a version of their own, which is not that of the code."""
    package = json.loads((result.workings.catalogue.folder / "datapackage.json").read_text("utf-8"))
    version = package["version"]
    assert result.catalogue.version == version == result.to_dict()["catalogue"]["version"]
    kind = charts.KINDS["sources"]
    under = caption(result, kind.title, "", kind.collect(result), "en")
    assert f"catalogue {version} " in under and f"catalogue {version} (" in build(result).imprint


def test_without_measures_there_is_no_programme(tmp_path: Path) -> None:
    report = build(scenario(tmp_path / "m.yaml", "x", "y", "z", measures="none"), "zh")
    with pytest.raises(KeyError):
        report.table("measures")
    assert "未实施减排措施" in to_html(report, no_figures).decode()


def test_a_city_is_no_meeting() -> None:
    report = build(estimate("kunming-2023"))
    assert "event-guide" not in [one.id for one in report.sections]
    text = to_html(report, no_figures).decode()
    assert "the city emits" in text
    assert "articipants" not in text  # nobody takes part in a city
    assert "Public-building power" in text and "Savings and removals" not in text
    assert "aviation beyond CO2" not in repr(report.sections)  # nobody flies in it either


# the years of a city


@pytest.fixture(scope="module")
def city() -> Answer:
    return estimate("kunming-2030")


@pytest.mark.parametrize("lang", LANGS)
def test_the_years_of_a_city_are_those_of_the_estimate(city: Answer, lang: Lang) -> None:
    known, report = city.to_dict()["city"], build(city, lang)
    assert [one.id for one in report.sections][2:4] == ["emissions", "years"]
    years = report.table("years")
    assert [one.head for one in years.columns[1:]] == [str(row["year"]) for row in known["years"]]
    for place, row in enumerate(known["years"], 1):
        assert column(years, place) == [one["baseline"] for one in row["by_source"].values()]
        feet = [foot[place] for foot in years.foot]
        assert feet == [row["baseline"], row["saving"], row["residual"]]
        tags = [f"gpc:{tag}" for tag in ("scope-1", "scope-2", "scope-3", "basic", "other")]
        assert column(report.table("scopes"), place) == [row["by_scope"][tag] for tag in tags]
    [target], [goal] = report.table("targets").rows, known["targets"]
    assert target[3:6] == (goal["most"], goal["expected"], goal["gap"])
    for shown_row, one in zip(report.table("changes").rows, known["changes"], strict=True):
        assert shown_row[0] == f"{one['since']} → {one['until']}"
        assert sum(shown_row[1:5]) == pytest.approx(shown_row[5]) == pytest.approx(one["total"])
    readings = [tuple(one.values())[-3:] for one in known["readings"]]
    assert [row[1:] for row in report.table("readings").rows] == readings
    forest = report.table("city-forest").rows
    removal = known["forest"]["removal"]
    assert forest[0][1:4] == (removal["value"], removal["low"], removal["high"])
    areas = [*known["forest"]["programme_ha"].values(), known["forest"]["unlisted_ha"]]
    assert [row[1] for row in forest[1:]] == areas


def test_every_format_holds_the_years(city: Answer, without_figures: None) -> None:
    import docx
    from openpyxl import load_workbook

    word = docx.Document(io.BytesIO(render(city, ".docx", "zh")))
    heads = {p.text for p in word.paragraphs if p.style.name.startswith("Heading")}
    assert heads >= {"4 逐年排放", "目标", "变化成因", "城市森林碳汇"}
    total = city.city.years[-1].baseline
    book = load_workbook(io.BytesIO(render(city, ".xlsx")), data_only=True)
    cells = [cell.value for row in book["years"].iter_rows() for cell in row]
    # a workbook keeps 16 digits of a number
    assert any(isinstance(one, float) and math.isclose(one, total, rel_tol=1e-14) for one in cells)
    assert "Causes of the change (LMDI), t CO2e" in cells
    for suffix in (".html", ".md"):
        text = render(city, suffix).decode()
        assert shown(total, "tonnes", 0) in text and "+535,744" in text.replace("\\+", "+")


def test_no_number_of_the_workbook_is_too_wide_for_its_column(
    city: Answer, without_figures: None
) -> None:
    from openpyxl import load_workbook

    from carbonmeet.view.faces.excel.workbook import _written

    book = load_workbook(io.BytesIO(render(city, ".xlsx")))  # formulas lie beside their values
    values = load_workbook(io.BytesIO(render(city, ".xlsx")), data_only=True)
    checked = 0
    for sheet in values:
        wide = {
            at: one.width
            for one in book[sheet.title].column_dimensions.values()
            for at in range(one.min, one.max + 1)
        }
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, (int, float)):
                text = _written(cell.value, cell.number_format)
                assert len(text) + 1 <= wide[cell.column], (sheet.title, cell.coordinate, text)
                checked += len(text) > 12
    assert checked > 20
    ledger = values["ledger"]
    assert max(len(_written(float(one.value), one.number_format)) for one in ledger["M"][1:]) > 14


def test_a_meeting_has_no_years(result: Answer) -> None:
    assert "years" not in [one.id for one in build(result).sections]
    assert result.city is None


def test_the_printed_table_and_the_report_say_the_same(city: Answer) -> None:
    report = build(city, "en")
    text = to_text(next(one.blocks for one in report.sections if one.id == "years"), None)
    for name in ("years", "scopes", "targets", "changes"):
        table = report.table(name)
        assert table.caption in text
        for cells in table.texts():
            assert re.search(r" +".join(map(re.escape, cells)), text), cells


def test_a_dozen_years_are_set_in_two_tables(tmp_path: Path) -> None:
    path, years = tmp_path / "city.yaml", list(range(2020, 2032))
    path.write_text(
        "carbonmeet: 2\nkind: city\ntitle: C\nplace: {region: CN-YN-KMG}\nyear: 2020\n"
        f"prefer: [mee, cpcd, defra]\nyears: {years}\npopulation: 1000 people\n"
        "growth: {power: 5%}\npower: [{label: P, energy: 1e5 kWh}]\n",
        encoding="utf-8",
    )
    report = build(estimate(path))
    heads = [
        int(one.head) for name in ("years", "years-2") for one in report.table(name).columns[1:]
    ]
    assert heads == years
    ids = re.findall(r'\bid="([^"]+)"', to_html(report, no_figures).decode())
    assert len(ids) == len(set(ids))


def test_a_change_has_its_sign() -> None:
    columns = (Column("a"), Column("b", "change"))
    table = Table("t", "c", columns, (("x", 12000.4), ("y", -0.001), ("z", -3.0)))
    assert [row[1] for row in table.texts()] == ["+12,000", "−<1", "−3"]


# the forest


@pytest.fixture(scope="module")
def planted() -> Answer:
    return estimate("cop15-kunming")


@pytest.fixture(scope="module")
def woods(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """A forest of several parcels, with all that may be said of one."""
    path = tmp_path_factory.mktemp("woods") / "m.yaml"
    path.write_text(SCENARIO.format(title="x", label="y", note="z", measures="{T5: 0.3}") + WOODS)
    return estimate(path)


def test_the_removal_follows_from_what_the_report_says(planted: Answer) -> None:
    """By the formula of the methods chapter, with the numbers of the tables and nothing else."""
    report = build(planted)
    text = repr(report)
    assert "Chapman-Richards, y(a) = A·[1 − exp(−k·a)]^m (living biomass, t/ha)" in text
    number = {row[1].split(",")[0]: row[2] for row in report.table("forest-stands").rows}
    rule = {row[0]: row[1] for row in report.table("forest-rules").rows}
    [land] = report.table("forest-parcels").rows
    horizon = planted.offset.horizon_year - int(land[5])

    def carbon(age: float) -> float:
        grown = number["A"] * (1 - math.exp(-number["k"] * age)) ** number["m"]
        return grown * number["CF"] * 44 / 12

    start = float(land[6])
    gross = land[8] * land[7] * (carbon(start + horizon) - carbon(start))
    net = gross * (1 - rule["Leakage"]) - rule["Baseline growth"] * horizon
    net -= rule["Vegetation cleared"]
    kept = net * (1 - rule["Discount for uncertainty"]) * (1 - rule["Buffer"])
    assert planted.offset is not None and rule["Crediting period"] > horizon
    assert land[3] * kept == pytest.approx(planted.offset.removal.value, rel=1e-12)
    years = {row[0]: row for row in report.table("forest-years").rows}
    removal = planted.offset.removal.value
    assert years["2041"][3] == removal
    assert years["2041"][4] == pytest.approx(planted.residual.total.value - removal)
    assert len(years) < len(planted.offset.curve)


@pytest.mark.parametrize("lang", LANGS)
def test_the_forest_says_all_that_it_rests_on(woods: Answer, lang: Lang) -> None:
    report, offset = build(woods, lang), woods.to_dict()["offset"]
    parcels = report.table("forest-parcels")
    assert column(parcels, 0) == ["east", "west", "north", "park"]
    assert parcels.foot[0][2:4] == (offset["area"]["value"], offset["area_ha"])
    assert len(report.table("forest-rules").rows) == len(offset["rules_used"]["numbers"]) + 1
    stands = report.table("forest-stands").rows
    assert [row[2] for row in stands] == [one["value"] for one in offset["stand_parameters"]]
    assert all(row[7] for row in stands)
    bought = report.table("forest-credits").rows
    assert [row[1:5] for row in bought] == [(50, 80, 4000, "2020"), (20, None, None, None)]
    name = "provincial" if lang == "en" else "碳普惠"
    assert name in bought[1][0].lower()
    losses = report.table("forest-losses").rows
    assert [row[0] for row in losses] == ["2030", "2038"]
    assert [row[2] for row in losses] == [one["lost"] for one in offset["reversals"]]
    text = repr(report)
    assert "Yunnan registry, no. 17" in text
    said = ("says so", "yield table: y(a)") if lang == "en" else ("情景说明成立", "收获表：y(a)")
    assert all(one in text for one in said)


def test_a_forest_of_which_nothing_is_said_says_so(planted: Answer) -> None:
    text = repr(build(planted, "zh"))
    assert "额外性（不举办会议则不会营造）：情景未说明" in text
    assert "专属性（碳汇量不被他人重复申报）：情景未说明" in text


def test_no_key_of_the_forest_stands_in_chinese_text(woods: Answer, planted: Answer) -> None:
    """In tables of keys they may; a paragraph or a list has names."""
    for one in (woods, planted):
        assert one.offset is not None
        keys = [*one.offset.stand, one.offset.rules, "ccer", "provincial"]
        for block in build(one, "zh").blocks():
            if not isinstance(block, Table):
                assert not [key for key in keys if key in repr(block)], block


def test_probabilities_say_what_is_drawn(cop15: Answer, drawn: Answer) -> None:
    english, chinese = (repr(build(drawn, lang)) for lang in LANGS)
    assert english.count("rowth and residual drawn together") == 3
    assert chinese.count("生长量与剩余排放一并抽样") == 3


def test_the_assumed_numbers_of_a_forest_are_listed(woods: Answer) -> None:
    rows = {row[0]: row for row in build(woods, "zh").table("assumed").rows}
    assert rows["offset.parcels[1].area"][2:] == (150, None, None, "亩", "estimated on a map")
    assert rows["rules.strict.horizon"][1] == "从严：核算期限"
    found, block = woods.workings.offset, woods.workings.scenario.content.offset
    wanted = assumed_values(found, block)  # type: ignore[arg-type]
    assert {one.id for one in wanted} <= set(rows) and all(row[-1] for row in rows.values())


# the event guide


def test_the_largest_lines_of_a_city_are_of_one_year() -> None:
    table = build(estimate("kunming-2030"), "en").table("largest")
    assert {row[3] for row in table.rows} == {"2030"}
    assert len({row[2] for row in table.rows}) == len(table.rows)


def test_a_text_stands_off_a_number_before_it(cop15: Answer, without_figures: None) -> None:
    """Flush right meets flush left: "202.3" and "t / ha" would read as one."""
    from docx import Document as open_word

    word = open_word(io.BytesIO(render(cop15, ".docx")))
    met = 0
    for table in word.tables:
        for row in table.rows:
            styles = [cell.paragraphs[0].style.name for cell in row.cells]
            for at, (one, other) in enumerate(pairwise(styles)):
                if (one, other) == ("Table Number", "Table Text"):
                    met += 1
                    assert row.cells[at + 1].paragraphs[0].paragraph_format.left_indent > 0
    assert met


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["kunming-2030", "cop15-kunming"])
def test_notices_of_a_report_name_factors_and_not_keys(name: str, lang: Lang) -> None:
    answer = estimate(name)
    [limits] = [one for one in build(answer, lang).sections if one.id == "limits"]
    text = to_text(limits.blocks, None)
    keys = {one.id for one in answer.workings.factors} | {"gpc:other"}
    assert not [key for key in keys if key in text]
    taxi = next(one for one in answer.workings.factors if one.key == "taxi")
    assert taxi.name.get(lang).lower() in text.lower()
    plain = " ".join(one.get(lang) for one in answer.notices)
    assert taxi.id in plain  # on a screen the key is what one types next


def test_the_guide_takes_every_line_once(result: Answer) -> None:
    """The rows of the guide and those outside it add up to the ledger, and are its inventory."""
    table = build(result).table("guide")
    assert sum(column(table, 4)) == pytest.approx(result.baseline.total.value)
    assert sum(column(table, 5)) == pytest.approx(result.residual.total.value)
    lines = build(result).table("guide-lines")
    assert len(lines.rows) == len(result.to_dict()["lines"]) == table.foot[0][3]
    assert sum(column(lines, 5)) == pytest.approx(result.baseline.total.value)
    found = inventory(result, "mee-2019").entries
    *within, rest, beyond = (row[-2:] for row in table.rows)
    both = (rest[0] + beyond[0], rest[1] + beyond[1])
    for numbers, entry in zip([*within, both], found, strict=True):
        assert numbers == pytest.approx((entry.before, entry.after)), entry.id
    assert table.rows[-1][-2] > 0  # effects of flying beyond CO2, in no row of the guide
    assert sum(column(lines, 6)) == pytest.approx(found[-1].before)


def test_lines_fall_under_their_kind(result: Answer) -> None:
    found = {
        line.activity.service: next(under(result.workings, line.activity))[0]
        for line in result.workings.model.lines
    }
    assert found["vehicles/car.bev"] == "electric-vehicles"
    assert found["modes/shuttle"] == "transport"
    assert found["venue/power"] == "purchased"
    assert found["waste/municipal.landfill"] == "landfill"
    assert found["waste/municipal.incineration"] == "incineration"
    assert found["waste/mixed.recycling"] == "outside"


def test_the_guide_says_what_was_read(result: Answer) -> None:
    for row in guide_frame(result.workings).categories:
        assert row.source == "mee-event-guide-2019" and row.locator and row.read == "read"
        assert row.document.en or "not read" in row.note


def test_measured_is_not_planned(result: Answer) -> None:
    states = {
        line.activity.service: is_measured(line.activity)
        for line in result.workings.model.lines
        if not line.born
    }
    assert states["venue/power"] and not states["vehicles/car.bev"]
    rows = build(result).table("guide-lines").rows
    assert [row[-1] for row in rows].count("measured") == sum(
        is_measured(result.workings.model.lines[i].activity) for i in result.workings.lines
    )


# untrusted text


class Tags(html.parser.HTMLParser):
    """Names of the elements, and the attributes that could act."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.acting: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        for name, value in attrs:
            address = name in ("href", "src") and not (value or "").startswith(
                ("https://", "http://", "#", "data:image/svg+xml;base64,")
            )
            if name.startswith("on") or name == "style" or address:
                self.acting.append(f"{tag} {name}={value}")


def test_html_holds_no_markup_of_others(hostile: Answer) -> None:
    steered = hostile.changed(notices=(Notice("x", {}, Label(STEERING, STEERING)),))
    for lang in LANGS:
        text = to_html(build(steered, lang), no_figures).decode()
        assert "bell" in text
        tags = Tags()
        tags.feed(text)
        assert not tags.names & {"script", "iframe", "object", "embed", "link", "form", "img"}
        assert tags.acting == []
        assert "{{ 7 * 7 }}" in text
        assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069]", text)


def test_word_is_well_formed_and_holds_text_only(hostile: Answer, without_figures: None) -> None:
    import docx

    word = docx.Document(io.BytesIO(render(hostile, ".docx")))
    assert word.paragraphs[0].text == clean(" ".join(HOSTILE))
    assert word.core_properties.title.startswith("<script>")


def test_no_cell_becomes_a_formula(hostile_woods: Answer, without_figures: None) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(render(hostile_woods, ".xlsx")))
    texts = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert FORMULA.fullmatch(str(cell.value)), cell.value
                texts += cell.data_type == "s" and "HYPERLINK" in str(cell.value)
        assert not sheet._hyperlinks
    assert texts > 0


def test_markdown_escapes_markup(hostile: Answer, without_figures: None) -> None:
    text = render(hostile, ".md").decode()
    body = text.split("## BibTeX")[0]
    assert "<script" not in body.replace("\\<", "")
    assert not re.search(r"(?<!\\)\]\(", body)  # no link
    assert not re.search(r"(?<!\\)\$", body)  # no mathematics
    for line in body.splitlines():
        if line.startswith("| "):  # every row has the pipes of its own table only
            assert line.endswith("|")
    rows = re.findall(r"^\|.*\|$(?:\n^\|.*\|$)*", body, flags=re.M)
    assert len(rows) > 5
    for table in rows:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1
    assert escape("+ a") == r"\+ a" and escape("# a") == r"\# a"


def test_bibtex_survives_its_own_characters(result: Answer) -> None:
    text = render(result, ".bib").decode()
    assert text.count("@misc{") == len(build(result).sources)
    depth = 0
    for place, c in enumerate(text):
        if c in "{}" and text[place - 1] != "\\":
            depth += 1 if c == "{" else -1
            assert depth >= 0
    assert depth == 0


@pytest.mark.parametrize("text", ["a\x00b", "\ud800x", "\u202eabc", "line\nbreak", "\ufffe"])
def test_clean_text_is_one_line_that_every_format_can_hold(text: str) -> None:
    found = clean(text)
    found.encode()
    assert not set(found) & set("\x00\u202e\n\ufffe")


# bytes


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_result_gives_the_same_bytes(
    result: Answer, suffix: str, without_figures: None
) -> None:
    assert render(result, suffix, "zh") == render(result, suffix, "zh")
    assert render(result, suffix, "zh") != render(result, suffix, "en") or suffix == ".bib"


def test_bytes_do_not_know_the_hour(
    result: Answer, without_figures: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = {suffix: render(result, suffix) for suffix in (".docx", ".xlsx")}
    import time

    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(2_000_000_000))
    for suffix, data in first.items():
        assert render(result, suffix) == data
        for item in zipfile.ZipFile(io.BytesIO(data)).infolist():
            assert item.date_time[0] == 1980


# figures


@pytest.mark.parametrize("kind", KINDS)
def test_figures_appear_where_they_apply(result: Answer, kind: str) -> None:
    drawn = figure_bytes(result, kind, "zh", "svg")
    nothing = ("forest", "uncertainty", "years")  # no forest, no draws, no city
    assert (drawn is None) == (kind in nothing)
    if drawn is not None:
        assert b"<svg" in drawn


def test_figures_stand_in_the_page_with_words(result: Answer) -> None:
    text = to_html(build(result), lambda kind, form: b"<svg/>" if kind == "sources" else None)
    assert text.count(b"<figure>") == 1
    assert re.search(rb'<img src="data:image/svg\+xml;base64,[^"]+" alt="[^"]{40,}">', text)


# the page


def test_html_is_accessible_and_alone(result: Answer) -> None:
    for lang, tag in (("en", "en"), ("zh", "zh-CN")):
        text = to_html(build(result, lang), no_figures).decode()
        assert f'<html lang="{tag}">' in text
        tables = re.findall(r"<table.*?</table>", text, flags=re.S)
        assert len(tables) >= 10
        for table in tables:
            assert "<caption" in table and '<th scope="col"' in table and '<th scope="row"' in table
        assert len(re.findall(r'\bid="([^"]+)"', text)) == len(
            set(re.findall(r'\bid="([^"]+)"', text))
        )
        assert not re.search(r"(?:src|@import|url\()\W*https?:", text)
        assert "default-src 'none'" in text
    # a reader of the page gets the numbers in full
    values = [float(one) for one in re.findall(r'<data value="([^"]+)">', text)]
    assert result.baseline.total.value in values and result.residual.total.value in values


def contrast(first: str, second: str) -> float:
    """Contrast of two colours after WCAG 2.1, definition of relative luminance."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_colours_can_be_read() -> None:
    """4.5 to 1 is level AA of WCAG 2.1 for text."""
    style = (Path(formats.__file__).parents[1] / "templates" / "report.css").read_text("utf-8")
    colours = dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", style))
    for ink in ("ink", "soft", "leaf"):
        assert contrast(colours[ink], "#ffffff") >= 4.5
        assert contrast(colours[ink], colours["pale"]) >= 4.5


@pytest.fixture
def chromium(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")

    def call(*args: str) -> subprocess.CompletedProcess[str]:
        fixed = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        fixed += [f"--user-data-dir={tmp_path / 'profile'}", "--enable-logging=stderr", "--v=0"]
        return subprocess.run(
            [str(CHROMIUM), *fixed, *args], capture_output=True, text=True, timeout=120
        )

    return call


@pytest.mark.heavy
def test_chromium_shows_and_prints_it(
    hostile: Answer, tmp_path: Path, chromium: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    page, pdf = tmp_path / "report.html", tmp_path / "report.pdf"
    page.write_bytes(render(hostile, ".html", "zh"))
    assert page.read_bytes().count(b"<img") == 3  # the figures, none of the title's making
    done = chromium("--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri())
    assert "CONSOLE" not in done.stderr  # no error, and nothing that the policy refused
    if shutil.which("pdftotext"):
        printed = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True)
        pages = printed.stdout.split("\f")
        assert "摘要" in pages[0] and "核算边界" not in pages[0]  # one page for a mayor
        assert "核算边界" in pages[1]
        for section in build(hostile, "zh").sections:
            assert section.title in printed.stdout
    boxes = set(re.findall(rb"/MediaBox \[([^\]]+)\]", pdf.read_bytes()))
    assert len(boxes) == 1
    wide, high = [float(one) for one in boxes.pop().split()[2:]]
    assert (wide, high) == pytest.approx((595, 842), abs=1.5)  # A4 in points


# the office


def test_word_has_headings_captions_and_heads(result: Answer, without_figures: None) -> None:
    import docx
    from docx.oxml.ns import qn

    report = build(result, "zh")
    word = docx.Document(io.BytesIO(render(result, ".docx", "zh")))
    heads = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert heads == [f"{i} {one.title}" for i, one in enumerate(report.sections, 1)]
    tables = [one for one in report.blocks() if isinstance(one, Table)]
    captions = [p.text for p in word.paragraphs if p.style.name == "Caption"]
    assert captions == [f"表 {i}  {one.caption}" for i, one in enumerate(tables, 1)]
    for one in word.tables[1:]:  # the first holds the headline numbers
        assert one.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    fonts = {
        name: word.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Normal", "Heading 1", "Caption", "Table Text")
    }
    assert fonts == {"Normal": "宋体", "Heading 1": "黑体", "Caption": "黑体", "Table Text": "宋体"}
    by_source = next(t for t in word.tables if t.rows[0].cells[0].text == "排放源")
    assert by_source.rows[-1].cells[1].text == build(result).table("by-source").texts()[-1][1]


@pytest.mark.parametrize("lang", LANGS)
def test_word_has_a_table_of_contents(cop15: Answer, lang: Lang, without_figures: None) -> None:
    """A field of Word's own whose result lists the headings before anybody updates it."""
    import docx
    from docx.oxml.ns import qn

    word = docx.Document(io.BytesIO(render(cop15, ".docx", lang)))
    body = word.element.body
    [room] = body.findall(qn("w:sdt"))
    head, *entries = room.iter(qn("w:p"))
    code = next(one for one in room.iter(qn("w:instrText")))
    assert code.text.strip() == 'TOC \\o "1-2" \\h \\z \\u'
    kinds = [one.get(qn("w:fldCharType")) for one in room.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]

    def words(node: Any) -> str:
        return "".join(one.text for one in node.iter(qn("w:t")))

    assert words(head) == ("目录" if lang == "zh" else "Contents")
    marked = {one.get(qn("w:name")): words(one.getparent()) for one in body.iter(BOOKMARK)}
    linked = {one.get(qn("w:anchor")): words(one) for one in room.iter(qn("w:hyperlink"))}
    titles = [p.text for p in word.paragraphs if p.style.name in ("Heading 1", "Heading 2")]
    assert list(linked.values()) == titles == list(marked.values())
    assert linked == marked and len(entries) == len(titles) > 12
    styles = [word.styles.get_by_id(one.pPr.pStyle.val, 1).name for one in entries]
    assert set(styles) == {"toc 1", "toc 2"}
    # a field out of date, or an order to update all, makes Word ask the reader on opening
    assert "updateFields" not in word.settings.element.xml and "w:dirty" not in body.xml


def test_workbook_has_typed_cells(result: Answer, without_figures: None) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(render(result, ".xlsx")))
    assert book.sheetnames == [
        "summary", "ledger", "uptakes", "savings", "left", "Shapley", "data", "factors", "check",
        "parts of lines", "measures", "items", "guide", "GHG Protocol", "ISO 14064-1", "NZCE",
        "evidence", "sources", "assumed",
    ]  # fmt: skip
    measures = book["measures"]
    assert (
        measures.freeze_panes == "A2"
        and measures.auto_filter.ref == f"A1:H{len(result.measures) + 1}"
    )
    known = load_workbook(io.BytesIO(render(result, ".xlsx")), data_only=True)["measures"]
    assert isinstance(known["H2"].value, int | float) and measures["D2"].number_format == "0.0%"
    assert known["H2"].value == build(result).table("measures").rows[0][7]


@pytest.mark.heavy
def test_no_text_of_the_summary_sheet_is_cut(cop15: Answer, without_figures: None) -> None:
    from openpyxl import load_workbook

    from carbonmeet.view.faces.text import width

    sheet = load_workbook(io.BytesIO(render(cop15, ".xlsx", "zh")))["摘要"]
    top = next(row[0].row for row in sheet.iter_rows() if row[0].value == "排放最大的明细项")
    for row in sheet.iter_rows(min_row=top + 2, max_row=top + 11):
        lines = -(-width(str(row[1].value)) // sheet.column_dimensions["B"].width)
        assert sheet.row_dimensions[row[0].row].height >= 13.5 * lines  # whole pixels
    titles = [row[0] for row in sheet.iter_rows() if row[0].value and row[0].font.size == 16]
    assert len(titles) >= 5
    assert all(sheet.row_dimensions[one.row].height >= 24 for one in titles)


@pytest.mark.heavy
def test_libreoffice_computes_our_totals(
    result: Answer, recomputed: Callable[[bytes], Any], without_figures: None
) -> None:
    book = recomputed(render(result, ".xlsx"))
    check, ledger = book["check"], book["ledger"]
    assert check["A1"].value == "formulas and carbonmeet agree"
    assert check["D4"].value == pytest.approx(result.baseline.total.value, rel=1e-12)
    assert check["G4"].value == pytest.approx(result.residual.total.value, rel=1e-12)
    sums = result.workings.baseline.sums("source")
    found = {
        row[1].value: row[3].value for row in check.iter_rows(min_row=5) if row[1].value in sums
    }
    assert found == pytest.approx(sums, rel=1e-12)
    for row in ledger.iter_rows(min_row=2):
        assert row[12].value == pytest.approx(row[14].value, rel=1e-12, abs=1e-9)


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["cop15-hybrid", "kunming-2030"])
def test_what_the_measures_leave_follows_a_changed_uptake(
    name: str, recomputed: Callable[[bytes], Any], without_figures: None
) -> None:
    """Uptakes, enablers, pools and what measures bring about are formulas to the last line."""
    from openpyxl import load_workbook

    result = estimate(name)
    book = load_workbook(io.BytesIO(render(result, ".xlsx")))
    ids = [one.id for one in result.workings.model.measures]
    uptake, changed = result.workings.uptake.copy(), {"P4": 0.5, "T2": 1.0, "T3": 0.9, "C1": 0.5}
    for row in book["uptakes"].iter_rows(min_row=2, max_row=len(ids) + 1):
        if (own := row[0].value) in changed or name == "kunming-2030":
            row[3].value = changed.get(own, 0.25)
            row[4].value = 1
            uptake[ids.index(own)] = row[3].value
    buffer = io.BytesIO()
    book.save(buffer)
    computed = recomputed(buffer.getvalue())
    expected = result.workings.model.run(uptake)[0]
    assert expected.sum() != pytest.approx(result.workings.residual.kg.sum(), rel=1e-4)
    rows = list(computed["ledger"].iter_rows(min_row=2, max_row=len(expected) + 1))
    assert [row[13].value for row in rows] == pytest.approx(expected.tolist(), rel=1e-9, abs=1e-9)
    assert computed["check"]["G4"].value == pytest.approx(expected.sum() / 1000, rel=1e-12)


@pytest.mark.heavy
def test_a_changed_factor_uptake_and_head_count_are_followed(
    recomputed: Callable[[bytes], Any], without_figures: None
) -> None:
    """The sheets of formulas give what a fresh run of the changed scenario gives."""
    from openpyxl import load_workbook

    first, people = estimate("forum-1500"), 'groups["From Beijing and the north"].people'
    changed = first.workings.scenario.replace({people: 500, "measures.T5": 0.5})
    fresh = estimate(changed)
    twice = [  # the factor of taxis is doubled: by hand in the fresh run
        2.0 if any(getattr(one, "key", "") == "taxi" for one, _ in line.activity.chain) else 1.0
        for line in fresh.workings.model.lines
    ]
    assert max(twice) == 2.0
    expected = [
        sum(kg * by for kg, by in zip(ledger.kg.tolist(), twice, strict=True)) / 1000
        for ledger in (fresh.workings.baseline, fresh.workings.residual)
    ]
    book = load_workbook(io.BytesIO(render(first, ".xlsx")))
    for sheet, key, column, value in (
        ("data", people, 1, 500),
        ("uptakes", "T5", 3, 0.5),
        ("factors", "taxi", 2, None),
    ):
        cells = [row for row in book[sheet].iter_rows() if row[0].value == key]
        assert len(cells) == 1
        cell = cells[0][column]
        cell.value = 2 * cell.value if value is None else value
    buffer = io.BytesIO()
    book.save(buffer)
    computed = recomputed(buffer.getvalue())
    found = [computed["check"][cell].value for cell in ("D4", "G4")]
    assert found == pytest.approx(expected, rel=1e-9)
    assert found[0] != pytest.approx(first.baseline.total.value, rel=0.01)
    summary = [row[1:4] for row in computed["summary"].iter_rows(max_row=9, values_only=True)]
    before, after = expected
    assert any(row == pytest.approx((before, after, before - after)) for row in summary if row[2])
    assert "differ" in computed["check"]["A1"].value
    told = dict(row[:2] for row in computed["summary"].iter_rows(max_row=20, values_only=True))
    road = [  # taxis among them
        (line, kg * by / 1000)
        for line, kg, by in zip(
            fresh.workings.model.lines, fresh.workings.baseline.kg.tolist(), twice, strict=True
        )
        if line.activity.source == "transport.road"
    ]
    assert told["Road travel"] == pytest.approx(sum(t for _, t in road), rel=1e-9)
    listed = [row[:7] for row in computed["guide"].iter_rows(min_row=2, values_only=True)]
    assert sum(row[5] for row in listed if row[5] is not None) == pytest.approx(before, rel=1e-9)
    rows = [row[5] for row in listed if str(row[1]).startswith("Road travel")]
    assert sum(rows) == pytest.approx(sum(t for _, t in road), rel=1e-9)


@pytest.mark.heavy
def test_the_years_of_a_city_follow_a_changed_number(
    recomputed: Callable[[bytes], Any], without_figures: None
) -> None:
    from openpyxl import load_workbook

    first = estimate("kunming-2030")
    fresh = estimate(first.workings.scenario.replace({"transport.residents": 6_000_000}))
    book = load_workbook(io.BytesIO(render(first, ".xlsx")))
    [cell] = [row[1] for row in book["data"].iter_rows() if row[0].value == "transport.residents"]
    cell.value = 6_000_000
    buffer = io.BytesIO()
    book.save(buffer)
    rows = {row[0]: row[1:5] for row in recomputed(buffer.getvalue())["years"].iter_rows(
        max_row=15, values_only=True)}  # fmt: skip
    years = fresh.city.years
    assert rows["Road transport"] == pytest.approx(
        tuple(one.by_source["transport.road"].baseline for one in years), rel=1e-9
    )
    assert rows["Total of the slice"] == pytest.approx(tuple(one.baseline for one in years))
    assert rows["Saved by measures"] == pytest.approx(tuple(one.saving for one in years))
    assert rows["After the measures"] == pytest.approx(tuple(one.residual for one in years))
    assert rows["Total of the slice"][0] != pytest.approx(first.city.years[0].baseline, rel=1e-3)


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["cop15-kunming", "kunming-2030"])
def test_a_phone_without_scripts_reads_it_without_scrolling_across(
    name: str, tmp_path: Path
) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    page = tmp_path / "report.html"
    page.write_bytes(render(estimate(name), ".html", "zh"))
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, offline=True, java_script_enabled=False
        )
        opened = context.new_page()
        opened.goto(page.as_uri())
        wide, shown, numbers = opened.evaluate(
            "[document.documentElement.scrollWidth,"
            " [...document.querySelectorAll('img')].map(one => one.getBoundingClientRect().right),"
            " [...document.querySelectorAll('table:has(.below)')].map("
            "  one => one.querySelector('tbody .n').getBoundingClientRect().right)]"
        )
        browser.close()
    assert wide <= 390
    assert shown and max(shown) <= 390
    assert numbers and max(numbers) <= 390  # remarks stand below their rows


def test_lines_name_the_measures_that_act_on_them(cop15: Answer, without_figures: None) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(render(cop15, ".xlsx")))
    rows = list(book["ledger"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(cop15.workings.model.lines)
    ids = [one.id for one in cop15.workings.model.measures]
    for row, line, changed in zip(
        rows, cop15.workings.model.lines, cop15.workings.changed.T, strict=True
    ):
        named = set((row[18] or "").split(", "))
        assert str(row[11]).startswith("='left'!$D$")
        assert {one for one, share in zip(ids, changed, strict=True) if share} <= named
        assert not line.born or line.born in named


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.heavy
def test_libreoffice_works_the_forest_out_again(
    planted: Answer,
    woods: Answer,
    lang: Lang,
    recomputed: Callable[[bytes], Any],
    without_figures: None,
) -> None:
    for result in (planted, woods):
        answer = result.offset
        assert answer is not None and answer.owed is not None
        book = recomputed(render(result, ".xlsx", lang))
        sheet = book["碳汇林" if lang == "zh" else "forest"]
        assert sheet["A1"].value in ("公式与carbonmeet一致", "formulas and carbonmeet agree")
        assert sheet["B5"].value == pytest.approx(answer.owed.value, rel=1e-12)
        assert sheet["B8"].value == pytest.approx(answer.removal.value, rel=1e-12)
        area = answer.owed.value / answer.removal.value * answer.area_ha
        assert sheet["B10"].value == pytest.approx(area, rel=1e-12)
        assert sheet["B11"].value == pytest.approx(15 * area, rel=1e-12)
        rows = list(sheet.iter_rows(min_row=25, max_row=24 + len(answer.curve), values_only=True))
        for row, year in zip(rows, answer.curve, strict=True):
            ours = (year.year, year.gross, year.net, year.creditable, year.debt)
            assert row[:5] == pytest.approx(ours, rel=1e-9, abs=1e-9)


@pytest.mark.heavy
def test_the_workbook_has_sheets_of_the_draws(
    cop15: Answer, drawn: Answer, without_figures: None
) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(render(drawn, ".xlsx", "zh")), read_only=True)
    first = [
        cell.value for cell in book["不确定性"][3]
    ]  # under what is said once a number changes, and the heads
    base = drawn.baseline.total
    exact = (base.value, base.low, base.high)
    # a workbook keeps 16 digits of a number, where 17 would be needed to tell every float
    assert first[1:4] == [float(f"{value:.16g}") for value in exact]
    assert first[4] is not None and book["主要来源"].max_row > 3
    bare = load_workbook(io.BytesIO(render(cop15, ".xlsx", "zh")), read_only=True)
    assert "不确定性" not in bare.sheetnames


@pytest.mark.heavy
def test_libreoffice_prints_the_word_file(
    result: Answer, tmp_path: Path, office: Callable[[str, Path], None], without_figures: None
) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(render(result, ".docx", "zh"))
    office("pdf", path)
    pdf = tmp_path / "report.pdf"
    assert pdf.read_bytes().startswith(b"%PDF")
    if shutil.which("pdftotext"):
        text = subprocess.run(
            ["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True
        ).stdout
        for word in ("摘要", "表 1", "资料来源", "沙普利值"):
            assert word in text
        pages = text.split("\f")
        assert "核算边界" not in pages[0]  # the summary is a page of its own
        contents = pages[1].partition("目录")[2]
        for number, section in enumerate(build(result, "zh").sections, 1):
            assert f"{number} {section.title}" in contents


# the command


def test_the_command_writes_a_file_whole_or_not_at_all(tmp_path: Path, result: Answer) -> None:
    target = tmp_path / "report.MD"
    name = result.workings.scenario.document.name
    done = CliRunner().invoke(command, [name, "--draws", "0", "-o", str(target)])
    assert done.exit_code == 0, done.output
    assert target.read_bytes() == render(result, ".md")
    broken = tmp_path / "no" / "report.md"
    done = CliRunner().invoke(command, [result.workings.scenario.document.name, "-o", str(broken)])
    assert isinstance(done.exception, CarbonmeetError) and not broken.parent.exists()


def test_an_unknown_suffix_is_told_before_any_work(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, ["no-such-scenario", "-o", str(tmp_path / "report.htm")])
    assert "Did you mean '.html'?" in str(done.exception)


@pytest.mark.parametrize("suffix", [".md", pytest.param(".docx", marks=pytest.mark.heavy)])
def test_the_library_writes_what_the_command_writes(
    drawn: Answer, suffix: str, tmp_path: Path, without_figures: None
) -> None:
    """Ranges too: the draws alone are handed over."""
    ours, theirs = tmp_path / f"ours{suffix}", tmp_path / f"theirs{suffix}"
    assert cm.report.write(drawn, str(ours), lang="zh") == ours
    options = ["--draws", "300", "--seed", "7", "--lang", "zh"]
    done = CliRunner().invoke(command, ["cop15-hybrid", *options, "-o", str(theirs)])
    assert done.exit_code == 0, done.output
    assert ours.read_bytes() == theirs.read_bytes() == render(drawn, suffix, "zh")
    assert sorted(path.name for path in tmp_path.iterdir()) == [ours.name, theirs.name]


def test_draws_bring_the_ranges(cop15: Answer, drawn: Answer) -> None:
    text = f"95% range {ends(drawn.baseline.total.low, drawn.baseline.total.high)}"
    assert text in render(drawn, ".md").decode()
    assert "95% range" not in render(cop15, ".md").decode()


def test_unknown_formats_and_languages_are_told(result: Answer, tmp_path: Path) -> None:
    with pytest.raises(CarbonmeetError, match=r"'\.pfd'.* Known: \.html, \.docx"):
        cm.report.write(result, tmp_path / "report.pfd")
    message = r"no language 'fr'\. Known: en, zh"
    with pytest.raises(CarbonmeetError, match=message):
        cm.report.write(result, tmp_path / "report.md", lang="fr")  # type: ignore[arg-type]
    with pytest.raises(CarbonmeetError, match=message):
        render(result, ".md", "fr")  # type: ignore[arg-type]
    with pytest.raises(CarbonmeetError, match=message):
        build(result, "fr")  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_a_missing_library_is_named(result: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    from carbonmeet.view.faces import html as page

    page._template.cache_clear()
    for library, suffix in (("jinja2", ".html"), ("docx", ".docx"), ("xlsxwriter", ".xlsx")):
        monkeypatch.setitem(sys.modules, library, None)
        with pytest.raises(CarbonmeetError, match=r"pip install 'carbonmeet\[report\]'"):
            render(result, suffix)


def test_asking_for_a_report_imports_no_library_of_one() -> None:
    code = (
        "import sys, carbonmeet.cli.report\n"
        "heavy = {'docx', 'xlsxwriter', 'jinja2', 'matplotlib', 'numpy', 'pandas'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_document_is_shared(result: Answer) -> None:
    report = build(result)
    assert isinstance(report, Document) and build(result) == report


def test_a_chinese_page_carries_the_characters_it_shows(result: Answer) -> None:
    """A browser on a machine without Chinese fonts shows characters, not boxes."""
    import base64
    import io

    from fontTools.ttLib import TTFont

    page = to_html(build(result, "zh"), no_figures).decode()
    [data] = re.findall(r'url\("data:font/woff;base64,([^"]+)"\)', page)
    known = TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap()
    shown = {c for c in re.sub(r"<style>.*?</style>", "", page, flags=re.S) if ord(c) >= 0x2E80}
    assert shown and shown <= {chr(code) for code in known}
    assert page.count("font-src data:") == 1


def test_a_notice_names_a_number_of_the_files_own() -> None:
    row = {"key": "guests-per-room", "value": 0.5, "unit": "person / room", "source": "us"}
    answer = estimate(cm.load_scenario("forum-1500").replace({("factors",): [row]}))
    [told] = [one for one in Matter("en", answer).notices if "less than one person" in one]
    assert "guests-per-room@us" in told


ONLINE = "online.hour@obringer-2021[world]"


@pytest.mark.parametrize("share", [0.0, 0.2])
def test_what_prices_nothing_is_in_no_list_and_not_drawn(share: float) -> None:
    """Hours online begin with T6: their factor counts where somebody stays at home."""
    forum = cm.load_scenario("forum-1500")
    answer = cm.simulate(cm.estimate(forum.replace({"measures.T6": share})), 50)
    report, wanted = build(answer), share > 0
    ids = [f"{row[0]}@{row[8]}[{row[6]}]" for row in report.table("factors").rows]
    assert (ONLINE in ids) is wanted
    assert len(ids) == answer.boundary.factors
    assumed = {row[0] for row in report.table("assumed").rows}
    assert ("measure.t6.on-site-avoided@carbonmeet-2021[world]" in assumed) is wanted
    assert (ONLINE in {one.id for one in answer.catalogue.rows}) is wanted
    assert ("obringer-2021" in {one.key for one in report.sources}) is wanted
    assert ("obringer-2021" in answer.catalogue.sources) is wanted
    assert (ONLINE in draws_of(answer).plan.ids) is wanted
