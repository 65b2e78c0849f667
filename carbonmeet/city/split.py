"""The modal split: shares mean nothing without their denominator."""

from __future__ import annotations

from collections.abc import Mapping

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Expansion, Key
from carbonmeet.city.guide import complement
from carbonmeet.city.shape import Transport
from carbonmeet.numbers.number import Link, Number
from carbonmeet.reading.amount import Amount

__all__ = ["PUBLIC", "modal_split", "public_share", "read_as_all_trips"]

#: Modes that a public-transport share counts.
PUBLIC = ("bus", "bus.bev", "metro", "tram", "transit")


def modal_split(
    transport: Transport, shares: Mapping[str, Number], bench: Expansion, path: Key
) -> dict[str, tuple[Link, ...]]:
    """Share of all trips by mode, as products.

    A share of motorised trips times ``1 - active_share`` is a share of all trips.

    Raises
    ------
    CarbonmeetError
        If the shares do not sum to 1, or the active share is missing.
    """
    _whole(shares, _("the shares of the modes"))
    links: dict[str, tuple[Link, ...]] = {}
    rest: tuple[Link, ...] = ()
    if transport.denominator == "motorised_trips":
        if transport.active_share is None:
            raise CarbonmeetError(
                _(
                    "'active_share' is missing: shares of motorised trips "
                    "need the share of trips on foot and by bicycle, or "
                    "nothing can be said of all trips"
                )
            )
        active = bench.number((*path, "active_share"), transport.active_share)
        rest = ((complement(active), 1),)
        if transport.active:
            _whole(transport.active, _("the shares of the active trips"))
            for mode, amount in transport.active.items():
                part = bench.number((*path, "active", mode), amount, whole=(*path, "active"))
                links[mode] = ((active, 1), (part, 1))
        else:
            links["walk"] = ((active, 1),)
    elif transport.active_share is not None:
        raise CarbonmeetError(
            _(
                "'active_share' belongs to shares of motorised trips; of "
                "all trips, walk and bike stand among the shares"
            )
        )
    for mode, share in shares.items():
        if mode in links:
            raise CarbonmeetError(_("'{mode}' is both an active and a motorised mode", mode=mode))
        links[mode] = ((share, 1), *rest)
    return links


def public_share(split: Mapping[str, tuple[Link, ...]]) -> float:
    """Public transport in all trips."""
    total = 0.0
    for mode in PUBLIC:
        value = 1.0
        for number, power in split.get(mode, ()):
            value *= number.value**power
        total += value if mode in split else 0.0
    return total


def read_as_all_trips(transport: Transport) -> Transport:
    """The same public shares read as shares of all trips; the others share what is left.

    Examples
    --------
    >>> from carbonmeet.reading.amount import Amount
    >>> half = Transport(denominator="motorised_trips", active_share=0.5,
    ...                  shares={"bus": 0.5, "taxi": 0.5})
    >>> {mode: one.value for mode, one in read_as_all_trips(half).shares.items()}
    {'walk': 0.3333333333333333, 'bus': 0.5, 'taxi': 0.16666666666666666}
    """
    if transport.denominator == "all_trips" or transport.active_share is None:
        return transport
    active = transport.active_share.value
    parts = {mode: one.value for mode, one in transport.active.items()} or {"walk": 1.0}
    motorised = {mode: one.value for mode, one in transport.shares.items()}
    public = sum(share for mode, share in motorised.items() if mode in PUBLIC)
    others = {mode: active * share for mode, share in parts.items()}
    others |= {m: (1 - active) * share for m, share in motorised.items() if m not in PUBLIC}
    fit = (1 - public) / sum(others.values())
    read = {
        mode: motorised[mode] if mode in PUBLIC else others[mode] * fit
        for mode in (*parts, *motorised)
    }
    return transport.model_copy(
        update={
            "denominator": "all_trips",
            "active_share": None,
            "active": {},
            "target": None,
            "shares": {mode: _amount(value) for mode, value in read.items()},
        }
    )


def _amount(value: float) -> Amount:
    note = _("the public share read as a share of all trips")
    return Amount(value, basis="assumed", note=note, share=True)


def _whole(shares: Mapping[str, Amount] | Mapping[str, Number], what: str) -> None:
    total = sum(share.value for share in shares.values())
    if abs(total - 1.0) > 1e-9:
        raise CarbonmeetError(_("{what} sum to {total:.4g}, not to 1", what=what, total=total))
