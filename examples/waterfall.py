"""From the baseline through the measures to the forest, in Chinese and in English.

Usage: python examples/waterfall.py [folder]
"""

import sys
from pathlib import Path

import carbonmeet as cm

folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
result = cm.estimate("cop15-kunming")
for lang in ("en", "zh"):
    figure = cm.charts.waterfall(result, lang=lang)
    figure.savefig(folder / f"waterfall-{lang}.pdf")  # one column; the font is inside
before, after = result.baseline.total, result.residual.total
print(f"{before:,.0f} t before, {after:,.0f} t after the measures")
