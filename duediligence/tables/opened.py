"""Large files that people name: opened with the columns that are needed, or refused with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from narwhals.exceptions import NarwhalsError

from duediligence.errors import InputError
from duediligence.tables.engine import Engine, Frame

SUFFIXES = (".csv", ".parquet")


def open_table(engine: Engine, file: Path, needed: Sequence[str]) -> Frame:
    """A csv or parquet file (or a folder of parquet files) with at least these columns; raises InputError otherwise."""
    if not file.exists():
        raise InputError("table_missing", file=file.name)
    if file.is_file() and file.suffix not in SUFFIXES:
        raise InputError("table_type", file=file.name, known=", ".join(SUFFIXES))
    with readable(file):
        frame = engine.scan(file)
        present = frame.collect_schema().names()
    missing = [name for name in needed if name not in present]
    if missing:
        raise InputError("table_columns", file=file.name, missing=", ".join(missing), found=", ".join(present[:12]))
    return frame


@contextmanager
def readable(*files: Path) -> Iterator[None]:
    """Inside it, what the engine cannot read is the fault of these files; raises InputError."""
    try:
        yield
    except (NarwhalsError, OSError, ValueError) as problem:
        reason = str(problem).strip().split("\n", 1)[0][:200] or type(problem).__name__
        raise InputError("table_unreadable", file=", ".join(file.name for file in files), reason=reason) from None
