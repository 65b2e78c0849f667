"""Files appear whole or not at all, and leave nothing beside them."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from carbonmeet.errors import CarbonmeetError
from carbonmeet.files import write_whole


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_several_files_come_together(tmp_path: Path) -> None:
    write_whole({tmp_path / "a.svg": b"one", tmp_path / "a.csv": b"two"})
    assert (tmp_path / "a.svg").read_bytes() == b"one"
    assert names(tmp_path) == ["a.csv", "a.svg"]


def test_a_new_file_has_the_rights_of_any_other(tmp_path: Path) -> None:
    write_whole({tmp_path / "ours": b""})
    (tmp_path / "any").write_bytes(b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "any").stat().st_mode


@pytest.mark.parametrize("bad", ["folder", "none/b"])
def test_one_that_cannot_be_written_stops_all(tmp_path: Path, bad: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(CarbonmeetError, match=f"cannot write .*{bad}"):
        write_whole({tmp_path / "a": b"new", tmp_path / bad: b"new"})
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == ["a", "folder"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_whole({tmp_path / "link": b"new"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole({pipe: b"text"})
    reader.join(10)
    assert read == [b"text"] and names(tmp_path) == ["pipe"]
