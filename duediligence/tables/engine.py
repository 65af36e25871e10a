"""The one door to dataframes: opens tables from rows, keeps them computed, and collects results.

Polars is embedded; Apache Spark (extra `spark`) runs the same expressions. Other modules see narwhals only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import narwhals as nw

Frame: TypeAlias = nw.LazyFrame[Any]
Schema: TypeAlias = Mapping[str, type]
"""Column names with `str`, `int`, `float` or `bool`; every column may be empty (null)."""


class Engine(Protocol):
    """Where tables live."""

    def table(self, rows: Iterable[Sequence[object]], schema: Schema) -> Frame:
        """A table of these rows, in the order of the schema's columns."""

    def keep(self, frame: Frame) -> Frame:
        """The same table computed once, for tables that several others are built from."""

    def rows(self, frame: Frame) -> list[dict[str, Any]]:
        """The table's rows, in no particular order."""


class PolarsEngine:
    """Tables in this process's memory."""

    def table(self, rows: Iterable[Sequence[object]], schema: Schema) -> Frame:
        """A table of these rows."""
        import polars as pl

        types = {str: pl.String, int: pl.Int64, float: pl.Float64, bool: pl.Boolean}
        named = {name: types[kind] for name, kind in schema.items()}
        return nw.from_native(pl.DataFrame(list(rows), schema=named, orient="row").lazy())

    def keep(self, frame: Frame) -> Frame:
        """The table collected, then lazy again."""
        return frame.collect().lazy()

    def rows(self, frame: Frame) -> list[dict[str, Any]]:
        """The table's rows as dicts."""
        collected: list[dict[str, Any]] = frame.collect().rows(named=True)
        return collected
