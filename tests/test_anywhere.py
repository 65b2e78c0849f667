"""A meeting anywhere: every service is priced in every country, and what is borrowed is said."""

from __future__ import annotations

import math
import re
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_world_rows import COUNTRIES
from worlds import changed

import carbonmeet as cm
from carbonmeet.audit.archive import ROWS
from carbonmeet.base.errors import FactorError, FactorNotFound, InputError
from carbonmeet.base.notices import Notices
from carbonmeet.catalogue import Catalogue, load_catalogue, region_fault
from carbonmeet.cli import main
from carbonmeet.draws.rivals import rival_table
from carbonmeet.scenario import load_scenario
from carbonmeet.travel import journey
from carbonmeet.units import reduce_chain
from carbonmeet.view.blocks import Document
from carbonmeet.view.bundle.contents import built
from carbonmeet.view.faces.markdown import to_markdown
from carbonmeet.view.pages.explain import explain, selected
from carbonmeet.view.pages.report.build import build

CATALOGUE = load_catalogue()
PREFER = ("mee", "cpcd", "defra")
METHODS = [
    {"aviation_non_co2": effects, "upstream": upstream}
    for effects in (True, False)
    for upstream in (True, False)
]

TRIP = """\
carbonmeet: 2
kind: meeting
title: Trips
place: {place}
periods: {{m: {{start: 2026-05-18, end: 2026-05-20}}}}
{more}
groups:
  - name: A
    period: m
    people: 100
    travel: [{leg}]
"""


def estimate(tmp_path: Path, text: str) -> cm.Answer:
    path = tmp_path / "meeting.yaml"
    path.write_text(text, encoding="utf-8")
    return cm.estimate(path)


def priced(
    tmp_path: Path, leg: str, place: str = "{airport: VIE, region: AT}", more: str = ""
) -> list[str]:
    """The factors of a leg."""
    result = estimate(tmp_path, TRIP.format(place=place, leg=leg, more=more))
    [line] = [one for one in result.workings.model.lines if not one.activity.dormant]
    return [number.id for number, _ in line.activity.chain]


# ------------------------------------------------------------------------------ every service


@pytest.mark.parametrize("region", COUNTRIES)
def test_every_service_is_priced_in_every_country(region: str) -> None:
    assert len(CATALOGUE.services) >= 94
    for name, service in CATALOGUE.services.items():
        for methods in METHODS:
            for part in service.parts:
                if not part.counts(methods, region):
                    continue
                way = CATALOGUE.way(part, region, 2026, PREFER)
                links = CATALOGUE.chain(way, region, 2026, PREFER)
                kg = reduce_chain(service.unit, [(n.id, n.unit, power) for n, power in links])
                value = kg * math.prod(n.value**power for n, power in links)
                assert 0 <= value < 1e4, name
                strangers = {n.region for n, _ in links} - {region, "world"}
                assert not strangers, f"{name} takes the number of {strangers}"


def test_no_service_pins_a_country() -> None:
    for service in CATALOGUE.services.values():
        for part in service.parts:
            links = [link for chain in part.chains for link in chain]
            assert not [link for link in links if "[" in link], service.id


@given(st.sampled_from(sorted(CATALOGUE.rows)), st.sampled_from(COUNTRIES))
def test_another_country_never_answers_unasked(key: str, region: str) -> None:
    try:
        found = CATALOGUE.find(key, region, 2026, PREFER)
    except FactorError:
        return
    assert found.region in (region, "world")
    mark = CATALOGUE.borrowed(found, region)
    assert (mark is None) == (
        found.region == region or all(row.region == "world" for row in CATALOGUE.rows[key])
    )


# ------------------------------------------------------------------------------ borrowed, said


def test_the_fallback_answers_before_the_world(tmp_path: Path) -> None:
    leg = "{mode: coach, distance: 300 km}"
    assert priced(tmp_path, leg) == ["coach@carbonmeet-2026[world]"]
    assert priced(tmp_path, leg, more="fallback: [KE, GB]") == ["coach@defra-2026[GB]"]
    assert priced(tmp_path, "{mode: rail, distance: 300 km}", more="fallback: [GB]") == [
        "rail.national@mobitool-2023[AT]"
    ]


def test_one_notice_counts_and_lists_what_is_borrowed(tmp_path: Path) -> None:
    leg = "{mode: coach, distance: 300 km, share: 50%}, {mode: bus, distance: 20 km}"
    text = TRIP.format(place="{region: KE}", leg=leg, more="fallback: [GB]")
    [said] = estimate(tmp_path, text).notices
    assert str(said).startswith("2 numbers are borrowed")
    assert "for KE from GB: coach, bus.city" in str(said)
    assert "英国长途客车" in said.get("zh") or "长途客车（英国）" in said.get("zh")


def test_numbers_of_the_place_are_not_borrowed(tmp_path: Path) -> None:
    text = TRIP.format(place="{region: GB}", leg="{mode: coach, distance: 300 km}", more="")
    assert list(estimate(tmp_path, text).notices) == []


def test_an_own_number_is_not_borrowed(tmp_path: Path) -> None:
    own = "factors: [{key: coach, value: 0.03, unit: kg CO2e / passenger / km, evidence: primary}]"
    text = TRIP.format(place="{region: KE}", leg="{mode: coach, distance: 300 km}", more=own)
    assert not [one for one in estimate(tmp_path, text).notices if "borrowed" in str(one)]


# ------------------------------------------------------------------------------ flights


@pytest.mark.parametrize(
    ("leg", "factor"),
    [
        ("from: LHR, to: EDI", "air.domestic.average.non-co2@defra-2025[GB]"),
        ("from: JFK, to: ORD", "air.domestic.average.direct@carbonmeet-2026[world]"),
        ("from: HND, to: ITM", "air.domestic.average.direct@mlit-2024[JP]"),
        ("from: PEK, to: KMG", "air.domestic.average.direct@cpcd-2024[CN]"),
        ("from: MUC, to: HAM", "air.domestic.average.direct@carbonmeet-2026[world]"),
        ("from: LHR", "air.short-haul.economy.non-co2@defra-2025[world]"),
        ("from: LHR, cabin: first", "air.international.first.non-co2@defra-2025[world]"),
        ("from: SIN, to: LHR", "air.long-haul.economy.non-co2@defra-2025[world]"),
        ("from: JFK", "air.international.economy.non-co2@defra-2025[world]"),
        ("from: EDI, via: [LHR]", "air.short-haul.economy.non-co2@defra-2025[world]"),
        ("from: HKG, to: PEK", "air.international.economy.non-co2@defra-2025[world]"),
    ],
)
def test_a_flight_is_priced_by_the_countries_of_its_ends(
    tmp_path: Path, leg: str, factor: str
) -> None:
    chain = priced(tmp_path, f"{{mode: air, {leg}}}", more="prefer: [cpcd, defra]")
    assert chain[0] == factor
    contained = CATALOGUE.find(factor, "world").boundary
    assert ("air.distance-uplift" in str(chain)) != ("distance-uplift" in contained)


def test_a_british_flight_without_non_co2_effects_has_its_detour_once(tmp_path: Path) -> None:
    more = "methods: {aviation_non_co2: false}"
    chain = priced(tmp_path, "{mode: air, from: LHR, to: EDI}", more=more)
    assert chain == ["air.domestic.average.direct@defra-2025[GB]"]


def test_a_train_within_a_country_takes_its_row(tmp_path: Path) -> None:
    leg = "{mode: rail, from: FRA, to: MUC}"
    assert priced(tmp_path, leg) == ["rail.hsr@uba-2025-fern[DE]"]
    assert priced(tmp_path, leg, "{airport: MUC, region: DE}") == ["rail.hsr@uba-2025-fern[DE]"]


@pytest.mark.parametrize(
    ("ends", "factor"),
    [
        ("from: Tokyo, to: Osaka", "rail.hsr@jreast-2024[JP]"),
        ("from: Paris, to: Lyon", "rail.hsr@ademe-2026[FR]"),
        ("from: Hamburg, to: Munich", "rail.hsr@uba-2025-fern[DE]"),
        ("from: Beijing, to: Kunming", "rail.hsr@cpcd-2024[CN]"),
        ("from: London, to: Leeds", "rail.national@defra-2026[GB]"),
        ("from: Chicago, to: New York", "rail.national@epa-hub-2025[US]"),
        ("from: Graz", "rail.national@mobitool-2023[AT]"),
        ("from: Nairobi, to: Mombasa", "rail.national@carbonmeet-2026[world]"),
        ("from: Delhi, to: Agra", "rail.national@carbonmeet-2026[world]"),
        ("from: Toronto, to: Montreal", "rail.national@carbonmeet-2026[world]"),
    ],
)
def test_who_says_rail_means_the_trains_there_are(tmp_path: Path, ends: str, factor: str) -> None:
    """Where no trains of the country are known, all trains of the world and not the fast ones."""
    leg = f"{{mode: rail, {ends}}}"
    assert priced(tmp_path, leg, more="prefer: [cpcd, defra]") == [factor]


def test_a_connection_belongs_to_the_flight_it_leads_to() -> None:
    assert journey(["GLA", "LHR", "SIN"]).haul == "long-haul"
    assert journey(["ADD", "CAN", "KMG"]).haul == "international"
    assert journey(["PEK", "KMG", "HAN"]).haul == "international"


def test_rivals_of_a_british_meeting_are_not_those_of_chinese_hotels(tmp_path: Path) -> None:
    text = TRIP.format(place="{airport: LHR, region: GB}", leg="{mode: air, from: EDI}", more="")
    path = tmp_path / "gb.yaml"
    path.write_text(
        text.replace("people: 100", "people: 100\n    nights: 2\n    hotel: hotel.star-4")
    )
    table = rival_table(load_scenario(path), CATALOGUE)
    told = {one.id for one in table.rows}
    assert "non-co2-without" in told and not [one for one in told if one.startswith("hotel-")]
    assert table.failed == ()


def test_who_names_publishers_need_not_know_those_of_every_country(tmp_path: Path) -> None:
    leg = "{mode: air, from: PEK, to: KMG}"
    chain = priced(tmp_path, leg, more="prefer: [defra]")
    assert chain[0] == "air.domestic.average.direct@cpcd-2024[CN]"
    with pytest.raises(cm.InputError, match="rival numbers for CN"):
        priced(tmp_path, leg)


# ------------------------------------------------------------------------------ places


@pytest.mark.parametrize(
    ("code", "meant"),
    [("cn-yn", "CN-YN"), ("UK", "GB"), ("uk-sct", "GB-SCT"), ("Kenya", "KE"), ("Yunnan", "CN-YN")],
)
def test_a_wrong_region_is_a_fault_that_says_what_was_meant(
    tmp_path: Path, code: str, meant: str
) -> None:
    text = changed("region: CN-YN", f"region: {code}")
    with pytest.raises(cm.InputError) as caught:
        estimate(tmp_path, text)
    assert f"no region '{code}'" in str(caught.value)
    assert f"Did you mean '{meant}'?" in str(caught.value)
    with pytest.raises(cm.InputError, match=r"fallback\[1\]: no region"):
        estimate(tmp_path, changed("kind: meeting", f"kind: meeting\nfallback: [DE, {code}]"))


def test_every_region_of_the_catalogue_is_one() -> None:
    assert [region for region in CATALOGUE.regions if region_fault(region)] == []


def test_an_airport_abroad_is_told(tmp_path: Path) -> None:
    leg = "{mode: coach, distance: 300 km}"
    text = TRIP.format(place="{airport: LHR, region: CN-YN}", leg=leg, more="")
    said = [str(one) for one in estimate(tmp_path, text).notices]
    assert any("airport LHR lies in GB, the region is CN-YN" in one for one in said)
    text = TRIP.format(place="{airport: KMG, region: CN-YN}", leg=leg, more="")
    assert not any("airport" in str(one) for one in estimate(tmp_path, text).notices)


def test_a_number_from_long_before_the_meeting_is_told(tmp_path: Path) -> None:
    venue = "venue: [{period: m, label: Hall, gas: 1000 m^3}]"
    text = TRIP.format(place="{region: CN}", leg="{mode: walk, distance: 1 km}", more=venue)
    said = [str(one) for one in estimate(tmp_path, text).notices]
    [old] = [one for one in said if "more than five years before the activity (2026)" in one]
    assert "fuel.natural-gas@gbt-32150-2015[CN]" in old


# ------------------------------------------------------------------------------ absence


def test_absence_says_why_and_what_helps() -> None:
    with pytest.raises(FactorNotFound) as caught:
        CATALOGUE.find("bus.trolley", "AT", 2026)
    assert "None was looked for" in str(caught.value)
    advice = re.search(r"fallback: \[(\w\w)\]", str(caught.value))
    assert advice is not None
    assert CATALOGUE.lending([advice[1]]).find("bus.trolley", "AT", 2026).region == advice[1]


def test_absence_tells_what_was_declined() -> None:
    with pytest.raises(FactorNotFound, match=r"Found and declined: ademe-rail-2015 \(0.0514"):
        CATALOGUE.find("rail.hsr@jreast-2024", "ES", 2026)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["rail.hsr"], ["rail.hsr", "korail-ktx", "ademe-rail-2015"]),
        (["teias", "--lang", "zh"], ["TR", "未见年份与原文"]),
        (["grid", "--region", "TH"], ["owid-2023", "tgo-2022"]),
    ],
)
def test_declined_numbers_are_shown_with_their_reason(
    capsys: pytest.CaptureFixture[str], words: list[str], shown: list[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["factors", *words])
    assert not caught.value.code
    out = capsys.readouterr().out
    assert [word for word in shown if word not in out] == []


def test_declined_numbers_are_of_keys_that_there_are() -> None:
    assert len(CATALOGUE.declined) > 30
    for one in CATALOGUE.declined:
        near = one.key.rpartition(".")[0] if one.key not in CATALOGUE.rows else one.key
        assert any(key == one.key or key.startswith(near) for key in CATALOGUE.rows), one.key


def test_the_notices_collect_nothing_from_a_search(  # a look-up by itself tells no reader anything
) -> None:
    notices = Notices()
    CATALOGUE.find("coach", "KE", 2026, (), notices)
    assert list(notices) == []


def test_a_catalogue_without_fallback_is_the_shipped_one() -> None:
    assert isinstance(CATALOGUE, Catalogue) and CATALOGUE.lending([]) is CATALOGUE


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["trip", "3 km", "--region", "KE"], 0, "for KE from the world"),
        (["trip", "3 km", "--region", "KE", "--lang", "zh"], 0, "KE采用全球数据"),
        (["trip", "3 km", "--region", "CN-YM"], 0, "no data for region CN-YM"),
        (["trip", "3 km", "--region", "UK"], 1, "Did you mean 'GB'?"),
    ],
)
def test_a_trip_tells_what_it_borrows(
    capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(words)
    out, err = capsys.readouterr()
    assert (caught.value.code or 0) == code
    assert said in " ".join((out + err).split())


def test_the_notice_that_the_page_shows_is_the_one_that_is_given(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs/how-to/anywhere.md").read_text(encoding="utf-8")
    page = page.partition("## Where numbers come from")[2]
    place, shown = re.findall(r"^```(?:yaml|text)\n(.*?)^```", page, re.M | re.S)
    trip = "{mode: bus, distance: 9 km, share: 40%}, {mode: metro, distance: 9 km, share: 40%}"
    text = TRIP.format(place="{}", leg=trip + ", {mode: taxi, distance: 9 km}", more="")
    text = text.replace("place: {}\n", place)
    assert [str(one) for one in estimate(tmp_path, text).notices] == [shown.strip()]


def test_an_own_number_does_not_pass_for_that_of_a_publisher(tmp_path: Path) -> None:
    """It bears the name of a publication, and neither a pin nor an explanation takes it for it."""
    own = (
        "factors: [{key: coach, value: 9, unit: kg CO2e / passenger / km, region: GB, "
        "source: defra-2025, evidence: primary}]"
    )
    text = TRIP.format(place="{region: GB}", leg="{mode: coach, distance: 300 km}", more=own)
    result = estimate(tmp_path, text)
    [line] = [line for line in result.workings.model.lines if not line.activity.dormant]
    assert line.activity.chain[0][0].value == 9
    assert result.workings.catalogue.find("coach@defra-2025", "GB").value == 0.02776
    told = explain(result.workings, selected(result.workings, "A"))
    assert "own number of the scenario: defra-2025" in told and "UK Government" not in told
    assert "coach@own-defra-2025[GB]: given" in told and "coach@defra-2025" not in told
    assert line.activity.chain[0][0].stream == "coach@own-defra[GB]"
    assert "coach@own-defra-2025[GB]" in str(result.notices)  # ten times off its rivals
    path = tmp_path / "report.md"
    cm.report.write(result, path)
    [row] = [x for x in path.read_text("utf-8").splitlines() if x.startswith("| coach |")]
    assert "own number (defra-2025)" in row and row.endswith("| given |")
    assert "defra-2025" not in result.to_dict()["catalogue"]["sources"]


def test_an_own_number_is_found_by_the_name_that_its_file_gives(tmp_path: Path) -> None:
    """In a path, among the distributions, and by a pin where the publisher has none of its own."""
    own = (
        "factors: [{key: coach, value: 9, unit: kg CO2e / passenger / km, region: GB, "
        "source: defra-2025}, {key: sled, value: 2, unit: kg CO2e / km, source: defra-2025}]\n"
        "distributions: {\"factors['coach@defra-2025[GB]']\": {form: uniform, low: 8, high: 10}}\n"
        "activities: [{period: m, source: freight, label: Sled, amount: 3 km, "
        "chain: ['sled@defra-2025']}]\n"
    )
    text = TRIP.format(place="{region: GB}", leg="{mode: coach, distance: 300 km}", more=own)
    result = cm.simulate(estimate(tmp_path, text), 40)
    assert 6 in result.workings.baseline.kg
    total = result.baseline.by_source["transport.road"]
    assert total.low == pytest.approx(total.value * 8 / 9, rel=0.05)
    told = {one.evidence for one in result.uncertainty.drivers if "coach" in one.input}
    assert told == {"given"}  # whatever publication it names
    rows = dict(islice(built(result, {}, 0.0, 0), 3))[ROWS].decode()
    assert rows.startswith("key,") and "own-defra" not in rows
    made = result.workings.scenario.replace({'factors["coach@defra-2025[GB]"].value': 9.5})
    after = cm.estimate(made).baseline.by_source["transport.road"]
    assert after.value == pytest.approx(total.value * 9.5 / 9)


def test_what_is_borrowed_is_in_the_headline_the_explanation_and_the_report(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    leg = "{mode: coach, distance: 300 km, share: 50%}, {mode: rail, distance: 300 km}"
    path = tmp_path / "meeting.yaml"
    path.write_text(TRIP.format(place="{region: AT}", leg=leg, more=""), encoding="utf-8")
    answer = cm.estimate(path)
    kg = {line.chain[0]: line.kg_co2e for line in answer.lines}
    share = kg["coach@carbonmeet-2026[world]"] / sum(kg.values())
    assert answer.quality.factor["borrowed"] == pytest.approx(share)
    [notice] = answer.notices
    assert notice.args["rows"][0]["factors"] == ("coach@carbonmeet-2026[world]",)
    for words, said in (
        (
            ["estimate", path, "--draws", "0"],
            f"borrowed {share:.0%}",  # by tonnes, beside primary, secondary and assumed
        ),
        (["estimate", path, "--draws", "0", "--lang", "zh"], f"借用 {share:.0%}"),
        (["explain", path, "A"], "borrowed: AT has none of its own"),
    ):
        with pytest.raises(SystemExit):
            main([str(word) for word in words])
        assert said in " ".join(capsys.readouterr().out.split()), words
    written = tmp_path / "report.md"
    with pytest.raises(SystemExit):
        main(["report", str(path), "-o", str(written)])
    text = " ".join(written.read_text(encoding="utf-8").split())
    assert f"{share:.1%} of the baseline rests on numbers borrowed" in text
    assert "for AT from the world: coach" in text


# ------------------------------------------------------------------------------ its own place

#: What is there in Kunming and Yunnan alone. Publications keep their titles: the list of the
#: measures comes from some of there.
OF_KUNMING = re.compile("昆明|春城|云南|滇池|Kunming|Yunnan|Dianchi|Spring City")
CONGRESS = """\
carbonmeet: 2
kind: meeting
title: {{en: Congress, zh: 大会}}
place: {{name: {name}, airport: {airport}, region: {region}}}
prefer: [defra, mee, cpcd]
periods: {{m: {{start: 2026-09-07, end: 2026-09-10}}}}
groups:
  - name: {{en: Guests, zh: 来宾}}
    period: m
    people: 1200
    nights: 3
    travel: [{{mode: air, from: FRA}}]
    hotel: hotel.star-4
    local: {{trips_per_day: 2, length: 8 km, modes: {{taxi: 50%, metro: 50%}}}}
    meals: {{restaurant: 2 / day}}
venue: [{{period: m, label: {{en: Hall, zh: 会场}}, area: 3000 m^2}}]
measures: planned
{more}"""


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("name", "airport", "region"),
    [
        ("{en: Vienna, zh: 维也纳}", "VIE", "AT"),
        ("{en: Chengdu, zh: 成都}", "CTU", "CN-SC"),
    ],
)
def test_a_report_from_elsewhere_does_not_speak_of_kunming(
    tmp_path: Path, name: str, airport: str, region: str, lang: cm.Lang
) -> None:
    result = estimate(tmp_path, CONGRESS.format(name=name, airport=airport, region=region, more=""))
    report = build(result, lang)
    published = [
        text for one in CATALOGUE.sources.values() for text in (one.title, one.publisher, one.note)
    ]
    said = [line for line in _lines(report) if OF_KUNMING.search(line)]
    assert not [line for line in said if not any(text and text in line for text in published)]
    assert not {"碳惠春城", "美丽昆明"} & set(re.findall("碳惠春城|美丽昆明", "".join(said)))


def _lines(report: Document) -> list[str]:
    return to_markdown(report).decode().replace("\\", "").splitlines()


@pytest.mark.parametrize(
    ("region", "stand", "taken"),
    [("AT", "", False), ("CN-SC", "", False), ("CN-YN", "", True), ("AT", "spruce", True)],
)
def test_a_pine_of_yunnan_is_not_planted_elsewhere_unasked(
    tmp_path: Path, region: str, stand: str, taken: bool
) -> None:
    more = f"offset: {{{f'stand: {stand}, ' if stand else ''}area: 10 ha, planted: 2027}}\n"
    airport = {"AT": "VIE", "CN-SC": "CTU", "CN-YN": "KMG"}[region]
    text = CONGRESS.format(name="Here", airport=airport, region=region, more=more)
    if taken:
        assert estimate(tmp_path, text).offset is not None
        return
    with pytest.raises(InputError, match=f"'stand' is missing: no stand of {region}") as told:
        estimate(tmp_path, text)
    assert "yunnan-pine" not in str(told.value) and "CN-YN" not in str(told.value)
