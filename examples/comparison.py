"""Is the footprint plausible? Emissions per head beside those that other meetings published.

Usage: python examples/comparison.py [folder]
"""

import sys
from pathlib import Path

import carbonmeet as cm

folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
result = cm.estimate("cop15-kunming")
for kind in ("comparison", "shares", "sankey"):
    for path in cm.charts.write(result, kind, folder / f"{kind}.pdf", lang="zh"):
        print(path)
