"""A user's own measures: what they do, and every fault with its place in the file."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from worlds import changed

from carbonmeet.answer import Answer
from carbonmeet.base.errors import InputError
from carbonmeet.catalogue import load_catalogue
from carbonmeet.estimation import estimate

#: Three lines that every case below stands under: the measure itself begins at column 5.
HEAD = "own_measures:\n  - {id: X1, area: venue, name: Own, uptake: 100%, "
FACTORS = """\
factors:
  - {key: my.tenth, value: 0.10, unit: "1", note: by hand}
  - {key: my.eight, value: 0.08, unit: "1", note: by hand}
  - {key: my.zero, value: 0, unit: "1", note: nothing}
  - {key: my.sixty, value: 60, unit: "1", note: per cent meant}
"""


def scenario(folder: Path, measures: str, chosen: str, name: str = "own.yaml") -> Path:
    file = folder / name
    file.write_text(changed("measures: none\n", f"{measures}measures: {chosen}\n"), "utf-8")
    return file


def improve(name: str, key: str, where: str = "venue.power") -> str:
    return (
        f"  - {{id: {name}, area: venue, name: {name}, where: {{source: [{where}]}}, "
        f"effect: {{do: improve, saving: [{key}]}}, uptake: 100%, stage: improve}}\n"
    )


def power(result: Answer) -> float:
    both = (result.residual, result.baseline)
    left, whole = (one.by_source["venue.power"].value for one in both)
    return 1 - left / whole


def test_ten_and_eight_percent_of_a_file_make_seventeen_point_two(tmp_path: Path) -> None:
    rows = "own_measures:\n" + improve("X1", "my.tenth") + improve("X2", "my.eight")
    result = estimate(scenario(tmp_path, FACTORS + rows, "{X1: 100%, X2: 100%}"))
    assert power(result) == pytest.approx(0.172, abs=1e-12)


def test_a_measure_of_the_file_stands_beside_those_of_the_catalogue(tmp_path: Path) -> None:
    rows = FACTORS + "own_measures:\n" + improve("X1", "my.tenth")
    result = estimate(scenario(tmp_path, rows, "planned"))
    assert {one.id for one in result.workings.model.measures} == {*load_catalogue().measures, "X1"}
    saved = result.workings.attribution
    assert saved.shapley.sum() == pytest.approx(saved.total, rel=1e-9)


def test_the_order_in_the_file_changes_nothing(tmp_path: Path) -> None:
    rows = [
        improve("X1", "my.tenth"),
        improve("X2", "my.eight", "'*'"),
        "  - {id: X3, area: transport, name: c, where: {source: [transport.road]}, uptake: 90%, "
        "effect: {do: shift, to: {modes/taxi: modes/walk}}, stage: shift, pool: local-trips}\n",
        "  - {id: X4, area: city, name: d, uptake: 1, stage: enable, "
        "effect: {do: enable, lifts: [X1, X3, T3], gain: [my.tenth]}}\n",
    ]
    seen = set()
    for order in permutations(rows):
        file = scenario(tmp_path, FACTORS + "own_measures:\n" + "".join(order), "planned")
        found = estimate(file)
        saved = found.workings.attribution
        seen.add((found.residual.total.value, *saved.shapley, *saved.in_order))
    assert len(seen) == 1


FAULTS = {
    "saving: an unknown key": (
        "stage: improve, effect: {do: improve, saving: [venue.hvac-shar]}",
        "own_measures.X1.effect.saving[0]: the catalogue has no factor 'venue.hvac-shar'. "
        "Did you mean 'venue.hvac-share'?",
    ),
    "saving: a number": (
        'stage: improve, effect: {do: improve, saving: ["0.5"]}',
        "own_measures.X1.effect.saving[0]: '0.5' does not name a factor",
    ),
    "saving: a unit left over": (
        "stage: improve, effect: {do: improve, saving: [grid]}",
        "own_measures.X1.effect.saving: not a plain share: kg CO2e / kWh is left over",
    ),
    "saving: more than there is": (
        "stage: improve, reach: [my.sixty], effect: {do: improve, saving: [venue.hvac-share]}",
        "own_measures.X1.effect.saving: a share is at most 1, and this comes to 24",
    ),
    "saving: divided by zero": (
        "stage: improve, effect: {do: improve, saving: [venue.hvac-share, / my.zero]}",
        "own_measures.X1.effect.saving[1]: my.zero@own[world] is zero and something is divided "
        "by it",
    ),
    "share: more than there is": (
        "stage: shift, effect: {do: shift, to: {modes/taxi: modes/walk}, share: [my.sixty]}",
        "own_measures.X1.effect.share: a share is between 0 and 1, and this comes to 60",
    ),
    "realisation: above one": (
        "stage: improve, effect: {do: improve, saving: [venue.hvac-share]}, "
        "realisation: [my.sixty]",
        "own_measures.X1.realisation: a share is between 0 and 1, and this comes to 60",
    ),
    "reach: a unit left over": (
        "stage: shift, reach: [measure.v3.setpoint-shift], "
        "effect: {do: shift, to: {modes/taxi: modes/walk}}",
        "own_measures.X1.reach: not a plain share: degC is left over",
    ),
    "lifts: unknown": (
        "stage: enable, effect: {do: enable, lifts: [T33], gain: [measure.p3.uptake-gain]}",
        "own_measures.X1.effect.lifts[0]: no measure 'T33'. Did you mean 'T3'?",
    ),
    "lifts: itself": (
        "stage: enable, effect: {do: enable, lifts: [X1], gain: [measure.p3.uptake-gain]}",
        "own_measures.X1.effect.lifts[0]: an enabler lifts measures that save something, "
        "not itself",
    ),
    "lifts: another enabler": (
        "stage: enable, effect: {do: enable, lifts: [P3], gain: [measure.p3.uptake-gain]}",
        "not 'P3', an enabler too",
    ),
    "to: other units": (
        "stage: shift, effect: {do: shift, to: {items/water-bottle: items/bulk-water}}",
        "'items/bulk-water' is counted in L, and bottle is not: give a 'ratio'",
    ),
    "to: a ratio of the wrong units": (
        "stage: shift, effect: {do: shift, to: {modes/taxi: vehicles/car.bev}, "
        "ratio: [occupancy.taxi]}",
        "'vehicles/car.bev' is counted in vehicle km, and passenger km times occupancy.taxi is not",
    ),
    "to: an unknown service": (
        "stage: shift, effect: {do: shift, to: {modes/taxi: modes/wlak}}",
        "own_measures.X1.effect.to.modes/taxi: no mode of travel 'wlak'. Did you mean 'walk'?",
    ),
    "to: no group": (
        "stage: shift, effect: {do: shift, to: {taxi: modes/walk}}",
        "no service 'taxi': write group and name",
    ),
    "link: other units": (
        "stage: power, effect: {do: shift, link: {grid: fuel.diesel}}",
        "own_measures.X1.effect.link.grid: 'fuel.diesel' cannot take the place of 'grid'",
    ),
    "where: an unknown source": (
        "stage: improve, where: {source: [venue.pwer]}, "
        "effect: {do: improve, saving: [venue.hvac-share]}",
        "own_measures.X1.where.source[0]: no source matches 'venue.pwer'. "
        "Did you mean 'venue.power'?",
    ),
    "where: an unknown period": (
        "stage: improve, where: {period: [q]}, effect: {do: improve, saving: [venue.hvac-share]}",
        "own_measures.X1.where.period[0]: no period matches 'q'",
    ),
    "effect: what it does not take": (
        "stage: improve, effect: {do: improve, saving: [venue.hvac-share], lifts: [T3]}",
        "own_measures.X1.effect: 'lifts' does not apply to 'improve', which takes saving",
    ),
    "stage: an enabler too late": (
        "stage: improve, effect: {do: enable, lifts: [T3], gain: [measure.p3.uptake-gain]}",
        "own_measures.X1: an enabler acts at stage 'enable', and nothing else does",
    ),
    "cost: no unit": (
        "stage: improve, effect: {do: improve, saving: [venue.hvac-share]}, "
        "cost: {value: 1, per: kwh, basis: assumed}",
        "'per' is 'programme' or a unit: no unit 'kwh'. Did you mean 'kWh'?",
    ),
    "cost: a range that misses": (
        "stage: improve, effect: {do: improve, saving: [venue.hvac-share]}, "
        "cost: {value: 1, low: 2, basis: assumed}",
        "'value' lies between 'low' and 'high'",
    ),
}


@pytest.mark.parametrize(("row", "message"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_has_its_place_in_the_file(tmp_path: Path, row: str, message: str) -> None:
    file = scenario(tmp_path, FACTORS + HEAD + row + "}\n", "{X1: 100%}")
    with pytest.raises(InputError) as caught:
        estimate(file)
    [fault] = caught.value.faults
    assert message in str(fault)
    line = next(n for n, text in enumerate(file.read_text("utf-8").splitlines(), 1) if "X1" in text)
    assert (fault.file, fault.line) == (str(file), line) and fault.column >= 5


def walk(name: str, pool: str) -> str:
    return (
        f"  - {{id: {name}, area: transport, name: {name}, where: {{source: [transport.road]}}, "
        "effect: {do: shift, to: {modes/taxi: modes/walk}}, uptake: 100%, stage: shift, "
        f"pool: {pool}}}\n"
    )


@pytest.mark.parametrize(
    ("chosen", "number", "both"),
    [("{X1: 1, X2: 1}", 1, "X1 and X2"), ("{X1: 1, T3: 1}", 0, "T3 and X1")],
)
def test_two_pools_on_one_line_have_a_place(
    tmp_path: Path, chosen: str, number: int, both: str
) -> None:
    rows = "own_measures:\n" + walk("X1", "one") + walk("X2", "two")
    file = scenario(tmp_path, rows, chosen)
    line = 1 + number + file.read_text("utf-8").splitlines().index(walk("X1", "one").rstrip())
    with pytest.raises(InputError) as caught:
        estimate(file)
    assert str(caught.value) == (
        f"{file}:{line}:5: own_measures.X{number + 1}: {both} both shift 'Beijing' "
        "(transport.road); give them one pool, or their shares could exceed the whole"
    )


def test_all_faults_come_at_once_and_ids_are_ones_own(tmp_path: Path) -> None:
    rows = improve("X1", "my.a") + improve("X1", "my.b") + improve("V3", "venue.hvac-share")
    with pytest.raises(InputError) as caught:
        estimate(scenario(tmp_path, "own_measures:\n" + rows, "none"))
    said = str(caught.value)
    assert len(caught.value.faults) == 4
    assert "own_measures[1].id: measure 'X1' is listed twice" in said
    assert "own_measures.V3.id: there is a measure 'V3': give yours an id of its own" in said


def test_a_file_may_be_read_into_a_catalogue_that_holds_it(tmp_path: Path) -> None:
    file = scenario(tmp_path, "own_measures:\n" + improve("X1", "venue.hvac-share"), "{X1: 1}")
    first = estimate(file)
    again = estimate(file, catalogue=first.workings.catalogue)
    assert again.residual.total == first.residual.total


def test_shares_and_uptakes_may_carry_a_range(tmp_path: Path) -> None:
    ranged = "{V3: {value: 0.5, low: 0.2, high: 0.9, basis: assumed, note: x}, T1: 20%}"
    assert estimate(scenario(tmp_path, "", ranged)).workings.planned.tolist() == [0.5, 0.2]


def test_a_saving_may_be_negative_and_adds_what_it_costs(tmp_path: Path) -> None:
    """Ventilation for more hours: 5 % more power, told with a minus sign; its range may pass 0."""
    more = (
        'factors:\n  - {key: my.saving, value: -0.05, low: -0.1, high: 0.02, unit: "1", note: x}\n'
    )
    found = estimate(
        scenario(tmp_path, f"{more}own_measures:\n{improve('X1', 'my.saving')}", "{X1: 1}")
    )
    assert power(found) == pytest.approx(-0.05)
    assert found.saving.value < 0 and found.measures["X1"].shapley.value == found.saving.value
    wrong = more.replace("my.saving", "my.more")
    with pytest.raises(InputError, match=r"only credits may be .* and savings"):
        estimate(scenario(tmp_path, f"{wrong}own_measures:\n{improve('X1', 'my.more')}", "{X1: 1}"))
