"""A saved result read strictly: what was changed by hand is told and never loads as if whole."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from carbonmeet.answer.plain import plain
from carbonmeet.base.errors import CarbonmeetError, Fault, InputError
from carbonmeet.base.text import _
from carbonmeet.numbers.path import show
from carbonmeet.reading.schema import faults_of
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from pydantic import ValidationError

    from carbonmeet.answer.footprint import Footprint
    from carbonmeet.answer.whole import Answer

__all__ = ["parsed", "refuse_wrong_sums", "typed", "unknown"]

#: Digits of a whole number; a result holds years, counts and seeds.
_LONGEST = 100
#: Sums of the same numbers in another order part in their last digits.
_CLOSE = 1e-9


def parsed(text: bytes, name: str) -> Any:
    """JSON as plain data, without what JSON does not know or what would hide something.

    Raises
    ------
    CarbonmeetError
        If it is no JSON, names a key twice, holds NaN or an infinity, or is nested too deep.
    """
    try:
        return json.loads(
            text,
            object_pairs_hook=_once,
            parse_constant=_refused,
            parse_float=_finite,
            parse_int=_whole,
        )
    except _Odd as error:
        raise CarbonmeetError(_("{name}: {why}", name=name, why=error.args[0])) from None
    except RecursionError:
        raise InputError([Fault(name, 0, 0, "", _("is nested too deep"))]) from None
    except ValueError as error:
        if isinstance(error, json.JSONDecodeError):
            name = f"{name}:{error.lineno}:{error.colno}"
        raise CarbonmeetError(_("{name}: this is not JSON", name=name)) from None


class _Odd(Exception):
    """What Python's reader of JSON takes, and a result never holds."""


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _value in pairs]
        raise _Odd(_("duplicate key '{key}'", key=next(x for x in keys if keys.count(x) > 1)))
    return found


def _refused(word: str) -> NoReturn:
    raise _Odd(_("{word} is no number", word=word))


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise _Odd(_("{word} is no number", word=digits))
    return value


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST:
        raise _Odd(_("{word} is no number", word=f"{digits[:_LONGEST]}…"))
    return int(digits)


def typed(adapter: Any, data: Mapping[str, Any], name: str, *, strict: bool) -> Answer:
    """Plain data as an answer: if strict, no text is a number and nothing is passed over.

    Raises
    ------
    InputError
        With every fault, at its path.
    """
    from pydantic import ValidationError

    try:
        found: Answer = adapter.validate_json(json.dumps(data), strict=strict)
        faults = [*unknown(data, plain(found), name)] if strict else []
    except ValidationError as error:
        faults = [*_told(error, data, name)]
    except RecursionError:
        faults = [Fault(name, 0, 0, "", _("is nested too deep"))]
    if faults:
        raise InputError(faults)
    return found


def _told(error: ValidationError, data: Any, name: str) -> Iterator[Fault]:
    """What pydantic finds wrong; what was read before, it does not read where it is too deep."""
    if error.errors(include_url=False)[0]["type"] == "json_invalid":
        yield Fault(name, 0, 0, "", _("is nested too deep"))
        return
    for place, message in faults_of(data, error):
        yield Fault(name, 0, 0, place, message)


def unknown(data: Any, kept: Any, name: str, path: tuple[str | int, ...] = ()) -> Iterator[Fault]:
    """What stands in the plain data of a result, and would not stand in those of its answer."""
    if isinstance(data, Mapping) and isinstance(kept, Mapping):
        for key, value in data.items():
            if key in kept:
                yield from unknown(value, kept[key], name, (*path, key))
            else:
                yield Fault(name, 0, 0, show((*path, key)), _("is no part of a result"))
    elif isinstance(data, list) and isinstance(kept, list) and len(data) == len(kept):
        for at, (value, other) in enumerate(zip(data, kept, strict=True)):
            yield from unknown(value, other, name, (*path, at))
    elif data != kept or isinstance(data, bool) is not isinstance(kept, bool):
        yield Fault(name, 0, 0, show(path), _("is no part of a result"))


def refuse_wrong_sums(answer: Answer, name: str) -> None:
    """Raise where parts of an answer do not add up to its totals.

    Raises
    ------
    InputError
        With every total that is not the sum of its parts.
    """
    faults = [
        Fault(name, 0, 0, path, _("{told:,.6g} is not the sum {total:,.6g} of {what}",
                                  told=told, total=total, what=what))
        for path, told, what, parts in _sums(answer)
        for total in [math.fsum(parts)]
        if abs(told - total) > _CLOSE * max(1.0, math.fsum(map(abs, parts)))
    ]  # fmt: skip
    if faults:
        raise InputError(faults)


def _sums(answer: Answer) -> Iterator[tuple[str, float, str, list[float]]]:
    """Totals with their parts: where, what, which parts."""
    before, after = answer.baseline, answer.residual
    yield from _of_footprint("baseline", before)
    yield from _of_footprint("residual", after)
    whole = before.total.value, -after.total.value
    yield "saving.value", answer.saving.value, "baseline, residual", [*whole]
    kg = [one.kg_co2e / KG_PER_T for one in answer.lines]
    yield "baseline.total.value", before.total.value, "lines", kg
    found = answer.measures
    shares = [one.shapley.value for one in found]
    areas = [one.value for one in found.by_area.values()]
    yield "measures.total.value", found.total.value, "measures.items", shares
    yield "measures.total.value", found.total.value, "measures.by_area", areas
    yield "measures.total.value", found.total.value, "baseline, residual", [*whole]
    for part in ("amount", "factor"):
        shares = list(getattr(answer.quality, part).values())
        if any(shares):  # none are where nothing is emitted
            yield f"quality.{part}", 1.0, f"quality.{part}", shares


def _of_footprint(name: str, found: Footprint) -> Iterator[tuple[str, float, str, list[float]]]:
    spot, total = f"{name}.total.value", found.total.value
    for part in ("by_source", "by_period"):
        listed = [one.value for one in getattr(found, part).values()]
        yield spot, total, f"{name}.{part}", listed
    yield spot, total, f"{name}.cells", [one.total.value for one in found.cells]
    held = [found.held.value, found.counterfactual.value]
    yield spot, total, f"{name}.held, {name}.counterfactual", held
