"""The what-if page: one self-contained file that moves a scenario in any browser."""
