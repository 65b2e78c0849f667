"""``carbonmeet check``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from carbonmeet.base.errors import CarbonmeetError, Fault, InputError, message_of, tidy
from carbonmeet.base.text import Lang, _
from carbonmeet.cli.options import (
    catalogue_of,
    emit_json,
    factors_option,
    lang_option,
    scenario_argument,
    show,
)

if TYPE_CHECKING:
    from pathlib import Path

    from carbonmeet.answer import Answer
    from carbonmeet.scenario import Scenario
    from carbonmeet.view.blocks import Block, Table


@click.command("check")
@scenario_argument("files", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    help="Lines to read, or the faults as JSON.",
)
@lang_option
@factors_option
def command(files: tuple[str, ...], form: str, folder: Path | None, lang: Lang) -> None:
    """Check scenario FILES: every fault with file, line and column.

    Land claimed by several plans is a fault. Unlikely values, and published figures that do not
    follow from each other (the 'claims' of a city), are reported but are not faults.
    """
    from carbonmeet.draws.simulation import plan_of
    from carbonmeet.estimation import estimate

    catalogue = catalogue_of(folder)
    faults: list[Fault] = []
    read: list[tuple[str, Scenario, list[Block]]] = []
    for file in files:
        try:
            answer = estimate(file, catalogue=catalogue)
            plan_of(answer, 2, 1)  # what cannot be drawn is a fault too
            scenario = answer.workings.scenario
            if scenario.content.page.variants:
                from carbonmeet.view.page.contents import variants_of

                variants_of(scenario, catalogue)
            report = _told(answer, lang)
        except InputError as error:
            faults += error.faults
        except CarbonmeetError as error:
            faults.append(Fault(file, 0, 0, "", message_of(error)))
        else:
            read.append((file, scenario, report))
    claimed = _double([scenario for _, scenario, _ in read])
    for (file, __, report), double in zip(read, claimed, strict=True):
        faults += double
        if form == "table":
            if not double:
                click.echo(tidy(_("{file}: fine", file=file).get(lang)))
            if report:
                show(report, None)
    if form == "json":
        emit_json([fault.to_dict() for fault in InputError(faults).faults], None)
        if faults:
            raise click.exceptions.Exit(1)
    elif faults:
        raise InputError(faults)


def _told(answer: Answer, lang: Lang) -> list[Block]:
    """What is possible but not likely, and what the claims of a city come to."""
    from carbonmeet.answer.offset import frame_words
    from carbonmeet.view.blocks import Bullets
    from carbonmeet.view.matter import Matter
    from carbonmeet.view.pages.answer import doubts

    with frame_words(answer):
        found = doubts(Matter(lang, answer))
    claims = _published(answer.workings.scenario, lang)
    return [*([Bullets(found)] if found else []), *([claims] if claims else [])]


def _published(scenario: Scenario, lang: Lang) -> Table | None:
    """What the claims of a city come to."""
    if scenario.kind != "city":
        return None
    from carbonmeet.city.plausibility import check_all
    from carbonmeet.hostcity import city_of
    from carbonmeet.view.tables.city import claims_table

    return claims_table(check_all(city_of(scenario).claims), lang)


def _double(scenarios: Sequence[Scenario]) -> list[list[Fault]]:
    """Land claimed twice, by one file or across them: the faults of each file."""
    if not any(one.kind == "city" or one.content.offset is not None for one in scenarios):
        return [[] for _ in scenarios]
    from carbonmeet.hostcity.claims import claims_of_each

    return claims_of_each(scenarios)
