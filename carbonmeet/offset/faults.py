"""What cannot be in an ``offset:`` block, each thing with its path in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from carbonmeet.base.clock import today
from carbonmeet.base.errors import FactorNotFound, ModelError, message_of
from carbonmeet.base.text import _
from carbonmeet.forest.stands import find_stand
from carbonmeet.offset.amounts import Path, amounts
from carbonmeet.offset.case import QUESTION, unsure
from carbonmeet.offset.forest import KINDS, LAND
from carbonmeet.offset.rules import NUMBERS, VARYING, find_rules

if TYPE_CHECKING:
    from carbonmeet.forest.stand import Stand
    from carbonmeet.offset.block import OffsetBlock
    from carbonmeet.offset.rules import OffsetRules, RuleBook

__all__ = ["block_faults"]

#: Path in the block, and what is wrong there.
Found: TypeAlias = tuple[Path, str]


def block_faults(
    block: OffsetBlock, stands: Mapping[str, Stand], book: RuleBook
) -> Iterator[Found]:
    """Every fault that can be told without the emissions.

    Parameters
    ----------
    block : OffsetBlock
    stands : mapping of str to Stand
        The stands of the catalogue.
    book : RuleBook
        The presets.
    """
    yield from _twice(block)
    if not block.plants:
        return
    stands = block.known(stands)
    unknown = list(_stands(block, stands))
    yield from unknown
    if not unknown:
        yield from _land(block, stands)
        yield from _sureness(block, stands)
    try:
        rules = find_rules(book, block.rules)
        yield from _demands(block, rules)
    except FactorNotFound as error:
        yield ("rules",), message_of(error)
        rules = next(iter(book.rules.values()))  # what a number may be is the same in all
    yield from _numbers(block, rules)
    yield from _times(block)
    yield from _idle_ranges(block)


def _stands(block: OffsetBlock, stands: Mapping[str, Stand]) -> Iterator[Found]:
    places: list[tuple[Path, str | Mapping[str, object]]] = []
    if "stand" in block.model_fields_set or not block.parcels:
        places.append((("stand",), block.stand))
    places += [
        (("parcels", i, "stand"), one.stand)
        for i, one in enumerate(block.parcels)
        if one.stand is not None
    ]
    for path, stand in places:
        for key in [stand] if isinstance(stand, str) else stand:
            try:
                find_stand(stands, key)
            except FactorNotFound as error:
                yield (path if isinstance(stand, str) else (*path, key)), message_of(error)


def _land(block: OffsetBlock, stands: Mapping[str, Stand]) -> Iterator[Found]:
    """Mixtures, survival and replanting, parcel by parcel."""
    for i, one in enumerate(block.parcels):
        try:
            block.parcel(one, stands)
        except ModelError as error:
            yield ("parcels", i), message_of(error)
    if not block.parcels:
        try:
            block.forest(stands)
        except ModelError as error:
            shares = not isinstance(block.stand, str) and "mixture" in str(error)
            yield (("stand",) if shares else ()), message_of(error)
    kinds = {one.kind for one in block.parcels} or {block.kind}
    if block.area is None and KINDS[0] not in kinds:
        path = ("parcels",) if block.parcels else ("kind",)
        yield (
            path,
            _(
                "only land of kind '{kinds}' counts against a meeting, and there is none",
                kinds=KINDS[0],
            ),
        )


def _sureness(block: OffsetBlock, stands: Mapping[str, Stand]) -> Iterator[Found]:
    """A confidence where the growth of no stand has a range."""
    if block.confidence is None:
        return
    try:
        forest = block.forest(stands)
    except ModelError:  # told by `_land`
        return
    if forest.stands and not forest.growth_ranged:
        yield ("confidence",), unsure(forest)


def _numbers(block: OffsetBlock, rules: OffsetRules) -> Iterator[Found]:
    for name in NUMBERS:
        number = getattr(block, name, None)
        try:
            rules.given(**{name: None if number is None else number.value})
        except ModelError as error:
            yield (name,), message_of(error)
    if block.confidence is not None and not 0 < block.confidence.value < 1:
        yield ("confidence",), _("a confidence lies between 0 and 1, and is neither")


def _demands(block: OffsetBlock, rules: OffsetRules) -> Iterator[Found]:
    if rules.refuses_unstated:
        for name in rules.demands:
            if getattr(block, name) is None:
                said = _(
                    "rules '{key}' count nothing without '{name}': say whether ",
                    key=rules.key,
                    name=name,
                )
                yield (), said + QUESTION[name]


def _idle_ranges(block: OffsetBlock) -> Iterator[Found]:
    """Ranges that no draw would ever reach: better refused than read and dropped."""
    for path, amount in amounts(block):
        ranged = amount.low is not None and (amount.low, amount.high) != (amount.value,) * 2
        own = path[-1] in LAND and (len(path) == 1 or path[0] == "parcels")
        own = own or path[0] in ("rate", "own_stands")
        if ranged and not own and (len(path) > 1 or path[0] not in VARYING):
            known = ", ".join(f"'{name}'" for name in dict.fromkeys((*VARYING, *LAND)))
            yield (
                path,
                _(
                    "a range is not read here: beside the growth of the stand only {known} vary",
                    known=known,
                ),
            )


def _twice(block: OffsetBlock) -> Iterator[Found]:
    """A credit counts once: no unit is listed twice."""
    if len(block.credits) < 2:
        return
    from carbonmeet.offset.taken import Taken, way_out

    taken = Taken[int]()
    for i, one in enumerate(block.credits):
        if same := taken.by(one):
            said = _(
                "these serial numbers are those of offset.credits[{j}]: they count once{more}",
                j=same[0],
                more=way_out(one),
            )
            yield ("credits", i, "serials"), said
        else:
            taken.add(one, i)


def _times(block: OffsetBlock) -> Iterator[Found]:
    """Nothing burns, and nothing is measured, before it is planted; nor measured before it grew."""
    planted = block.planted or 0
    first = min((one.planted or planted for one in block.parcels), default=planted)
    dated = {
        "reversals": [one.year for one in block.reversals],
        "verified": [one.year for one in block.verified],
    }
    for name, years in dated.items():
        for i, year in enumerate(years):
            if year < first:
                yield (
                    (name, i, "year"),
                    _("{year} lies before the planting in {first}", year=year, first=first),
                )
            elif name == "verified" and year > today().year:
                yield (
                    (name, i, "year"),
                    _("what is removed by {year} nobody has measured", year=year),
                )
    yield from _statuses(block)


def _statuses(block: OffsetBlock) -> Iterator[Found]:
    """Land that is said to be planted in a year to come."""
    whole = [((), block.status, block.planted)]
    land = [
        (("parcels", i), one.status, one.planted or block.planted)
        for i, one in enumerate(block.parcels)
    ]
    for where, status, year in whole + land:
        if status in ("planted", "verified") and (year or 0) > today().year:
            yield (
                (*where, "status"),
                _("'{status}' for land that is planted in {year}", status=status, year=year),
            )
