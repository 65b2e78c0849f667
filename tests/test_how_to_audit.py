"""The pages on comparing, checking and evidence: their files and commands, as a reader has them."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from carbonmeet.cli import main

PAGES = Path(__file__).parent.parent / "docs" / "how-to"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)


def blocks(page: str, language: str) -> list[str]:
    text = (PAGES / page).read_text(encoding="utf-8")
    return [found for name, found in BLOCK.findall(text) if name == language]


def run(line: str) -> None:
    program, *words = shlex.split(line)
    assert program == "carbonmeet"
    if words[0] in ("estimate", "compare", "bundle", "request") and "--draws" not in words:
        words += ["--draws", "50"]  # a reader has the time for more
    with pytest.raises(SystemExit) as done:
        main(words)
    assert done.value.code == 0, line


@pytest.mark.parametrize(
    "page",
    [
        "planned-held-measured.md",
        "compare.md",
        pytest.param("verify.md", marks=pytest.mark.heavy),
        "evidence.md",
    ],
)
def test_the_commands_of_a_page_run(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for text in blocks(page, "yaml"):
        name = re.match(r"# (\S+\.yaml)\n", text)
        if name:
            Path(name[1]).write_text(text, encoding="utf-8")
    for block in blocks(page, "sh"):
        for line in block.splitlines():
            if "--published" not in line:  # `test_golden_meetings` works them all out
                run(line)


def test_a_meeting_planned_held_and_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three files of a few lines, one variance that sums, and the table of the page."""
    monkeypatch.chdir(tmp_path)
    names = []
    for text in blocks("planned-held-measured.md", "yaml"):
        names.append(text.partition("\n")[0].removeprefix("# "))
        Path(names[-1]).write_text(text, encoding="utf-8")
        assert len(text.splitlines()) <= 20
    run(f"carbonmeet compare {' '.join(names)} --draws 0 --format json -o all.json")
    data = json.loads(Path("all.json").read_text(encoding="utf-8"))
    totals = []
    for step in data["steps"]:
        split = step["split"]["residual"]
        totals += [split["a"], split["b"]]
        parts = sum(one["value"] for one in split["causes"].values())
        assert parts == pytest.approx(split["b"] - split["a"], abs=1e-6)
        cells = sum(one["value"] for row in split["cells"] for one in row.values()
                    if isinstance(one, dict))  # fmt: skip
        assert cells == pytest.approx(split["b"] - split["a"], abs=1e-6)
    assert data["difference"]["value"] == pytest.approx(totals[-1] - totals[0], abs=1e-6)
    capsys.readouterr()
    run(f"carbonmeet compare {' '.join(names)} --draws 0")
    [shown] = blocks("planned-held-measured.md", "")
    assert capsys.readouterr().out.rstrip().endswith(shown.rstrip())


def test_the_exclusions_and_papers_of_the_page_are_read(tmp_path: Path) -> None:
    import carbonmeet as cm

    head = "extends: forum-1500\n"
    venue, excluded, signed = blocks("evidence.md", "yaml")
    (tmp_path / "a.yaml").write_text(head + excluded + signed, encoding="utf-8")
    answer = cm.estimate(tmp_path / "a.yaml")
    assert answer.boundary.left_out[0].tonnes.value == pytest.approx(2444.65)
    (tmp_path / "b.yaml").write_text(head + venue, encoding="utf-8")
    papers = [x.document for x in cm.estimate(tmp_path / "b.yaml").scenario.inputs if x.document]
    assert papers[0]["file"] == "readings/e-4471.pdf"
