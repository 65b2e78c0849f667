"""Reads ``factors/`` and finds exactly one factor, or says why not."""

from carbonmeet.catalogue.lookup import Catalogue, Source
from carbonmeet.catalogue.shelf import by_key
from carbonmeet.catalogue.tables import load_catalogue, preferred_publishers

__all__ = ["Catalogue", "Source", "by_key", "load_catalogue", "preferred_publishers"]
