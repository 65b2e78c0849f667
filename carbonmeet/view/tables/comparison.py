"""Two scenarios side by side: by source before and after the measures, and by measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from carbonmeet.answer import Total
from carbonmeet.base.text import Lang
from carbonmeet.city.sectors import source_name
from carbonmeet.draws.pairing import beats, change
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.units import T_CO2E
from carbonmeet.version import __version__
from carbonmeet.view.faces.grid import grid, number
from carbonmeet.view.pages.drawn import errors_line
from carbonmeet.view.words import say

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.draws import Difference, Range, Uncertainty

__all__ = ["comparison", "comparison_data"]

_LEDGERS = ("baseline", "residual")


def comparison_data(a: Answer, b: Answer, drawn: Difference | None = None) -> dict[str, Any]:
    """Two estimates and what B has more than A, as plain data.

    Parameters
    ----------
    a, b : Answer
    drawn : Difference, optional
        Of their draws, in the same order; without it no total has a range.
    """
    data: dict[str, Any] = {"carbonmeet": __version__, "a": _told(a), "b": _told(b)}
    for ledger in _LEDGERS:
        data[ledger] = _sums(a, b, ledger)
        if drawn is not None:
            _ranges_into(data[ledger], drawn, ledger)
    data["measures"] = {"attribution": "shapley", "items": _measures(a, b)}
    if drawn is not None:
        one = drawn.first
        data["uncertainty"] = {
            "draws": one.count,
            "part_draws": one.part_draws,
            "seed": one.plan.seed,
            "method": one.plan.method,
            "interval": 0.95,
            "b_beats_a": beats(drawn.second, one),
        }
    return data


def _told(one: Answer) -> dict[str, Any]:
    read = one.scenario
    title = {"en": read.title.get("en"), "zh": read.title.get("zh")}
    return {"name": read.name, "kind": read.kind, "title": title, "hash": read.hash}


def _sums(a: Answer, b: Answer, ledger: str) -> dict[str, Any]:
    left, right = ((one.baseline if ledger == "baseline" else one.residual) for one in (a, b))
    ours, theirs, none = left.by_source, right.by_source, Total(0.0)
    return {
        "total": _three(left.total.value, right.total.value),
        "by_source": {
            name: _three(ours.get(name, none).value, theirs.get(name, none).value)
            for name in SOURCES
            if name in ours or name in theirs
        },
    }


def _three(left: float, right: float) -> dict[str, Any]:
    more = float(change(left, right))
    return {"a": asdict(Total(left)), "b": asdict(Total(right)), "difference": asdict(Total(more))}


def _ranges_into(sums: dict[str, Any], drawn: Difference, ledger: str) -> None:
    """Ranges of A, of B and of what lies between them; the last with its error of drawing."""
    answers: dict[str, Uncertainty | Difference]
    answers = {"a": drawn.first, "b": drawn.second, "difference": drawn}
    for key, one in answers.items():
        _fill(sums["total"][key], getattr(one, ledger), whole=one is drawn)
        by_source = one.by("source", ledger)
        for name, row in sums["by_source"].items():
            if name in by_source:
                _fill(row[key], by_source[name], whole=one is drawn)
            else:  # the other scenario alone has it
                row[key] |= {"low": 0.0, "high": 0.0}


def _fill(total: dict[str, Any], one: Range, *, whole: bool) -> None:
    found = one.to_dict() if whole else {"low": one.low, "high": one.high}
    total |= found | {"value": total["value"]}


def _measures(a: Answer, b: Answer) -> list[dict[str, Any]]:
    ours, theirs = _shapley(a), _shapley(b)
    size = max(one.baseline.total.value for one in (a, b))  # what the values are differences of
    found = []
    for name in dict.fromkeys((*ours, *theirs)):
        left, right = ours.get(name, 0.0), theirs.get(name, 0.0)
        more = float(change(left, right, of=size))
        found.append({"id": name, "a": left, "b": right, "difference": more, "unit": T_CO2E})
    return found


def _shapley(result: Answer) -> dict[str, float]:
    return {one.id: one.shapley.value for one in result.measures}


def comparison(data: Mapping[str, Any], lang: Lang = "en") -> str:
    """What `comparison_data` says, as tables."""
    parts = ["\n".join(f"{key.upper()}  {data[key]['title'][lang]}" for key in ("a", "b"))]
    parts += [_ledger(data, ledger, lang) for ledger in _LEDGERS]
    if data["measures"]["items"]:
        parts.append(_measure_table(data, lang))
    if "uncertainty" in data:
        parts.append(_how_sure(data, lang))
    return "\n\n".join(parts)


def _ledger(data: Mapping[str, Any], ledger: str, lang: Lang) -> str:
    block, ranged = data[ledger], "uncertainty" in data
    head = [f"{say(ledger, lang)}, t CO2e", "A", "B", "B - A"]
    rows = [[*head, say("range", lang)] if ranged else head]
    kinds = {data[key]["kind"] for key in ("a", "b")}
    kind = "city" if kinds == {"city"} else "meeting"
    named = {source_name(name, kind).get(lang): row for name, row in block["by_source"].items()}
    for name, row in (named | {say("total", lang): block["total"]}).items():
        cells = [number(row["a"]["value"]), number(row["b"]["value"])]
        cells.append(_signed(row["difference"]["value"]))
        rows.append([name, *cells, _ends(row["difference"])] if ranged else [name, *cells])
    return grid(rows, right=range(1, len(rows[0])))


def _measure_table(data: Mapping[str, Any], lang: Lang) -> str:
    rows = [[f"{say('measure', lang)}, {say('shapley', lang)}, t CO2e", "A", "B", "B - A"]]
    rows += [
        [one["id"], number(one["a"]), number(one["b"]), _signed(one["difference"])]
        for one in data["measures"]["items"]
    ]
    return grid(rows, right=(1, 2, 3))


def _how_sure(data: Mapping[str, Any], lang: Lang) -> str:
    found = data["uncertainty"]
    errors = {
        ledger: data[ledger]["total"]["difference"]["monte_carlo_error"] for ledger in _LEDGERS
    }
    colon = "：" if lang == "zh" else ": "
    return "\n".join(
        [
            say("paired", lang).format(draws=f"{found['draws']:,}", seed=found["seed"]),
            f"  {errors_line(errors, lang)}",
            f"{say('b-beats-a', lang)}{colon}{found['b_beats_a']:.1%}",
        ]
    )


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{number(value)}"


def _ends(total: Mapping[str, Any]) -> str:
    if total["low"] == total["high"]:
        return _signed(total["low"])
    return f"{_signed(total['low'])} – {_signed(total['high'])}"
