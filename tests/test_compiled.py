"""What was read of the catalogue is kept, and never used for other tables or by another program."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from carbonmeet.base import stored
from carbonmeet.base.data import data_dir
from carbonmeet.base.wordbook import FOLDER, Wordbook
from carbonmeet.catalogue import compiled as module
from carbonmeet.catalogue.compiled import REGIONS, compiled
from carbonmeet.catalogue.holdings import Holdings, shipped_part
from carbonmeet.catalogue.records.every import TABLES
from carbonmeet.catalogue.tables import _parts
from carbonmeet.reading.yamlfile import read_yaml_file
from carbonmeet.scenario import Scenario, load_scenario, shipped


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stored, "cache_from_source", lambda _: str(tmp_path / "kept" / "c.pyc"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "kept"


def parts() -> dict[str, object]:
    return {"rows": {"a": [1], "b": [2]}, REGIONS: frozenset({"CN"}), "services": {"x": 1}}


def never() -> dict[str, object]:
    raise AssertionError("it was kept")


def test_it_is_made_once_and_read_from_then_on(home: Path) -> None:
    made = compiled("digest", parts)
    again = compiled("digest", never)
    for found in (made, again):
        assert found is not None
        assert dict(found.rows()) == {"a": [1], "b": [2]} and "c" not in found.rows()
        assert found.rows().regions() == {"CN"} and found["services"] == {"x": 1}
    assert len(list(home.iterdir())) == 1


def test_other_tables_are_read_anew(home: Path) -> None:
    compiled("one", parts)
    with pytest.raises(AssertionError, match="it was kept"):
        compiled("another", never)


def test_another_program_reads_anew(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled("digest", parts)
    monkeypatch.setattr(module, "__version__", "0.0.0")
    with pytest.raises(AssertionError, match="it was kept"):
        compiled("digest", never)


def test_a_touched_module_reads_anew(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "package"
    for room in module._ROOMS:
        (package / room).mkdir(parents=True)
        (package / room / "a.py").write_text("pass\n")
    monkeypatch.setattr(stored, "_PACKAGE", package)
    compiled("digest", parts)
    assert compiled("digest", never) is not None
    os.utime(package / "units" / "a.py", ns=(1, 1))
    with pytest.raises(AssertionError, match="it was kept"):
        compiled("digest", never)


@pytest.mark.parametrize("damage", [b"", b"nonsense", None])
def test_a_broken_file_is_as_good_as_none(home: Path, damage: bytes | None) -> None:
    compiled("digest", parts)
    [file] = home.iterdir()
    file.write_bytes(file.read_bytes()[:-20] if damage is None else damage)
    found = compiled("digest", parts)
    assert found is not None and found["services"] == {"x": 1}
    assert compiled("digest", never) is not None  # and it is mended


class Twice:
    """Comes out of packing as something else."""

    def __reduce__(self) -> tuple[type, tuple[()]]:
        return Once, ()


class Once:
    """Does not come out at all."""

    def __reduce__(self) -> tuple[type, tuple[str]]:
        return int, ("one",)


@pytest.mark.parametrize("odd", [Twice(), Once()])
def test_what_does_not_come_out_as_it_went_in_is_not_kept(home: Path, odd: object) -> None:
    assert compiled("digest", lambda: {**parts(), "services": odd}) is None
    assert not home.exists()


def test_who_writes_no_byte_code_writes_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert compiled("digest", never) is None
    assert not home.exists()


def test_a_folder_that_may_not_be_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setattr(stored, "cache_from_source", lambda _: str(blocked / "c.pyc"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    found = compiled("digest", parts)
    assert found is not None and found["services"] == {"x": 1}


def test_what_is_kept_is_what_is_read(home: Path) -> None:
    """Every part, through the packing and back."""
    read = _parts(data_dir("factors"))
    kept = compiled("all", lambda: read)
    assert kept is not None
    assert dict(kept.rows()) == dict(read["rows"])
    holdings = Holdings(kept.__getitem__)
    for name in ("services", "measures", "offset_rules", *(table.name for table in TABLES)):
        assert holdings[name] == shipped_part(name), name


def test_words_are_kept_by_what_the_file_says(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "zh.po"
    for word in ("松树", "云南松"):
        file.write_text(f'msgid "pine"\nmsgstr "{word}"\n', "utf-8")
        assert [Wordbook.of_file(file).find("pine") for _again in range(2)] == [word, word]
    assert len(list(home.iterdir())) == 1


def test_kept_words_are_those_of_the_file(home: Path) -> None:
    file = FOLDER / "zh.po"
    first, again = Wordbook.of_file(file), Wordbook.of_file(file)
    assert vars(first) == vars(again) == vars(Wordbook(file.read_text("utf-8")))


def test_a_shipped_scenario_is_kept_and_says_the_same(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shipped.shipped()["forum-1500"]
    fresh = load_scenario(path.read_text("utf-8"))
    for damage in (None, b"nonsense"):
        monkeypatch.setattr(shipped, "_KEPT", type(shipped._KEPT)(16))
        if damage:
            [file] = home.iterdir()
            file.write_bytes(damage)
        first = shipped.read_shipped(path, lambda: Scenario(read_yaml_file(path)))
        monkeypatch.setattr(shipped, "_KEPT", type(shipped._KEPT)(16))
        again = shipped.read_shipped(path, lambda: pytest.fail("it was kept"))
        assert again is not first
        for one in (first, again):
            assert one.content == fresh.content and one.hash == fresh.hash
            assert one.document.mark(("groups",)) == fresh.document.mark(("groups",))
