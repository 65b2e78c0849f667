"""Figures of a comparison of places: layout, numbers, the map across its edge."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from test_charts import LANGS, faults, saved

import carbonmeet as cm
from carbonmeet import charts
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Lang
from carbonmeet.cli import main
from carbonmeet.questions.site.answer import candidates_of, compare_sites
from carbonmeet.questions.site.sites import Sites
from carbonmeet.travel.coasts import coasts
from carbonmeet.view.figures import SITE_KINDS, earth, style
from carbonmeet.view.figures.kinds.site_map import _centre, _key_rows

MEETING = str(Path(__file__).parent / "data" / "site_meeting.yaml")
HOSTS = ("MUC", "CDG", "Singapore", "ORD", "JFK", "Santa Cruz de la Sierra")


@pytest.fixture(scope="module")
def answer() -> Sites:
    return compare_sites(
        MEETING, candidates_of(HOSTS), hubs=[1, 2, 3], draws=100, best=3, seconds=20
    )


def made(result: Sites, kind: str, lang: Any, width: Any = None, **options: Any) -> Figure:
    return SITE_KINDS[kind](result, lang=lang, width=width, **options)


@pytest.mark.parametrize("width", ["single", "double"])
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", SITE_KINDS)
def test_nothing_overlaps_or_is_clipped(answer: Sites, kind: str, lang: Any, width: str) -> None:
    figure = made(answer, kind, lang, width)
    assert faults(figure) == []
    assert figure.get_size_inches()[0] * 25.4 == pytest.approx(style.WIDTHS[width])
    sizes = {text.get_fontsize() for text in figure.findobj(Text) if text.get_text()}
    assert min(sizes) >= 7.0 and max(sizes) <= 9.0


@pytest.mark.parametrize("hubs", [None, 1, 2, 3])
def test_maps_of_hubs(answer: Sites, hubs: int | None) -> None:
    assert faults(made(answer, "site-map", "zh", hubs=hubs)) == []
    table = SITE_KINDS["site-map"].collect(answer, hubs=hubs)
    kinds = table.texts("kind")
    assert kinds.count("host") == (hubs or 1)
    assert kinds.count("present") == (0 if hubs else 1)
    people = sum(n for n, kind in zip(table.numbers("people"), kinds, strict=True)
                 if kind == "origin")  # fmt: skip
    objective = answer.objective
    travellers = float(objective.people[objective.travellers].sum())
    assert people + table.facts["hidden"] == pytest.approx(travellers)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_squares_of_a_map_have_a_key(answer: Sites, lang: Any) -> None:
    words = {
        "en": ("least emissions", "present host", "hub"),
        "zh": ("排放最少的地点", "现地点", "分会场"),
    }
    best, present, hub = words[lang]
    said = {one.get_text() for one in made(answer, "site-map", lang, 84).texts}
    assert best in said and hub not in said
    away = answer.ranking[0].at != answer.present
    assert (present in said) == away
    said = {one.get_text() for one in made(answer, "site-map", lang, 84, hubs=2).texts}
    assert hub in said and present not in said


@pytest.mark.parametrize("kind", ["site-ranking", "site-hubs", "site-online"])
def test_a_present_place_that_is_not_the_baseline_says_so(answer: Sites, kind: str) -> None:
    table = SITE_KINDS[kind].collect(answer)
    assert table.facts["by_file"] == answer.estimate.baseline.total.value
    words: dict[Lang, str] = {"en": "made anew by one rule", "zh": "重新推算"}
    for lang, said in words.items():
        other = replace(table, facts={**table.facts, "by_file": 2 * table.facts["by_rule"]})
        assert said in SITE_KINDS[kind].shows(other, lang)


@pytest.mark.parametrize("width", [84, "double"])
def test_totals_of_places_have_three_figures_and_one_unit(answer: Sites, width: Any) -> None:
    table = SITE_KINDS["site-ranking"].collect(answer)
    tonnes = style.Tonnes.of(table.numbers("total_t"))
    figure = made(answer, "site-ranking", "zh", width)
    texts = {one.get_text() for one in figure.axes[0].texts}
    assert texts == {tonnes.text(one) for one in table.numbers("total_t")}
    assert all(f"{tonnes.unit} CO₂e" in axes.get_xlabel() for axes in figure.axes)


@pytest.mark.parametrize(("wide", "rows"), [(174, 1), (60, 2)])
def test_a_key_of_a_map_that_is_long_goes_on_in_a_second_row(
    answer: Sites, wide: float, rows: int
) -> None:
    key = _key_rows(SITE_KINDS["site-map"].collect(answer), "en", wide)
    assert len(key) == rows
    said = {text for row in key for _x, text, _look in row}
    assert "least emissions" in said
    assert ("present host" in said) == (answer.ranking[0].at != answer.present)


def test_origins_of_few_people_are_not_on_the_map() -> None:
    scenario = cm.load_scenario(MEETING).replace({'groups["One way from Singapore"].people': 3})
    result = compare_sites(scenario, candidates_of(["MUC"]), draws=0, best=0)
    table = SITE_KINDS["site-map"].collect(result)
    assert "SIN" not in table.texts("name_en")
    assert table.facts["hidden"] >= 3
    assert "fewer than 5 people" in SITE_KINDS["site-map"].shows(table, "en")


def test_small_origins_of_a_country_are_merged_on_the_map() -> None:
    scenario = cm.load_scenario(MEETING)
    small = [
        {"name": f"From {code}", "people": 3, "days": 2,
         "travel": [{"mode": "air", "from": code}]}
        for code in ("NRT", "KIX")
    ]  # fmt: skip
    groups = [*scenario.document.data["groups"], *small]
    period = groups[0]["period"]
    scenario = scenario.replace(
        {"groups": [one | ({"period": period} if one in small else {}) for one in groups]}
    )
    result = compare_sites(scenario, candidates_of(["MUC"]), draws=0, best=0)
    table = SITE_KINDS["site-map"].collect(result)
    at = table.texts("name_en").index("Japan")
    assert table.numbers("people")[at] == table.facts["merged"] == 6
    assert 34 <= table.numbers("lat")[at] <= 36 and 135 <= table.numbers("lon")[at] <= 140
    assert {"NRT", "KIX"}.isdisjoint(table.texts("name_en"))
    assert "middle" in SITE_KINDS["site-map"].shows(table, "en")


def test_the_same_bytes_again(answer: Sites) -> None:
    for kind in ("site-map", "site-ranking"):
        assert saved(made(answer, kind, "en"), "svg") == saved(made(answer, kind, "en"), "svg")


def test_the_numbers_are_those_of_the_answer(answer: Sites) -> None:
    table = SITE_KINDS["site-ranking"].collect(answer)
    assert table.numbers("total_t") == pytest.approx([r.kg / 1000 for r in answer.ranking])
    parts = zip(*(table.numbers(f"{name}_t") for name in
                  ("air_and_rail", "lodging", "catering", "rest")), strict=True)  # fmt: skip
    assert [sum(row) for row in parts] == pytest.approx(table.numbers("total_t"))
    hubs = SITE_KINDS["site-hubs"].collect(answer)
    assert hubs.numbers("total_t") == pytest.approx([one.kg / 1000 for one in answer.hubs])
    online = SITE_KINDS["site-online"].collect(answer)
    assert online.numbers("alike_t")[0] == pytest.approx(answer.ranking[0].kg / 1000)


def test_a_gap_is_drawn_and_told(answer: Sites) -> None:
    result = compare_sites(MEETING, candidates_of(HOSTS), hubs=[2], draws=0, best=0, seconds=0.0)
    table = SITE_KINDS["site-hubs"].collect(result)
    assert table.numbers("proved") == [0]
    assert "not proved" in SITE_KINDS["site-hubs"].shows(table, "en")
    assert faults(made(result, "site-hubs", "en")) == []


def test_no_hubs_no_curve() -> None:
    result = compare_sites(MEETING, candidates_of(["MUC"]), draws=0, best=0)
    with pytest.raises(CarbonmeetError, match="no hubs"):
        charts.site_hubs(result)
    with pytest.raises(CarbonmeetError, match="no 4 hubs"):
        charts.site_map(result, hubs=4)


def test_an_answer_and_an_estimate_are_told_apart(answer: Sites, tmp_path: Path) -> None:
    with pytest.raises(CarbonmeetError, match="answer of site"):
        charts.write(answer.estimate, "site-map", tmp_path / "a.svg")
    with pytest.raises(CarbonmeetError, match="one estimate"):
        charts.write(answer, "sources", tmp_path / "a.svg")
    assert not list(tmp_path.iterdir())


def test_files_come_with_data_and_caption(answer: Sites, tmp_path: Path) -> None:
    figure, data, caption = charts.write(answer, "site-map", tmp_path / "map.svg", lang="zh")
    rows = list(csv.DictReader(io.StringIO(data.read_text("utf-8-sig"))))
    assert {row["kind"] for row in rows} == {"host", "present", "origin"}
    assert "Natural Earth" in caption.read_text("utf-8")
    assert figure.stat().st_size < 2_000_000


@pytest.mark.heavy
def test_the_command_draws_them_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["site", MEETING, "MUC", "CDG", "--hubs", "1..2", "--draws", "0", "--best", "0",
              "--figures", str(tmp_path / "drawn")])  # fmt: skip
    assert not end.value.code
    names = {path.name for path in (tmp_path / "drawn").glob("*.pdf")}
    assert names == {*(f"{kind}.pdf" for kind in SITE_KINDS), "site-map-2-hubs.pdf"}
    capsys.readouterr()


# ── the earth ───────────────────────────────────────────────────────────────────────────────────


def test_equal_earth_is_equal_in_area() -> None:
    """Cells between two parallels take the share of the sheet that they take of the sphere."""
    lat = np.linspace(-90, 90, 1801)
    x, y = earth.projected(np.full_like(lat, 180.0), lat)
    area = np.cumsum(np.diff(y) * (x[1:] + x[:-1]))
    share = (np.sin(np.radians(lat[1:])) + 1) / 2
    assert area / area[-1] == pytest.approx(share, abs=1e-5)


def test_no_ring_jumps_and_every_ring_is_closed() -> None:
    for ring in coasts():
        assert (ring[0] == ring[-1]).all()
        shore = (ring[1:, 1] > -89.9) & (ring[:-1, 1] > -89.9)  # not along the pole
        assert abs(np.diff(ring[:, 0])[shore]).max(initial=0.0) < 180
        assert abs(ring[:, 1]).max() <= 90


def test_great_circles_run_on_across_the_edge() -> None:
    lon, lat = earth.great_circle([35.5], [140.0], [37.6], [-122.4], points=50)
    assert lat.max() > 45  # by the north
    joined = earth.unwrapped(lon, 11.0)
    assert abs(np.diff(joined)).max() < 20
    assert joined.max() > 180  # on past the antimeridian
    same = earth.great_circle([10.0], [20.0], [10.0], [20.0], points=5)
    assert np.isfinite(same[0]).all() and np.ptp(same[1]) < 1e-9


@pytest.mark.parametrize(("start", "end", "centre"), [("SFO", "NRT", 150.0), ("JFK", "LHR", 11.0)])
def test_the_sheet_is_cut_where_fewest_cross(start: str, end: str, centre: float) -> None:
    groups = [{"name": "a", "period": "p", "people": 9, "days": 1,
               "travel": [{"mode": "air", "from": start}]}]  # fmt: skip
    scenario = cm.load_scenario(
        {"carbonmeet": 2, "kind": "meeting", "title": "t", "periods": {"p": {"year": 2024}},
         "place": {"airport": end, "region": "JP"}, "groups": groups, "measures": "none"}
    )  # fmt: skip
    result = compare_sites(scenario, [], draws=0, best=0)
    assert _centre(SITE_KINDS["site-map"].collect(result)) == centre
