"""Numbers that a scenario draws together: as strongly as it says, and nothing else moved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import changed

import carbonmeet as cm
from carbonmeet.base.errors import InputError, ModelError
from carbonmeet.draws import draw, sensitivity
from carbonmeet.draws.simulation import plan_of
from carbonmeet.draws.together import Pair, mixes_of, normals_of_rank
from carbonmeet.draws.trial import trial_of

RAIL = 'groups["Delegates from Beijing"].travel.rail.share'
SCENARIO = "cop15-kunming"
FIRST, SECOND = 'groups["Volunteers (phase-2)"].people', "measures.T1.uptake"
NUMBERS = "correlations: [{between: ['groups[0].people', taxi], rank: 0.7}]\n"


def ranks(values: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(values))


def written(tmp_path: Path, more: str) -> Path:
    path = tmp_path / "meeting.yaml"
    people = "people: {value: 600, low: 500, high: 700}"
    path.write_text(changed("people: 600", people) + more, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "rank", [-1.0, *(pytest.param(one, marks=pytest.mark.heavy) for one in (-0.6, 0.3)), 0.9]
)
def test_the_ranks_correlate_as_written_and_the_rest_stays(rank: float) -> None:
    plain = cm.load_scenario(SCENARIO)
    pair = {"between": [FIRST, SECOND], "rank": rank}
    paired = plain.replace({"correlations": [pair]})
    before, after = (plan_of(cm.estimate(one), 20_000, 3) for one in (plain, paired))
    first, second = (one.values(one.normals(0, 20)) for one in (before, after))
    rows = [after.ids.index(FIRST), after.ids.index(SECOND)]
    x, y = (ranks(second[row][:20_000]) for row in rows)
    assert np.corrcoef(x, y)[0, 1] == pytest.approx(rank, abs=0.012)
    moved = {i for i in range(len(before.ids)) if not np.array_equal(first[i], second[i])}
    assert moved == {max(rows, key=lambda row: after.names[row])}  # one of the two, by its name
    for row in rows:  # each is drawn from what it was
        assert np.quantile(second[row], 0.9) == pytest.approx(
            np.quantile(first[row], 0.9), rel=0.02
        )


def test_a_total_of_numbers_that_go_together_is_wider_and_the_formula_knows() -> None:
    forum = cm.load_scenario("forum-1500")
    trial = trial_of(cm.estimate(forum).workings)
    people = [x.id for x in trial.inputs if x.id.endswith(".people") and x.low is not None][:2]
    drawn, formula = [], []
    for rank in (-0.95, 0.95):
        paired = forum.replace({"correlations": [{"between": people, "rank": rank}]})
        told = cm.simulate(cm.estimate(paired), 4000).uncertainty
        assert told is not None
        drawn.append(told.baseline.sd)
        formula.append(told.error_propagation["baseline"].high)
    assert drawn[0] < drawn[1] and formula[0] < formula[1]


def test_it_is_told_and_stands_in_the_answer(tmp_path: Path) -> None:
    found = cm.simulate(cm.estimate(written(tmp_path, NUMBERS)), 200)
    assert found.uncertainty is not None
    [pair] = found.uncertainty.correlations
    assert pair.rank == 0.7 and "people" in pair.first and pair.second.startswith("taxi@")
    assert [one for one in found.notices if one.id == "correlations.drawn"]
    assert found.to_dict()["uncertainty"]["correlations"][0]["rank"] == 0.7


def test_indices_of_independent_inputs_are_refused(tmp_path: Path) -> None:
    found = draw(cm.estimate(written(tmp_path, NUMBERS)), 64)
    with pytest.raises(ModelError, match="goes together with another"):
        sensitivity.sobol(found, points=16)


BAD = {
    "[{between: [taxi, nobody], rank: 0.5}]": "no input 'nobody'",
    "[{between: [taxi], rank: 0.5}]": "at least 2",
    "[{between: [taxi, grid], rank: 1.2}]": "at most 1",
    "[{between: [taxi, taxi], rank: 0.5}]": "both are one number, drawn once",
    "[{between: [taxi, detour.rail], rank: 0.5}]": "no input 'detour.rail'",
    "[{between: [taxi, 'groups[0].nights'], rank: 0.5}]": "it has no range",
}


@pytest.mark.parametrize("block", BAD)
def test_what_cannot_go_together_is_refused_where_it_stands(tmp_path: Path, block: str) -> None:
    path = written(tmp_path, f"correlations: {block}\n")
    with pytest.raises(InputError, match=BAD[block]):
        cm.simulate(cm.estimate(path), 8)


def test_three_numbers_that_contradict_each_other_are_refused() -> None:
    pairs = [Pair("a", "b", 0.9), Pair("b", "c", 0.9), Pair("a", "c", -0.9)]
    with pytest.raises(ModelError, match="contradict each other"):
        mixes_of("abc", "abc", {}, pairs)


@given(st.lists(st.floats(-1, 1), min_size=6, max_size=6))
def test_a_mixture_has_the_correlations_of_its_pairs(ranks: list[float]) -> None:
    """The product of the weights is the matrix that was asked for."""
    names = "abcd"
    pairs = [Pair(names[i], names[j], ranks.pop()) for i in range(4) for j in range(i) if ranks]
    try:
        mixes = mixes_of(names, names, {}, pairs)
    except ModelError:
        return
    weights = np.eye(4)
    for row, parts in mixes:
        weights[row] = sum(weight * np.eye(4)[other] for other, weight in parts)
    made = weights @ weights.T
    assert np.diag(made) == pytest.approx(1.0, abs=1e-6)
    for one in pairs:
        i, j = names.index(one.first), names.index(one.second)
        assert made[i, j] == pytest.approx(normals_of_rank(one.rank), abs=1e-5)
