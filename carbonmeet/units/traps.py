"""Words that people write for units and that are none here, each with what to write instead."""

from __future__ import annotations

from collections.abc import Iterator

from carbonmeet.base.text import _

__all__ = ["SIGNS", "TRAPS"]

_TON = _("a ton is 907, 1000 or 1016 kg, by country: write 't' for a tonne of 1000 kg")
_CARBON = _("carbon is not CO2: multiply by 44/12 and write 't CO2e'")
_BTU = _("write 'kWh': a Btu is 0.000293 kWh, a million Btu are about 293 kWh")

#: Spellings → what to write.
_ROWS = {
    "ton tons short long": _TON,
    "metric 公吨": _("write 't' for a metric tonne"),
    "MT mt": _("write 't' for a metric tonne, 'Mt' for a million tonnes"),
    "T": _("write 't' for a tonne"),
    "Mg MG": _("write 't': a megagram is a tonne, a milligram is 'mg'"),
    "Gg": _("write 'kt': a gigagram is 1000 t"),
    "Tg": _("write 'Mt': a teragram is 10^6 t"),
    "ML": _("write 'm^3': a megalitre is 1000 m^3, a millilitre is 'mL'"),
    "Mm": _("write 'km': a megametre is 1000 km, a millimetre is 'mm'"),
    "hm2": _("write 'ha': a square hectometre is a hectare"),
    "M MM": _("write a million as in 2e6, a metre as 'm', a millimetre as 'mm'"),
    "lb lbs pound pounds": _("write 'kg' for a mass (a pound is 0.4536 kg), 'GBP' for money"),
    "kgs KGs kilo kilos": _("write 'kg'"),
    "quintal quintals": _("write 'kg': a quintal is 100 kg"),
    "cwt": _("write 'kg': a hundredweight is 45.4 or 50.8 kg, by country"),
    "stone stones": _("write 'kg': a stone is 6.35 kg"),
    "TEU": _("a container has no fixed mass: write 't'"),
    "oz ounce ounces": _("write 'g': an ounce is 28.35 g"),
    "斤 市斤": _("write 'kg': 1 斤 is 0.5 kg"),
    "mile miles mi nm NM nmi nautical 英里 海里": _(
        "write 'km': a mile is 1.609344 km, a nautical mile 1.852 km"
    ),
    "里 华里": _("write 'km': 1 里 is 0.5 km"),
    "ft foot feet": _("write 'm': a foot is 0.3048 m; a square foot is 0.0929 m^2"),
    "sqft sf ft2": _("write 'm^2': a square foot is 0.0929 m^2"),
    "sq square qm": _("write 'm^2' for square metres: a square foot is 0.0929 m^2"),
    "yd yard yards inch inches": _("write 'm': a yard is 0.9144 m, an inch 0.0254 m"),
    "acre acres 英亩": _("an acre is about 6 mu: write 'mu' (1/15 ha) or 'ha'"),
    "gal gallon gallons 加仑": _(
        "write 'L': a gallon is 3.785 L in the United States, 4.546 L in the United Kingdom"
    ),
    "bbl barrel barrels": _("write 'L': a barrel of oil is 158.99 L"),
    "month months 月 个月": _("a month has no fixed length: write days, or a year of 365 days"),
    "C": _(
        "write 'degC' for a difference of temperature; carbon is not CO2: "
        "multiply it by 44/12 and write 't CO2e'"
    ),
    "carbon tC kgC 碳 吨碳": _CARBON,
    "J kJ": _("write 'MJ', 'GJ' or 'kWh'"),
    "BTU Btu btu kBtu kBTU MMBTU MMBtu mmBtu mmbtu": _BTU,
    "therm therms thm": _("write 'kWh': a therm is about 29.3 kWh"),
    "kcal cal 大卡": _("write 'MJ': 1000 kcal are 4.1868 MJ"),
    "Gcal": _("write 'GJ': 1 Gcal is 4.1868 GJ"),
    "dollar dollars": _("write 'USD'"),
    "toe TOE": _("write 'kWh': a tonne of oil equivalent is 11630 kWh"),
    "hp": _("write 'kW': a horsepower is about 0.74 kW"),
    "pct pc": _("write '%'"),
    "成": _("write '%': one 成 is 10%"),
    "dozen dozens 打 hundred hundreds 百 十": _("write the number in full"),
    "K k thousand 千": _("write the number in full, or as in 1e3"),
    "million millions mn mln": _("write the number in full, or as in 2e6"),
    "billion billions bn bln": _("write the number in full, or as in 2e9"),
    "E e": _("an exponent has digits, as in 1e3"),
    "to bis until": _("give a range by 'value', 'low' and 'high'"),
    "pkm": _("write 'passenger km'"),
    "unit units": _("write 'item'"),
    "N": _("write 'night'"),
    "ppl 位": _("write 'person'"),
    "per each every pro": _("write '/' for it, as in '2 / day'"),
    "a pa daily 每天 每日": _("write '/ year' or '/ day', as in '2 / day'"),
    "‰": _("write a share such as 0.001"),
}


def _each() -> Iterator[tuple[str, str]]:
    for spellings, reason in _ROWS.items():
        for word in spellings.split():
            yield word, reason


#: Every word with what to write instead.
TRAPS = dict(_each())

#: The same for characters that stand where a unit is read.
SIGNS = {
    "$": _("write 'USD'"),
    "€": _("write 'EUR'"),
    "£": _("write 'GBP'"),
    "¥": _("write 'CNY'"),
    **dict.fromkeys("-_", _("join units with a space or '*', and write '/' for 'per'")),
    **dict.fromkeys("()[]{}", _("brackets are not read; write 'a / b / c'")),
    **dict.fromkeys("0123456789", _("the unit contains a number")),
    "^": _("a power is one of ^1 to ^4"),
    "‰": _("write a share such as 0.001"),
    "'": _("write 'm' for a length: a foot is 0.3048 m"),
}
