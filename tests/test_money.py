"""Money: the plan's own currency, and others at rates that the file states."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from worlds import MEETING

import carbonmeet as cm
from carbonmeet.base.errors import InputError, ModelError
from carbonmeet.cli.plan import command, read_money
from carbonmeet.pricing.purse import Purse
from carbonmeet.questions.optimise import costs, plan
from carbonmeet.units import currencies
from carbonmeet.view.faces.text import to_text
from carbonmeet.view.matter import Voice
from carbonmeet.view.tables.plan import frontier_blocks, frontier_data, programme_blocks

RATE = {"value": 18.2, "date": "2026-11-02", "source": "a bank of the test"}
KES = {"currency": "KES", "rates": {"CNY": RATE}}


def forum(**more: Any) -> cm.Scenario:
    return cm.load_scenario("forum-1500").replace({name: value for name, value in more.items()})


def own(cost: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "id": "X1",
            "area": "lodging",
            "name": "Own",
            "where": {"source": ["lodging"]},
            "effect": {"do": "avoid", "saving": ["hotel.laundry-share"]},
            "uptake": 0.5,
            "stage": "avoid",
            "cost": {"basis": "published", "per": "programme", **cost},
        }
    ]


def test_a_stated_rate_multiplies_every_cost() -> None:
    before, unpriced = costs(cm.estimate(forum()).workings)
    after, same = costs(cm.estimate(forum(money=KES)).workings)
    assert after == pytest.approx(18.2 * before) and unpriced == same and before.any()


def test_every_currency_of_a_host_can_be_written() -> None:
    for code in ("KES", "EUR", "USD", "CNY", "JPY", "INR", "ZAR", "BRL", "CHF", "RWF", "AED"):
        assert code in currencies()
        assert read_money(f"2.5e6 {code}") == (2_500_000, code)


def test_without_a_rate_money_is_kept_apart_and_told() -> None:
    scenario = forum(money={"currency": "EUR"}, own_measures=own({"value": 900, "currency": "EUR"}))
    found = plan(scenario.replace({"measures": {"others": "planned", "X1": 0.5}}))
    assert found.purse.currency == "EUR" and "X1" not in found.unpriced
    priced = {x.id for x in found.workings.model.measures if x.cost is not None}
    assert set(found.unpriced) >= priced - {"X1"}
    best = found.for_target(0.01)
    assert best is not None
    text = to_text(programme_blocks(Voice("en"), found, best))
    assert "Costs in CNY are kept apart, for no rate is stated" in " ".join(text.split())
    assert "EUR" in to_text(frontier_blocks(Voice("en"), found))
    assert {row["currency"] for row in frontier_data(found)} == {"EUR"}


def test_the_rate_its_day_and_its_source_are_told() -> None:
    found = plan(forum(money=KES))
    best = found.for_budget(found.purse.of(1e6, "CNY"))
    assert best is not None
    text = " ".join(to_text(programme_blocks(Voice("en"), found, best)).split())
    assert "1 CNY counts as 18.2 KES (a bank of the test, 2026-11-02)" in text


def test_a_budget_without_a_rate_is_refused_before_anything_is_worked_out() -> None:
    run = CliRunner().invoke(command, ["forum-1500", "--budget", "1e6 KES"])
    assert isinstance(run.exception, ModelError)
    assert "no rate of KES is stated" in str(run.exception)
    run = CliRunner().invoke(command, ["forum-1500", "--budget", "12 kWh"])
    assert "is no amount of money" in str(run.exception)
    with pytest.raises(ModelError):
        Purse("EUR").of(1.0, "USD")


def test_planting_and_credits_keep_their_money_and_are_summed_at_the_rates() -> None:
    offset = {
        "planted": 2027,
        "stand": "yunnan-pine",
        "planting_cost": "15000 KES/ha",
        "credits": [{"kind": "vcs", "tonnes": "10 t CO2e", "price": "12 EUR/t"}],
    }
    rates = {"CNY": RATE, "EUR": {**RATE, "value": 150}}
    found = plan(forum(offset=offset, money={"currency": "KES", "rates": rates}))
    best = found.programmes.frontier[0]
    planting, credits = found.offset_costs(best.residual)
    assert planting[2] == "KES" and credits[1:] == (120.0, "EUR")
    text = " ".join(to_text(programme_blocks(Voice("en"), found, best)).split())
    assert "together" in text and "1 EUR counts as 150 KES" in text


BAD = {
    "{currency: KSH}": "'KSH' is no currency",
    "{currency: KES, rates: {CNY: {value: 18}}}": "'date' is missing",
    "{currency: KES, rates: {CNY: {value: 18, date: 2026-11-02}}}": "'source' is missing",
    "{currency: KES, rates: {CNY: {value: 0, date: 2026-11-02, source: bank}}}": "more than 0",
    "{currency: KES, rates: {CNY: {value: 18, date: 9999-11-02, source: ECB}}}": "known yet",
    "{currency: KES, rates: {KES: {value: 1, date: 2026-11-02, source: bank}}}": "says nothing",
}


@pytest.mark.parametrize("block", BAD)
def test_a_rate_names_its_day_and_its_source(block: str, tmp_path: Path) -> None:
    path = tmp_path / "meeting.yaml"
    path.write_text(f"{MEETING}money: {block}\n", encoding="utf-8")
    with pytest.raises(InputError, match=BAD[block]):
        cm.estimate(path)
