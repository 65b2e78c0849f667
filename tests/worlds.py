"""Scenario texts that tests change one line of."""

from __future__ import annotations

MEETING = """\
carbonmeet: 2
kind: meeting
title: {en: Test, zh: 测试}
place: {airport: KMG, region: CN-YN}
prefer: [mee, mao, cpcd, defra]
periods:
  p: {start: 2021-10-11, end: 2021-10-15}
groups:
  - name: {en: Beijing, zh: 北京}
    period: p
    people: 600
    nights: 5
    sharing: 1.5 person/room
    travel: [{mode: air, from: PEK, share: 70%}, {mode: rail, return_distance: 5000 km}]
    local: {trips_per_day: 2, length: 12 km, modes: {taxi: 40%, metro: 60%}}
    hotel: hotel.published
    meals: {restaurant: 3 / day}
venue:
  - {period: p, label: Halls, area: 36000 m^2, intensity: 0.45 kWh/m^2/day}
fleet:
  - {period: p, label: Fleet, vehicles: 296, distance: 120 km/day, kind: car.petrol}
waste:
  - {period: p, stream: municipal, amount: 20 t, treatment: {incineration: 98%, landfill: 2%}}
activities:
  - {period: p, source: freight, label: Stands, amount: 1000 t km, chain: [freight.road]}
measures: none
"""


def changed(old: str, new: str, text: str = MEETING) -> str:
    """`text` with one place changed."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the text"
    return text.replace(old, new)
