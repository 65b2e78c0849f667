"""How far one set of warming potentials reaches."""

from __future__ import annotations

from collections.abc import Sequence

from carbonmeet.base.notices import Notice
from carbonmeet.base.text import _
from carbonmeet.catalogue.gases import KEYS, SETS
from carbonmeet.numbers.factor import Factor

__all__ = ["weighed"]


def weighed(rows: Sequence[Factor], gwp: str) -> list[Notice]:
    """How many factors a chosen set of warming potentials could not be applied to.

    Parameters
    ----------
    rows : sequence of Factor
        Those of the result.
    gwp : str
        As in ``methods``, and not ``as-published``.
    """
    emitting = [one for one in rows if dict(one.unit.dims).get("co2e") and one.value]
    gases = [one for one in emitting if one.gases != ("CO2",)]
    gases += [one for one in rows if one.key in KEYS.values()]  # in an equation, by itself
    rest = [one for one in gases if gwp != one.gwp and SETS[gwp] != one.source]
    if not rest:
        return []
    done, count = len(gases) - len(rest), len(gases)
    return [
        Notice(
            "method.gwp-in-part",
            {"gwp": gwp, "weighed": done, "factors": count},
            _(
                "warming potentials of {gwp}: {done} of {count} factors with "
                "other gases than CO2 follow them; of the other {rest} no "
                "publisher gives the gases apart, and they keep their own",
                gwp=gwp,
                done=done,
                count=count,
                rest=len(rest),
            ),
        )
    ]
