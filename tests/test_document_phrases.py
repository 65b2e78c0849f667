"""Every phrase that is quoted stands in its document, word for word and number for number.

The documents may not be shipped; `tools/make_fingerprints.py` keeps checksums of what they say.
"""

from __future__ import annotations

import csv
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
TOOL = runpy.run_path(str(ROOT / "tools/make_fingerprints.py"))
DOCUMENTS = dict(np.load(ROOT / "tests/data/document_fingerprints.npz"))
TABLES = {
    "factors/register.csv": ("phrase",),
    "factors/seed_phrases.csv": ("phrase",),
    "factors/indicators.csv": ("phrase", "verdict_zh"),
    "scenarios/events-kunming.csv": ("phrase",),
}


def stands_in(phrase: str, sources: list[str]) -> bool:
    """Whether every few characters of a phrase, between …… that leave out, are in a document."""
    parts = [one for one in re.split("……", phrase) if TOOL["plain"](one)]
    shortest = TOOL["LENGTH"]
    assert all(len(TOOL["plain"](one)) >= shortest for one in parts), f"too short: {phrase}"
    return any(
        all(np.isin(TOOL["fingerprints"](one), DOCUMENTS[source]).all() for one in parts)
        for source in sources
    )


def quoted(table: str) -> Iterator[tuple[str, list[str]]]:
    """Phrases of a table, each with the documents that it may be of."""
    with (ROOT / table).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            sources = [row["source"]] if "source" in row else list(DOCUMENTS)
            yield from ((row[column], sources) for column in TABLES[table] if row[column])


@pytest.mark.parametrize("table", TABLES)
def test_phrases_stand_in_their_documents(table: str) -> None:
    found = list(quoted(table))
    assert len(found) >= 13
    missing = [phrase for phrase, sources in found if not stands_in(phrase, sources)]
    assert not missing


@pytest.mark.parametrize("table", TABLES)
def test_a_changed_number_is_not_found(table: str) -> None:
    """The checksums tell one digit from another: the test above can fail."""
    for phrase, sources in quoted(table):
        number = re.search("[0-9]+", phrase)
        if number:
            changed = phrase.replace(number[0], f"{number[0]}7", 1)
            assert not stands_in(changed, sources), changed
