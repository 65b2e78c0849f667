"""A meeting covered by credits, by a forest, by both, by too little and by too much."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from carbonmeet import load_result, verify
from carbonmeet.answer import Answer
from carbonmeet.base.clock import as_of
from carbonmeet.base.errors import InputError
from carbonmeet.base.numerals import three
from carbonmeet.estimation import estimate, simulate
from carbonmeet.hostcity import double_claims
from carbonmeet.offset.creditnotices import deadline
from carbonmeet.offset.kinds import find_frame, frame_of, read_frames, read_kinds
from carbonmeet.offset.serials import Block, block_of, overlap
from carbonmeet.view.blocks import Bullets
from carbonmeet.view.matter import Matter
from carbonmeet.view.pages.answer import chapters, screen

MEETING = """\
carbonmeet: 2
kind: meeting
title: {en: Forum, zh: 论坛}
place: {name: Kunming, airport: KMG, region: CN-YN}
prefer: [mee, cpcd]
periods: {p: {start: 2026-05-13, end: 2026-05-15}}
groups:
  - {name: {en: G, zh: 甲}, period: p, people: 200, nights: 3, travel: [{mode: air, from: PEK}]}
"""
CREDITS = "{kind: ccer, tonnes: %s t CO2e, price: 60 CNY/t}"
#: What is set against some 120 t, and the kind of the claim about the balance.
MIXES = {
    "nothing": ("{}", "nothing"),
    "credits": (f"{{credits: [{CREDITS % 200}]}}", "covered"),
    "forest": ("{planted: 2026, exclusive: true, additional: true}", "to-be-compensated"),
    "both": (f"{{planted: 2026, credits: [{CREDITS % 60}]}}", "to-be-compensated"),
    "too few credits": (f"{{credits: [{CREDITS % 20}]}}", "short"),
    "too little forest": ("{planted: 2026, area: 1 mu}", "not-compensated"),
    "too many credits": (f"{{planted: 2026, credits: [{CREDITS % 2000}]}}", "covered"),
    "no area is enough": ("{planted: 2040, horizon: 6 year}", "impossible"),
    "no area is enough, and credits": (
        f"{{planted: 2040, horizon: 6 year, credits: [{CREDITS % 20}],"
        " reversals: [{year: 2042, share: 0.5}], confidence: 0.9}",
        "impossible",
    ),
    "enough credits, and a fire": (
        f"{{planted: 2026, reversals: [{{year: 2030, share: 0.5}}], credits: [{CREDITS % 2000}]}}",
        "covered",
    ),
    "credits and a forest": (
        f"{{planted: 2026, area: 90 mu, credits: [{CREDITS % 2000}]}}",
        "covered",
    ),
}


def answer(tmp_path: Path, offset: str, name: str = "m.yaml", text: str = MEETING) -> Answer:
    path = tmp_path / name
    path.write_text(f"{text}offset: {offset}\n", encoding="utf-8")
    return estimate(path)


@pytest.mark.parametrize("mix", MIXES)
def test_the_footprint_always_comes(tmp_path: Path, mix: str) -> None:
    offset, kind = MIXES[mix]
    found = simulate(answer(tmp_path, offset), draws=64, parts=False, threads=1)
    told = found.offset
    (tmp_path / "bare.yaml").write_text(MEETING, encoding="utf-8")
    assert told is not None
    assert found.residual.total.value == estimate(tmp_path / "bare.yaml").residual.total.value
    assert kind in [one["kind"] for one in told.claims]
    assert told.has_forest is ("forest" in mix or mix == "both")
    assert told.has_forest or told.area.value == told.removal.value == 0
    bought = sum(one["tonnes"]["value"] for one in told.credits)
    assert told.owed.value == pytest.approx(max(0, found.residual.total.value - bought))
    assert all(told.statement.get(lang) for lang in ("en", "zh"))
    assert "neutral" not in told.statement.en and "中和" not in told.statement.zh
    assert load_result(found.save(tmp_path / "answer.json")) == found


def test_where_nothing_is_planted_or_bought_no_probability_is_told(tmp_path: Path) -> None:
    none = chapter(simulate(answer(tmp_path, "{}"), draws=64, threads=1))
    assert "Nothing is set against" in none and "robability" not in none
    few = chapter(simulate(answer(tmp_path, f"{{credits: [{CREDITS % 20}]}}"), draws=64, threads=1))
    assert "Probability that this is as much" in few


def test_a_forest_beside_enough_credits_is_told_with_them(tmp_path: Path) -> None:
    found = answer(tmp_path, f"{{planted: 2026, area: 90 mu, credits: [{CREDITS % 2000}]}}")
    [told] = [one for one in sentences(found) if one.startswith("Forest:")]
    assert "are to be covered without it, by 2,000 t CO2e of credits" in told
    half = answer(tmp_path, f"{{planted: 2026, credits: [{CREDITS % 60}]}}")
    [told] = [one for one in sentences(half) if one.startswith("Forest:")]
    assert "the emissions less 60 t CO2e of credits are to be compensated by 2046" in told


def test_a_screen_claims_nothing_of_a_forest_that_the_file_doubts(tmp_path: Path) -> None:
    for doubt in ("additional: false", "exclusive: false"):
        found = answer(tmp_path, f"{{planted: 2026, {doubt}, credits: [{CREDITS % 60}]}}")
        [told] = [one for one in sentences(found) if one.startswith("Forest:")]
        assert "no compensation may be claimed of it" in told and "to be compensated" not in told
        left = found.residual.total.value - 60
        assert f"60 t CO2e of credits, and {left:.3g} t CO2e are left" in told
    sized = simulate(answer(tmp_path, "{planted: 2026, confidence: 95%}"), draws=64, threads=1)
    [told] = [one for one in sentences(sized) if one.startswith("Forest:")]
    assert "enough with a probability of 95%, growth and survival alone" in told
    park = answer(tmp_path, "{planted: 2026, kind: urban-greening, area: 100 mu}")
    assert any("not an offset of a meeting" in one for one in sentences(park))


def chapter(found: Answer) -> str:
    """What the report says of the offset."""
    return repr(chapters(Matter("en", found), ["forest"]))


def test_the_chapter_after_the_guide_says_what_of_it_was_read(tmp_path: Path) -> None:
    made = answer(tmp_path, "{planted: 2026}")
    told = {lang: repr(chapters(Matter(lang, made), ["event-guide"])) for lang in ("en", "zh")}
    assert "articles 9 to 20 were not" in told["en"] and "第九至二十条未读到" in told["zh"]
    assert "guide encourages" not in told["en"] and "指南鼓励" not in told["zh"]


def test_the_range_between_curves_names_those_at_its_ends(tmp_path: Path) -> None:
    told = chapter(answer(tmp_path, "{planted: 2026, stand: yunnan-pine}"))
    ends = "Yunnan forest, all species to IPCC tier 1, subtropical humid plantation"
    assert f"under rival curves and defaults: {ends}" in told


def sentences(found: Answer) -> list[str]:
    """What a screen says below its tables."""
    blocks = screen(Matter("en", found), "m.yaml")
    return [item for block in blocks if isinstance(block, Bullets) for item in block.items]


def test_without_a_forest_draws_tell_how_likely_the_credits_are_enough(tmp_path: Path) -> None:
    few, many = (
        simulate(answer(tmp_path, f"{{credits: [{CREDITS % t}]}}"), draws=512, threads=1)
        for t in (20, 2000)
    )
    assert few.uncertainty.forest["compensated_by_horizon"] == 0
    assert many.uncertainty.forest["compensated_by_horizon"] == 1
    assert few.uncertainty.forest["area_at_confidence"] == {}


@pytest.mark.parametrize(
    ("offset", "message"),
    [
        ("{stand: yunnan-pine}", "'planted' is missing"),
        ("{area: 90 mu}", "leave 'area' out: credits need none"),
        ("{credits: [{kind: ccers, tonnes: 5 t CO2e}]}", "Did you mean 'ccer'?"),
        ("{credits: [{kind: ccer, tonnes: 5 t CO2e, price: 5 kWh}]}", "expected a price"),
        ("{credits: [{kind: ccer, tonnes: 5 t CO2e, serials: [A-1, A-6]}]}", "are 6 credits"),
        ("{credits: [{kind: ccer, tonnes: 5 t CO2e, serials: [A-6, A-1]}]}", "1 is below 6"),
        ("{frame: mee}", "no frame 'mee'"),
    ],
)
def test_what_cannot_be_is_told_where_it_stands(tmp_path: Path, offset: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        answer(tmp_path, offset)
    assert caught.value.faults[0].line == MEETING.count("\n") + 1


# ---- serial numbers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("serials", "kind", "size"),
    [  # rows of the registries' own exports, in offsets-db-data
        (("19385-941467007-941467431-VCS-VVB-1",), "vcs", 425),
        (("GS1-1-KE-GS11603-16-2025-30256-110-5463",), "gold-standard", 5354),
        (("CN-2024-000101", "CN-2024-000600"), "ccer", 500),
        (("CN-2024-7", "CN-2024-7"), "ccer", 1),
    ],
)
def test_last_less_first_plus_one_is_the_quantity(
    serials: tuple[str, ...], kind: str, size: int
) -> None:
    block = block_of(serials, read_kinds()[kind].ends)
    assert block is not None and block.size == size


def test_what_cannot_be_counted_is_told(tmp_path: Path) -> None:
    assert block_of(("2023-1", "2024-9")) is None is block_of(("abc",), (1, 2))
    credits = "[{kind: ccer, tonnes: 5 t CO2e, serials: [2023-1, 2024-9]}]"
    told = [one.id for one in answer(tmp_path, f"{{credits: {credits}}}").offset.notices]
    assert "credit.serials-uncounted" in told


def test_runs_of_units_overlap() -> None:
    assert overlap(Block("A#", 1, 9), Block("A#", 9, 12))
    assert not overlap(Block("A#", 1, 9), Block("A#", 10, 12))
    assert not overlap(Block("A#", 1, 9), Block("B#", 1, 9))


def test_a_unit_serves_one_meeting(tmp_path: Path) -> None:
    def bought(first: int, last: int) -> str:
        run = f"serials: [CN-{first}, CN-{last}], registry: CCER registry"
        return f"{{credits: [{{kind: ccer, tonnes: {last - first + 1} t CO2e, {run}}}]}}"

    one = answer(tmp_path, bought(1, 50), "a.yaml").workings.scenario
    two = answer(tmp_path, bought(50, 90), "b.yaml").workings.scenario
    rest = answer(tmp_path, bought(51, 90), "c.yaml").workings.scenario
    assert double_claims([one, rest]) == []
    (fault,) = double_claims([one, two])
    assert "already claimed in" in fault.message and fault.where == "offset.credits[0].serials"
    child = tmp_path / "d.yaml"
    child.write_text("carbonmeet: 2\nkind: meeting\nextends: a.yaml\n", encoding="utf-8")
    assert double_claims([one, estimate(child).workings.scenario]) == []


def test_two_meetings_that_start_from_one_file_are_two(tmp_path: Path) -> None:
    base = answer(
        tmp_path, "{credits: [{kind: vcs, tonnes: 5 t CO2e, serials: [V-1, V-5]}]}", "base.yaml"
    )
    own = (
        "offset: {credits: [{kind: ccer, tonnes: 9 t CO2e, serials: [CN-1, CN-9], registry: CCER}]}"
    )
    made = []
    for name, said in (("a", own), ("b", own), ("c", ""), ("d", "")):
        path = tmp_path / f"{name}.yaml"
        path.write_text(f"extends: base.yaml\ntitle: Meeting {name}\n{said}\n", encoding="utf-8")
        made.append(estimate(path).workings.scenario)
    a, b, c, d = made
    assert len(double_claims([a, b])) == 1
    assert double_claims([base.workings.scenario, c, d]) == []  # what the third file says
    assert double_claims([a, c]) == []


# ---- frames ----------------------------------------------------------------------------------


def test_the_deadline_of_the_frame_is_told_with_how_it_is_known(tmp_path: Path) -> None:
    offset = "{credits: [{kind: ccer, tonnes: 200 t CO2e, price: 9 CNY/t, status: planned}]}"
    [told] = [one for one in answer(tmp_path, offset).offset.notices if one.id == "credit.planned"]
    assert told.args["deadline"] == "2027-05-15"
    assert "remembered, not read" in told.en and "系记忆" in told.zh
    guangdong = MEETING.replace("{name: Kunming, airport: KMG, region: CN-YN}", "{region: CN-GD}")
    found = answer(tmp_path, offset.replace("credits", "frame: guangdong-2026, credits"))
    [told] = [one for one in found.offset.notices if one.id == "credit.planned"]
    assert "remembered" not in told.en and "抵销" in found.offset.statement.zh
    assert "region: CN-GD" in guangdong  # the frame of the region is taken unasked
    assert frame_of("CN-GD").key == "guangdong-2026"


def test_credits_after_the_deadline_are_told(tmp_path: Path) -> None:
    late = "status: retired, retired: 2027-05-16, registry: R, beneficiary: B, serials: [A-1, A-9]"
    offset = f"{{credits: [{{kind: ccer, tonnes: 9 t CO2e, price: 9 CNY/t, {late}}}]}}"
    with as_of(date(2028, 1, 1)):
        told = [one.id for one in answer(tmp_path, offset).offset.notices]
    assert told == ["credit.late"]
    assert deadline(find_frame("mee-2019"), date(2028, 2, 29)) == date(2029, 2, 28)


def test_a_day_to_come_is_no_retirement(tmp_path: Path) -> None:
    proof = "status: retired, retired: 2027-03-01, registry: R, beneficiary: B"
    offset = f"{{credits: [{{kind: ccer, tonnes: 900 t CO2e, price: 9 CNY/t, {proof}}}]}}"
    with as_of(date(2027, 2, 28)):
        before = answer(tmp_path, offset, "before.yaml")
    assert before.offset.claims[0]["retired"] == 0
    assert "planned, not retired yet" in before.offset.statement.en
    assert {"credit.due", "credit.planned"} <= {one.id for one in before.offset.notices}
    assert before.offset.credits[0]["due"] == "2027-03-01"
    with as_of(date(2027, 3, 1)):
        after = answer(tmp_path, offset + "  # a day later", "after.yaml")
    assert after.offset.claims[0]["retired"] == 900
    for day in (date(2026, 1, 1), date(2030, 1, 1)):  # what was saved once is the same ever after
        with as_of(day):
            assert verify(before).same and verify(after).same


def test_the_word_of_a_frame_is_one_of_two() -> None:
    assert {one.word.zh for one in read_frames().values()} == {"抵消", "抵销"}
    for one in read_frames().values():
        assert set(one.kinds) <= set(read_kinds())
        assert (one.credit_years is None) == (one.credit_years_read == "")


def test_a_transfer_is_no_purchase(tmp_path: Path) -> None:
    offset = "{credits: [{kind: personal-actions, tonnes: 2 t CO2e}]}"
    told = answer(tmp_path, offset).offset
    assert told.claims[0]["given"] == 2
    assert [one.id for one in told.notices] == ["credit.unlogged"]
    assert not {"forest.credit-unpriced", "credit.status-unstated"} & {x.id for x in told.notices}


def test_a_drawn_answer_tells_one_range_of_the_removal(tmp_path: Path) -> None:
    found = simulate(answer(tmp_path, "{planted: 2026}"), draws=256, parts=False, threads=1).offset
    ends = (found.claims[0]["low"], found.claims[0]["high"])
    assert ends == (found.removal.low, found.removal.high)
    assert f"({three(ends[0])} to {three(ends[1])})" in found.statement.en
