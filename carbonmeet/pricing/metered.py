"""What a meter, a bill or a count says is what the measures have left: the baseline undoes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from carbonmeet.base.notices import Notice
from carbonmeet.base.text import Label, Message, _, joined
from carbonmeet.kernel import Model
from carbonmeet.numbers.activity import ATTENDANCE, Activity, Part, Reading
from carbonmeet.numbers.number import Number
from carbonmeet.units import DIMENSIONLESS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbonmeet.catalogue.measure import Measure

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["LEAST", "LEFT", "acting_on", "undone", "what_is_left"]

#: Last step of the paths of numbers that follow from what the measures did to a metered amount.
LEFT = "left-by-measures"
#: Least share that must be left of a line: the inverse of a smaller one would be mostly error.
LEAST = 0.2
#: Dimensions of who comes and where they sleep, and units of how long: none says what is used.
_PRESENT, _LONG = frozenset({"person", "room"}), ((("time", 1),), (("night", 1),))


def acting_on(model: Model, part: Part) -> NDArray[np.bool_]:
    """The measures that a reading of `part` of an amount has in it; shape (m,).

    What is shifted elsewhere has left the meter, and nobody reads there how much it was.
    """
    if part == "heads":
        acting = [one.stage in ("enable", ATTENDANCE) for one in model.measures]
    else:
        acting = [
            one.effect.do != "shift" and (part == "all" or one.stage != ATTENDANCE)
            for one in model.measures
        ]
    return np.array(acting, dtype=bool)


def what_is_left(model: Model, uptake: Floats, part: Part, inputs: Floats | None = None) -> Floats:
    """The share of each line that the measures in a reading of `part` leave; shape (k, n)."""
    rows = model.row_weights(np.where(acting_on(model, part), uptake, 0.0), inputs)
    return np.asarray(rows[model.weight_of].T)


def undone(
    activities: Sequence[Activity], model: Model, uptake: Floats
) -> tuple[list[Activity], list[Notice]]:
    """Metered lines with the amount before the measures, and what is to be said of them.

    What a line uses is metered where every number that says how much was measured, be it one or
    several, for all together or a head. Who comes is metered where they were counted. The measures
    of attendance are in such a count, all others that avoid and improve in a reading of what is
    used. Where at least a fifth of a line is left, its amount is divided by that share; where less
    is left no measure makes it smaller, and none is credited with a saving. Nothing that was
    measured moves to another service: what did had left before.

    Parameters
    ----------
    activities : sequence of Activity
        As `model` was compiled of them.
    model : Model
    uptake : ndarray, shape (m,)

    Returns
    -------
    list of Activity, list of Notice
        The same activities where nothing is metered.
    """
    amounts = (number for one in activities for number, _power in one.amount)
    if not any(number.basis == "measured" for number in amounts):  # nearly always
        return list(activities), []
    undoing = _Undoing(activities, model, uptake)
    for at, activity in enumerate(activities):
        if not activity.dormant:
            undoing.read(at)
    undoing.wake()
    return undoing.changed, undoing.notices()


class _Undoing:
    """Goes through the lines; lines on which the same measures act share what was left."""

    def __init__(self, activities: Sequence[Activity], model: Model, uptake: Floats) -> None:
        self.changed, self.model = list(activities), model
        parts: tuple[Part, ...] = ("all", "heads", "rates")
        self.left = {part: what_is_left(model, uptake, part)[0] for part in parts}
        # a measure that is not carried out has its place: a changed uptake finds the reading
        full = np.ones_like(uptake)
        self.touched = {part: what_is_left(model, full, part)[0] != 1.0 for part in parts}
        self.moving = {one.id for one, part in zip(model.measures, uptake, strict=True) if part}
        #: By number and part, then by what the line shares.
        self.known: dict[tuple[str, Part], dict[object, Reading]] = {}
        #: Of people by id: the reading of the line of which most is left, and how much that is.
        self.counted: dict[str, tuple[float, Reading]] = {}
        self.lines: dict[str, list[Label]] = {kind: [] for kind in _KINDS}

    def read(self, at: int) -> None:
        """Undo what the measures did to a line, as far as it was measured."""
        activity = self.changed[at]
        people, rates = _counted(activity), _metered(activity)
        movers = {one.id for one in self.model.measures if _moves(one, activity)}
        if (rates or _ways(activity)) and movers:
            self.changed[at] = replace(activity, read=True)
            if movers & self.moving:
                self.lines["metered.stays"].append(activity.label)
        through = self._undo(at, people, "heads", 1.0) if people else 1.0
        if rates:
            self._undo(at, rates[0], "rates" if _heads(activity) else "all", through)

    def _undo(self, at: int, number: Number, part: Part, through: float) -> float:
        """Undo what was done to a part of a line, of which `through` was left; what is left now."""
        share = float(self.left[part][at])
        if not self.touched[part][at]:
            return through
        activity, enough = self.changed[at], share * through >= LEAST
        alike = self.known.setdefault((number.id, part), {})
        place = (int(self.model.weight_of[at]), activity.readings)
        if place not in alike:
            alike[place] = _reading(number, part, share if enough else None, len(alike))
        one = alike[place]
        extra = () if one.left is None else ((one.left, -1),)
        self.changed[at] = replace(
            activity, amount=(*activity.amount, *extra), readings=(*activity.readings, one)
        )
        if part == "heads" and share > self.counted.get(number.id, (-1.0,))[0]:
            self.counted[number.id] = share, one
        kind = "undone" if enough else "kept"
        if share == 1.0:
            pass  # nothing was done, and nothing is to be said
        elif part == "heads":
            self.lines[f"counted.{kind}"].append(number.name)
        else:
            self.lines[f"metered.{kind}"].append(activity.label)
        return share * through if enough else through

    def wake(self) -> None:
        """Who stays at home is a share of all who would have come, and not of those counted."""
        for at, activity in enumerate(self.changed):
            people = _counted(activity) if activity.dormant else None
            if people is None or people.id not in self.counted:
                continue
            one = self.counted[people.id][1]
            extra = () if one.left is None else ((one.left, -1),)
            self.changed[at] = replace(activity, amount=(*activity.amount, *extra), readings=(one,))

    def notices(self) -> list[Notice]:
        """What is to be said, each line named once."""
        found = []
        for kind, lines in self.lines.items():
            names = dict.fromkeys(lines)
            if names:
                args = {"lines": [one.get("en") for one in names]}
                found.append(Notice(kind, args, _words(kind, joined(names))))
        return found


def _heads(activity: Activity) -> list[Number]:
    """The people that an amount hangs on."""
    return [number for number, power in activity.amount if power == 1 and _is_heads(number)]


def _is_heads(number: Number) -> bool:
    return number.path[-1] == "people"


def _counted(activity: Activity) -> Number | None:
    """The people of an amount where they were counted."""
    return next((one for one in _heads(activity) if one.basis == "measured"), None)


def _metered(activity: Activity) -> list[Number]:
    """The numbers that say how much is used, where all of them were measured; else none."""
    numbers = [number for number, _power in activity.amount if number.path[0] != "constants"]
    sized = [one for one in numbers if not one.unit.dimensionless]
    rates = [one for one in sized if not _is_presence(one)]
    if not rates and not _heads(activity):
        rates = sized or numbers
    return rates if all(one.basis == "measured" for one in rates) else []


def _is_presence(number: Number) -> bool:
    dims = number.unit.dims
    return dims in _LONG or _PRESENT.issuperset(base for base, _power in dims)


def _ways(activity: Activity) -> bool:
    """Whether it was measured which way a share goes, or how many vehicles of a kind run."""
    measured = [one for one, _power in activity.amount if one.basis == "measured"]
    return any(one.whole or one.terms or one.unit.dims == _VEHICLE for one in measured)


_VEHICLE = (("vehicle", 1),)


def _moves(measure: Measure, activity: Activity) -> bool:
    """Whether a measure would move a share of a line to another service."""
    named = bool(measure.effect.to) and measure.effect.target(activity) is not None
    return named and measure.in_force(activity) and measure.where.matches(activity)


def _reading(number: Number, part: Part, share: float | None, before: int) -> Reading:
    """What was read of a number, the `before`-th of its readings."""
    path = (*number.path, *([str(before + 1)] if before else []))
    if part != "all":
        path = (*path, part)
    note = _(
        "Follows from the uptakes and effects of the measures: the "
        "amount was measured with them in force."
    )
    left = None
    if share is not None:
        name = _("{name}: share left by the measures", name=number.name)
        left = Number((*path, LEFT), share, DIMENSIONLESS, name=name, note=note, domain="positive")
    enough = Number(
        (*path, "enough", LEFT),
        float(left is not None),
        DIMENSIONLESS,
        name=_("{name}: whether the measures left enough", name=number.name),
        note=note,
        domain="share",
    )
    return Reading(part, left, enough)


_KINDS = (
    "counted.undone", "counted.kept", "metered.undone", "metered.kept", "metered.stays"
)  # fmt: skip


def _words(kind: str, lines: Message) -> Message:
    if kind == "counted.undone":
        return _(
            "people who were counted are those whom the measures left on site; the baseline adds "
            "back who stayed at home: {lines}",
            lines=lines,
        )
    if kind == "counted.kept":
        return _(
            "too few of these people are left on site (less than a fifth) to tell how many would "
            "have come: the baseline has those counted, and no saving is claimed: {lines}",
            lines=lines,
        )
    if kind == "metered.undone":
        return _(
            "measured amounts are what the measures left; the baseline adds back what was avoided "
            "and improved: {lines}",
            lines=lines,
        )
    if kind == "metered.stays":
        return _(
            "measured amounts are what was left when they were read: no share of them moves to "
            "another service, and what moved before stands in a line of its own if it counts: "
            "{lines}",
            lines=lines,
        )
    return _(
        "too little is left of these measured amounts (less than a fifth) to tell what they were "
        "before the measures: the baseline equals them and no saving is claimed. A file with the "
        "planned amounts, compared with this one, shows it: {lines}",
        lines=lines,
    )
