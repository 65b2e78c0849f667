"""``carbonmeet report``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.base.text import Lang
from carbonmeet.cli.options import (
    catalogue_of,
    draws_options,
    factors_option,
    lang_option,
    min_cell_option,
    refuse_unused,
    scenario_argument,
    with_least,
    with_ranges,
    written_option,
)


@click.command("report")
@scenario_argument()
@written_option(
    "File to write; its suffix says the format: .html, .docx, .xlsx, .md or .bib.", required=True
)
@click.option(
    "--document",
    default="report",
    show_default=True,
    help="report, or a document to file: plan, account or declaration (.docx, .html, .md).",
)
@click.option(
    "--font",
    type=click.Path(exists=True, dir_okay=False),
    help="A font file for the figures, to use before the package's own.",
)
@click.option(
    "--annexes",
    default="all",
    show_default=True,
    metavar="all|separate|none",
    help="Annexes after the text, in a separate file beside it, or none.",
)
@draws_options
@min_cell_option
@lang_option
@factors_option
def command(
    file: str,
    output: Path,
    document: str,
    font: str | None,
    annexes: str,
    draws: int,
    seed: int,
    least: int | None,
    lang: Lang,
    folder: Path | None,
) -> None:
    """Write a report on FILE: a scenario, or the name of a shipped one such as cop15-kunming."""
    from carbonmeet.view.faces.files import annexes_of, check_annexes, suffix_of, write
    from carbonmeet.view.faces.formats import check_document, format_of

    suffix = suffix_of(output)
    check_document(document, suffix)  # a wrong name before the work
    refuse_unused(suffix, *format_of(suffix).unused)
    check_annexes(annexes, document, suffix)
    from carbonmeet.estimation import estimate
    from carbonmeet.view.figures.dress import Dress, wearing

    answer = estimate(with_least(file, least), catalogue=catalogue_of(folder))
    with wearing(Dress(font=font or "")):
        written = write(
            with_ranges(answer, draws, seed), output, lang=lang, document=document, annexes=annexes
        )
    click.echo(written)
    if annexes == "separate":
        click.echo(annexes_of(written))
