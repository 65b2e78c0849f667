"""When the forest has paid the debt back, and how large it must be for other horizons.

Usage: python examples/forest.py [folder]
"""

import sys
from pathlib import Path

import carbonmeet as cm

folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
result = cm.estimate("cop15-kunming")
for kind in ("forest", "area"):
    for path in cm.charts.write(result, kind, folder / f"{kind}.svg", lang="zh"):
        print(path)
print(result.offset.statement.en)
