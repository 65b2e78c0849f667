"""What the status of somebody on a list says: counted on site, online, or not at all."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["STATUSES"]

#: Whether somebody with that status is counted: on site, online, or not at all.
STATUSES: Mapping[str, str] = {
    "registered": "on-site",
    "checked-in": "on-site",
    "attended": "on-site",
    "online": "online",
    "cancelled": "",
    "not-arrived": "",
}
