"""What drives the uncertainty of a total, and what to measure first."""

from __future__ import annotations

import math
from typing import Any

from carbonmeet.answer.plain import plain
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import _, both
from carbonmeet.draws import Uncertainty
from carbonmeet.draws.notices import notices
from carbonmeet.draws.ranges import Range
from carbonmeet.draws.sensitivity import Driver, Narrowing, Propagation, driver_rows, labels
from carbonmeet.units import T_CO2E
from carbonmeet.view.blocks import Block, Bullets, Column, Fact, Facts, Heading, Table
from carbonmeet.view.matter import EVIDENCE, Voice
from carbonmeet.view.numerals import ends, fixed, known_share, share, shown, three

__all__ = ["Found", "sensitivity_blocks", "sensitivity_data"]

_OUTCOMES = {
    "baseline": _("baseline"),
    "residual": _("residual"),
    "saving": _("saving"),
    "removal": _("removal by the forest"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What was worked out of one outcome, to be printed or saved."""

    found: Uncertainty
    outcome: str
    drivers: list[Driver]
    indices: dict[str, tuple[float, float]]
    narrowed: list[Narrowing]
    formula: Propagation
    target: dict[str, float] | None
    year: int | None = None

    @property
    def drawn(self) -> Range:
        """The range of the outcome."""
        found: Range = getattr(self.found, self.outcome)
        return found

    @property
    def target_error(self) -> float:
        """Standard error of the probability, from drawing a finite number of times."""
        p = 0.0 if self.target is None else self.target["probability"]
        return math.sqrt(p * (1.0 - p) / self.found.count)


def sensitivity_data(answer: Found) -> dict[str, Any]:
    """What was worked out, as plain data."""

    found, formula = answer.found, answer.formula
    names = labels(found)
    data: dict[str, Any] = {
        "outcome": answer.outcome,
        "year": answer.year,
        "draws": found.count,
        "seed": found.plan.seed,
        "range": answer.drawn.to_dict(),
        "error_propagation": {
            "value": formula.value,
            "low": formula.low,
            "high": formula.high,
            "sd": formula.sd,
            "unit": "t CO2e",
        },
        "drivers": driver_rows(found, answer.drivers, answer.indices),
        "measure_first": [
            {
                "input": one.input.id,
                "label": both(names[one.input.id]),
                "width_now": one.before,
                "width_then": one.after,
                "unit": "t CO2e",
            }
            for one in answer.narrowed
        ],
        "notices": plain(notices(found)),
    }
    if answer.target is not None:
        data["target"] = answer.target | {"monte_carlo_error": answer.target_error}
    return data


def sensitivity_blocks(m: Voice, answer: Found) -> list[Block]:
    """The range and how it was found, the inputs behind it, and those worth measuring."""
    outcome = m.word(_OUTCOMES[answer.outcome])
    title = m.say("What drives the uncertainty of the {outcome}", outcome=outcome)
    title += m.say(" in {year}", year=answer.year) if answer.year else ""
    blocks: list[Block] = [Heading(title), Facts("facts", "", tuple(_facts(m, answer)))]
    blocks.append(_drivers(m, answer))
    if answer.narrowed:
        blocks.append(_first(m, answer))
    notes = tuple(m.word(one) for one in notices(answer.found))
    return [*blocks, Bullets(notes)] if notes else blocks


def _facts(m: Voice, answer: Found) -> list[Fact]:
    found, drawn, formula = answer.found, answer.drawn, answer.formula
    error = m.join(f"±{three(one)}" for one in (drawn.low_error, drawn.high_error))
    facts = {
        m.say("95% range"): f"{ends(drawn.low, drawn.high)} {T_CO2E}",
        m.say("Monte Carlo error of the ends"): f"{error} {T_CO2E}",
        m.say("by error propagation"): f"{ends(formula.low, formula.high)} {T_CO2E}",
        m.say("draws"): shown(float(found.count), "count"),
        m.say("seed"): str(found.plan.seed),
    }
    if answer.target is not None:
        if "share" in answer.target:
            part = share(answer.target["share"], 0)
            limit = m.say("a saving of {part}", part=part)
        else:
            most = shown(answer.target["tonnes"], "count")
            limit = m.say("at most {most} t CO2e", most=most)
        chance = f"{share(answer.target['probability'])} ± {share(answer.target_error)}"
        facts[m.say("probability that {limit} is met", limit=limit)] = chance
    return [Fact(name, None, "", text) for name, text in facts.items()]


def _drivers(m: Voice, answer: Found) -> Table:
    names, forms = labels(answer.found), answer.found.distributions
    sobol = answer.indices
    both = (
        (Column(m.say("Sobol first"), "number"), lambda one: fixed(sobol[one.input.id][0], 2)),
        (Column(m.say("Sobol total"), "number"), lambda one: fixed(sobol[one.input.id][1], 2)),
    )
    return Table.of(
        "drivers",
        "",
        answer.drivers,
        (Column(m.say("input"), "code"), lambda one: one.input.called(m.lang)),
        (Column(m.say("what it is")), lambda one: m.word(names[one.input.id])),
        (Column(m.say("evidence")), lambda one: m.word(EVIDENCE[one.input.said])),
        (Column(m.say("drawn as")), lambda one: m.word(forms[one.input.id].called)),
        (Column(m.say("share"), "share"), lambda one: known_share(one.share, one.share_error)),
        (
            Column(m.say("rank corr."), "number"),
            lambda one: fixed(one.rank_correlation, 2, signed=True),
        ),
        (Column(m.say("at its low"), "tonnes"), lambda one: one.low),
        (Column(m.say("at its high"), "tonnes"), lambda one: one.high),
        *(both if sobol else ()),
    )


def _first(m: Voice, answer: Found) -> Table:
    names = labels(answer.found)
    return Table.of(
        "measure-first",
        m.say("Measured instead of assumed, these would narrow the range most"),
        answer.narrowed,
        (Column(m.say("input"), "code"), lambda one: one.input.called(m.lang)),
        (Column(m.say("what it is")), lambda one: m.word(names[one.input.id])),
        (Column(m.say("narrower by"), "share"), lambda one: -max(one.share, 0.0)),
    )
