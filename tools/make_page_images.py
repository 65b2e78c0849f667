"""Write the live page of the documentation, and picture the what-if page in a browser.

Usage: python tools/make_page_images.py [docs folder]

Needs the extra ``heavy`` (playwright) and the program chromium.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

import carbonmeet as cm

#: Picture, language, colours, size, and what is moved before it is taken.
PICTURES: tuple[tuple[str, str, Any, tuple[int, int]], ...] = (
    ("page-en", "en", "light", (1360, 900)),
    ("page-zh", "zh", "light", (1360, 900)),
    ("page-phone-zh", "zh", "dark", (390, 844)),
)
COLOURS = 128


def main() -> None:
    """Write them all."""
    docs = Path(sys.argv[1] if len(sys.argv) > 1 else "docs")
    live = cm.page(cm.estimate("forum-1500"), docs / "live" / "what-if.html")
    print(f"{live}: {live.stat().st_size:,} bytes")
    with TemporaryDirectory() as folder, sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, lang, scheme, (width, height) in PICTURES:
            file = cm.page(cm.estimate("cop15-kunming"), Path(folder, "page.html"), lang=lang)
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme, offline=True
            )
            page.goto(file.as_uri())
            page.wait_for_selector("html[data-ready]")
            slider = page.get_by_role("slider", name="T6").first
            slider.fill("0.25")
            page.evaluate("scrollTo(0, 0)")
            page.evaluate("document.querySelector('#change').scrollTop = 0")
            page.wait_for_timeout(500)
            shot(page.screenshot(), docs / "images" / f"{name}.png")
        browser.close()


def shot(data: bytes, target: Path) -> None:
    """Write a picture in few colours."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    print(f"{target}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
