"""How a number becomes text, in any language: in a message, a table, a report, a figure.

Thousands are set apart by a comma, what is below zero has a minus sign and no hyphen, and nothing
that is there reads as zero.
"""

from __future__ import annotations

import math
import re

__all__ = ["figures", "fixed", "number", "share", "three", "without_power"]


def _signed(text: str, value: float, plus: bool) -> str:
    """`text`, which has no sign, with that of `value`: a zero has none."""
    if not re.search("[1-9]", text) or not value:
        return text
    return ("−" if value < 0 else "+" if plus else "") + text


def number(
    value: float | None, digits: int = 4, *, signed: bool = False, whole: bool = False
) -> str:
    """A number with `digits` significant digits after the point, thousands apart, no idle zeros.

    With `whole` the zeros at its end stay: they are figures of what was rounded.

    Examples
    --------
    >>> number(12345.678), number(1.2345), number(-36000.0), number(0.00012345), number(None)
    ('12,346', '1.234', '−36,000', '0.0001234', '')
    """
    if value is None:
        return ""
    if value == 0:
        return "0"
    size = abs(value)
    if not math.isfinite(size):
        return "–"
    decimals = digits - 1 - math.floor(math.log10(size))
    if decimals > 9:
        text = f"{size:.{digits}g}".replace("-", "−")
    else:
        text = f"{size:,.{max(decimals, 0)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text and not whole else text
    return _signed(text, value, signed)


def three(value: float, *, signed: bool = False, whole: bool = False) -> str:
    """A number rounded to three figures: all that a range of some tenths leaves of it.

    With `whole` it shows three where it has a point, as an axis beside it does.

    Examples
    --------
    >>> three(60.97), three(60.97, whole=True), three(197, whole=True), three(0, whole=True)
    ('61', '61.0', '197', '0')
    >>> three(30347.2), three(0.04567), three(-931.4, signed=True), three(0)
    ('30,300', '0.0457', '−931', '0')
    """
    return number(float(f"{value:.3g}"), 3, signed=signed, whole=whole)


def fixed(value: float, decimals: int, *, signed: bool = False) -> str:
    """A number with that many decimals; what is there and would read as zero says how small it is.

    Examples
    --------
    >>> fixed(12345.6, 0), fixed(0.0004, 2), fixed(-0.0004, 2), fixed(0.0, 1)
    ('12,346', '<0.01', '−<0.01', '0.0')
    >>> fixed(0.0004, 2, signed=True)
    '+<0.01'
    """
    text = f"{abs(value):,.{decimals}f}"
    if value and not re.search("[1-9]", text):
        text = f"<{10.0**-decimals:.{decimals}f}"
    return _signed(text, value, signed)


def share(part: float, decimals: int = 1, *, signed: bool = False) -> str:
    """A part of one in per cent.

    Examples
    --------
    >>> share(0.031), share(0.0002), share(0.0), share(-0.25), share(1.0)
    ('3.1%', '<0.1%', '0%', '−25.0%', '100%')
    >>> share(0.285, signed=True), share(-0.0003, signed=True)
    ('+28.5%', '−<0.1%')
    """
    if part in (0, 1):
        return _signed(f"{abs(part):.0%}", part, signed)  # a zero has no sign
    return f"{fixed(100 * part, decimals, signed=signed)}%"


def figures(value: float, digits: int = 6) -> str:
    """A number to that many significant figures, as a file would write it.

    Examples
    --------
    >>> figures(0.85), figures(3.5e7), figures(12345.678, 4), figures(1e20)
    ('0.85', '35,000,000', '12,350', '1e+20')
    """
    return without_power(f"{value:.{digits}g}")


def without_power(text: str) -> str:
    """A number that was written with a power of ten, written out below a quadrillion."""
    return f"{float(text):,.0f}" if "e+" in text and abs(float(text)) < 1e15 else text
