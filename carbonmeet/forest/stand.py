"""Carbon against age: what one hectare of a stand holds.

A stand is data: a row of ``factors/stands.csv`` and its rows in ``factors/stand_parameters.csv``.
The arithmetic is plain numpy and knows draws: every parameter is an array of shape ``(k, 1)``
that meets ages of shape ``(t,)`` or ``(k, t)``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

import numpy as np

from carbonmeet.base.errors import CarbonmeetError, did_you_mean
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import Label, _
from carbonmeet.catalogue.records.forest import ROUTES
from carbonmeet.forest.growth import CURVES, Array, yield_table
from carbonmeet.numbers.number import Number
from carbonmeet.units import CO2_PER_C

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "PARAMETERS",
    "ROUTES",
    "Stand",
    "StandParameters",
    "co2_stock",
]

#: What the numbers of a stand are; the letters are those of the formulas.
PARAMETERS: Mapping[str, Label] = {
    "A": _("A, asymptote"),
    "k": _("k, rate"),
    "m": _("m, shape"),
    "b": _("b, shape"),
    "rate": _("r, yearly growth"),
    "cap": _("M, maximum"),
    "CAI": _("current annual increment"),
    "CUT": _("share taken out by a thinning"),
    "D": _("D, density of wood"),
    "BEF": _("BEF, biomass expansion factor"),
    "R": _("R, root-to-shoot ratio"),
    "CF": _("CF, carbon fraction"),
}


class StandParameters(NamedTuple):
    """The numbers of one stand, ready for arithmetic: k draws at once.

    Attributes
    ----------
    growth : str
        Name of the growth function.
    theta : mapping of str to array (k, 1)
        Its parameters; a yield table has ``ages``, ``increments`` and those of its
        thinnings instead.
    to_co2 : array (k, 1)
        t CO2/ha for one unit of the curve, see `ROUTES`.
    """

    growth: str
    theta: Mapping[str, Array]
    to_co2: Array


def co2_stock(parameters: StandParameters, age: ArrayLike) -> Array:
    """CO2 held by living trees.

    ``C(a) = y(a) * D * BEF * (1 + R) * CF * 44/12`` for a volume curve, and the same without
    the factors that a biomass curve already contains; y is the growth curve.

    Parameters
    ----------
    parameters : StandParameters
        k draws of one stand.
    age : array_like
        Years, of shape (t,) or (k, t). Below 0 there is nothing.

    Returns
    -------
    array (k, t)
        t CO2/ha.
    """
    years = np.maximum(np.atleast_1d(np.asarray(age, dtype=float)), 0.0)
    if parameters.growth == "yield-table":
        curve = yield_table(years, **parameters.theta)
    else:
        curve = CURVES[parameters.growth](years, **parameters.theta)
    return parameters.to_co2 * curve


@dataclass(frozen=True, slots=True)
class Stand:
    """A species or mixture in a region, and how it grows.

    Attributes
    ----------
    key : str
        E.g. ``yunnan-pine``.
    name : Label
        English and Chinese.
    species_latin, region, origin : str
        `origin` is ``natural``, ``plantation``, ``default``, ``project`` or ``rule``.
    growth : str
        ``chapman-richards``, ``logistic``, ``gompertz``, ``linear`` or ``yield-table``.
    route : str
        What the curve describes, see `ROUTES`.
    parameters : mapping of str to Number
        With range, evidence and source each.
    table : tuple of (float, Number)
        Age in years and current annual increment, for a yield table.
    cuts : tuple of (float, Number)
        Age of each thinning and the share of the stock that it takes out.
    correlation : float
        Of ln A and ln k, which a fit never finds independent.
    rmse, rmse_young : float or None
        Scatter of single plots about the curve, in units of the curve; all ages, and up to
        `young_until` years.
    rivals : tuple of str
        Stands that answer the same question by another method.
    age_at_planting : float
        Years the stock has behind it when it is planted.
    """

    key: str
    name: Label
    species_latin: str
    region: str
    origin: str
    growth: str
    route: str
    parameters: Mapping[str, Number]
    table: tuple[tuple[float, Number], ...] = ()
    cuts: tuple[tuple[float, Number], ...] = ()
    correlation: float = 0.0
    rmse: float | None = None
    rmse_young: float | None = None
    young_until: float = 0.0
    plots: int | None = None
    age_range: tuple[float | None, float | None] = (None, None)
    rivals: tuple[str, ...] = ()
    age_at_planting: float = 0.0
    note: str = field(default="", compare=False)

    @property
    def uncertain(self) -> tuple[str, ...]:
        """Names of the parameters that have a range."""
        return tuple(name for name, number in self.parameters.items() if number.sd_log > 0)

    @property
    def growth_ranged(self) -> bool:
        """Whether the growth curve itself has a range, and not only what turns it into CO2."""
        return any(name not in ROUTES[self.route] for name in self.uncertain)

    @property
    def numbers(self) -> tuple[Number, ...]:
        """All numbers behind the stand, the yield table and its thinnings included."""
        listed = (*self.table, *self.cuts)
        return (*self.parameters.values(), *(number for _, number in listed))

    @property
    def sources(self) -> tuple[str, ...]:
        """Source keys, each once, in the order of the file."""
        return tuple(dict.fromkeys(number.reference for number in self.numbers))

    @property
    def assumed(self) -> tuple[str, ...]:
        """Names of the parameters that nobody published."""
        return tuple(str(one.path[2]) for one in self.numbers if one.basis == "assumed")

    def mean(self, shift: Mapping[str, float] | None = None) -> StandParameters:
        """The published values, one draw; `shift` moves named parameters in ln units."""
        moved = shift or {}
        return self._at(
            {
                name: np.array([[number.value * math.exp(moved.get(name, 0.0))]])
                for name, number in self.parameters.items()
            }
        )

    def at(self, values: Mapping[str, ArrayLike]) -> StandParameters:
        """Parameters for k draws.

        Parameters
        ----------
        values : mapping of str to array (k,)
            By the name of the parameter; what is not named stays at its published value.

        Raises
        ------
        CarbonmeetError
            If the stand has no such parameter.
        """
        unknown = set(values) - set(self.parameters)
        if unknown:
            name = min(unknown)
            raise CarbonmeetError(
                _(
                    "stand '{key}' has no parameter '{name}'.{hint}",
                    key=self.key,
                    name=name,
                    hint=did_you_mean(name, self.parameters),
                )
            )
        return self._at(
            {
                name: np.atleast_1d(np.asarray(values.get(name, number.value), dtype=float))[
                    :, np.newaxis
                ]
                for name, number in self.parameters.items()
            }
        )

    def stock(self, age: ArrayLike) -> NDArray[np.float64]:
        """CO2 per hectare at the published values, t CO2/ha.

        Examples
        --------
        >>> from carbonmeet.forest.stands import read_stands
        >>> pine = read_stands()["yunnan-pine"]
        >>> pine.stock([0, 20]).round(1).tolist()
        [0.0, 75.1]
        """
        return np.asarray(co2_stock(self.mean(), age)[0])

    def scatter(self, age: float) -> float | None:
        """How far one site may lie from the curve, as a share of it: RMSE over the mean.

        None where no plots are behind the stand. An RMSE, not an interval: about one site in
        three lies further off.
        """
        rmse = self.rmse_young if age <= self.young_until else self.rmse
        stock = float(co2_stock(self.mean(), [age])[0, 0])
        if rmse is None or stock <= 0:
            return None
        return rmse * float(self.mean().to_co2[0, 0]) / stock

    def _at(self, values: Mapping[str, Array]) -> StandParameters:
        """Sort values into the growth curve and the route."""
        to_co2 = np.ones((1, 1))
        for name in ROUTES[self.route]:
            to_co2 = to_co2 * (1 + values[name] if name == "R" else values[name])
        if self.route != "co2":
            to_co2 = to_co2 * CO2_PER_C
        theta = {name: value for name, value in values.items() if name not in ROUTES[self.route]}
        if self.growth == "yield-table":
            theta = {
                "ages": np.array([age for age, _ in self.table]),
                "increments": np.array([number.value for _, number in self.table]),
                "cut_ages": np.array([age for age, _ in self.cuts]),
                "cut_shares": np.array([number.value for _, number in self.cuts]),
            }
        return StandParameters(self.growth, theta, to_co2)
