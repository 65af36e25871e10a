"""Apache Spark behind the same door (extra `spark`): the same expressions, on a local master or a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw

from duediligence.tables.engine import Code, Frame, Schema

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL = "local[*]"
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
            return nw.from_native(reader.option("header", True).csv(str(file)))
        return nw.from_native(reader.parquet(str(file)))

    def numbered(self, frame: Frame, name: str) -> Frame:
        """The table with a column of numbers that tell its rows apart."""
        from pyspark.sql.functions import monotonically_increasing_id

        return nw.from_native(frame.to_native().withColumn(name, monotonically_increasing_id()))

    def write(self, frame: Frame, file: Path) -> None:
        """Writes a table as a folder of parquet files."""
        frame.to_native().write.mode("overwrite").parquet(str(file))

    def keep(self, frame: Frame) -> Frame:
        """The table computed once; its history is cut, so that plans stay short."""
        return nw.from_native(frame.to_native().localCheckpoint())

    def rows(self, frame: Frame) -> list[dict[str, Any]]:
        """The table's rows as dicts."""
        return [row.asDict() for row in frame.to_native().collect()]


def open_spark(master: str | None = None) -> SparkEngine:
    """An engine on this master; without one, the session's own settings or else all cores of this machine."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("duediligence")
    if SparkSession.getActiveSession() is None:
        # a laptop has no hostname that others can resolve, and small tables need no 200 parts
        local = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.sql.shuffle.partitions": "8",
        }
        settings = local if (master or LOCAL).startswith("local") else {}
        for name, value in settings.items():
            builder = builder.config(name, value)
        builder = builder.master(master or LOCAL)
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
