"""Tables of a city: years, scopes, targets, causes, readings, forest, claims, survey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from carbonmeet.answer import City
from carbonmeet.answer.city import BothSides, CityForest, Target, Year
from carbonmeet.base.text import Label, Lang, _, _p, joined
from carbonmeet.city.sectors import sector
from carbonmeet.view.blocks import Cell, Column, Table
from carbonmeet.view.numerals import number, share, unit

if TYPE_CHECKING:
    from carbonmeet.city.plausibility import Finding
    from carbonmeet.city.survey import Surveyed

__all__ = [
    "change_table",
    "claims_table",
    "forest_table",
    "forest_words",
    "reading_table",
    "scope_table",
    "survey_table",
    "target_table",
    "uptake_table",
    "year_table",
]

_FOREST: Mapping[str, Label] = {
    "planting": _("Planting"),
    "closure": _("Hillside closure"),
    "improvement": _("Poor stands improved"),
    "restoration": _("Degraded stands restored"),
    "grassland": _("Grassland restored"),
    "greening": _("Urban greening"),
}
_SCOPES = {
    "gpc:scope-1": _("scope 1"),
    "gpc:scope-2": _("scope 2"),
    "gpc:scope-3": _("scope 3"),
    "gpc:basic": Label("BASIC", "BASIC"),
    "gpc:other": _("in no level"),
}
_CAUSES = {
    "activity": _("activity"),
    "structure": _("structure"),
    "intensity": _("intensity"),
    "measures": _("measures"),
    "total": _("change"),
}
_BASES = {
    "given": _("given"),
    "measured": _("measured"),
    "published": _("published"),
    "assumed": _("assumed"),
}
_READINGS = {
    "motorised_trips": _("of motorised trips (as declared)"),
    "all_trips": _("of all trips"),
}
#: What may be said of a published figure.
_FINDINGS = {
    "fits": _("holds"),
    "misfit": _("does not add up"),
    "several": _("several values"),
    "caution": _("caution"),
}
#: Below this share of the whole a difference is the dust of floating point.
_DUST = 1e-9


def year_table(years: Sequence[Year], lang: Lang) -> Table:
    """Sources by year before the measures, with the totals before and after.

    Parameters
    ----------
    years : sequence of Year
        Of a city's answer, or some of them.
    lang : {"en", "zh"}
    """
    names = dict.fromkeys(name for row in years for name in row.by_source)
    nothing = BothSides(0.0, 0.0)
    rows: list[tuple[Cell, ...]] = [
        (
            sector(name).get(lang),
            *(row.by_source.get(name, nothing).baseline for row in years),
        )
        for name in names
    ]
    totals = {"baseline": _("Total of the slice")}
    if any(row.saving for row in years):
        totals["saving"] = _("Saved by measures")
        totals["residual"] = _("After the measures")
    foot: list[tuple[Cell, ...]] = [
        (label.get(lang), *(float(getattr(row, key)) for row in years))
        for key, label in totals.items()
    ]
    caption = _("Year by year, t CO2e before measures")
    head = _("Sector")
    return _by_year("years", caption.get(lang), head.get(lang), years, rows, foot)


def scope_table(years: Sequence[Year], lang: Lang) -> Table:
    """Scopes and reporting levels of the GPC by year, before the measures."""
    rows: list[tuple[Cell, ...]] = [
        (label.get(lang), *(row.by_scope.get(tag, 0.0) for row in years))
        for tag, label in _SCOPES.items()
    ]
    caption = _("By GPC scope and level, t CO2e")
    head = _("Scope or level")
    return _by_year("scopes", caption.get(lang), head.get(lang), years, rows, ())


def _by_year(
    name: str,
    caption: str,
    head: str,
    years: Sequence[Year],
    rows: Sequence[tuple[Cell, ...]],
    foot: Sequence[tuple[Cell, ...]],
) -> Table:
    columns = (Column(head, wide=2.4), *(Column(str(row.year), "tonnes") for row in years))
    return Table(name, caption, columns, tuple(rows), tuple(foot))


def target_table(data: City, lang: Lang) -> Table | None:
    """The targets beside what the plan comes to; None where there are none."""
    if not data.targets:
        return None
    return Table.of(
        "targets",
        _("Targets, t CO2e").get(lang),
        data.targets,
        (Column(_("target").get(lang), wide=2.4), lambda one: one.label.get(lang)),
        (Column(_("year").get(lang), wide=0.8), lambda one: str(one.year)),
        (Column(_("sector").get(lang), wide=1.6), lambda one: sector(one.source or "").get(lang)),
        (Column(_p("limit", "at most").get(lang), "tonnes", 1.2), lambda one: one.most),
        (Column(_("expected").get(lang), "tonnes", 1.2), lambda one: one.expected),
        (Column(_("gap").get(lang), "change", 1.2), lambda one: _gap(one, lang)),
        (
            Column(_("basis").get(lang)),
            lambda one: _BASES[one.basis].get(lang) if one.basis in _BASES else one.basis,
        ),
    )


def _gap(target: Target, lang: Lang) -> Cell:
    if target.gap <= _DUST * abs(target.most):
        return _("met").get(lang)
    return _settled(target.gap, target.most)


def change_table(data: City, lang: Lang) -> Table | None:
    """What the change from year to year comes from; None for a single year."""
    if not data.changes:
        return None
    rows: list[tuple[Cell, ...]] = []
    for one in data.changes:
        whole = max(abs(getattr(one, key)) for key in _CAUSES)
        cells = [_settled(getattr(one, key), whole) for key in _CAUSES]
        rows.append((f"{one.since} → {one.until}", *cells))
    columns = (
        Column(_("years").get(lang), wide=1.4),
        *(Column(label.get(lang), "change") for label in _CAUSES.values()),
    )
    caption = _("Causes of the change (LMDI), t CO2e")
    return Table("changes", caption.get(lang), columns, tuple(rows))


def reading_table(data: City, lang: Lang) -> Table | None:
    """The two readings of a share of public transport; None where a file states none."""
    if not data.readings:
        return None
    first = data.readings[0]
    stated = share(first.stated, 2)
    caption = _("{stated} by public transport, {year}", stated=stated, year=first.year)
    return Table.of(
        "readings",
        caption.get(lang),
        data.readings,
        (Column(_("read as a share").get(lang), wide=2.4), lambda one: _READINGS[one.of].get(lang)),
        (Column(_("in all trips").get(lang), "share", 1.2), lambda one: one.of_all_trips),
        (Column(_("transport, t CO2e").get(lang), "tonnes", 1.4), lambda one: one.transport),
        (Column(_("slice, t CO2e").get(lang), "tonnes", 1.4), lambda one: one.total),
    )


def forest_table(forest: CityForest | None, lang: Lang) -> Table | None:
    """The forest of the city, beside its emissions; None where it names none."""
    if forest is None:
        return None
    rows: list[tuple[Cell, ...]] = []
    found = forest.removal
    if found is not None:
        name = _("Stock change, ").get(lang) + f"{forest.since}–{forest.until}"
        rows.append((name, found.value, found.low, found.high, unit(found.unit, lang)))
    areas = [(_FOREST[name].get(lang), float(area)) for name, area in forest.programme_ha.items()]
    if forest.unlisted_ha:
        areas.append((_("not listed").get(lang), float(forest.unlisted_ha)))
    rows += [(name, area, None, None, unit("ha", lang)) for name, area in areas]
    caption = _("Forest of the city: beside the emissions, never netted")
    return Table("city-forest", caption.get(lang), _ranged(lang), tuple(rows)) if rows else None


def _ranged(lang: Lang) -> tuple[Column, ...]:
    return (
        Column(_("What").get(lang), wide=3),
        Column(_("Value").get(lang), "number", 1.2),
        Column(_("Low").get(lang), "number", 1.2),
        Column(_("High").get(lang), "number", 1.2),
        Column(_("Unit").get(lang)),
    )


def uptake_table(forest: CityForest, lang: Lang) -> Table | None:
    """Tonnes by kind of planting, where a source gives a rate."""
    rows = tuple(
        (_FOREST[kind].get(lang), one.value, one.low, one.high, unit(one.unit, lang))
        for kind, one in forest.uptake.items()
    )
    caption = _("Uptake by kind of planting, low confidence")
    return Table("city-forest-uptake", caption.get(lang), _ranged(lang), rows) if rows else None


def claims_table(findings: Sequence[Finding], lang: Lang) -> Table | None:
    """Published figures and what they can be checked against: reported, never repaired."""
    if not findings:
        return None
    counted = {kind: sum(one.kind == kind for one in findings) for kind in _FINDINGS}
    misfit, several, caution = counted["misfit"], counted["several"], counted["caution"]
    title = _(
        "Published figures checked: {findings}; do not add up: {misfit}; several values: "
        "{several}; to be used with caution: {caution}",
        findings=len(findings),
        misfit=misfit,
        several=several,
        caution=caution,
    )
    rows = tuple(
        (_FINDINGS[one.kind].get(lang), one.label.get(lang), one.text.get(lang)) for one in findings
    )
    return Table("claims", title.get(lang), (Column(""), Column(""), Column("")), rows)


def survey_table(found: Sequence[Surveyed], lang: Lang) -> Table:
    """The carbon-asset survey with its total; a share only where the number of all is known."""
    unknown = _("not given").get(lang)
    columns = (
        Column(_("Holders").get(lang), wide=2),
        Column(_("surveyed").get(lang), "count"),
        Column(_("of all").get(lang), "count"),
        Column(_p("of a target", "share").get(lang), "share"),
    )
    rows = tuple(
        (
            one.label.get(lang),
            float(one.surveyed),
            unknown if one.counted is None else float(one.counted),
            "" if one.share is None else one.share,
        )
        for one in found
    )
    caption = _("Carbon-asset survey").get(lang)
    return Table("survey", caption, columns, rows[:-1], rows[-1:])


def forest_words(forest: CityForest) -> list[Label]:
    """How far the numbers of the forest carry, and what is not among them."""
    said: list[Label] = []
    for kind, count in forest.trees.items():
        name = _FOREST[kind]
        said.append(_("{name}: {number} trees", name=name, number=number(count)))
    if forest.breaks:
        said.append(
            _(
                "low confidence: the definition of the stock changed in {years}",
                years=joined(forest.breaks),
            )
        )
    if forest.uptake:
        said.append(
            _(
                "tonnes by kind of planting are of low confidence: species "
                "and survival are not published, and no source gives a "
                "rate for the other kinds"
            )
        )
    if forest.removal is not None:
        said.append(
            _(
                "of the gross ecosystem product (GEP) only carbon "
                "sequestration has tonnes: it is the stock change above; "
                "its money value is not worked out here"
            )
        )
    return said


def _settled(value: float, whole: float) -> float:
    return 0.0 if abs(value) < _DUST * max(whole, 1.0) else value
