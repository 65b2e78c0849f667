"""Who comes from where: the journeys of a list told by origin, and nothing of few people."""

import json
import random

import pytest
from click.testing import CliRunner
from test_attendees_priced import LIST, meeting

import carbonmeet as cm
from carbonmeet.cli import cli

PARTS = ("origin", "country", "mode", "cabin", "band")
PLACES = (
    *(("Paris,France", "plane"), ("Lyon,France", "plane"), ("Munich,Germany", "train")),
    *(("Hamburg,Germany", "plane"), ("Nairobi,Kenya", "plane"), ("Vienna,Austria", "")),
    *(("Graz,Austria", "car"), ("Cambridge,", "plane"), (",Kenya", "plane")),
)


def rows(numbers):
    return "".join(
        f"{place},{mode},{'business' if n == 1 else ''},2,,registered\n" * n
        for (place, mode), n in zip(PLACES, numbers, strict=True)
    )


def attendance(folder, text, more=""):
    return cm.estimate(meeting(folder, LIST + "      unknown: mean\n" + more, text))


def test_every_part_sums_to_the_journeys(tmp_path):
    answer = attendance(tmp_path, rows([9, 6, 12, 5, 7, 8, 5, 6, 5]))
    found = answer.attendance
    travel = sum(
        line.kg_co2e for line in answer.lines if line.source.startswith("transport")
    )  # no local trips in this list
    assert found.journeys.value == pytest.approx(travel / 1000, rel=1e-12)
    for what in ("origin", "country", "mode", "band"):
        table = found.by(what)
        assert table["t CO2e"].sum() == pytest.approx(found.journeys.value, rel=1e-12)
        assert table["people"].sum() == found.on_site == 63
    assert found.by("mode").loc["Flight", "people"] == 27
    assert found.by("cabin")["people"].sum() == 27


def test_a_place_has_what_its_people_alone_emit(tmp_path):
    found = attendance(tmp_path, rows([9, 6, 12, 5, 7, 8, 5, 0, 0])).attendance
    alone = attendance(tmp_path, rows([9, 0, 0, 0, 0, 0, 0, 0, 0])).attendance
    paris = found.by("origin").loc["Paris", "t CO2e"]
    assert paris == pytest.approx(alone.journeys.value, rel=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_told_of_few_people_not_even_by_a_difference(tmp_path, seed):
    draw = random.Random(seed)
    found = attendance(tmp_path, rows([draw.randint(0, 9) for _ in PLACES])).attendance
    if found.on_site < 5:
        return
    parts = {what: getattr(found, f"by_{what}") for what in PARTS}
    for what, cohorts in parts.items():
        assert all(one.people >= 5 for one in cohorts), what
    inside: dict[str, float] = {}
    for one in parts["origin"]:
        if one.key:
            country = one.key.rpartition(", ")[2][:2]
            inside[country] = inside.get(country, 0) + one.people
    countries = {one.key: one.people for one in parts["country"] if one.key}
    assert inside == countries


def test_how_unequal_the_journeys_are(tmp_path):
    even = attendance(tmp_path, rows([10, 0, 0, 0, 0, 0, 0, 0, 0])).attendance
    assert (even.gini, even.top_decile) == pytest.approx((0.0, 0.1))
    uneven = attendance(tmp_path, rows([0, 0, 0, 0, 5, 15, 0, 0, 0])).attendance
    assert (uneven.gini, uneven.top_decile) == pytest.approx((0.75, 0.4))


def test_people_at_the_mean_move_no_share_of_the_others(tmp_path):
    known = attendance(tmp_path, rows([9, 6, 12, 5, 7, 8, 5, 0, 0])).attendance
    more = attendance(tmp_path, rows([9, 6, 12, 5, 7, 8, 5, 6, 5])).attendance
    for place in ("Paris", "Nairobi"):
        assert more.by("origin").loc[place, "t CO2e"] == pytest.approx(
            known.by("origin").loc[place, "t CO2e"], rel=1e-9
        )


def test_a_list_goes_into_json_screen_and_report(tmp_path):
    path = meeting(tmp_path, LIST, rows([9, 6, 12, 5, 7, 8, 5, 0, 0]))
    answer = cm.estimate(path)
    assert cm.load_result(answer.save(tmp_path / "a.json")) == answer
    run = CliRunner().invoke
    asked = ["estimate", str(path), "--draws", "0", "--section", "attendance"]
    told = run(cli, asked).output
    assert "Journeys by country" in told and "Gini coefficient" in told
    assert "各国家和地区的行程排放" in run(cli, [*asked, "--lang", "zh"]).output
    page = tmp_path / "r.md"
    done = run(cli, ["report", str(path), "-o", str(page), "--draws", "0", "--min-cell", "8"])
    assert done.exit_code == 0, done.output
    text = page.read_text("utf-8")
    assert "Who comes from where" in text and "fewer than 8 people" in text
    assert "Hamburg" not in text and "Munich" not in text  # 5 and 12 of 17
    told = run(cli, ["estimate", str(path), "--draws", "0", "--format", "json"]).output
    data = json.loads(told)
    assert {one["name"]["en"] for one in data["attendance"]["by_country"]} == {
        *("France", "Germany", "Kenya", "Austria"),
    }
    none = run(cli, ["estimate", "forum-1500", "--min-cell", "8"])
    assert none.exit_code == 2 and "for a scenario with a list" in none.output
