"""What a program that calls carbonmeet relies on: wrong types told, threads, pools, memory."""

from __future__ import annotations

import contextlib
import inspect
import io
import json
import locale
import math
import multiprocessing
import os
import tracemalloc
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
import pint
import pytest

import carbonmeet as cm

NAMES = ("forum-1500", "cop15-kunming")

#: Calls with something that the function cannot take.
WRONG: dict[str, Callable[[Any], object]] = {
    "estimate": lambda it: cm.estimate(it),
    "estimate, catalogue": lambda it: cm.estimate("forum-1500", catalogue=it),
    "estimate, draws": lambda it: cm.estimate("forum-1500", draws=[it]),  # type: ignore[arg-type]
    "simulate": lambda it: cm.simulate(it),
    "compare": lambda it: cm.compare(it, it),
    "diff": lambda it: cm.diff(it, it),
    "sweep": lambda it: cm.sweep(it, {"participants": [1]}),
    "sweep, table": lambda it: cm.sweep("forum-1500", it),
    "site": lambda it: cm.site(it),
    "plan": lambda it: cm.plan(it),
    "load_scenario": lambda it: cm.load_scenario(it),
    "load_catalogue": lambda it: cm.load_catalogue(it),
    "load_result": lambda it: cm.load_result(it),
    "verify": lambda it: cm.verify(it),
    "beats": lambda it: cm.beats(it, it),
    "difference": lambda it: cm.difference(it, it),
    "read_distribution": lambda it: cm.read_distribution(it),
    "simulate, draws": lambda it: cm.simulate("forum-1500", [it]),  # type: ignore[arg-type]
    "simulate, seed": lambda it: cm.simulate("forum-1500", 20, [it]),  # type: ignore[arg-type]
    "simulate, method": lambda it: cm.simulate("forum-1500", 20, 1, it),
    "simulate, distributions": lambda it: cm.simulate("forum-1500", 20, distributions={it: it}),
    "compare, draws": lambda it: cm.compare("starter", "starter", draws=str(it)),  # type: ignore[arg-type]
    "sweep, draws": lambda it: cm.sweep("starter", {}, draws=float(it)),  # type: ignore[arg-type]
    "sweep, column": lambda it: cm.sweep("starter", {"groups.Staff.people": object()}),  # type: ignore[dict-item]
    "plan, catalogue": lambda it: cm.plan("starter", catalogue=it),
    "site, candidates": lambda it: cm.site("starter", [it]),
    "inventory": lambda it: cm.inventory(it),
    "inventory, frame": lambda it: cm.inventory("starter", it),
    "page": lambda it: cm.page(it, "page.html"),
    "page, path": lambda it: cm.page("starter", it),
    "report.write": lambda it: cm.report.write("starter", it),
    "report.render": lambda it: cm.report.render(it, ".md"),
    "report.render, suffix": lambda it: cm.report.render("starter", it),
    "charts.sources": lambda it: cm.charts.sources(it),
    "charts.sources, lang": lambda it: cm.charts.sources("starter", lang=it),
    "charts.site_map": lambda it: cm.charts.site_map(it),
    "charts.kind_of": lambda it: cm.charts.kind_of(it),
    "draws_table": lambda it: cm.draws_table(it),
    "find_place": lambda it: cm.find_place(it),
    "airport_of": lambda it: cm.airport_of(it),
    "account": lambda it: cm.account(it, cm.load_catalogue()),
    "read_log": lambda it: cm.read_log(it, cm.load_catalogue()),
    "size_forest": lambda it: cm.size_forest(str(it)),  # type: ignore[arg-type]
    "size_forest, stand": lambda it: cm.size_forest(100, stand=it),
    "hostcity.yearly": lambda it: cm.hostcity.yearly(it),
    "hostcity.city_part": lambda it: cm.hostcity.city_part(it),
    "hostcity.double_claims": lambda it: cm.hostcity.double_claims(it),
    "replace": lambda it: cm.load_scenario("starter").replace(it),
    "replace, path": lambda it: cm.load_scenario("starter").replace({it: 1}),
    "replace, position": lambda it: cm.load_scenario("starter").replace({("groups", -it): 1}),
    "search": lambda it: cm.load_catalogue().search(it),
    "find": lambda it: cm.load_catalogue().find(it),
    "find, prefer": lambda it: cm.load_catalogue().find("grid", "CN", prefer=it),
    "find_place, within": lambda it: cm.find_place("Wien", it),
    "quantity_in": lambda it: cm.load_catalogue().factors[0].quantity_in(it),
    "page, one_language": lambda it: cm.page("starter", "page.html", one_language=it),
    "save": lambda it: cm.estimate("starter").save(it),
    "target_met": lambda it: cm.estimate("starter", draws=20).target_met(str(it)),  # type: ignore[arg-type]
    "by": lambda it: cm.estimate("starter").baseline.by(it),
}


def bound() -> dict[str, Callable[..., object]]:
    """The methods that a caller meets, by name."""
    answer, catalogue = cm.estimate("starter"), cm.load_catalogue()
    met = (answer, answer.baseline, answer.workings.model, catalogue, cm.load_scenario("starter"))
    row = catalogue.find("grid", "CN-YN", 2021, ["mee"])
    return {
        f"{type(one).__name__}.{name}": getattr(one, name)
        for one in (*met, row)
        for name, _ in inspect.getmembers(type(one), inspect.isfunction)
        if not name.startswith("_")
    }


#: Something for each argument that has no default, so that another can be wrong.
FITS = {
    "path": "none.json", "name": "Vienna", "text": "hotel", "key": "grid", "row": None,
    "region": "CN", "group": "modes", "changes": {}, "reference": "grid", "electricity": "market",
    "gwp": "AR5", "by": "source",
}  # fmt: skip


@pytest.mark.heavy
@pytest.mark.parametrize("wrong", [3, "x", [], {}, object(), pd.DataFrame({"a": [1]}), math.nan])
def test_no_argument_of_a_wrong_type_leaves_a_traceback(wrong: object, tmp_path: Path) -> None:
    """Of every method of what an estimate, a scenario and the catalogue give."""
    with contextlib.chdir(tmp_path):
        for name, method in bound().items():
            every = inspect.signature(method).parameters.values()
            taken = [one for one in every if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]
            needed = {one.name: FITS.get(one.name) for one in taken if one.default is one.empty}
            for one in taken:
                given = {**needed, one.name: wrong}
                if not any(value is None for value in given.values()):
                    try:
                        method(**given)
                    except cm.CarbonmeetError as told:
                        assert "\n" not in str(told), (name, one.name)


@pytest.mark.parametrize("call", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_type_is_told_in_one_line(call: Callable[[Any], object]) -> None:
    with pytest.raises(cm.CarbonmeetError) as told:
        call(3)
    assert str(told.value) and "\n" not in str(told.value)


#: Every public function, figures included.
PUBLIC = {
    f"{room.__name__}.{name}": getattr(room, name)
    for room in (cm, cm.charts, cm.hostcity, cm.report)
    for name in room.__all__
    if callable(getattr(room, name)) and not isinstance(getattr(room, name), type)
}


@pytest.mark.parametrize("name", PUBLIC)
def test_a_wrong_type_is_told_by_the_name_of_the_argument(name: str) -> None:
    taken = [*inspect.signature(PUBLIC[name]).parameters.values()]
    needed = [one for one in taken if one.default is one.empty and one.kind is not one.VAR_KEYWORD]
    wanted = rf"^'({'|'.join(one.name for one in taken)})' is of type .*, not object$"
    with pytest.raises(cm.CarbonmeetError, match=wanted):
        PUBLIC[name](*[object()] * (len(needed) or 1))


def test_nothing_is_no_scenario() -> None:
    with pytest.raises(cm.CarbonmeetError, match=r"^'scenario' is of type str .*, not NoneType$"):
        cm.estimate(None)  # type: ignore[arg-type]


@pytest.mark.parametrize("made", [np.zeros(3), pd.DataFrame()], ids=["array", "table"])
def test_a_table_is_no_scenario(made: Any) -> None:
    wanted = r"^'scenario' is of type str .*, not (ndarray|DataFrame)$"  # it names the argument
    with pytest.raises(cm.CarbonmeetError, match=wanted):
        cm.estimate(made)


LENGTH = "groups.Guests.local.length"
DINNER: dict[str, Any] = {
    "kind": "meeting", "title": "Dinner", "place": {"region": "CN-YN"},
    "periods": {"eve": {"year": 2024}},
    "groups": [{"name": "Guests", "period": "eve", "people": 80, "days": 1,
                "local": {"trips_per_day": 2, "length": "5 km", "modes": {"taxi": 1}}}],
}  # fmt: skip


@pytest.mark.parametrize("value", [10**400, float("nan"), 1j, b"5", object(), [10**400]])
def test_no_number_that_a_scenario_cannot_hold_gets_into_it(value: object) -> None:
    with pytest.raises(cm.InputError) as told:
        cm.load_scenario(DINNER).replace({"groups.Guests.people": value})
    assert len(told.value.faults) == 1


def test_quantities_of_pint_are_quantities_of_a_scenario() -> None:
    ureg = pint.UnitRegistry()
    scenario = cm.load_scenario(DINNER).replace({LENGTH: ureg.Quantity(5000, "m")})
    assert cm.estimate(scenario).baseline == cm.estimate(DINNER).baseline
    with pytest.raises(cm.InputError, match="got '5 kilogram'"):
        cm.load_scenario(DINNER).replace({LENGTH: ureg.Quantity(5, "kg")})


def test_a_text_of_one_line_is_a_scenario_where_it_reads_like_one(tmp_path: Path) -> None:
    text = json.dumps({"carbonmeet": 2, **DINNER})
    wanted = cm.estimate(DINNER)
    assert cm.estimate(text).baseline == cm.estimate(text.encode()).baseline == wanted.baseline
    assert cm.load_scenario("extends: starter").kind == "meeting"
    with pytest.raises(cm.InputError, match="text:1:1: kind: 'kind' is missing"):
        cm.estimate("title: Dinner")
    for name in ("dinner.yaml", "no-such-meeting", str(tmp_path / "none.yaml")):
        with pytest.raises(cm.CarbonmeetError, match=r"no such file|cannot be read"):
            cm.estimate(name)


def test_names_are_taken_where_answers_are() -> None:
    answer = cm.estimate("forum-1500")
    assert cm.simulate("forum-1500", 20) == cm.simulate(answer, 20)
    assert cm.inventory("forum-1500") == cm.inventory(answer)
    assert cm.report.render("starter", ".md") == cm.report.render(cm.estimate("starter"), ".md")
    assert cm.charts.waterfall("forum-1500").axes


def total(name: str) -> tuple[float, float, float]:
    answer = cm.estimate(name, draws=20)
    assert answer.residual.total.high is not None
    return answer.baseline.total.value, answer.residual.total.value, answer.residual.total.high


@pytest.mark.heavy
def test_eight_threads_give_the_answers_of_one() -> None:
    wanted = {name: total(name) for name in NAMES}
    with ThreadPoolExecutor(8) as pool:
        asked = NAMES * 4
        found = list(pool.map(total, asked))
    assert found == [wanted[name] for name in asked]


def drawn(job: tuple[str, str]) -> bytes:
    name, kind = job
    buffer = io.BytesIO()
    cm.charts.KINDS[kind](cm.estimate(name), lang="zh").savefig(buffer, format="svg")
    return buffer.getvalue()


@pytest.mark.heavy
def test_eight_threads_draw_the_figures_of_one() -> None:
    jobs = [(name, kind) for kind in ("sources", "ranking") for name in NAMES]
    wanted = {job: drawn(job) for job in jobs}
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(drawn, jobs * 2))
    assert found == [wanted[job] for job in jobs * 2]


@pytest.mark.heavy
@pytest.mark.parametrize(
    "method", [one for one in ("fork", "spawn") if one in multiprocessing.get_all_start_methods()]
)
def test_other_processes_give_the_same(method: str) -> None:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(method)) as pool:
        assert pool.submit(total, "forum-1500").result(60) == total("forum-1500")


@pytest.mark.heavy
def test_many_estimates_keep_no_memory() -> None:
    def some(first: int) -> None:
        for i in range(first, first + 40):
            leg = {"mode": "rail", "return_distance": "500 km"}
            guests = {"name": "Guests", "period": "eve", "people": 80 + i, "travel": [leg]}
            people = {
                "kind": "meeting", "title": f"Dinner {i}", "prefer": ["cpcd"],
                "place": {"region": "CN-YN"},
                "periods": {"eve": {"year": 2024}}, "groups": [guests],
            }  # fmt: skip
            cm.estimate(people)

    some(0)  # fills what is kept, which has its bounds
    tracemalloc.start()
    try:
        some(100)
        before = tracemalloc.get_traced_memory()[0]
        some(200)
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert grown < 1_000_000


def test_what_belongs_to_the_caller_is_left_alone() -> None:
    def state() -> tuple[object, ...]:
        mask = os.umask(0o22)
        os.umask(mask)
        return (
            id(pint.get_application_registry().get()), dict(matplotlib.rcParams),
            locale.setlocale(locale.LC_ALL), list(warnings.filters), mask, dict(os.environ),
        )  # fmt: skip

    before = state()
    answer = cm.estimate("forum-1500", draws=50)
    answer.to_dict()
    cm.charts.sources(answer)
    assert state() == before
