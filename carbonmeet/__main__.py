"""``python -m carbonmeet``."""

from carbonmeet.cli import main

main()
