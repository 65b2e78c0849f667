"""Documentation that runs, links that lead somewhere, reference that is current."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from carbonmeet.reading.yamlfile import read_yaml, read_yaml_file

ROOT = Path(__file__).parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)


def blocks(page: Path, language: str) -> list[str]:
    return [text for found, text in BLOCK.findall(page.read_text("utf-8")) if found == language]


#: Pages whose Python is to be run; that of the reference is signatures.
SNIPPETS = [
    page
    for page in PAGES
    if blocks(page, "python")
    and page.parent.name != "reference"
    and page.name not in ("CONTRIBUTING.md", "README.md", "gallery.md")
]
#: A log of green actions, which a page reads.
LOG = "date,action,amount\n2024-06-01,bus,12 km\n"


def test_the_library_example_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [example] = blocks(ROOT / "README.md", "python")
    assert len([line for line in example.splitlines() if line.strip()]) <= 15
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "README.md", "exec"), {})
    out = capsys.readouterr().out
    assert "t CO2e (" in out and " before," in out and "transport.air" in out
    assert (tmp_path / "waterfall.pdf").read_bytes().startswith(b"%PDF")


#: Pages whose code draws or writes reports, which takes seconds.
_SLOW = {"reports.md", "figures.md", "uncertainty.md", "page.md", "site.md"}


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            page,
            marks=pytest.mark.heavy if page.name in _SLOW else (),
            id=str(page.relative_to(ROOT)),
        )
        for page in SNIPPETS
    ],
)
def test_the_snippets_of_a_page_run(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after the other, as a reader would paste them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    names: dict[str, object] = {}
    for text in blocks(page, "python"):
        exec(compile(text, page.name, "exec"), names)


def test_the_two_commands_are_single_lines_and_ci_runs_the_second() -> None:
    main, test = (text.strip() for text in blocks(ROOT / "README.md", "sh"))
    assert "\n" not in main and "\n" not in test
    assert main.endswith("carbonmeet estimate cop15-kunming")
    assert test in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


def test_the_fault_of_the_tutorial_is_what_a_newcomer_sees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from carbonmeet.cli import main

    monkeypatch.chdir(tmp_path)
    [shown] = blocks(ROOT / "docs/tutorial/first-meeting.md", "text")
    with pytest.raises(SystemExit):
        main(["init", "meeting.yaml"])
    path = tmp_path / "meeting.yaml"
    path.write_text(path.read_text("utf-8").replace("taxi: 50%", "taxy: 50%"), "utf-8")
    with pytest.raises(SystemExit):
        main(["estimate", "meeting.yaml"])
    assert capsys.readouterr().err == shown


@pytest.mark.parametrize("name", ["starter", "starter-city"])
def test_the_sections_that_the_starter_leaves_out_work(tmp_path: Path, name: str) -> None:
    """At its end stand further sections as comments: without '# ' they are a scenario."""
    import carbonmeet as cm

    text = (ROOT / f"scenarios/{name}.yaml").read_text("utf-8")
    head, mark, more = text.partition("# More sections")
    path = tmp_path / "full.yaml"
    lines = [line.removeprefix("# ") for line in more.splitlines()[1:]]
    path.write_text("\n".join([head, *lines]), "utf-8")
    assert mark and cm.estimate(path).baseline.total.value > cm.estimate(name).baseline.total.value


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = BLOCK.sub("", page.read_text("utf-8"))
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.heavy
def test_the_reference_is_current() -> None:
    """In a process of its own: click words its help by what was called before."""
    script = "import json, make_reference as m; print(json.dumps(dict(m.pages())))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT / "tools",
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    for name, text in json.loads(done.stdout).items():
        assert (ROOT / "docs/reference" / name).read_text("utf-8") == text, (
            f"docs/reference/{name} is out of date: run python tools/make_reference.py"
        )


def test_the_schema_accepts_what_is_shipped_and_refuses_a_typo() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "docs/reference/scenario.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    paths = sorted((ROOT / "scenarios").glob("*.yaml"))
    assert paths
    for path in paths:
        data = read_yaml_file(path).data
        assert not list(validator.iter_errors(data)), path
        first = path.read_text("utf-8").splitlines()[0]
        assert first == "# yaml-language-server: $schema=../docs/reference/scenario.schema.json"
    data = dict(read_yaml_file(ROOT / "scenarios/starter.yaml").data)
    assert list(validator.iter_errors({**data, "grups": []}))


def test_every_key_of_a_scenario_has_a_meaning_and_an_example_that_is_valid(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import make_reference

    from carbonmeet.scenario import scenario_schema

    definitions = scenario_schema()["$defs"]
    shown, wrong = make_reference.examples(definitions), []
    for name, one in definitions.items():
        if make_reference._is_amount(name):
            continue
        for key, field in one.get("properties", {}).items():
            if not field.get("description") or field["description"].startswith("Such as"):
                wrong.append(f"{name}.{key} has no meaning")
            value = read_yaml(f"x: {shown[name, key]}", key).data["x"]
            schema = {"$defs": definitions, **field}
            if value is None or not jsonschema.Draft202012Validator(schema).is_valid(value):
                wrong.append(f"{name}.{key}: {shown[name, key]!r}")
    assert not wrong


def test_every_shipped_scenario_estimates() -> None:
    import carbonmeet as cm

    for path in sorted((ROOT / "scenarios").glob("*.yaml")):
        total = cm.estimate(path).baseline.total.value
        template = path.stem == "event-kunming"  # nobody takes part until a row of a table fills it
        assert total == 0 if template else total > 0, path.stem


def table_commands(page: str) -> list[str]:
    """Commands in the table of questions; what stands there otherwise is a part of a scenario."""
    rows = [line for line in (ROOT / page).read_text("utf-8").splitlines() if line[:2] == "| "]
    return [text for row in rows for text in re.findall(r"`([^`]+)`", row)]


def test_both_readmes_ask_the_same_and_their_commands_are_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from carbonmeet.cli import command_of

    found = table_commands("README.md")
    assert found == table_commands("README.zh.md") and len(found) > 40
    monkeypatch.chdir(tmp_path)
    for name in ("meeting.yaml", "registrations.csv", "other.yaml", "table.csv", "meeting.zip"):
        Path(name).touch()
    Path("my-factors").mkdir()
    for text in found:
        program, *words = shlex.split(text)
        if program == "carbonmeet":
            command_of(words[0]).make_context(words[0], words[1:])


def test_a_row_of_the_readme_leads_to_a_page_that_answers_it() -> None:
    """With its commands, and each option of theirs."""
    lacking = []
    for row in (ROOT / "README.md").read_text("utf-8").splitlines():
        if row.startswith("| ") and "`carbonmeet " in row:
            _question, commands, more = row.split(" | ")[:3]
            links = re.findall(r"\]\(([^)#]+\.md)", more)
            told = "".join((ROOT / link).read_text("utf-8") for link in links)
            for command in re.findall(r"`(carbonmeet \w+)([^`]*)`", commands):
                wanted = [command[0], *re.findall(r" (--[\w-]+)", command[1])]
                lacking += [f"{links}: {one}" for one in wanted if one not in told]
    assert not lacking


def test_the_commands_of_every_page_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that stand in blocks, as a reader copies them; the files may be the reader's own."""
    import click

    from carbonmeet.cli import COMMANDS, command_of

    monkeypatch.setattr(click.Path, "convert", lambda self, value, param, context: Path(value))
    found = [
        shlex.split(line.removeprefix("$ "), comments=True)
        for page in PAGES
        for language, text in BLOCK.findall(page.read_text("utf-8"))
        if language in ("sh", "console")
        for line in text.replace("\\\n", " ").splitlines()
        if line.removeprefix("$ ").startswith("carbonmeet ")
    ]
    assert len(found) > 100
    for words in found:
        at = next(number for number, word in enumerate(words) if word in COMMANDS)
        command_of(words[at]).make_context(words[at], words[at + 1 :])


@pytest.mark.parametrize(("page", "zh"), [("README.md", False), ("README.zh.md", True)])
def test_the_counts_of_the_readme_are_those_of_the_catalogue(
    page: str, zh: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import make_coverage

    assert (ROOT / page).read_text("utf-8") == make_coverage.written(page, zh), (
        "run python tools/make_coverage.py"
    )


def test_the_journeys_of_the_readmes_are_worked_out() -> None:
    """Their ranges too, and by both lists of publishers."""
    import carbonmeet as cm
    from carbonmeet.view.numerals import three

    def told(start: str, end: str, prefer: list[str], effects: bool) -> str:
        group = {
            "name": "One",
            "period": "p",
            "people": 1,
            "travel": [{"mode": "air", "from": start}],
        }
        trip = {
            "kind": "meeting",
            "title": "Trip",
            "place": {"airport": end},
            "prefer": prefer,
            "methods": {"aviation_non_co2": effects},
            "periods": {"p": {"year": 2025}},
            "groups": [group],
        }
        total = cm.simulate(cm.estimate(trip)).baseline.total
        kg = [three(1000 * one) for one in (total.value, total.low, total.high)]
        return "{} ({} – {})".format(*kg)

    texts = [(ROOT / page).read_text("utf-8") for page in ("README.md", "README.zh.md")]
    mao, init = ["mao", "defra"], ["mee", "cpcd", "defra", "ademe", "carbonmeet"]
    journeys = [("VIE", "LHR", mao), ("VIE", "JFK", mao), ("KMG", "PEK", mao)]
    for effects in (True, False):
        rows = [told(*one, effects) for one in journeys]
        own = told("KMG", "PEK", init, effects)
        for english, text in zip((True, False), texts, strict=True):
            as_written = str.maketrans({} if english else {"(": "（", ")": "）", " ": None})
            assert " | ".join(one.translate(as_written) for one in rows) in text
            assert own.translate(as_written) in text


def test_the_gallery_has_every_figure_as_its_command_and_code_draw_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The page is that of its tool, every picture is there, and every command is understood."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import make_gallery

    import carbonmeet as cm
    from carbonmeet.cli import command_of

    page = ROOT / "docs/gallery.md"
    assert page.read_text("utf-8") == make_gallery.page(), "run tools/make_gallery.py"
    kinds = {**cm.charts.KINDS, **cm.charts.SITE_KINDS}
    shown = re.findall(r"images/gallery/([\w-]+)\.png", page.read_text("utf-8"))
    assert shown == list(kinds)
    assert all((ROOT / f"docs/images/gallery/{kind}.png").stat().st_size < 60_000 for kind in kinds)
    commands = [shlex.split(text)[1:] for text in blocks(page, "sh")]
    assert len(commands) == len(kinds) == len(blocks(page, "python"))
    for words in commands:
        command_of(words[0]).make_context(words[0], words[1:])


@pytest.mark.heavy
def test_the_code_of_the_gallery_draws_its_figures(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import carbonmeet as cm

    monkeypatch.chdir(tmp_path)
    for text in blocks(ROOT / "docs/gallery.md", "python"):
        exec(compile(text, "gallery.md", "exec"), {})
    made = {path.stem for path in tmp_path.glob("*.pdf")}
    assert made == {*cm.charts.KINDS, *cm.charts.SITE_KINDS}


def test_the_index_lists_every_page() -> None:
    index = (ROOT / "docs/README.md").read_text("utf-8")
    pages = {str(p.relative_to(ROOT / "docs")) for p in PAGES if p.is_relative_to(ROOT / "docs")}
    assert not {page for page in pages - {"README.md"} if f"]({page})" not in index}


#: What the reader of a tutorial holds at its end; of a recipe that runs as it stands, nothing.
HANDED_OVER: dict[str, tuple[str, ...]] = {
    "how-to/measures.md": (),
    "how-to/trace.md": (),
    "tutorial/vienna.md": ("report.docx", "congress.html", "each.csv"),
    "zh/README.md": (
        "实施计划.docx", "核算报告.docx", "自我声明.docx", "数据征集表.xlsx", "forum.zip",
    ),
}  # fmt: skip
#: A reader has the time for more draws.
DRAWN = {"bundle", "compare", "estimate", "page", "report", "request", "sensitivity"}


@pytest.mark.heavy
@pytest.mark.parametrize("name", HANDED_OVER)
def test_a_tutorial_runs_to_its_end(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Word for word in an empty folder: files are saved as it says, commands are run in order."""
    from carbonmeet.cli import main

    page = ROOT / "docs" / name
    for registrations in (ROOT / "examples/vienna").glob("*.csv"):
        shutil.copy(registrations, tmp_path)
    monkeypatch.chdir(tmp_path)
    for language, text in BLOCK.findall(page.read_text("utf-8")):
        if language == "yaml" and text.startswith("# "):
            Path(text.splitlines()[0].removeprefix("# ")).write_text(text, "utf-8")
        elif language == "csv":
            Path("fix.csv").write_text(text, "utf-8")
        for line in text.splitlines() if language == "sh" else ():
            program, *words = shlex.split(line)
            if program != "carbonmeet":
                continue
            words += ["--draws", "50"] if words[0] in DRAWN else []
            with pytest.raises(SystemExit) as done:
                main(words)
            assert done.value.code == 0, (line, capsys.readouterr().err)
    assert not [one for one in HANDED_OVER[name] if not Path(one).stat().st_size]


def test_the_congress_of_the_tutorial_is_told_as_it_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from carbonmeet.cli import main

    monkeypatch.delenv("COLUMNS", raising=False)
    with pytest.raises(SystemExit):
        main(["attendees", str(ROOT / "examples/vienna/registrations.csv")])
    told = capsys.readouterr().out
    shown = next(
        text for text in blocks(ROOT / "docs/tutorial/vienna.md", "text") if "355 rows" in text
    )
    assert shown.partition("\n")[2] in told


def test_the_fault_of_the_chinese_tutorial_is_what_a_planner_sees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from carbonmeet.cli import main

    monkeypatch.chdir(tmp_path)
    [shown] = blocks(ROOT / "docs/zh/README.md", "text")
    with pytest.raises(SystemExit):
        main(["init", "starter.yaml", "--place", "昆明", "--lang", "zh"])
    path = tmp_path / "starter.yaml"
    path.write_text(path.read_text("utf-8").replace("taxi: 30%", "taxy: 30%", 1), "utf-8")
    with pytest.raises(SystemExit):
        main(["check", "starter.yaml", "--lang", "zh"])
    assert capsys.readouterr().err == shown


@pytest.mark.heavy
def test_the_notebook_runs_and_is_shipped_with_what_came_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = json.loads((ROOT / "docs/tutorial/researcher.ipynb").read_text("utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] and cell["execution_count"] for cell in cells)
    assert not [o for cell in cells for o in cell["outputs"] if o["output_type"] == "error"]
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for cell in cells:
        exec(compile("".join(cell["source"]), "researcher.ipynb", "exec"), names)
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {"forum.json", "online.csv", "online.pdf"}
