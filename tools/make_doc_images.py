"""Draw the figures shown in the documentation and the README.

Usage: python tools/make_doc_images.py [folder]
"""

from __future__ import annotations

import sys
from pathlib import Path

import carbonmeet as cm

SHOWN = (
    ("waterfall", "en"),
    ("waterfall", "zh"),
    ("sources", "en"),
    ("ranking", "zh"),
    ("forest", "en"),
    ("programmes", "zh"),
)


def main() -> None:
    """Draw them all."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")
    result = cm.estimate("cop15-kunming")
    for kind, lang in SHOWN:
        kind_of = cm.charts.KINDS[kind]
        figure = getattr(cm.charts, kind)(result, lang=lang, width=kind_of.width)
        target = folder / f"{kind}-{lang}.png"
        figure.savefig(target, dpi=200, pil_kwargs={"optimize": True})
        print(f"{target}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
