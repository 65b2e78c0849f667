"""What to ask whom: numbers without a paper, by who can tell them, the most telling first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from carbonmeet.base.text import Label
from carbonmeet.draws import draw
from carbonmeet.draws.sensitivity import drivers, narrowing
from carbonmeet.questions.evidence.papers import Paper, evidence

if TYPE_CHECKING:
    from carbonmeet.answer import Answer

__all__ = ["ADDRESSEES", "Question", "questions"]

#: Who can tell the numbers of a source.
ADDRESSEES: Mapping[str, Label] = {
    "organiser": Label("Organiser, registration", "主办方（注册处）"),
    "carrier": Label("Travel agent and carriers", "差旅代理与承运方"),
    "hotel": Label("Hotels", "酒店"),
    "caterer": Label("Caterer", "餐饮供应商"),
    "hall": Label("Hall", "会场"),
    "supplier": Label("Suppliers and waste contractor", "物料供应商与垃圾清运方"),
    "city": Label("City departments and statistics office", "市级部门与统计局"),
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
    "people": Label("Registration or entry count", "注册或入场人数统计"),
    "share": Label("Registration form or survey: how people came", "注册表或问卷：出行方式"),
    "trips_per_day": Label("Survey of participants: trips a day", "参会者问卷：每日出行次数"),
    "length": Label(
        "Survey of participants, or addresses of hotels", "参会者问卷或酒店地址：单程距离"
    ),
    "days": Label("Programme or entry count: days on site", "日程或入场统计：在场天数"),
    "nights": Label("Rooming list or hotel invoice: room-nights", "客房名单或酒店发票：间夜数"),
    "sharing": Label("Rooming list: guests and rooms", "客房名单：人数与房间数"),
    "energy": Label("Meter readings before and after, or the bill", "活动前后电表读数或电费单"),
    "gas": Label("Meter readings or the bill", "燃气表读数或账单"),
    "heat": Label("Meter readings or the bill", "热力表读数或账单"),
    "water": Label("Meter readings or the bill", "水表读数或账单"),
    "area": Label("Contract of the hall: floor in use", "场馆合同：使用面积"),
    "intensity": Label(
        "Meter readings: electricity of the days in use", "电表读数：使用日的用电量"
    ),
    "distance": Label("Tickets or log: kilometres", "票据或行驶记录：里程"),
    "from": Label("Tickets: airports and routes", "票据：机场与航线"),
    "mass": Label("Waybill: weight", "运单：重量"),
    "meals": Label("Invoice of the caterer: meals by kind", "餐饮发票：各类餐数"),
    "vehicles": Label("Contract: vehicles by kind of drive", "合同：各动力类型车辆数"),
    "amount": Label("Invoice or delivery note: quantity", "发票或送货单：数量"),
    "treatment": Label("Weighing notes by kind of treatment", "按处理方式的过磅单"),
    "uptake": Label("Record of what was carried out", "措施执行记录"),
}
_ANY = Label("Any record: invoice, meter, contract, count", "任何凭证：发票、表计、合同、统计")


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
