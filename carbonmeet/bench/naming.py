"""What the numbers of a scenario are called: path, name, and stream, set once on the bench.

A number is known by names and not by its position: put a group before the others, and theirs stay
what they are, drawn as they were. Entries without a name keep their position in the path; in the
stream they are known by what tells them apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import NAMELESS, Label, Message, _, _p, inside, joined
from carbonmeet.catalogue import Catalogue
from carbonmeet.numbers.path import Names, Path

__all__ = ["Called", "Naming", "name_entries", "one_minus", "one_plus"]

#: Keys of scenario files in words.
_WORDS: dict[str, Label] = {
    "active_share": _("share of walking and cycling"),
    "activities": _("Other activities"),
    "amount": _("amount"),
    "area": _("area"),
    "attendees": _("List of people"),
    "bod": _("BOD"),
    "called": _("called for"),
    "capacity": _("capacity"),
    "catering": _("Catering"),
    "courier": _("couriers"),
    "days": _("days"),
    "delivered": _("share that is brought"),
    "demand": _("vehicles needed"),
    "distance": _("distance"),
    "drops": _("orders dropped"),
    "energy": _("energy"),
    "energy_growth": _("change of energy a year"),
    "equipment": _("equipment"),
    "freight": _("Freight"),
    "from": _("distance"),
    "gas": _("gas"),
    "groups": _("Group"),
    "growth": _("change a year"),
    "guest_nights": _("guest nights"),
    "heat": _("heat"),
    "hours": _("hours"),
    "hvac": _("air conditioning"),
    "incineration": _("incineration"),
    "intensity": _("energy intensity"),
    "landfill": _("landfill"),
    "length": _("length of a trip"),
    "lighting": _("lighting"),
    "lines": _("lines"),
    "load": _("load"),
    "local": _("local trips"),
    "lodging": _("Lodging"),
    "mass": _("mass"),
    "meals": _("meals"),
    "nights": _("nights"),
    "occupancy": _("occupancy"),
    "online_hours_if_remote": _("Hours online a day, if remote"),
    "operators": _("Operators"),
    "orders": _("orders a day"),
    "other": _("other uses"),
    "passengers": _("passengers"),
    "people": _("people"),
    "per_day": _("distance a day"),
    "per_head": _("amount per head"),
    "per_person": _("amount per person"),
    "per_person_day": _("amount per person and day"),
    "periods": _("Period"),
    "phase_in": _("part in place"),
    "population": _("Population"),
    "power": _("Public-building power"),
    "pue": _("electricity over that of the machines"),
    "return_distance": _("distance out and back"),
    "recovery": _("methane recovered"),
    "reserve": _("reserve vehicles"),
    "residents": _("residents"),
    "room_nights": _("room-nights"),
    "rooms": _("rooms"),
    "runs": _("runs"),
    "seats": _("seats"),
    "share": _("share"),
    "sharing": _("guests per room"),
    "solar": _("share of own solar power"),
    "target": _("target"),
    "tour": _("tour"),
    "transport": _("Transport"),
    "trip": _("trip"),
    "trips": _("trips per person and day"),
    "trips_per_day": _("trips a day"),
    "vehicles": _("vehicles"),
    "volume": _("volume"),
    "waste": _("Waste"),
    "wastewater": _("Waste water"),
    "water": _("water"),
}
#: Keys under which services are named: their group in the catalogue, and what is said of them.
_OF: Mapping[str, tuple[str, Message]] = {
    "active": ("modes", _("share of {name}")),
    "capacity": ("", _("capacity, {name}")),
    "end_uses": ("", _("share of {name}")),
    "lengths": ("modes", _("length of a trip, {name}")),
    "meals": ("meals", _("{name}, times a day")),
    "modes": ("modes", _("share of {name}")),
    "packaging": ("items", _("{name}, for an order")),
    "shares": ("modes", _("share of {name}")),
    "treatment": ("waste", _("share of {name}")),
}
#: What tells the entries of a list apart, by the key of the list. It is as little as will do, so
#: that variants of a plan pair that differ in anything else: an amount, a hotel, a kind of bus.
_MARKS: dict[str, tuple[str, ...]] = {
    "groups": ("period", "name"),
    "travel": ("mode", "cabin", "from_", "to", "label"),
    "also": ("mode", "cabin", "from_", "to", "label"),
    "local": (),
}
_OTHERS = ("period", "label")
#: The amount at the head of a link that is written out, such as ``0.5 kWh / m^2``.
_AMOUNT = pattern_of(r"[\d.,eE+-]+")
#: Keys that say the same in two ways: the way there, or there and back, is one unknown.
_SAME = {"return_distance": "distance"}
#: What a key is put in brackets for in the name of a stream.
_BRACKETED = frozenset(" .[]\t\n")


def name_entries(key: str, called: Label, marks: tuple[str, ...]) -> None:
    """Say what the entries of a list of the file are called, and what tells them apart.

    Parameters
    ----------
    key : str
        The key of the list, such as ``venue``.
    called : Label
        What an entry is called where the name of a number begins with it.
    marks : tuple of str
        Fields that tell entries apart.
    """
    _WORDS.setdefault(key, called)
    if marks != _OTHERS:
        _MARKS[key] = marks


class Called(NamedTuple):
    """What the number at a place is called."""

    path: Path
    name: Label
    stream: str


class _Spot(NamedTuple):
    """An entry of a list: what the numbers in it are called begins like this.

    Attributes
    ----------
    owner : Label
        The group, the hall, the measure that they belong to.
    words : tuple of Label
        What stands between the owner and the number.
    leg : Label
        The means of travel, of which they are told.
    kind : str
        The stream of waste, in front of its treatments.
    """

    path: Path = ()
    stream: str = ""
    owner: Label = NAMELESS
    words: tuple[Label, ...] = ()
    leg: Label = NAMELESS
    kind: str = ""


class Naming:
    """Names for the numbers of one scenario.

    Parameters
    ----------
    data : plain data
        Of the file: it tells which names of entries are no two alike.
    catalogue : Catalogue
        Knows what services are called.
    periods : mapping of str to Label
        What the accounting periods are called.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from carbonmeet.catalogue import load_catalogue
    >>> hotels = SimpleNamespace(label=Label("Hotels", "酒店"))
    >>> naming = Naming({"lodging": [{"label": "Hotels", "rooms": "9 room"}]}, load_catalogue())
    >>> naming.enter(("lodging",), [hotels])
    >>> naming.of(("lodging", 0, "rooms"))[:2]
    (('lodging', 'Hotels', 'rooms'), 'Hotels: rooms')
    """

    def __init__(
        self, data: object, catalogue: Catalogue, periods: Mapping[str, Label] | None = None
    ) -> None:
        self._names = Names(data)
        self._catalogue = catalogue
        self._periods = periods or {}
        self._spots: dict[Path, _Spot] = {(): _Spot()}
        self._taken: dict[str, Path] = {}
        self._bearers: dict[str, int] = {}  # how many numbers would bear a name
        self._only_of: dict[tuple[str, Path], Label] = {}

    def enter(self, place: Path, entries: Sequence[object]) -> None:
        """Take in the entries of the list at a place, as they stand typed."""
        if (*place, 0) in self._spots:
            return
        above, rest = self._above((*place, 0))
        key = str(place[-1])
        marks = [_marks(one, _MARKS.get(key, _OTHERS)) for one in entries]
        alike = Counter(_label(one) for one in entries)
        periods = {getattr(one, "period", None) for one in entries if _has(one, ("period",))}
        several = len(periods) > 1
        seen: Counter[object] = Counter()
        names = self._own_names(place)
        path, begun = (*above.path, *rest[:-1]), above.stream + _stream(rest[:-1], above.stream)
        for at, (entry, mark) in enumerate(zip(entries, marks, strict=True)):
            # entries alike are told apart by their order
            stream = f"{begun}[{mark!r}, {seen[mark]}]"
            seen[mark] += 1
            own = _label(entry)
            told = several and (own is None or alike[own] > 1)
            spot = above._replace(path=(*path, names.get(at, at)), stream=stream)
            self._spots[(*place, at)] = self._entry(spot, key, entry, at, len(entries), told)

    def _own_names(self, place: Path) -> dict[int, str]:
        """The first name of its own of every entry of a list, by position."""
        found: dict[int, str] = {}
        for name, listed in self._names.within(place).items():
            if len(listed) == 1:
                found.setdefault(listed[0], name)
        return found

    def _entry(
        self, spot: _Spot, key: str, entry: object, at: int, count: int, told: bool
    ) -> _Spot:
        """An entry with what it is called."""
        if key in ("travel", "also"):
            return spot._replace(leg=self._leg(entry))
        if key in ("local", "chain"):
            return spot._replace(words=(*spot.words, _numbered(key, at + 1, count)))
        period = getattr(entry, "period", "") if told else spot.path[1]
        when = self._periods.get(str(period)) if told or spot.path[0] == "observed" else None
        owner = _label(entry) or self._item(entry) or _word(key)
        kind = str(getattr(entry, "stream", "")) if _has(entry, ("stream",)) else ""
        return spot._replace(owner=_within(owner, when) if when else owner, kind=kind)

    def _item(self, entry: object) -> Label | None:
        item = getattr(entry, "item", None) if _has(entry, ("item",)) else None
        return None if item is None else self._service("items", item) or Label(str(item))

    def _leg(self, entry: object) -> Label:
        """A leg by its means of travel, and by where it begins."""
        mode, start = getattr(entry, "mode", None), getattr(entry, "from_", None)
        if mode is None:
            name: Label = _TRAVEL
        else:
            name = _AIR if mode == "air" else self._service("modes", mode) or _word(str(mode))
        if not start:
            return inside(name)
        return _("{en} from {start}", en=inside(name), start=start)

    def _service(self, group: str, key: object) -> Label | None:
        service = self._catalogue.services.get(f"{group}/{key}")
        return service.name if service else None

    def _above(self, place: Path) -> tuple[_Spot, Path]:
        """The nearest entry above a place, and the steps that lead from there."""
        for length in range(len(place) - 1, -1, -1):
            if place[:length] in self._spots:
                return self._spots[place[:length]], place[length:]
        raise AssertionError("the file itself is above every place")

    def of(self, place: Path) -> Called:
        """What the number at a place of the file is called."""
        spot, rest = (self._spots[place], ()) if place in self._spots else self._above(place)
        path = (*spot.path, *rest)
        stream = spot.stream + _stream(rest, spot.stream)
        return Called(path, self._only(self._name(spot, rest), path), stream)

    def _only(self, name: Label, path: Path) -> Label:
        """A name that no other number has."""
        known = self._only_of.get((name.en, path))
        if known is not None:
            return known
        count = self._bearers.get(name.en, 0) + 1
        found: Label = name if count == 1 else _("{name} ({count})", name=name, count=count)
        while self._taken.setdefault(found.en, path) != path:
            count += 1
            found = _("{name} ({count})", name=name, count=count)
        self._bearers[name.en] = count
        self._only_of[name.en, path] = found
        return found

    def _name(self, spot: _Spot, rest: Path) -> Label:
        owner, steps, year = spot.owner, list(rest), None
        place_of_list = rest[:1] == ("attendees",) and len(rest) > 1
        if not owner.en:
            first = steps.pop(0)
            if first == "observed":
                year, first = steps.pop(0), steps.pop(0)
            if first in ("periods", "measures", "phase_in") and steps:
                owner = self._periods.get(str(steps[0])) or Label(str(steps[0]))
                steps = [first, *steps[1:]] if first == "phase_in" else steps[1:]
            elif first == "growth" and steps:
                owner, steps = _word(str(steps[0])), ["growth"]
            else:
                owner = _word(str(first))
            owner = _within(owner, Label(str(year))) if year else owner
        listed = place_of_list and not spot.owner.en
        said = self._of_list(spot, steps) if listed else self._words(spot, steps)
        words = [*spot.words, *said]
        if not words:
            return owner
        return _("{owner}: {en}", owner=owner, en=words[0] if len(words) == 1 else joined(words))

    def _words(self, spot: _Spot, steps: Sequence[str | int]) -> list[Label]:
        """The keys after the owner in words."""
        words: list[Label] = []
        at = 0
        while at < len(steps):
            step, following = str(steps[at]), str(steps[at + 1]) if at + 1 < len(steps) else ""
            if step in _OF and following:
                group, said = _OF[step]
                key = f"{spot.kind}.{following}" if group == "waste" else following
                words.append(_said(said, self._service(group, key) or _word(following)))
                at += 1
            elif spot.leg.en and step == "share":
                words.append(_said(_OF["shares"][1], spot.leg))
            elif spot.leg.en:
                words.append(_("{what}, {leg}", what=_word(step), leg=spot.leg))
            else:
                words.append(_word(step))
            at += 1
        return words

    def _of_list(self, spot: _Spot, steps: Sequence[str | int]) -> list[Label]:
        """The steps below a list of people: periods, services and diets by their names."""
        first, *rest = map(str, steps)
        if first == "diets" and rest[1:]:
            return [
                _LISTED.get(rest[0]) or _word(rest[0]),
                *self._words(spot, ["meals", *rest[1:]]),
            ]
        if not rest or rest[0] not in _WHO:
            return self._words(spot, steps)
        when = self._periods.get(first) or Label(first)
        return [when, *map(self._in_list, rest)]

    def _in_list(self, step: str) -> Label:
        groups = ("modes", "lodging", "meals")
        services = (self._service(group, step) for group in groups)
        return _LISTED.get(step) or next(filter(None, services), None) or _word(step)


#: Who is on a list of people, as its paths call them.
_WHO = ("attendee", "attendee-resident", "staff", "staff-resident", "online")
#: What stands in the paths of a list of people.
_LISTED: dict[str, Label] = {
    "any": _("any diet"),
    "attendee": _p("list", "participants"),
    "attendee-resident": _("Residents on the list"),
    "omnivore": _p("list", "omnivore"),
    "online": _p("list", "online"),
    "staff": _p("list", "staff"),
    "staff-resident": _("Resident staff on the list"),
    "travel": _p("list", "travel"),
    "vegan": _p("list", "vegan"),
    "vegetarian": _p("list", "vegetarian"),
}
_AIR = _("Air travel")
_TRAVEL = _("Travel")


def one_minus(name: Label) -> Label:
    """What a share leaves."""
    return _("1 − {name}", name=name)


def one_plus(name: Label) -> Label:
    """What a rate makes of a year's amount."""
    return _("1 + {name}", name=name)


def _numbered(key: str, number: int, count: int) -> Label:
    """Trips across town and links of a chain have nothing to be known by but their number."""
    if key == "chain":
        return _("chain link {number}", number=number)
    word = _WORDS[key]
    return _("{word} {number}", word=word, number=number) if count > 1 else word


def _word(key: str) -> Label:
    return _WORDS.get(key) or Label(key.replace("_", " "))


def _said(phrase: Message, name: Label) -> Message:
    return Message(phrase.id, {"name": inside(name)})


def _within(owner: Label, when: Label) -> Label:
    return _("{owner} ({when})", owner=owner, when=when)


def _label(entry: object) -> Label | None:
    """What an entry calls itself."""
    for key in _has(entry, ("label", "name")):
        found = getattr(entry, key, None)
        if isinstance(found, Label):
            return found
    return None


#: Which of some keys the entries of a shape may have.
_FIELDS: dict[tuple[type, tuple[str, ...]], tuple[str, ...]] = {}


def _has(entry: object, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some keys that an entry may have: pydantic is slow to say that it has not."""
    place = (type(entry), keys)
    if place not in _FIELDS:
        fields = getattr(place[0], "model_fields", None)
        known = keys if fields is None else tuple(key for key in keys if key in fields)
        _FIELDS[place] = known
    return _FIELDS[place]


def _stream(steps: Path, before: str) -> str:
    """Steps as they stand in the name of a stream."""
    text = before
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _BRACKETED.intersection(step):
            text += f"['{step}']"
        else:
            key = _SAME.get(step, step)
            text += f".{key}" if text else key
    return text[len(before) :]


def _marks(entry: object, keys: tuple[str, ...]) -> tuple[object, ...]:
    if isinstance(entry, str):
        return (_AMOUNT.sub("", entry, count=1).strip(),)
    known = _has(entry, keys)
    return tuple(_mark(getattr(entry, key, None)) if key in known else None for key in keys)


def _mark(value: object) -> object:
    return value.get("en") if isinstance(value, Label) else value
