"""A starter for where you are: no fault anywhere, what is borrowed told once, ranges kept."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from test_anywhere import OF_KUNMING

import carbonmeet as cm
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.text import Lang
from carbonmeet.catalogue import load_catalogue
from carbonmeet.cli import main
from carbonmeet.scenario.starter import starter

CATALOGUE = load_catalogue()
#: One city a country, by the name that a planner would write; a country where several are as large.
CITIES = """
Vienna, Nairobi, Chicago, Kunming, Singapore, London, Paris, Berlin, Tokyo, Seoul, Sydney, Auckland,
Cape Town, Cairo, Marrakesh, Lagos, Accra, Addis Ababa, Kigali, Dakar, Tunis, Dubai, Doha, Riyadh,
Istanbul, Tel Aviv, Amman, Mumbai, Dhaka, Colombo/Sri Lanka,
Kathmandu, Bangkok, Hanoi, Kuala Lumpur, Jakarta,
Manila, Hong Kong, Taipei, Ulaanbaatar, Almaty, Tashkent, Tbilisi, Kyiv, Warsaw, Prague, Budapest,
Bucharest, Sofia, Athens, Rome, Madrid, Lisbon, Dublin, Oslo, Stockholm, Helsinki, Copenhagen,
Amsterdam, Brussels, Zurich, Bern, Basel, Beijing, Bratislava, Macau,
Luxembourg, Reykjavik, Toronto, Mexico City, Panama City/Panama,
Buenos Aires, Sao Paulo, Montevideo, Lima, Bogota, Quito
"""
NAMES = [name.strip().replace("/", ", ") for name in CITIES.replace("\n", " ").split(",")]


@cache
def estimated(name: str) -> cm.Answer:
    return cm.estimate(starter(name, CATALOGUE))


@pytest.mark.parametrize("name", NAMES)
def test_it_estimates_without_a_fault_and_tells_once_what_is_borrowed(name: str) -> None:
    answer = estimated(name)
    assert answer.baseline.total.value > 0
    assert [one.id for one in answer.notices] == ["factor.borrowed"]


def test_there_are_sixty_countries() -> None:
    regions = {estimated(name).workings.scenario.spans["meeting"].region[:2] for name in NAMES}
    assert len(regions) >= 60


def test_a_hall_takes_what_the_catalogue_assumes_with_its_range() -> None:
    lines = estimated("Vienna").workings.model.lines
    [hall] = [one for one in lines if one.activity.label.en == "Halls"]
    [assumed] = [one for one, _ in hall.activity.amount if one.basis == "assumed"]
    assert assumed.id.startswith("venue.power-intensity@")
    assert assumed.low and assumed.high and assumed.low < assumed.value < assumed.high


def test_both_languages_say_the_same() -> None:
    for kind in ("meeting", "city"):
        en, zh = (starter("Vienna", CATALOGUE, kind, lang) for lang in ("en", "zh"))
        totals = [cm.estimate(text).baseline.total.value for text in (en, zh)]
        assert totals[0] == pytest.approx(totals[1], rel=1e-12)
        remarks = [line for line in zh.splitlines() if line.startswith("# ")]
        assert sum(bool(re.search("[\u4e00-\u9fff]", line)) for line in remarks) > 5


@pytest.mark.parametrize("kind", ["meeting", "city"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_names_nothing_of_another_place(kind: str, lang: Lang) -> None:
    text = starter("Vienna", CATALOGUE, kind, lang)  # type: ignore[arg-type]
    assert not OF_KUNMING.search(text)
    assert not re.search(r"CN-|\bmu\b|\bmee\b|亩|@", text)


@pytest.mark.parametrize("name", ["Vienna", "Nairobi", "Kunming", "Sao Paulo"])
def test_a_city_estimates_and_puts_aside_what_nobody_knows_there(name: str) -> None:
    text = starter(name, CATALOGUE, "city")
    assert cm.estimate(text).baseline.total.value > 0
    assert ("\nwaste:" in text) == (name == "Kunming")


@pytest.mark.parametrize("kind", ["meeting", "city"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_sections_that_it_leaves_out_work(kind: str, lang: Lang) -> None:
    text = starter("Nairobi", CATALOGUE, kind, lang)  # type: ignore[arg-type]
    head, mark, more = text.partition("# More sections" if lang == "en" else "# 更多部分")
    lines = [line.removeprefix("# ") for line in more.splitlines()[1:]]
    full = "\n".join([head, *lines])
    assert mark
    assert cm.estimate(full).baseline.total.value > cm.estimate(text).baseline.total.value


def test_heat_and_generators_work() -> None:
    text = starter("Vienna", CATALOGUE)
    more = re.sub(r"(?m)^  # - \{", "  - {", text)
    assert more.count("  - {period: meeting, source: venue.heat") == 2
    assert cm.estimate(more).baseline.by_source["venue.heat"].value > 0


def test_a_name_of_several_cities_lists_them() -> None:
    with pytest.raises(CarbonmeetError, match="Springfield"):
        starter("Springfield", CATALOGUE)


@pytest.mark.parametrize(
    ("words", "airport", "region"),
    [
        *(("KMG", "KMG", "CN-YN"), ("ORD", "ORD", "US-IL"), ("TXL", "BER", "DE")),
        *(("48.2, 16.4", "VIE", "AT"), ("25.04, 102.7", "KMG", "CN-YN"), ("BSL", "BSL", "FR")),
    ],
)
def test_an_airport_or_a_point_has_the_region_of_the_next_place(
    words: str, airport: str, region: str
) -> None:
    text = starter(words, CATALOGUE)
    assert f"airport: {airport} " in text and f"region: {region} " in text


def test_a_country_without_an_airport_flies_from_the_next(name: str = "Andorra la Vella") -> None:
    assert [one.id for one in estimated(name).notices] == ["factor.borrowed"]


def test_by_far_the_largest_of_a_name_is_meant_and_told() -> None:
    first = starter("Dublin", CATALOGUE).splitlines()[1]
    assert first.startswith("# A meeting in Dublin, ") and "Ireland" in first
    with pytest.raises(CarbonmeetError, match="Brazil"):
        starter("Colombo", CATALOGUE)


def test_init_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "meeting.yaml"
    with pytest.raises(SystemExit) as done:
        main(["init", str(path), "--place", "维也纳", "--lang", "zh"])
    assert done.value.code == 0 and "已写入" in capsys.readouterr().out
    assert "airport: VIE" in path.read_text("utf-8")
    assert cm.estimate(path).baseline.total.value > 0
    with pytest.raises(SystemExit) as done:
        main(["init", str(tmp_path / "no.yaml"), "--place", "Xyzzyx"])
    assert done.value.code == 1 and not (tmp_path / "no.yaml").exists()


def test_the_guide_leads_from_an_empty_folder_to_a_congress(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command of its first part, in its order, with the file that it gives."""
    guide = Path(__file__).parents[1] / "docs" / "how-to" / "anywhere.md"
    first = guide.read_text("utf-8").partition("## Where numbers come from")[0]
    monkeypatch.chdir(tmp_path)
    commands = 0
    for language, text in re.findall(r"```(sh|yaml)\n(.*?)```", first, flags=re.DOTALL):
        if language == "yaml":
            (tmp_path / text.split()[1]).write_text(text, "utf-8")
            continue
        for line in text.splitlines():
            commands += 1
            with pytest.raises(SystemExit) as done:
                main(line.split()[1:])
            assert done.value.code == 0, f"{line}: {capsys.readouterr().err}"
    assert commands == 8
    answer = cm.estimate(tmp_path / "vienna.yaml")
    assert sum(answer.workings.scenario.participants.values()) == 1220
    assert not answer.workings.scenario.content.factors
    assert sum("borrowed" in str(one) for one in answer.notices) == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("name", "mode"),
    [("Nairobi", "coach"), ("Sao Paulo", "coach"), ("Auckland", "coach"), ("Munich", "rail")],
)
def test_the_feeder_is_a_coach_where_the_country_has_no_row_of_trains(
    name: str, mode: str, lang: Lang
) -> None:
    model = cm.estimate(starter(name, CATALOGUE, lang=lang)).workings.model
    over_land = {
        line.activity.service.split("/")[1]
        for line in model.lines
        if "travel" in line.activity.tags and not line.activity.source.endswith("air")
    }
    assert mode in over_land and not over_land & ({"rail", "coach"} - {mode})
