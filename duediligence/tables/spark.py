"""Apache Spark behind the same door (extra `spark`): the same expressions, on a local master or a cluster."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import narwhals as nw

from duediligence.tables.engine import Code, Frame, Schema

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

T = TypeVar("T")
H = TypeVar("H")

LOCAL = "local[*]"
_LAPTOP = {  # a laptop has no hostname that others can resolve, and small tables need no 200 parts
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "8",
}
_TYPES = {Code: "string", str: "string", int: "bigint", float: "double", bool: "boolean"}


class SparkEngine:
    """Tables wherever a Spark session keeps them."""

    def __init__(self, session: SparkSession) -> None:
        self.session = session

    def table(self, rows: Iterable[Sequence[object]], schema: Schema) -> Frame:
        """A table of these rows."""
        columns = ", ".join(f"`{name}` {_TYPES[kind]}" for name, kind in schema.items())
        plain = [tuple(_typed(value, kind) for value, kind in zip(row, schema.values(), strict=True)) for row in rows]
        return nw.from_native(self.session.createDataFrame(plain, columns))

    def coded(self, frame: Frame, *columns: str) -> Frame:
        """The table as it is: Spark has no codes for text."""
        return frame

    def scan(self, file: Path) -> Frame:
        """A csv or parquet file, or a folder of them; every column of a csv is text."""
        reader = self.session.read
        if file.suffix == ".csv":
            rows: Frame = nw.from_native(reader.option("header", True).csv(str(file)))
            return rows
        table: Frame = nw.from_native(reader.parquet(str(file)))
        return table

    def numbered(self, frame: Frame, name: str) -> Frame:
        """The table with a column of numbers that tell its rows apart."""
        from pyspark.sql.functions import monotonically_increasing_id

        rows: Frame = nw.from_native(frame.to_native().withColumn(name, monotonically_increasing_id()))
        return rows

    def write(self, frame: Frame, file: Path) -> None:
        """Writes a table as a folder of parquet files."""
        frame.to_native().write.mode("overwrite").parquet(str(file))

    def gather(self, folder: Path, file: Path) -> None:
        """Writes the tables of a folder as one."""
        self.write(nw.from_native(self.session.read.parquet(str(folder / "*.parquet"))), file)

    def keep(self, frame: Frame) -> Frame:
        """The table computed once; its history is cut, so that plans stay short."""
        kept: Frame = nw.from_native(frame.to_native().localCheckpoint())
        return kept

    def pile(self, url: str, suffix: str, read: Callable[[str, bytes], T]) -> Pile[T]:
        """Files under an address that Spark can read (object storage too), each read once where the cluster does."""
        files = self.session.read.format("binaryFile").option("recursiveFileLookup", True)
        found = files.option("pathGlobFilter", f"*{suffix}").load(url).select("path", "content").rdd
        return Pile(self, found.map(_Reading(read)).persist())

    def rows(self, frame: Frame) -> list[dict[str, Any]]:
        """The table's rows as dicts."""
        return [row.asDict() for row in frame.to_native().collect()]

    def tuples(self, frame: Frame, *columns: str) -> Iterator[tuple[Any, ...]]:
        """These columns of the table's rows, fetched part by part."""
        return map(tuple, frame.select(*columns).to_native().toLocalIterator())


@dataclass(frozen=True, slots=True)
class Pile(Generic[T]):
    """What was read from files, by their address, spread over the cluster."""

    engine: SparkEngine
    found: Any

    def heads(self, head: Callable[[str, T], H]) -> list[H]:
        """A small part of each, here, in the order of the addresses."""
        pairs: list[tuple[str, H]] = self.found.map(_Keyed(head)).collect()
        return [part for _, part in sorted(pairs, key=lambda pair: pair[0])]

    def table(self, rows: Callable[[str, T], Iterable[tuple[object, ...]]], schema: Schema) -> Frame:
        """A table of the rows that each file gives, which never come here."""
        columns = ", ".join(f"`{name}` {_TYPES[kind]}" for name, kind in schema.items())
        table: Frame = nw.from_native(self.engine.session.createDataFrame(self.found.flatMap(_Spread(rows)), columns))
        return table


@dataclass(frozen=True, slots=True)
class _Reading(Generic[T]):
    read: Callable[[str, bytes], T]

    def __call__(self, row: Any) -> tuple[str, T]:
        return row.path, self.read(row.path, bytes(row.content))


@dataclass(frozen=True, slots=True)
class _Keyed(Generic[T, H]):
    head: Callable[[str, T], H]

    def __call__(self, pair: tuple[str, T]) -> tuple[str, H]:
        return pair[0], self.head(*pair)


@dataclass(frozen=True, slots=True)
class _Spread(Generic[T]):
    rows: Callable[[str, T], Iterable[tuple[object, ...]]]

    def __call__(self, pair: tuple[str, T]) -> Iterable[tuple[object, ...]]:
        return self.rows(*pair)


def open_spark(master: str | None = None, settings: Mapping[str, str] | None = None) -> SparkEngine:
    """An engine on this master; without one, the one of spark-submit or else all cores of this machine."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("duediligence")
    submitted = "PYSPARK_GATEWAY_PORT" in os.environ  # started by spark-submit, which has a master of its own
    if SparkSession.getActiveSession() is None and not (submitted and master is None):
        builder = builder.master(master or LOCAL)
        if (master or LOCAL).startswith("local"):
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # workers must find what this process finds
            settings = {**_LAPTOP, **(settings or {})}
    for name, value in (settings or {}).items():
        builder = builder.config(name, value)
    session = builder.config("spark.sql.ansi.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return SparkEngine(session)


def _typed(value: object, kind: type) -> object:
    """Spark takes no whole number for a float, and no subclass of str."""
    if value is None:
        return None
    if kind is float:
        return float(value)  # type: ignore[arg-type]
    return str(value) if kind in (str, Code) else value
