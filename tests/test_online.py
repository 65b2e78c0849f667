"""Who takes part online: three rules, alone and together with hubs."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sites import gathering

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.questions.site import online
from carbonmeet.questions.site.online import (
    _weighed,
    alike,
    beyond,
    curve,
    farthest,
    hybrid_hubs,
)

crowds = st.lists(
    st.tuples(st.integers(0, 500), st.sampled_from([0.0, 300.0, 2500.0, 2500.5, 9000.0])),
    min_size=1,
    max_size=12,
)


@given(crowds, st.floats(0, 1))
def test_the_share_is_the_share(crowd, share):
    n, km = np.array(crowd, float).T
    for at_home in (alike(n, share), farthest(n, km, share)):
        assert at_home.sum() == pytest.approx(share * n.sum(), abs=1e-9)
        assert (at_home >= 0).all() and (at_home <= n * (1 + 1e-12)).all()


@given(crowds, st.floats(0, 1))
def test_nobody_nearer_is_online_before_somebody_farther(crowd, share):
    n, km = np.array(crowd, float).T
    at_home = farthest(n, km, share)
    for near, far in itertools.product(range(len(n)), repeat=2):
        if km[near] < km[far] and at_home[near] > 0:
            assert at_home[far] == pytest.approx(n[far])


@given(crowds, st.floats(0, 1), st.randoms(use_true_random=False))
def test_order_does_not_matter(crowd, share, random):
    mixed = list(range(len(crowd)))
    random.shuffle(mixed)
    n, km = np.array(crowd, float).T
    assert farthest(n[mixed], km[mixed], share) == pytest.approx(farthest(n, km, share)[mixed])


def test_beyond_a_distance_the_limit_itself_travels():
    assert beyond([1, 2, 3], [5999, 6000, 6000.1], 6000).tolist() == [0, 0, 3]


def test_curves_meet_at_both_ends_and_the_most_is_least():
    c, km, n, _ = gathering(50, 1, 3)
    e = np.full(50, 4.0)
    shares = np.linspace(0, 1, 21)
    kg = curve(c[:, 0], e, n, km[:, 0], shares)
    for rule in kg:
        assert kg[rule][0] == pytest.approx(n @ c[:, 0])
        assert kg[rule][-1] == pytest.approx(n @ e)
        assert (kg["most"] <= kg[rule] * (1 + 1e-12)).all()
    assert kg["alike"] == pytest.approx(np.linspace(kg["alike"][0], kg["alike"][-1], 21))


@pytest.mark.parametrize("share", [0.0, 0.17, 0.5, 1.0])
@pytest.mark.parametrize("k", [1, 2])
@pytest.mark.parametrize("few", [0, 3000])
def test_hubs_with_the_farthest_online(share, k, few, monkeypatch):
    monkeypatch.setattr(online, "_FEW", few)
    c, km, n, f = gathering(30, 8, 4, fixed=800.0)
    e = np.full_like(c, 3.0)
    found = hybrid_hubs(c, e, n, km, k, share, fixed=f)
    every = [
        _weighed(c, e, n, n, km, f, hosts, share).total
        for hosts in itertools.combinations(range(8), k)
    ]
    assert found.bound <= min(every) * (1 + 1e-9) <= found.total * (1 + 2e-9)
    if k == 1 or few:  # every host was weighed
        assert found.total == min(every)
    if few:
        assert found.proved
    assert found.online.sum() == pytest.approx(share * n.sum())
    assert found.gap < 0.02


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_order_of_places_does_not_matter_with_ties(seed, random):
    rng = np.random.default_rng(seed)
    c = rng.integers(1, 4, (8, 5)).astype(float)  # many hubs are equally good, not equally far
    km, n = rng.integers(1, 9, (8, 5)).astype(float), rng.integers(1, 5, 8).astype(float)
    columns = list(range(5))
    random.shuffle(columns)
    names = np.array(list("ABCDE"))
    one, two = (
        hybrid_hubs(c[:, at], 0.5 * km[:, at], n, km[:, at], 2, 0.4, names=names[at].tolist())
        for at in (list(range(5)), columns)
    )
    assert one.total == two.total
    assert names[list(one.hosts)].tolist() == names[columns][list(two.hosts)].tolist()
    assert one.goes_to.tolist() == [columns[at] for at in two.goes_to]


def test_who_cannot_take_part_online_comes():
    c, km, n, _ = gathering(20, 6, 7)
    remote = np.arange(20) % 2 == 0
    found = hybrid_hubs(c, np.full_like(c, 3.0), n, km, 2, 0.5, remote=remote)
    assert not found.online[~remote].any()
    assert found.online.sum() == pytest.approx(0.5 * n[remote].sum())


@given(st.integers(0, 10_000), st.floats(0.05, 0.6))
@settings(max_examples=10, deadline=None)
def test_the_bound_of_hybrid_hubs_holds(seed, share):
    c, km, n, f = gathering(12, 7, seed, fixed=500.0)
    e = np.full_like(c, 2.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(online, "_FEW", 0)
        found = hybrid_hubs(c, e, n, km, 3, share, fixed=f)
    least = min(
        _weighed(c, e, n, n, c, f, hosts, share).total
        for hosts in itertools.combinations(range(7), 3)
    )
    assert found.bound <= least * (1 + 1e-9)  # even if those who emit most stay at home
    assert found.total >= least * (1 - 1e-9)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_is_a_share(share):
    with pytest.raises(CarbonmeetError, match="0 to 100%"):
        farthest([1], [1], share)


def test_a_limit_is_a_distance():
    with pytest.raises(CarbonmeetError, match="km"):
        beyond([1], [1], -5)
