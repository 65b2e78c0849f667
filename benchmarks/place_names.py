"""How often a place is found by its name, and how often wrongly without a word.

Two samples. The town and the country of every airport, as its own table has them: right is what
lies within 80 km of the airport. And people drawn by the population of cities, under a plain name,
with and without the country: right is the city drawn. The towns that airports name are among the
places that are found; with ``--cities-alone`` they are not, which keeps the first sample apart.

    python benchmarks/place_names.py [--cities-alone] [--show 20]
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter

from carbonmeet.travel import airports, places
from carbonmeet.travel.cities import cities
from carbonmeet.travel.countries import Area
from carbonmeet.travel.places import Finding, Place, find_place

NEAR_KM = 80


def kind(found: Finding, truth: Place) -> str:
    """What became of one name."""
    if found.place is None:
        return found.status
    right = found.place.km_to(truth) <= NEAR_KM
    return ("right" if right else "WRONG") + (", told" if found.by_population else "")


def towns(show: int, only: str = "") -> Counter[str]:
    """Every airport's town with its country."""
    tally: Counter[str] = Counter()
    for code, one in airports().items():
        if not one.city or only not in one.name:
            continue
        truth = Place(one.name, one.country, "", one.lat, one.lon)
        found = find_place(one.city, [Area(one.country)])
        became = kind(found, truth)
        tally[became] += 1
        if became == "WRONG" and show > 0:
            show -= 1
            print("  ", code, one.city, one.country, "->", found.place)
    return tally


def people(number: int, country: bool, seed: int = 1) -> Counter[str]:
    """People drawn by the population of cities."""
    table = cities()
    rows = [table[row] for row in range(len(table))]
    weights = [row.population for row in rows]
    tally: Counter[str] = Counter()
    for row in random.Random(seed).choices(rows, weights, k=number):
        found = find_place(row.name, [Area(row.country)] if country else [])
        tally[kind(found, Place(*row))] += 1
    return tally


def report(name: str, tally: Counter[str]) -> None:
    """One line of a sample."""
    total = sum(tally.values())
    shares = ", ".join(f"{what} {100 * n / total:.2f} %" for what, n in tally.most_common())
    print(f"{name} ({total}): {shares}")


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities-alone", action="store_true")
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    if options.cities_alone:
        places._airport_towns = dict
    start = time.perf_counter()
    cities().index()
    print(f"index: {time.perf_counter() - start:.1f} s")
    start = time.perf_counter()
    report("airports named International", towns(options.show, "International"))
    report("all airports", towns(options.show))
    report("people, country known", people(20_000, True))
    report("people, no country", people(20_000, False))
    print(f"names: {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
