"""The font in the package: what it holds, under which licence, and what text does with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from matplotlib import font_manager

from carbonmeet.view.figures import fonts

TOOLS = Path(__file__).parents[1] / "tools"


@pytest.fixture(scope="module")
def font() -> TTFont:
    return TTFont(fonts.FONT_FILE)


def gb2312() -> list[str]:
    found = []
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.append(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def test_every_character_of_gb2312(font: TTFont) -> None:
    known = font.getBestCmap()
    characters = gb2312()
    assert len(characters) == 7445  # 6,763 hanzi and 682 symbols
    assert [one for one in characters if ord(one) not in known] == []


def test_every_general_standard_character(font: TTFont) -> None:
    known = font.getBestCmap()
    table = "".join((TOOLS / "standard_characters.txt").read_text(encoding="utf-8").split())
    assert len(table) == len(set(table)) == 8105  # the table of 2013
    assert [one for one in table if ord(one) not in known] == []


def test_every_common_traditional_character(font: TTFont) -> None:
    known, found = font.getBestCmap(), []
    for row in range(0xA4, 0xC7):  # level 1 of Big5
        for cell in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            try:
                found.append(bytes([row, cell]).decode("big5"))
            except UnicodeDecodeError:
                continue
    assert len([one for one in found if one >= "一"]) >= 5401
    assert [one for one in found if ord(one) not in known] == []


@pytest.mark.parametrize(
    "letters",
    ["ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áéíóöőúüű", "ăâîșțşţ", "ğıİşçöü", "āčēģīķļņšūž", "ąčęėįšųū"]
    + ["æøåÆØÅ", "äöüßẞ", "àâçéèêëîïôœùûüÿ", "áéíñóúü¿¡", "ãõâêôàçü", "þðáéíóúýö", "ċġħżà", "ŵŷẁẅ"],
)
def test_latin_of_europe_comes_from_one_font(font: TTFont, letters: str) -> None:
    both = {*letters, *(one for one in letters.upper())}
    assert [one for one in both if len(one) == 1 and ord(one) not in font.getBestCmap()] == []


def test_borrowed_letters_are_of_one_size_with_the_others(font: TTFont) -> None:
    glyphs, known = font["glyf"], font.getBestCmap()
    own, borrowed = glyphs[known[ord("l")]], glyphs[known[ord("ł")]]
    assert borrowed.yMax == pytest.approx(own.yMax, abs=25)
    assert glyphs[known[ord("ı")]].yMax == pytest.approx(glyphs[known[ord("x")]].yMax, abs=25)


def test_the_font_is_small_enough_to_travel() -> None:
    assert fonts.FONT_FILE.stat().st_size < 3_600_000


@pytest.mark.parametrize(
    "needed", ["CO₂e", "−1\u202f234", "≤ 2 °C", "深圳衢州", "堃喆镕", "Klöwer"]
)
def test_what_figures_write(font: TTFont, needed: str) -> None:
    assert all(ord(one) in font.getBestCmap() for one in needed)


def test_truetype_with_a_name_of_its_own(font: TTFont) -> None:
    assert "glyf" in font and "CFF " not in font
    name = font["name"]
    assert name.getDebugName(1) == fonts.FAMILIES[0]
    assert "Adobe" in name.getDebugName(0)
    assert "Open Font License" in name.getDebugName(13)
    assert font["OS/2"].fsType == 0  # may be embedded


def test_the_licence_lies_beside_it() -> None:
    text = (fonts.FONT_FILE.parent / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "PERMISSION & CONDITIONS" in text and "Adobe" in text


def test_found_in_the_package_and_nowhere_else() -> None:
    fonts.register()
    path = font_manager.findfont(fonts.FAMILIES[0], fallback_to_default=False)
    assert path == str(fonts.FONT_FILE)


def test_subscripts_stand_low(font: TTFont) -> None:
    glyphs, known = font["glyf"], font.getBestCmap()
    two, low = glyphs[known[ord("2")]], glyphs[known[ord("₂")]]
    assert low.yMin < two.yMin
    assert (low.yMax - low.yMin) < 0.7 * (two.yMax - two.yMin)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("a\tb\nc", "a b c"),
        ("x\x00\x1b[31m", "x[31m"),
        ("\u202egpj.exe", "gpj.exe"),
        ("e\u0301", "é"),
        ("한", "〓"),
        ("$x^2$", "$x^2$"),
    ],
)
def test_clean(given: str, shown: str) -> None:
    assert fonts.clean(given) == shown


@pytest.mark.parametrize("text", ["Rail instead of flights", "中短途以铁路替代航空，优先直达"])
@pytest.mark.parametrize("mm", [12.0, 20.0, 35.0])
def test_wrapped_lines_keep_the_width(text: str, mm: float) -> None:
    lines = fonts.wrap(text, mm, 7.5, 2).split("\n")
    assert len(lines) <= 2
    assert all(fonts.text_width(line, 7.5) <= mm for line in lines)


def test_no_line_begins_with_a_full_stop() -> None:
    for mm in range(8, 40):
        lines = fonts.wrap("会场、酒店。餐饮，交通；住宿：宣传", float(mm), 7.5, 3).split("\n")
        assert not any(line[:1] in "、。，；：" for line in lines if line)


@pytest.mark.parametrize(
    "name", ["酒店采用 DEFRA 2019 中国值", "GHG Protocol: 17,600 of 30,300 t CO₂e"]
)
def test_no_line_is_left_to_a_widow(name: str) -> None:
    whole = fonts.text_width(name, 7.5)
    for part in (share / 100 for share in range(70, 100)):
        lines = fonts.wrap(name, whole * part, 7.5).split("\n")
        assert "".join("".join(lines).split()) == "".join(name.split())  # nothing is cut
        assert fonts.text_width(lines[-1], 7.5) >= 0.15 * whole * part
        assert all(fonts.text_width(line, 7.5) <= whole * part for line in lines)
