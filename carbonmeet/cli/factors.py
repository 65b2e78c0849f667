"""``carbonmeet factors``."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.text import Message, _, _n, joined
from carbonmeet.cli.options import Asked, answering, refuse_unused

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.numbers.factor import Factor
    from carbonmeet.view.blocks import Block
    from carbonmeet.view.matter import Voice

#: So many rows are named that stand in for one that a place does not have.
_INSTEAD = 5


@click.command("factors")
@click.argument("words", nargs=-1)
@click.option("--region", help="Only rows for this region, e.g. CN-YN.")
@click.option("--full", is_flag=True, help="With source, locator and note of every row.")
@click.option("--services", is_flag=True, help="List what a scenario can name instead.")
@click.option(
    "--changes",
    nargs=2,
    metavar="A B",
    help="List the rows that two versions do not share: numbers, folders or 'shipped'.",
)
@click.option("--on", "scenario", help="With --changes: what they come to in this scenario.")
@answering("json", "csv")
def command(
    words: tuple[str, ...],
    region: str | None,
    full: bool,
    services: bool,
    changes: tuple[str, str] | None,
    scenario: str | None,
    asked: Asked,
) -> None:
    """List the factors whose key or name contains all WORDS, in English or Chinese.

    Rival values of one key are on adjacent lines. Values that were found and declined are listed
    below them.
    """
    text = " ".join(words)
    if changes is not None:
        refuse_unused("--changes", "services", "full", "folder")
        _changes(changes, scenario, (text, region or ""), asked)
        return
    if scenario is not None or asked.form != "table":
        raise click.UsageError(_("--on and --format go with --changes"))
    from carbonmeet.view.tables.catalogue import service_table

    catalogue = asked.catalogue
    if services:
        if not catalogue.offered(text):
            names = (name for key in catalogue.services for name in (key, key.split("/", 1)[1]))
            raise CarbonmeetError(
                _("no service for '{text}'.{hint}", text=text, hint=did_you_mean(text, names))
            )
        asked.show(lambda m: [service_table(m, catalogue, text)], wide=True)
        return
    asked.show(lambda m: _found(catalogue, text, region, m, full=full), wide=True)


def _changes(
    sides: tuple[str, str],
    scenario: str | None,
    wanted: tuple[str, str],
    asked: Asked,
) -> None:
    """What lies between two versions, and what it comes to in a scenario."""
    from carbonmeet.audit.editions import catalogue_at, row_changes
    from carbonmeet.view.tables.editions import changes_blocks, changes_csv, changes_data

    known = [catalogue_at(one) for one in sides]
    text, region = wanted
    found = [
        one
        for one in row_changes(*known)
        if text in one.id and region in ("", one.id.partition("[")[2].rstrip("]"))
    ]
    effect = None
    if scenario is not None:
        from carbonmeet.questions.variance import compare

        effect = compare(scenario, scenario, catalogues=known).steps[0]
    names = (known[0].version, known[1].version)
    asked.give(
        lambda m: changes_blocks(m, names, found, effect),
        lambda: changes_data(names, found, effect),
        lambda: changes_csv(found),
    )


def _instead(catalogue: Catalogue, found: Sequence[Factor], text: str, region: str) -> Message:
    """Which rows answer at a place that has none of its own, and what can be done."""
    rows = []
    keys = dict.fromkeys(row.key for row in found)
    first = [key for key in keys if key.startswith(text)]
    for key in first or keys:
        with suppress(CarbonmeetError):
            rows.append(catalogue.find(key, region, prefer=catalogue.preferences).id)
    if not rows:
        return _(
            "Give your own under 'factors', or borrow: 'fallback: [{region}]'",
            region=found[0].region,
        )
    return _(
        "Used there instead: {rows}. A number of your own goes under 'factors'",
        rows=joined([*rows[:_INSTEAD], *(["…"] if rows[_INSTEAD:] else [])]),
    )


def _found(
    catalogue: Catalogue, text: str, region: str | None, m: Voice, *, full: bool
) -> list[Block]:
    """The factors that hold a text, and what was declined of them."""
    from carbonmeet.catalogue import why_absent
    from carbonmeet.view.blocks import Paragraph
    from carbonmeet.view.tables.catalogue import declined_table, factor_blocks, factor_table

    found = catalogue.matching(text)
    down = [
        one
        for one in catalogue.search_declined(text)
        if region is None or one.region in (region, "world")
    ]
    if not found and not down:
        keys = {row.key for row in catalogue.factors}
        raise CarbonmeetError(
            _("no factor for '{text}'.{hint}", text=text, hint=did_you_mean(text, keys))
        )
    rows = [row for row in found if region is None or row.region == region]
    if found and not rows:
        known = sorted({row.region for row in found} - {"world"})
        raise CarbonmeetError(
            _(
                "no factor for '{text}' in {region}; there are some for {regions}. {why}. "
                "{instead}",
                text=text,
                region=region,
                regions=joined([*known[:20], *(["…"] if known[20:] else [])]),
                why=why_absent(down),
                instead=_instead(catalogue, found, text, region or ""),
            )
        )
    blocks: list[Block] = []
    if full:
        blocks += factor_blocks(m, rows, catalogue)
    elif rows:
        count = _n("{n} row", "{n} rows", len(rows))
        blocks += [factor_table(m, rows), Paragraph(m.word(count))]
    return [*blocks, declined_table(m, down)] if down else blocks
