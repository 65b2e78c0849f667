"""Municipal waste by treatment, and waste water."""

from __future__ import annotations

from collections.abc import Mapping

from carbonmeet.activity import Input, Link
from carbonmeet.city.guide import (
    INCINERATION,
    LANDFILL,
    SEWAGE_CH4,
    SEWAGE_N2O,
    complement,
    equation,
)
from carbonmeet.city.shape import Waste, Wastewater
from carbonmeet.city.year import DAYS, YEAR, CityYear
from carbonmeet.city.years import toward
from carbonmeet.errors import CarbonmeetError
from carbonmeet.expansion import Key, Span
from carbonmeet.fields import Amount
from carbonmeet.schema import where
from carbonmeet.text import Label

__all__ = ["waste", "wastewater"]


def waste(year: CityYear, entry: Waste, path: Key) -> None:
    """Municipal waste, treatment by treatment."""
    bench, span = year.bench, year.span
    if (entry.amount is None) == (entry.per_head is None):
        raise CarbonmeetError("give 'amount' or 'per_head'")
    if entry.amount is not None:
        mass: tuple[Link, ...] = ((bench.datum((*path, "amount"), entry.amount), 1),)
    else:
        assert entry.per_head is not None
        rate = bench.datum((*path, "per_head"), entry.per_head)
        mass = (*year.people(), (rate, 1), (DAYS, 1))
    mass = (*mass, *year.growth("waste"))
    shares = toward(entry.treatment, entry.target, year.city.year, span.year)
    total = sum(share.value for share in shares.values())
    if abs(total - 1.0) > 1e-9:
        bench.fault((*path, "treatment"), f"the treatments sum to {total:.4g}, not to 1")
    known: dict[str, Input] = {}
    if entry.recovery is not None:
        known["waste.landfill.recovery"] = bench.datum((*path, "recovery"), entry.recovery)
    # a share that a target has not moved is one number in many years, and part of the first only
    one_year = all(entry.treatment.get(name) is share for name, share in shares.items())
    whole: Key = (*path, "treatment") if one_year else ()
    for treatment, share in shares.items():
        spot = (*path, "treatment", treatment)
        dated = _dated(spot, share, entry.treatment, span)
        part = (*mass, (bench.datum(dated, share, whole=whole), 1))
        with bench.at(*spot):
            _treatment(year, entry, treatment, part, known)


def _treatment(
    year: CityYear, entry: Waste, treatment: str, mass: tuple[Link, ...], known: Mapping[str, Input]
) -> None:
    bench, span = year.bench, year.span
    if entry.stream == "municipal" and treatment == "incineration":
        tags = {"everybody", *({"gpc:stationary-energy"} if entry.energy_recovery else ())}
        label = _joined(entry.label, "incineration, fossil carbon", "焚烧（化石碳）")
        year.line("waste", label, mass, "t", equation(INCINERATION, bench, span), tags)
    elif entry.stream == "municipal" and treatment == "landfill":
        label = _joined(entry.label, "landfill methane", "填埋甲烷")
        chain = equation(LANDFILL, bench, span, known)
        year.line("waste", label, mass, "t", chain, ("everybody",))
    else:
        service = f"waste/{entry.stream}.{treatment}"
        bench.add_service(service, mass, span, entry.label, tags=("everybody",))


def wastewater(year: CityYear, entry: Wastewater, path: Key) -> None:
    """Methane by the load of the water, nitrous oxide by the protein that people eat."""
    bench, span = year.bench, year.span
    grown = year.growth("wastewater")
    people = year.people(entry.residents, (*path, "residents"))
    if entry.volume is not None:
        load: Input = (
            bench.datum((*path, "bod"), entry.bod)
            if entry.bod is not None
            else bench.parameter(
                "wastewater.bod-per-volume", span, f"{where((*path, 'bod'))}, e.g. 0.12 kg/m^3"
            )
        )
        bod: tuple[Link, ...] = (
            (bench.datum((*path, "volume"), entry.volume), 1),
            (load, 1),
        )
    else:
        bod = (*people, (bench.parameter("wastewater.bod-per-person-day", span), 1), (DAYS, 1))
    chain = equation(SEWAGE_CH4, bench, span)
    if entry.recovery is not None:
        left = complement(bench.datum((*path, "recovery"), entry.recovery))
        chain = (*chain, (left, 1))
    year.line(
        "waste",
        Label("Waste water, methane", "污水甲烷"),
        (*bod, *grown),
        "kg",
        chain,
        ("everybody",),
    )
    protein = (bench.parameter("wastewater.protein", span), 1)
    year.line(
        "waste",
        Label("Waste water, nitrous oxide", "污水氧化亚氮"),
        (*people, protein, (YEAR, 1), *grown),
        "kg",
        equation(SEWAGE_N2O, bench, span),
        ("everybody",),
    )


def _dated(path: Key, share: Amount, given: Mapping[str, Amount], span: Span) -> Key:
    """A share that moved since the base year is a number of its own."""
    return path if given.get(str(path[-1])) is share else (*path, span.name)


def _joined(label: Label, en: str, zh: str) -> Label:
    return Label(f"{label.get('en')}: {en}", f"{label.get('zh')}：{zh}")
