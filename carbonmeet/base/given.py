"""What a caller gives to a public function: told in one line where it is of a wrong type."""

from __future__ import annotations

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import _

__all__ = ["refuse_other"]


def refuse_other(value: object, kinds: type | tuple[type, ...], name: str) -> None:
    """Raise where an argument is of another type than its function takes.

    Parameters
    ----------
    value : object
    kinds : type or tuple of type
        What is taken. A bool is no number.
    name : str
        Of the argument.

    Raises
    ------
    CarbonmeetError
        Naming the argument, what it may be, and what it is.

    Examples
    --------
    >>> refuse_other(7, int, "draws")
    >>> try:
    ...     refuse_other("many", int, "draws")
    ... except CarbonmeetError as error:
    ...     print(error)
    'draws' is of type int, not str
    """
    taken = kinds if isinstance(kinds, tuple) else (kinds,)
    if isinstance(value, taken) and (not isinstance(value, bool) or bool in taken):
        return
    wanted = " / ".join(one.__name__ for one in taken)
    got = type(value).__name__
    raise CarbonmeetError(
        _("'{name}' is of type {wanted}, not {got}", name=name, wanted=wanted, got=got)
    )
