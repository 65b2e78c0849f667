"""A bundle holds what a result rests on, and is verified wherever it goes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from worlds import MEETING

import carbonmeet as cm
from carbonmeet.audit.archive import MANIFEST
from carbonmeet.cli import command_of
from carbonmeet.meeting.sums import merged
from carbonmeet.view.bundle import bundle_of, packed
from carbonmeet.view.bundle.packing import with_manifest
from tests.test_variance import HELD, MEASURED, PLAN


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("forum")
    names = {"planned.yaml": PLAN, "held.yaml": HELD, "measured.yaml": MEASURED}
    for name, text in names.items():
        (home / name).write_text(text, encoding="utf-8")
    done = CliRunner().invoke(
        command_of("bundle"),
        [str(home / "measured.yaml"), "-o", str(home / "a.zip"), "--draws", "64"],
    )
    assert done.exit_code == 0, done.output
    return home


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {one: archive.read(one) for one in archive.namelist()}


def rewritten(path: Path, target: Path, files: dict[str, bytes]) -> Path:
    target.write_bytes(packed(files))
    return target


def test_it_holds_what_an_auditor_asks_for(folder: Path) -> None:
    files = members(folder / "a.zip")
    assert {"documents/measured.yaml", "documents/held.yaml", "documents/planned.yaml",
            "scenario/whole.yaml", "factors/rows.csv", "references.csv", "result.json", "lines.csv",
            "evidence.csv", "evidence.json", "index.en.html", "index.zh.html", MANIFEST,
            "frames/mee-2019.json", "figures/waterfall.csv"} <= files.keys()  # fmt: skip
    assert files["documents/held.yaml"].decode() == HELD
    for line in files[MANIFEST].decode().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256(files[name]).hexdigest() == digest
    assert len(files[MANIFEST].decode().splitlines()) == len(files) - 1
    text = files["lines.csv"].decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    total = json.loads(files["result.json"])["residual"]["total"]["value"]
    assert sum(float(one["t_co2e_after"]) for one in lines) == pytest.approx(total)
    rows = list(csv.DictReader(io.StringIO(files["factors/rows.csv"].decode())))
    known = {one["key"] for one in csv.DictReader(
        io.StringIO(files["references.csv"].decode("utf-8-sig")))}  # fmt: skip
    assert {one["source"] for one in rows} <= known
    assert "如何重新计算" in files["index.zh.html"].decode()
    assert "sha256sum -c" in files["index.en.html"].decode()


def test_the_same_file_gives_the_same_bytes(folder: Path) -> None:
    found = bundle_of(folder / "measured.yaml", draws=64)
    assert packed(found.files) == (folder / "a.zip").read_bytes()


def test_its_scenario_and_rows_give_the_result_by_hand(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(folder / "a.zip") as archive:
        archive.extractall(tmp_path)
    again = cm.estimate(
        tmp_path / "scenario/whole.yaml", catalogue=cm.load_catalogue(tmp_path / "factors")
    )
    saved = cm.load_result(tmp_path / "result.json")
    assert again.residual.total.value == pytest.approx(saved.residual.total.value, rel=1e-12)


def test_a_changed_byte_is_named(folder: Path, tmp_path: Path) -> None:
    files = members(folder / "a.zip")
    for name in ("result.json", "documents/measured.yaml", "figures/shares.csv"):
        one = bytearray(files[name])
        one[len(one) // 2] ^= 1
        path = rewritten(folder / "a.zip", tmp_path / "b.zip", files | {name: bytes(one)})
        found = cm.verify(path)
        assert not found.same and found.findings[0].path == name


def resealed(path: Path, target: Path, changed: dict[str, bytes | None]) -> Path:
    """The bundle with other members, and checksums that are theirs."""
    files = members(path) | changed
    whole = {name: data for name, data in files.items() if data is not None and name != MANIFEST}
    return rewritten(path, target, with_manifest(whole))


#: What is held by the result, by the scenario, by nothing but itself: a change of each member.
_CHANGES = [
    {
        "lines.csv": (r"(\d+\.\d+),assumed", r"9\1,assumed"),
        "evidence.csv": (r"(?<=,)0\.(\d)", r"0.9\1"),
        "evidence.json": (r": 0\.(\d)", r": 0.9\1"),
        "frames/mee-2019.json": (r": (\d+\.\d+)", r": 1\1"),
        "frames/ghg-protocol.json": (r": (\d+\.\d+)", r": 1\1"),
        "figures/waterfall.csv": (r",(\d+\.\d+)", r",1\1"),
        "figures/waterfall.txt": (r"(\w+)", r"not \1"),
        "factors/rows.csv": ("secondary", "primary"),
        "references.csv": ("https://", "http://"),
        "index.en.html": (r"(\d)\.(\d{3})", r"\g<1>0.\2"),
        "index.zh.html": (r"(\d)\.(\d{3})", r"\g<1>0.\2"),
    },
    {
        "lines.csv": ("period,source", "period,sort"),
        "documents/measured.yaml": ("5310 kWh", "5130 kWh"),
        "documents/held.yaml": ("value: 214", "value: 204"),
        "documents/planned.yaml": ("1100 km", "1000 km"),
    },
    {"scenario/whole.yaml": (r'"value": 214', r'"value": 200')},
    {"result.json": (r'"format": 2,', '"format": 2, "approved": "yes",')},
]


@pytest.mark.parametrize("changes", _CHANGES, ids=["views", "documents", "scenario", "result"])
def test_every_member_that_was_changed_with_its_checksum_is_named(
    folder: Path, tmp_path: Path, changes: dict[str, tuple[str, str]]
) -> None:
    files = members(folder / "a.zip")
    other: dict[str, bytes | None] = {}
    for name, (before, after) in changes.items():
        text = files[name].decode()
        changed, count = re.subn(before, after, text, count=1)
        assert count == 1 and changed != text
        other[name] = changed.encode()
    found = cm.verify(resealed(folder / "a.zip", tmp_path / "b.zip", other))
    told = [one.what for one in found.findings if one.wrong]
    assert not found.same
    for name in changes:
        assert any(name in one.en and name in one.zh for one in told), told


def test_a_member_that_was_taken_out_with_its_checksum_is_missed(
    folder: Path, tmp_path: Path
) -> None:
    found = cm.verify(resealed(folder / "a.zip", tmp_path / "b.zip", {"lines.csv": None}))
    assert [one.what.en for one in found.findings if one.wrong] == ["lines.csv is missing"]


@pytest.mark.heavy
def test_what_only_a_checksum_holds_is_named(folder: Path, tmp_path: Path) -> None:
    [told] = cm.verify(folder / "a.zip").findings
    assert "its comments" in told.what.en and not told.wrong
    path = resealed(folder / "a.zip", tmp_path / "b.zip", {"note.txt": b"approved"})
    found = cm.verify(path)
    told = found.findings[-1]
    assert found.same and told.what.en.endswith("from the result: note.txt")


@pytest.mark.heavy
def test_of_another_version_other_words_are_told_and_other_tonnes_are_wrong(
    folder: Path, tmp_path: Path
) -> None:
    files = members(folder / "a.zip")
    result = files["result.json"].replace(
        f'"carbonmeet": "{cm.__version__}"'.encode(), b'"carbonmeet": "0.0.9"'
    )
    older = {"result.json": result, "index.en.html": files["index.en.html"] + b"\n"}
    found = cm.verify(resealed(folder / "a.zip", tmp_path / "b.zip", older))
    assert found.same and any(one.path == "index.en.html" for one in found.findings)
    lines = re.sub(rb"(\d+\.\d+),assumed", rb"9\1,assumed", files["lines.csv"], count=1)
    found = cm.verify(resealed(folder / "a.zip", tmp_path / "c.zip", older | {"lines.csv": lines}))
    assert [one.path for one in found.findings if one.wrong] == ["lines.csv"]


def test_checksums_that_part_late_are_told_so_far(folder: Path, tmp_path: Path) -> None:
    files = members(folder / "a.zip")
    digest = hashlib.sha256(files["lines.csv"]).hexdigest()
    other = digest[:40] + ("0" if digest[40] != "0" else "1") + digest[41:]
    listed = files[MANIFEST].replace(digest.encode(), other.encode())
    found = cm.verify(rewritten(folder / "a.zip", tmp_path / "b.zip", files | {MANIFEST: listed}))
    assert digest[:44] in found.findings[0].what.en and other[:44] in found.findings[0].what.en


def test_faults_of_files_are_in_chinese(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.zip").write_bytes((folder / "a.zip").read_bytes()[:5000])
    (tmp_path / "other.zip").write_bytes(packed({"a": b""}))
    (tmp_path / "out.zip").write_bytes(packed({"../a": b"", MANIFEST: b""}))
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    for name, told in {
        "cut.zip": "压缩包不完整或已损坏",
        "other.zip": "不是carbonmeet的打包文件",
        "out.zip": "“../a”指向打包文件之外",
        "other.json": "不是carbonmeet的结果文件",
        "nowhere.json": "无法读取：没有该文件或文件夹",
        "nowhere.zip": "无法读取：没有该文件或文件夹",
    }.items():
        done = CliRunner().invoke(command_of("verify"), [str(tmp_path / name), "--lang", "zh"])
        assert done.exit_code == 1 and told in done.output, done.output
        whole = re.sub(r"\n\s*", "", done.output)  # a long path is broken at the edge of a screen
        words = whole.replace(str(tmp_path), "").replace(name, "").replace(MANIFEST, "")
        assert re.findall(r"[A-Za-z]{3,}", words.replace("carbonmeet", "")) == [], done.output


@pytest.mark.parametrize("cut", [0, 50, 5000, -30])
def test_a_truncated_bundle_is_refused(folder: Path, tmp_path: Path, cut: int) -> None:
    whole = (folder / "a.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[:cut])
    done = CliRunner().invoke(command_of("verify"), [str(tmp_path / "cut.zip")])
    assert done.exit_code == 1 and "cut short or damaged" in done.output


def test_what_is_no_bundle_or_leads_out_of_it_is_refused(folder: Path, tmp_path: Path) -> None:
    for name, files in (("no.zip", {"a": b""}), ("out.zip", {"../a": b"", MANIFEST: b""})):
        (tmp_path / name).write_bytes(packed(files))
        assert not cm.verify(tmp_path / name).same
    gone = members(folder / "a.zip")
    del gone["result.json"]
    found = cm.verify(rewritten(folder / "a.zip", tmp_path / "gone.zip", gone))
    assert not found.same and any("result.json is missing" in x.what.en for x in found.findings)
    assert not cm.verify(tmp_path / "nowhere.zip").same


@pytest.mark.heavy
def test_a_second_environment_with_another_catalogue_verifies_it(
    folder: Path, tmp_path: Path
) -> None:
    """A copy of the package elsewhere, whose grid of Yunnan is another number."""
    import shutil

    home = Path(cm.__file__).parent
    shutil.copytree(
        home, tmp_path / "carbonmeet", ignore=shutil.ignore_patterns("__pycache__", "_data")
    )
    for name in ("factors", "scenarios"):
        shutil.copytree(cm.load_catalogue().folder.parent / name, tmp_path / name)
    energy = tmp_path / "factors" / "energy.csv"
    text = energy.read_text(encoding="utf-8")
    energy.write_text(text.replace(",CN-YN,2023,0.1333,", ",CN-YN,2023,0.139,"), encoding="utf-8")
    shutil.copy(folder / "a.zip", tmp_path / "a.zip")
    done = subprocess.run(
        [sys.executable, "-m", "carbonmeet", "verify", "a.zip", "--format", "json"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    data = json.loads(done.stdout)
    assert data["same"] is True and data["catalogue"]["saved"] != data["catalogue"]["here"]
    residual = data["residual"]
    assert residual["saved"] == pytest.approx(residual["own_rows"], rel=1e-12)
    assert residual["here"] > residual["saved"]
    assert any(one["path"] == "catalogue.rows[grid@mee-2023[CN-YN], 2023]"
               for one in data["findings"])  # fmt: skip


LIST = "name,city,mode,cabin,nights,hotel\n" + "".join(
    f"P{n},{city},{mode},{cabin},2,{hotel}\n"
    for n, (city, mode, cabin, hotel) in enumerate(
        [("Beijing", "air", "economy", "hotel.star-4")] * 8
        + [("Wuhan", "air", "business", "hotel.star-5")] * 2
        + [("Chengdu", "rail", "", "hotel.star-4")] * 6
    )
)


@pytest.mark.heavy
def test_a_list_goes_in_as_sums_and_few_people_are_merged(tmp_path: Path) -> None:
    pytest.importorskip("ibis")
    (tmp_path / "people.csv").write_text(LIST, encoding="utf-8")
    head = PLAN.partition("groups:")[0]
    text = f"{head}attendees: {{table: people.csv, meals: {{buffet: 2 / day}}}}\n"
    (tmp_path / "list.yaml").write_text(text, encoding="utf-8")
    found = bundle_of(tmp_path / "list.yaml", draws=0)
    assert found.merged >= 2
    everything = b"".join(found.files.values()).decode("utf-8", "replace")
    for word in ("P1,", "Wuhan", "business", "star-5"):
        assert word not in everything, word
    assert found.answer.residual.total.value != found.exact
    (tmp_path / "a.zip").write_bytes(packed(found.files))
    assert cm.verify(tmp_path / "a.zip").same
    assert f"{found.exact:,.3f}" in found.files["index.en.html"].decode()


def test_a_list_of_very_few_is_not_bundled() -> None:
    few = {"period": "p", "role": "staff", "people": 3.0, "placed": 3.0, "ways": [],
           "nights": {}, "stays": {}, "days": {}, "fed": {}}  # fmt: skip
    with pytest.raises(cm.CarbonmeetError, match="fewer than 5 people"):
        merged([few], 5)
    many = few | {"role": "attendee", "people": 9.0, "placed": 9.0}
    found, moved = merged([few, many], 5)
    assert [one["people"] for one in found] == [12.0] and moved == 1


@pytest.mark.heavy
def test_parents_in_other_folders_are_read_wherever_it_is_unpacked(tmp_path: Path) -> None:
    home = tmp_path / "author"
    texts = {
        "parents/sub/planned.yaml": PLAN,
        "parents/held.yaml": HELD.replace("planned.yaml", "sub/planned.yaml"),
        "child/measured.yaml": MEASURED.replace("held.yaml", "../parents/held.yaml"),
    }
    for name, text in texts.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    files = dict(bundle_of(home / "child/measured.yaml", draws=0).files)
    assert {one for one in files if one.startswith("documents/")} == {
        f"documents/{name}" for name in texts
    }
    home.rename(tmp_path / "gone")
    path = rewritten(tmp_path, tmp_path / "a.zip", files)
    found = cm.verify(path)
    assert found.same and "its comments" in found.findings[0].what.en
    changed = files["documents/parents/sub/planned.yaml"].replace(b"1100 km", b"1000 km")
    found = cm.verify(
        resealed(path, tmp_path / "b.zip", {"documents/parents/sub/planned.yaml": changed})
    )
    assert not found.same
    assert any("parents/sub/planned.yaml" in one.what.en for one in found.findings if one.wrong)


def test_a_document_leads_to_no_file_outside_the_bundle(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("kind: meeting\nnot: {a scenario", encoding="utf-8")
    away = f"extends: {secret}\n".encode()
    found = cm.verify(
        resealed(folder / "a.zip", tmp_path / "b.zip", {"documents/planned.yaml": away})
    )
    told = " ".join(one.what.en for one in found.findings)
    assert "leads out of the bundle" in told and "a scenario" not in told


@pytest.mark.heavy
def test_an_entry_named_in_the_other_language_is_told_by_one_name(tmp_path: Path) -> None:
    """The bundle holds the whole file, in which the name that the child used stands nowhere."""
    hall = "  - {period: p, label: {en: Hall, zh: 会场}, area: 3000 m^2}\n"
    stand = "  - {period: p, label: {en: Stand, zh: 展位}, area: 300 m^2}\n"
    (tmp_path / "base.yaml").write_text(
        MEETING.replace("venue:\n", "venue:\n" + hall + stand), encoding="utf-8"
    )
    read = "{area: null, energy: {value: 9000 kWh, basis: measured}}"
    child = f"carbonmeet: 2\nextends: base.yaml\nvenue: {{会场: {read}}}\n"
    (tmp_path / "held.yaml").write_text(child, encoding="utf-8")
    files = dict(bundle_of(tmp_path / "held.yaml", draws=0).files)
    assert b"counted twice" in files["result.json"]
    assert cm.verify(rewritten(tmp_path, tmp_path / "a.zip", files)).same


@pytest.mark.heavy
def test_a_parent_that_ships_with_the_program_is_told_apart(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("extends: forum-1500\ntitle: Ours\n", encoding="utf-8")
    files = bundle_of(own, draws=0).files
    assert {"documents/own.yaml", "documents/_shipped/forum-1500.yaml"} <= files.keys()
    found = cm.verify(rewritten(tmp_path, tmp_path / "a.zip", dict(files)))
    assert found.same and "its comments" in found.findings[0].what.en
