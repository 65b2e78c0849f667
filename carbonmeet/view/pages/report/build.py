"""Builds the document of a report from an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

from carbonmeet.base.language import check_lang
from carbonmeet.base.text import Lang
from carbonmeet.questions.single_year import in_one_year
from carbonmeet.view.blocks import Document, Section, cleaned
from carbonmeet.view.matter import Matter
from carbonmeet.view.pages.cityhead import several_years
from carbonmeet.view.pages.report import (
    annexes,
    auditing,
    chapters,
    cityyears,
    forest,
    guide,
    methods,
    programme,
)
from carbonmeet.view.pages.report.attendance import attendance

if TYPE_CHECKING:
    from carbonmeet.answer import Answer

__all__ = ["ANNEXES", "CHAPTERS", "Part", "build", "chapter", "imprint"]

#: Which chapters of a report.
Part: TypeAlias = Literal["all", "main", "annexes"]

_SHORT = 12
#: Every chapter by name, in the order of the report; None where it does not apply.
CHAPTERS: Mapping[str, Callable[[Matter], Section | None]] = {
    "summary": chapters.summary,
    "boundary": chapters.boundary,
    "emissions": chapters.emissions,
    "attendance": attendance,
    "years": cityyears.years,
    "measures": programme.measures,
    "forest": forest.forest,
    "uncertainty": methods.uncertainty,
    "event-guide": guide.event_guide,
    "methods": methods.methods,
    "limits": annexes.limits,
    "frames": auditing.frames,
    "evidence": auditing.evidence,
    "lines": guide.guide_lines,
    "assumed": annexes.assumed,
    "factors": annexes.factors,
    "sources": annexes.sources,
}


#: Chapters that tell totals: of a city those of its last year.
_OF_A_YEAR = ("uncertainty", "methods")
#: Chapters that list what the others rest on.
ANNEXES = ("frames", "evidence", "lines", "assumed", "factors", "sources")


def build(answer: Answer, lang: Lang = "en", part: Part = "all") -> Document:
    """The report of an answer as a tree of blocks.

    Parameters
    ----------
    answer : Answer
        With ranges where it was simulated.
    lang : {"en", "zh"}
    part : {"all", "main", "annexes"}
        The whole, or the chapters before the annexes, or these.

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
    m = Matter(check_lang(lang), answer)
    wanted = {"all": CHAPTERS, "annexes": ANNEXES}.get(part, [*CHAPTERS.keys() - set(ANNEXES)])
    sections = [chapter(m, name) for name in CHAPTERS if name in wanted]
    title = answer.scenario.title.get(lang)
    if part == "annexes":
        title = m.say("{title}: annexes", title=title)
    report = Document(
        lang=lang,
        title=title,
        subtitle=m.say("Carbon footprint, reduction measures and forest"),
        imprint=imprint(m),
        sections=tuple(section for section in sections if section is not None),
        sources=annexes.used_sources(m),
    )
    whole: Document = cleaned(report)
    return whole


def chapter(m: Matter, name: str) -> Section | None:
    """One of `CHAPTERS`; None where it does not apply.

    The years of a city have no sum: what speaks of a total speaks of the last.
    """
    if name in _OF_A_YEAR and several_years(m.answer.city):
        return CHAPTERS[name](Matter(m.lang, in_one_year(m.answer)))
    return CHAPTERS[name](m)


def imprint(m: Matter) -> str:
    """One line that says what made a document from what."""
    scenario, catalogue = m.answer.scenario, m.answer.catalogue
    name = scenario.name
    return m.say(
        "carbonmeet {carbonmeet} · scenario {name} ({hash}) · catalogue {version} ({hash2})",
        carbonmeet=m.answer.carbonmeet,
        name=name,
        hash=scenario.hash[:_SHORT],
        version=catalogue.version,
        hash2=catalogue.hash[:_SHORT],
    )
