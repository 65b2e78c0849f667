"""Lists of people: whatever their form, they are read, counted exactly, and told how."""

import csv
import io
import json
import random
import sys

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from carbonmeet.base.errors import CarbonmeetError, InputError, MissingExtra
from carbonmeet.bench.statuses import STATUSES
from carbonmeet.cli import cli
from carbonmeet.people.columns import ROLES
from carbonmeet.people.corrections import read_corrections
from carbonmeet.people.roll import read_list
from carbonmeet.people.words import VALUED, meaning, vocabulary

HEAD = "No.;City;Country;Travel by;Class;Nights;Diet;Status\n"
PEOPLE = (
    "1;Göteborg;Sweden;train;;3;vegan;checked-in\n"
    "2;Vienna;Austria;plane;Economy;3,0;halal;registered\n"
    "3;Vienna;Austria;plane;economy;;vegetarian;cancelled\n"
    "4;Hong Kong;;flight;Business;2.0;;online\n"
    "5;昆明市;;car;;4;;checked-in\n"
    "5;昆明市;;car;;4;;checked-in\n"
    "6;-;Japan;plane;;;;no-show\n"
    "Total;;;;;;;6\n"
)


def written(folder, text, name="list.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def seen(roll):
    return sorted(
        (str(one.match.place), one.mode, one.cabin, people)
        for one, people in roll.travellers.items()
    )


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return read_list(written(tmp_path_factory.mktemp("plain"), HEAD + PEOPLE))


def test_who_counts(plain):
    assert (plain.counts.rows, plain.counts.totals, plain.counts.doubles) == (7, 1, 1)
    assert plain.on_site == 3
    assert sum(plain.online.values()) == 1
    assert plain.left_out == {"cancelled": 1, "not-arrived": 1}
    assert sum(plain.guests.values()) == plain.on_site


def test_how_they_come(plain):
    assert seen(plain) == [
        ("Gothenburg, Västra Götaland, Sweden", "rail", "", 1.0),
        ("Kunming, Yunnan, China", "car.petrol", "", 1.0),
        ("Vienna, Austria", "air", "economy", 1.0),
    ]
    assert {one.nights for one in plain.guests} == {3.0, 4.0}


@pytest.mark.parametrize(
    ("encoding", "change"),
    [
        ("utf-8-sig", {}),
        ("utf-16", {}),
        ("gb18030", {}),
        ("utf-8", {";": ","}),
        ("utf-8", {";": "\t"}),
        ("utf-8", {"\n": "\r\n"}),
        ("utf-8", {";": "|"}),
    ],
)
def test_dialects_and_encodings_read_alike(tmp_path, plain, encoding, change):
    text = HEAD + PEOPLE
    if ";" in change:
        text = text.replace("3,0", "3.0")
    for old, new in change.items():
        text = text.replace(old, new)
    assert seen(read_list(written(tmp_path, text, encoding=encoding))) == seen(plain)


@pytest.mark.parametrize(("encoding", "told"), [("mac_roman", "mac_roman"), ("cp1252", "cp1252")])
def test_old_encodings_are_told_by_their_bytes(tmp_path, encoding, told):
    text = "City;Country\nMünchen;Germany\nGöteborg;Sweden\nGenève;Switzerland\nMálaga;Spain\n"
    roll = read_list(written(tmp_path, text, encoding=encoding))
    assert told in roll.listed.how.en
    assert {one.match.place.region for one in roll.matches} == {
        "DE-BY",
        "SE-O",
        "CH-GE",
        "ES-AN",
    } or (
        [str(one.match.place) for one in roll.matches]
        and all(one.match.place for one in roll.matches)
    )


def test_a_title_above_the_head_and_no_head_at_all(tmp_path):
    titled = written(tmp_path, "Registrations 2026\n\nCity,Country\nLyon,FR\nParis,FR\n", "a.csv")
    bare = written(tmp_path, "Lyon,FR\nParis,FR\nMarseille,FR\n", "b.csv")
    assert read_list(titled).listed.head_line == 3
    roll = read_list(bare)
    assert roll.listed.head_line == 0 and roll.on_site == 3
    assert roll.columns.roles == {"city": "column 1", "country": "column 2"}


def test_one_cell_that_says_it_all(tmp_path):
    roll = read_list(written(tmp_path, "Place\nSan Francisco CA USA\nAtlanta USA\nUnknown\n"))
    places = {one.match.query.city: one.match for one in roll.matches}
    assert places["San Francisco CA USA"].place.region == "US-CA"
    assert places["Atlanta USA"].place.region == "US-GA"
    assert places["Unknown"].status == "unknown"


def test_counts_and_fractions(tmp_path):
    text = "Ort,Land,Anzahl\nWien,AT,40\nGraz,AT,2\n"
    assert read_list(written(tmp_path, text)).on_site == 42
    text = "City,Country,Numbers,Fraction\nVienna,AT,41,0.25\nGraz,AT,41,0.75\n"
    roll = read_list(written(tmp_path, text, "b.csv"))
    assert roll.on_site == 41 and sorted(roll.travellers.values()) == [10.25, 30.75]


def test_counts_that_are_no_numbers_are_told(tmp_path):
    with pytest.raises(InputError, match=r"'1\.200' is not a count"):
        read_list(written(tmp_path, "city,country,count\nVienna,AT,1.200\n"))


def test_words_that_nobody_knows_are_told_all_at_once(tmp_path):
    text = "City;Country;Mode;Nights;Status\nWien;AT;Zeppelin;many;maybe\n"
    with pytest.raises(InputError) as told:
        read_list(written(tmp_path, text))
    assert len(told.value.faults) == 3
    assert "'Zeppelin'" in str(told.value) and "values: {mode: {'Zeppelin': …}}" in str(told.value)
    own = {"mode": {"Zeppelin": "air"}, "status": {"maybe": "registered"}}
    roll = read_list(written(tmp_path, text.replace("many", "2")), values=own)
    assert [one.mode for one in roll.travellers] == ["air"]


def test_a_meaning_that_is_none_is_refused(tmp_path):
    path = written(tmp_path, "City;Country;Mode\nWien;AT;Zug\n")
    with pytest.raises(InputError, match="'Zug' cannot mean 'zeppelin'"):
        read_list(path, values={"mode": {"Zug": "zeppelin"}})
    roll = read_list(path, values={"mode": {"Zug": "rail.conventional"}})
    assert [one.mode for one in roll.travellers] == ["rail.conventional"]


def test_a_database_given_as_a_file_is_told(tmp_path):
    import sqlite3

    path = tmp_path / "people.db"
    with sqlite3.connect(path) as database:
        database.execute("create table people (city text)")
    with pytest.raises(InputError, match="is a database: name a table in it"):
        read_list(path)


def test_an_encoding_that_is_none_or_another_is_told(tmp_path):
    path = written(tmp_path, HEAD + PEOPLE)
    with pytest.raises(InputError, match="no encoding 'utf-9'"):
        read_list(path, encoding="utf-9")
    with pytest.raises(InputError, match=r"list\.csv:2:1: not ascii: name the enc"):
        read_list(path, encoding="ascii")


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Guests"
    book.save(tmp_path / "list.xlsx")
    with pytest.raises(InputError, match=r"no sheet 'Gäste'\. Sheets: Guests"):
        read_list(tmp_path / "list.xlsx", sheet="Gäste")


@pytest.mark.parametrize(
    ("option", "text", "told"),
    [
        ("--column", "city", "'city': "),
        ("--value", "Zug=rail", "'Zug=rail': ROLE:WORD=MEANING is expected"),
        ("--value", "mode:Zug", "ROLE:WORD=MEANING"),
    ],
)
def test_an_option_without_its_sign_is_refused(tmp_path, option, text, told):
    path = written(tmp_path, HEAD + PEOPLE)
    done = CliRunner().invoke(cli, ["attendees", str(path), option, text])
    assert done.exit_code == 2 and told in done.output


def test_a_heading_of_two_words_for_one_thing(tmp_path):
    text = "Town/City,Country/Region,Mode/Class\nLyon,FR,rail\nParis,FR,rail\n"
    roll = read_list(written(tmp_path, text))
    assert roll.columns.roles == {"city": "Town/City", "country": "Country/Region"}


def test_a_column_named_by_hand_and_one_left_out(tmp_path):
    text = "Heimat;Land;Class\nWien;AT;gold\n"
    with pytest.raises(InputError, match="'gold' not understood"):
        read_list(written(tmp_path, text))
    roll = read_list(written(tmp_path, text), columns={"city": "Heimat", "cabin": None})
    assert seen(roll) == [("Vienna, Austria", "", "", 1.0)]
    with pytest.raises(InputError, match=r"no column 'Heimt'\. Did you mean 'Heimat'"):
        read_list(written(tmp_path, text), columns={"city": "Heimt"})


def test_other_formats_read_alike(tmp_path, plain):
    import openpyxl
    import pyarrow
    import pyarrow.parquet

    rows = list(csv.reader(io.StringIO(HEAD + PEOPLE), delimiter=";"))
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    columns = {name: [row[i] for row in rows[1:]] for i, name in enumerate(rows[0])}
    pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "list.parquet")
    lines = [json.dumps(dict(zip(rows[0], row, strict=True))) for row in rows[1:]]
    written(tmp_path, "\n".join(lines), "list.jsonl")
    for name in ("list.xlsx", "list.parquet", "list.jsonl"):
        assert seen(read_list(tmp_path / name)) == seen(plain), name


LINES = PEOPLE.splitlines()[:5]


@settings(max_examples=3, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_order_does_not_matter_and_twice_is_twice(tmp_path_factory, lines, random_):
    folder = tmp_path_factory.mktemp("law")
    lines = [line.split(";", 1)[1] for line in lines]  # without numbers, so that rows may repeat
    head = HEAD.split(";", 1)[1]
    shuffled = random_.sample(lines, len(lines))

    def counts(rows):
        return read_list(written(folder, head + "\n".join(rows) + "\n")).counts

    one = counts(lines)
    assert counts(shuffled) == one
    twice = counts(lines + lines)
    assert twice.ways == {way: (2 * rows, 2 * people) for way, (rows, people) in one.ways.items()}


def test_several_files_are_one_list(tmp_path, plain):
    import pyarrow
    import pyarrow.parquet

    rows = list(csv.reader(io.StringIO(HEAD + PEOPLE), delimiter=";"))
    random.Random(1).shuffle(body := rows[1:])
    for number, part in enumerate((body[:3], body[3:])):
        columns = {name: [row[i] for row in part] for i, name in enumerate(rows[0])}
        pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / f"{number}.parquet")
    assert read_list(tmp_path).counts == plain.counts


def test_corrections_are_written_and_read_back(tmp_path):
    path = written(tmp_path, "City,Country\nXyzzyville,Norway\nVienna,AT\n=cmd|x,Norway\n")
    fix = tmp_path / "fix.csv"
    run = CliRunner().invoke(cli, ["attendees", str(path), "--unmatched", str(fix)])
    assert run.exit_code == 0 and "2 places of 2 people are not settled" in run.output
    text = fix.read_text(encoding="utf-8")
    assert "'=cmd|x" in text  # no formula for a spreadsheet
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        row["read as city"], row["read as country"] = "Oslo", "Norway"
    with fix.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    roll = read_list(path, known=read_corrections(fix))
    assert not roll.unsettled
    assert sum(one.people for one in roll.matches if str(one.match.place) == "Oslo, Norway") == 2


def test_without_the_extra_one_line_tells_what_to_install(tmp_path, monkeypatch):
    for name in ("ibis", "pyarrow"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtra, match=r"pip install 'carbonmeet\[tables\]'"):
        read_list(written(tmp_path, HEAD + PEOPLE))


def test_the_command_as_json(tmp_path):
    path = written(tmp_path, HEAD + PEOPLE)
    run = CliRunner().invoke(cli, ["attendees", str(path), "--format", "json"])
    data = json.loads(run.output)
    assert data["on_site"] == 3 and data["columns"]["mode"] == "Travel by"
    (one,) = [m for m in data["matches"] if m["country"] == "Japan"]
    assert one["status"] == "country-only" and one["place"] is None


def test_the_command_in_chinese(tmp_path):
    path = written(tmp_path, "城市,国家,交通方式,晚数\n昆明,中国,高铁,2\n北京,中国,飞机,3\n")
    run = CliRunner().invoke(cli, ["attendees", str(path), "--lang", "zh"])
    assert "现场2人" in run.output and "行" in run.output


@pytest.mark.parametrize(
    "text", ["", "\n\n", "a,b\n1,2\n", "Alpha,Beta\nxqzzv,wvvkq\nqqzzx,zzkwq\n"]
)
def test_what_is_no_list_is_refused(tmp_path, text):
    with pytest.raises(CarbonmeetError):
        read_list(written(tmp_path, text))


def test_the_table_of_words():
    # where a distance leads, and whether there and back, no heading tells: it is named by hand
    assert set(vocabulary("column").values()) == set(ROLES) - {"distance"}
    assert set(vocabulary("status").values()) == set(STATUSES)
    for kind in VALUED:
        for word, value in vocabulary(kind).items():
            assert meaning(kind, word) == value


def test_a_large_text_of_any_encoding_is_read_by_the_engine(tmp_path, monkeypatch):
    from carbonmeet.people import table

    rows = "城市,国家,交通方式\n" + "昆明,中国,飞机\n北京,中国,高铁\n" * 400
    (tmp_path / "list.csv").write_bytes(rows.encode("gb18030"))
    small = read_list(tmp_path / "list.csv").counts
    monkeypatch.setattr(table, "_SMALL", 1000)
    monkeypatch.setattr(table, "_PEEK", 2000)
    large = read_list(tmp_path / "list.csv").counts
    assert large == small and large.rows == 800
    (tmp_path / "list.csv").write_bytes(rows.encode("utf-16"))
    assert read_list(tmp_path / "list.csv").counts == small


YEARS = "Country,City,2018,2019\nFrance,Paris,90,110\nGermany,Bonn,,40\nTotal,,90,150\n"


def test_a_column_a_year(tmp_path):
    path = written(tmp_path, YEARS)
    with pytest.raises(CarbonmeetError, match=r"2018, 2019 count people.*count: '2019'"):
        read_list(path)
    assert read_list(path, year=2019).on_site == 150
    assert read_list(path, columns={"count": "2018"}).on_site == 90
    assert read_list(written(tmp_path, YEARS.replace("2018", "remarks"))).on_site == 150


def test_counts_of_other_programs_and_sums_in_any_column(tmp_path):
    rows = "City,Country,People\nParis,France,3.0\nBonn,Germany,2.00\nTotal,5,\n"
    roll = read_list(written(tmp_path, rows))
    assert (roll.on_site, roll.counts.totals, sum(roll.guests.values())) == (5, 1, 5)
