"""The tables that the command line prints, ready to paste into a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from carbonmeet.activity import SOURCES
from carbonmeet.measure import AREAS
from carbonmeet.report.drawn import drawn_lines
from carbonmeet.report.grid import grid, number, safe
from carbonmeet.report.losses import losses_table
from carbonmeet.report.words import say, say_method, say_unit
from carbonmeet.text import Label, Lang
from carbonmeet.units import KG_PER_T

if TYPE_CHECKING:
    from carbonmeet.estimation import Estimate

__all__ = ["summary"]

_LARGEST = 5


def summary(result: Estimate, data: Mapping[str, Any], lang: Lang = "en") -> str:
    """The whole answer as text.

    Parameters
    ----------
    result : Estimate
    data : mapping
        `result.to_dict()`, with ranges where they were computed.
    lang : {"en", "zh"}
    """
    parts = [
        _heading(result, data, lang),
        _sources(result, data, lang),
        _periods(result, data, lang),
    ]
    if data["measures"]["items"]:
        parts.append(_measures(data, lang))
    if result.offset is not None:
        parts.append(forest(data["offset"], result.offset.notices, lang))
    parts += [_city(data, lang), _slice(data, lang), _largest(result, data, lang)]
    parts += [_boundary(result, data, lang), _uncertainty(data, lang)]
    parts.append(_notices(result, lang))
    return "\n\n".join(part for part in parts if part)


def _heading(result: Estimate, data: Mapping[str, Any], lang: Lang) -> str:
    title = safe(result.scenario.title.get(lang))
    total = data["baseline"]["total"]
    lines = [title, "=" * min(len(title) * (2 if lang == "zh" else 1), 78)]
    lines.append(f"{say('baseline', lang)}: {_range(total)} t CO2e")
    if data["boundary"].get("statement"):
        lines.append(f"  {_statement(data, lang)}")
    people = result.participants.get("all", 0.0)
    if people:
        each = data["baseline"]["per_participant"]["all"]["value"]
        lines.append("  " + say("heads", lang).format(people=number(people), each=number(each, 3)))
    if data["measures"]["items"]:
        rest = data["residual"]["total"]
        saved = total["value"] - rest["value"]
        share = saved / total["value"] if total["value"] else 0.0
        lines.append(
            f"{say('residual', lang)}: {_range(rest)} t CO2e "
            f"({say('saving', lang)} {number(saved)} t, {share:.1%})"
        )
        electricity = data["residual"]["electricity"]
        other = "market" if electricity["chosen"] == "location" else "location"
        if electricity[other]["value"] != rest["value"]:
            lines.append(
                f"  {say('other-electricity', lang)} ({say(other, lang)}): "
                f"{number(electricity[other]['value'])} t CO2e"
            )
    return "\n".join(lines)


def _statement(data: Mapping[str, Any], lang: Lang) -> str:
    """What has to be said with the total: what it is a slice of, and which years it adds up."""
    text: str = data["boundary"]["statement"][lang]
    years = list(data["baseline"]["by_period"])
    if len(years) > 1:
        both = Label(f" The sum of {', '.join(years)}.", f"此为{'、'.join(years)}年之和。")
        text += both.get(lang)
    return text


def _source(name: str, data: Mapping[str, Any], lang: Lang) -> str:
    """What a source is called: a city's power is not a venue's."""
    from carbonmeet.city.sectors import source_name

    return source_name(name, data["scenario"]["kind"]).get(lang)


def _column(values: Iterable[float], whole: float) -> list[str]:
    """Numbers of one column with as many decimals as its largest needs for four digits."""
    decimals = 0 if whole >= 10_000 else 1 if whole >= 1000 else 2
    return [f"{value:,.{decimals}f}" for value in values]


def _range(total: Mapping[str, Any]) -> str:
    text = number(total["value"])
    if total["low"] is not None:
        text += f" ({number(total['low'], 3)} – {number(total['high'], 3)})"
    return text


def _ends(total: Mapping[str, Any]) -> str:
    if total["low"] is None:
        return ""
    return f"{number(total['low'], 3)} – {number(total['high'], 3)}"


def _sources(result: Estimate, data: Mapping[str, Any], lang: Lang) -> str:
    base, rest = data["baseline"], data["residual"]
    both = {**base["by_source"], **rest["by_source"]}
    names = [name for name in SOURCES if name in both]
    nothing = {"value": 0.0, "low": None, "high": None}
    totals = [*(base["by_source"].get(name, nothing) for name in names), base["total"]]
    whole = base["total"]["value"]
    left = [rest["by_source"].get(name, nothing) for name in names]
    columns = [
        [say("source", lang), *(_source(name, data, lang) for name in names)],
        ["t CO2e", *_column((one["value"] for one in totals), whole)],
        [say("range", lang), *map(_ends, totals)],
        [say("share", lang), *(f"{one['value'] / (whole or 1.0):.1%}" for one in totals)],
    ]
    columns[0].append(say("total", lang))
    if data["measures"]["items"]:
        after = [one["value"] for one in (*left, rest["total"])]
        columns.append([say("residual", lang), *_column(after, whole)])
    return grid(
        _dropping_empty([list(row) for row in zip(*columns, strict=True)]), right=range(1, 9)
    )


def _dropping_empty(rows: list[list[str]]) -> list[list[str]]:
    keep = [i for i in range(len(rows[0])) if any(row[i] for row in rows[1:])]
    return [[row[i] for i in keep] for row in rows]


def _periods(result: Estimate, data: Mapping[str, Any], lang: Lang) -> str:
    if not result.participants["all"]:
        rows = [
            [name, _column([one["value"]], data["baseline"]["total"]["value"])[0], _ends(one)]
            for name, one in data["baseline"]["by_period"].items()
        ]
        head = [say("period", lang), "t CO2e", say("range", lang)]
        return grid(_dropping_empty([head, *rows]), right=(1, 2))
    rows = [
        [say("period", lang), "t CO2e", say("participants", lang), say("per-participant", lang)]
    ]
    for name, total in data["baseline"]["by_period"].items():
        span = result.scenario.spans[name]
        label = span.label.get(lang)
        if span.counterfactual:
            label += f" ({say('counterfactual', lang)})"
        people = result.participants.get(name, 0.0)
        each = data["baseline"]["per_participant"].get(name)
        rows.append(
            [
                label,
                _column([total["value"]], data["baseline"]["total"]["value"])[0],
                number(people) if people else "–",
                f"{number(each['value'], 3)} t" if each else "–",
            ]
        )
    return grid(rows, right=(1, 2, 3))


def _measures(data: Mapping[str, Any], lang: Lang) -> str:
    head = ["", say("measure", lang), say("uptake", lang)]
    head += [say(word, lang) for word in ("alone", "in-order", "last-in", "shapley")]
    rows = [head]
    for item in data["measures"]["items"]:
        shown = [number(item[key], 3) for key in ("alone", "in_order", "last_in", "shapley")]
        name = Label(**item["name"]).get(lang)
        rows.append(
            [item["id"], _cut(name), f"{item['uptake']:.0%}{'' if item['counts'] else '*'}", *shown]
        )
    areas = [
        [Label(*AREAS[name]).get(lang), number(total["value"], 3)]
        for name, total in data["measures"]["by_area"].items()
    ]
    saved = data["measures"]["total"]["value"]
    areas.append([say("total", lang), number(saved, 3)])
    text = [f"{say('measures', lang)} (t CO2e)", grid(rows, right=(2, 3, 4, 5, 6))]
    if not all(item["counts"] for item in data["measures"]["items"]):
        text.append(f"  * {say('market-only', lang)}")
    text.append("")
    text.append(grid(areas, right=(1,)))
    small = [
        f"  {item['id']}  "
        + ", ".join(
            f"{number(x['amount'], 3)} {say_unit(x['unit'], lang)}" for x in item["avoided"]
        )
        + f" ({number(item['alone'] * KG_PER_T, 3)} kg CO2e)"
        for item in data["measures"]["items"]
        if item["avoided"]
    ]
    if small:
        text += ["", say("items", lang), *small]
    return "\n".join(text)


def _cut(text: str, most: int = 44) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def forest(offset: Mapping[str, Any], notices: Iterable[Label], lang: Lang = "en") -> str:
    """What a forest does: area, removal, claim, uncertainties.

    Parameters
    ----------
    offset : mapping
        `OffsetResult.to_dict`, with ranges where they were computed.
    notices : iterable of Label
        Of the same forest, in both languages.
    lang : {"en", "zh"}
    """
    removal = offset["removal"]
    rows = [
        [
            say("forest-area", lang),
            f"{number(offset['area']['value'])} {say_unit('mu', lang)}",
            f"{number(offset['area_ha'])} {say_unit('ha', lang)}",
        ],
        [_by_year(offset["horizon_year"], lang), f"{_range(removal)} t CO2e", ""],
    ]
    rows += [
        [say(row["kind"], lang), f"{_ends(row)} t CO2e" if row["low"] is not None else "–", ""]
        for row in offset["spread"]
        if removal["value"]
    ]
    said = [f"  {safe(offset['statement'][lang])}"]
    said += [f"  {safe(one.get(lang))}" for one in notices]
    losses = losses_table(offset, lang)
    return "\n".join([say("offset", lang), grid(rows), *([losses] if losses else []), *said])


def _by_year(year: int, lang: Lang) -> str:
    """The removal by a year of the calendar; by an age of the forest where none is known."""
    return say("removal" if year >= 1900 else "removal-age", lang).format(year=year)


def _city(data: Mapping[str, Any], lang: Lang) -> str:
    """The meeting in its host city's years."""
    if "city" not in data:
        return ""
    keys = ("event", "inside", "overlap", "city", "rest_of_city")
    rows = [
        [say("host-city", lang), *(say(f"city-{key}", lang) for key in keys), say("share", lang)]
    ]
    for row in data["city"]:
        cells = [number(row[key]) for key in keys]
        rows.append([str(row["year"]), *cells, f"{row['share']:.3%}"])
    return grid(rows, right=range(1, 7))


def _slice(data: Mapping[str, Any], lang: Lang) -> str:
    """What only a city has."""
    if "slice" not in data:
        return ""
    from carbonmeet.report.years import city_tables

    return city_tables(data["slice"], lang)


def _uncertainty(data: Mapping[str, Any], lang: Lang) -> str:
    found = data.get("uncertainty")
    if not found:
        return ""
    how = say("drawn", lang).format(
        draws=f"{found['draws']:,}",
        seed=found["seed"],
        drawn=found["drawn_inputs"],
        fixed=found["fixed_inputs"],
    )
    return "\n".join([how, *drawn_lines(found, lang)])


def _largest(result: Estimate, data: Mapping[str, Any], lang: Lang) -> str:
    spans = result.scenario.spans
    numbered = enumerate(data["lines"], start=1)  # as `carbonmeet explain` takes them
    lines = sorted(numbered, key=lambda one: -one[1]["kg_co2e"])[:_LARGEST]
    rows = [
        [
            f"[{position}]",
            _source(line["source"], data, lang),
            _cut(line["label_zh"] if lang == "zh" else line["label"]),
            _cut(spans[line["period"]].label.get(lang)),
            f"{number(line['amount'])} {say_unit(line['unit'], lang)}",
            f"{number(line['kg_co2e'] / KG_PER_T)} t",
        ]
        for position, line in lines
    ]
    return f"{say('largest', lang)}\n{grid(rows, right=(0, 4, 5))}"


def _boundary(result: Estimate, data: Mapping[str, Any], lang: Lang) -> str:
    found = data["boundary"]
    comma = "、" if lang == "zh" else ", "
    names = {
        "included": [_source(one, data, lang) for one in found["included"]],
        "no-lines": [_source(one, data, lang) for one in found["without_lines"]],
        "excluded": [safe(one[lang]) for one in found["excluded"]],
        "methods": [say_method(key, value, lang) for key, value in found["methods"].items()],
    }
    lines = [say("boundary", lang)]
    lines += [f"  {say(word, lang)}: {comma.join(some)}" for word, some in names.items() if some]
    lines.append(
        f"  {found['lines_with_assumed_values']} {say('of', lang)} {found['lines']} "
        f"{say('assumed', lang)}"
    )
    if found["co2_only"]:
        lines.append(f"  {len(found['co2_only'])} {say('co2-only', lang)}")
    return "\n".join(lines)


def _notices(result: Estimate, lang: Lang) -> str:
    said = result.scenario.content.statement  # stands under the total already
    left = [safe(one.get(lang)) for one in result.notices if one != said]
    return "\n".join([say("notices", lang), *(f"  {one}" for one in left)]) if left else ""
