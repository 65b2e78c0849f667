"""The version of the code; that of the numbers is in ``factors/datapackage.json``."""

__all__ = ["__version__"]

__version__ = "0.1.0"
