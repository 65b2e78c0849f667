"""Relocation, hubs and people online of published meetings, by the laws of their authors.

AGU: Milan Klöwer, "The travel carbon footprint of the AGU Fall Meeting 2019", README of
https://github.com/milankl/CarbonFootprintAGU at commit 5aba002, sections 2 and 3. The people are
those of its list of cities, by a table of cities of our own (96% of them are found there), summed
over cells of one degree: so percentages come out to within one point. EGU: the README of
https://github.com/milankl/CarbonFootprintEGU at commit 99bf426; the list is a published case.
"""

from pathlib import Path

import numpy as np
import pytest

from carbonmeet.base.data import data_dir
from carbonmeet.questions.site.answer import candidates_of, compare_sites
from carbonmeet.questions.site.rule import EVERYBODY, OnlineRule

#: Percentages are printed with three digits of a list whose places are found anew.
POINT = 0.01
#: Every case prices a thousand origins at several places.
pytestmark = pytest.mark.heavy

AGU = {
    "carbonmeet": 2,
    "kind": "meeting",
    "title": "AGU Fall Meeting 2019",
    "place": {"name": "San Francisco", "airport": "SFO", "region": "US-CA"},
    "periods": {"p": {"year": 2019}},
    "factors": [
        {
            "key": "klower",
            "law": {"bands": [[400, 0.06], [1500, 0.2], [8000, 0.25], [20100, 0.3]]},
            "source": "klower-2020",
        }
    ],
    "attendees": {
        "table": str(Path(__file__).parent / "data" / "agu-2019-cells.csv"),
        "defaults": {"mode": "klower"},
        "residents_within": "0 km",
    },
    "measures": "none",
}


@pytest.fixture(scope="module")
def agu():
    hosts = candidates_of(["Chicago", "IAD", "Seoul", "Paris, France", "Minneapolis", "HNL"])
    return compare_sites(AGU, hosts, draws=0, best=0)


def test_agu_elsewhere(agu):
    """Section 3: Washington 92.4%, Chicago 87.7%, Minneapolis 86.7% of San Francisco."""
    part = {row.host.airport: row.kg / agu.at_present.kg for row in agu.ranking}
    for code, wanted in (("IAD", 0.924), ("ORD", 0.877), ("MSP", 0.867)):
        assert part[code] == pytest.approx(wanted, abs=POINT), code
    assert agu.ranking[0].host.airport == "MSP" and agu.ranking[-1].host.airport != "ORD"


def test_agu_inequality(agu):
    assert agu.at_present.gini == pytest.approx(0.46, abs=POINT)


@pytest.mark.parametrize(("share", "left"), [(0.17, 0.61), (0.36, 0.26)])
def test_agu_with_the_farthest_online(agu, share, left):
    """Section 2: the farthest 17% cause 39%, the farthest 36% cause 74% of all."""
    curve = agu.curve(agu.at_present)["farthest"]
    shares = np.linspace(0, 1, len(curve))
    assert np.interp(share, shares, curve) / curve[0] == pytest.approx(left, abs=0.02)
    found = compare_sites(AGU, [], online=OnlineRule("farthest", share), draws=0, best=0)
    assert found.at_present.kg / curve[0] == pytest.approx(left, abs=POINT)


@pytest.mark.parametrize(
    ("beyond", "left", "online"),
    [(np.inf, 0.288, 0.0), (8000, 0.246, 0.023), (4000, 0.211, 0.062), (2000, 0.093, 0.312)],
)
def test_agu_at_three_hubs(agu, beyond, left, online):
    """Table 1: hubs in Chicago, Seoul and Paris, and online beyond a distance."""
    objective = agu.objective
    at = [i for i, host in enumerate(objective.hosts) if host.airport in ("ORD", "ICN", "CDG")]
    assert len(at) == 3
    km = objective.km[:, at]
    nearest = km.argmin(axis=1), np.arange(len(km))
    kg, far = objective.kg_per_person[:, at][nearest[1], nearest[0]], km.min(axis=1) > beyond
    people = objective.people
    assert (people * kg)[~far].sum() / agu.at_present.kg == pytest.approx(left, abs=POINT)
    assert people[far].sum() / people.sum() == pytest.approx(online, abs=POINT)


@pytest.mark.parametrize(("share", "saved"), [(0.09, 0.34), (0.26, 0.80)])
def test_egu_with_the_farthest_online(share, saved):
    """README: 9% online save 34%, 26% save 80% of 22,300 t."""
    path = data_dir("scenarios") / "published" / "egu-2019.yaml"
    all_there, some = (
        compare_sites(path, [], online=rule, draws=0, best=0).at_present.kg
        for rule in (EVERYBODY, OnlineRule("farthest", share))
    )
    assert all_there == pytest.approx(22_302_100, rel=0.005)  # measured between our own places
    assert 1 - some / all_there == pytest.approx(saved, abs=POINT)
