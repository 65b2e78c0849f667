"""Activities in a table beside the scenario: worth what the same entries written out are."""

import pytest

import carbonmeet as cm
from carbonmeet.base.errors import InputError

HEAD = """\
carbonmeet: 2
kind: meeting
title: A congress
place: {name: Vienna, airport: VIE, region: AT}
periods: {days: {start: 2026-09-07, end: 2026-09-09}}
"""
TABLE = "activities: {table: metered.csv, defaults: {period: days, basis: measured}}\n"
ROWS = (
    "Meters 2026\n"
    "Name;Quantity;Unit;Source;Factor;low;high;Remarks\n"
    "Hall A;1200;kWh;venue.power;grid;1100;1300;Meter 7\n"
    "Hall B;1.5;MWh;venue.power;grid;;;\n"
    ";;;;;;;\n"
    "Total;2700;kWh;;;;;\n"
)
WRITTEN = """\
activities:
  - {label: Hall A, period: days, source: venue.power, chain: [grid],
     amount: {value: 1200 kWh, low: 1100 kWh, high: 1300 kWh, basis: measured, note: Meter 7}}
  - {label: Hall B, period: days, source: venue.power, chain: [grid],
     amount: {value: 1.5 MWh, basis: measured}}
"""


def scenario(folder, section=TABLE, rows=ROWS, encoding="utf-8", name="metered.csv"):
    (folder / name).write_bytes(rows.encode(encoding))
    path = folder / "meeting.yaml"
    path.write_text(HEAD + section, encoding="utf-8")
    return path


def test_a_table_is_worth_its_rows_written_out(tmp_path):
    listed = cm.estimate(scenario(tmp_path), draws=100)
    written = cm.estimate(cm.load_scenario(text=HEAD + WRITTEN), draws=100)
    assert listed.baseline == written.baseline
    assert [one.path for one in listed.scenario.inputs] == [
        one.path for one in written.scenario.inputs
    ]
    assert cm.verify(listed).same


def test_other_rows_are_another_scenario_at_once(tmp_path):
    first = cm.load_scenario(scenario(tmp_path))
    other = cm.load_scenario(scenario(tmp_path, rows=ROWS.replace("1.5;MWh", "2.5;MWh")))
    assert first.hash != other.hash
    assert cm.estimate(other).baseline.total.value > cm.estimate(first).baseline.total.value
    changed = first.replace({'activities["Hall B"].amount': "2.5 MWh"})
    assert cm.estimate(changed).baseline.total.value == pytest.approx(
        cm.estimate(other).baseline.total.value, rel=1e-12
    )


def test_a_table_in_chinese_and_in_a_workbook(tmp_path):
    import openpyxl

    rows = "名称,数量,单位,排放源,排放因子\n主会场,1200,kWh,venue.power,grid\n合计,1200,kWh,,\n"
    section = "activities: {table: metered.csv, defaults: {period: days}}\n"
    total = cm.estimate(scenario(tmp_path, section, rows, "gb18030")).baseline.total.value
    book = openpyxl.Workbook()
    for line in rows.splitlines():
        book.active.append([int(x) if x.isdigit() else x for x in line.split(",")])
    book.save(tmp_path / "metered.xlsx")
    path = scenario(tmp_path, section.replace(".csv", ".xlsx"), name="unused.csv")
    assert cm.estimate(path).baseline.total.value == total > 0


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (ROWS.replace("1.5;MWh", "1.5;mile"), r"metered\.csv:4:2: .*no unit 'mile'"),
        (ROWS.replace("venue.power;grid;;", "venue.pover;grid;;"), r"csv:4:4: .*'venue.power'\?"),
        (ROWS.replace("venue.power;grid;;", "venue.power;gird;;"), r"csv:4:1: .*no factor 'gird'"),
        (ROWS.replace("Quantity", "Strom"), r"csv:2:1: no column says the amount\. Columns: Name"),
        (ROWS.replace("1.5;MWh", ";MWh"), r"csv:4:2: .*'amount' is missing"),
    ],
)
def test_faults_stand_at_their_line_of_the_table(tmp_path, rows, told):
    with pytest.raises(InputError, match=told):
        cm.estimate(scenario(tmp_path, rows=rows))


def test_a_table_that_is_not_there(tmp_path):
    path = scenario(tmp_path, TABLE.replace("metered", "meters"))
    with pytest.raises(InputError, match=r"meters\.csv: no such file"):
        cm.load_scenario(path)
    wrong = scenario(tmp_path, TABLE.replace("defaults", "default"))
    with pytest.raises(InputError, match=r"no key 'default' here\. Did you mean 'defaults'"):
        cm.load_scenario(wrong)
