"""Words that stand where a place is asked for and name none: unknown, here, Asia.

Some of them are towns as well: None in Piedmont, Home in Washington. Who means those writes their
country behind them.
"""

from __future__ import annotations

from carbonmeet.travel.fold import fold

__all__ = ["MISSING", "is_nowhere"]

#: What a list says where nothing is known, folded.
MISSING = frozenset(
    fold(word)
    for word in (
        *("", "unknown", "not known", "not specified", "not available", "unspecified"),
        *("n/a", "na", "n.a.", "none", "no", "null", "nil", "nan", "tbc", "tba", "tbd", "x", "xx"),
        *("xxx", "other", "others", "various", "several", "prefer not to say", "undisclosed"),
        *("inconnu", "inconnue", "unbekannt", "k.a.", "keine angabe", "desconocido", "sconosciuto"),
        *("onbekend", "okänd", "ukjent", "ukendt", "neznámé", "неизвестно", "不明", "未知", "不详"),
        *("无", "暂无", "待定", "其他", "其它", "未填写", "未提供"),
    )
)  # fmt: skip

#: What is nowhere in particular, or everywhere, folded.
_VAGUE = frozenset(
    fold(word)
    for word in (
        *("here", "home", "at home", "local", "locally", "on site", "same", "same city", "nearby"),
        *("abroad", "overseas", "domestic", "international", "elsewhere", "anywhere", "everywhere"),
        *("online", "remote", "virtual", "mixed", "diverse", "different", "all", "any", "world"),
        *("worldwide", "global", "not yet known", "to be confirmed", "to be announced", "city"),
        *("asia", "europe", "africa", "america", "north america", "south america", "oceania"),
        *("latin america", "central america", "middle east", "australasia", "antarctica", "eu"),
        *("本地", "当地", "本市", "本城", "国内", "国外", "境内", "境外", "海外", "全国"),
        *("全国各地", "各地", "外地", "省内", "省外", "市内", "线上", "远程", "全球", "世界各地"),
        *("同城", "家里"),
        *("亚洲", "欧洲", "非洲", "美洲", "北美", "北美洲", "南美", "南美洲", "拉丁美洲", "大洋洲"),
    )
)  # fmt: skip


def is_nowhere(words: str) -> bool:
    """Whether words that are all that is said of a place name none.

    Examples
    --------
    >>> is_nowhere("Home"), is_nowhere("未知"), is_nowhere("Home, Washington"), is_nowhere("?")
    (True, True, False, True)
    """
    folded = fold(words)
    return folded in MISSING or folded in _VAGUE
