"""Figures: the numbers are the ledger's, nothing overlaps, and the bytes are always the same."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

import carbonmeet as cm
from carbonmeet import charts
from carbonmeet.answer import Answer, City
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Lang
from carbonmeet.base.wordbook import languages
from carbonmeet.cli import main
from carbonmeet.cli.chart import command
from carbonmeet.draws.draws import DRAWS, SEED
from carbonmeet.hostcity import host_of, share_of_city
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.questions.single_year import in_one_year
from carbonmeet.view.figures import KINDS, canvas, kinds, registry, style
from carbonmeet.view.figures.enlarging import BARE, contrast
from carbonmeet.view.figures.table import Table
from carbonmeet.view.numerals import three

SMALL = Path(__file__).parent / "data" / "chart_meeting.yaml"
LANGS: tuple[Lang, ...] = ("en", "zh")
#: Kinds of figures that only a city has.
CITY = ("years", "indicators", "wedges")


@cache
def estimated(name: str = str(SMALL)) -> Answer:
    return cm.estimate(name)


@cache
def hosted() -> Answer:
    """The small meeting in a year of its city."""
    small = estimated()
    shares = share_of_city(small, host_of(small, cm.load_scenario("kunming-2030")))
    return small.changed(city=City(shares=tuple(shares)))


def shown_by(kind: str) -> Answer:
    """An answer that a kind has something to show of."""
    return hosted() if kind == "host" else estimated("kunming-2030" if kind in CITY else str(SMALL))


@cache
def collected(kind: str, name: str = str(SMALL)) -> Table:
    return KINDS[kind].collect(hosted() if kind == "host" else estimated(name))


def in_print_style(draw: Callable[..., Figure]) -> Callable[..., Figure]:
    """A function that draws, as the kinds of figure call it."""

    def inside(*args: Any) -> Figure:
        with canvas.print_style():
            return draw(*args)

    return inside


def drawn(
    kind: str, lang: Lang, width: Any = None, title: str | None = None, name: str = ""
) -> Figure:
    chosen = KINDS[kind]
    draw = in_print_style(chosen.draw)
    table = collected(kind, name or ("kunming-2030" if kind in CITY else str(SMALL)))
    return draw(table, lang, width or chosen.width, title)


@cache
def named(kind: str) -> Figure:
    """What the function of that name draws."""
    figure: Figure = getattr(charts, kind)(shown_by(kind))
    return figure


def saved(figure: Figure, form: str) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format=form)
    return buffer.getvalue()


# ------------------------------------------------------------------------------ layout


def boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    """Every text that is drawn, with its box in pixels."""
    figure.draw_without_rendering()
    beyond = _beyond(figure)
    return [
        (text.get_text(), text.get_window_extent())
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and text not in beyond
    ]


def _beyond(figure: Figure) -> set[Text]:
    """Ticks beyond the limits of their axis exist as artists and are not drawn."""
    second = [one for first in figure.axes for one in first.child_axes]
    hidden: set[Text] = set()
    for axes in (*figure.axes, *second):
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            slack = (high - low) * 1e-9
            for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
                if not (axes.axison and low - slack <= tick.get_loc() <= high + slack):
                    hidden |= {tick.label1, tick.label2}
            if not axes.axison:
                hidden |= {axis.offsetText, axis.label}
    return hidden


def faults(figure: Figure) -> list[str]:
    """Texts that leave the sheet or touch each other; a pixel of 300 dpi is forgiven."""
    figure.set_dpi(300)
    sheet = figure.bbox
    found = boxes(figure)
    wrong = [
        f"clipped: {name!r}"
        for name, box in found
        if box.x0 < -1 or box.y0 < -1 or box.x1 > sheet.x1 + 1 or box.y1 > sheet.y1 + 1
    ]
    for (one, a), (other, b) in combinations(found, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        # boxes reach from the ascender to the descender line: ink is a third less
        if wide > 1 and high > 0.3 * min(a.height, b.height):
            wrong.append(f"overlap: {one!r} and {other!r}")
    return wrong


@pytest.mark.parametrize("width", ["single", "double"])
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_overlaps_or_is_clipped(kind: str, lang: Lang, width: str) -> None:
    figure = drawn(kind, lang, width)
    assert faults(figure) == []
    assert figure.get_size_inches()[0] * 25.4 == pytest.approx(style.WIDTHS[width])
    sizes = {text.get_fontsize() for text in figure.findobj(Text) if text.get_text()}
    assert min(sizes) >= 7.0 and max(sizes) <= 9.0


@pytest.mark.heavy
@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_one_size_through_every_door(kind: str, tmp_path: Path) -> None:
    result = shown_by(kind)
    expected = style.width_mm(KINDS[kind].width)
    figure = named(kind)
    assert figure.get_size_inches()[0] * 25.4 == pytest.approx(expected)
    image = ET.parse(charts.write(result, kind, tmp_path / f"{kind}.svg")[0]).getroot()
    points = [float(image.attrib[side].removesuffix("pt")) for side in ("width", "height")]
    assert points == pytest.approx([72 * inches for inches in figure.get_size_inches()])


@pytest.mark.parametrize("kind", KINDS)
def test_fills_are_seen_on_white_paper(kind: str) -> None:
    """Three to one, or an edge of three to one."""
    figure = named(kind)
    grounds = {id(axes.patch) for axes in figure.findobj(Axes)} | {id(figure.patch)}
    for patch in figure.findobj(Patch):
        face, edge = patch.get_facecolor(), patch.get_edgecolor()
        if id(patch) in grounds or patch.get_gid() == BARE or face[3] == 0 or min(face[:3]) > 0.99:
            continue
        outlined = patch.get_linewidth() > 0 and contrast(edge) >= 3
        assert contrast(face) >= 3 or outlined, (kind, face, edge)
    for many in figure.findobj(Collection):
        if many.get_array() is None and len(many.get_facecolor()) and many.get_gid() != BARE:
            face, edges = many.get_facecolor()[0], many.get_edgecolor()
            outlined = len(edges) > 0 and contrast(edges[0]) >= 3
            assert face[3] == 0 or contrast(face) >= 3 or outlined, kind


def test_a_file_in_the_room_is_a_kind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A kind more is one file: found, called, ranked; no list names it."""
    files = {path.stem for path in Path(kinds.__path__[0]).glob("[a-z]*.py")}
    assert files == {name.replace("-", "_") for name in registry._ALL}
    assert len({kind.rank for kind in registry._ALL.values()}) == len(files)
    source = Path(kinds.__path__[0], "shares.py").read_text(encoding="utf-8")
    (tmp_path / "slices.py").write_text(re.sub(r"rank=\d+", "rank=2.5", source), "utf-8")
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(tmp_path)])
    found = list(registry._found())
    assert found.index("slices") == found.index("shares") + 1
    sys.modules.pop("carbonmeet.view.figures.kinds.slices")
    monkeypatch.delattr(kinds, "slices")


def test_an_unknown_language_is_named(tmp_path: Path) -> None:
    message = rf"no language 'tlh'\. Known: {', '.join(languages())}"
    with pytest.raises(CarbonmeetError, match=message):
        charts.waterfall(estimated(), lang="tlh")  # type: ignore[arg-type]
    with pytest.raises(CarbonmeetError, match=message):
        charts.write(estimated(), "shares", tmp_path / "a.svg", lang="tlh")  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ["sources", "shares", "waterfall", "ranking", "forest", "sankey"])
def test_the_large_meeting_too(kind: str, lang: Lang) -> None:
    assert faults(drawn(kind, lang, name="cop15-kunming")) == []


@pytest.mark.parametrize("kind", ["sources", "shares", "uncertainty", "sankey", "years"])
def test_a_city_without_measures(kind: str) -> None:
    assert faults(drawn(kind, "zh", name="kunming-2023")) == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ["programmes", "uncertainty", "waterfall", "sources"])
def test_a_city_with_totals_of_eight_digits(kind: str, lang: Lang) -> None:
    assert faults(drawn(kind, lang, name="kunming-2030")) == []


def test_the_checker_sees_faults() -> None:
    def bad() -> Figure:
        figure, _ = canvas.sheet("single", 40.0, None, "bad")
        figure.write(10, 20, "one thing")
        figure.write(11, 20.4, "another thing")
        figure.write(80, 20, "off the sheet")
        return figure

    wrong = faults(in_print_style(bad)())
    assert any(one.startswith("overlap") for one in wrong)
    assert any(one.startswith("clipped") for one in wrong)


# ------------------------------------------------------------------------------ numbers


def total(table: Table, column: str) -> float:
    return sum(one for one in table.numbers(column) if one == one)


def test_sources_add_up_to_the_ledgers() -> None:
    result, table = estimated(), collected("sources")
    assert total(table, "baseline_t") == pytest.approx(result.baseline.total.value, rel=1e-12)
    assert total(table, "residual_t") == pytest.approx(result.residual.total.value, rel=1e-12)
    for source, tonnes in result.workings.baseline.sums("source").items():
        rows = zip(table.texts("source"), table.numbers("baseline_t"), strict=True)
        assert sum(t for name, t in rows if name == source) == pytest.approx(tonnes)


def test_the_bars_drawn_are_the_ledger() -> None:
    axes = drawn("sources", "en", "single").axes[0]
    widths = [patch.get_width() for patch in axes.patches if isinstance(patch, Rectangle)]
    assert sum(widths) == pytest.approx(estimated().baseline.total.value, rel=1e-12)


def test_a_source_that_emits_nothing_has_no_row() -> None:
    table = collected("sources", "forum-1500")  # with hours online that no programme uses
    rows = zip(
        table.texts("source"), *map(table.numbers, ("baseline_t", "residual_t")), strict=True
    )
    found = {source: before + after for source, before, after in rows}
    assert "digital" not in found and all(found.values())


@pytest.mark.parametrize("width", [85, "double"])
def test_a_column_of_shares_alone_stands_in_the_middle(width: style.Width) -> None:
    figure = drawn("shares", "zh", width, name="starter-city")
    assert faults(figure) == []
    texts = [box for _, box in boxes(figure)]
    bars = [patch.get_window_extent() for patch in figure.axes[0].patches]
    left = min(box.x0 for box in [*texts, *bars])
    right = figure.bbox.x1 - max(box.x1 for box in [*texts, *bars])
    assert max(bar.width for bar in bars) > 0.25 * figure.bbox.width
    assert left == pytest.approx(right, abs=0.06 * figure.bbox.width)


def test_shares_make_one() -> None:
    assert total(collected("shares"), "share") == pytest.approx(1.0)
    assert total(collected("shares"), "baseline_t") == pytest.approx(
        estimated().baseline.total.value
    )


def test_the_waterfall_arrives() -> None:
    result, table = estimated(), collected("waterfall")
    steps = dict(zip(table.texts("step"), table.numbers("t_co2e"), strict=True))
    areas = sum(t for step, t in steps.items() if step.startswith("area."))
    assert steps["baseline"] + areas == pytest.approx(steps["residual"])
    assert steps["residual"] == pytest.approx(result.residual.total.value)
    assert result.offset is not None
    assert steps["forest"] == pytest.approx(-result.offset.removal.value)
    assert steps["open"] == pytest.approx(steps["residual"] + steps["forest"])


def test_measures_without_effect_are_listed_as_each_language_lists() -> None:
    for lang, words in (("en", "T5, T6"), ("zh", "T5、T6")):
        said = [text for text, _ in boxes(drawn("ranking", lang, name="starter"))]
        assert any(words in text for text in said)


def test_ranking_adds_up_and_falls() -> None:
    result, table = estimated(), collected("ranking")
    saving = result.baseline.total.value - result.residual.total.value
    assert total(table, "shapley_t") == pytest.approx(saving)
    assert total(table, "in_order_t") == pytest.approx(saving)
    values = table.numbers("shapley_t")
    assert values == sorted(values, reverse=True)
    assert len(values) == len(result.workings.model.measures)


def test_ranges_are_drawn_as_given() -> None:
    ranges = {"T6": (80.0, 160.0)}
    table = KINDS["ranking"].collect(estimated(), ranges=ranges)
    row = table.texts("id").index("T6")
    assert table.numbers("shapley_low_t")[row] == 80.0
    plain = charts.ranking(estimated())
    with_ranges = charts.ranking(estimated(), ranges=ranges)
    assert faults(with_ranges) == []
    assert len(with_ranges.findobj(mpl.lines.Line2D)) > len(plain.findobj(mpl.lines.Line2D))


def test_the_sankey_loses_nothing() -> None:
    result, table = estimated(), collected("sankey")
    saved_t, added = total(table, "saved_t"), total(table, "added_t")
    assert saved_t - added == pytest.approx(
        result.baseline.total.value - result.residual.total.value
    )
    assert total(table, "kept_t") + added == pytest.approx(result.residual.total.value)
    ends = table.facts["ends"]
    assert ends["credits"] + ends["forest"] + ends["owed"] == pytest.approx(ends["residual"])


def test_the_left_column_of_the_sankey_is_the_baseline() -> None:
    result, table = estimated("cop15-hybrid"), collected("sankey", "cop15-hybrid")
    columns = {key: saved + kept for key, saved, kept in kinds.sankey._sources(table)}
    assert columns.pop("added") == pytest.approx(total(table, "added_t")) != 0
    assert columns == pytest.approx(
        {name: one.value for name, one in result.baseline.by_source.items() if one.value}
    )


@pytest.mark.parametrize("kind", ["sankey", "shares", "sources", "waterfall", "programmes"])
def test_nothing_is_drawn_of_nothing(kind: str) -> None:
    with pytest.raises(CarbonmeetError, match=r"zero|neither measures nor"):
        KINDS[kind].collected(estimated(str(SMALL.with_name("chart_zero.yaml"))))


def test_a_year_before_all_measures_has_no_steps() -> None:
    with pytest.raises(CarbonmeetError, match="save nothing"):
        KINDS["waterfall"](estimated("kunming-2030"), year=2021)
    assert not KINDS["waterfall"].applies(in_one_year(estimated("kunming-2030"), 2021))


@pytest.mark.parametrize("lang", LANGS)
def test_captions_explain_arrows_brackets_and_know_three_figures(lang: Lang) -> None:
    arrow = {"en": "a bar with an arrow goes on beyond", "zh": "带箭头的条形超出"}[lang]
    for kind in ("sources", "ranking"):
        assert arrow in KINDS[kind].shows(collected(kind, "cop15-hybrid"), lang)
    assert arrow not in KINDS["sources"].shows(collected("sources", "starter-city"), lang)
    brackets = {"en": "shares in brackets", "zh": "括号内为占全市排放的比例"}[lang]
    assert brackets in KINDS["host"].shows(collected("host"), lang)
    area = collected("area", "cop15-kunming")
    assert f"{three(area.facts['owed'])} t CO₂e" in KINDS["area"].shows(area, lang)


@pytest.mark.parametrize("kind", KINDS)
def test_the_narrowest_figure_that_is_drawn_is_whole(kind: str) -> None:
    assert faults(drawn(kind, "en", 80)) == []


def test_the_key_of_the_comparison_names_the_marks_that_are_drawn() -> None:
    """Where the effects of flying beyond CO2 are not counted there is no light mark."""
    table = collected("comparison")
    plain = replace(
        table,
        rows=tuple(
            tuple(None if name == "co2_only_t_per_head" else cell
                  for name, cell in zip(table.columns, row, strict=True))
            for row in table.rows
        ),
    )  # fmt: skip
    draw = in_print_style(KINDS["comparison"].draw)
    for one, light in ((table, True), (plain, False)):
        said = {text for text, _ in boxes(draw(one, "en", 85, None))}
        assert ("the same, flights by their CO₂ alone" in said) == light
        assert {"this scenario", "all sources", "travel only"} <= said


def test_what_has_no_range_has_no_distribution(tmp_path: Path) -> None:
    with pytest.raises(CarbonmeetError, match="has a range"):
        KINDS["uncertainty"].collect(estimated(str(SMALL.with_name("chart_zero.yaml"))))


@pytest.mark.parametrize("lang", LANGS)
def test_savings_are_seen_beside_the_total(lang: Lang) -> None:
    """A second panel, cut and said to be cut, in which the savings are most of the width."""
    for width in ("single", "double"):
        figure = drawn("waterfall", lang, width, name="cop15-kunming")
        whole, near = figure.axes
        low, high = near.get_xlim()
        table = collected("waterfall", "cop15-kunming")
        steps = dict(zip(table.texts("step"), table.numbers("t_co2e"), strict=True))
        saving = steps["baseline"] - steps["residual"]
        assert saving > 0.4 * (high - low) and saving < 0.05 * whole.get_xlim()[1]
        assert faults(figure) == []
    assert "does not begin at zero" in KINDS["waterfall"].shows(table, "en")


@pytest.mark.parametrize("kind", ["sources", "shares", "sankey"])
def test_parts_of_a_whole_say_the_whole(kind: str) -> None:
    for name, total_said in (("cop15-kunming", "30,300"), ("kunming-2030", "6.33")):
        result = in_one_year(estimated(name))
        figure = KINDS[kind](result, lang="zh", width="single")
        assert any(total_said in text for text, _ in boxes(figure)), (kind, name)
        assert faults(figure) == []


def test_no_number_has_more_figures_than_are_known() -> None:
    for kind in ("sources", "waterfall", "sankey", "forest", "ranking"):
        for text, _ in boxes(drawn(kind, "en", name="cop15-kunming")):
            for found in re.findall(r"\d[\d,]*\.?\d*", text):
                digits = found.replace(",", "").replace(".", "").strip("0")
                assert len(digits) <= 3 or re.fullmatch(r"(19|20)\d\d", found), (kind, text)


def test_a_source_has_one_fill_in_every_figure() -> None:
    fills = {style.source_fill(one) for one in SOURCES}
    assert len(fills) == len(SOURCES)
    city = [in_one_year(estimated("kunming-2030"), year) for year in (2021, 2030)]
    for kind in ("shares", "sankey"):
        seen = [
            {patch.get_facecolor()[:3] for patch in KINDS[kind](one).axes[0].patches}
            for one in (*city, estimated("cop15-kunming"))
        ]
        for faces in seen:
            assert mpl.colors.to_rgb(style.source_fill("catering")[0]) in faces


@pytest.mark.parametrize(
    "fills", [[*style.AREA_FILL.values()], [*style.STEPS], [*kinds.frames._FILLS]]
)
def test_fills_of_a_key_are_told_apart_in_grey(fills: list[tuple[str, str]]) -> None:
    for (one, hatch), (other, beside) in combinations(fills, 2):
        light, dark = sorted((contrast(one), contrast(other)))
        assert hatch != beside or dark / light >= 1.8, (one, other)


def test_savings_and_debts_differ_in_lightness() -> None:
    """Green and red are one hue to many readers: lightness tells them apart."""
    assert contrast(style.OWED) > 3 * contrast(style.SAVED)


def test_every_measure_of_known_cost_has_a_step_of_its_own() -> None:
    table = collected("macc", "cop15-kunming")
    added = [one for one in table.texts("added") if one]
    assert max(len(one.split()) for one in added) == 1 and len(added) > 10
    figure = drawn("macc", "en", name="cop15-kunming")
    said = {text for text, _ in boxes(figure)}
    assert {"V5", "V2"} <= said  # of unknown cost, beside it
    assert any("931" in text for text in said)


def test_years_are_marks_on_a_scale_of_time() -> None:
    figure = drawn("years", "en", name="kunming-2023")
    across = canvas.per_mm(figure.axes[0])[0]
    bars = [one for one in figure.axes[0].patches if isinstance(one, Rectangle)]
    assert max(one.get_width() for one in bars) <= 8.01 * across


def test_areas_are_in_mu_and_in_hectares() -> None:
    figure = drawn("area", "en", name="cop15-kunming")
    assert [child.get_ylabel() for child in figure.axes[0].child_axes] == ["Area needed (ha)"]


def test_an_increase_has_not_the_colour_of_a_saving() -> None:
    fill = kinds.waterfall._fill
    assert fill("area.transport", "change", 0.08)[0] == style.OWED
    assert fill("area.transport", "change", -0.08)[0] == style.SAVED


def _ranked(*rows: tuple[str, float, float]) -> Table:
    """Measures with a saving and the upper end of its range."""
    plain = [(i, i, i, "venue", 1.0, t, t, t, t, t, high) for i, t, high in rows]
    names = ("id", "name_en", "name_zh", "area", "uptake", "shapley_t", "alone_t", "last_in_t")
    return Table.of((*names, "in_order_t", "shapley_low_t", "shapley_high_t"), plain)


@pytest.mark.parametrize(
    ("rows", "panels"),
    [
        ((("A", 900.0, 910.0), ("B", 20.0, 60.0), ("C", 2.0, 3.0)), 2),
        ((("A", 0.35, 0.36), ("B", 0.19, 0.6), ("C", 0.02, 0.5)), 1),  # C's range holds all
    ],
)
def test_a_bar_marked_as_cut_runs_beyond_its_axis(rows: Any, panels: int) -> None:
    with canvas.print_style():
        figure = KINDS["ranking"].draw(_ranked(*rows), "en", "double", None)
    assert len(figure.axes) == panels
    for axes in figure.axes:
        cut = [text for text in axes.texts if "▶" in text.get_text()]
        beyond = [bar for bar in axes.patches if bar.get_width() > axes.get_xlim()[1]]
        assert len(cut) == len(beyond)
        assert not cut or axes is figure.axes[1]


def test_the_axis_of_a_large_forest_is_not_cut() -> None:
    table = collected("forest")
    amounts = [table.columns.index(f"{name}_t") for name in ("gross", "creditable", "low", "high")]
    rows = [
        [1e4 * cell if i in amounts and cell is not None else cell for i, cell in enumerate(row)]
        for row in table.rows
    ]
    large = Table.of(table.columns, rows, **table.facts)
    assert max(large.numbers("gross_t")) > 1e6
    with canvas.print_style():
        figure = KINDS["forest"].draw(large, "en", "single", None)
    assert not [one for one in faults(figure) if "Cumulative" in one]


def test_the_forest_is_the_offset() -> None:
    answer, table = estimated().workings.offset, collected("forest")
    assert answer is not None and answer.owed is not None
    at = table.numbers("year").index(float(answer.horizon_year))
    assert table.numbers("creditable_t")[at] == pytest.approx(answer.removal)
    assert table.numbers("low_t")[at] == pytest.approx(answer.low)
    assert table.numbers("high_t")[at] == pytest.approx(answer.high)
    assert table.numbers("debt_t")[at] == pytest.approx(answer.owed - answer.removal)


def test_a_forest_that_was_drawn_has_one_range() -> None:
    """That of the answer: in the band, in the caption, and on the screen."""
    result = cm.simulate(estimated(), draws=200)
    assert result.offset is not None and result.offset.removal.low is not None
    table = KINDS["forest"].collect(result)
    at = table.numbers("year").index(float(result.offset.horizon_year))
    ends = (table.numbers("low_t")[at], table.numbers("high_t")[at])
    assert ends == pytest.approx((result.offset.removal.low, result.offset.removal.high))
    said = KINDS["forest"].shows(table, "en")
    assert f"({three(ends[0])} to {three(ends[1])})" in said and "over the draws" in said


def test_area_is_what_compensates_at_the_horizon() -> None:
    answer, table = estimated().workings.offset, collected("area")
    assert answer is not None and answer.owed is not None
    years = answer.horizon_year - answer.event_year
    rows = zip(*(table.numbers(n) for n in ("horizon_years", "area_mu")), strict=True)
    own = [
        mu
        for (year, mu), stand in zip(rows, table.texts("stand"), strict=True)
        if stand == answer.stands[0] and year == years
    ]
    assert own == [pytest.approx(answer.area_mu * answer.owed / answer.removal)]


def changed(tmp_path: Path, old: str, new: str) -> str:
    """The small meeting with a line that begins with `old` put otherwise."""
    lines = SMALL.read_text(encoding="utf-8").splitlines()
    assert any(line.startswith(old) for line in lines)
    path = tmp_path / "changed.yaml"
    text = "\n".join(new if line.startswith(old) else line for line in lines)
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_no_area_where_no_parcel_counts(tmp_path: Path) -> None:
    path = changed(tmp_path, "offset:", "offset: {planted: 2021, area: 1 mu, kind: urban-greening}")
    with pytest.raises(CarbonmeetError, match="no parcel counts against a meeting"):
        KINDS["area"].collect(cm.estimate(path))


def test_the_caption_of_the_area_says_what_is_owed_and_what_cannot_be_seen(tmp_path: Path) -> None:
    credit = "credits: [{kind: ccer, tonnes: 0.15 t CO2e}]"
    path = changed(tmp_path, "offset:", f"offset: {{planted: 2021, area: 1 mu, {credit}}}")
    table = collected("area", path)
    said = KINDS["area"].shows(table, "en")
    assert f"{style.rounded(table.facts['owed'])} t CO₂e that credits leave" in said
    assert "'Event practice, 20 years'" in said and "Dashed" not in said
    assert "The area planned, 1 mu, lies below the axis." in said
    said = KINDS["area"].shows(collected("area"), "zh")
    assert "（规则：会议造林惯例（20年）；" in said and "虚线为计划面积" in said


def test_captions_name_the_marks_that_are_drawn(tmp_path: Path) -> None:
    for lang, words in (("en", "upright strokes"), ("zh", "竖线")):
        assert words in KINDS["sources"].shows(collected("sources"), lang)
        bare = collected("sources", "kunming-2023")
        assert words not in KINDS["sources"].shows(bare, lang)


def test_nothing_that_is_there_reads_as_zero(tmp_path: Path) -> None:
    credit = "credits: [{kind: ccer, tonnes: 0.15 t CO2e}]"
    path = changed(tmp_path, "offset:", f"offset: {{planted: 2021, area: 1 mu, {credit}}}")
    drawn_texts = {text for text, _ in boxes(drawn("waterfall", "en", name=path))}
    assert "−<1" in drawn_texts  # beside 285 t, of which three figures are known


def test_the_cloud_holds_every_programme() -> None:
    table, result = collected("programmes"), estimated()
    assert total(table, "count") == 2 ** len(result.workings.model.measures)
    best = [row for row in table.rows if row[0] == "best"]
    assert best[0][2] == pytest.approx(result.baseline.total.value)
    assert len(best) == len(result.workings.model.measures) + 1


@pytest.mark.parametrize("name", ["kunming-2030", "cop15-ambitious", str(SMALL)])
def test_names_of_first_measures_lie_on_no_combination(name: str) -> None:
    figure = drawn("programmes", "en", name=name)
    figure.draw_without_rendering()
    axes, table = figure.axes[0], collected("programmes", name)
    back = axes.transData.inverted()
    low, high = table.facts["range"]
    step = (high - low) / table.facts["counts"].shape[1]
    named = [text for text in axes.texts if text.get_text().startswith("+")]
    assert named
    for text in named:
        (left, foot), (right, top) = back.transform(text.get_window_extent().get_points())
        for row in table.rows:
            size, start = float(row[1] or 0), float(row[2] or 0)
            beside = size + 0.5 < left or size - 0.5 > right
            assert row[0] != "cloud" or beside or start > top or start + step < foot


def test_marginal_costs_rise() -> None:
    table = collected("macc")
    marginal = table.numbers("marginal_cny_per_t")
    assert marginal == sorted(marginal)
    assert total(table, "saving_t") == pytest.approx(table.numbers("cumulative_saving_t")[-1])
    cost = sum(t * price for t, price in zip(table.numbers("saving_t"), marginal, strict=True))
    assert cost == pytest.approx(table.numbers("cost_cny")[-1])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [85, "double"])
def test_labels_of_steps_have_three_figures_and_a_line_to_their_step(
    lang: Lang, width: style.Width
) -> None:
    figure = drawn("macc", lang, name="cop15-ambitious", width=width)
    assert faults(figure) == []
    axes, table = figure.axes[0], collected("macc", "cop15-ambitious")
    said = [one.get_text() for one in axes.texts]
    colon = {"en": ": ", "zh": "："}[lang]
    costs = map(three, table.numbers("marginal_cny_per_t"))
    assert [one.split(colon)[1] for one in said] == [*costs]
    known = ("L5 −2,810", "T1 −2,500", "C2 1,120", "C1 −V3 8.25")
    assert {colon.join(one.rsplit(" ", 1)) for one in known} <= {*said}
    saved, ends = table.numbers("saving_t"), table.numbers("cumulative_saving_t")
    middles = [end - one / 2 for one, end in zip(saved, ends, strict=True)]
    lines = [[*line.get_xdata()] for line in axes.lines if len(line.get_xdata()) == 3]
    assert [line[0] for line in lines] == pytest.approx(middles)
    assert [line[2] for line in lines] == [one.get_position()[0] for one in axes.texts]
    told = KINDS["macc"].shows(table, lang)
    assert {"en": "A minus before a name", "zh": "名称前的减号"}[lang] in told


def test_wide_steps_bear_their_names_level() -> None:
    labels = drawn("macc", "en", name="kunming-2030", width=85).axes[0].texts
    assert [one.get_text() for one in labels] == ["V3: 0", "T3", "L6"]
    assert not any(one.get_rotation() for one in labels)


@pytest.mark.parametrize("name", ["cop15-ambitious", "cop15-kunming", str(SMALL)])
def test_no_step_of_the_cost_curve_is_four_times_as_dear_as_the_next(name: str) -> None:
    figure = drawn("macc", "en", name=name)
    bars = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    heights = sorted((abs(bar.get_height()) for bar in bars), reverse=True)
    assert heights[0] <= 4 * heights[1]


def test_one_dear_step_does_not_hide_the_others() -> None:
    """The dearest step of the ambitious programme, made five times as dear."""
    table = collected("macc", "cop15-ambitious")
    at = table.columns.index("marginal_cny_per_t")
    last = list(table.rows[-1])
    last[at] = 5 * float(last[at] or 0)
    dear = replace(table, rows=(*table.rows[:-1], tuple(last)))
    marginal = dear.numbers("marginal_cny_per_t")
    assert marginal[-1] > 15 * marginal[-2] > 0
    kind = KINDS["macc"]
    draw = in_print_style(kind.draw)
    figure = draw(dear, "en", kind.width, None)
    bars = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    heights = [bar.get_height() for bar in bars]
    # all as high as they cost but the last, which ends a little above the one before it
    assert heights[:-1] == pytest.approx(marginal[:-1])
    assert marginal[-2] < heights[-1] < 1.5 * marginal[-2]
    # of a cost that is assumed no more than three figures are known
    assert f"T3: {three(marginal[-1])}" in {text for text, _ in boxes(figure)}
    assert "cut off" in kind.shows(dear, "en")
    assert "cut off" not in kind.shows(collected("macc"), "en")
    for lang in LANGS:
        assert faults(draw(dear, lang, kind.width, None)) == []


@pytest.mark.parametrize(("lang", "words"), [("en", "net {}"), ("zh", "净减排{}")])
@pytest.mark.parametrize("width", [85, "double"])
def test_what_the_sankey_saves_is_what_every_other_figure_tells(
    lang: Lang, words: str, width: style.Width
) -> None:
    """T6 of the hybrid meeting adds hours online: what flows off is more than what is saved."""
    name = "cop15-hybrid"
    result, table = estimated(name), collected("sankey", name)
    net = style.Tonnes.of([result.baseline.total.value]).text(result.saving.value)
    figure = drawn("sankey", lang, width, name=name)
    assert any(words.format(net) in text for text, _ in boxes(figure))
    assert faults(figure) == []
    assert three(result.saving.value) in KINDS["sankey"].shows(table, lang)
    plain = drawn("sankey", "en", name="forum-1500")  # where no measure adds anything
    assert not any("net" in text for text, _ in boxes(plain))


@pytest.mark.parametrize("lang", LANGS)
def test_a_debt_is_told_in_the_unit_of_its_axis(lang: Lang) -> None:
    table = collected("forest", "cop15-kunming")
    owed = 1000 * table.facts["answer"].owed
    larger = replace(table.facts["answer"], owed=owed)
    kind = KINDS["forest"]
    draw = in_print_style(kind.draw)
    figure = draw(replace(table, facts={**table.facts, "answer": larger}), lang, 85, None)
    said = {text for text, _ in boxes(figure)}
    debt = style.Tonnes.of([owed]).said(owed - larger.removal)
    assert "Mt" in debt and any(debt in text for text in said)
    assert any("Mt CO₂e" in text and debt not in text for text in said)  # the axis


def test_the_sankey_says_what_of_the_forest_is_used() -> None:
    table = collected("sankey", "cop15-phase1-as-held")
    ends, whole = table.facts["ends"], table.facts["whole"]
    assert ends["forest"] == pytest.approx(ends["residual"]) and whole["forest"] > ends["forest"]
    used, every = three(ends["forest"]), three(whole["forest"])
    for lang, words in (("en", f"{used} used of {every}"), ("zh", f"共{every}，用去{used}")):
        figure = drawn("sankey", lang, name="cop15-phase1-as-held")
        assert any(words in text for text, _ in boxes(figure))
        assert faults(figure) == []


def test_a_forest_that_removes_nothing_is_no_end(tmp_path: Path) -> None:
    block = "offset: {planted: 2021, area: 1 mu, kind: urban-greening}"
    table = collected("sankey", changed(tmp_path, "offset:", block))
    assert table.facts["ends"]["forest"] == 0.0
    assert "forest" not in KINDS["sankey"].shows(table, "en")


def test_figures_say_compensated_with_one_word() -> None:
    for kind in ("area", "forest", "sankey", "waterfall"):
        assert "补偿" not in KINDS[kind].shows(collected(kind), "zh")
        assert not any("补偿" in text for text, _ in boxes(drawn(kind, "zh")))


def test_per_head_of_a_published_meeting() -> None:
    # UNFCCC on its conference in Copenhagen, 2009: 26,276.41 t CO2e, 33,536 participants
    table = collected("comparison")
    row = table.texts("key").index("unfccc-cop15-2009")
    assert table.numbers("t_per_head")[row] == pytest.approx(0.7835, abs=5e-5)
    result = estimated()
    own = table.numbers("t_per_head")[table.texts("key").index("baseline")]
    assert own == pytest.approx(result.baseline.total.value / result.workings.participants["all"])


def test_per_head_after_the_measures_counts_who_is_left_on_site(tmp_path: Path) -> None:
    result, table = estimated(), collected("comparison")
    row = table.texts("key").index("residual")
    # T6 keeps 30% at home; the other measures keep nobody
    left = 0.7 * result.workings.participants["all"]
    assert table.numbers("participants")[row] == pytest.approx(left)
    assert table.numbers("t_per_head")[row] == pytest.approx(result.residual.total.value / left)
    said = KINDS["comparison"].shows(table, "en")
    assert f"and {style.number(left)} after them" in said
    bare = changed(tmp_path, "measures:", "measures: {V3: 0.8, L4: 0.4}")
    table = collected("comparison", bare)
    assert table.numbers("participants")[:2] == [result.workings.participants["all"]] * 2
    assert "online" not in KINDS["comparison"].shows(table, "en")


def test_meetings_stand_beside_each_other_on_one_basis() -> None:
    table = collected("comparison", "cop15-kunming")
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    own = {row["key"]: row for row in rows if str(row["scope"]).startswith("own")}
    assert set(own) == {"baseline", "residual", "baseline-travel", "residual-travel"}
    result = cm.estimate("cop15-kunming")
    # by the rival method the same flights are priced without a multiplier: another way to it
    with_it = result.baseline.by_source["transport.air"].value
    scenario = result.workings.scenario
    plain = cm.estimate(scenario.replace({"methods.aviation_non_co2": False}))
    people = result.baseline.participants["all"]
    alone = own["baseline"]["co2_only_t_per_head"] * people
    assert alone == pytest.approx(plain.baseline.total.value, rel=0.02)
    assert own["baseline"]["flights_share"] == pytest.approx(with_it / result.baseline.total.value)
    # 2,453 people for 5 days and 10,000 for 14, both ends counted
    each_day = result.baseline.total.value / (2453 * 5 + 10000 * 14)
    assert own["baseline"]["t_per_head_and_day"] == pytest.approx(each_day)
    # UNFCCC on its conference in Copenhagen: 7 to 18 December are twelve days
    first = next(row for row in rows if row["key"] == "unfccc-cop15-2009")
    assert first["t_per_head_and_day"] == pytest.approx(26276.41 / 33536 / 12)
    apart = {row["key"] for row in rows if row["comparable"] == "no"}
    assert apart == {"unfccc-cop26-2021", "agu-2019-china"}
    fair = [r["t_per_head"] for r in rows if r["scope"] == "all" and r["comparable"] == "yes"]
    below = sum(one < own["residual"]["t_per_head"] for one in fair)
    said = KINDS["comparison"].shows(table, "en")
    assert f"Of {len(fair)} published meetings" in said and f" {below} lie below" in said
    assert "wider boundary" in said and "(the light mark)" in said


def test_a_meeting_wholly_online_has_no_heads_left(tmp_path: Path) -> None:
    path = changed(tmp_path, "measures:", "measures: {T6: 1}")
    assert "residual" not in collected("comparison", path).texts("key")


def test_uncertainty_is_that_of_the_draws() -> None:
    from carbonmeet.draws import draw

    found = draw(estimated())
    table = collected("uncertainty")
    ranges = {row[1]: row[4:7] for row in table.rows if row[0] == "range"}
    spread = found.residual
    assert ranges["residual"] == (spread.value, spread.low, spread.high)
    assert table.facts["seed"] == found.plan.seed
    bins = [float(row[7] or 0) for row in table.rows if row[:2] == ("bin", "residual")]
    assert 0.99 < sum(bins) <= 1.0 + 1e-9


def test_the_saving_is_drawn_in_pairs_and_by_itself() -> None:
    from carbonmeet.draws import draw

    found, table = draw(estimated()).saving, collected("uncertainty")
    ranges = {row[1]: row[4:7] for row in table.rows if row[0] == "range"}
    assert ranges["saving"] == (found.value, found.low, found.high)
    bins = [float(row[7] or 0) for row in table.rows if row[:2] == ("bin", "saving")]
    assert 0.99 < sum(bins) <= 1.0 + 1e-9
    figure = drawn("uncertainty", "en")
    above, below = (axes.get_position() for axes in figure.axes[:2])
    assert above.y0 > below.y1
    said = [text.get_text() for text in figure.axes[1].texts]
    ends = f"{three(found.value)} ({three(found.low)}–{three(found.high)})"
    assert said == [f"Saving {ends} t CO₂e"]


def test_numbers_of_the_ranking_do_not_lie_at_the_end_of_a_whisker() -> None:
    table = KINDS["ranking"].collect(cm.simulate(estimated("cop15-kunming"), draws=200))
    figure = in_print_style(KINDS["ranking"].draw)(table, "en", "double", None)
    axes = figure.axes[0]
    shapley = table.numbers("shapley_t")
    known = [style.Tonnes.of(shapley).text(one) for one in shapley]
    texts = [text for text in axes.texts if text.get_text() in known]
    assert len(texts) > 10 and {text.get_ha() for text in texts} == {"right"}
    assert {text.get_position()[0] for text in texts} == {axes.get_xlim()[1]}


@pytest.mark.parametrize("width", ["single", "double"])
@pytest.mark.parametrize("kind", ["sources", "origins", "ranking"])
def test_no_rim_of_a_stroke_hides_the_end_of_a_bar(kind: str, width: str) -> None:
    figure = drawn(kind, "en", width, name="cop15-kunming")
    figure.draw_without_rendering()
    rims = strokes = 0
    for axes in figure.axes:
        bars = [one for one in axes.patches if isinstance(one, Rectangle) and one.get_width()]
        upright = [line for line in axes.lines if len({*line.get_xdata()}) == 1]
        strokes += sum(line.get_color() == style.INK for line in upright)
        for line in (one for one in upright if one.get_color() == "white"):
            x, y = line.get_xydata().mean(axis=0)
            rows = [one for one in bars if one.get_y() < y < one.get_y() + one.get_height()]
            ends = {one for bar in rows for one in (bar.get_x(), bar.get_x() + bar.get_width())}
            place = axes.transData.transform([[one, y] for one in (x, min(ends), max(ends))])[:, 0]
            points = abs(place[1:] - place[0]) * 72 / figure.dpi
            assert min(points) > line.get_linewidth() / 2
            rims += 1
    assert rims < strokes  # some savings are a hair, and there is no rim
    assert (rims == 0) == (kind == "origins")  # others are seen beside the stroke


def test_the_tornado_lists_what_can_be_seen() -> None:
    from carbonmeet.draws import draw
    from carbonmeet.draws.sensitivity import drivers

    name = "cop15-ambitious"
    table = collected("uncertainty", name)
    rows = [row for row in table.rows if row[0] == "driver"]
    ids = [str(row[1]) for row in rows]
    swings = [abs(float(row[6] or 0) - float(row[5] or 0)) for row in rows]
    assert 3 < len(rows) <= 10 and min(swings) >= 0.01 * max(swings)
    found = draw(estimated(name))
    every = drivers(found)
    # the inputs that tables name, in their order, with their shares
    told = [one.input.id for one in every if one.share]
    assert [row[1] for row in rows if row[7]] == [one for one in told if one in {*ids}]
    shares = {one.input.id: one.share for one in every}
    assert [row[7] for row in rows] == [shares[one] for one in ids]
    beside = {text.get_text() for text in drawn("uncertainty", "en", name=name).axes[-1].texts}
    assert beside == {style.percent(one) if one else "–" for one in map(shares.get, ids)}
    assert f"the {len(rows)} of {len(every)} inputs" in KINDS["uncertainty"].shows(table, "en")
    labels = [*table.texts("label_en"), *table.texts("label_zh")]
    assert len({one for one in labels if one}) == 2 * len(rows)


def test_the_tornado_of_a_meeting_with_few_ranges_names_what_varies() -> None:
    from carbonmeet.view.figures import fonts
    from carbonmeet.view.figures.kinds.uncertainty import fit_name

    name = "Latin America and the Caribbean: people"
    assert fit_name(name, 80.0, style.NOTE) == name
    assert fit_name(name, 30.0, style.NOTE).split() == name.split()
    short = fit_name(name, 14.0, style.NOTE).split("\n")
    assert short[0].endswith("...:") and short[1] == "people"
    assert all(fonts.text_width(line, style.NOTE) <= 14.0 for line in short)


@pytest.mark.parametrize("name", ["cop15-ambitious", "forum-1500", "starter", "kunming-2030"])
def test_every_number_that_varies_has_a_name_in_both_languages(name: str) -> None:
    from carbonmeet.draws import distributions_in
    from carbonmeet.draws.trial import trial_of

    result = estimated(name).workings
    varying, names = distributions_in(result), trial_of(result).vector.names
    for one in result.model.inputs:
        drawn_from = varying.get(one.id)
        if drawn_from and drawn_from.quantile(0.975) > drawn_from.quantile(0.025):
            words = names[one.id].get("zh")
            # codes of airports, measures, gases and publishers are not English
            plain = re.sub("App|，[a-z].*", "", words)
            assert not re.search("[a-z]{2,}", plain), (one.id, words)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", ["single", "double"])
def test_the_tornado_of_a_large_meeting(lang: Lang, width: str) -> None:
    assert faults(drawn("uncertainty", lang, width, name="cop15-ambitious")) == []


def test_gases_have_their_subscripts(tmp_path: Path) -> None:
    for lang in LANGS:
        figure = drawn("uncertainty", lang, name="cop15-kunming")
        texts = [text for text, _ in boxes(figure)]
        assert any("CO₂" in text and "t CO₂e" not in text for text in texts)
        assert not any("CO2" in text for text in texts)
        path = charts.write(estimated(), "forest", tmp_path / f"{lang}.svg", lang=lang)[2]
        assert "CO2" not in path.read_text(encoding="utf-8")


# ------------------------------------------------------------------------------ a city's figures


def test_years_and_sectors_add_up_to_the_ledgers() -> None:
    result, table = estimated("kunming-2030"), collected("years", "kunming-2030")
    assert total(table, "baseline_t") == pytest.approx(result.baseline.total.value, rel=1e-12)
    kinds, years = table.texts("row"), table.texts("year")
    for name, tonnes in result.workings.residual.sums("period").items():
        rows = zip(kinds, years, table.numbers("residual_t"), strict=True)
        assert sum(t for kind, year, t in rows if (kind, year) == ("sector", name)) == (
            pytest.approx(tonnes, rel=1e-12)
        )
    at = kinds.index("target")
    (base,) = (t for name, t in result.workings.residual.sums("period").items() if name == "2023")
    assert table.numbers("target_t")[at] == pytest.approx(base)


def test_the_columns_drawn_are_the_years() -> None:
    axes = drawn("years", "en", "single").axes[0]
    heights: dict[float, float] = {}
    for patch in axes.patches:
        assert isinstance(patch, Rectangle)
        middle = round(patch.get_x() + patch.get_width() / 2, 6)
        heights[middle] = heights.get(middle, 0.0) + patch.get_height()
    after = estimated("kunming-2030").workings.residual.sums("period")
    assert heights == pytest.approx({float(name): t / 1e6 for name, t in after.items()})


MANY = """\
carbonmeet: 2
kind: city
title: Many years
place: {region: CN-YN-KMG}
prefer: [mee, cpcd, defra]
year: 2020
years: [2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027, 2028, 2029, 2030, 2031]
population: 1000 people
growth: {power: 5%}
power: [{label: P, energy: 1e5 kWh}]
waste: [{label: W, amount: 20 t, treatment: {incineration: 100%}}]
operators: [{label: Buses, distance: 40000 vehicle km, kind: bus.diesel}]
targets:
  - {year: 2025, source: venue, emissions: 15 t CO2e, label: {en: Plan of power, zh: 规划用电}}
  - {year: 2031, change: -10%}
"""


@pytest.mark.parametrize("width", ["single", "double"])
def test_a_dozen_years_and_targets_of_sectors(tmp_path: Path, width: str) -> None:
    path = tmp_path / "many.yaml"
    path.write_text(MANY, encoding="utf-8")
    for lang in LANGS:
        assert faults(drawn("years", lang, width, name=str(path))) == []
    table = collected("years", str(path))
    goals = [row for row in table.rows if row[0] == "target"]
    assert [row[7] for row in goals] == [
        15.0,
        pytest.approx(0.9 * estimated(str(path)).workings.residual.sums("period")["2020"]),
    ]


def test_indicators_drawn_are_those_rated() -> None:
    # the counts of the plan evaluation of November 2024
    table = collected("indicators", "kunming-2030")
    rated = list(zip(table.texts("set"), table.texts("rating"), strict=True))
    assert [rated.count(("main", one)) for one in ("above", "on-course", "speed-up", "adjust")] == [
        9,
        16,
        1,
        5,
    ]
    assert (rated.count(("chapter", "above")), rated.count(("chapter", "on-course"))) == (4, 8)
    axes = drawn("indicators", "zh").axes[0]
    known = [one for one in table.numbers("progress") if one == one]
    widths = [patch.get_width() for patch in axes.patches if isinstance(patch, Rectangle)]
    assert widths == pytest.approx([min(one, 2.0) for one in known])


@pytest.mark.parametrize("kind", CITY)
def test_a_meeting_has_no_figures_of_a_city(kind: str) -> None:
    with pytest.raises(CarbonmeetError, match="the scenario is a meeting"):
        KINDS[kind].collect(estimated())


def test_a_city_says_that_it_is_a_slice(tmp_path: Path) -> None:
    for lang, words in (("en", "not a full inventory"), ("zh", "不是完整的城市排放清单")):
        done = charts.write(estimated("kunming-2023"), "sources", tmp_path / "s.svg", lang=lang)
        text = done[2].read_text(encoding="utf-8")
        assert words in text
        assert ("Public-building power" if lang == "en" else "公共建筑用电") in text


@pytest.mark.parametrize("kind", ["sources", "shares", "waterfall", "ranking", "sankey"])
def test_years_that_lie_apart_are_not_added_up(kind: str, tmp_path: Path) -> None:
    city = estimated("kunming-2030")
    for year, asked in (("2030", {}), ("2025", {"year": 2025})):
        done = charts.write(city, kind, tmp_path / "k.svg", **asked)
        text = done[2].read_text(encoding="utf-8")
        assert f"All tonnes are those of the year {year}." in text
        rows = list(csv.DictReader(done[1].read_text(encoding="utf-8-sig").splitlines()))
        saving = city.baseline.by_period[year].value - city.residual.by_period[year].value
        if kind == "ranking":
            assert sum(float(row["shapley_t"]) for row in rows) == pytest.approx(saving)
        elif kind == "waterfall":
            ends = {row["step"]: float(row["t_co2e"]) for row in rows}
            assert ends["baseline"] == pytest.approx(city.baseline.by_period[year].value)
            assert ends["residual"] == pytest.approx(city.residual.by_period[year].value)
        else:
            drawn_t = sum(float(row["baseline_t"]) for row in rows)
            assert drawn_t == pytest.approx(city.baseline.by_period[year].value)
    charts.write(city, kind, tmp_path / "z.svg", lang="zh", year=2025)
    assert "所有吨数均为2025年的数值" in (tmp_path / "z.txt").read_text(encoding="utf-8")


def test_a_year_drawn_has_the_ranges_that_it_has_among_the_others() -> None:
    city = cm.simulate(estimated("kunming-2030"), draws=60, seed=4)
    one, among = in_one_year(city, 2025).residual.total, city.residual.by_period["2025"]
    for end in ("value", "low", "high"):
        assert getattr(one, end) == pytest.approx(getattr(among, end))


def test_a_year_that_cannot_be_chosen_is_refused(tmp_path: Path) -> None:
    for name, kind, year, said in (
        (str(SMALL), "sources", 2024, "a meeting is reported whole"),
        ("kunming-2030", "sources", 2022, "2022 is not among the years worked out: 2021, 2023"),
        ("kunming-2030", "years", 2030, "shows every year"),
    ):
        with pytest.raises(CarbonmeetError, match=said):
            charts.write(estimated(name), kind, tmp_path / "k.svg", year=year)
    assert not list(tmp_path.iterdir())


def test_distributions_of_other_years_do_not_stop_a_year(tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    step = {"value": "40%", "low": "20%", "high": "60%", "basis": "assumed", "note": "a guess"}
    form = {"form": "uniform", "low": 0.2, "high": 0.6}
    data = {
        "extends": "kunming-2030",
        "phase_in": {"T3": {"2025": step}},
        "distributions": {'phase_in["T3"]["2025"]': form},
    }
    path.write_text(json.dumps(data), encoding="utf-8")
    whole = cm.estimate(path)
    for year, stays in ((2025, 1), (2021, 0)):
        one = in_one_year(whole, year)
        assert len(one.workings.scenario.content.distributions) == stays
        assert cm.simulate(one, draws=20).residual.total.high is not None


@pytest.mark.parametrize("kind", CITY)
def test_figures_that_keep_the_years_apart_add_none_up(kind: str, tmp_path: Path) -> None:
    path = charts.write(estimated("kunming-2030"), kind, tmp_path / "k.svg")[2]
    assert "sums over" not in path.read_text(encoding="utf-8")


# ------------------------------------------------------------------------------ files and bytes


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
@pytest.mark.parametrize("kind", ["waterfall", "programmes"])
def test_the_same_figure_is_the_same_bytes(kind: str, form: str) -> None:
    one = drawn(kind, "zh")
    first = saved(one, form)
    assert first == saved(one, form) == saved(drawn(kind, "zh"), form)


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_the_style_travels_with_the_figure(form: str) -> None:
    before = dict(mpl.rcParams)
    figure = drawn("waterfall", "zh")
    assert dict(mpl.rcParams) == before
    expected = saved(figure, form)
    odd = {"font.family": "serif", "pdf.fonttype": 3, "svg.fonttype": "none", "savefig.dpi": 40}
    with mpl.rc_context(odd | {"axes.facecolor": "red", "text.usetex": False, "font.size": 30}):
        assert saved(figure, form) == expected
        assert saved(drawn("waterfall", "zh"), form) == expected


def test_pdf_embeds_truetype_and_svg_carries_paths() -> None:
    pdf = saved(drawn("waterfall", "zh"), "pdf")
    assert b"CarbonmeetSans" in pdf and b"/CIDFontType2" in pdf and b"/Type3" not in pdf
    svg = ET.fromstring(saved(drawn("waterfall", "zh"), "svg"))
    tags = {element.tag.rpartition("}")[2] for element in svg.iter()}
    assert "text" not in tags and "script" not in tags


def test_png_has_300_dots_an_inch() -> None:
    from PIL import Image

    image = Image.open(io.BytesIO(saved(drawn("waterfall", "en"), "png")))
    assert image.width == pytest.approx(84 / 25.4 * 300, abs=1)
    assert image.info["dpi"][0] == pytest.approx(300, abs=0.1)


def test_threads_do_not_disturb_each_other() -> None:
    jobs = [(kind, lang) for kind in ("waterfall", "shares") for lang in LANGS]
    alone = [saved(drawn(*job), "svg") for job in jobs]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda job: saved(drawn(*job), "svg"), jobs))
    assert together == alone


def test_write_puts_data_and_caption_beside(tmp_path: Path) -> None:
    done = charts.write(estimated(), "sources", tmp_path / "a.svg", lang="zh")
    assert [path.name for path in done] == ["a.svg", "a.csv", "a.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.svg", "a.txt"]
    with done[1].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sum(float(row["baseline_t"]) for row in rows) == pytest.approx(
        estimated().baseline.total.value, rel=1e-12
    )
    text = done[2].read_text(encoding="utf-8")
    assert "昆明论坛" in text and "核算边界" in text and "无随机抽样" in text
    assert estimated().catalogue.hash[:12] in text and estimated().scenario.hash[:12] in text


def test_a_caption_names_the_seed(tmp_path: Path) -> None:
    path = charts.write(estimated(), "uncertainty", tmp_path / "u.png")[2]
    assert f"seed {SEED}, {DRAWS} draws" in path.read_text(encoding="utf-8")


def test_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()  # the second file cannot take its place
    with pytest.raises(CarbonmeetError):
        charts.write(estimated(), "shares", tmp_path / "a.svg")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv"]
    with pytest.raises(CarbonmeetError):
        charts.write(estimated(), "shares", tmp_path / "none" / "a.svg")
    with pytest.raises(CarbonmeetError, match=r"not 'a\.pfd'.*Did you mean 'pdf'"):
        charts.write(estimated(), "shares", tmp_path / "a.pfd")


# ------------------------------------------------------------------------------ untrusted text

HOSTILE = [
    "$x^2",
    r"\frac{a}{b} $\alpha$ %s {0}",
    "a\x00b\x1b[31m\u202etxt",
    "<script>alert(1)</script> & ]]> <!-- -->",
    "=cmd|' /C calc'!A0",
    "长" * 500,
    "x" * 3000,
    "👩‍🔬 ꙮ 𠮷",
    "  \n\n ",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_do_no_harm(title: str, tmp_path: Path) -> None:
    figure = drawn("waterfall", "zh", title=title)
    assert faults(figure) == []
    for form in ("png", "pdf"):
        assert saved(figure, form)
    svg = ET.fromstring(saved(figure, "svg"))
    assert not [one for one in svg.iter() if one.tag.endswith("script")]


def test_a_spreadsheet_runs_nothing() -> None:
    text = Table.of(("name", "t"), [("=1+1", -1.0), ("@x", 2.0), ("-3", None)]).csv()
    assert text.splitlines() == ["name,t", "'=1+1,-1.0", "'@x,2.0", "'-3,"]


# ------------------------------------------------------------------------------ imports and CLI


def test_only_drawing_loads_matplotlib() -> None:
    script = (
        "import sys, carbonmeet as cm\n"
        f"result = cm.estimate({str(SMALL)!r})\n"
        "cm.charts.KINDS, result.to_dict()\n"
        "assert not {'pandas', 'matplotlib', 'pint', 'scipy'} & set(sys.modules)\n"
        "cm.charts.waterfall(result)\n"
        "assert 'matplotlib' in sys.modules\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_help_lists_every_kind() -> None:
    text = CliRunner().invoke(command, ["--help"]).output
    assert all(f"\n  {name} " in text for name in KINDS)


def test_one_figure_by_command(tmp_path: Path) -> None:
    target = tmp_path / "w.pdf"
    arguments = [str(SMALL), "--kind", "waterfall", "--lang", "zh", "-o", str(target)]
    done = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    assert done.output.split() == [str(target.with_suffix(s)) for s in (".pdf", ".csv", ".txt")]
    assert target.read_bytes() == saved(charts.waterfall(estimated(), lang="zh"), "pdf")


def test_the_command_draws_ranges_of_the_ranking(tmp_path: Path) -> None:
    target = tmp_path / "r.svg"
    arguments = [str(SMALL), "--kind", "ranking", "-o", str(target)]
    assert CliRunner().invoke(command, arguments, catch_exceptions=False).exit_code == 0
    with target.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    for row in rows.values():
        assert float(row["shapley_low_t"]) <= float(row["shapley_high_t"])
    low, value, high = (
        float(rows["T6"][name]) for name in ("shapley_low_t", "shapley_t", "shapley_high_t")
    )
    assert 0 < low < value < high
    said = target.with_suffix(".txt").read_text(encoding="utf-8")
    assert "Whiskers: 95% range." in said and f"seed {SEED}, " in said


@pytest.mark.parametrize("width", ["single", "double"])
@pytest.mark.parametrize("name", [str(SMALL), "cop15-kunming", "kunming-2030"])
def test_whiskers_stay_on_the_axes(name: str, width: str) -> None:
    from carbonmeet.estimation import simulate

    result = estimated(name)
    table = KINDS["ranking"].collect(simulate(result))
    figure = in_print_style(KINDS["ranking"].draw)(table, "zh", width, None)
    assert faults(figure) == []
    low = [one for one in table.numbers("shapley_low_t") if one == one]
    assert figure.axes[0].get_xlim()[0] <= min(low)


@pytest.mark.heavy
def test_all_figures_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = SMALL.read_text(encoding="utf-8").splitlines()
    bare = tmp_path / "bare.yaml"
    text = "\n".join(one for one in lines if not one.startswith(("offset:", "measures:")))
    bare.write_text(text, encoding="utf-8")
    folder = tmp_path / "figures"
    with pytest.raises(SystemExit) as ended:
        main(["chart", str(bare), "--all", "--format", "svg", "-o", str(folder)])
    assert ended.value.code == 0
    made = {path.stem for path in folder.glob("*.svg")}
    assert made == set(KINDS) - {
        "forest",
        "area",
        "ranking",
        "macc",
        "programmes",
        "waterfall",
        "parcels",
        "host",
        *CITY,
    }
    assert "years: left out: the scenario is a meeting: years by sector" in (
        told := capsys.readouterr().err
    )
    assert "forest: left out: the scenario has no 'offset' block" in told


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--kind", "waterfal"], "no kind of figure 'waterfal'. Did you mean 'waterfall'?"),
        (["--kind", "forest", "--width", "dubble"], "no width 'dubble'. Did you mean 'double'?"),
        (["--kind", "forest", "--width", "12 mm"], "a figure is 80 to 420 mm wide, not 12"),
    ],
)
def test_mistakes_are_named(options: list[str], message: str) -> None:
    done = CliRunner().invoke(command, [str(SMALL), *options])
    assert isinstance(done.exception, CarbonmeetError)
    assert message in str(done.exception)


def test_kind_or_all() -> None:
    assert CliRunner().invoke(command, [str(SMALL)]).exit_code == 2
    assert CliRunner().invoke(command, [str(SMALL), "--all", "--kind", "forest"]).exit_code == 2


# ------------------------------------------------------------------------------ small helpers


@pytest.mark.parametrize("gap", [1.0, 2.5])
@pytest.mark.parametrize("wanted", [[0, 0, 0], [1, 1.1, 5, 5, 5.2, 9], [3], []])
def test_labels_are_moved_apart(wanted: list[float], gap: float) -> None:
    places = style.spread_apart(wanted, gap, -100, 100)
    assert len(places) == len(wanted)
    assert all(b - a >= gap - 1e-9 for a, b in pairwise(places))
    mean = sum(wanted) / len(wanted) if wanted else 0
    assert not places or sum(places) / len(places) == pytest.approx(mean)


@given(st.floats(1e-3, 1e9), st.floats(1.0, 1e4))
def test_an_amount_is_rounded_once(value: float, times: float) -> None:
    """25.479 beside 27,793 is 25: by way of 25.5 it would be 26."""
    tonnes = style.Tonnes.of([value * times])
    exact, text = value / tonnes.size, tonnes.text(value)
    last = max(10.0**-tonnes.decimals, 10.0 ** (np.floor(np.log10(exact)) - 2))
    shown = 0.0 if text.startswith("<") else float(text.replace(",", ""))
    assert abs(shown - exact) <= last / 2 * (1 + 1e-9)


def test_labels_stay_between_the_ends() -> None:
    places = style.spread_apart([0.0, 0.1, 0.2, 9.9, 10.0], 2.0, 0.0, 10.0)
    assert places[0] >= 0.0 and places[-1] <= 10.0
    assert all(b - a >= 2.0 - 1e-9 for a, b in pairwise(places))


# ---------------------------------------------------------------------- more of one answer


def test_groups_emit_what_their_lines_do() -> None:
    result, table = estimated("forum-1500"), collected("origins", "forum-1500")
    lines = zip(result.workings.model.lines, result.workings.baseline.kg, strict=True)
    tagged = sum(kg for one, kg in lines if any(t.startswith("group:") for t in one.activity.tags))
    assert total(table, "baseline_t") == pytest.approx(tagged / 1000)
    for people, tonnes, each in zip(
        *(table.numbers(name) for name in ("people", "baseline_t", "t_per_head")), strict=True
    ):
        assert each == pytest.approx(tonnes / people)


def test_frames_part_one_total() -> None:
    table, sums = collected("frames", "cop15-kunming"), dict[str, float]()
    for frame, tonnes in zip(table.texts("frame"), table.numbers("baseline_t"), strict=True):
        sums[frame] = sums.get(frame, 0.0) + tonnes
    whole = estimated("cop15-kunming").baseline.total.value
    assert len(sums) > 3 and list(sums.values()) == pytest.approx([whole] * len(sums))


@pytest.mark.parametrize("kind", ["frames", "methods"])
def test_frames_and_methods_of_a_city_are_those_of_its_year(kind: str) -> None:
    city = estimated("kunming-2030")
    for year in (2025, 2030):
        one = in_one_year(city, year)
        table = KINDS[kind].collect(one)
        base = table.facts.get("baseline") or total(table, "baseline_t")
        assert base == pytest.approx(one.baseline.total.value)


def test_wedges_lie_between_the_lines() -> None:
    table = collected("wedges", "kunming-2030")
    for year in (2021, 2023, 2025, 2030):
        rows = [row for row in table.rows if row[1] == year]
        [line] = [row for row in rows if row[0] == "total"]
        saved = sum(float(row[7] or 0) for row in rows if row[0] == "wedge")
        assert float(line[5] or 0) - float(line[6] or 0) == pytest.approx(saved, abs=1e-6)
    with pytest.raises(CarbonmeetError, match="one year"):
        KINDS["wedges"].collect(estimated("kunming-2023"))


def test_parcels_make_the_forest(tmp_path: Path) -> None:
    block = "offset: {stand: yunnan-pine, planted: 2021, rules: event-practice-20-year, parcels: "
    block += "[{id: A, area: 100 mu}, {id: B, area: 50 mu, planted: 2024}]}"
    result = estimated(changed(tmp_path, "offset:", block))
    table = KINDS["parcels"].collect(result)
    assert set(table.texts("parcel")) == {"A", "B"}
    offset = result.workings.offset
    assert offset is not None
    for row in offset.curve:
        cells = zip(table.numbers("year"), table.numbers("creditable_t"), strict=True)
        assert sum(t for year, t in cells if year == row.year) == pytest.approx(row.creditable)
    for width in ("single", "double"):
        assert faults(KINDS["parcels"](result, lang="zh", width=width)) == []


def test_scenarios_beside_each_other_have_paired_ranges() -> None:
    found = cm.compare("cop15-kunming", "cop15-hybrid", draws=200)
    table = charts.scenarios.collect(found)
    rows = {str(row[0]): row for row in table.rows if row[0] != "source"}
    assert rows["difference"][5] == pytest.approx(found.difference.value)
    parts = [float(row[5] or 0) for row in table.rows if row[0] == "source"]
    assert sum(parts) == pytest.approx(found.difference.value)
    high = float(rows["difference"][7] or 0)
    assert high < 0  # never an increase, though the totals overlap
    first, second = (row for row in table.rows if row[0] == "total")
    assert float(second[7] or 0) > float(first[6] or 0)
    for lang in LANGS:
        for width in ("single", "double"):
            assert faults(charts.scenarios(found, lang=lang, width=width)) == []


def test_scenarios_and_host_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, options in (
        ("a", ["--compare", "cop15-phase1-as-held"]),
        ("b", ["--in", "kunming-2030"]),
    ):
        target = str(tmp_path / f"{name}.svg")
        with pytest.raises(SystemExit) as ended:
            main(["chart", "cop15-as-held-measures", *options, "-o", target])
        assert ended.value.code == 0
    assert "drawn in pairs" in (tmp_path / "a.txt").read_text(encoding="utf-8")
    assert "not added up" in (tmp_path / "b.txt").read_text(encoding="utf-8")
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(["chart", str(SMALL), "--compare", "forum-1500", "--kind", "macc"])
    assert ended.value.code == 2
    assert "--compare draws the kind scenarios" in capsys.readouterr().err
    with pytest.raises(CarbonmeetError, match="answer of compare"):
        charts.write(estimated(), "scenarios", tmp_path / "c.svg")
    with pytest.raises(CarbonmeetError, match="--in CITY"):
        charts.write(estimated(), "host", tmp_path / "c.svg")


@pytest.mark.parametrize("kind", ["comparison", "frames", "origins"])
def test_words_keep_their_width_at_few_dots(kind: str) -> None:
    """Letters that snap to coarse dots are wider than measured: names were cut, keys ran over."""
    figure = cm.charts.KINDS[kind](cm.estimate("cop15-kunming"))
    widths = {}
    for dots in (72, 300):
        figure.set_dpi(dots)
        with canvas.print_style():  # as when it is written
            found = boxes(figure)
        widths[dots] = np.array([box.width / dots for _text, box in found])
        assert min(box.x0 for _text, box in found) >= -0.5
    assert np.abs(widths[72] - widths[300]).max() < 0.03 * max(widths[300])


def test_parts_of_a_frame_never_look_alike() -> None:
    from carbonmeet.view.figures.kinds import frames

    for name in ("cop15-kunming", "kunming-2023"):
        table = frames.collect(cm.estimate(name))
        for parts in frames._stacks(table, "en").values():
            assert (
                len({one.fill for one in parts}) == len({one.name for one in parts}) == len(parts)
            )
    many = [(str(i), f"category {i}", 20.0 - i) for i in range(15)]
    found = list(frames._filled(many, "en"))
    assert len({one.fill for one in found}) == len(found) == len(frames._FILLS)
    assert sum(one.t for one in found) == sum(t for *_, t in many)
    assert found[-1].name == "6 others"


@pytest.mark.parametrize("name", ["kunming-2023", str(SMALL)])
def test_what_a_frame_does_not_take_is_no_part_of_its_sum(name: str) -> None:
    table = collected("frames", name)
    figure = drawn("frames", "en", "single", name=name)
    inside: dict[str, float] = {}
    for row in table.rows:
        frame, category, t = str(row[1]), row[3], float(row[6] or 0.0)
        inside[frame] = inside.get(frame, 0.0) + (t if category != "outside" else 0.0)
    told = {text.replace("\n", " ") for text, _ in boxes(figure)}
    whole = sum(float(row[6] or 0.0) for row in table.rows if row[0] == table.rows[0][0])
    tonnes = style.Tonnes.of([whole])
    for frame, t in inside.items():
        some = "" if t == pytest.approx(whole) else f"{tonnes.text(t)} of "
        assert f"{frame}: {some}{tonnes.said(whole)}" in told
    assert not any("..." in one for one in told)  # no name is cut


@pytest.mark.parametrize("name", ["kunming-2023", "cop15-kunming", str(SMALL)])
@pytest.mark.parametrize("width", ["single", "double"])
def test_no_line_runs_through_a_share(name: str, width: str) -> None:
    figure = drawn("shares", "en", width, name=name)
    labels = boxes(figure)
    axes = figure.axes[0]
    for line in axes.lines:
        ends = axes.transData.transform(np.column_stack(line.get_data()))
        for (x0, y0), (x1, y1) in pairwise(ends):
            along = np.linspace(0.0, 1.0, 200)[:, None]
            points = np.array([x0, y0]) + along * np.array([x1 - x0, y1 - y0])
            for text, box in labels:
                within = (points > [box.x0, box.y0 + 2]) & (points < [box.x1, box.y1 - 2])
                assert not within.all(axis=1).any(), text


@pytest.mark.parametrize("name", [str(SMALL), "starter", "cop15-phase1-as-held"])
def test_the_curve_of_shares_online_begins_at_the_baseline(name: str) -> None:
    """Four in ten of the starter come by train: the rule that compares places has all fly."""
    whole = estimated(name).baseline.total.value
    table, figure = collected("online", name), drawn("online", "en", name=name)
    for rule in ("alike", "farthest", "most"):
        assert table.numbers(f"{rule}_t")[0] == pytest.approx(whole)
    *curves, mark = figure.axes[0].lines
    assert [line.get_ydata()[0] for line in curves] == pytest.approx([mark.get_ydata()[0]] * 3)


def test_a_curve_of_other_journeys_says_so() -> None:
    """Of a list places are compared by journeys made anew: they need not be the baseline's."""
    table = collected("online")
    listed = replace(table, facts={**table.facts, "listed": True})
    for lang, own, anew in (
        ("en", "those of the scenario", "made anew"),
        ("zh", "与情景文件一致", "重新推算"),
    ):
        assert own in KINDS["online"].shows(table, lang)
        assert anew in KINDS["online"].shows(listed, lang)


def test_every_mark_of_ranges_has_a_key() -> None:
    ranged = cm.simulate(estimated(), draws=50)
    for lang, words in (("en", "95% range"), ("zh", "95%区间")):
        assert words in {text for text, _ in boxes(KINDS["ranking"](ranged, lang=lang))}
        assert words not in {text for text, _ in boxes(KINDS["ranking"](estimated(), lang=lang))}
    said = {text for text, _ in boxes(KINDS["uncertainty"](ranged))}
    assert {"input at its low end", "input at its high end", "share of variance"} <= said


def test_names_of_rows_are_whole_on_one_column() -> None:
    for kind in ("ranking", "methods", "indicators"):
        for width in ("single", "double"):
            texts = [text for text, _ in boxes(drawn(kind, "en", width, name="kunming-2030"))]
            assert not [text for text in texts if text.endswith("...")]


def test_what_is_magnified_has_figures_of_its_own() -> None:
    table = Table.of(
        ("source", "source_en", "source_zh", "period", "period_en", "period_zh")
        + ("baseline_t", "residual_t"),
        [
            ("transport.air", "Air", "航空", "p", "P", "P", 4.8e6, 4.8e6),
            ("lodging", "Lodging", "住宿", "p", "P", "P", 23600.0, 23600.0),
            ("waste", "Waste", "废弃物", "p", "P", "P", 1290.0, 1290.0),
        ],
    )
    figure = in_print_style(KINDS["sources"].draw)(table, "en", "double", None)
    assert [text.get_text().split()[0] for text in figure.axes[1].texts] == ["0.0013", "0.0236"]


@pytest.mark.parametrize(
    ("tonnes", "unit"), [(0.00083, "kg"), (250.0, "t"), (250e3, "kt"), (4e6, "Mt")]
)
@pytest.mark.parametrize("width", ["single", "double"])
def test_numbers_of_the_ranking_are_read_on_its_axis(tonnes: float, unit: str, width: str) -> None:
    names = ("id", "name_en", "name_zh", "area", "uptake", "shapley_t", "alone_t", "last_in_t")
    rows = [
        (one, one, one, "transport", 0.5, *(part * tonnes,) * 4, None, None)
        for one, part in (("T1", 1.0), ("T2", 0.5), ("T3", 0.05))
    ]
    table = Table.of((*names, "in_order_t", "shapley_low_t", "shapley_high_t"), rows)
    figure = in_print_style(KINDS["ranking"].draw)(table, "en", width, None)
    for axes in figure.axes:
        assert f"({unit} CO₂e)" in axes.get_xlabel()
        widths = {
            round(bar.get_y() + bar.get_height() / 2, 6): bar.get_width()
            for bar in axes.patches
            if isinstance(bar, Rectangle)
        }
        for text in axes.texts:
            if (said := text.get_text().replace(",", "")).strip(" ▶"):
                bar = widths[round(text.get_position()[1], 6)]
                assert float(said) == pytest.approx(bar, rel=5e-3, abs=5e-3 * max(widths.values()))


def test_where_no_measure_acts_there_is_no_before_and_after() -> None:
    still = cm.estimate(cm.load_scenario(str(SMALL)).replace({"measures": "none"}))
    names = KINDS["comparison"].collect(still).texts("name_en")
    assert names[:2] == ["This scenario", "This scenario: travel only"]
    assert not [name for name in names if "measures" in name]
    assert [name for name in collected("comparison").texts("name_en") if "after measures" in name]


def test_a_large_forest_takes_no_figure_from_the_baseline() -> None:
    kinds = ("level", "change", "level", "offset", "rest")
    tonnes = (90.49, -1.52, 88.97, -382.9, -293.9)
    rows = [
        (f"step{i}", "x", "x", kind, t)
        for i, (kind, t) in enumerate(zip(kinds, tonnes, strict=True))
    ]
    table = Table.of(
        ("step", "step_en", "step_zh", "kind", "t_co2e"),
        rows,
        planned=True,
        wood=True,
        horizon=2046,
    )
    figure = in_print_style(KINDS["waterfall"].draw)(table, "en", "double", None)
    said = [text.get_text() for text in figure.axes[0].texts]
    assert said == ["90.5", "−1.52", "89.0", "−383", "−294"]


def test_groups_of_one_name_are_told_apart() -> None:
    from carbonmeet.view.figures.kinds import origins

    for lang in ("en", "zh"):
        names = origins.collect(cm.estimate("cop15-kunming")).texts(f"name_{lang}")
        assert len(set(names)) == len(names) and any(
            "olunteers, " in n or "志愿者·" in n for n in names
        )


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("area", "cop15-kunming"),
        ("forest", "cop15-kunming"),
        ("online", str(SMALL)),
        ("wedges", "kunming-2030"),
    ],
)
def test_curves_are_told_apart_without_their_colours(kind: str, name: str) -> None:
    for axes in drawn(kind, "en", name=name).axes:
        curves = [line for line in axes.lines if len(line.get_xdata()) > 3]
        dashes = {str(line._unscaled_dash_pattern) for line in curves}
        assert len(dashes) == len(curves)


@pytest.mark.parametrize("kind", ["uncertainty", "wedges", "waterfall"])
def test_one_figure_has_one_unit(kind: str) -> None:
    """Savings of some kt beside a city's Mt are Mt too, and one saving is written in one way."""
    figure = drawn(kind, "en", "double", name="kunming-2030")
    said = [text for text, _ in boxes(figure)]
    units = {found for one in said for found in re.findall(r"\b(t|kt|Mt) CO₂e", one)}
    assert units == {"Mt"}
    if kind == "waterfall":
        savings = [
            {text.get_text() for text in axes.texts if "−" in text.get_text()}
            for axes in figure.axes
        ]
        assert savings[0] == savings[1] and len(savings[0]) == 3
    if kind == "uncertainty":  # each number to three figures, zeros and all
        headings = [one for one in said if one.endswith(") Mt CO₂e")]
        digits = [re.findall(r"[\d.]+", one)[:3] for one in headings]
        assert len(digits) == 3
        assert {len(one.replace(".", "").lstrip("0")) for some in digits for one in some} == {3}


def test_a_difference_keeps_its_sign() -> None:
    """However small: in tonnes and in per cent."""
    base = collected("methods", "forum-1500")
    for value in (40.0, 0.001, -0.001, -9.0):
        row = (*base.rows[0][:-2], value, value)
        table = Table(base.columns, (row,), dict(base.facts))
        axes = in_print_style(KINDS["methods"].draw)(table, "en", "double", None).axes[0]
        (text,) = (one.get_text() for one in axes.texts)
        assert text.count("+" if value > 0 else "−") == 2, text
    assert "< " not in text


@pytest.mark.parametrize("kind", ["uncertainty", "programmes"])
def test_a_city_of_megatonnes_is_drawn_in_megatonnes(kind: str) -> None:
    result = cm.estimate("kunming-2030")
    figure = KINDS[kind](result)
    named = [axes.get_xlabel() + axes.get_ylabel() for axes in figure.axes]
    assert any("(Mt CO₂e)" in one for one in named)
    words = [text for text, _ in boxes(figure)]
    assert not any(
        len(one.replace(",", "")) > 6 and one.replace(",", "").isdigit() for one in words
    )


@pytest.mark.parametrize(
    "kind", ["area", "forest", "programmes", "sankey", "sources", "uncertainty"]
)
def test_a_meeting_of_megatonnes_has_room_for_its_numbers(kind: str) -> None:
    result = _crowd()
    assert result.baseline.total.value > 1e6
    assert faults(KINDS[kind](result, width="single")) == []


@cache
def _crowd() -> Answer:
    """The small meeting with a city's worth of people."""
    small = estimated().workings.scenario
    return cm.estimate(small.replace({'groups["Delegates from Beijing"].people': 5_000_000}))


@pytest.mark.heavy
@pytest.mark.skipif(sys.platform != "linux", reason="a folder in which nobody can write")
def test_a_home_that_cannot_be_written_to_is_no_news(tmp_path: Path) -> None:
    """Where matplotlib keeps its fonts is not the business of who draws a figure."""
    environment = {name: value for name, value in os.environ.items() if name != "MPLCONFIGDIR"}
    environment |= {"HOME": "/proc/none", "TMPDIR": str(tmp_path)}
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "carbonmeet", "chart", "forum-1500", "--kind", "sources"]
    done = subprocess.run(
        [*command, "-o", str(tmp_path / "a.pdf")], env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert {one.name for one in tmp_path.iterdir()} == {"a.pdf", "a.csv", "a.txt"}
