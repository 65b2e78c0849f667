"""The caption of a figure: what it shows, the boundary, and what would make it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.text import Label, Lang
from carbonmeet.city.sectors import source_name
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.version import __version__
from carbonmeet.view.figures.style import subscripts
from carbonmeet.view.figures.table import Table

if TYPE_CHECKING:
    from carbonmeet.answer import Answer

__all__ = ["caption"]

_ELECTRICITY = {
    "location": Label("location-based", "基于位置"),
    "market": Label("market-based", "基于市场"),
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
    colon = "：" if lang == "zh" else ": "
    stop = "。" if lang == "zh" else "."
    paragraphs = [
        title.get(lang) + colon + one_line(result.scenario.title.get(lang)) + stop,
        says + _summed(result, table, lang),
        _boundary(result, lang),
        _assumed(result, lang),
        _provenance(result, table, lang),
    ]
    return subscripts("\n\n".join(paragraphs)) + "\n"


def one_line(text: str) -> str:
    """Text without line breaks and control characters."""
    return "".join(one for one in " ".join(text.split()) if one.isprintable())


def _summed(result: Answer, table: Table, lang: Lang) -> str:
    """That a city's figure adds up its years, and which; empty where each year stands alone."""
    years = [str(one.year) for one in result.scenario.periods.values()]
    if result.scenario.kind != "city" or len(years) < 2 or table.facts.get("by_year"):
        return ""
    listed = ", ".join(years[:-1]) + f" and {years[-1]}"
    return Label(
        f" All tonnes are sums over the years {listed}, not those of one year.",
        f"所有吨数均为{'、'.join(years)}年合计，并非单一年份的数值。",
    ).get(lang)


def _boundary(result: Answer, lang: Lang) -> str:
    comma = "、" if lang == "zh" else ", "
    counted = result.boundary.included
    inside = comma.join(
        source_name(one, result.scenario.kind).get(lang) for one in SOURCES if one in counted
    )
    text = Label(f"Boundary: {inside}.", f"核算边界：{inside}。").get(lang)
    statement = result.boundary.statement
    if statement is not None:
        text += (" " if lang == "en" else "") + statement.get(lang)
    left_out = comma.join(one_line(one.get(lang)) for one in result.boundary.excluded)
    if left_out:
        text += Label(f" Left out on purpose: {left_out}.", f"有意不计：{left_out}。").get(lang)
    methods = result.scenario.methods
    electricity = _ELECTRICITY[str(methods.get("electricity", "location"))].get(lang)
    flying = bool(methods.get("aviation_non_co2"))
    text += Label(
        f" Electricity {electricity}; non-CO₂ effects of aviation "
        f"{'counted' if flying else 'not counted'}.",
        f"电力排放{electricity}核算；{'计入' if flying else '未计入'}航空非CO₂效应。",
    ).get(lang)
    unreal = comma.join(
        one_line(one.label.get(lang))
        for one in result.scenario.periods.values()
        if one.counterfactual
    )
    if unreal:
        text += Label(f" Planned but not held: {unreal}.", f"计划但未举行：{unreal}。").get(lang)
    return text


def _assumed(result: Answer, lang: Lang) -> str:
    some, every = result.boundary.lines_with_assumed_values, result.boundary.lines
    return Label(
        f"{some} of {every} lines of the ledger rest on at least one assumed number.",
        f"排放清单{every}个分项中，{some}个至少含有一个假设值。",
    ).get(lang)


def _provenance(result: Answer, table: Table, lang: Lang) -> str:
    """Versions and hashes in one line."""
    version = f"{result.catalogue.version} " if result.catalogue.version else ""
    parts = [
        f"carbonmeet {__version__}",
        Label("catalogue", "因子库").get(lang) + f" {version}{result.catalogue.hash[:12]}",
        Label("scenario", "情景").get(lang) + f" {result.scenario.hash[:12]}",
    ]
    if "seed" in table.facts:
        seed, draws = table.facts["seed"], table.facts["draws"]
        parts.append(
            Label(f"seed {seed}, {draws} draws", f"随机种子{seed}，抽样{draws}次").get(lang)
        )
    else:
        parts.append(Label("no random draws", "无随机抽样").get(lang))
    return ("；" if lang == "zh" else "; ").join(parts) + ("。" if lang == "zh" else ".")
