"""Tables as the bytes of small files, and many small files gathered into one large one (Polars in every engine)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from duediligence.tables.engine import Frame

_TYPES = {str: pl.String, int: pl.Int64, float: pl.Float64, bool: pl.Boolean}

Columns = Mapping[str, type]

DIGITS = 12
"""More digits of a sum than these depend on the order in which an engine adds."""


def parquet_bytes(rows: Sequence[Sequence[object]], columns: Columns) -> bytes:
    """Rows as a parquet file; the same rows give the same bytes."""
    written = BytesIO()
    _frame(rows, columns).write_parquet(written, compression="zstd", statistics=False)
    return written.getvalue()


def sorted_parquet(frame: Frame, columns: Columns) -> bytes:
    """A table of any engine as a parquet file, sorted by all its columns, numbers to the digits that engines share."""
    native = frame.to_native()
    if isinstance(native, pl.LazyFrame):
        found = native.collect()
    else:
        found = _frame([tuple(row) for row in native.toLocalIterator()], columns)
    digits = [pl.col(name).round_sig_figs(DIGITS) for name, kind in columns.items() if kind is float]
    written = BytesIO()
    found.with_columns(digits).sort(list(columns)).write_parquet(written, compression="zstd", statistics=False)
    return written.getvalue()


def csv_bytes(rows: Sequence[Sequence[object]], columns: Columns) -> bytes:
    """Rows as a csv file in UTF-8 with a header; an empty text is written as "", an absent value as nothing."""
    return _frame(rows, columns).write_csv(quote_style="non_numeric").encode()


def is_parquet_of(data: bytes, columns: Columns, rows: int) -> bool:
    """Whether these bytes are a parquet file with these columns and so many rows, every value of which can be read."""
    try:
        schema = pl.read_parquet_schema(BytesIO(data))
        if dict(schema) != {name: _TYPES[kind]() for name, kind in columns.items()}:
            return False
        if pl.scan_parquet(BytesIO(data)).select(pl.len()).collect().item() != rows:
            return False
        return pl.read_parquet(BytesIO(data)).height == rows
    except BaseException as problem:
        if isinstance(problem, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        return False  # a damaged file can end as a panic of the reader, which is no ordinary exception


def parquet_tuples(data: bytes) -> list[tuple[object, ...]]:
    """The rows of a small parquet file."""
    return pl.read_parquet(BytesIO(data)).rows()


def csv_as_parquet(data: bytes, columns: Columns) -> bytes | None:
    """A csv file as parquet, or None where it cannot be read with these columns."""
    types = {name: _TYPES[kind] for name, kind in columns.items()}
    try:
        frame = pl.read_csv(BytesIO(data), schema=types, raise_if_empty=True)
        if data.split(b"\n", 1)[0].decode().replace('"', "").strip().split(",") != list(columns):
            return None
    except (PolarsError, ValueError):
        return None
    written = BytesIO()
    frame.write_parquet(written, compression="zstd", statistics=False)
    return written.getvalue()


def gather(files: Sequence[tuple[Path, int]], columns: Columns, number: str, target: Path) -> None:
    """Many parquet files with the same columns as one, each row with the number of its file; read part by part."""
    if not files:
        _frame([], {number: int, **columns}).write_parquet(target)
        return
    names = pl.LazyFrame(
        {"file": [str(path) for path, _ in files], number: [index for _, index in files]},
        schema={"file": pl.String, number: pl.Int64},
    )
    rows = pl.scan_parquet([path for path, _ in files], include_file_paths="file", glob=False)
    rows.join(names, on="file", how="left").select(number, *columns).sink_parquet(target)


def _frame(rows: Sequence[Sequence[object]], columns: Columns) -> pl.DataFrame:
    schema = {name: _TYPES[kind] for name, kind in columns.items()}
    return pl.DataFrame(list(rows), schema=schema, orient="row")
