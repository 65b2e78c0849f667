"""How well a number fits its use, as scores: a range for rows without a published one."""

from __future__ import annotations

import math
from functools import lru_cache

from carbonmeet.base.data import data_dir
from carbonmeet.base.errors import InputError, ModelError
from carbonmeet.base.record import NamedTuple
from carbonmeet.base.text import _
from carbonmeet.numbers.distribution import Z95, Distribution

__all__ = ["Pedigree"]


class Pedigree(NamedTuple):
    """How well a number fits its use: five scores from 1 (best) to 5.

    For rows without a published range. ``GSD2 = exp(sqrt(sum of ln(factor)^2))`` over the five
    axes and the basic uncertainty; the factors stand in ``factors/pedigree.yaml``.

    Examples
    --------
    >>> round(Pedigree(5, 5, 5, 5, 5).gsd2(), 5)
    2.51636
    """

    reliability: int
    completeness: int
    temporal: int
    geographical: int
    technological: int
    basic: float = 1.0

    def gsd2(self) -> float:
        """Square of the geometric standard deviation.

        Raises
        ------
        ModelError
            If a score is not 1 to 5.
        """
        squares = math.log(self.basic) ** 2
        for axis, factors in _pedigree_factors().items():
            score = getattr(self, axis)
            if score not in range(1, 6):
                raise ModelError(
                    _(
                        "the {axis} score of a pedigree is 1 to 5, not {score!r}",
                        axis=axis,
                        score=score,
                    )
                )
            squares += math.log(factors[score - 1]) ** 2
        return math.exp(math.sqrt(squares))

    def around(self, value: float) -> Distribution:
        """A lognormal with its median at `value`, 95 % of it from value / GSD2 to value * GSD2.

        Fixed where `value` is not above 0.
        """
        if value <= 0:
            return Distribution.fixed(value)
        sigma = math.log(self.gsd2()) / Z95
        return Distribution("lognormal", value, sigma, sigma, origin="pedigree")


@lru_cache(maxsize=1)
def _pedigree_factors() -> dict[str, list[float]]:
    from carbonmeet.reading.yamlfile import read_yaml_file

    document = read_yaml_file(data_dir("factors") / "pedigree.yaml")
    table = document.data["factors"]
    for axis, factors in table.items():
        if len(factors) != 5 or min(factors) < 1:
            raise InputError([document.fault(("factors", axis), axis, _("five factors from 1 on"))])
    return {axis: [float(one) for one in factors] for axis, factors in table.items()}
