"""Bad city files, each named after its fault: where it is, what is wrong, what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

import carbonmeet as cm

HEAD = """carbonmeet: 2
kind: city
title: T
place: {region: CN-YN-KMG}
prefer: [mee, cpcd, defra]
year: 2023
population: 868 万人
"""
POWER = "power: [{label: P, energy: 1e9 kWh}]\n"

#: name → (what follows HEAD and POWER, line and column of the fault, part of the message)
BAD: dict[str, tuple[str, str, str]] = {
    "year-after-2100": ("years: [2023, 2200]\n", "9:15", "years[1]: must be at most 2100"),
    "year-before-1990": ("years: [1900, 2023]\n", "9:9", "years[0]: must be at least 1990"),
    "observed-in-no-year": ("observed: {abc: {population: 1}}\n", "9:12", "observed: a year such as 2023 is expected"),
    "observed-after-2100": ('observed: {"2199": {population: 1}}\n', "9:12", "from 1990 to 2100"),
    "observed-elsewhen": ('observed: {"2024": {population: 1}}\n', "9:20", "observed.2024: 2024 is not among the years worked out: 2023"),
    "phased-in-no-year": ('measures: {V3: 1}\nphase_in: {V3: {soon: 1%}}\n', "10:17", "phase_in.V3: a year such as 2023 is expected"),
    "phased-unknown": ('measures: {V3: 1}\nphase_in: {V99: {"2023": 0%}}\n', "10:17", "phase_in.V99: no measure 'V99'"),
    "phased-without-measure": ('measures: {V3: 1}\nphase_in: {L6: {"2023": 0%}}\n', "10:16", "phase_in.L6: L6 is not among the measures"),
    "phased-without-any": ('phase_in: {L6: {"2023": 0%}}\n', "9:16", "phase_in.L6: L6 is not among the measures"),
    "phased-enabler": ('measures: planned\nphase_in: {P4: {"2023": 0%}}\n', "10:16", "phase_in.P4: P4 only lifts other measures"),
    "mix-without-plants": ("grid: mix\n", "9:7", "grid: 'mix' needs the power plants under 'mix'"),
    "plants-without-hours": ("grid: mix\nmix: {capacity: {hydro: 1 MW, nuclear: 1 MW}}\n", "10:40", "mix.capacity.nuclear: no hours known: give mix.hours.nuclear"),
    "plants-without-factor": ("grid: mix\nmix: {capacity: {nuclear: 1 MW}, hours: {nuclear: 7000 h/year}}\n", "10:27", "mix.capacity.nuclear: no CO2 per kWh known"),
    "plants-misspelt-beside-the-published-factor": ("mix: {capacity: {hydro: 1 MW}, additions: {'2024': {thermel: 1 MW}}}\n", "9:62", "mix.additions.2024.thermel: no plants 'thermel'. Did you mean 'thermal'?"),
    "plants-misspelt": ("grid: mix\nmix: {capacity: {hydr: 1 MW}}\n", "10:24", "mix.capacity.hydr: no plants 'hydr'. Did you mean 'hydro'?"),
    "hours-of-no-plants": ("grid: mix\nmix: {capacity: {hydro: 1 MW}, hours: {wind: 2000 h/year}}\n", "10:46", "mix.hours.wind: mix.capacity.wind is missing"),
    "no-rows-for-the-place": ("place: {region: CN-BJ}\ntransport: {denominator: all_trips, shares: {bus: 100%}}\n", "9:12", "transport: no number is known for CN-BJ: give transport.trips, e.g. 2.1"),
    "no-length-for-the-place": ("place: {region: CN-BJ}\ntransport: {denominator: all_trips, trips: 2, shares: {car.petrol: 100%}}\n", "9:68", 'give transport.lengths["car.petrol"], e.g. 6 km'),
    "forty-meals": ("catering: [{label: M, per_head: 40}]\n", "9:33", "40 meal / person / day is more than 24 meal / person / day"),
    "thirty-trips": ("transport: {denominator: all_trips, trips: 30, shares: {bus: 100%}}\n", "9:44", "30 trip / person / day is more than 24 trip / person / day"),
    "bus-to-the-sea": ("transport: {denominator: all_trips, shares: {bus: 100%}, lengths: {bus: 400 km}}\n", "9:73", "transport.lengths.bus: 400 km is more than 200 km"),
    "bus-by-plane": ("transport: {denominator: all_trips, shares: {plane: 100%}}\n", "9:53", "no mode of travel 'plane'. Did you mean 'air'?"),
    "by-air-across-town": ("transport: {denominator: all_trips, shares: {air: 100%}}\n", "9:51", "no mode of travel 'air' here"),
    "forest-elsewhere": ('place: {region: CN-BJ}\nforest: {stock: {"2020": 1e6 m^3, "2021": 2e6 m^3}}\n', "9:17", "forest.stock: no 'forest.wood-density' is known for CN-BJ: give it under 'factors'"),
    "land-twice": ("forest: {parcels: [{id: a, label: A, type: planting, area: 1 ha, year: 2021}, {id: a, label: B, type: closure, area: 1 ha, year: 2021}]}\n", "9:84", "forest.parcels[1].id: parcel 'a' is listed twice: land counts once"),
    "plants-of-no-size": ("grid: mix\nmix: {capacity: {hydro: 0 MW}}\n", "10:17", "mix.capacity: nothing is generated"),
}  # fmt: skip


def faults(tmp_path: Path, text: str) -> str:
    path = tmp_path / "city.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(cm.InputError) as caught:
        cm.estimate(path)
    return str(caught.value)


@pytest.mark.parametrize(("text", "place", "message"), BAD.values(), ids=BAD)
def test_one_clear_message(tmp_path: Path, text: str, place: str, message: str) -> None:
    head = HEAD.replace("place: {region: CN-YN-KMG}\n", "") if "place:" in text else HEAD
    said = faults(tmp_path, head + POWER + text).splitlines()
    wanted = f"{tmp_path / 'city.yaml'}:{place}: "
    assert any(line.startswith(wanted) and message in line for line in said), said
    assert "^" not in "".join(said)


def test_a_city_without_a_section_counts_nothing(tmp_path: Path) -> None:
    said = faults(tmp_path, HEAD)
    assert "the file contains no activities: nothing in transport, operators," in said
    path = tmp_path / "claims.yaml"
    claims = "claims: [{kind: sum, label: S, parts: {a: 1, b: 2}, total: 3}]\n"
    path.write_text(HEAD + claims, encoding="utf-8")
    assert any(
        text.en.startswith("the file contains no activities") for text in cm.estimate(path).notices
    )


def test_plants_of_ones_own(tmp_path: Path) -> None:
    row = "{key: power.intensity.nuclear, value: 0, unit: kg CO2 / kWh, note: nothing is burnt}"
    text = (
        f"{HEAD}{POWER}grid: mix\nfactors: [{row}]\n"
        "mix: {capacity: {nuclear: 1 MW, thermal: 1 MW}, "
        "hours: {nuclear: 7000 h/year, thermal: 7000 h/year}}\n"
    )
    path = tmp_path / "city.yaml"
    path.write_text(text, encoding="utf-8")
    assert cm.estimate(path).baseline.total.value == pytest.approx(1e9 * 0.82 / 2 / 1000)


def test_what_is_taken_over_may_be_left_unused(tmp_path: Path) -> None:
    """A file that takes the measures out, or works out fewer years, need not undo the rest."""
    below = tmp_path / "below.yaml"
    below.write_text(
        f'{HEAD}{POWER}years: [2023, 2025]\nmeasures: {{V3: 1}}\nphase_in: {{V3: {{"2023": 1}}}}\n'
        'observed: {"2025": {population: 9e6}}\n',
        encoding="utf-8",
    )
    above = tmp_path / "above.yaml"
    above.write_text("extends: below.yaml\nmeasures: none\nyears: [2023]\n", encoding="utf-8")
    assert cm.estimate(above).residual.total.value == cm.estimate(above).baseline.total.value
    assert cm.estimate(below).residual.total.value < cm.estimate(below).baseline.total.value


def test_own_numbers_serve_every_question(tmp_path: Path) -> None:
    """What is asked of an estimate again finds the file's own rows once, not twice."""
    path = tmp_path / "city.yaml"
    path.write_text(
        f"{HEAD}{POWER}grid: mix\nmix: {{capacity: {{hydro: 6 MW, thermal: 2 MW}}}}\n"
        "factors: [{key: city.trip-length.bus, value: 5, unit: passenger km / trip, "
        "region: CN-YN-KMG}]\n"
        "transport: {denominator: motorised_trips, active_share: 50%, shares: {bus: 100%}}\n",
        encoding="utf-8",
    )
    found = cm.estimate(path).city
    assert found is not None
    assert [row.of for row in found.readings] == ["motorised_trips", "all_trips"]
