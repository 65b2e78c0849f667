"""How emissions are spread: Lorenz curve, Gini coefficient, top decile."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.numbers.fairness import gini, lorenz, top_share

crowds = st.lists(st.tuples(st.floats(0, 1e4), st.integers(1, 1000)), min_size=1, max_size=15)


def by_pairs(kg: np.ndarray, n: np.ndarray) -> float:
    """Mean difference of two people over twice the mean, the definition itself."""
    each = np.repeat(kg, n)
    return float(abs(each[:, None] - each).mean() / (2 * each.mean()))


def test_by_the_definition():
    kg, n = np.array([120.0, 3400.0, 900.0, 0.0]), np.array([20, 7, 13, 5])
    assert gini(kg, n) == pytest.approx(by_pairs(kg, n), rel=1e-12)


@given(crowds)
def test_between_equal_and_all_in_one(crowd):
    kg, n = np.array(crowd, float).T
    assert 0 <= gini(kg, n) < 1
    x, y = lorenz(kg, n)
    assert x[0] == y[0] == 0 and x[-1] == y[-1] == 1
    assert (y <= x + 1e-9).all() and (np.diff(x) > 0).all()
    assert top_share(kg, n) >= 0.1 - 1e-9 or not kg.any()


@given(crowds, st.floats(0.1, 10), st.integers(1, 9))
def test_neither_scale_nor_splitting_matters(crowd, factor, times):
    kg, n = np.array(crowd, float).T
    assert gini(kg * factor, n * times) == pytest.approx(gini(kg, n), abs=1e-6)
    twice = gini(np.concatenate([kg, kg]), np.concatenate([n, 3 * n]))
    assert twice == pytest.approx(gini(kg, n), abs=1e-6)


def test_nobody_emits():
    assert gini([0, 0], [4, 6]) == 0


@pytest.mark.parametrize(("kg", "n"), [([-1], [1]), ([1], [-1]), ([float("nan")], [1])])
def test_nonsense_is_refused(kg, n):
    with pytest.raises(CarbonmeetError, match="not negative"):
        lorenz(kg, n)
