"""The values of a forest that nobody has measured or published, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from carbonmeet.base.text import Label, Note, _, _p
from carbonmeet.numbers.number import Number
from carbonmeet.offset.amounts import amounts
from carbonmeet.offset.rules import RULE_NAMES
from carbonmeet.units import DIMENSIONLESS

if TYPE_CHECKING:
    from carbonmeet.offset.block import OffsetBlock
    from carbonmeet.offset.result import OffsetResult

__all__ = ["assumed_values"]

#: What the amounts of an ``offset:`` block are called, beside the numbers of the rules.
_FIELDS: Mapping[str, Label] = {
    "area": _("Planted area"),
    "age_at_planting": _("Age of the stock at planting"),
    "site": _("Growth of the site over that of the curve"),
    "confidence": _("Confidence"),
    "tonnes": _("Tonnes"),
    "price": _("Price"),
    "after": _("Years until replanting"),
    "share": _p("parameter", "Share"),
    **RULE_NAMES,
}


def assumed_values(answer: OffsetResult, block: OffsetBlock | None = None) -> tuple[Number, ...]:
    """Every assumed value behind a forest: of the rules, of its stands, and of the file itself.

    Zeros are listed too: that nothing was cleared, or grew anyway, is an assumption as well.

    Parameters
    ----------
    answer : OffsetResult
        Such as `Workings.offset`.
    block : OffsetBlock, optional
        The block it answers, whose own amounts may be assumed.
    """
    return (*_rules(answer), *_stands(answer), *(() if block is None else _amounts(block)))


def _rules(answer: OffsetResult) -> Iterator[Number]:
    rules, counting = answer.applied, answer.forest.counting
    for name, number in rules.numbers.items():
        own = name == "survival" and counting and all(one.survival is not None for one in counting)
        if number.basis == "assumed" and not own:
            label = _of(rules.name, RULE_NAMES[name])
            yield replace(number, path=("rules", rules.key, name), name=label)
    rule = rules.uncertainty
    if rule.evidence == "assumed":
        yield Number(
            ("rules", rules.key, "uncertainty"),
            answer.discount,
            DIMENSIONLESS,
            name=_of(rules.name, RULE_NAMES["uncertainty"]),
            basis=rule.evidence,
            reference=" ".join(rule.sources),
            note=Note(rule.note, ours=True),
        )


def _stands(answer: OffsetResult) -> Iterator[Number]:
    for stand in answer.forest.stands:
        yield from (number for number in stand.numbers if number.basis == "assumed")


def _amounts(block: OffsetBlock) -> Iterator[Number]:
    """Amounts of the file, but those that stand among the numbers of the rules already."""
    for path, amount in amounts(block):
        if amount.basis == "assumed" and not (len(path) == 1 and path[0] in RULE_NAMES):
            key, place = str(path[-1]), ("offset", *path)
            yield Number(
                place,
                amount.value,
                amount.unit,
                amount.low,
                amount.high,
                _FIELDS.get(key, Label(key, key)),
                amount.basis,
                note=Note(amount.note or ""),
                place=place,
            )


def _of(whole: Label, part: Label) -> Label:
    return _("{whole}: {part}", whole=whole, part=part)
