"""Airports, distances and the distance rule.

Reference distances come from the published test set of GeographicLib (C. F. F. Karney,
"Algorithms for geodesics", Journal of Geodesy 87, 2013; the 20 geodesics and the regression
cases of ``geodtest.c``, PROJ 4.9) and from its Python package as an independent implementation.
"""

from __future__ import annotations

import csv
import math
import sys
from pathlib import Path

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from carbonmeet import travel
from carbonmeet.base import data
from carbonmeet.base.errors import CarbonmeetError, FactorNotFound
from carbonmeet.travel import flights, geodesic

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
points = st.tuples(latitudes, longitudes)


def reference_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    line = Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2, Geodesic.DISTANCE)
    return float(line["s12"]) / 1000


# ---------------------------------------------------------------- geodesics

# lat1, lon1, lat2, lon2, metres: geodtest.c, testcases[20][12], columns 1, 2, 4, 5 and 7.
PUBLISHED = [
    (35.60777, -139.44815, -11.17491, -69.95921, 8935244.5604818305),
    (55.52454, 106.05087, 77.03196, 197.18234, 4105086.1713924406),
    (-21.97856, 142.59065, 41.84138, 98.56635, 8394328.894657671),
    (-66.99028, 112.2363, -12.70631, 285.90344, 11150344.2312080241),
    (-17.42761, 173.34268, -15.84784, 5.93557, 16076603.1631180673),
    (32.84994, 48.28919, -56.28556, 202.29132, 16727068.9438164461),
    (6.96833, 52.74123, -7.39675, 206.17291, 17102477.2496958388),
    (-50.56724, -16.30485, -33.56571, -94.97412, 6455670.5118668696),
    (-58.93002, -8.90775, -8.91104, 133.13503, 11756066.0219864627),
    (-68.82867, -74.28391, -50.63005, -8.36685, 3956936.926063544),
    (-10.62672, -32.0898, 5.883, -134.31681, 11470869.3864563009),
    (-21.76221, 166.90563, 48.72884, 213.97627, 9098627.3986554915),
    (-19.79938, -174.47484, -11.99349, -154.35109, 2319004.8601169389),
    (-11.95887, -116.94513, 4.57352, 7.16501, 13834722.5801401374),
    (-87.85331, 85.66836, 66.48646, 16.09921, 17286615.3147144645),
    (1.74708, 128.32011, -11.16617, 11.87109, 12942901.1241347408),
    (-25.72959, -144.90758, -57.70581, -269.17879, 9413446.7452453107),
    (-41.22777, 122.32875, -7.57291, 130.37946, 3812686.035106021),
    (11.01307, 138.25278, 6.62726, 247.05981, 11911190.819018408),
    (-29.47124, 95.14681, -27.46601, -69.15955, 13487015.8381145492),
    # Nearly antipodal: geodtest.c, GeodSolve6 and 9 to 11, given to 1 mm.
    (88.202499451857, 0, -88.202499451857, 179.981022032992859592, 20003898.214),
    (89.262080389218, 0, -89.262080389218, 179.992207982775375662, 20003925.854),
    (89.333123580033, 0, -89.333123580032997687, 179.99295812360148422, 20003926.881),
    (56.320923501171, 0, -56.320923501171, 179.664747671772880215, 19993558.287),
    (52.784459512564, 0, -52.784459512563990912, 179.634407464943777557, 19991596.095),
    (48.522876735459, 0, -48.52287673545898293, 179.599720456223079643, 19989144.774),
    # Wellington to Salamanca: GeographicLib for Python, manual, "Examples".
    (-41.32, 174.81, 40.96, -5.50, 19959679.267),
]


@pytest.mark.parametrize(("lat1", "lon1", "lat2", "lon2", "metres"), PUBLISHED)
def test_geodesic_published(
    lat1: float, lon1: float, lat2: float, lon2: float, metres: float
) -> None:
    assert geodesic.geodesic_km(lat1, lon1, lat2, lon2) == pytest.approx(metres / 1000, abs=1e-6)


def test_geodesic_array_published() -> None:
    lat1, lon1, lat2, lon2, metres = np.array(PUBLISHED).T
    np.testing.assert_allclose(
        geodesic.geodesic_km_array(lat1, lon1, lat2, lon2), metres / 1000, rtol=0, atol=1e-6
    )


def random_pairs(kind: str, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Draw pairs of points, uniform on the sphere unless the kind says otherwise."""
    rng = np.random.default_rng(20211011)
    lat1, lat2 = np.degrees(np.arcsin(rng.uniform(-1, 1, (2, n))))
    lon1, lon2 = rng.uniform(-180, 180, (2, n))
    if kind == "antipodal":
        lat2, lon2 = np.clip(rng.uniform(-1, 1, n) - lat1, -90, 90), lon1 + rng.uniform(179, 181, n)
    elif kind == "equatorial":
        lat1, lat2, lon2 = 0 * lat1, 0 * lat2, lon1 + rng.uniform(178, 180, n)
    elif kind == "meridional":
        lon2 = lon1 + 180 * rng.integers(0, 2, n)
    elif kind == "polar":
        lat1 = np.where(lat1 > 0, 90.0, -90.0)
    elif kind == "short":
        lat2, lon2 = np.clip(lat1 + rng.uniform(-0.01, 0.01, n), -90, 90), lon1 + 1e-3
    return lat1, lon1, lat2, lon2


@pytest.mark.parametrize(
    "kind", ["anywhere", "antipodal", "equatorial", "meridional", "polar", "short"]
)
def test_geodesic_against_geographiclib(kind: str) -> None:
    """Everywhere within 0.1 mm; on 10,000 pairs of each kind the worst was 0.081 mm."""
    pairs = random_pairs(kind, 500)
    expected = [reference_km(*map(float, pair)) for pair in zip(*pairs, strict=True)]
    scalar = [geodesic.geodesic_km(*map(float, pair)) for pair in zip(*pairs, strict=True)]
    np.testing.assert_allclose(scalar, expected, rtol=0, atol=1e-7)
    np.testing.assert_allclose(geodesic.geodesic_km_array(*pairs), expected, rtol=0, atol=1e-7)


@given(points, points)
def test_geodesic_is_symmetric_and_shorter_than_half_a_meridian_turn(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    there, back = geodesic.geodesic_km(*a, *b), geodesic.geodesic_km(*b, *a)
    assert there == pytest.approx(back, rel=1e-11, abs=1e-7)
    assert 0 <= there <= reference_km(90, 0, -90, 0) + 1e-7  # no two points are further apart


@given(points, points, points)
def test_triangle(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> None:
    for distance in (geodesic.geodesic_km, geodesic.great_circle_km):
        assert distance(*a, *c) <= distance(*a, *b) + distance(*b, *c) + 1e-6


@given(points, points)
def test_scalar_and_array_agree(a: tuple[float, float], b: tuple[float, float]) -> None:
    for one, many in (
        (geodesic.geodesic_km, geodesic.geodesic_km_array),
        (geodesic.great_circle_km, geodesic.great_circle_km_array),
    ):
        assert one(*a, *b) == pytest.approx(float(many(*a, *b)), rel=1e-9, abs=1e-7)


@given(points, points, st.integers(-2, 2))
def test_whole_turns_do_not_matter(
    a: tuple[float, float], b: tuple[float, float], turns: int
) -> None:
    expected = geodesic.geodesic_km(*a, *b)
    turned = geodesic.geodesic_km(*a, b[0], b[1] + 360 * turns)
    assert turned == pytest.approx(expected, abs=1e-7)


def test_a_point_is_at_distance_zero_from_itself() -> None:
    for lat, lon in [(0, 0), (25.11, 102.94), (90, 0), (-90, 30)]:
        assert geodesic.geodesic_km(lat, lon, lat, lon) == 0
        assert geodesic.great_circle_km(lat, lon, lat, lon) == 0
    assert geodesic.geodesic_km_array([0, 90], [0, 0], [0, 90], [0, 0]).tolist() == [0, 0]


def test_sphere_differs_from_ellipsoid_by_at_most_0_57_percent() -> None:
    pairs = random_pairs("anywhere", 20_000)
    ratio = geodesic.great_circle_km_array(*pairs) / geodesic.geodesic_km_array(*pairs)
    assert 0.004 < np.abs(ratio - 1).max() < 0.0057


def test_sphere_quarter_turn() -> None:
    assert geodesic.great_circle_km(0, 0, 0, 90) == pytest.approx(math.pi / 2 * 6371.0088)
    assert geodesic.great_circle_km(0, 0, 0, 180) == pytest.approx(math.pi * 6371.0088)


def test_arrays_broadcast_and_keep_their_shape() -> None:
    lat = np.array([[10.0], [20.0]])
    lon = np.array([0.0, 1.0, 2.0])
    assert geodesic.geodesic_km_array(lat, lon, 25.11, 102.94).shape == (2, 3)
    assert geodesic.great_circle_km_array(lat, lon, 25.11, 102.94).shape == (2, 3)
    assert geodesic.geodesic_km_array([], [], [], []).shape == (0,)


@pytest.mark.parametrize("bad", [90.1, -91.0, math.nan, math.inf])
def test_bad_latitude(bad: float) -> None:
    for call in (
        geodesic.geodesic_km,
        geodesic.great_circle_km,
        geodesic.geodesic_km_array,
        geodesic.great_circle_km_array,
    ):
        with pytest.raises(CarbonmeetError, match="latitude"):
            call(bad, 0.0, 0.0, 0.0)
        with pytest.raises(CarbonmeetError, match="longitude"):
            call(0.0, 0.0, 0.0, math.nan)


# ---------------------------------------------------------------- airports


def test_table_is_sound() -> None:
    """One row a code, sorted; codes, countries and coordinates of the right form."""
    text = (data.data_dir("factors") / "airports.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    codes = [row["iata"] for row in rows]
    assert codes == sorted(set(codes)) == list(travel.airports())
    assert len(codes) == len(text.splitlines()) - 1 > 7800
    for row in rows:
        assert row["iata"].isalpha() and row["iata"].isupper() and len(row["iata"]) == 3
        assert len(row["country"]) == 2 and row["country"].isupper()
        assert row["name"]
        assert abs(float(row["lat"])) <= 90 and abs(float(row["lon"])) <= 180
        assert (float(row["lat"]), float(row["lon"])) != (0, 0)
    assert not {row["metro"] for row in rows} & set(codes)


# Airport reference points from OurAirports (https://ourairports.com/data/, airports.csv, public
# domain); PKX, TAO and KMG are there because other lists still carry coarse or former places.
OURAIRPORTS = {
    "KMG": (25.110313, 102.936743),
    "PEK": (40.077349, 116.596702),
    "PKX": (39.501289, 116.413967),
    "PVG": (31.1434, 121.805),
    "SHA": (31.198104, 121.33426),
    "CAN": (23.392401, 113.299004),
    "SZX": (22.639474, 113.803262),
    "CTU": (30.558257, 103.945966),
    "TFU": (30.31252, 104.441284),
    "CKG": (29.712254, 106.651895),
    "XIY": (34.442207, 108.762385),
    "HGH": (30.23609, 120.428865),
    "WUH": (30.774798, 114.213723),
    "TSN": (39.124401, 117.346001),
    "TAO": (36.361953, 120.088171),
    "URC": (43.913584, 87.479372),
    "LJG": (26.677483, 100.244944),
    "SWA": (23.552, 116.5033),
    "ZHA": (21.481667, 110.590278),
}


@pytest.mark.parametrize("code", OURAIRPORTS)
def test_chinese_airports_stand_where_a_second_source_puts_them(code: str) -> None:
    found = travel.airport(code)
    assert geodesic.geodesic_km(found.lat, found.lon, *OURAIRPORTS[code]) < 3
    assert found.country == "CN"


def test_kunming_is_changshui() -> None:
    found = travel.airport("KMG")
    assert "Changshui" in found.name
    assert (found.city, found.country) == ("Kunming", "CN")


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("kmg", "Did you mean 'KMG'?"),
        (" KMG ", "Did you mean 'KMG'?"),
        ("KGM", "Did you mean 'KMG'?"),
        ("Kunming", "'Kunming' is a city: its airport is KMG"),
        ("kunming", "its airport is KMG"),
        ("Kunmin", "Did you mean Kunming (KMG)?"),
        ("Beijing", "its airports are PEK, PKX"),
        ("Montréal", "its airport is YUL"),
        ("New York", "its airports are EWR, JFK, LGA"),
        ("Heathrow", "its airport is LHR"),
        ("LON", "LON is a city with several airports: LCY, LGW, LHR"),
        ("NYC", "several airports: EWR, JFK, LGA"),
        ("BJS", "several airports: PEK, PKX"),
        ("YMQ", "its airport is YUL"),
        ("QQQ", "no airport 'QQQ'"),
        ("K1G", "three capital letters"),
        ("昆明", "three capital letters"),
        ("", "no airport given"),
    ],
)
def test_unknown_airport(word: str, message: str) -> None:
    with pytest.raises(FactorNotFound) as caught:
        travel.airport(word)
    assert message in str(caught.value)


def test_unknown_code_lists_codes_that_begin_alike() -> None:
    taken = set(travel.airports())
    free = next(f"KM{c}" for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if f"KM{c}" not in taken)
    with pytest.raises(FactorNotFound, match=r"KMG Kunming|Did you mean"):
        travel.airport(free)


def test_the_kind_of_a_flight() -> None:
    assert travel.flight("KMG", "PEK") == travel.Flight("domestic", "CN")
    assert travel.flight("YYZ", "YUL") == travel.Flight("domestic", "CA")
    assert travel.flight("KMG", "HKG") == travel.flight("TPE", "KMG")
    assert travel.flight("TPE", "KMG") == travel.Flight("international")
    assert travel.flight("LHR", "KMG") == travel.Flight("long-haul")
    with pytest.raises(FactorNotFound):
        travel.flight("KMG", "QQQ")


@pytest.mark.parametrize("origin", ["PEK", "PKX", "PVG", "CAN", "LHR", "JFK", "NBO", "GRU", "YUL"])
def test_air_distance_to_kunming(origin: str) -> None:
    a, b = travel.airport(origin), travel.airport("KMG")
    expected = reference_km(a.lat, a.lon, b.lat, b.lon)
    assert travel.air_distance_km(origin, "KMG") == pytest.approx(expected, abs=1e-6)
    assert travel.air_distance_km("KMG", origin) == travel.air_distance_km(origin, "KMG")
    sphere = travel.air_distance_km(origin, "KMG", method="sphere")
    assert sphere == geodesic.great_circle_km(*sorted_points(origin, "KMG"))
    assert 0 < abs(sphere / expected - 1) < 0.0057


def sorted_points(first: str, second: str) -> tuple[float, float, float, float]:
    a, b = (travel.airport(code) for code in sorted((first, second)))
    return a.lat, a.lon, b.lat, b.lon


def test_air_distance_refuses_nonsense() -> None:
    with pytest.raises(CarbonmeetError, match="origin and destination are the same airport, KMG"):
        travel.air_distance_km("KMG", "KMG")
    with pytest.raises(CarbonmeetError, match=r"no distance method 'spere'.*Did you mean 'sphere'"):
        travel.air_distance_km("PEK", "KMG", "spere")
    with pytest.raises(FactorNotFound, match="its airport is KMG"):
        travel.air_distance_km("Kunming", "PEK")


def test_one_pair_needs_no_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that prices a few routes should not wait for an array library."""
    monkeypatch.setitem(sys.modules, "numpy", None)  # any import of numpy now fails
    assert geodesic.geodesic_km(0, 0, 0.5, 179.7) > 19_000
    assert travel.air_distance_km("LAX", "KMG", "sphere") > 10_000


# ---------------------------------------------------------------- mode


@pytest.mark.parametrize(
    ("km", "mode"),
    [
        (0, "walk"),
        (2, "walk"),
        (math.nextafter(2, 3), "bike"),
        (5, "bike"),
        (math.nextafter(5, 6), "transit"),
        (math.nextafter(15, 14), "transit"),
        (15, "car.pooled-ev"),
        (1e6, "car.pooled-ev"),
    ],
)
def test_recommended_mode_edges(km: float, mode: str) -> None:
    """≤2 walk, 2 to 5 cycle, 5 to 15 transit, ≥15 car: Yunnan Daily, 11 October 2021, p. T11."""
    assert travel.recommended_mode(km) == mode


@pytest.mark.parametrize("km", [-1e-9, -3, math.nan, math.inf, -math.inf])
def test_no_mode_for(km: float) -> None:
    with pytest.raises(CarbonmeetError, match="has no mode"):
        travel.recommended_mode(km)


@given(st.floats(0, 1e9))
def test_every_distance_is_in_exactly_one_bin(km: float) -> None:
    assert sum(km in part for part in travel.mode_rule()) == 1


def test_rule_says_where_it_comes_from() -> None:
    assert [part.phrase_zh for part in travel.mode_rule()] == [
        "走为上策",
        "骑乐无穷",
        "坐享其乘",
        "开源节流",
    ]
    assert all(part.source and part.locator for part in travel.mode_rule())


# ---------------------------------------------------------------- data directories


def test_data_dir_of_a_checkout() -> None:
    assert (data.data_dir("factors") / "airports.csv").is_file()
    assert data.data_dir("scenarios").is_absolute()


def test_data_dir_prefers_the_data_inside_a_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages" / "carbonmeet"
    stray = tmp_path / "site-packages" / "factors"
    stray.mkdir(parents=True)
    package.mkdir()
    monkeypatch.setattr(data, "_PACKAGE", package)
    assert data.data_dir("factors") == stray
    (package / "_data" / "factors").mkdir(parents=True)
    assert data.data_dir("factors") == package / "_data" / "factors"


def test_data_dir_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "_PACKAGE", tmp_path / "carbonmeet")
    with pytest.raises(CarbonmeetError, match="missing from this installation"):
        data.data_dir("scenarios")
    with pytest.raises(CarbonmeetError, match=r"no data called 'factor'.*Did you mean 'factors'"):
        data.data_dir("factor")


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_flights_of_arrays_are_those_of_pairs(data: st.DataObject) -> None:
    codes = data.draw(st.lists(st.sampled_from(sorted(travel.airports())), min_size=2, max_size=6))
    codes += ["LHR", "EDI", "KMG"]
    table = travel.airports()
    lands = [table[code].country for code in codes]
    km = [[0.0 if a == b else travel.air_distance_km(a, b) for b in codes] for a in codes]
    kinds = flights.hauls_array(lands, lands, km)
    for i, a in enumerate(codes):
        for j, b in enumerate(codes):
            if a != b:
                assert flights.haul_names()[kinds[i, j]] == flights.flight(a, b).haul


def test_airports_stand_in_the_order_of_their_codes() -> None:
    """They are looked for by halves."""
    table = travel.airports()
    codes = list(table)
    assert codes == sorted(codes) and len(set(codes)) == len(table)
    assert all(code in table and table[code].iata == code for code in codes[::97])
    assert not [code for code in ("", "kmg", "KMGG", "QQQ1", "ÄÖÜ") if code in table]
