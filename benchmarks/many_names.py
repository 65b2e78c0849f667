"""How long a list of 100,000 different places takes to be matched, and how much memory.

Names of cities, drawn without repetition, half of them made dirty as lists are: other case, a
postcode before, a state or country behind, no accents. One thread.

    python benchmarks/many_names.py [--names 100000]
"""

from __future__ import annotations

import argparse
import random
import resource
import time
import unicodedata
from collections import Counter

from carbonmeet.people import Query, match
from carbonmeet.travel.cities import cities
from carbonmeet.travel.countries import country_name, region_name


def queries(number: int, seed: int = 1) -> list[Query]:
    """Different queries, half of them dirty."""
    table, draw = cities(), random.Random(seed)
    found = []
    for row in draw.sample(range(len(table)), number):
        city = table[row]
        country = str(country_name(city.country))
        plain = "".join(c for c in unicodedata.normalize("NFKD", city.name) if c.isascii())
        dirty = [
            Query(city.name.upper(), city.country),
            Query(f"{draw.randrange(10_000, 99_999)} {city.name}", country),
            Query(f"{city.name}, {region_name(city.region).en.split(',')[0]}", country),
            Query(plain or city.name, country.lower()),
        ]
        found.append(draw.choice([Query(city.name, country), draw.choice(dirty)]))
    return found


def main() -> None:
    """Print seconds and megabytes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=100_000)
    rows = queries(parser.parse_args().names)
    start, begun = time.perf_counter(), time.process_time()
    found = match(rows)
    took, own = time.perf_counter() - start, time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(set(rows)):,} different rows: {took:.1f} s, {own:.1f} s of processor")
    print(f"peak {peak:.0f} MB")
    print(Counter(one.status for one in found))


if __name__ == "__main__":
    main()
