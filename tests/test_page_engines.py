"""The what-if page in the engines of Firefox and Safari, beside Chromium's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsers import ENGINES, MISSING, RIGHT

import carbonmeet as cm

pytestmark = pytest.mark.heavy

#: Downloads are caught before the browser asks where to.
CATCH = """
URL.createObjectURL = (blob) => { window.caught = blob; return '#'; };
HTMLAnchorElement.prototype.click = () => {};
"""
CAUGHT = "const done = arguments[0]; window.caught.text().then(done);"
ERRORS = """
window.wrong = [];
addEventListener('error', (event) => window.wrong.push(String(event.message)));
addEventListener('securitypolicyviolation', (event) => window.wrong.push(event.violatedDirective));
"""
STEP = """
const done = arguments[0];
(async () => {
  const slider = [...document.querySelectorAll('input[type=range]')]
    .find((one) => one.closest('.control').textContent.includes('Africa: people'));
  const times = [];
  for (let i = 0; i < 12; i++) {
    slider.value = Number(slider.min) + 100 * (i + 3);
    const began = performance.now();
    slider.dispatchEvent(new Event('input'));
    await new Promise((go) => requestAnimationFrame(() => setTimeout(go, 0)));
    times.push(performance.now() - began);
  }
  done(Math.min(...times));
})();
"""


@pytest.fixture(scope="module", params=ENGINES)
def browser(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[Any]:
    if MISSING[request.param]:
        pytest.skip(MISSING[request.param])
    one = ENGINES[request.param](tmp_path_factory.mktemp(request.param))
    yield one
    one.close()


def residual(browser: Any) -> float:
    text = browser.script("return document.querySelector('.card.residual .big').textContent;")
    return float(re.sub(r"[^\d.]", "", text.partition(" t")[0]))


def test_it_agrees_moves_by_keys_and_writes_what_the_command_reads(
    browser: Any, tmp_path: Path
) -> None:
    file = cm.page(cm.estimate("cop15-kunming"), tmp_path / "cop15.html")
    browser.go(file)
    browser.script(ERRORS + CATCH)
    status = "return document.querySelector('#changed').textContent;"
    assert "agrees with carbonmeet" in browser.script(status)
    before = residual(browser)
    slider = browser.script(
        "const one = [...document.querySelectorAll('input[type=range]')]"
        ".find((one) => one.labels[0].textContent.startsWith('T6')); return one.id;"
    )
    browser.type(f"#{slider}", RIGHT * 30)
    assert browser.script(f"return document.querySelector('#{slider}').value;") == "0.3"
    assert residual(browser) < before
    browser.script("document.querySelector('#yaml-whole').click();")
    moved = tmp_path / "moved.yaml"
    moved.write_text(browser.ask("ExecuteAsyncScript", script=CAUGHT, args=[]), "utf-8")
    answer = cm.estimate(moved, draws=1000)
    assert residual(browser) == round(answer.residual.total.value)
    told = browser.script("return document.querySelector('.card.residual .small').textContent;")
    low, high = answer.residual.total.low or 0, answer.residual.total.high or 0
    assert f"{low:,.0f} to {high:,.0f}" in told
    browser.script("document.querySelector('#language').click();")
    assert "一致" in browser.script(status)
    assert browser.script("return window.wrong;") == []


def test_a_step_takes_less_than_a_blink(browser: Any, tmp_path: Path) -> None:
    """What is held is what no machine should exceed; Chromium is held to 50 ms of its own core."""
    browser.go(cm.page(cm.estimate("cop15-kunming"), tmp_path / "cop15.html"))
    taken = browser.ask("ExecuteAsyncScript", script=STEP, args=[])
    print(f"a step took {taken:.0f} ms")
    assert taken < 300
