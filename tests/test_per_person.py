"""What every person of a list emits: sums to the total, whatever the order of the file."""

import csv

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from test_attendees_priced import LIST, meeting

import carbonmeet as cm
from carbonmeet.cli import cli
from carbonmeet.questions.persons import per_person, shared_out

HEAD = "Reg. no.,Name,City,Country,Mode,Class,Nights,Diet,Status\n"
ROWS = (
    "1,Ada,Paris,France,plane,economy,3,vegan,registered\n"
    "2,Bo,Paris,France,plane,economy,1,,registered\n"
    "3,Cy,Munich,Germany,train,,2,,checked-in\n"
    "4,Di,Vienna,Austria,,,0,,checked-in\n"
    "5,Ed,Nairobi,Kenya,plane,business,4,,cancelled\n"
    "6,Fi,Nairobi,Kenya,,,,,online\n"
    "7,Gy,Cambridge,,plane,,2,,registered\n"
)
MORE = """
    venue: [{period: congress, label: Hall, area: 500 m^2, intensity: 0.5 kWh / m^2 / day}]
    groups:
      - {name: Crew, period: congress, people: 4, days: 3, role: staff, meals: {buffet: 1 / day}}
"""


def congress(folder, rows=ROWS, more=MORE):
    path = meeting(folder, LIST + "      unknown: mean\n", "", more)
    (folder / "list.csv").write_text(HEAD + rows, encoding="utf-8")
    return path


def shares(folder, rows=ROWS, more=MORE, column="Reg. no."):
    answer = cm.estimate(congress(folder, rows, more))
    return per_person(answer, column), answer


def test_grams_sum_to_the_total(tmp_path):
    found, answer = shares(tmp_path)
    frame = found.to_frame()
    assert frame["Reg. no."].tolist() == ["1", "2", "3", "4", "6", "7", "(not on the list)"]
    assert frame["total [g CO2e]"].sum() == round(answer.baseline.total.value * 1e6)
    crew = sum(line.kg_co2e for line in answer.lines if "Crew" in str(line.label))
    hall = sum(line.kg_co2e for line in answer.lines if line.source == "venue.power")
    days = 4 * 3 + sum([3, 1, 2, 1, 2])
    assert found.left == pytest.approx((crew + hall * 12 / days) * 1000, abs=2)
    assert found.grams[0, 2] == pytest.approx(hall * 3 / days * 1000, abs=1)


def test_each_has_what_is_theirs(tmp_path):
    found, answer = shares(tmp_path)
    journey, stay, shared = found.grams.T
    assert journey[0] == pytest.approx(journey[1], abs=1) and journey[3] == 0
    mean = (2 * journey[0] + journey[2]) / 4
    assert journey[5] == pytest.approx(mean, abs=1)  # Cambridge may be anywhere
    online = sum(line.kg_co2e for line in answer.lines if line.source == "digital")
    assert (journey[4], shared[4]) == (0, 0)
    assert stay[4] == pytest.approx(online * 1000, abs=1)
    alone, whole = shares(tmp_path, ROWS.splitlines(True)[0], "")
    assert alone.left == 0 and alone.grams.sum() == round(whole.baseline.total.value * 1e6)
    assert stay[0] == pytest.approx(alone.grams[0, 1], abs=1)
    assert journey[0] == pytest.approx(alone.grams[0, 0], abs=1)


@pytest.mark.heavy
def test_order_changes_no_byte_and_a_list_twice_is_each_twice(tmp_path):
    once, _ = shares(tmp_path)
    shuffled = "".join(sorted(ROWS.splitlines(True), key=lambda line: line[::-1]))
    assert shares(tmp_path, shuffled)[0].csv() == once.csv()
    more = "".join("1" + line for line in ROWS.splitlines(True))
    twice, _ = shares(tmp_path, ROWS + more, "")
    single, _ = shares(tmp_path, more="")
    by_key = {key: grams for key, grams in zip(twice.keys, twice.grams.tolist(), strict=True)}
    for key, grams in zip(single.keys, single.grams.tolist(), strict=True):
        assert by_key[key] == pytest.approx(grams, abs=1)
        assert by_key["1" + key] == pytest.approx(grams, abs=1)


def test_no_other_column_is_copied_and_fees_sum(tmp_path):
    path, out = congress(tmp_path), tmp_path / "each.csv"
    run = CliRunner().invoke
    asked = ["estimate", str(path), "--draws", "0", "--per-person", str(out)]
    done = run(cli, [*asked, "--id", "Name", "--price", "80 EUR"])
    assert done.exit_code == 0, done.output
    assert "Carbon fee of a ticket at 80 EUR a tonne" in done.output
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert [row["Name"] for row in rows[:-1]] == ["Ada", "Bo", "Cy", "Di", "Fi", "Gy"]
    assert list(rows[0]) == [
        *("Name", "journey [g CO2e]", "stay [g CO2e]", "shared [g CO2e]", "total [g CO2e]"),
        "fee [EUR]",
    ]
    grams = sum(int(row["total [g CO2e]"]) for row in rows[:-1])
    fees = sum(round(100 * float(row["fee [EUR]"])) for row in rows[:-1])
    assert fees == round(grams / 1e6 * 80 * 100)
    assert run(cli, [*asked]).exit_code == 2
    wrong = run(cli, [*asked, "--id", "Nam"])
    assert wrong.exit_code == 1 and "Did you mean 'Name'?" in str(wrong.exception or wrong.output)
    assert run(cli, [*asked, "--id", "Name", "--price", "eighty"]).exit_code == 2


def test_a_meeting_without_a_list_has_nobody_to_share_out_to():
    with pytest.raises(cm.CarbonmeetError, match="has no list of people"):
        per_person(cm.estimate("forum-1500"), "Name")


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_whole_numbers_by_largest_remainder(parts):
    import numpy as np

    whole = round(sum(parts))
    found = shared_out(np.array(parts), whole)
    assert found.sum() == whole
    assert all(abs(n - part) <= 1 + 1e-6 for n, part in zip(found.tolist(), parts, strict=True))
