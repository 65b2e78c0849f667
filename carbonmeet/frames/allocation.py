"""The lines of a result under the categories of a frame."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from carbonmeet.answer.frames import Control, Framed, FramedCategory, Reason
from carbonmeet.answer.plain import plain
from carbonmeet.answer.whole import workings_of
from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.given import takes
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import NAMELESS, Label, _, joined
from carbonmeet.city.gpc import gpc_tags
from carbonmeet.frames.biogenic import biogenic_ratio
from carbonmeet.frames.frame import (
    OUTSIDE,
    Category,
    Choice,
    Frame,
    Rule,
    Subject,
    frame_named,
    load_choices,
)
from carbonmeet.frames.parts import MIXED, Parts, parts_of
from carbonmeet.numbers.factor import Factor
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    import pandas as pd

    from carbonmeet.answer import Answer
    from carbonmeet.numbers.activity import Activity
    from carbonmeet.pricing.workings import Workings
    from carbonmeet.scenario import ScenarioLike

__all__ = ["Entry", "Inventory", "inventory", "placed", "rules_of"]

_NOTHING = _("No line of this scenario belongs here")
_NOTHING_LEFT = _("The frame takes every line")
_BESIDE = _("Outside the frame")
_UNKNOWN = _("Not known: the factors used do not state it")
_BIOGENIC = _("Biogenic CO2")
_BURNT = _("Biogenic CO2 of waste burnt (not known of other lines)")
_NON_CO2 = _("Effects of flying beyond CO2 (shown again, not added)")
_MARKET = _(
    "Bought power and heat by contracts (market-based), in place of the average of the grid"
)
_LOCATION = _(
    "Bought power and heat by the average of the grid (location-based), in place of contracts"
)
_INSEPARABLE = _("Lines with such effects whose size cannot be told apart")


class Entry(NamedTuple):
    """One category with its tonnes.

    Attributes
    ----------
    before, after : float or None
        t CO2e without and with the measures; None where not known.
    why_empty : Label
        Why nothing stands here, where nothing does.
    reasons : mapping of Label to float
        For what stands outside: t CO2e without measures, by the reason.
    notation : str
        Where nothing stands here, the key of inventories: NE, NO, IE or C; empty where there is
        something, and in frames without such keys.
    read : str
        ``read`` where the name of the category was read in a source, else ``ours``.
    mapping : tuple of str
        Whether the rows that put lines here were ``read`` or are ``ours``.
    """

    id: str
    name: Label
    before: float | None
    after: float | None
    why_empty: Label = NAMELESS
    reasons: Mapping[Label, float] = {}
    notation: str = ""
    read: str = "ours"
    mapping: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inventory:
    """A result in the categories of a frame.

    Attributes
    ----------
    frame : Frame
    period : str
        The year of a city; empty for the whole of a meeting.
    entries : tuple of Entry
        Categories in the order of the frame, ``outside`` last. They sum to the total.
    memo : tuple of Entry
        Beside the total, or parts of it again; never summed.
    choices : tuple of Choice
        What no line tells, as the scenario says it or as taken by default.
    """

    frame: Frame
    period: str
    entries: tuple[Entry, ...]
    memo: tuple[Entry, ...]
    choices: tuple[tuple[Choice, bool], ...]

    @property
    def total(self) -> float:
        """Sum of the categories before the measures, t CO2e."""
        return sum(one.before or 0.0 for one in self.entries)

    @property
    def total_after(self) -> float:
        """Sum of the categories after the measures, t CO2e."""
        return sum(one.after or 0.0 for one in self.entries)

    def recorded(self, others: tuple[Framed, ...] = ()) -> Framed:
        """The same as a record of a result.

        Parameters
        ----------
        others : tuple of Framed
            The earlier years of a city.
        """
        return Framed(
            frame=self.frame.id,
            name=_words(self.frame.name),
            period=self.period or None,
            categories=tuple(_recorded(one) for one in self.entries),
            memo=tuple(_recorded(one) for one in self.memo),
            total=self.total,
            residual_total=self.total_after,
            control=tuple(
                Control(one.key, one.value, given, _words(one.name)) for one, given in self.choices
            ),
            others=others,
        )

    def to_dict(self) -> dict[str, Any]:
        """As plain data: the JSON of ``carbonmeet inventory --format json``."""
        found: dict[str, Any] = plain(self.recorded())
        del found["others"]
        return found

    def to_frame(self) -> pd.DataFrame:
        """As a pandas table, t CO2e: one row a category."""
        import pandas as pd

        return pd.DataFrame(
            {
                "name": [str(one.name) for one in self.entries],
                "baseline": [one.before for one in self.entries],
                "residual": [one.after for one in self.entries],
            },
            index=pd.Index([one.id for one in self.entries], name="id"),
        )


@takes(frame=str, year=(int, None))
def inventory(
    result: Answer | Workings | ScenarioLike,
    frame: str = "ghg-protocol",
    *,
    year: int | None = None,
) -> Inventory:
    """The lines of a result under the categories of a reporting frame.

    A line is divided where a frame treats its parts apart (fuel supply, non-CO2 effects of
    flying). Every part goes to the first category whose rule takes it; what the frame does not
    take goes to ``outside`` with the reason.

    Parameters
    ----------
    result : Answer, Workings, or what `estimate` takes
    frame : {"ghg-protocol", "iso-14064-1", "mee-2019", "nzce", "gpc"}
    year : int, optional
        Of a city with several years; the last by default, for years are never added up.

    Returns
    -------
    Inventory
        t CO2e, before and after the measures.

    Raises
    ------
    CarbonmeetError
        If there is no such frame or year.

    Examples
    --------
    >>> from carbonmeet.estimation import estimate
    >>> result = estimate("forum-1500")
    >>> found = inventory(result, "nzce")
    >>> round(found.total, 6) == round(result.baseline.total.value, 6)
    True
    >>> max(found.entries, key=lambda one: one.before).name.en
    'Travel to and from the destination'
    """
    workings = workings_of(result)
    wanted = frame_named(frame, workings.catalogue)
    period = _period(workings, workings.scenario.kind, year)
    chosen = _choices(workings, wanted)
    rules = rules_of(workings, wanted)
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0] * 4)
    mapped: dict[str, set[str]] = defaultdict(set)
    reasons: dict[Label, float] = defaultdict(float)
    memo = {"non-co2": [0.0, 0.0], "mixed": [0.0, 0.0], "biogenic": [0.0, 0.0]}
    for activity, before, after, *other in _lines(workings, period):
        ratio = biogenic_ratio(activity, workings.catalogue) or 0.0
        memo["biogenic"][0] += before * ratio
        memo["biogenic"][1] += after * ratio
        parts = parts_of(activity, workings.catalogue)
        _note(memo, parts, before, after)
        for _part, rule, share in placed(activity, parts, rules):
            category = rule.category if rule else OUTSIDE
            for place, tonnes in enumerate((before, after, *other)):
                sums[category][place] += tonnes * share
            mapped[category].add(rule.read if rule else "ours")
            if category == OUTSIDE and before:
                reasons[rule.reason if rule else _NOTHING] += before * share
    # why a category of what the frame takes is empty says nothing of what it does not take at all
    strange = all(rule.category == OUTSIDE for rule in rules)
    entries = [_entry(one, sums, mapped, strange) for one in wanted.categories]
    outside = Entry(
        OUTSIDE, _BESIDE, *_two(sums, OUTSIDE), _NOTHING_LEFT, dict(reasons),
        mapping=tuple(sorted(mapped[OUTSIDE])),
    )  # fmt: skip
    listed = (*_memo(memo), *_other_scope_2(workings, wanted, sums))
    return Inventory(wanted, period, (*entries, outside), listed, tuple(chosen))


def _entry(
    one: Category, sums: Mapping[str, list[float]], mapped: Mapping[str, set[str]], strange: bool
) -> Entry:
    """A category with its tonnes, its key where it has none, and who says so."""
    before, after = _two(sums, one.id)
    notation = "" if before or after else one.notation
    mapping = tuple(sorted(mapped.get(one.id, ())))
    return Entry(
        one.id,
        one.name,
        before,
        after,
        _NOTHING if strange or one.empty == NAMELESS else one.empty,
        notation=notation,
        read=one.read,
        mapping=mapping,
    )


def _other_scope_2(
    found: Workings, frame: Frame, sums: Mapping[str, list[float]]
) -> Iterator[Entry]:
    """The second result for bought power and heat: by the other of the two accountings."""
    places = [one.id for one in frame.categories if one.scope_2]
    if places:
        before, after = (sum(sums[one][at] for one in places if one in sums) for at in (2, 3))
        market = found.scenario.methods["electricity"] == "market"
        yield Entry("scope-2-other", _LOCATION if market else _MARKET, before, after)


def _period(result: Workings, kind: str, year: int | None) -> str:
    """The year of a city; a meeting is taken whole."""
    if kind != "city":
        if year is not None:
            raise CarbonmeetError(_("a meeting is reported whole: a year is for cities"))
        return ""
    names = list(result.scenario.spans)
    if year is None:
        return names[-1]
    if str(year) not in names:
        raise CarbonmeetError(
            _(
                "the city has no year {year}.{hint} Years: {names}",
                year=year,
                hint=did_you_mean(str(year), names),
                names=joined(names),
            )
        )
    return str(year)


def rules_of(result: Workings, frame: Frame) -> tuple[Rule, ...]:
    """The rules of a frame that hold for a scenario and what it says of control."""
    chosen = {one.key: one.value for one, _ in _choices(result, frame)}
    return frame.rules_for(result.scenario.kind, chosen)


def _choices(result: Workings, frame: Frame) -> list[tuple[Choice, bool]]:
    """What the rules ask for: as the scenario says, else by default; and whether it was said."""
    kind = result.scenario.kind
    given = result.scenario.content.control.model_dump(exclude_none=True)
    asked = frame.choices(kind)
    found = []
    for one in load_choices(result.catalogue):
        said = given.get(one.key)
        if one.key in asked and (one.value == said or (said is None and one.default)):
            found.append((one, said is not None))
    return found


def _lines(result: Workings, period: str) -> Iterator[tuple[Activity, float, float, float, float]]:
    """Every line with its tonnes before and after the measures, and by the other electricity.

    The lines of the other accounting come by themselves, for a model of its own may stand behind
    it; the first two are 0 there.
    """
    ours, other = result.residual, result.otherwise
    first = result.other.model.run(None, result.other.values)[0]
    none, nothing = np.zeros_like(ours.kg), np.zeros_like(first)
    for ledger, *columns in (
        (ours, result.baseline.kg, ours.kg, none, none),
        (other, nothing, nothing, first, other.kg),
    ):
        rows = (one.tolist() for one in columns)
        for line, *kg in zip(ledger.model.lines, *rows, strict=True):
            if any(kg) and period in ("", line.activity.period):
                before, after, there, left = (one / KG_PER_T for one in kg)
                yield line.activity, before, after, there, left


def placed(
    activity: Activity, parts: Parts, rules: tuple[Rule, ...]
) -> Iterator[tuple[str, Rule | None, float]]:
    """The parts of a line, the first rule that takes each, and its share of the line.

    Parameters
    ----------
    parts : mapping of str to float
        From `parts_of`.
    rules : tuple of Rule
        From `Frame.rules_for`.
    """
    tags = activity.tags | gpc_tags(activity)
    factors = frozenset(one.key for one, _ in activity.chain if isinstance(one, Factor))
    for part, share in parts.items():
        subject = Subject(f"{activity.source}:{activity.service}", part, tags, factors)
        yield part, next((one for one in rules if one.takes(subject)), None), share


def _note(memo: Mapping[str, list[float]], parts: Parts, before: float, after: float) -> None:
    """Note what of a line is shown again beside the total."""
    shares = {"mixed": 1.0} if parts is MIXED else {"non-co2": parts.get("non-co2", 0.0)}
    for name, share in shares.items():
        memo[name][0] += before * share
        memo[name][1] += after * share


def _memo(found: Mapping[str, list[float]]) -> tuple[Entry, ...]:
    """What lies beside the total, or shows a part of it again."""
    known = found["biogenic"][0] or found["biogenic"][1]
    entries = [
        Entry("biogenic", _BURNT, *_two(found, "biogenic"))
        if known
        else Entry("biogenic", _BIOGENIC, None, None, _UNKNOWN),
        Entry("non-co2", _NON_CO2, *_two(found, "non-co2")),
    ]
    if found["mixed"][0] or found["mixed"][1]:
        entries.append(Entry("non-co2-mixed", _INSEPARABLE, *_two(found, "mixed")))
    return tuple(entries)


def _two(sums: Mapping[str, list[float]], name: str) -> tuple[float, float]:
    """Tonnes before and after, 0 where there are none."""
    before, after = sums.get(name, (0.0, 0.0))[:2]
    return before, after


def _recorded(entry: Entry) -> FramedCategory:
    return FramedCategory(
        id=entry.id,
        name=_words(entry.name),
        t_co2e=entry.before,
        residual_t_co2e=entry.after,
        why_empty=None if entry.before or entry.after else _words(entry.why_empty),
        notation=entry.notation or None,
        name_read=entry.read == "read",
        mapping=entry.mapping,
        reasons=tuple(Reason(_words(why), tonnes) for why, tonnes in entry.reasons.items()),
    )


def _words(label: Label) -> Label:
    """A text in both languages, whatever it is made of."""
    return Label(label.get("en"), label.get("zh"))
