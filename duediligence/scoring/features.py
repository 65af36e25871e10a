"""Counts by supplier and indicator from which every bound follows: few enough to vary the parameters over."""

from __future__ import annotations

import narwhals as nw

from duediligence.scoring.judgements import CELL, Judgements
from duediligence.tables.declared import Declared
from duediligence.tables.engine import Frame
from duediligence.tables.expressions import constant, flag

PAIR = ["supplier", "indicator"]
CLASSES = range(7)
LEVEL_COUNTS = [f"level_{rank}" for rank in range(1, 5)]
STRENGTH_COUNTS = [f"strength_{rank}" for rank in range(1, 4)]
BENIGN_COUNTS = [f"benign_{level}" for level in CLASSES]
CREDITS = [f"credit_{level}" for level in range(1, 7)]
REACH_COUNTS = [f"reach_{rank}" for rank in range(4)]
COUNTS = [*LEVEL_COUNTS, *STRENGTH_COUNTS, *BENIGN_COUNTS, *REACH_COUNTS, "controls", *CREDITS, "blocked"]
FEATURES = [*COUNTS, "reducible"]


def open_cells(put_matters: Frame, judgements: Judgements, declared: Declared) -> Frame:
    """The cells that take part: put matters by the indicators they cover, and further concerns and refusals.

    supplier, matter, indicator, put; strength, reach, refused (null where nobody objects); evidence (0 where unknown).
    """
    put = put_matters.join(declared.matters, on="matter", how="inner").with_columns(constant(1).alias("put"))
    further = judgements.adverse.select(*CELL).join(put, on=CELL, how="anti").with_columns(constant(0).alias("put"))
    cells = nw.concat([put.select(*CELL, "put"), further.select(*CELL, "put")], how="vertical")
    cells = cells.join(judgements.adverse, on=CELL, how="left").join(judgements.benign, on=CELL, how="left")
    return cells.with_columns(nw.col("evidence").fill_null(0))


def cell_counts(cells: Frame) -> Frame:
    """How many matters object or assure, at which strength or class."""
    calm = nw.col("strength").is_null()
    benign = [flag(calm & (nw.col("evidence") == level)).sum().alias(f"benign_{level}") for level in CLASSES]
    strengths = [_count("strength", rank) for rank in range(1, 4)]
    reaches = [_count("reach", rank) for rank in range(4)]
    return cells.group_by(PAIR).agg(*strengths, *benign, *reaches)


def _count(column: str, rank: int) -> nw.Expr:
    return flag(nw.col(column) == rank).sum().alias(f"{column}_{rank}")
