"""A bundle holds what a result rests on, and is verified wherever it goes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

import carbonmeet as cm
from carbonmeet.audit.archive import MANIFEST
from carbonmeet.cli import command_of
from carbonmeet.meeting.sums import merged
from carbonmeet.view.bundle import bundle_of, packed
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
    assert {"documents/measured.yaml", "documents/1-held.yaml", "documents/2-planned.yaml",
            "scenario/whole.yaml", "factors/rows.csv", "references.csv", "result.json", "lines.csv",
            "evidence.csv", "evidence.json", "index.en.html", "index.zh.html", MANIFEST,
            "frames/mee-2019.json", "figures/waterfall.csv"} <= files.keys()  # fmt: skip
    assert files["documents/1-held.yaml"].decode() == HELD
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


def test_an_edit_with_its_checksum_is_found_all_the_same(folder: Path, tmp_path: Path) -> None:
    files = members(folder / "a.zip")
    for name, before, after in (
        ("scenario/whole.yaml", b'"value": 214', b'"value": 200'),
        ("factors/rows.csv", b"0.1333", b"0.1233"),
    ):
        assert before in files[name]
        changed = files | {name: files[name].replace(before, after)}
        listed = files[MANIFEST].decode().replace(
            hashlib.sha256(files[name]).hexdigest(), hashlib.sha256(changed[name]).hexdigest()
        )  # fmt: skip
        path = rewritten(
            folder / "a.zip", tmp_path / "c.zip", changed | {MANIFEST: listed.encode()}
        )
        found = cm.verify(path)
        assert not found.same and all(one.path.startswith(("factors", "groups", name[:8]))
                                      for one in found.findings), found.findings  # fmt: skip


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
