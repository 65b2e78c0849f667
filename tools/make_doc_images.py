"""Draw the figures shown in the documentation and the README.

Usage: python tools/make_doc_images.py [folder]
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from matplotlib.figure import Figure
from PIL import Image

import carbonmeet as cm

SHOWN = (
    ("cop15-kunming", "waterfall", "en"),
    ("cop15-kunming", "waterfall", "zh"),
    ("cop15-kunming", "sources", "en"),
    ("cop15-kunming", "ranking", "zh"),
    ("cop15-kunming", "forest", "en"),
    ("cop15-kunming", "programmes", "zh"),
    ("kunming-2030", "years", "zh"),
    ("kunming-2030", "indicators", "en"),
)
#: Candidates of the places in the maps.
PLACES = ("成都", "Vienna", "Singapore", "Nairobi", "Montreal")
#: A palette keeps the files small: the figures have few colours.
COLOURS = 64


def main() -> None:
    """Draw them all."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")
    results = {name: cm.estimate(name) for name in dict.fromkeys(one[0] for one in SHOWN)}
    for name, kind, lang in SHOWN:
        chosen, result = cm.charts.KINDS[kind], results[name]
        shown = cm.simulate(result) if chosen.ranges else result  # as the command draws it
        write(chosen(shown, lang=lang), folder / f"{kind}-{lang}.png")
    answer = cm.site("cop15-kunming", PLACES, hubs=[3], draws=0).attrs["answer"]
    write(cm.charts.site_map(answer), folder / "site-map-en.png", 255)
    write(cm.charts.site_map(answer, lang="zh", hubs=3), folder / "site-map-zh.png", 255)


def write(figure: Figure, target: Path, colours: int = COLOURS, dots: int = 200) -> None:
    """Write a figure in few colours."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=dots)
    # the palette of most coverage keeps colours of small areas, by which a key tells what they are
    look = {"method": Image.Quantize.MAXCOVERAGE, "dither": Image.Dither.NONE}
    image = Image.open(buffer).convert("RGB").quantize(colours, **look)
    image.save(target, optimize=True)
    print(f"{target}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
