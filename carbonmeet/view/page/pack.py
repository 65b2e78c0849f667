"""The document of a scenario in as few bytes as a page can carry.

Lines lose their labels, equal words are named once, and what is known of single people is folded
away: a page goes to strangers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

__all__ = ["beside", "packed"]

#: Columns of a number, in the order in which the page unpacks them.
_COLUMNS = ("id", "value", "low", "high", "plain", "even")


def packed(document: Mapping[str, Any], hidden: Callable[[str], bool]) -> dict[str, Any]:
    """A document of `carbonmeet.draws.document.trial_document` as the page takes it.

    Parameters
    ----------
    document : mapping
    hidden : callable
        Whether the input of an id is folded into what it enters: it is neither named nor told.
        It must not vary.
    """
    numbers = document["vector"]["numbers"]
    varying = set(document["plan"]["ids"])
    bound = _bound(document)
    folded = {
        row: one["value"]
        for row, one in enumerate(numbers)
        if hidden(one["id"]) and one["id"] not in varying and row not in bound
    }
    rows = {row: at for at, row in enumerate(r for r in range(len(numbers)) if r not in folded)}
    return {
        "format": document["format"],
        "model": _model(document["model"], folded, rows),
        "vector": {
            "numbers": [[numbers[row][name] for name in _COLUMNS] for row in rows],
            "wholes": [
                {"parts": [rows[one] for one in whole["parts"]], "rest": whole["rest"]}
                for whole in document["vector"]["wholes"]
            ],
            "sums": [_sum(one, rows) for one in document["vector"]["sums"]],
        },
        "uptakes": [
            [[rows[row], power, scale] for row, power, scale in recipe]
            for recipe in document["uptakes"]
        ],
        "metered": [
            [
                *(rows[left], rows[enough], document["model"]["lines"][line]["row"], part),
                *([] if before is None else [rows[before]]),
            ]
            for left, enough, line, part, before in document["metered"]
        ],
        "readings": [[int(one) for one in acting] for acting in document["readings"]],
        "plan": document["plan"],
        "forest": document["forest"],
    }


def beside(first: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """A packed document beside another: numbers and keys that both have are places in the first."""
    places = {one[0]: at for at, one in enumerate(first["vector"]["numbers"])}
    numbers = [
        places[one[0]]
        if one[0] in places and first["vector"]["numbers"][places[one[0]]] == one
        else one
        for one in other["vector"]["numbers"]
    ]
    known = dict(zip(first["plan"]["ids"], first["plan"]["keys"], strict=True))
    pairs = zip(other["plan"]["ids"], other["plan"]["keys"], strict=True)
    keys = [0 if known.get(name) == key else key for name, key in pairs]
    return {
        **other,
        "vector": {**other["vector"], "numbers": numbers},
        "plan": {**other["plan"], "keys": keys},
    }


def _bound(document: Mapping[str, Any]) -> set[int]:
    """Rows that more than a product rests on: they stay."""
    vector, model = document["vector"], document["model"]
    found = {row for whole in vector["wholes"] for row in whole["parts"]}
    for one in vector["sums"]:
        found |= {one["row"], *one["rows"]}
    found |= {row for left, enough, *_ in document["metered"] for row in (left, enough)}
    found |= {row for recipe in document["uptakes"] for row, _, _ in recipe}
    found |= {_row(link) for links in model["coefficients"]["links"] for link in links}
    return found


def _sum(one: Mapping[str, Any], rows: Mapping[int, int]) -> dict[str, Any]:
    """A row that follows from others, without what it has none of."""
    moved = {"row": rows[one["row"]], "rows": [rows[row] for row in one["rows"]]}
    if "times" in one:
        moved["times"] = rows[one["times"]]
    return {name: value for name, value in {**one, **moved}.items() if value is not None}


def _row(link: int) -> int:
    return link if link >= 0 else -1 - link


class _Table:
    """Distinct products, some inputs folded into their scale; without which they are users'."""

    def __init__(
        self, products: Mapping[str, Any], folded: Mapping[int, float], rows: Mapping[int, int]
    ) -> None:
        self.links: list[tuple[int, ...]] = []
        self.scale: list[float] = []
        for links, scale in zip(products["links"], products["scale"], strict=True):
            kept: list[int] = []
            for link in links:
                row = _row(link)
                if row in folded:
                    scale = scale * folded[row] if link >= 0 else scale / folded[row]
                else:
                    kept.append(rows[row] if link >= 0 else -1 - rows[row])
            self.links.append(tuple(kept))
            self.scale.append(scale)

    def plain(self) -> dict[str, Any]:
        return {"links": [list(one) for one in self.links], "scale": [*map(_short, self.scale)]}


def _model(
    model: Mapping[str, Any], folded: Mapping[int, float], rows: Mapping[int, int]
) -> dict[str, Any]:
    amounts, chains, coefficients = (
        _Table(model[name], folded, rows) for name in ("amounts", "chains", "coefficients")
    )
    lines = model["lines"]
    sources, periods = (_names(one[key] for one in lines) for key in ("source", "period"))
    sums: dict[tuple[Any, ...], float] = {}
    which = zip(lines, model["amounts"]["which"], model["chains"]["which"], strict=True)
    for line, amount, chain in which:
        # lines that differ in what was folded alone are one
        cell = line["row"], sources[line["source"]], periods[line["period"]]
        key = (*cell, amounts.links[amount], chain)
        sums[key] = sums.get(key, 0.0) + amounts.scale[amount]
    products: dict[tuple[tuple[int, ...], float], int] = {}
    for key, scale in sums.items():
        products.setdefault((key[3], scale), len(products))
    columns = [list(column) for column in zip(*sums, strict=True)] or [[] for _ in range(5)]
    return {
        "inputs": sum(1 for row in rows if row < len(model["inputs"])),
        "measures": [{"id": one["id"], "method": one["method"]} for one in model["measures"]],
        "amounts": {
            "links": [list(links) for links, _ in products],
            "scale": [_short(scale) for _, scale in products],
        },
        "chains": chains.plain(),
        "coefficients": coefficients.plain(),
        "lines": {
            "row": columns[0],
            "source": columns[1],
            "period": columns[2],
            "amount": [products[key[3], scale] for key, scale in sums.items()],
            "chain": columns[4],
        },
        "rows": 1 + max((one["row"] for one in lines), default=-1),
        "sources": list(sources),
        "periods": list(periods),
        "families": [
            {
                "members": one["members"],
                "rows": sorted({lines[line]["row"] for line in one["lines"]}),
            }
            for one in model["families"]
        ],
        **{name: model[name] for name in ("settings", "asleep", "lifts", "steps", "order")},
    }


def _names(words: Iterable[str]) -> dict[str, int]:
    return {word: at for at, word in enumerate(dict.fromkeys(words))}


def _short(number: float) -> float | int:
    """A whole number without its point: a byte or two saved, often."""
    return int(number) if number == int(number) and abs(number) < 1e15 else number
