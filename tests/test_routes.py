"""Journeys by place names: stops, detours, modes that cannot go there, and where a meeting is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import MEETING, changed

import carbonmeet as cm
from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import CarbonmeetError, InputError
from carbonmeet.catalogue import load_catalogue
from carbonmeet.travel.located import locate
from carbonmeet.travel.routes import detour, inland, reach, refused, route_km, seas, stop

RAIL = "{mode: rail, return_distance: 5000 km}"


def kg(tmp_path: Path, text: str, source: str = "transport.rail") -> float:
    path = tmp_path / "meeting.yaml"
    path.write_text(text, encoding="utf-8")
    return sum(line.kg_co2e for line in cm.estimate(path).lines if line.source == source)


def faults(tmp_path: Path, text: str) -> str:
    path = tmp_path / "meeting.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        cm.estimate(path)
    return str(caught.value)


def notices(tmp_path: Path, text: str) -> str:
    path = tmp_path / "meeting.yaml"
    path.write_text(text, encoding="utf-8")
    return "\n".join(one.en for one in cm.estimate(path).notices)


# ---------------------------------------------------------------- ways


def test_a_rail_leg_between_places_is_the_straight_line_times_the_detour(tmp_path: Path) -> None:
    straight = route_km([stop("PEK", flight=False), stop("KMG", flight=False)])
    factor = load_catalogue().find("detour.rail", "CN-YN", 2021).value
    way = f"{{mode: rail, distance: {straight * factor} km}}"
    named = kg(tmp_path, changed(RAIL, "{mode: rail, from: PEK}"))
    assert named == pytest.approx(kg(tmp_path, changed(RAIL, way)))


@pytest.mark.parametrize("mode", ["coach", "car.petrol", "taxi", "ferry"])
def test_every_mode_over_land_or_sea_takes_its_own_detour(tmp_path: Path, mode: str) -> None:
    factor = load_catalogue().find(detour(mode), "CN-YN", 2021).value
    assert factor > 1
    near = "25.6, 103.8"
    straight = route_km([stop(near, flight=False), stop("KMG", flight=False)])
    way = f"{{mode: {mode}, distance: {straight * factor} km}}"
    named = kg(tmp_path, changed(RAIL, f"{{mode: {mode}, from: '{near}'}}"), "transport.road")
    assert named == pytest.approx(kg(tmp_path, changed(RAIL, way), "transport.road"))


def test_the_range_of_the_detour_reaches_the_result(tmp_path: Path) -> None:
    path = tmp_path / "meeting.yaml"
    path.write_text(changed(RAIL, "{mode: rail, from: PEK}"), encoding="utf-8")
    inputs = cm.estimate(path).to_dict()["catalogue"]["rows"]
    assert any("detour.rail" in str(row) for row in inputs)
    drawn = cm.simulate(cm.estimate(path), 200, 1)
    rail = drawn.baseline.by_source["transport.rail"]
    assert rail.low is not None and rail.low < 0.95 * rail.value < rail.value < rail.high


def test_a_city_stands_for_its_airport_in_the_air_and_for_itself_on_land(tmp_path: Path) -> None:
    by_code = kg(tmp_path, MEETING, "transport.air")
    by_name = kg(tmp_path, changed("from: PEK", "from: 北京"), "transport.air")
    assert by_name == by_code
    assert stop("Beijing", flight=True).airport == "PEK"
    assert stop("Beijing", flight=False).airport == ""


def test_names_are_told_together(tmp_path: Path) -> None:
    text = changed("from: PEK", "from: Vienna").replace(RAIL, "{mode: rail, from: Hanoi}")
    said = notices(tmp_path, text)
    assert said.count("places read by their names") == 1
    assert "Vienna: Vienna, Austria, airport VIE 19 km away (not Vienna, Virginia" in said


@given(
    st.sampled_from(["PEK", "Wien", "Nairobi", "48.2, 16.4"]), st.sampled_from(["KMG", "Kunming"])
)
def test_there_is_as_far_as_back(a: str, b: str) -> None:
    stops = [stop(a, flight=False), stop(b, flight=False)]
    assert route_km(stops) == route_km(stops[::-1]) > 0


def test_one_airport_under_two_codes_is_no_journey() -> None:
    with pytest.raises(CarbonmeetError, match="the same airport, KIV and RMO"):
        route_km([stop("RMO", flight=True), *[stop("RMO", flight=True)._replace(airport="KIV",
                  name="KIV")]][::-1])  # fmt: skip
    with pytest.raises(CarbonmeetError, match="the same place, Vienna"):
        route_km([stop("Wien", flight=False), stop("Vienna", flight=False)])


def test_a_code_no_longer_in_use_counts_as_its_successor(tmp_path: Path) -> None:
    text = changed("from: PEK", "from: TSE")
    assert kg(tmp_path, text, "transport.air") == kg(
        tmp_path, changed("from: PEK", "from: NQZ"), "transport.air"
    )
    assert "TSE is no longer in use: NQZ is counted" in notices(tmp_path, text)
    # a field that is closed and still in the table
    assert "TXL is no longer in use: BER" in notices(tmp_path, changed("from: PEK", "from: TXL"))


# ---------------------------------------------------------------- what cannot be


@pytest.mark.parametrize(
    ("leg", "said"),
    [
        ("{mode: walk, from: LHR}", "8,733 km one way is too far for 'walk': 50 km at most"),
        ("{mode: metro, return_distance: 5000 km}", "too far for 'metro': 200 km at most"),
        (
            "{mode: rail, from: Sydney}",
            "no way over land leads from Sydney to KMG: rail does not go there",
        ),
        ("{mode: car.petrol, from: New York}", "does not go there"),
        ("{distance: 5000 km}", "'mode' is missing: the distance rule is for a city, up to 100 km"),
        ("{mode: '', distance: 5 km}", "'mode' is empty"),
        ("{from: Hanoi}", "'mode' is missing"),
        ("{mode: air, from: Springfield}", "'Springfield' may be Springfield, Missouri"),
        ("{mode: air, from: Kenya}", "'Kenya' is a country"),
        ("{mode: rail, from: Budapst}", "Did you mean 'Budapest'?"),
        ("{mode: air, from: pek}", "Did you mean 'PEK'?"),
        ("{mode: air, from: LON}", "LON is a city with several airports"),
        ("{mode: rail, from: KMG}", "the same airport, KMG"),
    ],
)
def test_legs_that_cannot_be(tmp_path: Path, leg: str, said: str) -> None:
    assert said in faults(tmp_path, changed(RAIL, leg))


def test_a_strait_is_told_not_refused() -> None:
    dublin, london, paris = (
        stop(words, flight=False) for words in ("Dublin, Ireland", "London", "Paris")
    )
    fault, notice = seas("coach", [dublin, london])
    assert not fault and notice is not None and "no way over land" in notice.en
    assert seas("ferry", [dublin, london]) == ("", None)
    for mode in ("rail", "coach"):
        assert seas(mode, [paris, london]) == ("", None)


@pytest.mark.parametrize(
    ("start", "end", "mode", "told"),
    [
        ("Los Angeles, California", "Honolulu", "car.petrol", "does not go there"),
        ("LAX", "HNL", "car.petrol", "does not go there"),
        ("Madrid", "Las Palmas, Spain", "coach", "does not go there"),
        ("Tokyo", "Naha", "rail", "does not go there"),
        ("Kuala Lumpur", "Kota Kinabalu", "coach", "does not go there"),
        ("Beijing", "Seoul", "rail", "is counted all the way"),
        ("Panama City, Panama", "Bogota", "coach", "is counted all the way"),
        ("Rome", "Cagliari", "car.petrol", "is counted all the way"),
        ("London", "Belfast, Northern Ireland", "car.petrol", "is counted all the way"),
        ("Palermo, Italy", "Tunis", "car.petrol", "the Mediterranean parts"),
        ("Madrid", "Casablanca", "coach", "the Mediterranean parts"),
        ("Cairo, Egypt", "Jerusalem", "coach", ""),
        # a ferry of trains or coaches is part of the way
        ("Tokyo", "Sapporo", "rail", ""),
        ("Rome", "Palermo, Italy", "rail", ""),
        ("Beijing", "Haikou", "rail", ""),
        ("Jakarta", "Denpasar", "coach", ""),
        ("Bandar Seri Begawan", "Kota Kinabalu", "coach", ""),
        ("Anchorage", "Seattle", "car.petrol", ""),
        ("Buenos Aires", "Lima, Peru", "coach", ""),
        ("Copenhagen", "Malmo", "car.petrol", ""),
    ],
)
def test_parts_of_a_country_may_lie_across_the_sea(
    start: str, end: str, mode: str, told: str
) -> None:
    for ends in ((start, end), (end, start)):
        fault, notice = seas(mode, [stop(words, flight=False) for words in ends])
        said = fault or (notice.en if notice is not None else "")
        assert told in said and bool(told) == bool(said)


@pytest.mark.parametrize(
    ("place", "km"),
    [
        # far inland
        *(("Vienna", 342.0), ("Kunming", 606.0), ("Madrid", 303.0), ("Alice Springs", 899.0)),
        # lakes are no seas
        *(("Chicago", 952.0), ("Entebbe", 913.0)),
        # ports up wide rivers, on the Caspian, on islands too small for the map, behind 180 degrees
        *(("Hamburg", 0), ("Québec", 0), ("Buenos Aires", 0), ("Baku", 0), ("Majuro", 0)),
        *(("Hamilton, Bermuda", 0), ("Malé", 0), ("Anadyr", 0), ("Honolulu", 0)),
        # whose ports lie downstream
        *(("Berlin", 0), ("Beijing", 0), ("Cairo, Egypt", 0)),
    ],
)
def test_a_ferry_far_from_the_sea_is_told(place: str, km: float) -> None:
    far = inland("ferry", [stop(place, flight=False), stop("Helsinki", flight=False)])
    assert list(far.values()) == ([pytest.approx(km, rel=0.01)] if km else [])
    assert inland("coach", [stop(place, flight=False)]) == {}


def test_the_notice_of_a_ferry_names_who_lies_inland(tmp_path: Path) -> None:
    said = notices(tmp_path, changed(RAIL, "{mode: ferry, from: Hanoi}"))
    assert "a ferry reaches KMG (596 km from the sea) by river or lake only" in said
    assert "Hanoi (" not in said
    assert "a ferry" not in notices(tmp_path, changed(RAIL, "{mode: ferry, distance: 40 km}"))


def test_cities_of_a_way_are_named_in_the_language_of_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "meeting.yaml"

    def said(leg: str) -> str:
        path.write_text(changed(RAIL, leg), encoding="utf-8")
        found = cm.estimate(path)
        lines = (one.label for one in found.lines if one.source.startswith("transport"))
        return "\n".join(one.get("zh") for one in (*found.notices, *lines))

    ferry = said("{mode: ferry, from: Vienna, to: Helsinki}")
    assert "维也纳（距海" in ferry and "维也纳-赫尔辛基" in ferry
    coach = said("{mode: coach, from: Rome, to: Tunis}")
    assert "罗马与突尼斯市" in coach
    short = said("{mode: rail, from: Vienna, to: Prague, distance: 20 km}")
    assert "短于维也纳-布拉格的直线距离" in short
    fault, _ = seas("rail", [stop("Vienna", flight=False), stop("New York", flight=False)])
    assert fault.get("zh") == "维也纳与纽约之间没有陆路相通，rail无法到达"


def test_local_trips_have_their_reach_too(tmp_path: Path) -> None:
    text = changed("length: 12 km", "length: 300 km")
    assert "too far for 'metro'" in faults(tmp_path, text)


def test_every_mode_over_land_has_a_reach_and_a_detour() -> None:
    catalogue = load_catalogue()
    modes = {name for name in catalogue.names("modes") if not name.startswith("air.")}
    assert set(reach()) == modes
    for one in reach().values():
        assert one.reach_km > 0
        row = catalogue.find(one.detour, "world", 2025)
        assert row.low is not None and 1 <= row.low <= row.value <= (row.high or 0)


@given(st.sampled_from(sorted(reach())), st.floats(0, 40_000))
def test_a_reach_has_one_end(mode: str, km: float) -> None:
    assert bool(refused(mode, km)) == (km > reach()[mode].reach_km)


# ---------------------------------------------------------------- where a meeting is


@pytest.mark.parametrize(
    ("names", "airport", "region", "found"),
    [
        (("Vienna",), "", "", ("AT", "VIE")),
        (("Kunming", "昆明"), "", "", ("CN-YN", "KMG")),
        (("昆明",), "", "", ("CN-YN", "KMG")),
        (("Chicago",), "", "", ("US-IL", "ORD")),
        (("Cambridge",), "", "GB", ("GB", "LHR")),
        ((), "VIE", "", ("AT", "VIE")),
        (("Some Hall",), "KMG", "CN-YN", ("CN-YN", "KMG")),
        (("Some Hall",), "", "CN-YN", ("CN-YN", "")),
        ((), "", "", ("world", "")),
        ((), "TSE", "", ("KZ", "NQZ")),
        ((), "HKG", "CN", ("CN", "HKG")),
    ],
)
def test_located(names: tuple[str, ...], airport: str, region: str, found: tuple[str, str]) -> None:
    assert locate(names, airport, region)[:2] == found


def test_what_is_taken_from_the_name_is_told(tmp_path: Path) -> None:
    text = changed("{airport: KMG, region: CN-YN}", "{name: {en: Kunming, zh: 昆明}}")
    assert kg(tmp_path, text) == kg(tmp_path, MEETING)
    assert "place Kunming: region CN-YN and airport KMG are taken" in notices(tmp_path, text)
    assert "taken from" not in notices(tmp_path, MEETING)


def test_airport_and_region_of_different_countries_are_told(tmp_path: Path) -> None:
    said = notices(tmp_path, changed("airport: KMG", "airport: LHR"))
    assert "the airport LHR lies in GB, the region is CN-YN" in said


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("{name: Springfield}", "place.name: 'Springfield' may be Springfield, Missouri"),
        ("{name: Xyzzyville}", "place.name: no city 'Xyzzyville'"),
        ("{airport: QQQ}", "place.airport: no airport 'QQQ'"),
        ("{airport: KMG, region: cn-yn}", "Did you mean 'CN-YN'?"),
        ("{airport: LHR, region: UK}", "Did you mean 'GB'?"),
        ("{airport: KMG, region: XX}", "place.region: no region 'XX'"),
        ("{name: Vienna, region: XX}", "place.region: no region 'XX'"),
    ],
)
def test_places_that_are_none(tmp_path: Path, place: str, said: str) -> None:
    assert said in faults(tmp_path, changed("{airport: KMG, region: CN-YN}", place))


def test_countries_with_numbers_for_their_divisions_are_marked() -> None:
    divided = {region[:2] for region in load_catalogue().regions if region.count("-") == 1}
    with (data_dir("factors") / "countries.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["code"] for row in rows if row["divided"] == "true"} == divided
