"""``carbonmeet verify``."""

from __future__ import annotations

import click

from carbonmeet.base.text import _
from carbonmeet.cli.options import Asked, answering


@click.command("verify")
@click.argument("file", required=False, type=click.Path())
@click.option("--published", is_flag=True, help="Recompute the published meetings.")
@click.pass_context
@answering("json", "csv", factors=False)
def command(context: click.Context, file: str | None, published: bool, asked: Asked) -> None:
    """Recompute a saved result: RESULT.json of estimate, or the bundle AUDIT.zip.

    The exit code is 1 if a number does not follow from what the file holds. Another version of the
    catalogue or of the program is reported, but is not an error by itself.
    """
    if published == bool(file):
        raise click.UsageError(_("give a saved result or a bundle, or --published"))
    if published:
        context.exit(0 if _published(asked) else 1)
    from carbonmeet.view.bundle.verifying import verify
    from carbonmeet.view.tables.verification import check_blocks, check_csv

    found = verify(str(file))
    asked.give(
        lambda m: check_blocks(m, found),
        found.to_dict,
        lambda: check_csv(found, asked.lang),
        wide=True,
    )
    context.exit(0 if found.same else 1)


def _published(asked: Asked) -> bool:
    """Show the published cases worked out again; whether all of them agree."""
    from carbonmeet.audit.published import left_out, published_cases, totals_only
    from carbonmeet.view.tables.verification import case_blocks, case_data, cases_csv

    cases = list(published_cases())
    asked.give(
        lambda m: case_blocks(m, cases, totals_only(), left_out(cases)),
        lambda: case_data(cases),
        lambda: cases_csv(cases),
    )
    return all(one.agrees for one in cases)
