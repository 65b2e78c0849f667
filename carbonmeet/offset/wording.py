"""The sentences about an offset: planned, with its range, and "to be compensated by".

A forest that will repay by some year makes nothing neutral today, so the word is not used. What
offsetting is called in Chinese, 抵消 or 抵销, is the word of the frame.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from carbonmeet.base.numerals import figures, number, three
from carbonmeet.base.text import Label, Message, _, _p, joined, saying
from carbonmeet.offset.arithmetic import MU_PER_HA
from carbonmeet.offset.claim import Claim
from carbonmeet.offset.result import OffsetResult

__all__ = ["cover_said", "is_done", "land", "statement", "sureness"]


def statement(result: OffsetResult) -> dict[str, str]:
    """The claims that may be made, in English and Chinese."""
    told = [_SAID[one.kind](one, result) for one in result.claims]
    return _both(joined(told, " "), result)


def sureness(result: OffsetResult) -> dict[str, str]:
    """How likely the plan covers what is owed, and the areas that do with some probability.

    By the mean curve alone; empty where nothing is owed or nothing is known of the range.
    """
    if result.chance is None or not result.areas:
        return {"en": "", "zh": ""}
    areas = (
        _(
            "{probability}%: {land}",
            probability=figures(100 * probability, 12),
            land=land(mu, three),
        )
        for probability, mu in result.areas
    )
    told = _(
        "By the mean curve alone, the emissions taken as given, the probability of that by {year} "
        "is {chance}. Area that then suffices with probability {areas}.",
        year=_year(result.horizon_year, result),
        chance=_chance(result.chance),
        areas=joined(areas, "; "),
    )
    return _both(told, result)


def _chance(part: float) -> Message:
    """A probability in per cent; one beyond the tails of a curve is neither 0 nor 1."""
    if part < 0.001:
        return _("below 0.1%")
    if part > 0.999:
        return _("above 99.9%")
    return _("{part}%", part=three(100 * part))


def _both(told: Message, result: OffsetResult) -> dict[str, str]:
    """A text in both languages, in Chinese with the word of the frame."""
    with saying(result.frame.instead):
        return {"en": told.en, "zh": told.zh}


def land(mu: float, shown: Callable[[float], str] = number) -> Message:
    """An area in both units; that of the reader's country comes first.

    Examples
    --------
    >>> said = land(3607)
    >>> said.en, said.zh
    ('240.5 ha (3,607 mu)', '3,607亩（240.5公顷）')
    """
    return _("{ha} ha ({mu} mu)", ha=shown(mu / MU_PER_HA), mu=shown(mu))


def _t(claim: Claim, name: str) -> str:
    """Tonnes of a claim, to three figures."""
    return three(claim.numbers[name])


def _year(year: int, result: OffsetResult) -> Message:
    if result.calendar:
        return _p("date", "{year}", year=year)
    return _p("after planting", "year {year}", year=year)


def _forest(claim: Claim, result: OffsetResult) -> Message:
    found = claim.numbers
    stands = [Label(*names) for names in result.stand_names]
    woods = _(
        "{land} of {stands}",
        land=land(found["area_mu"]),
        stands=joined(stands, " and ") if stands else _("forest that does not count"),
    )
    removal = _removal(found)
    if found["planted"]:
        return _(
            "{land}, planted from {planted}, are planned to have removed {removal} t CO2e by the "
            "end of {year}.",
            land=woods,
            planted=found["planted"],
            removal=removal,
            year=found["year"],
        )
    return _(
        "{land} are planned to have removed {removal} t CO2e by year {year} after planting.",
        land=woods,
        removal=removal,
        year=found["year"],
    )


def _removal(found: dict[str, Any]) -> Message | str:
    """What is removed, with its range where it has one."""
    middle = three(found["removal"])
    if found["low"] is None or found["high"] is None:
        return middle
    ends = {end: three(found[end]) for end in ("low", "high")}
    return _("{middle} ({low} to {high})", middle=middle, **ends)


def _sized(claim: Claim, result: OffsetResult) -> Message:
    return _(
        "The area suffices with a probability of {share} for growth and survival alone, the "
        "emissions taken as given.",
        share=f"{figures(100 * claim.numbers['probability'], 12)}%",  # as asked: never 100%
    )


def _emissions(claim: Claim) -> Message:
    emissions = _t(claim, "emissions")
    if claim.numbers["credits"] and claim.kind in ("to-be-compensated", "not-compensated"):
        cover = cover_said(claim.numbers)
        return _(
            "The emissions of {emissions} t CO2e, less {cover},", emissions=emissions, cover=cover
        )
    return _("The emissions of {emissions} t CO2e", emissions=emissions)


def cover_said(found: Mapping[str, Any]) -> Message:
    """The credits of a claim with whether they are cancelled, and what was given."""
    given = three(found["given"])
    bought = found["retired"] + found["planned"] + found["unstated"]
    if not bought:
        return _("{given} t CO2e of green actions that were given", given=given)
    credits = _(
        "{credits} t CO2e of credits{status}",
        credits=three(bought),
        status=_status(found, bought),
    )
    if not found["given"]:
        return credits
    return _(
        "{credits} and {given} t CO2e of green actions that were given",
        credits=credits,
        given=given,
    )


def _status(found: Mapping[str, Any], bought: float) -> Message | str:
    """Whether credits are cancelled, in brackets."""
    if found["retired"] == bought:
        return _(" (retired)")
    if found["planned"] == bought:
        return _(" (planned, not retired yet)")
    if found["unstated"] == bought:
        return ""
    parts = []
    if found["retired"]:
        parts.append(_("{tonnes} retired", tonnes=three(found["retired"])))
    if found["planned"]:
        parts.append(_("{tonnes} planned", tonnes=three(found["planned"])))
    if found["unstated"]:
        unstated = three(found["unstated"])
        parts.append(_("{tonnes} of unstated status", tonnes=unstated))
    return _(" ({parts})", parts=joined(parts))


def is_done(found: Mapping[str, Any]) -> bool:
    """Whether all credits are cancelled, or were given."""
    return bool(not found["planned"] and not found["unstated"])


def _covering(claim: Claim) -> dict[str, Message | str]:
    return {"emissions": _emissions(claim), "cover": cover_said(claim.numbers)}


def _covered(claim: Claim, result: OffsetResult) -> Message:
    if is_done(claim.numbers):
        text = _("{emissions} are covered by {cover}.", **_covering(claim))
    else:
        text = _("{emissions} are to be covered by {cover}.", **_covering(claim))
    if claim.numbers["surplus"] > 0.005 * claim.numbers["emissions"]:
        text += _(" That is {surplus} t CO2e more than was emitted.", surplus=_t(claim, "surplus"))
    return text


def _short(claim: Claim, result: OffsetResult) -> Message:
    left = _t(claim, "remaining")
    if is_done(claim.numbers):
        return _(
            "{emissions} are covered in part by {cover}: {left} t CO2e are left uncompensated.",
            left=left,
            **_covering(claim),
        )
    return _(
        "{emissions} are to be covered in part by {cover}: {left} t CO2e are left uncompensated.",
        left=left,
        **_covering(claim),
    )


def _nothing(claim: Claim, result: OffsetResult) -> Message:
    return _(
        "Nothing is set against the emissions of {emissions} t CO2e.",
        emissions=_t(claim, "emissions"),
    )


def _impossible(claim: Claim, result: OffsetResult) -> Message:
    return _(
        "No forest is worked out: whatever its area, the one asked for has removed nothing that "
        "counts by {year}.",
        year=_year(claim.numbers["year"], result),
    )


def _no_emissions(claim: Claim, result: OffsetResult) -> Message:
    return _("There are no emissions to compensate.")


def _compensated(claim: Claim, result: OffsetResult) -> Message:
    return _(
        "{emissions} are to be compensated by {year}.",
        emissions=_emissions(claim),
        year=_year(claim.numbers["year"], result),
    )


def _not_compensated(claim: Claim, result: OffsetResult) -> Message:
    return _(
        "{emissions} are not compensated by this forest up to {year}: {left} t CO2e remain.",
        emissions=_emissions(claim),
        year=_year(claim.numbers["year"], result),
        left=_t(claim, "remaining"),
    )


def _lapses(claim: Claim, result: OffsetResult) -> Message:
    return _(
        "What has been compensated does not stay so: by the end of {year} the forest holds "
        "{lacking} t CO2e less than is owed.",
        year=_year(claim.numbers["year"], result),
        lacking=_t(claim, "lacking"),
    )


def _doubted(claim: Claim, result: OffsetResult) -> Message:
    parts = {
        "additional": _("the forest would have been planted anyway"),
        "exclusive": _("its removals are also claimed elsewhere"),
    }
    return _(
        "The file itself says that {parts}: no compensation may be claimed of it.",
        parts=joined((parts[name] for name in claim.numbers), ", "),
    )


def _held(claim: Claim, result: OffsetResult) -> Message:
    emissions, year = _t(claim, "emissions"), claim.numbers["year"]
    if year:
        return _(
            "Of these, {emissions} t CO2e come from what was held; they are to be compensated by "
            "{year}.",
            emissions=emissions,
            year=year,
        )
    return _(
        "Of these, {emissions} t CO2e come from what was held; they are not compensated by this "
        "forest.",
        emissions=emissions,
    )


def _verified(claim: Claim, result: OffsetResult) -> Message:
    tonnes, year, whom = _t(claim, "tonnes"), claim.numbers["year"], claim.numbers["by"]
    if isinstance(whom, Mapping):
        whom = Label(**whom)
    if not whom:
        return _("Verified: {tonnes} t CO2e by the end of {year}.", tonnes=tonnes, year=year)
    return _(
        "Verified by {whom}: {tonnes} t CO2e by the end of {year}.",
        whom=whom,
        tonnes=tonnes,
        year=year,
    )


_SAID = {
    "forest": _forest,
    "sized": _sized,
    "covered": _covered,
    "short": _short,
    "nothing": _nothing,
    "impossible": _impossible,
    "no-emissions": _no_emissions,
    "to-be-compensated": _compensated,
    "not-compensated": _not_compensated,
    "lapses": _lapses,
    "doubted": _doubted,
    "held": _held,
    "verified": _verified,
}
