"""The ledgers of COP15 and of a forum, ten lines and the whole, again without carbonmeet.

Only the names of the inputs are taken from the ledger, as a reader with a calculator would: the
numbers come from the scenario's text and the CSV files, the distances from geographiclib, the
units are cancelled word by word, and the products are decimal.
"""

from __future__ import annotations

import csv
import random
import re
from collections import Counter
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

import carbonmeet as cm

ROOT = Path(__file__).parents[1]
#: The scenario whose ledger is worked out; the fixture sets it.
NAME = ["cop15-kunming"]
SAMPLE = 10

#: A word of a unit, as (word it stands for, size in it). Everything else is itself.
WORDS = {
    **dict.fromkeys(("passenger", "seat"), ("person", Decimal(1))),
    "t": ("kg", Decimal(1000)),
    "CO2": ("CO2e", Decimal(1)),
    "m^2": ("m2", Decimal(1)),
    "m^3": ("m3", Decimal(1)),
}

Measured = tuple[Decimal, Counter[str]]


def scenario() -> dict[str, Any]:
    """The file of today's ledger."""
    return written(NAME[0])


@cache
def written(name: str) -> dict[str, Any]:
    """The file, every group with what its profile says and it does not."""
    found: dict[str, Any] = yaml.safe_load(
        (ROOT / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8")
    )
    profiles = found.get("profiles", {})
    found["groups"] = [profiles.get(one.get("profile"), {}) | one for one in found["groups"]]
    return found


@cache
def table(name: str) -> list[dict[str, str]]:
    with (ROOT / "factors" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def measured(value: object, unit: str) -> Measured:
    """A number and the words of its unit, in kg where it is in tonnes."""
    number, words = Decimal(str(value)), Counter[str]()
    for place, part in enumerate(unit.split("/")):
        for word in part.split():
            if word != "1":
                name, size = WORDS.get(word, (word, Decimal(1)))
                words[name] += -1 if place else 1
                number = number / size if place else number * size
    return number, words


def entered(value: object) -> Measured:
    """A number as somebody wrote it into the scenario."""
    if isinstance(value, dict):
        value = value["value"]
    match = re.fullmatch(r"([0-9.]+)\s*(.*)", str(value))
    assert match is not None, value
    number, unit = match.groups()
    return measured(Decimal(number) / 100, "1") if unit == "%" else measured(number, unit)


def at(steps: tuple[str | int, ...]) -> Any:
    """The value at a place of the file; None where it has none."""
    value: Any = scenario()
    for step in steps:
        value = value[step] if isinstance(value, list) else value.get(step)
        if value is None:
            break
    return value


def distance(leg: dict[str, Any]) -> Decimal:
    """Kilometres out and back on the ellipsoid."""
    geodesic = pytest.importorskip("geographiclib.geodesic").Geodesic.WGS84
    places = {row["iata"]: (float(row["lat"]), float(row["lon"])) for row in table("airports")}
    stops = [leg["from"], *leg.get("via", []), scenario()["place"]["airport"]]
    ways = [geodesic.Inverse(*places[a], *places[b])["s12"] for a, b in pairwise(stops)]
    return Decimal(str(2 * sum(ways) / 1000))


def amount(link: Any) -> Measured:
    """An input of the scenario by its place in the file."""
    steps = link.place
    value = at(steps)
    if (
        steps[0] == "groups" and steps[-1] == "days" and value is None
    ):  # one for every night, and one at least
        nights, _words = entered(at((*steps[:-1], "nights")))
        return measured(max(nights, 1), "day")
    if steps[-1] == "from":
        return measured(distance(at(steps[:-1])), "km")
    if steps[0] == "periods":
        period = scenario()["periods"][steps[1]]
        return measured((period["end"] - period["start"]).days + 1, "day")
    if steps[-1] == "share" and value is None:
        given = [entered(leg["share"])[0] for leg in at(steps[:-2]) if "share" in leg]
        return measured(1 - sum(given), "1")
    unit = {"people": "person", "nights": "night", "vehicles": "vehicle", "days": "day"}
    number, words = entered(value)
    bare = "meal/person/day" if "meals" in steps else "1/day"
    if "meals" in steps or steps[-1] == "trips_per_day":
        return measured(number, bare)
    return (number, words) if words else measured(number, unit.get(str(steps[-1]), "1"))


@cache
def factor(name: str) -> Measured:
    """A row of the catalogue by its name in the ledger: ``key@source[region]``."""
    match = re.fullmatch(r"(.+)@(.+)\[(.+)\]", name)
    assert match is not None, name
    columns = ("key", "source", "region")
    rows = [
        row
        for file in (ROOT / "factors").glob("*.csv")
        for row in table(file.stem)
        if "boundary" in row and tuple(row[column] for column in columns) == match.groups()
    ]
    assert len(rows) == 1, name
    return measured(rows[0]["value"], rows[0]["unit"])


@pytest.fixture(scope="module", params=["cop15-kunming", "forum-1500"])
def ledger(request: pytest.FixtureRequest) -> list[tuple[Any, float]]:
    NAME[0] = request.param
    result = cm.estimate(NAME[0])
    priced = zip(result.workings.model.lines, result.workings.baseline.kg, strict=True)
    return [(line.activity, float(kg)) for line, kg in priced if kg > 0]


def test_the_sample_reaches_over_the_ledger(ledger: list[tuple[Any, float]]) -> None:
    assert len({activity.source for activity, _ in drawn(ledger)}) >= 4


def drawn(ledger: list[tuple[Any, float]]) -> list[tuple[Any, float]]:
    """Ten lines, the same ones every time."""
    return random.Random(15).sample(ledger, SAMPLE)


def by_hand(activity: Any) -> Measured:
    """The product of a line's inputs, and what is left of their units."""
    product, left = Decimal(1), Counter[str]()
    for link, exponent in (*activity.amount, *activity.chain):
        number, words = factor(link.id) if "@" in link.id else amount(link)
        product = product * number if exponent > 0 else product / number
        for word, power in words.items():
            left[word] += power * exponent
    return product, Counter({word: power for word, power in left.items() if power})


@pytest.mark.parametrize("number", range(SAMPLE))
def test_line(ledger: list[tuple[Any, float]], number: int) -> None:
    activity, kg = drawn(ledger)[number]
    product, left = by_hand(activity)
    assert left == {"kg": 1, "CO2e": 1}
    assert float(product) == pytest.approx(kg, rel=1e-6), f"{activity.source}: {activity.label}"


def test_the_total(ledger: list[tuple[Any, float]]) -> None:
    total = sum(by_hand(activity)[0] for activity, _ in ledger)
    assert float(total) == pytest.approx(sum(kg for _, kg in ledger), rel=1e-9)
