"""Builds a document that is filed: entries as rows, tables, and what is still open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from carbonmeet.answer.offset import frame_words
from carbonmeet.base.language import check_lang
from carbonmeet.base.text import Label, Lang, _
from carbonmeet.view.blocks import (
    Block,
    Bullets,
    Column,
    Document,
    Note,
    Paragraph,
    Section,
    Table,
    cleaned,
)
from carbonmeet.view.matter import Matter
from carbonmeet.view.pages.documents.fields import FIELDS, key_of
from carbonmeet.view.pages.documents.filing import Filing, Open
from carbonmeet.view.pages.documents.parts import PARTS
from carbonmeet.view.pages.documents.rows import Entry, entries
from carbonmeet.view.pages.documents.unmet import ISO, unmet
from carbonmeet.view.pages.documents.wording import declared
from carbonmeet.view.pages.report.build import imprint

if TYPE_CHECKING:
    from carbonmeet.answer import Answer

__all__ = ["DOCUMENTS", "build_document"]

#: The documents, and what they are called.
DOCUMENTS: Mapping[str, Label] = {
    "plan": _("Carbon-neutrality implementation plan"),
    "account": _("Greenhouse gas accounting report"),
    "declaration": _("Self-declaration"),
}
_ISO = _("Statement under ISO 14068-1:2023")
#: How well it is known that somebody asks for an entry.
_KNOWN: Mapping[str, Label] = {
    "read": _("read"),
    "contents": _("contents page read"),
    "second-hand": _("as others report it"),
    "remembered": _("remembered, not read"),
}
_SECTIONS: Mapping[str, Label] = {
    "event": _("The event"),
    "boundary": _("Boundary"),
    "estimate": _("Estimated emissions"),
    "activity": _("Activity data"),
    "factors": _("Emission factors"),
    "emissions": _("Emissions"),
    "measures": _("Reduction measures"),
    "offset": _("Offsetting"),
    "forest": _("New forest"),
    "publication": _("Publication"),
    "review": _("Review"),
    "evidence": _("Evidence"),
    "iso": _("What ISO 14068-1:2023 asks for"),
    "words": _("Words"),
    "signatures": _("Signatures"),
}


def build_document(answer: Answer, document: str, lang: Lang = "en") -> Document:
    """A document as a tree of blocks.

    Parameters
    ----------
    answer : Answer
        Of a meeting; with ranges where it was simulated.
    document : {"plan", "account", "declaration"}
    lang : {"en", "zh"}

    Raises
    ------
    CarbonmeetError
        If the answer is that of a city.

    Examples
    --------
    >>> from carbonmeet.estimation import estimate
    >>> found = build_document(estimate("forum-1500"), "declaration", "zh")
    >>> found.subtitle
    '碳中和自我声明（草稿：尚不能声明）'
    """
    with frame_words(answer):
        return _built(Filing(Matter(check_lang(lang), answer)), document)


def _built(f: Filing, document: str) -> Document:
    answer, lang = f.m.answer, f.m.lang
    asked = [one for one in entries(document, f.frame) if _applies(f, one)]
    filled = [(one, FIELDS[one.field](f)) for one in asked] if f.organiser is not None else []
    told = _sections(f, document, filled)
    marks = _marks(f, told)
    sections = [_head(f, document, filled, marks.total()), *told, _open(f, marks)]
    sections.append(_basis(f, asked))
    title = _ISO if document == "declaration" and f.frame.key == ISO else None
    name = f.say(title or DOCUMENTS[document])
    draft = document == "declaration" and unmet(f)
    whole: Document = cleaned(
        Document(
            lang=lang,
            title=answer.scenario.title.get(lang),
            subtitle=name + (f.say(" (draft: cannot be declared yet)") if draft else ""),
            imprint=imprint(f.m),
            sections=tuple(one for one in sections if one is not None),
        )
    )
    return replace(whole, contents=False)  # a few pages need none


def _applies(f: Filing, one: Entry) -> bool:
    """Whether an entry is about something that the meeting has."""
    if one.section == "forest":
        return f.offset is not None and f.offset.has_forest
    if one.field in ("proof", "amount"):
        return f.offset is not None and bool(f.offset.credits)
    if one.field == "likely":
        return f.offset is not None and bool(f.offset.credits or f.offset.has_forest)
    return True


def _head(
    f: Filing, document: str, filled: list[tuple[Entry, str | None]], count: int
) -> Section | None:
    """The declared sentence, or who asks for the entries; how many are open is said at once."""
    blocks: list[Block] = []
    if document == "declaration":
        blocks.append(Paragraph(declared(f)))
        if reasons := unmet(f):
            blocks += [
                Note(f.say("It cannot be declared yet, because:")),
                Bullets(reasons),
            ]
    else:
        blocks += _asking(f, [one for one, _ in filled])
    if count:
        blocks.append(
            Note(
                f.say(
                    "{count} {what} open: marked in the text and listed at the end.",
                    count=count,
                    what="entry is" if count == 1 else "entries are",
                )
            )
        )
    return Section("head", f.say("Summary"), tuple(blocks)) if blocks else None


def _asking(f: Filing, listed: list[Entry]) -> list[Block]:
    """The rules that ask for the entries, by how well each is known."""
    found: dict[str, dict[str, None]] = {one: {} for one in _KNOWN}
    for who in (who for one in listed for who in one.asked if who.read != "ours"):
        found[who.read].setdefault(who.by.get(f.m.lang))
    points = [
        f.say("{known}: {rules}", known=_KNOWN[read], rules=f.m.say("; ").join(rules))
        for read, rules in found.items()
        if rules
    ]
    if not points:
        return []
    said = f.say(
        "Others ask for some of these entries; which, and how well that is known, is listed at the "
        "end. Read the texts themselves before you file this."
    )
    return [Paragraph(said), Bullets(tuple(points))]


def _sections(f: Filing, document: str, filled: list[tuple[Entry, str | None]]) -> list[Section]:
    names = dict.fromkeys(one.section for one, _ in filled)
    found = []
    for name in names:
        listed = [(one, text) for one, text in filled if one.section == name]
        part = PARTS.get((document, name))
        title = f.say(_SECTIONS[name])
        table = _table(f, document, name, title, listed)
        found.append(Section(name, title, (*table, *(part(f) if part else ()))))
    return found


def _table(
    f: Filing, document: str, name: str, title: str, listed: list[tuple[Entry, str | None]]
) -> tuple[Block, ...]:
    """The entries of a section and what fills them."""
    below = f.say("see below")
    rows = tuple(
        (f.say(one.name), text or f.open(key_of(f, one.field)))
        for one, text in listed
        if text != below
    )
    if not rows:
        return ()
    columns = (
        Column(f.say("Entry"), wide=1.4),
        Column(f.say("Content"), wide=3.6),
    )
    return (Table(f"{document}-{name}", title, columns, rows),)


def _marks(f: Filing, sections: list[Section]) -> Counter[tuple[str, str]]:
    """What is open wherever it is printed: entry, or table and column, and the key that fills it.

    A cell is counted under its table and column, for a record may have many rows.
    """
    found: Counter[tuple[str, str]] = Counter()
    tables = (one for part in sections for one in part.blocks if isinstance(one, Table))
    for table in tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row, strict=True):
                if isinstance(cell, Open):
                    alone = len(table.columns) == 2
                    name = f.say("{table}: {column}", table=table.caption, column=column.head)
                    found[str(row[0]) if alone else name, cell.key] += 1
    return found


def _open(f: Filing, marks: Counter[tuple[str, str]]) -> Section | None:
    """What nobody has said yet, how often, and which key of the file says it."""
    if not marks:
        return None
    rows = tuple(
        (name, key or f.say("by hand"), float(times)) for (name, key), times in marks.items()
    )
    columns = (
        Column(f.say("Entry"), wide=3),
        Column(f.say("Key of the scenario file"), "code", 2),
        Column(f.say("Times"), "count", 0.6),
    )
    title = f.say("Still open")
    return Section("open", title, (Table("open", title, columns, rows),))


def _basis(f: Filing, asked: list[Entry]) -> Section:
    """Who asks for each entry, and how well that is known."""
    rows = []
    for one in asked:
        for who in one.asked:
            if who.read != "ours":
                name = f.say(one.name)
                rows.append(
                    (name, who.by.get(f.m.lang), f.say(_KNOWN[who.read]), who.locator.get(f.m.lang))
                )
    text = f.say(
        "Only what was read is worded as a rule's. Of a contents page the "
        "title of the entry was read, and not its text. What is remembered "
        "was not read by us, and stands here because it may be asked for. "
        "Entries not listed are our own."
    )
    if not rows:
        text = f.say("No rule that we know of asks for these entries: all of them are our own.")
    columns = (
        Column(f.say("Entry"), wide=2),
        Column(f.say("Asked for by"), wide=2),
        Column(f.say("Known"), wide=1.2),
        Column(f.say("Where"), wide=2),
    )
    title = f.say("Whose entries these are")
    table = Table("basis", title, columns, tuple(rows))
    return Section("basis", title, (Paragraph(text), *([table] if rows else [])))
