"""Two scenarios side by side: by source before and after the measures, and by measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from carbonmeet.answer import Total
from carbonmeet.base.text import both
from carbonmeet.city.sectors import source_name
from carbonmeet.draws.pairing import beats, change
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.units import T_CO2E
from carbonmeet.version import __version__
from carbonmeet.view.blocks import Block, Bullets, Cell, Column, Paragraph, Table
from carbonmeet.view.matter import LEDGERS, Voice
from carbonmeet.view.numerals import bounded, ends, number, three

if TYPE_CHECKING:
    from carbonmeet.answer import Answer
    from carbonmeet.draws import Difference, Range, Uncertainty

__all__ = ["comparison", "comparison_data"]

_LEDGERS = ("baseline", "residual")
_DIFFERENCE = Column("B - A", "change")


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
    title = both(read.title)
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


def comparison(m: Voice, data: Mapping[str, Any]) -> list[Block]:
    """What `comparison_data` says, as tables."""
    names = [f"{key.upper()}  {m.word(data[key]['title'])}" for key in ("a", "b")]
    blocks: list[Block] = [Bullets(tuple(names)), *(_ledger(m, data, one) for one in _LEDGERS)]
    if data["measures"]["items"]:
        blocks.append(_measure_table(m, data))
    if "uncertainty" in data:
        blocks += [Paragraph(text) for text in _how_sure(m, data)]
    return blocks


def _heads(name: str) -> list[Column]:
    return [Column(name, wide=2), Column("A", "tonnes"), Column("B", "tonnes"), _DIFFERENCE]


def _ledger(m: Voice, data: Mapping[str, Any], ledger: str) -> Table:
    block, ranged = data[ledger], "uncertainty" in data
    name = m.word(LEDGERS[ledger])
    columns = _heads(m.say("Source"))
    if ranged:
        columns.append(Column(m.say("95% range"), "number"))
    kind = "city" if {data[key]["kind"] for key in ("a", "b")} == {"city"} else "meeting"

    def row(called: str, one: Mapping[str, Any]) -> tuple[Cell, ...]:
        more = one["difference"]
        cells = (called, one["a"]["value"], one["b"]["value"], more["value"])
        return (*cells, ends(more["low"], more["high"], signed=True)) if ranged else cells

    rows = (row(m.word(source_name(key, kind)), one) for key, one in block["by_source"].items())
    foot = (row(m.say("Total"), block["total"]),)
    return Table(
        ledger, m.say("{name}, {unit}", name=name, unit="t CO2e"), tuple(columns), tuple(rows), foot
    )


def _measure_table(m: Voice, data: Mapping[str, Any]) -> Table:
    rows = tuple(
        (one["id"], one["a"], one["b"], one["difference"]) for one in data["measures"]["items"]
    )
    caption = m.say("Measures, Shapley value, t CO2e")
    return Table("measures", caption, tuple(_heads(m.say("Measure"))), rows)


def _how_sure(m: Voice, data: Mapping[str, Any]) -> list[str]:
    found = data["uncertainty"]
    draws, seed = number(found["draws"], 9), found["seed"]
    chance = bounded(found["b_beats_a"], found["draws"], m.lang)
    errors = [
        (one["low"], one["high"], m.word(LEDGERS[ledger]))
        for ledger in _LEDGERS
        for one in (data[ledger]["total"]["difference"]["monte_carlo_error"],)
    ]
    parts = m.say("; ").join(
        f"{name} {m.join((f'±{three(a)}', f'±{three(b)}'))}" for a, b, name in errors
    )
    return [
        m.say(
            "Ranges of B - A: {draws} draws, seed {seed}; what A and B "
            "share is drawn once for both. Monte Carlo error of the ends, "
            "t CO2e: {parts}.",
            draws=draws,
            seed=seed,
            parts=parts,
        ),
        m.say("Probability that B emits less after the measures: {chance}", chance=chance),
    ]
