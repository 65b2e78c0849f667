"""The sentences about an offset: planned, with its range, and "to be compensated by".

A forest that will repay by some year makes nothing neutral today, so the word is not used. What
offsetting is called in Chinese, 抵消 or 抵销, is the word of the frame.
"""

from __future__ import annotations

from typing import Any

from carbonmeet.offset.arithmetic import MU_PER_HA
from carbonmeet.offset.claim import Claim
from carbonmeet.offset.result import OffsetResult

__all__ = ["statement", "sureness", "three_figures"]


def statement(result: OffsetResult) -> dict[str, str]:
    """The claims that may be made, in English and Chinese."""
    claims = result.claims
    return {
        "en": " ".join(_ENGLISH[one.kind](one, result) for one in claims),
        "zh": "".join(_CHINESE[one.kind](one, result) for one in claims),
    }


def sureness(result: OffsetResult) -> dict[str, str]:
    """How likely the plan covers what is owed, and the areas that do with some probability.

    By the mean curve alone; empty where nothing is owed or nothing is known of the range.
    """
    if result.chance is None or not result.areas:
        return {"en": "", "zh": ""}
    en = "; ".join(f"{p:.3g}: {_both(mu, 'mu', 'ha')}" for p, mu in result.areas)
    zh = "；".join(f"{p:.3g}：{_both(mu, '亩', '公顷')}" for p, mu in result.areas)
    by = str(result.horizon_year)
    year = (by, f"{by}年") if result.calendar else (f"year {by}", f"栽植后第{by}年")
    word = result.frame.word.get("zh")
    return {
        "en": "By the mean curve alone, the emissions taken as given, the probability of that by "
        f"{year[0]} is {result.chance:.2f}. Area that then suffices with probability {en}.",
        "zh": f"仅按平均生长曲线、排放量按给定值，到{year[1]}完成{word}的概率为"
        f"{result.chance:.2f}。此条件下各概率所需面积：{zh}。",
    }


def _both(mu: float, first: str, second: str) -> str:
    return f"{three_figures(mu)} {first} ({three_figures(mu / MU_PER_HA)} {second})"


def three_figures(value: float) -> str:
    """A number to three significant figures; more would be false precision.

    Examples
    --------
    >>> three_figures(13806.2), three_figures(0.04567), three_figures(0)
    ('13,800', '0.0457', '0')
    """
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 100 else f"{rounded:g}"


def _percent(share: float) -> str:
    return f"{100 * share:.4g}%"


def _area(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _t(claim: Claim, name: str) -> str:
    """Tonnes of a claim, to three figures."""
    return three_figures(claim.numbers[name])


# ---- English ---------------------------------------------------------------------------------


def _forest_en(claim: Claim, result: OffsetResult) -> str:
    found = claim.numbers
    names = " and ".join(en for en, _ in result.stand_names) or "forest that does not count"
    land = f"{_area(found['area_mu'])} mu ({found['area_ha']:,.2f} ha) of {names}"
    when, by = "", f"year {found['year']} after planting"
    if found["planted"]:
        when, by = f", planted from {found['planted']},", f"the end of {found['year']}"
    removal = three_figures(found["removal"]) + _band(found, "{} to {}", " ({})")
    return f"{land}{when} are planned to have removed {removal} t CO2e by {by}."


def _band(found: dict[str, Any], ends: str, around: str) -> str:
    if found["low"] is None or found["high"] is None:
        return ""
    return around.format(ends.format(three_figures(found["low"]), three_figures(found["high"])))


def _sized_en(claim: Claim, result: OffsetResult) -> str:
    return (
        f"The area suffices with a probability of {_percent(claim.numbers['probability'])} for "
        "growth and survival alone, the emissions taken as given."
    )


def _emissions_en(claim: Claim) -> str:
    text = f"The emissions of {_t(claim, 'emissions')} t CO2e"
    if claim.numbers["credits"] and claim.kind in ("to-be-compensated", "not-compensated"):
        text += f", less {_t(claim, 'credits')} t CO2e of credits{_status_en(claim)},"
    return text


def _status_en(claim: Claim) -> str:
    """Whether credits are cancelled, in brackets."""
    found = claim.numbers
    if found["retired"] == found["credits"]:
        return " (retired)"
    if found["planned"] == found["credits"]:
        return " (planned, not retired yet)"
    if found["unstated"] == found["credits"]:
        return ""
    names = {"retired": "retired", "planned": "planned", "unstated": "of unstated status"}
    parts = [f"{_t(claim, key)} {said}" for key, said in names.items() if found[key]]
    return f" ({', '.join(parts)})"


def _covered_en(claim: Claim, result: OffsetResult) -> str:
    done = claim.numbers["retired"] == claim.numbers["credits"]
    verb = "are covered by" if done else "are to be covered by"
    text = f"{_emissions_en(claim)} {verb} {_t(claim, 'credits')} t CO2e of credits"
    text += f"{_status_en(claim)}."
    if claim.numbers["surplus"] > 0.005 * claim.numbers["emissions"]:
        text += f" That is {_t(claim, 'surplus')} t CO2e more than was emitted."
    return text


def _short_en(claim: Claim, result: OffsetResult) -> str:
    credits = f"{_t(claim, 'credits')} t CO2e of credits{_status_en(claim)}"
    done = claim.numbers["retired"] == claim.numbers["credits"]
    verb = "are covered in part by" if done else "are to be covered in part by"
    left = _t(claim, "remaining")
    return f"{_emissions_en(claim)} {verb} {credits}: {left} t CO2e are left uncompensated."


def _nothing_en(claim: Claim, result: OffsetResult) -> str:
    return f"Nothing is set against the emissions of {_t(claim, 'emissions')} t CO2e."


def _no_emissions_en(claim: Claim, result: OffsetResult) -> str:
    return "There are no emissions to compensate."


def _compensated_en(claim: Claim, result: OffsetResult) -> str:
    year = f"{claim.numbers['year']}" if result.calendar else f"year {claim.numbers['year']}"
    return f"{_emissions_en(claim)} are to be compensated by {year}."


def _not_compensated_en(claim: Claim, result: OffsetResult) -> str:
    year = f"{claim.numbers['year']}" if result.calendar else f"year {claim.numbers['year']}"
    return (
        f"{_emissions_en(claim)} are not compensated by this forest up to {year}: "
        f"{_t(claim, 'remaining')} t CO2e remain."
    )


def _held_en(claim: Claim, result: OffsetResult) -> str:
    year = claim.numbers["year"]
    by = f"are to be compensated by {year}" if year else "are not compensated by this forest"
    return f"Of these, {_t(claim, 'emissions')} t CO2e are of what took place; they {by}."


def _held_zh(claim: Claim, result: OffsetResult) -> str:
    year, word = claim.numbers["year"], result.frame.word.get("zh")
    by = f"预计到{year}年完成{word}" if year else f"不能由该林{word}"
    return f"其中实际举办部分排放{_t(claim, 'emissions')}吨，{by}。"


def _verified_en(claim: Claim, result: OffsetResult) -> str:
    by_whom = f" by {claim.numbers['by']}" if claim.numbers["by"] else ""
    year = claim.numbers["year"]
    return f"Verified{by_whom}: {_t(claim, 'tonnes')} t CO2e by the end of {year}."


# ---- Chinese ---------------------------------------------------------------------------------


def _forest_zh(claim: Claim, result: OffsetResult) -> str:
    found = claim.numbers
    names = "、".join(zh for _, zh in result.stand_names) or "不予计入的绿地"
    land = f"{_area(found['area_mu'])}亩（{found['area_ha']:,.2f}公顷）{names}"
    when, by = "", f"栽植后第{found['year']}年"
    if found["planted"]:
        when, by = f"自{found['planted']}年起营造，", f"{found['year']}年底"
    removal = three_figures(found["removal"]) + _band(found, "{}至{}", "（{}）")
    return f"{land}{when}计划到{by}累计清除{removal}吨二氧化碳当量。"


def _sized_zh(claim: Claim, result: OffsetResult) -> str:
    share = _percent(claim.numbers["probability"])
    return f"该面积仅就生长与成活按{share}的把握确定，排放量按给定值计。"


def _emissions_zh(claim: Claim) -> str:
    text = f"排放量{_t(claim, 'emissions')}吨二氧化碳当量"
    if claim.numbers["credits"] and claim.kind in ("to-be-compensated", "not-compensated"):
        text += f"扣除{_t(claim, 'credits')}吨碳信用{_status_zh(claim)}后"
    return text


def _status_zh(claim: Claim) -> str:
    found = claim.numbers
    if found["retired"] == found["credits"]:
        return "（已注销）"
    if found["planned"] == found["credits"]:
        return "（计划注销，尚未注销）"
    if found["unstated"] == found["credits"]:
        return ""
    names = {"retired": "已注销", "planned": "计划注销", "unstated": "未说明是否注销"}
    parts = [f"{said}{_t(claim, key)}吨" for key, said in names.items() if found[key]]
    return f"（{'、'.join(parts)}）"


def _covered_zh(claim: Claim, result: OffsetResult) -> str:
    done = claim.numbers["retired"] == claim.numbers["credits"]
    word, verb = result.frame.word.get("zh"), "已由" if done else "拟由"
    text = f"{_emissions_zh(claim)}，{verb}{_t(claim, 'credits')}吨碳信用{_status_zh(claim)}{word}"
    if claim.numbers["surplus"] > 0.005 * claim.numbers["emissions"]:
        text += f"，超出排放量{_t(claim, 'surplus')}吨"
    return f"{text}。"


def _short_zh(claim: Claim, result: OffsetResult) -> str:
    word = result.frame.word.get("zh")
    credits = f"{_t(claim, 'credits')}吨碳信用{_status_zh(claim)}"
    verb = "已由" if claim.numbers["retired"] == claim.numbers["credits"] else "拟由"
    left = _t(claim, "remaining")
    return f"{_emissions_zh(claim)}，{verb}{credits}部分{word}，尚余{left}吨未{word}。"


def _nothing_zh(claim: Claim, result: OffsetResult) -> str:
    return f"{_emissions_zh(claim)}，未安排{result.frame.word.get('zh')}。"


def _no_emissions_zh(claim: Claim, result: OffsetResult) -> str:
    return f"没有需要{result.frame.word.get('zh')}的排放。"


def _compensated_zh(claim: Claim, result: OffsetResult) -> str:
    year = claim.numbers["year"]
    when = f"{year}年" if result.calendar else f"栽植后第{year}年"
    return f"{_emissions_zh(claim)}，预计到{when}完成{result.frame.word.get('zh')}。"


def _not_compensated_zh(claim: Claim, result: OffsetResult) -> str:
    year = claim.numbers["year"]
    until = f"{year}年" if result.calendar else f"第{year}年"
    word = result.frame.word.get("zh")
    left = _t(claim, "remaining")
    return f"{_emissions_zh(claim)}，到{until}仍不能由该林{word}，尚余{left}吨。"


def _verified_zh(claim: Claim, result: OffsetResult) -> str:
    by_whom = f"经{claim.numbers['by']}" if claim.numbers["by"] else "经"
    year = claim.numbers["year"]
    return f"截至{year}年底{by_whom}核证：{_t(claim, 'tonnes')}吨二氧化碳当量。"


_ENGLISH = {
    "forest": _forest_en,
    "sized": _sized_en,
    "covered": _covered_en,
    "short": _short_en,
    "nothing": _nothing_en,
    "no-emissions": _no_emissions_en,
    "to-be-compensated": _compensated_en,
    "not-compensated": _not_compensated_en,
    "held": _held_en,
    "verified": _verified_en,
}
_CHINESE = {
    "forest": _forest_zh,
    "sized": _sized_zh,
    "covered": _covered_zh,
    "short": _short_zh,
    "nothing": _nothing_zh,
    "no-emissions": _no_emissions_zh,
    "to-be-compensated": _compensated_zh,
    "not-compensated": _not_compensated_zh,
    "held": _held_zh,
    "verified": _verified_zh,
}
