"""Tables of the catalogue: factors with their rivals, services, measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from carbonmeet.measure import AREAS, PROVENANCE, Measure
from carbonmeet.report.grid import grid, number, safe
from carbonmeet.text import Label, Lang

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.factor import Factor
    from carbonmeet.service import Service

__all__ = ["factor_table", "measure_table", "service_table", "words_of"]


def factor_table(
    rows: Sequence[Factor], catalogue: Catalogue, lang: Lang = "en", *, full: bool = False
) -> str:
    """Factors one a line, rivals on adjacent lines; with `full`, their sources below them."""
    order = {key: place for place, key in enumerate(dict.fromkeys(row.key for row in rows))}
    ranked = sorted(rows, key=lambda row: order[row.key])
    if full:
        return "\n\n".join(_full(row, catalogue, lang) for row in ranked)
    table = []
    last = ""
    for row in ranked:
        ends = "" if row.low is None else f"{number(row.low)} – {number(row.high)}"
        key = row.key if row.key != last else ""
        last = row.key
        table.append(
            [key, row.region, str(row.year), number(row.value, 5), ends, row.unit.text]
            + [row.source, row.evidence, row.name.get(lang) if key else ""]
        )
    head = ["key", "region", "year", "value", "range", "unit", "source", "evidence", "name"]
    return grid([head, *table], right=(3,), indent=0) + f"\n{len(rows)} rows"


def _full(row: Factor, catalogue: Catalogue, lang: Lang) -> str:
    source = catalogue.sources.get(row.source)
    ends = "" if row.low is None else f" ({number(row.low)} – {number(row.high)})"
    lines = [
        f"{row.id}  {row.name.get(lang)}",
        f"  {number(row.value, 6)}{ends} {row.unit.text}, {row.year}, {row.evidence}",
    ]
    if row.boundary:
        lines.append(f"  contains: {', '.join(row.boundary)}")
    if source is not None:
        lines.append(f"  {source.publisher}, {source.title} ({source.year}); {row.locator}")
    if row.note:
        lines.append(f"  {row.note}")
    return "\n".join(safe(line) for line in lines)


def words_of(service: Service) -> str:
    """What a service is searched by."""
    return f"{service.id} {service.name.en} {service.name.zh}"


def service_table(catalogue: Catalogue, text: str = "", lang: Lang = "en") -> str:
    """What a scenario can name, with unit and chain."""
    rows = [["group", "name", "", "per", "chain"]]
    for key, service in catalogue.services.items():
        group, name = key.split("/", 1)
        if text.lower() not in words_of(service).lower():
            continue
        for number_, part in enumerate(service.parts):
            lead = number_ == 0
            when = " ".join(f"{k}={str(v).lower()}" for k, v in part.when.items())
            rows.append(
                [
                    group if lead else "",
                    name if lead else "",
                    service.name.get(lang) if lead else "",
                ]
                + [service.unit.text if lead else "", " * ".join(part.chain)]
            )
            rows[-1][-1] += f"  ({when})" if when else ""
    return grid(rows, indent=0)


def measure_table(measures: Sequence[Measure], lang: Lang = "en") -> str:
    """Measures one a line: area, name, provenance, effect, uptake, evidence."""
    rows = [["", "area", "name", "provenance", "effect", "uptake", "evidence"]]
    for one in measures:
        ends = ""
        if one.uptake.low is not None and one.uptake.high is not None:
            ends = f" ({one.uptake.low:.0%} – {one.uptake.high:.0%})"
        rows.append(
            [one.id, Label(*AREAS[one.area]).get(lang), one.name.get(lang)]
            + [Label(*PROVENANCE[one.provenance]).get(lang), one.effect.do]
            + [f"{one.uptake.value:.0%}{ends}", ", ".join(one.evidence)]
        )
    return grid(rows, indent=0)
