"""All 33,554,432 combinations of 25 measures in one figure, and what money buys most.

Usage: python examples/programmes.py [folder]
"""

import sys
from pathlib import Path

import carbonmeet as cm

folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
result = cm.estimate("cop15-kunming")
for kind in ("programmes", "macc"):
    for path in cm.charts.write(result, kind, folder / f"{kind}.pdf"):
        print(path)
