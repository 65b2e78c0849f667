"""The whole command against a bare Python that imports what it cannot do without."""

from __future__ import annotations

import subprocess
import sys

import pytest


def run(*args: str) -> None:
    subprocess.run([sys.executable, *args], check=True, capture_output=True)


@pytest.mark.benchmark(group="start")
def test_estimate_cop15(benchmark):
    benchmark.pedantic(run, ("-m", "carbonmeet", "estimate", "cop15-kunming"), rounds=7)


@pytest.mark.benchmark(group="start")
def test_bare_imports(benchmark):
    libraries = "import numpy, click, yaml; from pydantic import BaseModel"
    benchmark.pedantic(run, ("-c", libraries), rounds=7)


@pytest.mark.benchmark(group="start")
def test_bare_imports_and_pint(benchmark):
    """With pint, which the command does without: its table answers."""
    libraries = "import numpy, click, yaml, pint; from pydantic import BaseModel"
    benchmark.pedantic(run, ("-c", libraries), rounds=7)
