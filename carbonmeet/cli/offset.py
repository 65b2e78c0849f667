"""``carbonmeet offset``."""

from __future__ import annotations

from functools import partial

import click

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import _, spoken
from carbonmeet.cli.options import Asked, answering, refuse_unused, typed_quantity
from carbonmeet.view.numerals import fixed

#: All land on earth, 149 million km^2, in mu.
_LAND = 149e6 * 1500


@click.command("offset")
@click.option("--tonnes", help='Emissions to compensate, e.g. "20000 t CO2e".')
@click.option("--area", help='Planted area, e.g. "3607 mu" or "240 ha".')
@click.option("--stand", default="yunnan-pine", help="A stand of the catalogue (see --stands).")
@click.option("--rules", default="event-practice-20-year", help="A preset (see --stands).")
@click.option("--planted", type=click.IntRange(1900, 2200), help="Calendar year of planting.")
@click.option("--horizon", help='Years until it counts, e.g. "20 year".')
@click.option("--survival", help="Share of the planted area that stands, e.g. 85%.")
@click.option("--buffer", help="Share held back against loss, e.g. 10%.")
@click.option("--age", help='Age of the stock when it is planted, e.g. "3 year".')
@click.option("--confidence", help="Probability with which the area is to suffice, e.g. 90%.")
@click.option(
    "--additional/--not-additional",
    default=None,
    help="Whether the forest is planted only because of the meeting; some rules require it.",
)
@click.option(
    "--exclusive/--not-exclusive",
    default=None,
    help="Whether nobody else claims its removals; some rules require it.",
)
@click.option("--stands", "listing", is_flag=True, help="List stands and presets instead.")
@answering("json", factors=False)
def command(
    tonnes: str | None,
    area: str | None,
    stand: str,
    rules: str,
    planted: int | None,
    horizon: str | None,
    survival: str | None,
    buffer: str | None,
    age: str | None,
    confidence: str | None,
    additional: bool | None,
    exclusive: bool | None,
    listing: bool,
    asked: Asked,
) -> None:
    """Size a forest for --tonnes, or show what --area removes; with both, when it compensates."""
    from carbonmeet.offset import Terms, assess_forest, size_forest
    from carbonmeet.offset.wording import sureness
    from carbonmeet.units import parse_share
    from carbonmeet.view.pages.forest import forest_page, presets_page

    if listing:
        refuse_unused(
            "--stands", "tonnes", "area", "stand", "rules", "planted", "horizon", "survival",
            "buffer", "age", "confidence", "additional", "exclusive", "form",
        )  # fmt: skip
        asked.show(presets_page)
        return
    if tonnes is None and area is None:
        raise click.UsageError(_("give --tonnes, --area, or both"))
    ask = partial(
        size_forest if area is None else assess_forest,
        stand=stand,
        rules=rules,
        planted=planted,
        horizon=None if horizon is None else _within(horizon, "year", 200),
        survival=None if survival is None else parse_share(survival),
        buffer=None if buffer is None else parse_share(buffer),
        age_at_planting=None if age is None else _within(age, "year", 200),
        terms=Terms(
            additional=additional,
            exclusive=exclusive,
            confidence=None if confidence is None else parse_share(confidence),
        ),
    )
    owed = [] if tonnes is None else [_within(tonnes, "t CO2e", 1e12)]
    land = [] if area is None else [_within(area, "mu", _LAND)]
    found = ask(*land, *owed)
    if found.area_mu > _LAND:
        raise CarbonmeetError(
            _(
                "'{text}' would need {area} mu of forest, more than all the land on earth",
                text=tonnes,
                area=fixed(found.area_mu, 0),
            )
        )
    data = found.to_dict()
    asked.give(
        lambda m: forest_page(m, data, found.notices, spoken(sureness(found), m.lang)),
        lambda: {"offset": data},
    )


def _within(text: str, unit: str, most: float) -> float:
    """A quantity in that unit, which is no larger than anything on earth."""
    value = typed_quantity(text, unit).to(unit)
    if value > most:
        raise CarbonmeetError(
            _(
                "'{text}' is more than {most} {unit}: beyond any forest",
                text=text,
                most=fixed(most, 0),
                unit=unit,
            )
        )
    return value
