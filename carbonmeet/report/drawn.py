"""What the draws add to the printed answer: how blurred the ends are, how likely the forest is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carbonmeet.offset.arithmetic import MU_PER_HA
from carbonmeet.report.grid import number
from carbonmeet.report.words import say
from carbonmeet.text import Label, Lang

__all__ = ["drawn_lines"]

_ERROR = Label(
    "Monte Carlo error of the ends, t CO2e: {parts}", "区间端点的抽样误差（t CO2e）：{parts}"
)
_AREA = Label(
    "Forest that compensates by the end of {year}: {parts}",
    "到{year}年底完成补偿所需林地：{parts}",
)
_ENOUGH = Label("{area} with a probability of {p}", "{area}（把握{p}）")
_CHANCE = Label(
    "Probability that {area} have compensated by then: {p}",
    "{area}届时完成补偿的概率：{p}",
)


def drawn_lines(found: Mapping[str, Any], lang: Lang = "en") -> list[str]:
    """Lines about the block ``uncertainty`` of a result.

    Parameters
    ----------
    found : mapping
        From `Uncertainty.head` or `Uncertainty.to_dict`.
    lang : {"en", "zh"}
    """
    colon = "；" if lang == "zh" else "; "
    parts = []
    for outcome in ("baseline", "residual"):
        if outcome == "residual" and found["saving"]["high"] == found["saving"]["low"] == 0:
            continue  # no measure acts: the same numbers again
        error = found[outcome]["monte_carlo_error"]
        ends = f"±{number(error['low'], 2)}, ±{number(error['high'], 2)}"
        parts.append(f"{say(outcome, lang)} {ends}")
    lines = [_ERROR.get(lang).format(parts=colon.join(parts))]
    forest = found.get("forest")
    if forest:
        areas = [
            _ENOUGH.get(lang).format(area=_land(one["value"], lang), p=name)
            for name, one in forest["area_at_confidence"].items()
        ]
        parts_of_area = ("、" if lang == "zh" else ", ").join(areas)
        lines.append(_AREA.get(lang).format(year=forest["horizon_year"], parts=parts_of_area))
        chance = f"{forest['compensated_by_horizon']:.1%}"
        planned = _land(forest["area"]["value"], lang)
        lines.append(_CHANCE.get(lang).format(area=planned, p=chance))
    return [f"  {line}" for line in lines]


def _land(hectares: float | None, lang: Lang) -> str:
    """An area in mu and in hectares, always both."""
    if hectares is None:
        return "∞"
    mu, ha = number(hectares * MU_PER_HA), number(hectares)
    return Label(f"{mu} mu ({ha} ha)", f"{mu}亩（{ha}公顷）").get(lang)
