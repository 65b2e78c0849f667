"""Where a meeting could be held: the answer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from carbonmeet.answer import Answer
from carbonmeet.answer.plain import plain
from carbonmeet.base.notices import Notice
from carbonmeet.base.record import dataclass
from carbonmeet.catalogue import Catalogue
from carbonmeet.questions.site.hosts import Host
from carbonmeet.questions.site.hubsets import HubSet
from carbonmeet.questions.site.objective import Objective
from carbonmeet.questions.site.online import curve
from carbonmeet.questions.site.ranking import Ranked
from carbonmeet.questions.site.rule import OnlineRule
from carbonmeet.units import KG_PER_T
from carbonmeet.version import __version__

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from carbonmeet.draws.ranges import Range
    from carbonmeet.pricing.workings import Workings

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["SHARES", "Sites", "as_dict"]

#: Shares online of which the curve is worked out.
SHARES = tuple(np.linspace(0.0, 1.0, 21).round(2).tolist())


@dataclass(frozen=True, eq=False, repr=False)
class Sites:
    """Where a meeting could be held, and what it would emit there.

    Attributes
    ----------
    estimate : Answer
        The scenario as the file has it.
    shipped : Catalogue
        Without the scenario's own factors.
    objective : Objective
        kg of one person of every origin at every host.
    present : int
        Position of the present host.
    rule : OnlineRule
    ground_km : float
        Straight distance beyond which a way over land is flown.
    ranking : tuple of Ranked
        Least emissions first.
    hubs : tuple of HubSet
    estimated : int
        How many of the ranking were estimated whole.
    draws, seed : int
        Behind the ranges; 0 draws for none.
    notices : tuple of Notice
    """

    estimate: Answer
    shipped: Catalogue
    objective: Objective
    present: int
    rule: OnlineRule
    ground_km: float
    ranking: tuple[Ranked, ...]
    hubs: tuple[HubSet, ...]
    estimated: int
    draws: int
    seed: int
    notices: tuple[Notice, ...]

    @property
    def workings(self) -> Workings:
        """What the scenario was worked out from, held where the file has it."""
        return self.estimate.workings

    def __repr__(self) -> str:
        best = self.ranking[0]
        return f"<Sites: {len(self.ranking)} hosts, best {best.host.key} {best.kg / 1000:,.0f} t>"

    def __deepcopy__(self, memo: object) -> Sites:
        """Itself: nothing in it changes, and a frame copies what hangs on it."""
        return self

    @property
    def at_present(self) -> Ranked:
        """The present host under the rules of the ranking."""
        return next(row for row in self.ranking if row.at == self.present)

    def curve(self, row: Ranked) -> Mapping[str, Floats]:
        """kg at a host by the share of attendees online; see `curve` and `SHARES`."""
        objective, at = self.objective, row.at
        able = np.where(objective.remote, objective.people, 0.0)
        saving = curve(
            objective.kg_per_person[:, at],
            objective.online[:, at],
            able,
            objective.km[:, at],
            SHARES,
        )
        whole = float(objective.totals()[at])
        return {rule: whole - kg[0] + kg for rule, kg in saving.items()}

    def to_frame(self) -> pd.DataFrame:
        """The ranking as a pandas table, t CO2e; the answer itself under ``attrs["answer"]``."""
        import pandas as pd

        rows = [_row(row) for row in self.ranking]
        frame = pd.DataFrame(rows, index=pd.Index([r.host.key for r in self.ranking], name="place"))
        frame.attrs["answer"] = self
        return frame

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain data: the JSON of ``carbonmeet site --format json``."""
        return as_dict(self)


def _row(row: Ranked) -> dict[str, Any]:
    """One row of the frame."""
    total, more = row.total, row.difference
    return {
        "airport": row.host.airport,
        "region": row.host.region,
        "total": row.kg / KG_PER_T,
        "low": total.low if total else math.nan,
        "high": total.high if total else math.nan,
        "difference": row.more / KG_PER_T,
        "difference_low": more.low if more else math.nan,
        "difference_high": more.high if more else math.nan,
        "probability_better": math.nan if row.better is None else row.better,
        **_people(row),
        **{name: kg / KG_PER_T for name, kg in row.by_source.items()},
    }


def _people(row: Ranked) -> dict[str, float]:
    """Who comes, from how far, and how unequally they emit."""
    return {
        "people": row.people,
        "online": row.online,
        "person_km": row.person_km,
        "top_decile": row.top_decile,
        "gini": row.gini,
        "within_a_day_by_rail": row.by_rail,
        "travellers": row.travellers,
    }


def as_dict(found: Sites) -> dict[str, Any]:
    """The answer as `objective`, `ranking`, `hubs`, `online`, `screened` and `notices`; t CO2e."""
    result, objective = found.workings, found.objective
    off = [abs(row.kg / row.whole - 1) for row in found.ranking if row.whole]
    return {
        "format": 2,
        "carbonmeet": __version__,
        "scenario": {"name": found.estimate.scenario.name, "hash": result.scenario.hash},
        "catalogue": {"version": result.catalogue.version, "hash": result.catalogue.hash},
        "objective": {
            "present": _place(found.at_present.host),
            "people": float(objective.people.sum()),
            "origins": len(objective.origins),
            "candidates": len(objective.hosts),
            "online": {"rule": found.rule.kind, "value": found.rule.value},
            "ground_km": found.ground_km,
            "as_planned": _tonnes(result.baseline.total),
            "elsewhere": _tonnes(objective.elsewhere / KG_PER_T),
        },
        "ranking": [_ranked(row, found.at_present) for row in found.ranking],
        "hubs": [_hubs(one, found.at_present) for one in found.hubs],
        "online": [
            {"place": _place(row.host), "share": share}
            | {rule: _tonnes(float(kg[i]) / KG_PER_T) for rule, kg in curve.items()}
            for row, curve in [(found.ranking[0], found.curve(found.ranking[0]))]
            for i, share in enumerate(SHARES)
        ],
        "screened": {
            "candidates": len(found.ranking),
            "estimated": found.estimated,
            "largest_difference": max(off, default=None),
            "draws": found.draws,
            "seed": found.seed,
        },
        "notices": plain(found.notices),
    }


def _tonnes(value: float, drawn: Range | None = None) -> dict[str, Any]:
    low, high = (drawn.low, drawn.high) if drawn is not None else (None, None)
    return {"value": value, "low": low, "high": high, "unit": "t CO2e"}


def _place(host: Host) -> dict[str, str]:
    return {"name": host.name.get("en"), "airport": host.airport, "region": host.region}


def _ranked(row: Ranked, present: Ranked) -> dict[str, Any]:
    return {
        "place": _place(row.host),
        "total": _tonnes(row.kg / KG_PER_T, row.total),
        "difference": _tonnes(row.more / KG_PER_T, row.difference),
        "probability_better": row.better,
        **_sources(row, present),
        **_people(row),
        "estimated": None if row.whole is None else _tonnes(row.whole / KG_PER_T),
    }


def _sources(one: Ranked | HubSet, present: Ranked) -> dict[str, Any]:
    """Totals and differences by source."""
    here = present.by_source
    return {
        "by_source": {
            name: _tonnes(kg / KG_PER_T, one.total_by_source.get(name))
            for name, kg in one.by_source.items()
        },
        "difference_by_source": {
            name: _tonnes(more / KG_PER_T, one.difference_by_source.get(name))
            for name in dict.fromkeys((*one.by_source, *here))
            for more in [one.by_source.get(name, 0.0) - here.get(name, 0.0)]
        },
    }


def _hubs(one: HubSet, present: Ranked) -> dict[str, Any]:
    return {
        "k": one.k,
        "places": [
            _place(host) | {"people": people}
            for host, people in zip(one.hosts, one.people, strict=True)
        ],
        "total": _tonnes(one.kg / KG_PER_T, one.total),
        "difference": _tonnes((one.kg - present.kg) / KG_PER_T, one.difference),
        "probability_better": one.better,
        **_sources(one, present),
        "bound": _tonnes(one.bound / KG_PER_T),
        "gap": one.gap,
        "proved": one.proved,
        "online": float(one.online.sum()),
        "next_best": [
            {"total": _tonnes(kg / KG_PER_T), "places": [_place(host) for host in hosts]}
            for kg, hosts in one.others
        ],
        "next_best_proved": one.others_proved,
    }
