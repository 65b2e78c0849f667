"""A reduction measure: where it acts, by which of four effects, and how much of it is planned.

A measure is a row of ``factors/measures.yaml`` or of a user's own file, never code.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from typing import Literal, get_args

from pydantic import Field, model_validator

from carbonmeet.base.errors import UnitError, did_you_mean, message_of
from carbonmeet.base.frozen import Frozen
from carbonmeet.base.text import Label, _
from carbonmeet.numbers.activity import Activity
from carbonmeet.reading.amount import Share
from carbonmeet.reading.schema import Map, Strict
from carbonmeet.reading.textfields import LabelField
from carbonmeet.units import currencies, parse_unit

__all__ = ["AREAS", "PROVENANCE", "STAGES", "Cost", "Effect", "Measure", "MeasureFile", "Where"]

Stage = Literal["enable", "attendance", "avoid", "shift", "improve", "waste", "power"]
#: The fixed order in which measures act; the order in a file never matters.
STAGES: tuple[Stage, ...] = get_args(Stage)

#: The five areas of the plan, as Yunnan Daily of 11 October 2021 names them.
AREAS: Mapping[str, Label] = {
    "venue": _("Green venue"),
    "transport": _("Green transport"),
    "lodging": _("Green lodging"),
    "publicity": _("Green publicity"),
    "city": _("Green city development"),
}
Area = Literal["venue", "transport", "lodging", "publicity", "city"]

#: Where a measure comes from; the published list of the 25 has not been seen.
PROVENANCE: Mapping[str, Label] = {
    "named-in-article": _("named in the newspaper article"),
    "named-in-plan": _("named in the city's plan evaluation"),
    "other-plan": _("from another event's plan"),
    "as-held": _("from how the event was held, not from its plan"),
    "guideline": _("completed from guidelines"),
    "own": _("the user's own"),
}
Provenance = Literal[
    "named-in-article", "named-in-plan", "other-plan", "as-held", "guideline", "own"
]

Chain = tuple[str, ...]
#: Without one of these a pattern is the text that it matches.
_GLOBS = frozenset("*?[")

#: What says something to each effect; anything else would be read and do nothing.
_SAID: Mapping[str, tuple[str, ...]] = {
    "avoid": ("saving", "net", "wakes"),
    "improve": ("saving",),
    "shift": ("to", "link", "share", "ratio"),
    "enable": ("lifts", "gain"),
}


class Where(Strict):
    """Which lines a measure can touch: all that is given must hold; ``*`` and ``?`` are globs."""

    source: Chain = ("*",)
    period: Chain = ("*",)
    service: Chain = ("*",)
    tags: Chain = ()
    without: Chain = ()

    def matches(self, activity: Activity) -> bool:
        """Whether `activity` is among them."""
        return (
            _any(activity.source, self.source)
            and _any(activity.period, self.period)
            and _any(activity.service, self.service)
            and activity.tags.issuperset(self.tags)
            and activity.tags.isdisjoint(self.without)
        )


@cache
def _any(text: str, patterns: Chain) -> bool:
    return any(
        # most patterns are plain words, and to compile one takes longer than all comparisons
        text == pattern or (not _GLOBS.isdisjoint(pattern) and fnmatchcase(text, pattern))
        for pattern in patterns
    )


class Effect(Strict):
    """What a measure does to the lines it touches.

    Attributes
    ----------
    do : {"avoid", "improve", "shift", "enable"}
        Fewer units; less per unit; a share moves to another chain; other measures do more.
    saving : chain
        Avoid, improve: the share saved, a product of parameters.
    net : chain
        Avoid: the share of the emissions of a unit not used that stays saved, where something
        else takes its place: of a paper cup, less the washing of the cup brought along.
    wakes : tags
        Avoid: dormant lines that the same share brings about, such as hours online.
    share : chain
        Shift: the share of the amount that moves.
    to : mapping
        Shift: which service takes the place of which.
    link : mapping
        Shift: which factor takes the place of which in the chain.
    ratio : chain
        Shift: units of the new service per unit of the old.
    lifts, gain : ids, chain
        Enable: the measures lifted, and the relative gain in their uptake.
    """

    do: Literal["avoid", "improve", "shift", "enable"]
    saving: Chain = ()
    net: Chain = ()
    wakes: Chain = ()
    share: Chain = ()
    to: Map[str, str] = Frozen()
    link: Map[str, str] = Frozen()
    ratio: Chain = ()
    lifts: Chain = ()
    gain: Chain = ()

    @model_validator(mode="after")
    def _complete(self) -> Effect:
        if self.do == "shift" and bool(self.to) == bool(self.link):
            raise ValueError(_("a shift needs 'to' (services) or 'link' (factors), and not both"))
        if self.do == "enable" and not (self.lifts and self.gain):
            raise ValueError(_("an enabler needs 'lifts' and 'gain'"))
        if self.do in ("avoid", "improve") and not (self.saving or self.net):
            raise ValueError(_("'{do}' needs 'saving'", do=self.do))
        idle = self.model_fields_set - {"do", *_SAID[self.do]}
        if idle:
            said = ", ".join(_SAID[self.do])
            raise ValueError(
                _(
                    "'{idle}' does not apply to '{do}', which takes {said}",
                    idle=min(idle),
                    do=self.do,
                    said=said,
                )
            )
        if self.link and self.ratio:
            raise ValueError(_("'ratio' goes with 'to': a link is replaced one by one"))
        return self

    def target(self, activity: Activity) -> str | None:
        """What a shift turns `activity` into; None if it cannot shift it."""
        if self.link:
            keys = {getattr(number, "key", "") for number, _ in activity.chain}
            return next((new for old, new in self.link.items() if old in keys), None)
        return self.to.get(activity.service)


class Cost(Strict):
    """What carrying a measure out costs, where anything is known."""

    value: float = Field(allow_inf_nan=False)
    low: float | None = Field(default=None, allow_inf_nan=False)
    high: float | None = Field(default=None, allow_inf_nan=False)
    currency: str = "CNY"
    per: str = "programme"
    basis: Literal["measured", "published", "assumed"]
    note: str = ""

    @model_validator(mode="after")
    def _readable(self) -> Cost:
        low = self.value if self.low is None else self.low
        high = self.value if self.high is None else self.high
        if not low <= self.value <= high:
            raise ValueError(_("'value' lies between 'low' and 'high'"))
        if self.currency not in currencies():
            hint = did_you_mean(self.currency, currencies())
            raise ValueError(_("no currency '{code}'.{hint}", code=self.currency, hint=hint))
        if self.per != "programme":
            try:
                parse_unit(self.per)
            except UnitError as error:
                raise ValueError(
                    _("'per' is 'programme' or a unit: {why}", why=message_of(error))
                ) from None
        return self


class Local(Strict):
    """A measure in a region that has a programme of its own for it.

    Attributes
    ----------
    name : label
        What it is called there.
    start : date, optional
        It cannot count there for periods that end earlier.
    """

    name: LabelField
    start: date | None = None


class Measure(Strict):
    """One of the 25, or of a user's own.

    Attributes
    ----------
    id : str
        ``V1``, ``T3``: area letter and number.
    area : str
        One of `AREAS`.
    in_city : label, optional
        Its name where it is carried out in a city, if `name` speaks of a meeting.
    local : mapping of str to Local
        What it is called in regions that have a programme of their own for it.
    where : Where
        The lines it can touch.
    reach : chain
        Share of those lines that it can touch.
    effect : Effect
        What it does to them.
    uptake : Amount
        Planned uptake, 0 to 1, with its range.
    stage : str
        One of `STAGES`.
    pool : str
        Shifts that draw on the same trips or drinks name the same pool.
    realisation : chain
        Share of the planned uptake that is achieved, where plans were checked.
    method : {"market", ""}
        "market": counts only in market-based accounting of electricity.
    needs : tuple of str
        Measures that are a condition of it: it cannot be carried out further than they are.
    apart : bool
        Nobody has measured what it does: left out of the total, and shown beside it.
    start : date, optional
        It cannot count for periods that end earlier.
    provenance, evidence, note
        Where it comes from, keys of sources, and what a reader should know.
    """

    id: str = Field(pattern=r"^[A-Z][A-Z0-9-]{0,15}$")
    area: Area
    name: LabelField
    in_city: LabelField | None = None
    local: Map[str, Local] = Frozen()
    where: Where = Where.model_construct()
    reach: Chain = ()
    effect: Effect
    uptake: Share
    stage: Stage
    pool: str = ""
    realisation: Chain = ()
    method: Literal["market", ""] = ""
    needs: Chain = ()
    apart: bool = False
    start: date | None = None
    provenance: Provenance = "own"
    evidence: Chain = ()
    cost: Cost | None = None
    note: str = ""

    @model_validator(mode="after")
    def _staged(self) -> Measure:
        if (self.effect.do == "enable") != (self.stage == "enable"):
            raise ValueError(_("an enabler acts at stage 'enable', and nothing else does"))
        return self

    @property
    def rank(self) -> tuple[int, str]:
        """Where it stands in every list: by area, then by id, whatever the order of the file."""
        return (list(AREAS).index(self.area), self.id)

    def held_in(self, regions: Collection[str]) -> Measure:
        """As it is called in the regions of a scenario, and from when it counts there.

        Examples
        --------
        >>> from carbonmeet.catalogue import load_catalogue
        >>> points = load_catalogue().measures["C4"]
        >>> points.held_in(["AT"]).name.zh, points.held_in(["CN-YN"]).name.zh
        ('碳普惠（个人碳积分）', '“碳惠春城”碳普惠（个人碳积分）')
        """
        for region, local in self.local.items():
            if any(one == region or one.startswith(f"{region}-") for one in regions):
                start = max((one for one in (local.start, self.start) if one), default=None)
                return self.model_copy(update={"name": local.name, "start": start})
        return self

    def in_force(self, activity: Activity) -> bool:
        """Whether the measure had begun when the activity's period ended."""
        if self.start is None:
            return True
        return self.start <= (activity.end or date(activity.year or 9999, 12, 31))


class MeasureFile(Strict):
    """A file of measures."""

    measures: tuple[Measure, ...]
