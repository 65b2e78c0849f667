"""Every table of ``factors/``."""

from __future__ import annotations

from typing import Any

from carbonmeet.catalogue.records.changes import CHANGES
from carbonmeet.catalogue.records.city import GREEN_ACTIONS, INDICATORS, MEETING_CASES
from carbonmeet.catalogue.records.credits import CREDIT_KINDS, OFFSET_FRAMES
from carbonmeet.catalogue.records.documents import DOCUMENT_ENTRIES
from carbonmeet.catalogue.records.forest import (
    CREDITS,
    FOREST_EVENTS,
    STAND_PARAMETERS,
    STANDS,
)
from carbonmeet.catalogue.records.frames import CONTROL, FRAME_LINES, FRAMES
from carbonmeet.catalogue.records.lists import (
    DECLINED,
    LIST_WORDS,
    PREFERENCES,
    SOURCES,
    TRENDS,
    WORDS,
)
from carbonmeet.catalogue.records.registers import REGISTER, SEED_PHRASES
from carbonmeet.numbers.row import FactorRow
from carbonmeet.rows import Table
from carbonmeet.travel.airports import AIRPORTS, LARGE_AIRPORTS
from carbonmeet.travel.cities import CITY_NAMES
from carbonmeet.travel.countries import COUNTRIES, REGIONS
from carbonmeet.travel.flights import FLIGHTS
from carbonmeet.travel.fold import HANZI
from carbonmeet.travel.gateways import RETIRED
from carbonmeet.travel.modes import MODE_RULE, TRIP_MODES
from carbonmeet.travel.routes import REACH

__all__ = ["FACTORS", "PLACES", "TABLES"]

_KEY = "key source region"

#: Tables of factors, one a subject.
FACTORS: tuple[Table[FactorRow], ...] = (
    Table("transport", "Passenger transport", FactorRow, _KEY),
    Table("lodging", "Hotels", FactorRow, _KEY),
    Table("catering", "Meals, food, drinks and vessels", FactorRow, _KEY),
    Table("energy", "Electricity, fuels and heat", FactorRow, _KEY),
    Table("consumables", "Materials and consumables", FactorRow, _KEY),
    Table("waste", "Waste and water", FactorRow, _KEY),
    Table("digital", "Remote participation", FactorRow, _KEY),
    Table("freight", "Freight", FactorRow, _KEY),
    Table("gwp", "Global warming potentials, by set of the IPCC", FactorRow, _KEY),
    Table("parameters", "Shares, occupancies, loads and amounts per head", FactorRow, _KEY),
    Table("measure_parameters", "Parameters of the 25 reduction measures", FactorRow, _KEY),
    Table("city_parameters", "Parameters of a host city", FactorRow, _KEY),
)
#: Tables of places and ways, which travel reads for itself.
PLACES: tuple[Table[Any], ...] = (
    *(AIRPORTS, LARGE_AIRPORTS, RETIRED, CITY_NAMES, COUNTRIES, REGIONS, HANZI),
    *(REACH, MODE_RULE, TRIP_MODES, FLIGHTS),
)
#: All others, which a catalogue owns.
TABLES: tuple[Table[Any], ...] = (
    *(SOURCES, PREFERENCES, TRENDS, DECLINED, WORDS, LIST_WORDS),
    *(STANDS, STAND_PARAMETERS, FOREST_EVENTS, CREDITS),
    *(CREDIT_KINDS, OFFSET_FRAMES, DOCUMENT_ENTRIES),
    *(FRAMES, FRAME_LINES, CONTROL),
    CHANGES,
    *(INDICATORS, GREEN_ACTIONS, MEETING_CASES),
    *(REGISTER, SEED_PHRASES),
)
