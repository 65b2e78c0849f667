"""What is possible, but not likely: told to the reader, never repaired."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from carbonmeet.base.errors import did_you_mean
from carbonmeet.base.notices import Notice
from carbonmeet.base.text import Label, _, _p
from carbonmeet.catalogue import Catalogue, outwards
from carbonmeet.kernel import Model
from carbonmeet.numbers.factor import Factor
from carbonmeet.scenario import Scenario

__all__ = ["FAR_OFF", "doubts"]

#: An own factor so many times off the whole range of its rivals is told.
FAR_OFF = 10.0


def doubts(scenario: Scenario, model: Model, catalogue: Catalogue) -> Iterator[Notice]:
    """What a reader should look at again.

    Parameters
    ----------
    scenario : Scenario
    model : Model
        Its lines, compiled.
    catalogue : Catalogue
        With the scenario's own rows.
    """
    used = [one for one in model.inputs if isinstance(one, Factor) and one.own]
    places = {x for span in scenario.spans.values() for x in outwards(span.region)} - {"world"}
    for one in used:
        yield from _far_off(one, catalogue, places)
        yield from _bare_air(one)
    yield from _unknown_keys(used, catalogue)
    content = scenario.content
    for group in getattr(content, "groups", ()):
        yield from _long_stay(group, scenario)
    if scenario.kind == "meeting":
        from carbonmeet.meeting.sections import SECTIONS

        for section in ("groups", *SECTIONS):
            yield from _twice(section, getattr(content, section))
    yield from _metered_and_by_area(getattr(content, "venue", ()))
    yield from _early_credits(scenario)
    yield from _unmet_needs(scenario, catalogue)


def _unmet_needs(scenario: Scenario, catalogue: Catalogue) -> Iterator[Notice]:
    """A measure carried out further than one that is a condition of it: cars that cannot charge."""
    programme = scenario.programme(catalogue)
    for name, uptake in programme.items():
        for needed in catalogue.measures[name].needs:
            least = programme[needed].value if needed in programme else 0.0
            if uptake.value > least + 1e-9:
                yield Notice(
                    "measure.condition",
                    {"measure": name, "needs": needed, "uptake": uptake.value, "condition": least},
                    _(
                        "{name} at {value:.0%} rests on {needed}, which is "
                        "carried out at {least:.0%}: beyond that the condition "
                        "is taken for granted",
                        name=name,
                        value=uptake.value,
                        needed=needed,
                        least=least,
                    ),
                )


def _far_off(own: Factor, catalogue: Catalogue, places: set[str]) -> Iterator[Notice]:
    """An own factor that no rival comes near: a unit or a decimal point may be wrong."""
    rows = [
        row
        for row in catalogue.rows.get(own.key, ())
        if not row.own and row.unit.dims == own.unit.dims and row.value > 0
    ]
    near = [row for row in rows if row.region in places]  # else those of every place
    rivals = [row.value * row.unit.scale for row in near or rows]
    value = own.value * own.unit.scale
    if not rivals or value <= 0:
        return
    low, high = min(rivals), max(rivals)
    times = value / high if value > high else low / value
    if times <= FAR_OFF:
        return
    more = value > high
    yield Notice(
        "factor.far-off",
        {"factor": own.id, "times": times},
        _(
            "own factor {id} is {times:,.0f} times {what} every rival of the "
            "catalogue: is its unit right?",
            id=own.id,
            times=times,
            what=_("above") if more else _("below"),
        ),
    )


def _bare_air(own: Factor) -> Iterator[Notice]:
    """An own factor of flying that does not say whether effects beyond CO2 are in it."""
    if own.key.startswith("air.") and own.unit.dims and not set(own.boundary) & _SAID:
        yield Notice(
            "factor.boundary-unsaid",
            {"factor": own.id},
            _(
                "own factor {id} does not say its boundary: 'direct' or "
                "'non-co2' tells whether effects beyond CO2 are in it",
                id=own.id,
            ),
        )


_SAID = {"direct", "non-co2", "life-cycle", "parameter"}


def _unknown_keys(used: Sequence[Factor], catalogue: Catalogue) -> Iterator[Notice]:
    """Own rows under a key that nothing asks for, and that is nearly one that something does."""
    named = {one.key for one in used}
    known = [key for key in catalogue.rows if key not in catalogue.own_keys]
    for key in sorted(catalogue.own_keys - named):
        hint = did_you_mean(key, known)
        if hint:
            yield Notice(
                "factor.unknown-key",
                {"key": key},
                _("no key '{key}': the row prices nothing.{hint}", key=key, hint=hint),
            )


def _long_stay(group: Any, scenario: Scenario) -> Iterator[Notice]:
    """More nights than the period has days, and one before."""
    span = scenario.spans.get(group.period)
    if span is None or span.days is None or group.nights is None:
        return
    nights = group.nights.value
    if nights > span.days + 1:
        name: Label = group.name
        yield Notice(
            "group.long-stay",
            {"group": name.get("en"), "nights": nights, "days": span.days},
            _(
                "{name}: {nights:g} nights in a period of {days:g} days",
                name=name,
                nights=nights,
                days=span.days,
            ),
        )


def _twice(section: str, entries: Sequence[Any]) -> Iterator[Notice]:
    """Entries equal in every word."""
    seen: dict[str, list[Any]] = {}
    for entry in entries:
        label = getattr(entry, "name", None) or getattr(entry, "label", None) or Label(section)
        alike = seen.setdefault(label.get("en"), [])
        if entry in alike:
            yield Notice(
                "entry.twice",
                {"section": section, "entry": label.get("en")},
                _(
                    "{section}: '{label}' is listed twice, equal in every word, and counted twice",
                    section=_SECTIONS.get(section, section),
                    label=label,
                ),
            )
        alike.append(entry)


_SECTIONS = {
    "groups": _p("section", "groups"),
    "online": _p("section", "online"),
    "venue": _p("section", "venue"),
    "fleet": _p("section", "fleet"),
    "shuttles": _p("section", "shuttles"),
    "consumables": _p("section", "consumables"),
    "waste": _p("section", "waste"),
    "freight": _p("section", "freight"),
}


def _metered_and_by_area(halls: Sequence[Any]) -> Iterator[Notice]:
    """One hall by its meter and by its area in the same period."""
    metered = {(one.period, one.label) for one in halls if one.energy is not None}
    for one in halls:
        if one.area is not None and one.energy is None and (one.period, one.label) in metered:
            yield Notice(
                "venue.metered-and-by-area",
                {"venue": one.label.get("en"), "period": one.period},
                _(
                    "{label}: metered and counted by area in the same period: "
                    "the same power may be counted twice",
                    label=one.label,
                ),
            )


def _early_credits(scenario: Scenario) -> Iterator[Notice]:
    """Credits of a year after the meeting."""
    block = scenario.content.offset
    last = max(span.year for span in scenario.spans.values())
    for credit in () if block is None else block.credits:
        if credit.vintage is not None and credit.vintage > last:
            yield Notice(
                "credit.later-vintage",
                {"vintage": credit.vintage, "year": last},
                _(
                    "a credit of vintage {vintage} for a meeting of {last}: it did not exist then",
                    vintage=credit.vintage,
                    last=last,
                ),
            )
