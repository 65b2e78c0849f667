"""What several tests share."""

from __future__ import annotations

import gc
import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

os.environ["CARBONMEET_DEBUG"] = "1"  # a fault of the program fails its test with a traceback
gc.set_threshold(400_000, 20, 20)  # as the command does: what tests import is no garbage

# deterministic everywhere: a law that fails today failed yesterday
settings.register_profile("laws", derandomize=True, deadline=None, max_examples=60)
# as long as there is time: --hypothesis-profile long
settings.register_profile("long", deadline=None, max_examples=20_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "laws"))


def pytest_configure(config: pytest.Config) -> None:
    """Workers take the files in their order, not those of many tests first.

    Dear ones may have few tests. The last are then the doctests, which are short, and no worker
    waits for the other's last file.
    """
    if hasattr(config.option, "loadscopereorder"):  # of newer versions
        config.option.loadscopereorder = False


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def without_cached_values(data: bytes) -> bytes:
    """The workbook as a reader finds it that has to compute every formula itself."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", text)
            new.writestr(name, text)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A home for LibreOffice: making one is most of its start."""
    return f"-env:UserInstallation={(tmp_path_factory.mktemp('office')).as_uri()}"


@pytest.fixture
def office(tmp_path: Path, profile: str) -> Callable[[str, Path], None]:
    if OFFICE is None:
        pytest.skip("no LibreOffice on this machine")

    def convert(form: str, path: Path) -> None:
        done = subprocess.run(
            [str(OFFICE), profile, "--headless", "--convert-to", form,
             "--outdir", str(tmp_path), str(path)],
            capture_output=True, text=True, timeout=180,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    return convert


@pytest.fixture
def recomputed(tmp_path: Path, office: Callable[[str, Path], None]) -> Callable[[bytes], Any]:
    """A workbook with the values that LibreOffice computes, none of ours left."""
    from openpyxl import load_workbook

    def compute(data: bytes) -> Any:
        folder = tmp_path / "empty"
        folder.mkdir(exist_ok=True)
        path = folder / "report.xlsx"
        path.write_bytes(without_cached_values(data))
        office("xlsx:Calc MS Excel 2007 XML", path)
        return load_workbook(tmp_path / "report.xlsx", data_only=True)

    return compute
