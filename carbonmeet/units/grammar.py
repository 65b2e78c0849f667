"""The strict grammar of quantities: text to a number and words, every character consumed.

After Unicode normalisation (NFKC) and in at most 80 characters::

    quantity = number [magnitude] [unit]          12 km    3607 亩    3 万吨    3 / day
    number   = [sign] digits [. digits] [e exponent]
    unit     = word {[*] word} {/ word}           kg CO2e / passenger / km
    word     = a word of units.txt [^ 1..4]       m^2   m²   人   万元

A product after a ``/`` is refused because people read ``a / b * c`` in two ways, but for a gas
after its mass, as in ``CNY / t CO2e``. Inside the
package a unit is a list of terms, canonical words with their powers.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from carbonmeet.base.errors import UnitError, did_you_mean
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.text import _
from carbonmeet.units.traps import SIGNS, TRAPS

__all__ = [
    "MAGNITUDES",
    "Term",
    "ambiguous_thousands",
    "cancel",
    "clean",
    "foreign_letter",
    "scan",
    "split_number",
    "terms",
    "words",
    "write",
]

Term = tuple[str, int]

#: Chinese magnitude words with their powers of ten, longest first; units.txt has them too.
MAGNITUDES = {"万亿": 12, "百万": 6, "千万": 7, "亿": 8, "万": 4}

_LONGEST = 80
_SUPERSCRIPTS = str.maketrans({"¹": "^1", "²": "^2", "³": "^3", "⁴": "^4", "\u2212": "-"})
#: Digits that NFKC makes plain: 10⁶ would be 106.
_ODD = ("<super", "<sub", "<circle", "<fraction")
#: Alphabets with letters that look like Latin ones.
_FOREIGN = ("CYRILLIC", "GREEK", "ARMENIAN")
_NUMBER = pattern_of(r"([+-]?(0|[1-9][0-9]*)(?:\.[0-9]+)?)(?:[eE]([+-]?[0-9]+))?")
_TOKEN = pattern_of(
    r"(?P<word>°?[^\W\d_][^\W_]*|%)|(?:\^|\*\*)\s*(?P<power>[0-9]+)|(?P<sign>[/*·⋅×])|\s+"
)
_THOUSANDS = _("thousands separators are read differently in different countries")
_GROUPED = pattern_of(r"[+-]?[0-9]+(?:\s*[ ,.'’_]\s*[0-9]+)+")


# ---- words ----------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def words() -> tuple[dict[str, tuple[float, dict[str, int]]], dict[str, list[Term]]]:
    """Size and dimensions of every canonical word; and the terms that every spelling stands for."""
    path = os.path.join(os.path.dirname(__file__), "units_table.json")
    with open(path, encoding="utf-8") as file:
        table = json.load(file)
    units = {word: (float(scale), dims) for word, (scale, dims) in table["units"].items()}
    spellings = {word: terms(text) for word, text in table["spellings"].items()}
    return units, {**spellings, **{word: [(word, 1)] for word in units}}


def terms(canonical: str) -> list[Term]:
    """Split canonical text into words and powers.

    Examples
    --------
    >>> terms("kWh / m^2 / day")
    [('kWh', 1), ('m', -2), ('day', -1)]
    """
    found = []
    sign = 1
    for piece in canonical.split():
        if piece == "/":
            sign = -1
        elif piece != "1":
            word, _, power = piece.partition("^")
            found.append((word, sign * int(power or 1)))
    return found


def write(several: Iterable[Term]) -> str:
    """Canonical text: magnitudes and numerator first, then a ``/`` for every word below.

    Nothing is cancelled, so that a factor per kg remains one.

    Examples
    --------
    >>> write([("kg", 1), ("CO2e", 1), ("m", -1), ("m", -1), ("kg", -1)])
    'kg CO2e / m^2 / kg'
    """
    over: dict[str, int] = {}
    under: dict[str, int] = {}
    for word, power in several:
        side = over if power > 0 else under
        side[word] = side.get(word, 0) + abs(power)
    first = sorted(over, key=lambda word: word not in MAGNITUDES)
    above = " ".join(piece for word in first for piece in _pieces(word, over[word]))
    below = (piece for word, power in under.items() for piece in _pieces(word, power))
    return " / ".join([above or "1", *below])


def cancel(several: Iterable[Term]) -> list[Term]:
    """The terms with the powers of every word added up.

    Examples
    --------
    >>> cancel([("kg", 1), ("kWh", 1), ("kWh", -1)])
    [('kg', 1)]
    """
    powers: dict[str, int] = {}
    for word, power in several:
        powers[word] = powers.get(word, 0) + power
    return [(word, power) for word, power in powers.items() if power]


def _pieces(word: str, power: int) -> list[str]:
    """``km^6`` as ``km^4 km^2``, since the reader stops at 4."""
    pieces = [f"{word}^4"] * ((power - 1) // 4) if power > 4 else []
    rest = power - 4 * len(pieces)
    return pieces if rest < 1 else [*pieces, word if rest == 1 else f"{word}^{rest}"]


def _look_up(word: str) -> list[list[Term]]:
    """What one word stands for: a magnitude on its own, if it begins with one, and the rest."""
    known = words()[1]
    if word in known:
        return [known[word]]
    for magnitude in MAGNITUDES:
        rest = word.removeprefix(magnitude)
        if rest != word and rest in known and rest not in MAGNITUDES:
            return [[(magnitude, 1)], known[rest]]
    raise UnitError(_("no unit '{word}'{meant}", word=word, meant=_meant(word)))


def foreign_letter(word: str) -> str:
    """What is told of a letter that looks like a Latin one, such as м; empty where there is none.

    Examples
    --------
    >>> foreign_letter("\u043cile")
    "'м' U+043C is no Latin letter"
    """
    for letter in word:
        if unicodedata.name(letter, "").startswith(_FOREIGN):
            return _(
                "'{letter}' U+{code} is no Latin letter", letter=letter, code=f"{ord(letter):04X}"
            )
    return ""


def _meant(word: str) -> str:
    """What to write in place of a word that is no unit; nothing that would be another size."""
    known = words()[1]
    if word in TRAPS:
        return _(": {instead}", instead=TRAPS[word])
    if foreign := foreign_letter(word):
        return _(": {reason}", reason=foreign)
    cases = {other.casefold(): other for other in known}
    meant = cases.get(word.casefold(), "")
    if word[0] + meant[:1] in ("mM", "Mm"):  # MWh for mWh is another number
        return _(": 'm' is a thousandth, 'M' a million, as in '{meant}'", meant=meant)
    if meant:
        return _(".{hint}", hint=_(" Did you mean '{word}'?", word=meant))
    # the same first letter, or diesl would be taken for items; and nearly the whole word
    near = [one for one in known if one[0] == word[0] and not (one.isupper() and len(one) == 3)]
    hint = did_you_mean(word, near, 0.75)  # AU is no slip of AUD
    return _(".{hint}", hint=hint) if hint else ""


# ---- text -----------------------------------------------------------------------------------


def clean(text: str) -> str:
    """Normalise text, and refuse what is not text or too long to be a quantity."""
    if not isinstance(text, str):
        raise UnitError(_("a quantity is expected as text, not {name}", name=type(text).__name__))
    if len(text) <= _LONGEST:
        _check_digits(text)
        normal = unicodedata.normalize("NFKC", text.translate(_SUPERSCRIPTS)).strip()
        if len(normal) <= 2 * _LONGEST:
            return normal
    raise UnitError(
        _("'{text}…' is longer than {longest} characters", text=text[:30], longest=_LONGEST)
    )


def _check_digits(text: str) -> None:
    """Refuse raised, lowered and ringed digits, which normalisation would make plain ones."""
    for at, letter in enumerate(text):
        kind = unicodedata.decomposition(letter).partition(">")[0]
        if kind not in _ODD or not unicodedata.normalize("NFKC", letter)[:1].isdigit():
            continue
        before = text[at - 1 : at]
        if letter in "¹²³⁴" and before.isalpha():  # m²
            continue
        if letter == "₂" and text[max(0, at - 2) : at] == "CO":
            continue
        if kind == "<fraction":
            hint = _("write a decimal, such as 0.5")
        else:
            hint = _("write a power of ten as 1e6, and a unit as m^2")
        raise UnitError(
            _(
                "'{text}': '{letter}' cannot be read here: {hint}",
                text=text,
                letter=letter,
                hint=hint,
            )
        )


def scan(text: str) -> list[Term]:
    """The terms of a unit as written: each word with its power, negative under a ``/``.

    Raises
    ------
    UnitError
        If a word is unknown, a character has no place, or the text can be read in two ways.
    """
    found: list[tuple[list[Term], int]] = []  # what one written word stands for, and its side
    at, side, due, may_power = 0, 1, "", False
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise _no_place(text, at)
        at = token.end()
        if token["word"]:
            if side < 0 and due != "/" and not _is_gas(token["word"], found[-1][0]):
                raise _ambiguous(text)
            for entry in _look_up(token["word"]):
                if side > 0 and _is_magnitude(entry) and found and not _is_magnitude(found[-1][0]):
                    raise UnitError(
                        _(
                            "'{text}': '{entry}' belongs before the unit",
                            text=text,
                            entry=entry[0][0],
                        )
                    )
                found.append((entry, side))
            due, may_power = "", True
        elif token["power"]:
            if not may_power or token["power"] not in ("1", "2", "3", "4"):
                raise UnitError(
                    _("'{text}': a power is one of ^1 to ^4, directly after a word", text=text)
                )
            entry = [(word, power * int(token["power"])) for word, power in found[-1][0]]
            found[-1] = (entry, side)
            may_power = False
        elif token["sign"]:
            if due or (not found and token["sign"] != "/"):
                raise UnitError(
                    _("'{text}': a unit is missing before '{sign}'", text=text, sign=token["sign"])
                )
            if side < 0 and token["sign"] != "/":
                raise _ambiguous(text)
            side = -1 if token["sign"] == "/" else side
            due, may_power = token["sign"], False
    if due:
        raise UnitError(_("'{text}': a unit is missing after '{due}'", text=text, due=due))
    if sum(power for entry, _ in found for word, power in entry if word == "%") > 1:
        raise UnitError(_("'{text}': there is one '%' too many", text=text))
    if _mixed(found):
        raise UnitError(_("'{text}': a share has no unit: write '%' or the unit", text=text))
    return [(word, power * side) for entry, side in found for word, power in entry]


def _mixed(found: list[tuple[list[Term], int]]) -> bool:
    """Whether a % stands with a word of the numerator: 3 km% would be 30 m."""
    over = [word for entry, side in found if side > 0 for word, _ in entry]
    return "%" in over and len(over) > 1


def _is_magnitude(entry: list[Term]) -> bool:
    return entry[0][0] in MAGNITUDES


def _is_gas(word: str, before: list[Term]) -> bool:
    """Whether a word is the gas of the mass before it: a price per t CO2e is meant in one way."""
    known, spellings = words()
    gas = spellings.get(word, [])
    return (
        [one for one, _ in gas] in (["CO2e"], ["CO2"])
        and len(before) == 1
        and known[before[0][0]][1] == {"mass": 1}
    )


def _ambiguous(text: str) -> UnitError:
    return UnitError(
        _(
            "'{text}' can be read in two ways: after a '/', give every "
            "word its own '/', as in 'kg / passenger / km'",
            text=text,
        )
    )


def _no_place(text: str, at: int) -> UnitError:
    if not text[at].isprintable():
        return _unseen(text, text[at])
    reason = SIGNS.get(text[at], _("only words, '*', '/' and '^' make a unit"))
    return UnitError(
        _(
            "'{text}': '{text2}' cannot be read here: {reason}",
            text=text,
            text2=text[at],
            reason=reason,
        )
    )


def _unseen(text: str, letter: str) -> UnitError:
    code = f"{ord(letter):04X}"
    return UnitError(
        _("'{text}' has an invisible character, U+{code}: remove it", text=text, code=code)
    )


def split_number(text: str) -> tuple[float, str, str]:
    """Split normalised text: the number, the magnitude word that is in it, and what is left.

    Raises
    ------
    UnitError
        If the text does not begin with a number, or the number can be read in two ways.

    Examples
    --------
    >>> split_number("3.5 万吨")
    (35000.0, '万', '吨')
    """
    found = _NUMBER.match(text)
    if found is None:
        raise _no_number(text)
    rest = text[found.end() :]
    after = rest.lstrip()
    if found[2] == "0" and rest[:1].isdigit():
        raise UnitError(
            _("'{text}': a number does not begin with 0, unless it is 0 or like 0.5", text=text)
        )
    if after[:1].isdigit() and not after[:1].isascii():
        hint = _("write the digits 0 to 9")
        raise UnitError(
            _(
                "'{text}': '{letter}' cannot be read here: {hint}",
                text=text,
                letter=after[0],
                hint=hint,
            )
        )
    if after[:1].isdigit() or re.match(r"[,'’_][0-9]", rest):
        raise UnitError(
            _(
                "'{text}': write {ungrouped}: {thousands}",
                text=text,
                ungrouped=_ungrouped(text),
                thousands=_THOUSANDS,
            )
        )
    if rest[:1] == ".":
        raise UnitError(
            _("'{text}': a decimal point belongs between digits, and only once", text=text)
        )
    if re.match(r"[-~–—±+]|至|到", after):
        raise UnitError(_("'{text}': give a range as {{value: .., low: .., high: ..}}", text=text))
    if found[0] == "10" and after.startswith(("^", "**")):
        raise UnitError(
            _(
                "'{text}': {hint}",
                text=text,
                hint=_("write a power of ten as 1e6, and a unit as m^2"),
            )
        )
    exponent = found[3] or "0"
    if len(exponent) > 4 or abs(int(exponent)) > 30:
        raise UnitError(_("'{text}': an exponent lies between -30 and 30", text=text))
    magnitude = next((word for word in MAGNITUDES if after.startswith(word)), "")
    # one conversion, so that 0.6213 亿 is 62130000 to the last digit
    value = float(f"{found[1]}e{int(exponent) + MAGNITUDES.get(magnitude, 0)}")
    return value, magnitude, after.removeprefix(magnitude).lstrip()


def ambiguous_thousands(text: str) -> str:
    """Both numbers that 1.200 may stand for, as where a point sets thousands apart; else empty.

    A number that is measured may well end so; one that is counted or logged by hand rarely does.

    Examples
    --------
    >>> ambiguous_thousands("1.200"), ambiguous_thousands("1.25")
    ('1200 or 1.2', '')
    """
    found = re.match(r"([1-9][0-9]{0,2})\.([0-9]{2}0)(?![0-9.])", text.strip())
    if found is None:
        return ""
    return _(
        "{found}{found2} or {found3:g}", found=found[1], found2=found[2], found3=float(found[0])
    )


def _ungrouped(text: str) -> str:
    """How the number at the beginning is to be written, in each way that it can be meant.

    Examples
    --------
    >>> _ungrouped("1 234 kWh"), _ungrouped("1,5 km"), _ungrouped("1,234 kg")
    ('1234', '1.5', '1234 or 1.234')
    """
    found = _GROUPED.match(text)
    pieces = re.split(r"(\D+)", found[0].lstrip("+-") if found else "")
    signs = [mark.strip() or " " for mark in pieces[1::2]]
    digits, last = pieces[0::2], signs[-1] if signs else ""
    sign = "-" if text.startswith("-") else ""
    whole = sign + "".join(digits)
    # without the zeros of 1.200, which is the same number and reads like 1200
    broken = f"{sign}{''.join(digits[:-1])}.{digits[-1].rstrip('0')}".rstrip(".")
    point = last in (",", ".") and signs.count(last) == 1
    if not point:
        return whole
    # 1,234 may be meant either way; 1,23 and 0,234 and 1,234.5 only one way
    either = len(signs) == 1 and len(digits[1]) == 3 and digits[0] in map(str, range(1, 1000))
    return _("{whole} or {broken}", whole=whole, broken=broken) if either else broken


def _no_number(text: str) -> UnitError:
    if not text:
        return UnitError(_("the quantity is empty"))
    if re.match(r"[+-]?\.[0-9]", text):
        return UnitError(_("'{text}': write a 0 before the decimal point", text=text))
    if re.match(r"[+-]?(nan|inf)", text, re.IGNORECASE):
        return UnitError(_("'{text}' is not a finite number", text=text))
    if not text[0].isprintable():
        return _unseen(text, text[0])
    if unicodedata.numeric(text[0], None) is not None:  # Arabic, Indian, Chinese
        return UnitError(_("'{text}': write the digits 0 to 9", text=text))
    if text[0] in "$€£¥":
        return UnitError(
            _("'{text}': {instead}, behind the number", text=text, instead=SIGNS[text[0]])
        )
    if re.match(r"[~≈<>≤≥约近]", text):
        return UnitError(_("'{text}': give a range as {{value: .., low: .., high: ..}}", text=text))
    return UnitError(_("'{text}' does not begin with a number, as '12 km' does", text=text))
