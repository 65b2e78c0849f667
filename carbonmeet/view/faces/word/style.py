"""The styles of the Word report: Song for text, Hei for headings, a table of three rules."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from carbonmeet.base.text import Lang
from carbonmeet.view.typography import typography

if TYPE_CHECKING:
    from docx.document import Document as Word

__all__ = ["add_field", "begin_field", "end_field", "prepare", "settled"]

#: Fonts by role: Latin, and East Asian by the names that Chinese Word knows.
_TEXT = ("Times New Roman", "宋体")
_HEAD = ("Arial", "黑体")
_INK = RGBColor(0x1B, 0x24, 0x20)
_LEAF = RGBColor(0x1D, 0x6B, 0x4F)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_TABLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="CarbonmeetTable">
  <w:name w:val="Carbonmeet Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>
  <w:qFormat/>
  <w:tblPr><w:tblBorders>
    <w:top w:val="single" w:sz="10" w:space="0" w:color="1B2420"/>
    <w:bottom w:val="single" w:sz="10" w:space="0" w:color="1B2420"/>
    <w:insideH w:val="single" w:sz="2" w:space="0" w:color="C9D2CD"/>
  </w:tblBorders><w:tblCellMar>
    <w:left w:w="50" w:type="dxa"/><w:right w:w="50" w:type="dxa"/>
  </w:tblCellMar></w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>
    <w:bottom w:val="single" w:sz="6" w:space="0" w:color="1B2420"/>
  </w:tcBorders></w:tcPr></w:tblStylePr>
</w:style>"""


def prepare(word: Word, lang: Lang) -> None:
    """Set page, styles, language and page numbers."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(22), Mm(22)
    _style(word, "Normal", _TEXT, 10.5, after=6)
    _style(word, "Title", _HEAD, 22, color=_INK, after=4)
    _style(word, "Subtitle", _HEAD, 12, color=_LEAF, after=4)
    _style(word, "Heading 1", _HEAD, 15, color=_LEAF, before=18, after=6)
    _style(word, "Heading 2", _HEAD, 12, color=_INK, before=12, after=4)
    _style(word, "Caption", _HEAD, 9, color=_INK, before=6, after=4)
    _style(word, "List Bullet", _TEXT, 10.5, after=3)
    _style(word, "Imprint", _HEAD, 8, after=12, new=True)
    _style(word, "Table Text", _TEXT, 8, new=True)
    _style(word, "Table Number", _TEXT, 8, new=True)
    _style(word, "Figure", _TEXT, 10.5, before=6, new=True)
    _style(word, "Note", _HEAD, 10, before=4, after=8, new=True)
    _style(word, "Marks", _HEAD, 8, after=8, new=True)
    _style(word, "Body Text", _TEXT, 10.5, after=6)
    if inwards := typography(lang).indent:
        indent = OxmlElement("w:ind")
        indent.set(qn("w:firstLineChars"), str(100 * inwards))
        indent.set(qn("w:firstLine"), str(210 * inwards))  # twentieths of a point
        word.styles["Body Text"].element.get_or_add_pPr().append(indent)
    styles: Any = word.styles
    for level in (1, 2):  # Word's own names, which it writes small
        styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        styles[f"toc {level}"].base_style = styles["Normal"]
        _style(word, f"toc {level}", _TEXT, 10.5, before=4 - 2 * level, after=2)
        indent = styles[f"toc {level}"].paragraph_format
        indent.left_indent = Mm(6 * (level - 1))
        indent.tab_stops.add_tab_stop(Mm(170), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    styles["Table Number"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    styles["Figure"].paragraph_format.keep_with_next = True
    for name in ("Title", "Subtitle", "Heading 1", "Heading 2", "Caption"):
        styles[name].font.italic = False
    _bar(styles["Note"].element)
    _no_rule(styles["Title"].element)
    styles.element.append(parse_xml(_TABLE))
    _language(styles.element, lang)
    _page_numbers(section.footer.paragraphs[0])


def _style(
    word: Word,
    name: str,
    fonts: tuple[str, str],
    size: float,
    *,
    color: RGBColor | None = None,
    before: float = 0,
    after: float = 0,
    new: bool = False,
) -> None:
    styles: Any = word.styles
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) if new else styles[name]
    if new:
        style.base_style = styles["Normal"]
        style.quick_style = True
    style.font.name, style.font.size = fonts[0], Pt(size)
    named = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("ascii", "hAnsi", "eastAsia", "cs"):  # the theme would win over the name
        named.attrib.pop(qn(f"w:{attribute}Theme"), None)
        named.set(qn(f"w:{attribute}"), fonts[attribute == "eastAsia"])
    named.attrib.pop(qn("w:cstheme"), None)
    if color is not None:
        style.font.color.rgb = color
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)


def _bar(style: Any) -> None:
    """A rule at the left and a pale ground."""
    properties = style.get_or_add_pPr()
    border = parse_xml(
        f"<w:pBdr {nsdecls('w')}>"
        '<w:left w:val="single" w:sz="24" w:space="8" w:color="1D6B4F"/></w:pBdr>'
    )
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="EEF4F1"/>')
    spacing = properties.find(qn("w:spacing"))
    spacing.addprevious(border)
    spacing.addprevious(shade)


def _no_rule(style: Any) -> None:
    properties = style.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _language(styles: Any, lang: Lang) -> None:
    for mark in styles.iter(qn("w:lang")):
        mark.set(qn("w:val"), "en-GB")
        mark.set(qn("w:eastAsia"), "zh-CN")
    for fonts in styles.find(qn("w:docDefaults")).iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for attribute in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{attribute}"), _TEXT[0])
        fonts.set(qn("w:eastAsia"), _TEXT[1])
        if typography(lang).east_asian:
            fonts.set(qn("w:hint"), "eastAsia")


def _page_numbers(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_field(paragraph, "PAGE", "1")
    paragraph.add_run(" / ")
    add_field(paragraph, "NUMPAGES", "1")


def add_field(paragraph: Any, instruction: str, result: str) -> None:
    """A field that Word updates, with the result it shows until then."""
    shown = paragraph.add_run(result)
    begin_field(paragraph, instruction, before=shown._r)
    end_field(paragraph)


def begin_field(paragraph: Any, instruction: str, before: Any = None) -> None:
    """Begin a field `before` a run, or before all that stands in a paragraph."""
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {instruction} "
    marks = []
    for mark in (_mark("begin"), code, _mark("separate")):
        run = paragraph.add_run()._r
        run.append(mark)
        marks.append(run)
    first = before if before is not None else next(_inside(paragraph))
    for run in marks:
        first.addprevious(run)


def _inside(paragraph: Any) -> Iterator[Any]:
    """What stands in a paragraph, without its properties."""
    return (one for one in paragraph._p if one.tag != qn("w:pPr"))


def end_field(paragraph: Any) -> None:
    """End the field that was begun, here or in a paragraph before."""
    paragraph.add_run()._r.append(_mark("end"))


def _mark(kind: str) -> Any:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def settled(data: bytes) -> bytes:
    """The same package without the hour it was made."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            item = zipfile.ZipInfo(name, _ZIP_DATE)
            item.compress_type, item.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            item.create_system = 3
            new.writestr(item, old.read(name))
    return buffer.getvalue()
