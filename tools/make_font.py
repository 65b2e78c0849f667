"""Make the font that the figures carry: a TrueType subset of Noto Sans CJK SC.

Usage, on Debian or Ubuntu::

    apt-get install fonts-noto-cjk
    python tools/make_font.py carbonmeet/_fonts

The figures must read the same on a machine without Chinese fonts, so the package brings its own:
all characters of GB 2312, Latin with accents, Greek, Cyrillic, the symbols of a plan, and some
characters that personal names need and GB 2312 lacks. The outlines become quadratic, because a
PDF embeds TrueType (Type 42) cleanly and OpenType/CFF not. Subscript digits and thin spaces, which
the original lacks, are added; the family gets a name of its own, so that an installed copy of the
original can never take its place.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.transform import Transform
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

DEFAULT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
FACE = "Noto Sans CJK SC"
FAMILY = "Carbonmeet Sans"
#: Characters of personal and place names beyond GB 2312.
NAMES = "堃喆镕玥昇祎翀珺旸垚赟暐犇骉燚瑄祺婳玙璟翾濛珏湉晞睍偲珅瑀瑒祾粿粘煊浥濮浬塱栟崾垵峁畲"
SYMBOLS = "−–—―‘’“”†‡•…‰′″※€№™Ω←↑→↓∂∆∏∑√∞∫≈≠≡≤≥■□▲△▼▽◆◇○●★☆"
#: Curves are matched to a thousandth of the em: below what 1200 dpi shows at 9 pt.
TOLERANCE = 1.0
SUBSCRIPT = Transform(0.62, 0, 0, 0.62, 0, -120)
SPACES = {0x2007: 555, 0x2009: 200, 0x202F: 200}  # figure, thin and narrow no-break space


def gb2312() -> Iterator[str]:
    """Every character of GB 2312, from the codec of the standard library."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes([row, cell]).decode("gb2312")
            except UnicodeDecodeError:
                continue


def wanted(known: dict[int, str]) -> list[int]:
    """Code points of the subset that the original has."""
    ranges = [*range(0x20, 0x250), *range(0x370, 0x500), *range(0x1E00, 0x1F00)]
    ranges += [*range(0x2010, 0x2028), *range(0x20A0, 0x20C0), *range(0xFF00, 0xFFEF)]
    points = {*ranges, *map(ord, gb2312()), *map(ord, NAMES), *map(ord, SYMBOLS)}
    return sorted(points & set(known))


def build(source: TTFont) -> TTFont:
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
    for digit in range(10):
        name = f"uni{0x2080 + digit:04X}"
        add(name, known[ord(str(digit))], SUBSCRIPT, SUBSCRIPT.xx)
        cmap[0x2080 + digit] = name
    for point, width in SPACES.items():
        name = f"uni{point:04X}"
        glyphs[name], widths[name], cmap[point] = TTGlyphPen(None).glyph(), width, name
    return assemble(source, glyphs, widths, cmap)


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
    given = parser.parse_args()
    faces = TTCollection(given.source).fonts
    face = next(one for one in faces if one["name"].getDebugName(1) == FACE)
    target = given.folder / "CarbonmeetSans-Regular.ttf"
    build(face).save(target)
    print(f"{target}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
