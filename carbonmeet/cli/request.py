"""``carbonmeet request``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carbonmeet.base.files import refuse_inputs, write_whole
from carbonmeet.base.text import Lang, _, both
from carbonmeet.cli.options import (
    catalogue_of,
    draws_options,
    emit_json,
    factors_option,
    lang_option,
    scenario_argument,
    written_option,
)

if TYPE_CHECKING:
    from carbonmeet.questions.evidence import Question


@click.command("request")
@scenario_argument()
@written_option("Workbook to write, F.xlsx; without it the list is printed as JSON.")
@click.option("--most", type=click.IntRange(1, 500), default=60, show_default=True,
              help="How many numbers to ask for at most.")  # fmt: skip
@draws_options
@lang_option
@factors_option
def command(
    file: str,
    output: Path | None,
    most: int,
    draws: int,
    seed: int,
    lang: Lang,
    folder: Path | None,
) -> None:
    """Write a sheet that asks hall, hotel, caterer and carrier for the numbers of FILE.

    It asks for the numbers that have no document, starting with those that would narrow the range
    of the result most.
    """
    from carbonmeet.estimation import estimate
    from carbonmeet.questions.evidence import questions

    if output is not None and output.suffix.lower() != ".xlsx":
        raise click.UsageError(_("the sheet is an Excel workbook: -o F.xlsx"))
    answer = estimate(file, catalogue=catalogue_of(folder))
    asked = questions(answer, draws=draws, seed=seed, most=most)
    if output is None:
        emit_json([_plain(at, one) for at, one in enumerate(asked, 1)], None)
        return
    from carbonmeet.view.faces.excel.request import request_workbook

    refuse_inputs([output])
    write_whole({output: request_workbook(answer, asked, lang)})
    click.echo(output)


def _plain(at: int, one: Question) -> dict[str, Any]:
    known = one.number
    return {
        "number": at,
        "to": one.to,
        "path": known.path,
        "name": both(known.name),
        "value": known.value,
        "low": known.low,
        "high": known.high,
        "unit": known.unit,
        "tier": known.tier,
        "t_co2e": known.tonnes,
        "swing_t_co2e": one.swing,
        "narrower": one.narrower,
        "record": both(one.paper),
    }
