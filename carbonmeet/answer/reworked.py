"""What an answer was worked out from, made again from the scenario and the rows that it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from carbonmeet.answer.basis import CatalogueRecord, Row
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.frozen import unfrozen
from carbonmeet.base.text import _
from carbonmeet.catalogue import Catalogue, by_key, load_catalogue
from carbonmeet.numbers.factor import Factor
from carbonmeet.pricing.workings import work_out
from carbonmeet.scenario import Scenario, load_scenario
from carbonmeet.units import parse_unit

if TYPE_CHECKING:
    from carbonmeet.pricing.workings import Workings

__all__ = ["refuse_others", "reworked", "same_rows", "with_rows"]

#: t CO2e of a total, in parts of it, that another machine may round away.
_CLOSE = 1e-6


def reworked(
    name: str,
    content: Mapping[str, Any] | None,
    catalogue: CatalogueRecord,
    totals: Mapping[str, float],
    uptakes: Mapping[str, float],
) -> Workings:
    """The workings of an answer that was loaded, or came from another process.

    Where the catalogue here is another, its rows give way to those that the answer holds.

    Parameters
    ----------
    name : str
        Of the scenario.
    content : mapping or None
        What the scenario says.
    catalogue : CatalogueRecord
    totals : mapping of str to float
        ``baseline`` and ``residual`` as they were saved, t CO2e.
    uptakes : mapping of str to float
        Of the measures that act, by id, as they were saved.

    Raises
    ------
    CarbonmeetError
        If the answer was saved without its scenario, or does not follow from it.
    """
    if content is None:
        raise CarbonmeetError(
            _(
                "the result of '{name}' was saved without its scenario, by "
                "an earlier version: estimate the scenario again",
                name=name,
            )
        )
    scenario, known = load_scenario(unfrozen(content), name=name, saved=True), load_catalogue()
    if known.hash != catalogue.hash:
        known = with_rows(known, catalogue.rows, scenario)
    found = work_out(scenario, known)
    refuse_others(name, totals, {part: getattr(found, part).total for part in totals})
    for one, planned in zip(found.model.measures, found.planned.tolist(), strict=True):
        told = uptakes.get(one.id, planned)
        if abs(told - planned) > _CLOSE:
            raise CarbonmeetError(
                _(
                    "the result of '{name}' does not follow from what it holds: the uptake of "
                    "{measure} is {told:.6g} as saved, {planned:.6g} as worked out. "
                    "'carbonmeet verify' says where",
                    name=name,
                    measure=one.id,
                    told=told,
                    planned=planned,
                )
            )
    return found


def refuse_others(name: str, totals: Mapping[str, float], again: Mapping[str, float]) -> None:
    """Raise where totals that were saved are not those that their scenario comes to.

    Raises
    ------
    CarbonmeetError
        Naming the total.
    """
    for part, told in totals.items():
        now = again[part]
        if abs(told - now) > _CLOSE * max(1.0, abs(told)):
            raise CarbonmeetError(
                _(
                    "the result of '{name}' does not follow from what it "
                    "holds: {name2} {told:,.3f} t saved, {found_now:,.3f} "
                    "t worked out. 'carbonmeet verify' says where",
                    name=name,
                    name2=part,
                    told=told,
                    found_now=now,
                )
            )


def with_rows(catalogue: Catalogue, rows: Iterable[Row], scenario: Scenario) -> Catalogue:
    """A catalogue in which these rows are the only ones of their keys.

    Rows that the scenario brings along itself are left to it. A row that the catalogue has with the
    same number is taken from there, with its gases and the range of the result.
    """
    own = {(one.key, one.source, one.region) for one in scenario.content.factors}
    wanted = [one for one in rows if (one.key, one.source, one.region) not in own]
    kept = by_key(_factor(one, catalogue) for one in wanted)
    return replace(catalogue, rows={**catalogue.rows, **kept})


def _factor(row: Row, catalogue: Catalogue) -> Factor:
    for one in catalogue.rows.get(row.key, ()):
        same = (one.id, one.year, one.value, one.unit.text, one.own)
        if same == (row.id, row.year, row.value, row.unit, row.own):
            known = (one.low, one.high) == (row.low, row.high)
            return one if known else replace(one, low=row.low, high=row.high)
    return Factor.of(
        row.key,
        row.value,
        parse_unit(row.unit),
        source=row.source,
        region=row.region,
        year=row.year,
        low=row.low,
        high=row.high,
        evidence=row.evidence,
        locator=row.locator,
        name=row.name,
        note=row.note,
        boundary=row.boundary,
        own=row.own,
    )


def same_rows(one: Iterable[Row], other: Iterable[Row]) -> bool:
    """Whether two answers rest on the same rows with the same numbers."""
    return _rows(one) == _rows(other)


def _rows(rows: Iterable[Row]) -> set[tuple[object, ...]]:
    return {(one.id, one.year, one.value, one.low, one.high, one.unit) for one in rows}
