"""How each entry of a document is filled; None where the file does not say: then it stays open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from carbonmeet.base.text import NAMELESS, Label, _, _n, _p
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.numbers.factor import Factor
from carbonmeet.offset.creditnotices import deadline
from carbonmeet.offset.kinds import KNOWN
from carbonmeet.offset.ownstand import RATE
from carbonmeet.offset.wording import land
from carbonmeet.view.blocks import shown
from carbonmeet.view.numerals import number, share
from carbonmeet.view.pages.documents.filing import Filing
from carbonmeet.view.pages.documents.unmet import unmet
from carbonmeet.view.pages.documents.wording import so_far
from carbonmeet.view.tables.forest import unpriced

__all__ = ["FIELDS", "key_of", "species"]

#: Which key of the file fills an entry that nothing else does.
_KEYS: Mapping[str, str] = {
    "organiser": "organiser.name",
    "venue": "organiser.venue",
    "dates": "organiser.dates",
    "contact": "organiser.contact",
    "preparer": "organiser.preparer",
    "checker": "organiser.checker",
    "review": "organiser.checker",
    "verification": "organiser.evaluator",
    "published": "organiser.published",
    "management-plan": "organiser.management_plan",
    "evidence": "organiser.evidence",
    "date": "organiser.signed",
    "drawn-up": "organiser.signed",
    "stage": "organiser.signed",
    "completed": "organiser.completed",
    "declarer": "organiser.declarer",
    "offset": "offset",
    "cost": "offset.credits[].price, offset.planting_cost",
    "proof": "offset.credits",
    "species": "offset.stand",
    "exclusive": "offset.exclusive",
}
#: The same of what is said of the land.
_LAND: Mapping[str, str] = {
    "place": "place",
    "coordinates": "coordinates",
    "certifier": "certifier",
    "planting": "planting_plan",
    "monitoring": "monitoring_plan",
}


def key_of(f: Filing, field: str) -> str:
    """Key of the scenario file that fills an entry; empty where it is filled by hand."""
    return f.land(_LAND[field]) if field in _LAND else _KEYS.get(field, "")


def _name(f: Filing) -> str | None:
    return f.label(f.m.answer.scenario.title)


def _organiser(f: Filing) -> str | None:
    return f.label(f.organiser.name)


def _venue(f: Filing) -> str | None:
    parts = [f.label(f.organiser.venue), f.label(f.organiser.address)]
    return f.m.say(_p("comma", ", ")).join(part for part in parts if part) or None


def _dates(f: Filing) -> str | None:
    if f.organiser.dates:
        return f.label(f.organiser.dates)
    spans = [one for one in f.m.workings.scenario.spans.values() if one.start and one.end]
    names = f.m.answer.scenario.periods
    return (
        f.m.say("; ").join(
            f"{f.m.period(one.name)} {one.start} – {one.end}" for one in spans if one.name in names
        )
        or None
    )


def _participants(f: Filing) -> str | None:
    # who took part on site: measures of attendance keep the others at home
    people = f.m.answer.residual.participants.get("all")
    return shown(people, "count") if people else None


def _contact(f: Filing) -> str | None:
    contact = f.organiser.contact
    if contact is None:
        return None
    parts = (f.label(contact.name), contact.phone, contact.email)
    return f.m.say(_p("comma", ", ")).join(part for part in parts if part) or None


def _drawn_up(f: Filing) -> str | None:
    signed, last = f.organiser.signed, f.last_day
    if signed is None or last is None:
        return None
    before = signed <= last
    return f.say(
        "Dated {signed}, {what} of the event ({last})",
        signed=signed,
        what=_("before the end") if before else _("after the end"),
        last=last,
    )


def _stage(f: Filing) -> str | None:
    signed, last = f.organiser.signed, f.last_day
    if signed is None or last is None:
        return None
    after = signed >= last
    return f.say(
        "Dated {signed}, {what} the end of the event ({last})",
        signed=signed,
        what=_("after") if after else _("before"),
        last=last,
    )


def _principles(f: Filing) -> str | None:
    found, quality = f.m.answer.boundary, f.m.answer.quality
    return f.say(
        "{included} of {sources} sources have lines; {without_range} "
        "of the emissions rest on a factor without a range; every line, "
        "factor and assumption is listed",
        included=len(found.included),
        sources=len(SOURCES),
        without_range=share(quality.without_range, 0),
    )


def _boundary(f: Filing) -> str | None:
    found = f.m.answer.boundary
    sources = f.m.join(map(f.m.source, found.included))
    periods = f.m.join(f.m.period(name) for name in f.m.answer.scenario.periods)
    return f.say("{periods}. Sources counted: {sources}", periods=periods, sources=sources)


def _excluded(f: Filing) -> str | None:
    found = f.m.answer.boundary
    named = f.m.entries(f.m.word(one) for one in found.excluded)
    return named or f.say("nothing is named")


def _emissions(f: Filing) -> str | None:
    base, rest = f.m.answer.baseline.total, f.m.answer.residual.total
    if not f.m.with_measures():
        return f.m.tonnes(base)
    return f.say(
        "{tonnes} after the measures; {tonnes2} without them",
        tonnes=f.m.tonnes(rest),
        tonnes2=f.m.tonnes(base),
    )


def _measures(f: Filing) -> str | None:
    acting = [one for one in f.m.answer.measures if one.shapley.value]
    if not acting:
        return f.say("none")
    saved = f.m.tonnes(f.m.answer.measures.total)
    return f.say("{acting} measures, saving {saved}", acting=len(acting), saved=saved)


def _offset(f: Filing) -> str | None:
    return so_far(f) or None


def _cost(f: Filing) -> str | None:
    costs: dict[str, float] = {}
    for one in () if f.offset is None else f.offset.cost:
        costs[one["unit"]] = costs.get(one["unit"], 0.0) + one["value"]
    parts = [f"{shown(value)} {f.m.unit(unit)}" for unit, value in costs.items()]
    lacks = "" if f.offset is None else unpriced(f.m, f.offset.notices)
    return f.m.say(" + ").join(parts) + lacks if parts else None


def _likely(f: Filing) -> str | None:
    """How likely what is set against the emissions is enough, where that was drawn."""
    if f.m.drawn is None:
        return f.say("no draws were made: estimate with --draws to have a probability")
    chance = f.m.chance
    if chance is None:
        return f.say("not known: the growth of the forest has no published range")
    by = "" if f.offset is None or not f.offset.has_forest else f.offset.horizon_year
    return f.say("{chance} by {year}", chance=chance, year=by) if by else chance


def _deadline(f: Filing) -> str | None:
    if f.offset is None:
        return None
    parts, frame = [], f.frame
    if f.offset.credits and frame.credit_years is not None:
        limit, known = deadline(frame, f.last_day), KNOWN[frame.credit_years_read]
        day = _(" ({limit})", limit=limit) if limit else ""
        parts.append(
            f.say(
                _n(
                    "credits: within one year after the event{day}{known}",
                    "credits: within {n} years after the event{day}{known}",
                    frame.credit_years,
                    day=day,
                    known=known,
                )
            )
        )
    if f.offset.has_forest:
        by = f.offset.balance_year
        said = f.say("by {by}", by=by) if by else f.say("not reached")
        parts.append(f.say("forest: {said}{limit}", said=said, limit=_forest_limit(f)))
    return f.m.say("; ").join(parts) or None


def _forest_limit(f: Filing) -> Label:
    """How many years the frame gives a new forest, where it names any."""
    frame = f.frame
    if frame.forest_years is None:
        return NAMELESS
    return _n(
        "; a new forest has one year after the event{known}",
        "; a new forest has {n} years after the event{known}",
        frame.forest_years,
        known=KNOWN[frame.forest_years_read],
    )


def _grid(f: Filing) -> str | None:
    links = (one for activity in f.activities for one, _power in activity.chain)
    used = {one.id: one for one in links if isinstance(one, Factor)}
    known = f.m.workings.catalogue.sources
    return f.m.say("; ").join(
        f.m.say(
            "{name} ({region}): {value} {unit}, {source}",
            name=one.name,
            region=one.region,
            value=number(one.value),
            unit=f.m.unit(one.unit.text),
            source=known[one.source].title if one.source in known else one.source,
        )
        for _id, one in sorted(used.items())
        if one.key.split(".")[0] == "grid"
    ) or f.say("no electricity is counted")


def _actual(f: Filing) -> str | None:
    if f.measured > 0.995:
        return f.say("all emissions rest on measured amounts")
    if f.measured < 0.005:
        return f.say("none of the emissions rest on measured amounts")
    return f.say(
        "{measured} of the emissions rest on a measured amount, the rest on planned ones",
        measured=share(f.measured, 0),
    )


def _uncertainty(f: Filing) -> str | None:
    band = f.m.band(f.m.answer.residual.total)
    return band or f.say("no draws were made: estimate with --draws to have a range")


def _review(f: Filing) -> str | None:
    who = f.label(f.organiser.checker) or f.signed("checked")
    return who and f.say("reviewed by {who}", who=who)


def _completed(f: Filing) -> str | None:
    """The day, where the offsetting is complete; else what the organiser says of it."""
    said, last = f.organiser.completed, f.last_day
    if unmet(f):
        if said is None:
            return f.say("not complete: the conditions at the head are not met")
        return f.say(
            "{said}, as the organiser says; the conditions at the head are not met", said=said
        )
    if said is not None:
        return f"{said}"
    days = [] if f.offset is None else [one["retired"] for one in f.offset.credits]
    done = max((day for day in days if day), default=None)
    if done is None or last is None or done >= last.isoformat():
        return done
    return f.say("{done}, before the end of the event ({last})", done=done, last=last)


def _amount(f: Filing) -> str | None:
    found = f.balance
    verdict = f.say("enough") if f.cancelled else f.say("not enough yet")
    done, emitted = f.tonnes(f.done), f.tonnes(found["emissions"])
    told = _("{done} cancelled against {emitted} emitted", done=done, emitted=emitted)
    if found["given"]:
        told = _("{done} cancelled or given against {emitted} emitted", done=done, emitted=emitted)
    return f.say("{told}: {verdict}", told=told, verdict=verdict)


def _proof(f: Filing) -> str | None:
    credits = () if f.offset is None else f.offset.credits
    done = [one for one in credits if one["status"] == "retired" and one["serials"]]
    if not done:
        return None
    return f.say("Entries with serial numbers: {done}; see the table", done=len(done))


def _form(f: Filing) -> str | None:
    who = f.label(f.organiser.evaluator)
    if who:
        return f.say("certificate of {who}", who=who)
    return f.say("self-declaration")


def _evaluator(f: Filing) -> str | None:
    """Nobody has to confirm it: what names nobody is not open."""
    return f.label(f.organiser.evaluator) or f.say("nobody is named")


def _hierarchy(f: Filing) -> str | None:
    saved = f.m.answer.saving
    if saved.value <= 0:
        return f.say("not met: nothing is reduced before it is offset")
    return f.say(
        "Reductions of {tonnes} are counted before anything is offset", tonnes=f.m.tonnes(saved)
    )


def _unabated(f: Filing) -> str | None:
    return f.say(
        "{tonnes} remain after the measures; which part of them could not "
        "have been reduced is not told apart",
        tonnes=f.m.tonnes(f.m.answer.residual.total),
    )


def _parcel_texts(f: Filing, name: str) -> str | None:
    """What the parcels that count say under a key; None unless all of them do."""
    parcels = [] if f.offset is None else [one for one in f.offset.parcels if one["counts"]]
    texts = [f.m.said(one.get(name)) for one in parcels]
    if not texts or not all(texts):
        return None
    alone = len(texts) == 1
    return f.m.say("; ").join(
        text if alone else f"{one['id']}: {text}" for one, text in zip(parcels, texts, strict=True)
    )


def _species(f: Filing) -> str | None:
    parcels = () if f.offset is None else f.offset.parcels
    names = [species(f, one) for one in parcels if one["counts"]]
    return f.m.join(dict.fromkeys(name for name in names if name)) if all(names) else None


def species(f: Filing, parcel: Mapping[str, Any]) -> str:
    """What grows on a parcel; empty where the file tells a rate and no trees."""
    if any(stand["stand"] == RATE for stand in parcel["stands"]):
        return ""
    return f.m.join(f.m.word(stand["name"]) for stand in parcel["stands"])


def _area(f: Filing) -> str | None:
    if f.offset is None or not f.offset.has_forest:
        return None
    return f.m.word(land(f.offset.area.value))


def _sink(f: Filing) -> str | None:
    offset = f.offset
    if offset is None or not offset.has_forest:
        return None
    return f.say(
        "{tonnes} planned, {planted} to {horizon_year}",
        tonnes=f.m.tonnes(offset.removal),
        planted=offset.planted,
        horizon_year=offset.horizon_year,
    )


def _exclusive(f: Filing) -> str | None:
    said = None if f.offset is None else f.offset.exclusive
    if said is None:
        return None
    if isinstance(said, str):
        return said
    yes = f.say("the organiser says that they are not")
    return yes if said else f.say("they are also claimed elsewhere")


def _words(f: Filing) -> str | None:
    return f.say("see below")


def _declarer(f: Filing) -> str | None:
    return f.label(f.organiser.declarer) or _organiser(f)


#: Entries by name.
FIELDS: Mapping[str, Callable[[Filing], str | None]] = {
    "name": _name,
    "organiser": _organiser,
    "venue": _venue,
    "dates": _dates,
    "participants": _participants,
    "contact": _contact,
    "drawn-up": _drawn_up,
    "stage": _stage,
    "principles": _principles,
    "boundary": _boundary,
    "excluded": _excluded,
    "estimate": _emissions,
    "emissions": _emissions,
    "measures": _measures,
    "actions": _words,
    "offset": _offset,
    "cost": _cost,
    "likely": _likely,
    "deadline": _deadline,
    "published": lambda f: f.label(f.organiser.published),
    "preparer": lambda f: f.label(f.organiser.preparer) or f.signed("prepared"),
    "checker": lambda f: f.label(f.organiser.checker) or f.signed("checked"),
    "date": lambda f: f"{f.organiser.signed}" if f.organiser.signed else None,
    "activity": _words,
    "factors": _words,
    "grid": _grid,
    "actual": _actual,
    "biomass": _words,
    "uncertainty": _uncertainty,
    "review": _review,
    "completed": _completed,
    "amount": _amount,
    "proof": _proof,
    "place": lambda f: _parcel_texts(f, "place"),
    "coordinates": lambda f: _parcel_texts(f, "coordinates"),
    "species": _species,
    "area": _area,
    "planting": lambda f: _parcel_texts(f, "planting_plan"),
    "monitoring": lambda f: _parcel_texts(f, "monitoring_plan"),
    "sink": _sink,
    "certifier": lambda f: _parcel_texts(f, "certifier"),
    "exclusive": _exclusive,
    "form": _form,
    "evidence": lambda f: f.label(f.organiser.evidence),
    "evaluator": _evaluator,
    "subject": _name,
    "hierarchy": _hierarchy,
    "management-plan": lambda f: f.label(f.organiser.management_plan),
    "unabated": _unabated,
    "verification": lambda f: f.label(f.organiser.evaluator),
    "words": _words,
    "declarer": _declarer,
}
