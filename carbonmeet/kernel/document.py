"""A compiled model as plain data, for a kernel that is written in another language.

The document is all that the arithmetic of emissions needs: inputs by id, products of inputs, lines,
and what the measures do to the weights of the lines, in which order. Version 1 of its format is
described by ``docs/reference/model.schema.json``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carbonmeet.base.text import both
from carbonmeet.kernel.steps import Capped, Scale, Wake, acting_order

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carbonmeet.kernel.products import Products
    from carbonmeet.kernel.steps import Step

__all__ = ["FORMAT", "model_document"]

#: Version of the document: raised when a reader of the former would read it wrongly.
FORMAT = 1


def model_document(model: Any) -> dict[str, Any]:
    """A model as plain data; see `carbonmeet.Model.to_dict`."""
    return {
        "format": FORMAT,
        "inputs": [
            {
                "id": one.id,
                "value": float(one.value),
                "low": _plain(one.low),
                "high": _plain(one.high),
                "unit": one.unit.text,
                "name": both(one.name),
                "basis": one.basis,
                "reference": one.reference,
            }
            for one in model.inputs
        ],
        "measures": [
            {
                "id": one.id,
                "area": one.area,
                "stage": one.stage,
                "method": one.method,
                "acts": one.id in model.acting,
            }
            for one in model.measures
        ],
        "amounts": _products(model, model.amounts),
        "chains": _products(model, model.chains),
        "coefficients": _products(model, model.coefficients),
        "lines": [
            _line(line, int(row)) for line, row in zip(model.lines, model.weight_of, strict=True)
        ],
        "settings": model.settings,
        "asleep": _integers(model.asleep),
        "lifts": [
            {"enabler": int(one.enabler), "gain": int(one.gain), "lifted": _integers(one.lifted)}
            for one in model.lifts
        ],
        "steps": [_step(one) for one in model.steps],
        "families": [
            {"members": list(one.members), "lines": list(one.lines)} for one in model.families
        ],
        "order": acting_order(range(len(model.measures)), model.measures),
    }


def _products(model: Any, products: Products) -> dict[str, Any]:
    """Products of inputs; ``-1 - i`` divides by input i."""
    inputs, divisors = len(model.inputs), model.divisors.tolist()
    nothing = inputs + len(divisors)
    links = [
        [one if one < inputs else -1 - divisors[one - inputs] for one in row if one != nothing]
        for row in products.links.tolist()
    ]
    scale = products.scale[:, 0].tolist()
    return {"links": links, "scale": scale, "which": _integers(products.which)}


def _line(line: Any, row: int) -> dict[str, Any]:
    one = line.activity
    return {
        "source": one.source,
        "period": one.period,
        "label": both(one.label),
        "unit": one.unit.text,
        "root": int(line.root),
        "born": line.born,
        "dormant": one.dormant,
        "row": row,
    }


def _step(step: Step) -> dict[str, Any]:
    if isinstance(step, Scale):
        return {
            "do": "scale",
            "uptake": int(step.measure),
            "coefficient": int(step.saving),
            "rows": _integers(step.rows),
        }
    if isinstance(step, Capped):
        return {
            "do": "cap",
            "cap": step.cap,
            "parts": [[int(measure), int(saving)] for measure, saving in step.acting],
            "most": int(step.most),
            "rows": _integers(step.rows),
        }
    if isinstance(step, Wake):
        return {
            "do": "wake",
            "uptake": int(step.measure),
            "coefficient": int(step.share),
            "rows": _integers(step.rows),
        }
    return {
        "do": "shift",
        "pool": step.pool,
        "parents": _integers(step.parents),
        "moves": [
            {
                "uptake": int(one.measure),
                "coefficient": int(one.share),
                "children": [_integers(rows) for rows in one.children],
            }
            for one in step.moves
        ],
    }


def _integers(numbers: Iterable[Any]) -> list[int]:
    return [int(one) for one in numbers]


def _plain(number: float | None) -> float | None:
    return None if number is None else float(number)
