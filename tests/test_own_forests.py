"""Forests as their owners describe them: rates and stands of their own, parcels, costs, limits."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from forest_events import compare, read_events
from test_any_mix import MEETING, answer

from carbonmeet import load_result, verify
from carbonmeet.base.errors import InputError
from carbonmeet.estimation import estimate, simulate
from carbonmeet.forest.stands import read_stands, stand_of
from carbonmeet.offset import Terms, assess_forest, size_forest
from carbonmeet.offset.answer import assess
from carbonmeet.offset.block import OffsetBlock, assess_block
from carbonmeet.offset.forest import Forest, Parcel
from carbonmeet.offset.rules import rules_of
from carbonmeet.questions.optimise import plan

EVENTS = [one for one in read_events() if one.tonnes is not None and one.period]


@pytest.mark.parametrize("event", EVENTS, ids=lambda one: one.key)
def test_published_forests_entered_with_their_own_rate_come_out_at_their_claims(event) -> None:
    rate = event.tonnes / event.area_mu / event.period
    block = OffsetBlock.model_validate(
        {
            "planted": event.year,
            "area": f"{event.area_mu} mu",
            "horizon": f"{event.period:g} year",
            "rate": {"value": f"{rate!r} t CO2e / mu / year", "note": event.locator},
        }
    )
    found = assess_block(block, event.tonnes, event.year, region="CN-BJ")
    assert found.removal == pytest.approx(event.tonnes)
    assert found.balance_year == event.year + event.period
    said = {one.id: one for one in found.notices}
    if event.key in ("g20-2016", "sustainable-urban-2018", "qianbei-2016"):
        assert "forest.implausible-rate" in said  # 1.0, 0.09 and 1.04 t a mu and year
    if not (event.stand or event.age_at_planting):  # else compared with another stand
        assert ("forest.outlier" in said) == (compare(event).verdict in ("high", "low"))
    abroad = assess_block(block, event.tonnes, event.year, region="AT")
    assert "forest.outlier" not in {one.id for one in abroad.notices}  # no stand is measured there


def test_the_outliers_among_published_forests_are_named() -> None:
    """Those of forest.md of the explanation: a rate that no stand of ours comes near."""
    found = {one.key: compare(one).verdict for one in EVENTS}
    high = {"g20-2016", "green-companies-2011", "ecological-civilization-2010", "qianbei-2016"}
    assert {key for key, verdict in found.items() if verdict == "high"} == high
    assert [key for key, verdict in found.items() if verdict == "low"] == ["sustainable-urban-2018"]


def test_a_rate_says_where_it_is_from(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="say where the rate is from"):
        answer(tmp_path, "{planted: 2026, rate: 0.24 t CO2e / mu / year}")
    with pytest.raises(InputError, match="'rate' or 'stand', not both"):
        rate = "rate: {value: 0.24 t CO2e / mu / year, note: x}"
        answer(tmp_path, f"{{planted: 2026, stand: spruce, {rate}}}")


def test_a_rate_may_have_a_range_and_is_drawn(tmp_path: Path) -> None:
    ranged = "{value: 0.24 t CO2e / mu / year, low: 0.2 t CO2e / mu / year, "
    ranged += "high: 0.3 t CO2e / mu / year, note: report}"
    made = answer(tmp_path, f"{{planted: 2026, area: 100 mu, rate: {ranged}}}")
    assert made.offset.removal.value == pytest.approx(0.24 * 100 * 20)
    found = simulate(made, draws=4096, seed=1).offset.removal
    assert (found.low, found.high) == (pytest.approx(400, rel=0.03), pytest.approx(600, rel=0.03))


def test_a_stand_of_the_file_grows_as_one_of_the_catalogue(tmp_path: Path) -> None:
    pine = read_stands()["yunnan-pine"].parameters
    numbers = ", ".join(f"{name}: {pine[name].value}" for name in ("A", "k", "m", "CF"))
    own = "key: mine, source: me, growth: chapman-richards, route: biomass"
    own = f"{{{own}, parameters: {{{numbers}}}}}"
    block = f"{{planted: 2026, area: 100 mu, stand: mine, own_stands: [{own}]}}"
    made = answer(tmp_path, block).offset
    assert made.removal.value == pytest.approx(assess_forest(100, planted=2026).removal)
    for change, said in (
        (("m: 2.0, ", ""), "parameters are missing: m"),
        (("k: ", "kk: "), "have no 'kk'"),
        (("key: mine", "key: spruce"), "name of another stand"),
        (("CF: 0.47", "CF: 5"), "parameters.CF: 5 is more than 1"),
    ):
        with pytest.raises(InputError, match=said):
            answer(tmp_path, block.replace(*change))


def test_a_region_has_its_measured_stand_where_there_is_one(tmp_path: Path) -> None:
    known = read_stands()
    assert [stand_of(known, x) for x in ("CN-GD", "AT", "KE", "world")] == [None] * 4
    assert stand_of(known, "EE").key == "silver-birch-estonia"
    assert stand_of(known, "US-IL").key == "regrowth-usa"
    text = MEETING.replace("airport: KMG, region: CN-YN", "airport: TLL, region: EE")
    text = text.replace("nights: 3, ", "").replace("prefer: [mee, cpcd]", "fallback: [world]")
    text = text.replace("Kunming", "Tallinn")
    found = answer(tmp_path, "{planted: 2026, area: 10 ha}", text=text).offset
    assert found.stand == ("silver-birch-estonia",)
    # the ten measured values, to the tonne
    measured = {8: 31.2, 10: 43.2, 12: 61.6, 14: 74.7, 17: 96.5}
    birch = known["silver-birch-estonia"]
    for age, above in measured.items():
        carbon = 0.47 * 44 / 12 * 1.054
        assert float(birch.stock([age])[0]) / carbon == pytest.approx(above, abs=2)


@pytest.mark.parametrize(
    ("region", "rules", "buffer"),
    [("CN-YN", "event-practice-20-year", 0.1), ("EE", "gold-standard", 0.2)],
)
def test_the_rules_of_a_forest_are_those_of_its_region(
    tmp_path: Path, region: str, rules: str, buffer: float
) -> None:
    """What Chinese meetings have done is no rule of Estonia."""
    airport = {"CN-YN": "KMG", "EE": "TLL"}[region]
    text = MEETING.replace("airport: KMG, region: CN-YN", f"airport: {airport}, region: {region}")
    text = text.replace("nights: 3, ", "")
    found = answer(tmp_path, "{planted: 2026, area: 10 ha}", text=text).workings.offset
    assert found.case.rules.key == rules and found.case.rules["buffer"] == buffer
    asked = answer(tmp_path, "{planted: 2026, area: 10 ha, rules: carbonfix}", text=text)
    assert asked.workings.offset.case.rules.key == "carbonfix"


def test_the_default_of_a_climate_zone_stops_growing_at_its_stock() -> None:
    """By hand: 5 t/ha a year above ground, roots 0.29, 0.47 t C/t, 160 t/ha at most."""
    oceanic = read_stands()["ipcc-temperate-oceanic"]
    of_carbon = (1 + 0.29) * 0.47 * 44 / 12
    assert oceanic.stock([20.0])[0] == pytest.approx(20 * 5 * of_carbon)
    assert oceanic.stock([60.0])[0] == pytest.approx(160 * of_carbon)


def test_what_a_thinning_takes_was_not_compensated() -> None:
    """Larch is cut at 14 years: what the stand of 13 years holds, that of 15 does not."""
    before, after = (
        assess_forest(100, stand="larch-weichang", planted=2026, horizon=years).removal
        for years in (13, 15)
    )
    assert after < before
    told = assess_forest(100, before, stand="larch-weichang", planted=2026)
    assert 2041 < told.balance_year <= 2046
    said = {one.id: one.text for one in told.notices}
    assert "thinned at the age of 14, 21, 31, 45 years" in said["forest.thinned"].get("en")
    sized = size_forest(100, stand="larch-weichang", planted=2026)
    [lost] = [one.numbers for one in sized.claims if one.kind == "lapses"]
    assert sized.balance_year == 2046 and lost["year"] == 2047
    assert "does not stay so: by the end of 2047" in sized.statement["en"]
    again = assess_forest(sized.area_mu, stand="larch-weichang", planted=2026, horizon=21)
    assert lost["lacking"] == pytest.approx(100 - again.removal)


def test_a_conifer_is_told_with_the_mean_of_conifers_and_its_source() -> None:
    """By hand: 0.508 over 0.47 (Thomas and Martin 2012)."""
    found = assess_forest(100, planted=2026)
    [told] = [one for one in found.notices if one.id == "forest.conifer-carbon"]
    assert told.args["source"] in found.sources and "would add 8%" in told.en
    larch = assess_forest(100, stand="larch-weichang", planted=2026)  # has its own
    assert "forest.conifer-carbon" not in {one.id for one in larch.notices}


def test_twenty_years_are_twenty() -> None:
    early = assess_forest(100, 50, planted=2021, terms=Terms(event_year=2022))
    assert early.horizon_year == 2041
    assert early.removal == assess_forest(100, 50, planted=2021).removal
    late = assess_forest(100, 50, planted=2024, terms=Terms(event_year=2022))
    assert late.horizon_year == 2042 and late.removal < early.removal


def test_twenty_years_are_twenty_of_a_forest_far_older_than_the_event() -> None:
    old = assess_forest(100, 50, planted=2000, terms=Terms(event_year=2026))
    assert old.horizon_year == 2026
    young = assess_forest(100, 50, planted=2026)
    assert old.removal == pytest.approx(young.removal)
    assert [one.low for one in old.spread] == pytest.approx([one.low for one in young.spread])
    assert old.applied["crediting"] == old.applied["horizon"] == 20
    told = {one.id: one for one in old.notices}
    assert told["forest.grown-enough"].args["years"] == 20
    assert "20年" in told["forest.grown-enough"].zh and "forest.grown-longer" not in told
    little = assess_forest(1, 500, planted=2000, terms=Terms(event_year=2026))
    assert little.balance_year is None
    burnt = assess_forest(
        100, 50, planted=2000, terms=Terms(event_year=2026, reversals=((2028, 0.2),))
    )
    assert len(burnt.reversals) == 1
    larch = assess_forest(
        100, 50, stand="larch-weichang", planted=2000, terms=Terms(event_year=2026)
    )
    grown = assess_forest(100, 50, stand="larch-weichang", planted=2026, horizon=26)
    assert larch.removal == pytest.approx(grown.removal)  # thinned at 21: not what stood at 20
    sized = size_forest(500, planted=2000, terms=Terms(event_year=2026))
    assert sized.area_mu == pytest.approx(size_forest(500, planted=2026).area_mu)


def test_old_land_beside_new_does_not_move_the_horizon() -> None:
    pine = ((read_stands()["yunnan-pine"], 1.0),)
    new, meeting = Parcel("new", 10.0, pine, planted=2026), Terms(event_year=2026)
    rules = rules_of().rules["event-practice-20-year"]
    alone = assess(Forest((new,)), rules, 500.0, meeting)
    park = Parcel("park", 10.0, pine, planted=2005, kind="urban-greening")
    beside = assess(Forest((new, park)), rules, 500.0, meeting)
    assert (beside.horizon_year, beside.planted) == (alone.horizon_year, 2026) == (2046, 2026)
    assert beside.removal == alone.removal
    grove = Parcel("grove", 1.0, pine, planted=2000)
    both = assess(Forest((new, grove)), rules, 500.0, meeting)
    assert both.horizon_year == 2046 and both.removal > alone.removal
    told = {one.id: one for one in both.notices}
    assert told["forest.grown-longer"].args["years"] == 46
    assert "46年" in told["forest.grown-longer"].zh
    assert not {"forest.implausible-rate", "forest.planted-late"} & told.keys()


def test_what_six_years_would_give_is_told_where_it_is_much_less(tmp_path: Path) -> None:
    told = {one.id: one for one in answer(tmp_path, "{planted: 2026, area: 100 mu}").offset.notices}
    notice = told["forest.other-limit"]
    six = assess_forest(100, planted=2026, rules="event-guide-6-year").removal
    assert notice.args["removal"] == pytest.approx(six)
    assert "remembered, not read" in notice.en and "系记忆" in notice.zh
    name = rules_of().rules["event-guide-6-year"].name  # no rule that was not read bears its name
    assert not re.search("guide|指南", name.get("en") + name.get("zh"), re.I)
    guide = "{planted: 2026, area: 100 mu, rules: event-guide-6-year}"
    assert "forest.other-limit" not in {x.id for x in answer(tmp_path, guide).offset.notices}


def test_many_blocks_vary_less_than_one() -> None:
    rows = {row.kind: row for row in assess_forest(3607, planted=2021).spread}
    one, many = rows["site-to-site"], rows["many-sites"]
    assert one.high - one.low == pytest.approx((many.high - many.low) * math.sqrt(37))
    assert "37 blocks" in many.basis
    assert "many-sites" not in {row.kind for row in assess_forest(90, planted=2021).spread}


def test_the_record_of_a_parcel_goes_into_the_answer(tmp_path: Path) -> None:
    record = "status: planted, place: Xundian, coordinates: 25.5 N 103.2 E, certifier: A body"
    parcels = f"[{{id: A, area: 40 mu, {record}}}, {{id: B, area: 20 mu}}]"
    block = f"{{planted: 2026, monitoring_plan: yearly, status: planned, parcels: {parcels}}}"
    a, b = answer(tmp_path, block).offset.parcels
    assert (a["status"], a["place"], a["certifier"]) == ("planted", "Xundian", "A body")
    assert (b["status"], b["place"], b["monitoring_plan"]) == ("planned", None, "yearly")


def test_a_plan_of_planting_may_have_400_characters(tmp_path: Path) -> None:
    said = "株" * 400
    found = answer(tmp_path, f"{{planted: 2026, area: 40 mu, planting_plan: {said}}}")
    assert found.offset.parcels[0]["planting_plan"] == said
    with pytest.raises(InputError, match="longer than 400 characters"):
        answer(tmp_path, f"{{planted: 2026, area: 40 mu, planting_plan: {said}株}}")


def test_land_without_ids_is_asked_about(tmp_path: Path) -> None:
    bare = answer(tmp_path, "{planted: 2026, area: 40 mu}").offset.notices
    named = answer(tmp_path, "{planted: 2026, parcels: [{id: A, area: 40 mu}]}").offset.notices
    assert "forest.land-unnamed" in {one.id for one in bare}
    assert "forest.land-unnamed" not in {one.id for one in named}


def test_planting_and_credits_cost_money_in_the_answer_and_in_the_plan(tmp_path: Path) -> None:
    credits = "[{kind: ccer, tonnes: 20 t CO2e, price: 60 CNY/t}, "
    credits += "{kind: vcs, tonnes: 10 t CO2e, price: 8 USD/t}]"
    block = f"{{planted: 2026, planting_cost: 3500 CNY/mu, credits: {credits}}}"
    found = answer(tmp_path, block)
    costs = {(one["what"], one["unit"]): one["value"] for one in found.offset.cost}
    assert costs["planting", "CNY"] == pytest.approx(3500 * found.offset.area.value)
    assert costs["credits", "CNY"] == 1200 and costs["credits", "USD"] == 80
    made = plan(str(tmp_path / "m.yaml"))
    less = dict((what, value) for what, value, unit in made.offset_costs(60.0) if unit == "CNY")
    assert less["planting"] == pytest.approx(
        costs["planting", "CNY"] * 30 / found.offset.owed.value
    )
    assert estimate(tmp_path / "m.yaml").offset.cost == found.offset.cost


# ---- what took place, what was given, what a city's pool holds --------------------------------


def test_the_part_that_took_place_is_set_against_the_forest() -> None:
    told = estimate("cop15-kunming").offset
    held = next(one for one in told.claims if one["kind"] == "held")
    whole = estimate("cop15-kunming").residual
    assert held["emissions"] == pytest.approx(whole.held.value)
    assert held["year"] is not None and "what was held" in told.statement.en
    assert "其中实际举办部分排放" in told.statement.zh
    bare = estimate("cop15-phase1-as-held").offset  # nothing in it was left out
    assert "held" not in {one["kind"] for one in bare.claims}


def test_green_actions_that_were_given_reach_the_offset_once(tmp_path: Path) -> None:
    log = "date,action,amount,id,donated_to\n2024-06-01,metro,1200 km,1,Forum\n"
    log += "2024-06-02,metro,300 km,2,Another\n2024-06-03,metro,500 km,3,\n"
    (tmp_path / "log.csv").write_text(log, encoding="utf-8")
    given = "{credits: [{kind: personal-actions, actions: log.csv}]}"
    found = answer(tmp_path, given).offset
    [credit] = found.credits
    from carbonmeet.catalogue import load_catalogue, preferred_publishers
    from carbonmeet.city.actions import account, read_log

    known = load_catalogue()
    entries = read_log(tmp_path / "log.csv", known)
    grams = account(entries, known, prefer=("mee", *preferred_publishers())).donated["Forum"]
    assert credit["tonnes"]["value"] == pytest.approx(grams / 1e6, rel=0.02)
    assert found.claims[0]["given"] == credit["tonnes"]["value"]
    assert "green actions that were given" in found.statement.en
    whole = answer(tmp_path, given)
    path = whole.save(tmp_path / "result.json")
    (tmp_path / "log.csv").rename(tmp_path / "kept.csv")  # a result is whole without its log
    assert verify(path).same
    (tmp_path / "log.csv").write_text(log.replace("1200 km", "600 km"), encoding="utf-8")
    half = answer(tmp_path, given)  # in the same process: what is kept is not the old log
    tonnes = [one.offset.credits[0]["tonnes"]["value"] for one in (half, whole)]
    assert tonnes[0] == pytest.approx(tonnes[1] / 2) and half.scenario.hash != whole.scenario.hash
    assert "碳信用" not in found.statement.zh
    with pytest.raises(InputError, match=r"m.yaml:9:\d+: .*nolog.csv: no such file.*'log.csv'"):
        answer(tmp_path, given.replace("log.csv", "nolog.csv"))
    twice = "{kind: personal-actions, actions: log.csv, beneficiary: Forum}"
    with pytest.raises(InputError, match=r"actions: this is the log of offset.credits\[0\]"):
        answer(tmp_path, f"{{credits: [{twice}, {twice}]}}")
    with pytest.raises(InputError, match="no action of the log is given to Nobody"):
        answer(tmp_path, given.replace("log.csv", "log.csv, beneficiary: Nobody"))
    with pytest.raises(InputError, match="not both"):
        answer(tmp_path, given.replace("log.csv", "log.csv, tonnes: 1 t CO2e"))


def test_two_events_cannot_take_the_same_tonne_of_a_pool(tmp_path: Path) -> None:
    pool = "first,last,retired_for,retired\nKM-1,KM-100,,\nKM-101,KM-200,Spring Fair,2026-04-01\n"
    (tmp_path / "pool.csv").write_text(pool, encoding="utf-8")

    def taken(first: int, last: int) -> str:
        run = f"tonnes: {last - first + 1} t CO2e, serials: [KM-{first}, KM-{last}]"
        return f"{{credits: [{{kind: city-pool, pool: pool.csv, {run}}}]}}"

    assert answer(tmp_path, taken(1, 60)).offset.credits[0]["tonnes"]["value"] == 60
    with pytest.raises(InputError, match="are retired for Spring Fair: a tonne counts once"):
        answer(tmp_path, taken(60, 120))
    fair = MEETING.replace("{en: Forum, zh: 论坛}", "{en: spring fair}")
    with pytest.raises(InputError, match="holds 50 of the 60 units"):
        answer(tmp_path, taken(151, 210), text=fair)
    with pytest.raises(InputError, match="are retired for Spring Fair"):  # a name is no meeting
        answer(
            tmp_path, taken(151, 200).replace("pool.csv,", "pool.csv, beneficiary: Spring Fair,")
        )
    done = "status: retired, retired: 2026-04-%s, "
    with pytest.raises(InputError, match=r"credits\[0\].retired: 'retired' is 2026-04-02, while"):
        answer(tmp_path, taken(101, 200).replace("serials", done % "02" + "serials"), text=fair)
    own = answer(tmp_path, taken(101, 200).replace("serials", done % "01" + "serials"), text=fair)
    assert own.offset.claims[0]["retired"] == 100
    for row, said in (
        ("KM-90,KM-110,,", "pool.csv:4:1: .*units of line 2 are listed again"),
        ("KM-300,KM-201,,", "pool.csv:4:8: .*201 is below 300"),
        ("KM-201,KM-300,,soon", "'retired' is a date such as"),
        ("KM-201,KM-300,,2026-04-01", "'retired_for' for whom it was"),
        ("KM-a,KM-b,,", "no units can be counted"),
    ):
        (tmp_path / "pool.csv").write_text(f"{pool}{row}\n", encoding="utf-8")
        with pytest.raises(InputError, match=said):
            answer(tmp_path, taken(1, 60))
    free = answer(tmp_path, taken(1, 60).replace("pool: pool.csv, ", "")).offset
    assert "credit.pool-unchecked" in {one.id for one in free.notices}
    with pytest.raises(InputError, match=r"credits\[0\].pool: no such file"):
        answer(tmp_path, taken(1, 60).replace("pool.csv", "nowhere.csv"))


def test_what_the_pool_lists_as_open_is_not_retired(tmp_path: Path) -> None:
    listed = "first,last,retired_for,retired\nKM-1,KM-100,,\nKM-101,KM-200,Forum,2026-04-01\n"
    (tmp_path / "pool.csv").write_text(listed, encoding="utf-8")
    run = (
        "{credits: [{kind: city-pool, pool: pool.csv, tonnes: 110 t CO2e, serials: [KM-91, KM-200]"
    )
    found = answer(tmp_path, f"{run}, status: retired, retired: 2026-04-01}}]}}")
    assert found.offset.claims[0]["retired"] == 0 and found.offset.claims[0]["planned"] == 110
    [told] = [one for one in found.offset.notices if one.id == "credit.pool-open"]
    assert told.args["open"] == 10 and "10" in told.zh
    (tmp_path / "pool.csv").unlink()  # a result is whole without the list
    assert verify(found.save(tmp_path / "result.json")).same
    again = estimate({**found.to_dict()["content"], "title": "As a file of its own"}).offset
    assert again.claims[0]["planned"] == 110  # what a result says of the list, read by hand
    assert "credit.pool-unchecked" in {one.id for one in again.notices}
    (tmp_path / "pool.csv").write_text(listed, encoding="utf-8")
    planned = answer(tmp_path, f"{run}, status: planned}}]}}").offset
    assert "credit.pool-open" not in {one.id for one in planned.notices}


def test_a_digest_that_is_written_by_hand_proves_nothing(tmp_path: Path) -> None:
    said = "counted: log.csv (SHA-256 0123)"
    found = answer(
        tmp_path, f"{{credits: [{{kind: personal-actions, tonnes: 900 t CO2e, {said}}}]}}"
    )
    assert not found.offset.credits[0]["logged"]
    assert "credit.unlogged" in {one.id for one in found.offset.notices}
    path = found.save(tmp_path / "result.json")
    assert verify(path).same and not load_result(path).offset.credits[0]["logged"]
    assert not load_result(path).workings.offset.credits[0].logged  # nor where it is loaded again
    pool = f"kind: city-pool, pool: nowhere.csv, {said}, tonnes: 9 t CO2e, serials: [K-1, K-9]"
    bare = answer(tmp_path, f"{{credits: [{{{pool}}}]}}")
    assert "credit.pool-unchecked" in {one.id for one in bare.offset.notices}
    assert verify(bare.save(tmp_path / "pool.json")).same
    with pytest.raises(InputError, match="'pool' belongs to the kind 'city-pool'"):
        answer(tmp_path, "{credits: [{kind: local, tonnes: 9 t CO2e, pool: nowhere.csv}]}")


@pytest.mark.parametrize("page", ["credits", "forest", "documents"])
def test_the_blocks_of_the_pages_are_read(tmp_path: Path, page: str) -> None:
    text = (Path(__file__).parents[1] / "docs" / "how-to" / f"{page}.md").read_text("utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    forum = "Kunming Energy Forum"
    (tmp_path / "log.csv").write_text(
        f"date,action,amount,id,donated_to\n2026-05-01,metro,1200 km,1,{forum}\n", "utf-8"
    )
    (tmp_path / "pool.csv").write_text("first,last,retired_for,retired\nKM-1,KM-100,,\n", "utf-8")
    path = tmp_path / "m.yaml"
    for block in blocks:
        path.write_text(MEETING + block, encoding="utf-8")
        assert estimate(path).baseline.total.value > 0
    assert blocks


def test_every_event_of_a_table_cannot_take_the_same_units(tmp_path: Path) -> None:
    from carbonmeet.base.data import data_dir
    from carbonmeet.questions.events import events

    folder = data_dir("scenarios")
    template = (folder / "event-kunming.yaml").read_text("utf-8")
    run = "{kind: ccer, tonnes: 5 t CO2e, serials: [A-1, A-5]}"
    land = "parcels: [{id: KM-1, area: 5 mu}]"
    log = "date,action,amount,donated_to\n2026-05-01,metro,1200 km,Forum\n"
    (tmp_path / "log.csv").write_text(log, "utf-8")
    run += ", {kind: personal-actions, actions: log.csv, beneficiary: Forum}"
    path = tmp_path / "event.yaml"
    path.write_text(f"{template}\noffset: {{planted: 2023, credits: [{run}], {land}}}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        events(path, folder / "events-kunming.csv", "kunming-2023")
    wheres = [one.where for one in caught.value.faults]
    claimed = ["offset.credits[0].serials", "offset.credits[1].actions", "offset.parcels.KM-1.id"]
    assert wheres == claimed
