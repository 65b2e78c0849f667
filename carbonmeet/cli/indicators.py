"""``carbonmeet indicators``: rate the indicators of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Label, Lang
from carbonmeet.cli.options import emit, emit_json, lang_option, output_option

if TYPE_CHECKING:
    from carbonmeet.city.indicators import Rated
    from carbonmeet.scenario import Scenario

__all__ = ["command"]

_SETS = {
    "main": ("Main indicators", "主要指标"),
    "chapter": ("Chapter indicators", "章节指标"),
    "annual": ("Plans of a year", "年度计划"),
    "column": ("Figures of the special columns: not rated", "专栏数据（不评级）"),
}
#: Marks a rating that follows from no number, and says how many those are.
_MARK = "*"
_GIVEN = Label(
    "* as given by the report, without a number to follow from: {}", "*取自报告、无数值可推算：{}项"
)
_KINDS = {"binding": ("binding", "约束性"), "expected": ("expected", "预期性")}
_COLUMNS = (
    ("", ""),
    ("indicator", "指标"),
    ("kind", "属性"),
    ("base", "基期"),
    ("target", "目标"),
    ("actual", "实际"),
    ("unit", "单位"),
    ("progress", "进度"),
    ("rating", "评级"),
    ("in the report's words", "报告原文"),
    ("to note", "备注"),
)


@click.command("indicators")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--half",
    default="0.5",
    show_default=True,
    help="Progress that is as expected: a share of the task, or 'elapsed' for the time passed.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    help="Table to read, or JSON of the indicators.",
)
@lang_option
@output_option
def command(file: Path | None, half: str, form: str, lang: Lang, output: Path | None) -> None:
    """Rate the indicators of a plan, and check published figures.

    FILE is a table of indicators (CSV), or a city scenario: then its claims, its survey and its
    forest are shown as well. Without FILE: the indicators of Kunming's plan for 2021 to 2025.
    """
    from carbonmeet.city.indicators import rate_all, read_indicators

    threshold = _threshold(half)
    scenario: Scenario | None = None
    if file is None or file.suffix == ".csv":
        listed = read_indicators(file)
    else:
        from carbonmeet.hostcity import indicators_in
        from carbonmeet.scenario import load_scenario

        scenario = load_scenario(file)
        listed = indicators_in(scenario)
    rated = rate_all(listed, threshold)
    if form == "json":
        emit_json(_data(rated), output)
        return
    parts = [_tables(rated, lang), *(_city(scenario, lang) if scenario else ())]
    text = "\n\n".join(part for part in parts if part)
    if not text:
        raise CarbonmeetError(f"{file}: no 'indicators', 'claims', 'asset_survey' or 'forest'")
    emit(text, output)


def _threshold(half: str) -> float | Literal["elapsed"]:
    if half == "elapsed":
        return "elapsed"
    try:
        value = float(half)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise click.BadParameter("a share from 0 to 1, or 'elapsed'", param_hint="--half")
    return value


def _tables(rated: Sequence[Rated], lang: Lang) -> str:
    """The indicators set by set, with the count of each rating."""
    from carbonmeet.city.indicators import RATINGS, counts
    from carbonmeet.view.faces.grid import grid

    head = [Label(*pair).get(lang) for pair in _COLUMNS]
    blocks = []
    for name in dict.fromkeys(one.indicator.set for one in rated):
        mine = [one for one in rated if one.indicator.set == name]
        table = grid([head, *(_row(one, lang) for one in mine)], right=(3, 4, 5, 7), indent=0)
        title = Label(*_SETS.get(name, (name, name))).get(lang)
        sums = [f"{RATINGS[key].get(lang)} {count}" for key, count in counts(mine).items() if count]
        given = sum(one.given for one in mine)
        if given:
            sums.append(_GIVEN.get(lang).format(given))
        blocks.append("\n".join([title, table, *([" · ".join(sums)] if sums else [])]))
    return "\n\n".join(blocks)


def _row(rated: Rated, lang: Lang) -> list[str]:
    from carbonmeet.city.indicators import RATINGS

    one = rated.indicator
    target = one.target_text if one.target is None else f"{one.target:g}"
    actual = one.actual_text if one.actual is None else f"{one.actual:g}"
    return [
        one.no,
        one.name.get(lang),
        Label(*_KINDS[one.kind]).get(lang) if one.kind in _KINDS else one.kind,
        "" if one.base is None else f"{one.base:g}",
        target,
        actual,
        one.unit,
        "" if rated.progress is None else f"{100 * rated.progress:.2f} %",
        (RATINGS[rated.rating].get(lang) + _MARK * rated.given) if rated.rating else "",
        one.verdict.get(lang),
        "; ".join(flag.get(lang) for flag in rated.flags),
    ]


def _data(rated: Sequence[Rated]) -> dict[str, Any]:
    """The indicators as plain data."""
    from dataclasses import asdict

    from carbonmeet.city.indicators import counts

    sets = dict.fromkeys(one.indicator.set for one in rated)
    return {
        "counts": {
            name: counts(one for one in rated if one.indicator.set == name) for name in sets
        },
        "indicators": [
            asdict(one.indicator)
            | {
                "progress": one.progress,
                "rating": one.rating or None,
                "given": one.given,
                "flags": [asdict(flag) for flag in one.flags],
            }
            for one in rated
        ],
    }


def _city(scenario: Scenario, lang: Lang) -> list[str]:
    """Claims, survey and forest of a city file."""
    from carbonmeet.city.plausibility import check_all
    from carbonmeet.city.survey import survey
    from carbonmeet.hostcity import city_forest_of, city_of
    from carbonmeet.view.tables.years import claims_table, forest_table, survey_table

    city = city_of(scenario)
    return [
        claims_table(check_all(city.claims), lang),
        survey_table(survey(city.asset_survey), lang) if city.asset_survey else "",
        forest_table(city_forest_of(scenario), lang),
    ]
