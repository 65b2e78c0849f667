"""What all figures share: sizes of print, colours, words, numbers. Light: loads no matplotlib."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TypeAlias

from carbonmeet.base.errors import CarbonmeetError, refuse_unknown
from carbonmeet.base.patterns import pattern_of
from carbonmeet.base.text import Label, Lang, _
from carbonmeet.catalogue.measure import AREAS
from carbonmeet.view.figures.dress import DRESS
from carbonmeet.view.numerals import fixed
from carbonmeet.view.numerals import number as written
from carbonmeet.view.numerals import share as percent

__all__ = [
    "AREA_FILL",
    "BODY",
    "FOREST",
    "GREY",
    "INK",
    "NOTE",
    "OWED",
    "PALE",
    "RESIDUAL",
    "SAVED",
    "SOURCE_FILL",
    "STEPS",
    "WIDTHS",
    "Tonnes",
    "Width",
    "area_label",
    "decimals_for",
    "magnified",
    "number",
    "percent",
    "read_width",
    "rounded",
    "source_fill",
    "spread_apart",
    "subscripts",
    "width_mm",
    "word",
]

Width: TypeAlias = float | str

#: How labels and captions write tonnes: nothing that is there reads as zero.
rounded = partial(written, digits=3)

#: Widths of one and of two columns in mm, as most journals set them.
WIDTHS: Mapping[str, float] = {"single": 84.0, "double": 174.0}
#: Text sizes in pt: what is read, and what is noted beside it.
BODY, NOTE = 7.5, 7.0

INK, GREY, PALE = "#1a1a1a", "#6b6b6b", "#d9d9d9"
#: Roles. Told apart by lightness as well as by hue; the forest is hatched besides.
RESIDUAL, SAVED, FOREST, OWED = "#1f4e79", "#8cc5a0", "#cfe6d4", "#a6324a"
#: Steps of one hue from dark to light, for parts that follow each other; each with a hatch.
STEPS = (
    ("#1f4e79", ""),
    ("#7aa9d2", ""),
    ("#cfe0ef", "////"),
    ("#4f81ad", "...."),
    ("#e6eef6", ""),
    ("#a8c4de", "\\\\\\\\"),
)
#: Sources and sectors: each has its own fill in every figure, whatever else stands beside it.
SOURCE_FILL: Mapping[str, tuple[str, str]] = {
    "transport.air": ("#1f4e79", ""),
    "transport.road": ("#5587b8", ""),
    "transport.rail": ("#a9cbe8", "////"),
    "lodging": ("#7a4a21", ""),
    "catering": ("#e3ab63", ""),
    "venue.power": ("#6a4c93", ""),
    "venue.heat": ("#c3add8", "...."),
    "consumables": ("#4d8078", ""),
    "waste": ("#b5c49a", "\\\\\\\\"),
    "digital": ("#e3e3e3", ""),
    "freight": ("#4a4a4a", ""),
}
#: Areas of measures: muted colours after Paul Tol, safe for the colour-blind, of rising lightness;
#: where two are nearly as light one is hatched, so that no two are one in grey.
AREA_FILL: Mapping[str, tuple[str, str]] = {
    "venue": ("#332288", ""),
    "transport": ("#3d9a5f", ""),
    "lodging": ("#cc6677", "...."),
    "publicity": ("#88ccee", ""),
    "city": ("#ddcc77", "////"),
}


def source_fill(source: str) -> tuple[str, str]:
    """Colour and hatch of a source, the same in every figure.

    Examples
    --------
    >>> source_fill("transport.air") == source_fill("transport")
    True
    """
    if source in SOURCE_FILL:
        return SOURCE_FILL[source]
    head = source.partition(".")[0]
    return next((fill for name, fill in SOURCE_FILL.items() if name.startswith(head)), (GREY, ""))


_WORDS: Mapping[str, Label] = {
    "emissions": _("Emissions (t CO₂e)"),
    "saving": _("Emissions saved (t CO₂e)"),
    "cumulative": _("Cumulative removal (t CO₂e)"),
    "residual-axis": _("Residual emissions (t CO₂e)"),
    "baseline": _("Baseline"),
    "residual": _("Residual"),
    "saving-alone": _("Saving"),
    "after": _("after all measures"),
    "emissions-near": _("Emissions (t CO₂e), magnified"),
    "saving-unpriced": _("Saving of unknown cost (t CO₂e)"),
    "difference": _("Difference (t CO₂e)"),
    "per-head": _("t CO₂e per head"),
    "emissions-cut": _("Emissions (t CO₂e), axis cut"),
    "saving-near": _("Emissions saved (t CO₂e), magnified"),
    "total": _("Total"),
    "others": _("Others"),
    "alone": _("alone"),
    "last-in": _("last-in"),
    "number-of-measures": _("Number of measures"),
    "year": _("Year"),
    "years": _("Years after planting"),
}

#: From how many tonnes on a unit holds: nobody reads seven digits, nor four zeros before one.
_UNITS = ((1e6, 1e6, "Mt"), (1e5, 1e3, "kt"), (0.1, 1.0, "t"), (0.0, 1e-3, "kg"))

_GAS = pattern_of(r"CO2(?!\d)|N2O|CH4")
_LOW = str.maketrans("24", "₂₄")


def word(key: str, lang: Lang) -> str:
    """A word of the figures in one language."""
    return _WORDS[key].get(lang)


def area_label(area: str, lang: Lang) -> str:
    """Name of an area of measures."""
    return AREAS[area].get(lang)


def width_mm(width: Width) -> float:
    """Width in mm at which a figure is laid out.

    Raises
    ------
    CarbonmeetError
        If it is neither a known name nor a printable number of mm.

    Examples
    --------
    >>> width_mm("double"), width_mm(120)
    (174.0, 120.0)
    """
    return _printed(width) / DRESS.get().scale


def _printed(width: Width) -> float:
    """Width of the sheet as it is printed, in mm."""
    if isinstance(width, str):
        refuse_unknown(
            width,
            WIDTHS,
            _("no width '{name}'.{hint} Give 'single' (84 mm), 'double' (174 mm) or mm"),
        )
        journal = DRESS.get().journal
        if journal is not None:
            return journal.single_mm if width == "single" else journal.double_mm
        return WIDTHS[width]
    if not (isinstance(width, (int, float)) and 80 <= width <= 420):
        raise CarbonmeetError(_("a figure is 80 to 420 mm wide, not {width}", width=width))
    return float(width)


def read_width(text: str) -> Width:
    """A width as a user writes it.

    Examples
    --------
    >>> read_width("double"), read_width("120"), read_width("120 mm")
    ('double', 120.0, 120.0)
    """
    try:
        wanted: Width = float(text.lower().removesuffix("mm"))
    except ValueError:
        wanted = text
    width_mm(wanted)
    return wanted


def decimals_for(values: Iterable[float]) -> int:
    """Decimals that all labels of one figure share: three figures of the largest.

    Examples
    --------
    >>> decimals_for([1234.5, 0.2]), decimals_for([3.21])
    (0, 2)
    """
    largest = max((abs(one) for one in values if math.isfinite(one)), default=0.0)
    if largest == 0:
        return 0
    return min(6, max(0, 2 - math.floor(math.log10(largest))))


def number(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """A number of an axis or a column of labels, with the decimals of its neighbours.

    Examples
    --------
    >>> number(-12345.6), number(0.2)
    ('−12,346', '0')
    """
    return fixed(round(value, decimals) + 0.0, decimals, signed=signed)  # no minus before a zero


def subscripts(text: str) -> str:
    """Names of gases as they are printed: catalogue and scenarios are typed without subscripts.

    Examples
    --------
    >>> subscripts("航空非CO2效应 and N2O-N"), subscripts("CO2e, CH4")
    ('航空非CO₂效应 and N₂O-N', 'CO₂e, CH₄')
    """
    return _GAS.sub(lambda found: found[0].translate(_LOW), text)


#: A bar of that part of the longest needs no second panel.
_SEEN = 0.1


def magnified(values: Sequence[float]) -> float | None:
    """Where a second panel should end so that the small can be seen: None if none is needed.

    Examples
    --------
    >>> magnified([8463.0, 284.0, 244.0, 17.0]), magnified([5.0, 4.0, 3.0])
    (284.0, None)
    >>> magnified([409.0, 74.5])  # a bar of a sixth of the longest is seen
    """
    falling = sorted((one for one in values if one > 0), reverse=True)
    if not falling or falling[-1] > _SEEN * falling[0]:
        return None
    for above, below in pairwise(falling[:4]):
        if above > 4 * below:
            return below
    return None


@dataclass(frozen=True, slots=True)
class Tonnes:
    """How the amounts of one figure are written: one unit, three figures, decimals of the largest.

    Attributes
    ----------
    size : float
        Tonnes in the unit.
    unit : str
        kg, t, kt or Mt.
    decimals : int
        Of every number.

    Examples
    --------
    >>> some = Tonnes.of([26904.8, 92.3, 0.2])
    >>> some.text(26904.8), some.text(92.3), some.text(0.2), some.text(-931.4, signed=True)
    ('26,900', '92', '<1', '−931')
    >>> some.text(25.479)  # and not 25.5, which would be 26
    '25'
    >>> city = Tonnes.of([6325783.0])
    >>> city.text(211141.0), city.said(211141.0)
    ('0.21', '0.21 Mt CO₂e')
    >>> Tonnes.of([0.000828]).said(0.000828)
    '0.828 kg CO₂e'
    """

    size: float
    unit: str
    decimals: int

    @classmethod
    def of(cls, values: Iterable[float]) -> Tonnes:
        """The unit in which the largest of some amounts in tonnes is read best."""
        largest = max((abs(one) for one in values if math.isfinite(one)), default=0.0)
        of = largest or 1.0  # nothing is nothing in tonnes as well
        size, unit = next((size, unit) for least, size, unit in _UNITS if of >= least)
        return cls(size, unit, decimals_for([largest / size]))

    def text(self, tonnes: float, *, signed: bool = False) -> str:
        """An amount of tonnes in the unit, without its name."""
        value = tonnes / self.size
        # rounded once: to three figures where these end before the decimals, else to the decimals
        known = float(f"{value:.3g}") if abs(value) * 10**self.decimals >= 1000 else value
        return fixed(known, self.decimals, signed=signed)

    def said(self, tonnes: float) -> str:
        """An amount with its unit."""
        return f"{self.text(tonnes)} {self.unit} CO₂e"

    def ranged(self, tonnes: float, low: float, high: float) -> str:
        """An amount with its range and unit, each number to three figures of its own.

        Examples
        --------
        >>> Tonnes.of([6e6]).ranged(5.897e6, 4.38e6, 1.043e7)
        '5.90 (4.38–10.4) Mt CO₂e'
        """
        ends = [self.near(one).text(one) for one in (tonnes, low, high)]
        return f"{ends[0]} ({ends[1]}–{ends[2]}) {self.unit} CO₂e"

    def near(self, tonnes: float) -> Tonnes:
        """The same unit, with the decimals that an amount asks for.

        Examples
        --------
        >>> Tonnes.of([4.8e6]).near(23600.0).text(2970.0)
        '0.0030'
        """
        return Tonnes(self.size, self.unit, decimals_for([tonnes / self.size]))

    def axis(self, key: str, lang: Lang) -> str:
        """The label of an axis in this unit."""
        return word(key, lang).replace("t CO₂e", f"{self.unit} CO₂e")


def spread_apart(
    wanted: Sequence[float], gap: float, low: float = -math.inf, high: float = math.inf
) -> list[float]:
    """Positions nearest to those wanted, in the same order, at least `gap` apart.

    Examples
    --------
    >>> spread_apart([0.0, 0.0, 5.0], 2.0)
    [-1.0, 1.0, 5.0]
    """
    # each block of labels that touch lies centred on the mean of what its members want
    blocks: list[list[float]] = []  # [sum of wanted less own offset, members, start]
    for place in wanted:
        blocks.append([place, 1.0, min(max(place, low), high)])
        while len(blocks) > 1 and blocks[-2][2] + blocks[-2][1] * gap > blocks[-1][2] + 1e-12:
            total, count, _ = blocks.pop()
            before = blocks[-1]
            before[0] += total - count * before[1] * gap
            before[1] += count
            start = before[0] / before[1]
            before[2] = max(min(start, high - (before[1] - 1) * gap), low)
    return [start + i * gap for _, count, start in blocks for i in range(int(count))]
