"""The answer: complete, immutable, the same wherever it is carried, and one word for one thing."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import carbonmeet as cm
from carbonmeet.cli import main
from carbonmeet.errors import Fault, InputError, ModelError

#: The forest is planted so late that nothing has grown by the horizon.
LATE = """\
carbonmeet: 2
kind: meeting
extends: cop15-kunming.yaml
offset: {stand: yunnan-pine, area: null, planted: 2045, horizon: 5 year}
"""


def told(capsys: pytest.CaptureFixture[str], *args: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as caught:
        main([str(arg) for arg in args])
    return (int(caught.value.code or 0), *capsys.readouterr())


def test_a_forest_that_never_repays_is_told_by_check_and_estimate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = Path(__file__).parents[1] / "scenarios"
    for name in ("cop15-kunming.yaml", "cop15-baseline.yaml", "cop15-planned.yaml"):
        (tmp_path / name).write_bytes((shipped / name).read_bytes())
    file = tmp_path / "off.yaml"
    file.write_text(LATE, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        cm.estimate(file)
    (fault,) = caught.value.faults
    assert fault.line == 4 and "has removed nothing" in fault.message
    checked = told(capsys, "check", file)
    assert checked == told(capsys, "estimate", file) == (1, "", f"{caught.value}\n")


def test_a_line_has_one_name_in_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    name = "Public-building power"
    for args in (
        ("estimate", "kunming-2023", "--draws", "0"),
        ("explain", "kunming-2023", "venue.power"),
        ("compare", "kunming-2023", "kunming-2030", "--draws", "0"),
    ):
        code, out, _ = told(capsys, *args)
        assert code == 0 and name in out and "Venue electricity" not in out
    code, out, _ = told(capsys, "explain", "kunming-2023", "venue.power", "--lang", "zh")
    assert "公共建筑用电" in out and "会场用电" not in out


def test_errors_keep_their_faults_when_they_travel() -> None:
    faults = [Fault("a.yaml", 9, 3, "groups[0]", "late"), Fault("a.yaml", 2, 1, "", "early")]
    error = pickle.loads(pickle.dumps(InputError(faults)))
    assert type(error) is InputError and error.faults == tuple(sorted(faults))
    assert str(error) == str(InputError(faults))
    other = pickle.loads(pickle.dumps(ModelError("two measures", ("T1", "T2"))))
    assert (str(other), other.about) == ("two measures", ("T1", "T2"))


@pytest.mark.parametrize("name", ["forum-1500", "cop15-kunming"])
def test_rounding_is_no_saving(name: str) -> None:
    found = cm.estimate(name, draws=100)
    base = found.baseline.total.value
    ends = [
        getattr(getattr(ranges, way), end)
        for ranges in found.measures
        for way in ("alone", "in_order", "last_in", "shapley")
        for end in ("low", "high")
    ]
    assert any(ends)
    assert not [one for one in ends if one and abs(one) < 1e-14 * base]
