"""What a published figure can be checked against: it reports, it never repairs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from carbonmeet.base.frozen import Frozen
from carbonmeet.base.numerals import number
from carbonmeet.base.record import dataclass
from carbonmeet.base.text import Label, _, _p, joined
from carbonmeet.reading.schema import FullMap, Map, MapOfTwo, Strict
from carbonmeet.reading.textfields import LabelField, YearText

__all__ = ["Claim", "Finding", "check", "check_all"]

#: Agreement within half a unit of the last digit that anybody prints, relative.
_CLOSE = 0.0005


#: How a tonne of coal equivalent of electricity may have been reckoned.
_COAL = {
    "equivalent": _("at the efficiency of power stations"),
    "calorific": _("at its heating value"),
    "unknown": _("on a basis that is not said"),
}
#: What may be said of a published figure.
Kind = Literal["fits", "misfit", "several", "caution"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What came out of one check.

    Attributes
    ----------
    label : Label
        The claim.
    holds : bool
        Whether the arithmetic supports it.
    kind : {"fits", "misfit", "several", "caution"}
        The figures fit; they do not add up, or do not give what was stated; one figure has several
        values; they are right, and still not to be compared or added.
    stated, found : float or None
        The figure as published, and as computed.
    text : Label
        One sentence.
    """

    label: Label
    holds: bool
    stated: float | None
    found: float | None
    text: Label
    kind: Kind = "fits"


class Sum(Strict):
    """Parts and the total that was stated for them.

    Attributes
    ----------
    of_which : bool
        The parts are said to be some of the whole (其中): they may add up to less, never to more.
    """

    kind: Literal["sum"]
    label: LabelField
    parts: FullMap[str, float]
    total: float
    of_which: bool = False


class Ratio(Strict):
    """A share, rate or load: `part` over `whole`; all that is stated rounds to `digits`.

    Attributes
    ----------
    stated : float
        In percent.
    digits : int
        Digits after the point with which it was printed.
    """

    kind: Literal["ratio"]
    label: LabelField
    part: float
    whole: float = Field(gt=0)
    stated: float
    digits: int = Field(default=0, ge=0, le=9)


class Product(Strict):
    """A total that should be the product of its factors."""

    kind: Literal["product"]
    label: LabelField
    factors: tuple[float, ...] = Field(min_length=2)
    total: float


class Series(Strict):
    """Values by year; `definitions` names what was counted from that year on."""

    kind: Literal["series"]
    label: LabelField
    values: MapOfTwo[YearText, float]
    definitions: Map[YearText, LabelField] = Field(default_factory=Frozen)
    jump: float = Field(default=0.05, gt=0)


class Same(Strict):
    """One figure that a document gives in several places."""

    kind: Literal["same"]
    label: LabelField
    values: tuple[float, ...] = Field(min_length=2)


class Coal(Strict):
    """Amounts in tonnes of coal equivalent that are compared or added."""

    kind: Literal["tce"]
    label: LabelField
    values: MapOfTwo[str, Literal["equivalent", "calorific", "unknown"]]


Claim = Annotated[Sum | Ratio | Product | Series | Same | Coal, Field(discriminator="kind")]


def check_all(claims: Iterable[Claim]) -> list[Finding]:
    """Check every claim, in order."""
    return [check(claim) for claim in claims]


def check(claim: Claim) -> Finding:
    """Check one claim.

    Examples
    --------
    >>> print(check(Ratio(kind="ratio", label="share", part=973.7, whole=1133.7, stated=89)).text)
    stated 89%, the parts give 85.89%
    """
    if isinstance(claim, Sum):
        return _sum(claim)
    if isinstance(claim, Ratio):
        return _ratio(claim)
    if isinstance(claim, Product):
        found = math.prod(claim.factors)
        return _figure(claim.label, claim.total, found, _p("figures", "the factors"))
    if isinstance(claim, Series):
        return _series(claim)
    if isinstance(claim, Same):
        return _same(claim)
    return _coal(claim)


def _figure(label: Label, stated: float, found: float, of: Label) -> Finding:
    holds = math.isclose(stated, found, rel_tol=_CLOSE)
    text = _(
        "stated {printed}, {of} give {printed2}",
        printed=_printed(stated),
        of=of,
        printed2=_printed(found),
    )
    return Finding(label, holds, stated, found, text, "fits" if holds else "misfit")


def _printed(value: float) -> str:
    """A figure with every digit that it was published with.

    Examples
    --------
    >>> _printed(69403.65), _printed(1054.7), _printed(100.0)
    ('69,403.65', '1,054.7', '100')
    """
    return number(value, 12)


def _sum(claim: Sum) -> Finding:
    found = math.fsum(claim.parts.values())
    whole = _figure(claim.label, claim.total, found, _p("figures", "the parts"))
    if whole.holds or not claim.of_which or found > claim.total:
        return whole
    rest = claim.total - found
    text = _(
        "the parts named make {printed} of {printed2}; {printed3} are of kinds not named",
        printed=_printed(found),
        printed2=_printed(claim.total),
        printed3=_printed(rest),
    )
    return Finding(claim.label, True, claim.total, found, text)


def _ratio(claim: Ratio) -> Finding:
    found = 100 * claim.part / claim.whole
    # as printed: within half a unit of its last digit
    holds = abs(found - claim.stated) <= 0.5 * 10.0**-claim.digits + 1e-9
    return Finding(
        claim.label,
        holds,
        claim.stated,
        found,
        _("stated {stated:g}%, the parts give {found:.2f}%", stated=claim.stated, found=found),
        "fits" if holds else "misfit",
    )


def _series(claim: Series) -> Finding:
    years = sorted(claim.values, key=int)
    breaks = [year for year in years[1:] if year in claim.definitions]
    jumps = [
        (old, new)
        for old, new in pairwise(years)
        if abs(claim.values[new] - claim.values[old]) > claim.jump * abs(claim.values[old])
    ]
    if breaks:
        what = joined(
            _("{year}: {definition}", year=year, definition=claim.definitions[year])
            for year in breaks
        )
        text = _(
            "the series breaks ({what}); values on both sides must not be subtracted", what=what
        )
    elif jumps:
        spans = ", ".join(f"{old}–{new}" for old, new in jumps)
        text = _("a jump in {what} that no change of definition explains", what=spans)
    else:
        text = _("no break")
    fits = not breaks and not jumps
    return Finding(claim.label, fits, None, None, text, "fits" if fits else "caution")


def _same(claim: Same) -> Finding:
    holds = max(claim.values) == min(claim.values)
    listed = joined(map(_printed, claim.values))
    return Finding(
        claim.label,
        holds,
        None,
        None,
        _("one value throughout")
        if holds
        else _("several values for one figure: {listed}", listed=listed),
        "fits" if holds else "several",
    )


def _coal(claim: Coal) -> Finding:
    bases: Sequence[str] = sorted(set(claim.values.values()))
    holds = len(bases) == 1 and bases[0] != "unknown"
    return Finding(
        claim.label,
        holds,
        None,
        None,
        _("one basis of tce")
        if holds
        else _(
            "tonnes of coal equivalent on different bases ({bases}): not "
            "to be added, compared or multiplied by a combustion factor",
            bases=joined(_COAL[base] for base in bases),
        ),
        "fits" if holds else "caution",
    )
