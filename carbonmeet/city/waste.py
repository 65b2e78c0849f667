"""Municipal waste by treatment, and waste water."""

from __future__ import annotations

from collections.abc import Mapping

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.notices import Notice
from carbonmeet.base.text import Label, _
from carbonmeet.bench.expansion import Key
from carbonmeet.city.guide import (
    LANDFILL,
    SEWAGE_CH4,
    SEWAGE_N2O,
    complement,
    equation,
)
from carbonmeet.city.shape import Waste, Wastewater
from carbonmeet.city.year import DAYS, YEAR, CityYear
from carbonmeet.city.years import toward
from carbonmeet.numbers.number import Link, Number
from carbonmeet.reading.amount import Amount
from carbonmeet.reading.schema import where

__all__ = ["waste", "wastewater"]


def waste(year: CityYear, entry: Waste, path: Key) -> None:
    """Municipal waste, treatment by treatment."""
    bench, span = year.bench, year.span
    if (entry.amount is None) == (entry.per_head is None):
        raise CarbonmeetError(_("give 'amount' or 'per_head'"))
    if entry.amount is not None:
        mass: tuple[Link, ...] = ((bench.number((*path, "amount"), entry.amount), 1),)
    else:
        assert entry.per_head is not None
        rate = bench.number((*path, "per_head"), entry.per_head)
        mass = (*year.people(), (rate, 1), (DAYS, 1))
    mass = (*mass, *year.growth("waste"))
    shares = toward(
        bench, (*path, "treatment"), entry.treatment, (*path, "target"), entry.target,
        year.city.year, span.year,
    )  # fmt: skip
    total = sum(share.value for share in shares.values())
    if abs(total - 1.0) > 1e-9:
        bench.fault(
            (*path, "treatment"), _("the treatments sum to {total:.4g}, not to 1", total=total)
        )
    known: dict[str, Number] = {}
    if entry.recovery is not None:
        known["waste.landfill.recovery"] = bench.number((*path, "recovery"), entry.recovery)
    for treatment, share in shares.items():
        with bench.at(*path, "treatment", treatment):
            _treatment(year, entry, treatment, (*mass, (share, 1)), known)


def _treatment(
    year: CityYear,
    entry: Waste,
    treatment: str,
    mass: tuple[Link, ...],
    known: Mapping[str, Number],
) -> None:
    bench, span = year.bench, year.span
    if entry.stream == "municipal" and treatment == "incineration":
        tags = {"everybody", *({"gpc:stationary-energy"} if entry.energy_recovery else ())}
        label = _of(entry.label, _("incineration, fossil carbon"))
        # one boundary with the waste of a meeting, which is part of it
        bench.add_service("waste/municipal.incineration", mass, span, label, tags=tags)
    elif entry.stream == "municipal" and treatment == "landfill":
        label = _of(entry.label, _("landfill methane"))
        chain = equation(LANDFILL, bench, span, known)
        year.line("waste", label, mass, "t", chain, ("everybody",))
    else:
        service = f"waste/{entry.stream}.{treatment}"
        bench.add_service(service, mass, span, entry.label, tags=("everybody",))


def wastewater(year: CityYear, entry: Wastewater, path: Key) -> None:
    """Methane by the load of the water, nitrous oxide by the protein that people eat."""
    bench, span = year.bench, year.span
    if entry.volume is not None and entry.residents is None:
        bench.notices.add(_of_whom(year, entry.volume))
    grown = year.growth("wastewater")
    people = year.people(entry.residents, (*path, "residents"))
    if entry.volume is not None:
        load: Number = (
            bench.number((*path, "bod"), entry.bod)
            if entry.bod is not None
            else bench.parameter(
                "wastewater.bod-per-volume",
                span,
                _("{key}, e.g. {example}", key=where((*path, "bod")), example="0.12 kg/m^3"),
            )
        )
        bod: tuple[Link, ...] = (
            (bench.number((*path, "volume"), entry.volume), 1),
            (load, 1),
        )
    else:
        bod = (*people, (bench.parameter("wastewater.bod-per-person-day", span), 1), (DAYS, 1))
    chain = equation(SEWAGE_CH4, bench, span)
    if entry.recovery is not None:
        left = complement(bench.number((*path, "recovery"), entry.recovery))
        chain = (*chain, (left, 1))
    year.line(
        "waste",
        _("Waste water, methane"),
        (*bod, *grown),
        "kg",
        chain,
        ("everybody",),
    )
    protein = (bench.parameter("wastewater.protein", span), 1)
    year.line(
        "waste",
        _("Waste water, nitrous oxide"),
        (*people, protein, (YEAR, 1), *grown),
        "kg",
        equation(SEWAGE_N2O, bench, span),
        ("everybody",),
    )


def _of_whom(year: CityYear, volume: Amount) -> Notice:
    """Says whose waste water is counted where a volume stands without the people it comes from."""
    people = year.seen.population or year.city.population
    heads = people.value if people is not None else 0.0
    litres = 1000 * volume.value / heads / DAYS.value if heads else 0.0
    return Notice(
        "city.wastewater-of-all",
        {"litres": litres, "residents": heads},
        _(
            "Waste water: methane is that of the volume given, nitrous oxide "
            "that of all {heads:,.0f} residents, {litres:,.0f} L a head and "
            "day; if the volume is of a part of the city, give the residents "
            "of that part",
            heads=heads,
            litres=litres,
        ),
    )


def _of(label: Label, what: Label) -> Label:
    return _("{label}: {en}", label=label, en=what)
