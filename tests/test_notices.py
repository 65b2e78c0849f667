"""Every notice is written in both languages, and its Chinese is Chinese."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from six_sources import six_sources
from worlds import MEETING, changed

import carbonmeet
from carbonmeet.answer import Answer
from carbonmeet.base.data import data_dir
from carbonmeet.base.notices import Notice
from carbonmeet.draws import simulate_model
from carbonmeet.draws.notices import always, notices
from carbonmeet.estimation import estimate
from carbonmeet.forest.stands import read_stands
from carbonmeet.numbers.distribution import Distribution
from carbonmeet.offset import (
    Credit,
    Forest,
    Parcel,
    Terms,
    assess,
    assess_forest,
    size,
    size_forest,
)
from carbonmeet.offset.ownstand import rate_stand
from carbonmeet.offset.records import Verified
from carbonmeet.offset.rules import rules_of
from carbonmeet.reading.amount import In
from carbonmeet.scenario import load_scenario
from carbonmeet.travel.countries import divisions

PACKAGE = Path(carbonmeet.__file__).parent
SHIPPED = sorted(path.stem for path in data_dir("scenarios").glob("*.yaml"))
#: Where notices arise beside the files that are named after them.
ROOMS = (
    "bench/supply.py",
    "catalogue/regions.py",
    "city/expand.py",
    "city/gpc.py",
    "city/moving.py",
    "city/waste.py",
    "pricing/workings.py",
    "meeting/expand.py",
    "meeting/sections/dressing.py",
    "meeting/sections/shuttles.py",
)
ROOMS += (
    "scenario/scenario.py",
    "scenario/extends.py",
    "scenario/formats.py",
    "meeting/attendees.py",
    "pricing/entries.py",
    "pricing/plausible.py",
    "pricing/proportion.py",
    "meeting/legs.py",
    "meeting/people.py",
    "draws/simulation.py",
)
#: What makes a text in two languages, and which argument of it is English.
_MAKERS = {"Label": 0, "Notice": 2, "_": 0}
#: What asks whether a number is a slip.
SLIPS = {"entry.out-of-scale", "entry.out-of-proportion", "amount.wide-range"}
#: Words of both languages in those files that are no notices.
NAMES = {
    *("above", "below"),
    *("Online participants", "one day", "out and back"),
    *("Waste water, methane", "Waste water, nitrous oxide"),
    "neither nights nor days are given for those who would take part online",
    "what the other legs leave",
    *("Staff on the list", "Attendees on the list", "Online participants on the list"),
    "mean way of a person on the list, out and back",
    *("mean nights of a person on the list", "mean days of a person on the list"),
    " counted on the list",
}

#: What stays as it is in Chinese: paths, ids, keys, units, names of norms and formula symbols.
KEPT = re.compile(
    r"[\w.-]+@[\w.-]+(\[[\w-]+\])?|\b(AT|CN(-[A-Z]+)*)\b|地区[A-Z]{2}(-[A-Z]+)?|\bGPC\b"
    r"|\bt CO2e\b|\bkWh\b|\bm\^2|\bgpc:other\b|\bBASIC\b"
    r"|\bIPCC\b|\bCCER\b|\bCDM\b|\bAR-TOOL14\b|\bCarbonFix\b|（local-trips）|“own-kind”"
    r"|[“（]gri?d[”）]|“gird”|机场[A-Z]{3}位于[A-Z]{2}|机场[A-Z]{3}\b|\bKMG（距海"
    r"|“park(-2)?”|“carbonmeet upgrade”|“methods: \{(future: trend|electricity: market)\}”"
    r"|methods: future|“boundary: location-based”"
    r"|“groups”|“online”|“pedigree”|“distributions”|“additional: true”|“days”"
    r"|“base\.yaml”|“scenario\.yaml”"
    r"|\b[A-Z]{3}-[A-Z]{3}\b|：R$|\b[VTLPC][1-6](?![0-9A-Za-z])"
    r"|\b[a-z]+(\[[0-9]+\]|\.\w+)+",
    re.ASCII,
)

CITY = """\
carbonmeet: 2
kind: city
title: {en: City, zh: 城市}
place: {region: CN-YN-KMG}
prefer: [mee, cpcd, defra]
year: 2023
years: [2023, 2025]
population: 1000000 people
transport:
  denominator: all_trips
  trips: 2
  shares: {walk: 40%, bus: 30%, taxi: 30%}
  ridership: 500000
catering: [{label: {en: Meals, zh: 餐饮}, meal: restaurant, meals: 1000 meal}]
"""


#: Goods that are brought home by tours.
SUPPLY = """\
supply:
  - label: {en: Tours, zh: 配送}
    orders: {value: 9, basis: assumed, note: n}
    days: {value: 1, basis: assumed, note: n}
    tour: {length: {value: 9 km, basis: assumed, note: n},
      drops: {value: 9, basis: assumed, note: n}}
    replaces: {trip: {value: 9 km, basis: assumed, note: n},
      share: {value: 30%, basis: assumed, note: n}}
"""
#: A city that only says something to be checked.
CLAIM = "claims: [{kind: sum, label: Parts, parts: {a: 1, b: 2}, total: 3}]\n"


def run(tmp_path: Path, text: str) -> Answer:
    path = tmp_path / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return estimate(path)


def of(result: Answer) -> Iterator[Notice]:
    """The notices of a result and of its forest."""
    yield from result.notices
    yield from () if result.offset is None else result.offset.notices


def of_forests() -> Iterator[Notice]:
    """A forest for everything that may be said of one."""
    stands = read_stands()
    meeting = Terms(event_year=2021)
    anyway = Terms(additional=False, exclusive=False)
    credits = Terms(credits=(Credit("ccer", 10), Credit("own-kind", 10)))
    for key in stands:
        yield from assess_forest(100, 50, stand=key, planted=2021).notices
    for rules in rules_of().rules:
        yield from assess_forest(100, 50, rules=rules, planted=2021, terms=anyway).notices
    stated = Terms(additional=True, exclusive=True)
    for stand in ("yunnan-pine", "rule-1t-per-mu"):
        ask = {"stand": stand, "rules": "cdm-ar-tool14", "planted": 2021, "terms": stated}
        yield from assess_forest(100, 50, **ask).notices
    for planted in (1995, 2010, 2045):
        yield from assess_forest(100, 50, planted=planted, terms=meeting).notices
    yield from assess_forest(100, 50, stand="carbonfix-yunnan", horizon=40).notices
    yield from assess_forest(334, stand="rule-1t-per-mu", survival=1.0).notices
    yield from assess_forest(100, 50, planted=2021, terms=credits).notices
    for rate in ("90 t CO2/ha/year", "0.1 t CO2/ha/year"):
        own = {"own": rate_stand(In("t CO2/ha/year").read(rate), "own")}
        beside = Terms(event_year=2021, beside=stands["yunnan-pine"])
        grown = {"stand": "own", "planted": 2021, "stands": own, "terms": beside}
        yield from assess_forest(100, 50, **grown).notices
    never = Forest((Parcel("8", 1.0, ((stands["yunnan-pine"], 1.0),), planted=2050),))
    for ask in (Terms(event_year=2021), replace(anyway, event_year=2021)):
        rules = rules_of().rules["strict" if ask.additional is False else "as-published"]
        yield from size(never, rules, 50.0, ask, refuse=False).notices
    dear = Terms(planting_cost=1e6, credits=(Credit("ccer", 10, price=1e6),))
    yield from assess_forest(1e7, 50, terms=dear).notices
    yield from size_forest(100, terms=Terms(confidence=0.9)).notices
    yield from size_forest(100, stand={"yunnan-pine": 0.5, "larch-weichang": 0.5}).notices
    mixture = ((stands["yunnan-pine"], 1.0),)
    parks = (
        Parcel("forest", 10.0, mixture),
        Parcel("park", 10.0, mixture, kind="urban-greening"),
        Parcel("park-2", 10.0, mixture, kind="city-afforestation"),
    )
    practice = rules_of().rules["event-practice-20-year"]
    yield from assess(Forest(parks), practice).notices
    grove = Parcel("grove", 1.0, mixture, planted=1970)
    young = Parcel("young", 10.0, mixture, planted=2021)
    yield from assess(Forest((young, grove)), practice, 50.0, meeting).notices
    early = Terms(verified=(Verified(2026, 5.0),))
    land = Forest((Parcel("7", 10.0, mixture, planted=2021, status="planned"),))
    yield from assess(land, practice, 50.0, early).notices


def of_draws() -> Iterator[Notice]:
    """Draws that part from error propagation, some inputs scored and some held fixed."""
    model, given = six_sources()
    wide = {name: Distribution("lognormal", one.mean, 1.2, 1.2) for name, one in given.items()}
    first, second = list(wide)[:2]
    wide |= {
        first: Distribution.fixed(given[first].mean),
        second: replace(wide[second], origin="pedigree"),
    }
    yield from notices(simulate_model(model, 20_000, distributions=wide))
    yield from always(simulate_model(model, 2, distributions=wide))
    above = {name: Distribution("lognormal", 3 * one.mean, 1.2, 1.2) for name, one in given.items()}
    yield from always(simulate_model(model, 40, distributions=above))


def of_scenarios(tmp_path: Path) -> Iterator[Notice]:
    """Scenarios for everything that may be said of one."""
    shuttle = (
        "shuttles: [{period: p, label: {en: Line, zh: 专线}, length: 30 km, kind: coach.diesel, "
        "lines: 2, runs: 18 / day, seats: 40 seat / vehicle, load: 45%}]\n"
    )
    idle = "factors: [{key: gird, value: 0.05, unit: kg CO2e / kWh, region: CN-YN}]\n"
    empty = "q: {name: {en: Phase two, zh: 第二阶段}, year: 2021}\n  "
    named = changed("p: {start", empty + "p: {name: {en: Phase one, zh: 第一阶段}, start")
    texts = (
        changed("taxi: 40%", "shuttle: 40%", named) + shuttle + idle,
        changed("region: CN-YN", "region: CN-YM"),
        changed("airport: KMG", "airport: LHR", changed("taxi: 40%", "car.petrol: 40%")),
        MEETING.replace("2021-", "2016-"),
        changed("measures: none", "measures: {T2: 80%, T3: 80%}"),
        changed("measures: none", "measures: {T1: 50%, L1: 50%, C4: 20%}"),
        CITY + "wastewater: {volume: 1e8 m^3}\n",
        MEETING
        + "dressing: [{period: p, label: {en: Flowers, zh: 花卉}, amount: 9 pot, share: 5%}]\n",
        CITY + SUPPLY,
        CITY.split("transport:")[0] + CLAIM,
        changed("from: PEK,", "from: PEK, distance: 500 km,").replace(
            "name: Beijing", "name: 北京"
        ),
        changed("carbonmeet: 2", "carbonmeet: 1"),
        changed("from: PEK,", "from: 维也纳,"),
        changed("mode: rail, return_distance: 5000 km", "mode: ferry, from: 海防"),
        changed("mode: air, from: PEK,", "mode: 航线, distance: 990 km,").replace(
            "name: Beijing", "name: 北京"
        )
        + "factors: [{key: 航线, law: {bands: [[1000, 0.2], [20100, 0.1]]}}]\n",
        "extends: base.yaml\ngroups: [{name: A, period: p, people: 600, days: 1}]\n",
    )
    (tmp_path / "base.yaml").write_text(MEETING, encoding="utf-8")
    for text in texts:
        yield from of(run(tmp_path, text))


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> list[Notice]:
    folder = tmp_path_factory.mktemp("made-up")
    return [*of_scenarios(folder), *of_forests(), *of_draws(), *of_a_list(folder), *of_doubts()]


DOUBTFUL = """\
carbonmeet: 1
kind: meeting
title: {en: Meeting, zh: 会议}
place: {airport: KMG, region: CN-YN}
prefer: [mee, cpcd, defra]
periods: {p: {name: {en: Days, zh: 会期}, start: 2024-05-13, end: 2024-05-15}}
online: [{period: p, people: 9, hours: 3 h}]
measures: {T6: 30%}
groups:
  - {name: {en: G, zh: 甲}, period: p, people: 2, nights: 90, travel: [{mode: air, from: PEK}]}
  - {name: {en: G, zh: 甲}, period: p, people: 2, nights: 90, travel: [{mode: air, from: PEK}]}
  - {name: {en: H, zh: 乙}, period: p, people: {value: 2, low: 1, high: 9e6}, nights: 0,
     days: 90, hotel: hotel.star-4}
waste:
  - {period: p, stream: municipal, amount: 2 t, treatment: {incineration: 1}}
  - {period: p, stream: municipal, per_person_day: 1 kg/person/day, treatment: {landfill: 1}}
venue:
  - {period: p, label: {en: Hall, zh: 会场}, energy: 10 kWh}
  - {period: p, label: {en: Hall, zh: 会场}, area: 3000 m^2, intensity: 0.45 kWh/m^2/day}
freight: [{period: p, label: {en: Stands, zh: 展台}, mass: 1e5 t, distance: 900 km, mode: truck}]
offset:
  stand: yunnan-pine
  planted: 2024
  credits: [{kind: ccer, tonnes: 0.001 t CO2e, vintage: 2035}]
pedigree: {online.hour: [2, 3, 1, 1, 2]}
factors:
  - {key: grid, region: CN-YN, value: 120, unit: kg CO2 / kWh, evidence: assumed, note: slip}
  - {key: guests-per-room, value: 0.5, unit: person / room, evidence: assumed, note: slip}
  - {key: gird, region: CN-YN, value: 0.1, unit: kg CO2 / kWh, evidence: assumed, note: slip}
  - {key: grid, region: CN-YNN, value: 0.1, unit: kg CO2 / kWh, evidence: assumed, note: slip}
  - key: air.domestic.average.direct
    region: CN
    value: 0.1
    unit: kg CO2e / passenger / km
    evidence: assumed
    note: slip
"""


def of_doubts() -> Iterable[Notice]:
    """A meeting with all that is possible, but not likely; and one on a grid by its life cycle.

    The latter in a hall of a thousand square kilometres, for two years.
    """
    hall = (
        "venue: [{period: p, label: {en: Hall, zh: 会场}, area: 1e9 m^2}, "
        "{period: p, label: {en: Foyer, zh: 前厅}, area: 3.000 平方米}]\n"
    )
    abroad = DOUBTFUL.split("online:")[0].replace("{airport: KMG, region: CN-YN}", "{region: VN}")
    abroad = abroad.replace("end: 2024", "end: 2026")
    years = "{p: {year: 2019}, q: {year: 2026}}"
    flown = "".join(
        f"  - {{name: {{en: {x}, zh: 甲}}, period: {x.lower()}, people: 9, days: 1, "
        "travel: [{mode: air, from: BKK}]}\n"
        for x in "PQ"
    )
    power = "power: [{label: {en: Offices, zh: 办公}, energy: 1e12 kWh}]\n"
    far = re.sub("periods:.*", f"periods: {years}", DOUBTFUL.split("online:")[0])
    for text in (DOUBTFUL, abroad + hall, f"{far}groups:\n{flown}", CITY + power):
        yield from of(estimate(load_scenario(text=text)))


LIST = """\
carbonmeet: 2
kind: meeting
title: {en: Meeting, zh: 会议}
place: {name: Vienna, airport: VIE, region: AT}
periods: {congress: {name: {en: Congress, zh: 大会}, start: 2026-09-07, end: 2026-09-09}}
attendees:
  table: list.csv
  unknown: mean
  values: {mode: {Schiff: ferry}}
  impossible: air
  defaults: {hotel: hotel.average}
groups:
  - {name: {en: Speakers, zh: 演讲嘉宾}, period: congress, people: 4, days: 2}
factors:
  - {key: 航线, law: {bands: [[157, 0.03], [20100, 0.2]]}, evidence: assumed, note: made up}
"""
PEOPLE = """\
City,Country,Mode,Nights,微信号
Paris,France,plane,2,
Paris,,plane,2,
New York,USA,train,9,
Nowhere,Austria,plane,2,
Graz,Austria,train,0,
Krems,Austria,plane,2,
Astana,Kazakhstan,train,2,
Linz,Austria,航线,2,
Wels,Austria,Schiff,2,
Vienna,Austria,,0,
"""


def of_a_list(folder: Path) -> Iterable[Notice]:
    """A list with all that can be told of one."""
    (folder / "list.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "list.yaml").write_text(LIST, encoding="utf-8")
    return of(estimate(folder / "list.yaml"))


def wrong(notices: Iterable[Notice]) -> list[str]:
    """Notices whose Chinese is missing, is English, or holds English."""
    return [
        repr(one)
        for one in notices
        if not one.en or not one.zh or one.en == one.zh or re.search("[A-Za-z]", bare(one.zh))
    ]


def bare(text: str) -> str:
    return KEPT.sub("", re.sub("（([^（）]+)）", unnamed, text))


def unnamed(found: re.Match[str]) -> str:
    """Divisions for which no Chinese name is known keep their own."""
    return "" if found[1] in {one.name for one in divisions().values()} else found[0]


def sentences(path: Path) -> Iterator[str]:
    """The longest fixed piece of every text of the functions of a file that make notices."""
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef):
            continue
        calls = [one for one in spoken(function) if getattr(one.func, "id", "") in _MAKERS]
        if not any(getattr(one.func, "id", "") == "Notice" for one in calls):
            continue
        for call in calls:
            text = (call.args[_MAKERS[call.func.id] :] or [None])[0]  # type: ignore[attr-defined]
            pieces = [
                piece
                for one in getattr(text, "values", [text])
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
                for piece in re.split(r"\{[^{}]*\}", one.value)
            ]
            if pieces:
                yield max(pieces, key=len)


def spoken(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call of a tree but those that make faults."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call):
            if "fault" in ast.unparse(node.func).lower():
                continue
            yield node
        if not isinstance(node, ast.Raise):
            yield from spoken(node)


@pytest.mark.parametrize("name", SHIPPED)
def test_notices_of_the_shipped_scenarios(name: str) -> None:
    result = estimate(name)
    assert wrong(of(result)) == []
    assert not SLIPS & {one.id for one in result.notices}, "a sound file is asked nothing"


def test_notices_of_made_up_scenarios(made_up: list[Notice]) -> None:
    assert wrong(made_up) == []


def test_every_notice_is_made_up_once(made_up: list[Notice]) -> None:
    """What the code can say, the test above has seen."""
    said = "\n".join(one.en for one in made_up)
    others = PACKAGE / "questions"  # what compares places is made up in test_site
    files = {*(PACKAGE / room for room in ROOMS), *PACKAGE.rglob("notices.py")}
    files = {path for path in files if others not in path.parents}
    written = {one for path in files if path.exists() for one in sentences(path)} - NAMES
    assert len(written) > 25
    assert [one for one in sorted(written) if one not in said] == []


def test_notices_arise_in_known_rooms() -> None:
    rooms = {PACKAGE / room for room in ROOMS}
    for path in PACKAGE.rglob("*.py"):
        if "notices.add(" in path.read_text(encoding="utf-8"):
            assert path in rooms or path.name == "notices.py"
