"""What a kind of figure is: how it finds its numbers, draws them and says what it shows."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.given import refuse_other, takes
from carbonmeet.base.language import check_lang
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, Lang, _
from carbonmeet.view.figures.documented import documented
from carbonmeet.view.figures.dress import Dress
from carbonmeet.view.figures.style import Width
from carbonmeet.view.figures.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from carbonmeet.answer import Answer
    from carbonmeet.questions.events import EventYear
    from carbonmeet.questions.site.sites import Sites
    from carbonmeet.questions.variance.answer import Comparison
    from carbonmeet.scenario import ScenarioLike

__all__ = ["LOOKS", "Kind", "dressed"]


#: What a figure may be told about its looks, for `takes`.
LOOKS: dict[str, Any] = {
    "lang": str,
    "width": (str, float, None),
    "title": (str, None),
    "style": (str, None),
    "font": (str, os.PathLike, None),
}


def dressed(style: str | None, font: str | None = None, ax: Axes | None = None) -> Dress:
    """What a figure is to wear, by names.

    Raises
    ------
    CarbonmeetError
        If there is no such style.
    """
    if ax is not None:
        from matplotlib.axes import Axes

        refuse_other(ax, Axes, "ax")
    if style is None:
        return Dress(None, font or "", ax)
    from carbonmeet.view.figures.journals import journal_of

    return Dress(journal_of(style), font or "", ax)


@contextmanager
def _unheard() -> Iterator[None]:
    """Within it matplotlib is imported without a word, where nobody listens to what it logs.

    In a home that cannot be written to it takes a passing folder, and removes it at the end:
    nothing that a reader of figures has to know.
    """
    import logging

    log = logging.getLogger("matplotlib")
    before = log.level
    if not log.hasHandlers():
        log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)


def _always(_answer: Answer) -> bool:
    return True


#: What kinds show beside one estimate, each the answer to a question of its own.
_OTHERS = {
    "sites": "carbonmeet.questions.site.sites:Sites",
    "events": "carbonmeet.questions.events:EventYear",
    "comparison": "carbonmeet.questions.variance.answer:Comparison",
}


@dataclass(frozen=True)
class Kind:
    """One kind of figure: called with a result, it collects and draws.

    Attributes
    ----------
    title : Label
        What the caption begins with.
    collect : callable
        Answer → the numbers.
    draw : callable
        Numbers, language, width, title → figure; inside `print_style`.
    shows : callable
        Numbers, language → what the caption says.
    width : str or float
        The width that suits it.
    rank : int
        Its place among the others.
    applies : callable
        Answer → whether a report has anything to show in it.
    in_report : bool
        Whether a report holds it where it applies.
    ranges : bool
        Whether it shows ranges, for which everything uncertain is drawn.
    of : {"estimate", "sites", "events", "comparison"}
        What it shows: one estimate, places to meet (an answer of `site`), a year of events, or
        scenarios beside each other (an answer of `compare`).
    by_year : bool
        Whether it shows the years of a city beside each other; the others show a single one.
    amounts : tuple of str
        Columns of which one number must not be zero.

    Examples
    --------
    >>> from carbonmeet.view.figures import KINDS
    >>> KINDS["waterfall"].title.get("zh"), KINDS["waterfall"].width
    ('从基准情景排放量到剩余排放与林业碳汇', 'single')
    """

    title: Label
    collect: Callable[..., Table]
    draw: Callable[[Table, Lang, Width, str | None], Figure]
    shows: Callable[[Table, Lang], str]
    width: Width = "single"
    rank: int = 99
    applies: Callable[[Answer], bool] = _always
    in_report: bool = False
    ranges: bool = False
    of: str = "estimate"
    by_year: bool = False
    amounts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """A kind is documented by its file, and by what holds of every kind."""
        own = sys.modules[self.collect.__module__].__doc__
        object.__setattr__(self, "__doc__", documented(own, Kind.__call__.__doc__))

    @takes(**LOOKS)
    def __call__(
        self,
        result: Answer | ScenarioLike | Sites | EventYear | Comparison,
        *,
        lang: Lang = "en",
        width: Width | None = None,
        title: str | None = None,
        style: str | None = None,
        font: str | None = None,
        ax: Axes | None = None,
        **options: Any,
    ) -> Figure:
        """Collect and draw.

        Parameters
        ----------
        result : Answer, what `estimate` takes, Sites or EventYear
            As the kind draws; a scenario is estimated first.
        lang : {"en", "zh"}
        width : {"single", "double"} or float, optional
            84 mm, 174 mm, or any number of mm; default: what suits the kind.
        title : str, optional
            A line above the figure.
        style : str, optional
            A journal whose widths and sizes of type hold: "nature", "elsevier", "ieee", "gbt7713".
        font : str, optional
            A font file that goes before the package's own.
        ax : matplotlib Axes, optional
            A place in a figure of yours to draw in; type is made smaller where it is small. The
            axes themselves are hidden, and `width` has no meaning.
        **options
            Further parameters of `collect`; `year`, which of the years of a city to draw.

        Returns
        -------
        matplotlib.figure.Figure

        Raises
        ------
        CarbonmeetError
            If the result cannot be drawn so, or there is no such language.
        """
        check_lang(lang)  # before the work
        dress = dressed(style, font, ax)
        one, rest = self.chosen(result, **options)
        with self.worded(one):
            return self.drawn(self.collected(one, **rest), lang, width, title, dress)

    def worded(self, result: Any) -> AbstractContextManager[None]:
        """Within it texts have the words of the rules that one estimate is offset under.

        Parameters
        ----------
        result : Answer, Sites, EventYear or Comparison
            What `chosen` gave.

        Returns
        -------
        context manager
        """
        if self.of in _OTHERS:
            return nullcontext()
        from carbonmeet.answer.offset import frame_words

        return frame_words(result)

    def collected(self, result: Any, **options: Any) -> Table:
        """The numbers of the figure, if there is anything to draw.

        Parameters
        ----------
        result : Answer, Sites, EventYear or Comparison
            What `chosen` gave.
        **options
            For `collect`.

        Returns
        -------
        Table

        Raises
        ------
        CarbonmeetError
            If the result cannot be drawn so, or all is zero.
        """
        table = self.collect(result, **options)
        for name in self.amounts:
            if any(one and one == one for one in table.numbers(name)):
                return table
        if self.amounts:
            raise CarbonmeetError(
                _("every number of this figure is zero: there is nothing to draw")
            )
        return table

    def chosen(
        self,
        result: Answer | ScenarioLike | Sites | EventYear | Comparison,
        *,
        year: int | None = None,
        **options: Any,
    ) -> tuple[Any, dict[str, Any]]:
        """What is drawn, a single year of a city, and what else `collect` is to know.

        Parameters
        ----------
        result : Answer, what `estimate` takes, Sites, EventYear or Comparison
        year : int, optional
            One of the years of a city; default: the last.
        **options
            For `collect`.

        Returns
        -------
        tuple of (result, dict)
            What `collect` takes.

        Raises
        ------
        CarbonmeetError
            If there is no such year, no year to choose, or nothing that is emitted.
        """
        result = self._taken(result)
        if self.of in _OTHERS:
            return result, options | ({} if year is None else {"year": year})
        if self.by_year:
            if year is not None:
                raise CarbonmeetError(_("this figure shows every year: it has none to choose"))
            return result, options
        from carbonmeet.questions.single_year import in_one_year

        one = in_one_year(cast("Answer", result), year)
        if not (one.baseline.total.value or one.residual.total.value):
            raise CarbonmeetError(_("every emission is zero: there is nothing to draw"))
        return one, options

    def _taken(self, given: Answer | ScenarioLike | Sites | EventYear | Comparison) -> Any:
        """What the kind draws: of one estimate, a scenario is estimated first."""
        if self.of in _OTHERS:
            module, _, name = _OTHERS[self.of].partition(":")
            refuse_other(given, getattr(import_module(module), name), "result")
            return given
        from carbonmeet.estimation import answer_from

        return answer_from(cast("Answer", given), "result")

    def drawn(
        self,
        table: Table,
        lang: Lang,
        width: Width | None = None,
        title: str | None = None,
        dress: Dress | None = None,
    ) -> Figure:
        """Draw what was collected, in the style; the step that every figure goes through.

        Parameters
        ----------
        table : Table
            What `collected` gave.
        lang : {"en", "zh"}
        width : {"single", "double"} or float, optional
            As in a call.
        title : str, optional
            A line above the figure.
        dress : Dress, optional
            Style, font and axes.

        Returns
        -------
        matplotlib.figure.Figure
        """
        with _unheard():
            from carbonmeet.view.figures.fitting import fitted

        def draw(wide: Width) -> Figure:
            return self.draw(table, lang, wide, title)

        return fitted(draw, self.width if width is None else width, dress or Dress())
