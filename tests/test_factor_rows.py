"""The data of the catalogue, row by row: what every number must carry, and numbers that are known.

The anchors were typed from the documents named beside them, not copied from the tables.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from carbonmeet.base.wordbook import wordbook
from carbonmeet.numbers.row import COLUMNS
from carbonmeet.units import Unit, parse_unit, reduce_chain

FOLDER = Path(__file__).parents[1] / "factors"
PACKAGE = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in PACKAGE["resources"]}
TABLES = [name for name, columns in RESOURCES.items() if columns[: len(COLUMNS)] == COLUMNS]
FIELDS = {f["name"]: f for f in PACKAGE["resources"][0]["schema"]["fields"]}

Row = dict[str, str]


def read(name: str) -> list[Row]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS: list[Row] = [row for name in TABLES for row in read(name)]
SOURCES = {row["key"]: row for row in read("sources")}
SERVICES = yaml.safe_load((FOLDER / "services.yaml").read_text(encoding="utf-8"))
BY_ID = {(r["key"], r["source"], r["region"]): r for r in ROWS}
BY_KEY: dict[str, list[Row]] = defaultdict(list)
for _row in ROWS:
    BY_KEY[_row["key"]].append(_row)


def named(rows: list[Row]) -> list[str]:
    return [f"{r['key']}@{r['source']}[{r['region']}]" for r in rows]


# ------------------------------------------------------------------------------ every row


def test_there_are_enough_rows() -> None:
    assert len(ROWS) >= 350


@pytest.mark.parametrize("table", TABLES)
def test_rivals_stand_on_adjacent_lines(table: str) -> None:
    order = [(r["key"], r["region"], int(r["year"]), r["source"]) for r in read(table)]
    assert order == sorted(order)


def test_key_source_and_region_name_one_row() -> None:
    counts = Counter((r["key"], r["source"], r["region"]) for r in ROWS)
    assert [i for i, n in counts.items() if n > 1] == []


def test_a_key_stands_in_one_table() -> None:
    homes = defaultdict(set)
    for table in TABLES:
        for row in read(table):
            homes[row["key"]].add(table)
    assert {key: where for key, where in homes.items() if len(where) > 1} == {}


def test_the_parameters_of_measures_have_a_file_of_their_own() -> None:
    for table in TABLES:
        measures = [r["key"] for r in read(table) if r["key"].startswith("measure.")]
        assert bool(measures) == (table == "measure_parameters"), measures


def test_no_cell_has_stray_blanks() -> None:
    assert [r["key"] for r in ROWS for cell in r.values() if cell != " ".join(cell.split())] == []


def test_every_unit_reads() -> None:
    for unit in {r["unit"] for r in ROWS}:
        parse_unit(unit)


def test_a_key_has_one_dimension() -> None:
    for key, rows in BY_KEY.items():
        assert len({parse_unit(r["unit"]).dims for r in rows}) == 1, key


def test_values_lie_within_their_ranges() -> None:
    for row in ROWS:
        value = float(row["value"])
        assert math.isfinite(value)
        assert bool(row["low"]) == bool(row["high"]), row["key"]
        if row["low"]:
            assert float(row["low"]) <= value <= float(row["high"]), row["key"]
            assert float(row["low"]) < float(row["high"]), row["key"]


def test_shares_stay_between_zero_and_one() -> None:
    share = re.compile(r"-(share|coverage|rate)$|^load-factor|^measure\.realisation$")
    for row in ROWS:
        if row["unit"] == "1" and share.search(row["key"]):
            for cell in ("value", "low", "high"):
                assert 0 <= float(row[cell] or 0) <= 1, row["key"]


def test_assumptions_and_zeros_give_their_reason() -> None:
    wanting = [r for r in ROWS if r["evidence"] == "assumed" or float(r["value"]) == 0]
    assert named([r for r in wanting if len(r["note"]) < 5]) == []


def test_assumptions_have_a_range() -> None:
    # conventions, definitions, and power that burns nothing or no fossil carbon
    exempt = {"walk", "grid.green", "energy.tce", "measure.t6.on-site-avoided"}
    exempt |= {f"power.intensity.{name}" for name in ("biomass", "hydro", "pv", "wind")}
    bare = [r for r in ROWS if r["evidence"] == "assumed" and not r["low"]]
    assert {r["key"] for r in bare} == exempt


def test_our_own_numbers_are_never_called_published() -> None:
    ours = [r for r in ROWS if r["source"].startswith("carbonmeet")]
    assert named([r for r in ours if r["evidence"] != "assumed"]) == []


def test_what_was_recalled_is_called_assumed() -> None:
    words = ("recalled", "from memory")
    told = [r for r in ROWS if any(w in r["note"] for w in words) and not r["low"]]
    assert named([r for r in told if r["evidence"] != "assumed"]) == []


def test_boundaries_use_the_closed_list_and_the_readme_explains_it() -> None:
    used = {tag for r in ROWS for tag in r["boundary"].split()}
    pattern = re.compile(FIELDS["boundary"]["constraints"]["pattern"])
    assert [r["boundary"] for r in ROWS if not pattern.fullmatch(r["boundary"])] == []
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [tag for tag in sorted(used) if f"`{tag}`" not in readme] == []
    assert [tag for tag in sorted(used) if wordbook("zh").find(tag, "boundary") is None] == []


def test_plain_numbers_and_amounts_are_marked() -> None:
    for row in ROWS:
        emission = dict(parse_unit(row["unit"]).dims).get("co2e", 0) > 0
        tags = row["boundary"].split()
        if "amount" in tags or "parameter" in tags:
            assert not emission, row["key"]
        elif not {"non-co2", "distance-uplift", "upstream"} & set(tags):
            assert emission, row["key"]


def test_negative_numbers_are_credits() -> None:
    below = [r for r in ROWS if float(r["value"]) < 0]
    assert below
    assert named([r for r in below if "credit" not in r["boundary"].split()]) == []


# ------------------------------------------------------------------------------ sources


#: No number is taken from them: named in the text of a page or of another source.
BACKGROUND = {
    *("fan-2016", "ft-cop-2021", "guo-ren-2014", "myc-calculator-2024", "shine-2019"),
    "natural-earth-4.1",  # coasts, in no table
}
# Source of a table of places without a column for it; others are named by the rows of city_names.
PLACES = {"ourairports-2026"}


def cited(value: object, inside: str = "") -> Iterator[str]:
    """Keys under `source`, `sources`, and lists under `evidence`, in a YAML file."""
    if isinstance(value, dict):
        for name, entry in value.items():
            yield from cited(entry, name)
    elif isinstance(value, list):
        for entry in value:
            yield from cited(entry, f"{inside}[]")
    elif isinstance(value, str) and inside in {"source", "source[]", "sources[]", "evidence[]"}:
        yield value


def test_every_source_is_known_and_used() -> None:
    tables = [name for name in RESOURCES if "source" in RESOURCES[name]]
    used = {r["source"] for name in tables for r in read(name) if r["source"]}
    for name in ("measures", "offset_rules"):
        document = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
        for entry in document.get("measures", [document]):
            used |= set(cited({k: v for k, v in entry.items() if k not in {"where", "effect"}}))
    assert sorted(used - set(SOURCES)) == []
    assert sorted(set(SOURCES) - used) == sorted(BACKGROUND | PLACES)
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [key for key in sorted(BACKGROUND | PLACES) if f"`{key}`" not in readme] == []


def test_sources_are_sorted_and_complete() -> None:
    assert list(SOURCES) == sorted(SOURCES)
    for key, row in SOURCES.items():
        assert row["publisher"] and row["title"] and row["licence"], key
        assert re.fullmatch(r"\d{4}", row["year"]), key
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["accessed"]), key
        assert row["url"] == "" or row["url"].startswith("http"), key
        if re.search(r"[\u4e00-\u9fff]", row["title"]):
            assert re.search(r"[A-Za-z]{4}", row["note"]), f"{key}: no English in the note"


def test_only_a_few_values_are_cited_from_cpcd() -> None:
    assert sum(r["source"].startswith("cpcd-") for r in ROWS) <= 80


def test_edition_year_is_in_the_key_of_the_source() -> None:
    yearly = ("defra-", "mee-", "electricity-maps-", "cpcd-")
    for row in ROWS:
        if row["source"].startswith(yearly):
            year = re.search(r"\d{4}", row["source"])
            assert year is not None and year[0] == row["year"], row["key"]


# ------------------------------------------------------------------------------ gases


def test_gases_add_up_and_name_their_set() -> None:
    told = [r for r in ROWS if r.get("co2")]
    assert len(told) > 150
    for row in told:
        parts = [float(row[gas]) for gas in ("co2", "ch4", "n2o")]
        assert math.fsum(parts) == pytest.approx(float(row["value"]), rel=0.005), row["key"]
        assert row["gwp"] in {"AR4", "AR5", "AR6"} and row["gases"] == "CO2 CH4 N2O", row["key"]
    for row in ROWS:
        if re.search(r"kg CO2( |$)", row["unit"]) and "gases" in row:
            assert row["gases"] == "CO2" and not row["gwp"], row["key"]


def test_the_multiplier_acts_on_the_co2_that_the_sheets_print() -> None:
    """CO2 with the effects of flying high over CO2 without, gas by gas: 1.9, and 1.7 since 2023."""
    pairs = 0
    for row in ROWS:
        if row["key"].endswith(".non-co2") and row.get("co2"):
            stem, home = row["key"][:-8], (row["source"], row["region"])
            plain = BY_ID.get((f"{stem}.direct", *home)) or BY_ID[(stem, *home)]
            wanted = 1.9 if int(row["year"]) <= 2022 else 1.7
            if plain.get("co2"):
                ratio = float(row["co2"]) / float(plain["co2"])
                assert ratio == pytest.approx(wanted, abs=0.002), row["key"]
                assert float(row["n2o"]) == pytest.approx(float(plain["n2o"]), abs=2e-5)
                pairs += 1
    assert pairs > 40


def test_warming_potentials_are_those_of_the_assessment_reports() -> None:
    known = {
        ("gwp.ch4", 2007): 25, ("gwp.ch4", 2013): 28, ("gwp.ch4", 2021): 27.9,
        ("gwp.n2o", 2007): 298, ("gwp.n2o", 2013): 265, ("gwp.n2o", 2021): 273,
        ("gwp.sf6", 2013): 23500, ("gwp.r134a", 2013): 1300, ("gwp.r32", 2021): 771,
    }  # fmt: skip
    for (key, year), number in known.items():
        assert value(key, f"ipcc-{year}", "world") == number
    for year in (2007, 2013, 2021):
        halves = [value(key, f"ipcc-{year}", "world") for key in ("gwp.r32", "gwp.r125")]
        assert value("gwp.r410a", f"ipcc-{year}", "world") == sum(halves) / 2
    for year, trifluoroethane in ((2007, 4470), (2013, 4800), (2021, 5810)):
        first, last = (value(key, f"ipcc-{year}", "world") for key in ("gwp.r125", "gwp.r134a"))
        blend = 0.44 * first + 0.52 * trifluoroethane + 0.04 * last
        assert value("gwp.r404a", f"ipcc-{year}", "world") == pytest.approx(blend, abs=0.5)


# ------------------------------------------------------------------------------ aviation


@pytest.mark.parametrize(
    ("year", "multiplier"),
    [(y, 1.9) for y in (2019, 2020, 2021, 2022)] + [(y, 1.7) for y in (2023, 2024, 2025)],
)
def test_non_co2_effects_multiply_the_co2_part_only(year: int, multiplier: float) -> None:
    # The multiplier leaves CH4 and N2O alone, so the ratio of the sums stays below it.
    pairs = 0
    for row in ROWS:
        if row["source"] != f"defra-{year}" or not row["key"].endswith(".non-co2"):
            continue
        plain = row["key"].removesuffix(".non-co2")
        direct = BY_ID.get((f"{plain}.direct", row["source"], row["region"])) or BY_ID.get(
            (plain, row["source"], row["region"])
        )
        assert direct is not None, row["key"]
        ratio = float(row["value"]) / float(direct["value"])
        assert multiplier - 0.012 < ratio < multiplier, row["key"]
        pairs += 1
    assert pairs >= 14


def test_air_factors_say_what_they_contain() -> None:
    for row in ROWS:
        tags = row["boundary"].split()
        if row["key"].startswith("air.") and row["source"].startswith("defra-"):
            if row["unit"] != "1":
                assert "distance-uplift" in tags, row["key"]
            assert ("non-co2" in tags) == ("non-co2" in row["key"])
            assert ("upstream" in tags) == row["key"].endswith(".upstream")


def test_dearer_cabins_emit_more() -> None:
    order = ["economy", "premium-economy", "business", "first"]
    for year in range(2019, 2026):
        for haul in ("international", "long-haul"):
            series = [
                float(BY_ID[f"air.{haul}.{c}.direct", f"defra-{year}", "world"]["value"])
                for c in order
            ]
            assert series == sorted(series)


def test_editions_of_air_stand_side_by_side() -> None:
    flown = {key for key in BY_KEY if re.fullmatch(r"air\..*\.(direct|non-co2)", key)}
    editions = {
        key: {int(r["year"]) for r in BY_KEY[key] if r["source"].startswith("defra-")}
        for key in flown
    }
    assert len(editions) == 28
    assert {key for key, years in editions.items() if years != set(range(2019, 2026))} == set()


# ------------------------------------------------------------------------------ known numbers

ANCHORS = [
    # MEE and NBS, Announcement 2024 No. 12, tables 1, 3, 4, 5
    ("grid", "mee-2021", "CN-YN", 0.1235),
    ("grid", "mee-2021", "CN-SC", 0.1255),
    ("grid", "mee-2021", "CN-BJ", 0.5688),
    ("grid", "mee-2021", "CN-SOUTH", 0.4326),
    ("grid", "mee-2021", "CN", 0.5568),
    ("grid.residual", "mee-2021", "CN", 0.5942),
    ("grid.fossil", "mee-2021", "CN", 0.8426),
    # Announcement 2024 No. 33
    ("grid", "mee-2022", "CN-YN", 0.1073),
    ("grid", "mee-2022", "CN", 0.5366),
    ("grid", "mee-2022", "CN-SOUTHWEST", 0.2268),
    # Announcement 2025 No. 47
    ("grid", "mee-2023", "CN-YN", 0.1333),
    ("grid", "mee-2023", "CN", 0.5306),
    ("grid.residual", "mee-2023", "CN", 0.6096),
    # National carbon-footprint factors of electricity 2023 and 2024
    ("grid.life-cycle", "mee-2023-footprint", "CN", 0.6205),
    ("grid.life-cycle", "mee-2024-footprint", "CN", 0.5777),
    # UK Government GHG Conversion Factors 2019, full set, and 2020, condensed set
    ("air.domestic.average.non-co2", "defra-2019", "GB", 0.25493),
    ("air.international.economy.non-co2", "defra-2019", "world", 0.1384453),
    ("air.international.economy.direct", "defra-2019", "world", 0.0731953),
    ("rail.national", "defra-2019", "GB", 0.04115),
    ("hotel.room-night", "defra-2019", "SG", 37.1),
    ("air.domestic.average.direct", "defra-2020", "GB", 0.1292),
    ("air.international.economy.non-co2", "defra-2020", "world", 0.1392452),
    ("air.international.economy.direct", "defra-2020", "world", 0.0736152),
    ("air.long-haul.business.non-co2", "defra-2020", "world", 0.42385),
    ("car.petrol", "defra-2020", "GB", 0.1743),
    ("car.bev.energy", "defra-2020", "GB", 0.22622),
    # UK Government GHG Conversion Factors 2021, condensed set, 'Business travel- air'
    ("air.international.economy.non-co2", "defra-2021", "world", 0.140625),
    ("air.international.economy.direct", "defra-2021", "world", 0.074345),
    ("air.international.business.non-co2", "defra-2021", "world", 0.40781),
    ("air.long-haul.economy.non-co2", "defra-2021", "world", 0.14787),
    # 2019, full set, 'WTT- business travel- air', row 30; 2025, flat file
    ("air.international.economy.upstream", "defra-2019", "world", 0.01516),
    ("air.international.economy.non-co2", "defra-2025", "world", 0.10916),
    # 2021, 'Business travel- land', 'Hotel stay', 'Material use'; 2022, 'Hotel stay'
    ("car.petrol", "defra-2021", "GB", 0.17431),
    ("rail.national", "defra-2021", "GB", 0.03549),
    ("hotel.room-night", "defra-2021", "CN", 62.9),
    ("hotel.room-night", "defra-2022", "CN", 53.5),
    ("material.paper.primary", "defra-2021", "GB", 0.91939628),
    # 2024, 'SECR kWh UK electricity for EVs', row 52
    ("car.bev.energy", "defra-2024", "GB", 0.21028),
    # Mao Baohua, China Environment News, March 2024
    ("air.domestic.average.direct", "mao-2019", "CN", 0.0953),
    ("rail.hsr", "mao-2019", "CN", 0.03048),
    # CPCD, entries 64250X0012024C, 64210X0122021C, 63111X0012009A, 94333X0022023A, 94332X0022012A
    ("air.domestic.average.direct", "cpcd-2024", "CN", 0.0829),
    ("rail.hsr", "cpcd-2021", "CN", 0.038),
    ("hotel.room-night", "cpcd-2009", "CN-YN-KMG", 25.29),
    ("waste.municipal.incineration", "cpcd-2023", "CN", 398.89),
    ("waste.municipal.landfill", "cpcd-2012", "CN", 583.87),
    # Poore and Nemecek 2018, means
    ("food.beef", "poore-nemecek-2018", "world", 99.48),
    # Google Travel Impact Model 3.0.0, README
    ("air.distance-uplift", "google-tim-2025", "world", 1.052),
]


@pytest.mark.parametrize(("key", "source", "region", "value"), ANCHORS)
def test_anchor(key: str, source: str, region: str, value: float) -> None:
    assert float(BY_ID[key, source, region]["value"]) == value


@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_the_electricity_tables_are_whole(year: int) -> None:
    rows = [r for r in ROWS if r["key"] == "grid" and r["source"] == f"mee-{year}"]
    places = [r["region"] for r in rows]
    grids = {"NORTH", "NORTHEAST", "EAST", "CENTRAL", "NORTHWEST", "SOUTH", "SOUTHWEST"}
    assert len(rows) == len(set(places)) == 38
    assert sum(len(p) == 5 for p in places) == 30  # without Tibet, Hong Kong, Macao and Taiwan
    assert {f"CN-{grid}" for grid in grids} < set(places)
    national = float(BY_ID["grid", f"mee-{year}", "CN"]["value"])
    provinces = [float(r["value"]) for r in rows if len(r["region"]) == 5]
    assert min(provinces) < national < max(provinces)
    assert all(r["unit"] == "kg CO2 / kWh" for r in rows)


def value(key: str, source: str, region: str) -> float:
    return float(BY_ID[key, source, region]["value"])


def test_derived_rows_repeat() -> None:
    """Arithmetic of the notes, done again."""
    ours = "carbonmeet-2021"
    grid21, gas = value("grid", "mee-2021", "CN"), value("fuel.natural-gas", "gbt-32150-2015", "CN")
    assert gas == pytest.approx(38.931 * 0.0153 * 0.99 * 44 / 12, rel=1e-4)
    per_kwh = gas / (38.931 / 3.6)
    total = value("hotel.room-night", "defra-2022", "CN") / (0.75 * grid21 + 0.25 * per_kwh)
    assert value("hotel.electricity", ours, "CN") == pytest.approx(0.75 * total, rel=2e-3)
    assert value("hotel.gas", ours, "CN") == pytest.approx(0.25 * total / (38.931 / 3.6), rel=5e-3)
    assert value("metro.energy", ours, "CN") == pytest.approx(
        value("metro", "cpcd-2023", "CN") / value("grid", "mee-2022", "CN"), rel=1e-3
    )
    # Lijiang: 60 m2 a room and 60% occupancy assumed, four stars 1.153 of the average
    lijiang = value("hotel.energy-use.star-4", "tang-2016", "CN-YN") * 60 / (365 * 0.6)
    yunnan = lijiang / value("hotel.star-ratio.4", "ademe-2020", "world")
    mine = "carbonmeet-2026"
    assert value("hotel.electricity", mine, "CN-YN") == pytest.approx(0.81 * yunnan, rel=2e-3)
    assert value("hotel.gas", mine, "CN-YN") == pytest.approx(
        0.19 * yunnan / (38.931 / 3.6), rel=2e-3
    )
    assert value("meal.canteen", mine, "CN") == pytest.approx(
        value("meal.canteen.per-kg", "canteen-2024", "CN") * 0.06755 / 0.1454, abs=0.005
    )
    burnt = [
        value(f"waste.incineration.{name}", ours, "CN")
        for name in ("carbon-share", "fossil-share", "efficiency")
    ]
    assert value("waste.municipal.incineration.fossil", ours, "CN") == pytest.approx(
        1000 * math.prod(burnt) * 44 / 12, rel=1e-4
    )
    assert value("waste.municipal.incineration.biogenic", mine, "CN") == pytest.approx(
        1000 * burnt[0] * (1 - burnt[1]) * burnt[2] * 44 / 12, rel=1e-4
    )
    restaurant = value("meal.restaurant", "zhang-2021", "CN")
    assert value("meal.buffet", ours, "CN") == pytest.approx(
        restaurant * value("meal.ratio.buffet", "wang-2020", "CN")
    )
    assert value("meal.vegan", ours, "CN") == pytest.approx(
        restaurant * value("meal.ratio.vegan", "cn-diet-2019", "CN")
    )
    assert value("paper.a4-sheet", "cpcd-2011", "CN") == pytest.approx(
        value("paper.kg", "cpcd-2011", "CN") * 0.21 * 0.297 * 0.080
    )
    for fuel, density in (("petrol", 0.74184), ("diesel", 0.84317)):
        assert value(f"fuel.{fuel}", "gbt-32150-2015", "CN") == pytest.approx(
            value(f"fuel.{fuel}.mass", "gbt-32150-2015", "CN") * density
        )
    assert value("air.upstream-ratio", "google-tim-2025", "world") == pytest.approx(
        value("fuel.jet.mass.upstream", "google-tim-2025", "world")
        / value("fuel.jet.mass", "google-tim-2025", "world")
    )


def test_end_uses_of_a_venue_add_up() -> None:
    uses = ("hvac", "lighting", "equipment", "other")
    shares = [value(f"venue.{use}-share", "carbonmeet-2021", "world") for use in uses]
    assert sum(shares) == pytest.approx(1)


# ------------------------------------------------------------------------------ services

_LINK = re.compile(r"(/)?\s*([a-z0-9.-]+)(?:@([a-z0-9.-]+))?(?:\[([A-Za-z-]+)\])?")
PREFER = ("mee", "cpcd", "defra")


def publisher(source: str) -> str:
    return re.sub(r"-\d{4}(-.*)?$", "", source)


def found(link: str, region: str) -> tuple[str, Row, int]:
    """The row that a meeting in `region` would take, by the rule of README.md."""
    match = _LINK.fullmatch(link)
    assert match is not None, link
    over, key, pin, forced = match.groups()
    rows = [r for r in BY_KEY[key] if not pin or r["source"] == pin]
    assert rows, f"no factor {link}"
    parts = (forced or region).split("-")
    for place in [*("-".join(parts[:n]) for n in range(len(parts), 0, -1)), "world"]:
        here = [r for r in rows if r["region"] == place]
        if here:
            houses = {publisher(r["source"]) for r in here}
            if len(houses) > 1:
                best = [p for p in PREFER if p in houses]
                assert best, f"{link} is undecided for {region}: {named(here)}"
                here = [r for r in here if publisher(r["source"]) == best[0]]
            assert len({r["year"] for r in here}) == len(here), f"{link}: twins in {place}"
            return key, here[0], -1 if over else 1
    raise AssertionError(f"{link} has no row for {region}")


PARTS = [
    (f"{group}/{name}", service["unit"], index, part)
    for group, members in SERVICES.items()
    for name, service in members.items()
    for index, part in enumerate(service["parts"])
]


def counts(part: dict[str, Any], region: str) -> bool:
    """Whether a part of a service belongs to a meeting in `region`."""
    country = region.split("-")[0]
    return part.get("within", country) == country != part.get("outside")


@pytest.mark.parametrize("region", ["CN", "CN-YN", "CN-YN-KMG", "CN-BJ"])
def test_every_chain_makes_kg_co2e_for_a_chinese_meeting(region: str) -> None:
    for name, unit, index, part in PARTS:
        if not counts(part, region):
            continue
        links: list[tuple[str, Unit, int]] = []
        once: Counter[str] = Counter()
        for link in part["chain"]:
            key, row, exponent = found(link, region)
            links.append((key, parse_unit(row["unit"]), exponent))
            once.update(row["boundary"].split())
        assert reduce_chain(parse_unit(unit), links) > 0, name
        once_only = ("non-co2", "distance-uplift", "upstream", "at-socket")
        twice = {t for t in once_only if once[t] > 1}
        assert not twice, f"{name} part {index} counts {twice} twice"
        assert not once["credit"] and not once["transport-only"], name
        assert bool(once["upstream"]) == ("upstream" in part.get("when", {})), name


def test_charging_losses_count_once() -> None:
    """Electricity is measured at the socket, or multiplied by charging-loss: never both."""
    marked = {r["key"] for r in ROWS if "at-socket" in r["boundary"].split()}
    assert {"charging-loss", "coach.bev.energy", "van.bev.energy", "bus.bev.energy"} <= marked
    for row in ROWS:
        if "at the socket" in row["name_en"].lower():
            assert row["key"] in marked, row["key"]
    driven = 0
    for name, _, _, part in PARTS:
        keys = {link.removeprefix("/ ").split("[")[0] for link in part["chain"]}
        if any(key.endswith(".bev.energy") for key in keys):
            assert len(keys & marked) == 1, name
            driven += 1
    assert driven >= 8


def test_services_are_complete_and_bilingual() -> None:
    sources = {
        *("transport.air", "transport.rail", "transport.road", "lodging", "catering"),
        *("venue.power", "venue.heat", "consumables", "waste", "digital", "freight"),
    }
    assert list(SERVICES) == [
        *("modes", "vehicles", "lodging", "meals", "items"),
        *("waste", "freight", "venue", "digital"),
    ]
    for members in SERVICES.values():
        for name, service in members.items():
            assert list(service) == ["name", "unit", "source", "parts"], name
            assert service["source"] in sources, name
            for label in (service["name"], *(p["name"] for p in service["parts"] if "name" in p)):
                assert set(label) == {"en", "zh"}, name
                assert re.search(r"[\u4e00-\u9fff]", label["zh"]), name
                assert not re.search(r"[\u4e00-\u9fff]", label["en"]), name
            for part in service["parts"]:
                assert set(part.get("when", {})) <= {"aviation_non_co2", "upstream"}, name


def test_names_of_factors_are_bilingual() -> None:
    for row in ROWS:
        assert re.search(r"[A-Za-z]", row["name_en"]), row["key"]
        assert not re.search(r"[\u4e00-\u9fff]", row["name_en"]), row["key"]
        assert re.search(r"[\u4e00-\u9fff]", row["name_zh"]), row["key"]


def price(service: str, region: str, **methods: bool) -> float:
    """kg CO2e of one unit, with the edition nearest to 2021."""
    group, name = service.split("/")
    total = 0.0
    for part in SERVICES[group][name]["parts"]:
        if any(methods.get(m, False) != wanted for m, wanted in part.get("when", {}).items()):
            continue
        if not counts(part, region):
            continue
        product = 1.0
        for link in part["chain"]:
            key, row, exponent = found(link, region)
            same = [
                r
                for r in BY_KEY[key]
                if r["region"] == row["region"]
                and publisher(r["source"]) == publisher(row["source"])
            ]
            early = [r for r in same if int(r["year"]) <= 2021]
            best = (
                max(early, key=lambda r: int(r["year"]))
                if early
                else min(same, key=lambda r: int(r["year"]))
            )
            product *= float(best["value"]) ** exponent
        total += product
    return total


def test_yunnan_is_not_billed_for_coal() -> None:
    # 34.8 kWh x 0.1235 + 0.755 m3 x 2.1622, from hotels of Lijiang (Tang 2016), against the
    # national 85.8 kWh and 2.65 m3 on the national grid: hotels, cars, metro
    assert price("lodging/hotel.average", "CN-YN") == pytest.approx(5.93, abs=0.01)
    assert price("lodging/hotel.average", "CN") == pytest.approx(53.5, abs=0.3)
    for service in ("modes/metro", "modes/taxi.bev", "modes/shuttle.bev", "vehicles/coach.bev"):
        assert price(service, "CN-YN") == pytest.approx(
            price(service, "CN") * 0.1235 / 0.5568, rel=1e-6
        )


def test_services_stand_in_a_plausible_order() -> None:
    def yunnan(*names: str) -> list[float]:
        return [price(f"modes/{name}", "CN-YN", aviation_non_co2=True) for name in names]

    for order in (
        yunnan("walk", "bike.own", "metro", "bus", "taxi", "car.petrol"),
        yunnan("shuttle.bev", "car.bev", "car.petrol"),
        yunnan("rail.conventional", "rail", "air.domestic.economy", "air.domestic.business"),
        yunnan("air.international.economy", "air.international.business"),
        [price(f"meals/{m}", "CN-YN") for m in ("vegan", "vegetarian", "restaurant", "banquet")],
        [price(f"lodging/hotel.star-{n}", "CN-YN") for n in (3, 4, 5)],
    ):
        assert order == sorted(order)


# ------------------------------------------------------------------------------ the package


def test_the_package_is_what_the_maker_would_write() -> None:
    path = FOLDER.parent / "tools" / "make_datapackage.py"
    spec = importlib.util.spec_from_file_location("make_datapackage", path)
    assert spec is not None and spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert (FOLDER / "datapackage.json").read_text(encoding="utf-8") == maker.text(), (
        "run python tools/make_datapackage.py"
    )


def test_the_package_lists_every_table() -> None:
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(RESOURCES)
    for entry in PACKAGE["resources"]:
        linked = [key["fields"] for key in entry["schema"].get("foreignKeys", [])]
        assert ("source" in RESOURCES[entry["name"]]) == (["source"] in linked), entry["name"]


@pytest.mark.heavy
def test_frictionless_finds_no_fault() -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(FOLDER / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:10]
