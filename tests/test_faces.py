"""One answer, many faces: the same cells on a terminal, in Markdown, HTML, Word and Excel."""

from __future__ import annotations

import html
import io
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from carbonmeet.answer import Answer
from carbonmeet.base.data import data_dir
from carbonmeet.cli import screen as streams
from carbonmeet.cli.estimate import command
from carbonmeet.estimation import estimate, simulate
from carbonmeet.view.blocks import Bullets, Column, Heading, Paragraph, Table
from carbonmeet.view.faces.formats import render
from carbonmeet.view.faces.markdown import escape
from carbonmeet.view.faces.text import to_text, width, wrapped
from carbonmeet.view.matter import Matter
from carbonmeet.view.numerals import fixed, number, share, three
from carbonmeet.view.pages.answer import FULL, chapters, screen
from carbonmeet.view.pages.report.build import CHAPTERS, build

SHIPPED = sorted(path.stem for path in (data_dir("scenarios")).glob("*.yaml"))
#: What a planner reads without help, and pages may propose.
TALL, WIDE = 34, 80


@pytest.fixture(scope="module")
def forum() -> Answer:
    return simulate(estimate("forum-1500"), 200, 7)


def squeezed(text: str) -> str:
    plain = html.unescape(re.sub(r"<[^>]+>", "", text)).replace("\u200b", "")  # where keys break
    return re.sub(r"\s+", " ", plain).replace("₂", "2")


@pytest.mark.heavy
def test_every_face_shows_the_same_cells(forum: Answer) -> None:
    docx = pytest.importorskip("docx")
    report = build(forum)
    tables = [one for one in report.blocks() if isinstance(one, Table)]
    page = render(forum, ".html").decode()
    shown = [
        [
            [squeezed(cell) for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.S)]
            for row in re.findall(r"<tr>.*?</tr>", part, re.S)
        ]
        for part in re.findall(r"<table.*?</table>", page, re.S)
    ]
    words = [
        [[squeezed(cell.text) for cell in row.cells] for row in table.rows]
        for table in docx.Document(io.BytesIO(render(forum, ".docx"))).tables[1:]
    ]
    lines = render(forum, ".md").decode().splitlines()
    assert len(tables) == len(words) == len(shown)
    for table, in_page, in_word in zip(tables, shown, words, strict=True):
        cells = [[squeezed(cell) for cell in row] for row in table.texts()]
        assert in_page[1:] == cells, table.id
        assert in_word[1:] == cells, table.id
        on_screen = squeezed(to_text([table], None))
        for row in cells:
            assert " ".join(cell for cell in row if cell) in on_screen, table.id
        for row in table.texts()[: len(table.rows)]:
            if "address" not in [column.kind for column in table.columns]:
                assert "| " + " | ".join(map(escape, row)) + " |" in lines, table.id


@pytest.mark.parametrize("name", ["forum-1500", "cop15-kunming", "cop15-hybrid"])
def test_no_table_holds_the_dust_of_floating_point(name: str) -> None:
    report = build(simulate(estimate(name), 60, 3))
    for table in report.blocks():
        if not isinstance(table, Table):
            continue
        kinds = [column.kind for column in table.columns]
        tonnes = [
            abs(cell)
            for row in (*table.rows, *table.foot)
            for cell, kind in zip(row, kinds, strict=True)
            if kind in ("tonnes", "change") and isinstance(cell, float)
        ]
        assert all(one == 0 or one >= 1e-12 * max(tonnes) for one in tonnes), table.id
        assert not [cell for row in table.texts() for cell in row if re.search(r"\de[-−]\d", cell)]


def test_dust_is_cleared_when_a_table_is_made() -> None:
    columns = (Column("a"), Column("t", "tonnes"))
    table = Table("t", "", columns, (("x", 931.4), ("y", 5.7e-17)), (("z", -1.4e-16),))
    assert [row[1] for row in table.texts()] == ["931.4", "0.0", "0.0"]
    assert table.rows[1][1] == table.foot[0][1] == 0.0


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", SHIPPED)
def test_an_answer_is_one_screen(name: str, lang: str) -> None:
    answer = simulate(estimate(name), 40, parts=False)
    lines = to_text(screen(Matter(lang, answer), name), WIDE).splitlines()
    doubts = sum(line[:2] == "- " for line in lines) > 4  # they are never silent
    assert len(lines) <= TALL + 6 * doubts, "\n".join(lines)
    assert max(map(width, lines)) <= WIDE


def test_what_is_not_on_the_screen_has_a_name(forum: Answer) -> None:
    text = to_text(chapters(Matter("en", forum), CHAPTERS), None)
    for table in build(forum).blocks():
        if isinstance(table, Table):
            assert table.caption in text, table.id
    short = to_text(screen(Matter("en", forum), "forum-1500"))
    assert "forum-1500 --full" in short
    assert set(FULL) <= set(CHAPTERS)
    done = CliRunner().invoke(command, ["forum-1500", "--draws", "0", "--section", "forrest"])
    assert done.exit_code and "Did you mean 'forest'?" in str(done.exception)


def test_colours_are_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert not streams.coloured()
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert streams.coloured()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not streams.coloured()
    blocks = [Heading("Title"), Paragraph("text")]
    assert "\x1b" in to_text(blocks, colour=True) and "\x1b" not in to_text(blocks)


def test_nothing_on_the_screen_steers_it(tmp_path: Path) -> None:
    hostile = "a\x1b[31mred\x07"
    assert "\x1b" not in to_text([Heading(hostile), Paragraph(hostile), Bullets((hostile,))])
    assert "\x1b" not in to_text([Table("t", hostile, (Column(hostile),), ((hostile,),))])


texts = st.text("abc xyz-航空排放，。 12", min_size=1, max_size=60).map(str.strip).filter(bool)


@given(texts, st.integers(8, 40))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, columns: int) -> None:
    lines = wrapped(text, columns)
    assert max(map(width, lines)) <= columns
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.lists(st.tuples(texts, texts, st.floats(0, 1e7)), min_size=1, max_size=6))
def test_columns_line_up_in_both_scripts(rows: list[tuple[str, str, float]]) -> None:
    columns = (Column("one"), Column("二"), Column("t CO2e", "tonnes"))
    lines = to_text([Table("t", "", columns, tuple(rows))], 60).splitlines()
    assert max(map(width, lines)) <= 60
    assert len({width(line) for line in lines if re.search(r"\d$|CO2e$", line)}) <= 2


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_what_is_there_never_reads_as_zero(value: float) -> None:
    for text in (number(value), three(value), fixed(value, 1), share(value)):
        assert bool(re.search("[1-9]", text)) == bool(value), text
        assert "-" not in text and text.startswith("−") == (value < 0)
    assert three(value).replace(",", "").replace("−", "-") == "0" or float(
        number(value).replace(",", "").replace("−", "-")
    ) == pytest.approx(value, rel=5e-4, abs=0.5 if abs(value) >= 1 else 1e-300)
