"""Rules under which a forest's growth counts: presets, read from ``offset_rules.yaml``."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from carbonmeet.base.errors import (
    FactorNotFound,
    Fault,
    InputError,
    ModelError,
    did_you_mean,
    message_of,
)
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import NAMELESS, Label, Message, Note, _, joined
from carbonmeet.catalogue import Catalogue, load_catalogue
from carbonmeet.catalogue.records.forest import CREDITS, FOREST_EVENTS, CreditPrice, ForestEvent
from carbonmeet.numbers.number import Number
from carbonmeet.numbers.path import Path as Place
from carbonmeet.reading.amount import Amount
from carbonmeet.reading.yamlfile import Document
from carbonmeet.units import DIMENSIONLESS, Unit, parse_unit

__all__ = [
    "NUMBERS",
    "RULE_NAMES",
    "VARYING",
    "OffsetRules",
    "RuleBook",
    "UncertaintyRule",
    "find_rules",
    "own_number",
    "rules_of",
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
#: The numbers of a preset in words, and the share that is taken off for uncertainty.
RULE_NAMES: Mapping[str, Label] = {
    "horizon": _("Horizon"),
    "crediting": _("Crediting period"),
    "survival": _("Survival"),
    "baseline": _("Baseline growth"),
    "cleared": _("Vegetation cleared"),
    "leakage": _("Leakage"),
    "buffer": _("Buffer"),
    "uncertainty": _("Discount for uncertainty"),
}
#: Those that vary where they have a range; the buffer is a rule and does not.
VARYING = ("survival", "baseline", "cleared", "leakage")
_POSITIVE = ("horizon", "crediting", "survival")
_TOLERANCE = 1e-12  # 0.1 * 1.5 is a hair above 0.15: a step must not be missed by rounding


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
            Half of the 90% interval over the mean.

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


@dataclass(frozen=True, slots=True)
class OffsetRules:
    """One preset, or a preset with numbers of the user's own."""

    key: str
    name: Label
    about: str
    numbers: Mapping[str, Number]
    uncertainty: UncertaintyRule
    demands: tuple[str, ...] = ()
    refuses_unstated: bool = False

    def __getitem__(self, name: str) -> float:
        return self.numbers[name].value

    @property
    def sources(self) -> tuple[str, ...]:
        """Source keys, each once."""
        found = [key for number in self.numbers.values() for key in number.references]
        return tuple(dict.fromkeys([*found, *self.uncertainty.sources]))

    @property
    def assumed(self) -> tuple[str, ...]:
        """Names of the numbers that nobody published, leaving out the plain zeros."""
        return tuple(
            name
            for name, number in self.numbers.items()
            if number.basis == "assumed" and number.value
        )

    def given(self, **values: Number | float | None) -> OffsetRules:
        """The same rules with numbers of the user's own; None leaves a number as it is.

        Parameters
        ----------
        **values : float or Number, optional
            By the names in `NUMBERS`; a bare number is taken as fixed.

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
                raise ModelError(
                    _("rules have no '{name}'.{hint}", name=name, hint=did_you_mean(name, NUMBERS))
                )
            own = value if isinstance(value, Number) else _number(name, float(value), basis="given")
            if problem := _problem(name, own.value):
                raise ModelError(problem)
            numbers[name] = replace(own, unit=numbers[name].unit)
        return replace(self, numbers=numbers)


class Published(NamedTuple):
    """A number of a publication, and the key of that in ``sources.csv``."""

    value: float
    source: str


class RuleBook(NamedTuple):
    """All presets, the band of plausible rates and the longest lifetime searched."""

    rules: Mapping[str, OffsetRules]
    plausible_low: float  # t CO2e per mu and year
    plausible_high: float
    lifetime: int  # years
    block: float  # mu that lie together on one site
    outlier: float  # factor beyond which a published forest is called an outlier
    conifer: Published  # carbon fraction of the wood of conifers, t C/t
    prices: tuple[CreditPrice, ...] = ()  # published prices of credits
    events: tuple[ForestEvent, ...] = ()  # published forests


def find_rules(book: RuleBook, key: str) -> OffsetRules:
    """The preset of that name.

    Raises
    ------
    FactorNotFound
        If there is none, with the nearest name.
    """
    if key not in book.rules:
        raise FactorNotFound(
            _(
                "no rules '{key}'.{hint} Known: {rules}",
                key=key,
                hint=did_you_mean(key, book.rules),
                rules=joined(book.rules),
            )
        )
    return book.rules[key]


def rules_of(catalogue: Catalogue | None = None) -> RuleBook:
    """The presets that a catalogue holds; those shipped if none is given.

    Raises
    ------
    InputError
        If an entry of a factor pack lacks a number, its evidence or its reason.

    Examples
    --------
    >>> rules_of().rules["event-practice-20-year"]["horizon"]
    20.0
    """
    known = catalogue or load_catalogue()
    seen = (known.table(CREDITS), known.table(FOREST_EVENTS))
    held = known.holdings
    return held.derived(
        "rules", lambda: _book(held["offset_rules"], held["offset_rules_document"], *seen)
    )


def _book(
    data: Any,
    document: Document | None,
    prices: tuple[CreditPrice, ...],
    events: tuple[ForestEvent, ...],
) -> RuleBook:
    """The presets of plain data; `document` is where those of a user stand."""
    faults: list[Fault] = []
    rules: dict[str, OffsetRules] = {}
    for key, entry in data["rules"].items():
        try:
            rules[key] = _read_entry(key, entry)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            told = _lacks(error)
            if document is None:
                raise
            faults.append(document.fault(("rules", key), f"rules.{key}", told))
    if faults:
        raise InputError(faults)
    band = data["plausible_rate"]
    reference = {name: float(one["value"]) for name, one in data["reference"].items()}
    return RuleBook(
        rules,
        float(band["low"]),
        float(band["high"]),
        int(reference["lifetime"]),
        reference["block"],
        reference["outlier"],
        Published(reference["conifer"], str(data["reference"]["conifer"]["source"])),
        prices,
        events,
    )


def _lacks(error: Exception) -> Message:
    """What is wrong with an entry of the rules."""
    if isinstance(error, KeyError):
        return _("'{name}' is missing", name=str(error.args[0]))
    if isinstance(error, TypeError | AttributeError):
        return _("is not a preset: see offset_rules.yaml of the shipped catalogue")
    return message_of(error)


def _problem(name: str, value: float) -> str:
    """What is impossible about a number, or nothing."""
    if not math.isfinite(value) or value < 0:
        return _("{name} must be a finite number, not below 0: {value:g}", name=name, value=value)
    if NUMBERS[name] and value > 1:
        return _("{name} is a share between 0 and 1: {value:g}", name=name, value=value)
    if name in _POSITIVE and value == 0:
        return _("{name} must be above 0", name=name)
    if name == "horizon" and value != round(value):
        return _("{name} counts whole years: {value:g}", name=name, value=value)
    return ""


def _read_entry(key: str, entry: Mapping[str, Any]) -> OffsetRules:
    numbers = {}
    for name in NUMBERS:
        number = _read_number(name, entry[name])
        if problem := _problem(name, number.value):
            raise ValueError(problem)
        numbers[name] = number
    rule = entry["uncertainty"]
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
        demands=tuple(entry["demands"]),
        refuses_unstated=entry["unstated"] == "refuse",
    )


def _read_number(name: str, entry: Mapping[str, Any]) -> Number:
    value, note = float(entry["value"]), entry.get("note", "")
    low, high = (float(entry[end]) if end in entry else None for end in ("low", "high"))
    return _number(
        name,
        value,
        low,
        high,
        unit=parse_unit(entry["unit"]),
        basis=entry["evidence"],
        reference=" ".join(_keys(entry["source"])),
        locator=entry.get("locator", ""),
        note=Note(note, ours=True) if note else NAMELESS,
    )


def _number(
    name: str,
    value: float,
    low: float | None = None,
    high: float | None = None,
    *,
    unit: Unit = DIMENSIONLESS,
    basis: str,
    reference: str = "",
    locator: str = "",
    note: Label = NAMELESS,
    place: Place = (),
) -> Number:
    """A number of the rules, under the path that a scenario gives it by."""
    path = ("offset", name)
    return Number(
        path,
        value,
        unit,
        low,
        high,
        _("Forest: {rule_names}", rule_names=RULE_NAMES[name]),
        basis,
        reference,
        locator,
        note,
        domain="share" if NUMBERS[name] else "positive",
        stream=".".join(path),
        place=place,
    )


def own_number(name: str, amount: Amount) -> Number:
    """A number of the rules as a scenario gives it."""
    return _number(
        name,
        amount.value,
        amount.low,
        amount.high,
        basis=amount.basis,
        note=Note(amount.note) if amount.note else NAMELESS,
        place=("offset", name),
    )


def _keys(source: str | Sequence[str]) -> tuple[str, ...]:
    return (source,) if isinstance(source, str) else tuple(source)
