"""All that a page is told: models, numbers with their words, what may be moved, what it says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from carbonmeet.answer import Answer
from carbonmeet.base.errors import Fault, InputError
from carbonmeet.base.text import Label, _, joined
from carbonmeet.catalogue.measure import AREAS, PROVENANCE
from carbonmeet.city.scenario import CityScenario
from carbonmeet.city.sectors import source_name
from carbonmeet.draws.document import open_trial, trial_document
from carbonmeet.draws.sensitivity import drivers
from carbonmeet.draws.simulation import distributions_of, draw
from carbonmeet.estimation import estimate
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.numbers.path import Names
from carbonmeet.questions.few import unnamed
from carbonmeet.view.matter import EVIDENCE, Voice
from carbonmeet.view.numerals import plural
from carbonmeet.view.page.bilingual import Both, both
from carbonmeet.view.page.check import promised
from carbonmeet.view.page.listed import FEWEST, alongside, is_few
from carbonmeet.view.page.moving import own_keys, ways
from carbonmeet.view.page.opened import opened
from carbonmeet.view.page.origins import sheet
from carbonmeet.view.page.pack import beside, packed
from carbonmeet.view.page.presets import presets
from carbonmeet.view.page.way import Way
from carbonmeet.view.tables.measures import without_effect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from carbonmeet.catalogue import Catalogue
    from carbonmeet.draws.answer import Uncertainty
    from carbonmeet.draws.trial import Trial
    from carbonmeet.numbers.number import Number
    from carbonmeet.pricing.workings import Workings
    from carbonmeet.scenario import Scenario

__all__ = ["contents", "variants_of"]

#: How many numbers stand first, those that drive the range of the residual most.
_FIRST = 10


def contents(
    answer: Answer, draws: int, seed: int, catalogue: Catalogue | None = None
) -> dict[str, Any]:
    """Plain data of a page.

    Parameters
    ----------
    answer : Answer
        From `carbonmeet.estimate`.
    draws, seed : int
        Behind the ranges.
    catalogue : Catalogue, optional
        The one that the answer was worked out with.

    Raises
    ------
    InputError
        If a variant of the file cannot be worked out: every fault, at its place.
    """
    origins = sheet(answer)  # a list's places are merged where the answer tells them
    answer, _content, merged = unnamed(answer, catalogue, FEWEST)
    scenario = answer.workings.scenario
    found = draw(answer, draws, seed)
    worlds = [_world(answer, draws, seed, catalogue, _("As in the file"), [])]
    variants = scenario.content.page.variants
    for variant, other in zip(variants, variants_of(scenario, catalogue), strict=True):
        changed = list(_differences(scenario.document.data, other.workings.scenario.document.data))
        worlds.append(_world(other, draws, seed, catalogue, variant.name, changed))
    first, chosen = worlds[0], len(worlds)
    for world in worlds[:chosen]:
        twin = _twin(world, draws, seed, catalogue)
        if isinstance(twin, _World):
            world.data["twin"] = len(worlds)
            worlds.append(twin)
        else:
            world.data["twin"] = twin
    texts = _Texts()
    numbers: dict[str, Any] = {}
    for world in worlds:
        for one in world.trial.inputs:
            if one.id not in numbers and not is_few(one):
                numbers[one.id] = texts.number(one, world.ways[one.id])
    return {
        "version": answer.carbonmeet,
        "draws": draws,
        "seed": seed,
        "kind": scenario.kind,
        "title": both(scenario.title),
        "file": _file(scenario),
        "worlds": [first.data, *(beside(first.data, world.data) for world in worlds[1:])],
        "choices": chosen,
        "periods": [
            Both([*both(span.label), span.year, span.counterfactual])
            for span in (scenario.spans[name] for name in first.data["model"]["periods"])
        ],
        "sources": {name: both(source_name(name, scenario.kind)) for name in SOURCES},
        "areas": {name: both(words) for name, words in AREAS.items()},
        "measures": [_measure(first, i) for i in range(len(first.workings.model.measures))],
        "numbers": numbers,
        **texts.tables(),
        "matter": list(_matter(found, first.ways)),
        "cabins": _cabins(scenario),
        "presets": presets(scenario, answer.workings.catalogue),
        "map": origins,
        "merged": merged,
        "goals": _goals(scenario),
        "boundary": _boundary(answer),
        "notices": [Both([one.get("en"), one.get("zh")]) for one in answer.notices],
        "cites": _cites(answer),
        "promised": promised(answer, found),
    }


class _World:
    """One compiled scenario of a page."""

    def __init__(
        self, answer: Answer, workings: Workings, draws: int, seed: int, name: Label, changed: Any
    ) -> None:
        self.answer, self.workings = answer, workings
        scenario = answer.workings.scenario
        self.trial: Trial = open_trial(workings)
        chosen = distributions_of(workings, self.trial)
        self.ways: dict[str, Way] = ways(scenario, self.trial, chosen)
        hidden = {one.id for one in self.trial.inputs if is_few(one)}
        self.data = packed(trial_document(workings, draws, seed), hidden.__contains__)
        self.data["alongside"] = alongside(self.trial)
        self.data["plan"]["own"] = own_keys(self.trial, self.ways, seed)
        self.data |= {
            "name": both(name),
            "changed": changed,
            "market": scenario.methods["electricity"] == "market",
        }


def _world(
    answer: Answer, draws: int, seed: int, catalogue: Catalogue | None, name: Label, changed: Any
) -> _World:
    found = answer.workings
    return _World(
        answer, opened(found.scenario, found.catalogue, catalogue), draws, seed, name, changed
    )


def _twin(world: _World, draws: int, seed: int, catalogue: Catalogue | None) -> _World | bool:
    """The same under the other accounting of electricity, which may price power otherwise.

    True where measures alone make the difference, False where the other cannot be worked out.
    """
    scenario = world.answer.workings.scenario
    market = scenario.methods["electricity"] == "market"
    changes: dict[str, object] = {"methods.electricity": "location" if market else "market"}
    try:
        other = estimate(scenario.replace(changes), catalogue=catalogue)
    except InputError:
        return False
    found = _world(other, draws, seed, catalogue, scenario.title, [])
    same = [one.id for one in found.trial.inputs] == [one.id for one in world.trial.inputs]
    return True if same else found


def _variant(scenario: Scenario, at: int, catalogue: Catalogue | None) -> Answer:
    """The answer of a prepared variant; what is wrong with it is told where it stands."""
    variant = scenario.content.page.variants[at]
    try:
        return estimate(scenario.replace(variant.set), catalogue=catalogue)
    except InputError as error:
        spot = ("page", "variants", at, "set")
        messages = dict.fromkeys(joined((one.where, one.message), ": ") for one in error.faults)
        raise InputError(
            [scenario.document.fault(spot, f"page.variants[{at}].set", one) for one in messages]
        ) from error


def variants_of(scenario: Scenario, catalogue: Catalogue | None = None) -> list[Answer]:
    """The answers of the prepared variants of a file.

    Raises
    ------
    InputError
        With what is wrong with any of them, each at its place.
    """
    found: list[Answer] = []
    faults: list[Fault] = []
    for at in range(len(scenario.content.page.variants)):
        try:
            found.append(_variant(scenario, at, catalogue))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return found


def _differences(one: Any, other: Any, path: tuple[Any, ...] = ()) -> Iterator[list[Any]]:
    """Places, by positions, at which other data differ, with their values; None is taken away."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys((*one, *other)):
            if key not in other:
                yield [[*path, key], None]
            elif key not in one:
                yield [[*path, key], other[key]]
            else:
                yield from _differences(one[key], other[key], (*path, key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for at, pair in enumerate(zip(one, other, strict=True)):
            yield from _differences(*pair, (*path, at))
    elif one != other:
        yield [list(path), other]


class _Texts:
    """Words that many numbers share, each once."""

    def __init__(self) -> None:
        self.units: dict[str, int] = {}
        self.bases: dict[str, int] = {}
        self.references: dict[str, int] = {}

    def number(self, one: Number, way: Way) -> list[Any]:
        """Name, unit, basis, source, locator, note and the way of a number."""
        en, zh = one.name.get("en") or one.id, one.name.get("zh") or one.id
        note = one.note.get("en"), one.note.get("zh")
        told: list[Any] = [
            en,
            zh if zh != en else 0,
            self.units.setdefault(one.unit.text, len(self.units)),
            self.bases.setdefault(one.said, len(self.bases)),
            self.references.setdefault(one.reference, len(self.references)),
            Both(note) if note[0] != note[1] else note[0],
            _trimmed([way.kind, list(way.place), way.written, way.unit]) if way.kind else way.why,
        ]
        return Both(told)

    def tables(self) -> dict[str, Any]:
        """The words by their numbers."""
        return {
            "units": [
                [one, *("" if one == "1" else plural(one, 2, lang) for lang in ("en", "zh"))]
                for one in self.units
            ],
            "bases": [Both([*both(EVIDENCE.get(one, Label(one))), one]) for one in self.bases],
            "references": list(self.references),
        }


def _trimmed(words: list[Any]) -> list[Any]:
    """Without what is empty at the end."""
    while words and words[-1] == "":
        words.pop()
    return words


def _file(scenario: Scenario) -> dict[str, Any]:
    """The file as it stands, over all that it extends, and the names of its entries."""
    data = {key: one for key, one in scenario.document.data.items() if key != "extends"}
    names = Names(data)
    lists: dict[str, list[Any]] = {
        key: [names.named((key, at))[1] for at in range(len(one))]
        for key, one in data.items()
        if isinstance(one, list)
    }
    return {
        "name": _shown(scenario.name),
        "data": json.loads(json.dumps(data, default=str)),
        "names": lists,
    }


def _shown(name: str) -> str:
    """The name of a file without its folder: pages go to strangers."""
    return name.replace("\\", "/").rpartition("/")[2]


def _measure(world: _World, at: int) -> dict[str, Any]:
    one = world.workings.model.measures[at]
    why = without_effect(one, world.workings.model)
    planned = world.answer.workings.catalogue.measures[one.id]
    return {
        "id": one.id,
        "area": one.area,
        "name": both(one.name),
        "why": None if why is None else both(why),
        "market": one.method == "market",
        "apart": planned.apart,
        "planned": next((row.uptake for row in world.answer.measures if row.id == one.id), 0.0),
        "from": both(PROVENANCE[one.provenance]),
        "cites": list(one.evidence),
        "note": one.note,
    }


def _matter(found: Uncertainty, known: Mapping[str, Way]) -> Iterator[str]:
    """The numbers that drive the range of the residual most, of those that may be moved."""
    movable = (
        one.input.id
        for one in drivers(found)
        if one.input.id in known and known[one.input.id].kind in ("place", "factor")
    )
    for _, name in zip(range(_FIRST), movable, strict=False):
        yield name


def _cabins(scenario: Scenario) -> list[list[Any]]:
    """Places of the shares of legs that name a cabin; and whether each is what the others leave."""
    found: list[list[Any]] = []
    for at, group in enumerate(getattr(scenario.content, "groups", ())):
        for i, leg in enumerate(group.travel):
            if leg.cabin is not None:
                found.append([["groups", at, "travel", i, "share"], leg.share is None])
    return found


def _goals(scenario: Scenario) -> list[dict[str, Any]]:
    """Targets of a city."""
    if not isinstance(scenario.content, CityScenario):
        return []
    return [
        {
            "year": one.year,
            "label": None if one.label is None else both(one.label),
            "source": one.source,
            "emissions": None if one.emissions is None else one.emissions.value,
            "change": None if one.change is None else one.change.value,
            "since": one.since or scenario.content.year,
            "note": (one.emissions or one.change).note or "",  # type: ignore[union-attr]
        }
        for one in scenario.content.targets
    ]


def _boundary(answer: Answer) -> dict[str, Any]:
    one = answer.boundary
    return {
        "statement": None if one.statement is None else both(one.statement),
        "without": list(one.without_lines),
        "excluded": [both(label) for label in one.excluded],
        "methods": {
            name: Both([Voice(lang).method(name, value) for lang in ("en", "zh")])
            for name, value in one.methods.items()
        },
        "assumed": [one.lines_with_assumed_values, one.lines],
        "unranged": [one.factors_without_range, one.factors],
    }


def _cites(answer: Answer) -> dict[str, list[str]]:
    """Publications by key: those of the factors, of the forest and of the measures."""
    known = answer.workings.catalogue.sources
    keys: Iterable[str] = (
        *answer.catalogue.sources,
        *(answer.offset.sources if answer.offset else ()),
        *(key for one in answer.workings.catalogue.measures.values() for key in one.evidence),
    )
    return {
        key: [known[key].publisher, known[key].title, known[key].year, known[key].url]
        for key in sorted({*keys})
        if key in known
    }
