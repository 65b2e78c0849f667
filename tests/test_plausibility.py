"""The checker reports what no arithmetic supports, and leaves the figures alone."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from carbonmeet.city.plausibility import Claim, check, check_all
from carbonmeet.city.register import Entry, survey
from carbonmeet.errors import CarbonmeetError
from carbonmeet.scenario import load_scenario

CLAIM = TypeAdapter(Claim)


def claim(kind: str, **fields: object):
    return check(CLAIM.validate_python({"kind": kind, "label": "figure", **fields}))


@pytest.fixture(scope="module")
def kunming():
    findings = check_all(load_scenario("kunming-2023").content.claims)
    return {one.label.en: one for one in findings}


# Kunming's plan evaluation of November 2024: what its own figures give
@pytest.mark.parametrize(
    ("label", "holds", "found"),
    [
        ("Power capacity", True, 1054.7),
        ("Green share of capacity 2023", True, 84.83),
        ("Green share after 79 万kW more", False, 85.89),
        ("Restoration programme", False, 118.64),
        ("Waste water of the year", True, 69404.75),
        ("Load of the sewage works", False, 76.98),
        ("COD reduction", False, 95.84),
        ("Manure used", True, 88.45),
    ],
)
def test_figures_of_the_evaluation(kunming, label: str, holds: bool, found: float) -> None:
    assert kunming[label].holds is holds
    assert round(kunming[label].found, 2) == found


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Forest cover", "must not be subtracted"),
        ("Green buildings in new buildings", "98.8, 98.84, 99.03"),
        ("Energy use, reviewed projects, saving", "不可相加"),
    ],
)
def test_words_of_the_evaluation(kunming, label: str, words: str) -> None:
    assert not kunming[label].holds
    assert words in kunming[label].text.en + kunming[label].text.zh


def test_a_share_holds_as_printed() -> None:
    assert claim("ratio", part=1, whole=3, stated=33.33, digits=2).holds
    assert not claim("ratio", part=1, whole=3, stated=33.3, digits=2).holds
    assert claim("ratio", part=1, whole=3, stated=33).holds


def test_a_jump_without_a_reason_is_told() -> None:
    values = {"2020": 50, "2021": 51, "2022": 40}
    assert "2021–2022" in str(claim("series", values=values).text)
    assert claim("series", values=values, jump=0.5).holds


def test_one_basis_of_coal_is_fine_an_unknown_one_is_not() -> None:
    assert claim("tce", values={"a": "equivalent", "b": "equivalent"}).holds
    assert not claim("tce", values={"a": "unknown", "b": "unknown"}).holds


def test_survey_adds_up() -> None:
    rows = survey(
        [
            Entry(label="farms", counted=39, surveyed=30),
            Entry(label="firms", counted=45, surveyed=45),
        ]
    )
    assert rows.total[1:3] == (84, 75)
    assert rows.rows[0][3] == pytest.approx(30 / 39)


def test_no_more_can_be_surveyed_than_there_are() -> None:
    with pytest.raises(CarbonmeetError, match="40 surveyed, but only 39"):
        survey([Entry(label="farms", counted=39, surveyed=40)])
