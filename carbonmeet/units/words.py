"""Units as a reader is told them."""

from __future__ import annotations

import re

from carbonmeet.base.text import Lang

__all__ = ["unit"]

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
#: Words of units in Chinese; those of the international system stay as they are.
_UNITS = {
    "passenger km": "人公里", "vehicle km": "车公里", "t km": "吨公里", "room night": "间夜",
    "person h": "人时", "bottle": "瓶", "cup": "杯", "item": "件", "kit": "套", "meal": "餐",
    "sheet": "张", "person": "人", "passenger": "人", "vehicle": "车", "room": "间", "night": "晚",
    "day": "天", "trip": "次", "mu": "亩", "ha": "公顷", "seat": "座", "year": "年",
    "household": "户", "CNY": "元", "USD": "美元", "EUR": "欧元", "GBP": "英镑", "h": "小时",
}  # fmt: skip


def unit(text: str, lang: Lang) -> str:
    """A unit, set for reading; a dash for a plain number.

    Examples
    --------
    >>> unit("kWh / m^2 / day", "en"), unit("1", "en"), unit("meal / person / day", "zh")
    ('kWh / m² / day', '–', '餐 / 人 / 天')
    """
    if text == "1":
        return "–"
    if lang == "zh":
        text = " / ".join(
            _UNITS.get(part) or " ".join(_UNITS.get(word, word) for word in part.split())
            for part in text.split(" / ")
        )
    text = text.replace("degC", "°C")
    return re.sub(r"\^(-?\d+)", lambda power: power[1].translate(_RAISED), text)
