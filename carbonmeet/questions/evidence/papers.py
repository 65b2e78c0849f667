"""The list of evidence: every number of a scenario, its paper if any, and its tonnes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from carbonmeet.base.given import takes
from carbonmeet.base.record import NamedTuple, dataclass
from carbonmeet.base.text import Label, _
from carbonmeet.city.sectors import source_name
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.numbers.factor import Factor
from carbonmeet.pricing.metered import LEFT
from carbonmeet.questions.single_year import in_one_year
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from carbonmeet.answer import Answer, LeftOut
    from carbonmeet.numbers.number import Number
    from carbonmeet.pricing.workings import Workings

__all__ = ["MATERIAL", "TIERS", "Evidence", "Kept", "Paper", "evidence", "numbers_of"]

#: Quality tiers of this program, the best first.
TIERS: Mapping[str, Label] = {
    "document": _("a document is named"),
    "sourced": _("measured or published, no document named"),
    "given": _("given, no document named"),
    "assumed": _("assumed"),
}
#: From this share of the tonnes on, a number without a document is a gap. Ours: of the frames read,
#: only PAS 2060 (withdrawn) named a limit, 1% for a single exclusion and 5% for all.
MATERIAL = 0.01


class Paper(NamedTuple):
    """A number of the scenario and what stands behind it.

    Attributes
    ----------
    tier : str
        One of `TIERS`.
    tonnes, share : float
        t CO2e before the measures on the lines that rest on it, and their share. A line rests on
        several numbers, so that these do not add up.
    source : str
        Where most of these tonnes come from.
    """

    path: str
    name: Label
    value: float
    low: float | None
    high: float | None
    unit: str
    basis: str
    document: Mapping[str, Any] | None
    note: Label
    tier: str
    tonnes: float
    share: float
    source: str

    @property
    def gap(self) -> bool:
        """Whether a document is missing where much rests on the number; published is no gap."""
        return self.tier != "document" and self.basis != "published" and self.share >= MATERIAL


class Kept(NamedTuple):
    """A source of emissions and whether it is in the total.

    Attributes
    ----------
    state : str
        ``counted``, ``measures`` (it comes about by a measure alone) or ``silent``:
        the file neither counts it nor says that it does not.
    """

    source: str
    name: Label
    state: str
    tonnes: float
    share: float
    lines: int


@dataclass(frozen=True)
class Evidence:
    """What a result rests on.

    Attributes
    ----------
    answer : Answer
        Of a city with several years that of one year.
    papers : tuple of Paper
        The most tonnes first.
    tiers : mapping of str to float
        Share of the tonnes by the weakest tier of the numbers behind a line; they sum to 1.
    sources : tuple of Kept
        Completeness.
    left_out : tuple of LeftOut
        Exclusions with an estimated size; `silent_exclusions` have none.
    """

    answer: Answer
    papers: tuple[Paper, ...]
    tiers: Mapping[str, float]
    sources: tuple[Kept, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def year(self) -> str:
        """The year of a city; empty for the whole of a meeting."""
        scenario = self.answer.scenario
        return next(iter(scenario.periods)) if scenario.kind == "city" else ""

    @property
    def gaps(self) -> tuple[Paper, ...]:
        """Numbers without a document on which much rests."""
        return tuple(one for one in self.papers if one.gap)

    @property
    def unsized(self) -> tuple[Label, ...]:
        """What is left out without a word on its size."""
        sized = {str(one.what) for one in self.left_out}
        return tuple(one for one in self.answer.boundary.excluded if str(one) not in sized)

    def signed(self) -> dict[str, Any]:
        """Who holds the meeting, and who has prepared and checked the file, as it says."""
        said = self.answer.content or {}
        of = said.get("organiser") or {}
        return {
            "organiser": of.get("name"),
            "prepared": said.get("prepared") or of.get("preparer"),
            "checked": said.get("checked") or of.get("checker") or of.get("evaluator"),
        }


@takes(year=(int, None))
def evidence(answer: Answer, *, year: int | None = None) -> Evidence:
    """The numbers of an answer with their documents, and what is complete in it.

    Parameters
    ----------
    answer : Answer
        From `carbonmeet.estimate`.
    year : int, optional
        Of a city with several years; the last by default, for years are never added up.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> found = evidence(cm.estimate("forum-1500"))
    >>> round(sum(found.tiers.values()), 9), found.gaps[0].tier
    (1.0, 'assumed')
    """
    one_year = in_one_year(answer, year)
    workings = one_year.workings
    total = float(abs(workings.baseline.kg).sum()) / KG_PER_T or 1.0
    resting, sources = _resting(workings)
    follows = {one.id for one in answer.workings.model.inputs if _follows(one)}
    papers = []
    for one in answer.scenario.inputs:
        if one.path.startswith("constants.") or one.path in follows:
            continue  # nobody can be asked for what is ours, or follows from others
        tonnes = resting.get(one.path, 0.0)
        papers.append(
            Paper(
                one.path, one.name, one.value, one.low, one.high, one.unit, one.basis, one.document,
                one.note, _tier(one.basis, one.document is not None), tonnes, tonnes / total,
                sources.get(one.path, ""),
            )
        )  # fmt: skip
    ordered = tuple(sorted(papers, key=lambda one: (-one.tonnes, one.path)))
    kept = tuple(_kept(one_year, total))
    return Evidence(one_year, ordered, _tiers(workings), kept, one_year.boundary.left_out)


def _follows(number: Number) -> bool:
    """Whether a number is worked out from others and no document can stand behind it."""
    return bool(number.terms) or number.path[-1] == LEFT


def _tier(basis: str, documented: bool) -> str:
    if documented:
        return "document"
    return {"measured": "sourced", "published": "sourced", "assumed": "assumed"}.get(basis, "given")


def _resting(workings: Workings) -> tuple[dict[str, float], dict[str, str]]:
    """t CO2e on every number of the scenario, and the source that most of them come from."""
    tonnes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for line, kg in zip(workings.model.lines, workings.baseline.kg.tolist(), strict=True):
        if not kg:
            continue
        for number in numbers_of((*line.activity.amount, *line.activity.chain)):
            tonnes[number.id][line.activity.source] += abs(kg) / KG_PER_T
    saved = zip(workings.recipes, workings.attribution.shapley.tolist(), strict=True)
    for recipe, kg in saved:
        for number, _ in recipe:
            if not isinstance(number, Factor):
                tonnes[number.id][""] += abs(kg) / KG_PER_T
    sums = {name: sum(by.values()) for name, by in tonnes.items()}
    return sums, {name: max(by, key=lambda one: by[one]) for name, by in tonnes.items()}


def numbers_of(links: tuple[tuple[Number, int], ...]) -> Iterator[Number]:
    """The scenario's numbers of a line, each once, those that others follow from included."""
    seen: set[str] = set()
    rest = [number for number, _ in links]
    while rest:
        one = rest.pop()
        if one.id in seen:
            continue
        seen.add(one.id)
        rest += one.rests_on
        if not isinstance(one, Factor):
            yield one


def _tiers(workings: Workings) -> dict[str, float]:
    """Shares of the tonnes by the weakest tier behind a line."""
    order = list(TIERS)
    sums = dict.fromkeys(order, 0.0)
    whole = float(abs(workings.baseline.kg).sum()) or 1.0
    for line, kg in zip(workings.model.lines, workings.baseline.kg.tolist(), strict=True):
        if not kg:
            continue
        found = [
            _tier(one.basis, one.document is not None)
            for one in numbers_of(line.activity.amount)
            if one.path[0] != "constants" and not _follows(one)
        ]
        sums[max(found, key=order.index, default="given")] += abs(kg) / whole
    return sums


def _kept(answer: Answer, total: float) -> Iterator[Kept]:
    """Every source of emissions: counted, or not."""
    before, after = answer.baseline.by_source, answer.residual.by_source
    count: dict[str, int] = defaultdict(int)
    for line in answer.lines:
        count[line.source] += 1
    for source in SOURCES:
        tonnes = before[source].value if source in before else 0.0
        state = "silent"
        if source in before:
            state = "counted"
        elif source in after:
            state = "measures"
        name = source_name(source, answer.scenario.kind)
        yield Kept(source, name, state, tonnes, tonnes / total, count[source])
