"""A forest: parcels planted at some time, added up year by year."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING

import numpy as np

from carbonmeet.base.errors import ModelError, did_you_mean
from carbonmeet.base.ids import parts_of
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import Label, _
from carbonmeet.forest.growth import Array
from carbonmeet.forest.stand import Stand, StandParameters
from carbonmeet.numbers.number import Number
from carbonmeet.offset.arithmetic import RuleValues, creditable, gross_per_ha, net_per_ha

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["DETAILS", "KINDS", "LAND", "WHOLE", "Curves", "Forest", "Parcel", "double_claims"]

#: What a parcel may be; only the first counts against a meeting.
KINDS = ("event-forest", "urban-greening", "city-afforestation")

#: Id of the land where a file names no parcels.
WHOLE = "forest"

#: Numbers that a parcel may have of its own, with a range.
LAND = ("survival", "site")

#: What is put on record of a parcel.
DETAILS = ("place", "coordinates", "certifier", "planting_plan", "monitoring_plan")
_STEP = 1e-4  # of a logarithm: central differences are then good to about 1e-8


@dataclass(frozen=True, slots=True)
class Parcel:
    """A piece of land planted at one time.

    Attributes
    ----------
    id : str
        Names the land; the same id must not serve two claims.
    area_ha : float
        Planted area, ha.
    mixture : tuple of (Stand, float)
        Stands and their shares of the area, which sum to 1.
    planted : int
        Calendar year, or 0 where years are counted from planting.
    age_at_planting : float or None
        Years; the stand's own if None.
    survival : float or None
        Share still stocked; that of the rules if None.
    site : float
        Growth of this site over that of the curve.
    replanting : tuple of (float, float)
        Years after planting, and share of the gaps filled then.
    kind : str
        One of `KINDS`.
    status : {"planned", "planted", "verified"} or None
        How far the planting is, where somebody says.
    details : tuple of (str, Label or None)
        What is put on record under the names in `DETAILS`.
    numbers : mapping of str to Number
        `survival` and `site` where a file gives them, with what is known of them.
    """

    id: str
    area_ha: float
    mixture: tuple[tuple[Stand, float], ...]
    planted: int = 0
    age_at_planting: float | None = None
    survival: float | None = None
    site: float = 1.0
    replanting: tuple[tuple[float, float], ...] = ()
    kind: str = KINDS[0]
    status: str | None = None
    details: tuple[tuple[str, Label | None], ...] = ()
    numbers: Mapping[str, Number] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        shares = [share for _, share in self.mixture]
        if not (math.isfinite(self.area_ha) and self.area_ha > 0):
            raise ModelError(
                _(
                    "parcel '{id}': the area must be above 0: {area_ha:g} ha",
                    id=self.id,
                    area_ha=self.area_ha,
                )
            )
        if not shares or min(shares) <= 0 or abs(sum(shares) - 1) > 1e-9:
            raise ModelError(
                _(
                    "parcel '{id}': the shares of the mixture must be "
                    "above 0 and sum to 1, not to {sum:g}",
                    id=self.id,
                    sum=sum(shares),
                )
            )
        if self.survival is not None and not 0 < self.survival <= 1:
            raise ModelError(
                _(
                    "parcel '{id}': survival is a share: {survival:g}",
                    id=self.id,
                    survival=self.survival,
                )
            )
        if not (math.isfinite(self.site) and self.site > 0):
            raise ModelError(
                _(
                    "parcel '{id}': the site factor must be above 0: {site:g}",
                    id=self.id,
                    site=self.site,
                )
            )
        if self.age_at_planting is not None and not 0 <= self.age_at_planting < 200:
            raise ModelError(
                _(
                    "parcel '{id}': age at planting of {age_at_planting:g}",
                    id=self.id,
                    age_at_planting=self.age_at_planting,
                )
            )
        if any(after < 0 or not 0 <= share <= 1 for after, share in self.replanting):
            raise ModelError(
                _("parcel '{id}': replanting is (years after planting, share)", id=self.id)
            )
        if self.kind not in KINDS:
            raise ModelError(
                _(
                    "parcel '{id}': no kind '{kind}'.{hint}",
                    id=self.id,
                    kind=self.kind,
                    hint=did_you_mean(self.kind, KINDS),
                )
            )

    def value(self, name: str, values: Mapping[str, ArrayLike], plain: ArrayLike) -> ArrayLike:
        """A number of the parcel as drawn, or as it is."""
        number = self.numbers.get(name)
        return plain if number is None else values.get(number.id, plain)

    def under(self, rules: RuleValues, values: Mapping[str, ArrayLike]) -> RuleValues:
        """The rules with what the parcel says itself."""
        plain = rules.survival if self.survival is None else self.survival
        return rules._replace(
            survival=self.value("survival", values, plain),
            replanting=self.replanting or rules.replanting,
        )

    def age(self, stand: Stand) -> float:
        """Age of the stock at planting, years."""
        return stand.age_at_planting if self.age_at_planting is None else self.age_at_planting


class Curves(NamedTuple):
    """Cumulative tonnes of CO2 by year, each of shape (k, t)."""

    gross: Array
    net: Array
    creditable: Array


@dataclass(frozen=True, slots=True)
class Forest:
    """Parcels that together stand against one meeting; without any there is no forest."""

    parcels: tuple[Parcel, ...]

    def __post_init__(self) -> None:
        seen = Counter(parcel.id for parcel in self.parcels)
        double = sorted(name for name, times in seen.items() if times > 1)
        if double:
            raise ModelError(
                _("parcel '{double}' is listed twice: land counts once", double=double[0])
            )

    @property
    def area_ha(self) -> float:
        """Planted area of the parcels that count, ha."""
        return sum(parcel.area_ha for parcel in self.counting)

    @property
    def counting(self) -> tuple[Parcel, ...]:
        """Parcels that may stand against a meeting."""
        return tuple(parcel for parcel in self.parcels if parcel.kind == KINDS[0])

    @property
    def stands(self) -> tuple[Stand, ...]:
        """Stands of the counting parcels, each once."""
        found = {stand.key: stand for parcel in self.counting for stand, _ in parcel.mixture}
        return tuple(found.values())

    @property
    def unranged(self) -> tuple[Stand, ...]:
        """Stands whose growth has no range: what they add to any interval is too little."""
        return tuple(stand for stand in self.stands if not stand.growth_ranged)

    @property
    def growth_ranged(self) -> bool:
        """Whether the growth of any counting stand has a range; without one nothing is told."""
        return len(self.unranged) < len(self.stands)

    @property
    def planted(self) -> int:
        """Year of the first planting of what counts; 0 where nothing is planted."""
        return min((one.planted for one in self.counting or self.parcels), default=0)

    @property
    def planted_last(self) -> int:
        """Year of the last planting of what counts; 0 where nothing is planted."""
        return max((one.planted for one in self.counting or self.parcels), default=0)

    def scaled(self, factor: float) -> Forest:
        """The same forest with every area multiplied."""
        grown = (replace(parcel, area_ha=parcel.area_ha * factor) for parcel in self.parcels)
        return Forest(tuple(grown))

    def with_stand(self, stand: Stand) -> Forest:
        """The same land under another stand: how rival methods are compared."""
        moved = (replace(parcel, mixture=((stand, 1.0),)) for parcel in self.parcels)
        return Forest(tuple(moved))

    def curves(
        self,
        rules: RuleValues,
        years: ArrayLike,
        parameters: Mapping[str, StandParameters] | None = None,
        values: Mapping[str, ArrayLike] | None = None,
    ) -> Curves:
        """Gross, net and creditable removals: a pure function of the numbers behind them.

        Parameters
        ----------
        rules : RuleValues
            A parcel's own survival and replanting go before it.
        years : array (t,)
            Calendar years, or years since planting where `planted` is 0.
        parameters : mapping of str to StandParameters, optional
            Draws by stand key; the published values where not given. The same stand in two
            parcels is one draw.
        values : mapping of str to array (k,), optional
            Draws of the numbers of single parcels, by id.
        """
        calendar = np.atleast_1d(np.asarray(years, dtype=float))
        grown = {stand.key: stand.mean() for stand in self.stands} | dict(parameters or {})
        gross = net = np.zeros((1, calendar.size))
        for parcel, area in self._alike().values():
            since = calendar - parcel.planted
            own = parcel.under(rules, values or {})
            site = parcel.value("site", values or {}, parcel.site)
            per_ha: Array = sum(
                (
                    share
                    * gross_per_ha(grown[stand.key], own, since, parcel.age(stand), _column(site))
                    for stand, share in parcel.mixture
                ),
                start=np.zeros((1, calendar.size)),
            )
            gross = gross + area * per_ha
            net = net + area * net_per_ha(per_ha, own, since)
        return Curves(gross, net, creditable(net, rules))

    def _alike(self) -> dict[object, tuple[Parcel, float]]:
        """Counting parcels that grow alike, and their area together."""
        found: dict[object, tuple[Parcel, float]] = {}
        for one in self.counting:
            mixture = tuple((stand.key, share) for stand, share in one.mixture)
            numbers = tuple(number.id for number in one.numbers.values())
            kind = (mixture, one.planted, one.age_at_planting, one.survival, one.site)
            key = (*kind, one.replanting, numbers)
            found[key] = (one, found[key][1] + one.area_ha if key in found else one.area_ha)
        return found

    def kappa(self, rules: RuleValues, year: float) -> float:
        """Creditable removal by `year` per hectare that counts, t CO2/ha."""
        kept = float(self.curves(rules, [year]).creditable[0, 0])
        return kept / self.area_ha if self.counting else 0.0

    def __bool__(self) -> bool:
        """Whether there is any land."""
        return bool(self.parcels)

    def relative_sd(self, rules: RuleValues, years: ArrayLike, survival_sd: float = 0.0) -> Array:
        """Standard deviation of ln K by the end of each year, by first-order propagation.

        It is nan where K is 0, and where no growth curve has a range: what is left, the carbon
        fraction and survival, would make the stands of which least is known look the surest.

        ``Var ln K = g' S g`` with g the sensitivities of ln K to the logarithms of the stand
        parameters, and S their covariance: ln A and ln k of a stand correlate, different stands
        do not, and survival stands alone with `survival_sd`.
        """
        calendar = np.atleast_1d(np.asarray(years, dtype=float))
        if not self.growth_ranged:
            return np.full(calendar.shape, np.nan)

        def log_k(stand: Stand, shift: Mapping[str, float], survival: float = 0.0) -> Array:
            moved = rules._replace(survival=np.asarray(rules.survival) * math.exp(survival))
            found = self.curves(moved, calendar, {stand.key: stand.mean(shift)}).creditable[0]
            logs: Array = np.log(found, out=np.full(found.shape, np.nan), where=found > 0)
            return logs

        first, variance = self.stands[0], np.zeros(calendar.shape)
        for stand in self.stands:
            slope = {
                name: (log_k(stand, {name: _STEP}) - log_k(stand, {name: -_STEP})) / (2 * _STEP)
                for name in stand.uncertain
            }
            spread = {name: slope[name] * stand.parameters[name].sd_log for name in slope}
            for part in spread.values():
                variance = variance + part * part
            variance += 2 * stand.correlation * spread.get("A", 0.0) * spread.get("k", 0.0)
        plus, minus = log_k(first, {}, _STEP), log_k(first, {}, -_STEP)
        variance += ((plus - minus) / (2 * _STEP) * survival_sd) ** 2
        return np.asarray(np.sqrt(np.maximum(variance, 0.0)))


def _column(value: ArrayLike) -> Array:
    """A number or one per draw, as (k, 1)."""
    return np.atleast_1d(np.asarray(value, dtype=float)).reshape(-1, 1)


def double_claims(claims: Mapping[str, Iterable[str]]) -> list[str]:
    """Parcels that several files claim, as sentences.

    Parameters
    ----------
    claims : mapping of str to iterable of str
        Parcel ids by the file, event or city that claims them.

    Examples
    --------
    >>> double_claims({"cop15.yaml": ["A1", "A2"], "kunming.yaml": ["A2"]})
    ["parcel 'A2' is claimed by cop15.yaml and kunming.yaml"]
    """
    by_parcel: dict[tuple[str, ...], dict[str, str]] = {}
    for claimant, parcels in claims.items():
        for parcel in parcels:
            by_parcel.setdefault(parts_of(parcel), {}).setdefault(claimant, parcel)
    return [
        f"parcel '{next(iter(named.values()))}' is claimed by {' and '.join(named)}"
        for named in by_parcel.values()
        if len(named) > 1
    ]
