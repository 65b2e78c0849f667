"""Reports as they are read: annexes apart, pages across, marks explained, sums only of one year."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT

import carbonmeet as cm
from carbonmeet.answer import Answer
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.cli import main
from carbonmeet.view.faces.formats import render
from carbonmeet.view.pages.report.build import ANNEXES, build


@pytest.fixture(scope="module")
def forum() -> Answer:
    return cm.simulate(cm.estimate("forum-1500"), 60, 3)


@pytest.fixture(scope="module")
def city() -> Answer:
    return cm.simulate(cm.estimate("kunming-2030"), 60, 3)


@pytest.fixture(scope="module")
def page(forum: Answer) -> str:
    return render(forum, ".html").decode()


@pytest.fixture(scope="module")
def word(forum: Answer) -> Any:
    return docx.Document(io.BytesIO(render(forum, ".docx", "zh")))


def test_text_and_annexes_are_the_whole(forum: Answer) -> None:
    whole, main_part, rest = (build(forum, "en", part) for part in ("all", "main", "annexes"))
    names = [[section.id for section in one.sections] for one in (whole, main_part, rest)]
    assert names[1] + names[2] == names[0] and set(names[2]) <= set(ANNEXES)
    assert rest.title.endswith(": annexes")


def test_annexes_in_a_file_of_their_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "r.md"
    with pytest.raises(SystemExit) as ended:
        main(["report", "forum-1500", "--draws", "0", "--annexes", "separate", "-o", str(target)])
    assert ended.value.code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"r.md", "r-annexes.md"}
    assert capsys.readouterr().out.split() == [str(target), str(tmp_path / "r-annexes.md")]
    with pytest.raises(CarbonmeetError, match="without its annexes"):
        cm.report.write(cm.estimate("forum-1500"), tmp_path / "r.xlsx", annexes="none")
    with pytest.raises(CarbonmeetError, match="Did you mean 'separate'"):
        cm.report.write(cm.estimate("forum-1500"), tmp_path / "r.html", annexes="seperate")


def test_word_turns_wide_tables_and_indents_chinese(word: Any) -> None:
    across = [one.orientation == WD_ORIENT.LANDSCAPE for one in word.sections]
    assert True in across and not across[0] and not across[-1]
    indent = word.styles["Body Text"].element.pPr.xpath("w:ind/@w:firstLineChars")
    assert indent == ["200"]


def test_a_heading_stands_on_the_page_of_its_table_and_annexes_begin_with_their_contents(
    forum: Answer,
) -> None:
    import docx
    from docx.oxml.ns import qn

    word = docx.Document(io.BytesIO(render(forum, ".docx", part="annexes")))
    body = list(word.element.body.iterchildren())
    texts = ["".join(x.text or "" for x in one.iter(qn("w:t"))) for one in body]
    first = next(at for at, text in enumerate(texts) if text.startswith("Contents"))
    assert first < next(at for at, text in enumerate(texts) if text.startswith("1 In reporting"))
    heading = next(at for at, text in enumerate(texts) if text.endswith(" Factors used"))
    table = next(at for at in range(heading, len(body)) if body[at].tag == qn("w:tbl"))
    turned = [at for at, one in enumerate(body) if one.findall(f".//{qn('w:sectPr')}")]
    assert not [at for at in turned if heading <= at < table]


def test_captions_say_what_every_mark_is(page: str, word: Any) -> None:
    assert "what would be lost if it alone were dropped (stroke)" in page
    marks = [one.text for one in word.paragraphs if one.style.name == "Marks"]
    assert any("竖线" in one or "竖" in one for one in marks)


def test_a_telephone_gets_the_figures_of_one_column(page: str) -> None:
    assert page.count('<source media="(max-width: 40rem)"') == page.count("<img ") > 2
    assert "<script" not in page


def test_years_of_a_city_are_added_up_nowhere(city: Answer) -> None:
    """Neither in words nor in tables: every total is that of one year."""
    four = city.baseline.total.value
    for part in build(city, "en").blocks():
        assert f"{four:,.0f}" not in repr(part)
        for table in [part] if hasattr(part, "texts") else []:
            for row in table.rows:
                sums = [x for x in row if isinstance(x, float)]
                assert all(abs(x - four) > 1 for x in sums), table.id


def test_the_headline_of_a_city_tells_its_target_and_the_gap(city: Answer) -> None:
    [facts] = [one for one in build(city, "en").blocks() if type(one).__name__ == "Facts"][:1]
    [goal] = [one for one in facts.items if one.name == "Target for 2030"]
    assert city.city is not None
    [row] = [one for one in city.city.targets if one.source is None]
    # a city is told in millions of tonnes
    assert goal.value == row.most / 1e6 and goal.unit == "Mt CO2e"
    assert f"missed by {row.gap / 1e6:.3f} Mt" in goal.detail


@pytest.mark.heavy
def test_the_summary_of_the_workbook_follows_its_formulas(forum: Answer) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(render(forum, ".xlsx")))["summary"]
    formulas = [cell.value for row in sheet["A5:D17"] for cell in row if cell.data_type == "f"]
    assert any("'check'!$D$" in one for one in formulas)
    assert any("'check'!$G$" in one for one in formulas) and "='check'!$A$1" in formulas
    known = openpyxl.load_workbook(io.BytesIO(render(forum, ".xlsx")), data_only=True)
    cells = [cell.value for row in known["summary"]["B5:B8"] for cell in row]
    assert any(isinstance(x, float) and abs(x - forum.baseline.total.value) < 1e-6 for x in cells)


def test_years_in_the_workbook_are_numbers(city: Answer) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render(city, ".xlsx")))
    texts = [
        cell.value
        for name in ("factors", "years", "sources")
        for row in book[name].iter_rows(min_row=2)
        for cell in row
        if isinstance(cell.value, str) and cell.value in ("2021", "2023", "2025", "2030")
    ]
    assert texts == []
