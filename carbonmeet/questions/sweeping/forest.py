"""What the forest of a scenario comes to in every row of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.errors import CarbonmeetError, message_of
from carbonmeet.forest.stands import stands_of
from carbonmeet.offset.block import assess_block
from carbonmeet.offset.rules import rules_of
from carbonmeet.pricing.donated import offset_block

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.questions.sweeping.columns import Column, Columns
    from carbonmeet.questions.sweeping.groups import Compiled, Rows
    from carbonmeet.scenario import Scenario

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["FOREST", "forests"]

#: Columns of the forest: creditable removal by the horizon in t CO2e, area in mu.
FOREST = ("removal", "area")


def forests(
    scenario: Scenario, columns: Columns, rows: Rows, compiled: Compiled, residual: Floats
) -> Floats | None:
    """The forest of every row of a group; None where the scenario names none.

    Equal forests are worked out once: where the area is given, they do not ask what they are set
    against. Rows whose forest cannot be are noted as faults.

    Parameters
    ----------
    residual : ndarray
        Of the rows, t CO2e.

    Returns
    -------
    ndarray, shape (k, 2)
        Columns as in `FOREST`.
    """
    first = compiled.workings.scenario
    if first.content.offset is None:
        return None
    asked = [one for one in columns.listed if one.path[0] == "offset"]
    year = max(span.year for span in first.spans.values())
    known: dict[object, tuple[float, float]] = {}
    sized = _is_open(first, asked)
    found = np.full((len(rows), len(FOREST)), np.nan)
    if sized and not asked:
        found = _in_proportion(compiled, residual)
    elif not asked and len(rows):  # one forest, whatever is left
        found[:] = _forest(scenario, compiled, asked, int(rows[0]), float(residual[0]), year)
    for at in np.flatnonzero(np.isnan(found[:, 0])):
        row = rows[at]
        key = (*(repr(one.values[row]) for one in asked), residual[at] if sized else None)
        try:
            if key not in known:
                owed = float(residual[at])
                known[key] = _forest(scenario, compiled, asked, int(row), owed, year)
            found[at] = known[key]
        except CarbonmeetError as error:
            columns.fault([int(row)], asked[0].name if asked else "", message_of(error))
    return found


def _in_proportion(compiled: Compiled, residual: Floats) -> Floats:
    """Forests sized for what is owed; rows in which nothing is owed are left open."""
    base = compiled.workings.offset
    found = np.full((len(residual), len(FOREST)), np.nan)
    if base is None or not base.owed:
        return found
    bought = sum(one.tonnes for one in base.case.terms.credits)
    owed = residual - bought
    due = owed > 0
    found[due] = np.outer(owed[due] / base.owed, (base.removal, base.area_mu))
    return found


def _is_open(scenario: Scenario, asked: list[Column]) -> bool:
    """Whether the area may follow from what is to be compensated."""
    block = scenario.content.offset
    given = block is not None and (block.area is not None or bool(block.parcels))
    return not given or any(not one.is_number for one in asked)


def _forest(
    scenario: Scenario,
    compiled: Compiled,
    asked: list[Column],
    row: int,
    residual: float,
    year: int,
) -> tuple[float, float]:
    first, catalogue = compiled.workings.scenario, compiled.workings.catalogue
    made = scenario.replace({one.path: one.cell(row) for one in asked}) if asked else first
    block = offset_block(made, catalogue)
    if block is None:
        return np.nan, np.nan
    made.check_offset(catalogue)
    region = max(made.spans.values(), key=lambda span: span.year).region
    answer = assess_block(
        block,
        residual,
        year,
        region=region,
        stands=stands_of(catalogue),
        book=rules_of(catalogue),
    )
    return answer.removal, answer.area_mu
