"""Make the font that the figures carry: a TrueType subset of Noto Sans CJK SC.

Usage, on Debian or Ubuntu, with the TrueType file of Source Sans 3 (github.com/adobe-fonts)::

    apt-get install fonts-noto-cjk
    python tools/make_font.py carbonmeet/_fonts --latin SourceSans3-Regular.ttf

The figures must read the same on a machine without Chinese fonts, so the package brings its own:
the Table of General Standard Chinese Characters (通用规范汉字表, 8,105), GB 2312, the common
traditional characters (level 1 of Big5), Latin with the diacritics of Europe, Greek, Cyrillic and
the symbols of a plan. The outlines become quadratic, because a PDF embeds TrueType (Type 42)
cleanly and OpenType/CFF not. Latin letters that the original lacks come from Source Sans 3, of
which its own are an enlargement. Subscript digits and thin spaces are added; the family gets a name
of its own, so that an installed copy of the original can never take its place.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.transform import Transform
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

DEFAULT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
FACE = "Noto Sans CJK SC"
FAMILY = "Carbonmeet Sans"
#: The general standard characters in the order of their table, 8,105 of them.
STANDARD = Path(__file__).with_name("standard_characters.txt")
#: Characters of personal and place names beyond GB 2312.
NAMES = "堃喆镕玥昇祎翀珺旸垚赟暐犇骉燚瑄祺婳玙璟翾濛珏湉晞睍偲珅瑀瑒祾粿粘煊浥濮浬塱栟崾垵峁畲"
SYMBOLS = "−–—―‘’“”†‡•…‰′″※€№™Ω←↑→↓∂∆∏∑√∞∫≈≠≡≤≥■□▲△▼▽◆◇○●★☆"
#: Curves are matched to a thousandth of the em: below what 1200 dpi shows at 9 pt.
TOLERANCE = 1.0
SUBSCRIPT = Transform(0.62, 0, 0, 0.62, 0, -120)
#: Latin with its diacritics: A to Extended-B, and Extended Additional.
LATIN = [*range(0x20, 0x250), *range(0x1E00, 0x1F00)]
SPACES = {0x2007: 555, 0x2009: 200, 0x202F: 200}  # figure, thin and narrow no-break space


def encoded(codec: str, rows: range) -> Iterator[str]:
    """Every character of some rows of a double-byte set, from the codec of the standard library."""
    for row in rows:
        for cell in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            try:
                yield bytes([row, cell]).decode(codec)
            except UnicodeDecodeError:
                continue


def standard() -> str:
    """The general standard characters."""
    return "".join(STANDARD.read_text(encoding="utf-8").split())


def wanted(known: dict[int, str]) -> list[int]:
    """Code points of the subset that the original has."""
    points = {*LATIN, *range(0x370, 0x500), *map(ord, standard() + NAMES + SYMBOLS)}
    points |= {*range(0x2010, 0x2028), *range(0x20A0, 0x20C0), *range(0xFF00, 0xFFEF)}
    points |= set(map(ord, encoded("gb2312", range(0xA1, 0xF8))))
    points |= set(map(ord, encoded("big5", range(0xA4, 0xC7))))  # the common ones
    return sorted(points & set(known))


def build(source: TTFont, latin: TTFont) -> TTFont:
    """The subset as a TrueType font."""
    known = source.getBestCmap()
    drawn, metrics = source.getGlyphSet(), source["hmtx"]
    glyphs, widths, cmap = {}, {}, {}

    def add(name: str, glyph: str, shift: Transform, scale: float) -> None:
        pen = TTGlyphPen(None)
        drawn[glyph].draw(TransformPen(Cu2QuPen(pen, TOLERANCE, reverse_direction=True), shift))
        glyphs[name] = pen.glyph()
        widths[name] = round(metrics[glyph][0] * scale)

    add(".notdef", ".notdef", Transform(), 1.0)
    for point in wanted(known):
        name = f"uni{point:04X}"
        add(name, known[point], Transform(), 1.0)
        cmap[point] = name
    add_latin(latin, source, glyphs, widths, cmap)
    for digit in range(10):
        name = f"uni{0x2080 + digit:04X}"
        add(name, known[ord(str(digit))], SUBSCRIPT, SUBSCRIPT.xx)
        cmap[0x2080 + digit] = name
    for point, width in SPACES.items():
        name = f"uni{point:04X}"
        glyphs[name], widths[name], cmap[point] = TTGlyphPen(None).glyph(), width, name
    return assemble(source, glyphs, widths, cmap)


def add_latin(
    latin: TTFont,
    source: TTFont,
    glyphs: dict[str, Any],
    widths: dict[str, int],
    cmap: dict[int, str],
) -> None:
    """Letters that the original lacks, enlarged as its own are."""
    known, own = latin.getBestCmap(), source.getBestCmap()
    scale = source["hmtx"][own[ord("n")]][0] / latin["hmtx"][known[ord("n")]][0]
    drawn = latin.getGlyphSet()
    for point in sorted(set(LATIN) & set(known) - set(cmap)):
        name, pen, whole = f"uni{point:04X}", TTGlyphPen(None), DecomposingRecordingPen(drawn)
        drawn[known[point]].draw(whole)
        whole.replay(TransformPen(pen, Transform(scale, 0, 0, scale, 0, 0)))
        glyphs[name], cmap[point] = pen.glyph(), name
        widths[name] = round(latin["hmtx"][known[point]][0] * scale)


def assemble(
    source: TTFont, glyphs: dict[str, Any], widths: dict[str, int], cmap: dict[int, str]
) -> TTFont:
    """Tables around the outlines; line metrics and legal names from the original."""
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(cmap)
    builder.setupGlyf(glyphs)
    left = {name: getattr(glyph, "xMin", 0) for name, glyph in builder.font["glyf"].glyphs.items()}
    builder.setupHorizontalMetrics({name: (widths[name], left[name]) for name in glyphs})
    old = source["hhea"]
    builder.setupHorizontalHeader(ascent=old.ascent, descent=old.descent)
    legal = {i: source["name"].getDebugName(i) for i in (0, 13, 14)}
    builder.setupNameTable(
        {
            "copyright": legal[0],
            "familyName": FAMILY,
            "styleName": "Regular",
            "uniqueFontIdentifier": f"{FAMILY}, subset of {FACE}",
            "fullName": FAMILY,
            "version": source["name"].getDebugName(5).split(";")[0],
            "psName": "CarbonmeetSans-Regular",
            "description": f"Subset of {FACE}, converted to TrueType; subscript digits added",
            "licenseDescription": legal[13],
            "licenseInfoURL": legal[14],
        }
    )
    os2 = source["OS/2"]
    builder.setupOS2(
        sTypoAscender=os2.sTypoAscender,
        sTypoDescender=os2.sTypoDescender,
        usWinAscent=os2.usWinAscent,
        usWinDescent=os2.usWinDescent,
        sxHeight=os2.sxHeight,
        sCapHeight=os2.sCapHeight,
        fsType=0,
    )
    builder.setupPost(keepGlyphNames=False)
    head = builder.font["head"]
    head.created, head.modified = source["head"].created, source["head"].modified
    builder.font.recalcTimestamp = False
    return builder.font


def main() -> None:
    """Write the font."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--source", type=Path, default=DEFAULT)
    parser.add_argument("--latin", type=Path, required=True)
    given = parser.parse_args()
    faces = TTCollection(given.source).fonts
    face = next(one for one in faces if one["name"].getDebugName(1) == FACE)
    target = given.folder / "CarbonmeetSans-Regular.ttf"
    build(face, TTFont(given.latin)).save(target)
    print(f"{target}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
