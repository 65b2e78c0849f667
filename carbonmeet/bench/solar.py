"""Power that a site makes for itself: what the grid need not deliver."""

from __future__ import annotations

from collections.abc import Iterable

from carbonmeet.base.text import Label, _
from carbonmeet.bench.expansion import Expansion, Key, Span
from carbonmeet.bench.naming import one_minus
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.number import Link, left_of
from carbonmeet.reading.amount import Amount
from carbonmeet.units import parse_unit

__all__ = ["own_power"]

#: What a kilowatt-hour of the site's own panels emits as it is made.
_PANELS = ("power.intensity.pv",)


def own_power(
    bench: Expansion,
    path: Key,
    share: Amount | None,
    links: tuple[Link, ...],
    span: Span,
    label: Label,
    tags: Iterable[str] = (),
) -> tuple[Link, ...]:
    """Write the part of some electricity that the site's own panels make and the site uses.

    What they make beyond the site's own use is sold and is nobody's saving here.

    Parameters
    ----------
    path : path
        Where the share stands.
    share : Amount or None
        Of all the electricity; None where the site makes none.
    links : tuple of Link
        Product of all the electricity, kWh.

    Returns
    -------
    tuple of Link
        Product of what the grid delivers.
    """
    if share is None:
        return links
    part = bench.number(path, share)
    chain = bench.chain(_PANELS, span, path)
    named = _("{label}, own panels", label=label)
    bench.activities.append(
        Activity(
            source="venue.power",
            period=span.name,
            label=named,
            amount=(*links, (part, 1)),
            unit=parse_unit("kWh"),
            chain=chain,
            region=span.region,
            year=span.year,
            end=span.end,
            tags=frozenset(tags),
        )
    )
    rest = left_of([part], (*part.path, "left"), one_minus(part.name), note=part.note)
    return (*links, (rest, 1))
