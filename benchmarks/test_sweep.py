"""How long a sweep takes: ``pytest benchmarks/test_sweep.py --benchmark-only``.

The people of every group of COP15 in 100,000 rows, beside the NumPy arithmetic that such a table
cannot avoid. What counts as that arithmetic, in process time:

* ``arithmetic``: in every row, the lines that the people of a group enter, before the measures and
  after them: amount times everything else of its chain, worked out beforehand, and the sums by
  source. Lines that no column enters are one constant. No unit is read, no cell is checked, no
  model is compiled, no table is made of the result.
* ``folded``: the same with the lines of a group added up beforehand, which is one product of
  matrices. It is the least there is; a sweep gets there too (`carbonmeet.kernel.folded`), after it
  has found out that it may: that costs as much as a sweep of two rows, whatever the number of rows.

A sweep costs at most three times the first. What it takes for each further row costs at most three
times the second: compiling is left out there, and nothing else.
"""

from __future__ import annotations

import time
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
        touched = np.array([bool(one) for one in found])
        self.group = np.array([one[0] for one in found if one])
        head = np.array([one.value for one in self.people])[self.group]
        before, after = result.model.run()[0], result.model.run(result.uptake)[0]
        self.before, self.after = before[touched] / head, after[touched] / head
        sums = trial.groups[[i for i, (by, _) in enumerate(trial.columns) if by != "period"]]
        self.sums, total = sums[:, touched], sums[:, ~touched]
        self.rest = total @ before[~touched], float((total @ after[~touched])[0])
        one = np.zeros((len(self.group), len(self.people)))
        one[np.arange(len(self.group)), self.group] = 1.0
        self.folded = self.sums @ (one * self.before[:, None])
        self.folded_after = self.sums[:1] @ (one * self.after[:, None])

    def table(self) -> pd.DataFrame:
        rng = np.random.default_rng(20211011)
        titles = [one.id for one in self.people]
        return pd.DataFrame(rng.integers(10, 1000, (ROWS, len(titles))), columns=titles)

    def line_by_line(self, people: Floats) -> tuple[Floats, Floats]:
        """Sums of every row, t CO2e; blocks of rows stay in the processor's cache."""
        columns = np.ascontiguousarray(people.T, dtype=float)
        before, after = np.empty((len(self.sums), len(people))), np.empty(len(people))
        for start in range(0, len(people), BLOCK):
            here = slice(start, start + BLOCK)
            amounts = columns[:, here][self.group]
            before[:, here] = self.sums @ (amounts * self.before[:, None])
            after[here] = self.sums[0] @ (amounts * self.after[:, None])
        return before + self.rest[0][:, None], after + self.rest[1]

    def in_one_product(self, people: Floats) -> tuple[Floats, Floats]:
        """The same with the lines of a group added up beforehand."""
        columns = np.ascontiguousarray(people.T, dtype=float)
        before, after = self.folded @ columns, self.folded_after @ columns
        return before + self.rest[0][:, None], after[0] + self.rest[1]


@pytest.fixture(scope="module")
def by_hand() -> ByHand:
    return ByHand()


@pytest.mark.benchmark(group="100,000 rows of the people of COP15")
@pytest.mark.parametrize("what", ["arithmetic", "folded", "sweep", "sweep of two rows"])
def test_sweep(benchmark: BenchmarkFixture, by_hand: ByHand, what: str) -> None:
    table = by_hand.table()
    values = table.to_numpy()
    scenario, catalogue = cm.load_scenario("cop15-kunming"), cm.load_catalogue()
    run: dict[str, Callable[[], object]] = {
        "arithmetic": lambda: by_hand.line_by_line(values),
        "folded": lambda: by_hand.in_one_product(values),
        "sweep": lambda: cm.sweep(scenario, table, catalogue=catalogue),
        "sweep of two rows": lambda: cm.sweep(scenario, table[:2], catalogue=catalogue),
    }
    benchmark(run[what])
    found = cm.sweep(scenario, table, catalogue=catalogue)
    for before, after in (by_hand.line_by_line(values), by_hand.in_one_product(values)):
        np.testing.assert_allclose(found["baseline"], before[0], rtol=1e-9)
        np.testing.assert_allclose(found["residual"], after, rtol=1e-9)


def test_a_sweep_costs_at_most_thrice_its_arithmetic(by_hand: ByHand) -> None:
    table = by_hand.table()
    values = table.to_numpy()
    scenario, catalogue = cm.load_scenario("cop15-kunming"), cm.load_catalogue()
    rounds = [
        (
            spent(lambda: by_hand.line_by_line(values)),
            spent(lambda: by_hand.in_one_product(values)),
            spent(lambda: cm.sweep(scenario, table, catalogue=catalogue)),
            spent(lambda: cm.sweep(scenario, table[:2], catalogue=catalogue)),
        )
        for _ in range(7)
    ]
    lines, folded, whole, first = np.median(rounds, axis=0)
    print(
        f"of the arithmetic line by line: {whole / lines:.2f}; "
        f"of one product, for the rows alone: {(whole - first) / folded:.2f}, "
        f"with finding out that it may: {whole / folded:.2f}"
    )
    assert whole <= 3 * lines
    assert whole - first <= 3 * folded


def spent(run: Callable[[], object]) -> float:
    """Seconds of the processor, all threads together."""
    start = time.process_time()
    run()
    return time.process_time() - start
