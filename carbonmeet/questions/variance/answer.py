"""Results side by side: every input that changed, and the difference told apart exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from carbonmeet.answer import Answer, Total
from carbonmeet.answer.plain import plain
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.given import Each, refuse_other, takes
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, _, both
from carbonmeet.draws.answer import Uncertainty
from carbonmeet.draws.pairing import Difference, change, difference
from carbonmeet.draws.ranges import Range
from carbonmeet.draws.simulation import draw
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.questions.variance.changes import (
    Change,
    changes,
    edition_changes,
    paired_periods,
    told_first,
)
from carbonmeet.questions.variance.lines import Lines, lines_of
from carbonmeet.questions.variance.sides import SIDE, answer_of_side, under_methods
from carbonmeet.questions.variance.split import Effects, of_lines, of_methods

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from carbonmeet.catalogue import Catalogue
    from carbonmeet.questions.variance.sides import Side

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["CAUSES", "Comparison", "Step", "compare", "diff"]

#: What a difference is told apart into, in the order of every table.
CAUSES: Mapping[str, Label] = {
    "activity": _("activity data"),
    "factor": _("factors"),
    "method": _("methods"),
    "measures": _("measures"),
    "scope": _("scope: periods in one only"),
}
_LEDGERS = ("baseline", "residual")
#: Draws behind the ranges of the parts.
_MOST = 4096


@dataclass(frozen=True, eq=False)
class Step:
    """From one result to the next.

    Attributes
    ----------
    a, b : Answer
    told : tuple of Label
        What keeps the two from being like for like: periods, methods, boundary, catalogue.
    inputs, editions : tuple of Change
        Numbers of the scenarios, and of the catalogue, that are not the same.
    drawn : Difference or None
        Their paired draws.
    effects : mapping of str to Effects
        By ledger; see `part`.
    """

    a: Answer
    b: Answer
    told: tuple[Label, ...]
    inputs: tuple[Change, ...]
    editions: tuple[Change, ...]
    drawn: Difference | None
    effects: Mapping[str, Effects]

    def part(self, cause: str = "", *, ledger: str = "residual", source: str = "",
             period: str = "") -> Total:  # fmt: skip
        """What a cause adds from A to B, t CO2e; all causes, sources or periods where not named."""
        cells = self.effects[ledger].cells
        chosen = [
            tonnes
            for (name, (where, when)), tonnes in cells.items()
            if cause in ("", name) and source in ("", where) and period in ("", when)
        ]
        # one order of adding, so that parts and total are the same to the last digit that matters
        return self._total(np.sum(chosen, axis=0) if chosen else np.zeros(1))

    def _total(self, tonnes: Floats) -> Total:
        size = max(abs(self.a.baseline.total.value), abs(self.b.baseline.total.value))
        value = float(change(0.0, tonnes[0], of=size))
        if self.drawn is None:
            return Total(value)
        if len(tonnes) < 2:
            return Total(value, 0.0, 0.0)
        found = Range.of(change(0.0, tonnes[1:], of=size), value)
        return Total(value, found.low, found.high)

    @cached_property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """Sources and periods in which something differs, in the order of the tables."""
        names = {cell for effects in self.effects.values() for _, cell in effects.cells}
        sources, periods = list(SOURCES), [*self.a.scenario.periods, *self.b.scenario.periods]
        return tuple(sorted(names, key=lambda x: (periods.index(x[1]), sources.index(x[0]))))

    def period_name(self, period: str) -> Label:
        """What a period of the comparison is called."""
        known = self.a.scenario.periods.get(period) or self.b.scenario.periods[period]
        return known.label

    def to_frame(self, ledger: str = "residual") -> pd.DataFrame:
        """The difference by cause, source and period as a pandas table, t CO2e."""
        import pandas as pd

        rows = {
            cell: {
                cause: self.part(cause, ledger=ledger, source=cell[0], period=cell[1]).value
                for cause in CAUSES
            }
            for cell in self.cells
        }
        index = pd.MultiIndex.from_tuples(list(rows), names=["source", "period"])
        return pd.DataFrame(list(rows.values()), index=index, columns=list(CAUSES))

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "a": _told(self.a),
            "b": _told(self.b),
            "told_first": [both(one) for one in self.told],
            "inputs": [_change(one) for one in self.inputs],
            "factors": [_change(one) for one in self.editions],
            "per_participant": {
                name: [
                    plain(getattr(one, name).per_participant.get("all")) for one in (self.a, self.b)
                ]
                for name in _LEDGERS
            },
            "split": {ledger: self._split(ledger) for ledger in _LEDGERS},
        }

    def _split(self, ledger: str) -> dict[str, Any]:
        before, after = (getattr(one, ledger).total.value for one in (self.a, self.b))
        return {
            "a": before,
            "b": after,
            "difference": plain(self.part(ledger=ledger)),
            "causes": {cause: plain(self.part(cause, ledger=ledger)) for cause in CAUSES},
            "cells": [
                {
                    "source": source,
                    "period": period,
                    **{
                        cause: plain(self.part(cause, ledger=ledger, source=source, period=period))
                        for cause in CAUSES
                        if (cause, (source, period)) in self.effects[ledger].cells
                    },
                }
                for source, period in self.cells
            ],
        }


@dataclass(frozen=True, eq=False)
class Comparison:
    """Results side by side, each held against the one before it.

    Attributes
    ----------
    answers : tuple of Answer
    steps : tuple of Step
    """

    answers: tuple[Answer, ...]
    steps: tuple[Step, ...]

    def __repr__(self) -> str:
        names = " -> ".join(one.scenario.name for one in self.answers)
        return f"<Comparison {names}: {self.difference.value:+,.1f} t CO2e>"

    @property
    def difference(self) -> Total:
        """What the last leaves more than the first, t CO2e; its steps add up to it."""
        if len(self.steps) == 1:
            return self.steps[0].part()
        return Total(sum(one.part().value for one in self.steps))

    def to_dict(self) -> dict[str, Any]:
        """As plain data: the steps of ``carbonmeet compare --format json``."""
        return {"difference": plain(self.difference), "steps": [x.to_dict() for x in self.steps]}

    def to_frame(self) -> pd.DataFrame:
        """Steps by cause as a pandas table, t CO2e after the measures."""
        import pandas as pd

        rows = [{cause: one.part(cause).value for cause in CAUSES} for one in self.steps]
        names = [f"{x.a.scenario.name} -> {x.b.scenario.name}" for x in self.steps]
        return pd.DataFrame(rows, index=names, columns=list(CAUSES))


@takes(draws=int, seed=int, catalogues=Each(("Catalogue", None)))
def compare(
    *sides: Side,
    draws: int = 0,
    seed: int = 1,
    catalogues: Sequence[Catalogue | None] = (),
) -> Comparison:
    """Hold results against each other: what changed, and what every change comes to.

    The difference of two results is told apart exactly into activity data, factors, methods and
    measures, by source and period; what only one of them has, such as a period, is a part of its
    own.

    Parameters
    ----------
    *sides : path, mapping, Scenario or Answer
        Two or more: scenarios, results saved as JSON, or answers. Each is held against the one
        before it.
    draws : int
        Paired draws behind the ranges; 0 for none.
    seed : int
        Of the draws.
    catalogues : sequence of Catalogue or None
        One for each side, or none: the shipped one, and for a saved result its own rows.

    Returns
    -------
    Comparison
        t CO2e.

    Raises
    ------
    CarbonmeetError
        If there are fewer than two sides, or a saved result does not follow from what it holds.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> found = cm.compare("cop15-baseline", "cop15-kunming")
    >>> round(found.steps[0].part("measures").value) == round(found.difference.value)
    True
    """
    refuse_other(sides, Each(SIDE), "sides")
    if len(sides) < 2:
        raise CarbonmeetError(_("a comparison needs two results or more"))
    known = [*catalogues, *[None] * len(sides)]
    answers = [answer_of_side(one, known[at]) for at, one in enumerate(sides)]
    drawn = [draw(one.workings, draws, seed) if draws else None for one in answers]
    pairs = zip(answers, answers[1:], drawn, drawn[1:], strict=False)
    return Comparison(tuple(answers), tuple(_step(*one) for one in pairs))


@takes(a=SIDE, b=SIDE)
def diff(a: Side, b: Side) -> tuple[Change, ...]:
    """Every number of two scenarios that is not the same.

    Parameters
    ----------
    a, b : path, mapping, Scenario or Answer

    Returns
    -------
    tuple of Change
        In the order of the files.

    Raises
    ------
    InputError
        If a scenario is wrong: every fault, with file, line and column.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> forum = cm.load_scenario("forum-1500")
    >>> more = forum.replace({'groups["From Kunming"].people': 500})
    >>> [(one.path, one.before.value, one.after.value) for one in cm.diff(forum, more)]
    [('groups["From Kunming"].people', 400.0, 500.0)]
    """
    return changes(answer_of_side(a, None), answer_of_side(b, None))


def _step(a: Answer, b: Answer, left: Uncertainty | None, right: Uncertainty | None) -> Step:
    pairs = paired_periods(a, b)
    effects = _effects(a, b, (left, right), pairs)
    paired = None if left is None or right is None else difference(left, right)
    told = tuple(told_first(a, b, pairs))
    return Step(a, b, told, changes(a, b), edition_changes(a, b), paired, effects)


def _effects(
    a: Answer,
    b: Answer,
    drawn: tuple[Uncertainty | None, Uncertainty | None],
    pairs: Mapping[str, str],
) -> dict[str, Effects]:
    """The difference by cause: methods in the mean of their coming first and last."""
    like_a, like_b = under_methods(b, a.scenario.methods), under_methods(a, b.scenario.methods)
    left, right = _lines(a, drawn[0], drawn[0], {}), _lines(b, drawn[1], drawn[1], pairs)
    orders: list[tuple[Lines, Lines]] = []
    methods: list[tuple[Lines, Lines]] = []
    if like_b is not None:  # A, then A under the methods of B, then B
        middle = _lines(like_b, _drawn_like(like_b, drawn[0]), drawn[0], {})
        methods.append((left, middle))
        orders.append((middle, right))
    if like_a is not None:  # A, then B under the methods of A, then B
        middle = _lines(like_a, _drawn_like(like_a, drawn[1]), drawn[1], pairs)
        orders.append((left, middle))
        methods.append((middle, right))
    if not orders:
        orders.append((left, right))
    return {ledger: _mean(orders, methods, ledger, pairs.values()) for ledger in _LEDGERS}


def _mean(
    orders: Sequence[tuple[Lines, Lines]],
    methods: Sequence[tuple[Lines, Lines]],
    ledger: str,
    shared: Any,
) -> Effects:
    found, share = Effects(), 1.0 / len(orders)
    for one, other in orders:
        found.plus(of_lines(one, other, ledger, shared), share)
    for one, other in methods:
        found.plus(of_methods(one, other, ledger), share)
    return found


def _lines(
    answer: Answer, drawn: Uncertainty | None, asked: Uncertainty | None, pairs: Mapping[str, str]
) -> Lines:
    count = 0 if asked is None else min(asked.count, _MOST)
    return lines_of(answer.workings, drawn, count, pairs)


def _drawn_like(answer: Answer, drawn: Uncertainty | None) -> Uncertainty | None:
    """Draws of the same count and seed."""
    if drawn is None:
        return None
    return draw(answer.workings, drawn.count, drawn.plan.seed, drawn.plan.method)


def _told(one: Answer) -> dict[str, Any]:
    read = one.scenario
    title = both(read.title)
    return {"name": read.name, "kind": read.kind, "title": title, "hash": read.hash}


def _change(one: Change) -> dict[str, Any]:
    return {
        "path": one.path,
        "name": both(one.name),
        "a": plain(one.before),
        "b": plain(one.after),
    }
