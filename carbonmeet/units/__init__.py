"""A strict reader of quantities, and its two doors: text in, kg CO2e out."""

from carbonmeet.units.quantity import (
    DIMENSIONLESS,
    KG_CO2E,
    Quantity,
    Unit,
    currencies,
    expected,
    is_co2_only,
    parse_quantity,
    parse_share,
    parse_unit,
    reduce_chain,
    registry,
)
from carbonmeet.units.tonnes import CO2_PER_C, KG_PER_T, T_CO2E

__all__ = [
    "CO2_PER_C",
    "DIMENSIONLESS",
    "KG_CO2E",
    "KG_PER_T",
    "T_CO2E",
    "Quantity",
    "Unit",
    "currencies",
    "expected",
    "is_co2_only",
    "parse_quantity",
    "parse_share",
    "parse_unit",
    "reduce_chain",
    "registry",
]
