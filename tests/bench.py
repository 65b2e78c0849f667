"""A small world for tests of the kernel: made-up factors, lines and measures."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from carbonmeet.base.text import Label
from carbonmeet.catalogue import Catalogue, by_key
from carbonmeet.catalogue.measure import Measure
from carbonmeet.catalogue.service import Part, Service
from carbonmeet.kernel import Model, compile_model
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.factor import Factor
from carbonmeet.numbers.number import Link, Number
from carbonmeet.units import parse_unit

PKM = "kg CO2e / passenger / km"


def factor(key: str, value: float, unit: str = "1", **more: Any) -> Factor:
    made: dict[str, Any] = {"region": "CN", "year": 2021, "source": "made-2021"}
    return Factor.of(key, value, parse_unit(unit), evidence="primary", **(made | more))


def share(value: float) -> Factor:
    """A plain parameter named by its value: 0.25 is ``s.0250``."""
    return factor(f"s.{round(value * 1000):04d}", value)


FACTORS = (
    factor("taxi", 0.2, PKM),
    factor("bus", 0.05, PKM),
    factor("metro", 0.01, PKM),
    factor("coach", 1.0, "kg CO2e / vehicle / km"),
    factor("seats", 40.0, "seat / vehicle"),
    factor("grid", 0.5, "kg CO2e / kWh"),
    factor("green", 0.0, "kg CO2e / kWh", note="by convention"),
    factor("hotel", 60.0, "kWh / room / night"),
    factor("sharing", 1.5, "person / room"),
    factor("online", 0.1, "kg CO2e / person / hour"),
    factor("degrees", 2.0, "degC"),
    *(share(i / 1000) for i in range(0, 1001, 10)),
    factor("worse", -0.3, note="a measure may cost more than it saves"),
)


def service(name: str, unit: str, source: str, *chains: tuple[str, ...]) -> Service:
    return Service(
        name, Label(name), parse_unit(unit), source, tuple(Part(chain) for chain in chains)
    )


SERVICES = (
    service("modes/taxi", "passenger km", "transport.road", ("taxi",)),
    service("modes/bus", "passenger km", "transport.road", ("bus",)),
    service("modes/metro", "passenger km", "transport.rail", ("metro",)),
    service("modes/shuttle", "passenger km", "transport.road", ("coach", "/ seats", "/ s.0170")),
    service("modes/empty-shuttle", "passenger km", "transport.road",
            ("coach", "/ seats", "/ s.0100")),
)  # fmt: skip


def catalogue(*more: Factor) -> Catalogue:
    return Catalogue(
        rows=by_key((*FACTORS, *more)),
        services={one.id: one for one in SERVICES},
        sources={},
        folder=Path(),
        hash="",
    )


def link(key: str, power: int = 1) -> Link:
    return (catalogue().find(key, "CN"), power)


def datum(name: str, value: float, unit: str) -> Link:
    return (Number(tuple(name.split(".")), value, parse_unit(unit)), 1)


def trips(kilometres: float = 1000.0, name: str = "trips", **more: Any) -> Activity:
    """Passenger-kilometres by taxi: 0.2 kg each."""
    return Activity(
        source="transport.road", period="p", label=Label(name),
        amount=(datum(name, kilometres, "passenger km"),), unit=parse_unit("passenger km"),
        chain=(link("taxi"),), region="CN", year=more.pop("year", 2021), service="modes/taxi",
        tags=frozenset(more.pop("tags", {"attendee", "local"})), **more,
    )  # fmt: skip


def rooms(people: float = 100.0, name: str = "rooms", **more: Any) -> Activity:
    """Three nights of `people` in shared rooms: 60 kWh of grid power a room-night."""
    return Activity(
        source="lodging", period="p", label=Label(name),
        amount=(datum(name, people, "person"), datum(f"{name}.n", 3, "night"), link("sharing", -1)),
        unit=parse_unit("room night"), chain=(link("hotel"), link("grid")),
        region="CN", year=2021, tags=frozenset({"attendee"}), **more,
    )  # fmt: skip


def online(people: float = 100.0) -> Activity:
    return Activity(
        source="digital", period="p", label=Label("online"),
        amount=(datum("rooms", people, "person"), datum("hours", 18, "hour")),
        unit=parse_unit("person hour"), chain=(link("online"),),
        region="CN", year=2021, tags=frozenset({"remote"}), dormant=True,
    )  # fmt: skip


def measure(name: str, stage: str, uptake: float = 1.0, **more: Any) -> Measure:
    """A measure from the data that a YAML row would hold."""
    row = {
        "id": name, "area": "venue", "name": {"en": name, "zh": name}, "stage": stage,
        "uptake": uptake, "start": more.pop("start", None), **more,
    }  # fmt: skip
    if isinstance(row["start"], date):
        row["start"] = row["start"].isoformat()
    return Measure.model_validate_json(__import__("json").dumps(row))


def improve(name: str, saving: str, stage: str = "improve", **more: Any) -> Measure:
    return measure(name, stage, effect={"do": "improve", "saving": [saving]}, **more)


def shift(name: str, to: str, part: str, pool: str = "local-trips", **more: Any) -> Measure:
    effect = {"do": "shift", "share": [part], "to": {"modes/taxi": to}}
    return measure(name, "shift", effect=effect, pool=pool, **more)


def model(activities: list[Activity], measures: list[Measure] | None = None) -> Model:
    return compile_model(activities, measures or [], catalogue())


def total(compiled: Model, uptake: list[float] | None = None) -> float:
    return float(compiled.totals(uptake)[0, 0])
