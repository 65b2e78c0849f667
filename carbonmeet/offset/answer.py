"""Put the planner's questions to a forest: how much, how large, by when, how sure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from carbonmeet.base.errors import ModelError
from carbonmeet.base.given import takes
from carbonmeet.base.notices import Notice
from carbonmeet.base.text import _
from carbonmeet.forest.stand import Stand
from carbonmeet.forest.stands import find_stand, read_stands
from carbonmeet.offset.arithmetic import MU_PER_HA
from carbonmeet.offset.case import Case, Terms
from carbonmeet.offset.claims import claims_of
from carbonmeet.offset.forest import Forest, Parcel
from carbonmeet.offset.kinds import find_frame
from carbonmeet.offset.loss import reversal
from carbonmeet.offset.notices import impossible, lean_conifer, notices
from carbonmeet.offset.records import CurveRow
from carbonmeet.offset.result import OffsetResult
from carbonmeet.offset.rules import OffsetRules, RuleBook, find_rules, rules_of
from carbonmeet.offset.wording import statement

__all__ = ["assess", "assess_forest", "size", "size_forest"]

Mixture = str | Mapping[str, float]

#: Confidences for which an area is told.
CONFIDENCES = (0.5, 0.9, 0.95)


def assess_forest(
    area_mu: float,
    emissions_t: float | None = None,
    *,
    stand: Mixture = "yunnan-pine",
    rules: str | OffsetRules = "event-practice-20-year",
    planted: int | None = None,
    age_at_planting: float | None = None,
    site: float = 1.0,
    horizon: float | None = None,
    survival: float | None = None,
    buffer: float | None = None,
    terms: Terms | None = None,
    stands: Mapping[str, Stand] | None = None,
) -> OffsetResult:
    """What a planned forest removes, and by when it compensates.

    Parameters
    ----------
    area_mu : float
        Planted area, mu.
    emissions_t : float, optional
        Emissions to compensate, t CO2e.
    stand : str or mapping of str to float
        A stand, or stands with their shares of the area.
    rules : str or OffsetRules
        A preset; `horizon` (years), `survival` and `buffer` (shares) go before it.
    planted : int, optional
        Calendar year; years are counted from planting if not given.
    age_at_planting : float, optional
        Years; the stand's own if not given.
    site : float
        Growth of this site over that of the curve.
    terms : Terms, optional
        Year of the event, additionality, exclusive claim, credits, reversals.
    stands : mapping of str to Stand, optional
        The shipped ones if not given.

    Raises
    ------
    ModelError
        If a number is impossible, or the rules refuse a forest that says too little.

    Examples
    --------
    >>> result = assess_forest(3607, 12000, planted=2021)
    >>> round(result.area_ha, 2), round(result.removal, -2), result.balance_year
    (240.47, 13800.0, 2039)
    """
    if not (math.isfinite(area_mu) and area_mu > 0):
        raise ModelError(
            _("the area of a forest must be above 0, not {area_mu:g} mu", area_mu=area_mu)
        )
    known = stands or read_stands()
    parcel = Parcel(
        id="forest",
        area_ha=area_mu / MU_PER_HA,
        mixture=_mixture(stand, known),
        planted=planted or 0,
        age_at_planting=age_at_planting,
        site=site,
    )
    book = rules_of()
    chosen = find_rules(book, rules) if isinstance(rules, str) else rules
    chosen = chosen.given(horizon=horizon, survival=survival, buffer=buffer)
    return assess(Forest((parcel,)), chosen, emissions_t, terms, stands=known, book=book)


@takes(
    tonnes_t=float,
    stand=(str, Mapping),
    rules=(str, OffsetRules),
    planted=(int, None),
    age_at_planting=(float, None),
    site=float,
    horizon=(float, None),
    survival=(float, None),
    buffer=(float, None),
    terms=(Terms, None),
    stands=(Mapping, None),
)
def size_forest(
    tonnes_t: float,
    *,
    stand: Mixture = "yunnan-pine",
    rules: str | OffsetRules = "event-practice-20-year",
    planted: int | None = None,
    age_at_planting: float | None = None,
    site: float = 1.0,
    horizon: float | None = None,
    survival: float | None = None,
    buffer: float | None = None,
    terms: Terms | None = None,
    stands: Mapping[str, Stand] | None = None,
) -> OffsetResult:
    """How large a forest must be to compensate `tonnes_t` by the horizon.

    Parameters
    ----------
    tonnes_t : float
        Emissions to compensate, t CO2e.
    stand, rules, planted, age_at_planting, site, horizon, survival, buffer, terms, stands
        As for `assess_forest`. With `terms.confidence` the area suffices with that probability.

    Returns
    -------
    OffsetResult
        Area, removal by year, and the year by whose end the emissions are compensated.

    Raises
    ------
    ModelError
        If nothing has been removed by the horizon: names the first year in which it is.

    Examples
    --------
    >>> result = size_forest(20000, planted=2021)
    >>> round(result.area_mu), result.balance_year
    (5222, 2041)
    """
    if not tonnes_t > 0:
        raise ModelError(
            _(
                "the tonnes to compensate must be above 0, not {tonnes_t:g} t CO2e",
                tonnes_t=tonnes_t,
            )
        )
    known = stands or read_stands()
    parcel = Parcel("forest", 1.0, _mixture(stand, known), planted or 0, age_at_planting, site=site)
    book = rules_of()
    chosen = find_rules(book, rules) if isinstance(rules, str) else rules
    chosen = chosen.given(horizon=horizon, survival=survival, buffer=buffer)
    return size(Forest((parcel,)), chosen, tonnes_t, terms, stands=known, book=book)


def size(
    forest: Forest,
    rules: OffsetRules,
    tonnes_t: float,
    terms: Terms | None = None,
    *,
    stands: Mapping[str, Stand] | None = None,
    book: RuleBook | None = None,
    refuse: bool = True,
) -> OffsetResult:
    """Scale a forest, parcels in proportion, until it compensates `tonnes_t` by the horizon.

    Where the credits cover everything no forest is needed, and there is none in the answer; nor is
    there one where no area is enough and that is not refused: a notice tells why.

    Raises
    ------
    ModelError
        If no area is enough, and `refuse`.
    """
    terms = terms or Terms()
    if not (math.isfinite(tonnes_t) and tonnes_t >= 0):
        raise ModelError(
            _("the tonnes to compensate cannot be {tonnes_t:g} t CO2e", tonnes_t=tonnes_t)
        )
    book, stands = book or rules_of(), stands or read_stands()
    nothing = Case(Forest(()), rules, replace(terms, confidence=None, reversals=()), book)
    owed = tonnes_t - sum(credit.tonnes for credit in terms.credits)
    if owed <= 0:
        return _answer(nothing, tonnes_t, stands, given=False, needless=True)
    case = Case(forest, rules, terms, book)
    if not (refuse or case.kappa > 0):
        return _answer(nothing, tonnes_t, stands, given=False, instead=case)
    grown = forest.scaled(case.area_for(owed) / forest.area_ha)
    sized = Case(grown, rules, terms, case.book)
    return _answer(sized, tonnes_t, stands, given=False)


def assess(
    forest: Forest,
    rules: OffsetRules,
    emissions_t: float | None = None,
    terms: Terms | None = None,
    *,
    stands: Mapping[str, Stand] | None = None,
    book: RuleBook | None = None,
) -> OffsetResult:
    """What a forest of any number of parcels does for a meeting.

    Parameters
    ----------
    forest : Forest
        The parcels.
    rules : OffsetRules
        What counts.
    emissions_t : float, optional
        Emissions to compensate, t CO2e.
    terms : Terms, optional
        What else is said about the forest.
    stands : mapping of str to Stand, optional
        Where rival methods are looked up.

    Raises
    ------
    ModelError
        If the rules refuse a forest that says too little.
    """
    terms = terms or Terms()
    if emissions_t is not None and not (math.isfinite(emissions_t) and emissions_t >= 0):
        raise ModelError(
            _("emissions to compensate cannot be {emissions_t:g} t CO2e", emissions_t=emissions_t)
        )
    case = Case(forest, rules, terms, book or rules_of())
    return _answer(case, emissions_t, stands or read_stands(), given=True)


def _answer(
    case: Case,
    emissions_t: float | None,
    stands: Mapping[str, Stand],
    *,
    given: bool,
    needless: bool = False,
    instead: Case | None = None,
) -> OffsetResult:
    """Everything that is told; `given` if the area was not worked out, `needless` if none is.

    `instead` is a forest that was asked for and can never pay.
    """
    forest, rules, terms = case.forest, case.rules, case.terms
    owed = None
    if emissions_t is not None:
        owed = max(0.0, emissions_t - sum(credit.tonnes for credit in terms.credits))
    removal = case.creditable(case.horizon_year)
    low, high = case.band(removal)
    balance = case.balance_year(owed)
    until = max(case.horizon_year, balance or (case.horizon_year if owed is None else case.last))
    curve = case.curve(until, owed)
    found = OffsetResult(
        area_mu=forest.area_ha * MU_PER_HA,
        area_ha=forest.area_ha,
        emissions=emissions_t,
        owed=owed,
        event_year=case.event_year,
        planted=forest.planted,
        horizon_year=case.horizon_year,
        removal=removal,
        low=low,
        high=high,
        balance_year=balance,
        searched_until=case.last,
        calendar=case.event_year > 0,
        curve=curve,
        spread=case.spread(removal, low, high, stands),
        stands=tuple(stand.key for stand in forest.stands),
        stand_names=tuple((stand.name.en, stand.name.zh) for stand in forest.stands),
        rules=rules.key,
        forest=forest,
        applied=rules,
        discount=case.discount,
        credits=terms.credits,
        verified=terms.verified,
        reversals=tuple(reversal(case, year, share, owed) for year, share in terms.reversals),
        chance=case.chance(owed, removal),
        areas=_areas(case, owed, removal),
        tonne_years=_tonne_years(curve, case.event_year, case.horizon_year),
        confidence=terms.confidence,
        area_given=given,
        additional=terms.additional,
        exclusive=terms.exclusive,
        impossible_by=None if instead is None else instead.horizon_year,
        notices=(
            *(() if instead is None else (impossible(instead.infeasible()),)),
            *notices(case, removal, given),
            *_of_credits(case, emissions_t, needless),
        ),
        frame=find_frame(terms.frame),
        sources=_sources(forest, rules, case.book),
        case=case,
    )
    found = replace(found, claims=claims_of(found))
    return replace(found, statement=statement(found))


def _of_credits(case: Case, emissions_t: float | None, needless: bool) -> tuple[Notice, ...]:
    """What is to be said of credits, which few have."""
    if not case.terms.credits:
        return ()
    from carbonmeet.offset.creditnotices import credit_notices

    return credit_notices(case.terms, emissions_t, needless=needless, prices=case.book.prices)


def _areas(case: Case, owed: float | None, removal: float) -> tuple[tuple[float, float], ...]:
    """Confidences, and the mu that suffice with them; none where there is nothing to size."""
    if not (owed and removal > 0 and case.sd_log > 0):
        return ()
    own = () if case.terms.confidence is None else (case.terms.confidence,)
    return tuple((p, case.area(owed, p) * MU_PER_HA) for p in sorted({*CONFIDENCES, *own}))


def _tonne_years(curve: Sequence[CurveRow], start: int, end: int) -> float | None:
    """Integral of what is owed, tonnes times years, by the trapezium rule over years."""
    if end <= start:
        return None
    owed = [
        max(row.debt, 0.0) for row in curve if row.debt is not None and start <= row.year <= end
    ]
    if not owed:
        return None
    return sum(owed) - (owed[0] + owed[-1]) / 2


def _mixture(stand: Mixture, stands: Mapping[str, Stand]) -> tuple[tuple[Stand, float], ...]:
    shares = {stand: 1.0} if isinstance(stand, str) else stand
    return tuple((find_stand(stands, key), share) for key, share in shares.items())


def _sources(forest: Forest, rules: OffsetRules, book: RuleBook) -> tuple[str, ...]:
    if not forest:
        return ()
    keys = [key for stand in forest.stands for key in stand.sources]
    conifers = [book.conifer.source for stand in forest.stands if lean_conifer(stand)]
    return tuple(dict.fromkeys([*keys, *conifers, *rules.sources]))
