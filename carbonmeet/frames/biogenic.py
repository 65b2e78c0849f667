"""CO2 of biogenic carbon: beside the total, where a line's factors let it be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonmeet.base.errors import FactorNotFound
from carbonmeet.base.record import NamedTuple
from carbonmeet.numbers.factor import Factor

if TYPE_CHECKING:
    from carbonmeet.catalogue import Catalogue
    from carbonmeet.numbers.activity import Activity

__all__ = ["Biogenic", "biogenic_of", "biogenic_ratio"]

#: A factor that counts fossil carbon alone, and its twin that is a memo.
_FOSSIL, _BIOGENIC = ".fossil", ".biogenic"
_FOSSIL_SHARE = "waste.incineration.fossil-share"


class Biogenic(NamedTuple):
    """Biogenic CO2 over emissions as it follows from one factor.

    It is ``(constant + slope * factor) / factor``.
    """

    factor: Factor
    constant: float
    slope: float = 0.0

    @property
    def ratio(self) -> float:
        """The ratio at the value of the factor."""
        return (self.constant + self.slope * self.factor.value) / self.factor.value


def biogenic_ratio(activity: Activity, catalogue: Catalogue) -> float | None:
    """Biogenic CO2 of a line over its emissions; None where its factors do not tell.

    Waste that is burnt is counted by its fossil carbon, so the rest of its carbon is known: from
    the twin of the factor, or from the share of fossil carbon in the equation of a city.

    Parameters
    ----------
    activity : Activity
    catalogue : Catalogue

    Examples
    --------
    >>> import carbonmeet as cm
    >>> found = cm.estimate("forum-1500").workings
    >>> burnt = next(x.activity for x in found.model.lines if "incin" in x.activity.service)
    >>> round(biogenic_ratio(burnt, found.catalogue), 3)  # 0.61 of the carbon over 0.39
    1.564
    """
    found = biogenic_of(activity, catalogue)
    return None if found is None else found.ratio


def biogenic_of(activity: Activity, catalogue: Catalogue) -> Biogenic | None:
    """What that ratio follows from; None where the factors of a line do not tell."""
    for factor, _ in activity.chain:
        if not isinstance(factor, Factor):
            continue
        if factor.key == _FOSSIL_SHARE and factor.value:
            return Biogenic(factor, 1.0, -1.0)
        twin = factor.key.removesuffix(_FOSSIL) + _BIOGENIC
        if factor.key.endswith(_FOSSIL) and twin in catalogue.rows and factor.value:
            try:
                memo = catalogue.find(twin, activity.region, activity.year or None)
            except FactorNotFound:
                return None
            return Biogenic(factor, memo.value)
    return None
