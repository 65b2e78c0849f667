"""Spark counts what DuckDB counts, to the last integer."""

import importlib.util
import shutil

import pytest

from carbonmeet.people.roll import read_list

HEAD = "Reg,City,Country,Travel by,Class,Nights,Diet,Status,Online"
PLACES = (
    "Paris,France",
    "Lyon,France",
    " Munich ,Germany",
    "Nairobi,Kenya",
    "Cambridge,",
    ",Kenya",
)


def rows(n):
    for i in range(n):
        place, mode = PLACES[i * 7 % 6], ("plane", "train", "", "car")[i * 5 % 4]
        cabin, nights = ("economy", "Business", "")[i % 3], ("", "2", "3.0", "4")[i * 3 % 4]
        diet, status = ("Vegan", "", "halal")[i % 3], ("registered", "cancelled")[i % 5 == 0]
        yield f"R{i - (i % 50 == 9)},{place},{mode},{cabin},{nights},{diet},{status},"


@pytest.mark.heavy
@pytest.mark.filterwarnings("ignore")  # those of another library's imports
def test_spark_and_duckdb_count_the_same(tmp_path):
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        pytest.skip("needs the extra 'spark', and Java")
    import pyarrow.csv
    import pyarrow.parquet

    (tmp_path / "list.csv").write_text("\n".join([HEAD, *rows(3000)]) + "\n", encoding="utf-8")
    table = pyarrow.csv.read_csv(
        tmp_path / "list.csv",
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(HEAD.split(","), pyarrow.string())
        ),
    )
    pieces = tmp_path / "pieces"
    pieces.mkdir()
    pyarrow.parquet.write_table(table.slice(0, 1700), pieces / "a.parquet")
    pyarrow.parquet.write_table(table.slice(1700), pieces / "b.parquet", row_group_size=200)
    here = read_list(pieces)
    there = read_list(pieces, engine="local[2]")
    assert here.counts == there.counts and here.counts.doubles == 60
    assert read_list(tmp_path / "list.csv", engine="local[2]").counts == here.counts
    assert (here.travellers, here.guests) == (there.travellers, there.guests)
    from carbonmeet.people.rows import rows_of

    ours, theirs = rows_of(here, "Reg"), rows_of(there, "Reg")
    assert ours.keys == theirs.keys and ours.kinds.tolist() == theirs.kinds.tolist()


def test_the_expression_for_other_engines_counts_the_same(tmp_path, monkeypatch):
    from carbonmeet.people import counting

    (tmp_path / "list.csv").write_text("\n".join([HEAD, *rows(400)]) + "\n", encoding="utf-8")
    at_once = read_list(tmp_path / "list.csv").counts

    def apart(engine, table, way, stay):
        return counting._marginal(table, way), counting._marginal(table, stay)

    monkeypatch.setattr(counting, "_at_once", apart)
    assert read_list(tmp_path / "list.csv").counts == at_once
