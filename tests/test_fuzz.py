"""What may be done to a meeting without changing its answer; and what no file may do to the tool.

Short here; ``pytest tests/test_fuzz.py --hypothesis-profile long`` goes on for hours and finds what
nobody thought of.
"""

from __future__ import annotations

import contextlib
import copy
import io
import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from mutants import CHANGES, Plain, broken, meetings, write

import carbonmeet as cm
from carbonmeet.base.errors import InputError
from carbonmeet.cli import main
from carbonmeet.draws import draw as sample

DRAWS = 40

LONG = settings().max_examples > 1000

few = settings(
    max_examples=settings().max_examples if LONG else 12,
    # to make a failing meeting small takes minutes
    phases=set(Phase) if LONG else set(Phase) - {Phase.shrink, Phase.explain},
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "meeting.yaml"


def answer(data: Plain, file: Path) -> dict[str, Any]:
    """Totals by source, savings and forest, as JSON has them."""
    found = cm.estimate(write(data, file)).to_dict()
    check_sound(found)
    return found


def check_sound(found: dict[str, Any]) -> None:
    """What holds of every answer."""
    for side in ("baseline", "residual"):
        total = found[side]["total"]["value"]
        parts = [one["value"] for one in found[side]["by_source"].values()]
        assert math.isfinite(total) and min(parts, default=0.0) >= 0
        assert total == pytest.approx(sum(parts), rel=1e-9, abs=1e-12)
    saved = found["baseline"]["total"]["value"] - found["residual"]["total"]["value"]
    shares = [one["shapley"] for one in found["measures"]["items"]]
    values = [one["value"] if isinstance(one, dict) else one for one in shares]
    assert sum(values) == pytest.approx(saved, abs=1e-9 * (1 + abs(saved)))


def totals(found: dict[str, Any]) -> dict[str, float]:
    return {
        f"{side} {source}": one["value"]
        for side in ("baseline", "residual")
        for source, one in found[side]["by_source"].items()
    }


@pytest.mark.parametrize("change", CHANGES)
@given(data=meetings(), draw=st.data())
@few
def test_what_changes_nothing(change: str, file: Path, data: Plain, draw: st.DataObject) -> None:
    before = totals(answer(data, file))
    other = copy.deepcopy(data)
    by = CHANGES[change](other, draw)
    after = totals(answer(other, file))
    assert before.keys() == after.keys()
    whole = max(before.values(), default=0.0)
    for key, value in before.items():
        assert after[key] == pytest.approx(by * value, rel=1e-9, abs=1e-12 * whole), key


@given(data=meetings(), draw=st.data())
@few
def test_ranges_hold_their_value_and_stay_in_any_order(
    file: Path, data: Plain, draw: st.DataObject
) -> None:
    first = sample(cm.estimate(write(data, file)), DRAWS)
    for one in (first.baseline, first.residual):
        assert 0 <= one.low <= one.median <= one.high < math.inf
    CHANGES["reordered"](data, draw)
    second = sample(cm.estimate(write(data, file)), DRAWS)
    for one, other in ((first.baseline, second.baseline), (first.residual, second.residual)):
        assert (other.low, other.median, other.high) == pytest.approx(
            (one.low, one.median, one.high), rel=1e-9
        )


@given(data=meetings())
@few
def test_the_language_changes_no_number(file: Path, data: Plain) -> None:
    write(data, file)
    english, chinese = (
        run("estimate", file, "--draws", "0", "--format", "json", "--lang", lang)
        for lang in ("en", "zh")
    )
    assert english == chinese and english[0] == 0
    check_sound(json.loads(english[1]))


@given(data=meetings(), draw=st.data(), times=st.integers(1, 3))
@few
def test_a_wrong_file_is_told_or_right(
    file: Path, data: Plain, draw: st.DataObject, times: int
) -> None:
    """`check` and `estimate` agree on it, in messages that fit a terminal."""
    for _ in range(times):
        broken(data, draw)
        if not data:
            break
    write(data, file)
    code, _, err = run("check", file)
    try:
        found = cm.estimate(file)
    except InputError as error:
        assert code == 1 and str(error).strip() in err
        assert max(map(len, err.splitlines())) < 2500 and "\x1b" not in err
    else:
        if code == 0:
            check_sound(found.to_dict())
        else:  # cannot be drawn, or its forest cannot be
            assert err.startswith(str(file))


def run(*args: Any) -> tuple[int, str, str]:
    """Run a command: its code, and what it printed."""
    out, err = io.StringIO(), io.StringIO()
    streams = contextlib.redirect_stdout(out), contextlib.redirect_stderr(err)
    with streams[0], streams[1], pytest.raises(SystemExit) as ended:
        main([str(arg) for arg in args])
    return int(ended.value.code or 0), out.getvalue(), err.getvalue()
