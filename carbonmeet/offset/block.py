"""The ``offset:`` block of a scenario file, and the forest that it describes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from carbonmeet.base.text import Label
from carbonmeet.forest.stand import Stand
from carbonmeet.forest.stands import find_stand, read_stands
from carbonmeet.numbers.number import Number
from carbonmeet.offset.answer import assess, size
from carbonmeet.offset.arithmetic import MU_PER_HA
from carbonmeet.offset.case import Terms
from carbonmeet.offset.forest import Forest, Parcel
from carbonmeet.offset.records import Credit, Verified
from carbonmeet.offset.registry import registry_fault
from carbonmeet.offset.result import OffsetResult
from carbonmeet.offset.rules import (
    NUMBERS,
    RULE_NAMES,
    OffsetRules,
    RuleBook,
    find_rules,
    own_number,
    read_rules,
)
from carbonmeet.reading.fields import Amount, In, Share
from carbonmeet.reading.schema import Strict

__all__ = ["CreditBlock", "OffsetBlock", "ParcelBlock", "assess_block"]

Area = Annotated[Amount, In("mu", allow_zero=False)]
Years = Annotated[Amount, In("year", plain=False, max_value=200)]
Tonnes = Annotated[Amount, In("t CO2e")]
Price = Annotated[Amount, In("CNY/t")]
Site = Annotated[Amount, In("1", allow_zero=False, max_value=10)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Kind = Literal["event-forest", "urban-greening", "city-afforestation"]
Stands = str | dict[str, Share]


class Replanting(Strict):
    """Gaps filled some time after planting."""

    after: Years
    share: Share


class ReversalBlock(Strict):
    """A scenario of loss: fire, pest or felling in a year."""

    year: Year
    share: Share


class VerifiedBlock(Strict):
    """A removal that somebody has measured."""

    year: Year
    tonnes: Tonnes
    by: str = ""


class CreditBlock(Strict):
    """Credits bought and cancelled beside the forest.

    Attributes
    ----------
    registry, project : str
        Where they are registered, and what they come from.
    serials : list of str
        First and last serial number.
    status : {"planned", "retired"}, optional
        Whether they are still to be cancelled, or were, on the day `retired`, for `beneficiary`.
    """

    kind: Literal["ccer", "national-allowance", "pilot-allowance", "provincial", "cer"]
    tonnes: Tonnes
    price: Price | None = None
    vintage: Year | None = None
    registry: str = ""
    project: str = ""
    serials: Annotated[tuple[str, ...], Field(min_length=2, max_length=2)] | None = None
    status: Literal["planned", "retired"] | None = None
    retired: date | None = None
    beneficiary: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _retired(self) -> Self:
        if self.retired is not None and self.status == "planned":
            raise ValueError("'retired' tells a day, while 'status' says that they are planned")
        if self.status == "retired" and self.retired is None:
            raise ValueError("'retired' is missing: the day on which they were cancelled")
        return self


class ParcelBlock(Strict):
    """One piece of land; what it does not say is taken from the block around it."""

    id: str = Field(min_length=1)
    area: Area
    stand: Stands | None = None
    planted: Year | None = None
    age_at_planting: Years | None = None
    survival: Share | None = None
    site: Site | None = None
    replanting: tuple[Replanting, ...] = ()
    kind: Kind = "event-forest"


class OffsetBlock(Strict):
    """The forest that stands against a meeting.

    Attributes
    ----------
    stand : str or mapping of str to share
        A stand of the catalogue, or a mixture.
    area : amount, optional
        Planted area in mu or ha; without it and without `parcels`, the area is worked out.
    planted : int
        Calendar year.
    rules : str
        A preset; `horizon`, `survival`, `buffer`, `baseline`, `cleared` and `leakage` go before.
    additional : bool, optional
        False if the forest would have been planted without the meeting.
    exclusive : bool or str, optional
        Whether nobody else claims the removals, or the registry that says so.
    """

    stand: Stands = "yunnan-pine"
    area: Area | None = None
    parcels: tuple[ParcelBlock, ...] = ()
    planted: Year
    rules: str = "event-practice-20-year"
    event_year: Year | None = None
    horizon: Years | None = None
    survival: Share | None = None
    buffer: Share | None = None
    leakage: Share | None = None
    baseline: Annotated[Amount, In("t CO2/ha/year")] | None = None
    cleared: Annotated[Amount, In("t CO2/ha")] | None = None
    age_at_planting: Years | None = None
    site: Site | None = None
    replanting: tuple[Replanting, ...] = ()
    kind: Kind = "event-forest"
    additional: bool | None = None
    exclusive: bool | str | None = None
    confidence: Share | None = None
    credits: tuple[CreditBlock, ...] = ()
    reversals: tuple[ReversalBlock, ...] = ()
    verified: tuple[VerifiedBlock, ...] = ()
    note: str = ""

    @field_validator("exclusive")
    @classmethod
    def _no_is_no_registry(cls, said: bool | str | None) -> bool | str | None:
        if isinstance(said, str) and (fault := registry_fault(said)):
            raise ValueError(fault)
        return said

    @model_validator(mode="after")
    def _one_area(self) -> Self:
        if self.area is not None and self.parcels:
            raise ValueError("give 'area' or 'parcels', not both")
        for name, times in Counter(parcel.id for parcel in self.parcels).items():
            if times > 1:
                raise ValueError(f"parcel '{name}' is listed twice: land counts once")
        return self

    @property
    def parcel_ids(self) -> tuple[str, ...]:
        """Land that the block claims."""
        return tuple(parcel.id for parcel in self.parcels)

    def forest(self, stands: Mapping[str, Stand]) -> Forest:
        """The parcels; one hectare where the block gives no area.

        Raises
        ------
        FactorNotFound
            If a stand is not in the catalogue.
        ModelError
            If shares do not sum to 1.
        """
        if self.parcels:
            return Forest(tuple(self.parcel(one, stands) for one in self.parcels))
        area = self.area or Amount(float(MU_PER_HA))
        whole = ParcelBlock.model_construct(id="forest", area=area, kind=self.kind)
        return Forest((self.parcel(whole, stands),))

    def parcel(self, one: ParcelBlock, stands: Mapping[str, Stand]) -> Parcel:
        """A piece of land, with what the block says where it says nothing.

        Raises
        ------
        FactorNotFound
            If a stand is not in the catalogue.
        ModelError
            If a number is impossible, or shares do not sum to 1.
        """
        stand = self.stand if one.stand is None else one.stand
        shares = {stand: 1.0} if isinstance(stand, str) else _values(stand)
        replanting = one.replanting or self.replanting
        survival = _value(one.survival)
        return Parcel(
            id=one.id,
            area_ha=one.area.value / MU_PER_HA,
            mixture=tuple((find_stand(stands, key), share) for key, share in shares.items()),
            planted=one.planted or self.planted,
            age_at_planting=_value(one.age_at_planting or self.age_at_planting),
            survival=survival,
            site=_value(one.site or self.site) or 1.0,
            replanting=tuple((fill.after.value, fill.share.value) for fill in replanting),
            kind=one.kind,
            numbers=self._numbers(one),
        )

    def _numbers(self, one: ParcelBlock) -> dict[str, Number]:
        """What the file knows of a parcel's survival and site."""
        inside = ("offset", "parcels", one.id) if self.parcels else ("offset",)
        given = {"survival": one.survival, "site": one.site or self.site}
        return {
            name: Number(
                (*(inside if getattr(one, name) is not None else ("offset",)), name),
                amount.value,
                amount.unit,
                amount.low,
                amount.high,
                _named(one.id if self.parcels else "", name),
                amount.basis,
                note=Label(amount.note or ""),
                domain="share" if name == "survival" else "positive",
            )
            for name, amount in given.items()
            if amount is not None
        }

    def chosen_rules(self, book: RuleBook) -> OffsetRules:
        """The preset with the numbers that the block gives."""
        given = {name: getattr(self, name, None) for name in NUMBERS}
        return find_rules(book, self.rules).given(
            **{name: own_number(name, one) for name, one in given.items() if one is not None}
        )

    def terms(self, event_year: int | None = None) -> Terms:
        """What the block says beside the land; its own event year goes before `event_year`."""
        return Terms(
            event_year=self.event_year or event_year,
            additional=self.additional,
            exclusive=self.exclusive,
            credits=tuple(
                Credit(
                    one.kind,
                    one.tonnes.value,
                    _value(one.price),
                    one.vintage,
                    one.note,
                    one.registry,
                    one.project,
                    (one.serials[0], one.serials[1]) if one.serials else None,
                    "retired" if one.retired else one.status,
                    one.retired,
                    one.beneficiary,
                )
                for one in self.credits
            ),
            reversals=tuple((one.year, one.share.value) for one in self.reversals),
            verified=tuple(Verified(one.year, one.tonnes.value, one.by) for one in self.verified),
            confidence=_value(self.confidence),
        )


def assess_block(
    block: OffsetBlock,
    emissions_t: float,
    event_year: int | None = None,
    *,
    stands: Mapping[str, Stand] | None = None,
    book: RuleBook | None = None,
) -> OffsetResult:
    """The answer to an ``offset:`` block.

    Parameters
    ----------
    block : OffsetBlock
        From a scenario file.
    emissions_t : float
        The residual, t CO2e.
    event_year : int, optional
        Year of the meeting, where the block does not say; the horizon runs from it.

    Raises
    ------
    ModelError, FactorNotFound
        If the block asks for what cannot be.
    """
    known, rulebook = stands or read_stands(), book or read_rules()
    forest, rules = block.forest(known), block.chosen_rules(rulebook)
    terms = block.terms(event_year)
    if block.area is None and not block.parcels:
        return size(forest, rules, emissions_t, terms, stands=known, book=rulebook)
    return assess(forest, rules, emissions_t, terms, stands=known, book=rulebook)


def _named(parcel: str, name: str) -> Label:
    """What the number of a parcel is called."""
    words = {"survival": RULE_NAMES["survival"], "site": Label("Site", "立地系数")}
    en, zh = words[name].en, words[name].zh
    return Label(
        f"Forest: {parcel}, {en.lower()}" if parcel else f"Forest: {en}",
        f"碳汇林：{parcel}、{zh}" if parcel else f"碳汇林：{zh}",
    )


def _value(amount: Amount | None) -> float | None:
    return None if amount is None else amount.value


def _values(shares: Mapping[str, Amount]) -> dict[str, float]:
    return {key: share.value for key, share in shares.items()}
