"""City dressing, panels on the roof and cooled lorries: sections with sizes checked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from worlds import MEETING

import carbonmeet as cm
from carbonmeet.base.errors import InputError
from carbonmeet.units import parse_quantity

FLOWERS = (
    "dressing: [{period: p, label: {en: Flowers, zh: 花卉}, amount: 488.93 万盆, share: SHARE}]\n"
)


def run(tmp_path: Path, more: str = "") -> cm.Answer:
    path = tmp_path / "scenario.yaml"
    path.write_text(MEETING + more, encoding="utf-8")
    return cm.estimate(path)


def size(answer: cm.Answer) -> str:
    return next(one.en for one in answer.notices if one.id == "dressing.size")


def test_a_pot_is_an_item() -> None:
    assert parse_quantity("488.93 万盆").to("item") == pytest.approx(4_889_300)


def test_flowers_left_out_are_told_with_their_size(tmp_path: Path) -> None:
    without, beside = run(tmp_path), run(tmp_path, FLOWERS.replace("SHARE", "0%"))
    assert beside.baseline.total.value == without.baseline.total.value
    # 4,889,300 pots x 0.5 (0.1 to 1.5) kg
    assert (
        size(beside) == "Flowers: all of it is 2,445 (489 – 7,334) t CO2e; 0% is counted as the "
        "meeting's"
    )


def test_a_part_of_the_flowers_may_be_the_meetings(tmp_path: Path) -> None:
    more = run(tmp_path, FLOWERS.replace("SHARE", "20%")).baseline.total.value
    assert more - run(tmp_path).baseline.total.value == pytest.approx(0.2 * 4889.3 * 0.5)


def test_lights_are_electricity_that_no_hall_measure_touches(tmp_path: Path) -> None:
    lights = "dressing: [{period: p, label: Lights, energy: 20 MWh, share: 100%}]\n"
    answer = run(tmp_path, lights)
    (line,) = [one for one in answer.lines if str(one.label) == "Lights"]
    assert line.kg_co2e == pytest.approx(20_000 * 0.1235)
    assert line.source == "venue.power"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("amount: 488.93 万盆, ", "", "give 'amount', or 'energy'"),
        ("488.93 万盆", "3 km", "an amount in item is expected, not one in km"),
        (", share: SHARE", "", "'share' is missing"),
        ("SHARE", "120%", "share"),
        ("amount:", "item: flower-pod, amount:", "Did you mean 'flower-pot'?"),
    ],
)
def test_what_is_wrong_with_dressing_is_told(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        run(tmp_path, FLOWERS.replace(old, new, 1).replace("SHARE", "5%"))


def test_panels_take_their_part_of_the_hall(tmp_path: Path) -> None:
    hall = "venue: [{period: p, label: Hall, energy: 10 MWh, solar: 40%}]\n"
    text = MEETING.split("venue:")[0] + hall
    path = tmp_path / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    lines = {str(one.label): one.kg_co2e for one in cm.estimate(path).lines}
    assert lines["Hall"] == pytest.approx(6000 * 0.1235)
    assert lines["Hall, own panels"] == 0
    path.write_text(text.replace("energy: 10 MWh", "heat: 3 GJ"), encoding="utf-8")
    with pytest.raises(InputError, match="'solar' is a part of electricity"):
        cm.estimate(path)


def test_a_cooled_lorry_is_a_lorry_times_the_published_ratio(tmp_path: Path) -> None:
    text = "freight: [{period: p, label: L, mass: 2 t, distance: 100 km, mode: MODE}]\n"

    def kg(mode: str) -> float:
        lines = run(tmp_path, text.replace("MODE", mode)).lines
        return next(one.kg_co2e for one in lines if one.source == "freight")

    # DEFRA 2025: 0.11894 over 0.10163 kg per tonne-kilometre
    assert kg("truck.refrigerated") == pytest.approx(kg("truck") * 1.17)
    assert pytest.approx(0.11894 / 0.10163, abs=0.001) == 1.17
