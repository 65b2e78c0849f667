"""The name of a registry that answers for an exclusive claim; yes and no are none."""

from __future__ import annotations

import re
import unicodedata

from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.text import _

__all__ = ["registry_fault"]

#: Answers to a question of yes or no, and words for knowing nothing: YAML 1.2 reads them as text.
_ANSWERS = frozenset(
    (
        *("y", "yes", "yeah", "n", "no", "nope", "on", "off", "t", "f", "true", "false"),
        *("none", "nobody", "noone", "nothing", "never", "null", "nil", "na", "nan", "not", "non"),
        *("unknown", "unclear", "undecided", "unregistered", "tbd", "tba", "todo", "pending"),
        *("ok", "maybe", "oui", "ja", "nein", "registry", "registered"),
        *("是", "是的", "对", "有", "否", "不", "不是", "不是的", "非", "无", "没", "没有", "未"),
        *("暂无", "尚无", "未知", "不详", "不清楚", "未定", "待定", "不适用", "真", "假"),
        *("未登记", "未注册", "没登记", "无登记", "登记", "注册", "已登记", "已注册", "登记处"),
    )
)  # fmt: skip
#: "No registry yet" and "not registered"; "No. 17" is none of these.
_DENIAL = pattern_of(r"(?:no|not|none|never|nobody|without)[\s,;:]", re.IGNORECASE)

_LONGEST = 40  # of a text that is told back
_MESSAGE = _("write true or false, or the name of the registry")


def registry_fault(text: str) -> str:
    """What is wrong with a text that should name a registry, or nothing.

    Examples
    --------
    >>> registry_fault("no"), registry_fault("Yunnan registry, entry 17")
    ("write true or false, or the name of the registry, not 'no'", '')
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    word = "".join(x for x in plain.casefold() if x.isalnum())
    named = len(word) > 1 and any(x.isalpha() for x in word)
    if named and word not in _ANSWERS and not _DENIAL.match(plain):
        return ""
    return _("{message}, not '{plain}'", message=_MESSAGE, plain=plain[:_LONGEST])
