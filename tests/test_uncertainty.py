"""Ranges: right, seeded, independent, paired, and the same bytes however they are drawn."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from six_sources import MEAN, SD, six_sources
from worlds import MEETING, changed

from carbonmeet.answer import Answer
from carbonmeet.base.errors import InputError, ModelError
from carbonmeet.base.text import Lang
from carbonmeet.catalogue import load_catalogue
from carbonmeet.catalogue.pedigree import Pedigree
from carbonmeet.cli import main
from carbonmeet.draws import (
    Uncertainty,
    beats,
    difference,
    draw,
    sensitivity,
    simulate_model,
)
from carbonmeet.draws.draws import BLOCK, Plan, each_block, plan_draws
from carbonmeet.draws.filling import filled
from carbonmeet.draws.fitting import fitted
from carbonmeet.draws.notices import notices
from carbonmeet.draws.ranges import Range
from carbonmeet.estimation import estimate, simulate
from carbonmeet.numbers.distribution import Distribution
from carbonmeet.numbers.path import show
from carbonmeet.reading.schema import where
from carbonmeet.scenario import load_scenario
from carbonmeet.view.faces.text import to_text
from carbonmeet.view.matter import Matter
from carbonmeet.view.numerals import number
from carbonmeet.view.pages.answer import FULL, chapters
from carbonmeet.view.pages.explain import explain, explain_forest

ONE = Distribution("normal", 0.0, 1.0, 1.0)


@pytest.fixture(scope="module")
def cop15() -> Answer:
    return estimate("cop15-kunming")


@pytest.fixture(scope="module")
def drawn(cop15: Answer) -> Uncertainty:
    return draw(cop15, 2000)


def streams(names: list[str], count: int, seed: int = 7) -> np.ndarray:
    plan = plan_draws(dict.fromkeys(names, ONE), count, seed)
    blocks = [plan.normals(block) for block in range(plan.blocks)]
    return np.hstack(blocks)[:, :count]


@pytest.mark.parametrize("seed", [1, 7, None])
def test_six_sources_have_their_exact_mean_and_sd(seed: int | None) -> None:
    model, distributions = six_sources()
    found = simulate_model(model, 200_000, seed, distributions=distributions)
    draws = found.totals[0] * 1000  # all of them: parts rest on fewer
    error = SD / np.sqrt(200_000)
    assert abs(draws.mean() - MEAN) < 4 * error
    # the sd of an sd of a skewed sum is about sd * sqrt((kurtosis - 1) / 4 n)
    kurtosis = float(np.mean(((draws - draws.mean()) / draws.std()) ** 4))
    assert abs(draws.std() - SD) < 4 * SD * np.sqrt((kurtosis - 1) / 4 / 200_000)


def test_streams_of_different_inputs_do_not_correlate() -> None:
    # of independent pairs 0.27% lie beyond 3 / sqrt(n), so 2,175 pairs are judged together
    count, names = 20_000, [f"factor.{i}@source-{i}[CN]" for i in range(30)]
    pairs = np.triu_indices(30, 1)
    found = [np.corrcoef(streams(names, count, seed))[pairs] for seed in range(5)]
    scaled = np.abs(np.concatenate(found)) * np.sqrt(count)
    assert np.mean(scaled > 3) < 0.006
    assert scaled.max() < 5
    assert np.mean(scaled**2) == pytest.approx(1.0, abs=0.15)


def test_blocks_of_one_stream_do_not_correlate() -> None:
    blocks = streams(["factor@source[CN]"], 20 * BLOCK)[0].reshape(20, BLOCK)
    scaled = np.corrcoef(blocks)[np.triu_indices(20, 1)] * np.sqrt(BLOCK)
    assert np.abs(scaled).max() < 5
    assert np.mean(scaled**2) == pytest.approx(1.0, abs=0.35)


def test_a_new_input_moves_no_other_draw_and_order_does_not_matter() -> None:
    before, after = streams(["a", "b"], 3000), streams(["new", "b", "a"], 3000)
    assert np.array_equal(before[0], after[2]) and np.array_equal(before[1], after[1])
    assert not np.array_equal(before[0], streams(["a"], 3000, seed=8)[0])


def test_more_draws_begin_with_the_same_draws() -> None:
    assert np.array_equal(streams(["a"], 1500)[0], streams(["a"], 9000)[0][:1500])


def test_a_rerun_gives_the_same_bytes_with_one_thread_or_two(cop15: Answer) -> None:
    one = draw(cop15, 6000, 7, threads=1)
    two = draw(cop15, 6000, 7, threads=2)
    assert one.before.tobytes() == two.before.tobytes()
    assert one.after.tobytes() == two.after.tobytes()
    assert one.forest is not None and two.forest is not None
    assert one.forest.kappa.tobytes() == two.forest.kappa.tobytes()
    short = draw(cop15, 1500, 7)
    assert short.after.tobytes() == np.ascontiguousarray(one.after[:, :1500]).tobytes()


@pytest.mark.parametrize(("cells", "threads"), [(1, 1), (10**9, 1), (10**9, 2), (5000, 3)])
def test_runs_of_any_length_draw_the_same(
    cells: int, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Plan(("a", "b"), (ONE, ONE), 19 * BLOCK, 3)
    values = np.full((2, 19 * BLOCK), np.nan)
    monkeypatch.setattr("carbonmeet.draws.draws.CELLS", cells)

    def keep(here: slice, drawn: np.ndarray) -> None:
        values[:, here] = drawn

    each_block(plan, keep, threads=threads)
    assert np.array_equal(values, np.hstack([plan.normals(block) for block in range(19)]))


def test_seed_and_count_stand_in_the_result(cop15: Answer) -> None:
    fresh = draw(cop15, 50, None)
    again = draw(cop15, 50, fresh.plan.seed)
    assert filled(cop15, fresh).uncertainty.seed == fresh.plan.seed
    assert np.array_equal(fresh.after, again.after)


def test_central_values_are_those_of_the_estimate(cop15: Answer, drawn: Uncertainty) -> None:
    assert drawn.baseline.value == pytest.approx(cop15.baseline.total.value, rel=1e-12)
    assert drawn.residual.value == pytest.approx(cop15.residual.total.value, rel=1e-12)
    for by in ("source", "period"):
        for name, value in cop15.workings.residual.sums(by).items():
            assert drawn.by(by, "residual")[name].value == pytest.approx(value, rel=1e-9, abs=1e-9)
    for way in ("alone", "in_order", "last_in", "shapley"):
        central = [getattr(one, way).value for one in drawn.measures.values()]
        wanted = getattr(cop15.workings.attribution, way) / 1000
        assert central == pytest.approx(wanted.tolist(), rel=1e-9, abs=1e-9)
    areas = {name: one.value for name, one in drawn.by_area().items()}
    wanted = {name: one.value for name, one in cop15.measures.by_area.items()}
    assert areas == pytest.approx(wanted)


def test_attributions_sum_to_the_saving_in_every_draw(drawn: Uncertainty) -> None:
    saved = drawn.before[0] - drawn.after[0]
    kept = drawn._savings
    for way in ("in_order", "shapley"):
        assert kept[way].sum(axis=0) == pytest.approx(saved[: kept[way].shape[1]], rel=1e-9)


def test_sums_of_draws_are_consistent(drawn: Uncertainty) -> None:
    columns = drawn.trial.columns
    for by in ("source", "period"):
        rows = [i for i, (kind, _) in enumerate(columns) if kind == by]
        assert drawn.after[rows].sum(axis=0) == pytest.approx(drawn.after[0], rel=1e-9)


def test_differences_are_paired(drawn: Uncertainty) -> None:
    apart = np.hypot(drawn.baseline.sd, drawn.residual.sd)
    together = float(np.std(drawn.before[0] - drawn.after[0], ddof=1))
    assert together == pytest.approx(drawn.saving.sd)
    assert together < apart


def test_shared_factors_do_not_blur_which_programme_is_better() -> None:
    scenario = load_scenario("cop15-kunming")
    catalogue = load_catalogue()
    none = scenario.replace({"measures": "none"})
    one = scenario.replace({"measures": {"T1": "planned"}})
    rest = draw(estimate(none, catalogue=catalogue), 1000)
    with_t1 = draw(estimate(one, catalogue=catalogue), 1000)
    # a saving of one percent of a total that is known to ten: certain nevertheless
    saving = rest.residual.value - with_t1.residual.value
    assert saving < 0.2 * rest.residual.sd
    assert beats(with_t1, rest) == 1.0
    assert beats(rest, rest) == 0.5
    with pytest.raises(ModelError, match="same count"):
        beats(rest, draw(estimate(none, catalogue=catalogue), 1001))


def test_a_difference_is_that_of_every_draw(drawn: Uncertainty) -> None:
    other = draw(estimate("cop15-baseline"), 2000)
    found = difference(drawn, other)
    both = other.totals[1] - drawn.totals[1]
    assert np.array_equal(found.draws(), both)
    assert found.residual == Range.of(both, other.residual.value - drawn.residual.value)
    assert found.residual.low_error > 0
    for ledger in ("baseline", "residual"):
        total = getattr(found, ledger)
        parts = found.by("source", ledger)
        assert sum(one.value for one in parts.values()) == pytest.approx(total.value, abs=1e-8)
        assert sum(one.mean for one in parts.values()) == pytest.approx(total.mean, abs=1e-8)
    # the same people, flights and factors before any measure
    assert (found.baseline.low, found.baseline.high) == (0.0, 0.0)
    # what both share is in neither end: a flight factor too high is so in both
    apart = np.hypot(drawn.residual.sd, other.residual.sd)
    assert found.residual.sd < 0.1 * apart
    ends = (other.residual.low - drawn.residual.high, other.residual.high - drawn.residual.low)
    assert found.residual.high - found.residual.low < 0.1 * (ends[1] - ends[0])


def test_a_difference_turned_round_has_the_other_sign(drawn: Uncertainty) -> None:
    other = draw(estimate("cop15-hybrid"), 2000)
    there, back = difference(drawn, other), difference(other, drawn)
    assert np.array_equal(there.draws(), -back.draws())
    sides = [[one.residual, *one.by("source", "residual").values()] for one in (there, back)]
    for one, two in zip(*sides, strict=True):
        assert one.value == -two.value
        assert (one.low, one.high) == pytest.approx((-two.high, -two.low), abs=1e-9)
    assert beats(drawn, other) == pytest.approx(1 - beats(other, drawn))


def test_what_only_one_has_is_none_in_the_other(drawn: Uncertainty) -> None:
    forum = draw(estimate("forum-1500"), 2000)
    found = difference(forum, drawn).by("source")
    only = set(drawn.by("source")) - set(forum.by("source"))
    assert only
    for name in only:
        assert found[name] == drawn.by("source")[name]


def test_draws_made_otherwise_do_not_pair(cop15: Answer, drawn: Uncertainty) -> None:
    with pytest.raises(ModelError, match="the count is 2000 in the first and 100 in the second"):
        difference(drawn, draw(cop15, 100))
    with pytest.raises(ModelError, match="the seed is 1 in the first and 7 in the second"):
        difference(drawn, draw(cop15, 2000, 7))


def test_doubling_the_draws_stays_within_the_printed_error(cop15: Answer) -> None:
    once, twice = draw(cop15, 4000), draw(cop15, 8000)
    for name in ("baseline", "residual", "saving"):
        one, two = getattr(once, name), getattr(twice, name)
        # the difference of nested samples has at most the error of the smaller one
        assert abs(one.low - two.low) < 3 * one.low_error
        assert abs(one.high - two.high) < 3 * one.high_error
        assert abs(one.mean - two.mean) < 3 * one.mean_error


def test_the_error_of_a_quantile_is_its_spread_over_repetitions() -> None:
    generator = np.random.default_rng(1)
    samples = generator.standard_normal((400, 2000))
    found = [Range.of(row, 0.0) for row in samples]
    spread = np.std([one.high for one in found])
    assert np.mean([one.high_error for one in found]) == pytest.approx(spread, rel=0.15)


def test_forest_answers(cop15: Answer, drawn: Uncertainty) -> None:
    forest = drawn.forest
    assert forest is not None and cop15.offset is not None
    assert forest.area_ha == pytest.approx(cop15.offset.area_ha)
    areas = [forest.area(p) for p in (0.5, 0.9, 0.95)]
    assert areas == sorted(areas)
    assert np.all(np.diff(forest.compensated) >= 0)
    # the area that suffices with 90% leaves a debt in a tenth of the draws
    enough = np.mean(forest.kappa * areas[1] >= forest.owed)
    assert enough == pytest.approx(0.9, abs=1e-3)
    at_horizon = np.mean(forest.kappa * forest.area_ha >= forest.owed)
    assert forest.compensated_by(forest.horizon_year) == pytest.approx(at_horizon)
    assert forest.compensated_by(1990) == 0.0
    low, high = forest.band()
    assert np.all(low <= high)


def test_per_head_after_the_measures_is_of_those_left_on_site() -> None:
    result = estimate("cop15-hybrid")
    found = draw(result, 400)
    before, after = found.per_participant("baseline"), found.per_participant("residual")
    for name, one in after.items():
        heads = result.workings.left_on_site[name]
        assert heads < result.workings.participants[name] or name != "phase-2"
        left = result.residual
        total = (left.total if name == "all" else left.by_period[name]).value
        assert one.value == pytest.approx(total / heads)
        assert one.low < one.value < one.high
    # who stays at home takes his flight along: what a head on site emits hardly falls
    assert after["phase-2"].value == pytest.approx(before["phase-2"].value, rel=0.1)


def test_targets(drawn: Uncertainty) -> None:
    assert drawn.target_met(float(np.median(drawn.after[0]))) == pytest.approx(0.5, abs=1e-3)
    assert drawn.target_met(share=0.0) > drawn.target_met(share=0.04) > drawn.target_met(share=0.9)
    with pytest.raises(ModelError, match="a target is"):
        drawn.target_met()


def test_pedigree_is_an_option_that_shows(cop15: Answer, drawn: Uncertainty) -> None:
    wide = draw(cop15, 200, pedigree=Pedigree(2, 3, 2, 2, 3))
    assert wide.fixed_inputs < drawn.fixed_inputs
    answer = filled(cop15, wide)
    assert answer.uncertainty is not None
    assert answer.uncertainty.pedigree_inputs == drawn.fixed_inputs - wide.fixed_inputs > 0
    assert "draws.pedigree" in [one.id for one in answer.notices]


def test_explicit_distributions_go_first(cop15: Answer) -> None:
    name, hybrid = "measures.T6.uptake", estimate("cop15-hybrid")
    held = draw(hybrid, 500, distributions={name: Distribution.fixed(0.3)})
    assert name not in held.plan.ids
    assert held.residual.sd < draw(hybrid, 500).residual.sd
    with pytest.raises(ModelError, match=r"no input 'measures\.T66\.uptake'"):
        draw(cop15, 50, distributions={"measures.T66.uptake": ONE})


def written(tmp_path: Path, more: str) -> Path:
    path = tmp_path / "more.yaml"
    path.write_text(MEETING + more, encoding="utf-8")
    return path


def test_a_scenario_may_write_distributions_and_scores(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "distributions: {'groups[0].people': {form: normal, mean: 600, sd: 60}}\n"
        "pedigree: {hotel.room-night: [2, 3, 1, 1, 2]}\n",
    )
    found = estimate(path, draws=100).uncertainty
    assert found is not None
    assert (found.explicit_inputs, found.pedigree_inputs) == (1, 1)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("distributions: {x: {form: normal, mean: 6}}\n", r"distributions\.x.*mean, sd"),
        ("distributions: {x: {form: norml}}\n", r"distributions\.x\.form"),
        ("pedigree: {taxi: [2, 3, 1, 1, 6]}\n", r"pedigree\.taxi\[4\]"),
        ("pedigree: {taxi: [2, 3]}\n", r"pedigree\.taxi"),
    ],
)
def test_what_is_wrong_with_them_is_found_on_reading(
    tmp_path: Path, more: str, problem: str
) -> None:
    with pytest.raises(InputError, match=problem):
        estimate(written(tmp_path, more))


#: A distribution written out for the meeting of the tests, where it is wrong, and why.
MISFITS = {
    "people-below-0": (
        "groups[0].people: {form: normal, mean: 1000, sd: 1000}",
        r"16% of it lies below 0, where groups\.Beijing\.people cannot be",
    ),
    "people-below-0-about-their-value": (
        "groups[0].people: {form: normal, mean: 600, sd: 600}",
        "16% of it lies below 0.*write a smaller sd, or a lognormal",
    ),
    "people-as-a-share": (
        "groups[0].people: {form: beta, a: 2, b: 2}",
        "leaves out the value, 600",
    ),
    "people-of-another-meeting": (
        "groups[0].people: {form: lognormal, median: 60, gsd2: 2}",
        r"its 95% range, 30 to 120, leaves out the value, 600, at which totals are printed",
    ),
    "people-fixed-elsewhere": (
        "groups[0].people: {form: fixed, value: 900}",
        r"fixed at 900, while the value is 600: write the number itself where it stands, groups",
    ),
    "uptake-as-people": (
        "measures.T1.uptake: {form: normal, mean: 600, sd: 60}",
        "100% of it lies above 1, where measures.T1.uptake cannot be",
    ),
    "uptake-fixed-elsewhere": (
        "measures.T1.uptake: {form: fixed, value: 0.9}",
        r"fixed at 0\.9, while the value is 0\.5: write .* stands, measures\.T1$",
    ),
    "share-outside": (
        "groups[0].travel[0].share: {form: normal, mean: 0.5, sd: 0.6}",
        r"20% of it lies below 0 and 20% of it lies above 1.*ends or a beta",
    ),
    "share-outside-by-its-tail": (
        "groups[0].travel[0].share: {form: normal, mean: 0.5, sd: 0.17}",
        r"0\.16% of it lies below 0",
    ),
    "divisor-down-to-0": (
        "load-factor.shuttle: {form: uniform, low: 0, high: 1}",
        r"below 0\.001, too low for load-factor\.shuttle@.*, by which something is divided",
    ),
    "factor-of-another-size": (
        "taxi: {form: lognormal, median: 30, gsd2: 1.1}",
        "leaves out the value.*give a row of your own for taxi under 'factors'",
    ),
    "share-of-the-catalogue": (
        "venue.hvac-share: {form: normal, mean: 0.4, sd: 0.3}",
        r"9\.1% of it lies below 0 and 2\.3% of it lies above 1, where venue\.hvac-share@",
    ),
    "nobody-s-number": (
        "groups[0].peple: {form: fixed, value: 600}",
        r"Did you mean 'groups\[0\]\.people'",
    ),
}


def with_measures() -> str:
    text = changed("measures: none", "measures: {T1: 0.5, T2: 0.5, V3: 0.5}")
    return changed("share: 70%", "share: 50%", text)


@pytest.mark.parametrize("name", MISFITS)
@pytest.mark.parametrize("command", ["check", "estimate", "explain"])
def test_a_distribution_of_another_number_is_refused_where_it_stands(
    tmp_path: Path, name: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    line, problem = MISFITS[name]
    key, block = line.split(": ", 1)
    text = with_measures()
    path = tmp_path / "more.yaml"
    path.write_text(f"{text}distributions:\n  '{key}': {block}\n", encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        main([command, str(path)])
    assert end.value.code == 1
    [told] = capsys.readouterr().err.strip().splitlines()
    column = 3 if name == "nobody-s-number" else len(key) + 7
    named = where(("distributions", key))
    assert told.startswith(f"{path}:{text.count(chr(10)) + 2}:{column}: {named}: ")
    assert re.search(problem, told)


def test_the_uptake_of_a_measure_at_0_has_no_distribution(tmp_path: Path) -> None:
    more = "distributions: {measures.T6.uptake: {form: beta, a: 2, b: 2}}\n"
    path = tmp_path / "more.yaml"
    path.write_text(changed("measures: none", "measures: planned") + more, encoding="utf-8")
    with pytest.raises(InputError, match=r":27:17: .*T6 is not carried out here: give it an"):
        draw(estimate(path), 8)


def test_names_of_scores_are_checked_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = "pedigree:\n  tax: [2, 3, 1, 1, 2]\n  'groups[0].people': [2, 3, 1, 1, 2]\n"
    path = written(tmp_path, more + "distributions: {taxy: {form: fixed, value: 1}}\n")
    for command in ("check", "estimate"):
        with pytest.raises(SystemExit):
            main([command, str(path)])
        told = capsys.readouterr().err.strip().splitlines()
        assert [text.split(":")[1:3] for text in told] == [["28", "3"], ["29", "3"], ["30", "17"]]
        assert "Did you mean 'taxi'?" in told[0] and "Did you mean 'taxi'?" in told[2]
        assert "scores are for factors" in told[1]


@pytest.mark.parametrize(
    ("key", "block"),
    [
        ("groups[0].people", "{form: normal, mean: 600, sd: 190}"),
        ("groups[0].people", "{form: fixed, value: 600}"),
        ("groups[0].travel[0].share", "{form: normal, mean: 0.5, sd: 0.15}"),
        ("groups[0].travel[0].share", "{form: beta, a: 2, b: 2}"),
        ("measures.T1.uptake", "{form: triangular, low: 0, mode: 0.5, high: 1}"),
        ("load-factor.shuttle", "{form: normal, mean: 0.45, sd: 0.12}"),
        ("taxi", "{form: lognormal, median: 0.1, gsd2: 1.4}"),
    ],
)
def test_what_is_written_out_is_what_is_drawn(tmp_path: Path, key: str, block: str) -> None:
    path = tmp_path / "more.yaml"
    text = f"{with_measures()}distributions: {{'{key}': {block}}}\n"
    path.write_text(text, encoding="utf-8")
    result = estimate(path)
    found = draw(result, 4000)
    [(name, one)] = [
        (name, one) for name, one in found.distributions.items() if one.origin == "explicit"
    ]
    number = next(x for x in found.trial.inputs if x.id == name)
    assert name.startswith(key) or show(number.place) == key
    if one.is_fixed:
        assert name not in found.plan.ids and one.middle == number.value
        return
    row = found.plan.ids.index(name)
    values = np.hstack([found.plan.values(found.plan.normals(i))[row] for i in range(4)])
    low, high = np.quantile(values, [0.025, 0.975])
    assert low <= number.value <= high
    least, most = number.limits
    assert values.min() >= least and values.max() <= most
    assert name not in found.trial.divisors or values.min() > 0.05 * number.value
    assert np.array_equal(one.at(found.plan.normals(0)[row]), values[:BLOCK])


def test_a_saving_may_be_negative_and_is_at_most_the_whole() -> None:
    [row] = [one for one in load_catalogue().factors if one.key == "measure.l1.net-saving"]
    kept = fitted(row, Distribution("normal", 0.9, 0.03, 0.03))
    assert row.limits == (-np.inf, 1.0) and kept.at(np.array([9.0])) == 1.0
    assert fitted(row, Distribution("normal", 0.8, 0.8, 0.06)).quantile(1e-4) < -1
    with pytest.raises(ModelError, match=r"16% of it lies above 1.*smaller sd$"):
        fitted(row, Distribution("normal", 0.9, 0.1, 0.1))


def test_the_library_refuses_them_too(cop15: Answer) -> None:
    for name, one, problem in (
        ("measures.T1.uptake", Distribution.fixed(0.9), "fixed at 0.9, while the value is 0.85"),
        ("groups[1].people", Distribution("normal", 4000.0, 4000.0, 4000.0), "below 0"),
        ("load-factor.shuttle", Distribution("normal", 0.4, 0.2, 0.2), "is divided"),
    ):
        with pytest.raises(ModelError, match=problem):
            draw(cop15, 64, distributions={name: one})


def test_explain_tells_the_limits_of_what_is_written_out(tmp_path: Path) -> None:
    more = "distributions: {'groups[0].people': {form: normal, mean: 600, sd: 190}}\n"
    result = estimate(written(tmp_path, more)).workings
    assert "from 227.6 to 972.4, none below 0; written out" in explain(result, [0])
    assert "~ 正态分布；95%区间227.6至972.4；不低于0；情景文件写明" in explain(result, [0], "zh")


def test_explain_tells_what_is_held_fixed(tmp_path: Path) -> None:
    more = "distributions: {'groups[0].people': {form: fixed, value: 600}}\n"
    result = estimate(written(tmp_path, more)).workings
    assert "~ fixed; written out" in explain(result, [0])
    assert "~ 固定值，情景文件写明" in explain(result, [0], "zh")


def test_a_fixed_model_has_no_width() -> None:
    model, distributions = six_sources()
    fixed = {name: Distribution.fixed(one.mean) for name, one in distributions.items()}
    found = simulate_model(model, 10, distributions=fixed)
    assert found.baseline.low == found.baseline.high == pytest.approx(MEAN / 1000)


def unfilled(node: Any, path: str = "") -> Iterator[str]:
    """Where a low or high is missing."""
    if isinstance(node, dict):
        if "value" in node and {"low", "high"} & set(node):
            yield from (f"{path}.{end}" for end in ("low", "high") if node.get(end) is None)
        for name, one in node.items():
            yield from unfilled(one, f"{path}.{name}")
    elif isinstance(node, list):
        for place, one in enumerate(node):
            yield from unfilled(one, f"{path}[{place}]")


@pytest.mark.parametrize("name", ["cop15-kunming", "cop15-baseline", "forum-1500", "kunming-2023"])
def test_no_low_or_high_is_left_open(name: str) -> None:
    result = estimate(name)
    data = simulate(result, 50).to_dict()
    given = data["offset"] and data["offset"]["area_basis"]["given"]
    open_ends = [one for one in unfilled(data) if not one.startswith((".scenario", ".catalogue"))]
    assert [one for one in open_ends if not (given and one.startswith(".offset.area."))] == []
    for offset in [data["offset"]] if data["offset"] else []:
        for total in ("emissions", "owed", "removal"):
            assert offset[total]["low"] <= offset[total]["value"] <= offset[total]["high"]
    found = data["uncertainty"]
    for total in ("baseline", "residual", "saving"):
        assert set(found[total]["monte_carlo_error"]) == {"low", "high", "mean"}
    assert len(found["drivers"]) == 5


def test_an_open_area_has_a_range(cop15: Answer) -> None:
    result = estimate(cop15.workings.scenario.replace({"offset.area": None}))
    found = draw(result, 400)
    area = filled(result, found, parts=False).to_dict()["offset"]["area"]
    assert found.forest is not None
    assert area["low"] < area["value"] < area["high"]
    assert area["unit"] == "mu"
    assert area["high"] == pytest.approx(15 * found.forest.area(0.975))


def summary(answer: Answer, lang: Lang) -> str:
    """Everything that `estimate --full` prints of an answer."""
    return to_text(chapters(Matter(lang, answer), FULL), None)


def with_forest(cop15: Answer, **given: object) -> Answer:
    """COP15 with another ``offset:`` block."""
    block = {"planted": 2021, "additional": True, "exclusive": True} | given
    return estimate(cop15.workings.scenario.replace({"offset": block}))


@pytest.mark.parametrize("given", [{}, {"confidence": "95%"}, {"area": "900 mu"}])
def test_the_forest_that_is_drawn_is_that_of_the_answer(
    cop15: Answer, given: dict[str, str]
) -> None:
    result = with_forest(cop15, **given)
    found = draw(result, 400)
    assert found.forest is not None and result.offset is not None
    assert found.forest.area_ha == pytest.approx(result.offset.area_ha, rel=1e-12)
    answer = filled(result, found)
    data = answer.to_dict()
    drawn, offset = data["uncertainty"]["forest"], data["offset"]
    assert drawn["area"]["mu"] == pytest.approx(offset["area"]["value"])
    # where there are draws they tell the one probability there is
    assert drawn["covers"] == offset["mean_curve"]["covers"]
    assert drawn["compensated_by_horizon"] == offset["mean_curve"]["compensated_by_horizon"]
    before = result.to_dict()["offset"]["mean_curve"]
    assert before["covers"] != drawn["covers"] and offset["removal"]["low"] == found.removal.low
    asked = offset["area_basis"]["confidence"]
    assert asked == (0.95 if "confidence" in given else None)
    assert offset["area_basis"]["given"] == ("area" in given)
    for lang, said, both in (
        ("en", "suffices with a probability of 95% for growth", "rowth and residual drawn"),
        ("zh", "仅就生长与成活按95%的把握", "生长量与剩余排放一并抽样"),
    ):
        text = summary(answer, lang)
        assert (said in text) == (asked is not None) and text.count(both) == 2


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "given", [{"kind": "urban-greening"}, {"rules": "strict", "additional": False}]
)
def test_where_nothing_counts_no_area_suffices(cop15: Answer, given: dict[str, object]) -> None:
    result = with_forest(cop15, area="1 mu", **given)
    found = draw(result, 64)
    assert found.forest is not None and not found.forest.kappa.any()
    assert found.forest.compensated_by(2041) == 0.0
    answer = filled(result, found, parts=False)
    data = answer.to_dict()
    areas = data["uncertainty"]["forest"]["area_at_confidence"]
    assert [one["value"] for one in areas.values()] == [None] * 3
    for lang, said in (("en", "No area suffices"), ("zh", "任何面积都不够")):
        text = summary(answer, lang)
        assert said in text and "∞" not in text


@pytest.mark.parametrize("area", [None, "900 mu"])
def test_a_growth_without_range_gives_no_probability(cop15: Answer, area: str | None) -> None:
    """A forest of which least is known must not look the surest."""
    result = with_forest(cop15, stand="larch-weichang", **({"area": area} if area else {}))
    found = draw(result, 64)
    answer = filled(result, found)
    data = answer.to_dict()
    forest, offset = data["uncertainty"]["forest"], data["offset"]
    assert forest["growth_ranged"] is False and forest["area"]["given"] == bool(area)
    assert forest["compensated_by_horizon"] is None
    assert not forest["area_at_confidence"] and not forest["compensated_by"]
    assert offset["area"].get("low") is None and offset["removal"]["low"] is None
    assert offset["emissions"]["low"] < offset["emissions"]["high"]  # the residual has its range
    for lang, said in (("en", "no area at a confidence"), ("zh", "各保证率下的面积")):
        assert said in summary(answer, lang)
    mixed = with_forest(cop15, stand={"yunnan-pine": "50%", "larch-weichang": "50%"})
    drawn = draw(mixed, 64).forest
    assert drawn is not None
    told = drawn.to_dict()
    assert told["growth_ranged"] and told["compensated_by_horizon"] is not None


def test_parts_rest_on_a_bounded_number_of_draws(
    cop15: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Totals rest on all draws; what is kept of sources, periods and measures does not grow."""
    monkeypatch.setattr("carbonmeet.draws.simulation.PART_DRAWS", 2 * BLOCK)
    many, few = draw(cop15, 5 * BLOCK, 3), draw(cop15, 2 * BLOCK, 3)
    assert many.totals.shape == (2, 5 * BLOCK)
    assert many.before.shape == many.after.shape == few.after.shape
    assert np.array_equal(many.after, few.after)
    assert np.array_equal(many.totals[1, : 2 * BLOCK], few.totals[1])
    assert many.by("source") == few.by("source")
    assert many.per_participant() == few.per_participant()
    assert many.measures["T1"].alone == few.measures["T1"].alone
    assert many.residual != few.residual
    assert many.part_draws == 2 * BLOCK


@pytest.mark.heavy
def test_another_process_gives_the_same_bytes(cop15: Answer) -> None:
    code = (
        "import sys, carbonmeet as cm; from carbonmeet.draws import draw;"
        "sys.stdout.buffer.write(draw(cm.estimate('cop15-kunming'), 64, 7).totals.tobytes())"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert run.stdout == draw(cop15, 64, 7).totals.tobytes()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_tells_the_errors_and_the_forest(
    cop15: Answer, drawn: Uncertainty, lang: Lang
) -> None:
    text = summary(filled(cop15, drawn, parts=False), lang)
    assert drawn.forest is not None
    for error in (drawn.baseline.low_error, drawn.residual.high_error):
        assert f"  {error:,.0f}" in text
    for p in (0.5, 0.9, 0.95):
        assert number(drawn.forest.area(p)) in text
    assert f"{drawn.forest.compensated_by(drawn.forest.horizon_year):.1%}" in text


def test_notices_are_said_in_both_languages(drawn: Uncertainty) -> None:
    said = notices(drawn)
    assert said and all(one.zh and one.en and one.id.startswith("draws.") for one in said)


def test_ranges_fill_the_json(cop15: Answer, drawn: Uncertainty) -> None:
    data = filled(cop15, drawn).to_dict()
    for ledger in ("baseline", "residual"):
        for total in (
            data[ledger]["total"],
            *data[ledger]["by_source"].values(),
            *data[ledger]["by_period"].values(),
            *data[ledger]["per_participant"].values(),
        ):
            assert total["low"] <= total["high"]
    for way in ("alone", "in_order", "last_in", "shapley"):
        assert all(x[way]["low"] <= x[way]["high"] for x in data["measures"]["items"])
    assert data["measures"]["total"]["low"] == drawn.saving.low
    assert all(x["low"] <= x["high"] for x in data["measures"]["by_area"].values())
    for method in ("location", "market"):
        assert data["residual"]["electricity"][method]["low"] is not None
    assert data["uncertainty"]["draws"] == 2000


def test_impossible_counts_and_methods_are_refused(cop15: Answer) -> None:
    with pytest.raises(ModelError, match="number of draws"):
        draw(cop15, 1)
    with pytest.raises(ModelError, match="seed"):
        draw(cop15, 10, -1)
    with pytest.raises(ModelError, match="Did you mean 'sobol'"):
        draw(cop15, 10, **{"method": "sobool"})


def test_sobol_points_agree_with_draws(cop15: Answer, drawn: Uncertainty) -> None:
    pytest.importorskip("scipy")
    quasi = draw(cop15, BLOCK, method="sobol")
    assert abs(quasi.residual.mean - drawn.residual.mean) < 4 * drawn.residual.mean_error
    model, distributions = six_sources()
    again = [
        simulate_model(model, 2 * BLOCK, method="sobol", distributions=distributions)
        for _ in range(2)
    ]
    assert np.array_equal(again[0].totals, again[1].totals)


# the forest through the same door


WOODS = with_measures() + (
    "offset:\n  planted: 2022\n  stand: yunnan-pine\n"
    "  parcels:\n"
    "    - {id: P1, area: 900 mu}\n"
    "    - {id: P2, area: 300 mu, survival: {value: 80%, low: 60%, high: 90%}}\n"
)


def test_numbers_of_a_forest_are_inputs_like_others(tmp_path: Path) -> None:
    path = tmp_path / "woods.yaml"
    path.write_text(WOODS, encoding="utf-8")
    plain = draw(estimate(path), 2000)
    woods = {"offset.survival", "offset.parcels.P2.survival", "stands.yunnan-pine.A"}
    assert woods <= set(plain.plan.ids)
    fixed = "distributions: {offset.survival: {form: fixed, value: 0.85}}\n"
    path.write_text(WOODS + fixed, encoding="utf-8")
    sure = draw(estimate(path), 2000)
    assert "offset.survival" not in sure.plan.ids
    assert sure.residual == plain.residual  # no forest moves an emission
    assert sure.removal.sd < plain.removal.sd
    wrong = "distributions: {offset.survival: {form: normal, mean: 0.85, sd: 0.4}}\n"
    path.write_text(WOODS + wrong, encoding="utf-8")
    with pytest.raises(InputError, match=r"above 1, where offset\.survival cannot be"):
        estimate(path)


def test_what_drives_the_removal_of_a_forest(tmp_path: Path) -> None:
    path = tmp_path / "woods.yaml"
    path.write_text(WOODS, encoding="utf-8")
    found = draw(estimate(path), 2000)
    listed = {one.input.id: one for one in sensitivity.drivers(found, "removal")}
    assert {"offset.survival", "stands.yunnan-pine.k"} <= set(listed)
    assert all(name.startswith(("offset.", "stands.")) for name in listed)
    assert not set(listed) & {one.input.id for one in sensitivity.drivers(found, "residual")}
    formula = sensitivity.propagate(found, "removal")
    assert formula.value == pytest.approx(found.removal.value)
    assert formula.sd == pytest.approx(found.removal.sd, rel=0.15)  # A and k are tied
    told = explain_forest(estimate(path).workings)
    assert "offset.parcels.P2.survival" in told
    assert "logit-normal, median 0.8, 95% from 0.6 to 0.9" in told
