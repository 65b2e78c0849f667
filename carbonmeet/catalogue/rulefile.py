"""Presets of offset rules as a factor pack gives them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from carbonmeet.base.text import _
from carbonmeet.reading.schema import Strict
from carbonmeet.reading.textfields import LabelField

__all__ = ["RuleFile"]

_Evidence = Literal["primary", "secondary", "assumed", "given"]
_Sources = str | list[str]


class RuleNumber(Strict):
    """A number of a preset, with who says so."""

    value: float
    low: float | None = None
    high: float | None = None
    unit: str
    evidence: _Evidence
    source: _Sources
    locator: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _honest(self) -> RuleNumber:
        if (self.low is None) != (self.high is None):
            raise ValueError(_("give 'low' and 'high' together"))
        low, high = self.low, self.high
        if low is not None and high is not None and not low <= self.value <= high:
            raise ValueError(_("'value' lies between 'low' and 'high'"))
        if not self.note and (self.value == 0 or self.evidence == "assumed"):
            raise ValueError(_("a zero or an assumed number needs its reason in 'note'"))
        return self


class UncertaintyShape(Strict):
    """How a preset takes off for uncertainty."""

    method: Literal["none", "stepped", "excess"]
    steps: list[list[float]] = []
    beyond: float = 0.0
    allowed: float = 0.0
    evidence: _Evidence
    source: _Sources
    locator: str = ""
    note: str = ""


class Preset(Strict):
    """One preset."""

    name: LabelField
    about: str
    horizon: RuleNumber
    crediting: RuleNumber
    survival: RuleNumber
    baseline: RuleNumber
    cleared: RuleNumber
    leakage: RuleNumber
    buffer: RuleNumber
    uncertainty: UncertaintyShape
    demands: list[Literal["additional", "exclusive"]] = []
    unstated: Literal["notice", "refuse"]


class RuleFile(Strict):
    """The presets of a pack."""

    rules: dict[str, Preset] = Field(min_length=1)
