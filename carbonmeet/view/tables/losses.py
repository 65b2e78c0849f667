"""The scenarios of loss of a forest: what a fire, a pest or a felling in some year would take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from carbonmeet.base.text import Label, Lang
from carbonmeet.view.faces.grid import grid, number

__all__ = ["LOSS_HEAD", "LOSS_TITLE", "LossRow", "loss_rows", "losses_table"]

LOSS_TITLE = Label(
    "Scenarios of loss, each by itself; nothing replanted (t CO2e)",
    "损失情景，各自独立，损失后不补植（t CO2e）",
)
_YEAR = Label("Loss in", "损失年份")
_SHARE = Label("stock lost", "蓄积损失")
_LOST = Label("lost", "损失量")
_COVERED = Label("covered by the buffer", "缓冲池弥补")
_REMOVAL = Label("creditable by {year}", "至{year}年可计入")
_BALANCE = Label("compensated from", "完成抵消年份")
#: Heads of the columns of `LossRow`; that of the removal takes the horizon as ``{year}``.
LOSS_HEAD = (_YEAR, _SHARE, _LOST, _COVERED, _REMOVAL, _BALANCE)

_NOT_REGAINED = Label("not regained", "不能恢复")
_NEVER = Label("not even without it", "无损失亦不能")


class LossRow(NamedTuple):
    """One scenario: shares between 0 and 1, tonnes of CO2e, and the year in words.

    Attributes
    ----------
    removal : float
        Creditable removal by the horizon.
    balance : str
        Year from which the emissions are compensated in spite of the loss, or that it is not
        regained; a dash where nothing is owed.
    """

    year: int
    share: float
    lost: float
    covered: float
    removal: float
    balance: str


def loss_rows(offset: Mapping[str, Any], lang: Lang = "en") -> tuple[LossRow, ...]:
    """The rows of the table of losses, for the printed table and for the report.

    Parameters
    ----------
    offset : mapping
        From `OffsetResult.to_dict`.
    lang : {"en", "zh"}
    """
    return tuple(
        LossRow(
            one["year"],
            one["share"],
            one["lost"],
            one["covered"],
            one["removal"],
            _balance(offset, one["balance_year"], lang),
        )
        for one in offset["reversals"]
    )


def _balance(offset: Mapping[str, Any], year: int | None, lang: Lang) -> str:
    if offset["owed"] is None:
        return "–"
    if year is not None:
        return str(year)
    return (_NEVER if offset["balance_year"] is None else _NOT_REGAINED).get(lang)


def losses_table(offset: Mapping[str, Any], lang: Lang = "en") -> str:
    """The scenarios of loss as text; empty where the file has none."""
    rows = [
        [
            str(row.year),
            f"{100 * row.share:.4g}%",
            *(number(tonnes, 3) for tonnes in (row.lost, row.covered, row.removal)),
            row.balance,
        ]
        for row in loss_rows(offset, lang)
    ]
    if not rows:
        return ""
    head = [one.get(lang).format(year=offset["horizon_year"]) for one in LOSS_HEAD]
    return f"  {LOSS_TITLE.get(lang)}\n{grid([head, *rows], right=range(1, 6))}"
