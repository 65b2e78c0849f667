"""``carbonmeet indicators``: rate the indicators of a plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Label, Lang, _
from carbonmeet.cli.options import Asked, answering

if TYPE_CHECKING:
    from carbonmeet.scenario import Scenario
    from carbonmeet.view.blocks import Block
    from carbonmeet.view.matter import Voice

__all__ = ["command"]


_KUNMING = _(
    "Kunming, plan for ecological civilisation 2021 to 2025, by its mid-term evaluation of "
    "November 2024"
)


@click.command("indicators")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--half",
    default="0.5",
    show_default=True,
    help="Progress that is as expected: a share of the task, or 'elapsed' for the time passed.",
)
@answering("json")
def command(file: Path | None, half: str, asked: Asked) -> None:
    """Rate the indicators of a plan, and check published figures.

    FILE is a table of indicators (CSV), or a city scenario: then its claims, its survey and its
    forest are shown as well. Without FILE: the indicators of Kunming's plan for 2021 to 2025.
    """
    from carbonmeet.catalogue.records.city import INDICATORS
    from carbonmeet.city.indicators import rate_all, read_indicators
    from carbonmeet.view.tables.indicators import indicator_blocks, indicator_data

    threshold = _threshold(half)
    scenario: Scenario | None = None
    catalogue = asked.catalogue
    if file is None:
        listed = list(catalogue.table(INDICATORS))
    elif file.suffix == ".csv":
        listed = read_indicators(file)
        if not listed:
            raise CarbonmeetError(_("{table}: the table has no rows", table=file))
    else:
        from carbonmeet.hostcity import indicators_in
        from carbonmeet.scenario import load_scenario

        scenario = load_scenario(file)
        listed = indicators_in(scenario, catalogue=catalogue)
    rated = rate_all(listed, threshold)
    whose = _KUNMING if file is None else scenario.title if scenario else Label(file.name)

    def blocks(m: Voice) -> list[Block]:
        found = [*indicator_blocks(m, rated, whose), *(_city(scenario, m.lang) if scenario else ())]
        if not found:
            raise CarbonmeetError(
                _("{file}: no 'indicators', 'claims', 'asset_survey' or 'forest'", file=file)
            )
        return found

    asked.give(blocks, lambda: indicator_data(rated) | (_city_data(scenario) if scenario else {}))


def _threshold(half: str) -> float | Literal["elapsed"]:
    if half == "elapsed":
        return "elapsed"
    from carbonmeet.base.errors import UnitError
    from carbonmeet.units import parse_share

    try:
        return parse_share(half)
    except UnitError:
        said = _("a share from 0 to 1, or 'elapsed'")
        raise click.BadParameter(said, param_hint="--half") from None


def _city_data(scenario: Scenario) -> dict[str, Any]:
    """The same as plain data."""
    from carbonmeet.answer.plain import plain
    from carbonmeet.city.plausibility import check_all
    from carbonmeet.city.survey import survey
    from carbonmeet.hostcity import city_forest_of, city_of

    city = city_of(scenario)
    surveyed = survey(city.asset_survey) if city.asset_survey else ()
    told: dict[str, Any] = plain(
        {
            "claims": check_all(city.claims),
            "asset_survey": [one._asdict() for one in surveyed],
            "forest": city_forest_of(scenario),
        }
    )
    return told


def _city(scenario: Scenario, lang: Lang) -> list[Block]:
    """Claims, survey and forest of a city file."""
    from carbonmeet.city.plausibility import check_all
    from carbonmeet.city.survey import survey
    from carbonmeet.hostcity import city_forest_of, city_of
    from carbonmeet.view.tables.city import claims_table, forest_table, survey_table

    city = city_of(scenario)
    found = (
        claims_table(check_all(city.claims), lang),
        survey_table(survey(city.asset_survey), lang) if city.asset_survey else None,
        forest_table(city_forest_of(scenario), lang),
    )
    return [one for one in found if one is not None]
