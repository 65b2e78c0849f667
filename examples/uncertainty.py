"""How sure the totals are and what the doubt comes from; a wide figure for a slide.

Usage: python examples/uncertainty.py [folder]
"""

import sys
from pathlib import Path

import carbonmeet as cm

folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
result = cm.estimate("cop15-kunming")
drawn = cm.simulate(result, draws=2000, seed=7)
figure = cm.charts.uncertainty(drawn, title="How sure is the footprint?")
figure.savefig(folder / "uncertainty.png")
rest = drawn.residual.total
print(f"95 % range of the residual: {rest.low:,.0f} to {rest.high:,.0f} t CO2e")
