"""How fast a forest is drawn: 100,000 draws over 40 years, and one answer."""

from __future__ import annotations

from typing import Any

import numpy as np

from carbonmeet.forest.stands import read_stands
from carbonmeet.offset import assess_forest, creditable_per_ha, read_rules, rule_values


def test_draws_of_one_year(benchmark: Any) -> None:
    pine = read_stands()["yunnan-pine"]
    rng = np.random.default_rng(0)
    drawn = pine.at(
        {
            name: pine.parameters[name].value * np.exp(0.1 * rng.standard_normal(100_000))
            for name in pine.uncertain
        }
    )
    values = rule_values(read_rules().rules["event-practice-20-year"])
    kappa = benchmark(creditable_per_ha, drawn, values, [20])
    assert kappa.shape == (100_000, 1)


def test_draws_of_a_curve(benchmark: Any) -> None:
    pine = read_stands()["yunnan-pine"]
    rng = np.random.default_rng(0)
    drawn = pine.at(
        {
            name: pine.parameters[name].value * np.exp(0.1 * rng.standard_normal(10_000))
            for name in pine.uncertain
        }
    )
    values = rule_values(read_rules().rules["event-practice-20-year"])
    kappa = benchmark(creditable_per_ha, drawn, values, np.arange(41))
    assert kappa.shape == (10_000, 41)


def test_one_answer(benchmark: Any) -> None:
    stands = read_stands()
    result = benchmark(assess_forest, 3607, 12_000, planted=2021, stands=stands)
    assert result.balance_year == 2039
