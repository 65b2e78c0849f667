"""``carbonmeet sweep``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.cli.options import catalogue_of, emit, factors_option

if TYPE_CHECKING:
    import pandas as pd

#: Columns of the table that stand beside the results, where it has them.
_KEPT = ("id", "year", "place")
#: Bytes of a table that are read at once.
_MOST = 500_000_000


@click.command("sweep")
@click.argument("file")
@click.argument("table", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the CSV file here instead of to the screen.",
)
@click.option(
    "--draws",
    type=click.IntRange(0, 1_000_000),
    default=0,
    show_default=True,
    help="Monte Carlo draws behind low and high; 0 for none.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the draws.")
@factors_option
def command(
    file: str, table: Path, output: Path | None, draws: int, seed: int, folder: Path | None
) -> None:
    """Estimate the scenario FILE for every row of TABLE, a CSV file.

    A column of TABLE is called by the place that it changes, such as groups.Volunteers.people or
    measures.T1.uptake; a unit may follow, as in 'venue.Hall.area [m^2]'. Totals are in t CO2e, the
    columns kg:SOURCE in kg CO2e, before measures. A wrong row has no results, but a fault.
    """
    from carbonmeet.questions.sweeping import sweep

    rows = _read(table)
    found = sweep(
        file,
        rows,
        draws=draws,
        seed=seed,
        catalogue=catalogue_of(folder),
        faults="keep",
        name=str(table),
    )
    for name in reversed([one for one in _KEPT if one in rows.columns]):
        found.insert(0, name, rows[name])
    emit(found.drop(columns="notices").to_csv(index=False, lineterminator="\n"), output)
    wrong = int((found["fault"] != "").sum())
    if wrong:
        raise CarbonmeetError(
            f"{table}: {wrong} of {len(found)} rows are wrong: see column 'fault'"
        )


def _read(table: Path) -> pd.DataFrame:
    """A CSV file; what stands in it as text stays text."""
    import io

    import pandas as pd

    from carbonmeet.base.files import read_whole

    try:
        raw = read_whole(table, _MOST)
        if len(raw) > _MOST:
            raise CarbonmeetError(f"{table}: is larger than {_MOST // 1_000_000} MB")
        text = raw.decode("utf-8-sig")
        return pd.read_csv(io.StringIO(text), keep_default_na=False)
    except OSError as error:
        raise CarbonmeetError(f"{table}: cannot be read: {error.strerror or error}") from None
    except (UnicodeDecodeError, ValueError) as error:
        told = " ".join(str(error).split())
        raise CarbonmeetError(f"{table}: is no CSV file in UTF-8: {told}") from None
