"""Records as plain data, and a result written whole."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from carbonmeet.base.errors import CarbonmeetError
from carbonmeet.base.files import write_whole
from carbonmeet.base.notices import Notice
from carbonmeet.base.text import _

__all__ = ["plain", "save"]


def plain(value: Any) -> Any:
    """Records as mappings, and everything in them as JSON has it.

    Raises
    ------
    CarbonmeetError
        If a number is infinite or none.
    """
    if isinstance(value, Notice):
        return plain(value.to_dict())
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise CarbonmeetError(_("a result holds {value:g}, which no JSON can", value=value))
    return value


def save(result: Mapping[str, Any], path: str | os.PathLike[str]) -> Path:
    """Write a result in plain data as JSON, whole or not at all."""
    target = Path(path)
    text = json.dumps(result, ensure_ascii=False, indent=2, allow_nan=False)
    write_whole({target: (text + "\n").encode()})
    return target
