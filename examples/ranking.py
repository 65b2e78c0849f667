"""What each measure saves, with its 95 % range, and how the measures overlap.

Usage: python examples/ranking.py [folder]
"""

import sys
from pathlib import Path

import carbonmeet as cm

folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
result = cm.estimate("cop15-kunming")
drawn = cm.simulate(result, draws=500, seed=2021)
for path in cm.charts.write(drawn, "ranking", folder / "ranking.pdf"):
    print(path)
