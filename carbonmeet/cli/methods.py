"""``carbonmeet methods``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonmeet.base.text import Label, Lang
from carbonmeet.cli.options import (
    catalogue_of,
    emit,
    emit_json,
    factors_option,
    lang_option,
    output_option,
)

if TYPE_CHECKING:
    from carbonmeet.draws.rivals import RivalTable

_WORDS = {
    "title": ("Rival methods, one at a time, t CO2e", "不同核算方法对比（逐项，吨 CO2e）"),
    "choice": ("choice", "方法"),
    "baseline": ("baseline", "基准排放"),
    "residual": ("residual", "剩余排放"),
    "difference": ("difference", "差值"),
    "chosen": ("As the scenario stands", "情景现行方法"),
    "same": ("Chosen already, or without bearing here", "已采用或与本情景无关"),
    "failed": ("Not possible here", "不适用"),
    "apart": (
        "This spread is a matter of method; it is not part of the 95 % range.",
        "方法差异单独列示，不计入 95% 区间。",
    ),
}


@click.command("methods")
@click.argument("file")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@output_option
@lang_option
@factors_option
def command(file: str, form: str, output: Path | None, lang: Lang, folder: Path | None) -> None:
    """Estimate FILE under rival methods: aviation, editions, grids, hotels."""
    from carbonmeet.draws.rivals import rival_table
    from carbonmeet.scenario import load_scenario

    table = rival_table(load_scenario(file), catalogue_of(folder))
    if form == "json":
        emit_json(table.to_dict(), output)
    else:
        emit(_text(table, lang), output)


def _text(table: RivalTable, lang: Lang) -> str:
    from carbonmeet.view.faces.grid import grid

    def say(word: str) -> str:
        return _WORDS[word][lang == "zh"]

    chosen = table.chosen
    rows = [[say(name) for name in ("choice", "baseline", "difference", "residual", "difference")]]
    rows.append(
        [say("chosen"), f"{chosen.baseline.total:,.0f}", "", f"{chosen.residual.total:,.0f}", ""]
    )
    for row in table.rows:
        off = (row.difference, row.residual_difference)
        rows.append(
            [
                row.name.get(lang),
                f"{row.baseline:,.0f}",
                f"{off[0]:+,.0f}",
                f"{row.residual:,.0f}",
                f"{off[1]:+,.0f}",
            ]
        )
    lines = [say("title"), "", grid(rows, right=range(1, 5)), "", say("apart")]
    if table.same:
        comma = Label(", ", "、").get(lang)
        lines.append(f"{say('same')}: {comma.join(one.name.get(lang) for one in table.same)}")
    lines += [f"{say('failed')}: {one.name.get(lang)}: {why}" for one, why in table.failed]
    return "\n".join(lines)
