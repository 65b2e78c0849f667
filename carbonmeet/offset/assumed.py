"""The values of a forest that nobody has measured or published, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from carbonmeet.offset.amounts import amounts
from carbonmeet.offset.record import RULE_NAMES
from carbonmeet.schema import where
from carbonmeet.text import Label

if TYPE_CHECKING:
    from carbonmeet.offset.block import OffsetBlock
    from carbonmeet.offset.result import OffsetResult

__all__ = ["AssumedValue", "assumed_values"]

#: What the amounts of an ``offset:`` block are called, beside the numbers of the rules.
_FIELDS: Mapping[str, Label] = {
    "area": Label("Planted area", "造林面积"),
    "age_at_planting": Label("Age of the stock at planting", "苗龄"),
    "site": Label("Growth of the site over that of the curve", "立地生长系数"),
    "confidence": Label("Confidence", "把握程度"),
    "tonnes": Label("Tonnes", "吨数"),
    "price": Label("Price", "价格"),
    "after": Label("Years until replanting", "补植年限"),
    "share": Label("Share", "比例"),
    **RULE_NAMES,
}


class AssumedValue(NamedTuple):
    """One assumed value, as a row of the list of them; `unit` as in the data files."""

    id: str
    name: Label
    value: float
    low: float | None
    high: float | None
    unit: str
    reason: str


def assumed_values(
    answer: OffsetResult, block: OffsetBlock | None = None
) -> tuple[AssumedValue, ...]:
    """Every assumed value behind a forest: of the rules, of its stands, and of the file itself.

    Zeros are listed too: that nothing was cleared, or grew anyway, is an assumption as well.

    Parameters
    ----------
    answer : OffsetResult
        Such as `Estimate.offset`.
    block : OffsetBlock, optional
        The block it answers, whose own amounts may be assumed.
    """
    return (*_rules(answer), *_stands(answer), *(() if block is None else _amounts(answer, block)))


def _rules(answer: OffsetResult) -> Iterator[AssumedValue]:
    rules, counting = answer.applied, answer.forest.counting
    for name, number in rules.numbers.items():
        own = name == "survival" and counting and all(one.survival is not None for one in counting)
        if number.evidence == "assumed" and not own:
            yield AssumedValue(
                f"{rules.key}.{name}",
                _of(rules.name, RULE_NAMES[name]),
                *(number.value, number.low, number.high),
                number.unit,
                number.note,
            )
    if rules.uncertainty.evidence == "assumed":
        name = "uncertainty"
        label = _of(rules.name, RULE_NAMES[name])
        values = (answer.discount, None, None)
        yield AssumedValue(f"{rules.key}.{name}", label, *values, "1", rules.uncertainty.note)


def _stands(answer: OffsetResult) -> Iterator[AssumedValue]:
    for stand in answer.forest.stands:
        for number in stand.numbers:
            if number.evidence == "assumed":
                yield AssumedValue(
                    f"{stand.key}.{number.name}",
                    _of(stand.name, Label(number.name, number.name)),
                    *(number.value, number.low, number.high),
                    number.unit,
                    number.note,
                )


def _amounts(answer: OffsetResult, block: OffsetBlock) -> Iterator[AssumedValue]:
    """Amounts of the file, but those that stand among the numbers of the rules already."""
    for path, amount in amounts(block):
        if amount.basis == "assumed" and not (len(path) == 1 and path[0] in RULE_NAMES):
            key = str(path[-1])
            yield AssumedValue(
                where(("offset", *path)),
                _FIELDS.get(key, Label(key, key)),
                *(amount.value, amount.low, amount.high),
                amount.unit.text,
                amount.note or "",
            )


def _of(whole: Label, part: Label) -> Label:
    return Label(f"{whole.en}: {part.en}", f"{whole.zh}：{part.zh}")
