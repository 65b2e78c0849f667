"""Ranges of a shock: both sides and the break-even in one model, so that a draw is one world.

What the file and its counterfactual share is drawn once for both, and a tour, the car trips that it
replaces and the totals see the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from carbonmeet.bench.expansion import Expansion, Key
from carbonmeet.bench.supply import OUT_AND_BACK, SHOCK, Supply
from carbonmeet.catalogue.pedigree import Pedigree
from carbonmeet.draws.fitting import Known
from carbonmeet.draws.ranges import Range
from carbonmeet.draws.simulation import simulate_model
from carbonmeet.kernel import compile_model
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.number import Link, Number

if TYPE_CHECKING:
    from carbonmeet.draws.answer import Uncertainty
    from carbonmeet.kernel import Model
    from carbonmeet.meeting.contingency import Contingency
    from carbonmeet.pricing.workings import Workings
    from carbonmeet.reading.amount import Amount

__all__ = ["drawn"]


def drawn(
    result: Workings, bare: Workings | None, bench: Expansion, draws: int, seed: int
) -> dict[str, Range]:
    """Ranges by name, in t CO2e; ``break_even[i]`` in drops of a tour, or as a share of orders.

    Parameters
    ----------
    result, bare : Workings
        The file, and the same without the shock; None where nothing is left of it.
    bench : Expansion
        Of the file, without lines yet: takes those that are in no total.
    """
    base = str(getattr(result.scenario.content, "year", ""))
    lines = [*_named(result, base), *(_called(bare, base, "without") if bare else ())]
    evens = dict(_even(result, bench))
    found = getattr(result.scenario.content, "contingency", None)
    if found is not None:
        lines += _called(result, found.period, "planned")
        _online(result, bench, found)
    lines += bench.finish()
    if not lines:
        return {}
    model = compile_model(
        lines, catalogue=bench.catalogue, prefer=bench.prefer, methods=bench.methods
    )
    return _ranges(_simulated(result, model, draws, seed), evens)


def _simulated(result: Workings, model: Model, draws: int, seed: int) -> Uncertainty:
    """The draws, with what the file writes out of the numbers that are in the model."""
    content = result.scenario.content
    known = Known(model.inputs, result.scenario.document.data)
    forms = {
        one.id: block.distribution()
        for name, block in content.distributions.items()
        for one in known.find(name)
    }
    scores = {
        one.id: Pedigree(*block)
        for name, block in content.pedigree.items()
        for one in known.find(name)
    }
    return simulate_model(model, draws, seed, distributions=forms, pedigree=scores)


def _called(result: Workings, period: str, name: str) -> Iterator[Activity]:
    """The lines of a period, of all where none is named, before measures, under another name."""
    for line in result.model.lines:
        if not line.born and period in ("", line.activity.period):
            yield replace(line.activity, period=name)


def _named(result: Workings, period: str) -> Iterator[Activity]:
    """The lines of the file under what they are of: supply, transfers, or the rest."""
    for one in _called(result, period, "rest"):
        shock = SHOCK in one.tags
        names = {"supply": "supply", "transfer": "transfers"} if shock else {}
        name = next((names[tag] for tag in names if tag in one.tags), "rest")
        yield replace(one, period=name)


def _even(result: Workings, bench: Expansion) -> Iterator[tuple[int, str]]:
    """Write down a tour and the trips of one order by which it breaks even, beside all totals."""
    content = result.scenario.content
    for path, entry in bench.entries(("supply",), getattr(content, "supply", ())):
        if entry.replaces is None or not entry.replaces.share.value:
            continue
        at = int(path[1])
        span = result.scenario.spans[entry.period or str(getattr(content, "year", ""))]
        service, links = _way(bench, entry, path)
        bench.add_service(service, links, span._replace(name=f"way[{at}]"), entry.label)
        service, links = _trip(bench, entry, path)
        bench.add_service(service, links, span._replace(name=f"trip[{at}]"), entry.label)
        yield at, f"break_even[{at}]"


def _way(bench: Expansion, entry: Supply, path: Key) -> tuple[str, tuple[Link, ...]]:
    """A whole tour, or a courier's way for one order."""
    if entry.tour is not None:
        length = bench.number((*path, "tour", "length"), entry.tour.length, "vehicle km")
        return f"vehicles/{entry.vehicle}", ((length, 1),)
    assert entry.courier is not None
    place = (*path, "courier", "distance")
    way = bench.number(place, entry.courier.distance, "passenger km")
    return f"modes/{entry.courier.mode}", ((way, 1), OUT_AND_BACK)


def _trip(bench: Expansion, entry: Supply, path: Key) -> tuple[str, tuple[Link, ...]]:
    """The trip that one order replaces; times their share for a tour, which is held against it."""
    found = entry.replaces
    assert found is not None
    vehicle = f"vehicles/{found.mode}"
    service = vehicle if vehicle in bench.catalogue.services else f"modes/{found.mode}"
    unit = bench.catalogue.service(*service.split("/", 1)).unit.text
    links: tuple[Link, ...] = ((bench.number((*path, "replaces", "trip"), found.trip, unit), 1),)
    if entry.tour is not None:
        links = (*links, (bench.number((*path, "replaces", "share"), found.share), 1))
    return service, links


def _online(result: Workings, bench: Expansion, found: Contingency) -> None:
    """What takes the place of a meeting, beside all totals."""
    span = result.scenario.spans[found.period]

    def add(name: str, service: str, *listed: tuple[tuple[str, ...], Amount | None, int]) -> None:
        unit = bench.catalogue.service(*service.split("/", 1)).unit
        links: list[Link] = [(Number(("one", service), 1.0, unit), 1)]
        for spot, amount, power in listed:
            if amount is not None:
                links.append((bench.number(("contingency", *spot), amount, "1"), power))
        if found.transfers is not None and name == "transfers" and found.transfers.empty_return:
            links.append(OUT_AND_BACK)
        bench.add_service(service, links, span._replace(name=name), span.label)

    there = (("already_there",), found.already_there, 1)
    nights = (("quarantine",), found.quarantine, 1)
    add(
        "online.online",
        "digital/online",
        (("online",), found.online, 1),
        (("hours",), found.hours, 1),
    )
    if found.already_there is None:
        return
    if found.quarantine is not None:
        add("online.quarantine", f"lodging/{found.hotel}", there, nights)
        if found.boxed_meals is not None:
            meals = (("boxed_meals",), found.boxed_meals, 1)
            add("online.meals", "meals/boxed", there, nights, meals)
    if found.transfers is not None:
        moved = found.transfers
        ways = [(("transfers", one), getattr(moved, one), by) for one, by in _MOVED]
        add("online.transfers", f"vehicles/{moved.kind}", there, *ways)


_MOVED = (("seats", -1), ("load", -1), ("distance", 1))


def _ranges(found: Uncertainty, evens: dict[int, str]) -> dict[str, Range]:
    """Ranges of sums and of quotients of the same draws."""

    def of(*names: str) -> tuple[np.ndarray, float]:
        parts = [found.sum_of("baseline", ("period", name)) for name in names]
        return np.sum([one for one, _ in parts], axis=0), sum(one for _, one in parts)

    def less(a: tuple[np.ndarray, float], b: tuple[np.ndarray, float]) -> Range:
        return Range.of(a[0] - b[0], a[1] - b[1])

    parts = [name for by, name in found.trial.columns if by == "period" and "online." in name]
    ranges = {
        "with_shock": Range.of(*of("supply", "transfers", "rest")),
        "supply": Range.of(*of("supply")),
        "transfers": Range.of(*of("transfers")),
        "without": Range.of(*of("without")),
        "not_run": less(of("without"), of("rest")),
    }
    if parts:
        ranges |= {"planned": Range.of(*of("planned")), "online": Range.of(*of(*parts))}
        ranges |= {name: Range.of(*of(name)) for name in parts}
    for at, name in evens.items():
        (way, central), (trip, one) = of(f"way[{at}]"), of(f"trip[{at}]")
        sound = trip > 0  # a draw in which no trip is replaced has no break-even
        if not one or sound.sum() < 2:
            continue
        ranges[name] = Range.of(way[sound] / trip[sound], central / one, "1")
    return ranges
