"""Attendee lists: how the cells for city and country are read, and what is told of it."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonmeet.people import Match, Query, match
from carbonmeet.travel.cities import cities
from carbonmeet.travel.countries import country_name
from carbonmeet.travel.places import Place


def one(*cells: str, **more: str) -> Match:
    return match([Query(*cells, **more)])[0]


#: city, country, status, region of the place or country read
LIST = [
    ("Göteborg", "Sweden", "exact", "SE-O"),
    ("GÖTEBORG ", "Sverige", "exact", "SE-O"),
    ("Cambridge", "UK", "exact", "GB-ENG"),
    ("Cambridge MA", "USA", "spelling", "US-MA"),
    ("Cambridge, Massachusetts", "United States of America", "spelling", "US-MA"),
    ("Cambridge", "", "ambiguous", ""),
    ("昆明", "中国", "exact", "CN-YN"),
    ("昆明市", "", "exact", "CN-YN"),
    ("Hong Kong", "", "exact", "HK"),
    ("臺北", "Taiwan", "exact", "TW"),
    ("Paris Cedex 07", "France", "spelling", "FR-IDF"),
    ("M13 9PL Manchester", "UK", "spelling", "GB-ENG"),
    ("Ottawa K1A 0B6", "", "spelling", "CA-ON"),
    ("北京市海淀区", "中国", "spelling", "CN-BJ"),
    ("Paris", "Texas, USA", "exact", "US-TX"),
    ("Köln", "D", "exact", "DE-NW"),
    ("London", "England", "exact", "GB-ENG"),
    ("London", "Ontario, Canada", "exact", "CA-ON"),
    ("Ciudad de México", "México", "exact", "MX-CMX"),
    ("St Petersburg", "FL, USA", "exact", "US-FL"),
    ("Washington, D.C.", "", "exact", "US-DC"),
    ("NYC", "", "exact", "US-NY"),
    ("PEK", "China", "exact", "CN"),
    ("Bogota", "Columbia", "exact", "CO-DC"),
    ("Praha 6", "Czechia", "spelling", "CZ-10"),
    ("Springfield", "USA", "ambiguous", ""),
    ("Georgetown", "KY", "ambiguous", ""),
    ("Xyzzyville", "Norway", "unknown", "NO"),
    ("Unknown", "", "unknown", ""),
    ("n/a", "n/a", "unknown", ""),
    ("", "Kenya", "country-only", "KE"),
    ("-", "Japan", "country-only", "JP"),
    ("", "Singapore", "spelling", "SG"),
    ("Total", "", "not-a-person", ""),
    ("合计", "-", "not-a-person", ""),
    ("", "", "unknown", ""),
]


def test_a_list_of_people() -> None:
    found = match([Query(city, country) for city, country, *_ in LIST])
    for (city, country, status, region), got in zip(LIST, found, strict=True):
        assert (got.status, got.place.region if got.place else got.country) == (status, region), (
            city,
            country,
            got,
        )


def test_equal_cells_are_one_match_in_the_order_of_the_rows() -> None:
    rows = [Query("Vienna", "AT"), Query("Kunming"), Query("Vienna", "AT")]
    found = match(rows)
    assert [m.query for m in found] == rows and found[0] is found[2]
    assert match([]) == []


def test_every_guess_by_population_is_told() -> None:
    found = one("Vienna")
    assert found.by_population and found.candidates and found.place is not None
    assert "by far the largest" in found.notes[0].en and "Virginia" in found.notes[0].en
    assert "人口" in found.notes[0].zh


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (Query("Quito", "Equadorr"), "country 'Equadorr' read as Ecuador"),
        (Query("Kunming", "Qwertyland"), "country 'Qwertyland' is not known and was left out"),
        (Query("Boston", "UK", "MA"), "'MA' is not in UK"),
        (Query(airport="TSE"), "TSE is no longer in use: its successor NQZ was taken"),
        (Query("Vienna", "Austria", airport="QQQ"), "no airport 'QQQ'"),
        (Query("Wien", "Austria", coordinates="north"), "coordinates 'north' are not read"),
        (Query("Austria", "Linz"), "city and country stand in each other's column"),
        (Query("Paris", "Germany"), "not there; elsewhere: Paris"),
        (Query("75005 Paris", "FR"), "read as Paris"),
    ],
)
def test_what_was_not_read_as_written_is_told(query: Query, said: str) -> None:
    notes = one(*query).notes
    assert any(said in note.en for note in notes), notes
    assert all(note.zh and note.zh != note.en for note in notes)


def test_airport_and_coordinates_go_before_the_city() -> None:
    found = one("somewhere", "France", airport="cdg")
    assert found.place is not None and found.place.airport == "CDG"
    found = one("", "", coordinates="48.21, 16.37")
    assert found.place is not None and found.place.kind == "point" and found.status == "exact"


def test_the_state_decides() -> None:
    found = one("Springfield", "USA", "Illinois")
    assert found.place is not None and found.place.region == "US-IL"
    found = one("Portland", "", "OR")
    assert found.place is not None and found.place.region == "US-OR"


def test_codes_of_two_letters_are_read_by_the_habit_of_the_list() -> None:
    states = [Query("Austin", "TX"), Query("Albany", "NY"), Query("Miami", "FL")]
    nations = [Query("Paris", "FR"), Query("Tokyo", "JP"), Query("Vienna", "AT")]
    wanted = Query("Georgetown", "KY")
    among = [match([*others, wanted])[-1] for others in (states, nations, [])]
    assert [m.place and m.place.region for m in among] == ["US-KY", "KY", None]


def test_na_is_namibia_only_among_codes_of_countries() -> None:
    assert one("Windhoek", "n/a").status == "exact"
    assert one("-", "NA").status == "unknown"
    codes = [Query("Paris", "FR"), Query("Tokyo", "JP"), Query("Vienna", "AT")]
    assert match([*codes, Query("-", "NA")])[-1].country == "NA"


CELLS = st.text(max_size=30) | st.sampled_from([row[0] for row in LIST])


@given(CELLS, CELLS, CELLS)
def test_any_cells_give_a_match(city: str, country: str, state: str) -> None:
    found = one(city, country, state)
    assert (found.place is not None) == (found.status in ("exact", "spelling"))
    assert len(found.candidates) <= 5
    if found.by_population:
        assert found.candidates and found.notes


NAMES = [row for row in LIST if not row[0].endswith(tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))]


@given(st.sampled_from(NAMES), st.sampled_from([str.upper, str.lower, " {} ".format]))
def test_case_and_blanks_change_nothing(row: tuple[str, ...], change: Callable[[str], str]) -> None:
    plain, other = one(row[0], row[1]), one(change(row[0]), row[1])
    assert (plain.status, plain.place) == (other.status, other.place)


def test_of_people_drawn_by_population_almost_nobody_is_placed_wrongly_without_a_word() -> None:
    table = cities()
    rows = random.Random(7).choices(range(len(table)), k=1500)
    drawn = [Place(*table[row]) for row in rows]
    found = match([Query(city.name, country_name(city.country).en) for city in drawn])
    wrong = [
        (city, got.place)
        for city, got in zip(drawn, found, strict=True)
        if got.place and got.place.km_to(city) > 80 and not got.by_population
    ]
    assert len(wrong) <= 15, wrong


def test_what_chinese_calls_a_city_is_read_as_that_city():
    """Every chosen name has the coordinates of a shipped city, and leads to it by name."""
    from carbonmeet.travel.cities import CITY_NAMES
    from carbonmeet.travel.fold import fold

    table = cities()
    table.index()
    for one in CITY_NAMES.shipped():
        if len(one.zh) > 1:
            rows = [table[row] for row, _ in table.rows(fold(one.zh))]
            here = [x for x in rows if (x.country, x.latitude, x.longitude) == one[0:1] + one[2:4]]
            assert here, one


@pytest.mark.parametrize(
    ("city", "country", "region"),
    [
        ("华盛顿", "美国", "US-DC"),
        ("奥克兰", "新西兰", "NZ-AUK"),
        ("哈利法克斯", "加拿大", "CA-NS"),
        ("亚历山大", "埃及", "EG-ALX"),
        ("加拉加斯", "委内瑞拉", "VE"),
        ("梵蒂冈", "", "VA"),
        ("摩纳哥", "", "MC"),
        ("濮阳", "中国", "CN-HA"),
    ],
)
def test_chinese_names_of_lists(city, country, region):
    [found] = match([Query(city, country)])
    assert found.place is not None
    assert region in (found.place.region, found.place.country)


def test_chinese_names_that_several_cities_bear_are_asked():
    found = match([Query("圣何塞"), Query("奥克兰"), Query("圣地亚哥")])
    assert {one.status for one in found} == {"ambiguous"}
    assert {place.country for place in found[0].candidates} == {"US", "CR"}
