"""What programmes cost, and which of them answers a target or a budget."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from worlds import changed

from carbonmeet.base.errors import ModelError
from carbonmeet.catalogue import load_catalogue
from carbonmeet.cli import main
from carbonmeet.estimation import estimate
from carbonmeet.pricing.workings import Workings
from carbonmeet.questions.optimise import costs, plan
from carbonmeet.scenario import load_scenario

CATALOGUE = load_catalogue()


def planned(folder: Path, measures: str, market: bool = False, text: str = "") -> Workings:
    file = folder / "m.yaml"
    content = changed("measures: none\n", f"{text}measures: {measures}\n")
    if market:
        content = changed("prefer:", "methods: {electricity: market}\nprefer:", content)
        content = changed("hotel.published", "hotel.star-4", content)  # the one with a grid in it
    file.write_text(content, "utf-8")
    return estimate(file).workings


def test_green_power_is_paid_for_rooms_as_for_halls(tmp_path: Path) -> None:
    result = planned(tmp_path, "{C1: 50%}", market=True)
    # what it replaces is, by market, the residual mix: kilowatt-hours are kilograms over that
    grid = CATALOGUE.find("grid.residual", "CN", 2021, ("mee",)).value
    [price], unpriced = costs(result)
    saved = result.baseline.total - result.residual.total
    cost = CATALOGUE.measures["C1"].cost
    assert cost is not None and cost.per == "kWh"
    assert price == pytest.approx(cost.value * saved * 1000 / grid) and not unpriced
    halls = 36_000 * 0.45 * 5 * 0.5 * cost.value
    assert price > 1.5 * halls


def test_what_does_not_count_costs_nothing(tmp_path: Path) -> None:
    assert costs(planned(tmp_path, "{C1: 100%}"))[0].tolist() == [0.0]


OWN = (
    "own_measures:\n  - {{id: X1, area: city, name: x, where: {{source: [catering]}}, uptake: 1, "
    "effect: {{do: avoid, saving: [measure.l4.plate-waste-rate]}}, stage: avoid, "
    "cost: {{value: 2, {cost}, basis: assumed}}}}\n"
)


@pytest.mark.parametrize(
    ("cost", "price", "unknown"),
    [
        ("per: meal", 2 * 0.12 * 600 * 5 * 3, ()),
        ("per: programme", 2.0, ()),
        ("per: meal, currency: EUR", 0.0, ("X1",)),
        ("per: kWh", 0.0, ("X1",)),  # no meal is counted so: unknown, not free
    ],
)
def test_a_cost_is_per_unit_of_what_changes(
    tmp_path: Path, cost: str, price: float, unknown: tuple[str, ...]
) -> None:
    found, unpriced = costs(planned(tmp_path, "{X1: 100%}", text=OWN.format(cost=cost)))
    assert found.tolist() == pytest.approx([price]) and unpriced == unknown


def test_a_unit_written_otherwise_is_the_same_unit(tmp_path: Path) -> None:
    text = OWN.format(cost="per: km passenger").replace("catering", "transport.road")
    [price], unpriced = costs(planned(tmp_path, "{X1: 100%}", text=text))
    # 40% of two trips of 12 km by taxi
    assert price == pytest.approx(2 * 0.12 * 600 * 5 * 24 * 0.4) and not unpriced


def test_a_target_is_a_share(tmp_path: Path) -> None:
    found = plan(planned(tmp_path, "{L4: 40%}").scenario)
    assert found.programmes.lowest == pytest.approx(found.workings.residual.total, rel=1e-12)
    with pytest.raises(ModelError, match="lies between 0 and 1, got 10"):
        found.for_target(10)


def test_the_whole_frontier_comes_as_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "m.yaml"
    file.write_text(changed("measures: none\n", "measures: {T3: 10%, L4: 40%, V2: 40%}\n"), "utf-8")
    with pytest.raises(SystemExit):
        main(["plan", str(file), "--all", "--format", "json"])
    rows = json.loads(capsys.readouterr().out)
    found = plan(load_scenario(file))
    assert [row["residual"] for row in rows] == [one.residual for one in found.programmes.frontier]
    assert all(row["unpriced"] == [m for m in row["measures"] if m == "V2"] for row in rows)


def test_without_measures_there_is_one_programme(tmp_path: Path) -> None:
    found = plan(planned(tmp_path, "{}").scenario)
    assert found.programmes.count == 1
    best = found.for_budget(0.0)
    assert best is not None and best.measures == () and found.saving(best.residual) == 0.0


def test_a_budget_that_nothing_meets_is_told_as_money(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "m.yaml"
    file.write_text(changed("measures: none\n", "measures: {T3: 10%, L4: 40%}\n"), "utf-8")
    with pytest.raises(SystemExit) as caught:
        main(["plan", str(file), "--budget", "-1e9 CNY"])
    assert caught.value.code == 1
    said = capsys.readouterr().err
    assert "the cheapest costs −" in said and "save" not in said
