"""``carbonmeet explain``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.base.text import Lang
from carbonmeet.cli.options import (
    catalogue_of,
    factors_option,
    lang_option,
    output_option,
    scenario_argument,
    show,
)


@click.command("explain")
@scenario_argument()
@click.argument("what", required=False)
@output_option
@lang_option
@factors_option
def command(
    file: str, what: str | None, output: Path | None, lang: Lang, folder: Path | None
) -> None:
    """Show how the numbers of FILE come about, down to factors and sources.

    WHAT is the number of a line, a source such as lodging, a part of a label, the id of a
    measure such as T6, or 'offset' for the forest; without it every line is shown.
    """
    from carbonmeet.estimation import estimate
    from carbonmeet.view.blocks import Lines
    from carbonmeet.view.pages.explain import explain, explain_forest, explain_measure, selected

    result = estimate(file, catalogue=catalogue_of(folder)).workings
    if what is not None and what in result.catalogue.measures:
        text = explain_measure(result, what, lang)
    elif what == "offset":
        text = explain_forest(result, lang)
    else:
        text = explain(result, selected(result, what), lang)
    show([Lines(text)], output)
