"""The page's kernel in JavaScript gives Python's numbers: totals, ranges, attribution, forest.

QuickJS stands in for a browser: no page, no network, no Node. A sample runs here; a thousand
programmes of every shipped scenario run among the heavy tests.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator

import carbonmeet as cm
from carbonmeet.draws.document import open_trial, trial_document
from carbonmeet.draws.simulation import distributions_of, planned
from carbonmeet.kernel import sums_over
from carbonmeet.kernel.attribution import attribute
from carbonmeet.numbers.distribution import Distribution, distribution_of
from carbonmeet.numbers.vector import Sum
from carbonmeet.pricing.workings import counted_uptake
from carbonmeet.view.page.moving import ways
from carbonmeet.view.page.opened import opened
from carbonmeet.view.page.pack import packed
from carbonmeet.view.page.scripts import joined

quickjs = pytest.importorskip("quickjs", reason="needs the JavaScript engine quickjs")

ROOT = Path(__file__).parent.parent
SHIPPED = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))
SAMPLE = ("cop15-kunming", "forum-1500", "kunming-2030")
#: Relative: the project's promise.
CLOSE = 1e-12
SEED = 1


class Both:
    """One scenario in both languages, with the same random programmes and inputs."""

    def __init__(self, scenario: object, draws: int) -> None:
        answer = cm.estimate(scenario)
        found = answer.workings
        self.workings = opened(found.scenario, found.catalogue)
        self.trial, self.draws = open_trial(self.workings), draws
        self.chosen = distributions_of(self.workings, self.trial)
        self.market = self.workings.scenario.methods["electricity"] == "market"
        data = packed(trial_document(self.workings, draws, SEED), lambda _: False)
        self.context = quickjs.Context()
        self.context.eval(joined())
        self.context.set("text", json.dumps(data | {"market": self.market}, allow_nan=False))
        self.context.eval(
            f"const world = new World(unpacked(JSON.parse(text)), {draws}); world.draw(1e9);"
            "function step(settings, period) {"
            " world.set(new Map(settings)); return JSON.stringify(world.answer(period)); }"
            "function woods(asked) { const a = world.answer();"
            " const found = world.offset(asked, a.total);"
            " return JSON.stringify([found, world.offsetDrawn(found, a.total)]); }"
        )

    def settings(self, rng: np.random.Generator) -> dict[int, tuple[float, float | None, Any]]:
        """Other values at some rows, uptakes among them: a third with their range kept."""
        found: dict[int, tuple[float, float | None, Any]] = {}
        for row, one in enumerate(self.trial.inputs):
            uptake = one.path[0] == "measures"
            if one.terms or rng.random() > (0.9 if uptake else 0.3):
                continue
            if uptake:
                value = float(rng.random()) if rng.random() < 0.75 else 0.0
                found[row] = (value, None, None)
                continue
            ratio = float(np.exp(rng.normal(0.0, 0.3)))
            least, most = one.limits
            value = min(max(one.value * ratio, least), most)
            written = self.chosen[one.id].origin != "range"
            if written or one.low is None or one.high is None or rng.random() < 0.66:
                found[row] = (value, None, None)
                continue
            low, high = (min(max(end * ratio, least), most) for end in (one.low, one.high))
            found[row] = (value, low, high)
        return found

    def python(self, settings: dict[int, tuple[float, float | None, Any]]) -> dict[str, Any]:
        """What the kernel of Python says."""
        trial, model = self.trial, self.workings.model
        central, chosen = trial.values.copy(), dict(self.chosen)
        for row, (value, low, high) in settings.items():
            one = trial.inputs[row]
            central[row] = value
            moved = replace(one, value=value, low=low, high=high)
            chosen[one.id] = Distribution.fixed(value) if low is None else distribution_of(moved)
        for step in trial.vector.steps:
            if isinstance(step, Sum):
                central[step.row] = step.at(central)
        intended = np.array(
            [
                np.clip(np.prod([central[r] ** p * s for r, p, s in recipe]), 0, 1)
                for recipe in self.recipes()
            ]
        )
        uptake = counted_uptake(model, intended, market=self.market)
        x = central[: len(model.inputs)]
        vector = trial.vector
        plan = planned(trial, chosen, self.draws, SEED)
        place = trial.place(plan)
        everything = np.repeat(central[:, None], self.draws, axis=1)
        everything[place] = plan.values(plan.normals(0))[:, : self.draws]
        for step in vector.steps:
            if isinstance(step, Sum) and vector.numbers[step.row].domain == "positive":
                # what a file with these values would have for its least
                least = vector.numbers[step.row].limits[0]
                step = step._replace(least=max(least, 0.01 * central[step.row]))
            step.complete(everything)
        u = trial.uptakes(everything, uptake)
        sources, by_source = sums_over([line.activity.source for line in model.lines])
        before, after = model.before_and_after(
            u, everything[: len(model.inputs)].T, np.vstack([by_source.sum(0), by_source]) / 1000
        )
        told = attribute(model, uptake, x)
        idle = np.zeros(len(uptake))
        return {
            "before": model.totals(idle, x)[0, 0] / 1000,
            "after": model.totals(uptake, x)[0, 0] / 1000,
            "sources": dict(
                zip(sources, model.totals(uptake, x, by_source)[0] / 1000, strict=True)
            ),
            "ends": [*ends(before[:, 0]), *ends(after[:, 0]), *ends(before[:, 0] - after[:, 0])],
            "source_ends": {name: ends(after[:, 1 + i]) for i, name in enumerate(sources)},
            "ways": [np.array(getattr(told, way)) / 1000 for way in WAYS],
        }

    def recipes(self) -> list[list[tuple[int, int, float]]]:
        rows = self.trial.vector.rows
        return [
            [(rows[one.id], power, one.unit.scale**power) for one, power in recipe]
            for recipe in self.workings.recipes
        ]

    def script(self, settings: dict[int, tuple[float, float | None, Any]]) -> dict[str, Any]:
        """What the kernel of the page says; whatever is not set goes back to the file's."""
        given = [
            [row, dict(zip(("value", "low", "high"), settings.get(row, own), strict=True))]
            for row, own in enumerate((one.value, one.low, one.high) for one in self.trial.inputs)
            if not self.trial.inputs[row].terms
        ]
        answer = self.context.eval(f"step({json.dumps(given)}, -1)")
        found: dict[str, Any] = json.loads(answer)
        return found


WAYS = ("alone", "in_order", "last_in", "shapley")


def ends(draws: np.ndarray) -> list[float]:
    return [float(one) for one in np.quantile(draws, (0.025, 0.975))]


@cache
def both(name: str, draws: int = 64) -> Both:
    return Both(name, draws)


def near(one: float, other: float, size: float = 0.0) -> bool:
    """Equal to the promise, relative to themselves, or to what they are differences of."""
    return abs(one - other) <= CLOSE * max(abs(other), size)


def compare(pair: Both, rng: np.random.Generator) -> None:
    settings = pair.settings(rng)
    python, script = pair.python(settings), pair.script(settings)
    total, size = script["total"], python["before"]
    assert near(total["before"], python["before"]) and near(total["after"], python["after"])
    names = ("beforeLow", "beforeHigh", "afterLow", "afterHigh", "savingLow", "savingHigh")
    for name, value in zip(names, python["ends"], strict=True):
        assert near(total[name], value, size if name.startswith("saving") else 0.0), name
    model = json.loads(pair.context.eval("JSON.stringify(world.model.sources)"))
    for name, found in zip(model, script["sources"], strict=True):
        assert near(found["after"], python["sources"][name], 1e-3 * size), name
        low, high = python["source_ends"][name]
        assert near(found["afterLow"], low, 1e-3 * size), name
        assert near(found["afterHigh"], high, 1e-3 * size), name
    for way, values in zip(("alone", "inOrder", "lastIn", "shapley"), python["ways"], strict=True):
        for i, value in enumerate(values):
            assert near(script["attribution"][way][str(i)], value, 1e-3 * size), (way, i)


@pytest.mark.parametrize("name", SAMPLE)
def test_random_programmes_and_inputs(name: str) -> None:
    rng = np.random.default_rng(7)
    for _ in range(4):
        compare(both(name), rng)


@pytest.mark.heavy
@pytest.mark.parametrize("name", SHIPPED)
def test_a_thousand_random_programmes_and_inputs(name: str) -> None:
    rng = np.random.default_rng(11)
    pair = Both(name, 40)
    for _ in range(1000):
        compare(pair, rng)


def test_the_ranges_are_those_of_the_command() -> None:
    pair, sure = both("cop15-kunming", 100), cm.simulate(cm.estimate("cop15-kunming"), draws=100)
    total = pair.script({})["total"]
    for name, one in (
        ("before", sure.baseline.total),
        ("after", sure.residual.total),
        ("saving", sure.saving),
    ):
        assert near(total[name], one.value, sure.baseline.total.value)
        assert near(total[f"{name}Low"], one.low or 0, sure.baseline.total.value)
        assert near(total[f"{name}High"], one.high or 0, sure.baseline.total.value)


def test_the_normals_are_those_of_numpy() -> None:
    pair = both("forum-1500")
    chosen = distributions_of(pair.workings, pair.trial)
    plan = planned(pair.trial, chosen, 2000, 5)
    wanted = plan.normals(0, 2)[:3, :2000]
    keys = json.dumps(plan.to_dict()["keys"][:3])
    found = json.loads(
        pair.context.eval(
            f"JSON.stringify({keys}.map((key) => {{ const out = new Float64Array(2000);"
            " normals(key, out, 0, 2000, 1024); return Array.from(out); }))"
        )
    )
    assert np.allclose(found, wanted, rtol=1e-13, atol=1e-15)


FORMS = {
    "lognormal": {"form": "lognormal", "median": 600, "gsd2": 1.3},
    "normal": {"form": "normal", "mean": 600, "sd": 30},
    "kept normal": {"form": "normal", "mean": 600, "sd": 190},
    "uniform": {"form": "uniform", "low": 500, "high": 720},
    "triangular": {"form": "triangular", "low": 500, "mode": 590, "high": 720},
    "pert": {"form": "pert", "low": 500, "mode": 590, "high": 720},
}


@pytest.mark.parametrize("form", FORMS)
def test_written_distributions(form: str) -> None:
    """Forms without a formula travel as tables."""
    path = 'groups["From Kunming"].people'
    forum = cm.load_scenario("forum-1500").replace({path: 600})
    pair = Both(forum.replace({("distributions",): {path: FORMS[form]}}), 50)
    python, script = pair.python({}), pair.script({})
    assert pair.chosen['groups["From Kunming"].people'].origin == "explicit"
    assert near(script["total"]["afterLow"], python["ends"][2])
    assert near(script["total"]["afterHigh"], python["ends"][3])


def test_numbers_that_go_together() -> None:
    """The page mixes the same normals, and lets nobody move a number that others go with."""
    forum = cm.load_scenario("forum-1500")
    people = [one for one in Both(forum, 2).chosen if one.endswith(".people")][:3]
    pairs = [{"between": people[:2], "rank": 0.8}, {"between": people[1:], "rank": -0.5}]
    pair = Both(forum.replace({"correlations": pairs}), 50)
    python, script = pair.python({}), pair.script({})
    assert near(script["total"]["afterLow"], python["ends"][2])
    assert near(script["total"]["afterHigh"], python["ends"][3])
    found = ways(pair.workings.scenario, pair.trial, pair.chosen)
    assert {found[one].why for one in people} == {"together"}


def test_a_meter_stays_what_it_is_when_a_measure_moves() -> None:
    """What was measured is what the measures left: the baseline changes with them."""
    forum = cm.load_scenario("forum-1500")
    [hall] = forum.document.data["venue"]
    metered = {"period": hall["period"], "label": hall["label"]}
    metered |= {"energy": {"value": "9000 kWh", "basis": "measured"}}
    base = forum.replace({("venue",): [metered], ("measures",): {"others": "planned"}})
    pair = Both(base, 50)
    assert pair.trial.metered
    for uptake in (None, 0.9, 0.1):
        other = base if uptake is None else base.replace({"measures.V3": uptake})
        answer = cm.simulate(cm.estimate(other), draws=50)
        row = pair.trial.vector.rows["measures.V3.uptake"]
        settings = {} if uptake is None else {row: (uptake, None, None)}
        total = pair.script(settings)["total"]
        for name, one in (("before", answer.baseline.total), ("after", answer.residual.total)):
            assert near(total[name], one.value), (uptake, name)
            assert near(total[f"{name}Low"], one.low or 0), (uptake, name)
            assert near(total[f"{name}High"], one.high or 0), (uptake, name)


def test_counts_stay_what_they_are_and_too_little_saves_nothing() -> None:
    """People who were counted, and brochures of which few draws leave a fifth."""
    path = 'groups["From Kunming"].people'
    brochures = {"period": "forum", "item": "brochure"}
    brochures |= {"amount": {"value": "900 item", "basis": "measured"}}
    measured = {"value": 300, "basis": "measured"}
    wanted = {path: measured, ("consumables",): [brochures]}
    chosen = {"T6": 0.5, "P1": {"value": 0.8, "low": 0.4, "high": 0.95}}
    base = cm.load_scenario("forum-1500").replace({**wanted, ("online",): []})
    base = base.replace({("measures",): chosen})
    pair = Both(base, 50)
    assert {one.part for one in pair.trial.metered} == {"heads", "all"}
    for measure, uptake in (("T6", None), ("T6", 0.3), ("P1", 0.9)):
        other = base if uptake is None else base.replace({f"measures.{measure}": uptake})
        answer = cm.simulate(cm.estimate(other), draws=50)
        row = pair.trial.vector.rows[f"measures.{measure}.uptake"]
        settings = {} if uptake is None else {row: (uptake, None, None)}
        total = pair.script(settings)["total"]
        for name, one in (("before", answer.baseline.total), ("after", answer.residual.total)):
            assert near(total[name], one.value), (uptake, name)
            assert near(total[f"{name}Low"], one.low or 0), (uptake, name)
            assert near(total[f"{name}High"], one.high or 0), (uptake, name)


@pytest.mark.parametrize(
    ("stand", "rules"),
    [
        pytest.param("yunnan-pine", "event-practice-20-year", marks=pytest.mark.heavy),
        ("yunnan-pine", "strict"),
    ],
)
def test_the_forest_moves_as_in_a_file(stand: str, rules: str) -> None:
    offset = {"stand": stand, "planted": 2021, "rules": rules, "area": "3607 mu"}
    said = {"additional": True, "exclusive": True}
    base = cm.load_scenario("cop15-kunming").replace({("offset",): offset | said})
    pair = Both(base, 60)
    for shift, horizon, mu in ((0, None, None), (3, 30, 5000.0)):
        moved = {"planted": 2021 + shift} | ({} if mu is None else {"area": f"{mu} mu"})
        moved |= {} if horizon is None else {"horizon": f"{horizon} year"}
        answer = cm.estimate(base.replace({("offset",): offset | said | moved}), draws=60)
        area = None if mu is None else mu / 15
        asked = {"area": area, "shift": shift, "horizon": horizon, "credits": 0}
        found, drawn = json.loads(pair.context.eval(f"woods({json.dumps(asked)})"))
        assert answer.offset is not None
        assert near(found["removal"], answer.offset.removal.value)
        assert found["balanceYear"] == answer.offset.balance_year
        assert near(drawn["removal"][0], answer.offset.removal.low or 0)
        assert near(drawn["removal"][1], answer.offset.removal.high or 0)
        told = answer.uncertainty.forest
        assert drawn["chance"] == told["compensated_by_horizon"]
        for (p, hectares), row in zip(
            drawn["areas"], told["area_at_confidence"].values(), strict=True
        ):
            assert near(hectares, row["value"]), p


@pytest.mark.parametrize(
    ("planted", "stand", "rules", "horizon"),
    [
        (2018, "yunnan-pine", "event-practice-20-year", "20 year"),
        pytest.param(2005, "yunnan-pine", "strict", "18 year", marks=pytest.mark.heavy),
        pytest.param(1996, "larch-weichang", "strict", "20 year", marks=pytest.mark.heavy),
    ],
)
def test_the_horizon_moves_with_a_planting_before_the_event(
    planted: int, stand: str, rules: str, horizon: str
) -> None:
    offset = {"planted": planted, "stand": stand, "rules": rules}
    offset |= {"area": "3607 mu", "horizon": horizon}
    offset |= {"additional": True, "exclusive": True}
    base = cm.load_scenario("cop15-kunming").replace({("offset",): offset})
    pair = Both(base, 20)
    for shift, years in ((0, None), (-4, None), (0, 30), (-3, 2), (10, 25)):
        moved = {"planted": planted + shift}
        moved |= {} if years is None else {"horizon": f"{years} year"}
        answer = cm.estimate(base.replace({("offset",): offset | moved}), draws=20).offset
        asked = {"area": None, "shift": shift, "horizon": years, "credits": 0}
        found, drawn = json.loads(pair.context.eval(f"woods({json.dumps(asked)})"))
        assert answer is not None
        assert found["horizon"] == answer.horizon_year, (shift, years)
        assert near(found["removal"], answer.removal.value), (shift, years)
        if answer.removal.low is not None:  # the growth of larch has no range
            assert near(drawn["removal"][0], answer.removal.low), (shift, years)
        assert found["balanceYear"] == answer.balance_year, (shift, years)


@pytest.mark.heavy
def test_every_stand_under_every_rule() -> None:
    from carbonmeet.forest.stands import read_stands
    from carbonmeet.offset.rules import rules_of

    base = cm.load_scenario("forum-1500")
    for stand in read_stands():
        for rules in rules_of().rules:
            offset = {"stand": stand, "planted": 2024, "rules": rules}
            offset |= {"additional": True, "exclusive": True}
            other = base.replace({("offset",): offset})
            try:
                answer = cm.estimate(other, draws=40)
            except cm.InputError:
                continue  # this stand removes nothing by then
            pair = Both(other, 40)
            asked = {"area": None, "shift": 0, "horizon": None, "credits": 0}
            found, drawn = json.loads(pair.context.eval(f"woods({json.dumps(asked)})"))
            assert answer.offset is not None
            # Python finds a discount by small steps (1e-4 of a logarithm), once for one hectare and
            # once for the whole forest: the two agree to ten digits, not to the last
            discounted = rules_of().rules[rules].uncertainty.method != "none"
            close = 1e-10 if discounted else CLOSE
            offset_of = answer.offset
            for told, one in (
                (found["area"] * 15, offset_of.area),
                (found["removal"], offset_of.removal),
            ):
                assert np.isclose(told, one.value, rtol=close, atol=0), (stand, rules)
            years = {row.year: row.creditable for row in answer.offset.curve}
            for year, debt in zip(found["years"], found["curve"], strict=True):
                if year in years:
                    kept = found["owed"] - debt
                    assert abs(kept - years[year]) <= close * found["owed"], (stand, year)
            if answer.offset.removal.low is not None and "chance" in drawn:
                told = answer.uncertainty.forest["compensated_by_horizon"]
                assert told is None or drawn["chance"] == told, (stand, rules)


@pytest.mark.parametrize("name", SAMPLE)
def test_the_document_keeps_to_its_schema(name: str) -> None:
    schema = json.loads((ROOT / "docs/reference/model.schema.json").read_text("utf-8"))
    data = cm.estimate(name).workings.model.to_dict()
    Draft202012Validator(schema).validate(json.loads(json.dumps(data, allow_nan=False)))


def test_families_share_no_row_of_weights() -> None:
    for name in SAMPLE:
        data = both(name).workings.model.to_dict()
        rows = [{data["lines"][i]["row"] for i in one["lines"]} for one in data["families"]]
        assert sum(map(len, rows)) == len(set().union(*rows))
