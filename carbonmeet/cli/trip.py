"""``carbonmeet trip``: a mode for a trip, and what the others would emit."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import click

from carbonmeet.cli.options import emit, factors_option, lang_option
from carbonmeet.errors import CarbonmeetError
from carbonmeet.text import Label, Lang

if TYPE_CHECKING:
    from pathlib import Path

    from carbonmeet.catalogue import Catalogue

__all__ = ["command", "publishers", "trip_emissions", "trip_table"]

#: Modes that take anyone across a city, by rising comfort.
_MODES = (
    "walk",
    "bike.own",
    "bike",
    "ebike",
    "metro",
    "bus",
    "bus.bev",
    "carpool.bev",
    "car.bev",
    "taxi",
    "motorbike",
    "carpool.petrol",
    "car.petrol",
)
#: Half the equator, rounded up.
_FARTHEST = 20_100
#: What the distance rule calls a mode, and the services that it stands for.
_RULE = {
    "walk": (Label("On foot", "步行"), ("walk",)),
    "bike": (Label("Bicycle", "自行车"), ("bike.own", "bike")),
    "transit": (Label("Bus or metro", "公交或地铁"), ("metro", "bus", "bus.bev")),
    "car.pooled-ev": (
        Label("Electric or pooled car", "新能源车或拼车"),
        ("carpool.bev", "car.bev"),
    ),
}


@click.command("trip")
@click.argument("distance")
@click.option("--region", default="CN-YN", show_default=True, help="Where: decides the factors.")
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
        raise CarbonmeetError(f"{distance}: no trip is longer than {_FARTHEST:,} km")
    best = recommended_mode(km)
    rule = next(one for one in mode_rule() if km in one)
    catalogue = catalogue_of(folder)
    name, chosen = _RULE[best]
    headline = Label(
        f"{km:g} km: {name}. {rule.phrase_en}.",
        f"{km:g} 公里：{name.get('zh')}。{rule.phrase_zh}。",
    ).get(lang)
    table = trip_table(km, catalogue, region, year, lang, chosen)
    emit(f"{headline}\n{table}", None)


def trip_table(
    km: float,
    catalogue: Catalogue,
    region: str,
    year: int | None,
    lang: Lang,
    chosen: tuple[str, ...] = (),
) -> str:
    """kg CO2e of one person's trip by every mode, least first; `chosen` modes are marked.

    Parameters
    ----------
    km : float
        Length of the trip, km.
    """
    from carbonmeet.report.grid import grid

    found = trip_emissions(km, catalogue, region, year)
    rows = [["", "", "kg CO2e", "g CO2e/km"]]
    for mode, kg in sorted(found.items(), key=lambda pair: pair[1]):
        mark = "→" if mode in chosen else ""
        per_km = f"{1000 * kg / km:.0f}" if km else ""
        label = catalogue.service("modes", mode).name.get(lang)
        rows.append([mark, label, f"{kg:.3f}", per_km])
    return grid(rows, right=(2, 3), indent=0)


def trip_emissions(
    km: float, catalogue: Catalogue, region: str, year: int | None
) -> dict[str, float]:
    """kg CO2e of one person's trip of `km` by mode, from the model that prices meetings."""
    from carbonmeet.activity import Datum
    from carbonmeet.expansion import Expansion, Span
    from carbonmeet.model import compile_model
    from carbonmeet.units import parse_unit
    from carbonmeet.yamlfile import Document

    bench = Expansion(Document("", None), catalogue, publishers(), {})
    # a year of 0 asks for no edition in particular: the latest
    span = Span("trip", Label("trip"), region, year or 0)
    way = Datum("trip", km, parse_unit("passenger km"))
    for mode in _MODES:
        bench.add_service(f"modes/{mode}", ((way, 1),), span, Label(mode))
    model = compile_model(bench.finish())
    kg: dict[str, float] = {}
    for line, value in zip(model.lines, model.run()[0], strict=True):
        mode = line.activity.service.removeprefix("modes/")
        kg[mode] = kg.get(mode, 0.0) + float(value)
    return kg


def publishers() -> list[str]:
    """Whose numbers to take where several answer, best first."""
    from carbonmeet.paths import data_dir

    path = data_dir("factors") / "preferences.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [row["publisher"] for row in csv.DictReader(file)]
