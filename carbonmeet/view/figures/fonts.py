"""The font that travels with the package, and text that it can show."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path

from matplotlib import font_manager, get_data_path
from matplotlib.ft2font import FT2Font, LoadFlags

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.text import Message, _, joined
from carbonmeet.view.figures.dress import DRESS
from carbonmeet.view.figures.style import subscripts

__all__ = ["FAMILIES", "FONT_FILE", "clean", "families", "fit", "looked_for"]
__all__ += ["advice", "register", "text_width", "widest", "wrap"]

FONT_FILE = Path(__file__).resolve().parents[2] / "_fonts" / "CarbonmeetSans-Regular.ttf"
#: Ours first; the one that matplotlib ships for scripts that ours lacks.
FAMILIES = ("Carbonmeet Sans", "DejaVu Sans")
#: 〓 stands for a character that cannot be shown, as Chinese printers have it.
MISSING = "〓"
_MM_PER_PT = 25.4 / 72
#: They choose the look of the character before them and have none of their own.
_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))
#: Not at the start of a line; not at its end.
_NO_START, _NO_END = frozenset("，。、；：？！）》」』”’%·…—-/"), frozenset("（《「『“‘(")
#: The font is Chinese, where this mark closes a quotation and is as wide as a character.
_APOSTROPHE = pattern_of("(?<=[A-Za-z])’(?=[A-Za-z])")
#: A last line shorter than that part of the width is a widow, and how narrow the others get for it.
_WIDOW, _SPARED = 0.15, 0.75
_LOCK = threading.Lock()
_known: dict[str, str] = {}
#: Characters that no font had, while somebody looks for them.
_missing: ContextVar[dict[str, None] | None] = ContextVar("missing", default=None)


def register() -> None:
    """Make the fonts known to matplotlib; each once."""
    families()


def families() -> list[str]:
    """Names of the fonts by which text is drawn, the first that has a character draws it.

    Raises
    ------
    CarbonmeetError
        If the font that was asked for cannot be read.
    """
    own = DRESS.get().font
    return [*([_family(own)] if own else []), _family(str(FONT_FILE)), FAMILIES[1]]


def _family(path: str) -> str:
    with _LOCK:
        if path not in _known:
            try:
                name = FT2Font(path).family_name
                font_manager.fontManager.addfont(path)
            except (OSError, RuntimeError) as error:
                why = getattr(error, "strerror", None) or str(error)
                raise CarbonmeetError(
                    _("cannot read the font {path}: {why}", path=path, why=why)
                ) from None
            _known[path] = name
        return _known[path]


@contextmanager
def looked_for() -> Iterator[dict[str, None]]:
    """The characters that no font has, of all text that is drawn in the block."""
    found: dict[str, None] = {}
    before = _missing.set(found)
    try:
        yield found
    finally:
        _missing.reset(before)


def advice(missing: Collection[str]) -> Message:
    """What to say of characters that no font has."""
    named = joined(f"{one} (U+{ord(one):04X})" for one in missing)
    return _(
        "no font here has {named}: shown as {mark}. "
        "Give a font that has them with --font FILE, in Python font=",
        named=named,
        mark=MISSING,
    )


@cache
def _faces(own: str) -> tuple[FT2Font, ...]:
    dejavu = Path(get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")
    return tuple(FT2Font(one) for one in ([own] if own else []) + [str(FONT_FILE), str(dejavu)])


@cache
def _charmaps(own: str) -> tuple[Collection[int], ...]:
    return tuple(frozenset(face.get_charmap()) for face in _faces(own))


def _advance(character: str) -> float:
    """Width of a character in em."""
    return _advance_in(character, DRESS.get().font)


@lru_cache(maxsize=20000)
def _advance_in(character: str, own: str) -> float:
    for face, known in zip(_faces(own), _charmaps(own), strict=True):
        if ord(character) in known:
            with _LOCK:
                glyph = face.load_char(ord(character), flags=LoadFlags.NO_SCALE)
                return float(glyph.horiAdvance) / float(face.units_per_EM)
    return 1.0


def text_width(text: str, size: float) -> float:
    """Width of one line in mm; `size` in pt."""
    return sum(map(_advance, text)) * size * _MM_PER_PT


def widest(texts: Iterable[str], size: float) -> float:
    """Width of the longest line of some texts, in mm; 0 without any."""
    lines = (line for text in texts for line in text.split("\n"))
    return max((text_width(line, size) for line in lines), default=0.0)


def clean(text: str) -> str:
    """Text that is safe to draw: one line, no control characters, nothing without a glyph.

    The names of gases get their subscripts.

    Examples
    --------
    >>> clean("a\\tb\\u202ec\\x00"), clean("non-CO2 effects"), clean("Xi’an")
    ('a bc', 'non-CO₂ effects', "Xi'an")
    """
    composed = subscripts(unicodedata.normalize("NFC", " ".join(str(text).split())))
    composed = _APOSTROPHE.sub("'", composed)
    maps, missing = _charmaps(DRESS.get().font), _missing.get()
    shown = []
    for character in composed:
        kind = unicodedata.category(character)
        if kind[0] == "C" or character in _SELECTORS:
            continue
        if any(ord(character) in known for known in maps):
            shown.append(character)
            continue
        if kind != "Mn":  # a mark is left out: what it stands on is there
            shown.append(MISSING)
        if missing is not None:
            missing[character] = None
    return "".join(shown)


def fit(text: str, mm: float, size: float) -> str:
    """One line of at most `mm`, cut with an ellipsis where it is longer."""
    line = clean(text)
    if text_width(line, size) <= mm:
        return line
    room = mm - text_width("…", size)
    at, used = 0, 0.0
    while used <= room:
        used += _advance(line[at]) * size * _MM_PER_PT
        at += 1
    line = line[: max(at - 1, 0)].rstrip(" ，,、(（:：")
    return line + _dots(line)


def _dots(line: str) -> str:
    """The ellipsis stands on the line after Latin letters, in its middle after Chinese ones."""
    return "…" if line and _is_wide(line[-1]) else "..."


def wrap(text: str, mm: float, size: float, lines: int = 2) -> str:
    """Text in at most `lines` lines of at most `mm` each; the last is cut where it must be.

    No line is left to a character or two where the lines before it can spare some.
    """
    found = _wrapped(text, mm, size, lines)
    last = found.rpartition("\n")[2]
    if last != found and text_width(last, size) < _WIDOW * mm:
        closer = _wrapped(text, _SPARED * mm, size, lines)
        if "".join(closer.split()) == "".join(found.split()):  # nothing is cut for it
            return closer
    return found


def _wrapped(text: str, mm: float, size: float, lines: int) -> str:
    rest = clean(text)
    done: list[str] = []
    while rest and len(done) < lines - 1 and text_width(rest, size) > mm:
        at = _break(rest, mm, size)
        done.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    if rest or not done:
        done.append(fit(rest, mm, size))
    return "\n".join(done)


def _break(text: str, mm: float, size: float) -> int:
    """Where to end the first line: after a space or between Chinese characters."""
    most, used = 0, 0.0
    for character in text:
        used += _advance(character) * size * _MM_PER_PT
        if used > mm:
            break
        most += 1
    if most < len(text):  # best of all, before a bracket or after a pause if it is not too early
        for at in range(most, most // 3, -1):
            if text[at] in "（(" or text[at - 1] in "，、；：":
                return at
    for at in range(most, 0, -1):
        before, after = text[at - 1], text[at] if at < len(text) else ""
        if before == " " or after == " ":
            return at
        wide = _is_wide(before) or _is_wide(after)
        if wide and after not in _NO_START and before not in _NO_END:
            return at
    return max(most, 1)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in ("W", "F") if character else False
