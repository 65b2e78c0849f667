"""The checker reports what no arithmetic supports, and leaves the figures alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import TypeAdapter

from carbonmeet.base.errors import InputError
from carbonmeet.city.plausibility import Claim, check, check_all
from carbonmeet.city.survey import Entry, survey
from carbonmeet.cli.check import command
from carbonmeet.cli.indicators import command as indicators
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
        ("Power capacity (unit: 10 MW)", True, 1054.7),
        ("Green share of capacity 2023", True, 84.83),
        ("Green share after 790 MW more", False, 85.89),
        ("Restoration programme (unit: 10,000 mu)", True, 118.64),  # 其中: some of the whole
        ("Waste water of the year (unit: 10,000 m³)", True, 69404.75),
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
    assert rows[-1][1:3] == (75, 84)
    assert rows[0].share == pytest.approx(30 / 39)


def test_nobody_claims_a_share_of_a_number_that_nobody_gave() -> None:
    rows = survey([Entry(label="farms", surveyed=39), Entry(label="f", surveyed=4, counted=5)])
    assert rows[0].share is None
    assert rows[1].share == pytest.approx(0.8)
    assert rows[-1][1:] == (43, None, None)


def test_some_of_a_whole_may_be_less_and_never_more() -> None:
    parts = {"a": 1.0, "b": 2.0}
    assert claim("sum", parts=parts, total=5, of_which=True).holds
    assert "2 are of kinds not named" in str(claim("sum", parts=parts, total=5, of_which=True).text)
    assert claim("sum", parts=parts, total=5).kind == "misfit"
    assert claim("sum", parts=parts, total=2.5, of_which=True).kind == "misfit"


CITY = """\
carbonmeet: 2
kind: city
title: T
place: {region: CN-BJ}
year: 2023
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "asset_survey: [{label: farms, counted: 39, surveyed: 40}]",
            ":6:16: asset_survey.farms: 40 surveyed, but only 39 counted",
        ),
        (
            "claims: [{kind: series, label: x, values: {now: 1, then: 2}}]",
            ":6:44: claims.x.values: a year such as 2023",
        ),
        ("claims: [{kind: ratio, label: x, part: 1, whole: 0, stated: 1}]", ":6:50: claims.x"),
        (
            "claims: [{kind: ratio, label: x, part: 1, whole: 2, stated: 1, digits: -400}]",
            ":6:72: claims.x.digits: must be at least 0",
        ),
    ],
)
def test_bad_blocks_are_told_by_their_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "city.yaml"
    path.write_text(f"{CITY}{text}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    assert str(caught.value).startswith(f"{path}{message}")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            "Published figures checked: 11; do not add up: 3; several values: 1;",
        ),
        ("zh", "11项中3项不相符，1项有多个数值，2项应慎用"),
    ],
)
def test_check_reports_and_is_content(lang: str, words: str) -> None:
    done = CliRunner().invoke(command, ["kunming-2023", "kunming-2030", "--lang", lang])
    assert done.exit_code == 0
    assert done.output.count(words) == 2
    assert "85.89" in done.output


def test_the_survey_is_a_table_with_its_total() -> None:
    output = CliRunner().invoke(indicators, ["kunming-2023"]).output
    rows = [line.split() for line in output.splitlines()]
    assert ["Total", "115", "not", "given"] in rows
