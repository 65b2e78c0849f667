"""Finding exactly one factor, or saying why not."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from carbonmeet.base.errors import FactorAmbiguous, FactorError, FactorNotFound, InputError
from carbonmeet.base.notices import Notices
from carbonmeet.catalogue import Catalogue, load_catalogue

HEAD = "key,name_en,name_zh,region,year,value,low,high,unit,boundary,source,locator,evidence,note\n"


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue()


def own(folder: Path, *rows: str, head: str = HEAD) -> Catalogue:
    (folder / "mine.csv").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    return load_catalogue(folder)


def test_grid_of_yunnan_by_year(shipped: Catalogue) -> None:
    """MEE and NBS, announcements 2024 No. 12 and No. 33, 2025 No. 47."""
    found = [shipped.find("grid", "CN-YN", year, ("mee",)).value for year in (2021, 2022, 2023)]
    assert found == [0.1235, 0.1073, 0.1333]
    assert shipped.find("grid", "CN-YN", 2023, ("mee",)).co2_only


def test_the_edition_is_the_nearest_not_after(shipped: Catalogue) -> None:
    notices = Notices()
    assert shipped.find("grid", "CN-YN", 2030, ("mee",), notices).year == 2023
    assert list(notices) == []
    assert shipped.find("grid", "CN-YN", 2016, ("mee",), notices).year == 2021
    [said] = notices
    assert (
        "no edition of these factors for 2016 or earlier" in said.en
        and "grid@mee-2021[CN-YN]" in said.en
    )


@pytest.mark.parametrize("year", range(2019, 2026))
def test_a_flight_takes_the_edition_of_its_year(shipped: Catalogue, year: int) -> None:
    notices = Notices()
    for key in ("air.international.economy.non-co2", "air.long-haul.business.direct"):
        assert shipped.find(key, "CN-YN", year, ("defra",), notices).source == f"defra-{year}"
    assert list(notices) == []


def test_regions_are_searched_outwards(shipped: Catalogue) -> None:
    assert shipped.find("grid", "CN-YN-KMG", 2021, ("mee",)).region == "CN-YN"
    assert shipped.find("rail.hsr", "CN-YN", 2021, ("cpcd",)).region == "CN"
    assert shipped.find("air.international.economy.non-co2", "CN-YN", 2021).region == "world"


def test_a_pin_beats_everything(shipped: Catalogue) -> None:
    assert shipped.find("grid@mee-2022[CN]", "CN-YN", 2021, ("mee",)).value == 0.5366
    assert shipped.find("grid[CN]", "CN-YN", 2021, ("mee",)).value == 0.5568


def test_rivals_without_preference_are_refused(shipped: Catalogue) -> None:
    with pytest.raises(FactorAmbiguous) as caught:
        shipped.find("air.domestic.average.direct", "CN", 2024)
    text = str(caught.value)
    assert "cpcd-2024" in text and "mao-2019" in text and "prefer: [" in text
    assert shipped.find("air.domestic.average.direct", "CN", 2024, ("mao",)).value == 0.0953


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("grib", "Did you mean 'grid'?"),
        ("grid@mee-1999", "has no row from 'mee-1999'"),
        ("bike.shared.dockless[JP-13]", "fallback: [US]"),
        ("Grid", "does not name a factor"),
        ("grid @", "does not name a factor"),
    ],
)
def test_what_is_not_there_is_said(shipped: Catalogue, reference: str, said: str) -> None:
    with pytest.raises((FactorNotFound, FactorError)) as caught:
        shipped.find(reference, "CN-YN", 2021, ("mee", "cpcd", "defra"))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("chain", "said"),
    [
        (("air.international.economy.non-co2", "air.non-co2-multiplier"), "non-CO2 effects"),
        (("air.international.economy.direct", "air.distance-uplift"), "great-circle uplift"),
        (("waste.municipal.incineration.credit",), "credit"),
    ],
)
def test_nothing_is_counted_twice(shipped: Catalogue, chain: tuple[str, ...], said: str) -> None:
    keys = {row.key for row in shipped.factors}
    if chain[0] not in keys:  # the row with a credit goes by its tag, not by its name
        chain = (next(row.id for row in shipped.factors if "credit" in row.boundary),)
    with pytest.raises(FactorError, match=said):
        shipped.chain(chain, "CN", 2021, ("defra", "cpcd"))


def test_own_rows_rank_first(tmp_path: Path, shipped: Catalogue) -> None:
    row = "grid,Mine,我的,CN-YN,2021,0.2,,,kg CO2e / kWh,direct,me,my meter,primary,"
    mine = own(tmp_path, row)
    assert mine.find("grid", "CN-YN", 2021).value == 0.2
    assert mine.find("grid", "CN-SC", 2021, ("mee",)).value == 0.1255
    assert shipped.find("grid", "CN-YN", 2021, ("mee",)).value == 0.1235


GOOD = "k,K,键,CN,2021,1,,,kg CO2e / kWh,direct,me,p. 1,primary,"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (GOOD.replace(",1,", ",one,"), "'value' is not a number: 'one'"),
        (GOOD.replace(",1,", ",nan,"), "not a usable number"),
        (GOOD.replace(",1,", ",inf,"), "not a usable number"),
        (GOOD.replace(",1,", ",,"), "'value' is empty"),
        (GOOD.replace(",1,,,", ",1,2,3,"), "does not contain 1"),
        (GOOD.replace("kWh", "kWH"), "kWh"),
        (GOOD.replace("primary", "sure"), "no evidence 'sure'. One of: primary"),
        (GOOD.replace("primary", "assumed"), "needs its reason"),
        (GOOD.replace(",1,", ",0,"), "a zero needs its reason"),
        (GOOD.replace("2021", "MMXXI"), "'year' is a year such as 2021, not 'MMXXI'"),
        (GOOD.replace("2021", "20210"), "not '20210'"),
        (GOOD.replace(",1,", ",1_000,"), "not a number: '1_000'"),
        (GOOD.replace(",1,", ",١,"), "not a number"),
        (GOOD.replace(",1,", ",=1+1,"), "not a number: '=1+1'"),
        (GOOD.replace(",1,", ',"0,5",'), "write decimals with a point"),
        (GOOD.replace(",1,", ",0,5,"), "15 cells stand under 14 columns"),
        (GOOD.replace(",1,", ",-1,"), "-1 is negative"),
        (GOOD.replace(",1,,,", ",1,-1,2,"), "-1 is negative"),
        (GOOD.replace(",1,,,", ",1,0.5,,"), "'low' is given without the other end"),
        (GOOD.replace(",CN,", ",China,"), "'region' is a code such as CN"),
        (GOOD.replace(",me,", ",my bill,"), "'source' is one word"),
        (GOOD.replace(",direct,", ",dirct,"), "Did you mean 'direct'?"),
        (GOOD.replace("k,K", "rail.hsr,K"), "'rail.hsr' is a number in kg CO2 / passenger / km"),
        ("venue.hvac-share,K,键,CN,2021,40,,,1,,me,p. 1,primary,", "a share lies between 0 and 1"),
        (GOOD.replace("k,K", "other,K"), "stands already at mine.csv:2"),
        (GOOD.replace("k,K", "K!,K"), "does not name a factor"),
    ],
)  # fmt: skip
def test_own_rows_that_are_wrong(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        own(tmp_path, GOOD.replace("k,K", "other,K"), row)
    [fault] = caught.value.faults
    assert (fault.file, fault.line) == ("mine.csv", 3)
    assert said in fault.message


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ((HEAD + GOOD).encode("utf-16"), "is not UTF-8: save it as 'CSV UTF-8'"),
        ((HEAD + GOOD).encode("gbk"), "is not UTF-8"),
        (HEAD.replace("low", "lwo").encode(), "no column 'lwo'. Did you mean 'low'?"),
        (HEAD.replace("low", "high").encode(), "column 'high' is there twice"),
        ((HEAD + GOOD.replace("K", '"K')).encode(), "a quote is not closed"),
        ((HEAD + GOOD.replace("K", "K" * 20_000)).encode(), "longer than 10,000"),
        (b"", "columns are missing: key"),
    ],
    ids=["utf-16", "gbk", "slip", "twice", "quote", "huge", "empty"],
)
def test_own_tables_that_are_none(tmp_path: Path, table: bytes, said: str) -> None:
    (tmp_path / "mine.csv").write_bytes(table)
    with pytest.raises(InputError) as caught:
        load_catalogue(tmp_path)
    [fault] = caught.value.faults
    assert fault.file == "mine.csv" and said in fault.message


def test_a_folder_called_csv_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        load_catalogue(tmp_path)


@pytest.mark.parametrize("change", [
    lambda text: "\ufeff" + text,
    lambda text: text.replace("\n", "\r\n"),
    lambda text: text + "\n\n,,,,,,,,,,,,,\n",
    lambda text: text.replace("K", '"K, so to speak"'),
    lambda text: text.replace(",", ";"),
    lambda text: text.replace(",", "\t"),
    lambda text: text.replace(",1,", ",1;0,").replace(",", "|").replace(";", ",").replace("|", ";"),
    lambda text: "sep=;\n" + text.replace(",", ";"),
], ids=["bom", "crlf", "empty-lines", "quotes", "semicolons", "tabs", "comma", "sep"])  # fmt: skip
def test_what_spreadsheets_write_is_read(tmp_path: Path, change: Callable[[str], str]) -> None:
    (tmp_path / "mine.csv").write_bytes(change(HEAD + GOOD).encode())
    assert load_catalogue(tmp_path).find("k", "CN", 2021).value == 1


def test_own_numbers_change_the_hash_and_are_read_anew(tmp_path: Path, shipped: Catalogue) -> None:
    """The hash in a result names the numbers it was made with."""
    first = own(tmp_path, GOOD)
    second = own(tmp_path, GOOD.replace(",1,", ",2,"))
    assert len({shipped.hash, first.hash, second.hash}) == 3
    assert (first.find("k", "CN").value, second.find("k", "CN").value) == (1, 2)


def test_a_chinese_source_can_be_pinned(tmp_path: Path) -> None:
    row = GOOD.replace(",me,", ",昆明供电局-2021,")
    assert own(tmp_path, row).find("k@昆明供电局-2021", "CN").value == 1


def test_all_faults_of_a_table_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        own(tmp_path, GOOD.replace(",1,", ",x,"), GOOD.replace("primary", "sure"))
    assert [fault.line for fault in caught.value.faults] == [2, 3]


def test_missing_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="columns are missing: unit"):
        own(tmp_path, head=HEAD.replace("unit,", ""))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no CSV files"):
        load_catalogue(tmp_path)


def test_search_in_two_languages(shipped: Catalogue) -> None:
    assert {row.region for row in shipped.matching("云南")} >= {"CN-YN"}
    assert all("taxi" in row.key for row in shipped.matching("taxi petrol"))


def test_every_service_reduces_for_a_chinese_meeting(shipped: Catalogue) -> None:
    """A planner can name whatever is listed."""
    from carbonmeet.units import reduce_chain

    for service in shipped.services.values():
        for part in service.parts:
            links = shipped.chain(part.chain, "CN-YN", 2021, ("mee", "mao", "cpcd", "defra"))
            reduce_chain(service.unit, [(n.id, n.unit, power) for n, power in links])


@pytest.mark.parametrize(
    ("year", "pin"), [(2023, "grid@mee-2023"), (2022, "grid@mee-2022"), (2025, "grid@mee-2023")]
)
def test_the_best_evidenced_rival_is_suggested(shipped: Catalogue, year: int, pin: str) -> None:
    """The official factor, not the proxy that comes first by its year and its letter."""
    with pytest.raises(FactorAmbiguous) as caught:
        shipped.find("grid", "CN-YN", year)
    assert "'prefer: [mee]' (or cpcd)" in str(caught.value)
    assert f"pin one: '{pin}'" in str(caught.value)


def test_regions_are_known_without_reading_the_rows(shipped: Catalogue) -> None:
    assert shipped.regions == {row.region for row in shipped.factors}


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.rivals("grid").clear(),
        lambda one: one.rows["grid"].pop(),
        lambda one: one.rows.update(grid=[]),
        lambda one: one.services.clear(),
        lambda one: one.sources.pop("mee-2021"),
        lambda one: one.instead.update({"grid@mee-2021[CN-YN]": None}),
        lambda one: one.measures.pop("T1"),
        lambda one: one.find("fuel.diesel", "GB", 2021).parts.update(CO2=0.0),
    ],
)
def test_nothing_of_a_catalogue_can_be_changed_in_place(
    shipped: Catalogue, change: Callable[[Any], object]
) -> None:
    """There is one for the whole process."""
    with pytest.raises((AttributeError, TypeError)):
        change(shipped)


def test_a_catalogue_from_another_process_is_the_same(shipped: Catalogue, tmp_path: Path) -> None:
    grid = shipped.find("grid", "CN-YN", 2021, ("mee",))
    mine = own(tmp_path, "taxi,Taxi,,CN,2021,0.3,,,kg CO2e / passenger / km,,me,,assumed,Mine")
    dear = shipped.extended([replace(grid, value=0.5, reference="me")])
    several = [shipped, mine, dear, shipped.lending(["GB"]), shipped.under("AR6")]
    for one in several:
        again = pickle.loads(pickle.dumps(one))
        assert again == one and hash(again) == hash(one) and again is not one
        assert [other for other in several if other == again] == [one]
