"""``carbonmeet explain``."""

from __future__ import annotations

import click

from carbonmeet.cli.options import Asked, answering, scenario_argument


@click.command("explain")
@scenario_argument()
@click.argument("what", required=False)
@answering()
def command(file: str, what: str | None, asked: Asked) -> None:
    """Show how the numbers of FILE come about, down to factors and sources.

    WHAT is the number of a line, a source such as lodging, a part of a label, the id of a
    measure such as T6, or 'offset' for the forest; without it every line is shown.
    """
    from carbonmeet.view.blocks import Lines
    from carbonmeet.view.pages.explain import explain, explain_forest, explain_measure, selected

    result = asked.estimate(file).workings
    if what is not None and what in result.catalogue.measures:
        text = explain_measure(result, what, asked.lang)
    elif what == "offset":
        text = explain_forest(result, asked.lang)
    else:
        text = explain(result, selected(result, what), asked.lang)
    asked.show(lambda _: [Lines(text)])
