"""Names that are on their way out: they work for a while and say what to use instead."""

from __future__ import annotations

import warnings

__all__ = ["deprecated"]


def deprecated(old: str, new: str, *, gone: str, level: int = 3) -> None:
    """Warn that something will go.

    Parameters
    ----------
    old, new : str
        What was used, and what is used instead.
    gone : str
        Version that no longer has it.
    level : int
        Frames up to the line of the user's program; 3 where the caller was called from there.

    Examples
    --------
    >>> import warnings
    >>> with warnings.catch_warnings(record=True) as told:
    ...     warnings.simplefilter("always")
    ...     deprecated("carbonmeet.Estimate", "carbonmeet.Answer", gone="0.3", level=2)
    >>> print(told[0].message)
    carbonmeet.Estimate is deprecated and goes with version 0.3: use carbonmeet.Answer
    """
    warnings.warn(
        f"{old} is deprecated and goes with version {gone}: use {new}",
        DeprecationWarning,
        stacklevel=level,
    )
