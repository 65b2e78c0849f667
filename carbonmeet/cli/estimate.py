"""``carbonmeet estimate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from carbonmeet.base.text import Lang, _
from carbonmeet.cli.options import (
    Asked,
    answering,
    city_option,
    draws_options,
    emit,
    min_cell_option,
    refuse_ending,
    refuse_unused,
    scenario_argument,
    with_least,
    with_ranges,
)

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.view.blocks import Block
    from carbonmeet.view.matter import Voice


@click.command("estimate")
@scenario_argument()
@click.option("--full", is_flag=True, help="Every table of the answer, not one screen.")
@click.option(
    "--section",
    "sections",
    multiple=True,
    metavar="NAME",
    help="A chapter of the report, e.g. measures, forest, limits; may be repeated.",
)
@draws_options
@click.option(
    "--draws-out",
    "table",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="TABLE",
    help="Write the inputs and results of every draw to a .csv or .parquet file.",
)
@city_option("The host city's file: also shows the meeting's share of the city's emissions.")
@click.option(
    "--per-person",
    "persons",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="CSV",
    help="Write the share of the baseline of each person on the list, in grams, to this file.",
)
@click.option(
    "--id", "column", metavar="COLUMN", help="The one column of the list that --per-person keeps."
)
@click.option(
    "--price",
    metavar="P",
    help='Price of a tonne, e.g. "80 EUR": shows the carbon fee of a ticket.',
)
@min_cell_option
@answering("json", "csv", told="Table to read, JSON with everything, or the ledger as CSV.")
def command(
    file: str,
    full: bool,
    sections: tuple[str, ...],
    draws: int,
    seed: int,
    table: Path | None,
    city: str | None,
    persons: Path | None,
    column: str | None,
    price: str | None,
    least: int | None,
    asked: Asked,
) -> None:
    """Estimate FILE: a scenario, or the name of a shipped one such as cop15-kunming.

    The answer is one screen: totals, sources, best measures, forest. --full and --section show the
    tables behind it.
    """
    from carbonmeet.estimation import estimate

    form, lang = asked.form, asked.lang
    if form == "csv":
        refuse_unused("--format csv", "city", "draws", "seed", "table")
    if form != "table":
        refuse_unused(f"--format {form}", "full", "sections")
    if full:
        refuse_unused("--full", "sections")
    if form != "table" and persons is None:
        refuse_unused(f"--format {form}", "price")
    if (persons is None) != (column is None):
        raise click.UsageError(_("--per-person and --id go together"))
    fee = None
    if price is not None:
        from carbonmeet.cli.fees import read_price, ticket

        fee = read_price(price)
    if not draws:
        refuse_unused("--draws 0", "table")
    if table is not None:
        from carbonmeet.draws.table import check_suffix

        check_suffix(table)
    catalogue = asked.catalogue
    answer = estimate(with_least(file, least), catalogue=catalogue)
    if persons is not None and column is not None:
        from carbonmeet.questions.persons import per_person

        emit(per_person(answer, column, *(fee or (0.0, ""))).csv(lang), persons)
    if form == "csv":
        from carbonmeet.view.tables.ledger import as_csv

        refuse_ending(asked.output, ".csv")
        emit(as_csv(answer), asked.output)
        return
    if city is not None:
        answer = in_city(answer, city, catalogue)
    whole = form == "json" or full or bool(sections)
    answer = with_ranges(answer, draws, seed, parts=whole)
    if table is not None:
        from carbonmeet.draws.table import write_draws

        write_draws(answer, table)

    def blocks(_: Voice) -> list[Block]:
        from carbonmeet.answer.offset import frame_words
        from carbonmeet.view.blocks import Paragraph

        with frame_words(answer):
            found = _page(answer, file, sections, lang, full=full)
        return found if fee is None else [*found, Paragraph(ticket(answer, *fee, lang))]

    asked.give(blocks, answer.to_dict)


def _page(
    answer: Answer, file: str, sections: tuple[str, ...], lang: Lang, *, full: bool
) -> list[Block]:
    """One screen, or the chapters that were asked for."""
    from carbonmeet.view.matter import Matter
    from carbonmeet.view.pages.answer import FULL, chapters, screen

    _check_sections(sections)
    m = Matter(lang, answer)
    if full or sections:
        return chapters(m, dict.fromkeys((*(FULL if full else ()), *sections)))
    return screen(m, file)


def _check_sections(sections: tuple[str, ...]) -> None:
    """Refuse a chapter that there is not; without any, none is imported."""
    if not sections:
        return
    from carbonmeet.base.errors import refuse_unknown
    from carbonmeet.view.pages.report.build import CHAPTERS

    for name in sections:
        refuse_unknown(name, CHAPTERS, _("no section '{name}'.{hint} Known: {known}"))


def in_city(answer: Answer, city: str, catalogue: Catalogue) -> Answer:
    """The meeting in its host city's years, with what is to be said of these.

    No land may serve both.
    """
    from carbonmeet.answer import City
    from carbonmeet.base.errors import InputError
    from carbonmeet.hostcity import double_claims, host_of, share_of_city
    from carbonmeet.hostcity.event import grown_years
    from carbonmeet.scenario import load_scenario

    read = load_scenario(city)
    faults = double_claims([read, answer.workings.scenario])
    if faults:
        raise InputError(faults)
    rows = share_of_city(answer, host_of(answer, read, catalogue=catalogue))
    told = (*answer.notices, *grown_years(read, [row.year for row in rows]))
    return answer.changed(city=City(shares=tuple(rows)), notices=told)
