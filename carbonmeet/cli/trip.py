"""``carbonmeet trip``: a mode for a trip, and what the others would emit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Label, Lang, _
from carbonmeet.cli.options import (
    factors_option,
    lang_option,
    region_option,
    show,
    typed_quantity,
)
from carbonmeet.view.numerals import number

if TYPE_CHECKING:
    from pathlib import Path

#: Half the equator, rounded up.
_FARTHEST = 20_100


class _Trip(click.Command):
    """Takes -1km as a distance, which can be told to be none, and not as an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        negative = [one for one in args if re.match(r"[-−][.\d]", one)]
        if negative and "--" not in args:
            args = [*(one for one in args if one not in negative), "--", *negative]
        return super().parse_args(ctx, args)


@click.command("trip", cls=_Trip)
@click.argument("distance")
@region_option("CN-YN")
@click.option(
    "--year",
    type=click.IntRange(1990, 2100),
    help="Year of the trip; by default, the latest factors.",
)
@factors_option
@lang_option
def command(distance: str, region: str, year: int | None, folder: Path | None, lang: Lang) -> None:
    """Recommend a mode for a trip and show what the others emit.

    DISTANCE is one way, such as 3.2km. The rule is that of Kunming's appeal for green travel
    (Yunnan Daily, 11 October 2021, p. T11).
    """
    from carbonmeet.base.notices import Notices
    from carbonmeet.cli.options import catalogue_of
    from carbonmeet.questions.trip import trip_emissions
    from carbonmeet.travel import mode_rule, recommended_mode
    from carbonmeet.travel.routes import reach, refused
    from carbonmeet.view.blocks import Bullets, Paragraph
    from carbonmeet.view.matter import Voice
    from carbonmeet.view.tables.trip import trip_table

    km = typed_quantity(distance, "km").to("km")
    if km > _FARTHEST:
        raise CarbonmeetError(
            _(
                "{distance}: no trip is longer than {farthest:,} km",
                distance=distance,
                farthest=_FARTHEST,
            )
        )
    best = recommended_mode(km)
    rule = next(one for one in mode_rule() if km in one)
    headline = _(
        "{km} km: {name_en}. {phrase_en}.",
        km=number(km, 6),
        name_en=Label(rule.name_en, rule.name_zh),
        phrase_en=Label(rule.phrase_en, rule.phrase_zh),
    )
    if refused(best, km):
        most = number(reach()[best].reach_km or 0, 6)
        headline = _(
            "{km} km: the rule covers trips within a city, up to {most} km, and gives "
            "no advice here.",
            km=number(km, 6),
            most=most,
        )
        best = "none"  # no kind of mode
    voice, catalogue, notices = Voice(lang), catalogue_of(folder), Notices()
    emitted = trip_emissions(km, catalogue, region, year, notices)
    table = trip_table(voice, km, emitted, best, catalogue)
    told = tuple(voice.word(one) for one in notices)
    show([Paragraph(voice.say(headline)), table, *([Bullets(told)] if told else [])], None)
