"""A map of who comes from where and where they would meet: coasts, points, great circles.

Parameters
----------
result : Sites
    The answer of `site`.
hubs : int, optional
    Draw the best so many hubs; default: the best single host and the present one.

Raises
------
CarbonmeetError
    If the answer has no such number of hubs.

Examples
--------
>>> import carbonmeet as cm
>>> frame = cm.site("forum-1500", ["Chengdu"], draws=0)
>>> round(cm.charts.site_map(frame.attrs["answer"]).get_figwidth() * 25.4)  # mm
174
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Lang, _
from carbonmeet.travel.countries import country_name
from carbonmeet.view.figures import earth, style
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Cell, Table
from carbonmeet.view.numerals import fixed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from carbonmeet.base.text import Message
    from carbonmeet.questions.site.sites import Sites
    from carbonmeet.view.figures.canvas import Sheet

    Mark: TypeAlias = dict[str, Any]

__all__ = ["KIND"]

_TITLE = _("Origins, journeys and places to meet")
#: Origins of fewer people are merged within their country: nobody is to be found on a map.
_FEWEST = 5
#: Colours of hubs: told apart by the colour-blind, and all dark enough for a line.
_HUES = ("#1f4e79", "#b5485a", "#117733", "#a8740a", "#332288", "#3a8fa8")
_LAND, _COAST = "#ecece6", "#a9a9a2"
#: A sheet shows the whole earth where what is on it spans more than this share of its width.
_WHOLE = 0.55
#: Finer than this no coast is drawn, mm.
_FINE_MM = 0.12
#: Height of a row of the key, mm.
_KEY_ROW = 4.0


class _Spot(NamedTuple):
    """Where people set out."""

    name: str
    lat: float
    lon: float
    country: str


def collect(result: Sites, *, hubs: int | None = None) -> Table:
    """Origins with the place that they go to, and the places."""
    objective = result.objective
    if hubs is None:
        best = result.ranking[0].at
        hosts, goes_to = [best], np.full(len(objective.people), best)
    else:
        found = next((one for one in result.hubs if one.k == hubs), None)
        if found is None:
            raise CarbonmeetError(_("the answer has no {hubs} hubs: ask for them first", hubs=hubs))
        goes_to = found.goes_to
        keys = [host.airport for host in objective.hosts]
        hosts = [keys.index(host.airport) for host in found.hosts]
    rows: list[tuple[Cell, ...]] = []
    for at in dict.fromkeys([*hosts, *([] if hubs else [result.present])]):
        host, kind = objective.hosts[at], "host" if at in hosts else "present"
        people = float(objective.people[goes_to == at].sum())
        rows.append((kind, host.name.en, host.name.zh, host.lat, host.lon, people, host.airport))
    starts, merged, hidden = _starts(result, goes_to)
    rows += starts
    columns = ("kind", "name_en", "name_zh", "lat", "lon", "people", "goes_to")
    return Table.of(columns, rows, merged=merged, hidden=hidden, hubs=hubs)


def _starts(result: Sites, goes_to: Any) -> tuple[list[tuple[Cell, ...]], float, float]:
    """Origins by place and host, the largest first; people of small ones merged, and not shown."""
    people: dict[tuple[_Spot, str], float] = {}
    objective = result.objective
    for i, origin in enumerate(objective.origins):
        if origin.place is not None:
            one = origin.place
            spot = _Spot(one.name, one.latitude, one.longitude, one.country)
            key = (spot, objective.hosts[goes_to[i]].airport)
            people[key] = people.get(key, 0.0) + float(objective.people[i])
    rows: list[tuple[Cell, ...]] = []
    small: dict[tuple[str, str], list[tuple[_Spot, float]]] = {}
    for (spot, host), n in sorted(people.items(), key=lambda pair: (-pair[1], pair[0])):
        if n >= _FEWEST:
            rows.append(("origin", spot.name, spot.name, spot.lat, spot.lon, n, host))
        else:
            small.setdefault((spot.country, host), []).append((spot, n))
    merged = hidden = 0.0
    for (country, host), parts in small.items():
        n = math.fsum(n for _, n in parts)
        if n >= _FEWEST and country:
            called = country_name(country)
            rows.append(("origin", called.en, called.zh, *_middle(parts), n, host))
            merged += n
        else:
            hidden += n
    return rows, merged, hidden


def _middle(parts: list[tuple[_Spot, float]]) -> tuple[float, float]:
    """Latitude and longitude of the middle of some people, on a sphere; whole degrees."""
    lat, lon = np.radians([(spot.lat, spot.lon) for spot, _ in parts]).T
    on_axes = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    x, y, z = (on_axes @ np.array([n for _, n in parts])).tolist()
    return (
        round(math.degrees(math.atan2(z, math.hypot(x, y)))),
        round(math.degrees(math.atan2(y, x))),
    )


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    text = _(
        "Circles: where people set out, their area in proportion to the "
        "number of people. Lines: the shortest ways to where they would "
        "meet (squares). Equal Earth projection; coasts by Natural Earth."
    ).get(lang)
    if not table.facts["hubs"] and "present" in table.texts("kind"):
        text += _(" Open square: the present host.").get(lang)
    if table.facts["merged"]:
        text += _(
            " Origins of fewer than {fewest} people, {merged} in all, are merged at the "
            "middle of those of their country.",
            fewest=_FEWEST,
            merged=fixed(table.facts["merged"], 0),
        ).get(lang)
    hidden = table.facts["hidden"]
    if hidden and table.facts["merged"]:
        text += _(
            " Where a country has fewer of them, they are not shown: {hidden} people.",
            hidden=fixed(hidden, 0),
        ).get(lang)
    elif hidden:
        text += _(
            " Origins of fewer than {fewest} people, {hidden} in all, are not shown.",
            fewest=_FEWEST,
            hidden=fixed(hidden, 0),
        ).get(lang)
    return text


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas

    wide = style.width_mm(width)
    centre = _centre(table)
    left, right, low, high = _window(table, centre)
    key = _key_rows(table, lang, wide)
    below = 1.5 + _KEY_ROW * len(key) if key else 1.0
    tall = (wide - 2.0) * (high - low) / (right - left) + 1.0 + below
    figure, top = canvas.sheet(width, tall, title, _TITLE.get(lang))
    axes = figure.panel(1.0, 1.0, below, top - 1.0)
    axes.axis("off")
    axes.set(xlim=(left, right), ylim=(low, high))
    shown = (right - left) / (earth.outline()[0].max() * 2)
    earth.draw_land(axes, centre, _LAND, _COAST, fine=shown * 360.0 / wide * _FINE_MM)
    x, y = earth.outline()
    axes.plot(x, y, color=style.PALE, lw=0.5)
    hosts = [i for i, kind in enumerate(table.texts("kind")) if kind != "origin"]
    codes = table.texts("goes_to")
    hue = {codes[i]: _HUES[n % len(_HUES)] for n, i in enumerate(hosts)}
    _journeys(axes, table, centre, hue, wide)
    _hosts(axes, table, centre, hue, lang)
    for line, row in enumerate(reversed(key)):
        _key(figure, row, 2.6 + _KEY_ROW * line)
    return figure


def _centre(table: Table) -> float:
    """The middle of the sheet whose edge the fewest people cross."""
    lon, n = np.array(table.numbers("lon")), np.array(table.numbers("people"))
    at = _where(table)

    def crossing(centre: float) -> float:
        ends = (lon - centre + 180.0) % 360.0
        half = (lon[at] - lon + 180.0) % 360.0 - 180.0
        beyond = ends + half
        return float(n[(beyond < 0) | (beyond > 360)].sum())

    return min(earth.CENTRES, key=crossing)


def _where(table: Table) -> Any:
    """Row of the host that each row goes to."""
    kinds, codes = table.texts("kind"), table.texts("goes_to")
    first: dict[str, int] = {}
    for i, (kind, code) in enumerate(zip(kinds, codes, strict=True)):
        if kind != "origin":
            first[code] = i
    return np.array([first[code] for code in codes])


def _ways(table: Table, centre: float) -> tuple[Any, Any]:
    """Projected great circles from origins to hosts, running on across the edge of the sheet."""
    lat, lon = np.array(table.numbers("lat")), np.array(table.numbers("lon"))
    at = _where(table)
    way_lon, way_lat = earth.great_circle(lat, lon, lat[at], lon[at], points=80)
    return earth.projected(earth.unwrapped(way_lon, centre), way_lat, centre)


def _window(table: Table, centre: float) -> tuple[float, float, float, float]:
    """What the sheet shows: all of the earth, or the part where anything is."""
    x, y = _ways(table, centre)
    edge_x, edge_y = earth.outline()
    whole = (edge_x.min(), edge_x.max(), edge_y.min(), edge_y.max())
    span = x.max() - x.min()
    if span > _WHOLE * (whole[1] - whole[0]) or abs(x).max() > whole[1]:
        return whole
    wide = max(1.25 * span, 1.25 * (y.max() - y.min()) / 0.62, 0.25)
    high = min(max(1.3 * (y.max() - y.min()), 0.45 * wide), 0.62 * wide)
    mid_x, mid_y = (x.max() + x.min()) / 2, (y.max() + y.min()) / 2
    mid_y = min(max(mid_y, whole[2] + high / 2), whole[3] - high / 2)
    return mid_x - wide / 2, mid_x + wide / 2, mid_y - high / 2, mid_y + high / 2


def _journeys(axes: Axes, table: Table, centre: float, hue: dict[str, str], wide: float) -> None:
    from matplotlib.collections import LineCollection

    x, y = _ways(table, centre)
    n, codes = np.array(table.numbers("people")), table.texts("goes_to")
    origin = np.array([kind == "origin" for kind in table.texts("kind")], bool)
    if not origin.any():
        return
    size = np.sqrt(n / n[origin].max())
    order = [i for i in np.argsort(-n) if origin[i]]
    sheet = earth.edge(axes)
    # one turn of the earth is as wide as the equator only there: each latitude has its own
    scale = earth.projected(np.full(y.shape, 360.0), _latitudes(table, centre))[0]
    for shift in (-1, 0, 1):
        lines = LineCollection(
            [np.column_stack([x[i] + shift * scale[i], y[i]]) for i in order],
            colors=[hue[codes[i]] for i in order],
            linewidths=[0.25 + (1.6 if wide > 120 else 1.1) * size[i] for i in order],
            alpha=0.55 if len(order) < 60 else 0.3,
            capstyle="round",
            zorder=2,
        )
        axes.add_collection(lines, autolim=False)
        lines.set_clip_path(sheet)
    points = np.array(order)
    axes.scatter(
        x[points, 0],
        y[points, 0],
        s=[_radius(float(size[i]) ** 2, wide) ** 2 for i in order],
        c=[hue[codes[i]] for i in order],
        alpha=0.75,
        linewidths=0.3,
        edgecolors="white",
        zorder=3,
    )


def _latitudes(table: Table, centre: float) -> Any:
    lat, lon = np.array(table.numbers("lat")), np.array(table.numbers("lon"))
    at = _where(table)
    return earth.great_circle(lat, lon, lat[at], lon[at], points=80)[1]


def _hosts(axes: Axes, table: Table, centre: float, hue: dict[str, str], lang: Lang) -> None:
    """Squares where people would meet, each with its name on the side that is free."""
    from matplotlib import patheffects

    from carbonmeet.view.figures import canvas, fonts

    across, up = canvas.per_mm(axes)
    names = table.names("name", lang)
    drawn = []
    for i, kind in enumerate(table.texts("kind")):
        if kind != "origin":
            lon, lat = table.numbers("lon")[i], table.numbers("lat")[i]
            (x,), (y,) = earth.projected([(lon - centre + 180) % 360 - 180 + centre], [lat], centre)
            drawn.append((float(x), float(y), kind, hue[table.texts("goes_to")[i]], names[i]))
    taken = [(x - across, x + across, y - up, y + up) for x, y, *_ in drawn]
    for x, y, kind, colour, name in drawn:
        face, edge = (colour, "white") if kind == "host" else ("white", colour)
        line = 0.7 if kind == "host" else 1.2
        axes.plot([x], [y], "s", ms=5.2, mfc=face, mec=edge, mew=line, zorder=5)
        text = fonts.clean(name)
        size = (fonts.text_width(text, style.BODY) * across, 3.2 * up)
        spot, box = _free(x, y, size, across, taken, axes.get_xlim())
        taken.append(box)
        axes.text(
            *spot,
            text,
            size=style.BODY,
            va="center_baseline",
            zorder=6,
            path_effects=[patheffects.withStroke(linewidth=2.0, foreground="white")],
        )


def _free(
    x: float,
    y: float,
    size: tuple[float, float],
    mm: float,
    taken: list[tuple[float, float, float, float]],
    ends: tuple[float, float],
) -> tuple[tuple[float, float], tuple[float, float, float, float]]:
    """Where a name stands clear of what is there: right, left, above or below its square."""
    wide, high = size
    spots = [
        (x + 2 * mm, y),
        (x - 2 * mm - wide, y),
        (x - wide / 2, y + 1.1 * high),
        (x - wide / 2, y - 1.1 * high),
        (x + 1.5 * mm, y + 0.9 * high),
        (x + 1.5 * mm, y - 0.9 * high),
    ]
    boxes = [(left, left + wide, mid - high / 2, mid + high / 2) for left, mid in spots]
    for spot, box in zip(spots, boxes, strict=True):
        clear = all(
            box[1] <= a or b <= box[0] or box[3] <= c or d <= box[2] for a, b, c, d in taken
        )
        if clear and ends[0] <= box[0] and box[1] <= ends[1]:
            return spot, box
    return spots[0], boxes[0]


def _sizes(table: Table) -> list[float]:
    """Numbers of people whose circles the key shows: a round one near the most, and a tenth."""
    most = max((n for n, kind in zip(table.numbers("people"), table.texts("kind"), strict=True)
                if kind == "origin"), default=0.0)  # fmt: skip
    if most < _FEWEST:
        return []
    power = 10 ** math.floor(math.log10(most))
    top = max(step * power for step in (1, 2, 5) if step * power <= most)
    return [n for n in (top / 10, top) if n >= _FEWEST]


def _key_rows(table: Table, lang: Lang, wide: float) -> list[list[tuple[float, str, Mark]]]:
    """The key in as many rows as the sheet asks for: where each mark stands, its text and look."""
    from carbonmeet.view.figures import fonts

    sizes, kinds = _sizes(table), table.texts("kind")
    if not sizes:
        return []
    most = max(n for n, kind in zip(table.numbers("people"), kinds, strict=True)
               if kind == "origin")  # fmt: skip
    entries: list[tuple[Message, Mark]] = []
    for n in sizes:
        look: Mark = {"marker": "o", "color": style.GREY, "ms": _radius(n / most, wide), "mew": 0}
        entries.append((_("{number} people", number=style.number(n)), look))
    square: Mark = {"marker": "s", "ms": 4.6}
    if "host" in kinds:
        best = _("least emissions") if kinds.count("host") == 1 else _("hub")
        entries.append((best, {**square, "mfc": _HUES[0], "mec": "white", "mew": 0.7}))
    if "present" in kinds:
        entries.append((_("present host"), {**square, "mfc": "white", "mec": _HUES[1], "mew": 1.2}))
    rows: list[list[tuple[float, str, Mark]]] = [[]]
    x = 4.0
    for message, look in entries:
        text = message.get(lang)
        long = 2.6 + fonts.text_width(text, style.NOTE)
        if rows[-1] and x + long > wide - 1.0:
            rows.append([])
            x = 4.0
        rows[-1].append((x, text, look))
        x += long + 3.8
    return rows


def _key(figure: Sheet, row: list[tuple[float, str, Mark]], y: float) -> None:
    """A row of the key at the foot of the sheet."""
    from matplotlib.lines import Line2D

    across, high = figure.size_mm
    for x, text, look in row:
        figure.add_artist(Line2D([x / across], [y / high], ls="", **look))
        figure.write(x + 2.6, y, text, size=style.NOTE, va="center_baseline")


def _radius(share: float, wide: float) -> float:
    """Diameter in pt of the circle of a share of the largest origin."""
    return 0.9 + (6.0 if wide > 120 else 4.2) * math.sqrt(share)


KIND = Kind(_TITLE, collect, draw, shows, "double", rank=14, of="sites")
