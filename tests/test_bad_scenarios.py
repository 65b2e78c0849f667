"""Bad scenarios, each named after its fault: one clear message, with line and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from worlds import MEETING, changed

import carbonmeet as cm

PERIODS = "periods:\n  p: {start: 2021-10-11, end: 2021-10-15}\n"
MODES = "modes: {taxi: 40%, metro: 60%}"
VENUE = "area: 36000 m^2, intensity: 0.45 kWh/m^2/day"

SHUTTLE = "shuttles: [{{period: p, label: Line, length: 9 km, kind: coach.bev, {}}}]\n"

#: name → (text, line of the fault, part of the message)
BAD: dict[str, tuple[str, int, str]] = {
    "no-kind": (changed("kind: meeting\n", ""), 1, "'kind' is missing: give one of meeting"),
    "unknown-kind": (changed("kind: meeting", "kind: meting"), 2, "no kind 'meting'"),
    "version-of-the-future": (changed("carbonmeet: 2", "carbonmeet: 3"), 1, "format 1 and format 2 are known"),
    "unknown-key": (changed("people: 600", "peple: 600"), 11, "Did you mean 'people'?"),
    "missing-key": (changed("    people: 600\n", ""), 9, "'people' is missing"),
    "duplicate-key": (changed("    nights: 5\n", "    nights: 5\n    nights: 6\n"), 13, "nights"),
    "negative-people": (changed("people: 600", "people: -600"), 11, "negative"),
    "nan-people": (changed("people: 600", "people: .nan"), 11, ""),
    "infinite-people": (changed("people: 600", "people: .inf"), 11, ""),
    "huge-people": (changed("people: 600", "people: 1e13"), 11, "absurdly large"),
    "five-thousand-digits": (changed("people: 600", "people: " + "9" * 5000), 11, ""),
    "thousands-separator": (changed("people: 600", "people: 1,600"), 11, "thousands separators"),
    "text-for-people": (changed("people: 600", "people: many"), 11, "many"),
    "list-for-people": (changed("people: 600", "people: [600]"), 11, "a list"),
    "share-of-60": (changed("taxi: 40%", "taxi: 40"), 15, "'40%'"),
    "shares-above-one": (changed("taxi: 40%", "taxi: 60%"), 15, "sum to 1.2"),
    "legs-above-one": (changed("mode: rail,", "mode: rail, share: 60%,"), 14, "do not sum to 1"),
    "unknown-mode": (changed("taxi: 40%", "taxy: 40%"), 15, "Did you mean 'taxi'?"),
    "unknown-hotel": (changed("hotel.published", "hotel.star-9"), 16, "no hotel 'hotel.star-9'"),
    "unknown-meal": (changed("{restaurant:", "{resturant:"), 17, "Did you mean 'restaurant'?"),
    "unknown-vehicle": (changed("kind: car.petrol", "kind: car.steam"), 21, "no kind of vehicle"),
    "unknown-treatment": (changed("landfill: 2%", "landfil: 2%"), 23, "Did you mean"),
    "unknown-airport": (changed("from: PEK", "from: QQQ"), 14, "QQQ"),
    "airport-in-small-letters": (changed("from: PEK", "from: pek"), 14, "PEK"),
    "flight-to-itself": (changed("from: PEK", "from: KMG"), 14, "the same airport"),
    "flight-without-origin": (changed("mode: air, from: PEK", "mode: air"), 14, "'distance'"),
    "no-airport-at-the-place": (changed("airport: KMG, ", ""), 14, "names no airport"),
    "unknown-period": (changed("Halls, area", "Halls, days: 2, area").replace("{period: p, label: Halls", "{period: q, label: Halls"), 19, "no period 'q'"),
    "period-without-year": (changed(PERIODS, "periods:\n  p: {}\n"), 7, "a period needs 'year'"),
    "period-that-ends-before-it-starts": (changed("end: 2021-10-15", "end: 2021-10-01"), 7, "before the start"),
    "half-a-period": (changed(", end: 2021-10-15", ""), 7, "go together"),
    "impossible-date": (changed("2021-10-15", "2021-02-30"), 7, ""),
    "days-of-an-open-period": (changed("start: 2021-10-11, end: 2021-10-15", "year: 2021"), 19, "'days' is missing"),
    "distance-in-kilograms": (changed("12 km, modes", "12 kg, modes"), 15, "expected a distance"),
    "distance-without-unit": (changed("12 km, modes", "12, modes"), 15, "has no unit"),
    "area-in-acres": (changed("36000 m^2", "9 acre"), 19, "mu"),
    "ambiguous-unit": (changed("0.45 kWh/m^2/day", "0.45 kWh/m^2*day"), 19, "two ways"),
    "venue-without-anything": (changed(VENUE, "days: 3"), 19, "a venue needs"),
    "end-uses-above-one": (changed("Halls, area", "Halls, end_uses: {hvac: 60%, lighting: 60%}, area"), 19, "do not sum to 1"),
    "treatments-below-one": (changed("landfill: 2%", "landfill: 1%"), 23, "sum to 0.99"),
    "more-vehicles-than-there-are": (changed("vehicles: 296", "vehicles: 296, demand: 500"), 21, "500 vehicles are needed"),
    "hotel-without-nights": (changed("    nights: 5\n", "    days: 5\n"), 16, "'nights' is missing"),
    "meals-without-days": (changed("    nights: 5\n", "").replace("    hotel: hotel.published\n", ""), 15, "'days' is missing"),
    "assumed-without-note": (changed("people: 600", "people: {value: 600, basis: assumed}"), 11, "note"),
    "range-that-misses-the-value": (changed("people: 600", "people: {value: 600, low: 700, high: 800}"), 11, "700"),
    "unknown-basis": (changed("people: 600", "people: {value: 600, basis: guessed}"), 11, "guessed"),
    "unknown-source": (changed("source: freight", "source: freigt"), 25, "Did you mean 'freight'?"),
    "unknown-factor": (changed("[freight.road]", "[freight.rod]"), 25, "Did you mean 'freight.road'?"),
    "chain-that-does-not-reduce": (changed("[freight.road]", "[grid]"), 25, "does not make kg CO2e"),
    "chain-counted-twice": (changed("chain: [freight.road]", "chain: [freight.road, air.distance-uplift, air.distance-uplift]"), 25, "counted twice"),
    "unknown-measure": (changed("measures: none", "measures: {T9: 1.0}"), 26, "no measure 'T9'"),
    "uptake-above-one": (changed("measures: none", "measures: {T1: 1.2}"), 26, "1.2"),
    "unknown-method": (MEETING + "methods: {electricity: green}\n", 27, "location"),
    "unknown-stand": (MEETING + "offset: {stand: pines, planted: 2021, area: 1 mu}\n", 27, "no stand 'pines'"),
    "forest-without-size": (MEETING + "offset: {area: 0 mu, planted: 2021}\n", 27, "more than 0"),
    "own-factor-without-note": (MEETING + "factors: [{key: x, value: 1, unit: '1', evidence: assumed}]\n", 27, "needs its reason"),
    "own-factor-of-an-unknown-unit": (MEETING + "factors: [{key: x, value: 1, unit: smoot}]\n", 27, "smoot"),
    "extends-nothing": ("extends: nowhere.yaml\n", 1, "no file 'nowhere.yaml'"),
    "anchor-and-alias": (changed("people: 600", "people: &n 600"), 11, "anchors (&n) are not read"),
    "nobody-comes": ("""carbonmeet: 2
kind: meeting
title: T
periods: {p: {year: 2021}}
groups: []
""", 5, "groups: the file contains no activities"),
    "plane": (changed("mode: air", "mode: plane"), 14, "no mode of travel 'plane'. Did you mean 'air'?"),
    "train": (changed("mode: rail", "mode: train"), 14, "no mode of travel 'train'. Did you mean 'rail'?"),
    "ari": (changed("mode: air", "mode: ari"), 14, "no mode of travel 'ari'. Did you mean 'air'?"),
    "teleport": (changed("mode: air", "mode: teleport"), 14, "Known: air, rail, walk"),
    "comma-for-a-point": (changed("12 km, modes", "'1,5 km', modes"), 15, "write 1.5:"),
    "python-tag": (changed("people: 600", "people: !!python/object/apply:os.system [id]"), 11, "tags"),
    "tab-for-indent": (changed("    people: 600", "\tpeople: 600"), 11, ""),
    "control-character-in-title": (changed("en: Test", 'en: "Te\\u0007st"'), 3, ""),
    "empty-file": ("", 0, ""),
    "a-list-instead": ("- 1\n", 1, "a scenario is a mapping"),
    "a-hundred-thousand-brackets": ("a: " + "[" * 100_000, 1, "deep"),
    "binary": ("\x00\x01", 1, ""),
    "unknown-publisher": (changed("prefer: [mee, mao,", "prefer: [mee, moa,"), 5, "no publisher 'moa'. Did you mean 'mao'?"),
    "region-in-words": (changed("region: CN-YN", "region: Yunnan"), 4, "no region 'Yunnan': write a code"),
    "region-of-a-period": (changed("end: 2021-10-15", "end: 2021-10-15, place: {region: china}"), 7, "no region 'china'"),
    "year-beside-the-dates": (changed("{start:", "{year: 2020, start:"), 7, "the year is 2020, while the period begins 2021"),
    "period-of-another-age": (changed("start: 2021", "start: 0021"), 7, ""),
    "no-periods": (changed(PERIODS, "periods: {}\n"), 6, "periods: is empty"),
    "flight-without-mode": (changed("mode: air, from", "from"), 14, "'mode' is missing"),
    "goal-without-origin": (changed("mode: rail,", "mode: rail, to: PEK,"), 14, "'to' is given without 'from'"),
    "stops-without-origin": (changed("mode: rail,", "mode: rail, via: [PEK],"), 14, "'via' is given without 'from'"),
    "cabin-of-a-train": (changed("mode: rail,", "mode: rail, cabin: business,"), 14, "only a leg by air"),
    "unknown-cabin": (changed("mode: air,", "mode: air, cabin: busines,"), 14, "Did you mean 'air.domestic.business'?"),
    "sharing-of-no-hotel": (changed("    hotel: hotel.published\n", ""), 13, "needs 'hotel'"),
    "forty-meals-a-day": (changed("restaurant: 3", "restaurant: 40"), 17, "is more than 24"),
    "metered-and-estimated": (changed("Halls, area", "Halls, energy: 1 kWh, area"), 19, "'area' has no use"),
    "intensity-without-area": (changed("area: 36000 m^2, intensity: 0.45 kWh/m^2/day", "intensity: 0.45 kWh/m^2/day, water: 3 m^3"), 19, "'intensity' alone tells no electricity"),
    "use-beside-intensity": (changed("area: 36000 m^2,", "area: 36000 m^2, use: exhibition,"), 19, "'use' chooses the electricity of an 'area' without 'intensity'"),
    "end-uses-of-nothing": (changed(VENUE, "water: 3 m^3, end_uses: {hvac: 100%}"), 19, "'end_uses' alone"),
    "more-hours-than-the-period-has": (MEETING + "online: [{period: p, people: 5, hours: 121 h}]\n", 27, "do not fit into 5 days"),
    "bottles-in-kilometres": (MEETING + "consumables: [{period: p, item: water-bottle, per_person: 2 km}]\n", 27, "an amount in bottle / person is expected, not one in km"),
    "bottles-without-unit": (MEETING + "consumables: [{period: p, item: water-bottle, per_person_day: 2}]\n", 27, "bottle / person / day is expected, not a bare number"),
    "bottles-per-head-as-a-sum": (MEETING + "consumables: [{period: p, item: water-bottle, amount: 2 bottle / person}]\n", 27, "an amount in bottle is expected"),
    "shuttle-without-runs": (MEETING + SHUTTLE.format("lines: 2"), 27, "give 'lines' and 'runs', or 'passengers'"),
    "shuttle-both-ways": (MEETING + SHUTTLE.format("lines: 2, runs: 5 / day, passengers: 50 person / day"), 27, "or 'passengers'"),
    "shuttle-without-seats": (MEETING + SHUTTLE.format("passengers: 50 person / day"), 27, "'seats' and 'load'"),
    "shuttle-without-load": (MEETING + SHUTTLE.format("passengers: 50 person / day, seats: 40 seat / vehicle"), 27, "go together"),
    "shuttle-that-is-empty": (MEETING + SHUTTLE.format("passengers: 50 person / day, seats: 40 seat / vehicle, load: 0"), 27, "'load' must be greater than 0"),
    "own-factor-below-zero": (MEETING + "factors: [{key: x, value: -1, unit: kg CO2e / item}]\n", 27, "-1 is negative"),
    "own-factor-of-another-dimension": (MEETING + "factors: [{key: grid, value: 0.5, unit: kg CO2e / km}]\n", 27, "'grid' is a number in kg CO2e / kWh"),
    "own-share-beyond-the-whole": (MEETING + "factors: [{key: venue.hvac-share, value: 40, unit: '1'}]\n", 27, "a share lies between 0 and 1"),
    "own-factor-with-half-a-range": (MEETING + "factors: [{key: x, value: 1, low: 0.5, unit: kg CO2e / item}]\n", 27, "without the other end"),
    "own-factor-twice": (MEETING + "factors: [{key: x, value: 1, unit: kg CO2e / item}, {key: x, value: 2, unit: kg CO2e / item}]\n", 27, "listed twice"),
    "own-factor-with-an-unknown-boundary": (MEETING + "factors: [{key: x, value: 1, unit: kg CO2e / item, boundary: upstraem}]\n", 27, "Did you mean 'upstream'?"),
    "flight-of-a-distance-alone": (changed("mode: air, from: PEK", "mode: air, distance: 18000 km"), 14, "does not tell whether it is domestic"),
    "people-beside-a-whole-amount": (MEETING + "consumables: [{period: p, item: brochure, people: staff, amount: 20 item}]\n", 27, "'people' has no effect"),
    "range-that-no-draw-reaches": (MEETING + "offset: {planted: 2021, buffer: {value: 10%, low: 5%, high: 15%}}\n", 27, "a range is not read here"),
    "no-is-no-registry": (MEETING + "offset: {planted: 2021, rules: strict, additional: true, exclusive: no}\n", 27, "offset.exclusive: write true or false, or the name of the registry, not 'no'"),
    "yes-is-no-registry": (MEETING + "offset: {planted: 2021, exclusive: 是}\n", 27, "write true or false"),
    "additional-as-text": (MEETING + "offset: {planted: 2021, additional: yes}\n", 27, "true or false is expected"),
    "line-end-in-a-word": (changed("period: p\n    people", 'period: "p\\nq"\n    people'), 10, "no period 'p q'"),
}  # fmt: skip


def test_every_stage_has_its_say(tmp_path: Path) -> None:
    """An airport, a publisher, a measure and a stand, wrong in one file, take one run."""
    text = changed("from: PEK", "from: XXX").replace("measures: none", "measures: {T99: 1}")
    path = tmp_path / "all.yaml"
    path.write_text(text + "offset: {stand: pines, planted: 2021, area: 1 mu}\n", "utf-8")
    with pytest.raises(cm.InputError) as caught:
        cm.estimate(path)
    assert [fault.where for fault in caught.value.faults] == [
        "groups.Beijing.travel[0]",
        "measures.T99",
        "offset.stand",
    ]
    factor = "factors: [{key: x, value: 1, unit: smoot}]\n"
    path.write_text(text + factor + "offset: {stand: pines, planted: 2021, area: 1 mu}\n", "utf-8")
    with pytest.raises(cm.InputError) as caught:
        cm.estimate(path)
    # what stands on an own factor waits for it; the forest does not
    assert [fault.where for fault in caught.value.faults] == [
        'factors["x@own[world]"].unit',
        "offset.stand",
    ]


def test_no_is_norway(tmp_path: Path) -> None:
    """YAML 1.1 would read the code as false."""
    path = tmp_path / "norway.yaml"
    text = changed("region: CN-YN", "region: NO").replace("kind: car.petrol", "kind: car.bev")
    path.write_text(text, encoding="utf-8")
    assert "grid@owid-2023[NO]" in [row.id for row in cm.estimate(path).catalogue.rows]


@pytest.mark.parametrize("name", BAD)
def test_bad_scenario(tmp_path: Path, name: str) -> None:
    text, line, message = BAD[name]
    path = tmp_path / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(cm.CarbonmeetError) as caught:
        cm.estimate(path)
    said = str(caught.value)
    assert message in said
    assert "Traceback" not in said and len(said) < 6000
    assert isinstance(caught.value, cm.InputError)
    assert len(said.splitlines()) == len(caught.value.faults)
    if line:
        assert line in {fault.line for fault in caught.value.faults}
        assert all(fault.column >= 1 for fault in caught.value.faults)


def test_all_faults_at_once(tmp_path: Path) -> None:
    text = MEETING
    for old, new in (
        ("taxi: 40%", "taxy: 40%"),
        ("hotel.published", "hotel.star-9"),
        ("kind: car.petrol", "kind: car.steam"),
        ("[freight.road]", "[freight.rod]"),
    ):
        text = changed(old, new, text)
    path = tmp_path / "many.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(cm.InputError) as caught:
        cm.estimate(path)
    assert [fault.line for fault in caught.value.faults] == [15, 16, 21, 25]
    first = str(caught.value).splitlines()[0]
    assert first.startswith(f"{path}:15:") and "groups.Beijing.local.modes.taxy: no mode" in first


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.yaml", tmp_path):
        with pytest.raises(cm.InputError):
            cm.estimate(path)


#: Own guests per room instead of the group's.
OWN = "factors: [{key: guests-per-room, value: 0, unit: person / room, note: none}]\n"
ZEROS = {
    "a number": (
        changed("chain: [freight.road]", "chain: [freight.road, 2 h, / 0 h]"),
        "/ 0 h",
        "activities.Stands.chain[2]: activities.Stands.chain[2]",
    ),
    "a factor": (
        changed("    sharing: 1.5 person/room\n", "") + OWN,
        "0, unit",
        'factors["guests-per-room@own[world]"].value: guests-per-room@own[world]',
    ),
}


@pytest.mark.parametrize(("text", "zero", "said"), ZEROS.values(), ids=list(ZEROS))
def test_a_zero_that_divides_has_a_place(tmp_path: Path, text: str, zero: str, said: str) -> None:
    file = tmp_path / "zero.yaml"
    file.write_text(text, encoding="utf-8")
    number, line = next((n, x) for n, x in enumerate(text.splitlines(), 1) if zero in x)
    with pytest.raises(cm.InputError) as caught:
        cm.estimate(file)
    spot = f"{file}:{number}:{line.index(zero) + 1}"
    assert str(caught.value) == f"{spot}: {said} is zero and something is divided by it"
