"""Published event forests beside what our stands would have given."""

from __future__ import annotations

from collections.abc import Mapping

from carbonmeet.base.record import dataclass
from carbonmeet.catalogue.records.forest import FOREST_EVENTS, ForestEvent
from carbonmeet.forest.stand import Stand
from carbonmeet.forest.stands import find_stand, read_stands
from carbonmeet.offset.arithmetic import MU_PER_HA, RuleValues, creditable_per_ha, rule_values
from carbonmeet.offset.rules import RuleBook, find_rules, rules_of

__all__ = ["Comparison", "ForestEvent", "compare", "event_markdown", "read_events"]

#: Compared with where the species of the forest is none of ours, or unknown.
REFERENCE = "yunnan-pine"
PRACTICE = "event-practice-20-year"
#: Origins of stands that rest on measured trees.
_MEASURED = ("natural", "plantation")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One event beside our stands; all in t CO2e per mu over `years`.

    Attributes
    ----------
    low, high : float
        The compared stand: creditable under event practice, and gross with every tree alive.
    all_low, all_high : float
        Least creditable and largest gross of every stand fitted to measured trees.
    verdict : str
        ``within``, ``high``, ``low``, ``no total`` or ``no period``.
    """

    event: ForestEvent
    years: float
    claimed: float | None
    stand: str
    low: float
    high: float
    all_low: float
    all_high: float
    verdict: str

    @property
    def times(self) -> float | None:
        """The claim over the gross of the compared stand."""
        return None if self.claimed is None else self.claimed / self.high


def read_events() -> tuple[ForestEvent, ...]:
    """The rows of ``forest_events.csv``."""
    return FOREST_EVENTS.shipped()


def compare(
    event: ForestEvent,
    stands: Mapping[str, Stand] | None = None,
    book: RuleBook | None = None,
) -> Comparison:
    """Put one event beside our stands.

    Where the period is not published, ours are given for the horizon of event practice and no
    verdict is passed.
    """
    known, rulebook = stands or read_stands(), book or rules_of()
    practice = find_rules(rulebook, PRACTICE)
    years = event.period or practice["horizon"]
    kept, whole = rule_values(practice), RuleValues()

    def per_mu(stand: Stand, rules: RuleValues) -> float:
        found = creditable_per_ha(stand.mean(), rules, [years], event.age_at_planting)
        return float(found[0, 0]) / MU_PER_HA

    stand = find_stand(known, event.stand or REFERENCE)
    measured = [
        one for one in known.values() if one.origin in _MEASURED and one.region.startswith("CN")
    ]
    claimed = None if event.tonnes is None else event.tonnes / event.area_mu
    low, high = per_mu(stand, kept), per_mu(stand, whole)
    return Comparison(
        event=event,
        years=years,
        claimed=claimed,
        stand=stand.key,
        low=low,
        high=high,
        all_low=min(per_mu(one, kept) for one in measured),
        all_high=max(per_mu(one, whole) for one in measured),
        verdict=_verdict(claimed, event.period, low, high, rulebook.outlier),
    )


def _verdict(
    claimed: float | None, period: float | None, low: float, high: float, factor: float
) -> str:
    if claimed is None:
        return "no total"
    if period is None:
        return "no period"
    if claimed > factor * high:
        return "high"
    return "low" if claimed < low / factor else "within"


_WORDS = {
    "within": "within",
    "high": "**outlier, high**",
    "low": "**outlier, low**",
    "no total": "no total published",
    "no period": "no period published",
}


def event_markdown(stands: Mapping[str, Stand] | None = None, book: RuleBook | None = None) -> str:
    """The table of the documentation; a test keeps the two equal.

    Returns
    -------
    str
        Markdown, t CO2e per mu.
    """
    known, rulebook = stands or read_stands(), book or rules_of()
    lines = [
        "| forest | mu | claimed, t | years | claimed, t/mu | a year | compared stand | "
        "it gives, t/mu | all fitted stands, t/mu | verdict |",
        "|---|--:|--:|--:|--:|--:|---|--:|--:|---|",
    ]
    for event in read_events():
        row = compare(event, known, rulebook)
        tonnes = "–" if event.tonnes is None else f"{event.tonnes:,.10g}"
        claimed = "–" if row.claimed is None else f"{row.claimed:.2f}"
        rate = "–"
        if row.claimed is not None and event.period:
            rate = f"{row.claimed / event.period:.2f}"
        years = f"{row.years:g}" if event.period else f"({row.years:g})"
        old = f", planted at {event.age_at_planting:g}" if event.age_at_planting else ""
        lines.append(
            f"| {event.name.en}, {event.year} | {event.area_mu:,.0f} | {tonnes} | {years} | "
            f"{claimed} | {rate} | {row.stand}{old} | {row.low:.2f} – {row.high:.2f} | "
            f"{row.all_low:.2f} – {row.all_high:.2f} | {_WORDS[row.verdict]} |"
        )
    return "\n".join(lines) + "\n"
