"""Caps on groups of measures: checked against the measures, and told where they bind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from carbonmeet.base.errors import Fault, InputError, did_you_mean
from carbonmeet.base.notices import Notice
from carbonmeet.base.text import Label, Message, Note, _
from carbonmeet.kernel.compiler import Bound
from carbonmeet.numbers.number import Number
from carbonmeet.reading.schema import where
from carbonmeet.units import DIMENSIONLESS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from carbonmeet.bench.caps import Cap
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.catalogue.measure import Measure
    from carbonmeet.kernel import Model
    from carbonmeet.scenario import Scenario

__all__ = ["binding", "bounds_of"]


def bounds_of(scenario: Scenario, catalogue: Catalogue) -> tuple[Bound, ...]:
    """The caps of a scenario.

    Raises
    ------
    InputError
        With every fault.
    """
    listed = scenario.content.caps
    faults = list(_faults(scenario, listed, catalogue.measures))
    if faults:
        raise InputError(faults)
    return tuple(
        Bound(one.id, tuple(one.measures), _most(at, one)) for at, one in enumerate(listed)
    )


def _most(at: int, cap: Cap) -> Number:
    amount = cap.most
    return Number(
        ("caps", cap.id, "most"),
        amount.value,
        DIMENSIONLESS,
        amount.low,
        amount.high,
        name=_("{cap}: saved at most", cap=cap.name or Label(cap.id, cap.id)),
        basis=amount.basis,
        note=Note(amount.note or cap.note),
        domain="share",
        place=("caps", at, "most"),
    )


def _faults(
    scenario: Scenario, caps: Sequence[Cap], known: Mapping[str, Measure]
) -> Iterator[Fault]:
    document, seen, ids = scenario.document, dict[str, str](), set[str]()
    for at, cap in enumerate(caps):
        if cap.id in ids:
            path: tuple[str | int, ...] = ("caps", at, "id")
            yield document.fault(path, where(path), _("'{id}' is listed twice", id=cap.id))
        ids.add(cap.id)
        stages: set[str] = {known[name].stage for name in cap.measures if name in known}
        for position, name in enumerate(cap.measures):
            path = ("caps", at, "measures", position)
            wrong = _wrong(name, cap, known, seen, stages)
            if wrong:
                yield document.fault(path, where(path), wrong)
            seen.setdefault(name, cap.id)


def _wrong(
    name: str, cap: Cap, known: Mapping[str, Measure], seen: Mapping[str, str], stages: set[str]
) -> Message | None:
    """Why a measure cannot be under a cap; None where it can."""
    if name not in known:
        return _("no measure '{name}'.{hint}", name=name, hint=did_you_mean(name, known))
    if name in seen:
        return _("{name} is under '{cap}' already", name=name, cap=seen[name])
    one = known[name]
    if one.effect.do not in ("avoid", "improve") or one.effect.wakes:
        return _(
            "{name} does not avoid or improve: shares that shift have a pool, which is a cap of "
            "its own",
            name=name,
        )
    if len(stages) > 1:
        return _(
            "measures under one cap act at one stage: {name} acts at '{stage}'",
            name=name,
            stage=one.stage,
        )
    return None


def binding(model: Model, uptake: NDArray[np.float64]) -> list[Notice]:
    """Where measures would save more than their cap."""
    found: dict[str, tuple[int, float, float]] = {}
    for cap, line, saved, most in model.capped(uptake):
        if cap not in found or saved > found[cap][1]:
            found[cap] = (line, saved, most)
    return [
        Notice(
            "measure.capped",
            {"cap": cap, "saved": saved, "most": most},
            _(
                "the cap '{cap}' binds: {saved:.1%} of {line} would be saved, "
                "{most:.1%} is counted",
                cap=cap,
                saved=saved,
                most=most,
                line=model.lines[line].activity.label,
            ),
        )
        for cap, (line, saved, most) in found.items()
    ]
