"""The command line on real files: what it prints, writes and returns."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from worlds import MEETING, changed

from carbonmeet import __version__
from carbonmeet.catalogue import load_catalogue
from carbonmeet.cli import COMMANDS, main
from carbonmeet.reading.yamlfile import read_yaml_file

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*args: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as caught:
            main([str(arg) for arg in args])
        out, err = capsys.readouterr()
        return int(caught.value.code or 0), out, err

    return call


@pytest.fixture
def meeting(tmp_path: Path) -> Path:
    path = tmp_path / "meeting.yaml"
    path.write_text(MEETING, encoding="utf-8")
    return path


def test_estimate_prints_what_a_planner_pastes(run: Run, meeting: Path) -> None:
    code, out, err = run("estimate", meeting)
    assert code == 0 and err == ""
    for word in ("Baseline", "Air travel", "Per participant", "Total", "--full"):
        assert word in out
    whole = run("estimate", meeting, "--full")[1]
    for word in ("The largest lines", "BOUNDARY", "Accounting periods", "NOTICES AND LIMITS"):
        assert word in whole and word not in out
    code, out, _ = run("estimate", meeting, "--full", "--lang", "zh")
    for word in ("基准情景排放量", "航空", "人均", "核算边界", "合计", "测试"):
        assert word in out


def test_estimate_json_has_the_promised_keys(run: Run, meeting: Path) -> None:
    code, out, _ = run("estimate", meeting, "--format", "json")
    data = json.loads(out)
    assert code == 0
    assert set(data) >= {
        "carbonmeet", "scenario", "catalogue", "boundary", "baseline", "residual",
        "measures", "offset", "lines", "notices",
    }  # fmt: skip
    assert set(data["baseline"]["total"]) == {"value", "low", "high", "unit"}
    assert data["baseline"]["total"]["unit"] == "t CO2e"
    assert set(data["lines"][0]) >= {
        "period", "source", "label", "amount", "unit", "chain", "kg_per_unit", "kg_co2e", "basis",
    }  # fmt: skip
    assert len(data["scenario"]["hash"]) == len(data["catalogue"]["hash"]) == 64


def test_estimate_csv_is_the_ledger(run: Run, meeting: Path) -> None:
    _, out, _ = run("estimate", meeting, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    _, text, _ = run("estimate", meeting, "--format", "json")
    total = json.loads(text)["baseline"]["total"]["value"]
    assert sum(float(row["kg_co2e"]) for row in rows) / 1000 == pytest.approx(total)


def test_a_formula_in_a_label_stays_text(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text(changed("label: Stands", "label: '=cmd|calc'"), encoding="utf-8")
    _, out, _ = run("estimate", path, "--format", "csv")
    assert "'=cmd|calc" in out and ",=cmd" not in out


def test_output_is_written_whole_or_not_at_all(run: Run, meeting: Path, tmp_path: Path) -> None:
    target = tmp_path / "result.json"
    code, out, _ = run("estimate", meeting, "--format", "json", "-o", target)
    assert (code, out) == (0, "") and json.loads(target.read_text(encoding="utf-8"))
    code, _, err = run("estimate", meeting, "-o", tmp_path / "nowhere" / "x.txt")
    assert code == 1 and "cannot write" in err
    broken = tmp_path / "broken.yaml"
    broken.write_text(changed("people: 600", "people: -1"), encoding="utf-8")
    before = target.read_bytes()
    assert run("estimate", broken, "-o", target)[0] == 1
    assert target.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "broken.yaml",
        "meeting.yaml",
        "result.json",
    ]


def test_bad_input_is_one_message_and_code_1(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(changed("taxi: 40%", "taxy: 40%"), encoding="utf-8")
    code, out, err = run("estimate", path)
    assert (code, out) == (1, "")
    assert err.startswith(f"{path}:15:") and "Did you mean 'taxi'?" in err
    assert "Traceback" not in err and len(err.splitlines()) == 1


@pytest.mark.parametrize(
    "args", [("estmate",), ("estimate",), ("estimate", "x", "--format", "xml")]
)
def test_wrong_usage_is_code_2(run: Run, args: tuple[str, ...]) -> None:
    code, _, err = run(*args)
    assert code == 2 and "Usage" in err


def test_every_command_of_the_list_has_help(run: Run) -> None:
    for name in COMMANDS:
        code, out, _ = run(name, "--help")
        assert code == 0 and out.startswith(f"Usage: carbonmeet {name}")


def test_check_reports_all_files(run: Run, meeting: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(changed("people: 600", "people: -1"), encoding="utf-8")
    code, out, err = run("check", meeting, bad, tmp_path / "none.yaml")
    assert code == 1
    assert out == f"{meeting}: fine\n"
    assert "bad.yaml:11:" in err and "none.yaml" in err


def test_init_writes_a_scenario_that_estimates(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    assert run("init", path)[0] == 0
    assert run("check", path)[0] == 0
    before = path.read_bytes()
    code, _, err = run("init", path)
    assert code == 1 and "--force" in err and path.read_bytes() == before


@pytest.mark.parametrize("region", ["CN-YN", "CN-BJ", "CN-GD-SZX"])
def test_init_writes_a_city_that_estimates(run: Run, tmp_path: Path, region: str) -> None:
    """For any place: what the catalogue knows of one city only is given in the file."""
    path = tmp_path / "city.yaml"
    assert run("init", path, "--kind", "city")[0] == 0
    text = path.read_text("utf-8")
    assert "ARE EXAMPLES" in text
    path.write_text(text.replace("region: CN-YN ", f"region: {region} "), "utf-8")
    assert run("check", path) == (0, f"{path}: fine\n", "")
    assert "Public-building power" in run("estimate", path, "--draws", "0")[1]
    numbers = [line for line in text.splitlines() if "{value:" in line and line[:1] != "#"]
    assert numbers and all("basis: assumed, note:" in line for line in numbers)


def test_init_names_a_schema_that_fits(run: Run, tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    path = tmp_path / "mine.yaml"
    run("init", path)
    first = path.read_text("utf-8").splitlines()[0]
    schema = tmp_path / first.rpartition("$schema=")[2]
    validator = jsonschema.Draft202012Validator(json.loads(schema.read_text("utf-8")))
    data = read_yaml_file(path).data
    assert not list(validator.iter_errors(data))
    assert list(validator.iter_errors({**data, "grups": []}))


def test_version(run: Run) -> None:
    assert __version__ in run("--version")[1]


def test_a_name_that_no_file_can_have(run: Run) -> None:
    for command in ("estimate", "check", "init"):
        code, _, err = run(command, "x" * 5000)
        assert code == 1 and err and "Traceback" not in err


def test_a_slip_in_the_name_of_a_shipped_scenario(run: Run) -> None:
    code, _, err = run("estimate", "cop15-kunmin")
    assert code == 1 and "Did you mean 'cop15-kunming'?" in err
    assert "no such file. Shipped: cop15-ambitious, " in run("estimate", "cop15")[2]


def test_output_goes_through_links_and_pipes(run: Run, meeting: Path, tmp_path: Path) -> None:
    target, link, pipe = (tmp_path / name for name in ("real.csv", "link.csv", "pipe"))
    link.symlink_to(target)
    run("estimate", meeting, "--format", "csv", "-o", link)
    assert link.is_symlink() and target.read_text("utf-8").startswith("period,")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        run("estimate", meeting, "--format", "csv", "-o", pipe)
        assert os.read(reader, 7) == b"period,"
    finally:
        os.close(reader)


def test_explain_ends_at_the_sources(run: Run, meeting: Path) -> None:
    code, out, _ = run("explain", meeting, "venue")
    assert code == 0
    assert "36,000 m²" in out and "0.1235 kg CO2 / kWh" in out and "grid@mee-2021[CN-YN]" in out
    assert "= 10003.5 kg CO2e" in out.replace(",", "")
    assert run("explain", meeting, "1")[1].startswith("[1] ")
    code, _, err = run("explain", meeting, "venu.power")
    assert code == 1 and "venue.power" in err
    assert run("explain", meeting, "999")[0] == 1
    assert run("explain", meeting, "²")[0] == 1
    assert "× 3 meal / person / day" in run("explain", meeting, "catering")[1]
    assert "36,000 m²" in run("explain", meeting, "venue", "--lang", "zh")[1]
    assert "餐 / 人 / 天" in run("explain", meeting, "catering", "--lang", "zh")[1]


def test_factors_lists_rivals_together(run: Run) -> None:
    code, out, _ = run("factors", "air.domestic.average.direct")
    assert code == 0 and "mao-2019" in out and "cpcd-2024" in out
    assert "0.1235" in run("factors", "云南")[1]
    assert "Announcement" in run("factors", "grid", "--region", "CN-YN", "--full")[1]
    assert "hotel.star-4" in run("factors", "--services", "hotel")[1]
    code, _, err = run("factors", "unobtainium")
    assert code == 1 and "no factor for 'unobtainium'" in err
    code, _, err = run("factors", "taxi", "--region", "JP")
    assert code == 1 and "no factor for 'taxi' in JP; there are some for" in err
    # why, what counts there instead, and what can be done: in either language
    assert "No publisher issues one" in err and "Used there instead: taxi@carbonmeet-2026" in err
    chinese = run("factors", "rail", "--region", "ES", "--lang", "zh")[2]
    assert "查到但未采用" in chinese and "当地改用" in chinese and "electricity" not in chinese
    assert not re.search("declined|No publisher|borrow|too high", chinese)
    assert "'fallback: [CN]'" in run("factors", "rail.hsr.traction", "--region", "KE")[2]
    code, _, err = run("factors", "--services", "taxy")
    assert code == 1 and "Did you mean 'taxi'?" in err


def test_measures_are_listed_with_their_provenance(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "240")  # a narrow terminal breaks the words of a cell
    _, out, _ = run("measures")
    listed = [line.split()[0] for line in out.splitlines()[1:] if line[0] != " "]
    assert listed == list(load_catalogue().measures)
    assert out.count("named in the newspaper article") == 14
    assert run("measures", "--lang", "zh")[1].count("见于新闻报道") == 14


def test_compare_by_source_and_measure(run: Run, meeting: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(changed("measures: none", "measures: {T1: 100%}"), encoding="utf-8")
    code, out, _ = run("compare", meeting, other)
    assert code == 0 and "B - A" in out and "T1" in out
    assert "1,000 draws, seed 1" in out and "Monte Carlo error" in out
    # all of 1,000 draws are no certainty: 1 - 3/1,000
    assert "after the measures: above 99.7% (all of 1,000 draws)" in " ".join(out.split())
    _, out, _ = run("compare", meeting, other, "--draws", "0")
    assert "B - A" in out and "range" not in out and "draws" not in out


def test_compare_as_json(run: Run, meeting: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(changed("measures: none", "measures: {T1: 100%}"), encoding="utf-8")
    _, out, _ = run("compare", meeting, other, "--format", "json", "--draws", "200", "--seed", "7")
    data = json.loads(out)
    assert (data["a"]["name"], data["b"]["name"]) == (meeting.name, other.name)
    total = data["residual"]["total"]
    more = total["difference"]
    assert more["value"] == pytest.approx(total["b"]["value"] - total["a"]["value"])
    assert more["low"] <= more["value"] <= more["high"] < 0 and more["unit"] == "t CO2e"
    assert set(more["monte_carlo_error"]) == {"low", "high", "mean"}
    assert total["a"]["low"] < total["a"]["value"] < total["a"]["high"]
    for row in data["residual"]["by_source"].values():
        assert row["difference"]["low"] <= row["difference"]["high"]
    assert [one["id"] for one in data["measures"]["items"]] == ["T1"]
    found = data["uncertainty"]
    assert (found["draws"], found["seed"], found["b_beats_a"]) == (200, 7, 1.0)
    _, out, _ = run("compare", meeting, other, "--format", "json", "--draws", "0")
    bare = json.loads(out)
    assert bare["residual"]["total"]["difference"]["low"] is None and "uncertainty" not in bare


def test_a_scenario_beside_itself_differs_nowhere(run: Run) -> None:
    _, out, _ = run("compare", "cop15-kunming", "cop15-kunming", "--draws", "200")
    tables = [part.splitlines()[2:] for part in out.split("\n\n")[1:4]]
    rows = [line.split() for part in tables[:2] for line in part]
    assert len(rows) == 22 and all(row[-2:] == ["0", "0"] for row in rows)
    assert all(line.split()[-1] in ("0.0", "0.00") for line in tables[2])
    assert "50.0%" in out


def test_rounding_is_no_difference(run: Run, tmp_path: Path) -> None:
    """The same lines in another order sum to another last digit."""
    shipped = Path(__file__).parents[1] / "scenarios" / "cop15-kunming.yaml"
    data = dict(read_yaml_file(shipped).data)  # type: ignore[arg-type]
    turned = {key: one[::-1] if isinstance(one, list) else one for key, one in data.items()}
    other = tmp_path / "turned.yaml"
    other.write_text(json.dumps(turned | {"prefer": data["prefer"]}), encoding="utf-8")
    _, out, _ = run("compare", "cop15-kunming", other, "--draws", "0")
    assert "e-" not in out


def test_plan_answers_target_and_budget(run: Run, meeting: Path) -> None:
    code, out, _ = run("plan", meeting, "--target", "3%")
    assert code == 0 and "T1" in out
    assert run("plan", meeting, "--budget", "0 CNY")[0] == 0
    code, _, err = run("plan", meeting, "--target", "99%")
    assert code == 1 and "save at most" in err
    assert run("plan", meeting)[0] == 2


def test_explain_a_measure(run: Run, meeting: Path, tmp_path: Path) -> None:
    code, out, _ = run("explain", "cop15-hybrid", "T6")
    assert code == 0 and "measures.T6.uptake" in out and "0.2 to 0.4" in out
    code, out, _ = run("explain", "cop15-hybrid", "V2", "--lang", "zh")
    assert "实施率" in out and "95%区间" in out
    assert "no measure 'T6'" in run("explain", meeting, "T6")[2]


def test_offset_both_ways(run: Run) -> None:
    _, out, _ = run("offset", "--area", "3607 mu", "--format", "json")
    data = json.loads(out)["offset"]
    assert data["area"] == {"value": 3607.0, "unit": "mu"}
    assert data["area_ha"] == pytest.approx(3607 / 15, rel=1e-15)
    tonnes = data["removal"]["value"]
    _, out, _ = run("offset", "--tonnes", f"{tonnes!r} t CO2e", "--format", "json")
    assert json.loads(out)["offset"]["area"]["value"] == pytest.approx(3607, rel=1e-9)
    assert run("offset")[0] == 2
    assert "acre" in run("offset", "--area", "3607 acre")[2]
    assert "yunnan-pine" in run("offset", "--stands")[1]
    assert "by year 20 after planting" in run("offset", "--tonnes", "100 t CO2e")[1]


def test_own_folder_of_factors(run: Run, meeting: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    head = "key,region,year,value,unit,source,evidence\n"
    (folder / "grid.csv").write_text(head + "grid,CN-YN,2021,1,kg CO2e / kWh,me,primary\n")
    _, out, _ = run("explain", meeting, "venue.power", "--factors", folder)
    assert "grid@me[CN-YN]" in out and "81000 × 1 = 81000" in out.replace(",", "")


def test_an_estimate_imports_nothing_heavy(tmp_path: Path) -> None:
    """Neither pandas nor matplotlib nor pint: a command pays for what it uses."""
    script = (
        "import sys; from carbonmeet.cli import main\n"
        "try: main(['estimate', 'cop15-kunming', '-o', sys.argv[1]])\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "heavy = {'pandas', 'matplotlib', 'pint', 'scipy', 'jinja2'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    target = tmp_path / "out.txt"
    subprocess.run([sys.executable, "-c", script, str(target)], check=True)
    assert "Baseline" in target.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="signals and shells")
@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
def test_a_signal_ends_with_one_line_and_the_usual_code(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, code: int
) -> None:
    number = getattr(signal, name)
    monkeypatch.setattr(
        "carbonmeet.estimation.estimate", lambda *_, **__: signal.raise_signal(number)
    )
    # whoever started the tests may have it ignored, as nohup does: then it stops nothing
    usual = signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
    before = signal.signal(number, usual)
    try:
        assert run("check", "forum-1500") == (code, "", "stopped\n")
    finally:
        signal.signal(number, before)


@pytest.mark.skipif(sys.platform == "win32", reason="signals and shells")
def test_a_closed_output_is_told() -> None:
    command = f'"{sys.executable}" -m carbonmeet --version >&-'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.startswith("the output cannot be written")


def test_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "carbonmeet", "--help"], capture_output=True, text=True, check=True
    )
    assert all(name in done.stdout for name in COMMANDS)


def test_a_seed_without_draws_is_harmless(run):
    asked = ("estimate", "forum-1500", "--draws", "0", "--format", "json")
    assert run(*asked, "--seed", "3") == run(*asked)
    assert run(*asked, "--seed", "3")[0] == 0


def test_a_page_of_text_goes_into_no_file_of_another_form(
    run: Run, meeting: Path, tmp_path: Path
) -> None:
    for ending in ("json", "csv", "XLSX"):
        code, out, err = run("estimate", meeting, "--draws", "0", "-o", tmp_path / f"r.{ending}")
        assert code == 2 and not out and "--format" in err
    assert not list(tmp_path.glob("r.*"))


def test_a_notice_that_begins_with_a_key_keeps_it_as_it_is_typed() -> None:
    from carbonmeet.view.matter import _sentence

    assert _sentence("consumables[0]: twice") == "consumables[0]: twice"
    assert _sentence("equal entries") == "Equal entries"
