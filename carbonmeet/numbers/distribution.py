"""How one number may vary: a distribution from its value, low and high.

Every distribution is a rising function of one standard normal number, so that one independent
stream of normals per input serves all of them, and two scenarios that share an input share its
draws even where they give it different ranges.

========================  ==========================================================
form                      when
========================  ==========================================================
``fixed``                 no range
``lognormal``             0 or more
``logit-normal``          a share: of unit 1, and the range ends at 1 or below
``shifted-lognormal``,    the same, where an end or the value is at the limit 0 (for
``shifted-logit-normal``  a share: or 1) or close to it, see `carbonmeet.numbers.half`
``normal``                low is below 0
========================  ==========================================================

Value, low and high are always median, 2.5% point and 97.5% point. Where value is the geometric
middle of low and high the lognormal is the ordinary one; elsewhere its two halves have a sigma
each, so that the published value stays the median. A value that is itself an end is what half of
the draws are: "3570 at least" is 3570 as often as more.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from carbonmeet.base.errors import ModelError, did_you_mean
from carbonmeet.base.given import refuse_other
from carbonmeet.base.numerals import figures
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, _, joined
from carbonmeet.numbers.half import crowded, falling, falling_share, rising, rising_share
from carbonmeet.numbers.number import Z95, Number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = [
    "ENDS",
    "Z95",
    "Distribution",
    "distribution_of",
    "read_distribution",
]

#: The points between which 95% of a distribution lies.
ENDS = (0.025, 0.975)

# standard normals at which the forms without a formula are tabulated
_GRID = np.linspace(-6.5, 6.5, 833)
_EVEN = np.linspace(-8.0, 8.0, 2049)
#: Weights of a PERT's mode against its ends: the usual 4.
_PERT = 4.0
#: The widest lognormal that may be written out, from a hundredth to a hundred times its median:
#: one that is wider says that nothing is known, and its draws overflow.
_WIDEST = 100.0
#: Larger than anything that is counted in a meeting or a city, in whatever unit.
_LARGEST = 1e15


@dataclass(frozen=True)
class Distribution:
    """How one number may vary.

    Attributes
    ----------
    form : str
        ``fixed``, ``lognormal``, ``logit-normal``, ``shifted-lognormal``,
        ``shifted-logit-normal``, ``normal``, ``pert``, ``beta``, ``uniform`` or ``triangular``.
    middle : float
        The median; the mode of a PERT or triangle.
    below, above : float
        Standard deviation below and above the median, on the scale on which the form is normal.
    low, high : float
        Ends of the forms that have ends; of the shifted ones the 2.5% and 97.5% points.
    shape : tuple of float
        The two exponents of a beta.
    least, most : float
        Limits of the number, at which draws beyond them are kept.
    origin : str
        ``range``, ``explicit`` or ``pedigree``: where it comes from.

    Examples
    --------
    >>> taxi = Distribution.lognormal(0.18, 0.12, 0.27)
    >>> print(taxi)
    lognormal, median 0.18, 95% from 0.12 to 0.27
    >>> round(float(taxi.quantile(0.975)), 9)
    0.27
    """

    form: str
    middle: float
    below: float = 0.0
    above: float = 0.0
    low: float = -math.inf
    high: float = math.inf
    shape: tuple[float, float] = (1.0, 1.0)
    least: float = -math.inf
    most: float = math.inf
    origin: str = "range"

    # how it is made

    @classmethod
    def fixed(cls, value: float) -> Distribution:
        """Always `value`."""
        return cls("fixed", value)

    @classmethod
    def lognormal(cls, median: float, low: float, high: float) -> Distribution:
        """``x = median * exp(sigma z)`` with the sigma of either half from its end.

        ``sigma = ln(high / median) / 1.96`` above, ``ln(median / low) / 1.96`` below; shifted
        where an end or the median is close to 0.
        """
        if crowded(low, median) or crowded(median, high):
            return cls("shifted-lognormal", median, low=low, high=high)
        return cls("lognormal", median, math.log(median / low) / Z95, math.log(high / median) / Z95)

    @classmethod
    def logit_normal(cls, median: float, low: float, high: float) -> Distribution:
        """``ln(x / (1 - x))`` is normal in either half; never leaves 0 to 1.

        Shifted where an end or the median is close to 0 or 1.
        """
        rest = (1 - low, 1 - median, 1 - high)
        if any(crowded(a, b) or crowded(b, c) for a, b, c in ((low, median, high), rest[::-1])):
            return cls("shifted-logit-normal", median, low=low, high=high)
        middle = _logit(median)
        return cls(
            "logit-normal", median, (middle - _logit(low)) / Z95, (_logit(high) - middle) / Z95
        )

    @classmethod
    def normal(cls, median: float, low: float, high: float) -> Distribution:
        """Normal in either half."""
        return cls("normal", median, (median - low) / Z95, (high - median) / Z95)

    @classmethod
    def pert(cls, low: float, mode: float, high: float) -> Distribution:
        """Beta from `low` to `high` with its mode at `mode`, four times the weight of an end."""
        width = high - low
        shape = (1 + _PERT * (mode - low) / width, 1 + _PERT * (high - mode) / width)
        return cls("pert", mode, low=low, high=high, shape=shape)

    def to_dict(self) -> dict[str, Any]:
        """The distribution as plain data; a form without a formula with its quantiles.

        Returns
        -------
        dict
            ``table`` are the values at 833 standard normals from -6.5 to 6.5, between which they
            lie on straight lines.
        """
        given = {name: getattr(self, name) for name in ("middle", "below", "above")}
        ends = {name: getattr(self, name) for name in ("low", "high", "least", "most")}
        found = given | {name: None if math.isinf(end) else end for name, end in ends.items()}
        plain = {name: None if one is None else float(one) for name, one in found.items()}
        table = {"table": self.table.tolist()} if self.form in _TABULATED else {}
        return {"form": self.form, "origin": self.origin} | plain | table

    # what it does

    @property
    def is_fixed(self) -> bool:
        """Whether it does not vary."""
        return self.form == "fixed"

    @property
    def called(self) -> Label:
        """The form, in words."""
        return _NAMES[self.form]

    @property
    def is_kept(self) -> bool:
        """Whether draws are kept to limits."""
        return self.least > -math.inf or self.most < math.inf

    def within(self, least: float, most: float) -> Distribution:
        """The same, with draws outside of limits drawn at them."""
        return replace(self, least=least, most=most)

    def at(self, normal: Floats) -> Floats:
        """Values at standard normal numbers; rising.

        Parameters
        ----------
        normal : array of float

        Returns
        -------
        array of float
            Of the same shape, in the unit of the number.
        """
        x = self._anywhere(np.asarray(normal, dtype=float))
        return np.clip(x, self.least, self.most) if self.is_kept else x

    def _anywhere(self, z: Floats) -> Floats:
        if self.form == "fixed":
            return np.full(z.shape, self.middle)
        if self.form in _TABULATED:
            return np.asarray(np.interp(z, _GRID, self.table))
        if self.form in _SHIFTED:
            down, up = _SHIFTED[self.form]
            steps = np.abs(z) / Z95
            lower, upper = down(self.middle, self.low, steps), up(self.middle, self.high, steps)
            return np.where(z < 0, lower, upper)
        step = np.where(z < 0, self.below, self.above) * z
        if self.form == "normal":
            return np.asarray(self.middle + step)
        if self.form == "lognormal":
            return np.asarray(self.middle * np.exp(step))
        return np.asarray(self.middle / (self.middle + (1.0 - self.middle) * np.exp(-step)))

    def quantile(self, p: float) -> float:
        """The value below which the share `p` of the draws lies."""
        from statistics import NormalDist

        return float(self.at(np.array(NormalDist().inv_cdf(p))))

    @cached_property
    def table(self) -> Floats:
        """Values at the normals of the grid, of forms without a formula."""
        p = _normal_cdf()
        if self.form == "uniform":
            return self.low + (self.high - self.low) * p
        if self.form == "triangular":
            return self._triangle(p)
        return self.low + (self.high - self.low) * _beta_quantiles(*self.shape)

    def _triangle(self, p: Floats) -> Floats:
        width, left = self.high - self.low, self.middle - self.low
        rising = self.low + np.sqrt(p * width * left)
        falling = self.high - np.sqrt((1 - p) * width * (self.high - self.middle))
        return np.where(p * width < left, rising, falling)

    @property
    def mean(self) -> float:
        """The mean."""
        return self._moments[0]

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return self._moments[1]

    @cached_property
    def _moments(self) -> tuple[float, float]:
        if self.is_fixed:
            return self.middle, 0.0
        x, weight = self.sampled
        mean = float(weight @ x)
        return mean, math.sqrt(max(float(weight @ (x - mean) ** 2), 0.0))

    @property
    def sampled(self) -> tuple[Floats, Floats]:
        """Values at even steps of the standard normal, and the weight of each.

        The trapezoid rule converges faster than any power of the step for smooth integrands.
        """
        weight = np.exp(-0.5 * _EVEN * _EVEN)
        return self.at(_EVEN), weight / weight.sum()

    def __str__(self) -> str:
        if self.is_fixed:
            return f"fixed at {figures(self.middle)}"
        kept = f", none below {figures(self.least, 4)}" if self.least > -math.inf else ""
        kept += f", none above {figures(self.most, 4)}" if self.most < math.inf else ""
        return self._told + kept

    @property
    def _told(self) -> str:
        low, high = map(self.quantile, ENDS)
        ends = f"95% from {figures(low, 4)} to {figures(high, 4)}"
        if self.form in _TABULATED:
            mode = "" if self.form in ("uniform", "beta") else f", mode {figures(self.middle)}"
            return f"{self.form} from {figures(self.low)} to {figures(self.high)}{mode}, {ends}"
        return f"{self.form}, median {figures(self.middle)}, {ends}"


_TABULATED = ("pert", "beta", "uniform", "triangular")
#: The forms in words.
_NAMES = {
    "fixed": _("fixed"),
    "lognormal": _("lognormal"),
    "logit-normal": _("logit-normal"),
    "shifted-lognormal": _("shifted-lognormal"),
    "shifted-logit-normal": _("shifted-logit-normal"),
    "normal": _("normal"),
    "pert": _("pert"),
    "beta": _("beta"),
    "uniform": _("uniform"),
    "triangular": _("triangular"),
}
#: Lower and upper half of the forms whose scale is shifted.
_SHIFTED = {
    "shifted-lognormal": (falling, rising),
    "shifted-logit-normal": (falling_share, rising_share),
}


def distribution_of(number: Number) -> Distribution:
    """The distribution that value, low, high and unit of a number stand for.

    Examples
    --------
    >>> from carbonmeet.numbers.number import Number
    >>> from carbonmeet.units import parse_unit
    >>> share = Number(("share",), 0.4, parse_unit("1"), low=0.2, high=0.7)
    >>> print(distribution_of(share))
    logit-normal, median 0.4, 95% from 0.2 to 0.7
    """
    value, low, high = number.value, number.low, number.high
    if low is None or high is None or not low < high:
        return Distribution.fixed(value)
    if number.even:
        return Distribution("lognormal", value, number.sd_log, number.sd_log)
    if low < 0:
        return Distribution.normal(value, low, high)
    share = number.unit.dimensionless and number.unit.scale == 1.0 and high <= 1
    if share:
        return Distribution.logit_normal(value, low, high)
    return Distribution.lognormal(value, low, high)


#: What each form needs where it is written out.
_FORMS: Mapping[str, tuple[str, ...]] = {
    "fixed": ("value",),
    "lognormal": ("median", "gsd2"),
    "normal": ("mean", "sd"),
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "pert": ("low", "mode", "high"),
    "beta": ("a", "b"),
}


def read_distribution(given: Mapping[str, object]) -> Distribution:
    """A distribution that a planner writes out, in the unit of the number.

    Parameters
    ----------
    given : mapping
        ``form`` and its numbers: ``{form: lognormal, median, gsd2}`` (the 95 % range is median /
        gsd2 to median * gsd2) or ``{form: lognormal, mean, sd}``, ``{form: normal, mean, sd}``,
        ``{form: uniform, low, high}``, ``{form: triangular, low, mode, high}``, ``{form: pert,
        low, mode, high}``, ``{form: beta, a, b}`` on 0 to 1, ``{form: fixed, value}``.

    Returns
    -------
    Distribution

    Raises
    ------
    ModelError
        If the form is unknown or its numbers are impossible.

    Examples
    --------
    >>> print(read_distribution({"form": "normal", "mean": 600, "sd": 30}))
    normal, median 600, 95% from 541.2 to 658.8
    """
    refuse_other(given, Mapping, "given")
    form = str(given.get("form", ""))
    if form not in _FORMS:
        raise ModelError(
            _(
                "no form '{form}'.{hint} Forms: {forms}",
                form=form,
                hint=did_you_mean(form, _FORMS),
                forms=joined(_FORMS),
            )
        )
    needs = ("mean", "sd") if form == "lognormal" and "mean" in given else _FORMS[form]
    if set(given) - {"form"} != set(needs):
        raise ModelError(
            _("a {form} distribution is given by {needs}", form=form, needs=joined(needs))
        )
    numbers = {name: _finite(name, given[name]) for name in needs}
    return _made(form, **numbers)


def _made(form: str, **given: float) -> Distribution:
    if form == "fixed":
        return Distribution("fixed", given["value"], origin="explicit")
    if form == "normal":
        _demand(given["sd"] >= 0, _("sd is below 0"))
        return Distribution("normal", given["mean"], given["sd"], given["sd"], origin="explicit")
    if form == "lognormal":
        return _lognormal(given)
    if form == "beta":
        _demand(min(given["a"], given["b"]) >= 0.5, _("a and b of a beta are at least 0.5"))
        shape = (given["a"], given["b"])
        mean = given["a"] / (given["a"] + given["b"])
        return Distribution("beta", mean, low=0.0, high=1.0, shape=shape, origin="explicit")
    low, high = given["low"], given["high"]
    mode = given.get("mode", (low + high) / 2)
    _demand(low < high and low <= mode <= high, _("low, mode and high must rise"))
    shape = Distribution.pert(low, mode, high).shape if form == "pert" else (1.0, 1.0)
    return Distribution(form, mode, low=low, high=high, shape=shape, origin="explicit")


def _lognormal(given: Mapping[str, float]) -> Distribution:
    if "gsd2" in given:
        _demand(given["median"] > 0, _("median is above 0"))
        _demand(
            1 <= given["gsd2"] <= _WIDEST,
            _("gsd2 must be between 1 and {widest:g}", widest=_WIDEST),
        )
        median, sigma = given["median"], math.log(given["gsd2"]) / Z95
    else:
        _demand(given["mean"] > 0 and given["sd"] >= 0, _("mean is above 0, sd not below"))
        widest = math.sqrt(math.expm1((math.log(_WIDEST) / 2) ** 2))
        _demand(
            given["sd"] <= widest * given["mean"],
            _("sd is at most {widest:.0f} times the mean", widest=widest),
        )
        sigma = math.sqrt(math.log1p((given["sd"] / given["mean"]) ** 2))
        median = given["mean"] * math.exp(-sigma * sigma / 2)
    return Distribution("lognormal", median, sigma, sigma, origin="explicit")


def _finite(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ModelError(
            _(
                "'{name}' of a distribution is a finite number, not {value!r}",
                name=name,
                value=value,
            )
        )
    if abs(value) > _LARGEST and name != "gsd2":  # which has a bound of its own
        raise ModelError(
            _(
                "'{name}' of a distribution is {value:g}: no number here exceeds 1e15",
                name=name,
                value=value,
            )
        )
    return float(value)


def _demand(holds: bool, message: str) -> None:
    if not holds:
        raise ModelError(message)


def _logit(share: float) -> float:
    return math.log(share / (1.0 - share))


@lru_cache(maxsize=1)
def _normal_cdf() -> Floats:
    half = math.sqrt(0.5)
    return np.array([0.5 * math.erfc(-half * z) for z in _GRID.tolist()])


@lru_cache(maxsize=512)
def _beta_quantiles(a: float, b: float) -> Floats:
    """Quantiles of a beta at the normals of the grid.

    The density is integrated over the angle t with x = sin(t)^2, where it has no poles for
    exponents from 0.5 on: dF ~ sin(t)^(2a-1) cos(t)^(2b-1) dt.
    """
    middle = (np.arange(4096) + 0.5) * (math.pi / 2 / 4096)
    with np.errstate(under="ignore"):
        log_density = (2 * a - 1) * np.log(np.sin(middle)) + (2 * b - 1) * np.log(np.cos(middle))
        mass = np.exp(log_density - log_density.max())
    rising = np.concatenate(([0.0], np.cumsum(mass)))
    edge = np.linspace(0.0, math.pi / 2, 4097)
    angle = np.interp(_normal_cdf(), rising / rising[-1], edge)
    return np.sin(angle) ** 2
