"""Cells of the sector tables with what the rules of protection look at: how many companies, and the two largest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import narwhals as nw

from duediligence.aggregation.cell_rows import CELL
from duediligence.aggregation.dataset import COMPANY
from duediligence.tables.engine import Engine, Frame
from duediligence.tables.expressions import row_count

DIGITS = 12
NOBODY = -1


class Key(NamedTuple):
    """The name of a cell: whose companies (`scope`), table, row and column."""

    scope: str
    table: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A cell: its value, its contributors, and the two companies that contribute most."""

    value: float = 0.0
    count: int = 0
    first: int = NOBODY
    largest: float = 0.0
    second: int = NOBODY
    second_largest: float = 0.0


NOTHING = Sum()


def sums(engine: Engine, contributions: Frame, scope: str) -> dict[Key, Sum]:
    """Every cell to which a company contributes; cells without contributors are absent."""
    cell = list(CELL)
    rows = engine.keep(contributions.filter(nw.col("value") > 0))
    totals = rows.group_by(*cell).agg(
        nw.col("value").sum().alias("sum"),
        row_count("count"),
        nw.col("value").max().alias("largest"),
    )
    totals = engine.keep(totals)
    first = engine.keep(_top(rows, totals.select(*cell, "largest"), "largest", "first"))
    others = (
        rows.join(first, on=cell, how="inner")
        .filter(nw.col(COMPANY) != nw.col("first"))
        .select(*cell, COMPANY, "value")
    )
    seconds = others.group_by(*cell).agg(nw.col("value").max().alias("second_largest"))
    second = _top(others, seconds, "second_largest", "second")
    found = totals
    for part in (first, seconds, second):
        found = found.join(part, on=cell, how="left")
    return {Key(scope, r["table"], r["row"], r["column"]): _sum(r) for r in engine.rows(found)}


def _top(rows: Frame, largest: Frame, value: str, name: str) -> Frame:
    """The company with the largest value; among equals the first by number."""
    top = rows.join(largest, on=list(CELL), how="inner").filter(nw.col("value") == nw.col(value))
    return top.group_by(*CELL).agg(nw.col(COMPANY).min().alias(name))


def _sum(row: dict[str, object]) -> Sum:
    """Rounded once, here: the order in which an engine adds leaves no trace."""
    return Sum(
        value=_number(row["sum"]),
        count=int(str(row["count"])),
        first=int(str(row["first"])),
        largest=_number(row["largest"]),
        second=NOBODY if row["second"] is None else int(str(row["second"])),
        second_largest=_number(row["second_largest"] or 0.0),
    )


def _number(value: object) -> float:
    return float(f"{float(str(value)):.{DIGITS}g}")
