"""Scenarios beside each other, and what the last has more or less, drawn in pairs.

Parameters
----------
result : Comparison
    The answer of `compare`.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.scenarios(cm.compare("cop15-baseline", "cop15-kunming"))
>>> len(figure.axes)  # the totals, and the difference
2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Lang, _
from carbonmeet.city.sectors import source_name
from carbonmeet.view.figures import style
from carbonmeet.view.figures.entry import Entry
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Cell, Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from carbonmeet.answer import Total
    from carbonmeet.questions.variance.answer import Comparison, Step

__all__ = ["KIND"]

_TITLE = _("Scenarios and their difference")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def collect(result: Comparison) -> Table:
    """Totals of every scenario, and the difference of each to the one before by source; t CO2e.

    Ranges are there where the comparison was drawn; those of a difference are of paired draws.
    """
    rows: list[tuple[Cell, ...]] = []
    drawn = [one.drawn for one in result.steps]
    sides = [drawn[0].first if drawn[0] else None, *(one.second if one else None for one in drawn)]
    if len(result.answers) > len(_LETTERS):
        most = len(_LETTERS)
        raise CarbonmeetError(_("at most {most} scenarios stand beside each other", most=most))
    for letter, answer, side in zip(_LETTERS, result.answers, sides, strict=False):
        title = answer.scenario.title
        found = side.residual if side else None
        ends = (found.low, found.high) if found else (None, None)
        both = (f"{letter} {title.get('en')}", f"{letter} {title.get('zh')}")
        totals = answer.baseline.total.value, answer.residual.total.value
        rows.append(("total", answer.scenario.name, *both, *totals, *ends))
    for at, step in enumerate(result.steps):
        rows += _step(step, at)
    names = ("row", "key", "name_en", "name_zh", "baseline_t", "residual_t", "low_t", "high_t")
    facts = {}
    if drawn[0] is not None:
        plan = drawn[0].first.plan
        facts = {"seed": plan.seed, "draws": plan.count}
    return Table.of(names, rows, steps=len(result.steps), **facts)


def _step(step: Step, at: int) -> list[tuple[Cell, ...]]:
    """The whole difference, and its sources, those that change most first."""
    text = _("{b} less {a}", a=_LETTERS[at], b=_LETTERS[at + 1])
    rows = [_cells("difference", str(at), text.get("en"), text.get("zh"), step.part())]
    kind = step.b.scenario.kind
    parts = {source: step.part(source=source) for source, _period in step.cells}
    for source, part in sorted(parts.items(), key=lambda pair: -abs(pair[1].value)):
        if part.value:
            name = source_name(source, kind)
            rows.append(_cells("source", source, name.get("en"), name.get("zh"), part))
    return rows


def _cells(row: str, key: str, en: str, zh: str, part: Total) -> tuple[Cell, ...]:
    return (row, key, en, zh, None, part.value, part.low, part.high)


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    text = _(
        "Residual emissions of the scenarios (bars; upright strokes: before the measures) and, "
        "below, what each has more or less than the one before it, in all and by source."
    ).get(lang)
    if "draws" in table.facts:
        text += _(
            " Whiskers: 95% range; those of the differences are drawn in pairs, so that what the "
            "scenarios share does not blur them."
        ).get(lang)
    return text


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures.rows import Block, Row, draw_rows

    totals, blocks = [], []
    for row, name in zip(table.rows, table.names("name", lang), strict=True):
        before, value, low, high = (None if x is None else float(x) for x in row[4:])
        assert value is not None
        if row[0] == "total":
            totals.append(Row(name, value, low=low, high=high, mark=before))
            continue
        if row[0] == "difference":
            blocks.append(Block([], "difference", signed=True))
        colour = style.OWED if value > 0 else style.SAVED
        bar = Row(name, value, colour, low=low, high=high)
        blocks[-1] = blocks[-1]._replace(rows=[*blocks[-1].rows, bar])
    entries = [Entry(_("before the measures").get(lang), marker="|")]
    if "draws" in table.facts:
        entries.append(Entry(_("95% range").get(lang), line="-", thick=0.8))
    every = [Block(totals, "emissions"), *blocks]
    return draw_rows(every, lang, width, title, _TITLE.get(lang), entries)


KIND = Kind(_TITLE, collect, draw, shows, "double", rank=37, of="comparison")
