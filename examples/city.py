"""A host city: its years by sector beside a target, and how the indicators of its plan are doing.

Usage: python examples/city.py [folder]
"""

import sys
from pathlib import Path

import carbonmeet as cm
from carbonmeet import hostcity

folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
result = cm.estimate("kunming-2030")
for kind in ("years", "indicators"):
    for path in cm.charts.write(result, kind, folder / f"{kind}.pdf", lang="zh"):
        print(path)
for goal in hostcity.goals(result):
    print(f"{goal.year}: at most {goal.most / 1e6:.2f} Mt, expected {goal.expected / 1e6:.2f} Mt")
causes = hostcity.kaya(result, 2023, 2030)
print(", ".join(f"{cause} {tonnes / 1e3:+.0f} kt" for cause, tonnes in causes.items()))
