"""One forest under one set of rules: everything that is worked out once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from carbonmeet.base.errors import ModelError
from carbonmeet.base.numerals import figures
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, Message, _, _p, joined
from carbonmeet.forest.growth import Array
from carbonmeet.forest.stand import Stand
from carbonmeet.numbers.number import Z95, Number
from carbonmeet.offset.arithmetic import (
    MU_PER_HA,
    RuleValues,
    area_for_tonnes,
    rule_values,
)
from carbonmeet.offset.forest import KINDS, Forest
from carbonmeet.offset.records import Credit, CurveRow, Spread, Verified
from carbonmeet.offset.rules import VARYING, OffsetRules, RuleBook

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["TOLERANCE", "Z90", "Case", "Terms", "counted", "horizon_reached", "unsure"]

#: Half a 90% interval in standard deviations of a normal.
Z90 = 1.6448536269514722
#: A forest sized to its mark exactly must reach it in floating point too.
TOLERANCE = 1e-9

#: What rules may demand of a forest, in a word.
DEMANDED = {
    "additional": _p("demand", "additional"),
    "exclusive": _p("demand", "exclusive"),
}
QUESTION = {
    "additional": _("the forest would have been planted without the meeting (additional: false)"),
    "exclusive": _("nobody else claims its removals (exclusive: true, or the registry)"),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What is said about a forest beside its land.

    Attributes
    ----------
    event_year : int or None
        Year of the emissions, from which the horizon runs; the year of planting if None.
    additional : bool or None
        False if the forest would have been planted anyway; None if nobody says.
    exclusive : bool, str or None
        Whether, or by what statement or registry, no one else claims the removal.
    credits : tuple of Credit
        Bought and cancelled beside the forest.
    reversals : tuple of (int, float)
        Scenarios: year, and share of the stock that is lost.
    verified : tuple of Verified
        Removals measured so far.
    confidence : float or None
        Probability with which the area must suffice.
    frame : str
        Rules under which the event is offset, a row of ``offset_frames.csv``.
    event_end : date or None
        Last day of the event, from which deadlines run.
    planting_cost : float or None
        For a mu, in `planting_currency`.
    held : float or None
        Emissions of what took place, t CO2e, where the emissions are also of what did not.
    named : bool
        Whether the land has parcels with ids.
    beside : Stand or None
        A measured stand of the region, which growth that a file claims is set beside.
    """

    event_year: int | None = None
    additional: bool | None = None
    exclusive: bool | str | None = None
    credits: tuple[Credit, ...] = ()
    reversals: tuple[tuple[int, float], ...] = ()
    verified: tuple[Verified, ...] = ()
    confidence: float | None = None
    frame: str = "none"
    event_end: date | None = None
    planting_cost: float | None = None
    planting_currency: str = "CNY"
    held: float | None = None
    named: bool = False
    beside: Stand | None = None


def unsure(forest: Forest) -> str:
    """Why no confidence can be told of a forest."""
    names = " and ".join(f"'{stand.key}'" for stand in forest.unranged)
    return _(
        "the growth of {names} has no published range, so no area can "
        "be given for a confidence: leave 'confidence' out, or choose "
        "a stand whose growth has one",
        names=names,
    )


def horizon_reached(forest: Forest, rules: OffsetRules, event_year: int) -> int:
    """The year in which the years that the rules name are over; it may lie before the event.

    They run from the event, or from the planting where that came first: a forest that stands
    before the event would else have grown for more than twenty years in twenty.
    """
    return min(event_year, forest.planted_last) + round(rules["horizon"])


def counted(forest: Forest, rules: OffsetRules, event_year: int) -> OffsetRules:
    """The rules as they count for this land: what grows after a horizon long past does not.

    Where the horizon was reached before the event, the forest is asked in the year of the event,
    and twenty years are still twenty. A stand with thinnings has not kept what it held then, so
    what it holds in the year of the event counts.
    """
    years = rules.numbers["horizon"]
    over = forest and horizon_reached(forest, rules, event_year) < event_year
    over = over and not any(stand.cuts for stand in forest.stands)
    return rules.given(crediting=years) if over and rules["crediting"] > years.value else rules


class Case:
    """One forest under one set of rules: everything that is worked out once."""

    def __init__(self, forest: Forest, rules: OffsetRules, terms: Terms, book: RuleBook) -> None:
        self.forest, self.terms, self.book = forest, terms, book
        self.asked = rules
        self.event_year = forest.planted if terms.event_year is None else terms.event_year
        if forest and (self.event_year > 0) != (forest.planted > 0):
            raise ModelError(_("give a year to the planting and to the event, or to neither"))
        # without a forest nothing grows, and the year of the event is the only one
        reached = horizon_reached(forest, rules, self.event_year) if forest else self.event_year
        self.horizon_year = max(reached, self.event_year)
        self.rules = rules = counted(forest, rules, self.event_year)
        lifetime = min(self.book.lifetime, round(self.asked["crediting"])) if forest else 0
        self.last = max(forest.planted_last + lifetime, self.horizon_year)
        known = forest.growth_ranged or not forest.stands
        if terms.confidence is not None and not known:
            raise ModelError(unsure(forest))
        self.unmet = self._demands()
        self.counts = 0.0 if self.unmet else 1.0
        plain = rule_values(rules)
        half = Z90 * self._sd(plain, 0.0)
        discount = rules.uncertainty.discount(half) if math.isfinite(half) else 0.0
        self.discount = discount
        self.values: RuleValues = plain._replace(discount=discount)
        self.sd_log = self._sd(self.values, rules.numbers["survival"].sd_log)

    def _sd(self, values: RuleValues, survival_sd: float) -> float:
        return float(self.forest.relative_sd(values, self.horizon_year, survival_sd)[0])

    def _demands(self) -> tuple[str, ...]:
        """Demands of the rules that the forest says it does not meet."""
        if not self.forest:
            return ()
        said = {"additional": self.terms.additional, "exclusive": self.terms.exclusive}
        for name, text in said.items():
            if isinstance(text, str):
                from carbonmeet.offset.registry import registry_fault

                if fault := registry_fault(text):
                    raise ModelError(_("'{name}': {fault}", name=name, fault=fault))
        if self.rules.refuses_unstated:
            for name in self.rules.demands:
                if said[name] is None:
                    raise ModelError(
                        _(
                            "rules '{key}' count nothing without '{name}': say whether {question}",
                            key=self.rules.key,
                            name=name,
                            question=QUESTION[name],
                        )
                    )
        return tuple(name for name in self.rules.demands if said[name] is False)

    def creditable(self, year: float) -> float:
        """Creditable removal of the forest by the end of a year, t CO2e."""
        return float(self.forest.curves(self.values, [year]).creditable[0, 0]) * self.counts

    @cached_property
    def kappa(self) -> float:
        """Creditable removal of one hectare by the horizon, t CO2/ha."""
        return self.forest.kappa(self.values, self.horizon_year) * self.counts

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """The inputs that the removal rests on: of the rules, the stands and the parcels."""
        if not self.forest:
            return ()
        listed = [self.rules.numbers[name] for name in VARYING]
        listed += [one for stand in self.forest.stands for one in stand.parameters.values()]
        for parcel in self.forest.counting:
            listed += parcel.numbers.values()
        return tuple({one.id: one for one in listed}.values())

    @property
    def years(self) -> NDArray[np.int64]:
        """Calendar years from the event to the end of the crediting."""
        return np.arange(self.event_year, self.last + 1)

    def removals(
        self, values: Mapping[str, ArrayLike] | None = None, years: ArrayLike | None = None
    ) -> Array:
        """Creditable removal by the end of each year, t CO2e: a function of the inputs.

        Parameters
        ----------
        values : mapping of str to array (k,), optional
            Values of `numbers` by id; those not named are central.
        years : array (t,), optional
            By default all of `years`.

        Returns
        -------
        array (k, t)
        """
        given = values or {}
        parameters = {
            stand.key: stand.at(
                {name: given[one.id] for name, one in stand.parameters.items() if one.id in given}
            )
            for stand in self.forest.stands
        }
        own = {name: self.rules.numbers[name].id for name in VARYING}
        moved: dict[str, Any] = {name: given[key] for name, key in own.items() if key in given}
        rules = self.values._replace(**moved)
        wanted = self.years if years is None else years
        return self.forest.curves(rules, wanted, parameters, given).creditable * self.counts

    def under(self, stand: Stand) -> Case:
        """The same land under another stand and the same rules."""
        return Case(self.forest.with_stand(stand), self.asked, self.terms, self.book)

    def spreads(self, years: ArrayLike) -> Array:
        """Standard deviation of the logarithm of the removal by the end of each year."""
        survival = self.rules.numbers["survival"].sd_log
        return self.forest.relative_sd(self.values, years, survival)

    def band(self, removal: float) -> tuple[float | None, float | None]:
        """The 95% range of the mean curve at the horizon."""
        if not (math.isfinite(self.sd_log) and self.sd_log > 0 and removal > 0):
            return None, None
        return removal * math.exp(-Z95 * self.sd_log), removal * math.exp(Z95 * self.sd_log)

    def chance(self, owed: float | None, removal: float) -> float | None:
        """Probability that the removal at the horizon covers what is owed, by the mean curve."""
        if owed is None or not self.forest:
            return None
        if owed <= 0 or removal <= 0:
            return float(owed <= 0)
        if not (math.isfinite(self.sd_log) and self.sd_log > 0):
            return None
        from statistics import NormalDist

        return NormalDist(sigma=self.sd_log).cdf(math.log(removal / owed))

    def area(self, owed: float, confidence: float) -> float:
        """Hectares that suffice for `owed` t CO2e with a probability, by the mean curve.

        Raises
        ------
        ModelError
            If no area does, or the confidence is none.
        """
        if not 0 < confidence < 1:
            raise ModelError(
                _("a confidence lies between 0 and 1: {confidence:g}", confidence=confidence)
            )
        from statistics import NormalDist

        low = NormalDist().inv_cdf(1 - confidence) * self.sd_log
        return area_for_tonnes(owed, self.kappa * math.exp(low))

    def area_for(self, owed: float) -> float:
        """Hectares for `owed` t CO2e, with the confidence asked for where there is one.

        Raises
        ------
        ModelError
            If no area is enough.
        """
        if self.kappa <= 0:
            raise ModelError(self.infeasible())
        if self.terms.confidence is None:
            return area_for_tonnes(owed, self.kappa)
        return self.area(owed, self.terms.confidence)

    def balance_year(self, owed: float | None) -> int | None:
        """First year by whose end the removal covers what is owed.

        It stays covered up to the horizon: what a thinning takes away before was not compensated.
        """
        if owed is None:
            return None
        enough = self._enough(owed)
        short = np.flatnonzero(~enough[: self.horizon_year - self.event_year + 1])
        first = int(short[-1]) + 1 if short.size else 0
        reached = np.flatnonzero(enough[first:])
        return int(self.years[first + reached[0]]) if reached.size else None

    def short_again(self, owed: float | None) -> tuple[int, float] | None:
        """First year after the horizon in which less is held than is owed again, and by how much.

        Thinnings do so; None where what has been compensated stays so.
        """
        balance = self.balance_year(owed)
        if owed is None or balance is None:
            return None
        later = np.flatnonzero(~self._enough(owed)[balance - self.event_year :])
        if not later.size:
            return None
        year = balance + int(later[0])
        return year, owed - self.creditable(year)

    def _enough(self, owed: float) -> NDArray[np.bool_]:
        """Whether the removal by the end of each year covers what is owed."""
        kept = self.forest.curves(self.values, self.years).creditable[0] * self.counts
        found: NDArray[np.bool_] = kept >= owed * (1 - TOLERANCE)
        return found

    def infeasible(self) -> Message:
        """Why no area is enough, and from when on one would be."""
        if self.unmet:
            return _(
                "rules '{key}' count nothing of a forest that is not {said}",
                key=Label(self.rules.key, self.rules.name.get("zh")),
                said=joined([DEMANDED[one] for one in self.unmet], " and "),
            )
        if not self.forest.counting:
            return _(
                "only parcels of kind '{kinds}' count against a meeting, and there is none",
                kinds=KINDS[0],
            )
        years = np.arange(self.event_year, self.last + 1)
        found = np.flatnonzero(self.forest.curves(self.values, years).creditable[0] > 0)
        word = "" if self.forest.planted else _p("before a number", "year ")
        said = _(
            "by {word}{horizon_year} a hectare has removed nothing that counts",
            word=word,
            horizon_year=self.horizon_year,
        )
        if not found.size:
            return _(
                "{said}, and it never does up to {word}{last}: no area compensates this",
                said=said,
                word=word,
                last=self.last,
            )
        first = int(years[found[0]])
        return _(
            "{said}: the first feasible year is {word}{first}. Choose a "
            "horizon of at least {first2} years",
            said=said,
            word=word,
            first=first,
            first2=first - self.event_year,
        )

    def curve(self, until: int, owed: float | None) -> tuple[CurveRow, ...]:
        """Year by year, from the first planting or the event on."""
        first = min(self.forest.planted, self.event_year) if self.forest else self.event_year
        years = np.arange(first, until + 1)
        gross, net, kept = self.forest.curves(self.values, years)
        rows = []
        for i, year in enumerate(years.tolist()):
            creditable = float(kept[0, i]) * self.counts
            emitted = 0.0 if owed is None or year < self.event_year else owed
            debt = None if owed is None else emitted - creditable
            rows.append(CurveRow(year, float(gross[0, i]), float(net[0, i]), creditable, debt))
        return tuple(rows)

    def spread(
        self,
        removal: float,
        low: float | None,
        high: float | None,
        stands: Mapping[str, Stand],
    ) -> tuple[Spread, ...]:
        """Three rows of uncertainty at the horizon; none without a forest."""
        if not self.forest:
            return ()
        rows = [Spread("mean-curve", low, high, self._basis())]
        scatter = self._scatter()
        rows.append(
            Spread(
                "site-to-site",
                None if scatter is None else removal * max(0.0, 1 - scatter),
                None if scatter is None else removal * (1 + scatter),
                "one site about the curve, one root mean square error of the plots each way"
                if scatter is not None
                else "no plots behind this stand",
            )
        )
        rows += self._many_sites(removal, scatter)
        keys = dict.fromkeys(key for stand in self.forest.stands for key in stand.rivals)
        own = "+".join(stand.key for stand in self.forest.stands)
        members = [(own, removal)]
        for key in keys:
            if key in stands:
                rival = self.forest.with_stand(stands[key])
                kept = rival.curves(self.values, [self.horizon_year]).creditable
                members.append((key, float(kept[0, 0]) * self.counts))
        values = [value for _, value in members]
        rows.append(
            Spread(
                "method-to-method",
                min(values) if len(values) > 1 else None,
                max(values) if len(values) > 1 else None,
                "the same land and rules under rival curves and defaults",
                tuple(members),
            )
        )
        return tuple(rows)

    def _many_sites(self, removal: float, scatter: float | None) -> list[Spread]:
        """The same where the forest lies in blocks whose sites differ independently."""
        blocks = max(1, math.ceil(self.forest.area_ha * MU_PER_HA / self.book.block))
        blocks = max(blocks, len(self.forest.counting))
        if scatter is None or blocks == 1:
            return []
        part = scatter / math.sqrt(blocks)
        return [
            Spread(
                "many-sites",
                removal * max(0.0, 1 - part),
                removal * (1 + part),
                f"{blocks} blocks of {figures(self.book.block)} mu or single parcels whose sites "
                "differ independently: the range of one divided by the root of their number",
            )
        ]

    def _basis(self) -> str:
        """What the range of the mean curve covers, and whose growth it does not."""
        basis = "growth parameters, carbon fraction and survival, 95%"
        if not self.forest.unranged:
            return basis
        names = ", ".join(f"'{stand.key}'" for stand in self.forest.unranged)
        none = f"the growth of {names} has no published range"
        return f"{basis}; {none}" if self.forest.growth_ranged else none

    def _scatter(self) -> float | None:
        """RMSE of single plots over the mean at the age of the horizon, weighted by area."""
        total = weight = 0.0
        for parcel in self.forest.counting:
            for stand, share in parcel.mixture:
                years = min(max(0, self.horizon_year - parcel.planted), self.rules["crediting"])
                age = parcel.age(stand) + years
                found = stand.scatter(age)
                if found is not None:
                    total += parcel.area_ha * share * found
                    weight += parcel.area_ha * share
        return total / weight if weight else None
