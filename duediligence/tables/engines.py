"""The engines by name: the one place where one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec

from duediligence.errors import UsageError
from duediligence.tables.engine import Engine, PolarsEngine


def open_engine(name: str, master: str | None = None) -> Engine:
    """The engine of this name; raises UsageError where there is none, or where its extra is not installed."""
    if name not in ENGINES:
        raise UsageError("unknown_engine", name=name, known=", ".join(ENGINES))
    return ENGINES[name](master)


def _polars(master: str | None) -> Engine:
    return PolarsEngine()


def _spark(master: str | None) -> Engine:
    if find_spec("pyspark") is None:
        raise UsageError("engine_not_installed", name="spark", extra="spark")
    from duediligence.tables.spark import open_spark

    return open_spark(master)


ENGINES: Mapping[str, Callable[[str | None], Engine]] = {"polars": _polars, "spark": _spark}
