"""Cost-abatement curve on the exact frontier of all programmes: no overlap is counted twice.

Raises
------
CarbonmeetError
    If no measure has a known cost.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.macc(cm.estimate("cop15-as-held-measures"))
>>> figure.axes[0].get_xlabel()
'Emissions saved (t CO₂e)'
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import Lang, _
from carbonmeet.units import KG_PER_T
from carbonmeet.view.figures import style
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Cell, Table
from carbonmeet.view.numerals import three, unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from carbonmeet.answer import Answer
    from carbonmeet.kernel.programmes import Programme
    from carbonmeet.pricing.workings import Workings

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["KIND"]

_TITLE = _("Cost of abatement")
#: A step that many times as dear as the next is cut off; how far its bar goes beyond the others.
_DEAR, _BEYOND = 4.0, 1.35
#: A bar below this share of the longest is too flat to be read.
_FLAT = 0.02
#: A measure that saves less than that share of its step beyond the others has no step of its own.
_NOTHING = 1e-9
#: Rows of the measures of unknown cost.
_MOST = 6
#: Upright labels, mm: from one to the next, how high their lines fan out, edge of the sheet.
_APART, _FAN, _EDGE = 3.1, 4.0, 3.4
#: Margins of the curve, left and right, mm.
_LEFT, _RIGHT = 17.5, 4.0


def collect(result: Answer) -> Table:
    """Steps of rising marginal cost along the frontier: t CO2e saved, and money for a tonne.

    The frontier holds the programmes that none beats in both cost and saving; its convex hull is
    the order in which money buys most. A measure of unknown cost takes no part.
    """
    from carbonmeet.kernel.programmes import Programme, all_programmes
    from carbonmeet.pricing.purse import purse_of
    from carbonmeet.questions.optimise import costs

    workings = result.workings
    model = workings.model
    price, unpriced = costs(workings)
    known = np.array([one.id not in unpriced for one in model.measures], dtype=bool)
    if not known.any():
        raise CarbonmeetError(_("no measure has a known cost: there is no cost curve to draw"))
    found = all_programmes(model, np.where(known, workings.uptake, 0.0), price)
    base = result.baseline.total.value
    start = Programme(0, (), base, 0.0)
    steps: list[_Move] = []
    before = start
    for after in _hull(found.frontier, start):
        steps += _single(workings, price, before, after)
        before = after
    rows: list[tuple[Cell, ...]] = []
    saved = spent = 0.0
    for step in steps:
        saved, spent = saved + step.saving, spent + step.cost
        rows.append((len(rows) + 1, step.added, step.dropped, step.saving, saved))
        rows[-1] += (spent, step.cost / step.saving)
    beside = {one.id: one.shapley.value for one in result.measures if one.id in unpriced}
    money = purse_of(workings.scenario).currency
    names = ("step", "added", "dropped", "saving_t", "cumulative_saving_t")
    of_money = (f"cost_{money.lower()}", _marginal(money))
    whole = result.saving.value
    facts = {"unpriced": unpriced, "beside": beside, "saving": whole, "currency": money}
    return Table.of((*names, *of_money), rows, **facts)


def _marginal(money: str) -> str:
    """The column of the marginal cost."""
    return f"marginal_{money.lower()}_per_t"


class _Move(NamedTuple):
    """What enters or leaves the programme in one step; t saved, and cost in CNY."""

    added: str
    dropped: str
    saving: float
    cost: float


def _single(found: Workings, price: Floats, before: Programme, after: Programme) -> list[_Move]:
    """One step a measure, cheapest per tonne first; several at once only where some are dropped."""
    added = [one for one in after.measures if one not in before.measures]
    dropped = [one for one in before.measures if one not in after.measures]
    whole = before.residual - after.residual
    if dropped or len(added) < 2:
        cost = after.cost - before.cost
        return [_Move(" ".join(added), " ".join(dropped), whole, cost)]
    at = {one.id: i for i, one in enumerate(found.model.measures)}
    chosen, left, rest = {at[one] for one in before.measures}, before.residual, [*added]
    moves: list[_Move] = []
    while rest:
        trial = np.zeros((len(rest), len(at)))
        for row, one in enumerate(rest):
            members = [*chosen, at[one]]
            trial[row, members] = found.uptake[members]
        saves = left - found.model.run(trial).sum(axis=1) / KG_PER_T
        able = [i for i in range(len(rest)) if saves[i] > _NOTHING * whole]
        if not able:  # what is left saves nothing beyond the others: it belongs to the last step
            more = sum(float(price[at[one]]) for one in rest)
            last = moves.pop() if moves else _Move("", "", whole, 0.0)
            names = " ".join([last.added, *rest]).strip()
            return [*moves, _Move(names, "", last.saving, last.cost + more)]
        best = min(able, key=lambda i: price[at[rest[i]]] / saves[i])
        name, saving = rest.pop(best), float(saves[best])
        moves.append(_Move(name, "", saving, float(price[at[name]])))
        chosen.add(at[name])
        left -= saving
    return moves


def _hull(frontier: tuple[Programme, ...], start: Programme) -> list[Programme]:
    """The programmes of the frontier at which the marginal cost rises, the cheapest first."""
    corners: list[Programme] = []
    for one in frontier:
        if one.residual >= start.residual:
            continue
        while len(corners) > 1 and _slope(corners[-2], corners[-1]) >= _slope(corners[-1], one):
            corners.pop()
        corners.append(one)
    return corners


def _slope(before: Programme, after: Programme) -> float:
    return (after.cost - before.cost) / (before.residual - after.residual)


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    text = _(
        "Marginal cost of saving emissions along the exact frontier of all "
        "combinations of the measures: the width of a step is what it "
        "saves beyond the steps before it, so that overlaps are not "
        "counted twice. Below zero a measure pays for itself. Most costs are "
        "planning assumptions."
    ).get(lang)
    cut = _cut(table.numbers(_marginal(table.facts["currency"])))
    if cut is not None:
        text += _(
            " A bar with a gap and an arrow is cut off: its cost is written behind its name."
        ).get(lang)
    text += _(" A number behind the name of a measure is its cost a tonne.").get(lang)
    if any(table.texts("dropped")):
        text += _(" A minus before a name: from that step on the measure is left out.").get(lang)
    if table.facts["beside"]:
        text += _(
            " Below: measures whose cost is not known, by their Shapley value; no step shows them."
        ).get(lang)
    return text


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures import canvas, fonts

    wide = style.width_mm(width)
    beside = _beside(table)
    below = 10.0 + (4.4 * len(beside) + 14.0 if beside else 0.0)
    steps = _steps(table, lang)
    covered = max([*(one.start + one.wide for one in steps), 1e-9])
    room = wide - _LEFT - _RIGHT
    across = 1.01 * covered  # tonnes along the axis
    upright = any(_wide(one.label) > one.wide / across * room for one in steps)
    fan = _FAN + max(_wide(one.said) for one in steps) + 1.0 if upright else 0.0
    figure, top = canvas.sheet(width, 62.0 + below + fan, title, _TITLE.get(lang))
    axes = figure.panel(_LEFT, _RIGHT, below, top + 7.0 + fan)
    axes.set_xlim(0, across)
    low = min([0.0, *(one.end for one in steps)])
    high = max([0.0, *(one.end for one in steps)])
    span = high - low or 1.0
    axes.set_ylim(low - 0.1 * span, high + 0.1 * span)
    axes.axhline(0, color=style.GREY, lw=0.5)
    for step in steps:
        _bar(axes, step)
    if upright:
        _fanned(axes, steps, wide)
    else:
        _level(axes, steps)
    axes.set_xlabel(style.word("saving", lang))
    money = unit(table.facts["currency"], lang)
    axes.set_ylabel(_("Marginal cost ({money}/t CO₂e)", money=money).get(lang))
    canvas.scale(axes.xaxis)
    canvas.scale(axes.yaxis)
    whole = table.facts["saving"]
    text = _(
        "{part} t CO₂e of known cost; the whole programme saves {whole}",
        part=three(covered),
        whole=three(whole),
    )
    said = fonts.wrap(text.get(lang), wide - 4, style.NOTE, 2)
    figure.write(2.0, figure.size_mm[1] - top - 0.5, said, size=style.NOTE, va="top")
    if beside:
        _unpriced(figure.panel(_LEFT, _RIGHT, 10.0, figure.size_mm[1] - below + 14.0), beside, lang)
    return figure


def _beside(table: Table) -> list[tuple[str, float]]:
    """Measures of unknown cost that save anything, the largest first."""
    known = [one for one in table.facts["beside"].items() if abs(one[1]) > 1e-9]
    falling = sorted(known, key=lambda one: -one[1])
    if len(falling) <= _MOST:
        return falling
    rest = falling[_MOST - 1 :]
    return [*falling[: _MOST - 1], (" ".join(name for name, _ in rest), sum(t for _, t in rest))]


def _unpriced(axes: Axes, beside: list[tuple[str, float]], lang: Lang) -> None:
    """Savings of the measures whose cost nobody knows."""
    from carbonmeet.view.figures import canvas, fonts

    values = [t for _, t in beside]
    tonnes = style.Tonnes.of(values)
    room = canvas.size_of(axes)[0]
    space = fonts.widest(map(tonnes.text, values), style.NOTE) + 4.0
    low, high = min([0.0, *values]), max([0.0, *values])
    axes.set_xlim(low / tonnes.size, (low + (high - low) * room / (room - space)) / tonnes.size)
    for at, value in enumerate(reversed(values)):
        axes.barh(at, value / tonnes.size, 0.62, color="white", hatch="////", ec=style.INK, lw=0.4)
        axes.text(
            axes.get_xlim()[1],
            at,
            tonnes.text(value),
            size=style.NOTE,
            ha="right",
            va="center_baseline",
        )
    names = [fonts.fit(name, 13.0, style.NOTE) for name, _ in reversed(beside)]
    axes.set_yticks(range(len(beside)), names)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-0.6, len(beside) - 0.4)
    axes.set_xlabel(tonnes.axis("saving-unpriced", lang))
    canvas.scale(axes.xaxis)


@dataclass(frozen=True, slots=True)
class _Step:
    """A step as it is drawn: `end` is where its bar stops, `value` what it costs.

    `said` is its name with the cost, and `label` what stands over a step with room for it.
    """

    label: str
    said: str
    start: float
    wide: float
    value: float
    end: float

    @property
    def is_cut(self) -> bool:
        return self.end != self.value

    @property
    def middle(self) -> float:
        return self.start + self.wide / 2

    @property
    def top(self) -> float:
        return max(self.end, 0.0)


def _wide(text: str) -> float:
    from carbonmeet.view.figures import fonts

    return fonts.text_width(text, style.NOTE)


def _cut(marginal: list[float]) -> float | None:
    """Cost of a tonne at which the axis is cut; None where the dearest step leaves all legible.

    Examples
    --------
    >>> _cut([-2436.0, 47.0, 12429.0, 16660.0, 322224.0]), _cut([-90.0, 30.0, 300.0])
    (16660.0, None)
    """
    falling = sorted((abs(one) for one in marginal if one), reverse=True)
    return next((b for a, b in pairwise(falling[:3]) if a > _DEAR * b), None)


def _steps(table: Table, lang: Lang) -> list[_Step]:
    """The steps with their bars, those beyond the cut a little longer than the longest of others.

    A cost that the bar does not show, being cut or too flat, is always part of the label.
    """
    saved, marginal = table.numbers("saving_t"), table.numbers(_marginal(table.facts["currency"]))
    ends = table.numbers("cumulative_saving_t")
    cut = _cut(marginal) or max([abs(one) for one in marginal], default=0.0)
    found = []
    names = zip(table.texts("added"), table.texts("dropped"), strict=True)
    for (added, dropped), wide, till, value in zip(names, saved, ends, marginal, strict=True):
        name = " ".join([*added.split(), *(f"−{one}" for one in dropped.split())])
        said = _("{head}: {text}", head=name, text=three(value)).get(lang)
        bar = value if abs(value) <= cut else math.copysign(_BEYOND * cut, value)
        short = said if bar != value or abs(value) < _FLAT * cut else name
        found.append(_Step(short, said, till - wide, wide, value, bar))
    return found


def _level(axes: Axes, steps: list[_Step]) -> None:
    """Each label over its step."""
    from carbonmeet.view.figures import canvas

    mm_y = canvas.per_mm(axes)[1]
    for step in steps:
        y = step.top + (3.0 if step.is_cut else 2.0) * mm_y
        axes.text(step.middle, y, step.label, size=style.NOTE, ha="center", va="center_baseline")


def _fanned(axes: Axes, steps: list[_Step], wide: float) -> None:
    """Upright labels above the curve in the order of the steps, each with a line to its own.

    Steps may be narrower than a hair: over them no label would tell which it means.
    """
    from carbonmeet.view.figures import canvas

    mm_x, mm_y = canvas.per_mm(axes)
    ceiling = axes.get_ylim()[1]
    least, most = _EDGE - _LEFT, wide - _LEFT - _EDGE
    apart = min(_APART, (most - least) / max(len(steps) - 1, 1))
    places = style.spread_apart([one.middle / mm_x for one in steps], apart, least, most)
    for step, place in zip(steps, places, strict=True):
        x, foot = place * mm_x, ceiling + _FAN * mm_y
        start = step.top + (2.0 if step.is_cut else 0.0) * mm_y
        line = [step.middle, step.middle, x], [start, ceiling, foot]
        axes.plot(*line, color=style.GREY, lw=0.4, clip_on=False, zorder=1)
        look: dict[str, Any] = {"size": style.NOTE, "rotation": 90, "ha": "center", "va": "bottom"}
        axes.text(x, foot + 0.6 * mm_y, step.said, **look)


def _bar(axes: Axes, step: _Step) -> None:
    """A bar as wide as its saving; one that is cut bears a gap and an arrow."""
    from carbonmeet.view.figures import canvas

    mm_x, mm_y = canvas.per_mm(axes)
    colour = style.SAVED if step.value <= 0 else style.STEPS[1][0]
    # a white rim would hide a bar that is no wider than the rim
    edge = colour if step.wide < mm_x else "white"
    axes.bar(step.start, step.end, step.wide, align="edge", color=colour, ec=edge, lw=0.4)
    if not step.is_cut:
        return
    sign = math.copysign(1.0, step.end)
    middle, reach = step.start + step.wide / 2, max(step.wide / 2, mm_x) + 0.4 * mm_x
    for lift, tone, thick in ((2.4, "white", 2.6), (2.0, style.INK, 0.5), (2.8, style.INK, 0.5)):
        y = step.end - sign * lift * mm_y
        ends = [y - 0.5 * mm_y, y + 0.5 * mm_y]
        axes.plot([middle - reach, middle + reach], ends, color=tone, lw=thick, clip_on=False)
    mark = "^" if sign > 0 else "v"
    axes.plot([middle], [step.end], mark, ms=3.6, color=style.INK, mew=0, clip_on=False)


KIND = Kind(_TITLE, collect, draw, shows, rank=5, amounts=("saving_t",))
