"""One file a section of a meeting: its shape, its lines, its name; to be here is to be read."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping

from carbonmeet.bench.naming import name_entries
from carbonmeet.meeting.section import Section

__all__ = ["SECTIONS"]


def _found() -> dict[str, Section]:
    names = [one.name for one in pkgutil.iter_modules(__path__)]
    made: dict[str, Section] = {
        name: importlib.import_module(f"{__name__}.{name}").SECTION for name in names
    }
    return dict(sorted(made.items(), key=lambda one: (one[1].rank, one[0])))


#: Key of the file → section, in the order in which their lines are written.
SECTIONS: Mapping[str, Section] = _found()
for _name, _section in SECTIONS.items():
    name_entries(_name, _section.called, _section.marks)
