"""Numbers and where they stand."""
