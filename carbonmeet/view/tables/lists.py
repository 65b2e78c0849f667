"""What there is to name: services, publishers, scenarios, regions, stands, measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from carbonmeet.base.data import data_dir
from carbonmeet.base.text import Label, _, _p
from carbonmeet.catalogue.measure import AREAS
from carbonmeet.numbers.factor import publisher
from carbonmeet.reading.yamlfile import read_yaml_file
from carbonmeet.travel.countries import region_name
from carbonmeet.travel.fold import fold
from carbonmeet.view.listing import Cell, Listing

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue

__all__ = ["KINDS", "listing"]

Row = Mapping[str, Cell]


def listing(kind: str, catalogue: Catalogue, word: str = "") -> Listing:
    """All there is of a kind, or what holds a word.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    catalogue : Catalogue
    word : str
        In English or Chinese; for services a word of every day will do.

    Examples
    --------
    >>> from carbonmeet.catalogue import load_catalogue
    >>> [row["name"] for row in listing("services", load_catalogue(), "午餐").rows]
    ['restaurant']
    """
    columns, rows = KINDS[kind]
    found = list(rows(catalogue, word))
    if word and kind != "services":
        found = [row for row in found if any(fold(word) in text for text in _texts(row))]
    return Listing({name: _HEADS[name] for name in columns}, found, unit="per", shares=("uptake",))


def _texts(row: Row) -> Iterable[str]:
    for cell in row.values():
        for text in (cell.en, cell.zh) if isinstance(cell, Label) else (str(cell),):
            yield fold(text)


def _services(catalogue: Catalogue, word: str) -> Iterable[Row]:
    for one in catalogue.offered(word):
        group, name = one.id.split("/", 1)
        yield {
            "group": group,
            "name": name,
            "title": one.name,
            "per": one.unit.text,
            "chain": " + ".join(" * ".join(part.chain) for part in one.parts),
        }


def _publishers(catalogue: Catalogue, _word: str) -> Iterable[Row]:
    rows = Counter(publisher(row.source) for row in catalogue.factors)
    editions: dict[str, list[str]] = {}
    for key in catalogue.sources:
        editions.setdefault(publisher(key), []).append(key)
    for name, number in rows.most_common():
        listed = editions.get(name, [])
        title = catalogue.sources[listed[-1]].publisher if listed else ""
        yield {"name": name, "title": title, "rows": number, "editions": " ".join(listed)}


def _scenarios(_catalogue: Catalogue, _word: str) -> Iterable[Row]:
    for path in sorted(data_dir("scenarios").glob("*.yaml")):
        content = read_yaml_file(path).data
        title = content.get("title", "") if isinstance(content, dict) else ""
        label = Label(title["en"], title["zh"]) if isinstance(title, dict) else Label(str(title))
        yield {"name": path.stem, "kind": str(content.get("kind", "")), "title": label}


def _regions(catalogue: Catalogue, _word: str) -> Iterable[Row]:
    rows = Counter(row.region for row in catalogue.factors)
    for region in sorted(rows):
        name = region_name(region)
        title: Label = Label() if name.en == region[:2] else name
        if region == "world":
            title = _("the world")
        yield {"name": region, "title": title, "rows": rows[region]}


def _stands(catalogue: Catalogue, _word: str) -> Iterable[Row]:
    from carbonmeet.forest.stands import stands_of

    for key, one in stands_of(catalogue).items():
        yield {"name": key, "title": one.name, "region": one.region, "species": one.species_latin}


def _measures(catalogue: Catalogue, _word: str) -> Iterable[Row]:
    for one in catalogue.measures.values():
        area = AREAS[one.area]
        yield {"name": one.id, "area": area, "title": one.name, "uptake": one.uptake.value}


_HEADS = {
    "group": _("group"),
    "name": _p("key", "name"),
    "title": _("title"),
    "per": _("per"),
    "chain": _("chain"),
    "rows": _("rows"),
    "editions": _("editions"),
    "kind": _("kind"),
    "region": _("region"),
    "species": _("species"),
    "area": _p("measures", "area"),
    "uptake": _("planned uptake"),
}
KINDS: Mapping[str, tuple[tuple[str, ...], Callable[[Catalogue, str], Iterable[Row]]]] = {
    "services": (("group", "name", "title", "per", "chain"), _services),
    "publishers": (("name", "title", "rows", "editions"), _publishers),
    "scenarios": (("name", "kind", "title"), _scenarios),
    "regions": (("name", "title", "rows"), _regions),
    "stands": (("name", "title", "region", "species"), _stands),
    "measures": (("name", "area", "title", "uptake"), _measures),
}
