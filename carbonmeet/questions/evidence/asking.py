"""What to ask whom: numbers without a paper, by who can tell them, the most telling first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, _, _p
from carbonmeet.draws import draw
from carbonmeet.draws.sensitivity import drivers, narrowing
from carbonmeet.questions.evidence.papers import Paper, evidence

if TYPE_CHECKING:
    from carbonmeet.answer import Answer

__all__ = ["ADDRESSEES", "Question", "questions"]

#: Who can tell the numbers of a source.
ADDRESSEES: Mapping[str, Label] = {
    "organiser": _("Organiser, registration"),
    "carrier": _("Travel agent and carriers"),
    "hotel": _("Hotels"),
    "caterer": _("Caterer"),
    "hall": _("Hall"),
    "supplier": _("Suppliers and waste contractor"),
    "city": _("City departments and statistics office"),
}
_OF_SOURCE = {
    "transport.air": "carrier",
    "transport.rail": "carrier",
    "transport.road": "carrier",
    "freight": "carrier",
    "lodging": "hotel",
    "catering": "caterer",
    "venue.power": "hall",
    "venue.heat": "hall",
    "consumables": "supplier",
    "waste": "supplier",
    "digital": "organiser",
}
#: What the organiser alone knows, wherever it enters.
_OWN = ("people", "uptake", "companions", "no_show", "share", "trips_per_day", "days")
#: What the hotel knows, though meals hang on it as well.
_ROOMS = ("nights", "sharing")
#: What to ask for, by the last word of a path; the first that fits.
_PAPERS: Mapping[str, Label] = {
    "people": _("Registration or entry count"),
    "share": _("Registration form or survey: how people came"),
    "trips_per_day": _("Survey of participants: trips a day"),
    "length": _("Survey of participants, or addresses of hotels"),
    "days": _("Programme or entry count: days on site"),
    "nights": _("Rooming list or hotel invoice: room-nights"),
    "sharing": _("Rooming list: guests and rooms"),
    "energy": _("Meter readings before and after, or the bill"),
    "gas": _p("gas", "Meter readings or the bill"),
    "heat": _p("heat", "Meter readings or the bill"),
    "water": _p("water", "Meter readings or the bill"),
    "area": _("Contract of the hall: floor in use"),
    "intensity": _("Meter readings: electricity of the days in use"),
    "distance": _("Tickets or log: kilometres"),
    "from": _("Tickets: airports and routes"),
    "mass": _("Waybill: weight"),
    "meals": _("Invoice of the caterer: meals by kind"),
    "vehicles": _("Contract: vehicles by kind of drive"),
    "amount": _("Invoice or delivery note: quantity"),
    "treatment": _("Weighing notes by kind of treatment"),
    "uptake": _("Record of what was carried out"),
}
_ANY = _("Any record: invoice, meter, contract, count")


class Question(NamedTuple):
    """A number to ask for.

    Attributes
    ----------
    to : str
        Of `ADDRESSEES`.
    paper : Label
        What would answer it.
    swing : float or None
        How far the residual moves between the ends of the number's range, all others held, t CO2e;
        None where it has no range.
    narrower : float or None
        By what share the whole range of the residual would be narrower if the number were known;
        None where that was not tried.
    """

    to: str
    number: Paper
    paper: Label
    swing: float | None
    narrower: float | None


def questions(
    answer: Answer, *, draws: int = 1000, seed: int = 1, most: int = 60
) -> tuple[Question, ...]:
    """Numbers that no paper stands behind, those first that would narrow the range most.

    Parameters
    ----------
    answer : Answer
    draws, seed : int
        Of the ranges; with 0 draws the numbers are ranked by the tonnes that rest on them.
    most : int
        How many to ask for at most.

    Returns
    -------
    tuple of Question
        Those first whose range moves the residual most, then by the tonnes that rest on them.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> first = questions(cm.estimate("forum-1500"), draws=200)[0]
    >>> first.number.tier, first.swing > 0
    ('assumed', True)
    """
    found = evidence(answer)
    answer = found.answer  # of a city its last year
    known: dict[str, float] = {}
    swings: dict[str, float] = {}
    if draws:
        drawn = draw(answer.workings, draws, seed)
        swings = {one.input.id: one.swing for one in drivers(drawn)}
        known = {one.input.id: one.share for one in narrowing(drawn, most=most)}
    kind = answer.scenario.kind
    listed = [
        Question(
            "city" if kind == "city" else _addressee(one),
            one,
            _paper(one),
            swings.get(one.path),
            known.get(one.path),
        )
        for one in found.papers
        if one.tonnes > 0 and (one.tier in ("given", "assumed") or one.basis == "measured")
        and one.tier != "document"
    ]  # fmt: skip
    ranked = sorted(listed, key=lambda x: (-(x.swing or 0.0), -x.number.tonnes, x.number.path))
    return tuple(ranked[:most])


def _addressee(one: Paper) -> str:
    words = _words(one.path)
    if words[-1] in _ROOMS:
        return "hotel"
    if words[-1] in _OWN or words[0] == "measures" or words[0] == "attendees":
        return "organiser"
    return _OF_SOURCE.get(one.source, "organiser")


def _paper(one: Paper) -> Label:
    for word in reversed(_words(one.path)):
        if word in _PAPERS:
            return _PAPERS[word]
    return _ANY


def _words(path: str) -> list[str]:
    """The words of a path that are keys of a file and not names."""
    from carbonmeet.numbers.path import read

    return [step for step in read(path) if isinstance(step, str)]
