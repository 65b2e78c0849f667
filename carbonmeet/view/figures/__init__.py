"""Figures for planning papers, in Chinese and English: Answer in, matplotlib Figure out.

Importing this package loads no matplotlib; drawing does. The style and the font travel with a
figure, so that it can be saved anywhere::

    cm.charts.waterfall(result, lang="zh").savefig("waterfall.pdf")
"""

from __future__ import annotations

from carbonmeet.view.figures.area import area
from carbonmeet.view.figures.comparison import comparison
from carbonmeet.view.figures.files import FORMATS, write
from carbonmeet.view.figures.forest import forest
from carbonmeet.view.figures.indicators import indicators
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.kinds import KINDS, SITE_KINDS, kind_of
from carbonmeet.view.figures.macc import macc
from carbonmeet.view.figures.programmes import programmes
from carbonmeet.view.figures.ranking import ranking
from carbonmeet.view.figures.sankey import sankey
from carbonmeet.view.figures.shares import shares
from carbonmeet.view.figures.sitehubs import site_hubs
from carbonmeet.view.figures.sitelorenz import site_lorenz
from carbonmeet.view.figures.sitemap import site_map
from carbonmeet.view.figures.siteonline import site_online
from carbonmeet.view.figures.siteranking import site_ranking
from carbonmeet.view.figures.sources import sources
from carbonmeet.view.figures.uncertainty import uncertainty
from carbonmeet.view.figures.waterfall import waterfall
from carbonmeet.view.figures.years import years

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
