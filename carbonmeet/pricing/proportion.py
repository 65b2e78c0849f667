"""Entries and ranges out of all proportion: a slip in a unit or a power of ten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from carbonmeet.base.notices import Notice
from carbonmeet.base.text import Label, _, joined
from carbonmeet.kernel import Model
from carbonmeet.numbers.factor import Factor
from carbonmeet.numbers.number import Link
from carbonmeet.numbers.path import Path, show
from carbonmeet.pricing.heads import heads_of
from carbonmeet.scenario import Scenario
from carbonmeet.units import KG_PER_T
from carbonmeet.units.words import unit as worded

__all__ = ["beyond_proportion", "wide_ranges"]

#: An end of a range so many times off its value is told. Assumed, against slips: the widest range
#: that any shipped scenario gives is a few times its value.
_WIDE = 1000.0

#: t CO2e by one entry beyond which it is told, for each participant and day of a meeting and for
#: each resident and year of a city. Assumed, against slips: ten times and more what any entry of
#: the shipped and published scenarios has (3.2 t by air, 0.4 t by hotels, 0.12 t by meals, 0.08 t
#: by cars, 0.01 t by the rest; 0.4 t in a city). Nothing but a question hangs on it.
_MOST: Mapping[str, Mapping[str, float]] = {
    "meeting": {
        "transport.air": 50.0,
        "transport.rail": 2.0,
        "transport.road": 2.0,
        "lodging": 5.0,
        "catering": 2.0,
    },
    "city": {"transport.road": 20.0, "venue.power": 20.0, "waste": 2.0},
}
_MOST_OF_OTHERS = {"meeting": 0.5, "city": 5.0}
#: What stands in an amount and is no entry.
_NO_ENTRIES = ("constants", "factors", "periods", "population")


def beyond_proportion(scenario: Scenario, model: Model, told: Iterable[Notice]) -> Iterator[Notice]:
    """Entries that are out of all proportion to the people of a scenario.

    Parameters
    ----------
    scenario : Scenario
    model : Model
    told : iterable of Notice
        What is told already: an amount that is itself doubted is not told again.
    """
    heads = _heads(scenario, model)
    if not heads:
        return
    doubted = [str(place) for one in told for place in one.args.get("entries", ())]
    kg = model.run()[0]
    found: dict[tuple[Path, str], list[int]] = defaultdict(list)
    for at, line in enumerate(model.lines):
        if kg[at]:
            found[_entry(line.activity.amount), line.activity.source].append(at)
    for (entry, source), lines in found.items():
        tonnes = float(np.abs(kg[lines]).sum()) / KG_PER_T / heads
        most = _MOST[scenario.kind].get(source, _MOST_OF_OTHERS[scenario.kind])
        if tonnes > most and entry and not any(one.startswith(show(entry)) for one in doubted):
            largest = max(lines, key=lambda at: abs(kg[at]))
            yield _notice(scenario.kind, model, largest, entry, tonnes)


def _notice(kind: str, model: Model, line: int, entry: Path, tonnes: float) -> Notice:
    activity, amount = model.lines[line].activity, float(model.quantities()[0, line])
    each = _("a participant and day") if kind == "meeting" else _("a resident and year")
    return Notice(
        "entry.out-of-proportion",
        {
            "entries": [show(entry)],
            "amount": amount,
            "unit": activity.unit.text,
            "tonnes_per_head": tonnes,
        },
        _(
            "{label}: {amount:,.10g} {unit} is out of proportion, {tonnes:,.3g} t CO2e {each} by "
            "this entry: are number and unit right?",
            label=activity.label,
            amount=amount,
            unit=Label(activity.unit.text, worded(activity.unit.text, "zh")),
            tonnes=tonnes,
            each=each,
        ),
    )


def _entry(amount: Iterable[Link]) -> Path:
    """The entry of the file that an amount is of: of so much a head it is not the group."""
    paths = (number.path for number, _power in amount)
    own = [path[:2] for path in paths if len(path) > 1 and path[0] not in _NO_ENTRIES]
    return own[-1] if own else ()


def _heads(scenario: Scenario, model: Model) -> float:
    """Participant-days of a meeting, on site and online; resident-years of a city."""
    spans, content = scenario.spans, scenario.content
    if content.kind == "city":
        return len(spans) * (content.population.value if content.population is not None else 0.0)
    people = defaultdict[str, float](float)
    for period, groups in heads_of(model, np.zeros(len(model.measures))).items():
        people[period] += sum(one.before for one in groups)
    for one in getattr(content, "online", ()):
        people[one.period] += one.people.value
    return sum(number * (spans[period].days or 1) for period, number in people.items())


def wide_ranges(model: Model) -> Iterator[Notice]:
    """Numbers of the file with an end of their range thousands of times off; no published row."""
    wide = []
    for one in model.inputs:
        if one.low is None or one.high is None or (isinstance(one, Factor) and not one.own):
            continue
        if one.high > _WIDE * one.value > 0 or one.value > _WIDE * one.low > 0:
            wide.append(show(one.path))
    if wide:
        yield Notice(
            "amount.wide-range",
            {"entries": wide, "times": _WIDE},
            _(
                "an end of the range is more than {times:,.0f} times off the value: {amounts}. Are "
                "number and unit right?",
                times=_WIDE,
                amounts=joined(wide),
            ),
        )
