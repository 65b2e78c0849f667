"""``carbonmeet init``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.cli.options import write_whole
from carbonmeet.errors import CarbonmeetError
from carbonmeet.paths import data_dir


@click.command("init")
@click.argument("file", default="meeting.yaml", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
def command(file: Path, force: bool) -> None:
    """Write a commented starter scenario to FILE (default: meeting.yaml)."""
    if file.exists() and not force:
        raise CarbonmeetError(f"{file} exists; use --force to replace it")
    text = (data_dir("scenarios") / "starter.yaml").read_text(encoding="utf-8")
    # the schema lies beside the shipped file, not beside the user's
    lines = [line for line in text.splitlines(keepends=True) if "yaml-language-server" not in line]
    write_whole(file, "".join(lines).encode())
    click.echo(f"wrote {file}: change it, then run 'carbonmeet estimate {file}'")
