"""One person's trip across a city: what every mode would emit."""

from __future__ import annotations

from carbonmeet.base.notices import Notices
from carbonmeet.base.text import Label
from carbonmeet.bench.expansion import Expansion, Span
from carbonmeet.catalogue import Catalogue, preferred_publishers, tell, tell_of_place
from carbonmeet.kernel import compile_model
from carbonmeet.numbers.number import Number
from carbonmeet.reading.yamlfile import Document
from carbonmeet.travel import trip_modes
from carbonmeet.units import parse_unit

__all__ = ["trip_emissions"]


def trip_emissions(
    km: float,
    catalogue: Catalogue,
    region: str,
    year: int | None = None,
    notices: Notices | None = None,
) -> dict[str, float]:
    """kg CO2e of one person's trip by mode, from the model that prices meetings.

    Parameters
    ----------
    km : float
        Length of the trip, km.
    catalogue : Catalogue
    region : str
        Region whose factors are used.
    year : int, optional
        Year of the trip; by default, the latest factors.
    notices : Notices, optional
        Receives what is borrowed or old among the factors.

    Raises
    ------
    InputError
        If a mode has no factor there.

    Examples
    --------
    >>> from carbonmeet.catalogue import load_catalogue
    >>> found = trip_emissions(3.2, load_catalogue(), "CN-YN")
    >>> found["walk"] < found["metro"] < found["car.petrol"]
    True
    """
    bench = Expansion(Document("", None), catalogue, preferred_publishers(), {})
    # a year of 0 asks for no edition in particular: the latest
    span = Span("trip", Label("trip"), region, year or 0)
    way = Number(("trip",), km, parse_unit("passenger km"))
    for mode in trip_modes():
        bench.add_service(f"modes/{mode}", ((way, 1),), span, Label(mode))
    activities = bench.finish()
    if notices is not None:
        tell_of_place(region, "", catalogue.regions, notices)
        tell(activities, catalogue, notices)
    model = compile_model(activities)
    kg: dict[str, float] = {}
    for line, value in zip(model.lines, model.run()[0], strict=True):
        mode = line.activity.service.removeprefix("modes/")
        kg[mode] = kg.get(mode, 0.0) + float(value)
    return kg
