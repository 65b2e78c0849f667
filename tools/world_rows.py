"""Write the ``world`` rows of the catalogue that stand in where a country has no number of its own.

Run after national rows were added or changed::

    python tools/world_rows.py

``world_rows.csv`` names the keys. For each, the national rows of the same boundary and decade (from
the year ``since`` on) are gathered from the tables, one for a country: the newest, an assumed one
only where there is no other. ``boundary`` names what counts as the same, alternatives set apart by
``|``, the first of them that of the row written; none means any. ``of`` names other keys to draw
on, the first of them first, ``times`` what they are multiplied by (with its range), ``plus`` what
is added, ``least`` and ``most`` limits of nature that the range stays within.

* Four countries or more: the median, with the range in which one more country is expected with
  95 % (the lognormal prediction interval, Student's t), widened until it holds 19 of 20 of them.
* Fewer: their median, and their outermost ends (with the ranges they have themselves) divided and
  multiplied by the square of the geometric standard deviation of a pedigree (``pedigree.yaml``):
  scores 3, 4, 3, 5, 3, with a basic uncertainty of 1.5, or of 2 where a single row without a range
  is all there is.

By the same rule every factor without the effects of flying high, of a publisher who prints it with
them as well, has the range in which one more edition of it is expected: the editions of its place
are the numbers, what was only reprinted counting once.

``tests/test_world_rows.py`` compares the tables with what this module would write.
"""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from carbonmeet.catalogue.pedigree import Pedigree
from carbonmeet.catalogue.spread import FEW, Spread, basic_of, printed_once, spread
from carbonmeet.numbers.factor import publisher
from carbonmeet.units import is_co2_only, parse_unit

FOLDER = Path(__file__).resolve().parents[1] / "factors"
LIST = Path(__file__).with_name("world_rows.csv")
SOURCE = "carbonmeet-2026"

#: What makes a row another quantity than its key says: never taken for the world.
OTHER = {"credit", "spend", "transport-only", "market-based"}
Row = dict[str, str]


def tables() -> dict[str, list[Row]]:
    """Every table of factors: the file name without its ending, and its rows."""
    found = {}
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        if rows and {"key", "region", "value", "boundary", "evidence"} <= set(rows[0]):
            found[path.stem] = rows
    return found


def national(rows: Sequence[Row], wanted: Row) -> list[Row]:
    """The row of every country that a line of the list draws on."""
    keys = wanted["of"].split() or [wanted["key"]]
    alike = _alike(wanted)
    best: dict[str, tuple[tuple[bool, int, int, str], Row]] = {}
    for row in rows:
        tags = frozenset(row["boundary"].split())
        if (
            row["key"] not in keys
            or len(row["region"]) != 2
            or (tags not in alike if alike else tags & OTHER)
            or int(row["year"]) < int(wanted["since"])
        ):
            continue
        known = row["evidence"] != "assumed"
        merit = (known, -keys.index(row["key"]), int(row["year"]), row["source"])
        if row["region"] not in best or merit > best[row["region"]][0]:
            best[row["region"]] = (merit, row)
    return [best[region][1] for region in sorted(best)]


def _alike(wanted: Row) -> list[frozenset[str]]:
    """The boundaries that count as one."""
    return [frozenset(words.split()) for words in wanted["boundary"].split("|") if words]


def _number(value: float) -> str:
    """Four significant figures, as a person would write them."""
    return f"{float(f'{value:.4g}'):.10g}"


def world_row(wanted: Row, rows: Sequence[Row]) -> Row:
    """The ``world`` row that a line of the list asks for.

    Raises
    ------
    ValueError
        If no country has a row.
    """
    taken = national(rows, wanted)
    if not taken:
        raise ValueError(f"{wanted['key']}: no national row of {wanted['since']} or later")
    numbers = [
        tuple(float(row[name]) if row[name] else None for name in ("value", "low", "high"))
        for row in taken
    ]
    found = _scaled(spread(numbers), wanted)  # type: ignore[arg-type]
    most = 1.0 if wanted["key"].endswith(("share", "rate")) else float(wanted["most"] or math.inf)
    told = ", ".join(f"{row['region']} {row['value']}" for row in taken)
    if len(taken) > 8:
        told = f"{len(taken)} countries ({', '.join(row['region'] for row in taken)})"
    rule = (
        "95 % range for one more country, lognormal"
        if len(taken) >= FEW
        else "range: outer ends, widened by a pedigree of GSD2 "
        + _number(Pedigree(3, 4, 3, 5, 3, _basic(taken)).gsd2())
    )
    note = f"median of {told}" if len(taken) > 1 else f"as {told} ({taken[0]['source']})"
    if wanted["times"]:
        note += f", times {wanted['times']}"
    note += f"; {rule}"
    return {
        "key": wanted["key"],
        "name_en": wanted["name_en"],
        "name_zh": wanted["name_zh"],
        "region": "world",
        "year": str(int(median(int(row["year"]) for row in taken))),
        "value": _number(found.value),
        "low": _number(max(found.low, float(wanted["least"] or 0))),
        "high": _number(min(found.high, most)),
        "unit": wanted["unit"] or max((row["unit"] for row in taken), key=lambda u: "CO2e" in u),
        "boundary": wanted["boundary"].partition("|")[0].strip()
        or Counter(row["boundary"] for row in taken).most_common(1)[0][0],
        "source": SOURCE,
        "locator": "derived by tools/world_rows.py",
        "evidence": "assumed",
        "note": note + (f"; {wanted['note']}" if wanted["note"] else ""),
        "gases": "CO2" if is_co2_only(parse_unit(wanted["unit"] or taken[0]["unit"])) else "",
    }


def _scaled(found: Spread, wanted: Row) -> Spread:
    """`found`, multiplied and added to as the list says; independent ranges in quadrature."""
    times, plus = float(wanted["times"] or 1), float(wanted["plus"] or 0)
    down = math.hypot(
        math.log(found.value / found.low), math.log(times / float(wanted["times_low"] or times))
    )
    up = math.hypot(
        math.log(found.high / found.value), math.log(float(wanted["times_high"] or times) / times)
    )
    value = found.value * times
    return Spread(value + plus, value * math.exp(-down) + plus, value * math.exp(up) + plus)


def _basic(taken: Sequence[Row]) -> float:
    return 1.5 if len(taken) > 1 or taken[0]["low"] else 2.0


def wanted_rows() -> Iterator[Row]:
    """The lines of ``world_rows.csv``."""
    with LIST.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def written() -> dict[str, str]:
    """The text of every table with its ``world`` rows as this module makes them."""
    texts = {}
    asked = list(wanted_rows())
    everything = tables()
    pool = [row for rows in everything.values() for row in rows if row["region"] != "world"]
    homes = {row["key"]: name for name, rows in everything.items() for row in rows}
    for name, rows in everything.items():
        mine = [line for line in asked if (line["table"] or homes.get(line["key"], "")) == name]
        made = {line["key"]: world_row(line, pool) for line in mine}
        kept = edition_ranges([row for row in rows if not _derived(row)])
        listed = sorted(
            [*kept, *made.values()],
            key=lambda row: (row["key"], row["region"], int(row["year"]), row["source"]),
        )
        out = io.StringIO()
        head = list(rows[0])
        table = csv.DictWriter(out, head, "", "ignore", lineterminator="\n")
        table.writeheader()
        table.writerows(listed)
        texts[name] = out.getvalue()
    return texts


def edition_ranges(rows: Sequence[Row]) -> list[Row]:
    """The rows of a table, flights without the effects of flying high with their ranges."""
    both = {(row["key"], row["region"], publisher(row["source"])) for row in rows}
    editions: dict[tuple[str, str, str], list[Row]] = {}
    for row in sorted(rows, key=lambda row: int(row["year"])):
        place = (row["key"], row["region"], publisher(row["source"]))
        if (place[0].removesuffix(".direct") + ".non-co2", *place[1:]) in both:
            editions.setdefault(place, []).append(row)
    return [
        _ranged(row, editions.get((row["key"], row["region"], publisher(row["source"])), []))
        for row in rows
    ]


def _ranged(row: Row, editions: Sequence[Row]) -> Row:
    """A row with the range that its editions make."""
    if not editions:
        return row
    taken = printed_once(editions, lambda one: (publisher(one["source"]), float(one["value"])))
    ends = [(float(one["value"]), None, None) for one in taken]
    found = spread(ends)
    years = " to ".join(dict.fromkeys((editions[0]["year"], editions[-1]["year"])))
    gsd2 = _number(Pedigree(3, 4, 3, 5, 3, basic_of(ends)).gsd2())
    rule = (
        f"95 % range for one more edition, lognormal, of those of {years}, a reprint once"
        if len(taken) >= FEW
        else f"range: outer ends of the editions of {years}, widened by a pedigree of GSD2 {gsd2}"
    )
    note = "; ".join(part for part in row["note"].split("; ") if not _of_editions(part))
    return row | {
        "low": _number(found.low),
        "high": _number(found.high),
        "note": f"{note}; {rule}" if note else rule,
    }


def _of_editions(part: str) -> bool:
    """Whether part of a note tells the range that the editions make."""
    return part.startswith(("range: outer ends of the editions", "95 % range for one more edition"))


def _derived(row: Row) -> bool:
    return row["source"] == SOURCE and row["locator"].startswith("derived by tools/world_rows")


if __name__ == "__main__":
    for name, text in written().items():
        path = FOLDER / f"{name}.csv"
        if path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(path.name)
