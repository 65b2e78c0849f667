"""The best hubs: held against every subset, against a MILP solver, and against laws."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sites import world

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.questions.site.hubs import best_hubs


def enumerated(c: np.ndarray, n: np.ndarray, f: np.ndarray, k: int) -> list[float]:
    """Kilograms of every set of k hosts, least first; each rounded once."""
    weighed = n[:, None] * c
    return sorted(
        math.fsum([*weighed[:, list(s)].min(axis=1).tolist(), *f[list(s)].tolist()])
        for s in itertools.combinations(range(c.shape[1]), k)
    )


@pytest.mark.parametrize("k", [2, 3])
@pytest.mark.parametrize("seed", range(8))
def test_every_subset_of_twenty(seed, k):
    c, n, f = world(10 + 13 * seed, 20, seed, fixed=3000.0 * (seed % 2))
    if seed % 4 == 3:
        c = c.round(-2)  # many sets emit the same
    all_ = enumerated(c, n, f, k)
    found = best_hubs(c, n, k, fixed=f)
    assert found.proved and found.others_proved
    assert found.total == all_[0] == found.bound
    assert [kg for kg, _ in found.others] == pytest.approx(all_[1:11], rel=1e-12)
    assert len(found.ties) == min(10, sum(kg <= all_[0] * (1 + 1e-9) for kg in all_) - 1)


@pytest.mark.parametrize("seed", range(3))
def test_highs_agrees(seed):
    optimize = pytest.importorskip("scipy.optimize")
    c, n, f = world(15, 10, seed, fixed=2000.0)
    k, (origins, hosts) = 3, c.shape
    cost = np.concatenate([(n[:, None] * c).ravel(), f])
    one_hub = np.hstack([np.kron(np.eye(origins), np.ones(hosts)), np.zeros((origins, hosts))])
    open_ = np.hstack([np.eye(origins * hosts), -np.tile(np.eye(hosts), (origins, 1))])
    count = np.concatenate([np.zeros(origins * hosts), np.ones(hosts)])
    limits = [
        optimize.LinearConstraint(one_hub, 1, 1),
        optimize.LinearConstraint(open_, -np.inf, 0),
        optimize.LinearConstraint(count, k, k),
    ]
    whole = np.concatenate([np.zeros(origins * hosts), np.ones(hosts)])
    referee = optimize.milp(cost, constraints=limits, integrality=whole, bounds=(0, 1))
    assert best_hubs(c, n, k, fixed=f).total == pytest.approx(referee.fun, rel=1e-6)


def test_one_hub_is_the_best_of_the_ranking():
    c, n, f = world(40, 30, 5, fixed=500.0)
    totals = n @ c + f
    found = best_hubs(c, n, 1, fixed=f)
    assert found.hosts == (totals.argmin(),)
    assert found.total == pytest.approx(totals.min(), rel=1e-12)
    assert [kg for kg, _ in found.others] == pytest.approx(sorted(totals)[1:11], rel=1e-12)


def test_each_goes_to_the_hub_of_least_kilograms():
    c, n, _ = world(60, 25, 6)
    found = best_hubs(c, n, 4)
    at = c[np.arange(60), found.goes_to]
    assert (at == c[:, list(found.hosts)].min(axis=1)).all()
    assert found.total == pytest.approx(float(n @ at), rel=1e-12)


def test_out_of_time_says_what_may_be_missed():
    c, n, _ = world(800, 120, 7)
    found = best_hubs(c, n, 5, seconds=0.0)
    best = best_hubs(c, n, 5)
    assert not found.proved and not found.others_proved
    assert found.bound <= best.total <= found.total
    assert 0 < found.gap <= 1
    assert best.proved and best.gap == 0


def test_all_places_are_hubs():
    c, n, f = world(12, 4, 8, fixed=10.0)
    found = best_hubs(c, n, 4, fixed=f)
    assert found.hosts == (0, 1, 2, 3) and found.proved and not found.others
    assert found.total == enumerated(c, n, f, 4)[0]


def test_more_hubs_never_emit_more_where_they_cost_nothing():
    c, n, _ = world(50, 18, 9)
    totals = [best_hubs(c, n, k).total for k in range(1, 8)]
    assert totals == sorted(totals, reverse=True)


def test_a_hub_that_costs_too_much_is_not_opened():
    c, n, f = world(30, 10, 10)
    f[list(best_hubs(c, n, 2).hosts)] = 1e9
    assert best_hubs(c, n, 2, fixed=f).total < 1e9


def test_millions_cost_what_their_origins_cost():
    c, n, _ = world(30, 20, 11)
    few, many = best_hubs(c, n, 3), best_hubs(c, n * 1e6, 3)
    assert few.hosts == many.hosts
    assert many.total == pytest.approx(1e6 * few.total, rel=1e-12)


def test_some_may_stay_at_home():
    c, n, f = world(40, 12, 12, fixed=100.0)
    home = np.full(40, float(np.median(c)))
    found = best_hubs(c, n, 2, fixed=f, home=home)
    assert found.total == enumerated(np.minimum(c, home[:, None]), n, f, 2)[0]
    stays = found.goes_to == -1
    assert stays.any() and not stays.all()
    assert (home[stays] < c[stays][:, list(found.hosts)].min(axis=1)).all()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (dict(k=0), "ask for 1 to 5"),
        (dict(k=6), "6 hubs among 5 places"),
        (dict(people=[1, -1, 1]), "not negative"),
        (dict(people=[1, 1]), "people of shape"),
        (dict(fixed=[0, 0, 0, 0, math.inf]), "finite"),
        (dict(kg_per_person=np.full((3, 5), math.nan)), "origin 0 at host 0"),
    ],
)
def test_what_makes_no_sense_is_refused(change, words):
    given_ = dict(kg_per_person=np.ones((3, 5)), people=np.ones(3), k=2) | change
    with pytest.raises(CarbonmeetError, match=words):
        best_hubs(**given_)


# ── laws ────────────────────────────────────────────────────────────────────────────────────────

matrices = st.tuples(st.integers(1, 12), st.integers(2, 9)).flatmap(
    lambda size: st.tuples(
        # whole numbers: many sets emit the same
        arrays(np.int64, size, elements=st.integers(0, 30)),
        arrays(np.int64, size[0], elements=st.integers(0, 9)),
        arrays(np.int64, size[1], elements=st.integers(0, 40)),
        st.integers(1, size[1]),
    )
)


@given(matrices, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_does_not_matter(case, random):
    c, n, f, k = case
    names = [f"place {j}" for j in range(c.shape[1])]
    rows, columns = list(range(c.shape[0])), list(range(c.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    one = best_hubs(c, n, k, fixed=f, names=names)
    two = best_hubs(
        c[rows][:, columns], n[rows], k, fixed=f[columns], names=[names[j] for j in columns]
    )
    assert one.total == two.total == enumerated(c, n, f, k)[0]
    assert [names[j] for j in one.hosts] == [names[columns[j]] for j in two.hosts]
    assert one.goes_to.tolist() == [columns[two.goes_to[rows.index(i)]] for i in range(c.shape[0])]
    assert [kg for kg, _ in one.others] == [kg for kg, _ in two.others]


@given(matrices)
@settings(max_examples=40, deadline=None)
def test_people_split_over_two_rows_are_the_same_people(case):
    c, n, f, k = case
    twice = best_hubs(np.vstack([c, c]), np.concatenate([n, 2 * n]), k, fixed=f)
    assert twice.total == best_hubs(c, 3 * n, k, fixed=f).total


@given(matrices, st.sampled_from([0.5, 2.0, 1024.0]))
@settings(max_examples=40, deadline=None)
def test_scaling(case, factor):
    c, n, f, k = case
    one, scaled = best_hubs(c, n, k, fixed=f), best_hubs(factor * c, n, k, fixed=factor * f)
    assert scaled.hosts == one.hosts and scaled.total == factor * one.total


@given(matrices)
@settings(max_examples=40, deadline=None)
def test_a_place_given_twice_helps_nobody(case):
    c, n, _, k = case
    doubled = np.hstack([c, c[:, :1]])
    assert best_hubs(doubled, n, k).total == best_hubs(c, n, k).total
