"""``carbonmeet report``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.cli.options import (
    catalogue_of,
    draws_options,
    factors_option,
    lang_option,
    progress_bar,
    write_whole,
)
from carbonmeet.text import Lang


@click.command("report")
@click.argument("file")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="File to write; its suffix says the format: .html, .docx, .xlsx, .md or .bib.",
)
@draws_options
@lang_option
@factors_option
def command(
    file: str, output: Path, draws: int, seed: int, lang: Lang, folder: Path | None
) -> None:
    """Write a report on FILE: a scenario, or the name of a shipped one such as cop15-kunming."""
    from carbonmeet.report.formats import check_suffix, render

    suffix = check_suffix(output.suffix or output.name)  # before any work is done
    from carbonmeet.estimation import estimate

    result = estimate(file, catalogue=catalogue_of(folder))
    data, found = result.to_dict(), None
    if draws:
        from carbonmeet.uncertainty import ranges_into, simulate

        with progress_bar(draws) as progress:
            found = simulate(result, draws, seed, progress=progress)
        ranges_into(data, found)
    write_whole(output, render(result, suffix, lang, data, found))
