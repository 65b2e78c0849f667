"""What a program that calls carbonmeet relies on: wrong types told, threads, pools, memory."""

from __future__ import annotations

import locale
import multiprocessing
import os
import tracemalloc
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import matplotlib
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
}


@pytest.mark.parametrize("call", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_type_is_told_in_one_line(call: Callable[[Any], object]) -> None:
    with pytest.raises(cm.CarbonmeetError) as told:
        call(3)
    assert str(told.value) and "\n" not in str(told.value)


def total(name: str) -> tuple[float, float, float]:
    answer = cm.estimate(name, draws=20)
    assert answer.residual.total.high is not None
    return answer.baseline.total.value, answer.residual.total.value, answer.residual.total.high


def test_eight_threads_give_the_answers_of_one() -> None:
    wanted = {name: total(name) for name in NAMES}
    with ThreadPoolExecutor(8) as pool:
        asked = NAMES * 4
        found = list(pool.map(total, asked))
    assert found == [wanted[name] for name in asked]


@pytest.mark.parametrize(
    "method", [one for one in ("fork", "spawn") if one in multiprocessing.get_all_start_methods()]
)
def test_other_processes_give_the_same(method: str) -> None:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(method)) as pool:
        assert pool.submit(total, "forum-1500").result(60) == total("forum-1500")


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
