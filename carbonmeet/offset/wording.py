"""The one sentence about a forest: planned, with its range, and "to be compensated by".

A forest that will repay by some year makes nothing neutral today, so the word is not used.
"""

from __future__ import annotations

from carbonmeet.offset.arithmetic import MU_PER_HA
from carbonmeet.offset.result import OffsetResult

__all__ = ["statement", "sureness", "three_figures"]


def statement(result: OffsetResult) -> dict[str, str]:
    """The claim that may be made, in English and Chinese."""
    return {"en": _statement_en(result), "zh": _statement_zh(result)}


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
    return {
        "en": "By the mean curve alone, the emissions taken as given, the probability of that by "
        f"{year[0]} is {result.chance:.2f}. Area that then suffices with probability {en}.",
        "zh": f"仅按平均生长曲线、排放量按给定值，到{year[1]}完成补偿的概率为{result.chance:.2f}。"
        f"此条件下各概率所需面积：{zh}。",
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


def _statement_en(result: OffsetResult) -> str:
    """The claim in English: planned, with its range, and "to be compensated by"."""
    names = " and ".join(en for en, _ in result.stand_names) or "forest that does not count"
    land = f"{_area(result.area_mu)} mu ({result.area_ha:,.2f} ha) of {names}"
    if result.calendar:
        when, by = f", planted from {result.planted},", f"the end of {result.horizon_year}"
    else:
        when, by = "", f"year {result.horizon_year} after planting"
    band = ""
    if result.low is not None and result.high is not None:
        band = f" ({three_figures(result.low)} to {three_figures(result.high)})"
    plan = f"{land}{when} are planned to have removed {three_figures(result.removal)}{band}"
    text = f"{plan} t CO2e by {by}."
    if result.sized_for is not None:
        text += (
            f" The area suffices with a probability of {_percent(result.sized_for)} for growth and "
            "survival alone, the emissions taken as given."
        )
    if result.owed is not None:
        text += f" {_claim_en(result, result.owed)}"
    for row in result.verified:
        by_whom = f" by {row.by}" if row.by else ""
        text += f" Verified{by_whom}: {three_figures(row.tonnes)} t CO2e by the end of {row.year}."
    return text


def _emitted(result: OffsetResult) -> float:
    return result.emissions or 0.0


def _claim_en(result: OffsetResult, owed: float) -> str:
    bought = sum(credit.tonnes for credit in result.credits)
    emissions = f"The emissions of {three_figures(_emitted(result))} t CO2e"
    if bought and not owed:
        return f"{emissions} are covered by {three_figures(bought)} t CO2e of credits."
    if bought:
        emissions += f", less {three_figures(bought)} t CO2e of credits,"
    if result.balance_year is None:
        last = result.curve[-1]
        until = f"{result.searched_until}" if result.calendar else f"year {result.searched_until}"
        return (
            f"{emissions} are not compensated by this forest up to {until}: "
            f"{three_figures(max(last.debt or 0.0, 0.0))} t CO2e remain."
        )
    year = f"{result.balance_year}" if result.calendar else f"year {result.balance_year}"
    return f"{emissions} are to be compensated by {year}."


def _statement_zh(result: OffsetResult) -> str:
    """The claim in Chinese: 计划, with its range, and 预计到……年完成补偿."""
    names = "、".join(zh for _, zh in result.stand_names) or "不予计入的绿地"
    land = f"{_area(result.area_mu)}亩（{result.area_ha:,.2f}公顷）{names}"
    if result.calendar:
        when, by = f"自{result.planted}年起营造，", f"{result.horizon_year}年底"
    else:
        when, by = "", f"栽植后第{result.horizon_year}年"
    band = ""
    if result.low is not None and result.high is not None:
        band = f"（{three_figures(result.low)}至{three_figures(result.high)}）"
    text = f"{land}{when}计划到{by}累计清除{three_figures(result.removal)}{band}吨二氧化碳当量。"
    if result.sized_for is not None:
        text += f"该面积仅就生长与成活按{_percent(result.sized_for)}的把握确定，排放量按给定值计。"
    if result.owed is not None:
        text += _claim_zh(result, result.owed)
    for row in result.verified:
        by_whom = f"经{row.by}" if row.by else "经"
        text += f"截至{row.year}年底{by_whom}核证：{three_figures(row.tonnes)}吨二氧化碳当量。"
    return text


def _claim_zh(result: OffsetResult, owed: float) -> str:
    bought = sum(credit.tonnes for credit in result.credits)
    emissions = f"排放量{three_figures(_emitted(result))}吨二氧化碳当量"
    if bought and not owed:
        return f"{emissions}，已由购买的{three_figures(bought)}吨碳信用覆盖。"
    if bought:
        emissions += f"扣除购买的{three_figures(bought)}吨后"
    if result.balance_year is None:
        last = result.curve[-1]
        until = f"{result.searched_until}年" if result.calendar else f"第{result.searched_until}年"
        remain = three_figures(max(last.debt or 0.0, 0.0))
        return f"{emissions}，到{until}仍不能由该林补偿，尚余{remain}吨。"
    year = f"{result.balance_year}年" if result.calendar else f"栽植后第{result.balance_year}年"
    return f"{emissions}，预计到{year}完成补偿。"
