"""Flowers, beds and lights with which a city dresses itself, and the part that is the meeting's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.notices import Notice
from carbonmeet.base.numerals import fixed
from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Expansion, Key, Span
from carbonmeet.bench.priced import End, kg_of_line, scratch
from carbonmeet.meeting.section import Section, Work
from carbonmeet.numbers.activity import Activity
from carbonmeet.reading.amount import Amount, AnyProduct, In, Share
from carbonmeet.reading.schema import Listed
from carbonmeet.reading.textfields import LabelField
from carbonmeet.units import KG_PER_T, parse_unit, reduce_chain

__all__ = ["SECTION", "Dressing"]

Energy = Annotated[Amount, In("kWh", product=True)]


class Dressing(Listed):
    """What a city puts up for several occasions at once: things, or electricity of lights.

    Attributes
    ----------
    item : str
        What is put up: a thing of the catalogue.
    amount : amount, optional
        How many, such as 488.93 万盆; or give `energy`.
    energy : Energy, optional
        Electricity of lights.
    share : Share
        The part that is the meeting's. 0% leaves all of it out, and the answer tells its size.
    """

    period: str
    label: LabelField
    item: str = "flower-pot"
    amount: AnyProduct | None = None
    energy: Energy | None = None
    share: Share


def write(work: Work, entry: Dressing, span: Span, path: Key) -> None:
    """The meeting's part as lines; the size of the whole is told, counted or not."""
    bench = work.bench
    if (entry.amount is None) == (entry.energy is None):
        raise CarbonmeetError(_("give 'amount', or 'energy' of lights"))
    beside = scratch(bench)
    whole = _written(beside, bench, entry, span, path)
    bench.faults += beside.faults
    bench.notices.add(_size(entry, whole))
    if entry.share.value > 0:
        part = (bench.number((*path, "share"), entry.share), 1)
        bench.activities += [replace(one, amount=(*one.amount, part)) for one in whole]


def _written(
    beside: Expansion, bench: Expansion, entry: Dressing, span: Span, path: Key
) -> list[Activity]:
    """All of it as lines on a bench of their own."""
    if entry.amount is not None:
        service = bench.catalogue.service("items", entry.item)
        if entry.amount.unit.dims != service.unit.dims:
            raise CarbonmeetError(
                _(
                    "an amount in {text} is expected, not one in {text2}",
                    text=service.unit.text,
                    text2=entry.amount.unit.text,
                )
            )
        links = bench.links((*path, "amount"), entry.amount)
        beside.add_service(service.id, links, span, entry.label, tags=("dressing",))
        return beside.activities
    assert entry.energy is not None
    activity = Activity(
        source="venue.power",
        period=span.name,
        label=entry.label,
        amount=bench.links((*path, "energy"), entry.energy),
        unit=parse_unit("kWh"),
        chain=bench.chain(["grid"], span, path),
        region=span.region,
        year=span.year,
        end=span.end,
        tags=frozenset({"dressing"}),
    )
    reduce_chain(activity.unit, [(n.id, n.unit, power) for n, power in activity.chain])
    return [activity]


def _size(entry: Dressing, whole: Iterable[Activity]) -> Notice:
    ends: tuple[End, ...] = ("low", "value", "high")
    low, value, high = (sum(kg_of_line(one, end) for one in whole) / KG_PER_T for end in ends)
    return Notice(
        "dressing.size",
        {"dressing": entry.label.get("en"), "tonnes": value, "share": entry.share.value},
        _(
            "{label}: all of it is {value} ({low} – {high}) t CO2e; {percent:g}% is "
            "counted as the meeting's",
            label=entry.label,
            value=fixed(value, 0),
            low=fixed(low, 0),
            high=fixed(high, 0),
            percent=100 * entry.share.value,
        ),
    )


SECTION = Section(Dressing, write, _("Flowers and lights"), rank=8)
