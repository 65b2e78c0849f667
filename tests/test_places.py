"""Places by name: spelling, language, ambiguity, airports; and the tables behind them."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.travel import airport_of, airports, find_place, place, place_at, retired
from carbonmeet.travel.cities import Cities, cities
from carbonmeet.travel.countries import areas, countries, region_name
from carbonmeet.travel.fold import fold, fold_lines, keys_of
from carbonmeet.travel.gateways import same_airport
from carbonmeet.travel.located import locate
from carbonmeet.travel.places import NEAR_KM, Place, chinese_name, in_chinese
from carbonmeet.view.tables.places import place_listing, verdict

# ---------------------------------------------------------------- folding


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(categories=("Lu", "Ll")), min_size=1))
def test_case_and_outer_blanks_do_not_count(text: str) -> None:
    assert fold(f"  {text} ") == fold(text)


@given(st.lists(st.text(alphabet="abcÄöß 市北京台'-.", max_size=12), max_size=8))
def test_many_names_at_once_are_each_by_itself(names: list[str]) -> None:
    assert fold_lines("\n".join(names)).split("\n") == [fold(name) for name in names] or not names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("臺北", "台北市"),
        ("蘇黎世", "苏黎世"),
        ("St. Gallen", "saint gallen"),
        ("'s-Gravenhage", "s Gravenhage"),
        ("İstanbul", "istanbul"),
        ("Łódź", "LODZ"),
        ("Ｋｕｎｍｉｎｇ", "Kunming"),
        ("Ft. Worth", "Fort Worth"),
        ("Xi’an", "Xi'an"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_ue_for_u_umlaut_is_a_key_of_its_own() -> None:
    assert set(keys_of("Göttingen")) == {"gottingen", "goettingen"}


# ---------------------------------------------------------------- names

NAMED = [
    # written, country, region, near (latitude, longitude)
    ("Wien", "", "AT-9", (48.21, 16.37)),
    ("Vienna", "Austria", "AT-9", (48.21, 16.37)),
    ("维也纳", "奥地利", "AT-9", (48.21, 16.37)),
    ("昆明", "", "CN-YN", (25.04, 102.72)),
    ("昆明市", "中国", "CN-YN", (25.04, 102.72)),
    ("浙江省杭州市西湖区", "", "CN-ZJ", (30.29, 120.16)),
    ("浙江杭州", "", "CN-ZJ", (30.29, 120.16)),
    ("臺北", "Taiwan", "TW", (25.05, 121.53)),
    ("香港", "中国", "HK", (22.28, 114.17)),
    ("Hong Kong", "China", "HK", (22.28, 114.17)),
    ("'s-Gravenhage", "NL", "NL-ZH", (52.08, 4.30)),
    ("Den Haag", "Nederland", "NL-ZH", (52.08, 4.30)),
    ("Goteborg", "Sverige", "SE-O", (57.71, 11.97)),
    ("Muenchen", "Deutschland", "DE-BY", (48.14, 11.58)),
    ("Москва", "Россия", "RU-MOW", (55.75, 37.62)),
    ("東京", "日本", "JP-13", (35.69, 139.69)),
    ("Kiev", "Ukraine", "UA-30", (50.45, 30.52)),
    ("Bombay", "India", "IN-MH", (19.07, 72.88)),
    ("Saigon", "Viet Nam", "VN", (10.82, 106.63)),
    ("Cambridge MA", "", "US-MA", (42.37, -71.11)),
    ("San Francisco CA USA", "", "US-CA", (37.77, -122.42)),
    ("Paris, Texas", "", "US-TX", (33.66, -95.56)),
    ("London", "Ontario, Canada", "CA-ON", (42.98, -81.25)),
    ("Edinburgh", "Scotland", "GB-SCT", (55.95, -3.20)),
    ("Cardiff", "Wales", "GB-WLS", (51.48, -3.18)),
    ("Ponta Delgada", "Azores", "PT-20", (37.74, -25.67)),
    ("75005 Paris", "FR", "FR-IDF", (48.85, 2.35)),
    ("Paris Cedex 07", "France", "FR-IDF", (48.85, 2.35)),
    ("CH-1211 Geneva 10", "", "CH-GE", (46.20, 6.15)),
    ("København N", "Denmark", "DK-84", (55.68, 12.57)),
    ("Praha 6", "Czechia", "CZ-10", (50.09, 14.42)),
    ("Frankfurt (Main)", "Germany", "DE-HE", (50.11, 8.68)),
    ("Port of Spain", "", "TT-POS", (10.67, -61.52)),
    ("San Juan", "USA", "PR", (18.47, -66.11)),
    ("NYC", "", "US-NY", (40.71, -74.01)),
    ("LHR", "", "GB", (51.47, -0.46)),
]


@pytest.mark.parametrize(("written", "country", "region", "near"), NAMED)
def test_found(written: str, country: str, region: str, near: tuple[float, float]) -> None:
    found = find_place(written, areas(country)).place
    assert found is not None and found.region == region
    spot = place_at(f"{near[0]}, {near[1]}")
    assert spot is not None and found.km_to(spot) < 25


@pytest.mark.parametrize(
    ("written", "country", "status"),
    [
        ("Cambridge", "", "ambiguous"),
        ("Heathrow", "", "ambiguous"),
        ("Springfield", "USA", "ambiguous"),
        ("Georgetown", "KY", "ambiguous"),
        ("Suzhou", "China", "ambiguous"),
        ("Xyzzyville", "Norway", "unknown"),
        ("Paris", "Germany", "unknown"),
        ("EU", "", "unknown"),
        ("", "", "unknown"),
        ("-", "", "unknown"),
        ("Kenya", "", "country-only"),
        ("Deutschland", "", "country-only"),
    ],
)
def test_not_settled(written: str, country: str, status: str) -> None:
    found = find_place(written, areas(country))
    assert (found.status, found.place) == (status, None)
    if status == "ambiguous":
        assert 2 <= len(found.rivals) <= 5


def test_a_guess_by_population_names_the_others() -> None:
    found = find_place("Vienna")
    assert found.place is not None and found.place.country == "AT" and found.by_population
    assert {rival.country for rival in found.rivals} == {"US"}
    assert not find_place("Kunming").by_population


def test_what_was_left_out_is_told_from_what_is_literal() -> None:
    assert find_place("Paris", areas("France")).status == "exact"
    assert find_place("75005 Paris", areas("France")).status == "spelling"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Springfield, USA", "Springfield, Missouri, United States (170,000 people) or"),
        ("Cambridge", "Write the state or country behind it, as in 'Cambridge, England"),
        ("Springfeld", "Did you mean 'Springfield'?"),
        ("Kenya", "'Kenya' is a country (Kenya): name a city in it"),
        ("Georgia", "'Georgia' may be Georgia or Georgia, United States: name a city there"),
    ],
)
def test_a_place_that_has_to_be_known(words: str, said: str) -> None:
    with pytest.raises(CarbonmeetError) as caught:
        place(words)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("words", "spot"),
    [
        ("48.2, 16.37", (48.2, 16.37)),
        ("48.2 N 16.37 E", (48.2, 16.37)),
        ("-33.9,18.4", (-33.9, 18.4)),
        ("33.9 S, 18.4 W", (-33.9, -18.4)),
    ],
)
def test_coordinates(words: str, spot: tuple[float, float]) -> None:
    found = place_at(words)
    assert found is not None and (found.latitude, found.longitude) == spot
    assert find_place(words).place == found


@pytest.mark.parametrize("words", ["91, 0", "0, 181", "Vienna", "12", "1,2,3"])
def test_no_coordinates(words: str) -> None:
    assert place_at(words) is None


@given(st.sampled_from(range(0, 170_000, 977)))
def test_every_city_is_found_by_its_name_and_country_or_others_are_told(row: int) -> None:
    city = Place(*cities()[row])
    found = find_place(city.name, areas(city.country))
    assert found.status in ("exact", "ambiguous"), city
    assert found.rivals or (found.place and found.place.km_to(city) <= 2 * NEAR_KM), city


# ---------------------------------------------------------------- airports


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Frankfurt/Main", "Frankfurt am Main"),
        ("Frankfurt/Oder", "Frankfurt (Oder)"),
        ("Halle/Saale", "Halle (Saale)"),
        ("Chalon/Saône", "Chalon-sur-Saône"),
        ("Cologne/Bonn", "Köln"),
        ("Wien/Vienna", "Vienna"),
    ],
)
def test_a_stroke_stands_for_a_river_a_twin_or_another_language(words: str, meant: str) -> None:
    found = find_place(words).place
    assert found is not None and found.name == meant


def test_a_stroke_settles_no_name_of_several_by_a_word_of_another_place() -> None:
    """Main is a place in Jordan, and was taken for Frankfurt/Main."""
    for words in ("Frankfurt/Wien", "Springfield/Xyzzy"):
        found = find_place(words)
        assert (found.status, found.place) == ("ambiguous", None)
        assert found.rivals[0].name == words.split("/")[0].replace("furt", "furt am Main")


@pytest.mark.parametrize(
    ("city", "code"),
    [
        *(("Vienna", "VIE"), ("London", "LHR"), ("Paris", "CDG"), ("Kunming", "KMG")),
        *(("New York", "JFK"), ("Tokyo", "HND"), ("Phnom Penh", "KTI"), ("Bishkek", "BSZ")),
        *(("Astana", "NQZ"), ("Chișinău", "RMO"), ("Nairobi", "NBO"), ("Chicago", "ORD")),
        *(("Bonn", "CGN"), ("The Hague", "AMS"), ("Basel", "BSL"), ("Hong Kong", "HKG")),
        # next to a border, that of the country, if it is not much further or smaller
        *(("Bern", "ZRH"), ("Aachen", "CGN"), ("Johor Bahru", "JHB"), ("Macau", "MFM")),
        *(("Dakar", "DSS"), ("Beijing", "PEK")),
        *(("Cadiz, Spain", "SVQ"), ("Bratislava", "BTS"), ("Salzburg", "SZG"), ("Thun", "ZRH")),
    ],
)
def test_airport_of_a_city(city: str, code: str) -> None:
    found = find_place(city).place
    assert found is not None and airport_of(found).iata == code


@pytest.mark.parametrize(
    ("names", "airport", "region", "said"),
    [
        ("Vienna", "", "DE", "Vienna, Austria is not in DE: numbers are those of DE"),
        ("Vienna", "MUC", "", "Vienna, Austria is not in DE"),
        ("Munich", "VIE", "AT", "Munich, Bavaria, Germany is not in AT"),
        ("昆明", "VIE", "AT", "Kunming, Yunnan, China is not in AT"),
        *(("Basel", "BSL", "CH", ""), ("Bratislava", "VIE", "SK", "")),
        *(("Macau", "HKG", "CN", ""), ("Cambridge", "LHR", "GB", "")),
        *(("Congress Center", "VIE", "AT", ""), ("Nowhereville", "", "AT", "")),
        *(("Vienna", "VIE", "AT", ""), ("Hope", "VIE", "AT", ""), ("Wien", "", "world", "")),
    ],
)
def test_a_city_of_another_country_than_the_region_is_told(
    names: str, airport: str, region: str, said: str
) -> None:
    told = [one.en for one in locate((names,), airport, region).told if "not in" in one.en]
    assert len(told) == bool(said) and said in "".join(told)


def test_every_retired_code_has_a_successor_that_is_open() -> None:
    with (data_dir("factors") / "airports_retired.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["code"] for row in rows] == sorted({row["code"] for row in rows})
    for row in rows:
        assert row["successor"] in airports() and retired(row["successor"]) is None
        assert row["url"].startswith("https://")
    assert retired("LHR") is None


def test_two_codes_of_one_airport() -> None:
    assert same_airport("KIV", "RMO") and same_airport("LHR", "LHR")
    assert not same_airport("LHR", "LGW")


# ---------------------------------------------------------------- tables


def test_the_text_and_the_index_tell_the_same() -> None:
    indexed = Cities((data_dir("factors") / "cities.xz").read_bytes())
    keys = ("wien", "昆明", "s gravenhage", "springfield", "zurich", "zuerich", "nowhere at")
    searched = [sorted(indexed.rows(key)) for key in keys]
    indexed.index()
    assert [sorted(indexed.rows(key)) for key in keys] == searched


def test_the_table_of_cities_is_sound() -> None:
    table = cities()
    assert len(table) > 150_000
    known = countries()
    for row in range(0, len(table), 101):
        city = table[row]
        assert city.name and city.country in known and city.region.startswith(city.country)
        assert abs(city.latitude) <= 90 and abs(city.longitude) <= 180 and city.population >= 0


def test_countries_are_known_by_code_name_and_language() -> None:
    for code, country in countries().items():
        for name in (country.iso3, country.name.en, country.name.zh):
            assert any(area.country == code for area in areas(name)), (code, name)
        assert not country.parent or country.parent in countries()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Россия", {("RU", "")}),
        ("Éire", {("IE", "")}),
        ("Korea", {("KR", "")}),
        ("D", {("DE", "")}),
        ("FL, USA", {("US", "US-FL")}),
        ("England", {("GB", "GB-ENG")}),
        ("GA", {("GA", ""), ("US", "US-GA")}),
        ("Taiwan, China", {("TW", "")}),
        ("nowhere", set()),
        ("", set()),
    ],
)
def test_areas(cell: str, expected: set[tuple[str, str]]) -> None:
    assert {tuple(area) for area in areas(cell)} == expected


def test_names_of_regions() -> None:
    assert str(region_name("CN-YN")) == "Yunnan, China"
    assert region_name("CN-YN").zh == "中国云南"
    assert str(region_name("AT")) == "Austria"


CHINESE = """Chengdu 成都|Shanghai 上海|Shenzhen 深圳|Guangzhou 广州
Foshan 佛山|Chongqing 重庆|Jinan 济南
Shijiazhuang 石家庄|Urumqi 乌鲁木齐|Hohhot 呼和浩特|Luoyang, Henan 洛阳
Changshu 常熟|Sanya 三亚|Xi'an 西安
Nairobi 内罗毕|Sydney 悉尼|Vienna 维也纳|Singapore 新加坡
Paris, France 巴黎|Tokyo 东京
Seoul 首尔
Dubai 迪拜|Barcelona, Spain 巴塞罗那|Brussels 布鲁塞尔|Jakarta 雅加达
Kigali 基加利|Lagos, Nigeria 拉各斯
San Diego, USA 圣迭戈
San Francisco, USA 旧金山|Boston, USA 波士顿|New York 纽约
Geneva, Switzerland 日内瓦
Munich 慕尼黑
Cape Town 开普敦|Melbourne, Australia 墨尔本|Auckland 奥克兰|Kinshasa 金沙萨
Havana 哈瓦那|Rabat 拉巴特
Riyadh 利雅得|Istanbul 伊斯坦布尔
Lisbon 里斯本|Copenhagen 哥本哈根|Amsterdam 阿姆斯特丹|Bonn 波恩
Edinburgh 爱丁堡|Lyon 里昂|Kyoto 京都|Busan 釜山
Hanoi 河内|Ho Chi Minh City 胡志明市|Manila 马尼拉
Brisbane 布里斯班|Houston 休斯敦|Addis Ababa 亚的斯亚贝巴
The Hague 海牙|Glasgow 格拉斯哥|Milan 米兰
Gothenburg 哥德堡|Kuala Lumpur 吉隆坡|Chennai 金奈|Mogadishu 摩加迪沙"""


@pytest.mark.parametrize("line", CHINESE.replace("\n", "|").split("|"))
def test_chinese_names_of_cities(line: str) -> None:
    words, _, chinese = line.rpartition(" ")
    found = find_place(words).place
    assert found is not None
    assert chinese_name(found) == chinese


@pytest.mark.parametrize(
    ("words", "name"),
    [
        *(("西双版纳", "Jinghong"), ("景洪", "Jinghong"), ("凉山", "Xichang"), ("延边", "Yanji")),
        *(("博鳌", "Qionghai"), ("横琴", "Zhuhai"), ("腾冲", "Tengyue"), ("德宏", "Mangshi")),
        *(("滨海新区", "Tanggu"), ("井冈山", "Xiaping"), ("顺德", "Daliang"), ("增城", "Licheng")),
    ],
)
def test_a_prefecture_or_a_part_is_read_as_its_town(words: str, name: str) -> None:
    found = find_place(words).place
    assert found is not None and (found.country, found.name) == ("CN", name)
    assert words in ("景洪", "腾冲") or chinese_name(found) != words


def test_a_chinese_name_is_no_town_abroad_whose_name_means_it() -> None:
    # Morgan Hill and Seaside, of the United States, are called 莫干山 and 滨海 too, Herning 海宁
    for words, town in (("莫干山", "Deqing"), ("海宁", "Haining"), ("莱西", "Laixi")):
        found = find_place(words)
        assert found.status == "ambiguous" and town in [one.name for one in found.rivals]
    for words, region in (("滨海新区", "CN-TJ"), ("北戴河", "CN-HE"), ("凤凰", "CN-HN")):
        found = find_place(words).place
        assert found is not None and found.region == region


@pytest.mark.parametrize(
    ("words", "town"),
    [
        ("Monterey", "US"),
        ("Salisbury", "GB"),
        ("Petrópolis", "BR"),
        ("Bienne", "CH"),
    ],
)
def test_a_town_is_not_taken_for_a_city_that_has_its_name_in_another_language(
    words: str, town: str
) -> None:
    found = find_place(words)
    assert found.status == "ambiguous" and town in [one.country for one in found.rivals]
    assert find_place("Calcutta").place == find_place("Kolkata").place


def test_either_name_of_a_city_with_two_is_its_own() -> None:
    vitoria = find_place("Vitoria")
    assert vitoria.status == "ambiguous"
    assert [one.country for one in vitoria.rivals] == ["BR", "ES"]
    assert find_place("San Sebastián").rivals[0].name == "Donostia / San Sebastián"
    table = Cities((data_dir("factors") / "cities.xz").read_bytes())
    table.index()
    for words in ("bienne", "vitoria", "san sebastian"):
        assert dict(table.rows(words)) == dict(cities().rows(words))


def test_large_cities_of_china_have_a_chinese_name() -> None:
    table = cities()
    large = [row for row in table.largest(1_000_000) if table[row].country == "CN"]
    assert len(large) > 150
    assert [table[row].name for row in large if not table.chinese(row)] == []


def test_tokyo_is_written_in_one_script() -> None:
    assert in_chinese(find_place("东京").place) == "日本东京"


@pytest.mark.parametrize("words, country", [("新加坡", "SG"), ("香港", "HK"), ("澳门", "MO")])
def test_a_city_that_is_a_country_is_found_by_its_chinese_name(words: str, country: str) -> None:
    found = find_place(words)
    assert found.place is not None
    assert found.place.country == country


def test_places_of_another_name_are_listed_after_those_of_the_name() -> None:
    names = [row["name"].en for row in place_listing("Cambridge").rows]
    assert names[:8] == ["Cambridge"] * 8
    assert names.index("Newton") == names.count("Cambridge")


def test_the_code_of_a_country_is_told_as_a_country() -> None:
    assert "is a country" in verdict("UK").en
    assert "是国家" in verdict("UK").zh
