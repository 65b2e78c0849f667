"""Where the data live: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.text import _, joined

__all__ = ["data_dir"]

KINDS = ("factors", "scenarios")

_PACKAGE = Path(__file__).resolve().parents[1]


def data_dir(kind: str) -> Path:
    """Return the directory that holds one kind of data.

    A wheel carries its data in ``carbonmeet/_data``; a checkout, editable or not, keeps them
    next to the package. The wheel's place is tried first, so that an installed copy never reads
    a stray ``factors`` directory of its neighbours.

    Parameters
    ----------
    kind : str
        ``"factors"`` or ``"scenarios"``.

    Returns
    -------
    pathlib.Path
        An existing directory, absolute.

    Raises
    ------
    CarbonmeetError
        If there is no such kind of data, or the directory is missing from this installation.

    Examples
    --------
    >>> data_dir("factors").name
    'factors'
    """
    if kind not in KINDS:
        raise CarbonmeetError(
            _(
                "no data called '{kind}': it is {kinds}.{hint}",
                kind=kind,
                kinds=joined(KINDS, " or "),
                hint=did_you_mean(kind, KINDS),
            )
        )
    places = (_PACKAGE / "_data" / kind, _PACKAGE.parent / kind)
    for place in places:
        if place.is_dir():
            return place
    raise CarbonmeetError(
        _(
            "the {kind} are missing from this installation: looked in "
            "{places}; install carbonmeet again",
            kind=kind,
            places=joined(places, " and "),
        )
    )
