"""Finds exactly one factor, or says why not."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from carbonmeet.base.errors import (
    FactorError,
    FactorNotFound,
    FactorTwice,
    did_you_mean,
)
from carbonmeet.base.frozen import Frozen
from carbonmeet.base.given import Each, refuse_other, takes
from carbonmeet.base.notices import Notices
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Lang, _, _p, joined
from carbonmeet.catalogue.aloft import flown
from carbonmeet.catalogue.borrowed import Borrowed
from carbonmeet.catalogue.choice import by_publisher, edition, in_place, listed
from carbonmeet.catalogue.declined import why_absent
from carbonmeet.catalogue.gases import SETS, Warming
from carbonmeet.catalogue.holdings import Holdings, shipped_part
from carbonmeet.catalogue.measure import Measure
from carbonmeet.catalogue.records.lists import (
    DECLINED,
    PREFERENCES,
    SOURCES,
    TRENDS,
    Declined,
    Source,
)
from carbonmeet.catalogue.regions import outwards, region_fault
from carbonmeet.catalogue.service import Part, Service
from carbonmeet.catalogue.shelf import Over, by_key
from carbonmeet.catalogue.trends import Trend, carried
from carbonmeet.catalogue.words import holds, meant
from carbonmeet.numbers.activity import Link
from carbonmeet.numbers.factor import Factor, Reference, publisher
from carbonmeet.numbers.number import Number
from carbonmeet.numbers.path import own_source
from carbonmeet.reading.yamlfile import Document
from carbonmeet.rows import Table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Catalogue"]

_Model = TypeVar("_Model")

#: Keys of the average grid of a place, and of what is left of it when contracts are taken out.
GRID, RESIDUAL = "grid", "grid.residual"
#: Properties that a chain may hold once only: twice would count the same thing twice.
_ONCE = {
    "non-co2": _("non-CO2 effects of aviation"),
    "distance-uplift": _("the great-circle uplift"),
    "upstream": _("the upstream part"),
    "at-socket": _("charging losses"),
}


@dataclass(frozen=True, eq=False, repr=False)
class Catalogue:
    """The factors, services, measures and sources of ``factors/``.

    Attributes
    ----------
    fallback : tuple of str
        Regions whose rows answer, in this order, where a place has none of its own and before the
        ``world`` does.
    holdings : Holdings
        All other tables and lists.
    own_keys : frozenset of str
        Keys of which all rows are the user's own.
    instead : mapping of str to Factor
        The user's own numbers for single rows, by the id of the row.
    first : frozenset of str
        Ids of rows that answer before all others; see `putting_first`.
    edition : str
        Its version, where that is not the one of the folder.
    trends : tuple of Trend
        Patterns of keys that are carried forward, and the trend that each follows; see `ahead`.
    pack : Document or None
        The measures of a factor pack, for faults in their place.
    market : bool
        Whether electricity is what is bought, and not the average of the grid; see `accounting`.

    Examples
    --------
    >>> from carbonmeet.catalogue import load_catalogue
    >>> catalogue = load_catalogue()
    >>> catalogue.find("grid", "CN-YN", 2021, ("mee",)).value
    0.1235
    """

    rows: Mapping[str, tuple[Factor, ...]]
    services: Mapping[str, Service]
    sources: Mapping[str, Source]
    folder: Path
    hash: str
    holdings: Holdings = field(default_factory=lambda: Holdings(shipped_part))
    own_measures: tuple[Measure, ...] = ()
    own_sources: frozenset[str] = frozenset()
    own_keys: frozenset[str] = frozenset()
    fallback: tuple[str, ...] = ()
    instead: Mapping[str, Factor] = Frozen()
    first: frozenset[str] = frozenset()
    edition: str = ""
    trends: tuple[Trend, ...] = ()
    pack: Document | None = None
    market: bool = False

    def __post_init__(self) -> None:
        for name in ("rows", "services", "sources", "instead"):
            if isinstance(held := getattr(self, name), dict):
                object.__setattr__(self, name, Frozen(held))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Catalogue):
            return NotImplemented
        # the hash covers what else is held, and rows are read last: there are thousands
        names = [one.name for one in fields(self) if one.name not in ("holdings", "pack", "rows")]
        return self is other or all(
            getattr(self, name) == getattr(other, name) for name in (*names, "rows")
        )

    def __hash__(self) -> int:
        return hash(self.hash)

    def __repr__(self) -> str:
        return f"<Catalogue: {len(self.factors)} factors of {len(self.sources)} sources>"

    def table(self, table: Table[_Model]) -> tuple[_Model, ...]:
        """The records of a table that the catalogue owns.

        Parameters
        ----------
        table : Table
            One of those in ``carbonmeet.catalogue.records``.

        Returns
        -------
        tuple
            One record a row, of the model that reads the table.

        Examples
        --------
        >>> from carbonmeet.catalogue import load_catalogue
        >>> from carbonmeet.catalogue.records.forest import CREDITS
        >>> load_catalogue().table(CREDITS)[0].price
        43.43
        """
        refuse_other(table, Table, "table")
        return self.holdings.table(table)

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """Every row, rivals on adjacent places."""
        return tuple(row for rivals in self.rows.values() for row in rivals)

    @cached_property
    def version(self) -> str:
        """Version of the shipped numbers, which is not that of the code; empty if none is told.

        Read when asked for: ``datapackage.json`` describes every column and is long.
        """
        if self.edition:
            return self.edition
        path = self.folder / "datapackage.json"
        if not path.exists():
            return ""
        return str(json.loads(path.read_text(encoding="utf-8")).get("version", ""))

    @cached_property
    def newest(self) -> int:
        """The year of the newest publication that a number of the catalogue is from."""
        return max((int(one.year) for one in self.sources.values() if one.year), default=0)

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """The reduction measures by id, in the order of the file."""
        listed = (*self.holdings["measures"], *self.own_measures)
        return Frozen({measure.id: measure for measure in listed})

    def held_in(self, regions: Iterable[str]) -> Catalogue:
        """A catalogue whose measures bear the names that they have in these regions.

        Parameters
        ----------
        regions : iterable of str
            Where the meeting is held.

        Returns
        -------
        Catalogue
            The same one where no measure has a name of its own there.

        Examples
        --------
        >>> from carbonmeet.catalogue import load_catalogue
        >>> catalogue = load_catalogue()
        >>> catalogue.held_in(["AT"]) is catalogue, catalogue.held_in(["CN-YN"]) is catalogue
        (True, False)
        """
        refuse_other(regions, Iterable, "regions")
        named_places = list(regions)
        for region in named_places:
            refuse_other(region, str, "regions")
        places = frozenset(named_places)
        local = [
            named for one in self.measures.values() if (named := one.held_in(places)) is not one
        ]
        if not local:
            return self
        # asked again, the same: what it has found out is not found out twice
        if places not in self._held:
            self._held[places] = self.extended((), local)
        return self._held[places]

    @cached_property
    def _held(self) -> dict[frozenset[str], Catalogue]:
        return {}

    def rivals(self, key: str) -> tuple[Factor, ...]:
        """All rows of one key, in the order of the file.

        Parameters
        ----------
        key : str
            Such as ``grid``.

        Returns
        -------
        tuple of Factor

        Raises
        ------
        FactorNotFound
            If there are none.
        """
        refuse_other(key, str, "key")
        if key not in self.rows:
            hint = did_you_mean(key, self.rows)
            raise FactorNotFound(
                _("the catalogue has no factor '{key}'.{hint}", key=key, hint=hint)
            )
        return self.rows[key]

    @takes(year=(int, None), prefer=Each(str))
    def find(
        self,
        reference: str | Reference,
        region: str = "world",
        year: int | None = None,
        prefer: Sequence[str] = (),
        notices: Notices | None = None,
    ) -> Factor:
        """Find exactly one factor.

        Parameters
        ----------
        reference : str or Reference
            ``key``, ``key@source`` (a pin), ``key[region]``.
        region : str
            Searched from the smallest outwards: ``CN-YN``, ``CN``, then `fallback`, ``world``.
        year : int, optional
            Year of the activity. Of several editions the one nearest to it and not after it is
            taken; a later one only where there is no other, and with a notice.
        prefer : sequence of str
            Publishers, best first, where several answer.
        notices : Notices, optional
            Receives what the reader of the result should know.

        Returns
        -------
        Factor

        Raises
        ------
        FactorNotFound
            If no row answers.
        FactorAmbiguous
            If several publishers do and `prefer` does not decide.
        """
        refuse_other(reference, (str, Reference), "reference")
        refuse_other(region, str, "region")
        wanted = Reference.parse(reference) if isinstance(reference, str) else reference
        place = (wanted, region, year, tuple(prefer))
        if place in self._answers:
            return self._answers[place]
        told = Notices()
        found = self._find(wanted, region, year, prefer, told)
        if any(True for _ in told):
            return found if notices is None else self._find(wanted, region, year, prefer, notices)
        self._answers[place] = found  # what calls for a notice is looked up each time it is asked
        return found

    @cached_property
    def _answers(self) -> dict[object, Factor]:
        return {}

    def _find(
        self,
        wanted: Reference,
        region: str,
        year: int | None,
        prefer: Sequence[str],
        notices: Notices,
    ) -> Factor:
        rows = self.rivals(wanted.key)
        if wanted.source:
            named = (wanted.source, own_source(wanted.source))
            rows = tuple(row for row in rows if row.source in named[: 1 + row.own])
            if not rows:
                raise FactorNotFound(
                    _(
                        "'{key}' has no row from '{source}'; its rows: {listed}",
                        key=wanted.key,
                        source=wanted.source,
                        listed=listed(self.rivals(wanted.key)),
                    )
                )
            # a number that bears the name of a publication does not stand in for it
            rows = tuple(row for row in rows if not row.own) or rows
        for here in self._pools(wanted, region, rows):
            # who has chosen publishers need not know those of every country that is flown in
            others = self.preferences if prefer or here[0].region == "world" else ()
            row = edition(by_publisher(here, (*prefer, *others), year), year, notices)
            if self.market:
                row = self.bought(row, None if wanted.source else year)
            return in_place(flown(row, self.rows), self.instead)
        raise FactorNotFound(self._absence(wanted, region, rows))

    def _pools(
        self, wanted: Reference, region: str, rows: Sequence[Factor]
    ) -> Iterator[list[Factor]]:
        """The rows of one place after another: those put first, the user's own, all others."""
        places = [*outwards(wanted.region), "world"] if wanted.region else self._places(region)
        first = [row for row in rows if row.id in self.first] if self.first else []
        own = [row for row in rows if row.own]
        for pool in filter(None, (first, own, rows)):
            for place in places:
                here = [row for row in pool if row.region == place]
                if here:
                    yield here

    def _places(self, region: str) -> list[str]:
        """Where a number for `region` is looked for, nearest first."""
        lenders = (near for other in self.fallback for near in outwards(other))
        return list(dict.fromkeys((*outwards(region), *lenders, "world")))

    def borrowed(self, factor: Factor, region: str) -> Borrowed | None:
        """The mark of a row that stands in for one of the place; None where it is its own.

        A number of another country is borrowed, and one of the ``world`` where other countries
        have one of their own. A number of the user's own never is.

        Parameters
        ----------
        factor : Factor
            A row that `find` gave.
        region : str
            The place it was asked for.

        Returns
        -------
        Borrowed or None

        Examples
        --------
        >>> from carbonmeet.catalogue import load_catalogue
        >>> catalogue = load_catalogue()
        >>> catalogue.borrowed(catalogue.find("bus.city", "KE"), "KE").region
        'world'
        >>> catalogue.borrowed(catalogue.find("bus.city", "JP-13"), "JP-13") is None
        True
        """
        refuse_other(factor, Factor, "factor")
        refuse_other(region, str, "region")
        if factor.own or region == factor.region or factor.region in outwards(region):
            return None
        if factor.region == "world" and not any(
            row.region != "world" and not row.own for row in self.rows.get(factor.key, ())
        ):
            return None
        return Borrowed(factor.id, factor.name, factor.region, region)

    def way(
        self, part: Part, region: str, year: int | None = None, prefer: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """The chain of a part that suits a place.

        Where a part has another (`instead`), that one is taken if its first number is found
        nearer to the place, or as near and the first chain would count something twice. Where
        nothing but the world's numbers is known of both, `elsewhere` is taken if it has one: who
        only says "rail" where no fast trains are known means the trains there are.

        Parameters
        ----------
        part : Part
            Of a service.
        region : str
            A place, such as ``CN-YN``; searched from the smallest outwards.
        year : int, optional
            Year of the activity.
        prefer : sequence of str
            Publishers, best first, where several answer.

        Returns
        -------
        tuple of str
            References, as `chain` takes them.

        Examples
        --------
        >>> from carbonmeet.catalogue import load_catalogue
        >>> catalogue = load_catalogue()
        >>> metro = catalogue.service("modes", "metro").parts[0]
        >>> catalogue.way(metro, "CN-YN"), catalogue.way(metro, "US-NY")
        (('metro.energy', 'grid'), ('metro',))
        """
        refuse_other(part, Part, "part")
        refuse_other(region, str, "region")
        if not part.instead:
            return part.chain
        first, other = (self._distance(chain[0], region) for chain in (part.chain, part.instead))
        if part.elsewhere and min(first, other) >= self._places(region).index("world"):
            return part.elsewhere
        if first != other:
            return part.chain if first < other else part.instead
        try:
            self.chain(part.chain, region, year, prefer)
        except FactorTwice:
            return part.instead
        except FactorError:  # told where the chain is looked up
            pass
        return part.chain

    def _distance(self, reference: str, region: str) -> float:
        """How many places away the nearest row of a key is; those first and one's own are next."""
        rows = self.rows.get(Reference.parse(reference).key, ())
        places = self._places(region)
        if any((row.own or row.id in self.first) and row.region in places for row in rows):
            return -1
        here = {row.region for row in rows}
        return next((n for n, place in enumerate(places) if place in here), math.inf)

    @cached_property
    def preferences(self) -> tuple[str, ...]:
        """Publishers, best first, where nothing else decides: those of ``preferences.csv``."""
        return tuple(row.publisher for row in self.table(PREFERENCES))

    @cached_property
    def declined(self) -> tuple[Declined, ...]:
        """Numbers that were found and not taken, and what nobody publishes."""
        return self.table(DECLINED)

    def _absence(self, wanted: Reference, region: str, rows: Sequence[Factor]) -> str:
        """That no row answers, why, and what can be done."""
        place = wanted.region or region
        around = (*outwards(place), "world")
        why = why_absent([one for one in self.declined if one.concerns(wanted.key, around)])
        return _(
            "'{key}' has no row for {place}; it has {listed}. {why}. "
            "Give your own under 'factors', or borrow: 'fallback: "
            "[{region}]'",
            key=wanted.key,
            place=place,
            listed=listed(rows),
            why=why,
            region=rows[0].region,
        )

    def chain(
        self,
        references: Iterable[str],
        region: str = "world",
        year: int | None = None,
        prefer: Sequence[str] = (),
        notices: Notices | None = None,
    ) -> tuple[Link, ...]:
        """Find every factor of a chain and check that it counts nothing twice.

        Parameters
        ----------
        references : iterable of str
            As in `find`; ``/ key`` divides by the number.
        region : str
            A place, such as ``CN-YN``; searched from the smallest outwards.
        year : int, optional
            Year of the activity.
        prefer : sequence of str
            Publishers, best first, where several answer.
        notices : Notices, optional
            Receives what the reader of the result should know.

        Returns
        -------
        tuple of (Factor, int)
            The exponent is 1, or -1 where the chain divides.

        Raises
        ------
        FactorNotFound, FactorAmbiguous
            As in `find`.
        FactorError
            If two links contain the same thing (see ``boundary``), or one may not be in a total.
        """
        refuse_other(references, Iterable, "references")
        refuse_other(region, str, "region")
        links: list[Link] = []
        for text in references:
            wanted = Reference.parse(text)
            factor = self.find(wanted, region, year, prefer, notices)
            links.append((factor, -1 if wanted.inverse else 1))
        for tag, meaning in _ONCE.items():
            double = [number.id for number, _ in links if tag in getattr(number, "boundary", ())]
            if len(double) > 1:
                raise FactorTwice(
                    _(
                        "{meaning} would be counted twice: {double}",
                        meaning=meaning,
                        double=joined(double, " and "),
                    )
                )
        for number, __ in links:
            if "credit" in getattr(number, "boundary", ()):
                raise FactorError(
                    _(
                        "{id} contains a credit for displaced power; an inventory total never does",
                        id=number.id,
                    )
                )
            if "biogenic" in getattr(number, "boundary", ()):
                raise FactorError(
                    _("{id} is a memo beside the total, and priced nowhere", id=number.id)
                )
        return tuple(self._carried(links, year)) if self.trends and year else tuple(links)

    def _carried(self, links: Iterable[Link], year: int) -> Iterator[Link]:
        """Every link, and behind it what carries it forward to the year."""
        for number, power in links:
            yield number, power
            left = (
                carried(number, year, self.trends, self.find)
                if isinstance(number, Factor)
                else None
            )
            if left is not None:
                yield self._carriers.setdefault(left.id, left), power

    @cached_property
    def _carriers(self) -> dict[str, Number]:
        return {}

    def ahead(self, future: str) -> Catalogue:
        """A catalogue whose numbers follow their trends beyond the year that they describe.

        Parameters
        ----------
        future : {"newest", "trend"}
            The first takes the newest edition as it is.

        Returns
        -------
        Catalogue
        """
        refuse_other(future, str, "future")
        return replace(self, trends=self.table(TRENDS)) if future == "trend" else self

    def service(self, group: str, name: str) -> Service:
        """The service that a planner named.

        Parameters
        ----------
        group : str
            As in `names`.
        name : str
            Such as ``taxi``.

        Returns
        -------
        Service

        Raises
        ------
        FactorNotFound
            If there is none, with the nearest name.
        """
        refuse_other(group, str, "group")
        refuse_other(name, str, "name")
        found = self.services.get(f"{group}/{name}")
        if found is None:
            raise FactorNotFound(self._no_service(group, name))
        return found

    def _no_service(self, group: str, name: str) -> str:
        """That there is no such service, and what was probably meant."""
        if group == "modes" and name == "air":
            return _("no mode of travel 'air' here: only a leg of 'travel' goes by air")
        names = self.names(group)
        if group == "modes" and not name.startswith(
            "air."
        ):  # as a planner writes them: the haul and the cabin are found
            names = ["air", "rail", *(n for n in names if n != "rail" and n[:4] != "air.")]
        everyday = meant(name, among=[f"{group}/"])
        if everyday:
            words = joined((one.split("/")[1] for one in everyday), "' or '")
            hint: str = _(" Did you mean '{word}'?", word=words)
        else:
            hint = did_you_mean(name, names) or _elsewhere(name)
        return _(
            "no {group} '{name}'.{hint}",
            group=_GROUP.get(group, group),
            name=name,
            hint=hint or _(" Known: {names}", names=joined(names)),
        )

    def names(self, group: str) -> list[str]:
        """Names of the services of a group, in the order of the file.

        Parameters
        ----------
        group : str
            ``modes``, ``vehicles``, ``lodging``, ``meals``, ``items``, ``waste`` or ``freight``.

        Returns
        -------
        list of str
        """
        refuse_other(group, str, "group")
        return [key.split("/", 1)[1] for key in self.services if key.startswith(group + "/")]

    @takes(text=str)
    def search(self, text: str, lang: Lang = "en") -> pd.DataFrame:
        """Rows that hold every word of `text`, as a pandas table indexed by ``key@source[region]``.

        Parameters
        ----------
        text : str
            Words of the key, the name in either language or the source, or a word of every day.
        lang : {"en", "zh"}
            Language of the names.

        Returns
        -------
        pandas.DataFrame

        Raises
        ------
        CarbonmeetError
            If there is no such language.

        Examples
        --------
        >>> from carbonmeet.catalogue import load_catalogue
        >>> found = load_catalogue().search("taxi china average")
        >>> found["key"].unique().tolist(), found["unit"].unique().tolist()
        (['taxi'], ['kg CO2e / passenger / km'])
        """
        from carbonmeet.base.language import check_lang

        check_lang(lang)
        import pandas as pd

        rows = self.matching(text)
        columns = {
            "key": [row.key for row in rows],
            "name": [row.name.get(lang) for row in rows],
            "region": [row.region for row in rows],
            "year": [row.year for row in rows],
            "value": [row.value for row in rows],
            "low": [row.low for row in rows],
            "high": [row.high for row in rows],
            "unit": [row.unit.text for row in rows],
            "source": [row.source for row in rows],
            "evidence": [row.evidence for row in rows],
        }
        return pd.DataFrame(columns, index=pd.Index([row.id for row in rows], name="id"))

    def matching(self, text: str) -> list[Factor]:
        """Rows that hold every word of `text`: in key, name or source, or by a word of every day.

        Rows whose key holds the words come first, then those whose name does.

        Parameters
        ----------
        text : str
            Words, of which a row must hold every one.

        Returns
        -------
        list of Factor

        Examples
        --------
        >>> from carbonmeet.catalogue import load_catalogue
        >>> {row.key for row in load_catalogue().matching("coffee break")} >= {"drink.coffee"}
        True
        >>> load_catalogue().matching("hotel")[0].key.startswith("hotel")
        True
        """
        refuse_other(text, str, "text")
        whole = self._priced_by(text)
        words = [(word, self._priced_by(word)) for word in text.lower().split()]
        found = [
            row
            for row in self.factors
            if row.key in whole
            or all(word in _words_of(row) or row.key in keys for word, keys in words)
        ]

        def far(row: Factor) -> int:
            said = row.key.lower(), f"{row.name.en} {row.name.zh}".lower()
            held = (all(word in one for word, _ in words) for one in said)
            return next((at for at, all_held in enumerate(held) if all_held), len(said))

        return sorted(found, key=far)

    def _priced_by(self, word: str) -> set[str]:
        """Keys of the factors that a word of every day stands for."""
        keys = set()
        for name in meant(word):
            service = self.services.get(name)
            chains = [part.chain for part in service.parts] if service else [(name,)]
            keys |= {Reference.parse(text).key for chain in chains for text in chain}
        return keys

    def offered(self, text: str) -> list[Service]:
        """Services whose name, in English or Chinese, holds `text`, or that it stands for.

        Parameters
        ----------
        text : str
            A word of every day, or a part of a name.

        Returns
        -------
        list of Service
            What the word stands for comes first.

        Examples
        --------
        >>> from carbonmeet.catalogue import load_catalogue
        >>> [one.id for one in load_catalogue().offered("lanyard")]
        ['items/badge-set']
        >>> [one.id for one in load_catalogue().offered("cab")]  # and no cabins
        ['modes/taxi']
        """
        refuse_other(text, str, "text")
        names = set(meant(text))
        if "modes/air" in names:
            names |= {key for key in self.services if key.startswith("modes/air.")}
        named = [
            one
            for key, one in self.services.items()
            if key in names or holds(text, f"{key} {one.name.en} {one.name.zh}")
        ]
        return sorted(named, key=lambda one: one.id not in names)  # what is meant comes first

    def search_declined(self, text: str) -> list[Declined]:
        """What was found and not taken of the factors that `matching` finds, or by its source.

        Parameters
        ----------
        text : str
            As in `matching`.

        Returns
        -------
        list of Declined

        Examples
        --------
        >>> from carbonmeet.catalogue import load_catalogue
        >>> [one.region for one in load_catalogue().search_declined("teias")]
        ['TR']
        """
        refuse_other(text, str, "text")
        words = text.lower().split()
        keys = {row.key for row in self.matching(text)}
        return [one for one in self.declined if one.says(words) or any(map(one.concerns, keys))]

    @cached_property
    def regions(self) -> frozenset[str]:
        """Every region that a row is for."""
        regions = getattr(self.rows, "regions", None)
        if regions is not None:  # known without reading the rows
            return frozenset(regions())
        return frozenset(row.region for row in self.factors)

    @cached_property
    def published(self) -> frozenset[str]:
        """Names of publications and of their publishers: a number of one's own bears none."""
        return frozenset((*self.sources, *map(publisher, self.sources)))

    def publishers(self) -> set[str]:
        """Whom ``prefer`` may name: publishers, and sources with their edition.

        Returns
        -------
        set of str
        """
        return {*self.published, *self.own_sources, *map(publisher, self.own_sources)}

    def own_name(self, source: str) -> str:
        """What stands as the source of a number of one's own, which is no publication's.

        Parameters
        ----------
        source : str
            What the user's file calls it.

        Returns
        -------
        str

        Examples
        --------
        >>> from carbonmeet.catalogue import load_catalogue
        >>> load_catalogue().own_name("mee-2021"), load_catalogue().own_name("caterer-2026")
        ('own-mee-2021', 'caterer-2026')
        """
        refuse_other(source, str, "source")
        return own_source(source) if source in self.published else source

    def misfit(self, row: Factor) -> str:
        """Why a row of the user's own cannot stand beside those shipped; empty if it can.

        Parameters
        ----------
        row : Factor

        Returns
        -------
        str
        """
        refuse_other(row, Factor, "row")
        rivals = self.rows.get(row.key, ())
        near = [shipped for shipped in rivals if shipped.region == row.region]
        for shipped in (near or rivals)[:1]:
            if shipped.unit.dims != row.unit.dims:
                return _(
                    "'{key}' is a number in {text}, not in {text2}",
                    key=row.key,
                    text=shipped.unit.text,
                    text2=row.unit.text,
                )
        wrong = region_fault(row.region)
        if wrong:
            return wrong
        if row.boundary:
            known = dict.fromkeys(word for one in self.factors for word in one.boundary)
            for word in row.boundary:
                if word not in known:
                    return _(
                        "no boundary word '{word}'.{hint}",
                        word=word,
                        hint=did_you_mean(word, known),
                    )
        return ""

    def no_row(self, key: str, name: str) -> str:
        """Why no row of a key can be replaced by that name; empty if one can.

        Parameters
        ----------
        key : str
        name : str
            The id of a row: ``key@source[region]``.

        Returns
        -------
        str
        """
        refuse_other(key, str, "key")
        refuse_other(name, str, "name")
        known = [row.id for row in self.rows.get(key, ())]
        return (
            ""
            if name in known
            else _("no row '{name}' to replace.{hint}", name=name, hint=did_you_mean(name, known))
        )

    def lending(self, fallback: Sequence[str]) -> Catalogue:
        """A catalogue in which the rows of `fallback` answer where a place has none of its own.

        Parameters
        ----------
        fallback : sequence of str
            Regions, best first.

        Returns
        -------
        Catalogue

        Examples
        --------
        >>> from carbonmeet.catalogue import load_catalogue
        >>> load_catalogue().lending(["GB"]).find("taxi", "IE", 2025).id
        'taxi@defra-2025[GB]'
        """
        refuse_other(fallback, Each(str), "fallback")
        lenders = tuple(fallback)
        return replace(self, fallback=lenders) if lenders else self

    def replacing(self, instead: Mapping[str, Factor]) -> Catalogue:
        """A catalogue in which numbers of the user's own are taken for single rows.

        Which row answers is not changed by it.

        Parameters
        ----------
        instead : mapping of str to Factor
            By the id of the row.

        Returns
        -------
        Catalogue
        """
        refuse_other(instead, Mapping, "instead")
        for row in instead.values():
            refuse_other(row, Factor, "instead")
        own = {name: replace(row, own=True) for name, row in instead.items()}
        sources = self.own_sources.union(row.source for row in own.values())
        return replace(self, instead={**self.instead, **own}, own_sources=sources)

    def putting_first(self, rows: Iterable[Factor]) -> Catalogue:
        """A catalogue in which some of its rows answer before all others of their keys.

        They stay what they are: a trend carries them forward, a residual mix takes their place.

        Parameters
        ----------
        rows : iterable of Factor

        Returns
        -------
        Catalogue

        Examples
        --------
        >>> from carbonmeet.catalogue import load_catalogue
        >>> catalogue = load_catalogue()
        >>> nation = [row for row in catalogue.rivals("grid") if row.region == "CN"]
        >>> catalogue.putting_first(nation).find("grid", "CN-YN", 2021, ["mee"]).id
        'grid@mee-2021[CN]'
        """
        refuse_other(rows, Iterable, "rows")
        chosen = list(rows)
        for row in chosen:
            refuse_other(row, Factor, "rows")
        return replace(self, first=self.first.union(row.id for row in chosen))

    def accounting(self, electricity: str) -> Catalogue:
        """A catalogue in which electricity is the average of its grid, or what is bought.

        Parameters
        ----------
        electricity : {"location", "market"}
            Under the second the residual mix stands for power without a contract, in the countries
            in which one is published. A row of the user's own is a contract, unless it replaces an
            average or says that it is one (`boundary`: ``location-based``).

        Returns
        -------
        Catalogue
        """
        refuse_other(electricity, str, "electricity")
        market = electricity == "market"
        return self if market == self.market else replace(self, market=market)

    def residual_mix(self, row: Factor, year: int | None = None) -> Factor | None:
        """What is left of a grid when contracts are taken out; None where nobody publishes it.

        Parameters
        ----------
        row : Factor
            An average grid.
        year : int, optional
            Year of the activity; default: the one that the average describes.

        Returns
        -------
        Factor or None
        """
        refuse_other(row, Factor, "row")
        refuse_other(year, (int, None), "year")
        if row.key != GRID or row.region == "world":
            return None
        rows = self.rows.get(RESIDUAL, ())
        when = row.year if year is None else year
        for pool in ([one for one in rows if one.own], rows):
            for place in outwards(row.region):
                here = [one for one in pool if one.region == place]
                if here:
                    return in_place(edition(here, when, Notices()), self.instead)
        return None

    def bought(self, row: Factor, year: int | None = None) -> Factor:
        """What power costs the climate by market: see `accounting`.

        Parameters
        ----------
        row : Factor
            What power costs by the average of a grid, or by a contract.
        year : int, optional
            Year of the activity; default: the one that the row describes.

        Returns
        -------
        Factor
            The residual mix of the place, where one is published; else the row itself.

        Examples
        --------
        >>> from carbonmeet.catalogue import load_catalogue
        >>> catalogue = load_catalogue()
        >>> catalogue.bought(catalogue.find("grid", "CN-YN", 2022, ["mee"])).id
        'grid.residual@mee-2022[CN]'
        >>> catalogue.bought(catalogue.find("grid", "GB", 2024)).key
        'grid'
        """
        refuse_other(row, Factor, "row")
        return self.residual_mix(row, year) or row if self.averages(row) else row

    def averages(self, row: Factor) -> bool:
        """Whether a number of power is the average of a grid, and no contract's: see `accounting`.

        Parameters
        ----------
        row : Factor

        Returns
        -------
        bool

        Examples
        --------
        >>> from carbonmeet.catalogue import load_catalogue
        >>> catalogue = load_catalogue()
        >>> catalogue.averages(catalogue.find("grid", "GB", 2024))
        True
        """
        refuse_other(row, Factor, "row")
        return not row.own or "location-based" in row.boundary or row in self.instead.values()

    def under(self, gwp: str) -> Catalogue:
        """A catalogue whose gases are weighed by one set of warming potentials.

        Parameters
        ----------
        gwp : {"as-published", "AR4", "AR5", "AR6"}
            The first leaves every row as its publisher weighed it.

        Returns
        -------
        Catalogue
        """
        refuse_other(gwp, str, "gwp")
        return replace(self, rows=Warming(self.rows, gwp)) if gwp in SETS else self

    def laid(self, rows: Iterable[Factor], parts: Mapping[str, Any]) -> Catalogue:
        """A catalogue over which a factor pack is laid: its rows rank first, its parts are taken.

        Parameters
        ----------
        rows : iterable of Factor
        parts : mapping of str to object
            Of the holdings.

        Returns
        -------
        Catalogue
        """
        holdings = self.holdings.over(parts) if parts else self.holdings
        sources = {one.key: one for one in holdings.table(SOURCES)}
        found = replace(self, holdings=holdings, services=holdings["services"], sources=sources)
        return found.extended(rows)

    def extended(self, rows: Iterable[Factor], measures: Iterable[Measure] = ()) -> Catalogue:
        """A catalogue in which the user's own `rows` rank first; those it has already stay.

        Parameters
        ----------
        rows : iterable of Factor
        measures : iterable of Measure
            The user's own, after all others.

        Returns
        -------
        Catalogue
        """
        refuse_other(rows, Iterable, "rows")
        added = list(rows)
        for row in added:
            refuse_other(row, Factor, "rows")
        listed = (replace(row, own=True) for row in added)
        own = by_key(row for row in listed if row not in self.rows.get(row.key, ()))
        return replace(
            self,
            rows=Over(own, self.rows) if own else self.rows,
            own_keys=self.own_keys.union(key for key in own if key not in self.rows),
            own_measures=(*self.own_measures, *measures),
            own_sources=self.own_sources.union(row.source for new in own.values() for row in new),
        )


def _words_of(row: Factor) -> str:
    return f"{row.key} {row.name.en} {row.name.zh} {row.source}".lower()


def _elsewhere(name: str) -> str:
    """Where a word of every day stands in another group or is a factor alone."""
    names = meant(name)
    return _(" It is {names}.", names=joined(names, " or ")) if names else ""


_GROUP = {
    "modes": _("mode of travel"),
    "vehicles": _("kind of vehicle"),
    "lodging": _p("group", "hotel"),
    "meals": _p("group", "meal"),
    "items": _p("group", "item"),
    "waste": _("waste treatment"),
    "freight": _("mode of freight"),
}
