"""A workbook in which numbers were changed says what carbonmeet says of the changed scenario."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from openpyxl import load_workbook

import carbonmeet as cm
from carbonmeet.view.faces import formats
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
