"""A meeting in the year of its host city: what of it happens there, and what the city counts too.

Raises
------
CarbonmeetError
    If the answer knows no host city.

Examples
--------
>>> import carbonmeet as cm
>>> from carbonmeet.hostcity import host_of, share_of_city
>>> from carbonmeet.answer import City
>>> meeting = cm.estimate("cop15-phase1-as-held")
>>> shares = share_of_city(meeting, host_of(meeting, cm.load_scenario("kunming-2030")))
>>> figure = cm.charts.host(meeting.changed(city=City(shares=tuple(shares))))
>>> figure.axes[0].get_xlabel()
'Emissions (t CO₂e)'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Lang, _
from carbonmeet.view.figures import style
from carbonmeet.view.figures.kind import Kind
from carbonmeet.view.figures.table import Table
from carbonmeet.view.numerals import share as per_cent

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from carbonmeet.answer import Answer

__all__ = ["KIND"]

_TITLE = _("The meeting in the year of its host city")
_PARTS = (
    ("event", _("{year}: the meeting, with travel to the city"), style.GREY, ""),
    ("inside", _("{year}: what of it happens in the city"), style.RESIDUAL, ""),
    ("overlap", _("{year}: what of that the city counts as well"), style.STEPS[1][0], "////"),
)


def collect(result: Answer) -> Table:
    """The meeting, its part inside the city and the overlap, for each year; t CO2e."""
    shares = () if result.city is None else result.city.shares
    if not shares:
        raise CarbonmeetError(_("no host city is known: give its file with --in CITY"))
    rows = [(one.year, one.event, one.inside, one.overlap, one.city, one.share) for one in shares]
    return Table.of(("year", "event_t", "inside_t", "overlap_t", "city_t", "share"), rows)


def shows(table: Table, lang: Lang) -> str:
    """What the figure shows."""
    text = _(
        "The meeting beside the year of its host city. The two are not added up: what happens in "
        "the city and the city counts as well would be counted twice."
    ).get(lang)
    for year, city in zip(table.texts("year"), table.numbers("city_t"), strict=True):
        said = style.Tonnes.of([city]).said(city)
        text += _(
            " In {year} the city emits {tonnes}; shares in brackets are of that.",
            year=year,
            tonnes=said,
        ).get(lang)
    return text


def draw(table: Table, lang: Lang, width: style.Width, title: str | None) -> Figure:
    """Draw what `collect` found; inside `print_style`."""
    from carbonmeet.view.figures.rows import Block, Row, draw_rows

    rows = []
    tonnes = style.Tonnes.of(table.numbers("event_t"))
    for i, year in enumerate(table.texts("year")):
        city = table.numbers("city_t")[i]
        for key, name, colour, hatch in _PARTS:
            value = table.numbers(f"{key}_t")[i]
            said = f"{tonnes.text(value)} ({per_cent(value / city, 2)})" if city else ""
            text = name.get(lang).format(year=year)
            rows.append(
                Row(text, value, colour, hatch, text=tonnes.text(value) if key == "event" else said)
            )
    return draw_rows([Block(rows, "emissions")], lang, width, title, _TITLE.get(lang))


def _applies(answer: Answer) -> bool:
    """Whether a host city is known."""
    return answer.city is not None and bool(answer.city.shares)


KIND = Kind(_TITLE, collect, draw, shows, "double", rank=36, applies=_applies)
