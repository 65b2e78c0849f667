"""What may be claimed of an answer, as data: a kind and its numbers, to be worded at the face."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from carbonmeet.offset.claim import Claim, Cover
from carbonmeet.offset.kinds import is_transfer

if TYPE_CHECKING:
    from carbonmeet.offset.records import Credit
    from carbonmeet.offset.result import OffsetResult

__all__ = ["claims_of", "cover_of"]


def cover_of(credits: tuple[Credit, ...]) -> Cover:
    """The tonnes of credits by their status."""
    sums = {"retired": 0.0, "planned": 0.0, None: 0.0, "given": 0.0}
    for one in credits:
        sums["given" if is_transfer(one.kind) else one.status] += one.tonnes
    return Cover(sums["retired"], sums["planned"], sums[None], sums["given"])


def claims_of(result: OffsetResult) -> tuple[Claim, ...]:
    """The claims of an answer, in the order in which they are told."""
    return tuple(_claims(result))


def _claims(result: OffsetResult) -> Iterator[Claim]:
    if result.forest:
        yield Claim("forest", _forest(result))
        if result.sized_for is not None:
            yield Claim("sized", {"probability": result.sized_for})
    if result.owed is not None:
        yield _balance(result, result.owed)
        if (again := result.case.short_again(result.owed)) is not None:
            yield Claim("lapses", {"year": again[0], "lacking": again[1]})
    if result.forest and not result.case.unmet and (doubts := _doubts(result)):
        yield Claim("doubted", doubts)
    if result.impossible_by is not None:
        yield Claim("impossible", {"year": result.impossible_by})
    if result.case.terms.held is not None and result.forest:
        yield _held(result, result.case.terms.held)
    for row in result.verified:
        yield Claim("verified", {"tonnes": row.tonnes, "year": row.year, "by": row.whom})


def _doubts(result: OffsetResult) -> dict[str, Any]:
    """What the file itself says against the removals that are claimed."""
    said = {"additional": result.additional, "exclusive": result.exclusive}
    return {name: False for name, value in said.items() if value is False}


def _held(result: OffsetResult, held: float) -> Claim:
    """What took place against the forest; the credits go to it first."""
    bought = sum(one.tonnes for one in result.credits)
    owed = max(0.0, held - bought)
    numbers = {"emissions": held, "owed": owed, "removal": result.removal}
    return Claim("held", {**numbers, "year": result.case.balance_year(owed)})


def _forest(result: OffsetResult) -> dict[str, Any]:
    return {
        "area_mu": result.area_mu,
        "area_ha": result.area_ha,
        "stands": list(result.stands),
        "planted": result.planted if result.calendar else None,
        "year": result.horizon_year,
        "removal": result.removal,
        "low": result.low,
        "high": result.high,
    }


def _balance(result: OffsetResult, owed: float) -> Claim:
    """Emissions against credits and forest."""
    emissions = result.emissions or 0.0
    cover = cover_of(result.credits)
    numbers = {
        "emissions": emissions,
        "credits": cover.total,
        "retired": cover.retired,
        "planned": cover.planned,
        "unstated": cover.unstated,
        "given": cover.given,
    }
    if emissions == 0:
        return Claim("no-emissions", numbers)
    if cover.total and not owed:
        return Claim("covered", {**numbers, "surplus": cover.total - emissions})
    if not result.forest:
        kind = "short" if cover.total else "nothing"
        return Claim(kind, {**numbers, "remaining": owed})
    if result.balance_year is None:
        left = max(result.curve[-1].debt or 0.0, 0.0)
        rest = {"remaining": left, "year": result.searched_until}
        return Claim("not-compensated", {**numbers, **rest})
    return Claim("to-be-compensated", {**numbers, "year": result.balance_year})
