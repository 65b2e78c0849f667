"""What a reader must know about credits: prices, deadlines, proofs. Rules never refuse."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from carbonmeet.base.notices import Notice
from carbonmeet.base.text import NAMELESS, Label, Message, _, _n, _p, joined
from carbonmeet.catalogue.records.forest import CreditPrice
from carbonmeet.offset.case import Terms
from carbonmeet.offset.kinds import KNOWN, OffsetFrame, find_frame, is_transfer, read_kinds
from carbonmeet.offset.records import Credit
from carbonmeet.offset.serials import block_of

__all__ = ["credit_notices", "deadline"]


def credit_notices(
    terms: Terms,
    emissions_t: float | None = None,
    *,
    needless: bool = False,
    prices: Sequence[CreditPrice] = (),
) -> tuple[Notice, ...]:
    """What is to be said of the credits of a meeting.

    Parameters
    ----------
    terms : Terms
    emissions_t : float, optional
        t CO2e to compensate.
    needless : bool
        Whether a forest was asked for that nothing is left to.
    prices : sequence of CreditPrice
        As published.
    """
    frame, credits = find_frame(terms.frame), terms.credits
    said = [_needless()] if needless and credits else []
    said += [_unpriced(one, prices) for one in credits if one.price is None and not _given(one)]
    said += [one for credit in credits for one in _dear(credit, prices)]
    said += [_unlogged(one) for one in credits if _given(one) and not one.logged]
    said += [_unpooled(one) for one in credits if one.kind == "city-pool" and not one.pool]
    said += [_counted(one) for one in credits if one.counted]
    said += [_due(one) for one in credits if one.due is not None]
    said += [_open(one) for one in credits if one.open]
    said += _cancelled(credits, frame, terms.event_end)
    said += [_outside(one.kind, frame) for one in credits if _strange(one, frame)]
    said += list(_proofs(credits))
    return tuple(dict.fromkeys(said))


_YUAN = _p("price", "CNY/t")
#: A price so many times every published one is told: assumed, against slips.
_DEAR = 100.0


def deadline(frame: OffsetFrame, end: date | None) -> date | None:
    """Day by which the frame wants credits cancelled; None where it names none, or no end is known.

    Examples
    --------
    >>> from carbonmeet.offset.kinds import find_frame
    >>> deadline(find_frame("guangdong-2026"), date(2028, 2, 29))
    datetime.date(2029, 2, 28)
    """
    if end is None or frame.credit_years is None:
        return None
    year = end.year + frame.credit_years
    try:
        return end.replace(year=year)
    except ValueError:  # 29 February
        return end.replace(year=year, day=28)


def _given(credit: Credit) -> bool:
    return is_transfer(credit.kind)


def _name(kind: str) -> Label:
    known = read_kinds().get(kind)
    return known.name if known else Label(kind)


def _known_as(kind: str) -> Label:
    """By its key in English, as a file names it; by its name in Chinese."""
    return Label(kind, _name(kind).get("zh"))


def _needless() -> Notice:
    return Notice(
        "forest.not-needed",
        {},
        _("the credits cover all emissions: no forest is needed, and none is worked out"),
    )


def _unlogged(credit: Credit) -> Notice:
    return Notice(
        "credit.unlogged",
        {"kind": credit.kind, "tonnes": credit.tonnes},
        _(
            "{tonnes:,g} t CO2e are given without a log ('actions'): that they were saved, given "
            "to this meeting and counted nowhere else cannot be checked",
            tonnes=credit.tonnes,
        ),
    )


def _unpooled(credit: Credit) -> Notice:
    return Notice(
        "credit.pool-unchecked",
        {"tonnes": credit.tonnes},
        _(
            "{tonnes:,g} t CO2e are taken from a city's pool without its list ('pool'): whether "
            "they are there, and retired for nobody else, is not checked",
            tonnes=credit.tonnes,
        ),
    )


def _counted(credit: Credit) -> Notice:
    return Notice(
        "credit.counted",
        {"tonnes": credit.tonnes, "counted": credit.counted},
        _(
            "{tonnes:,g} t CO2e were counted or looked up in {counted}: whoever checks them needs "
            "that file",
            tonnes=credit.tonnes,
            counted=credit.counted,
        ),
    )


def _due(credit: Credit) -> Notice:
    return Notice(
        "credit.due",
        {"kind": credit.kind, "due": f"{credit.due}"},
        _(
            "credits '{kind}' are to be retired on {due}, which has not come: they count as "
            "planned, and not as retired",
            kind=_known_as(credit.kind),
            due=credit.due,
        ),
    )


def _open(credit: Credit) -> Notice:
    return Notice(
        "credit.pool-open",
        {"kind": credit.kind, "tonnes": credit.tonnes, "open": credit.open},
        _(
            "{tonnes:,g} t CO2e of the pool are said to be retired, while its list has {open:,} of "
            "these units as retired for nobody: they count as planned, and not as retired",
            tonnes=credit.tonnes,
            open=credit.open,
        ),
    )


def _unpriced(credit: Credit, prices: Sequence[CreditPrice]) -> Notice:
    known = [row for row in prices if row.kind == credit.kind]
    said = _(
        "credits '{kind}' have no price: their cost is left out, not counted as 0",
        kind=_known_as(credit.kind),
    )
    if known:
        seen = _published(known)
        said = _("{said}. Published: {seen}", said=said, seen=seen)
    return Notice("forest.credit-unpriced", {"kind": credit.kind}, said)


def _dear(credit: Credit, prices: Sequence[CreditPrice]) -> Iterator[Notice]:
    """A price that no published one comes near."""
    known = max((row.high or row.price for row in prices if row.unit == "CNY/t"), default=math.inf)
    if credit.currency == "CNY" and (credit.price or 0.0) > _DEAR * known:
        yield Notice(
            "credit.dear",
            {"kind": credit.kind, "price": credit.price, "dearest": known},
            _(
                "credits '{kind}' at {price:,.0f} CNY/t: {times:,.0f} times the dearest published "
                "price. Are number and unit right?",
                kind=_known_as(credit.kind),
                price=credit.price,
                times=(credit.price or 0.0) / known,
            ),
        )


def _published(rows: Iterable[CreditPrice]) -> Message:
    told = (
        _(
            "{price:g} {unit} ({region}, {date})",
            price=row.price,
            unit=_YUAN if row.unit == _YUAN else row.unit,
            date=row.date,
            region=row.region,
        )
        for row in rows
    )
    return joined(told, "; ")


def _cancelled(credits: Iterable[Credit], frame: OffsetFrame, end: date | None) -> Iterator[Notice]:
    """Credits that are not cancelled yet, or were after the deadline of the frame."""
    listed = [one for one in credits if not _given(one)]
    limit = deadline(frame, end)
    if unsaid := sum(one.tonnes for one in listed if one.status is None):
        yield Notice(
            "credit.status-unstated",
            {"tonnes": unsaid},
            _(
                "whether {tonnes:,g} t CO2e of credits are cancelled is not said ('status: "
                "retired', or planned): only what is cancelled {offsets}",
                tonnes=unsaid,
                offsets=Label("offsets", frame.word.get("zh")),
            ),
        )
    if still := sum(one.tonnes for one in listed if one.status == "planned"):
        yield _still(still, frame, limit)
    for one in listed:
        day = one.retired or one.due
        if day is not None and limit is not None and day > limit:
            known = KNOWN[frame.credit_years_read]
            yield Notice(
                "credit.late",
                {"frame": frame.key, "retired": f"{day}", "deadline": f"{limit}"},
                _(
                    "the day of retirement of credits '{kind}', {retired}, lies after {limit}: "
                    "{within}{known}",
                    kind=_known_as(one.kind),
                    retired=day,
                    limit=limit,
                    within=_within(frame),
                    known=known,
                ),
            )


def _still(tonnes: float, frame: OffsetFrame, limit: date | None) -> Notice:
    when: Label = NAMELESS
    if frame.credit_years is not None:
        day = _("by {limit}: ", limit=limit) if limit else NAMELESS
        known = KNOWN[frame.credit_years_read]
        when = _(", {day}{within}{known}", day=day, within=_within(frame), known=known)
    return Notice(
        "credit.planned",
        {"tonnes": tonnes, "frame": frame.key, "deadline": None if limit is None else f"{limit}"},
        _(
            "{tonnes:,g} t CO2e of credits are still to be retired{when}",
            tonnes=tonnes,
            when=when,
        ),
    )


def _within(frame: OffsetFrame) -> Label:
    return _n(
        "{name}: within one year after the event",
        "{name}: within {n} years after the event",
        frame.credit_years or 0,
        name=frame.name,
    )


def _strange(credit: Credit, frame: OffsetFrame) -> bool:
    return bool(frame.kinds) and credit.kind not in frame.kinds and not _given(credit)


def _outside(kind: str, frame: OffsetFrame) -> Notice:
    known = KNOWN[frame.kinds_read]
    return Notice(
        "credit.kind-unnamed",
        {"kind": kind, "frame": frame.key},
        _(
            "credits '{kind}' are not among the kinds that this frame names{known}: {name}",
            kind=_known_as(kind),
            known=known,
            name=frame.name,
        ),
    )


def _proofs(credits: Iterable[Credit]) -> Iterator[Notice]:
    """What the proof of a cancellation lacks, and serial numbers that could not be counted."""
    kinds = read_kinds()
    lacks = {
        "serials": _("serial numbers"),
        "registry": _("registry"),
    }
    lacks |= {"beneficiary": _("beneficiary")}
    for one in credits:
        missing = [label for name, label in lacks.items() if not getattr(one, name)]
        if one.status == "retired" and missing and not _given(one):
            yield Notice(
                "credit.proof-incomplete",
                {"kind": one.kind, "missing": [label.en for label in missing]},
                _(
                    "credits '{kind}' are said to be retired without "
                    "{missing}: the proof is incomplete",
                    kind=_known_as(one.kind),
                    missing=joined(missing),
                ),
            )
        ends = kinds[one.kind].ends if one.kind in kinds else None
        if one.serials and block_of(one.serials, ends) is None:
            yield Notice(
                "credit.serials-uncounted",
                {"kind": one.kind, "serials": list(one.serials)},
                _(
                    "the serial numbers of '{kind}' could not be counted: "
                    "whether they are {tonnes:,g} t was not checked",
                    kind=_known_as(one.kind),
                    tonnes=one.tonnes,
                ),
            )
