"""What is set against a meeting: a forest, credits, both or nothing; never netted."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import field
from typing import TYPE_CHECKING, Any, Protocol

from carbonmeet.answer.records import Named, Records
from carbonmeet.answer.shown import Shown
from carbonmeet.answer.total import Total
from carbonmeet.base.frozen import freeze
from carbonmeet.base.notices import Notice
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, saying
from carbonmeet.offset.kinds import OffsetFrame, find_frame, frame_of

if TYPE_CHECKING:
    from carbonmeet.answer.basis import Scenario

__all__ = ["CurveYear", "Offset", "frame_behind", "frame_words"]


@dataclass(frozen=True, slots=True)
class CurveYear:
    """One year: cumulative tonnes by its end, and what is still owed (below 0: a surplus)."""

    year: int
    gross: float
    net: float
    creditable: float
    debt: float | None


@dataclass(frozen=True, slots=True)
class Offset(Shown):
    """Removals and credits set against the residual; no part of any footprint.

    A forest is planned, unless under `verified`. Without one `parcels` is empty, area and removal
    are 0, and the horizon is the year of the event.

    Attributes
    ----------
    frame : str
        Rules under which the event is offset, a row of ``offset_frames.csv``.
    claims : tuple of mapping
        What may be claimed: a kind and its numbers each; `statement` words them.
    area : Total
        mu; with a range where the scenario leaves it open and draws were made.
    area_ha : float
        The same in hectares.
    emissions, owed : Total or None
        t CO2e to compensate, before credits and after them.
    removal : Total
        Creditable removal by the end of the horizon, with the 95% range of the mean curve.
    horizon_year : int
        By the end of which the removal is given.
    balance_year : int or None
        First year by whose end the removal covers what is owed; None if no year does.
    years : {"calendar", "after planting"}
    curve : tuple of CurveYear
    spread : tuple of mapping
        Mean curve, site to site, method to method: rows that are never merged.
    tonne_years : mapping or None
        Integral of the debt up to the horizon: a diagnostic, never a currency.
    area_basis, mean_curve : mapping
        Whether the area was given; probabilities by the mean curve alone.
    cost : tuple of mapping
        What planting and credits cost: ``what``, ``value`` and ``unit`` each.
    credits, verified, reversals : tuple of mapping
        Credits bought, removals measured, losses that the file asks about.
    parcels, rules_used, stand_parameters
        What the answer rests on.
    statement : Label
        The claim that may be made.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> forest = cm.estimate("cop15-kunming").offset
    >>> forest.area.unit, forest.to_frame().columns.to_list()
    ('mu', ['year', 'gross', 'net', 'creditable', 'debt'])
    """

    area: Total
    area_ha: float
    emissions: Total | None
    owed: Total | None
    removal: Total
    event_year: int
    planted: int
    horizon_year: int
    balance_year: int | None
    years: str
    curve: tuple[CurveYear, ...] = field(repr=False)
    spread: tuple[Mapping[str, Any], ...] = field(repr=False)
    tonne_years: Mapping[str, Any] | None = field(repr=False)
    confidence: float | None
    area_basis: Mapping[str, Any] = field(repr=False)
    mean_curve: Mapping[str, Any] = field(repr=False)
    credits: tuple[Mapping[str, Any], ...] = field(repr=False)
    verified: tuple[Mapping[str, Any], ...] = field(repr=False)
    reversals: tuple[Mapping[str, Any], ...] = field(repr=False)
    additional: bool | None
    exclusive: bool | str | None
    stand: tuple[str, ...]
    rules: str
    parcels: tuple[Mapping[str, Any], ...] = field(repr=False)
    rules_used: Mapping[str, Any] = field(repr=False)
    stand_parameters: tuple[Mapping[str, Any], ...] = field(repr=False)
    statement: Label
    notices: tuple[Notice, ...]
    sources: tuple[str, ...]
    frame: str = "none"
    claims: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    cost: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        for name in _RECORDS:
            kept = freeze(getattr(self, name))
            made = Records(kept) if isinstance(kept, tuple) else kept and Named(kept)
            object.__setattr__(self, name, made)
        object.__setattr__(self, "curve", Records(self.curve))
        object.__setattr__(self, "notices", Records(self.notices))

    @property
    def has_forest(self) -> bool:
        """Whether any land is planted; credits need none."""
        return bool(self.parcels)

    def to_frame(self) -> Any:
        """The curve as a pandas table, one row a year.

        Returns
        -------
        pandas.DataFrame
        """
        return self.curve.to_frame() if isinstance(self.curve, Records) else None


#: Fields that hold records as they are written.
_RECORDS = (
    "spread",
    "tonne_years",
    "area_basis",
    "mean_curve",
    "credits",
    "verified",
    "reversals",
    "claims",
    "cost",
    "parcels",
    "rules_used",
    "stand_parameters",
)


class _Told(Protocol):
    """An answer, as far as its frame goes."""

    @property
    def offset(self) -> Offset | None: ...

    @property
    def scenario(self) -> Scenario: ...


def frame_behind(answer: _Told) -> OffsetFrame:
    """The rules that a meeting is offset under: those it names, else those of its region."""
    if answer.offset is not None:
        return find_frame(answer.offset.frame)
    periods = answer.scenario.periods.values()
    return frame_of(max(periods, key=lambda one: one.year).region if periods else "")


def frame_words(answer: _Told) -> AbstractContextManager[None]:
    """Within it every text of the program has the words of the answer's rules."""
    return saying(frame_behind(answer).instead)
