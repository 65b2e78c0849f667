"""Files appear whole or not at all, and leave nothing beside them."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from carbonmeet.base import files
from carbonmeet.base.errors import CarbonmeetError, WriteError
from carbonmeet.base.files import inputs_kept, read_whole, write_whole


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
def test_a_pipe_without_a_reader_is_not_waited_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(files, "_PATIENCE", 0.0)
    with pytest.raises(WriteError, match="nobody reads this pipe"):
        write_whole({tmp_path / "pipe": b"text"})


def test_a_minus_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(WriteError, match="leave -o out to print"):
        write_whole({Path("-"): b"text"})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole({pipe: b"text"})
    reader.join(10)
    assert read == [b"text"] and names(tmp_path) == ["pipe"]


@pytest.mark.parametrize("nameless", [True, False], ids=["nameless", "passing name"])
def test_a_failure_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nameless: bool
) -> None:
    """With files that have no name until they are put, and where a system has none."""
    if not nameless:
        monkeypatch.setattr(files, "_HANDLES", "/nowhere")
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o600)
    write_whole({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert (tmp_path / "a").read_bytes() == b"new"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600  # as private as it was

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write_whole({tmp_path / "a": b"newer"})
    assert (tmp_path / "a").read_bytes() == b"new"
    assert names(tmp_path) == ["a", "b"]


def test_what_was_read_is_kept_however_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "hard").hardlink_to(tmp_path / "a")
    (tmp_path / "soft").symlink_to("a")
    with inputs_kept():
        assert read_whole(tmp_path / "soft", 10) == b"old"
        for name in ("a", "hard", "soft"):
            with pytest.raises(WriteError) as refused:
                write_whole({tmp_path / "new": b"", tmp_path / name: b""})
            assert "请另选输出文件" in refused.value.get("zh")
        # an editor may save under the old name while we compute
        (tmp_path / "other").write_bytes(b"edited")
        (tmp_path / "other").replace(tmp_path / "a")
        with pytest.raises(WriteError):
            write_whole({tmp_path / "a": b""})
    assert (tmp_path / "a").read_bytes() == b"edited"
    assert not (tmp_path / "new").exists()
    write_whole({tmp_path / "a": b"later"})  # another command, another day


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="named pipe"):
        read_whole(tmp_path / "pipe", 10)
