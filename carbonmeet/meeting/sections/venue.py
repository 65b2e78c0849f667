"""A hall: its electricity, heat, gas and water."""

from __future__ import annotations

from typing import Annotated, Literal

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.frozen import Frozen
from carbonmeet.base.text import _
from carbonmeet.bench.expansion import Key, Span
from carbonmeet.meeting.section import Section, Work
from carbonmeet.numbers.number import Link, Number
from carbonmeet.reading.amount import (
    Amount,
    Days,
    In,
    Share,
)
from carbonmeet.reading.schema import Listed, Map, where
from carbonmeet.reading.textfields import LabelField

__all__ = ["SECTION", "Venue"]

Energy = Annotated[Amount, In("kWh", product=True)]
Area = Annotated[Amount, In("m^2")]
Intensity = Annotated[Amount, In("kWh / m^2 / day")]
Heat = Annotated[Amount, In("GJ", product=True)]
Volume = Annotated[Amount, In("m^3", product=True)]


class Venue(Listed):
    """A hall: metered, or area times days times intensity.

    `area` is the floor of the halls in use, not that of the building. Without `intensity` the
    catalogue's is taken, that of a conference or of an exhibition as `use` says. `solar` is the
    part of the electricity that panels on the site make and the site uses.
    """

    period: str
    label: LabelField
    energy: Energy | None = None
    area: Area | None = None
    days: Days | None = None
    intensity: Intensity | None = None
    use: Literal["conference", "exhibition"] = "conference"
    solar: Share | None = None
    end_uses: Map[Literal["hvac", "lighting", "equipment", "other"], Share] = Frozen()
    heat: Heat | None = None
    gas: Volume | None = None
    water: Volume | None = None


#: Electricity of a hall by what it is used for.
_INTENSITY = {
    "conference": "venue.power-intensity",
    "exhibition": "venue.power-intensity.exhibition",
}


def write(work: Work, venue: Venue, span: Span, path: Key) -> None:
    """The lines of an entry."""
    bench = work.bench
    amount: tuple[Link, ...] | None = None
    if venue.energy is not None:
        amount = bench.links((*path, "energy"), venue.energy)
    elif venue.area is not None:
        amount = (
            (bench.number((*path, "area"), venue.area), 1),
            work.span_days(venue.days, span, path),
            (_intensity(work, venue, span, path), 1),
        )
    elif venue.heat is None and venue.gas is None and venue.water is None:
        raise CarbonmeetError(_("a venue needs 'energy', or 'area', or heat, gas, water"))
    _check(work, venue, path)
    known = {
        f"venue.{use}-share": bench.number(
            (*path, "end_uses", use), share, whole=(*path, "end_uses")
        )
        for use, share in venue.end_uses.items()
    }
    if known and abs(sum(share.value for share in known.values()) - 1.0) > 1e-9:
        bench.fault((*path, "end_uses"), _("the end uses do not sum to 1"))
    if amount is not None:
        bought = amount
        if venue.solar is not None:
            from carbonmeet.bench.solar import own_power

            bought = own_power(bench, (*path, "solar"), venue.solar, amount, span, venue.label)
        bench.add_service("venue/power", bought, span, venue.label, known=known)
    elif venue.solar is not None:
        bench.fault(
            (*path, "solar"), _("'solar' is a part of electricity: give 'energy' or 'area'")
        )
    for name in ("heat", "gas", "water"):
        more = getattr(venue, name)
        if more is not None:
            links = bench.links((*path, name), more)
            bench.add_service(f"venue/{name}", links, span, venue.label)


def _intensity(work: Work, venue: Venue, span: Span, path: Key) -> Number:
    """Electricity per floor area and day: as given, else that of the catalogue for the use."""
    if venue.intensity is not None:
        return work.bench.number((*path, "intensity"), venue.intensity)
    return work.bench.parameter(_INTENSITY[venue.use], span, where((*path, "intensity")))


def _check(work: Work, venue: Venue, path: Key) -> None:
    """Refuse what would be left unread: electricity is metered or estimated, not both."""
    estimated = [name for name in ("area", "intensity", "days") if getattr(venue, name) is not None]
    if "use" in venue.model_fields_set and (venue.area is None or venue.intensity is not None):
        work.bench.fault(
            (*path, "use"), _("'use' chooses the electricity of an 'area' without 'intensity'")
        )
    if venue.energy is not None:
        for name in estimated:
            work.bench.fault(
                (*path, name), _("'energy' is given, so '{name}' has no use", name=name)
            )
    elif venue.area is None:
        for name in (*estimated, *(["end_uses"] if venue.end_uses else [])):
            work.bench.fault(
                (*path, name), _("'{name}' alone tells no electricity: give 'area'", name=name)
            )


SECTION = Section(Venue, write, _("Venue"), rank=2)
