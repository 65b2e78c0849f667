"""What several tests share."""

from __future__ import annotations

import gc
import os

import pytest
from hypothesis import settings

os.environ["CARBONMEET_DEBUG"] = "1"  # a fault of the program fails its test with a traceback
gc.set_threshold(400_000, 20, 20)  # as the command does: what tests import is no garbage

# deterministic everywhere: a law that fails today failed yesterday
settings.register_profile("laws", derandomize=True, deadline=None, max_examples=60)
# as long as there is time: --hypothesis-profile long
settings.register_profile("long", deadline=None, max_examples=20_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "laws"))


def pytest_configure(config: pytest.Config) -> None:
    """Workers take the files in their order, not those of many tests first.

    Dear ones may have few tests. The last are then the doctests, which are short, and no worker
    waits for the other's last file.
    """
    if hasattr(config.option, "loadscopereorder"):  # of newer versions
        config.option.loadscopereorder = False
