"""``carbonmeet check``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.cli.options import catalogue_of, factors_option
from carbonmeet.errors import Fault, InputError


@click.command("check")
@click.argument("files", nargs=-1, required=True)
@factors_option
def command(files: tuple[str, ...], folder: Path | None) -> None:
    """Check scenario FILES: every fault with file, line and column."""
    from carbonmeet.estimation import estimate

    catalogue = catalogue_of(folder)
    faults: list[Fault] = []
    for file in files:
        try:
            estimate(file, catalogue=catalogue)
        except InputError as error:
            faults += error.faults
        else:
            click.echo(f"{file}: fine")
    if faults:
        raise InputError(faults)
