"""The bench on which a scenario is turned into activities.

Meetings and cities write their lines here, so that both find factors, name their data, and report
faults in one way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from datetime import date
from typing import Any, TypeAlias, TypeVar

from carbonmeet.base.errors import CarbonmeetError, FactorNotFound, Fault, InputError, message_of
from carbonmeet.base.notices import Notices
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import NAMELESS, Label, Note, _, joined
from carbonmeet.bench.naming import Naming
from carbonmeet.bench.turnout import Turnout
from carbonmeet.catalogue import Catalogue
from carbonmeet.catalogue.service import Part, Service
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.factor import Factor
from carbonmeet.numbers.number import Domain, Link, Number, Voucher, sum_of
from carbonmeet.numbers.path import Path as Key
from carbonmeet.reading.amount import Amount
from carbonmeet.reading.schema import where
from carbonmeet.reading.yamlfile import Document
from carbonmeet.travel.laws import Law
from carbonmeet.units import Unit, parse_quantity, parse_unit

__all__ = ["Expansion", "Key", "Span"]

_Entry = TypeVar("_Entry")
#: References to factors.
Chain: TypeAlias = tuple[str, ...]

_DAY = parse_unit("day")
_A_NIGHT_A_DAY = _("'days' are not given, so one is counted for every night, and one at least")


class Span(NamedTuple):
    """An accounting period: what it is called, where it is, and when.

    Attributes
    ----------
    airport, city : str
        The code of the airport and the name of the place, where they are known.
    days : float or None
        Its length, where both ends are known.
    """

    name: str
    label: Label
    region: str
    year: int
    start: date | None = None
    end: date | None = None
    counterfactual: bool = False
    airport: str = ""
    city: str = ""

    @property
    def days(self) -> float | None:
        """Length in days, both ends counted."""
        return None if self.start is None or self.end is None else (self.end - self.start).days + 1


@dataclass(slots=True)
class Expansion:
    """Collects activities, notices and faults.

    Attributes
    ----------
    document : Document
        The file, for the positions of faults.
    catalogue : Catalogue
    prefer : sequence of str
        Publishers, best first.
    methods : mapping
        Accounting methods.
    spans : mapping of str to Span
        The accounting periods by name.
    sums : dict
        What tables read beside the scenario came to, by section.
    anywhere : bool
        Whether ways are but examples of their kind: then a mode may go where it does not.
    laws : mapping of str to Law
        Laws by distance of the scenario's own, by the mode of travel that they are.
    turnouts : list of Turnout
        The people of a list, written down by the section that reads it.
    """

    document: Document
    catalogue: Catalogue
    prefer: Sequence[str]
    methods: Mapping[str, object]
    spans: Mapping[str, Span] = field(default_factory=dict)
    laws: Mapping[str, Law] = field(default_factory=dict, kw_only=True)
    anywhere: bool = False
    activities: list[Activity] = field(default_factory=list)
    notices: Notices = field(default_factory=Notices)
    faults: list[Fault] = field(default_factory=list)
    sums: dict[str, Any] = field(default_factory=dict)
    turnouts: list[Turnout] = field(default_factory=list)
    _chains: dict[tuple[tuple[str, ...], str, int], tuple[Link, ...]] = field(default_factory=dict)
    _services: dict[tuple[str, str, int], tuple[Service, list[tuple[Chain, Label]]]] = field(
        default_factory=dict
    )
    _numbers: dict[Key, tuple[Amount, Number]] = field(default_factory=dict)
    _days: dict[Key, Number] = field(default_factory=dict)
    _naming: Naming = field(init=False)

    def __post_init__(self) -> None:
        periods = {name: span.label for name, span in self.spans.items()}
        self._naming = Naming(self.document.data, self.catalogue, periods)

    @contextmanager
    def at(self, *path: str | int) -> Iterator[None]:
        """Turn what goes wrong inside into a fault at `path`, and go on after it."""
        try:
            yield
        except InputError as error:
            self.faults += error.faults
        except CarbonmeetError as error:
            self.fault(path, message_of(error))

    def fault(self, path: Key, message: str) -> None:
        """Note a fault at `path`."""
        self.faults.append(self.document.fault(path, where(path), message))

    def entries(self, path: Key, listed: Sequence[_Entry]) -> Iterator[tuple[Key, _Entry]]:
        """The entries of a list, each with its place: numbers in them are called after them."""
        self._naming.enter(path, listed)
        for index, entry in enumerate(listed):
            yield (*path, index), entry

    def number(
        self,
        path: Key,
        amount: Amount,
        unit: str = "",
        whole: Key = (),
        domain: Domain | None = None,
    ) -> Number:
        """A number of the scenario.

        Parameters
        ----------
        unit : str
            Goes before the unit of the amount, where the text left it open.
        whole : path
            What the number is a share of, together with others.
        domain : str
            Which values make sense, where it is not what the field says.
        """
        known = self._numbers.get(path)
        if known is not None and known[0] is amount:
            return known[1]
        found = self.made(
            path,
            amount.value,
            parse_unit(unit) if unit else amount.unit,
            amount.low,
            amount.high,
            basis=amount.basis,
            note=Note(amount.note) if amount.note else NAMELESS,
            domain=domain or ("share" if amount.share else "positive"),
            whole=whole,
            document=amount.document,
        )
        self._numbers[path] = amount, found
        return found

    def links(self, path: Key, amount: Amount) -> tuple[Link, ...]:
        """An amount as links of a product: one, or those that it was written as."""
        if not amount.parts:
            return ((self.number(path, amount), 1),)
        return tuple(
            (self.number(spot, part), 1) for spot, part in self.entries(path, amount.parts)
        )

    def made(
        self,
        path: Key,
        value: float,
        unit: Unit,
        low: float | None = None,
        high: float | None = None,
        *,
        basis: str = "given",
        note: Label = NAMELESS,
        domain: Domain = "positive",
        whole: Key = (),
        document: Voucher | None = None,
    ) -> Number:
        """A number that stands for what the file says at a place."""
        called, name, stream = self._naming.of(path)
        return Number(
            called,
            value,
            unit,
            low,
            high,
            name,
            basis,
            note=note,
            document=document,
            domain=domain,
            whole=whole,
            stream=stream,
            place=path,
        )

    def called(self, path: Key) -> tuple[Key, Label]:
        """Path by names, and name, of the number at a place."""
        return self._naming.of(path)[:2]

    def parameter(self, key: str, span: Span, instead: str = "") -> Factor:
        """A parameter of the catalogue for the place and year of `span`.

        Parameters
        ----------
        instead : str
            Where the scenario can give the number itself.

        Raises
        ------
        FactorNotFound
            If the catalogue has none for the place: with what to give.
        """
        try:
            return self.catalogue.find(key, span.region, span.year, self.prefer, self.notices)
        except FactorNotFound:
            told = _(
                "no number is known for {region}: give {instead}",
                region=span.region,
                instead=instead,
            )
            own = _(
                "no '{key}' is known for {region}: give it under 'factors'",
                key=key,
                region=span.region,
            )
            raise FactorNotFound(told if instead else own) from None

    def chain(self, texts: Sequence[str], span: Span, path: Key) -> tuple[Link, ...]:
        """The links of a chain; a text that begins with a digit is a number of the scenario."""
        links: list[Link] = []
        references: list[str] = []
        for spot, text in self.entries(path, texts):
            bare = text.lstrip("/ ")
            if bare[:1].isdigit():
                quantity = parse_quantity(bare)
                number = self.made(spot, quantity.value, quantity.unit)
                links.append((number, -1 if text.lstrip().startswith("/") else 1))
            else:
                references.append(text)
        return (*links, *self.found(tuple(references), span))

    def found(
        self, references: tuple[str, ...], span: Span, *, quiet: bool = False
    ) -> tuple[Link, ...]:
        """The factors of a chain, looked up once for every place and year."""
        place = (references, span.region, span.year)
        if quiet:
            return self.catalogue.chain(references, span.region, span.year or None, self.prefer)
        if place not in self._chains:
            self._chains[place] = self.catalogue.chain(
                references, span.region, span.year or None, self.prefer, self.notices
            )
        return self._chains[place]

    def way(self, part: Part, span: Span) -> tuple[str, ...]:
        """The chain of a part that suits the place of `span`."""
        return self.catalogue.way(part, span.region, span.year or None, self.prefer)

    def add_service(
        self,
        service: str,
        amount: Sequence[Link],
        span: Span,
        label: Label,
        *,
        tags: Iterable[str] = (),
        before: Sequence[Link] = (),
        known: Mapping[str, Number] | None = None,
        dormant: bool = False,
    ) -> None:
        """Add a line for every part of ``group/name`` that counts.

        Parameters
        ----------
        amount : sequence of Link
            Product in the unit of the service.
        before : sequence of Link
            Further parameters of the amount, such as guests per room.
        """
        found, parts = self._parts(service, span)
        product, marks = (*amount, *before), frozenset(tags)
        for number, (chain, suffix) in enumerate(parts):
            self.activities.append(
                Activity(
                    found.source,
                    span.name,
                    label if suffix is NAMELESS else joined((label, suffix), ""),
                    product,
                    found.unit,
                    self.found(chain, span, quiet=dormant),
                    span.region,
                    span.year,
                    span.end,
                    found.id,
                    number,
                    marks,
                    known or {},
                    dormant,
                )
            )

    def add_by_law(
        self, mode: str, amount: tuple[Link, ...], span: Span, label: Label, path: Key,
        kg_per_km: float, name: Label, tags: Iterable[str],
    ) -> None:  # fmt: skip
        """A line of passenger-kilometres that a law of the scenario prices.

        Parameters
        ----------
        mode : str
            Key of the law.
        path : path
            Of the rate, below ``factors``.
        kg_per_km : float
            kg CO2e of a passenger-kilometre by the law, over all that the line holds.
        name : Label
            Of the rate.
        """
        law = self.laws[mode]
        rate = Number(
            ("factors", *path),
            kg_per_km,
            parse_unit("kg CO2e / passenger / km"),
            name=name,
            # a law of the file is given, whoever it says it has it from
            basis="assumed" if law.evidence == "assumed" else "given",
            reference=law.reference,
            locator=law.locator,
            note=Note(law.note),
            stream=f"law.{mode}",
        )
        self.activities.append(
            Activity(
                law.source, span.name, label, amount, parse_unit("passenger km"), ((rate, 1),),
                span.region, span.year, span.end, tags=frozenset(tags),
            )
        )  # fmt: skip

    def _parts(self, service: str, span: Span) -> tuple[Service, list[tuple[Chain, Label]]]:
        """A service, and the chains of its parts that count with what each adds to a label."""
        place = (service, span.region, span.year)
        if place not in self._services:
            found = self.catalogue.service(*service.split("/", 1))
            self._services[place] = (
                found,
                [
                    (self.way(part, span), _in_brackets(part.name))
                    for part in found.parts
                    if part.counts(self.methods, span.region)
                ],
            )
        return self._services[place]

    def days(self, path: Key, given: Amount | None, nights: Link | None) -> tuple[Link, ...]:
        """Days per person: as given, else one for every night, and one at least.

        Raises
        ------
        CarbonmeetError
            If neither is known.
        """
        if given is not None:
            return ((self.number((*path, "days"), given), 1),)
        if nights is None:
            raise CarbonmeetError(_("'days' is missing: it cannot be taken from 'nights'"))
        place = (*path, "days")
        if place not in self._days:
            called, name = self.called(place)
            self._days[place] = sum_of(
                called,
                [(nights[0], 1.0)],
                0.0,
                name,
                unit=_DAY,
                basis="assumed",
                note=_A_NIGHT_A_DAY,
                domain="whole",
                place=place,
            )
        return ((self._days[place], 1),)

    def finish(self) -> list[Activity]:
        """The activities, or every fault at once.

        Raises
        ------
        InputError
            If anything went wrong.
        """
        if self.faults:
            raise InputError(self.faults)
        return self.activities


def _in_brackets(name: Label) -> Label:
    """What a part of a service adds to the label of its line."""
    if not (name.en or name.zh):
        return NAMELESS
    return _(" ({name})", name=name)
