"""Figures for planning papers, in Chinese and English: Answer in, matplotlib Figure out.

Importing this package loads no matplotlib; drawing does. The style and the font travel with a
figure, so that it can be saved anywhere::

    cm.charts.waterfall(result, lang="zh").savefig("waterfall.pdf")
"""

from __future__ import annotations

from carbonmeet.charts.area import area
from carbonmeet.charts.comparison import comparison
from carbonmeet.charts.files import FORMATS, write
from carbonmeet.charts.forest import forest
from carbonmeet.charts.indicators import indicators
from carbonmeet.charts.kind import Kind
from carbonmeet.charts.kinds import KINDS, SITE_KINDS, kind_of
from carbonmeet.charts.macc import macc
from carbonmeet.charts.programmes import programmes
from carbonmeet.charts.ranking import ranking
from carbonmeet.charts.sankey import sankey
from carbonmeet.charts.shares import shares
from carbonmeet.charts.sitehubs import site_hubs
from carbonmeet.charts.sitelorenz import site_lorenz
from carbonmeet.charts.sitemap import site_map
from carbonmeet.charts.siteonline import site_online
from carbonmeet.charts.siteranking import site_ranking
from carbonmeet.charts.sources import sources
from carbonmeet.charts.uncertainty import uncertainty
from carbonmeet.charts.waterfall import waterfall
from carbonmeet.charts.years import years

__all__ = [
    "FORMATS",
    "KINDS",
    "SITE_KINDS",
    "Kind",
    "area",
    "comparison",
    "forest",
    "indicators",
    "kind_of",
    "macc",
    "programmes",
    "ranking",
    "sankey",
    "shares",
    "site_hubs",
    "site_lorenz",
    "site_map",
    "site_online",
    "site_ranking",
    "sources",
    "uncertainty",
    "waterfall",
    "write",
    "years",
]
