"""Every kind of figure by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.text import _, joined
from carbonmeet.view.figures.area import KIND as AREA
from carbonmeet.view.figures.comparison import KIND as COMPARISON
from carbonmeet.view.figures.forest import KIND as FOREST
from carbonmeet.view.figures.indicators import KIND as INDICATORS
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.macc import KIND as MACC
from carbonmeet.view.figures.programmes import KIND as PROGRAMMES
from carbonmeet.view.figures.ranking import KIND as RANKING
from carbonmeet.view.figures.sankey import KIND as SANKEY
from carbonmeet.view.figures.shares import KIND as SHARES
from carbonmeet.view.figures.sitehubs import KIND as SITE_HUBS
from carbonmeet.view.figures.sitelorenz import KIND as SITE_LORENZ
from carbonmeet.view.figures.sitemap import KIND as SITE_MAP
from carbonmeet.view.figures.siteonline import KIND as SITE_ONLINE
from carbonmeet.view.figures.siteranking import KIND as SITE_RANKING
from carbonmeet.view.figures.sources import KIND as SOURCES
from carbonmeet.view.figures.uncertainty import KIND as UNCERTAINTY
from carbonmeet.view.figures.waterfall import KIND as WATERFALL
from carbonmeet.view.figures.years import KIND as YEARS

__all__ = ["KINDS", "SITE_KINDS", "kind_of"]

#: Every kind by name, in the order in which a plan shows them.
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "sources": SOURCES,
        "shares": SHARES,
        "waterfall": WATERFALL,
        "ranking": RANKING,
        "macc": MACC,
        "programmes": PROGRAMMES,
        "forest": FOREST,
        "area": AREA,
        "uncertainty": UNCERTAINTY,
        "comparison": COMPARISON,
        "sankey": SANKEY,
        "years": YEARS,
        "indicators": INDICATORS,
    }
)

#: Figures of an answer of `site`, which the others cannot draw.
SITE_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "site-map": SITE_MAP,
        "site-ranking": SITE_RANKING,
        "site-hubs": SITE_HUBS,
        "site-online": SITE_ONLINE,
        "site-lorenz": SITE_LORENZ,
    }
)


def kind_of(name: str) -> Kind:
    """The kind of that name.

    Raises
    ------
    CarbonmeetError
        If there is none, with the nearest name.

    Examples
    --------
    >>> kind_of("ranking").title.get("en")
    'Measures ranked by saving'
    """
    known = {**KINDS, **SITE_KINDS}
    if name not in known:
        raise CarbonmeetError(
            _(
                "no kind of figure '{name}'.{hint} Known: {kinds}",
                name=name,
                hint=did_you_mean(name, known),
                kinds=joined(KINDS),
            )
        )
    return known[name]
