"""What a declaration may say and may not, by what is cancelled, measured and confirmed."""

from __future__ import annotations

from carbonmeet.base.text import _, joined
from carbonmeet.view.pages.documents.filing import Filing
from carbonmeet.view.pages.documents.unmet import ISO, iso_lacks, unmet

__all__ = ["declared", "may", "may_not", "so_far"]


def declared(f: Filing) -> str:
    """The sentence of a declaration: what is done, and no more."""
    organiser = f.label(f.organiser.name) or f.say("[organiser]")
    name, found = f.m.word(f.m.answer.scenario.title), f.balance
    if not unmet(f):
        cover = []
        if found["retired"]:
            done = f.tonnes(found["retired"])
            cover.append(_("credits of {done} that are cancelled", done=done))
        if found["given"]:
            given = f.tonnes(found["given"])
            cover.append(_("green actions of {given} that were given", given=given))
        return f.say(
            "{organiser} declares that the emissions of {name}, {emitted}, "
            "have been offset in full by {cover}.",
            organiser=organiser,
            name=name,
            emitted=f.tonnes(found["emissions"]),
            cover=joined(cover, " and "),
        )
    cannot = f.say(
        "{organiser} cannot declare yet that the emissions of {name} are offset.",
        organiser=organiser,
        name=name,
    )
    told = so_far(f)
    return f.say("{cannot} {so_far}", cannot=cannot, so_far=told) if told else cannot


def so_far(f: Filing) -> str:
    """What stands against the emissions, in words that claim no cover which is not proved."""
    if f.offset is None or f.balance["kind"] == "nothing":
        return ""
    if f.balance["kind"] != "covered" or not unmet(f):
        return f.m.word(f.offset.statement)
    found, told = f.balance, []
    if found["retired"]:
        told.append(_("credits of {tonnes} are cancelled", tonnes=f.tonnes(found["retired"])))
    if waiting := found["planned"] + found["unstated"]:
        told.append(_("credits of {tonnes} are not cancelled yet", tonnes=f.tonnes(waiting)))
    if found["given"]:
        told.append(_("{tonnes} of green actions were given", tonnes=f.tonnes(found["given"])))
    return f.say(
        "The emissions are estimated at {emitted}; {parts}.",
        emitted=f.tonnes(found["emissions"]),
        parts=joined(told, "; "),
    )


def may(f: Filing) -> tuple[str, ...]:
    """Words that what is in the file supports."""
    said = [declared(f)] if not unmet(f) else []
    if (said_so_far := so_far(f)) and not f.doubted:
        said.append(said_so_far)
    confirmed = f.label(f.organiser.evaluator)
    if f.frame.key == ISO and not unmet(f):
        said.append(
            f.say(
                "“Carbon neutral in accordance with ISO 14068-1:2023, "
                "independently verified” (as others report the wording), "
                "where {confirmed} has verified it",
                confirmed=confirmed,
            )
        )
    said += _saved(f)
    return tuple(said) or (f.say("the footprint itself"),)


def _saved(f: Filing) -> tuple[str, ...]:
    """What the measures save, and whether they are planned or were carried out and measured."""
    if f.m.answer.saving.value <= 0:
        return ()
    saved = f.m.tonnes(f.m.answer.saving)
    if not f.planned:
        return (f.say("{saved} saved by measures that were carried out", saved=saved),)
    return (f.say("{saved} saved by measures, as planned", saved=saved),)


def may_not(f: Filing) -> tuple[str, ...]:
    """Words that nothing in the file supports."""
    said = [
        f.say("“zero-carbon”, “emission-free”: the event emitted"),
    ]
    if unmet(f):
        said.append(
            f.say("“carbon neutral”, “offset in full”: the conditions at the head are not met")
        )
    if f.doubted:
        said.append(f.say("that the forest compensates anything: the file itself says why"))
    if f.offset is not None and f.offset.has_forest:
        said.append(f.say("“offset by the forest” today: it is to compensate by a year to come"))
    if f.frame.key == ISO and (lacks := tuple(iso_lacks(f))):
        said.append(
            f.say(
                "“carbon neutral in accordance with ISO 14068-1:2023”: {lacks}",
                lacks=joined(lacks, "; "),
            )
        )
    if f.frame.key == ISO:
        said.append(
            f.say(
                "“carbon neutral” without the standard, the edition and "
                "the independent verification; any claim for a city, "
                "region or state"
            )
        )
    if not f.label(f.organiser.evaluator):
        said.append(f.say("“certified”, “verified” of the event: nobody is named who did"))
    return tuple(said)
