"""A tonne serves one claim, however its serial number, its log or its land is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from carbonmeet.base.ids import parts_of
from carbonmeet.city.gifts import Gift, Given
from carbonmeet.offset.creditblock import CreditBlock
from carbonmeet.offset.kinds import read_kinds
from carbonmeet.offset.serials import Block, block_of, overlap
from carbonmeet.offset.taken import Taken

#: Kinds of credits whose serial numbers hold both ends in one text, and those of no such rule.
ENDS = {kind: one.ends for kind, one in read_kinds().items()}
DASHES = "-–—‑/_ "
WIDE = str.maketrans({str(n): chr(0xFF10 + n) for n in range(10)})
Form = tuple[str, ...]


def unseen(text: str) -> str:
    """With blanks of no width, as they come along when a text is pasted."""
    return text.replace("0", "\u200b0\u00ad")


@st.composite
def written(draw: st.DrawFn, parts: tuple[str, ...]) -> str:
    """A serial number in one of the ways in which people write it."""
    text = parts[0]
    for one in parts[1:]:
        zeros = draw(st.integers(0, 3)) if one.isdecimal() else 0
        text += draw(st.sampled_from(DASHES)) + "0" * zeros + one
    change: Callable[[str], str] = draw(
        st.sampled_from([str, str.lower, str.upper, lambda x: x.translate(WIDE), unseen])
    )
    return change(text)


@st.composite
def forms(draw: st.DrawFn, stem: tuple[str, ...], first: int, last: int, tail: Form = ()) -> Form:
    """Two texts, or one with both; and of the last its number alone, or all of it."""
    ends = [draw(written((*stem, str(one), *tail))) for one in (first, last)]
    if not tail and draw(st.booleans()):
        ends[1] = str(last)
    if draw(st.booleans()):
        return tuple(ends)
    return (draw(st.sampled_from([" to ", "~", "至", "...", " -- ", "—— "])).join(ends),)


RUNS = st.tuples(st.integers(0, 10**9), st.integers(0, 5000)).map(lambda x: (x[0], sum(x)))
STEM = ("CN", "2024", "YN", "17")


@given(st.data(), RUNS)
def test_two_forms_of_one_block_are_one_block(data: st.DataObject, run: tuple[int, int]) -> None:
    one, other = (block_of(data.draw(forms(STEM, *run))) for _ in range(2))
    assert one == other == Block("cn-2024-yn-17-#", *run)


@given(st.data(), RUNS)
def test_both_ends_in_one_text_are_the_same_block(
    data: st.DataObject, run: tuple[int, int]
) -> None:
    """As Gold Standard and Verra write them, and as two serial numbers."""
    first, last = map(str, run)
    gold = data.draw(written(("GS1", "1", "KE", "GS11603", "16", "2025", "30256", first, last)))
    two = forms(("GS1", "1", "KE", "GS11603", "16", "2025", "30256"), *run)
    verra = data.draw(written(("19385", first, last, "VCS", "VVB", "CN", "1")))
    singles = forms(("19385",), *run, ("VCS", "VVB", "CN", "1"))
    for text, pair, kind in ((gold, two, "gold-standard"), (verra, singles, "vcs")):
        found = block_of((text,), ENDS[kind])
        assert found is not None and found == block_of(data.draw(pair), ENDS[kind])


def credit(kind: str, serials: Form, size: int, registry: str = "") -> CreditBlock:
    said = {"kind": kind, "tonnes": f"{size} t CO2e", "registry": registry}
    return CreditBlock.model_validate(
        {**said, "serials": list(serials) if serials[1:] else serials[0]}
    )


NAMES = st.sampled_from(
    ["", "CCER", "CCER registry", "GS", "another", "全国温室气体自愿减排注册登记系统"]
)


@settings(max_examples=40)
@given(st.data(), st.lists(st.tuples(st.integers(1, 60), st.integers(0, 30)), max_size=12))
def test_whatever_has_a_unit_in_common_is_found_and_nothing_else(
    data: st.DataObject, runs: list[tuple[int, int]]
) -> None:
    """Whatever the file calls the registry, and whichever kind without one of its own it names."""
    taken, listed = Taken[int](), []
    for number, (first, more) in enumerate(runs):
        kind = data.draw(st.sampled_from(["ccer", "other", "local", "city-pool"]))
        one = credit(kind, data.draw(forms(STEM, first, first + more)), more + 1, data.draw(NAMES))
        units = set(range(first, first + more + 1))
        assert taken.by(one) == [i for i, theirs in enumerate(listed) if units & theirs]
        taken.add(one, number)
        listed.append(units)


def test_registries_of_their_own_may_give_out_the_same_numbers() -> None:
    taken = Taken[str]()
    taken.add(credit("ccer", ("A-1", "A-60"), 60), "ccer")
    assert taken.by(credit("vcs", ("A-1", "A-60"), 60)) == []
    assert taken.by(credit("other", ("A-60", "A-60"), 1)) == ["ccer"]  # its registry is not known
    whole = "GS1-1-KE-GS11603-16-2025-30256-110-169"
    taken.add(credit("gold-standard", (whole,), 60), "gold")
    assert taken.by(credit("vcs", ("GS1-1-KE-GS11603-16-2025-30256-150",) * 2, 1)) == ["gold"]
    assert taken.by(credit("acr", (whole,), 60)) == ["gold"]  # no second one would write it


def test_what_could_not_be_counted_is_compared_all_the_same() -> None:
    taken = Taken[str]()
    taken.add(credit("ccer", ("CN-2024-1-60",), 60), "no rule says which numbers are its ends")
    assert len(taken.by(credit("ccer", ("CN-2024-60", "CN-2024-90"), 31))) == 1
    assert len(taken.by(credit("ccer", ("CN-2024-1-60",), 9))) == 1
    assert taken.by(credit("ccer", ("CN-2024-61", "CN-2024-90"), 30)) == []
    taken.add(credit("ccer", ("B-7", "C-9"), 3), "two that are no range")
    assert len(taken.by(credit("ccer", ("C-1", "C-20"), 20))) == 1
    taken.add(credit("ccer", ("to follow",), 5), "no number")
    assert taken.by(credit("ccer", ("to follow",), 5)) == []
    taken.add(credit("vcs", ("941467007", "941467431"), 425), "numbers alone")
    assert taken.by(credit("vcs", ("19385-941467431-941467500-VCS-VVB-CN-1",), 70)) == [
        "numbers alone"
    ]


GIFTS = st.builds(
    Gift,
    st.sampled_from(["a.csv", "./a.csv", "b.csv"]),
    st.integers(2, 5),
    st.sampled_from(["", "1", "2"]),
    st.tuples(
        st.sampled_from([date(2026, 5, 1), date(2026, 5, 2)]),
        st.sampled_from(["bus", "walk"]),
        st.sampled_from(["3", "9"]),
        st.just("Forum"),
    ),
)


@given(st.lists(GIFTS, max_size=12), st.booleans())
def test_an_action_counts_once(gifts: list[Gift], several: bool) -> None:
    """No two that are taken stand on one line, have one id, or say the same without."""
    taken, counted = Given[int](several=several), list[Gift]()
    for number, one in enumerate(gifts):
        same = [two for two in counted if one_action(one, two, several)]
        assert bool(same) is bool(list(taken.by(one)))
        if not same:
            taken.add(one, number)
            counted.append(one)


def one_action(a: Gift, b: Gift, several: bool) -> bool:
    if a.place == b.place:
        return True
    if a.id and b.id:
        return a.id == b.id and not (several and a.what[:2] != b.what[:2])
    return a.what == b.what and a.place[0] != b.place[0]


@given(st.text(max_size=30))
def test_an_id_is_the_same_in_whatever_letters(text: str) -> None:
    assert parts_of(text) == parts_of(f" {text.casefold()} ") or "ı" in text or "İ" in text
    wide = unicodedata.normalize("NFKC", text)
    assert parts_of(wide) == parts_of(text)


def test_disjoint_runs_share_nothing() -> None:
    assert not overlap(Block("a-#", 1, 9), Block("a-#", 10, 12))
