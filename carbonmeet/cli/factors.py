"""``carbonmeet factors``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.cli.options import catalogue_of, emit, factors_option, lang_option, output_option
from carbonmeet.errors import CarbonmeetError, did_you_mean
from carbonmeet.text import Lang


@click.command("factors")
@click.argument("words", nargs=-1)
@click.option("--region", help="Only rows for this region, e.g. CN-YN.")
@click.option("--full", is_flag=True, help="With source, locator and note of every row.")
@click.option("--services", is_flag=True, help="List what a scenario can name instead.")
@output_option
@lang_option
@factors_option
def command(
    words: tuple[str, ...],
    region: str | None,
    full: bool,
    services: bool,
    output: Path | None,
    lang: Lang,
    folder: Path | None,
) -> None:
    """List the factors whose key or name holds all WORDS, in English or Chinese.

    Rivals for one key stand on adjacent lines.
    """
    from carbonmeet.report.catalogue import factor_table, service_table

    catalogue = catalogue_of(folder)
    text = " ".join(words)
    if services:
        if not catalogue.offered(text):
            names = (name for key in catalogue.services for name in (key, key.split("/", 1)[1]))
            raise CarbonmeetError(f"no service for '{text}'.{did_you_mean(text, names)}")
        emit(service_table(catalogue, text, lang), output)
        return
    found = catalogue.search(text)
    if not found:
        keys = {row.key for row in catalogue.factors}
        raise CarbonmeetError(f"no factor for '{text}'.{did_you_mean(text, keys)}")
    rows = [row for row in found if region is None or row.region == region]
    if not rows:
        regions = dict.fromkeys(row.region for row in found)
        raise CarbonmeetError(
            f"no factor for '{text}' in {region}; there are some for {', '.join(regions)}"
        )
    emit(factor_table(rows, catalogue, lang, full=full), output)
