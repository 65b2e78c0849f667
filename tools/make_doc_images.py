"""Draw the figures shown in the documentation and the README.

Usage: python tools/make_doc_images.py [folder]
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image

import carbonmeet as cm

SHOWN = (
    ("waterfall", "en"),
    ("waterfall", "zh"),
    ("sources", "en"),
    ("ranking", "zh"),
    ("forest", "en"),
    ("programmes", "zh"),
)
#: A palette keeps the files small: the figures have few colours.
COLOURS = 64


def main() -> None:
    """Draw them all."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")
    result = cm.estimate("cop15-kunming")
    for kind, lang in SHOWN:
        draw, width = getattr(cm.charts, kind), cm.charts.KINDS[kind].width
        buffer = io.BytesIO()
        draw(result, lang=lang, width=width).savefig(buffer, format="png", dpi=200)
        target = folder / f"{kind}-{lang}.png"
        image = Image.open(buffer).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        image.save(target, optimize=True)
        print(f"{target}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
