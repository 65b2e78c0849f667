"""The site builds strictly, opens from a folder without a network, and is searched."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as the task builds it, in a folder that has been moved since."""
    pytest.importorskip("sphinx", reason="needs the extra 'docs'")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-n", "-c", "docs",
         "-d", str(folder / "kept"), ".", str(folder / "made")],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0 and not done.stderr, done.stderr
    return (folder / "made").rename(folder / "moved")


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    """No script, style, font or picture of another host; links to sources are text to follow."""
    loads = re.compile(
        r"<(?:script|img|iframe|source)[^>]*\bsrc=[\"']https?:|<link[^>]*\bhref=[\"']https?:"
    )
    pages = list(site.rglob("*.html"))
    assert len(pages) > 50
    assert not [page.name for page in pages if loads.search(page.read_text("utf-8"))]
    styles = list(site.rglob("*.css"))
    assert styles and not [
        x for x in styles if re.search(r"url\([\"']?https?:", x.read_text("utf-8"))
    ]


@pytest.mark.parametrize(
    ("word", "found"),
    [("碳汇", "从情景文件"), ("hotel", "The scenario file"), ("Shapley", "The 25 measures")],
)
def test_a_reader_finds_a_word(site: Path, word: str, found: str) -> None:
    api = pytest.importorskip("playwright.sync_api", reason="needs the extra 'heavy'")
    chromium = shutil.which("chromium") or pytest.skip("needs the program chromium")
    with api.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_context(offline=True).new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((site / "index.html").as_uri())
        page.wait_for_url("**/docs/README.html")
        page.get_by_role("textbox", name="Search").first.fill(word)
        page.keyboard.press("Enter")
        page.wait_for_selector("p.search-summary:has-text('found')")
        titles = page.locator("#search-results ul.search li > a").all_inner_texts()
        browser.close()
    assert any(found in title for title in titles), titles
    assert not [url for url in asked if not url.startswith("file:")]
