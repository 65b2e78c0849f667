"""``carbonmeet bundle``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.base.files import refuse_inputs, write_whole
from carbonmeet.base.text import Lang, _
from carbonmeet.cli.options import (
    catalogue_of,
    draws_options,
    factors_option,
    lang_option,
    scenario_argument,
    written_option,
)
from carbonmeet.view.numerals import fixed

_MADE = _("{path}: {count} files. 'carbonmeet verify {path}' works the result out again")
_MERGED = _(
    "{count} cells of fewer people than attendees.min_cell were merged: "
    "{here} t CO2e after the measures in the bundle, {exact} t "
    "by the list"
)


@click.command("bundle")
@scenario_argument()
@written_option("Archive to write, F.zip.", required=True)
@draws_options
@lang_option
@factors_option
def command(
    file: str, output: Path, draws: int, seed: int, lang: Lang, folder: Path | None
) -> None:
    """Pack FILE for an auditor: scenario, rows, result, evidence, checksums, and how to check it.

    A list of people is included as totals only; cells of few people are merged. The same file gives
    the same bytes.
    """
    from carbonmeet.view.bundle import bundle_of, packed

    if output.suffix.lower() != ".zip":
        raise click.UsageError(_("a bundle is a ZIP archive: -o F.zip"))
    found = bundle_of(file, catalogue=catalogue_of(folder), draws=draws, seed=seed)
    refuse_inputs([output])
    write_whole({output: packed(found.files)})
    click.echo(_MADE.get(lang).format(path=output, count=len(found.files)))
    if found.merged:
        here = found.answer.residual.total.value
        told = {"here": fixed(here, 3), "exact": fixed(found.exact, 3)}
        click.echo(_MERGED.get(lang).format(count=found.merged, **told))
