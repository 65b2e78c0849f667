"""Who has prepared a scenario and who has checked it."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator

from carbonmeet.reading.schema import Strict
from carbonmeet.reading.textfields import LabelField

__all__ = ["Checked", "Day", "Prepared"]


def _day(raw: object) -> object:
    """A day as it is written; a text such as the number of a second is left, and refused."""
    if isinstance(raw, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
        with suppress(ValueError):
            return date.fromisoformat(raw)
    return raw


Day = Annotated[date, BeforeValidator(_day)]


class Prepared(Strict):
    """Who has prepared the numbers of a file.

    Attributes
    ----------
    name, organisation, role : label
    date : day
        When it was done.
    """

    name: LabelField
    organisation: LabelField | None = None
    role: LabelField | None = None
    date: Day | None = None


class Checked(Prepared):
    """Who has checked them.

    Attributes
    ----------
    kind : {"internal", "third-party"}
        Somebody of the same house, or a body from outside.
    statement : label
        What was checked, or the number of the certificate.
    """

    kind: Literal["internal", "third-party"] = "internal"
    statement: LabelField | None = None
