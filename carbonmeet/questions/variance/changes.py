"""What is not the same in two scenarios: numbers, factors, and what has to be said first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from carbonmeet.answer import Row
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import Label, _, _p, joined
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from carbonmeet.answer import Answer, Input

__all__ = ["Change", "changes", "edition_changes", "paired_periods", "told_first"]


#: Numbers that the program sets stand in no file.
_OURS = "constants."
#: So many editions are named.
_MOST = 4


class Change(NamedTuple):
    """A number that is another in the second of two results; None where a side has none.

    Attributes
    ----------
    path : str
        What it is known by in the files; the key of a factor.
    before, after : Input, Row or None
    """

    path: str
    name: Label
    before: Input | Row | None
    after: Input | Row | None


def changes(a: Answer, b: Answer) -> tuple[Change, ...]:
    """Every number of the scenarios that changed, with its range, basis and document."""
    left, right = (
        {one.path: one for one in side.scenario.inputs if not one.path.startswith(_OURS)}
        for side in (a, b)
    )
    found = []
    for path in dict.fromkeys((*left, *right)):
        one, other = left.get(path), right.get(path)
        if one is None or other is None or _said(one) != _said(other):
            known = one or other
            found.append(Change(path, known.name if known else Label(path), one, other))
    return tuple(found)


def _said(one: Input) -> tuple[object, ...]:
    return (one.value, one.low, one.high, one.unit, one.basis, one.document)


def edition_changes(a: Answer, b: Answer) -> tuple[Change, ...]:
    """Every number of the catalogue that is another row, or another value of the same row."""
    left, right = ({one.id: one for one in side.catalogue.rows} for side in (a, b))
    found = []
    keys = dict.fromkeys((*(x.key for x in left.values()), *(x.key for x in right.values())))
    for key in keys:
        before = [one for name, one in left.items() if one.key == key and one != right.get(name)]
        after = [one for name, one in right.items() if one.key == key and one != left.get(name)]
        for at in range(max(len(before), len(after))):
            one = before[at] if at < len(before) else None
            other = after[at] if at < len(after) else None
            known = one or other
            found.append(Change(key, known.name if known else Label(key), one, other))
    return tuple(found)


def paired_periods(a: Answer, b: Answer) -> dict[str, str]:
    """What the periods of B are called in A: by their name, or the only ones that are left.

    Examples
    --------
    >>> import carbonmeet as cm
    >>> planned, held = map(cm.estimate, ("cop15-kunming", "cop15-phase1-as-held"))
    >>> paired_periods(planned, held)
    {'phase-1': 'phase-1'}
    """
    mine, theirs = list(a.scenario.periods), list(b.scenario.periods)
    pairs = {name: name for name in theirs if name in mine}
    rest = [name for name in theirs if name not in pairs]
    free = [name for name in mine if name not in pairs.values()]
    if len(rest) == len(free) == 1 or (not pairs and len(rest) == len(free)):
        pairs |= dict(zip(rest, free, strict=True))
    return pairs


def told_first(a: Answer, b: Answer, pairs: Mapping[str, str]) -> Iterator[Label]:
    """What keeps two results from being like for like, before any number is told."""
    yield from _of_periods(a, b, pairs)
    yield from _of_methods(a, b)
    yield from _of_boundary(a, b)
    yield from _of_editions(a, b)
    yield from _of_grids(a, b)
    mine, theirs = a.catalogue, b.catalogue
    if mine.hash != theirs.hash:
        yield _(
            "other catalogues: {version} ({hash}) in A, {theirs_version} ({hash2}) in B",
            version=mine.version,
            hash=mine.hash[:12],
            theirs_version=theirs.version,
            hash2=theirs.hash[:12],
        )
    if a.carbonmeet != b.carbonmeet:
        yield _(
            "worked out by other versions of carbonmeet: {carbonmeet} and {b_carbonmeet}",
            carbonmeet=a.carbonmeet,
            b_carbonmeet=b.carbonmeet,
        )


def _of_editions(a: Answer, b: Answer) -> Iterator[Label]:
    """Rows of the catalogue that are another edition, or another number, on the other side."""
    pairs = [one for one in edition_changes(a, b) if one.before and one.after]
    named = [f"{x.before.id} → {x.after.id}" for x in pairs if isinstance(x.before, Row)
             and isinstance(x.after, Row) and x.before.id != x.after.id]  # fmt: skip
    if pairs:
        more = ["…"] if len(named) > _MOST else []
        yield _(
            "numbers of the catalogue that are others: {count}{names}",
            count=len(pairs),
            names=f" ({'; '.join([*named[:_MOST], *more])})" if named else "",
        )


def _of_grids(a: Answer, b: Answer) -> Iterator[Label]:
    """Electricity by its life cycle on one side, and by what is burnt on the other."""
    grids = [[one for one in side.catalogue.rows if one.key == "grid"] for side in (a, b)]
    wide = [[one.id for one in rows if "life-cycle" in one.boundary] for rows in grids]
    for side, at, other in (("A", 0, 1), ("B", 1, 0)):
        if wide[at] and len(wide[other]) < len(grids[other]):
            yield _(
                "electricity by its life cycle in {side} ({rows}) and by what is burnt alone in "
                "{other}: a part of the difference is the boundary",
                side=side,
                rows=joined(wide[at]),
                other="BA"[at],
            )


def _of_periods(a: Answer, b: Answer, pairs: Mapping[str, str]) -> Iterator[Label]:
    if a.scenario.kind != b.scenario.kind:
        yield _(
            "A is a {kind}, B a {kind2}",
            kind=_KINDS[a.scenario.kind],
            kind2=_KINDS[b.scenario.kind],
        )
    mine, theirs = a.scenario.periods, b.scenario.periods
    for side, found, known in (("A", a, set(pairs.values())), ("B", b, set(pairs))):
        for name, period in found.scenario.periods.items():
            if name not in known:
                total = found.residual.by_period.get(name)
                tonnes = total.value if total else 0.0
                zh = period.label.get("zh")
                yield _(
                    "period '{name}' is in {side} only: {tonnes:,.1f} t CO2e, shown as scope",
                    name=Label(name, zh),
                    side=side,
                    tonnes=tonnes,
                )
    for theirs_name, name in pairs.items():
        one, other = mine[name], theirs[theirs_name]
        if name != theirs_name:
            yield _(
                "period '{name}' of A is set against '{theirs_name}' of B",
                name=Label(name, one.label.get("zh")),
                theirs_name=Label(theirs_name, other.label.get("zh")),
            )
        for what, left, right in (
            (_p("period", "year"), one.year, other.year),
            (_p("period", "place"), one.region, other.region),
        ):
            if left != right:
                yield _(
                    "period '{name}': {what} {left} in A, {right} in B",
                    name=Label(name, one.label.get("zh")),
                    what=what,
                    left=left,
                    right=right,
                )
        if one.counterfactual != other.counterfactual:
            side, not_held = ("A", "B") if other.counterfactual else ("B", "A")
            yield _(
                "period '{name}' was held in {side} and is counterfactual in {not_held}",
                name=Label(name, one.label.get("zh")),
                side=side,
                not_held=not_held,
            )


_KINDS = {"meeting": _p("kind", "meeting"), "city": _p("kind", "city")}


def _of_methods(a: Answer, b: Answer) -> Iterator[Label]:
    mine, theirs = a.scenario.methods, b.scenario.methods
    for name in dict.fromkeys((*mine, *theirs)):
        left, right = (str(one.get(name)).lower() for one in (mine, theirs))
        if left != right:
            yield _("method {name}: {left} in A, {right} in B", name=name, left=left, right=right)
    for name in ("realisation", "prefer", "fallback"):
        said = [_said_of(one, name) for one in (a, b)]
        if said[0] != said[1]:
            yield _("'{name}' is {said} in A, {said2} in B", name=name, said=said[0], said2=said[1])


def _said_of(answer: Answer, name: str) -> str:
    """What the file says under a key, in one line."""
    found = (answer.content or {}).get(name)
    return ", ".join(map(str, found)) if isinstance(found, list | tuple) else str(found or "–")


def _of_boundary(a: Answer, b: Answer) -> Iterator[Label]:
    """Sources and exclusions that only one of the two has."""
    sums = [_by_source(one) for one in (a, b)]
    for source in SOURCES:
        there = [source in one for one in sums]
        if there[0] != there[1]:
            side, tonnes = ("A", sums[0]) if there[0] else ("B", sums[1])
            name = SOURCES[source]
            yield _(
                "counted in {side} only: {name}, {tonnes:,.1f} t CO2e",
                side=side,
                name=name,
                tonnes=tonnes[source],
            )
    left, right = ({str(x): x for x in one.boundary.excluded} for one in (a, b))
    for side, one, other in (("A", left, right), ("B", right, left)):
        rest = [label for name, label in one.items() if name not in other]
        if rest:
            yield _(
                "left out in {side} alone, by its own words: {labels}",
                side=side,
                labels=joined(rest, "; "),
            )


def _by_source(answer: Answer) -> dict[str, float]:
    sums: dict[str, float] = {}
    for line in answer.lines:
        sums[line.source] = sums.get(line.source, 0.0) + line.kg_co2e / KG_PER_T
    return sums
