"""What a reader of the ranges must know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from carbonmeet.base.notices import Notice
from carbonmeet.base.text import Message, _, _n
from carbonmeet.numbers import LEAST_DRAWS

if TYPE_CHECKING:
    from carbonmeet.draws.answer import Uncertainty
    from carbonmeet.draws.propagation import Outcome, Propagation
    from carbonmeet.draws.ranges import Range

__all__ = ["always", "notices"]

#: A range by error propagation that differs by more than this share of the width is reported.
TOLERANCE = 0.10

_NAMES: dict[Outcome, Message] = {
    "baseline": _("baseline"),
    "residual": _("residual"),
    "saving": _("saving"),
    "removal": _("removal by the forest"),
}


def notices(found: Uncertainty) -> tuple[Notice, ...]:
    """What a reader of the ranges must know."""
    said = [
        _parting(outcome, one, found.propagated[outcome]) for outcome, one in _totals(found).items()
    ]
    return tuple(one for one in (*said, _scored(found), _fixed(found)) if one is not None)


def always(found: Uncertainty) -> tuple[Notice, ...]:
    """Told with any range: that it does not hold its own value, and what goes together."""
    said = (*_too_few(found), _together(found))
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
    return Notice(
        "draws.not-normal",
        {
            "outcome": outcome,
            "formula": [formula.low, formula.high],
            "draws": [drawn.low, drawn.high],
        },
        _(
            "the {outcome} is not normal: error propagation gives {low:,.0f} to {high:,.0f} t "
            "CO2e, the draws {drawn_low:,.0f} to {drawn_high:,.0f}; the ends differ by up to "
            "{off:.0%} of the width, and the draws count",
            outcome=_NAMES[outcome],
            low=formula.low,
            high=formula.high,
            drawn_low=drawn.low,
            drawn_high=drawn.high,
            off=off / width,
        ),
    )


def _too_few(found: Uncertainty) -> Iterator[Notice]:
    """Where there are too few draws for any range, or one does not hold the value itself."""
    if found.count < LEAST_DRAWS:
        yield Notice(
            "draws.too-few",
            {"draws": found.count, "least": LEAST_DRAWS},
            _(
                "{draws} draws are too few for a 95% range, which takes {least} at least: the "
                "ends are those of the draws alone",
                draws=found.count,
                least=LEAST_DRAWS,
            ),
        )
        return
    for name, one in _outcomes(found).items():
        if one.high > one.low and not one.low <= one.value <= one.high:
            yield Notice(
                "draws.value-outside",
                {"outcome": name, "low": one.low, "high": one.high, "value": one.value},
                _(
                    "the 95% range of the {outcome} does not hold its value: its numbers vary to "
                    "one side, or {draws} draws are too few",
                    outcome=_NAMES[name],
                    draws=found.count,
                ),
            )


def _outcomes(found: Uncertainty) -> dict[Outcome, Range]:
    """Every outcome that has a range of its own."""
    ranges = _totals(found)
    if "residual" in ranges:
        ranges["saving"] = found.saving
    if found.forest is not None and found.trial.forest is not None:
        ranges["removal"] = found.removal
    return ranges


def _scored(found: Uncertainty) -> Notice | None:
    """How many factors vary by scores and not by a published range."""
    varying = [one for one in found.distributions.values() if not one.is_fixed]
    scored = sum(1 for one in varying if one.origin == "pedigree")
    if not scored:
        return None
    return Notice(
        "draws.pedigree",
        {"factors": scored},
        _("{scored} factors without a published range vary by pedigree scores", scored=scored),
    )


def _together(found: Uncertainty) -> Notice | None:
    """Which inputs go together, as the scenario says."""
    pairs = found.trial.pairs
    if not pairs:
        return None
    first = pairs[0]
    return Notice(
        "correlations.drawn",
        {"pairs": [list(one) for one in pairs]},
        _n(
            "one pair of inputs is drawn together, as the scenario says: {first} with {second}, "
            "rank correlation {rank:g}",
            "{n} pairs of inputs are drawn together, as the scenario says: {first} with "
            "{second}, rank correlation {rank:g}, and others",
            len(pairs),
            first=first.first,
            second=first.second,
            rank=first.rank,
        ),
    )


def _fixed(found: Uncertainty) -> Notice | None:
    """How many inputs do not vary, though they might."""
    fixed, inputs = found.fixed_inputs, found.fixed_inputs + found.drawn_inputs
    if not fixed:
        return None
    return Notice(
        "draws.fixed",
        {"fixed": fixed, "inputs": inputs},
        _(
            "{fixed} of {inputs} inputs have no range and were held fixed, so the "
            "ranges are too narrow",
            fixed=fixed,
            inputs=inputs,
        ),
    )
