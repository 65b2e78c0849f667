"""Where the emissions come from, by source and period: the first figure of a planning paper.

Usage: python examples/sources.py [folder]
"""

import sys
from pathlib import Path

import carbonmeet as cm

folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
result = cm.estimate("cop15-kunming")
for path in cm.charts.write(result, "sources", folder / "sources.png"):
    print(path)

# the bars are the ledger: the same numbers as a table
print(result.baseline.by("source", "period").round(1).to_string())
