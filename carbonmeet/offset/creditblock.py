"""One entry of ``offset.credits``: what was bought or given, and whether it is cancelled."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from carbonmeet.base.clock import today
from carbonmeet.base.errors import FactorNotFound, message_of
from carbonmeet.base.text import Label, _
from carbonmeet.offset.kinds import credit_kind
from carbonmeet.offset.money import Price
from carbonmeet.offset.records import Credit
from carbonmeet.offset.serials import Block, block_of, readings
from carbonmeet.reading.amount import Amount, In
from carbonmeet.reading.schema import Strict
from carbonmeet.reading.textfields import SaidField

__all__ = ["CreditBlock"]

#: Part of the tonnes that the arithmetic of units may round away.
_ROUNDING = 1e-9


class CreditBlock(Strict):
    """Credits bought and cancelled, or given to the meeting.

    Attributes
    ----------
    kind : str
        A row of ``credit_kinds.csv``: ccer, vcs, gold-standard, cer, provincial, local, ...
    tonnes : amount
        t CO2e; for `personal-actions` it may be counted from logs.
    actions : str or list of str
        Logs of green actions; what they give to the meeting, or to `beneficiary`, is its tonnes.
    pool : str
        CSV of a city's pool of removals that the units belong to.
    price : amount, optional
        For a tonne, in any currency, e.g. 12 EUR/t.
    vintage : int, optional
        Year of the reduction.
    registry, project : text in one or two languages
        Where they are registered, and what they come from.
    serials : str or list of str
        First and last serial number, or one text that holds both. Last less first plus one is
        the quantity.
    status : {"planned", "retired"}, optional
        Whether they are still to be cancelled, or were, on the day `retired`, for `beneficiary`; a
        day to come is one on which they are to be.
    """

    kind: str
    tonnes: Annotated[Amount, In("t CO2e")] | None = None
    actions: str | tuple[str, ...] = ()
    pool: str = ""
    counted: str = ""
    open: Annotated[int, Field(ge=0)] = 0
    price: Price | None = None
    vintage: Annotated[int, Field(ge=1900, le=2200)] | None = None
    registry: SaidField = None
    project: SaidField = None
    methodology: str = ""
    serials: str | Annotated[tuple[str, ...], Field(min_length=2, max_length=2)] | None = None
    status: Literal["planned", "retired"] | None = None
    retired: date | None = None
    beneficiary: SaidField = None
    certificate: str = ""
    note: str = ""

    @field_validator("kind")
    @classmethod
    def _known(cls, word: str) -> str:
        try:
            return credit_kind(word).key
        except FactorNotFound as error:
            raise ValueError(message_of(error)) from None

    @field_validator(
        *("pool", "methodology", "serials", "certificate"),
        mode="before",
    )
    @classmethod
    def _said(cls, value: object) -> object:
        """Blanks are no proof."""
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, list | tuple):
            return tuple(one.strip() if isinstance(one, str) else one for one in value)
        return value

    @model_validator(mode="after")
    def _retired(self) -> Self:
        if self.retired and self.vintage and self.retired.year < self.vintage:
            raise ValueError(
                _(
                    "'retired' is {retired}, before the reduction itself (vintage {vintage})",
                    retired=self.retired,
                    vintage=self.vintage,
                )
            )
        if self.retired is not None and self.status == "planned":
            raise ValueError(_("'retired' tells a day, while 'status' says that they are planned"))
        if self.status == "retired" and self.retired is None:
            raise ValueError(_("'retired' is missing: the day on which they were cancelled"))
        return self

    @model_validator(mode="after")
    def _sized(self) -> Self:
        if self.actions and self.kind != "personal-actions":
            raise ValueError(_("'actions' belong to the kind 'personal-actions'"))
        if self.pool and self.kind != "city-pool":
            raise ValueError(_("'pool' belongs to the kind 'city-pool'"))
        if self.counted and self.actions:
            raise ValueError(_("give 'counted' or 'actions', not both: the log is counted"))
        if self.actions and self.tonnes is not None:
            raise ValueError(_("give 'tonnes' or 'actions', not both: the log is counted"))
        if not self.actions and self.tonnes is None:
            raise ValueError(_("'tonnes' is missing"))
        return self

    @model_validator(mode="after")
    def _counted(self) -> Self:
        units = self.units
        if (
            units is not None
            and self.tonnes is not None
            and abs(units.size - self.tonnes.value) > _ROUNDING * units.size
        ):
            raise ValueError(
                _(
                    "the serial numbers are {size:,} credits ({last} less "
                    "{first} plus one), while 'tonnes' says {value:,g}",
                    size=units.size,
                    last=units.last,
                    first=units.first,
                    value=self.tonnes.value,
                )
            )
        return self

    @property
    def logs(self) -> tuple[str, ...]:
        """The logs of green actions."""
        return (self.actions,) if isinstance(self.actions, str) else self.actions

    def called(self, title: Label) -> set[str]:
        """What the logs may call the event that the actions are given to."""
        whom = self.beneficiary or title
        return {whom.get("en"), whom.get("zh")}

    @property
    def beside(self) -> tuple[tuple[str, str], ...]:
        """The files that the entry is counted from or looked up in, each with its key."""
        pools = (("pool", self.pool),) if self.pool and not self.counted else ()
        return (*pools, *(("actions", name) for name in self.logs))

    @property
    def written(self) -> tuple[str, ...]:
        """The serial numbers as they are written."""
        if self.serials is None:
            return ()
        return (self.serials,) if isinstance(self.serials, str) else self.serials

    @property
    def units(self) -> Block | None:
        """The run of units that the serial numbers name; None where that cannot be told."""
        return block_of(self.written, credit_kind(self.kind).ends) if self.written else None

    @property
    def runs(self) -> list[Block]:
        """Every run of units that the serial numbers may mean."""
        size = 0.0 if self.tonnes is None else self.tonnes.value
        ends = credit_kind(self.kind).ends
        return readings(self.written, ends, round(size)) if self.written else []

    @property
    def home(self) -> str:
        """The registry of the kind; nothing where the kind has none of its own.

        What the file calls a registry tells none from another: it may be spelled in any way.
        """
        registry = credit_kind(self.kind).registry
        return registry.get("en") or registry.get("zh")

    @property
    def credit(self) -> Credit:
        """The same as a record.

        What is to be cancelled on a day to come is planned, and so is what the pool does not list
        as cancelled.
        """
        due = self.retired if self.retired and self.retired > today() else None
        waiting = due or (self.open and self.retired)
        return Credit(
            kind=self.kind,
            tonnes=0.0 if self.tonnes is None else self.tonnes.value,
            price=None if self.price is None else self.price.value,
            vintage=self.vintage,
            note=self.note,
            registry=self.registry,
            project=self.project,
            serials=self.written or None,
            status="planned" if waiting else "retired" if self.retired else self.status,
            retired=None if waiting else self.retired,
            due=due,
            open=self.open if self.retired else 0,
            logged=bool(self.actions or self.counted),
            pool=self.pool,
            counted=self.counted,
            beneficiary=self.beneficiary,
            currency="CNY" if self.price is None else self.price.unit.text.split()[0],
            methodology=self.methodology,
            certificate=self.certificate,
        )
