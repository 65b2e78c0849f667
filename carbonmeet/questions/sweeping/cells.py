"""Cells of a column as numbers in one unit, as a field of a scenario file would read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from pydantic import ValidationError

from carbonmeet.base.errors import UnitError, message_of
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _, joined
from carbonmeet.reading.amount import In
from carbonmeet.reading.faults import told_by
from carbonmeet.units import DIMENSIONLESS, Quantity, Unit, parse_unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["PLAIN", "Numbers", "numbers_in"]

#: A number without a unit of its own, as the value of a factor is.
PLAIN = In(None, allow_negative=True)


#: The largest number that makes sense anywhere.
_MOST = 1e12
#: Rows of one column whose values are told one by one.
_TOLD = 100


class Numbers(NamedTuple):
    """Numbers of a column in one unit, and what is wrong with some rows."""

    values: Floats
    unit: Unit
    faults: list[tuple[NDArray[np.intp], str]]


def numbers_in(kind: In, values: Any, given: Unit | None) -> Numbers | None:
    """The numbers of a column; None where a cell is neither a number nor a text.

    Parameters
    ----------
    kind : In
        How the field reads a cell.
    values : sequence
    given : Unit, optional
        Of all numbers, from the title of the column.

    Raises
    ------
    UnitError
        If the numbers cannot be given in the unit of the field.
    """
    known = getattr(values, "dtype", None)
    if known is None and any(isinstance(one, list | tuple | dict) for one in values):
        return None
    array = np.asarray(values)
    if array.ndim != 1:
        return None
    if array.dtype.kind in "iuf":
        return _of_array(kind, array.astype(float), given)
    cells = [one.item() if isinstance(one, np.generic) else one for one in values]
    if any(isinstance(one, bool) or not isinstance(one, (str, int, float)) for one in cells):
        return None
    return _of_cells(kind, cells, given)


def _of_array(kind: In, numbers: Floats, given: Unit | None) -> Numbers:
    wanted = None if kind.unit is None else parse_unit(kind.unit)
    if given is not None and wanted is not None:
        Quantity(1.0, given).to(wanted.text)  # refuses what is of another kind
        numbers = np.asarray(Quantity(numbers, given).to(wanted.text))  # type: ignore[arg-type]
    elif wanted is not None and not wanted.dimensionless and not kind.takes_plain():
        raise UnitError(
            _(
                "the numbers have no unit: write it behind the title, as in '[{wanted}]'",
                wanted=wanted,
            )
        )
    unit = wanted or given or DIMENSIONLESS
    return Numbers(numbers, unit, list(_outside(kind, numbers, unit)))


def _outside(kind: In, numbers: Floats, unit: Unit) -> Iterator[tuple[NDArray[np.intp], str]]:
    """Rows beyond the bounds of the field; rows of one message together."""
    most = 1.0 if kind.share else kind.max_value
    if _sound(kind, numbers, most):
        return
    with np.errstate(invalid="ignore"):
        wrong = ~np.isfinite(numbers) | (np.abs(numbers) > _MOST)
        wrong |= (numbers < 0) & (not kind.allow_negative)
        wrong |= (numbers == 0) & (not kind.allow_zero)
        if most is not None:
            wrong |= numbers > most
        if kind.whole:
            wrong |= numbers != np.floor(numbers)
    rows = np.flatnonzero(wrong)
    for row in rows[:_TOLD]:
        yield np.array([row]), _problem(kind, float(numbers[row]), unit)
    if len(rows) > _TOLD:
        yield (
            rows[_TOLD:],
            _("as in rows above: {problem}", problem=_problem(kind, float(numbers[rows[0]]), unit)),
        )


def _sound(kind: In, numbers: Floats, most: float | None) -> bool:
    """Whether the least and the most of them are within the bounds of the field; nan is not."""
    if not numbers.size:
        return True
    low, high = float(numbers.min()), float(numbers.max())
    least = -_MOST if kind.allow_negative else 0.0
    within = least <= low and high <= (_MOST if most is None else min(most, _MOST))
    whole = not kind.whole or bool((numbers == np.floor(numbers)).all())
    return within and (kind.allow_zero or low > 0.0) and whole


def _problem(kind: In, value: float, unit: Unit) -> str:
    if not np.isfinite(value):
        return _("a finite number is expected")
    return _read(kind, value, None if kind.share else unit)[1] or _("is out of bounds")


def _of_cells(kind: In, cells: list[str | float], given: Unit | None) -> Numbers:
    """Texts with units, each distinct one read once."""
    known: dict[str | float, Quantity] = {}
    rows: dict[str, list[int]] = {}
    for row, cell in enumerate(cells):
        if cell not in known:
            known[cell], problem = _read(kind, cell, given)
            if problem:
                rows[problem] = []
                known[cell] = Quantity(np.nan, Unit(problem, 1.0, ()))
        if known[cell].unit.text in rows:
            rows[known[cell].unit.text].append(row)
    sound = {one.unit.text: one.unit for one in known.values() if one.unit.text not in rows}
    if len(sound) > 1:
        raise UnitError(_("the column has several units: {sound}", sound=joined(sorted(sound))))
    values = np.array([known[cell].value for cell in cells], dtype=float)
    faults = [(np.array(listed), problem) for problem, listed in rows.items()]
    return Numbers(values, next(iter(sound.values()), DIMENSIONLESS), faults)


def _read(kind: In, cell: str | float, given: Unit | None) -> tuple[Quantity, str]:
    """One cell, or why it is none."""
    wrong = Quantity(np.nan, DIMENSIONLESS)
    try:
        if given is None or isinstance(cell, str):
            return kind.read(cell).quantity, ""
        return kind.read(Quantity(cell, given)).quantity, ""
    except ValidationError as error:
        return wrong, joined([told_by(one) for one in error.errors()], "; ")
    except UnitError as error:
        return wrong, message_of(error)
