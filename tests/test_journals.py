"""Figures for journals: widths and type, text in SVG, places in figures of the user's."""

from __future__ import annotations

import io
import re
import warnings
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.text import Text
from test_charts import SMALL, faults, shown_by

import carbonmeet as cm
from carbonmeet import charts
from carbonmeet.answer import Answer
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.told import Told
from carbonmeet.cli import main
from carbonmeet.view.figures import KINDS
from carbonmeet.view.figures.dress import Dress
from carbonmeet.view.figures.journals import journals


@cache
def answer(kind: str) -> Answer:
    return shown_by(kind)


def sizes(figure: Figure) -> set[float]:
    figure.draw_without_rendering()
    return {
        round(text.get_fontsize(), 3)
        for text in figure.findobj(Text)
        if isinstance(text, Text) and text.get_text().strip()
    }


def quiet(kind: str, **look: Any) -> Figure:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Told)  # of a height
        figure: Figure = getattr(charts, kind)(answer(kind), **look)
    return figure


@pytest.mark.parametrize("name", journals())
def test_rules_have_their_source(name: str) -> None:
    rules = journals()[name]
    assert rules.url.startswith("https://") and rules.locator
    assert rules.single_mm < rules.double_mm and rules.least_pt <= rules.most_pt


@pytest.mark.parametrize("name", journals())
@pytest.mark.parametrize("kind", ["ranking", "forest"])
def test_a_journal_has_its_width_its_type_and_its_height(kind: str, name: str) -> None:
    rules = journals()[name]
    for width, wide in (("single", rules.single_mm), ("double", rules.double_mm)):
        figure = quiet(kind, style=name, width=width, lang="zh")
        inches, high = figure.get_size_inches()
        assert inches * 25.4 == pytest.approx(wide)
        assert rules.high_mm is None or high * 25.4 <= rules.high_mm + 0.01
        found = sizes(figure)
        assert min(found) >= rules.least_pt - 1e-6 and max(found) <= rules.most_pt + 1e-6
        assert faults(figure) == []
        if rules.hatch == "no":
            assert not [one for one in figure.findobj(Patch) if one.get_hatch()]


@pytest.mark.parametrize("kind", ["wedges", "frames", "parcels", "shares", "macc"])
def test_no_fill_is_hatched_where_a_journal_takes_no_hatching(kind: str) -> None:
    def hatched(figure: Figure) -> list[Any]:
        fills = [*figure.findobj(Patch), *figure.findobj(Collection)]
        return [one for one in fills if one.get_hatch()]  # type: ignore[attr-defined]

    assert not hatched(quiet(kind, style="nature"))
    assert hatched(quiet(kind)) or kind == "parcels"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", ["ranking", "sources", "sankey", "waterfall"])
def test_numbers_of_an_axis_stand_apart_and_names_are_whole(kind: str, lang: Any) -> None:
    """With the largest type on the narrowest column there is room for fewer ticks."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Told)
        city = cm.charts.KINDS[kind](shown_by("years"), style="gbt7713", width="single", lang=lang)
    assert faults(city) == []
    for axes in city.axes:
        ends = axes.get_window_extent()
        ticks = sorted(
            (one for one in axes.get_xticklabels() if one.get_text()),
            key=lambda one: one.get_position()[0],
        )
        shown = [one.get_window_extent() for one in ticks]
        inside = [box for box in shown if ends.x0 - 1 <= (box.x0 + box.x1) / 2 <= ends.x1 + 1]
        assert all(a.x1 < b.x0 for a, b in pairwise(inside))
    said = [text.get_text() for text in city.findobj(Text)]
    assert not [text for text in said if "…" in text or "..." in text]


def test_a_figure_that_is_too_high_says_so() -> None:
    low = Dress(journals()["nature"]._replace(high_mm=30.0))
    table = KINDS["ranking"].collect(answer("ranking"))
    with pytest.warns(Told, match="Nature allows 30"):
        KINDS["ranking"].drawn(table, "en", "single", None, low)


def test_a_picture_has_the_dots_of_its_journal(tmp_path: Path) -> None:
    from PIL import Image

    for look, dots in (({"style": "elsevier"}, 500), ({"style": "elsevier", "dpi": 150}, 150)):
        path = charts.write(answer("shares"), "shares", tmp_path / "a.png", **look)[0]
        with Image.open(path) as image:
            assert image.info["dpi"][0] == pytest.approx(dots, abs=0.5)


@pytest.mark.heavy
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_draws_in_axes_of_the_users(kind: str) -> None:
    figure = Figure(figsize=(9, 8))
    ax, other = figure.subplots(1, 2, width_ratios=[3, 1])
    before = dict(mpl.rcParams)
    assert getattr(charts, kind)(answer(kind), ax=ax, lang="zh") is figure
    assert dict(mpl.rcParams) == before
    box, slack = ax.get_window_extent(), 3.0
    figure.draw_without_rendering()
    for axes in ax.child_axes:
        inner = axes.get_window_extent()
        assert box.x0 - slack <= inner.x0 <= inner.x1 <= box.x1 + slack
        assert box.y0 - slack <= inner.y0 <= inner.y1 <= box.y1 + slack
    assert other.axison and not ax.axison
    assert all(
        "Carbonmeet Sans" in text.get_fontfamily() for text in ax.findobj(Text) if _said(text)
    )


def _said(text: Any) -> bool:
    return bool(text.get_text().strip())


def test_axes_that_are_too_small_are_refused() -> None:
    ax = Figure(figsize=(2, 1)).subplots()
    with pytest.raises(CarbonmeetError, match="too small"):
        cm.charts.ranking(answer("ranking"), ax=ax)


def test_an_svg_keeps_its_text_where_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    charts.write(answer("sources"), "sources", path, lang="zh")
    assert "<text" not in path.read_text(encoding="utf-8")
    charts.write(answer("sources"), "sources", path, lang="zh", svg_text=True)
    text = path.read_text(encoding="utf-8")
    assert re.search(r"<text[^>]*>\s*航空", text) and "Carbonmeet Sans" in text


def test_a_character_without_a_glyph_is_named(tmp_path: Path) -> None:
    with pytest.warns(Told, match=r"한 \(U\+D55C\).*--font FILE"):
        charts.write(answer("shares"), "shares", tmp_path / "a.svg", title="한 堽㑇臺灣 Łódź")


def test_the_command_names_it_once_and_in_the_language_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--title", "林业🌳", "--lang", "zh", "-o", str(tmp_path / "a.png")]
    with pytest.raises(SystemExit) as ended:
        main(["chart", str(SMALL), "--kind", "shares", *options])
    assert ended.value.code == 0
    told = capsys.readouterr().err
    assert told.count("🌳 (U+1F333)") == 1 and "字体" in told


def test_a_font_of_ones_own_draws_what_ours_lacks() -> None:
    path = Path(mpl.get_data_path(), "fonts", "ttf", "DejaVuSerif.ttf")
    figure = cm.charts.shares(answer("shares"), font=str(path))
    assert {one.get_fontfamily()[0] for one in figure.findobj(Text) if _said(one)} == {
        "DejaVu Serif"
    }
    buffer = io.BytesIO()
    figure.savefig(buffer, format="pdf")
    assert b"DejaVuSerif" in buffer.getvalue()
    with pytest.raises(CarbonmeetError, match="cannot read the font"):
        cm.charts.shares(answer("shares"), font=str(SMALL))


def test_a_style_that_there_is_not_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["chart", str(SMALL), "--kind", "shares", "--style", "natur"])
    assert "Did you mean 'nature'" in capsys.readouterr().err
