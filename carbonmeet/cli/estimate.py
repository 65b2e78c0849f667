"""``carbonmeet estimate``."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carbonmeet.cli.options import (
    catalogue_of,
    emit,
    factors_option,
    lang_option,
    output_option,
)
from carbonmeet.text import Lang

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.estimation import Estimate

#: From this many draws on a bar shows the progress.
_LONG = 20_000


@click.command("estimate")
@click.argument("file")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    help="Table to read, JSON with everything, or the ledger as CSV.",
)
@click.option(
    "--draws",
    type=click.IntRange(0, 10_000_000),
    default=1000,
    show_default=True,
    help="Monte Carlo draws behind the ranges; 0 for none.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the draws.")
@click.option("--in", "city", metavar="CITY", help="The host city's file: the meeting's share of it.")
@output_option
@lang_option
@factors_option
def command(
    file: str,
    form: str,
    draws: int,
    seed: int,
    city: str | None,
    output: Path | None,
    lang: Lang,
    folder: Path | None,
) -> None:
    """Estimate FILE: a scenario, or the name of a shipped one such as cop15-kunming."""
    from carbonmeet.estimation import estimate

    catalogue = catalogue_of(folder)
    result = estimate(file, catalogue=catalogue)
    data = result.to_dict()
    if form == "csv":
        from carbonmeet.report.ledger import as_csv

        emit(as_csv(data), output)
        return
    if draws:
        _add_ranges(result, data, draws, seed)
    if city is not None:
        data["city"] = _share(result, city, catalogue)
    if form == "json":
        emit(json.dumps(data, ensure_ascii=False, indent=2), output)
    else:
        from carbonmeet.report.tables import summary

        emit(summary(result, data, lang), output)


def _add_ranges(result: Estimate, data: dict[str, Any], draws: int, seed: int) -> None:
    from carbonmeet.uncertainty import ranges_into, simulate

    long = draws >= _LONG
    screen = click.progressbar(length=draws, label="draws", file=sys.stderr) if long else None
    with screen or nullcontext() as bar:
        found = simulate(
            result,
            draws,
            seed,
            progress=None if bar is None else lambda done: bar.update(done - bar.pos),
        )
    ranges_into(data, found)


def _share(result: Estimate, city: str, catalogue: Catalogue) -> list[dict[str, Any]]:
    """The meeting in its host city's years; no land may serve both."""
    from dataclasses import asdict

    from carbonmeet.errors import InputError
    from carbonmeet.hostcity import double_claims, host_of, share_of_city
    from carbonmeet.scenario import load_scenario

    read = load_scenario(city)
    faults = double_claims([read, result.scenario])
    if faults:
        raise InputError(faults)
    rows = share_of_city(result, host_of(result, read, catalogue=catalogue))
    return [
        {**asdict(row), "share": row.share, "rest_of_city": row.rest_of_city, "unit": "t CO2e"}
        for row in rows
    ]
