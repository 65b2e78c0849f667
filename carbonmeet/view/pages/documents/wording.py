"""What a declaration may say and may not, by what is cancelled, measured and confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from carbonmeet.base.text import _, joined
from carbonmeet.offset.kinds import read_kinds
from carbonmeet.offset.serials import block_of
from carbonmeet.view.numerals import share
from carbonmeet.view.pages.documents.filing import Filing

__all__ = ["declared", "may", "may_not", "so_far", "unmet"]

_ISO = "iso-14068-1"
#: Share of the emissions whose amounts are to be measured before anything is declared.
_ENOUGH = 0.95


def unmet(f: Filing) -> tuple[str, ...]:
    """Why the offsetting cannot be declared complete yet; empty where it can."""
    found, said = f.balance, []
    if not f.cancelled and found["emissions"]:
        short = f.tonnes(found["emissions"] - f.done)
        said.append(f.say("{short} are not covered by cancelled credits", short=short))
    if f.measured < _ENOUGH:
        much = (
            _(
                "only {measured} of the emissions rest on measured amounts",
                measured=share(f.measured, 0),
            )
            if f.measured >= 0.005
            else _("none of the emissions rest on measured amounts")
        )
        said.append(
            f.say(
                "{much}: what actually arose is to be offset, and not what was planned", much=much
            )
        )
    credits = () if f.offset is None else f.offset.credits
    if any(f.was_given(one) and not one["logged"] for one in credits):
        said.append(f.say("green actions are given without a log that could be checked"))
    retired = [one for one in credits if one["status"] == "retired" and not f.was_given(one)]
    return (*said, *_unproved(f, retired))


def _unproved(f: Filing, retired: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What the proof of a cancellation lacks."""
    if any(not one["serials"] for one in retired):
        yield f.say("retired credits have no serial numbers")
    elif any(block_of(one["serials"], _ends(one["kind"])) is None for one in retired):
        yield f.say("the serial numbers of retired credits could not be counted")
    if any(not one["registry"] or not one["beneficiary"] for one in retired):
        yield f.say("retired credits name no registry or no beneficiary")
    signed = f.organiser.signed
    if signed and any(one["retired"] and one["retired"] > signed.isoformat() for one in retired):
        yield f.say("credits are retired after the day of signature")


def _ends(kind: str) -> Any:
    kinds = read_kinds()
    return kinds[kind].ends if kind in kinds else None


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
    if said_so_far := so_far(f):
        said.append(said_so_far)
    confirmed = f.label(f.organiser.evaluator)
    if f.frame.key == _ISO and not unmet(f) and not tuple(_iso_lacks(f)):
        said.append(
            f.say(
                "“Carbon neutral in accordance with ISO 14068-1:2023, "
                "independently verified” (as others report the wording), "
                "where {confirmed} has verified it",
                confirmed=confirmed,
            )
        )
    if f.m.with_measures():
        saved = f.m.tonnes(f.m.answer.saving)
        said.append(f.say("{saved} saved by measures, as planned", saved=saved))
    return tuple(said) or (f.say("the footprint itself"),)


def _iso_lacks(f: Filing) -> Iterator[str]:
    """What ISO 14068-1 asks for, as others report it, and the file does not say."""
    if f.m.answer.saving.value <= 0:
        yield f.say("nothing is reduced before it is offset")
    if not f.organiser.management_plan:
        yield f.say("no carbon neutrality management plan is named")
    if not f.organiser.published:
        yield f.say("no public report is named")
    if not f.label(f.organiser.evaluator):
        yield f.say("nobody is named who verified it independently")


def may_not(f: Filing) -> tuple[str, ...]:
    """Words that nothing in the file supports."""
    said = [
        f.say("“zero-carbon”, “emission-free”: the event emitted"),
    ]
    if unmet(f):
        said.append(
            f.say("“carbon neutral”, “offset in full”: the conditions at the head are not met")
        )
    if f.offset is not None and f.offset.has_forest:
        said.append(f.say("“offset by the forest” today: it is to compensate by a year to come"))
    if f.frame.key == _ISO and (lacks := tuple(_iso_lacks(f))):
        said.append(
            f.say(
                "“carbon neutral in accordance with ISO 14068-1:2023”: {lacks}",
                lacks=joined(lacks, "; "),
            )
        )
    if f.frame.key == _ISO:
        said.append(
            f.say(
                "“carbon neutral” without the standard, the edition and "
                "the independent verification; any claim for a city, "
                "region or state"
            )
        )
    if not f.label(f.organiser.evaluator):
        said.append(f.say("“certified”, “verified”: nobody is named who did"))
    return tuple(said)
