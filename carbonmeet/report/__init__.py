"""Estimate in, tables and documents out."""

from __future__ import annotations

__all__: list[str] = []
