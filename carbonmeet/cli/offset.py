"""``carbonmeet offset``."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import click

from carbonmeet.cli.options import emit, lang_option, output_option
from carbonmeet.text import Lang


@click.command("offset")
@click.option("--tonnes", help='Emissions to compensate, e.g. "20000 t CO2e".')
@click.option("--area", help='Planted area, e.g. "3607 mu" or "240 ha".')
@click.option("--stand", default="yunnan-pine", help="A stand of the catalogue (see --stands).")
@click.option("--rules", default="event-practice-20-year", help="A preset (see --stands).")
@click.option("--planted", type=click.IntRange(1900, 2200), help="Calendar year of planting.")
@click.option("--horizon", help='Years until it counts, e.g. "20 year".')
@click.option("--survival", help="Share of the planted area that stands, e.g. 85%.")
@click.option("--buffer", help="Share held back against loss, e.g. 10%.")
@click.option("--stands", "listing", is_flag=True, help="List stands and presets instead.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@output_option
@lang_option
def command(
    tonnes: str | None,
    area: str | None,
    stand: str,
    rules: str,
    planted: int | None,
    horizon: str | None,
    survival: str | None,
    buffer: str | None,
    listing: bool,
    form: str,
    output: Path | None,
    lang: Lang,
) -> None:
    """Size a forest for --tonnes, or ask what --area removes; with both, by when it compensates."""
    from carbonmeet.offset import assess_forest, size_forest
    from carbonmeet.report.tables import forest
    from carbonmeet.units import parse_quantity, parse_share

    if listing:
        emit(_listing(lang), output)
        return
    if tonnes is None and area is None:
        raise click.UsageError("give --tonnes, --area, or both")
    ask = partial(
        size_forest if area is None else assess_forest,
        stand=stand,
        rules=rules,
        planted=planted,
        horizon=None if horizon is None else parse_quantity(horizon, expect="year").to("year"),
        survival=None if survival is None else parse_share(survival),
        buffer=None if buffer is None else parse_share(buffer),
    )
    owed = [] if tonnes is None else [parse_quantity(tonnes, expect="t CO2e").to("t CO2e")]
    land = [] if area is None else [parse_quantity(area, expect="mu").to("mu")]
    data = ask(*land, *owed).to_dict()
    if form == "json":
        emit(json.dumps({"offset": data}, ensure_ascii=False, indent=2), output)
    else:
        emit(forest(data, lang), output)


def _listing(lang: Lang) -> str:
    from carbonmeet.forest.stands import read_stands
    from carbonmeet.offset.rules import read_rules
    from carbonmeet.report.grid import grid

    stands = [[key, one.name.get(lang), one.region] for key, one in read_stands().items()]
    rules = [[key, one.name.get(lang), ""] for key, one in read_rules().rules.items()]
    return "stands\n" + grid(stands) + "\n\nrules\n" + grid(rules)
