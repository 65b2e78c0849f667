"""A scenario and the catalogue become a compiled, priced model."""
