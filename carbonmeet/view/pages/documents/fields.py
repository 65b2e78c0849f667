"""How each entry of a document is filled; None where the file does not say: then it stays open."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from carbonmeet.numbers.activity import SOURCES
from carbonmeet.offset.creditnotices import KNOWN, deadline
from carbonmeet.view.blocks import shown
from carbonmeet.view.pages.documents.filing import Filing

__all__ = ["FIELDS", "KEYS", "open_text"]

#: Which key of the file fills an entry that nothing else does.
KEYS: Mapping[str, str] = {
    "organiser": "organiser.name",
    "venue": "organiser.venue",
    "dates": "organiser.dates",
    "contact": "organiser.contact",
    "preparer": "organiser.preparer",
    "checker": "organiser.checker",
    "review": "organiser.checker",
    "evaluator": "organiser.evaluator",
    "verification": "organiser.evaluator",
    "published": "organiser.published",
    "evidence": "organiser.evidence",
    "date": "organiser.signed",
    "completed": "organiser.completed",
    "declarer": "organiser.declarer",
    "offset": "offset",
    "cost": "offset.credits[].price, offset.planting_cost",
    "proof": "offset.credits",
    "place": "offset.parcels[].place",
    "coordinates": "offset.parcels[].coordinates",
    "certifier": "offset.parcels[].certifier",
    "planting": "offset.parcels[].planting_plan",
    "monitoring": "offset.parcels[].monitoring_plan",
    "exclusive": "offset.exclusive",
}


def open_text(filing: Filing) -> str:
    """What stands where nothing is said."""
    return filing.m.say("[open: to be filled in]", "【待填写】")


def _name(f: Filing) -> str | None:
    return f.label(f.m.answer.scenario.title)


def _organiser(f: Filing) -> str | None:
    return f.label(f.organiser.name)


def _venue(f: Filing) -> str | None:
    parts = [f.label(f.organiser.venue), f.label(f.organiser.address)]
    return f.m.say(", ", "，").join(part for part in parts if part) or None


def _dates(f: Filing) -> str | None:
    if f.organiser.dates:
        return f.organiser.dates
    spans = [one for one in f.m.workings.scenario.spans.values() if one.start and one.end]
    names = f.m.answer.scenario.periods
    return (
        f.m.say("; ", "；").join(
            f"{f.m.period(one.name)} {one.start} – {one.end}" for one in spans if one.name in names
        )
        or None
    )


def _participants(f: Filing) -> str | None:
    people = f.m.answer.baseline.participants.get("all")
    return shown(people, "count") if people else None


def _contact(f: Filing) -> str | None:
    contact = f.organiser.contact
    if contact is None:
        return None
    parts = (f.label(contact.name), contact.phone, contact.email)
    return f.m.say(", ", "，").join(part for part in parts if part) or None


def _drawn_up(f: Filing) -> str | None:
    signed, last = f.organiser.signed, f.last_day
    if signed is None or last is None:
        return None
    before = signed <= last
    return f.say(
        f"Dated {signed}, {'before the end' if before else 'after the end'} of the event ({last})",
        f"编制日期{signed}，{'早于' if before else '晚于'}活动结束日（{last}）",
    )


def _stage(f: Filing) -> str | None:
    signed, last = f.organiser.signed, f.last_day
    if signed is None or last is None:
        return None
    after = signed >= last
    return f.say(
        f"Dated {signed}, {'after' if after else 'before'} the end of the event ({last})",
        f"编制日期{signed}，{'晚于' if after else '早于'}活动结束日（{last}）",
    )


def _principles(f: Filing) -> str | None:
    found, quality = f.m.answer.boundary, f.m.answer.quality
    return f.say(
        f"{len(found.included)} of {len(SOURCES)} sources have lines; "
        f"{quality.without_range:.0%} of the emissions rest on a factor without a range; every "
        "line, factor and assumption is listed",
        f"{len(SOURCES)}类排放源中{len(found.included)}类列有分项；"
        f"{quality.without_range:.0%}的排放所用因子没有区间；分项、因子与假设均已列出",
    )


def _boundary(f: Filing) -> str | None:
    found = f.m.answer.boundary
    sources = f.m.join(map(f.m.source, found.included))
    periods = f.m.join(f.m.period(name) for name in f.m.answer.scenario.periods)
    return f.say(f"{periods}. Sources counted: {sources}", f"{periods}。计入的排放源：{sources}")


def _excluded(f: Filing) -> str | None:
    found = f.m.answer.boundary
    named = f.m.join(f.m.word(one) for one in found.excluded)
    return named or f.say("nothing is named", "未列出")


def _emissions(f: Filing) -> str | None:
    base, rest = f.m.answer.baseline.total, f.m.answer.residual.total
    if not f.m.with_measures():
        return f.m.tonnes(base)
    return f.say(
        f"{f.m.tonnes(rest)} after the measures; {f.m.tonnes(base)} without them",
        f"采取措施后{f.m.tonnes(rest)}；采取措施前{f.m.tonnes(base)}",
    )


def _measures(f: Filing) -> str | None:
    acting = [one for one in f.m.answer.measures if one.shapley.value]
    if not acting:
        return f.say("none", "无")
    saved = f.m.tonnes(f.m.answer.measures.total)
    return f.say(f"{len(acting)} measures, saving {saved}", f"{len(acting)}项措施，减排{saved}")


def _offset(f: Filing) -> str | None:
    offset = f.offset
    if offset is None or f.balance["kind"] == "nothing":
        return None
    return f.m.word(offset.statement)


def _cost(f: Filing) -> str | None:
    costs: dict[str, float] = {}
    for one in () if f.offset is None else f.offset.credits:
        if one["cost"]:
            unit = one["cost"]["unit"]
            costs[unit] = costs.get(unit, 0.0) + one["cost"]["value"]
    names = {"CNY": f.say("CNY", "元"), "USD": f.say("USD", "美元"), "EUR": f.say("EUR", "欧元")}
    parts = [f"{shown(value)} {names[unit]}" for unit, value in costs.items()]
    return f.m.say(" + ", "，另").join(parts) or None


def _deadline(f: Filing) -> str | None:
    if f.offset is None:
        return None
    parts, frame = [], f.frame
    if f.offset.credits and frame.credit_years is not None:
        limit, known = deadline(frame, f.last_day), KNOWN[frame.credit_years_read]
        years, day = frame.credit_years, f" ({limit})" if limit else ""
        parts.append(
            f.say(
                f"credits: within {years} year(s) after the event{day}{known.en}",
                f"碳信用：活动结束后{years}年内{day}{known.zh}",
            )
        )
    if f.offset.has_forest:
        by = f.offset.balance_year
        said = f.say(f"by {by}", f"预计{by}年") if by else f.say("not reached", "不能完成")
        parts.append(f.say(f"forest: {said}", f"碳汇林：{said}"))
    return f.m.say("; ", "；").join(parts) or None


def _grid(f: Filing) -> str | None:
    found = [one for one in f.m.workings.factors if one.key.split(".")[0] == "grid"]
    return f.m.say("; ", "；").join(
        f"{one.id}: {one.value:g} {f.m.unit(one.unit.text)}, {one.locator or one.source}"
        for one in found
    ) or f.say("no electricity is counted", "未计入用电")


def _actual(f: Filing) -> str | None:
    return f.say(
        f"{f.measured:.0%} of the emissions rest on a measured amount, the rest on planned ones",
        f"{f.measured:.0%}的排放依据实测活动数据，其余为计划值",
    )


def _uncertainty(f: Filing) -> str | None:
    band = f.m.band(f.m.answer.residual.total)
    return band or f.say(
        "no draws were made: estimate with --draws to have a range", "未抽样：加--draws可得区间"
    )


def _review(f: Filing) -> str | None:
    who = f.label(f.organiser.checker) or f.signed("checked")
    return who and f.say(f"reviewed by {who}", f"由{who}复核")


def _completed(f: Filing) -> str | None:
    if f.organiser.completed is not None:
        return f"{f.organiser.completed}"
    days = [] if f.offset is None else [one["retired"] for one in f.offset.credits]
    return max((day for day in days if day), default=None) if f.cancelled else None


def _amount(f: Filing) -> str | None:
    found = f.balance
    verdict = f.say("enough", "足够") if f.cancelled else f.say("not enough yet", "尚不足")
    return f.say(
        f"{f.tonnes(found['retired'])} cancelled against {f.tonnes(found['emissions'])} emitted: "
        f"{verdict}",
        f"已注销{f.tonnes(found['retired'])}，排放{f.tonnes(found['emissions'])}：{verdict}",
    )


def _proof(f: Filing) -> str | None:
    credits = () if f.offset is None else f.offset.credits
    done = [one for one in credits if one["status"] == "retired" and one["serials"]]
    if not done:
        return None
    return f.say(
        f"{len(done)} entries with serial numbers; see the table",
        f"{len(done)}项附有序列号，见注销记录表",
    )


def _form(f: Filing) -> str | None:
    who = f.label(f.organiser.evaluator)
    if who:
        return f.say(f"certificate of {who}", f"由{who}出具证书")
    return f.say("self-declaration", "自我声明")


def _evaluator(f: Filing) -> str | None:
    return f.label(f.organiser.evaluator)


def _hierarchy(f: Filing) -> str | None:
    saved = f.m.answer.saving
    return f.say(
        f"Reductions of {f.m.tonnes(saved)} are counted before anything is offset",
        f"先计减排{f.m.tonnes(saved)}，其余再行抵消",
    )


def _unabated(f: Filing) -> str | None:
    return f.say(
        f"{f.m.tonnes(f.m.answer.residual.total)} remain after the measures; which part of them "
        "could not have been reduced is not told apart",
        f"措施后仍有{f.m.tonnes(f.m.answer.residual.total)}；其中无法进一步减排的部分未单列",
    )


def _parcel_texts(f: Filing, name: str) -> str | None:
    """What the parcels that count say under a key; None unless all of them do."""
    parcels = [] if f.offset is None else [one for one in f.offset.parcels if one["counts"]]
    texts = [one.get(name) for one in parcels]
    if not texts or not all(texts):
        return None
    alone = len(texts) == 1
    return f.m.say("; ", "；").join(
        str(text) if alone else f"{one['id']}: {text}"
        for one, text in zip(parcels, texts, strict=True)
    )


def _species(f: Filing) -> str | None:
    parcels = () if f.offset is None else f.offset.parcels
    names = [f.m.word(stand["name"]) for one in parcels if one["counts"] for stand in one["stands"]]
    return f.m.join(dict.fromkeys(names)) or None


def _area(f: Filing) -> str | None:
    if f.offset is None or not f.offset.has_forest:
        return None
    area = f.offset.area
    return f.m.say(
        f"{shown(area.value)} mu ({shown(f.offset.area_ha)} ha)",
        f"{shown(area.value)}亩（{shown(f.offset.area_ha)}公顷）",
    )


def _sink(f: Filing) -> str | None:
    offset = f.offset
    if offset is None or not offset.has_forest:
        return None
    return f.say(
        f"{f.m.tonnes(offset.removal)} planned, {offset.planted} to {offset.horizon_year}",
        f"计划{f.m.tonnes(offset.removal)}（{offset.planted}年至{offset.horizon_year}年）",
    )


def _exclusive(f: Filing) -> str | None:
    said = None if f.offset is None else f.offset.exclusive
    if said is None:
        return None
    if isinstance(said, str):
        return said
    yes = f.say("the organiser says that they are not", "组织者声明未重复开发或使用")
    return yes if said else f.say("they are also claimed elsewhere", "在别处也被计入")


def _words(f: Filing) -> str | None:
    return f.say("see below", "见下文")


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
    "deadline": _deadline,
    "published": lambda f: f.organiser.published or None,
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
    "evidence": lambda f: f.organiser.evidence or None,
    "evaluator": _evaluator,
    "subject": _name,
    "hierarchy": _hierarchy,
    "management-plan": lambda f: None,
    "unabated": _unabated,
    "verification": _evaluator,
    "words": _words,
    "declarer": _declarer,
}
