"""A workbook in which numbers were changed says what carbonmeet says of the changed scenario."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from openpyxl import load_workbook

import carbonmeet as cm
from carbonmeet.base.text import Lang, _
from carbonmeet.view.faces import formats
from carbonmeet.view.faces.excel.warning import DRAWN, FIXED
from carbonmeet.view.faces.formats import render

#: Sheet, text of the first cell of a row, column, new value.
Edit = tuple[str, str, int, float]


@pytest.fixture(autouse=True)
def without_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing is slow, and nothing here is drawn."""
    monkeypatch.setattr(formats, "drawer", lambda result, lang: lambda kind, form: None)


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """A workbook as somebody saves it who typed over numbers."""
    book = load_workbook(io.BytesIO(data))
    for sheet, key, column, value in edits:
        [row] = [row for row in book[sheet].iter_rows() if row[0].value == key]
        row[column].value = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _read(value: str) -> dict[str, str]:
    return {"value": value, "basis": "measured"}


def metered(measures: dict[str, float]) -> dict[str, Any]:
    """A meeting whose people were counted and whose halls, bottles and waste were measured."""
    return {
        "carbonmeet": 2,
        "kind": "meeting",
        "title": "Metered",
        "prefer": ["mee", "cpcd", "defra"],
        "place": {"name": "Kunming", "airport": "KMG", "region": "CN-YN"},
        "periods": {"p": {"start": "2024-05-20", "end": "2024-05-22"}},
        "groups": [
            {
                "name": "Delegates",
                "period": "p",
                "people": {"value": 100, "basis": "measured"},
                "nights": 2,
                "travel": [{"mode": "air", "from": "PEK"}],
                "hotel": "hotel.star-4",
                "meals": {"restaurant": "3 / day"},
            }
        ],
        "venue": [{"label": "Hall", "period": "p", "energy": _read("100000 kWh")}],
        "consumables": [{"period": "p", "item": "water-bottle", "amount": _read("900 bottle")}],
        "waste": [
            {
                "period": "p",
                "stream": "municipal",
                "amount": _read("2 t"),
                "treatment": {"incineration": 0.5, "landfill": 0.5},
            }
        ],
        "measures": measures,
    }


#: Some measures of the first programme are not carried out; of the second one leaves so little that
#: nothing is undone.
SOME = {"V3": 0.0, "V4": 0.3, "V1": 0.0, "V2": 0.5, "T6": 0.0, "T2": 0.0, "L4": 0.2}
MANY = {"V3": 1.0, "V4": 0.8, "V1": 0.9, "V2": 0.9, "T6": 0.3, "T2": 1.0, "L4": 0.6}


@pytest.mark.heavy
@pytest.mark.parametrize(("first", "then"), [(SOME, MANY), (MANY | {"T6": 0.85}, SOME)])
def test_what_was_measured_stays_so_whatever_the_uptakes(
    first: dict[str, float], then: dict[str, float], recomputed: Callable[[bytes], Any]
) -> None:
    data = render(cm.estimate(metered(first)), ".xlsx")
    book = recomputed(edited(data, [("uptakes", one, 3, share) for one, share in then.items()]))
    fresh = cm.estimate(metered(then)).workings
    rows = {row[3].value: row for row in book["ledger"].iter_rows(min_row=2)}
    for line, before, after in zip(
        fresh.model.lines, fresh.baseline.kg.tolist(), fresh.residual.kg.tolist(), strict=True
    ):
        row = rows[line.activity.label.get("en")]
        assert row[12].value == pytest.approx(before, rel=1e-9, abs=1e-9)
        assert row[13].value == pytest.approx(after, rel=1e-9, abs=1e-9)
    assert fresh.baseline.total != pytest.approx(cm.estimate(metered(first)).baseline.total.value)


#: Sheets that are tables of the report; all others are what these follow.
TABLES = (
    "summary", "years", "uncertainty", "drivers", "measures", "items", "guide", "GHG Protocol",
    "ISO 14064-1", "NZCE", "GPC", "evidence", "assumed",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["forum-1500", "kunming-2030"])
def test_every_number_follows_or_turns_grey(name: str, lang: Lang) -> None:
    """What holds numbers of the answer and no formulas says so as soon as one is changed."""
    book = load_workbook(io.BytesIO(render(cm.simulate(name, draws=40), ".xlsx", lang)))
    tables = {_(one).get(lang) for one in TABLES} | set(TABLES)
    silent, greys = [], 0
    for sheet in (one for one in book if one.title in tables):
        ranges = [area for one in sheet.conditional_formatting for area in one.sqref.ranges]
        areas = [area.bounds for area in ranges]
        first = [str(cell.value) for [cell] in sheet.iter_rows(max_col=1)]
        told = any(words in one for one in first for words in (FIXED.get(lang), DRAWN.get(lang)))
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            year = isinstance(cell.value, int) and 2000 < cell.value < 2100
            if not isinstance(cell.value, (int, float)) or year:
                continue
            grey = any(a <= cell.column <= c and b <= cell.row <= d for a, b, c, d in areas)
            greys += grey
            if not grey or not told:
                silent.append((sheet.title, cell.coordinate, cell.value))
    assert not silent
    assert greys > 20
    texts = [x.value for sheet in book for row in sheet.iter_rows() for x in row]
    assert [x for x in texts if isinstance(x, str) and re.fullmatch(r"20\d\d", x)] == []


#: Of a scenario: a head count, a measure and its uptake, the key of a factor that is 1.3 times as
#: large.
CHANGES = {
    "cop15-kunming": ("groups.Europe.people", 3000, "T2", 0.9, "air.non-co2-multiplier"),
    "cop15-hybrid": ("groups.Africa.people", 900, "V4", 0.1, "meal.buffet"),
    "kunming-2030": ("transport.residents", 6_000_000, "T3", 0.4, "grid"),
}
#: What stands as carbonmeet computed it, and tables whose rows are sorted by what changes.
ASIDE = {"data", "factors", "check", "evidence", "assumed", "sources"}
#: Columns of the ledger with numbers of carbonmeet, to compare: baseline and difference.
OURS = ("O", "P")


def one_of_each(
    first: cm.Answer, lang: Lang, people: str, count: int, measure: str, share: float, key: str
) -> tuple[bytes, bytes]:
    """A workbook in which three numbers were typed over, and that of the changed scenario."""
    found = first.workings
    factor = next(one for one in found.factors if one.key == key)
    changed = {
        people: count,
        f"measures.{measure}.uptake": share,
        f'factors["{factor.id}"]': 1.3 * factor.value,
    }
    fresh = render(cm.estimate(found.scenario.replace(changed)), ".xlsx", lang)
    book = load_workbook(io.BytesIO(render(first, ".xlsx", lang)))
    named = next(one for one in found.model.inputs if one.id == people).called(lang)
    [row] = [row for row in book[_("data").get(lang)].iter_rows() if row[0].value == named]
    row[1].value = count
    [row] = [row for row in book[_("uptakes").get(lang)].iter_rows() if row[0].value == measure]
    row[3].value = share
    place = sorted(one.id for one in found.factors).index(factor.id)
    book[_("factors").get(lang)].cell(place + 2, 3).value = 1.3 * factor.value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), fresh


@pytest.mark.heavy
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", list(CHANGES))
def test_every_sheet_follows_a_factor_an_uptake_and_a_head_count(
    name: str, lang: Lang, recomputed: Callable[[bytes], Any]
) -> None:
    data, fresh = one_of_each(cm.estimate(name), lang, *CHANGES[name])
    computed, expected = recomputed(data), load_workbook(io.BytesIO(fresh), data_only=True)
    aside, moved = {_(one).get(lang) for one in ASIDE}, 0
    for sheet in (one for one in expected if one.title not in aside):
        found = computed[sheet.title]
        grey = [area.bounds for x in sheet.conditional_formatting for area in x.sqref.ranges]
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            got = found[cell.coordinate].value
            assert not str(got).startswith(("#", "Err:")), (sheet.title, cell.coordinate, got)
            static = any(a <= cell.column <= c and b <= cell.row <= d for a, b, c, d in grey)
            ours = sheet.title == _("ledger").get(lang) and cell.column_letter in OURS
            longer = sheet.title == _("forest").get(lang) and got is None  # a later year of balance
            if not isinstance(cell.value, int | float) or static or ours or longer:
                continue
            assert got == pytest.approx(cell.value, rel=1e-9, abs=1e-8), (
                sheet.title, cell.coordinate)  # fmt: skip
            moved += 1
    assert moved > 1000
    told = {words.get(lang) for words in (FIXED, DRAWN)}
    shown = {cell.value for one in computed for row in one.iter_rows(max_col=1) for cell in row}
    assert told & shown
    assert computed[_("check").get(lang)]["A1"].value == _("formulas and carbonmeet differ").get(
        lang
    )


def enabled(count: int, uptakes: dict[str, float]) -> dict[str, Any]:
    """A hall on which some measures of its file's own act, and one that lifts them."""
    known = {"evidence": "assumed", "note": "a test"}
    where = {"where": {"source": ["venue.power"]}}
    planned = {"uptake": {"value": 0.5, "basis": "assumed", "note": "a test"}}
    ids = [f"V{place}" for place in range(6, 6 + count)]
    avoid = {"area": "venue", "stage": "avoid", "effect": {"do": "avoid", "saving": ["own.saving"]}}
    lift = {"do": "enable", "lifts": ids, "gain": ["own.gain"]}
    appeal = {"id": "P9", "area": "publicity", "name": "Appeal", "stage": "enable", "effect": lift}
    return {
        **{key: value for key, value in metered({}).items() if key in KEPT},
        "venue": [{"label": "Hall", "period": "p", "energy": "100000 kWh"}],
        "factors": [
            {"key": f"own.{name}", "value": value, "unit": "1", **known}
            for name, value in (("saving", 0.1), ("gain", 0.3))
        ],
        "own_measures": [
            *({"id": one, "name": f'=1+1 "{one}"', **avoid, **where, **planned} for one in ids),
            {**appeal, **where, **planned},
        ],
        "measures": dict.fromkeys([*ids, "P9"], 0.5) | uptakes,
    }


KEPT = ("carbonmeet", "kind", "title", "prefer", "place", "periods")


@pytest.mark.heavy
@pytest.mark.parametrize("count", [2, 9])
def test_games_follow_with_their_enablers(count: int, recomputed: Callable[[bytes], Any]) -> None:
    """Of more measures than all sets of which are written down the Shapley values stay."""
    changed = {"V6": 0.9, "P9": 1.0}
    data = render(cm.estimate(enabled(count, {})), ".xlsx")
    book = recomputed(edited(data, [("uptakes", one, 3, share) for one, share in changed.items()]))
    fresh = {one.id: one for one in cm.estimate(enabled(count, changed)).measures}
    rows = {row[0]: row for row in book["measures"].iter_rows(values_only=True) if row[0] in fresh}
    assert len(rows) == count + 1
    for name, one in fresh.items():
        *three, shapley = (x.value for x in (one.alone, one.in_order, one.last_in, one.shapley))
        assert rows[name][4:7] == pytest.approx(three, rel=1e-9, abs=1e-9)
        assert (rows[name][7] == pytest.approx(shapley, rel=1e-9)) == (count == 2)
    assert (FIXED.get("en") == book["measures"]["A1"].value) == (count == 9)
