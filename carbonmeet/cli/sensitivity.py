"""``carbonmeet sensitivity``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carbonmeet.cli.options import catalogue_of, emit, factors_option, lang_option, output_option
from carbonmeet.text import Lang
from carbonmeet.uncertainty.draws import DRAWS, SEED, Progress

if TYPE_CHECKING:
    from carbonmeet.uncertainty import Uncertainty
    from carbonmeet.uncertainty.ranges import Range
    from carbonmeet.uncertainty.sensitivity import Driver, Narrowing, Propagation

#: From this many draws on a progress bar is shown.
LONG = 20_000

_WORDS = {
    "title": ("What drives the uncertainty of the {outcome}", "{outcome}不确定性的来源"),
    "drawn": ("95 % range", "95% 区间"),
    "propagated": ("by error propagation", "误差传播法"),
    "draws": ("draws", "次抽样"),
    "seed": ("seed", "随机种子"),
    "input": ("input", "输入"),
    "evidence": ("evidence", "依据"),
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
}


def _say(word: str, lang: Lang) -> str:
    return _WORDS[word][lang == "zh"]


@contextmanager
def progress_bar(draws: int) -> Iterator[Progress | None]:
    """A bar on the error stream for long runs; None for short ones."""
    if draws < LONG:
        yield None
        return
    with click.progressbar(length=draws, label="draws", file=sys.stderr) as bar:
        yield lambda done: bar.update(done - bar.pos)


@click.command("sensitivity")
@click.argument("file")
@click.option("--draws", type=click.IntRange(2), default=4 * DRAWS, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=SEED, show_default=True)
@click.option("--top", type=click.IntRange(1), default=10, show_default=True, help="Inputs shown.")
@click.option(
    "--of",
    "outcome",
    type=click.Choice(["baseline", "residual", "saving"]),
    default="residual",
    show_default=True,
    help="Which total.",
)
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
    sobol: bool,
    form: str,
    output: Path | None,
    lang: Lang,
    folder: Path | None,
) -> None:
    """Show which inputs of FILE drive the uncertainty, and which to measure first."""
    from carbonmeet.estimation import estimate
    from carbonmeet.uncertainty import sensitivity, simulate

    result = estimate(file, catalogue=catalogue_of(folder))
    with progress_bar(draws) as progress:
        found = simulate(result, draws, seed, progress=progress)
    listed = sensitivity.drivers(found, outcome)[:top]
    indices = sensitivity.sobol(found, outcome) if sobol else {}
    narrowed = sensitivity.narrowing(found, outcome)
    formula = sensitivity.propagate(found, outcome)
    if form == "json":
        data = _data(found, outcome, listed, indices, narrowed, formula)
        emit(json.dumps(data, ensure_ascii=False, indent=2), output)
    else:
        emit(_text(found, outcome, listed, indices, narrowed, formula, lang), output)


def _data(
    found: Uncertainty,
    outcome: str,
    listed: list[Driver],
    indices: dict[str, tuple[float, float]],
    narrowed: list[Narrowing],
    formula: Propagation,
) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "draws": found.count,
        "seed": found.plan.seed,
        "range": getattr(found, outcome).to_dict(),
        "error_propagation": {
            "value": formula.value,
            "low": formula.low,
            "high": formula.high,
            "sd": formula.sd,
            "unit": "t CO2e",
        },
        "drivers": [
            {
                "input": one.input.id,
                "distribution": str(found.distributions[one.input.id]),
                "evidence": one.input.basis,
                "low": one.low,
                "high": one.high,
                "rank_correlation": one.rank_correlation,
                "share": one.share,
                "sobol_first": indices.get(one.input.id, (None, None))[0],
                "sobol_total": indices.get(one.input.id, (None, None))[1],
            }
            for one in listed
        ],
        "measure_first": [
            {"input": one.input.id, "width_now": one.before, "width_then": one.after}
            for one in narrowed
        ],
        "notices": found.notices,
    }


def _text(
    found: Uncertainty,
    outcome: str,
    listed: list[Driver],
    indices: dict[str, tuple[float, float]],
    narrowed: list[Narrowing],
    formula: Propagation,
    lang: Lang,
) -> str:
    from carbonmeet.report.grid import grid

    drawn: Range = getattr(found, outcome)
    head = [
        _say("title", lang).format(outcome=_say(outcome, lang)),
        "",
        grid(
            [
                [_say("drawn", lang), f"{drawn.low:,.0f} – {drawn.high:,.0f} t CO2e"],
                [_say("error", lang), f"{drawn.low_error:,.0f}, {drawn.high_error:,.0f} t CO2e"],
                [_say("propagated", lang), f"{formula.low:,.0f} – {formula.high:,.0f} t CO2e"],
                [_say("draws", lang), f"{found.count:,}"],
                [_say("seed", lang), str(found.plan.seed)],
            ]
        ),
        "",
    ]
    names = ["input", "evidence", "share", "rank", "low", "high"]
    names += ["first", "total"] if indices else []
    rows = [[_say(name, lang) for name in names]]
    for one in listed:
        row = [one.input.id, one.input.basis, f"{one.share:.1%}", f"{one.rank_correlation:+.2f}"]
        row += [f"{one.low:,.0f}", f"{one.high:,.0f}"]
        row += [f"{index:.2f}" for index in indices.get(one.input.id, ())]
        rows.append(row)
    tail = ["", _say("narrow", lang), ""]
    tail.append(grid([[one.input.id, f"-{one.share:.1%}"] for one in narrowed], right=[1]))
    notices = [f"* {text}" for text in found.notices]
    body = grid(rows, right=range(2, len(names)))
    return "\n".join([*head, body, *tail, *([""] if notices else []), *notices])
