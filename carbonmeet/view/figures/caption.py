"""The caption of a figure: what it shows, the boundary, and what would make it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.text import Label, Lang, _, _p, joined
from carbonmeet.city.sectors import source_name
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.version import __version__
from carbonmeet.view.figures.style import subscripts
from carbonmeet.view.figures.table import Table

if TYPE_CHECKING:
    from carbonmeet.answer import Answer

__all__ = ["caption"]

_ELECTRICITY = {
    "location": _("location-based"),
    "market": _("market-based"),
}


def caption(result: Answer, title: Label, says: str, table: Table, lang: Lang) -> str:
    """The text that belongs under a figure.

    Parameters
    ----------
    result : Answer
    title : Label
        Of the kind of figure.
    says : str
        What it shows.
    table : Table
        Its data; holds seed and count where something was drawn at random.
    lang : {"en", "zh"}
    """
    paragraphs = [
        _(
            "{figure}: {scenario}.",
            figure=title,
            scenario=one_line(result.scenario.title.get(lang)),
        ).get(lang),
        says + _of_year(result, lang),
        _boundary(result, lang),
        _assumed(result, lang),
        _provenance(result, table, lang),
    ]
    return subscripts("\n\n".join(paragraphs)) + "\n"


def one_line(text: str) -> str:
    """Text without line breaks and control characters."""
    return "".join(one for one in " ".join(text.split()) if one.isprintable())


def _of_year(result: Answer, lang: Lang) -> str:
    """Which year of a city it is; empty where years stand beside each other, and of a meeting."""
    years = [one.year for one in result.scenario.periods.values()]
    if result.scenario.kind != "city" or len(years) > 1:
        return ""
    return _(" All tonnes are those of the year {year}.", year=years[0]).get(lang)


def _boundary(result: Answer, lang: Lang) -> str:
    counted = result.boundary.included
    inside = joined(source_name(one, result.scenario.kind) for one in SOURCES if one in counted)
    text = _("Boundary: {inside}.", inside=inside).get(lang)
    statement = result.boundary.statement
    if statement is not None:
        text += _p("between", " ").get(lang) + statement.get(lang)
    left_out = joined((one_line(one.get(lang)) for one in result.boundary.excluded), "; ")
    if left_out:
        text += _(" Excluded: {left_out}.", left_out=left_out).get(lang)
    methods = result.scenario.methods
    electricity = _ELECTRICITY[str(methods.get("electricity", "location"))].get(lang)
    flying = bool(methods.get("aviation_non_co2"))
    text += _(
        " Electricity {electricity}; non-CO₂ effects of aviation {what}.",
        electricity=electricity,
        what=_("counted") if flying else _("not counted"),
    ).get(lang)
    unreal = joined(
        one_line(one.label.get(lang))
        for one in result.scenario.periods.values()
        if one.counterfactual
    )
    if unreal:
        text += _(" Planned but not held: {unreal}.", unreal=unreal).get(lang)
    return text


def _assumed(result: Answer, lang: Lang) -> str:
    some, every = result.boundary.lines_with_assumed_values, result.boundary.lines
    return _(
        "{some} of {every} lines of the ledger rest on at least one assumed number.",
        some=some,
        every=every,
    ).get(lang)


def _provenance(result: Answer, table: Table, lang: Lang) -> str:
    """Versions and hashes in one line."""
    version = f"{result.catalogue.version} " if result.catalogue.version else ""
    parts = [
        f"carbonmeet {__version__}",
        _("catalogue").get(lang) + f" {version}{result.catalogue.hash[:12]}",
        _("scenario").get(lang) + f" {result.scenario.hash[:12]}",
    ]
    if "seed" in table.facts:
        seed, draws = table.facts["seed"], table.facts["draws"]
        parts.append(_("seed {seed}, {draws} draws", seed=seed, draws=draws).get(lang))
    else:
        parts.append(_("no random draws").get(lang))
    return _("{parts}.", parts=joined(parts, "; ")).get(lang)
