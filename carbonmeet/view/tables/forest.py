"""Tables of a forest: what it removes, credits beside it, losses, its years, how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from carbonmeet.base.notices import Notice
from carbonmeet.base.text import Label, _
from carbonmeet.forest.stands import read_stands
from carbonmeet.units import T_CO2E
from carbonmeet.view.blocks import Cell, Column, Table
from carbonmeet.view.matter import Voice

__all__ = ["credits", "curve", "losses", "planned", "spread", "thinned", "unpriced"]


def _by(m: Voice, year: int) -> str:
    """The removal by a year of the calendar, or of the forest where its start is not known."""
    if year >= 1900:
        return m.say("Planned removal by {year}", year=year)
    return m.say("Planned removal by year {year} after planting", year=year)


def planned(m: Voice, offset: Mapping[str, Any]) -> Table:
    """Area, removal and what it is to compensate, and by when it has."""
    year, removal = offset["horizon_year"], offset["removal"]["value"]
    rows: list[tuple[Cell, ...]] = [
        (m.say("Area"), offset["area"]["value"], m.unit(offset["area"]["unit"])),
        (m.say("Area in hectares"), offset["area_ha"], m.unit("ha")),
        (_by(m, year), removal, T_CO2E),
    ]
    if offset["emissions"] is not None:
        name = m.say("Emissions to compensate")
        rows.append((name, offset["emissions"]["value"], T_CO2E))
    for credit in offset["credits"]:
        name = m.say("Credits: {kind}", kind=Label(**credit["name"]))
        rows.append((name, credit["tonnes"]["value"], T_CO2E))
    if offset["credits"] and offset["owed"] is not None:
        name = m.say("To be offset by the forest")
        rows.append((name, offset["owed"]["value"], T_CO2E))
    if offset["owed"] is not None and offset["owed"]["value"]:
        balance = offset["balance_year"]
        dated = not balance or balance >= 1900
        name = m.say("First year of compensation") if dated else m.say("Years to compensation")
        rows.append((name, str(balance) if balance else m.say("none"), ""))
    kinds = {"planting": m.say("Cost of planting"), "credits": m.say("Cost of the credits")}
    rows += [(kinds[one["what"]], one["value"], m.unit(one["unit"])) for one in offset["cost"]]
    columns = (
        Column(m.say("What"), wide=3),
        Column(m.say("Value"), "number"),
        Column(m.say("Unit")),
    )
    caption = m.say("The planned forest")
    return Table("forest", caption, columns, tuple(rows))


#: Currencies in which credits are priced.
_COINS = {"CNY": "元", "USD": "美元", "EUR": "欧元"}


def credits(m: Voice, offset: Mapping[str, Any]) -> Table | None:
    """What is bought or given beside the forest, its status and its cost."""
    listed = offset["credits"]
    if not listed:
        return None
    units = [*dict.fromkeys(one["cost"]["unit"] for one in listed if one["cost"])] or ["CNY"]
    money, coin = " / ".join(units), "/".join(_COINS.get(unit, unit) for unit in units)
    price = m.say("Price, {money}/t", money=Label(money, coin))
    cost = m.say("Cost, {money}", money=Label(money, coin))
    return Table.of(
        "forest-credits",
        m.say("Credits"),
        listed,
        (Column(m.say("Kind"), wide=2), lambda one: m.word(one["name"])),
        (Column("t CO2e", "number"), lambda one: one["tonnes"]["value"]),
        (Column(price, "number"), lambda one: one["price"]["value"] if one["price"] else None),
        (Column(cost, "number"), lambda one: one["cost"]["value"] if one["cost"] else None),
        (Column(m.say("Vintage")), lambda one: str(one["vintage"]) if one["vintage"] else None),
        (Column(m.say("Note"), wide=2), lambda one: _where_from(m, one) or "–"),
    )


def unpriced(m: Voice, notices: Iterable[Notice]) -> str:
    """What a cost of offsetting leaves out for want of a price, in brackets."""
    known = {"forest.planting-unpriced": _("planting"), "forest.credit-unpriced": _("credits")}
    lacks = dict.fromkeys(m.word(known[one.id]) for one in notices if one.id in known)
    return m.say(" (without a price, and left out: {lacks})", lacks=m.join(lacks)) if lacks else ""


def _where_from(m: Voice, credit: Mapping[str, Any]) -> str:
    """Registry, project, serial numbers and retirement of a credit, and what else is noted."""
    parts = [m.said(credit["registry"]), m.said(credit["project"])]
    if credit["serials"]:
        said = m.say(" to ").join(credit["serials"])
        parts.append(m.say("serial numbers {said}", said=said))
    if credit["status"] == "planned":
        day = credit.get("due")
        parts.append(m.say("to be retired on {day}", day=day) if day else m.say("not retired yet"))
    if credit["retired"]:
        day, whose = credit["retired"], m.said(credit["beneficiary"])
        parts.append(
            m.say(
                "retired on {day}{what}",
                day=day,
                what=_(" for {whose}", whose=whose) if whose else "",
            )
        )
    return m.say("; ").join(part for part in (*parts, credit["note"]) if part)


def losses(m: Voice, offset: Mapping[str, Any]) -> Table | None:
    """The scenarios of loss that the file names: a fire, a pest or a felling in some year."""
    if not offset["reversals"]:
        return None
    creditable = m.say("Creditable by {year}", year=offset["horizon_year"])
    return Table.of(
        "forest-losses",
        m.say("Scenarios of loss, each by itself; nothing replanted (t CO2e)"),
        offset["reversals"],
        (Column(m.say("Loss in")), lambda one: str(one["year"])),
        (Column(m.say("Stock lost"), "share"), lambda one: one["share"]),
        (Column(m.say("Lost"), "tonnes"), lambda one: one["lost"]),
        (Column(m.say("Covered by the buffer"), "tonnes"), lambda one: one["covered"]),
        (Column(creditable, "tonnes"), lambda one: one["removal"]),
        (Column(m.say("Compensated from")), lambda one: _balance(m, offset, one["balance_year"])),
    )


def _balance(m: Voice, offset: Mapping[str, Any], year: int | None) -> str:
    if offset["owed"] is None:
        return "–"
    if year is not None:
        return str(year)
    if offset["balance_year"] is None:
        return m.say("not even without it")
    return m.say("not regained")


#: Kinds of spread of a removal, in words.
_SPREAD = {
    "mean-curve": _("growth curve, carbon and survival"),
    "site-to-site": _("from site to site, one plot"),
    "many-sites": _("from site to site, many blocks"),
    "method-to-method": _("under rival curves and defaults"),
}


def spread(m: Voice, offset: Mapping[str, Any]) -> Table | None:
    """How the removal may vary, by what varies; no table where nobody knows any of it."""
    rows = tuple((_varies(m, one), one["low"], one["high"]) for one in offset["spread"])
    if all(low is None for _name, low, _high in rows):
        return None
    columns = (
        Column(m.say("What varies"), wide=3),
        Column(m.say("Low"), "end"),
        Column(m.say("High"), "end"),
    )
    caption = m.say("How the planned removal may vary (t CO2e); the rows do not add up")
    return Table("forest-spread", caption, columns, rows)


def _varies(m: Voice, one: Mapping[str, Any]) -> str:
    """What varies in a row, and which curves are its ends."""
    name = m.word(_SPREAD.get(one["kind"], Label(one["kind"])))
    members = sorted(one.get("members", ()), key=lambda member: member["value"])
    if len(members) < 2:
        return name
    known = read_stands()
    low, high = (
        m.word(known[key].name) if key in known else key
        for key in (members[0]["stand"], members[-1]["stand"])
    )
    return m.say("{name}: {low} to {high}", name=name, low=low, high=high)


#: More rows than these are thinned to every `_STEP` years.
_MOST, _STEP = 25, 5


def thinned(offset: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The rows of the curve; of a long one every fifth year and the years that are spoken of.

    Parameters
    ----------
    offset : mapping
        From `OffsetResult.to_dict`.

    Examples
    --------
    >>> curve = [{"year": year} for year in range(2021, 2061)]
    >>> told = {"event_year": 2022, "horizon_year": 2042, "balance_year": None}
    >>> [row["year"] for row in thinned({"curve": curve, **told})]
    [2021, 2022, 2025, 2030, 2035, 2040, 2042, 2045, 2050, 2055, 2060]
    """
    rows = tuple(offset["curve"])
    if len(rows) <= _MOST:
        return rows
    told = {offset[name] for name in ("event_year", "horizon_year", "balance_year")}
    told |= {rows[0]["year"], rows[-1]["year"]}
    return tuple(row for row in rows if row["year"] in told or row["year"] % _STEP == 0)


def curve(m: Voice, offset: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Table:
    """Cumulative tonnes by the end of each year: taken up, net, creditable, still owed.

    Parameters
    ----------
    offset : mapping
        From `OffsetResult.to_dict`.
    rows : sequence of mapping
        Its curve, or a part of it.
    """
    columns = [
        Column(m.say("Year") if offset["years"] == "calendar" else m.say("Age")),
        Column(m.say("Taken up"), "tonnes"),
        Column(m.say("Net"), "tonnes"),
        Column(m.say("Creditable"), "tonnes"),
    ]
    body = [(str(row["year"]), row["gross"], row["net"], row["creditable"]) for row in rows]
    caption = m.say("Removal by the end of a year (t CO2e)")
    if offset["owed"] is None:
        return Table("forest-years", caption, tuple(columns), tuple(body))
    columns.append(Column(m.say("Still owed"), "tonnes"))
    caption = m.say(
        "Removal by the end of a year and what is still owed (t CO2e; below 0 a surplus)"
    )
    owing = tuple((*row, one["debt"]) for row, one in zip(body, rows, strict=True))
    return Table("forest-years", caption, tuple(columns), owing)
