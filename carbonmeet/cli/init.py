"""``carbonmeet init``."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from carbonmeet.errors import CarbonmeetError
from carbonmeet.files import write_whole
from carbonmeet.paths import data_dir

#: What the first line of a scenario names, so that editors complete and check it.
_SCHEMA = "scenario.schema.json"
#: Kind of scenario → its starter.
_STARTERS = {"meeting": "starter.yaml", "city": "starter-city.yaml"}


@click.command("init")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--kind",
    type=click.Choice(list(_STARTERS)),
    default="meeting",
    show_default=True,
    help="Of what: a meeting, or a year of a city.",
)
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
def command(file: Path | None, kind: str, force: bool) -> None:
    """Write a commented starter scenario to FILE (default: meeting.yaml, or city.yaml).

    Beside it comes scenario.schema.json, by which an editor completes and checks it.
    """
    from carbonmeet.scenario import scenario_schema

    file = file or Path(f"{kind}.yaml")
    if os.path.exists(file) and not force:
        raise CarbonmeetError(f"{file} exists; use --force to replace it")
    text = (data_dir("scenarios") / _STARTERS[kind]).read_text(encoding="utf-8")
    _, rest = text.split("\n", 1)
    starter = f"# yaml-language-server: $schema={_SCHEMA}\n{rest}"
    schema = json.dumps(scenario_schema(), ensure_ascii=False, indent=1) + "\n"
    write_whole({file: starter.encode(), file.parent / _SCHEMA: schema.encode()})
    click.echo(f"wrote {file}: change it, then run 'carbonmeet estimate {file}'")
