"""Paths: one grammar for everything that points at a value of a scenario."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from carbonmeet.numbers.path import Names, Path, PathError, find, read, show

#: Names with everything that has a meaning in the grammar, and Chinese.
STEPS = st.one_of(
    st.text(alphabet=st.sampled_from("ab01 .[]\"'\\@北京\n-é"), max_size=12),
    st.text(max_size=8),
    st.integers(0, 10**6),
)
PATHS = st.lists(STEPS, max_size=6).map(tuple)


@given(PATHS)
@example(("",))
@example(("groups", 'says "so"', "x"))
@example(("0", 0))
def test_reading_undoes_showing(path: Path) -> None:
    assert read(show(path)) == path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('groups["Delegates from Beijing"].people', ("groups", "Delegates from Beijing", "people")),
        ("groups.Volunteers.nights", ("groups", "Volunteers", "nights")),
        ("groups.北京代表.nights", ("groups", "北京代表", "nights")),
        ("measures.T1.uptake", ("measures", "T1", "uptake")),
        ("offset.survival", ("offset", "survival")),
        ('factors["grid@mee-2021[CN-YN]"]', ("factors", "grid@mee-2021[CN-YN]")),
        ("groups[0]", ("groups", 0)),
        ("growth.2030", ("growth", "2030")),
        (r"groups['it\'s'].people", ("groups", "it's", "people")),
        (" offset.survival ", ("offset", "survival")),
    ],
)
def test_every_way_of_writing_one_is_read(text: str, path: Path) -> None:
    assert read(text) == path


@pytest.mark.parametrize(
    "text",
    ["groups[", "groups]", ".groups", "groups..people", "groups.", "groups[-1]", "a b",
     'groups["open].people', "groups[x]", r'groups["\q"]', "groups[0]people"],
)  # fmt: skip
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(PathError):
        read(text)


DATA = {
    "groups": [
        {"name": {"en": "Guests", "zh": "嘉宾"}, "people": 80, "travel": [{"mode": "air"}]},
        {"name": "Staff"},
        {"name": "Twins", "people": 1},
        {"name": "Twins", "people": 2},
        {"id": "late", "name": "Twins", "people": 3},
    ],
    "venue": [
        {"label": "Hall", "period": "one", "area": 10},
        {"label": "Hall", "period": "two", "area": 20},
        {"label": "Foyer", "period": "two", "area": 5},
    ],
    "factors": [{"key": "grid", "source": "own", "region": "CN-YN", "value": 0.5}],
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("groups.Guests.people", "groups[0].people"),
        ("groups.嘉宾.people", "groups[0].people"),
        ("groups.Guests.travel[0].mode", "groups[0].travel[0].mode"),
        ("groups.late.people", "groups[4].people"),
        ("groups[3].people", "groups[3].people"),
        ('factors["grid@own[CN-YN]"].value', "factors[0].value"),
        ('venue["Hall (two)"].area', "venue[1].area"),
    ],
)
def test_names_lead_to_positions(text: str, found: str) -> None:
    assert find(DATA, read(text)) == read(found)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("groups.Guest.people", "no entry 'Guest' in groups. Did you mean 'Guests'?"),
        ("groups.Twins", "groups[2] and groups[3] have the same name: give one of them an 'id'"),
        (
            "venue.Hall.area",
            'venue["Hall (one)"] and venue["Hall (two)"] have the same name: write',
        ),
        ("groups.Guests.peple", "no 'peple' in groups.Guests. Did you mean 'people'?"),
        ("group.Guests", "no 'group' in the file. Did you mean 'groups'?"),
        ("groups[7]", "groups[7]: groups has 5 entries, counted from 0"),
        ("groups.Guests.travel.air", "write the position, as in groups[0].travel[0]"),
        ("groups.Guests.people.low", "no 'low' in groups.Guests.people"),
        ("groups.Guests[0]", "groups.Guests[0]: groups[0] is not a list"),
    ],
)
def test_a_path_that_leads_nowhere_says_what_was_meant(text: str, message: str) -> None:
    with pytest.raises(PathError) as error:
        find(DATA, read(text))
    assert message in str(error.value)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["id", "name", "label", "period"]),
            st.sampled_from(["a", "b", "c", "a (b)"]),
            max_size=4,
        ),
        max_size=5,
    )
)
def test_a_name_leads_back_to_its_entry(entries: list[dict[str, str]]) -> None:
    names = Names({"groups": entries})
    for at in range(len(entries)):
        assert names.find(names.named(("groups", at, "people"))) == ("groups", at, "people")


def test_positions_are_shown_as_names() -> None:
    names = Names(DATA)
    assert show(names.named(read("groups[0].travel[0].mode"))) == "groups.Guests.travel[0].mode"
    assert show(names.named(read("groups[3].people"))) == "groups[3].people"
    assert show(names.named(read("groups[4].people"))) == "groups.late.people"
    assert show(names.named(read("venue[1].area"))) == 'venue["Hall (two)"].area'
    assert show(names.named(read("venue[2].area"))) == "venue.Foyer.area"
    assert names.within(("groups",))["Twins"] == [2, 3]
