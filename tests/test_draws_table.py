"""The table of draws: complete, and the ranges come from it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import carbonmeet as cm
from carbonmeet.cli import command_of
from carbonmeet.draws import draws_of
from carbonmeet.draws import table as tables


@pytest.fixture(scope="module")
def answer() -> cm.Answer:
    return cm.simulate(cm.estimate("cop15-kunming"), 400, 3)


def test_the_ranges_come_of_the_draws(answer: cm.Answer) -> None:
    table = cm.draws_table(answer)
    for ledger, part in (("baseline", answer.baseline), ("residual", answer.residual)):
        low, high = np.percentile(table[ledger], [2.5, 97.5])
        assert (low, high) == pytest.approx((part.total.low, part.total.high), rel=1e-12)
    sources = table.filter(regex=r"^residual\.source\.").sum(axis=1)
    np.testing.assert_allclose(sources, table["residual"], rtol=1e-12)


def test_every_input_that_varies_has_a_column(answer: cm.Answer) -> None:
    table = cm.draws_table(answer)
    inputs = [name for name in table.columns if name.startswith("input: ")]
    assert len(inputs) == draws_of(answer).drawn_inputs
    assert (table[inputs].std() > 0).all()


def test_written_and_read_again(tmp_path: Path) -> None:
    target = tmp_path / "draws.csv"
    done = CliRunner().invoke(
        command_of("estimate"), ["forum-1500", "--draws", "50", "--draws-out", str(target)]
    )
    assert done.exit_code == 0, done.output
    ours = cm.draws_table(cm.simulate(cm.estimate("forum-1500"), 50))
    pd.testing.assert_frame_equal(pd.read_csv(target, index_col="draw"), ours, rtol=1e-15)


def test_too_many_and_other_suffixes_are_refused(
    answer: cm.Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(cm.CarbonmeetError, match=r"\.csv or \.parquet"):
        tables.write_draws(answer, tmp_path / "draws.xlsx")
    monkeypatch.setattr(tables, "_MOST", 1000)
    with pytest.raises(cm.CarbonmeetError, match="too many for a table"):
        cm.draws_table(answer)
