"""Ranges into the plain data of a result."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from carbonmeet.distribution import ENDS
from carbonmeet.uncertainty.ranges import Range
from carbonmeet.uncertainty.savings import WAYS

if TYPE_CHECKING:
    from carbonmeet.uncertainty.answer import Uncertainty

__all__ = ["ranges_into"]

#: Inputs that a result names as those that drive the range of its residual.
_NAMED = 5


def ranges_into(
    result: dict[str, Any], found: Uncertainty, *, brief: bool = False
) -> dict[str, Any]:
    """Fill the low and high of every total of a result, and add what they rest on.

    Parameters
    ----------
    result : dict
        From `Estimate.to_dict`; it is changed and returned.
    found : Uncertainty
        Of the same estimate.
    brief : bool
        Only what the printed table shows: no ranges of the attributions, per participant or of
        the other accounting of electricity, no error propagation, nothing on what drives them.
    """
    for ledger, total in (("baseline", found.baseline), ("residual", found.residual)):
        block = result[ledger]
        _fill(block["total"], total)
        for by in ("source", "period"):
            for name, one in found.by(by, ledger).items():
                _fill(block.get(f"by_{by}", {}).get(name), one)
    _offset(result.get("offset") or {}, found)
    _measures(result.get("measures") or {}, found, brief)
    if brief:
        result["uncertainty"] = found.head()
    else:
        _rest(result, found)
    return result


def _rest(result: dict[str, Any], found: Uncertainty) -> None:
    """What takes another round of draws, or a library more."""
    from carbonmeet.uncertainty.sensitivity import driver_rows, drivers

    for ledger in ("baseline", "residual"):
        for name, one in found.per_participant(ledger).items():
            _fill(result[ledger].get("per_participant", {}).get(name), one)
    electricity = result["residual"].get("electricity") or {}
    for method in ("location", "market"):
        chosen = electricity.get("chosen") == method
        _fill(electricity.get(method), found.residual if chosen else found.other_electricity)
    result["uncertainty"] = found.to_dict()
    result["uncertainty"]["drivers"] = driver_rows(found, drivers(found)[:_NAMED])


def _measures(shown: dict[str, Any], found: Uncertainty, brief: bool) -> None:
    _fill(shown.get("total"), found.saving)
    if brief:
        return
    for item in shown.get("items", ()):
        ranges = found.measures[item["id"]]
        for way in WAYS:
            one = getattr(ranges, way)
            item |= {f"{way}_low": one.low, f"{way}_high": one.high}
    for name, one in found.by_area().items():
        _fill(shown.get("by_area", {}).get(name), one)


def _offset(offset: dict[str, Any], found: Uncertainty) -> None:
    """What is to be compensated, and the area where the scenario leaves it open."""
    if found.forest is None or not offset:
        return
    _fill(offset.get("emissions"), found.residual)
    if (owed := offset.get("owed")) is not None:
        _fill(owed, Range.of(found.forest.owed.clip(min=0.0), owed["value"]))
    if not found.forest.sized and found.forest.ranged:
        per_ha = offset["area"]["value"] / offset["area_ha"]
        ends = [found.forest.area(p) * per_ha for p in ENDS]
        names = zip(("low", "high"), ends, strict=True)
        offset["area"] |= {name: end if math.isfinite(end) else None for name, end in names}


def _fill(total: dict[str, Any] | None, one: Range) -> None:
    if total is not None:
        total |= {"low": one.low, "high": one.high}
