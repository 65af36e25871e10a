"""What each company adds to the tables that count companies, commitments and actions."""

from __future__ import annotations

from collections.abc import Iterable

import narwhals as nw

from duediligence.aggregation.cell_rows import banded, cell_rows, classed, summed
from duediligence.aggregation.classes import ALL, DUE, NOT_DUE, REACHED, REST, TOTAL, UNKNOWN, Detail
from duediligence.aggregation.dataset import COMPANY, Tables
from duediligence.tables.engine import Frame


def bases(tables: Tables, per_company: Frame) -> Iterable[Frame]:
    """The totals that tables share: companies, their weight, sites and actions."""
    yield cell_rows(per_company, "base", ALL, "companies", 1.0)
    yield cell_rows(per_company, "base", ALL, "sites", nw.col("sites"))
    weighed = tables["company"].filter(~nw.col("weight").is_null())
    yield cell_rows(weighed, "base", ALL, "weight", nw.col("weight"))
    yield cell_rows(weighed, "base", ALL, "weighed", 1.0)
    yield summed(cell_rows(tables["actions"], "base", ALL, "actions", nw.col("count")))


def companies(company: Frame, detail: Detail) -> Iterable[Frame]:
    """Companies by size and by band of their score."""
    yield cell_rows(company, "size", ALL, nw.col("size").fill_null(UNKNOWN), 1.0)
    for name in ("established", "possible"):
        yield cell_rows(company, "score", name, banded(nw.col(f"score_{name}"), detail.score, "not_scored"), 1.0)


def commitments(tables: Tables, detail: Detail) -> Iterable[Frame]:
    """Each commitment by state, counted by company and by weight, and what the companies reached together."""
    rows = tables["commitments"].join(tables["company"].select(COMPANY, "weight"), on=COMPANY, how="left")
    weighed = rows.filter(~nw.col("weight").is_null())
    due, name = nw.col("state") != NOT_DUE, nw.col("commitment")
    state = classed(nw.col("state"), {**detail.states, NOT_DUE: NOT_DUE})
    for table, frame, value in (("commitments", rows, nw.lit(1.0)), ("commitments_weight", weighed, nw.col("weight"))):
        yield cell_rows(frame, table, name, state, value)
        yield cell_rows(frame.filter(due), table, name, DUE, value)
    numbered = rows.filter(due & (nw.col("denominator") > 0) & ~nw.col("numerator").is_null())
    part, whole = nw.col("numerator"), nw.col("denominator")
    for column, value in ((REACHED, part), (REST, whole - part), (TOTAL, whole)):
        yield cell_rows(numbered, "commitments_measured", name, column, value)


def actions(planned: Frame) -> Iterable[Frame]:
    """Actions by horizon and by who leads, in each state."""
    for table, row in (("actions", nw.col("horizon")), ("actions", ALL), ("action_leads", nw.col("lead"))):
        for column in (nw.col("state"), TOTAL):
            yield summed(cell_rows(planned, table, row, column, nw.col("count")))
