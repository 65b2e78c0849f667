"""Engines that count lists: DuckDB within the program, Spark on a cluster, or a database."""

from __future__ import annotations

import os
from typing import Any

from carbonmeet.base.errors import MissingExtra
from carbonmeet.base.text import _

__all__ = ["connected", "ibis_", "is_spark", "local", "share_done"]

_TABLES = _("lists of people need the extra 'tables': pip install 'carbonmeet[tables]'")
_SPARK = _("Spark needs the extra 'spark' and Java: pip install 'carbonmeet[spark]'")
#: Forms of an address of Spark: what its own settings say, a master, Spark Connect.
_MASTERS = ("spark://", "local[", "k8s://", "yarn")


def ibis_() -> Any:
    """The library that speaks to all engines.

    Raises
    ------
    MissingExtra
        If it is not installed.
    """
    try:
        import ibis
    except ImportError:
        raise MissingExtra(_TABLES) from None
    return ibis


def local() -> Any:
    """DuckDB within the program."""
    engine = ibis_().duckdb.connect()
    engine.raw_sql("set enable_progress_bar = true")  # it is asked for how far it is,
    engine.raw_sql("set enable_progress_bar_print = false")  # and would write among the answer
    return engine


def share_done(engine: Any) -> float:
    """Of what an engine counts just now; less than 0 where it does not say.

    Examples
    --------
    >>> share_done(object())
    -1.0
    """
    asked = getattr(getattr(engine, "con", None), "query_progress", None)
    return -1.0 if asked is None else float(asked()) / 100


def is_spark(engine: str) -> bool:
    """Whether an engine is Spark: its files are read where it runs.

    Examples
    --------
    >>> is_spark("spark://node:7077"), is_spark("local[2]"), is_spark("duckdb")
    (True, True, False)
    """
    return engine in ("spark", "yarn") or engine.startswith(("sc://", *_MASTERS))


def connected(engine: str) -> Any:
    """A connection to an engine.

    Parameters
    ----------
    engine : str
        ``spark`` for what Spark's own settings say, the address of a master such as
        ``spark://node:7077`` or ``local[2]``, of Spark Connect, ``sc://node``; or any address that
        Ibis can connect to, such as ``postgres://…`` or ``duckdb:///people.db``.

    Raises
    ------
    MissingExtra
        If the engine is not installed.
    """
    if not is_spark(engine):
        return ibis_().connect(engine)
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise MissingExtra(_SPARK) from None
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1" if engine.startswith("local[") else "")
    build = SparkSession.builder.appName("carbonmeet").config("spark.ui.enabled", "false")
    build = build.config("spark.ui.showConsoleProgress", "false")
    if engine.startswith("sc://"):
        build = build.remote(engine)
    elif engine != "spark":
        build = build.master(engine)
    session = build.getOrCreate()
    if not engine.startswith("sc://"):
        session.sparkContext.setLogLevel("ERROR")
    return ibis_().pyspark.connect(session)
