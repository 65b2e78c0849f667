"""What groups of measures save at most."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from carbonmeet.reading.amount import Share
from carbonmeet.reading.schema import Strict
from carbonmeet.reading.textfields import LabelField

__all__ = ["Cap"]


class Cap(Strict):
    """Measures that together save no more of any line than a share of it.

    Savings of measures on one line multiply, as if none knew of the others. Where a study found
    that several of a kind come to less than that, its limit is a cap.

    Attributes
    ----------
    id : str
        What it is called in paths.
    measures : list of str
        Ids of measures that avoid or improve at one stage.
    most : share
        Of what each line would emit without them.
    note : str
        Who found it, and where.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,40}$")]
    name: LabelField | None = None
    measures: Annotated[tuple[str, ...], Field(min_length=1)]
    most: Share
    note: str = ""
