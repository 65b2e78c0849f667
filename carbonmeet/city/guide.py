"""Waste and waste water by the equations of the provincial inventory guide, as chains.

The guide is 省级温室气体清单编制指南（试行）, NDRC 2011. An equation is a tuple of factor keys;
``1 - key`` stands for what a share leaves.
"""

from __future__ import annotations

from collections.abc import Mapping

from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Expansion, Span
from carbonmeet.bench.naming import one_minus
from carbonmeet.catalogue.gases import SETS
from carbonmeet.numbers.number import Link, Number, constant, left_of
from carbonmeet.units import parse_unit

__all__ = [
    "LANDFILL",
    "SEWAGE_CH4",
    "SEWAGE_N2O",
    "complement",
    "equation",
]

_GAS = parse_unit("kg CO2e / kg")
# molar masses; CO2e per kg of gas is left to the warming potential
_IDENTITIES = {
    "ch4-per-carbon": constant("ch4-per-carbon", _("16/12 kg CH4 per kg C"), 16 / 12, _GAS),
    "ch4": constant(
        "ch4",
        _("kg CO2e of one kg CH4, over its warming potential"),
        1.0,
        _GAS,
    ),
    "n2o-per-nitrogen": constant("n2o-per-nitrogen", _("44/28 kg N2O per kg N"), 44 / 28, _GAS),
}

#: kg CO2e per t tipped: MCF x DOC x DOCf x F x 16/12 x (1 - R) x (1 - OX) x GWP.
LANDFILL = (
    "waste.landfill.mcf",
    "waste.landfill.doc",
    "waste.landfill.doc-decomposed",
    "waste.landfill.methane-share",
    "ch4-per-carbon",
    "1 - waste.landfill.recovery",
    "1 - waste.landfill.oxidation",
    "gwp.ch4",
)

#: kg CO2e per kg BOD: B0 x MCF x GWP.
SEWAGE_CH4 = ("wastewater.methane-capacity", "wastewater.mcf", "ch4", "gwp.ch4")

#: kg CO2e per kg protein: N in protein x not eaten x industry x EF x 44/28 x GWP.
SEWAGE_N2O = (
    "wastewater.nitrogen-in-protein",
    "wastewater.non-consumed-protein",
    "wastewater.industrial-protein",
    "wastewater.n2o-share",
    "n2o-per-nitrogen",
    "gwp.n2o",
)


def complement(number: Number) -> Number:
    """What a share leaves, ``1 - number``: it varies with the share.

    Examples
    --------
    >>> from carbonmeet.base.text import Label
    >>> recovery = Number(("recovery",), 0.2, parse_unit("1"), 0.0, 0.7, Label("Methane recovered"))
    >>> left = complement(recovery)
    >>> left.value, left.id, str(left.name)
    (0.8, 'recovery.left', '1 − Methane recovered')
    """
    return left_of([number], (*number.path, "left"), one_minus(number.name), note=number.note)


def equation(
    texts: tuple[str, ...], bench: Expansion, span: Span, known: Mapping[str, Number] | None = None
) -> tuple[Link, ...]:
    """The numbers of an equation for the place and year of `span`.

    Parameters
    ----------
    known : mapping of str to Number, optional
        Parameters that the scenario gives itself.
    """
    links: list[Link] = []
    for text in texts:
        key = text.removeprefix("1 - ")
        number: Number
        if key in _IDENTITIES:
            number = _IDENTITIES[key]
        elif known and key in known:
            number = known[key]
        else:
            number = bench.parameter(_of_set(key, bench), span)
        links.append((complement(number) if key != text else number, 1))
    return tuple(links)


def _of_set(key: str, bench: Expansion) -> str:
    """A warming potential of AR5, unless the scenario chose a set, of which alone rows are left."""
    pinned = SETS["AR5"]
    named = key.startswith("gwp.") and pinned in {row.source for row in bench.catalogue.rivals(key)}
    return f"{key}@{pinned}" if named else key
