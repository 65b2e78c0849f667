"""Which numbers of a scenario a page may move, and how each is written back into its file.

A page moves what only ever multiplies: a count, a size, a share. What chooses other factors, a
length or a place, is for the file; what follows from others moves with them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from carbonmeet.draws.draws import stream_key
from carbonmeet.draws.fitting import Known
from carbonmeet.numbers.factor import Factor, publisher
from carbonmeet.numbers.path import Names, own_source
from carbonmeet.view.page.listed import of_list
from carbonmeet.view.page.way import Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carbonmeet.draws.trial import Trial
    from carbonmeet.numbers.distribution import Distribution
    from carbonmeet.numbers.number import Number
    from carbonmeet.numbers.path import Path
    from carbonmeet.scenario import Scenario

__all__ = ["own_keys", "ways"]

#: Last steps of the paths of numbers that choose nothing: they are factors of lines, no more.
_MULTIPLIES = frozenset(
    {"people", "nights", "days", "trips_per_day", "energy", "area", "intensity", "amount", "mass"}
    | {"per_person", "per_person_day", "per_head", "hours", "rooms", "occupancy", "water"}
    | {"guest_nights", "room_nights", "online_hours_if_remote"}
)
#: Steps within which every number is a share or a rate.
_RATES = frozenset({"meals", "modes", "treatment", "phase_in"})


def ways(scenario: Scenario, trial: Trial, chosen: Mapping[str, Distribution]) -> dict[str, Way]:
    """How each number of a trial is moved, by id.

    Parameters
    ----------
    scenario : Scenario
        As it stands in the file.
    trial : Trial
    chosen : mapping of str to Distribution
        How every number varies.
    """
    data: Any = scenario.document.data
    names = Names(data).within(("factors",))
    written = _written(scenario, trial)
    forest = trial.forest
    fixed_woods = forest is not None and (
        forest.case.rules.uncertainty.method != "none" or forest.case.terms.confidence is not None
    )
    paired = {name for pair in trial.pairs for name in pair[:2]}
    found: dict[str, Way] = {}
    listed = of_list(trial, data)
    for one in trial.inputs:
        way = listed.get(one.id) or _way(one, data, names)
        if one.id in trial.woods and fixed_woods and way.kind:
            way = Way("", why="discount")
        if one.id in paired and way.kind:
            way = Way("", why="together")
        if way.kind and not chosen[one.id].is_fixed and chosen[one.id].origin != "range":
            name = written.get(one.id, "")
            way = (
                way._replace(written=name)
                if name and way.kind != "factor"
                else Way("", why="distribution")
            )
        found[one.id] = way
    return found


def _way(one: Number, data: Any, names: Mapping[str, list[int]]) -> Way:
    first, last = one.path[0], one.path[-1]
    if one.terms:
        return Way("", why="follows")
    if first == "measures":
        return Way("measure", (str(one.path[1]),))
    if isinstance(one, Factor):
        return _of_factor(one, data, names)
    if first == "offset" and len(one.path) == 2:
        return Way("place", one.path)
    if not one.place:
        return Way("", why="program" if first == "constants" else "elsewhere")
    whole_section = len(one.place) == 1 and first in _MULTIPLIES
    share = last == "share" or bool(_RATES.intersection(map(str, one.path[:-1])))
    if not (last in _MULTIPLIES or share or whole_section):
        return Way("", why="chooses")
    value = _at(data, one.place)
    if value is None:
        return Way("", why="elsewhere")
    alone = "modes" in one.path[:-1] and len(_at(data, one.place[:-1])) == 1
    if alone or (first == "phase_in" and one.value == 0.0):
        return Way("", why="chooses")  # all of a whole; a year before the measure begins
    often = "meals" in one.path or first == "online_hours_if_remote"
    return Way("place", one.place, unit="1 / day" if often else "")


def _of_factor(one: Factor, data: Any, names: Mapping[str, list[int]]) -> Way:
    own = names.get(one.id, [])
    if len(own) == 1:
        row = data["factors"][own[0]]
        return (
            Way("place", ("factors", own[0], "value"))
            if "law" not in row
            else Way("", why="chooses")
        )
    if own or one.own or not one.region:
        return Way("", why="elsewhere")
    return Way("factor", (one.year, " ".join(one.boundary)))


def _written(scenario: Scenario, trial: Trial) -> dict[str, str]:
    """Under which name the file writes out the distribution of a number, if of no other."""
    known = Known(trial.inputs, scenario.document.data)
    found = {name: [one.id for one in known.find(name)] for name in scenario.content.distributions}
    often = Counter(id for ids in found.values() for id in ids)
    return {ids[0]: name for name, ids in found.items() if len(ids) == 1 and often[ids[0]] == 1}


def _at(data: Any, path: Path) -> Any:
    for step in path:
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) and step < len(data) else None
        else:
            data = data.get(step) if isinstance(data, dict) else None
    return data


def own_keys(trial: Trial, found: Mapping[str, Way], seed: int) -> dict[str, str]:
    """Keys of the streams under which factors are drawn once a file brings its own row."""
    return {
        one.id: stream_key(seed, f"{one.key}@{publisher(own_source(one.source))}[{one.region}]")
        for one in trial.inputs
        if isinstance(one, Factor) and found[one.id].kind == "factor" and one.low is not None
    }
