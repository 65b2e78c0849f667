"""How long ranges take: ``pytest benchmarks/test_uncertainty.py``.

Budgets on two cores: 100,000 draws of COP15 with its measures and forest in 5 s and 500 MB; the
ranges of each measure in 20 s; a million draws a second of a six-source model.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from typing import Any

import pytest

from carbonmeet.draws import draw, simulate_model
from carbonmeet.estimation import estimate

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from six_sources import six_sources

DRAWS = 100_000


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.parametrize("threads", [1, 2])
def test_cop15_with_measures_and_forest(benchmark: Any, threads: int) -> None:
    result = estimate("cop15-kunming")
    found = benchmark.pedantic(
        lambda: draw(result, DRAWS, threads=threads), rounds=3, warmup_rounds=1
    )
    assert found.forest is not None
    benchmark.extra_info["peak MB"] = round(megabytes())


def test_ranges_of_every_measure(benchmark: Any) -> None:
    result = estimate("cop15-kunming")
    rounds = [draw(result, DRAWS) for _ in range(2)]
    found = benchmark.pedantic(lambda: rounds.pop().measures, rounds=2)
    assert len(found) == 25
    benchmark.extra_info["peak MB"] = round(megabytes())


def test_quick_estimate(benchmark: Any) -> None:
    result = estimate("cop15-kunming")
    benchmark(lambda: draw(result))


def test_six_sources(benchmark: Any) -> None:
    model, distributions = six_sources()
    draws = 1_000_000
    found = benchmark.pedantic(
        lambda: simulate_model(model, draws, distributions=distributions).baseline, rounds=3
    )
    assert found.low < found.high
    benchmark.extra_info["draws a second"] = round(draws / benchmark.stats.stats.median)
