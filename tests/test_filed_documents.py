"""The documents that are filed: every mix has all three, and nothing is said that is not known."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from matplotlib.text import Text
from test_any_mix import MIXES

from carbonmeet.answer import Answer
from carbonmeet.answer.saved import load_result
from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.cli import main
from carbonmeet.estimation import estimate, simulate
from carbonmeet.offset.kinds import find_frame, read_frames
from carbonmeet.view import figures as charts
from carbonmeet.view.blocks import Document, Table
from carbonmeet.view.bundle import verify
from carbonmeet.view.faces.files import write
from carbonmeet.view.faces.formats import render
from carbonmeet.view.figures import write as write_chart
from carbonmeet.view.pages.documents import DOCUMENTS, build_document
from carbonmeet.view.pages.documents.fields import FIELDS
from carbonmeet.view.pages.documents.rows import entries

with (data_dir("factors") / "sources.csv").open(encoding="utf-8") as _file:
    SOURCES = {row["key"]: row for row in csv.DictReader(_file)}
HEAD = """\
carbonmeet: 2
kind: meeting
title: {en: Forum, zh: 论坛}
place: {name: Kunming, airport: KMG, region: %s}
prefer: [mee, cpcd]
periods: {p: {start: 2026-05-13, end: 2026-05-15}}
groups:
  - {name: {en: G, zh: 甲}, period: p, nights: 3, travel: [{mode: air, from: PEK}],
     people: {value: 200, basis: measured, document: {kind: count, number: R-1}}}
"""
ORGANISER = """\
organiser:
  name: {en: Energy Society, zh: 能源学会}
  venue: {en: Convention Centre, zh: 会展中心}
  contact: {name: {en: Li Hua, zh: 李华}, email: a@example.org}
  preparer: {en: Wang Min, zh: 王敏}
  checker: {en: Zhao Lei, zh: 赵磊}
  evaluator: {en: A body, zh: 某机构}
  published: https://example.org
  evidence: Archive, room 3
  signed: 2026-08-01
"""
RETIRED = (
    "{credits: [{kind: ccer, tonnes: 200 t CO2e, price: 60 CNY/t, vintage: 2024, registry: CCER, "
    "project: P, serials: [A-1, A-200], status: retired, retired: 2026-07-01, beneficiary: Forum}]}"
)


def answer(
    tmp_path: Path, offset: str = "{}", organiser: str = "", region: str = "CN-YN"
) -> Answer:
    path = tmp_path / "m.yaml"
    path.write_text(f"{HEAD % region}{organiser}offset: {offset}\n", encoding="utf-8")
    return estimate(path)


def text(document: Document) -> str:
    return repr(document.sections)


def filled(document: Document) -> dict[str, str]:
    """Entries and their contents."""
    return {
        str(row[0]): str(row[1])
        for block in document.blocks()
        if isinstance(block, Table) and len(block.columns) == 2 and block.id != "open"
        for row in block.rows
    }


@pytest.mark.parametrize("mix", MIXES)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_mix_has_its_documents(tmp_path: Path, mix: str, document: str) -> None:
    found = answer(tmp_path, MIXES[mix][0])
    for lang in ("en", "zh"):
        page = render(found, ".md", lang, document).decode()
        assert found.scenario.title.get(lang) in page
        assert ("待填写" if lang == "zh" else "open") in page
        assert not re.search(r"PAS.?2060|\bNone\b|\bnan\b", page)
    keys = r"\| (offset|organiser)[^|]*"  # a file is written with English keys
    english = re.findall(r"[A-Za-z]{4,}", re.sub(rf"`[^`]*`|https?:\S+|{keys}", "", page))
    assert document == "account" or len(set(english)) < 25, set(english)


@pytest.mark.parametrize("document", ["plan", "declaration"])
def test_credits_that_are_somebody_elses_by_name_are_told_in_the_document(
    tmp_path: Path, document: str
) -> None:
    other = RETIRED.replace("beneficiary: Forum", "beneficiary: Marathon of Kunming")
    said = render(answer(tmp_path, other, ORGANISER), ".md", "en", document).decode()
    assert "credits are for Marathon of Kunming, and neither" in said
    ours = render(answer(tmp_path, RETIRED, ORGANISER), ".md", "en", document).decode()
    assert "credits are for" not in ours


def test_what_is_missing_stays_open_and_is_listed_with_its_key(tmp_path: Path) -> None:
    bare = build_document(answer(tmp_path), "plan")
    assert filled(bare)["Organiser"] == "[open: to be filled in]"
    keys = [row[1] for row in bare.table("open").rows]
    assert {"organiser.name", "organiser.venue", "organiser.preparer", "offset"} <= set(keys)
    assert "organiser.signed" in keys and not bare.sources
    whole = build_document(answer(tmp_path, RETIRED, ORGANISER), "plan")
    assert filled(whole)["Organiser"] == "Energy Society"
    assert "open" not in [one.id for one in whole.sections]


def test_only_what_is_cancelled_and_measured_is_declared(tmp_path: Path) -> None:
    done = build_document(answer(tmp_path, RETIRED, ORGANISER), "declaration", "zh")
    assert done.subtitle == "碳中和自我声明"
    assert "能源学会声明：论坛产生的温室气体排放" in text(done)
    assert filled(done)["抵消完成时间"] == "2026-07-01"
    for change in (
        ("status: retired, retired: 2026-07-01", "status: planned"),
        ("tonnes: 200 t CO2e", "tonnes: 20 t CO2e"),
        ("serials: [A-1, A-200], ", ""),
    ):
        offset = RETIRED.replace(*change).replace(
            "A-200", "A-20" if "20 t" in change[1] else "A-200"
        )
        draft = build_document(answer(tmp_path, offset, ORGANISER), "declaration")
        assert "cannot be declared yet" in draft.subtitle
        assert "have been offset" not in text(draft)


def test_given_actions_are_declared_where_a_log_counts_them(tmp_path: Path) -> None:
    given = "{credits: [{kind: personal-actions, %s}]}"
    rows = [f"2026-05-01,metro,9000 km,{i},Forum" for i in range(400)]
    log = "\n".join(["date,action,amount,id,donated_to", *rows, ""])
    (tmp_path / "log.csv").write_text(log, encoding="utf-8")
    done = build_document(answer(tmp_path, given % "actions: log.csv", ORGANISER), "declaration")
    assert re.search(
        "offset in full by green actions of [0-9.]+ t CO2e that were given", text(done)
    )
    row = done.table("credits").rows[0]
    assert row[1:5] == ("–",) * 4 and row[6] == "given"
    bare = build_document(answer(tmp_path, given % "tonnes: 900 t CO2e", ORGANISER), "declaration")
    assert "given without a log" in text(bare) and "offset in full by" not in text(bare)


def test_an_amount_is_measured_in_every_number_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    half = (HEAD % "CN-YN").replace("from: PEK", "from: PEK, share: 60%")
    half = half.replace(
        "from: PEK, share: 60%}", "from: PEK, share: 60%}, {mode: rail, distance: 9 km}"
    )
    path.write_text(f"{half}{ORGANISER}offset: {RETIRED}\n", encoding="utf-8")
    draft = build_document(estimate(path), "declaration")
    assert (
        "cannot be declared yet" in draft.subtitle
        and "none of the emissions rest on measured" in text(draft)
    )
    known = build_document(estimate(path), "account").table("activity").rows
    assert {row[5] for row in known} == {"given"}


def test_a_draft_names_what_was_not_measured_and_the_days_of_the_event_are_dates(
    tmp_path: Path,
) -> None:
    path, lead = tmp_path / "m.yaml", "not measured, those behind the most tonnes first: "
    hall = "area: {value: 90000 m^2, basis: measured}, intensity: %s kWh / m^2 / day"
    for intensity, named in (
        ("0.45", f"{lead}Hall: energy intensity"),
        ("{value: 0.45 kWh / m^2 / day, basis: measured}", ""),
    ):
        venue = (hall % intensity).replace("} kWh / m^2 / day", "}")
        path.write_text(
            f"{HEAD % 'CN-YN'}{ORGANISER}venue: [{{period: p, label: Hall, {venue}}}]\n"
            f"offset: {RETIRED}\n",
            encoding="utf-8",
        )
        draft = build_document(estimate(path), "declaration")
        assert named in text(draft) and bool(named) == (lead in text(draft))
        rows = build_document(estimate(path), "account").table("activity").rows
        known = {row[5] for row in rows if "Hall" in row[1]}
        assert known == {"given" if named else "measured"}


def test_what_a_measure_is_planned_to_save_is_not_measured(tmp_path: Path) -> None:
    path, slept = tmp_path / "m.yaml", "nights: {value: 3, basis: measured}, hotel: hotel.star-4"
    head = (HEAD % "CN-YN").replace("nights: 3, travel: [{mode: air, from: PEK}]", slept)
    for uptake, said in (("60%", "as planned"), ("{value: 60%, basis: measured}", "carried out")):
        path.write_text(
            f"{head}{ORGANISER}measures: {{L6: {uptake}}}\noffset: {RETIRED}\n", encoding="utf-8"
        )
        found = build_document(estimate(path), "declaration")
        assert ("how far L6 was carried out" in text(found)) == (said == "as planned")
        assert f"saved by measures{', ' if 'as' in said else ' that were '}{said}" in text(found)
        assert ("draft" in found.subtitle) == (said == "as planned")


def test_a_cost_of_which_a_part_has_no_price_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    offset = "{planted: 2026, %scredits: [{kind: ccer, tonnes: 20 t CO2e, price: 60 CNY/t}]}"
    for planting, told in (("", "(without a price, and left out: planting)"), ("x", "")):
        made = answer(tmp_path, offset % (planting and "planting_cost: 3500 CNY/mu, "))
        cost = filled(build_document(made, "plan"))["Cost of offsetting"]
        found = shown(capsys, ["plan", str(tmp_path / "m.yaml"), "--budget", "9 CNY"])
        for text_of in (cost, " ".join(found.split())):
            assert told in text_of and bool(told) == ("left out" in text_of)


def test_what_was_not_held_is_not_declared(tmp_path: Path) -> None:
    path, days = tmp_path / "m.yaml", "{p: {start: 2026-05-13, end: 2026-05-15%s}}"
    for never, said in ((", counterfactual: true", True), ("", False)):
        head = (HEAD % "CN-YN").replace(days % "", days % never)
        path.write_text(f"{head}{ORGANISER}offset: {RETIRED}\n", encoding="utf-8")
        found = build_document(estimate(path), "declaration")
        assert ("what was not held is counted with it: p" in text(found)) is said
        assert ("draft" in found.subtitle) is said


def test_a_plan_tells_how_likely_its_offset_is_enough(tmp_path: Path) -> None:
    name = "How likely that is enough"
    path = tmp_path / "m.yaml"
    many = "{credits: [{kind: ccer, tonnes: %s t CO2e}]}"
    for offset, told in (
        (many % 9000, "above"),
        (many % 1, "below"),
        ("{planted: 2026, stand: rule-1t-per-mu}", "not known: the growth of the forest"),
    ):
        path.write_text(f"{HEAD % 'CN-YN'}offset: {offset}\n", encoding="utf-8")
        made = simulate(path, draws=40)
        assert filled(build_document(made, "plan"))[name].startswith(told)
    assert "--draws" in filled(build_document(estimate(path), "plan"))[name]
    path.write_text(HEAD % "CN-YN", encoding="utf-8")
    assert name not in filled(build_document(estimate(path), "plan"))


def test_what_is_not_complete_is_not_open(tmp_path: Path) -> None:
    for offset in ("{planted: 2026}", RETIRED.replace("tonnes: 200", "tonnes: 20")[:-1] + "}"):
        offset = offset.replace("A-200", "A-20")
        draft = build_document(answer(tmp_path, offset, ORGANISER), "declaration", "zh")
        assert filled(draft)["抵消完成时间"] == "未完成：文首所列条件尚未满足"


def test_the_guide_table_of_an_account_tells_two_kinds_of_waste_apart(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    waste = (
        "waste: [{period: p, stream: municipal, amount: 9 t, "
        "treatment: {incineration: 50%, landfill: 50%}}]\n"
    )
    path.write_text(f"{HEAD % 'CN-YN'}{waste}", encoding="utf-8")
    rows = build_document(estimate(path), "account", "zh").table("categories").rows
    names = [row[0] for row in rows]
    assert len(names) == len(set(names)) > 2
    page = render(estimate(path), ".md", "zh", "account").decode()
    assert "@misc" not in page  # its publications stand in a table


def test_what_is_not_known_is_not_nought_and_a_meter_is_told(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    hall = "venue: [{period: p, label: Hall, energy: {value: 900 kWh, basis: measured}}]\n"
    path.write_text(
        f"{HEAD % 'CN-YN'}{hall}measures: {{V3: 50%, others: none}}\n", encoding="utf-8"
    )
    made = estimate(path)
    said = text(build_document(made, "account"))
    assert "Biogenic CO2: not known" in said and "A meter reads what the measures have left" in said
    assert made.quality.amount["measured"] > 0


@pytest.mark.parametrize(
    "change",
    [
        ("registry: CCER", "registry: '  '"),
        ("serials: [A-1, A-200]", "serials: hello"),
        ("retired: 2026-07-01", "retired: 2039-07-01"),
    ],
)
def test_blank_and_late_proof_is_no_proof(tmp_path: Path, change: tuple[str, str]) -> None:
    """And a draft says beside "cannot declare yet" nowhere that the emissions are covered."""
    assert change[0] in RETIRED
    draft = build_document(answer(tmp_path, RETIRED.replace(*change), ORGANISER), "declaration")
    assert "cannot be declared yet" in draft.subtitle
    said = text(draft)
    assert "have been offset" not in said and "are covered by" not in said


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("end: 2026-05-15", "end: 2039-05-15"), "the event is still to come: it ends on 2039"),
        (("signed: 2026-08-01", "signed: 2026-05-14"), "signed on 2026-05-14, before the end"),
        (("signed: 2026-08-01", "signed: 2039-08-01"), "the day of signature, 2039-08-01, has not"),
        (("{start: 2026-05-13, end: 2026-05-15}", "{year: 2026}"), "is not said"),
        (
            ("signed:", "completed: 2026-05-01\n  signed:"),
            "2026-05-01, before the end of",
        ),
        (
            ("signed:", "completed: 2026-06-01\n  signed:"),
            "2026-06-01, before credits were",
        ),
        (("signed:", "completed: 2026-09-01\n  signed:"), "2026-09-01, after the day of signature"),
        (("tonnes: 200 t CO2e", "tonnes: 200 t CO2e"), ""),
    ],
)
def test_days_that_cannot_be_declare_nothing(
    tmp_path: Path, change: tuple[str, str], why: str
) -> None:
    path = tmp_path / "m.yaml"
    whole = f"{HEAD % 'CN-YN'}{ORGANISER}offset: {RETIRED}\n"
    assert change[0] in whole
    path.write_text(whole.replace(*change), encoding="utf-8")
    found = build_document(estimate(path), "declaration")
    assert ("cannot be declared yet" in found.subtitle) is bool(why)
    assert why in text(found)
    # a day of completion stands bare only where the offsetting is complete
    done = filled(found)["When the offsetting was complete"]
    assert (done == "2026-07-01") is not bool(why)
    assert "as the organiser says" in done or "completed" not in change[1]


def test_what_is_still_owed_is_less_only_by_what_is_cancelled(tmp_path: Path) -> None:
    """A table beside "not covered by cancelled credits" counts credits to come as little as it."""
    planned = "{planted: 2026, credits: [{kind: ccer, tonnes: 40 t CO2e, status: planned}]}"
    found = build_document(answer(tmp_path, planned, ORGANISER), "declaration")
    emitted = found.table("by-source").foot[0][1]  # one column: nothing is reduced
    assert found.table("forest-years").rows[0][3] == pytest.approx(emitted)
    assert "Credits of 40 t CO2e that are not cancelled yet are not taken off" in text(found)
    retired = planned.replace("status: planned", "status: retired, retired: 2026-07-01")
    bought = build_document(answer(tmp_path, retired, ORGANISER), "declaration")
    assert bought.table("forest-years").rows[0][3] == pytest.approx(emitted - 40)


def test_a_forest_is_never_declared_as_done(tmp_path: Path) -> None:
    found = build_document(answer(tmp_path, "{planted: 2026}", ORGANISER), "declaration")
    assert "cannot declare yet" in text(found) and "to be compensated by 20" in text(found)
    assert filled(found)["Coordinates"] == "[open: to be filled in]"


def test_a_declaration_carries_what_takes_back_its_forest(tmp_path: Path) -> None:
    """What is claimed elsewhere, planted anyway, or lost again is told and never offered."""
    doubted = "{planted: 2026, exclusive: false, additional: false}"
    said = text(build_document(answer(tmp_path, doubted, ORGANISER), "declaration"))
    allowed = said.partition("May be said")[2].partition("May not be said")[0]
    assert "to be compensated by" not in allowed
    assert "the forest would have been planted anyway, its removals are also claimed" in said
    assert "the removals are also claimed elsewhere: they are counted twice" in said
    cut = build_document(answer(tmp_path, "{planted: 2026, stand: larch-weichang}"), "declaration")
    allowed = text(cut).partition("May be said")[2]
    assert "What has been compensated does not stay so: by the end of 2047" in allowed
    assert "thinned at the age of 14" in text(cut) and "has no price" not in text(cut)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_only_what_was_read_is_worded_as_a_rule(tmp_path: Path, document: str) -> None:
    with (data_dir("factors") / "documents.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["document"] == document]
    remembered = {row["name_en"] for row in rows if row["read"] == "remembered"}
    found = build_document(answer(tmp_path, "{planted: 2026}"), document)
    basis = {(row[0], row[1]): row[2] for row in found.table("basis").rows}
    for (name, by), known in basis.items():
        if name in remembered and "article 6" not in str(by):
            assert known == "remembered, not read", (name, by)
    assert all(row["locator_zh"] for row in rows if row["read"] != "ours")
    for row in rows:
        if row["read"] == "read":
            assert "table of contents" not in row["locator"]
            known = SOURCES[row["source"]]["note"]
            assert not re.search("table of contents read|News text|re-post", known), row


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("mix", ["", "CREDIT", "both"])
def test_every_open_cell_is_counted_and_listed_with_a_key(
    tmp_path: Path, document: str, mix: str
) -> None:
    bare = "{kind: ccer, tonnes: 20 t CO2e}"
    offset = {
        "": "{}",
        "CREDIT": f"{{credits: [{bare}, {bare}]}}",
        "both": f"{{parcels: [{{id: X, area: 9 mu, planted: 2026}}], credits: [{bare}]}}",
    }[mix]
    made = answer(tmp_path, offset)
    found = build_document(made, document)
    page = render(made, ".md", "zh", document).decode()
    marked = page.count("【待填写】")
    assert marked == sum(row[2] for row in found.table("open").rows)
    assert f"有{marked}项待填写" in page
    listed = {str(row[0]): row[1] for row in found.table("open").rows}
    if mix and document != "account":
        assert listed["Record of credits: Registry"] == "offset.credits[].registry"
        assert listed["Record of credits: Status"] == "offset.credits[].status"
    if mix == "both" and document != "account":
        assert listed["The forest: Certified by"] == "offset.parcels[].certifier"
    assert "Who confirmed it, if anybody" not in listed  # nobody has to


def test_a_document_names_the_rules_that_ask_for_its_entries_and_no_other(tmp_path: Path) -> None:
    """An account that rests on contents pages is not set out after the guide."""
    head = text(build_document(answer(tmp_path), "account")).partition("The event")[0]
    assert "contents page read: DB5101/T 41-2018, 8.1" in head and "Set out after" not in head
    assert "as others report it: Guide of 2019, article 9" in text(
        build_document(answer(tmp_path), "plan")
    )


def test_every_entry_can_be_filled() -> None:
    for frame in read_frames():
        for document in DOCUMENTS:
            for one in entries(document, find_frame(frame)):
                assert one.field in FIELDS, one.field


def test_the_word_of_the_frame_goes_through(tmp_path: Path) -> None:
    offset = RETIRED.replace("{credits", "{frame: guangdong-2026, credits")
    for document in DOCUMENTS:
        page = render(answer(tmp_path, offset, ORGANISER), ".md", "zh", document).decode()
        assert "抵消" not in page.replace("抵消量注销证明", "")
        assert document == "account" or "抵销" in page


def test_guangdong_lists_the_measures_of_its_four_fields(tmp_path: Path) -> None:
    taken = "measures: {T6: 20%, others: none}\n"
    fields = ("Transport: T6", "Venue: no measure acts on it", "Catering: ", "Consumables: ")
    for frame, wanted in (("guangdong-2026", True), ("beijing-2021", False)):
        made = answer(tmp_path, f"{{frame: {frame}, planted: 2026}}", taken)
        told = text(build_document(made, "plan"))
        assert "Reduction measures" in told
        assert [one in told for one in fields] == [wanted] * 4


def shown(capsys: pytest.CaptureFixture[str], command: list[str]) -> str:
    """What a command prints."""
    with pytest.raises(SystemExit) as left:
        main(command)
    assert not left.value.code
    return capsys.readouterr().out


def test_the_word_of_the_frame_goes_through_every_face_and_leaves_what_a_user_wrote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "m.yaml"
    offset = "{frame: guangdong-2026, planted: 2026, credits: [{kind: ccer, tonnes: 9 t CO2e}]}"
    head = (HEAD % "CN-YN").replace("zh: 甲", "zh: 抵消组")
    path.write_text(f"{head}offset: {offset}\n", encoding="utf-8")
    made = estimate(path)
    run = ["estimate", str(path), "--lang", "zh", "--draws", "40"]
    pages = [
        render(made, ".md", "zh").decode(),
        str(made.to_dict()["offset"]),
        str(write_chart(made, "forest", tmp_path / "f.svg", lang="zh")[2].read_text("utf-8")),
        *(shown(capsys, [*run, *more]) for more in ([], ["--full"])),
        " ".join(one.get_text() for one in charts.forest(made, lang="zh").findobj(Text)),
    ]
    for page in pages:
        assert "抵消" not in page.replace("抵消组", "") and "抵销" in page
    assert "抵消组" in pages[0]
    priced = offset.replace("t CO2e}", "t CO2e, price: 60 CNY/t}")
    path.write_text(f"{head}offset: {priced}\n", encoding="utf-8")
    costs = shown(capsys, ["plan", str(path), "--budget", "9 CNY", "--lang", "zh"])
    assert "抵销费用" in costs and "抵消" not in costs
    path.write_text(f"{head}offset: {{planted: 2026}}\n", encoding="utf-8")
    assert "抵销" not in render(estimate(path), ".md", "zh").decode()


def test_what_a_document_prints_of_the_file_may_be_said_in_both_languages(tmp_path: Path) -> None:
    two = {
        "offset": ("registry", "project", "beneficiary", "by"),
        "land": ("place", "coordinates", "certifier", "planting_plan", "monitoring_plan"),
        "organiser": ("dates", "published", "evidence", "management_plan"),
    }
    said = {
        part: ", ".join(f"{name}: {{en: english {name}, zh: 中文 {name}}}" for name in names)
        for part, names in two.items()
    }
    credit, by = said["offset"].rsplit(", by:", 1)
    offset = (
        f"{{frame: iso-14068-1, planted: 2026, area: 1 mu, {said['land']}, "
        f"verified: [{{year: 2026, tonnes: 1 t CO2e, by: {by}}}], credits: [{{kind: ccer, "
        f"tonnes: 9 t CO2e, status: retired, retired: 2026-07-01, {credit}}}]}}"
    )
    made = answer(tmp_path, offset, f"organiser: {{{said['organiser']}}}\n")
    pages = {lang: text(build_document(made, "declaration", lang)) for lang in ("en", "zh")}
    for name in (name for names in two.values() for name in names):
        assert f"english {name}" in pages["en"] and f"中文 {name}" in pages["zh"], name
    assert "中文" not in pages["en"] and "english" not in pages["zh"]
    saved = load_result(made.save(tmp_path / "r.json"))
    assert verify(saved).same
    assert saved.offset.credits[0]["project"] == {"en": "english project", "zh": "中文 project"}
    plain = "{credits: [{kind: ccer, tonnes: 9 t CO2e, registry: R, project: ' '}]}"
    (credit,) = answer(tmp_path, plain).offset.credits
    assert (credit["registry"], credit["project"]) == ("R", None)


def test_iso_is_claimed_for_events_alone(tmp_path: Path) -> None:
    offset = RETIRED.replace("{credits", "{frame: iso-14068-1, credits")
    found = build_document(answer(tmp_path, offset, ORGANISER), "declaration")
    # what the standard asks for and the file lacks stands at the head, and nothing is stated
    assert found.subtitle == "Statement under ISO 14068-1:2023 (draft: cannot be declared yet)"
    assert "have been offset" not in text(found)
    asked = next(row for row in found.table("declaration-iso").rows if "Reductions" in str(row[0]))
    assert asked[1] == "not met: nothing is reduced before it is offset"
    lacks = "nothing is reduced before it is offset; no carbon neutrality management plan is named"
    assert f"ISO 14068-1:2023”: {lacks}" in text(found)
    assert "independently verified" not in text(found)
    slept = "nights: {value: 3, basis: measured}, hotel: hotel.star-4, travel"
    reduced = f"{HEAD % 'CN-YN'}measures: {{L6: 60%}}\n".replace("nights: 3, travel", slept)
    plan = ORGANISER + "  management_plan: https://example.org/pathway\n"
    path = tmp_path / "m.yaml"
    path.write_text(f"{reduced}{plan}offset: {offset}\n", encoding="utf-8")
    whole = build_document(estimate(path), "declaration")
    assert whole.subtitle == "Statement under ISO 14068-1:2023"
    assert "independently verified”" in text(whole) and "open" not in [x.id for x in whole.sections]
    bare = build_document(answer(tmp_path, offset), "declaration")
    assert "independently verified" not in text(bare)  # nobody is named who verified it
    with pytest.raises(CarbonmeetError, match="territories"):
        build_document(estimate("kunming-2023"), "declaration")


def test_the_account_lists_papers_and_categories(tmp_path: Path) -> None:
    found = build_document(answer(tmp_path, "{}", ORGANISER), "account")
    keys = {row[8] for row in found.table("factors").rows}
    assert {row[0] for row in found.table("sources").rows} == keys
    assert "count R-1" in [row[-1] for row in found.table("activity").rows]
    assert found.table("categories").foot[0][1] == pytest.approx(
        answer(tmp_path).baseline.total.value
    )
    assert [row[5] for row in found.table("activity").rows] == ["measured"]


def test_chinese_standards_ask_for_nothing_outside_china(tmp_path: Path) -> None:
    for document in DOCUMENTS:
        for frame, foreign in (("none", True), ("mee-2019", False)):
            found = build_document(answer(tmp_path, f"{{frame: {frame}}}", ORGANISER), document)
            asked = repr([one for one in found.sections if one.id == "basis"])
            assert foreign is not bool(re.search("DB5101|T/GDLC|GB/T|Guide of 2019", asked))


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_documents_are_files(tmp_path: Path, suffix: str) -> None:
    pytest.importorskip("docx")
    made = answer(tmp_path, RETIRED, ORGANISER)
    path = write(made, tmp_path / f"d{suffix}", lang="zh", document="declaration")
    data = path.read_bytes()
    assert data == render(made, suffix, "zh", "declaration")
    if suffix == ".docx":
        import docx

        said = "\n".join(x.text for x in docx.Document(io.BytesIO(data)).paragraphs)
        assert "能源学会声明" in said and "目录" not in said.split("\n")  # no table of contents
    else:
        assert "能源学会声明" in data.decode() and "<nav" not in data.decode()


def test_what_is_no_document_is_refused(tmp_path: Path) -> None:
    made = answer(tmp_path)
    with pytest.raises(CarbonmeetError, match="Did you mean 'declaration'"):
        render(made, ".html", "en", "declarations")
    with pytest.raises(CarbonmeetError, match="is written as"):
        render(made, ".xlsx", "en", "plan")


@pytest.mark.parametrize("frame", ["none", "iso-14068-1", "beijing-2021", "guangdong-2026"])
def test_no_frame_leaves_the_footprint_out(tmp_path: Path, frame: str) -> None:
    found = answer(tmp_path, f"{{frame: {frame}, planted: 2026}}", ORGANISER)
    for document, wanted in {
        "plan": {"Name of the event", "Estimated emissions", "Reduction measures"},
        "account": {"Emissions", "Share of the activity data that is measured"},
        "declaration": {"Name of the event", "Organiser", "Emissions", "Location of the forest"},
    }.items():
        listed = filled(build_document(found, document))
        assert wanted <= listed.keys()
        assert any("t CO2e" in str(text) for text in listed.values())
