"""Texts of a page in both its languages, or in the one that it is asked for."""

from __future__ import annotations

from typing import Any

from carbonmeet.base.text import Label, Lang

__all__ = ["Both", "both", "in_one"]


class Both(list[Any]):
    """A text in English and in Chinese; 0 where it is left out."""


def both(label: Label) -> Both:
    """English and Chinese.

    Examples
    --------
    >>> both(Label("air", "航空"))
    ['air', '航空']
    """
    return Both([label.get("en"), label.get("zh")])


def in_one(data: Any, lang: Lang) -> Any:
    """Data with every text in one language only; whatever has none in it keeps the other.

    Parameters
    ----------
    data : object
        Plain data, in which texts are `Both`.
    lang : {"en", "zh"}

    Examples
    --------
    >>> in_one({"name": Both(["air", "航空"]), "year": 2021}, "zh")
    {'name': [0, '航空'], 'year': 2021}
    """
    if isinstance(data, Both):
        en, zh, *more = data
        return [en or zh, 0, *more] if lang == "en" else [0, zh or en, *more]
    if isinstance(data, dict):
        return {key: in_one(one, lang) for key, one in data.items()}
    if isinstance(data, list):
        return [in_one(one, lang) for one in data]
    return data
