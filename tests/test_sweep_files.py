"""A sweep over a file: batch by batch, faults by row, totals beside, whole or not at all."""

import io

import pandas as pd
import pytest
from click.testing import CliRunner

import carbonmeet as cm
from carbonmeet.cli import cli

HEAD = "id,date,groups.Staff.people,groups.Staff.nights\n"
ROWS = "".join(f"e{n % 7},2026-{1 + n % 3:02d}-11,{50 + n},{n % 4}\n" for n in range(40))


def swept(folder, *more, rows=ROWS, head=HEAD, name="t.csv"):
    (folder / name).write_text(head + rows, encoding="utf-8")
    asked = ["sweep", "forum-1500", str(folder / name), "-o", str(folder / "out.csv"), *more]
    return CliRunner().invoke(cli, asked)


@pytest.mark.heavy
def test_the_size_of_the_batches_changes_no_byte(tmp_path):
    assert swept(tmp_path).exit_code == 0
    whole = (tmp_path / "out.csv").read_bytes()
    for size in ("1", "7", "40"):
        assert swept(tmp_path, "--batch", size).exit_code == 0
        assert (tmp_path / "out.csv").read_bytes() == whole
    found = pd.read_csv(io.BytesIO(whole))
    assert found.columns[:4].to_list() == ["id", "date", "baseline", "residual"]
    frame = cm.sweep("forum-1500", {"groups.Staff.people": [57], "groups.Staff.nights": [3]})
    assert found["baseline"][7] == pytest.approx(frame["baseline"][0], rel=1e-12)


def test_parquet_is_read_too(tmp_path):
    pytest.importorskip("pyarrow")
    swept(tmp_path)
    whole = (tmp_path / "out.csv").read_bytes()
    pd.read_csv(tmp_path / "t.csv").to_parquet(tmp_path / "t.parquet")
    asked = ["sweep", "forum-1500", str(tmp_path / "t.parquet"), "-o", str(tmp_path / "out.csv")]
    assert CliRunner().invoke(cli, asked).exit_code == 0
    assert (tmp_path / "out.csv").read_bytes() == whole


def test_totals_by_event_and_month_sum_to_all(tmp_path):
    sums = tmp_path / "sums.csv"
    assert swept(tmp_path, "--totals", str(sums), "--batch", "9").exit_code == 0
    table, rows = pd.read_csv(sums), pd.read_csv(tmp_path / "out.csv")
    whole = table[table["by"] == "all"].iloc[0]
    assert (whole["events"], whole["faults"]) == (40, 0)
    assert whole["baseline"] == pytest.approx(rows["baseline"].sum(), rel=1e-12)
    for by, count in (("event", 7), ("month", 3)):
        part = table[table["by"] == by]
        assert len(part) == count and part["events"].sum() == 40
        assert part["baseline"].sum() == pytest.approx(whole["baseline"], rel=1e-12)
    march = rows[rows["date"] == "2026-03-11"]["residual"].sum()
    assert table.set_index("name").loc["2026-03", "residual"] == pytest.approx(march, rel=1e-12)


def test_a_wrong_row_has_a_fault_and_no_number(tmp_path):
    rows = ROWS + "bad,2026-01-01,-5,1\n"
    done = swept(tmp_path, "--batch", "10", rows=rows)
    assert done.exit_code == 1 and "1 of 41 rows are wrong" in str(done.exception)
    last = pd.read_csv(tmp_path / "out.csv").iloc[-1]
    assert last["id"] == "bad" and pd.isna(last["baseline"]) and "negative" in last["fault"]


def test_where_every_row_is_wrong_no_source_is_nought(tmp_path):
    swept(tmp_path, rows="a,2026-01-11,many,2\nb,2026-01-11,none,2\n")
    found = pd.read_csv(tmp_path / "out.csv")
    assert found.filter(like="kg:").isna().all(axis=None) and found["fault"].notna().all()


def test_nothing_is_left_where_a_sweep_does_not_end(tmp_path, monkeypatch):
    from carbonmeet.questions.sweeping import batches

    seen = []

    def torn(*args, **options):
        if seen:
            raise KeyboardInterrupt
        seen.append(1)
        return cm.sweep(*args, **options)

    monkeypatch.setattr(batches, "sweep", torn)
    done = swept(tmp_path, "--batch", "10")
    assert done.exit_code != 0 and len(seen) == 1
    assert sorted(one.name for one in tmp_path.iterdir()) == ["t.csv"]


@pytest.mark.parametrize(
    ("head", "rows", "told"),
    [
        (HEAD.replace("Staff.people", "Staf.people"), ROWS, "Did you mean 'Staff'"),
        (HEAD, "", "has no rows"),
        ("", "", "has no rows"),  # an empty file, as an empty table is told
    ],
)
def test_a_table_that_makes_no_sense_writes_nothing(tmp_path, head, rows, told):
    done = swept(tmp_path, head=head, rows=rows)
    assert done.exit_code == 1 and told in str(done.exception)
    assert not (tmp_path / "out.csv").exists()
