"""How a forest grows, in words and in the formula that was used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from carbonmeet.base.text import Label
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
    "chapman-richards": Label("Chapman-Richards", "Chapman-Richards方程"),
    "logistic": Label("logistic, its value at age 0 taken off", "逻辑斯蒂方程（扣除0龄值）"),
    "gompertz": Label("Gompertz, its value at age 0 taken off", "Gompertz方程（扣除0龄值）"),
    "linear": Label("linear", "线性"),
    "yield-table": Label(
        "yield table: y(a) is the integral of the current annual increment, straight lines between "
        "the ages given, nothing after the last; each thinning takes its share of what stands",
        "收获表：y(a)为连年生长量的积分，表列年龄之间线性内插，末龄之后不再增长；"
        "间伐时按强度扣减现存量",
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
    "biomass": Label("living biomass, t/ha", "活生物量，t/公顷"),
    "above-ground": Label("above-ground biomass, t/ha", "地上生物量，t/公顷"),
    "volume": Label("stem volume, m³/ha", "蓄积量，m³/公顷"),
    "co2": Label("CO2 held, t/ha", "碳储量，t CO2/公顷"),
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
        gaps = m.say(
            " Gaps that are replanted grow by the same curve from then on.",
            "补植的空隙自补植时起按同一曲线生长。",
        )
    return m.say(
        f"The forest is planned, not measured. A hectare of age a holds C(a) t CO2. {curves} "
        "One planted hectare has taken up G(t) = s·φ·[C(a₀ + t) − C(a₀)] t years after planting, "
        "with survival φ, growth of the site s and age at planting a₀; growth after the crediting "
        f"period is not counted.{gaps} Net of leakage l, baseline growth g a year and cleared "
        "vegetation v it is N(t) = G(t)·(1 − l) − g·t − v. Parcels add up, N times area; of the "
        "sum S(t) is creditable K(t) = max[0, S(t)]·(1 − u)·(1 − p), with the discount for "
        "uncertainty u and the buffer p. K is linear in area, so the area that compensates E is "
        "E over K of a hectare at the horizon. The numbers stand in the chapter on the forest.",
        f"碳汇林为计划值，并非实测。林龄a的每公顷碳储量为C(a)（t CO2）。{curves}"
        "种植t年后每公顷累计吸收量G(t) = s·φ·[C(a₀ + t) − C(a₀)]，其中φ为成活率，s为立地系数，"
        f"a₀为苗龄；计入期以后的生长不计。{gaps}扣除泄漏l、年基线生长量g和清除的原有植被v后，"
        "N(t) = G(t)·(1 − l) − g·t − v。各地块N与面积的乘积之和为S(t)，"
        "可计入量K(t) = max[0, S(t)]·(1 − u)·(1 − p)，u为不确定性扣减，p为缓冲比例。"
        "K与面积成正比，抵消排放量E所需面积为E除以核算期末每公顷的K。各数值见碳汇林一章。",
    )


def _curves(m: Matter, stands: Iterable[Stand]) -> str:
    """The growth functions in use, each once, with the stands that grow by it."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for stand in stands:
        known = _CAPPED if "cap" in stand.parameters else _CURVES.get(stand.growth, "")
        found.setdefault((stand.growth, stand.route, known), []).append(stand.name.get(m.lang))
    return m.say(" ", "").join(_curve(m, key, names) for key, names in found.items())


def _curve(m: Matter, key: tuple[str, str, str], names: list[str]) -> str:
    curve, route, formula = key
    called = _CURVE_NAMES[curve].get(m.lang)
    measured = _MEASURED[route].get(m.lang)
    stands = m.join(names)
    shown = m.say(f", {formula}", f"，{formula}") if formula else ""
    return m.say(
        f"{stands}: {called}{shown} ({measured}), {_CARBON[route]}.",
        f"{stands}：{called}{shown}（{measured}），{_CARBON[route]}。",
    )
