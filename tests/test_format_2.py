"""Format 2 of scenario files: ways, files over files, names; and files of format 1 beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from worlds import MEETING, changed

import carbonmeet as cm
from carbonmeet.cli.upgrade import command
from carbonmeet.numbers.path import find
from carbonmeet.reading.yamlfile import Document, read_yaml
from carbonmeet.scenario.extends import laid_over
from carbonmeet.scenario.formats import NOTICE
from carbonmeet.travel import air_distance_km


def write(folder: Path, **texts: str) -> Path:
    """Files of these texts; the last is returned."""
    for name, text in texts.items():
        path = folder / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
    return path


def data(path: Path) -> Any:
    return cm.load_scenario(path).document.data


def told(path: Path) -> list[str]:
    with pytest.raises(cm.InputError) as error:
        cm.estimate(path)
    return [str(one).replace(f"{path.parent}/", "") for one in error.value.faults]


def rail(leg: str) -> str:
    return changed("{mode: rail, return_distance: 5000 km}", leg)


# ---- ways


def km(text: str) -> float:
    """Kilometres of the journey by rail."""
    (line,) = [one for one in cm.estimate(text).lines if one.service == "modes/rail"]
    return line.amount / (600 * 0.3)


#: Rail over the straight line, `detour.rail`: a way between places has the detour of its mode.
DETOUR = 1.2


@pytest.mark.parametrize(
    ("leg", "wanted"),
    [
        ("{mode: rail, distance: 2500 km}", 5000.0),
        ("{mode: rail, return_distance: 5000 km}", 5000.0),
        ("{mode: rail, distance: 2500 km, one_way: true}", 2500.0),
        ("{mode: rail, from: PEK}", 2 * DETOUR * air_distance_km("PEK", "KMG")),
        ("{mode: rail, from: PEK, one_way: true}", DETOUR * air_distance_km("PEK", "KMG")),
    ],
)
def test_a_way_counts_out_and_back_unless_it_is_one_way(leg: str, wanted: float) -> None:
    assert km(rail(leg)) == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize(
    ("leg", "message"),
    [
        ("{mode: rail, distance: 1 km, return_distance: 2 km}", "'distance' is given too"),
        ("{mode: rail, return_distance: 2 km, one_way: true}", "the leg goes one way"),
        ("{mode: rail}", "a leg needs 'from'"),
    ],
)
def test_ways_that_contradict_each_other_are_refused(leg: str, message: str) -> None:
    with pytest.raises(cm.InputError, match=message):
        cm.estimate(rail(leg))


@pytest.mark.parametrize(
    ("way", "noticed"),
    [
        ("distance: 2092 km", False),
        ("distance: 1046 km", True),
        ("return_distance: 4184 km", False),
        ("return_distance: 2092 km", True),
    ],
)
def test_a_way_shorter_than_the_straight_line_is_noticed(way: str, noticed: bool) -> None:
    notices = cm.estimate(changed("from: PEK,", f"from: PEK, {way},")).notices
    assert any("shorter than the straight line" in one.en for one in notices) == noticed


# ---- a file over another

BASE = MEETING + "offset: {stand: yunnan-pine, area: 100 mu, planted: 2021}\n"


def test_mappings_merge_key_by_key_and_null_takes_away(tmp_path: Path) -> None:
    child = "extends: base.yaml\noffset: {area: null, survival: 80%}\nmethods: {upstream: true}\n"
    found = data(write(tmp_path, base=BASE + "methods: {aviation_non_co2: false}\n", child=child))
    assert found["offset"] == {"stand": "yunnan-pine", "planted": 2021, "survival": "80%"}
    assert found["methods"] == {"aviation_non_co2": False, "upstream": True}
    assert found["groups"] == read_yaml(MEETING, "x").data["groups"]


def test_entries_of_a_list_are_changed_by_name(tmp_path: Path) -> None:
    child = """\
extends: base.yaml
groups:
  北京: {people: 500, meals: {boxed: 1 / day}}
  Guests: {name: Guests, period: p, people: 7, days: 1}
fleet: {Fleet: null}
"""
    found = data(write(tmp_path, base=BASE, child=child))
    first, second = found["groups"]
    assert first["people"] == 500 and first["nights"] == 5
    assert first["meals"] == {"restaurant": "3 / day", "boxed": "1 / day"}
    assert second["name"] == "Guests" and found["fleet"] == []


def test_what_is_one_value_is_replaced_whole(tmp_path: Path) -> None:
    base = changed("people: 600", "people: {value: 600, low: 500, high: 700}")
    child = (
        "extends: base.yaml\ntitle: {en: Other}\nplace: {region: CN}\n"
        "groups: {Beijing: {people: {value: 800}}}\n"
    )
    found = data(write(tmp_path, base=base, child=child))
    assert found["title"] == {"en": "Other"} and found["place"] == {"region": "CN"}
    assert found["groups"][0]["people"] == {"value": 800}


def test_the_range_of_a_number_may_be_changed_alone(tmp_path: Path) -> None:
    base = changed("people: 600", "people: {value: 600, low: 500, high: 700}")
    child = "extends: base.yaml\ngroups: {Beijing: {people: {high: 900}}}\n"
    found = data(write(tmp_path, base=base, child=child))
    assert found["groups"][0]["people"] == {"value": 600, "low": 500, "high": 900}


def test_a_list_replaced_whole_is_noticed(tmp_path: Path) -> None:
    child = "extends: base.yaml\ngroups: [{name: A, period: p, people: 1, days: 1}]\n"
    notices = [one.en for one in cm.estimate(write(tmp_path, base=BASE, child=child)).notices]
    assert any(one.startswith("'groups' is replaced as a whole") for one in notices)
    patched = (
        "extends: base.yaml\ngroups: {Beijing: {people: 1}}\nprefer: [mee, mao, cpcd, defra]\n"
    )
    notices = [one.en for one in cm.estimate(write(tmp_path, base=BASE, child=patched)).notices]
    assert not any("replaced" in one for one in notices)


@pytest.mark.parametrize(
    ("base", "child", "uptakes"),
    [
        ("planned", "{others: parent, T1: 30%}", (25, 0.3)),
        ("planned", "{others: planned, T1: 30%}", (25, 0.3)),
        ("planned", "{others: none, T1: 30%}", (1, 0.3)),
        ("none", "{others: parent, T1: 30%}", (1, 0.3)),
        ("{V1: 50%}", "{others: parent, T1: 30%}", (2, 0.3)),
        ("{V1: 50%, T1: 10%}", "{others: parent, T1: null}", (1, None)),
        ("{V1: 50%, T1: 10%}", "{others: parent}", (2, 0.1)),
        ("{V1: 50%, others: planned}", "{others: parent, T1: 30%}", (25, 0.3)),
        ("planned", "none", (0, None)),
    ],
)
def test_measures_say_what_becomes_of_the_others(
    tmp_path: Path, base: str, child: str, uptakes: tuple[int, float | None]
) -> None:
    text = changed("measures: none", f"measures: {base}")
    path = write(tmp_path, base=text, child=f"extends: base.yaml\nmeasures: {child}\n")
    programme = cm.load_scenario(path).programme(cm.load_catalogue())
    first = programme.get("T1")
    assert (len(programme), None if first is None else first.value) == uptakes


@pytest.mark.parametrize(
    ("child", "faults"),
    [
        (
            "measures: {T1: 30%}",
            ["child.yaml:2:1: measures: 'others' is missing: say what becomes"],
        ),
        ("measures: {others: parents}", ["Did you mean 'parent'?"]),
        (
            "groups: {Bejing: {people: 3}}",
            ["child.yaml:2:10: groups.Bejing: no entry 'Bejing' in "],
        ),
        ("groups: {Bejing: null}", ["Did you mean 'Beijing'?"]),
        ("groups: {Rome: {people: 3}}", ["To add one, let it say its name itself: {name: Rome,"]),
        ("prefer: {mee: null}", ["the entries of base.yaml have no names here"]),
        (
            "groups: {Beijing: {peple: 3}}",
            ["child.yaml:2:20: groups.Beijing: no key 'peple' here."],
        ),
        ("groups: {Beijing: {people: -3}}", ["child.yaml:2:28: groups.Beijing.people: -3 person"]),
        (
            "groups: {Beijing: {people: null}}",
            ["child.yaml:2:20: groups.Beijing: 'people' is missi"],
        ),
        ("groups: {Beijing: {nights: x}, 北京: {}}", ["'Beijing' is the same entry"]),
        ("venue: {Halls: {days: 1 km}}", ["child.yaml:2:23: venue.Halls.days: expected"]),
        (
            "kind: city",
            ["child.yaml:2:7: kind: a city cannot extend base.yaml, which is a meeting"],
        ),
        (
            "groups: {Beijing: {period: q}}",
            ["child.yaml:2:28: groups.Beijing.period: no period 'q'"],
        ),
    ],
)
def test_faults_point_into_the_file_that_says_it(
    tmp_path: Path, child: str, faults: list[str]
) -> None:
    found = told(write(tmp_path, base=BASE, child=f"extends: base.yaml\n{child}\n"))
    assert len(found) == len(faults)
    assert all(fault in one for fault, one in zip(faults, found, strict=True)), found


def test_a_fault_of_the_base_stays_in_the_base(tmp_path: Path) -> None:
    base = BASE.replace("nights: 5", "nights: -5")
    child = "extends: base.yaml\ngroups: {New: {name: New, period: p, people: 1}}\n"
    assert told(write(tmp_path, base=base, child=child)) == [
        "base.yaml:12:13: groups.Beijing.nights: -5 night is negative"
    ]


def test_paths_are_those_of_the_file_that_says_them(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    write(tmp_path / "deep", base=BASE, middle="extends: base.yaml\ntitle: Middle\n")
    child = write(tmp_path, child="extends: deep/middle.yaml\nnotes: x\n")
    assert data(child)["title"] == "Middle"


def test_eight_files_deep_and_no_more(tmp_path: Path) -> None:
    chain = {"f1": BASE} | {f"f{n}": f"extends: f{n - 1}.yaml\nnotes: n\n" for n in range(2, 10)}
    write(tmp_path, **chain)
    assert data(tmp_path / "f8.yaml")["notes"] == "n"
    assert "more than 8 files extend each other" in told(tmp_path / "f9.yaml")[0]


@pytest.mark.parametrize(
    "texts", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "b"}]
)
def test_files_in_a_circle_are_refused(tmp_path: Path, texts: dict[str, str]) -> None:
    write(tmp_path, **{name: f"extends: ./{other}.yaml\n" for name, other in texts.items()})
    assert "in a circle" in told(tmp_path / "a.yaml")[0]


KEYS = st.sampled_from("abcd")
LEAVES = st.none() | st.integers(0, 9)
TREES = st.recursive(LEAVES, lambda inner: st.dictionaries(KEYS, inner, max_size=3), max_leaves=8)
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from("PQRS")}, optional={"x": st.integers(0, 9), "deep": TREES}
    ),
    max_size=3,
    unique_by=lambda one: one["name"],
)
PARENTS = st.fixed_dictionaries({}, optional={"a": TREES, "b": TREES, "list": ENTRIES})


def reference(upper: Any, lower: Any) -> Any:
    """The merge, as plainly as it can be written."""
    if isinstance(upper, Mapping) and isinstance(lower, Mapping):
        left = {k: v for k, v in lower.items() if k not in upper}
        return left | {
            k: reference(v, lower.get(k))
            for k, v in upper.items()
            if v is not None or k not in lower
        }
    if isinstance(upper, Mapping) and isinstance(lower, list):
        patched = [
            reference(upper.get(one["name"], {}), one)
            for one in lower
            if upper.get(one["name"], one) is not None
        ]
        return patched
    return upper


@given(PARENTS, st.data())
def test_merging_is_what_it_is_said_to_be_and_knows_where_from(
    lower: dict[str, Any], drawn: st.DataObject
) -> None:
    names = [one["name"] for one in lower.get("list", ())]
    patch = st.fixed_dictionaries({}, optional={"x": st.integers(10, 19), "deep": TREES})
    patches = st.dictionaries(st.sampled_from(names), patch | st.none()) if names else st.just({})
    upper = drawn.draw(
        st.fixed_dictionaries(
            {}, optional={"a": TREES, "b": TREES} | ({"list": patches} if names else {})
        )
    )
    parent, child = Document("parent", lower), Document("child", upper)
    merged = laid_over(child, parent)

    def norm(value: Any) -> Any:  # the order of keys has no meaning here
        if isinstance(value, Mapping):
            return {k: norm(value[k]) for k in sorted(value)}
        return [norm(one) for one in value] if isinstance(value, list) else value

    assert norm(merged.data) == norm(reference(upper, lower))
    for path, leaf in leaves(merged.data):
        spot = merged.spot(path)
        said: Any = {"parent": lower, "child": upper}[spot.file]
        for step in find(said, spot.path):
            said = said[step]
        assert said == leaf


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, Mapping):
        return [pair for k, v in value.items() for pair in leaves(v, (*path, k))]
    if isinstance(value, list):
        return [pair for at, v in enumerate(value) for pair in leaves(v, (*path, at))]
    return [(path, value)]


# ---- names


def test_entries_that_no_path_could_tell_apart_need_an_id(tmp_path: Path) -> None:
    more = "  - {period: p, label: Halls, area: 5 m^2, intensity: 0.4 kWh/m^2/day}\nfleet:"
    text = changed("fleet:", more)
    fault, *_ = told(write(tmp_path, a=text))
    assert fault.endswith("venue[1]: venue[0] is called 'Halls' too: give one of them an 'id'")
    cm.estimate(text.replace("label: Halls, area: 5", "id: small, label: Halls, area: 5"))
    cm.estimate(text.replace("carbonmeet: 2", "carbonmeet: 1"))


# ---- format 1


def old(text: str) -> str:
    return text.replace("carbonmeet: 2", "carbonmeet: 1").replace("return_distance", "distance")


CITY = (Path(__file__).parent / "data" / "chart_meeting.yaml").read_text(encoding="utf-8")
OLD_FILES = {
    "plain": (old(MEETING), ""),
    "one way": (
        old(MEETING).replace("distance: 5000 km", "distance: 2500 km, one_way: true"),
        "",
    ),
    "by path": (
        old(MEETING) + 'distributions: {"groups[0].travel[1].distance": {form: uniform, '
        "low: 4000, high: 6000}}\n",
        "",
    ),
    "byte order mark": ("\ufeff" + old(MEETING), ""),
    "other line ends": (old(MEETING).replace("\n", "\r\n"), ""),
    "chart": (old(CITY), ""),
    "section replaced": (
        "extends: base.yaml\nmethods: {upstream: true}  # why\n",
        old(BASE) + "methods:\n  aviation_non_co2: false\n  electricity: market\n",
    ),
    "block": (
        "carbonmeet: 1\nextends: base.yaml\nmethods:\n  # why\n  upstream: true\noffset: {}\n",
        old(BASE) + "methods: {aviation_non_co2: false}\n",
    ),
    "measures": (
        "carbonmeet: 1\nextends: base.yaml\nmeasures:\n  T1: 50%   # half\n",
        old(BASE).replace("measures: none", "measures: planned"),
    ),
    "others": ("extends: base.yaml\nmeasures: {others: planned, T1: 5%}\n", old(BASE)),
    "newer base": ("carbonmeet: 1\nextends: base.yaml\nmeasures: { T1: 5% }\n", BASE),
    "same names": (
        old(MEETING).replace(
            "fleet:\n", "  - period: p  # the other\n    label: Halls\n    energy: 5 kWh\nfleet:\n"
        ),
        "",
    ),
}


@pytest.mark.parametrize("name", OLD_FILES)
def test_an_upgraded_file_gives_the_same_answer(tmp_path: Path, name: str) -> None:
    text, base = OLD_FILES[name]
    file = tmp_path / "file.yaml"
    file.write_bytes(text.encode())
    if base:
        write(tmp_path, base=base)
    if "offset: {}" in text:
        text = text.replace("offset: {}", "offset: {planted: 2021}")
        file.write_bytes(text.encode())
    before = cm.estimate(file)
    done = CliRunner().invoke(command, [str(file)])
    assert done.exit_code == 0 and "rewritten as format 2" in done.output
    after = cm.estimate(file)
    for new, old in ((after.baseline, before.baseline), (after.residual, before.residual)):
        assert new.total.value == pytest.approx(old.total.value, rel=1e-12)
    assert [one.en for one in before.notices].count(NOTICE.en) == 1
    new = file.read_bytes().decode()
    for line in text.splitlines():  # comments and layout stay
        assert line.partition("#")[2] in new
    assert len(new.splitlines()) - len(text.splitlines()) in range(4)
    assert ("\r\n" in new) == ("\r\n" in text) and new.startswith("\ufeff") == text.startswith(
        "\ufeff"
    )
    again = CliRunner().invoke(command, [str(file)])
    assert "latest format" in again.output and file.read_bytes().decode() == new
    if not base:
        assert NOTICE not in after.notices


def test_an_upgrade_changes_no_other_word() -> None:
    from carbonmeet.scenario.upgrade import upgraded

    found = upgraded(old(MEETING), read_yaml(old(MEETING), "x"))
    assert (found.text, found.changes) == (MEETING, 2)


def test_an_upgrade_goes_where_it_is_told_and_warns_of_children(tmp_path: Path) -> None:
    file = write(tmp_path, child="extends: base.yaml\nnotes: x\n", base=old(BASE))
    out = tmp_path / "new" / "base.yaml"
    out.parent.mkdir()
    done = CliRunner().invoke(command, [str(file), "-o", str(out)])
    assert done.exit_code == 0 and out.read_text() == BASE and file.read_text() == old(BASE)
    done = CliRunner().invoke(command, [str(file), "--lang", "zh"])
    assert "child.yaml：扩展了base.yaml" in done.output and file.read_text() == BASE


def test_a_format_of_the_future_is_refused(tmp_path: Path) -> None:
    (fault,) = told(write(tmp_path, a=changed("carbonmeet: 2", "carbonmeet: 3")))
    assert fault == "a.yaml:1:13: carbonmeet: format 1 and format 2 are known, not 3"


def test_a_list_of_people_lies_beside_the_file_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "people.csv").write_text("city\nBeijing\nBeijing\n", encoding="utf-8")
    base = MEETING + "attendees: {table: people.csv}\n"
    write(tmp_path / "deep", base=base)
    child = write(tmp_path, child="extends: deep/base.yaml\nnotes: x\n")
    for scenario in (cm.load_scenario(child), cm.load_scenario(child, name="A plan")):
        assert scenario.document.folder(("attendees", "table")) == str(tmp_path / "deep")
        other = scenario.replace({"attendees.no_show": 0.05})
        assert other.document.folder(("attendees", "table")) == str(tmp_path / "deep")
