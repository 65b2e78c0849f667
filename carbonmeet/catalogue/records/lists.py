"""Sources, preferences, words, and what was looked for in vain."""

from __future__ import annotations

from collections.abc import Collection
from fnmatch import fnmatchcase
from typing import Annotated

from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import NAMELESS, Label, _
from carbonmeet.catalogue.records.shared import REGION
from carbonmeet.rows import Column, Table

__all__ = [
    "DECLINED",
    "LIST_WORDS",
    "PREFERENCES",
    "SOURCES",
    "TRENDS",
    "WORDS",
    "Declined",
    "Everyday",
    "ListWord",
    "Preference",
    "Source",
    "Trend",
]


@dataclass(frozen=True, slots=True)
class Source:
    """A publication that numbers are taken from."""

    key: Annotated[
        str, Column("Publisher and year.", form=r"\w[\w.-]*", such=_("one word such as mee-2021"))
    ]
    publisher: Annotated[str, Column("Publisher or authors.")]
    title: Annotated[str, Column("Title in its own language; in brackets where the title is ours.")]
    year: Annotated[
        str,
        Column(
            "Year of publication, or of the data where the note says so.",
            form="[0-9]{4}",
            such=_("a year such as 2021"),
            kind="integer",
        ),
    ]
    url: Annotated[str, Column("Address, where one was seen.")] = ""
    licence: Annotated[str, Column("Licence or terms.", told=True)] = ""
    accessed: Annotated[
        str,
        Column(
            "Day of the last look.",
            form="[0-9]{4}-[0-9]{2}-[0-9]{2}",
            such=_("a date such as 2024-06-01"),
            told=True,
            kind="date",
        ),
    ] = ""
    note: Annotated[
        str, Column("English title of Chinese documents; how the document was read.")
    ] = ""


class Preference(NamedTuple):
    """A publisher whose number is taken where nothing else decides."""

    order: Annotated[int, Column("Rank, 1 is best.", least=1)]
    publisher: Annotated[str, Column("Source key without its year.")]
    reason: Annotated[str, Column("Why it stands there.")]


class Everyday(NamedTuple):
    """Words of every day, and the service or factor that they stand for."""

    name: Annotated[str, Column("Service, as group/name, or key of a factor.")]
    en: Annotated[
        tuple[str, ...], Column("Words of every day in English, separated by |.", split="|")
    ]
    zh: Annotated[tuple[str, ...], Column("The same in Chinese.", split="|", told=True)] = ()


class ListWord(NamedTuple):
    """What the headings and cells of attendee lists mean."""

    kind: Annotated[
        str,
        Column(
            "column: a heading of a list of people; amount-column: of a table of amounts; total: "
            "marks a row of sums; else the column whose cells it stands in."
        ),
    ]
    value: Annotated[str, Column("What it means.")]
    words: Annotated[
        tuple[str, ...],
        Column(
            "Words for it, in several languages, separated by |; case, accents and punctuation do "
            "not matter.",
            split="|",
        ),
    ]


class Trend(NamedTuple):
    """Which numbers follow which trend beyond the year that they describe."""

    keys: Annotated[str, Column("Key or pattern of keys of the numbers that follow the trend.")]
    trend: Annotated[
        str, Column("Key of the yearly fall, in parameters; blank: power is inside, and stays.")
    ] = ""
    note: Annotated[str, Column("What the trend is of, or why there is none.")] = ""


class Declined(NamedTuple):
    """A number that was found and not taken, or a search that ended without one.

    Attributes
    ----------
    key : str
        The key it would have had, or a glob over keys.
    region : str
        Where it is for: a region, or ``world`` for anywhere.
    source : str
        Key into ``sources.csv``; empty where no publisher issues one.
    reason : Label
        Why it was not taken.
    """

    key: Annotated[str, Column("Key the number would have had, or a glob over keys.")]
    region: Annotated[str, REGION]
    source: Annotated[
        str, Column("Key of sources.csv; empty where no publisher issues one.", to="sources")
    ] = ""
    reason: Annotated[Label, Column("Why it was not taken", told=True)] = NAMELESS

    def concerns(self, key: str, places: Collection[str] = ()) -> bool:
        """Whether it is about a key, in one of some places; without places, in any.

        Examples
        --------
        >>> one = Declined("rail.*", "ES", "ademe-rail-2015", Label("old grids"))
        >>> one.concerns("rail.hsr", ("ES", "world")), one.concerns("rail.hsr", ("FR", "world"))
        (True, False)
        """
        return fnmatchcase(key, self.key) and (not places or self.region in places)

    def says(self, words: Collection[str]) -> bool:
        """Whether key, region and source hold every one of `words`, in small letters."""
        said = f"{self.key} {self.region} {self.source}".lower()
        return all(word in said for word in words)


SOURCES = Table("sources", "Publications that the numbers come from", Source, "key")
PREFERENCES = Table(
    "preferences", "Publishers, best first, where nothing else decides", Preference, "publisher"
)
WORDS = Table(
    "words", "Words of every day, and the services and factors they stand for", Everyday, "name"
)
LIST_WORDS = Table("list_words", "Headings and words of attendee lists", ListWord, "kind value")
TRENDS = Table(
    "trends", "Numbers that follow a trend beyond the year that they describe", Trend, "keys"
)
DECLINED = Table(
    "declined", "Numbers that were found and not taken, and what nobody publishes", Declined
)
