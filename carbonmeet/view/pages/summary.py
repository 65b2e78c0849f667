"""The tables that the command line prints, ready to paste into a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from carbonmeet.answer import Total
from carbonmeet.answer.plain import plain
from carbonmeet.base.text import Label, Lang
from carbonmeet.catalogue.measure import AREAS
from carbonmeet.numbers.activity import SOURCES
from carbonmeet.units import KG_PER_T
from carbonmeet.view.faces.grid import grid, number, safe
from carbonmeet.view.pages.cityhead import several_years
from carbonmeet.view.pages.drawn import drawn_lines
from carbonmeet.view.pages.headline import ends, headline, ranged
from carbonmeet.view.tables.attendance import attendance_lines
from carbonmeet.view.tables.losses import losses_table
from carbonmeet.view.words import say, say_method, say_unit

if TYPE_CHECKING:
    from carbonmeet.answer import Answer, Measures
    from carbonmeet.base.notices import Notice

__all__ = ["summary"]

_LARGEST = 5


def summary(answer: Answer, lang: Lang = "en") -> str:
    """The whole answer as text.

    Parameters
    ----------
    answer : Answer
        With ranges where it was simulated.
    lang : {"en", "zh"}
    """
    parts = [headline(answer, lang)]
    if answer.city is not None and several_years(answer.city):
        # years stand side by side below: none of these tables adds them up
        if answer.city.last is not None and answer.measures:
            year = str(answer.city.years[-1].year)
            parts.append(_measures(answer.city.last, lang, year))
    else:
        parts += [_sources(answer, lang), _periods(answer, lang)]
        if answer.attendance is not None:
            parts.append(attendance_lines(answer.attendance, lang))
        if answer.measures:
            parts.append(_measures(answer.measures, lang))
    if answer.offset is not None:
        parts.append(forest(plain(answer.offset), answer.offset.notices, lang))
    parts += [_city(answer, lang), _years(answer, lang), _largest(answer, lang)]
    parts += [_boundary(answer, lang), _uncertainty(answer, lang), _notices(answer, lang)]
    return "\n\n".join(part for part in parts if part)


def _source(name: str, answer: Answer, lang: Lang) -> str:
    """What a source is called: a city's power is not a venue's."""
    from carbonmeet.city.sectors import source_name

    return source_name(name, answer.scenario.kind).get(lang)


def _column(values: Iterable[float], whole: float) -> list[str]:
    """Numbers of one column with as many decimals as its largest needs for four digits."""
    decimals = 0 if whole >= 10_000 else 1 if whole >= 1000 else 2
    return [f"{value:,.{decimals}f}" for value in values]


def _sources(answer: Answer, lang: Lang) -> str:
    base, rest = answer.baseline, answer.residual
    names = [name for name in SOURCES if name in base.by_source or name in rest.by_source]
    nothing = Total(0.0)
    totals = [*(base.by_source.get(name, nothing) for name in names), base.total]
    whole = base.total.value
    left = [rest.by_source.get(name, nothing) for name in names]
    columns = [
        [say("source", lang), *(_source(name, answer, lang) for name in names)],
        ["t CO2e", *_column((one.value for one in totals), whole)],
        [say("range", lang), *map(ends, totals)],
        [say("share", lang), *(f"{one.value / (whole or 1.0):.1%}" for one in totals)],
    ]
    columns[0].append(say("total", lang))
    if answer.measures:
        after = [one.value for one in (*left, rest.total)]
        columns.append([say("residual", lang), *_column(after, whole)])
    return grid(
        _dropping_empty([list(row) for row in zip(*columns, strict=True)]), right=range(1, 9)
    )


def _dropping_empty(rows: list[list[str]]) -> list[list[str]]:
    keep = [i for i in range(len(rows[0])) if any(row[i] for row in rows[1:])]
    return [[row[i] for i in keep] for row in rows]


def _periods(answer: Answer, lang: Lang) -> str:
    base = answer.baseline
    if not base.participants["all"]:
        rows = [
            [name, _column([one.value], base.total.value)[0], ends(one)]
            for name, one in base.by_period.items()
        ]
        head = [say("period", lang), "t CO2e", say("range", lang)]
        return grid(_dropping_empty([head, *rows]), right=(1, 2))
    rows = [
        [say("period", lang), "t CO2e", say("participants", lang), say("per-participant", lang)]
    ]
    for name, total in base.by_period.items():
        period = answer.scenario.periods[name]
        label = period.label.get(lang)
        if period.counterfactual:
            label += f" ({say('counterfactual', lang)})"
        people = base.participants.get(name, 0.0)
        each = base.per_participant.get(name)
        rows.append(
            [
                label,
                _column([total.value], base.total.value)[0],
                number(people) if people else "–",
                f"{number(each.value, 3)} t" if each else "–",
            ]
        )
    return grid(rows, right=(1, 2, 3))


def _measures(found: Measures, lang: Lang, year: str = "") -> str:
    head = ["", say("measure", lang), say("uptake", lang)]
    head += [say(word, lang) for word in ("alone", "in-order", "last-in", "shapley")]
    rows = [head]
    for one in found:
        ways = (one.alone, one.in_order, one.last_in, one.shapley)
        uptake = f"{one.uptake:.0%}{'' if one.counts else '*'}"
        name = _cut(one.name.get(lang))
        rows.append([one.id, name, uptake, *(number(total.value, 3) for total in ways)])
    areas = [
        [Label(*AREAS[name]).get(lang), number(total.value, 3)]
        for name, total in found.by_area.items()
    ]
    areas.append([say("total", lang), number(found.total.value, 3)])
    what = f"{say('measures', lang)} {year}".strip()
    text = [f"{what} (t CO2e)", grid(rows, right=(2, 3, 4, 5, 6))]
    if not all(one.counts for one in found):
        text.append(f"  * {say('market-only', lang)}")
    text.append("")
    text.append(grid(areas, right=(1,)))
    small = [
        f"  {one.id}  "
        + ", ".join(f"{number(x.amount, 3)} {say_unit(x.unit, lang)}" for x in one.avoided)
        + f" ({number(one.alone.value * KG_PER_T, 3)} kg CO2e)"
        for one in found
        if one.avoided
    ]
    if small:
        text += ["", say("items", lang), *small]
    return "\n".join(text)


def _cut(text: str, most: int = 44) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def forest(offset: Mapping[str, Any], notices: Iterable[Notice], lang: Lang = "en") -> str:
    """What a forest does: area, removal, claim, uncertainties.

    Parameters
    ----------
    offset : mapping
        `OffsetResult.to_dict`, with ranges where they were computed.
    notices : iterable of Notice
        Of the same forest, in both languages.
    lang : {"en", "zh"}
    """
    removal = Total(**offset["removal"])
    rows = [
        [
            say("forest-area", lang),
            f"{number(offset['area']['value'])} {say_unit('mu', lang)}",
            f"{number(offset['area_ha'])} {say_unit('ha', lang)}",
        ],
        [_by_year(offset["horizon_year"], lang), f"{ranged(removal)} t CO2e", ""],
    ]
    planted = bool(offset["parcels"])
    rows = rows if planted else []
    rows += [
        [
            say(row["kind"], lang),
            f"{ends(_spread(row))} t CO2e" if row["low"] is not None else "–",
            "",
        ]
        for row in offset["spread"]
        if removal.value
    ]
    rows += _credits(offset["credits"], lang)
    head = say("offset" if planted else "offset-credits", lang)
    said = [f"  {safe(offset['statement'][lang])}"]
    said += [f"  {safe(one.get(lang))}" for one in notices]
    losses = losses_table(offset, lang)
    tables = [grid(rows)] if rows else []
    return "\n".join([head, *tables, *([losses] if losses else []), *said])


def _credits(credits: Iterable[Mapping[str, Any]], lang: Lang) -> list[list[str]]:
    """What is bought or given, its status and its cost; one row an entry."""
    status = {
        "retired": Label("retired {day}", "{day}注销"),
        "planned": Label("planned", "计划注销"),
        None: Label("status not stated", "未说明是否注销"),
    }
    return [
        [
            safe(one["name"][lang]),
            f"{number(one['tonnes']['value'])} t CO2e",
            status[one["status"]].get(lang).format(day=one["retired"])
            + (f", {number(one['cost']['value'])} {one['cost']['unit']}" if one["cost"] else ""),
        ]
        for one in credits
    ]


def _spread(row: Mapping[str, Any]) -> Total:
    return Total(0.0, row["low"], row["high"])


def _by_year(year: int, lang: Lang) -> str:
    """The removal by a year of the calendar; by an age of the forest where none is known."""
    return say("removal" if year >= 1900 else "removal-age", lang).format(year=year)


def _city(answer: Answer, lang: Lang) -> str:
    """The meeting in its host city's years."""
    if answer.city is None or not answer.city.shares:
        return ""
    keys = ("event", "inside", "overlap", "of_residents", "city", "rest_of_city")
    rows = [
        [say("host-city", lang), *(say(f"city-{key}", lang) for key in keys), say("share", lang)]
    ]
    for row in answer.city.shares:
        cells = [number(getattr(row, key)) for key in keys]
        rows.append([str(row.year), *cells, f"{row.share:.3%}"])
    return grid(rows, right=range(1, 8))


def _years(answer: Answer, lang: Lang) -> str:
    """What only a city has."""
    if answer.city is None or not answer.city.years:
        return ""
    from carbonmeet.view.tables.years import city_tables

    return city_tables(answer.city, lang)


def _uncertainty(answer: Answer, lang: Lang) -> str:
    found = answer.uncertainty
    if found is None:
        return ""
    how = say("drawn", lang).format(
        draws=f"{found.draws:,}",
        seed=found.seed,
        drawn=found.drawn_inputs,
        fixed=found.fixed_inputs,
    )
    return "\n".join([how, *drawn_lines(found, lang)])


def _largest(answer: Answer, lang: Lang) -> str:
    periods = answer.scenario.periods
    numbered = enumerate(answer.lines, start=1)  # as `carbonmeet explain` takes them
    lines = sorted(numbered, key=lambda one: -one[1].kg_co2e)[:_LARGEST]
    rows = [
        [
            f"[{position}]",
            _source(line.source, answer, lang),
            _cut(line.label.get(lang)),
            _cut(periods[line.period].label.get(lang)),
            f"{number(line.amount)} {say_unit(line.unit, lang)}",
            f"{number(line.kg_co2e / KG_PER_T)} t",
        ]
        for position, line in lines
    ]
    return f"{say('largest', lang)}\n{grid(rows, right=(0, 4, 5))}"


def _boundary(answer: Answer, lang: Lang) -> str:
    found = answer.boundary
    comma = "、" if lang == "zh" else ", "
    names = {
        "included": [_source(one, answer, lang) for one in found.included],
        "no-lines": [_source(one, answer, lang) for one in found.without_lines],
        "excluded": [safe(one.get(lang)) for one in found.excluded],
        "methods": [say_method(key, value, lang) for key, value in found.methods.items()],
    }
    lines = [say("boundary", lang)]
    lines += [f"  {say(word, lang)}: {comma.join(some)}" for word, some in names.items() if some]
    if found.co2_only:
        lines.append(f"  {len(found.co2_only)} {say('co2-only', lang)}")
    if found.gwp:
        sets = (f"{say(name, lang)} {count}" for name, count in found.gwp.items())
        lines.append(f"  {say('gwp', lang)}: {comma.join(sets)}")
    return "\n".join(lines)


def _notices(answer: Answer, lang: Lang) -> str:
    said = answer.boundary.statement  # stands under the total already
    known = "" if said is None else said.en
    left = [safe(one.get(lang)) for one in answer.notices if one.en != known]
    return "\n".join([say("notices", lang), *(f"  {one}" for one in left)]) if left else ""
