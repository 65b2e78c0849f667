"""The draws themselves, as a table: what a statistician asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.errors import CarbonmeetError, MissingExtra
from carbonmeet.base.files import write_whole
from carbonmeet.base.given import takes
from carbonmeet.base.text import _, joined
from carbonmeet.draws.draws import BLOCK, each_block
from carbonmeet.draws.pairing import draws_of

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from carbonmeet.answer import Answer
    from carbonmeet.draws.answer import Uncertainty

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["FORMATS", "check_suffix", "draws_table", "write_draws"]

#: Numbers in a table at most: 400 MB.
_MOST = 50_000_000
FORMATS = (".csv", ".parquet")


@takes(answer=("Answer", "Uncertainty"))
def draws_table(answer: Answer | Uncertainty) -> pd.DataFrame:
    """Every draw in a row: what was drawn, and what came of it.

    Parameters
    ----------
    answer : Answer or Uncertainty
        An answer of `carbonmeet.simulate`.

    Returns
    -------
    pandas.DataFrame
        Indexed by draw, from 1. Columns ``baseline`` and ``residual``, the same by source and by
        period (``baseline.source.lodging``), ``removal`` where there is a forest, all in t CO2e;
        then every input that varies under its path (``input: groups.Volunteers.nights``), in the
        unit it was written in.

    Raises
    ------
    ModelError
        If nothing was drawn, or the answer was loaded from a file.
    CarbonmeetError
        If the table would hold more than fifty million numbers.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> answer = cm.simulate(cm.estimate("forum-1500"), 100)
    >>> table = draws_table(answer)
    >>> len(table), bool((table["residual"] <= table["baseline"]).all())
    (100, True)
    """
    import pandas as pd

    found = draws_of(answer)
    trial, plan = found.trial, found.plan
    sums = [f"{name}{_tail(column)}" for name in _LEDGERS for column in trial.columns]
    woods = [] if trial.forest is None else ["removal"]
    names = [*sums, *woods, *(f"input: {name}" for name in plan.ids)]
    if len(names) * plan.count > _MOST:
        raise CarbonmeetError(
            _(
                "{count:,} draws of {names} columns are too many for a "
                "table: at most {most:,} draws",
                count=plan.count,
                names=len(names),
                most=_MOST // len(names),
            )
        )
    columns = np.empty((len(names), plan.blocks * BLOCK))
    place = trial.place(plan)

    def work(here: slice, values: Floats) -> None:
        everything = trial.filled(values, place)
        columns[: len(sums), here] = np.vstack(trial.sums(everything))
        if woods:
            columns[len(sums), here] = trial.removal(everything, place)
        columns[len(sums) + len(woods) :, here] = values

    each_block(plan, work)
    index = pd.RangeIndex(1, plan.count + 1, name="draw")
    return pd.DataFrame(columns[:, : plan.count].T, index=index, columns=names)


_LEDGERS = ("baseline", "residual")


def _tail(column: tuple[str, str]) -> str:
    by, name = column
    return "" if by == "total" else f".{by}.{name}"


def check_suffix(path: Path) -> None:
    """Raise if draws cannot be written under this name: told before anything is drawn."""
    if path.suffix.lower() not in FORMATS:
        raise CarbonmeetError(
            _("{path}: draws are written as {formats}", path=path, formats=joined(FORMATS, " or "))
        )


def write_draws(answer: Answer | Uncertainty, path: Path) -> None:
    """Write the table of draws as CSV or Parquet, by the suffix of the file.

    Raises
    ------
    CarbonmeetError
        If the suffix is another, or the file cannot be written.
    MissingExtra
        If Parquet is asked for and pyarrow is not installed.
    """
    check_suffix(path)
    table = draws_table(answer)
    if path.suffix.lower() == ".csv":
        write_whole({path: table.to_csv(lineterminator="\n").encode()})
        return
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise MissingExtra(_("Parquet needs pyarrow: pip install 'carbonmeet[tables]'")) from None
    write_whole({path: table.to_parquet()})
