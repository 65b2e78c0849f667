"""``carbonmeet sweep``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Lang, _
from carbonmeet.cli import screen
from carbonmeet.cli.options import (
    NumberOfDraws,
    catalogue_of,
    emit,
    factors_option,
    lang_option,
    scenario_argument,
    shipped_table,
    written_option,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@click.command("sweep")
@scenario_argument()
@click.argument("table", type=click.Path(path_type=Path))
@written_option("Write the CSV file here instead of to the screen.")
@click.option(
    "--totals",
    "sums",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="CSV",
    help="Write the totals by event, month, place and year here.",
)
@click.option(
    "--draws",
    type=NumberOfDraws(1_000_000),
    default=0,
    show_default=True,
    help="Monte Carlo draws behind low and high; 0 for none.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the draws.")
@click.option(
    "--batch",
    "size",
    type=click.IntRange(1),
    help="Rows computed at once.  [default: 50000]",
)
@lang_option
@factors_option
def command(
    file: str,
    table: Path,
    output: Path | None,
    sums: Path | None,
    draws: int,
    seed: int,
    size: int | None,
    lang: Lang,
    folder: Path | None,
) -> None:
    """Estimate the scenario FILE for every row of TABLE, a CSV or Parquet file of any length.

    Each column of TABLE is named after what it changes, such as groups.Volunteers.people or
    measures.T1.uptake; a unit may follow, as in 'venue.Hall.area [m^2]'. The columns id, name,
    date, month, published, assumed, phrase and note describe a row and change nothing. Totals are
    in t CO2e, the columns kg:SOURCE in kg CO2e, both before measures. A wrong row has no results,
    only a fault.
    """
    from carbonmeet.questions.sweeping.batches import BATCH, KEPT, Totals, results, swept
    from carbonmeet.scenario import load_scenario

    totals, rows, wrong, first = Totals(), 0, 0, True
    read = load_scenario(file)
    forest = read.content.offset is not None
    with _written(output) as write:
        for part, found in swept(
            read, shipped_table(table), draws=draws, seed=seed, catalogue=catalogue_of(folder),
            size=size or BATCH, progress=_told,
        ):  # fmt: skip
            if sums is not None:
                totals.add(part, found)
            rows, wrong = rows + len(found), wrong + int((found["fault"] != "").sum())
            named = found.reindex(columns=results(forest, draws), fill_value=0.0)
            # a source that no row of the batch has is 0, but of a wrong row nothing is known
            named.loc[named["fault"] != "", named.columns != "fault"] = None
            for name in reversed([one for one in KEPT if one in part.columns]):
                named.insert(0, name, part[name])
            text = named.to_csv(
                index=False, header=first, lineterminator="\n", float_format="%.12g"
            )
            write(text)
            first = False
        if not rows:
            raise CarbonmeetError(_("{table}: the table has no rows", table=table))
    if sums is not None:
        emit(totals.table().to_csv(index=False, lineterminator="\n"), sums)
    if wrong:
        raise CarbonmeetError(
            _(
                "{table}: {wrong} of {rows} rows are wrong: see column 'fault'",
                table=table,
                wrong=wrong,
                rows=rows,
            )
        )


@contextmanager
def _written(output: Path | None) -> Iterator[Callable[[str], None]]:
    """Where the rows go: to the screen, or to a file that is there whole or not at all."""
    if output is None:
        yield lambda text: click.echo(text, nl=False)
        return
    from carbonmeet.base.files import written_in_parts

    with written_in_parts(output) as write:
        yield lambda text: write(text.encode(errors="backslashreplace"))


def _told(done: int) -> None:
    """Say on the error stream how many rows are done, where somebody looks at it."""
    if sys.stderr.isatty():
        said = _("{done:,} rows", done=done).get(screen.LANG.get())
        click.echo(f"\r{said}", nl=False, err=True)
