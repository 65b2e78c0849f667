"""Reads ``factors/`` and finds exactly one factor, or says why not."""

from carbonmeet.catalogue.borrowed import Borrowed
from carbonmeet.catalogue.borrowings import borrowings, tell
from carbonmeet.catalogue.declined import why_absent
from carbonmeet.catalogue.lookup import Catalogue
from carbonmeet.catalogue.records.lists import Declined, Source
from carbonmeet.catalogue.regions import outwards, region_fault, tell_of_place
from carbonmeet.catalogue.shelf import by_key
from carbonmeet.catalogue.tables import load_catalogue, preferred_publishers

__all__ = [
    "Borrowed",
    "Catalogue",
    "Declined",
    "Source",
    "borrowings",
    "by_key",
    "load_catalogue",
    "outwards",
    "preferred_publishers",
    "region_fault",
    "tell",
    "tell_of_place",
    "why_absent",
]
