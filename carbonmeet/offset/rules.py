"""Rules under which a forest's growth counts: presets, read from ``offset_rules.yaml``."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from carbonmeet.errors import FactorNotFound, Fault, InputError, ModelError, did_you_mean
from carbonmeet.forest.stand import sd_log
from carbonmeet.paths import data_dir
from carbonmeet.text import Label
from carbonmeet.yamlfile import read_yaml_file

__all__ = [
    "NUMBERS",
    "VARYING",
    "OffsetRules",
    "RuleBook",
    "RuleNumber",
    "UncertaintyRule",
    "conservative",
    "find_rules",
    "half_width",
    "read_rules",
]

#: The numbers of a preset, and whether each is a share between 0 and 1.
NUMBERS: Mapping[str, bool] = {
    "horizon": False,
    "crediting": False,
    "survival": True,
    "baseline": False,
    "cleared": False,
    "leakage": True,
    "buffer": True,
}
#: Those that vary where they have a range; the buffer is a rule and does not.
VARYING = ("survival", "baseline", "cleared", "leakage")
#: A number with its 95 % range.
Ranged = tuple[float, float | None, float | None]

_POSITIVE = ("horizon", "crediting", "survival")
_EVIDENCE = ("primary", "secondary", "assumed", "given")
_METHODS = ("none", "stepped", "excess")
_DEMANDS = ("additional", "exclusive")
_TOLERANCE = 1e-12  # 0.1 * 1.5 is a hair above 0.15: a step must not be missed by rounding


class RuleNumber(NamedTuple):
    """One number of a preset; of a number that the user wrote `evidence` is its basis."""

    value: float
    low: float | None
    high: float | None
    unit: str
    evidence: str
    sources: tuple[str, ...]
    locator: str = ""
    note: str = ""

    @property
    def sd_log(self) -> float:
        """Standard deviation of the logarithm, from a 95 % range; 0 without a range."""
        return sd_log(self.low, self.high)


class UncertaintyRule(NamedTuple):
    """How a rule takes off for uncertainty.

    Attributes
    ----------
    method : str
        ``none``; ``stepped``: a share of the half-width that depends on its size; ``excess``:
        the part of the half-width above `allowed`.
    steps : tuple of (float, float)
        Largest half-width of the step, and the share taken off; `beyond` after the last.
    """

    method: str
    steps: tuple[tuple[float, float], ...] = ()
    beyond: float = 0.0
    allowed: float = 0.0
    evidence: str = "assumed"
    sources: tuple[str, ...] = ()
    note: str = ""

    def discount(self, half: float) -> float:
        """Share to take off.

        Parameters
        ----------
        half : float
            Half of the 90 % interval over the mean.

        Examples
        --------
        >>> rule = UncertaintyRule("stepped", ((0.10, 0), (0.15, 0.25), (0.20, 0.5)), 1.0)
        >>> rule.discount(0.08), rule.discount(0.15), rule.discount(0.3)
        (0.0, 0.0375, 0.3)
        """
        if self.method == "excess":
            return min(1.0, max(0.0, half - self.allowed))
        if self.method == "stepped":
            inside = (share for size, share in self.steps if half <= size + _TOLERANCE)
            return min(1.0, next(inside, self.beyond) * half)
        return 0.0


def half_width(mean: float, sd: float, n: int, t: float) -> float:
    """Half of a confidence interval of a sample mean, as a share: ``t sd / sqrt(n) / mean``.

    Parameters
    ----------
    mean, sd : float
        Of the sample, same unit.
    n : int
        Plots.
    t : float
        Student's t of the confidence wanted.

    Examples
    --------
    >>> round(half_width(45.328, 12.776, 34, 1.692), 4)
    0.0818
    """
    return t * sd / math.sqrt(n) / mean


def conservative(mean: float, half: float, rule: UncertaintyRule, side: str = "project") -> float:
    """A mean moved to the cautious side.

    Parameters
    ----------
    mean : float
        Any unit.
    half : float
        90 % half-width over the mean.
    rule : UncertaintyRule
        How much of it is taken.
    side : {"project", "baseline"}
        Project removals go down, baseline removals go up.

    Examples
    --------
    >>> rule = read_rules().rules["cdm-ar-tool14"].uncertainty
    >>> conservative(60, 9 / 60, rule), conservative(60, 9 / 60, rule, "baseline")
    (57.75, 62.25)
    """
    sign = -1.0 if side == "project" else 1.0
    return mean + sign * mean * rule.discount(half)


@dataclass(frozen=True, slots=True)
class OffsetRules:
    """One preset, or a preset with numbers of the user's own."""

    key: str
    name: Label
    about: str
    numbers: Mapping[str, RuleNumber]
    uncertainty: UncertaintyRule
    demands: tuple[str, ...] = ()
    refuses_unstated: bool = False

    def __getitem__(self, name: str) -> float:
        return self.numbers[name].value

    @property
    def sources(self) -> tuple[str, ...]:
        """Source keys, each once."""
        found = [key for number in self.numbers.values() for key in number.sources]
        return tuple(dict.fromkeys([*found, *self.uncertainty.sources]))

    @property
    def assumed(self) -> tuple[str, ...]:
        """Names of the numbers that nobody published, leaving out the plain zeros."""
        return tuple(
            name
            for name, number in self.numbers.items()
            if number.evidence == "assumed" and number.value
        )

    def given(self, **values: Ranged | float | None) -> OffsetRules:
        """The same rules with numbers of the user's own; None leaves a number as it is.

        Parameters
        ----------
        **values : float or (float, low, high), optional
            By the names in `NUMBERS`; a number without a range is taken as fixed.

        Raises
        ------
        ModelError
            If a number is unknown or impossible.
        """
        numbers = dict(self.numbers)
        for name, value in values.items():
            if value is None:
                continue
            if name not in NUMBERS:
                raise ModelError(f"rules have no '{name}'.{did_you_mean(name, NUMBERS)}")
            number, low, high = value if isinstance(value, tuple) else (value, None, None)
            if problem := _problem(name, number):
                raise ModelError(problem)
            unit = numbers[name].unit
            numbers[name] = RuleNumber(float(number), low, high, unit, "given", ())
        return replace(self, numbers=numbers)

    def known(self, how: Mapping[str, tuple[str, str]]) -> OffsetRules:
        """The same rules, with how the user came by some numbers, and why.

        Parameters
        ----------
        how : mapping of str to (str, str)
            Basis and note, by the name of the number.
        """
        told = {
            name: self.numbers[name]._replace(evidence=basis, note=note)
            for name, (basis, note) in how.items()
        }
        return replace(self, numbers={**self.numbers, **told})


class RuleBook(NamedTuple):
    """All presets, the band of plausible rates and the longest lifetime searched."""

    rules: Mapping[str, OffsetRules]
    plausible_low: float  # t CO2e per mu and year
    plausible_high: float
    lifetime: int  # years
    outlier: float  # factor beyond which a published forest is called an outlier


def find_rules(book: RuleBook, key: str) -> OffsetRules:
    """The preset of that name.

    Raises
    ------
    FactorNotFound
        If there is none, with the nearest name.
    """
    if key not in book.rules:
        raise FactorNotFound(
            f"no rules '{key}'.{did_you_mean(key, book.rules)} Known: {', '.join(book.rules)}"
        )
    return book.rules[key]


@lru_cache(maxsize=4)
def read_rules(path: Path | None = None) -> RuleBook:
    """Read the presets.

    Parameters
    ----------
    path : Path, optional
        The shipped ``offset_rules.yaml`` if not given.

    Raises
    ------
    InputError
        If an entry lacks a number, its evidence or its reason.
    """
    file = path or data_dir("factors") / "offset_rules.yaml"
    document = read_yaml_file(file)
    data: Any = document.data
    faults: list[Fault] = []
    rules: dict[str, OffsetRules] = {}
    for key, entry in data["rules"].items():
        try:
            rules[key] = _read_entry(key, entry)
        except (KeyError, TypeError, ValueError) as error:
            faults.append(document.fault(("rules", key), f"rules.{key}", str(error)))
    if faults:
        raise InputError(faults)
    band = data["plausible_rate"]
    lifetime, outlier = (data["reference"][name]["value"] for name in ("lifetime", "outlier"))
    return RuleBook(rules, float(band["low"]), float(band["high"]), int(lifetime), float(outlier))


def _problem(name: str, value: float) -> str:
    """What is impossible about a number, or nothing."""
    if not math.isfinite(value) or value < 0:
        return f"{name} must be a finite number, not below 0: {value:g}"
    if NUMBERS[name] and value > 1:
        return f"{name} is a share between 0 and 1: {value:g}"
    if name in _POSITIVE and value == 0:
        return f"{name} must be above 0"
    if name == "horizon" and value != round(value):
        return f"{name} counts whole years: {value:g}"
    return ""


def _read_entry(key: str, entry: Mapping[str, Any]) -> OffsetRules:
    numbers = {}
    for name in NUMBERS:
        number = _read_number(entry[name])
        if problem := _problem(name, number.value):
            raise ValueError(problem)
        numbers[name] = number
    rule = entry["uncertainty"]
    if rule["method"] not in _METHODS:
        raise ValueError(f"no method '{rule['method']}'.{did_you_mean(rule['method'], _METHODS)}")
    demands = tuple(entry["demands"])
    if set(demands) - set(_DEMANDS):
        raise ValueError(f"demands are {', '.join(_DEMANDS)}")
    return OffsetRules(
        key=key,
        name=Label(entry["name"]["en"], entry["name"]["zh"]),
        about=entry["about"],
        numbers=numbers,
        uncertainty=UncertaintyRule(
            method=rule["method"],
            steps=tuple((float(size), float(share)) for size, share in rule.get("steps", ())),
            beyond=float(rule.get("beyond", 0)),
            allowed=float(rule.get("allowed", 0)),
            evidence=rule["evidence"],
            sources=_keys(rule["source"]),
            note=rule.get("note", ""),
        ),
        demands=demands,
        refuses_unstated=entry["unstated"] == "refuse",
    )


def _read_number(entry: Mapping[str, Any]) -> RuleNumber:
    value, note = float(entry["value"]), entry.get("note", "")
    if entry["evidence"] not in _EVIDENCE:
        raise ValueError(f"evidence '{entry['evidence']}' is none of {', '.join(_EVIDENCE)}")
    if not note and (value == 0 or entry["evidence"] == "assumed"):
        raise ValueError("a zero or an assumed number needs its reason in 'note'")
    low, high = (float(entry[end]) if end in entry else None for end in ("low", "high"))
    return RuleNumber(
        value,
        low,
        high,
        entry["unit"],
        entry["evidence"],
        _keys(entry["source"]),
        entry.get("locator", ""),
        note,
    )


def _keys(source: str | Sequence[str]) -> tuple[str, ...]:
    return (source,) if isinstance(source, str) else tuple(source)
