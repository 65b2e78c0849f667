"""What rival methods would make of the same scenario: the difference of each, one at a time.

Raises
------
CarbonmeetError
    If no rival method changes the total.

Examples
--------
>>> import carbonmeet as cm
>>> figure = cm.charts.methods(cm.estimate("forum-1500"))
>>> figure.axes[0].get_xlabel()
'Difference (t CO₂e)'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Lang, _
from carbonmeet.view.figures import style
from carbonmeet.view.figures.entry import Entry
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from carbonmeet.answer import Answer

__all__ = ["KIND"]

_TITLE = _("The same scenario under rival methods")


def collect(result: Answer) -> Table:
    """Baseline and residual under each rival choice, and the differences; t CO2e."""
    from carbonmeet.draws.rivals import rival_table
    from carbonmeet.questions.single_year import chosen_year, of_one_year

    scenario = of_one_year(result.workings.scenario, chosen_year(result))
    found = rival_table(scenario, result.workings.catalogue)
    rows = sorted(found.rows, key=lambda row: -row.difference)
    if not any(row.difference or row.residual_difference for row in rows):
        raise CarbonmeetError(_("no rival method changes the total: there is nothing to compare"))
    names = ("id", "name_en", "name_zh", "baseline_t", "residual_t", "difference_t")
    cells = [
        (row.id, row.name.get("en"), row.name.get("zh"), row.baseline, row.residual, row.difference)
        + (row.residual_difference,)
        for row in rows
    ]
    low, high = found.spread
    facts = {"baseline": found.chosen.baseline.total, "spread": (low, high)}
    return Table.of((*names, "residual_difference_t"), cells, **facts)


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    (low, high), base = table.facts["spread"], table.facts["baseline"]
    tonnes = style.Tonnes.of([high])
    return _(
        "What the baseline would be more or less under rival methods, one at a time: the "
        "scenario as it stands comes to {base}, all choices lie between {low} and {high}. This is "
        "no error of measurement and is in no other range.",
        base=tonnes.said(base),
        low=tonnes.text(low),
        high=tonnes.said(high),
    ).get(lang)


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures.rows import Block, Row, draw_rows

    base = table.facts["baseline"]
    differences = table.numbers("difference_t")
    tonnes = style.Tonnes.of(differences)
    rows = [
        Row(
            name,
            value,
            style.OWED if value > 0 else style.SAVED,
            text=tonnes.text(value, signed=True)
            + (f" ({style.percent(value / base, signed=True)})" if base else ""),
        )
        for name, value in zip(table.names("name", lang), differences, strict=True)
    ]
    blocks = [Block(rows, "difference", signed=True)]
    zero = _("0: as the scenario stands, {base}", base=style.Tonnes.of([base]).said(base)).get(lang)
    entries = [Entry(zero, marker="|", edge=style.GREY)]
    return draw_rows(blocks, lang, width, title, _TITLE.get(lang), entries)


KIND = Kind(_TITLE, collect, draw, shows, "double", rank=30)
