"""Builds the document of a report from an estimate."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from carbonmeet.report import annexes, chapters, cityyears, forest, guide, methods, programme
from carbonmeet.report.answer import answer
from carbonmeet.report.document import Document, cleaned
from carbonmeet.report.matter import Matter
from carbonmeet.text import Lang, check_lang

if TYPE_CHECKING:
    from carbonmeet.estimation import Estimate

__all__ = ["build"]

_SHORT = 12


def build(result: Estimate, lang: Lang = "en", data: Mapping[str, Any] | None = None) -> Document:
    """The report of a result as a tree of blocks.

    Parameters
    ----------
    result : Estimate
    lang : {"en", "zh"}
    data : mapping, optional
        From `carbonmeet.report.answer.answer`, with ranges where there are draws; made from
        `result` if not given.

    Raises
    ------
    CarbonmeetError
        If there is no such language.

    Examples
    --------
    >>> from carbonmeet.estimation import estimate
    >>> report = build(estimate("cop15-kunming"), "zh")
    >>> [section.title for section in report.sections][:3]
    ['摘要', '核算边界', '排放量']
    """
    m = Matter(result, answer(result) if data is None else data, check_lang(lang))
    listed = annexes.used_sources(m)
    sections = [
        chapters.summary(m),
        chapters.boundary(m),
        chapters.emissions(m),
        cityyears.years(m),
        programme.measures(m),
        forest.forest(m),
        methods.uncertainty(m),
        None if m.is_city else guide.event_guide(m),
        methods.methods(m),
        annexes.limits(m),
        None if m.is_city else guide.guide_lines(m),
        annexes.assumed(m),
        annexes.factors(m),
        annexes.sources(m, listed),
    ]
    report = Document(
        lang=lang,
        title=result.scenario.title.get(lang),
        subtitle=m.say(
            "Carbon footprint, reduction measures and forest", "碳足迹、减排措施与碳汇林"
        ),
        imprint=_imprint(m),
        sections=tuple(section for section in sections if section is not None),
        sources=listed,
    )
    whole: Document = cleaned(report)
    return whole


def _imprint(m: Matter) -> str:
    scenario, catalogue = m.data["scenario"], m.data["catalogue"]
    name = PurePath(scenario["file"].replace("\\", "/")).name
    return m.say(
        f"carbonmeet {m.data['carbonmeet']} · scenario {name} ({scenario['hash'][:_SHORT]}) · "
        f"catalogue {catalogue['version']} ({catalogue['hash'][:_SHORT]})",
        f"carbonmeet {m.data['carbonmeet']} · 情景 {name}（{scenario['hash'][:_SHORT]}）· "
        f"因子库 {catalogue['version']}（{catalogue['hash'][:_SHORT]}）",
    )
