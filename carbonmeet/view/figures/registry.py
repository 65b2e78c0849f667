"""Every kind of figure by name: the files in `kinds`, found once."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType

from carbonmeet.base.errors import refuse_unknown
from carbonmeet.base.given import refuse_other
from carbonmeet.base.text import _
from carbonmeet.view.figures import kinds
from carbonmeet.view.figures.kind import Kind

__all__ = ["KINDS", "PAIR_KINDS", "SITE_KINDS", "kind_of"]


def _found() -> dict[str, Kind]:
    names = (one.name for one in pkgutil.iter_modules(kinds.__path__))
    made: dict[str, Kind] = {
        name.replace("_", "-"): importlib.import_module(f"{kinds.__name__}.{name}").KIND
        for name in names
    }
    return dict(sorted(made.items(), key=lambda one: (one[1].rank, one[0])))


_ALL = _found()


def _of(what: str) -> Mapping[str, Kind]:
    return MappingProxyType({name: one for name, one in _ALL.items() if one.of == what})


#: Every kind by name, in the order in which a plan shows them.
KINDS = _of("estimate")
#: Figures of an answer of `site`, which the others cannot draw.
SITE_KINDS = _of("sites")
#: Figures of an answer of `compare`.
PAIR_KINDS = _of("comparison")


def kind_of(name: str) -> Kind:
    """The kind of that name.

    Parameters
    ----------
    name : str
        As `carbonmeet chart --kind` takes it.

    Returns
    -------
    Kind

    Raises
    ------
    CarbonmeetError
        If there is none, with the nearest name.

    Examples
    --------
    >>> kind_of("ranking").title.get("en")
    'Measures ranked by saving'
    """
    refuse_other(name, str, "name")
    known = _ALL
    refuse_unknown(name, known, _("no kind of figure '{name}'.{hint} Known: {known}"))
    return known[name]
