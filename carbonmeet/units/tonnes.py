"""Tonnes: the kernel counts kilograms, and results are told in tonnes."""

__all__ = ["CO2_PER_C", "KG_PER_T", "T_CO2E"]

KG_PER_T = 1000.0
#: The unit of every total.
T_CO2E = "t CO2e"
#: Mass of CO2 per mass of carbon: an identity of molar masses, 44 g/mol over 12 g/mol.
CO2_PER_C = 44.0 / 12.0
