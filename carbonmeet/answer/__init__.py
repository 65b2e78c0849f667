"""The answer and its parts: frozen, typed, comparable, saved as JSON and loaded again."""

from carbonmeet.answer.basis import (
    Boundary,
    CatalogueRecord,
    Input,
    LeftOut,
    Line,
    Period,
    Quality,
    Row,
    Scenario,
)
from carbonmeet.answer.city import City
from carbonmeet.answer.draws import Drawn, DrawnTotal
from carbonmeet.answer.footprint import Footprint
from carbonmeet.answer.measures import WAYS, Measures, Saved
from carbonmeet.answer.offset import Offset
from carbonmeet.answer.records import Records
from carbonmeet.answer.total import Total
from carbonmeet.answer.whole import FORMAT, Answer, workings_of

__all__ = [
    "FORMAT",
    "WAYS",
    "Answer",
    "Boundary",
    "CatalogueRecord",
    "City",
    "Drawn",
    "DrawnTotal",
    "Footprint",
    "Input",
    "LeftOut",
    "Line",
    "Measures",
    "Offset",
    "Period",
    "Quality",
    "Records",
    "Row",
    "Saved",
    "Scenario",
    "Total",
    "workings_of",
]
