"""``carbonmeet trip``: a mode for a trip, and what the others would emit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Label, Lang, _
from carbonmeet.cli.options import emit, factors_option, lang_option, region_option

if TYPE_CHECKING:
    from pathlib import Path

    from carbonmeet.catalogue import Catalogue

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
@click.option("--year", type=click.IntRange(1990, 2100), help="When. Default: the latest factors.")
@factors_option
@lang_option
def command(distance: str, region: str, year: int | None, folder: Path | None, lang: Lang) -> None:
    """Recommend a mode for a trip and show what the others emit.

    DISTANCE is that of the trip, one way, such as 3.2km. The rule is that of Kunming's appeal for
    green travel (Yunnan Daily, 11 October 2021, p. T11).
    """
    from carbonmeet.cli.options import catalogue_of
    from carbonmeet.travel import mode_rule, recommended_mode
    from carbonmeet.units import parse_quantity

    given = parse_quantity(distance)
    km = given.value if given.unit.text == "1" else parse_quantity(distance, expect="km").to("km")
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
        "{km:g} km: {name_en}. {phrase_en}.",
        km=km,
        name_en=Label(rule.name_en, rule.name_zh),
        phrase_en=Label(rule.phrase_en, rule.phrase_zh),
    ).get(lang)
    emit(f"{headline}\n{_table(km, best, catalogue_of(folder), region, year, lang)}", None)


def _table(
    km: float, best: str, catalogue: Catalogue, region: str, year: int | None, lang: Lang
) -> str:
    """kg CO2e of one person's trip by every mode, least first; what the rule advises is marked."""
    from carbonmeet.base.notices import Notices
    from carbonmeet.questions.trip import trip_emissions
    from carbonmeet.travel import trip_modes
    from carbonmeet.view.faces.text import grid

    rules = trip_modes()
    rows = [["", "", "kg CO2e", "g CO2e/km"]]
    notices = Notices()
    for mode, kg in sorted(
        trip_emissions(km, catalogue, region, year, notices).items(), key=lambda pair: pair[1]
    ):
        mark = "→" if rules[mode] == best else ""
        per_km = f"{1000 * kg / km:.0f}" if km else ""
        label = catalogue.service("modes", mode).name.get(lang)
        rows.append([mark, label, f"{kg:.3f}", per_km])
    table = grid(rows, right=(2, 3), indent=0)
    told = "\n".join(notice.get(lang) for notice in notices)
    return f"{table}\n\n{told}" if told else table
