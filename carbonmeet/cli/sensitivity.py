"""``carbonmeet sensitivity``."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Lang
from carbonmeet.cli.options import (
    catalogue_of,
    emit,
    emit_json,
    factors_option,
    lang_option,
    output_option,
    progress_bar,
)
from carbonmeet.draws.draws import DRAWS, SEED

if TYPE_CHECKING:
    from carbonmeet.draws import Uncertainty
    from carbonmeet.draws.ranges import Range
    from carbonmeet.draws.sensitivity import Driver, Narrowing, Propagation

_WORDS = {
    "title": ("What drives the uncertainty of the {outcome}", "{outcome}不确定性的来源"),
    "drawn": ("95 % range", "95% 区间"),
    "propagated": ("by error propagation", "误差传播法"),
    "draws": ("draws", "抽样次数"),
    "seed": ("seed", "随机种子"),
    "input": ("input", "输入"),
    "name": ("what it is", "名称"),
    "evidence": ("evidence", "依据"),
    "form": ("drawn as", "分布"),
    "rank": ("rank corr.", "秩相关"),
    "share": ("share", "占比"),
    "low": ("at its low", "取低值"),
    "high": ("at its high", "取高值"),
    "first": ("Sobol first", "Sobol 一阶"),
    "total": ("Sobol total", "Sobol 总阶"),
    "narrow": (
        "Measured instead of assumed, these would narrow the range most",
        "若实测，以下输入最能收窄区间",
    ),
    "error": ("Monte Carlo error of the ends", "区间端点的抽样误差"),
    "baseline": ("baseline", "基准排放"),
    "residual": ("residual", "剩余排放"),
    "saving": ("saving", "减排量"),
    "removal": ("removal by the forest", "碳汇林清除量"),
    "target": ("probability that {limit} is met", "实现{limit}的概率"),
    "at-most": ("at most {tonnes} t CO2e", "排放不超过{tonnes} t CO2e"),
    "at-least": ("a saving of {share}", "减排{share}"),
    "assumed": ("assumed", "假设"),
    "given": ("given", "给定"),
    "measured": ("measured", "实测"),
    "published": ("published", "已发布"),
    "primary": ("primary", "原始文献"),
    "secondary": ("secondary", "转引"),
}


def _say(word: str, lang: Lang) -> str:
    return _WORDS[word][lang == "zh"]


@click.command("sensitivity")
@click.argument("file")
@click.option("--draws", type=click.IntRange(2, 10_000_000), default=4 * DRAWS, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=SEED, show_default=True)
@click.option("--top", type=click.IntRange(1), default=10, show_default=True, help="Inputs shown.")
@click.option(
    "--of",
    "outcome",
    type=click.Choice(["baseline", "residual", "saving", "removal"]),
    default="residual",
    show_default=True,
    help="Which total; removal is what the forest removes by its horizon.",
)
@click.option("--target", help='Residual or saving to meet, e.g. "20000 t CO2e" or 30%.')
@click.option("--sobol", is_flag=True, help="Sobol indices as well (needs scipy; slower).")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@output_option
@lang_option
@factors_option
def command(
    file: str,
    draws: int,
    seed: int,
    top: int,
    outcome: Any,
    target: str | None,
    sobol: bool,
    form: str,
    output: Path | None,
    lang: Lang,
    folder: Path | None,
) -> None:
    """Show which inputs of FILE drive the uncertainty, and which to measure first."""
    from carbonmeet.draws import draw, sensitivity
    from carbonmeet.estimation import estimate

    goal = None if target is None else _goal(target)
    result = estimate(file, catalogue=catalogue_of(folder)).workings
    with progress_bar(draws) as progress:
        found = draw(result, draws, seed, progress=progress)
    answer = _Answer(
        found,
        outcome,
        sensitivity.drivers(found, outcome)[:top],
        sensitivity.sobol(found, outcome) if sobol else {},
        sensitivity.narrowing(found, outcome),
        sensitivity.propagate(found, outcome),
        None if goal is None else goal | {"probability": found.target_met(**goal)},
    )
    if form == "json":
        emit_json(_data(answer), output)
    else:
        emit(_text(answer, lang), output)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is printed."""

    found: Uncertainty
    outcome: str
    drivers: list[Driver]
    indices: dict[str, tuple[float, float]]
    narrowed: list[Narrowing]
    formula: Propagation
    target: dict[str, float] | None

    @property
    def drawn(self) -> Range:
        found: Range = getattr(self.found, self.outcome)
        return found

    @property
    def target_error(self) -> float:
        """Standard error of the probability, from drawing a finite number of times."""
        p = 0.0 if self.target is None else self.target["probability"]
        return math.sqrt(p * (1.0 - p) / self.found.count)


def _goal(text: str) -> dict[str, float]:
    """A target: ``tonnes`` that may remain, or the ``share`` of the baseline to be saved."""
    from carbonmeet.units import parse_quantity, parse_share

    if "%" in text:
        return {"share": parse_share(text)}
    tonnes = parse_quantity(text, expect="t CO2e").to("t CO2e")
    if tonnes < 0:
        raise CarbonmeetError(f"a target is 0 t CO2e or more, not {text}")
    return {"tonnes": tonnes}


def _data(answer: _Answer) -> dict[str, Any]:
    from carbonmeet.answer.plain import plain
    from carbonmeet.draws.notices import notices
    from carbonmeet.draws.sensitivity import driver_rows, labels

    found, formula = answer.found, answer.formula
    names = labels(found)
    data: dict[str, Any] = {
        "outcome": answer.outcome,
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
                "label": {"en": names[one.input.id].get("en"), "zh": names[one.input.id].get("zh")},
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


def _text(answer: _Answer, lang: Lang) -> str:
    from carbonmeet.draws.notices import notices
    from carbonmeet.draws.sensitivity import labels
    from carbonmeet.view.faces.grid import grid, safe

    found, drawn, formula = answer.found, answer.drawn, answer.formula
    names = {name: _cut(safe(one.get(lang))) for name, one in labels(found).items()}
    facts = [
        [_say("drawn", lang), f"{drawn.low:,.0f} – {drawn.high:,.0f} t CO2e"],
        [_say("error", lang), f"{drawn.low_error:,.0f}, {drawn.high_error:,.0f} t CO2e"],
        [_say("propagated", lang), f"{formula.low:,.0f} – {formula.high:,.0f} t CO2e"],
        [_say("draws", lang), f"{found.count:,}"],
        [_say("seed", lang), str(found.plan.seed)],
    ]
    if answer.target is not None:
        facts.append(_target(answer, lang))
    title = _say("title", lang).format(outcome=_say(answer.outcome, lang))
    heads = ["input", "name", "evidence", "form", "share", "rank", "low", "high"]
    heads += ["first", "total"] if answer.indices else []
    rows = [[_say(name, lang) for name in heads]]
    for one in answer.drivers:
        row = [one.input.id, names[one.input.id], _say(one.input.basis, lang)]
        row.append(found.distributions[one.input.id].called.get(lang))
        row += [f"{one.share:.1%}", f"{one.rank_correlation:+.2f}"]
        row += [f"{one.low:,.0f}", f"{one.high:,.0f}"]
        row += [f"{index:.2f}" for index in answer.indices.get(one.input.id, ())]
        rows.append(row)
    first = [
        [one.input.id, names[one.input.id], f"-{max(one.share, 0.0):.1%}"]
        for one in answer.narrowed
    ]
    parts = [title, grid(facts), grid(rows, right=range(4, len(heads)))]
    if first:
        parts += [_say("narrow", lang), grid(first, right=[2])]
    parts.append("\n".join(f"* {one.get(lang)}" for one in notices(found)))
    return "\n\n".join(part for part in parts if part)


def _target(answer: _Answer, lang: Lang) -> list[str]:
    goal = answer.target or {}
    if "share" in goal:
        limit = _say("at-least", lang).format(share=f"{goal['share']:.0%}")
    else:
        limit = _say("at-most", lang).format(tonnes=f"{goal['tonnes']:,.0f}")
    chance = f"{goal['probability']:.1%} ± {answer.target_error:.1%}"
    return [_say("target", lang).format(limit=limit), chance]


def _cut(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
