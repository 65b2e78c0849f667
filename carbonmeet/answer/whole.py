"""The answer: complete, immutable, the same whether it was just worked out or loaded again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields, replace
from os import PathLike
from typing import TYPE_CHECKING, Any

from carbonmeet.answer.attendance import Attendance
from carbonmeet.answer.basis import Boundary, CatalogueRecord, Line, Quality, Scenario
from carbonmeet.answer.city import City
from carbonmeet.answer.draws import Drawn
from carbonmeet.answer.footprint import Footprint
from carbonmeet.answer.frames import Framed, Frames
from carbonmeet.answer.measures import Measures
from carbonmeet.answer.offset import Offset
from carbonmeet.answer.plain import plain, save
from carbonmeet.answer.records import Records
from carbonmeet.answer.total import Total
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.frozen import Frozen, freeze
from carbonmeet.base.given import refuse_other
from carbonmeet.base.notices import Notice
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import _

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from carbonmeet.base.text import Lang
    from carbonmeet.pricing.workings import Workings
    from carbonmeet.scenario import ScenarioLike

__all__ = ["FORMAT", "Answer", "workings_of"]

#: Version of the result as JSON.
FORMAT = 2


@dataclass(frozen=True, repr=False)
class Answer:
    """The answer: footprint, programme, what remains, and what it all rests on.

    Totals have ranges after `carbonmeet.simulate`. An answer can be compared, pickled, sent to
    another process, saved and loaded again. What it was worked out from hangs on it as `workings`
    for figures and reports, is neither compared nor saved, and is worked out again where needed.

    Attributes
    ----------
    carbonmeet : str
        Version of the program.
    scenario, catalogue
        Name, hash, methods, periods and numbers of the one; version, hash and rows of the other.
    boundary, quality
        What is in, what is out, and how well it is known.
    baseline, residual : Footprint
        Before any measure, and after the programme.
    saving : Total
        Baseline less residual.
    measures : Measures
    offset : Offset or None
        The forest against the residual, where the scenario names one.
    lines : tuple of Line
        The ledger before the measures.
    notices : tuple of Notice
        What a reader should know.
    city : City or None
        The years of a city; of a meeting, its share in the years of its host city.
    uncertainty : Drawn or None
        How the ranges were drawn.
    content : mapping or None
        What the scenario says, the files that it extends included and a list of people as sums: the
        answer is worked out again from it. None in results of an earlier version.
    attendance : Attendance or None
        The people of a list: who comes from where, and how the emissions of their journeys are
        spread over them.
    frames : mapping of str to Framed
        The lines under the categories of each reporting frame, by its id; worked out when first
        asked for. Empty in results of an earlier version.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> answer = cm.estimate("forum-1500")
    >>> answer
    <Answer 'Three-day forum of 1,500 people, Kunming 2024': 516 -> 497 t CO2e>
    >>> saved = sum(one.shapley.value for one in answer.measures)
    >>> round(saved, 6) == round(answer.saving.value, 6)
    True
    """

    carbonmeet: str
    scenario: Scenario
    catalogue: CatalogueRecord
    boundary: Boundary
    quality: Quality
    baseline: Footprint
    residual: Footprint
    saving: Total
    measures: Measures
    offset: Offset | None
    lines: tuple[Line, ...]
    notices: tuple[Notice, ...]
    city: City | None = None
    uncertainty: Drawn | None = None
    content: Mapping[str, Any] | None = None
    attendance: Attendance | None = None
    frames: Mapping[str, Framed] = field(default_factory=Frozen)

    def __post_init__(self) -> None:
        if not isinstance(self.content, Frozen):  # a copy of an answer shares it
            object.__setattr__(self, "content", freeze(self.content))
        object.__setattr__(self, "lines", Records(self.lines))
        object.__setattr__(self, "notices", Records(self.notices))
        if not isinstance(self.frames, Frames):
            held = self.frames
            object.__setattr__(self, "frames", Frames(lambda: held))

    def __repr__(self) -> str:
        before, after = self.baseline.total, self.residual.total
        return f"<Answer '{self.scenario.title}': {before:,.0f} -> {after:,.0f} t CO2e>"

    def _repr_html_(self) -> str:
        from carbonmeet.answer.page import as_html  # of a notebook only

        said = None if self.offset is None else self.offset.statement.get("en")
        return as_html(self.scenario.title, self.baseline, self.residual, said)

    def __getstate__(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}

    # what it was worked out from

    def worked_out(self, workings: Workings, draws: object = None) -> Answer:
        """The same answer with what it was worked out from.

        Parameters
        ----------
        workings : Workings
            Compiled model, scenario and catalogue.
        draws : object, optional
            The draws behind the ranges.

        Returns
        -------
        Answer
        """
        found = replace(self)
        object.__setattr__(found, "_workings", workings)
        object.__setattr__(found, "_draws", draws)
        return found

    def changed(self, **fields: Any) -> Answer:
        """The answer with other parts, and the same workings.

        Parameters
        ----------
        **fields
            Attributes of the answer with their new values.

        Returns
        -------
        Answer
        """
        found = replace(self, **fields)
        for name in ("_workings", "_draws"):
            object.__setattr__(found, name, self.__dict__.get(name))
        return found

    @property
    def workings(self) -> Workings:
        """The compiled model, the scenario and the catalogue behind the answer.

        An answer that was loaded from a file, or came from another process, is worked out again
        when they are first asked for.

        Raises
        ------
        CarbonmeetError
            If a loaded answer holds no scenario, or does not follow from the one it holds.
        """
        found: Workings | None = self.__dict__.get("_workings")
        if found is None:
            from carbonmeet.answer.reworked import reworked

            uptakes = {one.id: one.uptake for one in self.measures if one.acts}
            found = reworked(self.scenario.name, self.content, self.catalogue, self.totals, uptakes)
            object.__setattr__(self, "_workings", found)
        return found

    @property
    def totals(self) -> dict[str, float]:
        """Totals of `baseline` and `residual`, t CO2e."""
        return {name: getattr(self, name).total.value for name in ("baseline", "residual")}

    @property
    def draws(self) -> object:
        """The draws behind the ranges; None where there are none, or the answer was loaded."""
        return self.__dict__.get("_draws")

    def target_met(self, tonnes: float | None = None, *, share: float | None = None) -> float:
        """Probability that the residual is at most `tonnes`, or the saving at least a `share`.

        Parameters
        ----------
        tonnes : float, optional
            t CO2e.
        share : float, optional
            Of the baseline, 0 to 1.

        Returns
        -------
        float
            0 to 1.

        Raises
        ------
        CarbonmeetError
            If nothing was drawn, or the answer was loaded: draws are not saved, and
            `carbonmeet.simulate` makes the same ones again.
        """
        drawn: Any = self.draws
        if drawn is None:
            raise CarbonmeetError(
                _("a probability needs draws: make them with carbonmeet.simulate")
            )
        return float(drawn.target_met(tonnes, share=share))

    # into other forms

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain data: the JSON of ``carbonmeet estimate --format json``.

        Returns
        -------
        dict
            As ``docs/reference/result.schema.json`` describes it.
        """
        from carbonmeet.answer.offset import frame_words

        with frame_words(self):
            return {"format": FORMAT, **plain(self)}

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the answer as JSON, whole or not at all; `carbonmeet.load_result` reads it.

        Parameters
        ----------
        path : path-like

        Returns
        -------
        Path
            The file.

        Raises
        ------
        CarbonmeetError
            If the file cannot be written.
        """
        refuse_other(path, (str, PathLike), "path")
        return save(self.to_dict(), path)

    def to_frame(self) -> pd.DataFrame:
        """Baseline and residual by source and period as a pandas table, t CO2e.

        Returns
        -------
        pandas.DataFrame
        """
        import pandas as pd

        parts = {"baseline": self.baseline.to_frame(), "residual": self.residual.to_frame()}
        return pd.concat(parts, axis=1).fillna(0.0)

    def told(self, lang: Lang) -> tuple[str, ...]:
        """The notices in one language.

        Parameters
        ----------
        lang : {"en", "zh"}

        Returns
        -------
        tuple of str

        Raises
        ------
        CarbonmeetError
            If there is no such language.
        """
        from carbonmeet.base.language import check_lang

        check_lang(lang)
        return tuple(one.get(lang) for one in self.notices)


def workings_of(found: Answer | Workings | ScenarioLike, name: str = "result") -> Workings:
    """The workings of an answer or of a scenario; workings themselves as they are.

    Parameters
    ----------
    found : Answer, Workings or what `estimate` takes
    name : str
        What the caller calls it.

    Returns
    -------
    Workings

    Raises
    ------
    InputError
        If the scenario is wrong.
    CarbonmeetError
        If the answer was loaded and cannot be worked out again, or it is neither.
    """
    if isinstance(found, Answer):
        return found.workings
    from carbonmeet.pricing.workings import Workings, work_out
    from carbonmeet.scenario import SCENARIO_LIKE, load_scenario

    refuse_other(found, (Answer, Workings, *SCENARIO_LIKE), name)
    return found if isinstance(found, Workings) else work_out(load_scenario(found))
