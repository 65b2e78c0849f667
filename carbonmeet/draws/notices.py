"""What a reader of the ranges must know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.notices import Notice

if TYPE_CHECKING:
    from carbonmeet.draws.answer import Uncertainty
    from carbonmeet.draws.propagation import Outcome, Propagation
    from carbonmeet.draws.ranges import Range

__all__ = ["notices", "too_few"]

#: A range by error propagation that differs by more than this share of the width is reported.
TOLERANCE = 0.10

_NAMES: dict[Outcome, str] = {"baseline": "基准排放", "residual": "措施后排放"}


def notices(found: Uncertainty) -> tuple[Notice, ...]:
    """What a reader of the ranges must know."""
    said = [
        _parting(outcome, one, found.propagated[outcome]) for outcome, one in _totals(found).items()
    ]
    return tuple(one for one in (*said, _scored(found), _fixed(found)) if one is not None)


def too_few(found: Uncertainty) -> tuple[Notice, ...]:
    """Told with any range: that it does not hold its own value."""
    said = (_too_few(outcome, one) for outcome, one in _totals(found).items())
    return tuple(one for one in said if one is not None)


def _totals(found: Uncertainty) -> dict[Outcome, Range]:
    drawn: dict[Outcome, Range] = {"baseline": found.baseline}
    if found.trial.uptake.any():  # else the residual is the same as the baseline
        drawn["residual"] = found.residual
    return drawn


def _parting(outcome: Outcome, drawn: Range, formula: Propagation) -> Notice | None:
    """Where error propagation and drawing part by more than `TOLERANCE`, in words."""
    width = drawn.high - drawn.low
    off = max(abs(formula.low - drawn.low), abs(formula.high - drawn.high))
    if not width or off <= TOLERANCE * width:
        return None
    ends = [f"{x:,.0f}" for x in (formula.low, formula.high, drawn.low, drawn.high)]
    return Notice(
        "draws.not-normal",
        {
            "outcome": outcome,
            "formula": [formula.low, formula.high],
            "draws": [drawn.low, drawn.high],
        },
        f"the {outcome} is not normal: error propagation gives {ends[0]} to "
        f"{ends[1]} t CO2e, the draws {ends[2]} to {ends[3]}; the ends differ by "
        f"up to {off / width:.0%} of the width, and the draws count",
        f"{_NAMES[outcome]}不呈正态分布：误差传播法得{ends[0]}至{ends[1]} t CO2e，"
        f"抽样得{ends[2]}至{ends[3]}；端点相差达区间宽度的{off / width:.0%}，"
        "以抽样为准",
    )


def _too_few(outcome: Outcome, drawn: Range) -> Notice | None:
    """Where the range of the draws does not hold the value itself."""
    if drawn.low <= drawn.value <= drawn.high or not drawn.high > drawn.low:
        return None
    return Notice(
        "draws.too-few",
        {"outcome": outcome, "low": drawn.low, "high": drawn.high, "value": drawn.value},
        f"the range of the {outcome} does not hold its value: there are too few draws",
        f"{_NAMES[outcome]}的区间未包含其数值：抽样次数过少",
    )


def _scored(found: Uncertainty) -> Notice | None:
    """How many factors vary by scores and not by a published range."""
    varying = [one for one in found.distributions.values() if not one.is_fixed]
    scored = sum(1 for one in varying if one.origin == "pedigree")
    if not scored:
        return None
    return Notice(
        "draws.pedigree",
        {"factors": scored},
        f"{scored} factors without a published range vary by pedigree scores",
        f"{scored}个没有公布区间的因子按谱系评分取分布",
    )


def _fixed(found: Uncertainty) -> Notice | None:
    """How many inputs do not vary, though they might."""
    fixed, inputs = found.fixed_inputs, len(found.distributions)
    if not fixed:
        return None
    return Notice(
        "draws.fixed",
        {"fixed": fixed, "inputs": inputs},
        f"{fixed} of {inputs} inputs have no range and were held fixed: "
        "the ranges are too narrow by what these would add",
        f"{inputs}个输入中有{fixed}个没有区间、取固定值：区间因此偏窄",
    )
