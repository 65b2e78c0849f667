"""How long a sweep takes: ``pytest benchmarks/test_sweep.py --benchmark-only``.

The people of every group of COP15 in 100,000 rows, beside the NumPy arithmetic that such a table
takes line by line: each line is a constant times the people of its group, and the lines are summed
by source, before the measures and after them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from pytest_benchmark.fixture import BenchmarkFixture

import carbonmeet as cm
from carbonmeet.draws.trial import trial_of

Floats = NDArray[np.float64]
ROWS = 100_000
BLOCK = 1024


class ByHand:
    """The arithmetic alone: constants worked out beforehand."""

    def __init__(self) -> None:
        result = cm.estimate("cop15-kunming").workings
        trial = trial_of(result)
        inputs = result.model.inputs
        rows = [row for row, one in enumerate(inputs) if one.path[-1] == "people"]
        self.people = [inputs[row] for row in rows if inputs[row].path[0] == "groups"]
        place = {one.id: at for at, one in enumerate(self.people)}
        lines = [one.activity.amount for one in result.model.lines]
        found = [[place[n.id] for n, _ in amount if n.id in place] for amount in lines]
        self.group = np.array([one[0] if one else len(place) for one in found])
        head = np.array([one.value for one in self.people] + [1.0])[self.group]
        self.before = result.model.run()[0] / head
        self.after = result.model.run(result.uptake)[0] / head
        self.sums = trial.groups[[i for i, (by, _) in enumerate(trial.columns) if by != "period"]]

    def table(self) -> pd.DataFrame:
        rng = np.random.default_rng(20211011)
        titles = [one.id for one in self.people]
        return pd.DataFrame(rng.integers(10, 1000, (ROWS, len(titles))), columns=titles)

    def totals(self, people: Floats) -> tuple[Floats, Floats]:
        """Sums of every row, t CO2e; blocks of rows stay in the processor's cache."""
        extended = np.vstack([people.T, np.ones(len(people))])
        before, after = (np.empty((len(self.sums), len(people))) for _ in range(2))
        for start in range(0, len(people), BLOCK):
            here = slice(start, start + BLOCK)
            amounts = extended[:, here][self.group]
            before[:, here] = self.sums @ (amounts * self.before[:, None])
            after[:, here] = self.sums @ (amounts * self.after[:, None])
        return before, after


@pytest.fixture(scope="module")
def by_hand() -> ByHand:
    return ByHand()


@pytest.mark.benchmark(group="100,000 rows of the people of COP15")
@pytest.mark.parametrize("what", ["arithmetic", "sweep"])
def test_sweep(benchmark: BenchmarkFixture, by_hand: ByHand, what: str) -> None:
    table = by_hand.table()
    values = table.to_numpy()
    scenario, catalogue = cm.load_scenario("cop15-kunming"), cm.load_catalogue()
    run: dict[str, Callable[[], object]] = {
        "arithmetic": lambda: by_hand.totals(values),
        "sweep": lambda: cm.sweep(scenario, table, catalogue=catalogue),
    }
    benchmark(run[what])
    found = cm.sweep(scenario, table, catalogue=catalogue)
    before, after = by_hand.totals(values)
    np.testing.assert_allclose(found["baseline"], before[0], rtol=1e-9)
    np.testing.assert_allclose(found["residual"], after[0], rtol=1e-9)
