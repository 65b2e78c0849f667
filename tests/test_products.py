"""Amounts written as products of several numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import carbonmeet as cm
from carbonmeet.base.errors import InputError
from carbonmeet.reading.amount import In

MEETING = """\
carbonmeet: 2
kind: meeting
title: Products
place: {region: AT}
periods: {m: {start: 2026-09-07, end: 2026-09-10}}
"""
#: A section with an amount as a product, and the same amount as one number.
PAIRS = [
    ("venue: [{period: m, label: A, energy: %s}]", "[50 kW, 4 h / day, 3 day]", "600 kWh"),
    ("venue: [{period: m, label: A, heat: %s}]", "[3000 m^2, 1.5 MJ / m^2]", "4.5 GJ"),
    ("venue: [{period: m, label: A, water: %s}]", "[300 person, 30 L / person]", "9 m^3"),
    ("consumables: [{period: m, item: tshirt, amount: %s}]", "[8 item / day, 3 day]", "24 item"),
    (
        "waste: [{period: m, stream: municipal, amount: %s, treatment: {landfill: 1}}]",
        "[300 person, 1.6 kg / person]",
        "480 kg",
    ),
    (
        "freight: [{period: m, label: A, mass: %s, distance: 500 km, mode: truck}]",
        "[12 item, 400 kg / item]",
        "4.8 t",
    ),
    (
        "activities: [{period: m, source: venue.power, label: A, amount: %s, chain: [grid]}]",
        "[300 person, 40 W / person, 4 h]",
        "48 kWh",
    ),
]


def load(text: str) -> cm.Answer:
    return cm.estimate(MEETING + text)


@pytest.mark.parametrize(("section", "product", "whole"), PAIRS)
def test_a_product_counts_as_the_number_that_it_makes(
    section: str, product: str, whole: str
) -> None:
    parts, one = load(section % product), load(section % whole)
    assert parts.baseline.total.value == pytest.approx(one.baseline.total.value, rel=1e-12)
    assert one.baseline.total.value > 0


def test_every_number_of_a_product_is_an_input_with_a_range_of_its_own() -> None:
    amount = "[300 person, {value: 40 W / person, low: 20 W / person, high: 60 W / person}, 4 h]"
    answer = load(PAIRS[-1][0] % amount)
    [line] = answer.workings.model.lines
    names = [one.id for one, _ in line.activity.amount]
    assert names == [f"activities.A.amount[{spot}]" for spot in range(3)]
    assert [one.low for one, _ in line.activity.amount] == [None, 20, None]


@given(st.lists(st.floats(0.1, 100), min_size=1, max_size=4))
def test_the_order_of_a_product_does_not_matter(values: list[float]) -> None:
    read = In("1", product=True).read
    assert read([str(one) for one in values]).value == pytest.approx(
        read([str(one) for one in reversed(values)]).value
    )


@given(st.lists(st.sampled_from(["measured", "published", "given", "assumed"]), min_size=1))
def test_a_product_is_known_as_well_as_the_weakest_of_its_numbers(bases: list[str]) -> None:
    """A count times a guess is a guess, a count times a published rate no count."""
    parts = [{"value": 2, "basis": one, "note": "so it is"} for one in bases]
    order = ["assumed", "given", "published", "measured"]
    assert In("1", product=True).read(parts).basis == min(bases, key=order.index)


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("[300 person, 40 Wx / person, 4 h]", "amount[1]: no unit 'Wx'"),
        ("[]", "a product of no numbers"),
        ("[300 person, -4 h]", "amount[1]: -4 h is negative"),
        ("[300 person, [2, 3]]", "amount[1]: a quantity such as"),
    ],
)
def test_a_fault_of_a_product_has_its_place(amount: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        load(PAIRS[-1][0] % amount)
    assert said in str(caught.value)


def test_a_product_in_another_unit_is_refused() -> None:
    with pytest.raises(InputError, match="the product is in kg day, and one in kWh is expected"):
        load(PAIRS[0][0] % "[50 kg, 3 day]")


def test_a_list_is_no_amount_where_one_number_is_meant() -> None:
    with pytest.raises(InputError, match="not a list"):
        load("venue: [{period: m, label: A, area: [30 m, 20 m]}]")
