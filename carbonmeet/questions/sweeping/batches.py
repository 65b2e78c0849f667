"""A sweep over a table that may be longer than memory: batch by batch, with totals beside.

The rows of a batch are worked out by `sweep`. What a row comes to does not hang on the size of the
batches, but for the rounding of its sixteenth digit.
"""

from __future__ import annotations

import errno
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carbonmeet.base.errors import CarbonmeetError, message_of
from carbonmeet.base.files import read_whole
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _
from carbonmeet.catalogue import Catalogue
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.questions.sweeping.forest import FOREST
from carbonmeet.questions.sweeping.run import sweep
from carbonmeet.scenario import ScenarioLike, load_scenario

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BATCH", "KEPT", "Totals", "batches_of", "results", "swept"]

#: Rows computed at once.
BATCH = 50_000
#: Columns of a table that stand beside its results, where it has them.
KEPT = ("id", "name", "date", "month", "year", "place", "published", "assumed")
#: What totals are made by → columns that tell it, the first that is there.
_BY: Mapping[str, Sequence[str]] = {
    "event": ("id",),
    "month": ("month", "date"),
    "place": ("place",),
    "year": ("year",),
}
_SUMMED = ("baseline", "residual")
_MONTH = pattern_of(r"\d{4}-\d{2}")
_START = pattern_of(r"periods\..+\.start")
#: Bytes of a table that are looked at to tell its encoding.
_PEEK = 100_000


def results(forest: bool, draws: int) -> list[str]:
    """The columns of results, the same for every batch."""
    ranges = {"baseline": ("low", "high"), "residual": ("residual_low", "residual_high")}
    totals = [one for name in _SUMMED for one in (name, *(ranges[name] if draws else ()))]
    sources = [f"kg:{name}" for name in SOURCES]
    return [*totals, *(FOREST if forest else ()), *sources, "fault"]


class Totals:
    """Sums of a sweep by event, month, place and year, in t CO2e."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], list[int]] = {}
        self.sums: dict[tuple[str, str], list[list[float]]] = {}

    def add(self, table: pd.DataFrame, found: pd.DataFrame) -> None:
        """The rows of a batch."""
        import pandas as pd

        for by, names in self._keys(table):
            keys = pd.Series(list(names), index=found.index)
            for key, part in found.groupby(keys, sort=False):
                place = (by, str(key))
                counts = self.rows.setdefault(place, [0, 0])
                wrong = int((part["fault"] != "").sum())
                counts[0] += len(part)
                counts[1] += wrong
                parts = self.sums.setdefault(place, [[] for _ in _SUMMED])
                for at, name in enumerate(_SUMMED):
                    parts[at].append(math.fsum(part[name].dropna().tolist()))

    def _keys(self, table: pd.DataFrame) -> Iterator[tuple[str, Sequence[Any]]]:
        """What the rows of a batch are summed by."""
        yield "all", [""] * len(table)
        starts = [name for name in table.columns if _START.fullmatch(str(name))]
        for by, columns in _BY.items():
            listed = (*columns, *(starts if by == "month" else ()))
            name = next((one for one in listed if one in table.columns), None)
            if name is not None:
                cells = table[name].astype(str)
                yield by, [_month(one) for one in cells] if by == "month" else cells.tolist()

    def table(self) -> pd.DataFrame:
        """All sums: one row for each month, place and so on, and one for all."""
        import pandas as pd

        order = ("all", *_BY)
        places = sorted(self.rows, key=lambda one: (order.index(one[0]), one[1]))
        sums = {place: [math.fsum(parts) for parts in self.sums[place]] for place in places}
        return pd.DataFrame(
            {
                "by": [by for by, _ in places],
                "name": [name for _, name in places],
                "events": [self.rows[one][0] for one in places],
                "faults": [self.rows[one][1] for one in places],
                **{name: [sums[one][at] for one in places] for at, name in enumerate(_SUMMED)},
            }
        )


def _month(cell: str) -> str:
    """The month of a date; nothing where none is told."""
    found = _MONTH.match(cell.strip())
    return found[0] if found else ""


class Batch(NamedTuple):
    """Rows of a table, and what they come to."""

    table: pd.DataFrame
    found: pd.DataFrame


def swept(
    scenario: ScenarioLike,
    table: Path,
    *,
    draws: int = 0,
    seed: int = 1,
    catalogue: Catalogue | None = None,
    size: int = BATCH,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Batch]:
    """Estimate a scenario for every row of a file, batch by batch.

    Parameters
    ----------
    scenario, draws, seed, catalogue
        See `sweep`.
    table : path
        CSV in UTF-8, or Parquet.
    size : int
        Rows of a batch.
    progress : callable, optional
        Told the number of rows done.

    Raises
    ------
    InputError
        With every column that leads nowhere; what is wrong in a row stands in its ``fault``.
    CarbonmeetError
        If the table cannot be read.
    """
    read, done = load_scenario(scenario), 0
    for rows in batches_of(table, size):
        found = sweep(
            read, rows.drop(columns=[one for one in ("date", "month") if one in rows]),
            draws=draws, seed=seed, catalogue=catalogue, faults="keep", name=str(table),
        )  # fmt: skip
        done += len(rows)
        if progress is not None:
            progress(done)
        yield Batch(rows, found)


def batches_of(table: Path, size: int) -> Iterator[pd.DataFrame]:
    """The rows of a CSV or Parquet file, some at a time; what stands in it as text stays text."""
    import pandas as pd

    try:
        if table.suffix.lower() == ".parquet":
            yield from _of_parquet(table, size)
            return
        _remember(table)
        with pd.read_csv(
            table, chunksize=size, keep_default_na=False, encoding="utf-8-sig", low_memory=False
        ) as parts:
            first = 0
            for part in parts:
                yield part.set_axis(range(first, first + len(part)), axis="index")
                first += len(part)
    except OSError as error:
        raise CarbonmeetError(
            _("{table}: cannot be read: {why}", table=table, why=message_of(error))
        ) from None
    except pd.errors.EmptyDataError:
        raise CarbonmeetError(_("{table}: the table has no rows", table=table)) from None
    except (UnicodeDecodeError, ValueError) as error:
        told = " ".join(str(error).split())
        raise CarbonmeetError(
            _("{table}: is no CSV file in UTF-8: {told}", table=table, told=told)
        ) from None


def _remember(table: Path) -> None:
    """Remember a table as an input; refuse what is no file, as it is read more than once."""
    read_whole(table, _PEEK)
    if not table.is_file():
        raise OSError(errno.EINVAL, "is no file; a table is read more than once", str(table))


def _of_parquet(table: Path, size: int) -> Iterator[pd.DataFrame]:
    from carbonmeet.base.errors import MissingExtra

    try:
        from pyarrow import parquet
    except ImportError:
        raise MissingExtra(
            _("Parquet needs the extra 'tables': pip install 'carbonmeet[tables]'")
        ) from None
    first = 0
    _remember(table)
    for batch in parquet.ParquetFile(table).iter_batches(size):
        part = batch.to_pandas()
        yield part.set_axis(range(first, first + len(part)), axis="index")
        first += len(part)
