"""How tables of packages become rows of cells: which table, row and column a company adds to, and how much."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from duediligence.aggregation.classes import Classes, bands, members, names
from duediligence.aggregation.dataset import COMPANY
from duediligence.tables.engine import Frame

CELL = ("table", "row", "column")
ROW = (*CELL, COMPANY, "value")


def cell_rows(frame: Frame, table: str, row: nw.Expr | str, column: nw.Expr | str, value: nw.Expr | float) -> Frame:
    """Each row of the frame as what its company adds to one cell; a text names the same row or column for all."""
    named = [nw.lit(given) if isinstance(given, (str, float)) else given for given in (row, column, value)]
    return frame.select(
        nw.lit(table).alias("table"),
        named[0].cast(nw.String).alias("row"),
        named[1].cast(nw.String).alias("column"),
        nw.col(COMPANY),
        named[2].cast(nw.Float64).alias("value"),
    )


def summed(rows: Frame) -> Frame:
    """The same, with one row for each cell and company."""
    return rows.group_by(*CELL, COMPANY).agg(nw.col("value").sum()).select(*ROW)


def counted(frame: Frame, table: str, row: nw.Expr | str, column: nw.Expr | str) -> Frame:
    """How many rows of the frame each company has in each cell."""
    return summed(cell_rows(frame, table, row, column, 1.0))


def classed(word: nw.Expr, classes: Classes) -> nw.Expr:
    """The class of a word that is one of those that are classed."""
    *others, last = names(classes)
    found: nw.Expr = nw.lit(last)
    for name in others:
        found = nw.when(word.is_in(list(members(classes, name)))).then(nw.lit(name)).otherwise(found)
    return found


def banded(value: nw.Expr, edges: Sequence[float], absent: str) -> nw.Expr:
    """The band of a value, or `absent` where there is none."""
    lowest, *higher = bands(edges)
    band: nw.Expr = nw.lit(lowest)
    for edge, name in zip(edges, higher, strict=True):
        band = nw.when(value >= edge).then(nw.lit(name)).otherwise(band)
    return nw.when(value.is_null()).then(nw.lit(absent)).otherwise(band)
