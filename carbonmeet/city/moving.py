"""Trips of residents by the modal split, and vehicle-kilometres as operators count them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.notices import Notice
from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Key
from carbonmeet.city.shape import Operator
from carbonmeet.city.split import modal_split, public_share
from carbonmeet.city.year import DAYS, CityYear
from carbonmeet.city.years import compound, in_year, toward
from carbonmeet.numbers.number import Link, Number
from carbonmeet.reading.amount import Amount
from carbonmeet.reading.schema import where

__all__ = ["operator", "transport"]


def transport(year: CityYear) -> None:
    """Trips of residents: people x trips x share x length, mode by mode."""
    found, root = year.seen.transport or year.city.transport, year.root("transport")
    if found is None:
        return
    bench, span = year.bench, year.span
    with bench.at(*root):
        people = year.people(found.residents, (*root, "residents"))
        rate: Number = (
            bench.number((*root, "trips"), found.trips)
            if found.trips is not None
            else bench.parameter(
                "city.trips-per-person-day",
                span,
                _("{key}, e.g. {example}", key=where((*root, "trips")), example="2.1"),
            )
        )
        trips = (*people, (rate, 1), (DAYS, 1), *year.growth("transport"))
        shares = toward(
            bench, (*root, "shares"), found.shares, (*root, "target"), found.target,
            year.city.year, span.year,
        )  # fmt: skip
        split = modal_split(found, shares, bench, root)
        for mode, links in split.items():
            with bench.at(*root, "shares", mode):
                name = bench.catalogue.service("modes", mode).name
                way = (_length(year, mode, root), 1)
                bench.add_service(
                    f"modes/{mode}",
                    (*trips, *links, way),
                    span,
                    name,
                    tags=("local", "residents"),
                )
        if found.ridership is not None:
            _compare_rides(year, trips, split, found.ridership)


def _length(year: CityYear, mode: str, root: Key) -> Number:
    """passenger km per trip."""
    transport = year.seen.transport or year.city.transport
    assert transport is not None
    given = transport.lengths.get(mode)
    if given is None:
        give = where((*root, "lengths", mode))
        instead = _("{key}, e.g. {example}", key=give, example="6 km")
        return year.bench.parameter(f"city.trip-length.{mode}", year.span, instead)
    return year.bench.number((*root, "lengths", mode), given, "passenger km / trip")


def _compare_rides(
    year: CityYear, trips: tuple[Link, ...], split: Mapping[str, tuple[Link, ...]], counted: Amount
) -> None:
    """Say how the shares compare with what the operators count."""
    daily = _value(trips) / DAYS.value * public_share(split)
    year.bench.notices.add(
        Notice(
            "city.rides-compared",
            {"year": year.span.name, "shares": float(daily), "operators": counted.value},
            _(
                "{name}: the shares give {daily:,.0f} trips a day by public transport, "
                "while the operators count {value:,.0f} rides ({ratio:.2f} to 1)",
                name=year.span.name,
                daily=daily,
                value=counted.value,
                ratio=daily / counted.value,
            ),
        )
    )


def operator(year: CityYear, entry: Operator, path: Key) -> None:
    """Vehicle-kilometres, priced by a vehicle of the catalogue or by fuel and chain."""
    bench, span = year.bench, year.span
    steps = 0 if path[0] == "observed" else span.year - year.city.year
    links: tuple[Link, ...] = ((bench.number((*path, "distance"), entry.distance), 1),)
    if entry.growth is not None:
        rate = bench.number((*path, "growth"), entry.growth, domain="signed")
        links = (*links, *compound(rate, steps))
    if isinstance(entry.share, Amount):
        links = (*links, (bench.number((*path, "share"), entry.share), 1))
    elif entry.share is not None:
        links = (*links, (in_year(bench, (*path, "share"), entry.share, span.year), 1))
    tags = ("everybody", *((f"gpc:scope-{entry.scope}", "gpc:basic") if entry.scope else ()))
    if entry.kind is not None:
        bench.add_service(f"vehicles/{entry.kind}", links, span, entry.label, tags=tags)
        return
    if entry.energy is None or not entry.chain:
        raise CarbonmeetError(_("give 'kind', or 'energy' and 'chain'"))
    chain: tuple[Link, ...] = ((bench.number((*path, "energy"), entry.energy), 1),)
    if entry.energy_growth is not None:
        rate = bench.number((*path, "energy_growth"), entry.energy_growth, domain="signed")
        chain = (*chain, *compound(rate, steps))
    chain = (*chain, *bench.chain(entry.chain, span, (*path, "chain")))
    year.line("transport.road", entry.label, links, "vehicle km", chain, tags)


def _value(links: Iterable[Link]) -> float:
    value = 1.0
    for number, power in links:
        value *= (number.value * number.unit.scale) ** power
    return value
