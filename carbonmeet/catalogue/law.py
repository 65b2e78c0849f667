"""Laws by distance as a file gives them: a scenario, or the ``laws.yaml`` of a factor pack."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field, model_validator

from carbonmeet.base.text import _
from carbonmeet.reading.amount import Distance
from carbonmeet.reading.schema import Strict
from carbonmeet.travel.laws import Law

__all__ = ["LawBlock", "LawFile", "OwnLaw"]

_Pair = Annotated[tuple[float, ...], Field(min_length=2, max_length=2)]


class LawBlock(Strict):
    """A law by distance: kg CO2e of one passenger's trip, one way.

    Attributes
    ----------
    points : list of [km, kg], optional
        Straight lines between them, and nothing beyond.
    coefficients : list of float, optional
        Of a polynomial in km; the first is what every trip emits, kg CO2e.
    bands : list of [to_km, kg_per_km], optional
        A way below `to_km` emits so much per km; no way is longer than 20100 km.
    added_distance : amount, optional
        Kilometres added to every flight, or other stretch, before the law is asked.
    counts_as : str
        The source of emissions that its lines stand under.
    """

    points: tuple[_Pair, ...] | None = Field(default=None, min_length=2)
    coefficients: tuple[float, ...] | None = Field(default=None, min_length=1, max_length=6)
    bands: tuple[_Pair, ...] | None = Field(default=None, min_length=1)
    added_distance: Distance | None = None
    counts_as: Literal["transport.air", "transport.rail", "transport.road"] = "transport.air"

    @model_validator(mode="after")
    def _one_rising(self) -> LawBlock:
        given = [one for one in (self.points, self.coefficients, self.bands) if one is not None]
        if len(given) != 1:
            raise ValueError(_("give one of 'points', 'coefficients', 'bands'"))
        for name, pairs in (("points", self.points), ("bands", self.bands)):
            ends = [pair[0] for pair in pairs or ()]
            if any(math.isnan(number) for pair in pairs or () for number in pair):
                raise ValueError(_("the {name} contain something that is not a number", name=name))
            if any(end < 0 for end in ends) or ends != sorted(set(ends)):
                raise ValueError(_("the distances of the {name} rise from 0 km on", name=name))
            if any(not 0 <= pair[1] < math.inf for pair in pairs or ()):
                raise ValueError(_("the emissions of the {name} are 0 or more", name=name))
        return self

    def made(self, reference: str, locator: str, note: str, evidence: str) -> Law:
        """The law, with who says so."""
        return Law(
            tuple((km, kg) for km, kg in self.points or ()),
            tuple(self.coefficients or ()),
            tuple((km, kg) for km, kg in self.bands or ()),
            self.added_distance.value if self.added_distance is not None else 0.0,
            self.counts_as,
            reference,
            locator,
            note,
            evidence,
        )


class OwnLaw(Strict):
    """A law with who says so."""

    key: str = Field(pattern=r"^[a-z][a-z0-9]*([.-][a-z0-9]+)*$")
    law: LawBlock
    source: str = "own"
    locator: str = ""
    evidence: Literal["primary", "secondary", "assumed"] = "secondary"
    note: str = ""

    @model_validator(mode="after")
    def _reasoned(self) -> OwnLaw:
        if self.evidence == "assumed" and not self.note:
            raise ValueError(_("an assumed law needs its reason in 'note'"))
        return self


class LawFile(Strict):
    """The laws of a pack."""

    laws: tuple[OwnLaw, ...] = Field(min_length=1)
