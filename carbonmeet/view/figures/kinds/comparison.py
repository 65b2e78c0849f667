"""Emissions per head beside those that other meetings have published, each on its own basis.

Raises
------
CarbonmeetError
    If nobody attends the scenario's meeting.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.comparison(cm.estimate("forum-1500"))
>>> figure.axes[0].get_xscale()
'log'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING, Any

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, Lang, Message, _, _p, joined
from carbonmeet.catalogue.records.city import MEETING_CASES, MeetingCase
from carbonmeet.frames.parts import MIXED, parts_of
from carbonmeet.units import KG_PER_T
from carbonmeet.view.figures import style
from carbonmeet.view.figures.entry import Entry
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Cell, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from carbonmeet.answer import Answer
    from carbonmeet.kernel.ledger import Ledger

__all__ = ["KIND"]

_TITLE = _("Emissions per head beside published meetings")
_ROW = 4.6  # mm
_COLUMNS_FROM = 140.0  # mm: from this width on, people and shares stand beside the numbers
_OWN = {
    ("baseline", "all"): _("This scenario, before measures"),
    ("residual", "all"): _("This scenario, after measures"),
    ("baseline", "travel"): _("This scenario, before measures: travel only"),
    ("residual", "travel"): _("This scenario, after measures: travel only"),
}
#: Where no measure acts there is no before and no after.
_ALONE = {"all": _("This scenario"), "travel": _("This scenario: travel only")}
#: What every mark is called, and how it looks.
_KEY: Mapping[str, tuple[Label, dict[str, Any]]] = {
    "own": (_("this scenario"), {"marker": "D", "colour": style.OWED}),
    "alone": (_("the same, flights by their CO₂ alone"), {"marker": "D"}),
    "all": (_("all sources"), {"marker": "o", "colour": style.RESIDUAL}),
    "travel": (_("travel only"), {"marker": "o"}),
    "other": (_("another boundary: not comparable"), {"marker": "X"}),
}
#: What stands beside a wide figure: the column of the table, and its heading.
_BESIDE = (
    ("participants", _("people")),
    ("travel_share", _("travel")),
    ("flights_share", _("flights")),
)
_FIELDS = (
    *("key", "name_en", "name_zh", "year", "participants", "tonnes", "scope", "t_per_head"),
    *("co2_only_t_per_head", "travel_share", "flights_share", "days", "t_per_head_and_day"),
    *("non_co2", "comparable", "counted_en", "counted_zh", "publisher", "locator"),
)


class _Parts(NamedTuple):
    """What of a ledger travel is, flying, and its effects beyond CO2; t CO2e."""

    total: float
    travel: float
    flights: float
    beyond: float
    mixed: bool  # whether some line holds such effects, and nobody says how much


def collect(result: Answer) -> Table:
    """Tonnes of CO2e per head: the scenario's own, and the cases of ``meeting_cases.csv``."""
    people = result.baseline.participants.get("all", 0.0)
    if not people:
        raise CarbonmeetError(_("the scenario has no attendees on site: there is nothing per head"))
    if not result.baseline.total.value:
        raise CarbonmeetError(_("every emission is zero: there is nothing to draw"))
    found = result.workings
    spans = {name: span.days for name, span in found.scenario.spans.items()}
    sides = {"baseline": found.baseline, "residual": found.residual}
    parts = {name: _parts(ledger, result) for name, ledger in sides.items()}
    heads = {name: getattr(result, name).participants for name in sides}
    idle = parts["baseline"] == parts["residual"] and heads["baseline"] == heads["residual"]
    rows = [
        _own(side, scope, parts[side], heads[side], spans)
        for side, scope in _OWN
        if heads[side]["all"] > 0  # nobody may be left
        and (scope == "all" or parts[side].travel > 0)
        and not (side == "residual" and idle)
    ]
    if idle:
        names = {f"own-{scope}": (name.get("en"), name.get("zh")) for scope, name in _ALONE.items()}
        rows = [(row[0], *names[str(row[6])], *row[3:]) for row in rows]
    rows += [_published(one) for one in found.catalogue.table(MEETING_CASES)]
    on_site = (people, heads["residual"]["all"])
    mixed = any(one.mixed for one in parts.values())
    return Table.of(_FIELDS, rows, on_site=on_site, mixed=mixed)


def _parts(ledger: Ledger, result: Answer) -> _Parts:
    total = travel = flights = beyond = 0.0
    mixed = False
    for line, kg in zip(ledger.model.lines, ledger.kg.tolist(), strict=True):
        total += kg
        if not kg or not line.activity.source.startswith("transport"):
            continue
        travel += kg
        if line.activity.source == "transport.air":
            shares = parts_of(line.activity, result.workings.catalogue)
            flights += kg
            beyond += kg * shares.get("non-co2", 0.0)
            mixed = mixed or shares is MIXED
    return _Parts(total / KG_PER_T, travel / KG_PER_T, flights / KG_PER_T, beyond / KG_PER_T, mixed)


def _own(
    side: str,
    scope: str,
    parts: _Parts,
    heads: Mapping[str, float],
    days: Mapping[str, float | None],
) -> tuple[Cell, ...]:
    people, name = heads["all"], _OWN[side, scope]
    tonnes = parts.total if scope == "all" else parts.travel
    stays = [(heads.get(one, 0.0), length) for one, length in days.items() if heads.get(one)]
    known = [each * length for each, length in stays if length is not None]
    head_days = sum(known) if stays and len(known) == len(stays) else None
    shares = (parts.travel / tonnes, parts.flights / tonnes) if tonnes else (None, None)
    each_day = None if head_days is None else tonnes / head_days
    length = None if head_days is None else head_days / people
    alone = (tonnes - parts.beyond) / people
    non_co2 = "with" if parts.beyond or parts.mixed else "without"
    names = (side if scope == "all" else f"{side}-travel", name.en, name.zh, None)
    per = (people, tonnes, f"own-{scope}", tonnes / people, alone, *shares, length, each_day)
    return (*names, *per, non_co2, "yes", "", "", "", "")


def _published(case: MeetingCase) -> tuple[Cell, ...]:
    heads, tonnes = float(case.participants), case.tonnes
    each = tonnes / heads
    names = (case.key, case.name.en, case.name.zh, case.year)
    alone = each if case.non_co2 == "without" else None
    shares = (case.travel_share, case.flights_share)
    days = (case.days, None if case.days is None else each / case.days)
    basis = (case.non_co2, case.comparable, case.counted.en, case.counted.zh)
    per = (heads, tonnes, case.scope, each, alone, *shares, *days)
    return (*names, *per, *basis, case.publisher, case.locator)


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows: each number on its basis, and where the scenario stands by it."""
    said = [
        _(
            "Emissions per participant on site, beside meetings whose footprint has been "
            "published: those of all sources with those of all sources, travel with travel. Most "
            "were read in secondary sources, and what the hosts count differs: the figure gives "
            "the order of magnitude. The axis is logarithmic."
        ),
        *_place(table),
        *_aloft(table),
        *_by_day(table),
    ]
    apart = [i for i, yes in enumerate(table.texts("comparable")) if yes == "no"]
    if apart:
        names, counted = table.names("name", lang), table.names("counted", lang)
        which = joined(
            [_("{meeting} ({counted})", meeting=names[i], counted=counted[i]) for i in apart]
        )
        said.append(_("Not comparable, for their boundary is another: {which}.", which=which))
    before, left = table.facts["on_site"]
    if left < before:
        people, rest = style.number(before), style.number(left)
        said.append(
            _(
                "On site are {people} people before the measures and {rest} after them: those who "
                "take part online instead are not counted, and what does not depend on the number "
                "of people is shared by fewer.",
                people=people,
                rest=rest,
            )
        )
    return _p("between", " ").get(lang).join(one.get(lang) for one in said)


def _beside(table: Table, scope: str, column: str) -> list[float]:
    """Numbers of the published meetings that may be compared, low ones first."""
    rows = zip(table.numbers(column), table.texts("scope"), table.texts("comparable"), strict=True)
    return sorted(
        value for value, of, yes in rows if of == scope and yes == "yes" and not isnan(value)
    )


def _last(table: Table, column: str) -> float:
    """The scenario's own number over all sources: after the measures, where anybody is left."""
    own = zip(table.numbers(column), table.texts("scope"), strict=True)
    return [value for value, of in own if of == "own-all"][-1]


def _place(table: Table) -> list[Message]:
    """How many published meetings lie below: what a planner asks first."""
    others, own = _beside(table, "all", "t_per_head"), _last(table, "t_per_head")
    if not others:
        return []
    return [
        _(
            "Of {n} published meetings of all sources, from {low} to {high} t CO₂e per head, "
            "{below} lie below this scenario's {own}. Distance decides most of it: compare with "
            "meetings whose share of flights and whose size are alike.",
            n=len(others),
            low=style.rounded(others[0]),
            high=style.rounded(others[-1]),
            below=sum(one < own for one in others),
            own=style.rounded(own),
        )
    ]


def _aloft(table: Table) -> list[Message]:
    """What of the scenario's number are flights, and their effects beyond CO2."""
    if table.texts("non_co2")[0] == "without":
        return [
            _(
                "This scenario counts no effects of flying beyond CO₂; most published numbers do "
                "not say whether they do."
            )
        ]
    if table.facts["mixed"]:
        return [
            _(
                "The effects of flying beyond CO₂ are in this scenario's numbers, and its sources "
                "do not tell all of them apart; most published numbers do not say whether they "
                "count them."
            )
        ]
    return [
        _(
            "The effects of flying beyond CO₂ are apart: without them this scenario comes to "
            "{alone} per head instead of {own} (the light mark), and most published numbers do "
            "not say whether they count them. Flights are {share} of its emissions.",
            alone=style.rounded(_last(table, "co2_only_t_per_head")),
            own=style.rounded(_last(table, "t_per_head")),
            share=style.percent(_last(table, "flights_share")),
        )
    ]


def _by_day(table: Table) -> list[Message]:
    """The same per day of the meeting, where its length is known."""
    own, others = _last(table, "t_per_head_and_day"), _beside(table, "all", "t_per_head_and_day")
    if isnan(own) or not others:
        return []
    return [
        _(
            "Per participant and day of the meeting it is {own} t CO₂e, beside {low} to {high} of "
            "the {n} published meetings whose length is known.",
            own=style.rounded(own),
            low=style.rounded(others[0]),
            high=style.rounded(others[-1]),
            n=len(others),
        )
    ]


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts
    from carbonmeet.view.figures.keys import keyed_sheet

    wide = style.width_mm(width)
    values, scopes = table.numbers("t_per_head"), table.texts("scope")
    # travel below, all sources on top; each by size
    order = sorted(range(len(values)), key=lambda i: ("travel" not in scopes[i], values[i]))
    names, years = table.names("name", lang), table.numbers("year")
    full = [names[i] + (f" {round(years[i])}" if years[i] == years[i] else "") for i in order]
    labels = [
        fonts.wrap(one, wide * (0.45 if wide < _COLUMNS_FROM else 0.34), style.NOTE) for one in full
    ]
    row = _ROW + (2.4 if any("\n" in one for one in labels) else 0.0)
    marks = {mark for i in order for mark in _marks(table, i)}
    entries = [
        Entry(label.get(lang), **look) for key, (label, look) in _KEY.items() if key in marks
    ]
    columns = _columns(table, order, lang, wide)
    head, rows = 4.5, row * len(order)
    figure, top = keyed_sheet(width, rows + head + 12.0, entries, title, _TITLE.get(lang))
    left = fonts.widest(labels, style.NOTE) + 4.0
    widths = [fonts.widest(some, style.NOTE) + 2.5 for some in columns]
    room = wide - left - sum(widths) - 2.0
    axes = figure.panel(left, sum(widths) + 2.0, 10.0, top + head)
    axes.set_xscale("log")
    alone = [one for one in table.numbers("co2_only_t_per_head") if one > 0]
    axes.set_xlim(min([*values, *alone]) / 1.4, max(values) * 1.4)
    axes.set_ylim(-0.6, len(order) - 0.4)
    _points(axes, table, order)
    _write_columns(axes, columns, widths, room)
    canvas.name_rows(axes, range(len(order)), labels, style.NOTE)
    for label, i in zip(axes.get_yticklabels(), order, strict=True):
        if scopes[i].startswith("own"):
            label.set_color("#9c3a4b")
    axes.set_xlabel(_("Emissions per head (t CO₂e)").get(lang))
    canvas.log_scale(axes.xaxis, room)
    return figure


def _columns(table: Table, order: Sequence[int], lang: Lang, wide: float) -> list[list[str]]:
    """Texts at the right of the rows, headings last: rows are drawn from below."""
    heads = [table.numbers("t_per_head")[i] for i in order]
    # two decimals in the whole column, more where two figures want them
    each = [style.number(one, max(2, style.decimals_for([one]) - 1)) for one in heads]
    found = [[*each, _("t per head").get(lang)]]
    if wide < _COLUMNS_FROM:
        return found
    for name, heading in _BESIDE:
        values = [table.numbers(name)[i] for i in order]
        write = style.percent if name.endswith("share") else style.number
        texts = ["–" if isnan(one) else write(one) for one in values]
        found.append([*texts, heading.get(lang)])
    return found


def _write_columns(
    axes: Axes, columns: Sequence[Sequence[str]], widths: Sequence[float], room: float
) -> None:
    """Every column flush right behind the axes; `widths` and `room` in mm."""
    edge = room
    for texts, wide in zip(columns, widths, strict=True):
        edge += wide
        for at, text in enumerate(texts):
            axes.text(
                edge / room,
                at,
                text,
                transform=axes.get_yaxis_transform(),
                size=style.NOTE,
                ha="right",
                va="center_baseline",
                color=style.GREY if at == len(texts) - 1 else style.INK,
            )


def _marks(table: Table, row: int) -> list[str]:
    """The marks of a row, the last at its value: see `_KEY`."""
    value, alone = table.numbers("t_per_head")[row], table.numbers("co2_only_t_per_head")[row]
    scope = table.texts("scope")[row]
    own = scope.startswith("own")
    last = "other" if table.texts("comparable")[row] == "no" else "own" if own else scope
    return ["alone", last] if own and 0 < alone < value else [last]


def _points(axes: Axes, table: Table, order: Sequence[int]) -> None:
    """One mark a row; of the scenario a second, light one without the effects beyond CO2."""
    values, alone = table.numbers("t_per_head"), table.numbers("co2_only_t_per_head")
    scopes = table.texts("scope")
    look: dict[str, Any] = {"ms": 4, "mec": style.INK, "mew": 0.6}
    for at, i in enumerate(order):
        axes.axhline(at, color=style.PALE, lw=0.4, zorder=0)
        for mark in _marks(table, i):
            drawn = _KEY[mark][1]
            place = alone[i] if mark == "alone" else values[i]
            if mark == "alone":
                axes.plot([place, values[i]], [at, at], color=style.INK, lw=0.6, zorder=1.5)
            face = drawn.get("colour", "white")
            axes.plot([place], [at], drawn["marker"], mfc=face, **look)
    below = sum("travel" in one for one in scopes)
    if 0 < below < len(order):
        axes.axhline(below - 0.5, color=style.GREY, lw=0.6, zorder=0.5)


KIND = Kind(_TITLE, collect, draw, shows, "double", rank=10)
