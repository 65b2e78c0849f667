"""What the answer about a forest rests on: its land, its rules, its stands, in tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from carbonmeet.base.text import Label, Note, _, _p
from carbonmeet.offset.forest import WHOLE
from carbonmeet.view.blocks import Cell, Column, Table, shown
from carbonmeet.view.matter import EVIDENCE, Matter
from carbonmeet.view.tables.growth import PARAMETERS

__all__ = ["claims", "parcel_name", "parcel_table", "plain_unit", "rule_table", "stand_table"]

_KINDS: Mapping[str, Label] = {
    "event-forest": _("for the event"),
    "urban-greening": _("urban greening, not counted"),
    "city-afforestation": _("afforestation of the city, not counted"),
}
_STATUS: Mapping[str | None, Label] = {
    "planned": _("planned"),
    "planted": _("planted"),
    "verified": _("verified"),
    None: _("not stated"),
}
_NONE = _("none")
#: The ends of what has no range.
_OPEN: Mapping[str, None] = {"low": None, "high": None}
_YES = _("the scenario says so")
_NO = _("the scenario says that it is not")
_UNSAID = _("not stated")


def plain_unit(text: str) -> str:
    """A unit of the forest's data as other units are written.

    Examples
    --------
    >>> plain_unit("t CO2/ha/year"), plain_unit("1")
    ('t CO2 / ha / year', '1')
    """
    return re.sub(r"\s*/\s*", " / ", text)


def parcel_name(m: Matter, key: str) -> str:
    """The id of a parcel; in words where the file names none."""
    return m.say("the whole forest") if key == WHOLE else key


def claims(m: Matter, offset: Mapping[str, Any]) -> tuple[str, str]:
    """What the scenario says of additionality and of other claims."""
    said, registry = _said(m, offset["additional"]), _said(m, offset["exclusive"])
    return (
        m.say("Additional, not planted anyway without the meeting: {said}.", said=said),
        m.say("Exclusive, the removal claimed by nobody else: {registry}.", registry=registry),
    )


def _said(m: Matter, value: bool | str | None) -> str:
    if isinstance(value, str):
        return value
    return (_UNSAID if value is None else _YES if value else _NO).get(m.lang)


def parcel_table(m: Matter, parcels: Sequence[Mapping[str, Any]]) -> Table:
    """The land: one row a parcel, those that do not count among them."""
    area = sum(float(one["area_ha"]) for one in parcels if one["counts"])
    mu = sum(float(one["area"]["value"]) for one in parcels if one["counts"])
    total = (m.say("Counted"), "", mu, area, "", "", "", None, None, "", "")
    return Table.of(
        "forest-parcels",
        m.say("The land"),
        parcels,
        (Column(m.say("Parcel"), "code", 1.2), lambda one: parcel_name(m, one["id"])),
        (Column(m.say("Kind"), wide=1.4), lambda one: m.word(_KINDS[one["kind"]])),
        (Column(m.say("Area, mu"), "number"), lambda one: one["area"]["value"]),
        (Column(m.say("Area, ha"), "number"), lambda one: one["area_ha"]),
        (Column(m.say("Stand"), wide=1.6), lambda one: _mixture(m, one["stands"])),
        (
            Column(m.say("Year of planting"), wide=0.9),
            lambda one: str(one["planted"]) if one["planted"] else m.say("year 0"),
        ),
        (Column(m.say("Age at planting"), wide=0.9), lambda one: _ages(one["stands"])),
        (Column(m.say("Survival"), "share", 0.9), lambda one: one["survival"]),
        (Column(m.say("Site"), "number", 0.8), lambda one: one["site"]),
        (
            Column(m.say("Replanting"), wide=1.4),
            lambda one: m.join(_refilled(m, gap) for gap in one["replanting"]) or m.word(_NONE),
        ),
        (Column(m.say("Status"), wide=1.2), lambda one: m.word(_STATUS[one.get("status")])),
        foot=(total,) if len(parcels) > 1 else (),
    )


def _mixture(m: Matter, stands: Sequence[Mapping[str, Any]]) -> str:
    """The stands of a parcel; where there are several each with its share."""
    mixed = len(stands) > 1
    return m.join(
        m.word(stand["name"]) + (f" {shown(stand['share'], 'share')}" if mixed else "")
        for stand in stands
    )


def _ages(stands: Sequence[Mapping[str, Any]]) -> str:
    return " / ".join(dict.fromkeys(shown(one["age_at_planting"]["value"]) for one in stands))


def _refilled(m: Matter, gap: Mapping[str, Any]) -> str:
    years, share = shown(gap["after"]["value"]), shown(gap["share"], "share")
    return m.say("after {years} years {share} of the gaps", years=years, share=share)


def rule_table(m: Matter, rules: Mapping[str, Any]) -> Table:
    """The numbers of the rules, the discount for uncertainty last."""
    rows = (*(_rule(m, one) for one in rules["numbers"]), _discount(m, rules["uncertainty"]))
    columns = (
        Column(m.say("Number"), wide=1.6),
        Column(m.say("Value"), "number"),
        Column(m.say("Low"), "number", 0.9),
        Column(m.say("High"), "number", 0.9),
        Column(m.say("Unit"), wide=1.2),
        Column(m.say("Evidence"), wide=1.1),
        Column(m.say("Sources"), "code", 1.6),
        Column(m.say("Locator and reason"), wide=3.2),
    )
    name = m.word(rules["name"])
    caption = m.say("The rules applied: {name}", name=name)
    return Table("forest-rules", caption, columns, rows)


def _rule(m: Matter, one: Mapping[str, Any]) -> tuple[Cell, ...]:
    ends = one["range"] or _OPEN
    return (
        m.word(one["label"]),
        one["value"],
        ends["low"],
        ends["high"],
        m.unit(plain_unit(one["unit"])),
        m.word(EVIDENCE[one["evidence"]]),
        ", ".join(one["sources"]),
        _reason(m, one["locator"], one["note"]),
    )


def _discount(m: Matter, rule: Mapping[str, Any]) -> tuple[Cell, ...]:
    return (
        m.word(rule["label"]),
        rule["discount"],
        None,
        None,
        m.unit("1"),
        m.word(EVIDENCE[rule["evidence"]]),
        ", ".join(rule["sources"]),
        _joined(m, _method(m, rule), Note(rule["note"], ours=True).get(m.lang)),
    )


def _joined(m: Matter, first: str, second: str) -> str:
    """Two sentences in one cell; of two the first loses its full stop."""
    return m.say("; ").join((first.rstrip(".。"), second)) if second else first


def _method(m: Matter, rule: Mapping[str, Any]) -> str:
    """How the discount follows from half of the 90% interval over the mean."""
    if rule["method"] == "excess":
        allowed = shown(rule["allowed"], "share")
        return m.say(
            "The part of the half-width of the 90% interval above {allowed}.", allowed=allowed
        )
    if rule["method"] != "stepped":
        return m.say("None is taken.")
    steps = m.join(
        m.say(
            "up to {shown}: {shown2} of it",
            shown=shown(step["half_width"], "share"),
            shown2=shown(step["share"], "share"),
        )
        for step in rule["steps"]
    )
    beyond = shown(rule["beyond"], "share")
    return m.say(
        "By the half-width of the 90% interval: {steps}, above that {beyond}.",
        steps=steps,
        beyond=beyond,
    )


def _reason(m: Matter, locator: str, note: str) -> str:
    """Where a number stands in its source, in the words of that source, and what is noted of it."""
    told = Note(note, ours=True).get(m.lang)
    if locator and told:
        return m.say("{locator}; {note}", locator=locator.rstrip(".。"), note=told)
    return m.say("{locator}", locator=locator) if locator else told or "–"


def stand_table(m: Matter, parameters: Sequence[Mapping[str, Any]]) -> Table:
    """The numbers of the stands: curve and carbon, with their sources."""
    return Table.of(
        "forest-stands",
        m.say("The numbers of the stands"),
        parameters,
        (Column(m.say("Stand"), wide=1.3), lambda one: m.word(one["stand_name"])),
        (Column(m.say("Parameter"), wide=1.6), lambda one: _parameter(m, one)),
        (Column(m.say("Value"), "number"), lambda one: one["value"]),
        (Column(m.say("Low"), "number", 0.9), lambda one: (one["range"] or _OPEN)["low"]),
        (Column(m.say("High"), "number", 0.9), lambda one: (one["range"] or _OPEN)["high"]),
        (Column(m.say("Unit"), wide=1.1), lambda one: m.unit(plain_unit(one["unit"]))),
        (Column(m.say("Evidence"), wide=1.1), lambda one: m.word(EVIDENCE[one["evidence"]])),
        (Column(m.say(_p("reference", "Source")), "code", 1.5), lambda one: one["source"]),
        (
            Column(m.say("Locator and note"), wide=4),
            lambda one: _reason(m, one["locator"], one["note"]),
        ),
    )


def _parameter(m: Matter, one: Mapping[str, Any]) -> str:
    name = m.word(PARAMETERS.get(one["parameter"], Label(one["parameter"], one["parameter"])))
    if one["age"] is None:
        return name
    return name + m.say(" at age {age}", age=shown(one["age"]))
