"""Quantities: what is read, what is refused and in which words, and the laws of units."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from typing import Any, cast

import pytest
import units_table
from hypothesis import example, given
from hypothesis import strategies as st

from carbonmeet.base.errors import UnitError
from carbonmeet.units import (
    KG_CO2E,
    Quantity,
    Unit,
    expected,
    grammar,
    is_co2_only,
    parse_quantity,
    parse_share,
    parse_unit,
    reduce_chain,
    registry,
)
from carbonmeet.units.pinted import user_quantity

TABLE = json.loads((units_table.HOME / "units_table.json").read_text(encoding="utf-8"))
WORDS = [*TABLE["units"], *TABLE["spellings"]]


# ---- the table is what pint says ------------------------------------------------------------


def test_the_table_is_what_the_registry_says() -> None:
    assert units_table.build() == TABLE, "run `python tests/units_table.py`"


def test_every_word_means_what_pint_means() -> None:
    pints = registry()
    ours, theirs = {}, {}
    for word in WORDS:
        scale, _ = pints.get_base_units(pints.UnitsContainer({word: 1}))
        dims = pints.get_dimensionality(pints.UnitsContainer({word: 1}))
        unit = parse_unit(word)
        near = math.isclose(unit.scale, float(str(scale)), rel_tol=1e-15)
        ours[word] = (near, dict(unit.dims))
        theirs[word] = (True, {base.strip("[]"): power for base, power in dims.items()})
    assert len(ours) > 400 and ours == theirs


def test_every_spelling_in_the_registry_can_be_written() -> None:
    for name, (_, spellings) in units_table.definitions().items():
        for word in (name, *spellings):
            assert word == "_" or "_" in word or word in WORDS


def test_reading_a_quantity_does_not_import_pint() -> None:
    code = (
        "import sys; from carbonmeet.units import parse_quantity; parse_quantity('3 万吨');"
        "sys.exit('pint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_pint_gets_the_same_quantity() -> None:
    def in_pint(text: str) -> Any:
        read = parse_quantity(text)
        return user_quantity(read.value, read.unit)

    assert in_pint("5 万千瓦时").to("MWh").magnitude == pytest.approx(50)
    assert in_pint("12 kg CO2e / passenger / km").to("g CO2e / passenger / m").magnitude == (
        pytest.approx(12)
    )
    assert in_pint("-3 degC").magnitude == -3


# ---- text in --------------------------------------------------------------------------------

READ = {
    "12 km": (12, "km"),
    "12km": (12, "km"),
    "-3 degC": (-3, "degC"),
    "36000 m^2": (36000, "m^2"),
    "36000 m**2": (36000, "m^2"),
    "36000 m²": (36000, "m^2"),
    "36000 ㎡": (36000, "m^2"),
    "３６００ 平方米": (3600, "m^2"),
    "3607 亩": (3607, "mu"),
    "3607亩": (3607, "mu"),
    "3 万吨": (30000, "t"),
    "3 万 吨": (30000, "t"),
    "2 亿元": (2e8, "CNY"),
    "5 万千瓦时": (50000, "kWh"),
    "0.6213 亿 m^3": (62130000, "m^3"),
    "4.5 百万人次": (4500000, "person trip"),
    "2 吨标准煤": (2, "tce"),
    "1.2e3 kg": (1200, "kg"),
    "2e6CNY": (2e6, "CNY"),
    "20y": (20, "year"),
    "40%": (40, "%"),
    "40 ％": (40, "%"),
    "3 / day": (3, "1 / day"),
    "600": (600, "1"),
    "4.5万": (45000, "1"),
    "0.45 kWh/m^2/day": (0.45, "kWh / m^2 / day"),
    "5 t/万元": (5, "t / 万 / CNY"),
    "7 人·公里": (7, "person km"),
    "7 人公里": (7, "person km"),
    "7 passenger*km": (7, "passenger km"),
    "7 间×夜": (7, "room night"),
    "0.6 kg CO2e / passenger / km": (0.6, "kg CO2e / passenger / km"),
    "0.6 kgCO₂e/kWh": (0.6, "kg CO2e / kWh"),
    "0.5366 吨二氧化碳/兆瓦时": (0.5366, "t CO2 / MWh"),
    "20 ℃": (20, "degC"),
    "2 km km": (2, "km^2"),
    "2 kg CO2e / kg": (2, "kg CO2e / kg"),
    "80 CNY / t CO2e": (80, "CNY / t / CO2e"),
    "80 元/吨CO₂": (80, "CNY / t / CO2"),
    "80 CNY / t CO2e / year": (80, "CNY / t / CO2e / year"),
    "5 m³": (5, "m^3"),
}


@pytest.mark.parametrize(("text", "value", "unit"), [(t, *r) for t, r in READ.items()])
def test_reads(text: str, value: float, unit: str) -> None:
    assert parse_quantity(text) == Quantity(value, parse_unit(unit))
    assert parse_quantity(text).unit.text == unit


THOUSANDS = "thousands separators are read differently in different countries"
REFUSED = {
    "1 234 kWh": "write 1234: thousands",
    "1\u202f234\u202f567 kWh": "write 1234567: thousands",
    "1,5 km": "write 1.5: thousands",
    "-1,5 km": "write -1.5: thousands",
    "1,234 km": "write 1234 or 1.234: thousands",
    "1,234,567 km": "write 1234567: thousands",
    "1,234,567.8 km": "write 1234567.8: thousands",
    "1 234,5 km": "write 1234.5: thousands",
    "1'234.5 km": "write 1234.5: thousands",
    "0,234 km": "write 0.234: thousands",
    "1_000_000 km": "write 1000000: thousands",
    "": "the quantity is empty",
    "km": "'km' does not begin with a number, as '12 km' does",
    "1 234 kg": THOUSANDS,
    "1,234 kg": THOUSANDS,
    "1\u202f234 kg": THOUSANDS,
    "1'234 kg": THOUSANDS,
    "1_000 kg": THOUSANDS,
    "1.2.3 kg": "a decimal point belongs between digits, and only once",
    "5. km": "a decimal point belongs between digits",
    ".5 km": "write a 0 before the decimal point",
    "010 kg": "a number does not begin with 0",
    "nan kg": "is not a finite number",
    "-inf": "is not a finite number",
    "1e31 kg": "an exponent lies between -30 and 30",
    "1e999999999 kg": "an exponent lies between -30 and 30",
    "1 e5 kg": "no unit 'e5'",
    "٣ km": "write the digits 0 to 9",
    "½ km": "'½' cannot be read here: write a decimal",
    "10⁶ m^2": "'⁶' cannot be read here: write a power of ten as 1e6",
    "10² m": "'²' cannot be read here: write a power of ten as 1e6",
    "5⁻⁶ kg": "'⁶' cannot be read here",
    "10₂ kg": "'₂' cannot be read here",
    "1₀₀ kg": "'₀' cannot be read here",
    "① kg": "'①' cannot be read here",
    "1② kg": "'②' cannot be read here",
    "3 m⁶": "'⁶' cannot be read here",
    "3 m₂": "'₂' cannot be read here",
    "70%%": "there is one '%' too many",
    "70% %": "there is one '%' too many",
    "70% ％": "there is one '%' too many",
    "70%/%": "there is one '%' too many",
    "5‰": "write a share such as 0.001",
    "1,200 people": "write 1200 or 1.2: thousands",
    "5 mt": "write 't' for a metric tonne",
    "5 Mg": "write 't': a megagram is a tonne",
    "5 ML": "a megalitre is 1000 m^3",
    "20000 t C": "carbon is not CO2: multiply it by 44/12",
    "20000 t carbon": "multiply by 44/12",
    "2 million CNY": "write the number in full, or as in 2e6",
    "1.2k": "write the number in full, or as in 1e3",
    "2 per day": "write '/' for it, as in '2 / day'",
    "9 gallons": "a gallon is 3.785 L in the United States",
    "9 therm": "about 29.3 kWh",
    "9 MMBtu": "a million Btu are about 293 kWh",
    "900 sq ft": "a square foot is 0.0929 m^2",
    "2 CNY / km CO2e": "can be read in two ways",
    "2 CNY / t kWh": "can be read in two ways",
    "1/3 day": "the unit contains a number",
    "2 kg 3": "the unit contains a number",
    "1 kg @ 2": "'@' cannot be read here",
    "5 $": "write 'USD'",
    "5 €": "write 'EUR'",
    "5 ¥": "write 'CNY'",
    "9**9**9": "a power is one of ^1 to ^4, directly after a word",
    "3 m^5": "a power is one of ^1 to ^4",
    "3 m^-1": "a power is one of ^1 to ^4",
    "3 m^2^2": "a power is one of ^1 to ^4",
    "10-20 km": "give a range as {value: .., low: .., high: ..}",
    "10 至 20 km": "give a range as",
    "5 ± 1 km": "give a range as",
    "3 ton": "write 't' for a tonne of 1000 kg",
    "3 acre": "an acre is about 6 mu: write 'mu' (1/15 ha) or 'ha'",
    "3 MT": "write 't' for a metric tonne, 'Mt' for a million tonnes",
    "3 C": "write 'degC'",
    "3 month": "a month has no fixed length",
    "3 个月": "a month has no fixed length",
    "3 mile": "a mile is 1.609344 km",
    "3 tC": "multiply by 44/12",
    "3 KWH": "no unit 'KWH'. Did you mean 'kWh'?",
    "3 kilometer2": "no unit 'kilometer2'. Did you mean 'kilometer'?",
    "3 diesl": "no unit 'diesl'",
    "3 kkg": "no unit 'kkg'",
    "3 mkm": "no unit 'mkm'",
    "2 passenger-km": "join units with a space or '*', and write '/' for 'per'",
    "2 kg / passenger km": "after a '/', give every word its own '/'",
    "2 kg / passenger * km": "can be read in two ways",
    "2 kg/(passenger km)": "brackets are not read",
    "2 kg/": "a unit is missing after '/'",
    "2 *kg": "a unit is missing before '*'",
    "2 kg//m": "a unit is missing before '/'",
    "3 万万吨": "has two magnitude words",
    "3 万 亿元": "has two magnitude words",
    "3 元 万": "'万' belongs before the unit",
    "3 kg" + " " * 90: "is longer than 80 characters",
    "3 \u0000kg": "has an invisible character, U+0000",
    "3 kg; import os": "cannot be read here",
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.items(), ids=[repr(t)[:20] for t in REFUSED])
def test_refuses(text: str, reason: str) -> None:
    with pytest.raises(UnitError) as refusal:
        parse_quantity(text)
    assert reason in str(refusal.value)


@pytest.mark.parametrize("thing", [None, 3, b"3 kg", ["3 kg"]])
def test_refuses_what_is_not_text(thing: object) -> None:
    with pytest.raises(UnitError, match="a quantity is expected as text"):
        parse_quantity(cast(str, thing))


@pytest.mark.parametrize(
    ("text", "expect", "message"),
    [
        ("12 kg", "km", "expected a distance such as '12 km', got '12 kg'"),
        ("12", "km", "expected a distance such as '12 km', got '12' without a unit"),
        ("12 m", "m^2", "expected an area such as '400 m^2', got '12 m'"),
        ("2 kWh", "kWh / m^2", "expected a quantity in kWh / m^2 such as '12 kWh / m^2'"),
        ("2 kWh", "1", "expected a plain number such as '0.4', got '2 kWh'"),
        ("2 kg", "t CO2e", "expected an emission such as '12 t CO2e', got '2 kg'"),
    ],
)
def test_says_what_was_expected(text: str, expect: str, message: str) -> None:
    with pytest.raises(UnitError) as refusal:
        parse_quantity(text, expect=expect)
    assert message in str(refusal.value)


def test_examples_of_what_is_expected_can_be_read() -> None:
    for unit in ("km", "m^2", "m^3", "kg", "day", "kWh", "kW", "person", "t CO2e", "1", "1 / day"):
        assert parse_quantity(expected(unit)[1], expect=unit)


def test_conversion_names_both_units() -> None:
    with pytest.raises(UnitError, match="'12 kg' cannot be given in 'km': a mass is not a dist"):
        parse_quantity("12 kg").to("km")


def test_units_that_are_no_units() -> None:
    with pytest.raises(UnitError, match="the unit is empty"):
        parse_unit("")
    assert parse_unit("1").dimensionless
    assert parse_unit("1/day") == parse_unit("/ day")


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        # a mu is a fifteenth of a hectare
        ("3607 亩", "ha", 3607 / 15),
        # 7000 kcal of 4.1868 kJ for every kilogram
        ("1 tce", "GJ", 29.3076),
        ("1 year", "h", 8760),
        ("1 MWh", "GJ", 3.6),
        ("1 kW", "kWh / h", 1),
        ("90 km / h", "m / s", 25),
        ("1 kt", "t", 1000),
        ("1 Mt", "kt", 1000),
        ("1 person / seat", "%", 100),
        ("7%", "1", 0.07),
        ("12 g", "kg", 0.012),
    ],
)
def test_converts(text: str, unit: str, value: float) -> None:
    assert parse_quantity(text).to(unit) == pytest.approx(value, rel=1e-12)


def test_round_conversions_do_not_gain_digits() -> None:
    assert parse_quantity("7%").to("1") == 0.07
    assert parse_quantity("3607 亩").to("ha") == 3607 / 15


# ---- shares and numbers ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "value"), [("40%", 0.4), ("40%", 0.4), ("0.4", 0.4), (0.4, 0.4), (1, 1.0), (0, 0.0)]
)
def test_shares(share: str | float, value: float) -> None:
    assert parse_share(share) == value


@pytest.mark.parametrize(
    ("share", "reason"),
    [
        (60, "got 60. Did you mean '60%'?"),
        ("60", "Did you mean '60%'?"),
        (1.01, "a share lies between 0 and 1 (0% and 100%), got 1.01"),
        (-0.1, "a share lies between 0 and 1"),
        ("140%", "got 140%"),
        (math.nan, "finite"),
        (math.inf, "finite"),
        (True, "not bool"),
        ("3 kg", "a share such as 0.4 or '40%' is expected, got '3 kg'"),
        ("most", "does not begin with a number"),
    ],
)
def test_no_shares(share: str | float, reason: str) -> None:
    with pytest.raises(UnitError) as refusal:
        parse_share(share)
    assert reason in str(refusal.value)


# ---- kg CO2e out ----------------------------------------------------------------------------


def link(name: str, unit: str, exponent: int = 1) -> tuple[str, Unit, int]:
    return name, parse_unit(unit), exponent


def test_a_chain_gives_the_scale_to_kg() -> None:
    amount = parse_unit("vehicle km")
    chain = [link("car.bev", "kWh / vehicle / km"), link("grid", "t CO2 / MWh")]
    assert reduce_chain(amount, chain) == pytest.approx(1)
    assert reduce_chain(parse_unit("passenger km"), [link("air", "g CO2e/passenger/km")]) == (
        pytest.approx(0.001)
    )
    taxi = [link("taxi", "kg CO2e / vehicle / km"), link("occupancy", "passenger / vehicle", -1)]
    assert reduce_chain(parse_unit("passenger km"), taxi) == pytest.approx(1)
    assert reduce_chain(KG_CO2E, []) == 1


@pytest.mark.parametrize(
    ("amount", "chain", "reason"),
    [
        ("kWh", [], "kWh left over: is a grid factor missing from the chain?"),
        ("passenger km", ["kg CO2e / vehicle / km"], "Then divide by an occupancy"),
        ("vehicle km", ["kg CO2e / passenger / km"], "an occupancy (passenger / vehicle)"),
        ("room night", ["kg CO2e / room"], "night left over: is a factor per night missing?"),
        ("room", ["kg CO2e / room / night"], "is the number of nights missing?"),
        ("person night", ["kg CO2e / room / night"], "person / room left over"),
        ("m^2", ["kWh / m^2 / day", "kg CO2e / kWh"], "per day left over: is the duration missing"),
        ("item", ["kg CO2e / kg"], "item / kg left over: is a mass missing"),
        ("kWh", ["kg CO2e / kWh"] * 2, "are there two emission factors in the chain?"),
        ("km", ["CO2e / km"], "per kg left over: is a mass missing"),
        ("1", [], "No number in the chain is in CO2e"),
        ("CNY", [], "CNY left over"),
    ],
)
def test_a_chain_says_what_is_missing(amount: str, chain: list[str], reason: str) -> None:
    with pytest.raises(UnitError) as refusal:
        reduce_chain(parse_unit(amount), [link(f"f{i}", unit) for i, unit in enumerate(chain)])
    assert reason in str(refusal.value)
    assert f"[{amount}]" in str(refusal.value)
    assert all(f"f{i} [{unit}]" in str(refusal.value) for i, unit in enumerate(chain))


@pytest.mark.parametrize(
    ("unit", "only"),
    [("kg CO2/kWh", True), ("kgCO2/kWh", True), ("吨二氧化碳/兆瓦时", True), ("kg CO2e/kWh", False),
     ("kWh", False)],
)  # fmt: skip
def test_co2_is_told_from_co2e(unit: str, only: bool) -> None:
    assert is_co2_only(unit) is only
    assert is_co2_only(parse_unit(unit)) is only


# ---- laws -----------------------------------------------------------------------------------

words = st.sampled_from(WORDS)
powers = st.integers(1, 4)
values = st.floats(-1e12, 1e12).filter(lambda x: x == 0 or abs(x) > 1e-12)


@given(values, words, words)
def test_a_quantity_reads_back(value: float, over: str, under: str) -> None:
    quantity = Quantity(value, parse_unit(over) / parse_unit(under))
    again = parse_quantity(str(quantity))
    assert again.unit.dims == quantity.unit.dims
    assert again.to(quantity.unit.text) == pytest.approx(value, rel=1e-12)


def is_written(unit: Unit) -> bool:
    """Whether somebody may write it: a share of something, 3 km%, and a squared one are slips."""
    over = [(word, power) for word, power in grammar.terms(unit.text) if power > 0]
    return over == [("%", 1)] or "%" not in dict(over)


@example("percent", "percent", 2)
@example("kg", "percent", 1)
@given(words, words, powers)
def test_arithmetic_is_what_the_reader_does(one: str, other: str, power: int) -> None:
    product = parse_unit(one) * parse_unit(other)
    if is_written(product):
        assert parse_unit(product.text) == product
    else:
        with pytest.raises(UnitError, match=r"share has no unit|one '%' too many"):
            parse_unit(product.text)
    if is_written(parse_unit(one) ** power):
        assert parse_unit(f"{one}^{power}").text == (parse_unit(one) ** power).text or (
            one[0] in "".join(grammar.MAGNITUDES)
        )
    assert (product / parse_unit(other)) == parse_unit(one)
    assert (parse_unit(one) ** -1).dims == (parse_unit("1") / parse_unit(one)).dims


@given(values, words)
def test_units_do_not_matter(value: float, word: str) -> None:
    quantity = Quantity(value, parse_unit(word))
    for other in (w for w in TABLE["units"] if parse_unit(w).dims == quantity.unit.dims):
        there = Quantity(quantity.to(other), parse_unit(other))
        assert there.to(word) == pytest.approx(value, rel=1e-12)


@given(values, words)
def test_doubling_doubles(value: float, word: str) -> None:
    once = parse_quantity(f"{value!r} {word}")
    assert (once * parse_quantity("2")).value == 2 * once.value
    assert (once / parse_quantity("2")).unit == once.unit


@given(
    st.one_of(
        st.text(max_size=90), st.from_regex(r"\A[0-9.e+ -]{1,6} ?[a-zA-Z万亿吨人*/^ 0-9%]{0,12}\Z")
    )
)
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (parse_quantity, parse_unit, parse_share):
        try:
            result = read(text)
        except UnitError as refusal:
            assert str(refusal)
        else:
            assert result is not None


@given(
    st.sampled_from(list(READ)), st.sampled_from("@#$€&!?;:,~|\\\"'`<>=_()[]{}\0\x07"), st.data()
)
def test_no_character_is_passed_over(text: str, odd: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    with pytest.raises(UnitError):
        parse_quantity(text[:at] + odd + text[at:])
