"""The kernel: hand calculations first, then laws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from bench import (
    catalogue,
    improve,
    link,
    measure,
    model,
    online,
    rooms,
    shift,
    total,
    trips,
)
from hypothesis import given
from hypothesis import strategies as st

from carbonmeet.base.errors import ModelError, UnitError
from carbonmeet.base.text import Label
from carbonmeet.catalogue.measure import Measure
from carbonmeet.kernel import Model, compile_model
from carbonmeet.kernel.attribution import attribute, coalitions
from carbonmeet.kernel.programmes import all_programmes, block_totals
from carbonmeet.kernel.steps import Scale, Shift
from carbonmeet.numbers.activity import Activity
from carbonmeet.numbers.number import Number
from carbonmeet.units import parse_unit

# by hand


def test_baseline_by_hand() -> None:
    # 1000 passenger km * 0.2; 100 * 3 / 1.5 room-nights * 60 kWh * 0.5
    assert total(model([trips()])) == pytest.approx(200.0, rel=1e-15)
    assert total(model([rooms()])) == pytest.approx(200 * 60 * 0.5, rel=1e-15)


def test_ten_and_eight_percent_make_seventeen_point_two() -> None:
    found = model([trips()], [improve("A", "s.0100"), improve("B", "s.0080")])
    assert 1 - total(found, [1, 1]) / total(found) == pytest.approx(0.172, abs=1e-12)


def test_shift_moves_the_share_to_the_other_chain() -> None:
    found = model([trips()], [shift("T", "modes/bus", "s.0300")])
    assert total(found, [1]) == pytest.approx(700 * 0.2 + 300 * 0.05)


def test_a_share_is_never_below_0_and_a_saving_may_be() -> None:
    both = [shift("A", "modes/bus", "s.0700"), improve("B", "s.0100")]
    found = model([trips()], both)
    inputs = {one.id.split("@")[0]: i for i, one in enumerate(found.inputs)}
    x = np.repeat(found.values[None, :], 2, axis=0)
    x[0, inputs["s.0700"]], x[1, inputs["s.0100"]] = -0.4, -0.4
    moved, saved = found.totals([1, 1], x)[:, 0]
    # nobody gets off a bus that no one is on; what takes the place of a thing may emit more
    assert moved == pytest.approx(1000 * 0.2 * 0.9)
    assert saved == pytest.approx(1000 * 1.4 * (0.3 * 0.2 + 0.7 * 0.05))
    assert found.run([1, 1], x).min() >= 0


def test_what_divides_has_a_range_above_0() -> None:
    sharing, _ = link("sharing")
    for low in (0.0, -1.0):
        wide = replace(sharing, low=low, high=2.0)
        line = replace(rooms(), amount=(*rooms().amount[:2], (wide, -1)))
        with pytest.raises(ModelError, match=f"range of sharing@.* reaches {low:g} and something"):
            model([line])


def test_pool_is_scaled_to_the_whole_and_noticed() -> None:
    both = [shift("A", "modes/bus", "s.0700"), shift("B", "modes/metro", "s.0600")]
    found = model([trips()], both)
    # nobody is left in a taxi: 7/13 by bus, 6/13 by metro
    assert total(found, [1, 1]) == pytest.approx(1000 * (0.05 * 7 + 0.01 * 6) / 13)
    [(pool, line, demand)] = found.crowded([1, 1])
    assert (pool, line, demand) == ("local-trips", 0, pytest.approx(1.3))
    assert found.crowded([1, 0]) == []


def test_two_pools_on_one_line_are_refused() -> None:
    with pytest.raises(ModelError, match="give them one pool"):
        model(
            [trips()],
            [shift("A", "modes/bus", "s.0100"), shift("B", "modes/metro", "s.0100", pool="x")],
        )


def test_a_shuttle_breaks_even_at_its_load() -> None:
    # 1 kg / (40 seats * 0.125) = 0.2 kg per passenger km, as much as the taxi
    full = model([trips()], [shift("A", "modes/shuttle", "s.0500")])
    empty = model([trips()], [shift("A", "modes/empty-shuttle", "s.0500")])
    assert total(full, [1]) < total(full)
    assert total(empty, [1]) == pytest.approx(500 * 0.2 + 500 * 1.0 / (40 * 0.1))
    assert total(empty, [1]) > total(empty)


def test_green_power_replaces_the_grid_in_the_chain() -> None:
    c1 = measure(
        "C", "power", effect={"do": "shift", "share": ["s.1000"], "link": {"grid": "green"}}
    )
    found = model([rooms(), trips()], [c1])
    assert total(found, [0.25]) == pytest.approx(6000 * 0.75 + 200)


def test_remote_attendance_scales_what_people_cause_and_adds_hours_online() -> None:
    t6 = measure(
        "T", "attendance",
        effect={"do": "avoid", "saving": ["s.1000"], "wakes": ["remote"]},
        where={"tags": ["attendee"]},
    )  # fmt: skip
    found = model([rooms(), trips(), online()], [t6])
    assert total(found) == pytest.approx(6200.0)  # the dormant hours do not count
    assert total(found, [0.4]) == pytest.approx(6200 * 0.6 + 0.4 * 100 * 18 * 0.1)


def test_an_enabler_lifts_others_and_owns_what_it_enables() -> None:
    p3 = measure("P", "enable", effect={"do": "enable", "lifts": ["A"], "gain": ["s.0100"]})
    found = model([trips()], [improve("A", "s.0500"), p3])
    assert total(found, [0.5, 0]) == pytest.approx(200 * (1 - 0.25))
    assert total(found, [0.5, 1]) == pytest.approx(200 * (1 - 0.5 * 1.1 * 0.5))
    assert total(found, [1.0, 1]) == pytest.approx(100.0)  # nobody can do more than everything
    assert total(found, [0, 1]) == pytest.approx(200.0)
    share = attribute(found, [0.5, 1])
    assert share.last_in[1] == pytest.approx(200 * 0.5 * 0.05)
    assert share.alone[1] == 0.0
    assert share.shapley[1] == pytest.approx(200 * 0.5 * 0.05 / 2)


def test_a_measure_that_began_in_2024_saves_nothing_in_2021() -> None:
    late = improve("A", "s.0500", start=date(2024, 5, 13))
    assert total(model([trips(year=2021)], [late]), [1]) == 200.0
    assert total(model([trips(year=2024)], [late]), [1]) == pytest.approx(100.0)
    before = trips(year=2024, end=date(2024, 5, 12))
    assert total(model([before], [late]), [1]) == 200.0


def test_an_enabler_that_began_in_2024_lifts_nothing_in_2021() -> None:
    effect = {"do": "enable", "lifts": ["A"], "gain": ["s.0100"]}
    late = measure("P", "enable", effect=effect, start=date(2024, 5, 13))
    both = [trips(name="then", year=2021), trips(name="now", year=2025)]
    found = model(both, [improve("A", "s.0500"), late])
    np.testing.assert_allclose(found.run([0.5, 1])[0], [200 * 0.75, 200 * (1 - 0.275)])
    share = attribute(found, [0.5, 1])
    assert share.shapley[1] == pytest.approx(200 * 0.025 / 2)


def test_reach_and_known_parameters() -> None:
    row = measure("V", "improve", reach=["s.0400"], effect={"do": "improve", "saving": ["s.0500"]})
    assert total(model([trips()], [row]), [1]) == pytest.approx(200 * (1 - 0.2))
    knows = trips(known={"s.0400": Number(("end_uses", "hvac"), 0.8, parse_unit("1"))})
    assert total(model([knows], [row]), [1]) == pytest.approx(200 * (1 - 0.4))


def test_where_chooses_the_lines() -> None:
    only = improve("A", "s.0500", where={"source": ["lodging"], "without": ["local"]})
    assert total(model([rooms(), trips()], [only]), [1]) == pytest.approx(3000 + 200)


def test_a_parameter_with_a_unit_left_over_is_refused() -> None:
    row = measure("V", "improve", effect={"do": "improve", "saving": ["degrees"]})
    with pytest.raises(UnitError, match="not a plain share"):
        model([trips()], [row])


def test_a_chain_that_lacks_its_grid_says_so() -> None:
    lacking = Activity(
        "lodging", "p", Label("rooms"), ((Number(("n",), 2, parse_unit("room night")), 1),),
        parse_unit("room night"), (link("hotel"),),
    )  # fmt: skip
    with pytest.raises(UnitError, match="is a grid factor missing"):
        model([lacking])


def test_an_amount_in_the_wrong_unit_is_refused() -> None:
    wrong = Activity(
        "lodging", "p", Label("rooms"), ((Number(("n",), 2, parse_unit("person night")), 1),),
        parse_unit("room night"), (link("hotel"), link("grid")),
    )  # fmt: skip
    with pytest.raises(UnitError, match="rooms: the amount comes out in"):
        model([wrong])


def test_dividing_by_a_zero_input_is_refused() -> None:
    zero = Activity(
        "lodging", "p", Label("x"), ((Number(("n",), 0.0, parse_unit("person / room")), -1),),
        parse_unit("room / person"), (),
    )  # fmt: skip
    with pytest.raises(ModelError, match="n is zero"):
        model([zero])


def test_one_name_for_two_numbers_is_refused() -> None:
    with pytest.raises(ModelError, match="two different numbers are both called 'trips'"):
        model([trips(1.0), trips(2.0)])


def test_rows_that_do_not_fit_are_refused() -> None:
    found = model([trips()], [improve("A", "s.0100")])
    with pytest.raises(ModelError, match="1 measures and 3 inputs"):
        found.run([[0.1, 0.2]])
    with pytest.raises(ModelError, match="rows of numbers are expected"):
        found.run([["all"]])
    with pytest.raises(ModelError, match="do not pair"):
        found.run(np.zeros((3, 1)), np.ones((2, 3)))


# laws

SAVINGS = ["s.0000", "s.0100", "s.0250", "s.0500", "s.0900", "s.1000"]


@st.composite
def worlds(
    draw: st.DrawFn, most: int = 6, harmful: bool = False, late: bool = False
) -> tuple[list[Activity], list[Measure]]:
    """Lines and measures; where `late`, on both sides of days on which measures begin."""
    years = st.sampled_from([2019, 2021, 2023, 2025]) if late else st.just(2021)
    starts = st.sampled_from([None, date(2020, 1, 1), date(2024, 5, 13)]) if late else st.none()
    activities = [
        trips(
            draw(st.floats(1, 1e5)),
            f"t{i}",
            tags=draw(st.sets(st.sampled_from("abc"))),
            year=draw(years),
        )
        for i in range(draw(st.integers(1, 3)))
    ] + [rooms(draw(st.floats(1, 1e4)), f"r{i}") for i in range(draw(st.integers(0, 2)))]
    measures = []
    for number in range(draw(st.integers(1, most))):
        name = f"M{number}"
        kind = draw(st.sampled_from(["improve", "avoid", "shift", "power", "enable"]))
        where = {"tags": draw(st.sampled_from([[], [], ["a"], ["b"]]))}
        saving = draw(st.sampled_from([*SAVINGS, *(["worse"] if harmful else [])]))
        if kind in ("improve", "avoid"):
            stage = "improve" if kind == "improve" else "avoid"
            measures.append(
                measure(name, stage, effect={"do": kind, "saving": [saving]}, where=where)
            )
        elif kind == "shift":
            target = draw(st.sampled_from(["modes/bus", "modes/metro"]))
            measures.append(shift(name, target, draw(st.sampled_from(SAVINGS)), where=where))
        elif kind == "power":
            effect = {
                "do": "shift",
                "share": [draw(st.sampled_from(SAVINGS))],
                "link": {"grid": "green"},
            }
            measures.append(measure(name, "power", effect=effect, pool="power"))
        else:
            lifts = [f"M{i}" for i in range(most) if i != number]
            effect = {"do": "enable", "lifts": lifts, "gain": ["s.0100"]}
            measures.append(measure(name, "enable", effect=effect, start=draw(starts)))
    return activities, measures


def uptakes(size: int) -> st.SearchStrategy[list[float]]:
    return st.lists(st.floats(0, 1), min_size=size, max_size=size)


@given(worlds(), st.data())
def test_uptake_zero_is_the_baseline(
    world: tuple[list[Activity], list[Measure]], data: st.DataObject
) -> None:
    activities, measures = world
    found = model(activities, measures)
    assert total(found, [0.0] * len(measures)) == pytest.approx(total(model(activities)), rel=1e-12)


@given(worlds(), st.data())
def test_the_order_of_measures_changes_nothing(
    world: tuple[list[Activity], list[Measure]], data: st.DataObject
) -> None:
    activities, measures = world
    shuffled = data.draw(st.permutations(measures))
    uptake = data.draw(uptakes(len(measures)))
    first, second = model(activities, measures), model(activities, shuffled)
    assert [m.id for m in first.measures] == [m.id for m in second.measures]
    assert total(first, uptake) == total(second, uptake)
    np.testing.assert_array_equal(
        attribute(first, uptake).shapley, attribute(second, uptake).shapley
    )


@given(worlds(), st.data())
def test_more_uptake_never_saves_less(
    world: tuple[list[Activity], list[Measure]], data: st.DataObject
) -> None:
    """With single effects per stage; a pool may trade metro for bus, so only one target here."""
    activities, measures = world
    one_target = [m for m in measures if m.effect.to.get("modes/taxi") != "modes/metro"]
    found = model(activities, one_target)
    low = data.draw(uptakes(len(one_target)))
    more = [min(1.0, u + data.draw(st.floats(0, 1))) for u in low]
    assert total(found, more) <= total(found, low) * (1 + 1e-12)


@given(worlds(harmful=True), st.data())
def test_nothing_is_ever_negative(
    world: tuple[list[Activity], list[Measure]], data: st.DataObject
) -> None:
    activities, measures = world
    found = model(activities, measures)
    assert (found.run(data.draw(uptakes(len(measures)))) >= 0).all()


@given(worlds(), st.floats(0.1, 10), st.data())
def test_doubling_the_amounts_doubles_everything(
    world: tuple[list[Activity], list[Measure]], by: float, data: st.DataObject
) -> None:
    activities, measures = world
    found = model(activities, measures)
    uptake = data.draw(uptakes(len(measures)))
    scaled = found.values.copy()
    names = [one.id for one in found.inputs]
    for i, name in enumerate(names):
        if name.startswith(("t", "r")) and not name.endswith(".n") and "@" not in name:
            scaled[i] *= by
    assert found.totals(uptake, scaled)[0, 0] == pytest.approx(total(found, uptake) * by, rel=1e-9)


@given(worlds(most=8, harmful=True), st.data())
def test_shapley_is_what_full_enumeration_says(
    world: tuple[list[Activity], list[Measure]], data: st.DataObject
) -> None:
    activities, measures = world
    found = model(activities, measures)
    uptake = np.array(data.draw(uptakes(len(measures))))
    count = len(measures)
    table = found.totals(coalitions(count) * uptake)[:, 0]
    brute = np.zeros(count)
    from math import factorial

    for code in range(2**count):
        size = code.bit_count()
        for player in range(count):
            if not code >> player & 1:
                weight = factorial(size) * factorial(count - size - 1) / factorial(count)
                brute[player] += weight * (table[code] - table[code | 1 << player])
    share = attribute(found, uptake)
    scale = total(found)
    np.testing.assert_allclose(share.shapley, brute, atol=1e-10 * scale)
    assert share.shapley.sum() == pytest.approx(share.total, abs=1e-9 * scale)
    assert share.in_order.sum() == pytest.approx(share.total, abs=1e-9 * scale)


@given(worlds(most=6, harmful=True), st.data())
def test_every_programme_is_what_the_kernel_says(
    world: tuple[list[Activity], list[Measure]], data: st.DataObject
) -> None:
    activities, measures = world
    found = model(activities, measures)
    uptake = np.array(data.draw(uptakes(len(measures))))
    costs = np.array(
        data.draw(st.lists(st.integers(-5, 5), min_size=len(measures), max_size=len(measures))),
        float,
    )
    rows = coalitions(len(measures))
    direct = found.totals(rows * uptake)[:, 0]
    [(_, totals)] = list(block_totals(found, uptake))
    scale = total(found)
    np.testing.assert_allclose(totals, direct, atol=1e-11 * scale)
    result = all_programmes(found, uptake, costs)
    direct, scale = direct / 1000, scale / 1000  # the answers are in tonnes
    assert result.count == 2 ** len(measures)
    assert result.lowest == pytest.approx(direct.min(), abs=1e-9 * scale)
    assert result.highest == pytest.approx(direct.max(), abs=1e-9 * scale)
    price = rows @ costs
    for size, best in enumerate(result.best):
        assert best.residual == pytest.approx(
            direct[rows.sum(axis=1) == size].min(), abs=1e-9 * scale
        )
        assert len(best.measures) == size
    for one in result.frontier:
        assert direct[one.code] == pytest.approx(one.residual, abs=1e-9 * scale)
        assert price[one.code] == pytest.approx(one.cost)
        better = (price <= one.cost) & (direct < one.residual - 1e-9 * scale)
        assert not better.any()
    budget = data.draw(st.floats(-10, 10))
    within = result.within(budget)
    affordable = direct[price <= budget]
    if within is None:
        assert not len(affordable)
    else:
        assert within.residual == pytest.approx(affordable.min(), abs=1e-9 * scale)


def test_blocks_beyond_the_first_agree_with_the_kernel() -> None:
    """More measures than one block holds."""
    many = [improve(f"M{i}", SAVINGS[1 + i % 3], where={"tags": ["abc"[i % 3]]}) for i in range(18)]
    found = model([trips(100.0 * (i + 1), f"t{i}", tags={"abc"[i]}) for i in range(3)], many)
    uptake = np.linspace(0.1, 0.9, 18)
    rng = np.random.default_rng(3)
    wanted = rng.integers(0, 2**18, 40)
    blocks = {block: totals.copy() for block, totals in block_totals(found, uptake)}
    rows = ((wanted[:, None] >> np.arange(18)) & 1) * uptake
    direct = found.totals(rows)[:, 0]
    ours = [blocks[code >> 16][code & 0xFFFF] for code in wanted.tolist()]
    np.testing.assert_allclose(ours, direct, rtol=1e-12)


@given(worlds(), st.data())
def test_rows_do_not_know_each_other(
    world: tuple[list[Activity], list[Measure]], data: st.DataObject
) -> None:
    activities, measures = world
    found = model(activities, measures)
    rows = np.array([data.draw(uptakes(len(measures))) for _ in range(3)])
    together = found.run(rows)
    for row, alone in zip(together, rows, strict=True):
        np.testing.assert_allclose(row, found.run(alone)[0], rtol=1e-13)
    np.testing.assert_allclose(found.totals(rows)[:, 0], together.sum(axis=1), rtol=1e-12)
    varied = np.vstack([found.values, found.values * 1.0])
    np.testing.assert_allclose(found.totals(rows[0], varied)[1, 0], together[0].sum(), rtol=1e-12)


@given(worlds(late=True), st.data())
def test_before_and_after_are_the_totals_without_and_with(
    world: tuple[list[Activity], list[Measure]], data: st.DataObject
) -> None:
    """Enablers that begin in the course of the lines included, in every order of the measures."""
    activities, measures = world
    found = model(activities, data.draw(st.permutations(measures)))
    count = data.draw(st.integers(1, 3))
    scales = [data.draw(st.floats(0.5, 2.0)) for _ in range(count)]
    inputs = np.outer(scales, found.values)
    inputs[:, [one.id.startswith("s.") for one in found.inputs]] /= 2.5
    uptake = np.array([data.draw(uptakes(len(measures))) for _ in range(count)])
    groups = np.vstack([np.ones(len(found.lines)), np.arange(len(found.lines))])
    before, after = found.before_and_after(uptake, inputs, groups)
    np.testing.assert_allclose(before, found.totals(0 * uptake, inputs, groups), rtol=1e-12)
    np.testing.assert_allclose(after, found.totals(uptake, inputs, groups), rtol=1e-12)


def test_a_measure_without_a_catalogue_is_refused() -> None:
    with pytest.raises(ModelError, match="need a catalogue"):
        compile_model([trips()], [improve("A", "s.0100")])


def test_a_measure_that_touches_nothing_is_worth_nothing() -> None:
    nothing = improve("Z", "s.0900", where={"source": ["freight"]})
    found = model([trips()], [improve("A", "s.0500"), nothing])
    share = attribute(found, [0.7, 1.0])
    assert [share.alone[1], share.in_order[1], share.last_in[1], share.shapley[1]] == [0, 0, 0, 0]


def test_lines_with_one_history_share_a_row_of_weights() -> None:
    many = [trips(10.0 + i, f"t{i}") for i in range(50)]
    found = model(many, [shift("A", "modes/bus", "s.0500"), improve("B", "s.0100")])
    assert len(found.lines) == 100
    assert found.weight_rows == 2


def test_catalogue_of_the_bench_is_consistent() -> None:
    assert catalogue().find("taxi", "CN").value == 0.2


# exact to the last digits


def exact_weights(found: Model, uptake: list[Fraction]) -> list[Fraction]:
    """Weights of the rows in exact arithmetic, written down anew."""
    share = [Fraction(x) for x in found.coefficients_at()[:, 0].tolist()]
    lifted = [Fraction(1)] * (found.settings * len(uptake))
    for lift in found.lifts:
        for one in lift.lifted:
            lifted[one] *= 1 + uptake[lift.enabler] * share[lift.gain]
    lifted = [min(x * uptake[i % len(uptake)], Fraction(1)) for i, x in enumerate(lifted)]
    weight = [Fraction(1)] * found.weight_rows
    for step in found.steps:
        if isinstance(step, Scale):
            for row in step.rows:
                weight[row] *= 1 - lifted[step.measure] * share[step.saving]
        elif isinstance(step, Shift):
            asked = [lifted[one.measure] * max(share[one.share], Fraction(0)) for one in step.moves]
            before = [weight[row] for row in step.parents]
            for move, part in zip(step.moves, asked, strict=True):
                for children in move.children:
                    for row, was in zip(children, before, strict=True):
                        weight[row] = was * part / max(sum(asked), Fraction(1))
            for row, was in zip(step.parents, before, strict=True):
                weight[row] = was * max(1 - sum(asked), Fraction(0))
    return weight


tiny_uptakes = st.sampled_from([0.0, 1e-13, 1e-9, 3e-6, 0.02, 0.5, 0.9, 1.0])


@given(worlds(most=5, harmful=True), st.data())
def test_a_fall_of_a_weight_loses_no_digits(
    world: tuple[list[Activity], list[Measure]], data: st.DataObject
) -> None:
    activities, measures = world
    found = model(activities, measures)
    count = len(measures)
    uptake = data.draw(st.lists(tiny_uptakes, min_size=count, max_size=count))
    player = data.draw(st.integers(0, count - 1))
    more = [0.0] * count
    more[player] = data.draw(tiny_uptakes)
    uptake[player] = 0.0
    then = [Fraction(a) + Fraction(b) for a, b in zip(uptake, more, strict=True)]
    exact = [
        float(now - later)
        for now, later in zip(
            exact_weights(found, [Fraction(one) for one in uptake]),
            exact_weights(found, then),
            strict=True,
        )
    ]
    np.testing.assert_allclose(found.falls(uptake, more)[:, 0], exact, rtol=1e-12, atol=1e-28)


def test_a_tiny_measure_beside_a_huge_total_keeps_its_digits() -> None:
    lines = [trips(1e15, "huge", tags={"a"}), trips(1e-6, "tiny", tags={"b"})]
    measures = [
        improve("A", "s.0500", where={"tags": ["a"]}),
        improve("B", "s.0100", where={"tags": ["b"]}),
        measure("E", "enable", effect={"do": "enable", "lifts": ["B"], "gain": ["s.0100"]}),
    ]
    found = attribute(model(lines, measures), [0.9, 0.5, 0.0])
    ids = [one.id for one in model(lines, measures).measures]
    for way in (found.alone, found.in_order, found.last_in, found.shapley):
        saved = dict(zip(ids, way.tolist(), strict=True))
        assert saved["A"] == pytest.approx(1e15 * 0.2 * 0.45, rel=1e-14)
        assert saved["B"] == pytest.approx(1e-6 * 0.2 * 0.05, rel=1e-14)
        assert saved["E"] == 0.0


def test_a_measure_barely_carried_out_on_a_huge_line_keeps_its_digits() -> None:
    measures = [improve("A", "s.0500"), improve("B", "s.0100"), shift("T", "modes/bus", "s.0300")]
    compiled = model([trips(1e9)], measures)
    ids = [one.id for one in compiled.measures]
    u = dict(zip(ids, [0.0] * 3, strict=True)) | {"A": 0.5, "B": 1e-11, "T": 1e-12}
    found = attribute(compiled, [u[one] for one in ids])
    alone, last = (
        dict(zip(ids, way.tolist(), strict=True)) for way in (found.alone, found.last_in)
    )
    assert alone["B"] == pytest.approx(2e8 * 1e-12, rel=1e-12)
    assert last["B"] == pytest.approx(2e8 * 0.75 * 1e-12, rel=1e-11)  # the shift is 3e-13 of it
    assert alone["T"] == pytest.approx(1e9 * 3e-13 * 0.15, rel=1e-12)
    assert sum(found.shapley) == pytest.approx(found.total, rel=1e-12)
