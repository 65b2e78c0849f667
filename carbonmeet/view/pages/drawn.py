"""What the draws add to the printed answer: how blurred the ends are, how likely the forest is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from carbonmeet.answer import Drawn
from carbonmeet.base.text import Label, Lang
from carbonmeet.offset.arithmetic import MU_PER_HA
from carbonmeet.view.faces.grid import number
from carbonmeet.view.words import say

__all__ = ["bounded", "drawn_lines", "errors_line"]

_ERROR = Label(
    "Monte Carlo error of the ends, t CO2e: {parts}", "区间端点的抽样误差（t CO2e）：{parts}"
)
_AREA = Label(
    "Forest that compensates by the end of {year}, growth and residual drawn together: {parts}",
    "到{year}年底完成抵消所需林地（生长与剩余排放一并抽样）：{parts}",
)
_ENOUGH = Label("{area} with a probability of {p}", "{area}（把握{p}）")
_TOO_SURE = Label("no area with a probability of {p}", "任何面积都达不到{p}的把握")
_NONE = Label(
    "No area suffices: the forest has removed nothing that counts by the end of {year}",
    "任何面积都不够：到{year}年底没有可计入的清除量",
)
_UNSURE = Label(
    "No probability of the forest and no area at a confidence: its growth has no published range",
    "不给出碳汇林的概率和各把握程度下的面积：其生长参数没有公布的区间",
)
_ENOUGH_CREDITS = Label(
    "Probability that the credits are as many as the emissions, the residual drawn: {p}",
    "碳信用足以覆盖排放的概率（剩余排放抽样）：{p}",
)
_CHANCE = Label(
    "Probability that {area} have compensated by then, growth and residual drawn together: {p}",
    "{area}届时完成抵消的概率（生长与剩余排放一并抽样）：{p}",
)


def drawn_lines(found: Drawn, lang: Lang = "en") -> list[str]:
    """Lines about the draws of an answer.

    Parameters
    ----------
    found : Drawn
    lang : {"en", "zh"}
    """
    # where no measure acts the residual would be the same numbers again
    idle = found.saving.high == found.saving.low == 0
    errors = {"baseline": asdict(found.baseline.monte_carlo_error)}
    if not idle:
        errors["residual"] = asdict(found.residual.monte_carlo_error)
    lines = [errors_line(errors, lang)]
    if found.forest:
        lines += _forest(found.forest, found.draws, lang)
    return [f"  {line}" for line in lines]


def errors_line(errors: Mapping[str, Mapping[str, float]], lang: Lang = "en") -> str:
    """The errors of drawing, of both ends of each outcome."""
    parts = [
        f"{say(outcome, lang)} ±{number(error['low'], 2)}, ±{number(error['high'], 2)}"
        for outcome, error in errors.items()
    ]
    return _ERROR.get(lang).format(parts=("；" if lang == "zh" else "; ").join(parts))


def bounded(share: float, draws: int, lang: Lang = "en") -> str:
    """A probability that was drawn, no surer than the number of draws allows.

    Where none, or all, of n draws hit, the probability is below 3/n, or above 1 - 3/n, with a
    confidence of 95 %.

    Examples
    --------
    >>> bounded(0.25, 1000), bounded(0.0, 1000), bounded(1.0, 1000)
    ('25.0%', 'below 0.3% (0 of 1,000 draws)', 'above 99.7% (all of 1,000 draws)')
    """
    most = min(3 / max(draws, 1), 1.0)
    if share <= 0:
        said = Label("below {p:.2g}% (0 of {n:,} draws)", "低于{p:.2g}%（{n:,}次抽样中0次）")
        return said.get(lang).format(p=100 * most, n=draws)
    if share >= 1:
        said = Label("above {p:.6g}% (all of {n:,} draws)", "高于{p:.6g}%（{n:,}次抽样全部命中）")
        return said.get(lang).format(p=100 * (1 - most), n=draws)
    return f"{share:.1%}"


def _forest(forest: Mapping[str, Any], draws: int, lang: Lang) -> list[str]:
    """How large it would have to be, and how likely the planned one is to do."""
    year, areas = forest["horizon_year"], forest["area_at_confidence"]
    chance = bounded(forest["compensated_by_horizon"] or 0.0, draws, lang)
    if not forest.get("planted", True):
        return [_ENOUGH_CREDITS.get(lang).format(p=chance)]
    if not forest["growth_ranged"]:
        return [_UNSURE.get(lang)]
    if all(one["value"] is None for one in areas.values()):
        return [_NONE.get(lang).format(year=year)]
    parts = [
        (_TOO_SURE if one["value"] is None else _ENOUGH)
        .get(lang)
        .format(area=_land(one["value"] or 0.0, lang), p=name)
        for name, one in areas.items()
    ]
    joined = ("、" if lang == "zh" else ", ").join(parts)
    return [
        _AREA.get(lang).format(year=year, parts=joined),
        _CHANCE.get(lang).format(area=_land(forest["area"]["value"], lang), p=chance),
    ]


def _land(hectares: float, lang: Lang) -> str:
    """An area in mu and in hectares, always both."""
    mu, ha = number(hectares * MU_PER_HA), number(hectares)
    return Label(f"{mu} mu ({ha} ha)", f"{mu}亩（{ha}公顷）").get(lang)
