"""Published prices of credits: hints for a planner, never a silent default."""

from __future__ import annotations

from pathlib import Path

from carbonmeet.catalogue.records.forest import CREDITS, CreditPrice

__all__ = ["CreditPrice", "read_prices"]


def read_prices(folder: Path | None = None) -> tuple[CreditPrice, ...]:
    """Read ``credits.csv``.

    Parameters
    ----------
    folder : Path, optional
        The shipped catalogue if not given.

    Examples
    --------
    >>> read_prices()[0].kind, read_prices()[0].price
    ('national-allowance', 43.43)
    """
    if folder is None:
        return CREDITS.shipped()
    return tuple(CREDITS.read(folder / "credits.csv"))
