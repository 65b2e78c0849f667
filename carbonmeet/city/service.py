"""A city that runs at a part of its normal service for some days: what was not run is no saving."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Expansion
from carbonmeet.bench.supply import SHOCK
from carbonmeet.city.shape import City
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.number import Number, sum_of

__all__ = ["at_service", "service_parts"]

#: Sections that a service may be given for, and the sources that they write.
_SOURCES: Mapping[str, str] = {
    "transport": "transport",
    "lodging": "lodging",
    "catering": "catering",
    "power": "venue",
    "data_centres": "digital",
    "waste": "waste",
}
_DAYS = 365.0


def service_parts(city: City, bench: Expansion) -> dict[str, Number]:
    """What each section or mode keeps of its year: ``1 - days / 365 * (1 - share)``.

    What is no section and no mode of the file is a fault.
    """
    if city.service is None:
        return {}
    part = city.service.days.value / _DAYS
    modes = set(city.transport.shares) | set(city.transport.active) if city.transport else set()
    found = {}
    for name, share in city.service.shares.items():
        path = ("service", "shares", name)
        if name not in _SOURCES and name not in modes:
            listed = ", ".join([*_SOURCES, *sorted(modes)])
            bench.fault(
                path,
                _(
                    "no section and no mode '{name}' here. One of: {listed}",
                    name=name,
                    listed=listed,
                ),
            )
            continue
        number = bench.number(path, share)
        called, label = bench.called((*path, "year"))
        found[name] = sum_of(called, [(number, part)], 1.0 - part, label, domain="share")
    return found


def at_service(activity: Activity, city: City, parts: Mapping[str, Number]) -> Activity:
    """A line of the year in which the service was reduced; another year stays as it is."""
    if not parts or activity.year != city.year or SHOCK in activity.tags:
        return activity
    mode = activity.service.removeprefix("modes/")
    section = next(
        (name for name, source in _SOURCES.items() if activity.source.split(".")[0] == source), ""
    )
    part = parts.get(mode) or parts.get(section)
    return activity if part is None else replace(activity, amount=(*activity.amount, (part, 1)))
