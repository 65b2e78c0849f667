"""What one person's trip emits by every mode, least first."""

from __future__ import annotations

from collections.abc import Mapping

from carbonmeet.catalogue import Catalogue
from carbonmeet.travel import trip_modes
from carbonmeet.view.blocks import Column, Table
from carbonmeet.view.matter import Voice
from carbonmeet.view.numerals import fixed

__all__ = ["trip_table"]


def trip_table(
    m: Voice, km: float, emitted: Mapping[str, float], advised: str, catalogue: Catalogue
) -> Table:
    """A row for every mode; those of the advised kind are marked.

    Parameters
    ----------
    m : Voice
    km : float
        Of the trip, one way.
    emitted : mapping of str to float
        kg CO2e by mode.
    advised : str
        Kind of mode that the rule advises.
    catalogue : Catalogue
        For the names of the modes.
    """
    kinds = trip_modes()
    rows = tuple(
        (
            "→" if kinds[mode] == advised else "",
            m.word(catalogue.service("modes", mode).name),
            fixed(kg, 3),
            fixed(1000 * kg / km, 0) if km else "",
        )
        for mode, kg in sorted(emitted.items(), key=lambda pair: pair[1])
    )
    columns = (Column(""), Column(""), Column("kg CO2e", "number"), Column("g CO2e/km", "number"))
    return Table("trip", "", columns, rows)
