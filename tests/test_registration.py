"""``init --registration``: a table and questions that are read without a correction."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import carbonmeet as cm
from carbonmeet.cli import cli
from carbonmeet.people.roll import read_list


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_it_writes_is_read_and_estimated(lang, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    done = run(cli, ["init", "--registration", "--place", "Vienna", "--lang", lang])
    assert done.exit_code == 0, done.output
    roll = read_list("registrations.csv")
    assert not roll.columns.unread and not roll.unsettled
    assert (roll.on_site, sum(roll.online.values()), sum(roll.left_out.values())) == (5, 1, 1)
    answer = cm.estimate("meeting.yaml")
    assert answer.baseline.total.value > 0 and answer.scenario.periods["meeting"].region == "AT"
    again = run(cli, ["init", "other.yaml", "--registration"])
    assert again.exit_code == 1 and not Path("other.yaml").exists()
    assert run(cli, ["init", "--registration", "--kind", "city"]).exit_code == 2


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_heading_and_answer_of_the_form_is_understood(lang, tmp_path: Path) -> None:
    from carbonmeet.people.words import VALUED, meaning, vocabulary
    from carbonmeet.travel.fold import fold

    form = Path(cm.__file__).parents[1] / f"scenarios/starters/registration-form.{lang}.md"
    rows = [line.strip("| ").split(" | ") for line in form.read_text("utf-8").splitlines()
            if line.startswith("| ") and " · " in line]  # fmt: skip
    assert len(rows) == 6
    for heading, _, answers in rows:
        role = vocabulary("column")[fold(heading)]
        assert role in VALUED, heading
        for word in answers.split(" · "):
            bare = word.split("（")[0].split(" (")[0]
            assert meaning(role, bare) is not None, (heading, word)
