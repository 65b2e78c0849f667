"""Count what the catalogue holds, and write the counts into README.md and README.zh.md.

Run ``python tools/make_coverage.py`` after a change of ``factors/``; a test checks that the numbers
between the marks of both files are those of the tables.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
FACTORS = ROOT / "factors"
MARKS = ("<!-- coverage -->\n", "<!-- /coverage -->\n")

#: Columns of the table: what is counted in it, in both languages.
COLUMNS = {
    "grid": ("electricity", "电力"),
    "energy": ("fuels, heat", "燃料、热力"),
    "transport": ("travel", "客运"),
    "freight": ("freight", "货运"),
    "lodging": ("hotels", "住宿"),
    "catering": ("meals", "餐饮"),
    "consumables": ("goods", "用品"),
    "waste": ("waste, water", "废弃物与水"),
}
REGIONS = {
    "CN": ("China", "中国内地"),
    "GB": ("United Kingdom", "英国"),
    "US": ("United States", "美国"),
    "FR": ("France", "法国"),
    "JP": ("Japan", "日本"),
    "DE": ("Germany", "德国"),
    "CH": ("Switzerland", "瑞士"),
    "CA": ("Canada", "加拿大"),
    "AU": ("Australia", "澳大利亚"),
    "": ("{n} other countries and territories", "其他{n}个国家和地区"),
    "world": ("the world, or no region", "全球通用"),
}
TEXT = (
    "{rows:,} numbers from {sources} sources; {assumed} of them ({share:.0%}) are assumed and say "
    "why, {ranged} ({ranges:.0%}) have a range of their own. By region and subject:",
    "共{rows:,}个数值，来自{sources}个来源；其中{assumed}个（{share:.0%}）为假设值，均注明理由；"
    "{ranged}个（{ranges:.0%}）自带区间。按地区和类别统计：",
)


def numbers() -> list[dict[str, str]]:
    """Every row of the tables that share the columns of a factor, with its ``table``."""
    found = []
    for path in sorted(FACTORS.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            if {"key", "value", "region", "source", "evidence"} <= set(reader.fieldnames or ()):
                found += [{**row, "table": path.stem} for row in reader]
    return found


def column(row: dict[str, str]) -> str:
    """The column of the table in which a number is counted."""
    return "grid" if row["key"].partition(".")[0] == "grid" else row["table"]


def coverage(zh: bool) -> str:
    """The paragraph and the table, in English or in Chinese."""
    rows = numbers()
    assumed = sum(row["evidence"] == "assumed" for row in rows)
    ranged = sum(bool(row["low"]) for row in rows)
    lines = [
        TEXT[zh].format(
            rows=len(rows),
            sources=len({row["source"] for row in rows}),
            assumed=assumed,
            share=assumed / len(rows),
            ranged=ranged,
            ranges=ranged / len(rows),
        ),
        "",
        f"| | {' | '.join(names[zh] for names in COLUMNS.values())} |",
        "|---|" + "--:|" * len(COLUMNS),
    ]
    counts: Counter[tuple[str, str]] = Counter()
    others = set()
    for row in rows:
        country = row["region"].partition("-")[0]
        if country not in REGIONS:
            others.add(country)
            country = ""
        counts[country, column(row)] += 1
    for region, names in REGIONS.items():
        cells = " | ".join(str(counts[region, name]) for name in COLUMNS)
        lines.append(f"| {names[zh].format(n=len(others))} | {cells} |")
    return "\n".join(lines) + "\n"


def written(page: str, zh: bool) -> str:
    """The text of a page with today's counts between its marks."""
    text = (ROOT / page).read_text(encoding="utf-8")
    head, _, rest = text.partition(MARKS[0])
    tail = rest.partition(MARKS[1])[2]
    return f"{head}{MARKS[0]}{coverage(zh)}{MARKS[1]}{tail}"


def main() -> None:
    """Write both pages."""
    for page, zh in (("README.md", False), ("README.zh.md", True)):
        text = written(page, zh)
        (ROOT / page).write_text(text, encoding="utf-8")
        print("wrote", page)


if __name__ == "__main__":
    main()
