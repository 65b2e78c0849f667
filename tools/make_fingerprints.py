"""Write tests/data/document_fingerprints.npz: what the documents say, without their text.

Usage: make_fingerprints.py SOURCE=FILE ..., a key of factors/sources.csv and a document as text.

The documents may not be shipped. Kept of each are the checksums of every four characters that
follow each other, so that a test finds whether a phrase stands in it.
"""

from __future__ import annotations

import re
import sys
import unicodedata
import zlib
from pathlib import Path

import numpy as np

TARGET = Path(__file__).parents[1] / "tests/data/document_fingerprints.npz"
#: Characters that are taken together: the shortest phrase has four.
LENGTH = 4


def plain(text: str) -> str:
    """A text without spaces and marks; points and per cent stay, they belong to numbers.

    Examples
    --------
    >>> plain("占比达 85.5%，“十四五”")
    '占比达85.5%十四五'
    """
    return re.sub(r"[^\w.%]", "", unicodedata.normalize("NFKC", text))


def fingerprints(text: str) -> np.ndarray:
    """Checksums of every few characters of a text, sorted, each once."""
    found = plain(text)
    sums = {zlib.crc32(found[at : at + LENGTH].encode()) for at in range(len(found) - LENGTH + 1)}
    return np.array(sorted(sums), dtype=np.uint32)


if __name__ == "__main__":
    named = dict(one.split("=", 1) for one in sys.argv[1:])
    texts = {key: Path(file).read_text("utf-8") for key, file in named.items()}
    np.savez_compressed(TARGET, **{key: fingerprints(text) for key, text in texts.items()})
    print(f"{TARGET.name}: written")
