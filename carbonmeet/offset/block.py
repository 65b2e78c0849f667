"""The ``offset:`` block of a scenario file: credits, and the forest that it describes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from carbonmeet.base.errors import FactorNotFound, message_of
from carbonmeet.base.ids import parts_of
from carbonmeet.base.text import Label, Note, _, inside
from carbonmeet.forest.stand import Stand
from carbonmeet.forest.stands import find_stand, read_stands, stand_of
from carbonmeet.numbers.number import Number
from carbonmeet.offset.answer import assess, size
from carbonmeet.offset.arithmetic import MU_PER_HA
from carbonmeet.offset.case import Terms
from carbonmeet.offset.creditblock import CreditBlock
from carbonmeet.offset.forest import DETAILS, WHOLE, Forest, Parcel
from carbonmeet.offset.kinds import find_frame, frame_of
from carbonmeet.offset.money import PlantingCost
from carbonmeet.offset.ownstand import RATE, OwnStand, Rate, rate_stand
from carbonmeet.offset.records import Verified
from carbonmeet.offset.result import OffsetResult
from carbonmeet.offset.rules import (
    NUMBERS,
    RULE_NAMES,
    OffsetRules,
    RuleBook,
    find_rules,
    own_number,
    rules_of,
)
from carbonmeet.reading.amount import Amount, In, Share
from carbonmeet.reading.schema import Map, Strict
from carbonmeet.reading.textfields import SaidField

__all__ = ["CreditBlock", "OffsetBlock", "ParcelBlock", "assess_block"]

Area = Annotated[Amount, In("mu", allow_zero=False)]
Years = Annotated[Amount, In("year", plain=False, max_value=200)]
Tonnes = Annotated[Amount, In("t CO2e")]
Site = Annotated[Amount, In("1", allow_zero=False, max_value=10)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Kind = Literal["event-forest", "urban-greening", "city-afforestation"]
Stands = str | Map[str, Share]


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
    by: SaidField = None


class Record(Strict):
    """What is put on record of a piece of land, and calculated with nowhere.

    Attributes
    ----------
    status : {"planned", "planted", "verified"}, optional
        How far the planting is.
    place, coordinates, certifier, planting_plan, monitoring_plan : text in one or two languages
        Where it is, its corners, who certifies it, and where its plans are.
    """

    status: Literal["planned", "planted", "verified"] | None = None
    place: SaidField = None
    coordinates: SaidField = None
    certifier: SaidField = None
    planting_plan: SaidField = None
    monitoring_plan: SaidField = None


class ParcelBlock(Record):
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


#: Rules that take a published rate as it is.
AS_PUBLISHED = "as-published"
#: What an ``offset:`` block says beside a forest.
_BESIDE = frozenset({"credits", "event_year", "frame", "note"})


class OffsetBlock(Record):
    """What is set against the emissions of a meeting: a forest, credits, both, or nothing.

    Attributes
    ----------
    frame : str, optional
        Rules under which the event is offset, a row of ``offset_frames.csv``; those of the
        region where the file names none.
    credits : list, optional
        What is bought and cancelled, or given.
    stand : str or mapping of str to share
        A stand of the catalogue, or a mixture.
    area : amount, optional
        Planted area in mu or ha; without it and without `parcels`, the area is worked out.
    rate : amount, optional
        In the place of a stand: the removal a year as published, e.g. 0.24 t CO2e / mu / year,
        with its source in the note. It counts as it is, under the rules `as-published`.
    own_stands : list
        Stands that the catalogue does not have.
    planting_cost : amount, optional
        For a mu or a hectare, in any currency, e.g. 3500 CNY/mu.
    planted : int
        Calendar year; a block that names nothing of a forest has none.
    rules : str
        A preset; `horizon`, `survival`, `buffer`, `baseline`, `cleared` and `leakage` go before.
    additional : bool, optional
        False if the forest would have been planted without the meeting.
    exclusive : bool or str, optional
        Whether nobody else claims the removals, or the registry that says so.
    """

    frame: str | None = None
    stand: Stands = "yunnan-pine"
    area: Area | None = None
    parcels: tuple[ParcelBlock, ...] = ()
    planted: Year | None = None
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
    rate: Rate | None = None
    own_stands: tuple[OwnStand, ...] = ()
    planting_cost: PlantingCost | None = None
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
        if isinstance(said, str):
            from carbonmeet.offset.registry import registry_fault

            if fault := registry_fault(said):
                raise ValueError(fault)
        return said

    @field_validator("frame")
    @classmethod
    def _known_frame(cls, key: str | None) -> str | None:
        try:
            return key if key is None else find_frame(key).key
        except FactorNotFound as error:
            raise ValueError(message_of(error)) from None

    @model_validator(mode="after")
    def _planted(self) -> Self:
        undated = self.planted is None and not all(one.planted for one in self.parcels)
        if self.plants and (undated or (self.planted is None and not self.parcels)):
            named = next(name for name in self.model_fields_set if name not in _BESIDE)
            raise ValueError(
                _(
                    "'planted' is missing: the year in which the forest is "
                    "planted. Without a forest leave '{named}' out: "
                    "credits need none",
                    named=named,
                )
            )
        return self

    @model_validator(mode="after")
    def _one_growth(self) -> Self:
        if self.rate is not None and ("stand" in self.model_fields_set or self.own_stands):
            raise ValueError(_("give 'rate' or 'stand', not both: a rate says how the trees grow"))
        named = Counter((*(one.key for one in self.own_stands), RATE, *read_stands()))
        for key, times in named.items():
            if times > 1:
                raise ValueError(_("own stand '{key}' has the name of another stand", key=key))
        return self

    @model_validator(mode="after")
    def _one_area(self) -> Self:
        if self.area is not None and self.parcels:
            raise ValueError(_("give 'area' or 'parcels', not both"))
        seen = set[tuple[str, ...]]()
        for name in self.parcel_ids:
            if (land := parts_of(name)) in seen:
                raise ValueError(_("parcel '{name}' is listed twice: land counts once", name=name))
            seen.add(land)
        return self

    @property
    def plants(self) -> bool:
        """Whether the block speaks of a forest."""
        return bool(self.model_fields_set - _BESIDE)

    def placed(self, region: str, stands: Mapping[str, Stand]) -> OffsetBlock:
        """The block with the stand and the rules of a region, where it names none itself."""
        if not self.plants:
            return self
        said, more = self.model_fields_set, dict[str, str]()
        if "rules" not in said and self.rate is None and region:
            more["rules"] = frame_of(region).rules or self.rules
        if "stand" not in said and self.rate is None and (found := stand_of(stands, region)):
            more["stand"] = found.key
        return self.model_copy(update=more) if more else self

    def known(self, stands: Mapping[str, Stand]) -> Mapping[str, Stand]:
        """The stands of the catalogue, and those of the file."""
        own = {one.key: one.stand for one in self.own_stands}
        rate = {} if self.rate is None else {RATE: rate_stand(self.rate)}
        return {**stands, **own, **rate}

    @property
    def parcel_ids(self) -> tuple[str, ...]:
        """Land that the block claims."""
        return tuple(parcel.id for parcel in self.parcels)

    def forest(self, stands: Mapping[str, Stand]) -> Forest:
        """The parcels; one hectare where the block gives no area, no land without a forest.

        Raises
        ------
        FactorNotFound
            If a stand is not in the catalogue.
        ModelError
            If shares do not sum to 1.
        """
        if not self.plants:
            return Forest(())
        if self.parcels:
            return Forest(tuple(self.parcel(one, stands) for one in self.parcels))
        area = self.area or Amount(float(MU_PER_HA))
        whole = ParcelBlock.model_construct(id=WHOLE, area=area, kind=self.kind)
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
        whole = self.stand if self.rate is None else RATE
        stand = whole if one.stand is None else one.stand
        shares = {stand: 1.0} if isinstance(stand, str) else _values(stand)
        known = self.known(stands)
        replanting = one.replanting or self.replanting
        survival = _value(one.survival)
        return Parcel(
            id=one.id,
            area_ha=one.area.value / MU_PER_HA,
            mixture=tuple((find_stand(known, key), share) for key, share in shares.items()),
            planted=one.planted or self.planted or 0,
            age_at_planting=_value(one.age_at_planting or self.age_at_planting),
            survival=survival,
            site=_value(one.site or self.site) or 1.0,
            replanting=tuple((fill.after.value, fill.share.value) for fill in replanting),
            kind=one.kind,
            status=one.status or self.status,
            details=tuple((name, getattr(one, name) or getattr(self, name)) for name in DETAILS),
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
                note=Note(amount.note or ""),
                domain="share" if name == "survival" else "positive",
            )
            for name, amount in given.items()
            if amount is not None
        }

    def chosen_rules(self, book: RuleBook) -> OffsetRules:
        """The preset with the numbers that the block gives."""
        given = {name: getattr(self, name, None) for name in NUMBERS}
        published = self.rate is not None and "rules" not in self.model_fields_set
        return find_rules(book, AS_PUBLISHED if published else self.rules).given(
            **{name: own_number(name, one) for name, one in given.items() if one is not None}
        )

    def terms(
        self, event_year: int | None = None, region: str = "", event_end: date | None = None
    ) -> Terms:
        """What the block says beside the land; its own event year goes before `event_year`.

        Without a frame of its own it is offset under that of the region.
        """
        return Terms(
            frame=self.frame or frame_of(region).key,
            event_end=event_end,
            event_year=self.event_year or event_year,
            additional=self.additional,
            exclusive=self.exclusive,
            credits=tuple(one.credit for one in self.credits),
            reversals=tuple((one.year, one.share.value) for one in self.reversals),
            verified=tuple(Verified(one.year, one.tonnes.value, one.by) for one in self.verified),
            confidence=_value(self.confidence),
            planting_cost=_value(self.planting_cost),
            planting_currency="CNY"
            if self.planting_cost is None
            else self.planting_cost.unit.text.split()[0],
            named=bool(self.parcels),
        )


def assess_block(
    block: OffsetBlock,
    emissions_t: float,
    event_year: int | None = None,
    *,
    region: str = "",
    event_end: date | None = None,
    held: float | None = None,
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
    region : str, optional
        Where the meeting is: says under which rules it is offset, where the block does not.
    event_end : date, optional
        Last day of the meeting, from which deadlines run.
    held : float, optional
        The part of `emissions_t` that arose in what took place, where not all did.

    Raises
    ------
    ModelError, FactorNotFound
        If the block asks for what cannot be.
    """
    known, rulebook = stands or read_stands(), book or rules_of()
    block = block.placed(region, known)
    forest, rules = block.forest(known), block.chosen_rules(rulebook)
    beside = _measured(region, known)
    terms = replace(block.terms(event_year, region, event_end), held=held, beside=beside)
    emissions_t = max(emissions_t, 0.0)
    if block.plants and block.area is None and not block.parcels:
        return size(forest, rules, emissions_t, terms, stands=known, book=rulebook, refuse=False)
    return assess(forest, rules, emissions_t, terms, stands=known, book=rulebook)


def _measured(region: str, stands: Mapping[str, Stand]) -> Stand | None:
    """A measured stand that growth in a region is set beside; in China at large the default one."""
    china = OffsetBlock.model_fields["stand"].default if region.startswith("CN") else ""
    return stand_of(stands, region) or stands.get(china)


def _named(parcel: str, name: str) -> Label:
    """What the number of a parcel is called."""
    words = {"survival": RULE_NAMES["survival"], "site": _("Site")}
    if parcel:
        return _("Forest: {parcel}, {en}", parcel=parcel, en=inside(words[name]))
    return _("Forest: {en}", en=words[name])


def _value(amount: Amount | None) -> float | None:
    return None if amount is None else amount.value


def _values(shares: Mapping[str, Amount]) -> dict[str, float]:
    return {key: share.value for key, share in shares.items()}
