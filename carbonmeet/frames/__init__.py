"""Reporting frames: the lines of a result under the categories that people report in."""

from carbonmeet.frames.allocation import Inventory, inventory
from carbonmeet.frames.frame import Category, Frame, load_choices, load_frames

__all__ = ["Category", "Frame", "Inventory", "inventory", "load_choices", "load_frames"]
