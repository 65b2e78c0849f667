"""``carbonmeet compare``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonmeet.base.errors import InputError
from carbonmeet.base.text import _
from carbonmeet.cli.options import (
    Asked,
    answering,
    catalogue_of,
    draws_options,
    scenario_argument,
)

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue


@click.command("compare")
@scenario_argument("files", nargs=-1, required=True, metavar="A [B] [C]...")
@click.option(
    "--catalogue",
    "catalogues",
    multiple=True,
    help="Folder 'factors' of another version, or 'shipped'; one for each side.",
)
@click.option(
    "--factors",
    "folders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of CSV files with your own factors; once for all sides, or one for each.",
)
@draws_options
@answering("json", "csv", factors=False)
def command(
    files: tuple[str, ...],
    catalogues: tuple[str, ...],
    folders: tuple[Path, ...],
    draws: int,
    seed: int,
    asked: Asked,
) -> None:
    """Compare scenarios, or results saved as JSON: A with B, B with C.

    First comes what keeps them from being like for like: periods, methods, boundary, editions. Then
    comes every number that changed, with the difference split exactly into activity data, factors,
    methods and measures, by source and period. To compare one scenario under two catalogues, give
    it once and --catalogue twice.

    Numbers that both share are drawn once for both, so that they do not blur the difference.
    """
    from carbonmeet.hostcity import double_claims
    from carbonmeet.questions.variance import compare
    from carbonmeet.view.tables.variance import variance, variance_csv, variance_data

    sides, known = _sides(files, catalogues, folders)
    found = compare(*sides, draws=draws, seed=seed, catalogues=known)
    if faults := double_claims(one.workings.scenario for one in found.answers):
        raise InputError(faults)
    asked.give(
        lambda m: variance(m, found),
        lambda: variance_data(found),
        lambda: variance_csv(found),
    )


def _sides(
    files: tuple[str, ...], catalogues: tuple[str, ...], folders: tuple[Path, ...]
) -> tuple[tuple[str, ...], list[Catalogue | None]]:
    """What stands on each side, and its catalogue."""
    if catalogues and folders:
        raise click.UsageError(_("give --catalogue or --factors, not both"))
    given = max(len(catalogues), len(folders))
    sides = files * given if len(files) == 1 and given > 1 else files
    if len(sides) < 2:
        raise click.UsageError(_("a comparison needs two sides: B, or --catalogue twice"))
    if given not in (0, 1, len(sides)):
        name = "--catalogue" if catalogues else "--factors"
        raise click.UsageError(
            _("{name} is given once, or for each of the {sides} sides", name=name, sides=len(sides))
        )
    known: list[Catalogue | None]
    if catalogues:
        from carbonmeet.audit.editions import catalogue_at

        known = [catalogue_at(one) for one in catalogues]
    else:
        known = [catalogue_of(one) for one in folders]
    return sides, known * len(sides) if given == 1 else known
