"""The kernel against the NumPy arithmetic it cannot avoid.

Run ``python -m pytest benchmarks --benchmark-only``; compare the rows of one group.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from bench import datum, link

import carbonmeet as cm
from carbonmeet.base.text import Label
from carbonmeet.kernel import compile_model
from carbonmeet.kernel.attribution import attribute
from carbonmeet.kernel.programmes import all_programmes
from carbonmeet.numbers.activity import Activity
from carbonmeet.units import parse_unit


@pytest.fixture(scope="module")
def cop15() -> cm.Answer:
    return cm.estimate("cop15-kunming")


@pytest.fixture(scope="module")
def rows(cop15: cm.Answer) -> np.ndarray:
    return np.random.default_rng(1).random((10_000, len(cop15.workings.uptake)))


@pytest.mark.benchmark(group="10,000 programmes, every line kept")
def test_kernel(benchmark, cop15, rows):
    benchmark(cop15.workings.model.run, rows)


@pytest.mark.benchmark(group="10,000 programmes, every line kept")
def test_numpy_floor(benchmark, cop15, rows):
    """Amount times price times weight for every line and row, the weights for nothing."""
    amount, price = cop15.workings.model.quantities().T, cop15.workings.model.prices().T

    def floor() -> np.ndarray:
        weight = np.ones((len(amount), len(rows)))
        weight *= amount
        weight *= price
        return weight

    benchmark(floor)


@pytest.mark.benchmark(group="all programmes of 25 measures")
def test_all_programmes(benchmark, cop15):
    benchmark.pedantic(all_programmes, (cop15.workings.model, cop15.workings.uptake), rounds=3)


@pytest.mark.benchmark(group="Shapley of 25 measures")
def test_shapley(benchmark, cop15):
    _ = cop15.workings.model.families  # made once, with the model
    benchmark(attribute, cop15.workings.model, cop15.workings.uptake)


def _many(count: int) -> list[Activity]:
    unit, taxi = parse_unit("passenger km"), link("taxi")
    return [
        Activity(
            "transport.road",
            "p",
            Label("x"),
            (datum(f"a{i}", 1.0 + i, "passenger km"),),
            unit,
            (taxi,),
        )
        for i in range(count)
    ]


@pytest.fixture(scope="module")
def many() -> cm.Model:
    return compile_model(_many(100_000))


@pytest.mark.benchmark(group="pricing 100,000 lines")
def test_pricing(benchmark, many):
    assert benchmark(many.run).shape == (1, 100_000)


@pytest.mark.benchmark(group="pricing 100,000 lines")
def test_pricing_floor(benchmark, many):
    """One gather of the factors and one product."""
    amounts = many.quantities()[0]
    factor = np.array([0.2])
    which = np.zeros(len(amounts), dtype=np.intp)
    benchmark(lambda: amounts * factor[which])
