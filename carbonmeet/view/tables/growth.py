"""How a forest grows, in words and in the formula that was used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from carbonmeet.base.text import Label, _
from carbonmeet.forest.stand import PARAMETERS

if TYPE_CHECKING:
    from carbonmeet.forest.stand import Stand
    from carbonmeet.view.matter import Matter

__all__ = ["PARAMETERS", "growth"]

_CURVES: Mapping[str, str] = {
    "chapman-richards": "y(a) = A·[1 − exp(−k·a)]^m",
    "logistic": "y(a) = A/[1 + b·exp(−k·a)] − A/(1 + b)",
    "gompertz": "y(a) = A·exp[−b·exp(−k·a)] − A·exp(−b)",
    "linear": "y(a) = r·a",
}
_CAPPED = "y(a) = min(r·a, M)"
_CURVE_NAMES: Mapping[str, Label] = {
    "chapman-richards": _("Chapman-Richards"),
    "logistic": _("logistic, its value at age 0 taken off"),
    "gompertz": _("Gompertz, its value at age 0 taken off"),
    "linear": _("linear"),
    "yield-table": _(
        "yield table: y(a) is the integral of the current annual "
        "increment, straight lines between the ages given, nothing after "
        "the last; each thinning takes its share of what stands"
    ),
}
#: What a unit of the curve is turned into CO2 with.
_CARBON: Mapping[str, str] = {
    "biomass": "C(a) = y(a)·CF·44/12",
    "above-ground": "C(a) = y(a)·(1 + R)·CF·44/12",
    "volume": "C(a) = y(a)·D·BEF·(1 + R)·CF·44/12",
    "co2": "C(a) = y(a)",
}
_MEASURED: Mapping[str, Label] = {
    "biomass": _("living biomass, t/ha"),
    "above-ground": _("above-ground biomass, t/ha"),
    "volume": _("stem volume, m³/ha"),
    "co2": _("CO2 held, t/ha"),
}


def growth(m: Matter) -> str:
    """One paragraph on the forest: curve, carbon, deductions; empty where there is no forest."""
    offset = m.workings.offset
    if offset is None or not offset.forest.stands:
        return ""
    curves = _curves(m, offset.forest.stands)
    counting = offset.forest.counting
    replanted = any(parcel.replanting for parcel in counting)
    gaps = ""
    if replanted:
        gaps = m.say(" Gaps that are replanted grow by the same curve from then on.")
    return m.say(
        "The forest is planned, not measured. A hectare of age a holds "
        "C(a) t CO2. {curves} One planted hectare has taken up G(t) = "
        "s·φ·[C(a₀ + t) − C(a₀)] t years after planting, with survival φ, "
        "growth of the site s and age at planting a₀; growth after the "
        "crediting period is not counted.{gaps} Net of leakage l, baseline "
        "growth g a year and cleared vegetation v it is N(t) = G(t)·(1 − "
        "l) − g·t − v. Parcels add up, N times area; of the sum S(t) is "
        "creditable K(t) = max[0, S(t)]·(1 − u)·(1 − p), with the discount "
        "for uncertainty u and the buffer p. K is linear in area, so the "
        "area that compensates E is E divided by the K of one hectare at the "
        "horizon. The numbers are in the chapter on the forest.",
        curves=curves,
        gaps=gaps,
    )


def _curves(m: Matter, stands: Iterable[Stand]) -> str:
    """The growth functions in use, each once, with the stands that grow by it."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for stand in stands:
        known = _CAPPED if "cap" in stand.parameters else _CURVES.get(stand.growth, "")
        found.setdefault((stand.growth, stand.route, known), []).append(stand.name.get(m.lang))
    return m.say(" ").join(_curve(m, key, names) for key, names in found.items())


def _curve(m: Matter, key: tuple[str, str, str], names: list[str]) -> str:
    curve, route, formula = key
    called = _CURVE_NAMES[curve].get(m.lang)
    measured = _MEASURED[route].get(m.lang)
    stands = m.join(names)
    shown = m.say(", {formula}", formula=formula) if formula else ""
    return m.say(
        "{stands}: {called}{shown} ({measured}), {carbon}.",
        stands=stands,
        called=called,
        shown=shown,
        measured=measured,
        carbon=_CARBON[route],
    )
