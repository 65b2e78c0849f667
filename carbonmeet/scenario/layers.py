"""Documents made of others: laid over one another, patched, or read as a newer format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field

from carbonmeet.base.notices import Notice
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.numbers.path import Path
from carbonmeet.reading.yamlfile import Document, Spot

__all__ = ["Derived", "Origin", "files_of", "notices_of", "parents_of", "said_in"]


class Origin(NamedTuple):
    """What a value of a derived document comes from.

    Attributes
    ----------
    document : Document
    path : Path
        Where in it the value, or what it replaces, stands.
    whole : bool
        Whether nothing inside the value stands there.
    """

    document: Document
    path: Path
    whole: bool = False


@dataclass(frozen=True)
class Derived(Document):
    """A document made of others; each value knows where it comes from.

    Attributes
    ----------
    origins : mapping of Path to Origin
        Of the values that come from another place than what is around them; ``()`` is there.
    below : tuple of Document
        What it is made of, the one that speaks first.
    notices : tuple of Notice
        What a reader should know of how it was made.
    """

    origins: Mapping[Path, Origin] = field(default_factory=dict, repr=False)
    below: tuple[Document, ...] = ()
    notices: tuple[Notice, ...] = ()

    def spot(self, path: Path, *, at_key: bool = False) -> Spot:
        """Where the file that says it says what stands at a path, or its key."""
        origin, rest = self.origin(path)
        if not origin.whole:
            return origin.document.spot((*origin.path, *rest), at_key=at_key)
        spot = origin.document.spot(origin.path, at_key=at_key and not rest)
        return spot._replace(path=(*spot.path, *rest))

    def folder(self, path: Path) -> str:
        """Folder of the file that says what stands at a path."""
        origin, rest = self.origin(path)
        return origin.document.folder(origin.path if origin.whole else (*origin.path, *rest))

    def origin(self, path: Path) -> tuple[Origin, Path]:
        """What a value comes from, and the steps from there to it."""
        length = next(n for n in range(len(path), -1, -1) if path[:n] in self.origins)
        return self.origins[path[:length]], path[length:]

    def writes(self, path: Path) -> bool:
        """Whether the file itself, and none that it extends, says something there."""
        return super().writes(path) and self.below[0].writes(path)


def files_of(document: Document) -> list[Document]:
    """The files that a document is made of: its own, and one after the other those it extends."""
    if not isinstance(document, Derived):
        return [document]
    return [one for below in document.below for one in files_of(below)]


def parents_of(document: Document) -> Iterator[Document]:
    """What a document extends, one after the other, each over all that it extends itself."""
    while isinstance(document, Derived):
        extends = len(document.below) > 1
        document = document.below[-1]
        if extends:
            yield document


def said_in(document: Document, path: Path) -> Document:
    """The file that says what stands at a path."""
    while isinstance(document, Derived):
        origin, rest = document.origin(path)
        document, path = origin.document, origin.path if origin.whole else (*origin.path, *rest)
    return document


def notices_of(document: Document) -> list[Notice]:
    """What a reader should know of how a document was made."""
    if not isinstance(document, Derived):
        return []
    deeper = [notice for one in document.below for notice in notices_of(one)]
    return list(dict.fromkeys((*document.notices, *deeper)))
