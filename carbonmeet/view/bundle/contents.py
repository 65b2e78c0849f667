"""What goes into a bundle, file by file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from carbonmeet.answer import Answer
from carbonmeet.answer.plain import plain
from carbonmeet.audit.archive import DOCUMENTS, RESULT, ROWS, WHOLE
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Lang
from carbonmeet.estimation import estimate, simulate
from carbonmeet.numbers.factor import Factor
from carbonmeet.numbers.row import COLUMNS
from carbonmeet.questions.evidence import evidence
from carbonmeet.questions.few import unnamed
from carbonmeet.rows.writing import csv_text
from carbonmeet.scenario import load_scenario
from carbonmeet.units import KG_PER_T
from carbonmeet.view.bundle.documents import documents_of
from carbonmeet.view.bundle.page import page
from carbonmeet.view.tables.evidence import evidence_csv, evidence_data

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.scenario import ScenarioLike

__all__ = ["LINES", "Bundle", "as_json", "built", "bundle_of"]

LINES = "lines.csv"
_LANGS: tuple[Lang, ...] = ("en", "zh")


@dataclass(frozen=True)
class Bundle:
    """The files of a bundle, and what was merged so that nobody can be told from them.

    Attributes
    ----------
    files : mapping of str to bytes
        By their paths in the archive.
    answer : Answer
        The result in it.
    exact : float
        t CO2e after the measures with nothing merged.
    merged : int
        Cells of a list of people that were merged with others.
    """

    files: Mapping[str, bytes]
    answer: Answer
    exact: float
    merged: int


def bundle_of(
    scenario: ScenarioLike,
    *,
    catalogue: Catalogue | None = None,
    draws: int = 1000,
    seed: int = 1,
) -> Bundle:
    """Gather what an auditor needs to work a result out again.

    A list of people goes in as sums; a cell of fewer people than ``attendees.min_cell`` is merged
    with others first, and the result in the bundle is that of the merged sums.

    Parameters
    ----------
    scenario : path, mapping or Scenario
    catalogue : Catalogue, optional
        Default: the shipped one.
    draws, seed : int
        Of the ranges; 0 draws for none.

    Examples
    --------
    >>> found = bundle_of("starter", draws=0)
    >>> sorted(found.files)[:3], found.merged
    (['MANIFEST.sha256', 'documents/starter.yaml', 'evidence.csv'], 0)
    """
    read = load_scenario(scenario)
    found = estimate(read, catalogue=catalogue)
    exact = found.residual.total.value
    found, content, moved = unnamed(found, catalogue)
    answer = simulate(found, draws, seed) if draws else found
    files = dict(built(answer, content, exact, moved))
    files |= {f"{DOCUMENTS}{name}": data for name, data in documents_of(read.document)}
    from carbonmeet.view.bundle.packing import with_manifest

    return Bundle(with_manifest(files), answer, exact, moved)


def built(answer: Answer, content: Any, exact: float, moved: int) -> Iterator[tuple[str, bytes]]:
    """The members that follow from an answer, with its workings: all but the documents.

    Parameters
    ----------
    answer : Answer
    content : dict
        The scenario as plain data, with sums in place of a list.
    exact : float
        t CO2e after the measures with nothing merged.
    moved : int
        Cells of a list of people that were merged with others.
    """
    yield RESULT, as_json(answer.to_dict())
    yield WHOLE, as_json(content)
    yield ROWS, _rows(one for one in answer.workings.all_factors if not one.own)
    yield "references.csv", _references(answer)
    yield LINES, _lines(answer)
    found = evidence(answer)
    yield "evidence.csv", _marked(evidence_csv(found, "en"))
    yield "evidence.json", as_json(evidence_data(found))
    for name, framed in answer.frames.items():
        yield f"frames/{name}.json", as_json(plain(framed))
    figures = dict(_figures(answer))
    yield from figures.items()
    for lang in _LANGS:
        yield f"index.{lang}.html", page(answer, lang, exact, moved, sorted(figures)).encode()


def as_json(data: Any) -> bytes:
    """Data as the JSON of a member."""
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    # a file name that is not UTF-8 is written as JSON escapes it
    return (text + "\n").encode("utf-8", "backslashreplace")


def _marked(text: str) -> bytes:
    """CSV with the mark by which spreadsheets tell UTF-8."""
    return text.encode("utf-8-sig")


def _rows(factors: Iterable[Factor]) -> bytes:
    """The rows used, with the columns of the catalogue: a folder for ``--factors``.

    What a scenario brings along stands in the scenario, and in no table beside what is published.
    """
    rows = []
    for one in factors:
        known = {
            "key": one.key, "name_en": one.name.en, "name_zh": one.name.zh, "region": one.region,
            "year": one.year, "value": one.value, "low": one.low, "high": one.high,
            "unit": one.unit.text, "boundary": " ".join(one.boundary),
            "source": one.source, "locator": one.locator, "evidence": one.evidence,
            "note": one.note.en,
        }  # fmt: skip
        rows.append([known[name] for name in COLUMNS])
    return csv_text(COLUMNS, rows, exact=True).encode()


def _references(answer: Answer) -> bytes:
    """The publications behind the rows."""
    names = ("key", "publisher", "title", "year", "url", "licence", "accessed")
    sources = answer.workings.catalogue.sources
    told = [sources[key] for key in answer.catalogue.sources if key in sources]
    return _marked(csv_text(names, ([getattr(one, name) for name in names] for one in told)))


def _lines(answer: Answer) -> bytes:
    """The ledger: amount, chain and tonnes of every line before and after the measures."""
    head = ("period", "source", "label", "amount", "unit", "chain", "kg_per_unit",
            "t_co2e", "t_co2e_after", "basis")  # fmt: skip
    workings = answer.workings
    after = workings.residual.kg.tolist()
    shown = [i for i in workings.lines if not workings.model.lines[i].activity.dormant]
    rows: list[list[Any]] = [
        [line.period, line.source, line.label.get("en"), line.amount, line.unit,
         " * ".join(line.chain).replace("* /", "/"), line.kg_per_unit,
         line.kg_co2e / KG_PER_T, after[i] / KG_PER_T, line.basis]
        for i, line in zip(shown, answer.lines, strict=True)
    ]  # fmt: skip
    born = range(len(workings.lines), len(workings.model.lines))
    for i in born:
        if after[i]:
            one = workings.model.lines[i]
            rows.append(
                [one.activity.period, one.activity.source, one.activity.label.get("en"), "", "",
                 f"brought about by {one.born}", "", 0.0, after[i] / KG_PER_T, ""]
            )  # fmt: skip
    return _marked(csv_text(head, rows))


def _figures(answer: Answer) -> Iterator[tuple[str, bytes]]:
    """The data of every figure that the result allows, each with its caption."""
    from carbonmeet.view.figures.caption import caption
    from carbonmeet.view.figures.registry import KINDS

    for name, kind in KINDS.items():
        try:
            one, _options = kind.chosen(answer)
            table = kind.collect(one)
            told = [
                caption(one, kind.title, kind.shows(table, lang), table, lang) for lang in _LANGS
            ]
        except CarbonmeetError:
            continue  # such as ranges where nothing was drawn
        yield f"figures/{name}.csv", _marked(table.csv())
        yield f"figures/{name}.txt", "\n\n".join(told).encode()
