"""The what-if page in a real browser, from a file, with the network off."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import carbonmeet as cm

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(CHROMIUM is None, reason="needs the program chromium"),
]

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": (390, 844), "desk": (1280, 900)}
SHIPPED = ("cop15-kunming", "forum-1500", "kunming-2030")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        found = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("pages")
    for name in SHIPPED:
        cm.page(cm.estimate(name), home / f"{name}.html")
    return home


class Opened:
    """A page that was opened, and all that the browser says of it."""

    def __init__(self, browser: Any, file: Path, size: str = "desk", **context: Any) -> None:
        width, height = SIZES[size]
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, offline=True, accept_downloads=True,
            **context,
        )  # fmt: skip
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda one: self.said.append(one.text))
        self.page.on("pageerror", lambda one: self.said.append(str(one)))
        self.page.on("request", lambda one: self.asked.append(one.url))
        self.page.goto(file.as_uri())
        self.page.wait_for_selector("html[data-ready]")
        self.settled()

    def settled(self) -> None:
        self.page.wait_for_timeout(300)

    def slider(self, name: str) -> Any:
        return self.page.get_by_role("slider", name=re.compile(re.escape(name))).first

    def number(self, card: str) -> float:
        text = self.page.inner_text(f".card.{card} .big")
        found = re.search(r"[\d,]+(?:\.\d+)?", text)
        assert found is not None, text
        return float(found[0].replace(",", ""))

    def download(self, button: str, target: Path) -> Path:
        with self.page.expect_download() as waiting:
            self.page.click(button)
        waiting.value.save_as(target)
        return target

    def quiet(self) -> None:
        """The browser had nothing to say, and nothing but the file was asked for."""
        assert self.said == []
        assert all(one.startswith(("file:", "blob:", "data:")) for one in self.asked), self.asked


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("size", SIZES)
def test_it_opens_agrees_with_python_and_is_quiet(
    browser: Any, folder: Path, name: str, size: str
) -> None:
    one = Opened(browser, folder / f"{name}.html", size)
    if size == "phone":
        one.page.click(".tabs button[value=see]")
    assert "agrees with carbonmeet" in one.page.inner_text("#changed")
    assert one.page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    one.page.click("#language")
    one.settled()
    assert "一致" in one.page.inner_text("#changed")
    one.quiet()


def test_a_measure_without_effect_stands_as_the_file_says(browser: Any, folder: Path) -> None:
    """C4 begins after the meeting and C1 counts by market only: neither stands at 0 for that."""
    one = Opened(browser, folder / "cop15-kunming.html")
    for name, uptake in (("C4 Personal", 20), ("C1 Green electricity", 100)):
        slider = one.slider(name)
        assert slider.get_attribute("aria-valuetext") == f"{uptake}%"
        about = slider.get_attribute("aria-describedby")
        assert f"In the file: {uptake}%" in one.page.inner_text(f"#{about}")
    one.quiet()


def test_figures_side_by_side_are_as_legible_as_alone(browser: Any, folder: Path) -> None:
    """On a wide screen the map takes both columns: it does not set the width of the others."""
    one = Opened(browser, folder / "cop15-kunming.html")
    for width in (1280, 1920, 3840):
        one.page.set_viewport_size({"width": width, "height": 1000})
        one.settled()
        sizes = one.page.evaluate(
            """[...document.querySelectorAll('figure svg')].flatMap((drawn) =>
              [...drawn.querySelectorAll('text')].map((text) =>
                parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))"""
        )
        assert sizes and min(sizes) >= 9.5, width
    one.quiet()


def test_mouse_and_keyboard_move_it_and_the_command_says_the_same(
    browser: Any, folder: Path, tmp_path: Path
) -> None:
    one = Opened(browser, folder / "cop15-kunming.html")
    before = one.number("residual")
    slider = one.slider("T6 Hybrid")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    one.page.mouse.click(box["x"] + 0.4 * box["width"], box["y"] + box["height"] / 2)
    one.settled()
    assert one.number("residual") < before
    people = one.slider("Africa: people")
    people.focus()
    for _ in range(3):
        one.page.keyboard.press("ArrowLeft")
    one.settled()
    text = one.page.inner_text("#changed")
    assert "T6" in text and "Africa" in text and "plain number" in text
    for button in ("#yaml-patch", "#yaml-whole"):
        file = one.download(button, tmp_path / "moved.yaml")
        answer = cm.estimate(file, draws=1000)
        assert one.number("residual") == round(answer.residual.total.value)
        told = one.page.inner_text(".card.residual .small >> nth=0").replace(",", "")
        low, high = (answer.residual.total.low or 0), (answer.residual.total.high or 0)
        assert re.search(rf"\b{low:.0f} to {high:.0f}\b", told), (told, low, high)
        saved = one.number("saving")
        assert saved == pytest.approx(answer.saving.value, abs=0.51)
    one.page.get_by_role("button", name="Undo").first.click()
    one.settled()
    one.page.get_by_role("button", name="Reset all").click()
    one.settled()
    assert one.number("residual") == before
    one.quiet()


def test_a_slider_comes_back_to_what_the_file_says(browser: Any, folder: Path) -> None:
    """3,607 mu are on no round grid: keys and mouse leave them and find them again."""
    one = Opened(browser, folder / "cop15-kunming.html")
    area = one.slider("Planted area")
    forest = one.page.inner_text(".card.forest .big")
    assert "(3,607 mu)" in forest
    area.focus()
    for key, mu in (("ArrowRight", 3707), ("ArrowLeft", 3607), ("ArrowLeft", 3507), ("Home", 0)):
        one.page.keyboard.press(key)
        one.settled()
        assert abs(float(area.input_value()) - mu) <= 0.011, key
    one.page.keyboard.press("End")
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    share = 3600 / float(area.get_attribute("max"))
    thumb = 18  # the middle of the thumb goes from edge to edge less its width
    at = box["x"] + thumb / 2 + share * (box["width"] - thumb)
    one.page.mouse.click(at, box["y"] + box["height"] / 2)
    one.settled()
    assert one.page.inner_text(".card.forest .big") == forest
    assert "Nothing yet" in one.page.inner_text("#changed")
    one.quiet()


def test_the_address_carries_the_state(browser: Any, folder: Path) -> None:
    one = Opened(browser, folder / "forum-1500.html")
    one.page.get_by_label("market-based: contracts count").check()
    one.slider("V3 Venue air").fill("0.95")
    one.settled()
    wanted, address = one.number("residual"), one.page.evaluate("location.hash")
    assert "e=market" in address
    other = Opened(browser, folder / "forum-1500.html")
    other.page.goto((folder / "forum-1500.html").as_uri() + address)
    other.settled()
    assert other.number("residual") == wanted
    other.quiet()


def test_tables_pictures_and_files(browser: Any, folder: Path, tmp_path: Path) -> None:
    one = Opened(browser, folder / "cop15-kunming.html")
    for name in ("sources", "waterfall", "ranking", "debt", "map"):
        figure = one.page.locator(f"#figure-{name}")
        figure.locator("summary").click()
        one.settled()
        assert figure.locator("tbody tr").count() >= 3, name
        with one.page.expect_download() as waiting:
            figure.get_by_role("button", name=re.compile("PNG")).click()
        file = tmp_path / f"{name}.png"
        waiting.value.save_as(file)
        assert file.read_bytes().startswith(b"\x89PNG") and file.stat().st_size > 5000, name
    table = one.download("#csv-all", tmp_path / "all.csv").read_text("utf-8-sig")
    assert "Air travel" in table and "T6" in table
    one.quiet()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["cop15-kunming", "kunming-2030"])
def test_nothing_keeps_a_reader_out(
    browser: Any, folder: Path, name: str, size: str, scheme: str, lang: str
) -> None:
    """WCAG 2.2 AA as far as a program can tell: contrast, names, roles, labels, targets."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe")
    one = Opened(browser, folder / f"{name}.html", size, color_scheme=scheme, bypass_csp=True)
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    if lang == "zh":
        one.page.click("#language")
    for tab in ("change", "see"):
        if one.page.is_visible(".tabs"):
            one.page.click(f".tabs button[value={tab}]")
        one.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        one.settled()
        found = axe.Axe().run(one.page, options=rules)
        told = [(v["id"], v["nodes"][0]["html"][:200]) for v in found.response["violations"]]
        assert told == [], tab


def test_a_hostile_title_does_nothing(browser: Any, tmp_path: Path) -> None:
    bad = (
        '</script><img src=x onerror="document.title=1"><script>document.title=2</script>'
        + "W" * 200
    )
    scenario = cm.load_scenario("forum-1500").replace(
        {"title": {"en": bad, "zh": bad}, 'groups["From Kunming"].name': {"en": bad, "zh": bad}}
    )
    file = cm.page(cm.estimate(scenario), tmp_path / "bad.html", draws=100)
    for size in SIZES:
        one = Opened(browser, file, size)
        assert one.page.title().startswith("</script>")
        assert one.page.locator("img").count() == 0
        assert one.page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
        one.quiet()


def test_a_step_is_painted_in_time(browser: Any, folder: Path) -> None:
    """A number moved, everything worked out with 1,000 draws and painted.

    The promise is 50 ms on a core of its own. So what the page's thread spends on a step is held to
    it, whatever else the machine does; and by the clock the step that others disturbed least. Where
    the machine has more to do than cores, as when the tests run side by side, the clock only keeps
    a step from growing threefold.
    """
    busy = os.getloadavg()[0] > (os.cpu_count() or 1) / 2
    one = Opened(browser, folder / "cop15-kunming.html")
    watch = one.context.new_cdp_session(one.page)
    watch.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        metrics = watch.send("Performance.getMetrics")["metrics"]
        return next(1000 * each["value"] for each in metrics if each["name"] == "TaskDuration")

    before = spent()
    taken = one.page.evaluate(
        """async () => {
          const slider = [...document.querySelectorAll('input[type=range]')]
            .find((one) => one.closest('.control').textContent.includes('Africa: people'));
          const times = [];
          for (let i = 0; i < 15; i++) {
            slider.value = Number(slider.min) + 100 * (i + 3);
            const began = performance.now();
            slider.dispatchEvent(new Event('input'));
            await new Promise((go) => requestAnimationFrame(() => setTimeout(go, 0)));
            times.push(performance.now() - began);
          }
          return Math.min(...times);
        }"""
    )
    assert (spent() - before) / 15 <= 50
    assert taken <= (150 if busy else 50)


def test_it_prints_on_paper(browser: Any, folder: Path) -> None:
    one = Opened(browser, folder / "forum-1500.html")
    pdf = one.page.pdf(format="A4")
    assert (
        pdf.startswith(b"%PDF")
        and 1 <= pdf.count(b"/Type /Page\n") + pdf.count(b"/Type/Page") <= 12
    )
