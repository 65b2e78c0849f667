"""``carbonmeet upgrade``."""

from __future__ import annotations

from pathlib import Path

import click

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Label, Lang, _, _n
from carbonmeet.cli.options import lang_option, written_option


@click.command("upgrade")
@click.argument("file", type=click.Path(path_type=Path))
@written_option("Write to this file and leave FILE as it is.")
@lang_option
def command(file: Path, output: Path | None, lang: Lang) -> None:
    """Rewrite a scenario FILE of an earlier format in the latest one.

    Only what the new format says differently is changed; comments and layout stay. A file that
    would no longer say the same is left as it is.
    """
    from carbonmeet.base.files import write_whole
    from carbonmeet.reading.yamlfile import read_yaml_file
    from carbonmeet.scenario.upgrade import children_without_format, upgraded

    document = read_yaml_file(file)
    if not file.is_file():  # a pipe gives its text once
        raise CarbonmeetError(_("{file}: only a file can be rewritten", file=file))
    text = file.read_bytes().decode("utf-8")
    found = upgraded(text, document)
    target = output or file
    if found.changes or output:
        write_whole({target: found.text.encode()}, rewritten=() if output else (file,))
    click.echo(_done(target, found.changes).get(lang))
    for other in children_without_format(file) if found.changes and not output else ():
        click.echo(_warning(other, file).get(lang), err=True)


def _done(target: Path, changes: int) -> Label:
    if not changes:
        return _("{target}: has the latest format", target=target)
    return _n(
        "{target}: rewritten as format 2, {n} place changed",
        "{target}: rewritten as format 2, {n} places changed",
        changes,
        target=target,
    )


def _warning(other: Path, file: Path) -> Label:
    return _(
        "{other}: extends {name} without saying its own format, and is now "
        "read as format 2; write 'carbonmeet: 1' into it, then upgrade it "
        "too",
        other=other,
        name=file.name,
    )
