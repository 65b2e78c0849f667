"""Builds a document that is filed: entries as rows, tables, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

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
from carbonmeet.view.pages.documents.fields import FIELDS, KEYS, open_text
from carbonmeet.view.pages.documents.filing import Filing
from carbonmeet.view.pages.documents.parts import PARTS
from carbonmeet.view.pages.documents.rows import Asked, Entry, entries
from carbonmeet.view.pages.documents.unmet import ISO, unmet
from carbonmeet.view.pages.documents.wording import declared
from carbonmeet.view.pages.report.annexes import used_sources
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
    f = Filing(Matter(check_lang(lang), answer))
    asked = [one for one in entries(document, f.frame) if _applies(f, one)]
    filled = [(one, FIELDS[one.field](f)) for one in asked] if f.organiser is not None else []
    sections = [_head(f, document, filled), *_sections(f, document, filled)]
    sections += [_open(f, filled), _basis(f, asked)]
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
            sources=used_sources(f.m) if document == "account" else (),
        )
    )
    return replace(whole, contents=False)  # a few pages need none


def _applies(f: Filing, one: Entry) -> bool:
    """Whether an entry is about something that the meeting has."""
    if one.section == "forest":
        return f.offset is not None and f.offset.has_forest
    if one.field in ("proof", "amount"):
        return f.offset is not None and bool(f.offset.credits)
    return True


def _head(f: Filing, document: str, filled: list[tuple[Entry, str | None]]) -> Section | None:
    """The declared sentence, or which rules the document follows; what is open is said at once."""
    count = sum(1 for _, text in filled if text is None)
    blocks: list[Block] = []
    if document == "declaration":
        blocks.append(Paragraph(declared(f)))
        if reasons := unmet(f):
            blocks += [
                Note(f.say("It cannot be declared yet, because:")),
                Bullets(reasons),
            ]
    elif any(who.read != "ours" for one, _ in filled for who in one.asked):
        rules = f.frame.name.get(f.m.lang)
        blocks.append(
            Paragraph(
                f.say(
                    "Set out after: {rules}. What is known of its text, "
                    "and how, is listed at the end; read the text itself "
                    "before you file this.",
                    rules=rules,
                )
            )
        )
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


def _sections(
    f: Filing, document: str, filled: list[tuple[Entry, str | None]]
) -> list[Section | None]:
    names = dict.fromkeys(one.section for one, _ in filled)
    found: list[Section | None] = []
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
    rows = tuple((f.say(one.name), text or open_text(f)) for one, text in listed if text != below)
    if not rows:
        return ()
    columns = (
        Column(f.say("Entry"), wide=1.4),
        Column(f.say("Content"), wide=3.6),
    )
    return (Table(f"{document}-{name}", title, columns, rows),)


def _open(f: Filing, filled: list[tuple[Entry, str | None]]) -> Section | None:
    """What nobody has said yet, and which key of the file says it."""
    missing = [one for one, text in filled if text is None]
    if not missing:
        return None
    rows = tuple((f.say(one.name), KEYS.get(one.field, f.say("by hand"))) for one in missing)
    columns = (
        Column(f.say("Entry"), wide=3),
        Column(f.say("Key of the scenario file"), "code", 2),
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
                rows.append((name, who.by.get(f.m.lang), _known(f, who), who.locator.get(f.m.lang)))
    text = f.say(
        "Only what was read is worded as a rule's. What is remembered was "
        "not read by us, and stands here because it may be asked for. "
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


def _known(f: Filing, who: Asked) -> str:
    words = {
        "read": _("read"),
        "second-hand": _("as others report it"),
        "remembered": _("remembered, not read"),
    }
    return f.say(words[who.read])
