"""People of a list by a law of one's own, and lists that others have published."""

import textwrap

import pytest

import carbonmeet as cm
from carbonmeet.base.errors import InputError
from carbonmeet.people.match import Query, match
from carbonmeet.questions.persons import per_person

LAW = {"bands": [[400, 0.06], [1500, 0.2], [8000, 0.25], [20100, 0.3]]}
ROWS = "City,Country,km,Number\nLinz,Austria,184.5,6\nParis,France,1035,8\nTokyo,Japan,9130,2\n"
MEETING = {
    "kind": "meeting",
    "title": "t",
    "place": {"name": "Vienna"},
    "periods": {"p": {"year": 2019}},
    "factors": [{"key": "agu", "law": LAW, "source": "agu-2019"}],
    "measures": "none",
}


def listed(folder, rows=ROWS, **more):
    (folder / "list.csv").write_text(textwrap.dedent(rows), encoding="utf-8")
    block = {"table": str(folder / "list.csv"), "defaults": {"mode": "agu"}, **more}
    return MEETING | {"attendees": block}


def test_a_list_by_a_law_is_worth_its_groups(tmp_path):
    groups = [
        {"name": city, "period": "p", "people": people, "days": 1,
         "travel": [{"mode": "agu", "from": city, "to": "Vienna, Austria"}]}
        for city, people in (("Linz", 6), ("Paris, France", 8), ("Tokyo", 2))
    ]  # fmt: skip
    found = cm.estimate(listed(tmp_path))
    assert found.baseline.total.value == pytest.approx(
        cm.estimate(MEETING | {"groups": groups}).baseline.total.value, rel=1e-9
    )
    (rate,) = {one.chain for one in found.lines if one.kg_co2e}
    assert "agu" in str(rate)


def test_kilometres_of_the_list_are_those_that_the_law_is_asked_for(tmp_path):
    found = cm.estimate(listed(tmp_path, columns={"distance": "km"}))
    kg = 2 * (6 * 0.06 * 184.5 + 8 * 0.2 * 1035 + 2 * 0.3 * 9130)
    assert found.baseline.total.value == pytest.approx(kg / 1000, rel=1e-12)
    by = {one.key: one.total.value for one in found.attendance.by_country}
    assert by["FR"] == pytest.approx(2 * 8 * 0.2 * 1.035, rel=1e-12)
    assert {"0-500", "500-1500"} & {one.key for one in found.attendance.by_band}


def test_everybody_carries_their_own_kilometres(tmp_path):
    rows = "Id,City,Country,km\n" + "".join(
        f"{number},{city},{km}\n"
        for number, (city, km) in enumerate([("Linz,Austria", 184.5), ("Tokyo,Japan", 9130)])
    )
    found = per_person(cm.estimate(listed(tmp_path, rows, columns={"distance": "km"})), "Id")
    assert found.grams[:, 0].tolist() == [round(2e3 * 0.06 * 184.5), round(2e3 * 0.3 * 9130)]


def test_a_saved_result_of_a_law_is_worked_out_again_without_the_list(tmp_path):
    answer = cm.estimate(listed(tmp_path))
    path = answer.save(tmp_path / "result.json")
    (tmp_path / "list.csv").unlink()
    assert cm.verify(path or tmp_path / "result.json").same


@pytest.mark.parametrize("cell", ["far", "-3", "1,234.5", "40000", "12 mi"])
def test_what_is_no_distance_is_told(tmp_path, cell):
    rows = f'City,Country,km\nParis,France,"{cell}"\n'
    with pytest.raises(InputError, match=r"not understood\. Distances are kilometres"):
        cm.estimate(listed(tmp_path, rows, columns={"distance": "km"}))


def test_a_distance_with_its_unit_and_a_decimal_comma(tmp_path):
    rows = 'City,Country,km\nParis,France,"1035,5 km"\n'
    found = cm.estimate(listed(tmp_path, rows, columns={"distance": "km"}))
    assert found.baseline.total.value == pytest.approx(2 * 0.2 * 1.0355)


def test_held_elsewhere_the_list_is_measured_anew(tmp_path):
    scenario = listed(tmp_path, columns={"distance": "km"}, residents_within="0 km")
    answer = cm.site(scenario, ["Paris, France", "Tokyo"], draws=50).attrs["answer"]
    for row in answer.ranking:
        assert row.whole == pytest.approx(row.kg, rel=1e-9)
    assert answer.ranking[0].host.airport == "CDG"


@pytest.mark.parametrize(
    ("city", "country", "region"),
    [
        ("Paris Cédex 12", "France", "FR-IDF"),
        ("Tokyo-to", "Japan", "JP-13"),
        ("Koganei-Shi", "Japan", "JP-13"),
        ("Minato-ku, Tokyo", "Japan", "JP-13"),
        ("Gangnam-gu, Seoul", "South Korea", "KR-11"),
        ("朝阳区, 北京市", "", "CN-BJ"),
        ("Xyz, Paris", "France", "FR-IDF"),
        ("Kensington, London", "UK", "GB-ENG"),
        ("Skopje", "The Republic of North Macedonia", "MK-85"),
    ],
)
def test_parts_of_cities(city, country, region):
    [found] = match([Query(city, country)])
    assert found.place is not None
    assert found.place.region in (region, region.partition("-")[0])
    if "Kensington" in city:
        assert abs(found.place.latitude - 51.5) < 0.2


@pytest.mark.parametrize("city", ["西湖区", "朝阳区", "盘龙区"])
def test_a_district_alone_is_no_place(city):
    [found] = match([Query(city, "中国")])
    assert found.place is None


def test_slips_are_told_and_not_taken():
    [cape, springfield] = match([Query("Capetown", "South Africa"), Query("Springfield, Boston")])
    assert cape.place is None and cape.candidates[0].name == "Cape Town"
    assert "Cape Town" in cape.notes[0].get("en")
    assert springfield.place is None


def test_coordinates_are_called_as_the_city_in_its_country():
    known, near = match(
        [
            Query("Uppsala", "Sweden", coordinates="59.86, 17.64"),
            Query(coordinates="46.21, 6.14"),
        ]
    )
    assert (known.place.name, known.place.country) == ("Uppsala", "SE")
    assert (near.place.country, near.country) == ("CH", "CH")
