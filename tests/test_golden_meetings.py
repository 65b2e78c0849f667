"""Meetings and journeys that others have worked out come out at their totals.

Every case enters with its authors' factors through ``factors:``; `scenarios/published/cases.yaml`
cites them, and ``carbonmeet verify --published`` works them out.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from carbonmeet.audit import Case, published_cases
from carbonmeet.audit.published import totals_only
from carbonmeet.base.data import data_dir
from carbonmeet.pricing.workings import work_out
from carbonmeet.scenario import load_scenario

FOLDER = data_dir("scenarios") / "published"


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """Worked out once, and not while the tests are collected."""
    return list(published_cases())


def test_every_case_comes_out(cases: list[Case]) -> None:
    near = {(one.name, one.part): pytest.approx(one.published, rel=one.tolerance) for one in cases}
    assert {(one.name, one.part): one.found for one in cases} == near
    assert len(near) == len(cases)  # none hides another
    assert all(one.agrees for one in cases)


def test_every_number_that_is_cited_is_worked_out(cases: list[Case]) -> None:
    told = yaml.safe_load((FOLDER / "cases.yaml").read_text(encoding="utf-8"))
    numbers = 0
    for case in told["meetings"]:
        for part in case["expect"].values():
            numbers += len(part) if isinstance(part, dict) else 1
    numbers += len(told["crowds"]["groups"])
    numbers += sum(len(told[name]["journeys"]) for name in ("geodesics", "flights"))
    assert len(cases) == numbers
    assert {one.name for one in cases} >= {
        path.stem for path in FOLDER.glob("*.yaml") if path.stem != "cases"
    }


def test_the_readme_counts_the_cases(cases: list[Case]) -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    assert f"works out again {len(cases)} numbers" in readme
    assert sum(case.tolerance > 1e-4 for case in cases) == 6  # "the six … in round figures"
    assert len(list(totals_only())) == 10  # "Ten more published totals"


def test_every_case_says_where_it_is_from(cases: list[Case]) -> None:
    assert all(len(case.cite) > 15 for case in cases)
    assert all(case.tolerance <= 1e-4 for case in cases if "printed digits" not in case.cite)


def test_what_cannot_be_worked_out_is_listed() -> None:
    told = [str(one) for one in totals_only()]
    assert len(told) > 5 and not [one for one in told if "AGU" in one]


def test_a_number_beside_its_tolerance_does_not_agree(cases: list[Case]) -> None:
    case = cases[0]._replace(found=cases[0].published * (1 + 2 * cases[0].tolerance))
    assert not case.agrees


def test_no_published_meeting_is_asked_about_slips() -> None:
    """A bound against slips stands clear of what is known to have been."""
    for path in FOLDER.glob("*.yaml"):
        if path.stem != "cases":
            told = {one.id for one in work_out(load_scenario(path)).notices}
            assert not told & {"entry.out-of-scale", "entry.out-of-proportion"}, path.stem
