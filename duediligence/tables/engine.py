"""The one door to dataframes: opens tables from rows, keeps them computed, and collects results.

Polars is embedded; Apache Spark (extra `spark`) runs the same expressions. Other modules see narwhals only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import narwhals as nw

Frame: TypeAlias = nw.LazyFrame[Any]


class Code(str):
    """The type of a column of ids that repeat: kept as numbers where the engine can, because joins are on these."""

    __slots__ = ()


Schema: TypeAlias = Mapping[str, type]
"""Column names with `Code`, `str`, `int`, `float` or `bool`; every column may be empty (null)."""


class Engine(Protocol):
    """Where tables live."""

    def table(self, rows: Iterable[Sequence[object]], schema: Schema) -> Frame:
        """A table of these rows, in the order of the schema's columns."""

    def scan(self, file: Path) -> Frame:
        """A csv or parquet file (or folder of parquet files) as a table, read when it is needed."""

    def coded(self, frame: Frame, *columns: str) -> Frame:
        """The table with these columns of text as codes."""

    def numbered(self, frame: Frame, name: str) -> Frame:
        """The table with a column of numbers that tell its rows apart."""

    def write(self, frame: Frame, file: Path) -> None:
        """Writes a table as parquet."""

    def gather(self, folder: Path, file: Path) -> None:
        """Writes the tables of a folder, written by `write` under names ending in .parquet, as one."""

    def keep(self, frame: Frame) -> Frame:
        """The same table computed once, for tables that several others are built from."""

    def rows(self, frame: Frame) -> list[dict[str, Any]]:
        """The table's rows, in no particular order."""

    def tuples(self, frame: Frame, *columns: str) -> Iterator[tuple[Any, ...]]:
        """These columns of the table's rows, one after another, in the order in which the table was sorted."""


class PolarsEngine:
    """Tables in this process's memory."""

    def table(self, rows: Iterable[Sequence[object]], schema: Schema) -> Frame:
        """A table of these rows."""
        import polars as pl

        types = {Code: pl.String, str: pl.String, int: pl.Int64, float: pl.Float64, bool: pl.Boolean}
        named = {name: types[kind] for name, kind in schema.items()}
        table: Frame = nw.from_native(pl.DataFrame(list(rows), schema=named, orient="row").lazy())
        return self.coded(table, *(name for name, kind in schema.items() if kind is Code))

    def coded(self, frame: Frame, *columns: str) -> Frame:
        """The table with these columns categorical."""
        return frame.with_columns(*(nw.col(name).cast(nw.Categorical()) for name in columns)) if columns else frame

    def scan(self, file: Path) -> Frame:
        """A csv or parquet file as a table; every column of a csv is text."""
        import polars as pl

        if file.suffix == ".csv":
            return nw.from_native(pl.scan_csv(file, infer_schema=False, encoding="utf8-lossy"))
        return nw.from_native(pl.scan_parquet(file / "*.parquet" if file.is_dir() else file))

    def numbered(self, frame: Frame, name: str) -> Frame:
        """The table with its row numbers."""
        import polars as pl

        native: pl.LazyFrame = frame.to_native()
        return nw.from_native(native.with_row_index(name).with_columns(pl.col(name).cast(pl.Int64)))

    def write(self, frame: Frame, file: Path) -> None:
        """Writes a table as one parquet file, part by part."""
        import polars as pl

        native: pl.LazyFrame = frame.to_native()
        native.sink_parquet(file, mkdir=True)

    def gather(self, folder: Path, file: Path) -> None:
        """Writes the tables of a folder as one parquet file, part by part."""
        self.write(self.scan(folder), file)

    def keep(self, frame: Frame) -> Frame:
        """The table collected, then lazy again."""
        return frame.collect().lazy()

    def rows(self, frame: Frame) -> list[dict[str, Any]]:
        """The table's rows as dicts."""
        collected: list[dict[str, Any]] = frame.collect().rows(named=True)
        return collected

    def tuples(self, frame: Frame, *columns: str) -> Iterator[tuple[Any, ...]]:
        """These columns of the table's rows."""
        rows: Iterator[tuple[Any, ...]] = frame.select(*columns).collect().iter_rows()
        return rows
