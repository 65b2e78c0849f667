"""What is told of a forest beside its area: years, spreads, credits, measured removals, losses."""

from __future__ import annotations

from datetime import date
from typing import Any

from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label
from carbonmeet.units import T_CO2E

__all__ = ["Credit", "CurveRow", "Reversal", "Spread", "Verified"]


class CurveRow(NamedTuple):
    """One year: cumulative tonnes by its end, and what is still owed (below 0: a surplus)."""

    year: int
    gross: float
    net: float
    creditable: float
    debt: float | None


class Spread(NamedTuple):
    """One kind of uncertainty of the removal at the horizon, t CO2e. Kinds are never merged."""

    kind: str
    low: float | None
    high: float | None
    basis: str
    members: tuple[tuple[str, float], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        data: dict[str, Any] = {"kind": self.kind, "low": self.low, "high": self.high}
        data |= {"unit": T_CO2E, "basis": self.basis}
        if self.members:
            data["members"] = [{"stand": key, "value": value} for key, value in self.members]
        return data


class Credit(NamedTuple):
    """Credits bought and cancelled, or given.

    Attributes
    ----------
    kind : str
        A row of ``credit_kinds.csv``: ``ccer``, ``vcs``, ``provincial`` (碳普惠), ...
    tonnes : float
        t CO2e.
    price : float or None
        `currency` for a tonne; None where nobody said.
    vintage : int or None
        Year of the reduction.
    registry, project : Label or None
        Where they are registered, and what they come from.
    serials : tuple of str or None
        First and last serial number, or one text that holds both.
    status : {"planned", "retired"} or None
        None where nobody said.
    retired : date or None
        Day on which they were cancelled, for `beneficiary`.
    due : date or None
        Day that is named for that and has not come: such credits are planned.
    logged : bool
        Whether a log says who gave them.
    pool : str
        List of the city's pool that they are taken from, and were looked up in.
    counted : str
        The file behind them, with its digest.
    open : int
        How many units the pool lists as retired for nobody, while the file says that they are.
    """

    kind: str
    tonnes: float
    price: float | None = None
    vintage: int | None = None
    note: str = ""
    registry: Label | None = None
    project: Label | None = None
    serials: tuple[str, ...] | None = None
    status: str | None = None
    retired: date | None = None
    beneficiary: Label | None = None
    currency: str = "CNY"
    methodology: str = ""
    certificate: str = ""
    due: date | None = None
    logged: bool = False
    pool: str = ""
    counted: str = ""
    open: int = 0

    @property
    def cost(self) -> float | None:
        """In `currency`, or None without a price."""
        return None if self.price is None else self.tonnes * self.price

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "kind": self.kind,
            "tonnes": {"value": self.tonnes, "unit": T_CO2E},
            "price": None
            if self.price is None
            else {"value": self.price, "unit": f"{self.currency}/t"},
            "cost": None if self.cost is None else {"value": self.cost, "unit": self.currency},
            "vintage": self.vintage,
            "note": self.note,
            "registry": self.registry and self.registry.written,
            "project": self.project and self.project.written,
            "methodology": self.methodology or None,
            "serials": None if self.serials is None else list(self.serials),
            "status": self.status,
            "retired": None if self.retired is None else self.retired.isoformat(),
            "due": None if self.due is None else self.due.isoformat(),
            "beneficiary": self.beneficiary and self.beneficiary.written,
            "certificate": self.certificate or None,
            "logged": self.logged,
        }


class Verified(NamedTuple):
    """A removal that somebody measured, kept apart from what is planned."""

    year: int
    tonnes: float
    by: Label | None = None

    @property
    def whom(self) -> str | dict[str, str]:
        """Who measured it, as plain data; empty where nobody says."""
        return self.by.written if self.by else ""


class Reversal(NamedTuple):
    """A fire, pest or felling in `year` that takes `share` of the stock, and what it does.

    Attributes
    ----------
    lost : float
        Stock destroyed, t CO2e.
    covered : float
        Part of the loss that the buffer of that year makes good, t CO2e.
    uncovered : float
        The rest, t CO2e.
    removal : float
        Creditable removal at the horizon, buffer released, nothing replanted, t CO2e.
    balance_year : int or None
        Year from which what is owed is compensated in spite of the loss; that of the plan where
        the loss takes nothing of what is owed, None where it is not regained.
    """

    year: int
    share: float
    lost: float
    covered: float
    uncovered: float
    removal: float
    balance_year: int | None

    def to_dict(self) -> dict[str, Any]:
        """Plain data, tonnes of CO2e."""
        return {
            "year": self.year,
            "share": self.share,
            "lost": self.lost,
            "covered": self.covered,
            "uncovered": self.uncovered,
            "removal": self.removal,
            "unit": T_CO2E,
            "balance_year": self.balance_year,
        }
