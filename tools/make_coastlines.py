"""Make factors/coastlines.xz: the coasts of the world for maps, from Natural Earth.

    npm pack world-atlas@2.0.2 && tar xf world-atlas-2.0.2.tgz
    python tools/make_coastlines.py package/land-50m.json

Source
    Natural Earth 4.1.0, land, 1:50 million (https://www.naturalearthdata.com), public domain, in
    the TopoJSON of the npm package world-atlas 2.0.2 by Michael Bostock (ISC licence). Land only:
    no border of any country is in it.

Rings smaller than a speck at the width of a page are left out. Longitudes run on across the
antimeridian, so that no ring jumps; Antarctica is closed along the pole. Coordinates are whole
hundredths of a degree (1.1 km), each stored as its difference to the one before.
"""

from __future__ import annotations

import json
import lzma
import struct
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

TARGET = Path(__file__).parent.parent / "factors" / "coastlines.xz"
#: Rings of less extent than this, in degrees, are no more than a speck.
SPECK = 0.35
TURN, POLE = 36000, -9000

Ring = list[tuple[int, int]]


def rings(topology: dict) -> Iterator[Ring]:
    """Every ring of the land in hundredths of a degree."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round(100 * (x * sx + tx)), round(100 * (y * sy + ty))))
        arcs.append(points)
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for numbers in polygon:
                ring: Ring = []
                for number in numbers:
                    arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                    ring += arc[1:] if ring else arc
                yield ring


def unwrapped(ring: Ring) -> Ring:
    """With longitudes that run on across the antimeridian; a ring around a pole closed there."""
    turn, joined = 0, [ring[0]]
    for (before, _), (x, y) in pairwise(ring):
        turn += TURN * ((x - before < -TURN / 2) - (x - before > TURN / 2))
        joined.append((x + turn, y))
    if joined[0][0] != joined[-1][0]:  # once around
        joined += [(joined[-1][0], POLE), (joined[0][0], POLE), joined[0]]
    return joined


def thinned(ring: Ring) -> Ring:
    """Without points that repeat the one before."""
    return [point for i, point in enumerate(ring) if not i or point != ring[i - 1]]


def main(source: str) -> None:
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    kept = []
    for ring in map(unwrapped, map(thinned, rings(topology))):
        xs, ys = zip(*ring, strict=True)
        if max(max(xs) - min(xs), max(ys) - min(ys)) >= 100 * SPECK and len(ring) >= 4:
            kept.append(ring)
    steps: list[int] = []
    for ring in kept:
        x = y = 0
        for px, py in ring:
            steps.extend((px - x, py - y))
            x, y = px, py
    narrow = struct.pack(f"<{len(steps)}i", *steps)
    head = json.dumps({"rings": [len(ring) for ring in kept]}, separators=(",", ":"))
    TARGET.write_bytes(
        lzma.compress(head.encode() + b"\n" + narrow, preset=9 | lzma.PRESET_EXTREME)
    )
    print(f"{len(kept)} rings, {len(steps) // 2} points, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
