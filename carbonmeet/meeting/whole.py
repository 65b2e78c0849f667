"""The whole shape of a meeting: what every one has, and a list for each section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import create_model

from carbonmeet.meeting.sections import SECTIONS
from carbonmeet.meeting.shape import Core

__all__ = ["Meeting"]

if TYPE_CHECKING:

    class Meeting(Core):
        """The sections of a meeting."""

else:
    Meeting = create_model(
        "Meeting",
        __base__=Core,
        __module__=__name__,
        __doc__="The sections of a meeting.",
        **{name: (tuple[one.entry, ...], ()) for name, one in SECTIONS.items()},
    )
