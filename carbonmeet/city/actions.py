"""碳惠春城: a log of personal green actions becomes grams saved and points.

Actions stand in ``green_actions.csv``: what was done and what it took the place of, each a service
of the catalogue, so that the same factors price them. What a person gives to an event is moved,
not saved again: an account always has ``kept + donated = saved``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated
from unicodedata import normalize

from carbonmeet.base.errors import CarbonmeetError, Fault, InputError, did_you_mean, message_of
from carbonmeet.base.given import Each, takes
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import _, joined
from carbonmeet.bench.expansion import Expansion, Span
from carbonmeet.catalogue import Catalogue
from carbonmeet.catalogue.records.city import GREEN_ACTIONS, Action
from carbonmeet.kernel import compile_model
from carbonmeet.numbers.number import Number
from carbonmeet.reading.yamlfile import Document
from carbonmeet.rows import Column
from carbonmeet.rows.table import gathered
from carbonmeet.units import Quantity, parse_quantity, parse_unit
from carbonmeet.units.grammar import ambiguous_thousands

__all__ = [
    "Account",
    "Action",
    "Credit",
    "Entry",
    "account",
    "green_actions",
    "log_rows",
    "read_log",
]

#: The measure that the scheme is; it cannot count what was done before its start.
_SCHEME = "C4"
#: Where the scheme is whose actions ``green_actions.csv`` lists.
_PLACE = "CN-YN"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a log.

    Attributes
    ----------
    line : int
        In the file.
    amount : float
        In the unit of the action.
    donated_to : str
        The event that the saving was given to; empty if it was kept.
    """

    line: int
    id: str
    day: date
    action: str
    amount: float
    donated_to: str = ""


@dataclass(frozen=True, slots=True)
class Credit:
    """What an entry is worth."""

    entry: Entry
    grams: float
    points: float


@dataclass(frozen=True, slots=True)
class Account:
    """A log, added up; grams of CO2e.

    Attributes
    ----------
    credits : tuple of Credit
    donated : mapping of str to float
        By event: a transfer, not a further saving.
    """

    credits: tuple[Credit, ...]
    donated: Mapping[str, float]

    @property
    def saved(self) -> float:
        """All that was saved, each action once."""
        return sum(one.grams for one in self.credits)

    @property
    def kept(self) -> float:
        """What the person has left."""
        return self.saved - sum(self.donated.values())

    @property
    def alike(self) -> int:
        """How many entries without an id are equal to one above them in everything they say."""
        said = [
            (one.entry.day, one.entry.action, one.entry.amount, one.entry.donated_to)
            for one in self.credits
            if not one.entry.id
        ]
        return len(said) - len(set(said))

    @property
    def points(self) -> float:
        """Points for all actions."""
        return sum(one.points for one in self.credits)


def green_actions(catalogue: Catalogue | None = None) -> dict[str, Action]:
    """The actions that a log may name; those shipped without a catalogue.

    Examples
    --------
    >>> green_actions()["metro"].replaces
    'modes/car.petrol'
    """
    listed = catalogue.table(GREEN_ACTIONS) if catalogue else GREEN_ACTIONS.shipped()
    return {one.key: one for one in listed}


class _Logged(NamedTuple):
    """A row of a log."""

    date: Annotated[date, Column("Day of the action.")]
    action: Annotated[str, Column("Key or name of the action.")]
    amount: Annotated[str, Column("Kilometres or pieces.", quantity=True)]
    id: Annotated[str, Column("Names the entry; stands once in all the logs together.")] = ""
    donated_to: Annotated[str, Column("Event that the saving is given to.")] = ""


@takes(paths=(Path, Each((str, Path))), catalogue=Catalogue)
def read_log(paths: Path | Iterable[Path], catalogue: Catalogue) -> list[Entry]:
    """Read logs with the columns ``date,action,amount`` and, if wanted, ``id,donated_to``.

    Amounts are kilometres or pieces, as text with a unit or as bare numbers. An id stands once in
    all the logs together.

    Parameters
    ----------
    paths : path or iterable of paths
        CSV files.
    catalogue : Catalogue
        What the actions are priced by.

    Returns
    -------
    list of Entry
        In the order of the files.

    Raises
    ------
    InputError
        With every fault: unknown actions, entries listed twice, days before the scheme began.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     log = Path(folder, "log.csv")
    ...     _ = log.write_text("date,action,amount\\n2024-06-01,metro,12 km\\n")
    ...     entries = read_log(log, cm.load_catalogue())
    >>> entries[0].action, entries[0].amount
    ('metro', 12.0)
    """
    actions = green_actions(catalogue)
    start = catalogue.measures[_SCHEME].held_in([_PLACE]).start
    entries: list[Entry] = []
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    for path in (paths,) if isinstance(paths, Path) else paths:
        found, wrong = gathered(path, _Logged)
        faults += wrong
        for at, row in enumerate(found):
            try:
                entry = _entry(row, found.line(at), actions, start)
                called = normalize("NFKC", entry.id)  # é may be one sign or two
                if called and called in seen:
                    raise _At(
                        "id",
                        CarbonmeetError(
                            _(
                                "entry '{id}' is already listed on {seen}: an action counts "
                                "once, whoever it is given to",
                                id=entry.id,
                                seen=seen[called],
                            )
                        ),
                    )
            except _At as error:
                faults.append(found.fault(at, error.column, message_of(error.why)))
                continue
            seen.setdefault(called, _("line {line} of {path}", line=entry.line, path=path))
            entries.append(entry)
    if faults:
        raise InputError(faults)
    return entries


def log_rows(path: Path) -> Iterator[tuple[int, _Logged, str, str]]:
    """Lines of a log: number, row, and action and amount however they are written.

    What cannot be read is left out.
    """
    actions = green_actions()
    for at, row in enumerate(found := gathered(path, _Logged)[0]):
        try:
            name = _known(row.action, actions)
            amount = f"{_amount(row.amount, actions[name]):.12g}"
        except CarbonmeetError:  # an action of another catalogue, or a fault
            name, amount = _plain(row.action), "".join(row.amount.split())
        yield found.line(at), row, name, amount


class _At(Exception):
    """What is wrong, and in which column."""

    def __init__(self, column: str, why: CarbonmeetError) -> None:
        self.column, self.why = column, why


def _entry(row: _Logged, line: int, actions: Mapping[str, Action], start: date | None) -> Entry:
    try:
        name = _known(row.action, actions)
    except CarbonmeetError as error:
        raise _At("action", error) from None
    day = row.date
    if day > date.today() + timedelta(1):  # it may be tomorrow already where the log was kept
        raise _At("date", CarbonmeetError(_("{day} lies in the future", day=day)))
    if start is not None and day < start:
        raise _At(
            "date",
            CarbonmeetError(
                _("{day} lies before the scheme began on {start}", day=day, start=start)
            ),
        )
    try:
        amount = _amount(row.amount, actions[name])
        if not 0 < amount < 1e6:
            raise CarbonmeetError(_("an amount of {amount:g} cannot be counted", amount=amount))
    except CarbonmeetError as error:
        raise _At("amount", error) from None
    return Entry(line, row.id, day, name, amount, row.donated_to)


def _known(word: str, actions: Mapping[str, Action]) -> str:
    """The key of an action that is called by it, or by its name in either language."""
    if word in actions:
        return word
    names = {
        _plain(name): action.key
        for action in actions.values()
        for name in (action.key, action.name.get("en"), action.name.get("zh"))
    }
    if _plain(word) in names:
        return names[_plain(word)]
    chinese = bool(re.search("[\u3400-\u9fff]", word))
    listed = [one.name.get("zh") if chinese else one.key for one in actions.values()]
    raise CarbonmeetError(
        _(
            "no action '{word}'.{hint} One of: {listed}",
            word=word,
            hint=did_you_mean(word, listed),
            listed=joined(listed),
        )
    )


def _plain(word: str) -> str:
    """A name without the blanks, brackets and capitals in which it may be written."""
    return word.casefold().replace(" ", "").replace("（", "(").replace("）", ")")


def _amount(text: str, action: Action) -> float:
    either = ambiguous_thousands(text)
    if either:
        raise CarbonmeetError(
            _("'{text}' can be read in two ways: write {either}", text=text, either=either)
        )
    given = parse_quantity(text)
    bare = "km" if action.unit == "passenger km" else action.unit
    return given.value if given.unit.text == "1" else Quantity(*given).to(bare)


@takes(entries=Each(Entry), catalogue=Catalogue, region=str, prefer=Each(str))
def account(
    entries: Iterable[Entry],
    catalogue: Catalogue,
    *,
    region: str = "CN-YN-KMG",
    prefer: Sequence[str] = (),
) -> Account:
    """Add up a log: grams CO2e saved, points, and what was given to events.

    ``grams = amount * share replaced * (what it replaces - what was done)``

    Parameters
    ----------
    entries : iterable of Entry
        From `read_log`.
    catalogue : Catalogue
    region : str
        Where it was done: decides the factors.
    prefer : sequence of str
        Publishers, best first, as in a scenario.

    Returns
    -------
    Account

    Raises
    ------
    CarbonmeetError
        If a factor is missing or ambiguous.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> nothing = account([], cm.load_catalogue())
    >>> nothing.saved, nothing.donated
    (0, {})
    """
    listed = list(entries)
    worth = {
        (one.action, one.day.year): 0.0 for one in sorted(listed, key=lambda e: (e.action, e.day))
    }
    for name, year in worth:
        worth[name, year] = _grams_per_unit(
            green_actions(catalogue)[name], catalogue, region, year, prefer
        )
    rate = catalogue.find("points.per-kilogram", region) if listed else None
    credits = []
    donated: dict[str, float] = {}
    for one in listed:
        grams = one.amount * worth[one.action, one.day.year]
        credits.append(Credit(one, grams, grams / 1000 * (rate.value if rate else 0.0)))
        if one.donated_to:
            donated[one.donated_to] = donated.get(one.donated_to, 0.0) + grams
    return Account(tuple(credits), donated)


def _grams_per_unit(
    action: Action, catalogue: Catalogue, region: str, year: int, prefer: Sequence[str]
) -> float:
    """Saving by one unit of an action, grams; negative where it emits more."""
    span = Span(str(year), action.name, region, year)
    saved = 0.0
    for service, sign in ((action.replaces, 1.0), (action.service, -1.0)):
        if not service:
            continue
        bench = Expansion(Document("", None), catalogue, prefer, {})
        one = Number(("one",), 1.0, parse_unit(action.unit))
        share = ((bench.parameter(action.share, span), 1),) if action.share else ()
        bench.add_service(service, ((one, 1), *share), span, action.name)
        saved += sign * float(compile_model(bench.finish()).run().sum()) * 1000
    return saved
