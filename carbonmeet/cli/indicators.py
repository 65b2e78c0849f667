"""``carbonmeet indicators``: rate the indicators of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from carbonmeet.cli.options import emit, lang_option, output_option
from carbonmeet.text import Label, Lang

if TYPE_CHECKING:
    from carbonmeet.city.indicators import Rated
    from carbonmeet.city.scenario import CityScenario
    from carbonmeet.scenario import Scenario

__all__ = ["command"]

_SETS = {
    "main": ("Main indicators", "主要指标"),
    "chapter": ("Chapter indicators", "章节指标"),
    "annual": ("Plans of a year", "年度计划"),
}
_COLUMNS = (
    ("", ""),
    ("indicator", "指标"),
    ("base", "基期"),
    ("target", "目标"),
    ("actual", "实际"),
    ("unit", "单位"),
    ("progress", "进度"),
    ("rating", "评级"),
    ("to note", "备注"),
)
_TYPES = {
    "planting": "人工造林",
    "closure": "封山育林",
    "improvement": "低效林改造",
    "restoration": "退化林修复",
    "grassland": "草原生态修复",
    "greening": "城市绿化",
}


@click.command("indicators")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--half",
    default="0.5",
    show_default=True,
    help="Progress that is as expected: a share of the task, or 'elapsed' for the time passed.",
)
@lang_option
@output_option
def command(file: Path | None, half: str, lang: Lang, output: Path | None) -> None:
    """Rate the indicators of a plan, and check published figures.

    FILE is a table of indicators (CSV), or a city scenario: then its claims, its survey and its
    forest are shown as well. Without FILE: the indicators of Kunming's plan for 2021 to 2025.
    """
    from carbonmeet.city.indicators import indicators_of, rate_all, read_indicators

    if file is None or file.suffix == ".csv":
        emit(_tables(rate_all(read_indicators(file), _threshold(half)), lang), output)
        return
    from carbonmeet.hostcity import city_of
    from carbonmeet.scenario import load_scenario

    scenario = load_scenario(file)
    city = city_of(scenario)
    listed = (
        indicators_of([(0, row) for row in city.indicators], scenario.name)
        if city.indicators
        else read_indicators()
    )
    parts = [_tables(rate_all(listed, _threshold(half)), lang), *_city(scenario, city, lang)]
    emit("\n\n".join(parts), output)


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
    from carbonmeet.report.grid import grid

    head = [Label(*pair).get(lang) for pair in _COLUMNS]
    blocks = []
    for name in dict.fromkeys(one.indicator.set for one in rated):
        mine = [one for one in rated if one.indicator.set == name]
        table = grid([head, *(_row(one, lang) for one in mine)], right=(2, 3, 4, 6), indent=0)
        title = Label(*_SETS.get(name, (name, name))).get(lang)
        sums = [f"{RATINGS[key].get(lang)} {count}" for key, count in counts(mine).items() if count]
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
        "" if one.base is None else f"{one.base:g}",
        target,
        actual,
        one.unit,
        "" if rated.progress is None else f"{100 * rated.progress:.2f} %",
        RATINGS[rated.rating].get(lang) if rated.rating else "",
        "; ".join(flag.get(lang) for flag in rated.flags),
    ]


def _city(scenario: Scenario, city: CityScenario, lang: Lang) -> list[str]:
    """Claims, survey and forest of a city file."""
    from carbonmeet.city.plausibility import check_all
    from carbonmeet.city.register import survey
    from carbonmeet.report.grid import grid

    parts = []
    if city.claims:
        marks = {True: Label("holds", "相符"), False: Label("look", "存疑")}
        rows = [
            [marks[one.holds].get(lang), one.label.get(lang), one.text.get(lang)]
            for one in check_all(city.claims)
        ]
        title = Label("Published figures, checked", "公布数据核对").get(lang)
        parts.append(f"{title}\n{grid(rows, indent=0)}")
    if city.asset_survey:
        lines = [
            [name.get(lang), str(n), str(done), "" if share is None else f"{share:.0%}"]
            for name, n, done, share in survey(city.asset_survey).rows
        ]
        title = Label("Carbon-asset survey: counted, surveyed", "碳资产盘查：应查、已查").get(lang)
        parts.append(f"{title}\n{grid(lines, right=(1, 2, 3), indent=0)}")
    forest = _forest(scenario, lang)
    return [*parts, forest] if forest else parts


def _forest(scenario: Scenario, lang: Lang) -> str:
    from carbonmeet.hostcity import forest_of
    from carbonmeet.report.grid import grid

    found = forest_of(scenario)
    if found is None:
        return ""
    title = Label(
        "Forest, beside the emissions and never netted", "森林碳汇（单列，不抵减排放）"
    ).get(lang)
    rows = []
    if found.removal is not None and found.years is not None:
        value, low, high = (f"{one / 1e6:.1f}" for one in found.removal)
        span = f"{found.years[0]}–{found.years[1]}"
        rows.append(
            [
                Label("Stock change", "蓄积变化").get(lang),
                f"{value} ({low}–{high}) Mt CO2/a, {span}",
            ]
        )
    rows += [
        [Label(name, _TYPES.get(name, name)).get(lang), f"{area:,.0f} ha"]
        for name, area in found.areas.items()
    ]
    if found.unlisted:
        rows.append([Label("not listed", "未列明").get(lang), f"{found.unlisted:,.0f} ha"])
    return f"{title}\n{grid(rows, indent=0)}"
