"""What the secretariat keeps of a report, so that next year's can be held against it: cells, sums, contributions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import narwhals as nw

from duediligence.aggregation.cell_rows import ROW
from duediligence.aggregation.cells import NOBODY, Key, Sum
from duediligence.aggregation.dataset import COMPANY
from duediligence.aggregation.linked import JOINED, LAST, Node, Past, System
from duediligence.aggregation.primary import Rule
from duediligence.aggregation.relations import Relation
from duediligence.model.aggregate import Scope, Unit
from duediligence.tables.engine import Engine, Frame
from duediligence.tables.files import sorted_parquet

CELLS, CONTRIBUTIONS = "linked-cells.json", "contributions.parquet"
SCHEMA = "duediligence.linked_cells/1"
KEPT_SCOPES = (Scope.ALL.value, Scope.MATCHED.value, JOINED)
_COLUMNS: Mapping[str, type] = {"company": str, "table": str, "row": str, "column": str, "value": float}


def cells_document(system: System, withheld: Mapping[Key, Rule], companies: Sequence[str]) -> bytes:
    """The cells and sums of this year's report, with the companies by id; for the secretariat alone."""
    kept = {key: node for key, node in system.nodes.items() if key.scope in KEPT_SCOPES}
    names = dict(enumerate(companies)) | {NOBODY: ""}
    document = {
        "schema": SCHEMA,
        "cells": [_written(node, key in withheld, names) for key, node in sorted(kept.items())],
        "sums": [
            {"wholes": relation.wholes, "parts": relation.parts, "within": relation.within}
            for relation in system.relations
            if all(key in kept for key in (*relation.wholes, *relation.parts))
        ],
    }
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def read_cells(data: bytes, numbers: Mapping[str, int]) -> Past:
    """Last year's cells, with this year's numbers for companies; raises ValueError or KeyError for anything else."""
    document = json.loads(data)
    if document["schema"] != SCHEMA:
        raise ValueError(document["schema"])
    nodes = [_node(cell, numbers) for cell in document["cells"]]
    sums = tuple(
        Relation(tuple(map(_last, s["wholes"])), tuple(map(_last, s["parts"])), s["within"]) for s in document["sums"]
    )
    return Past({node.key: node for node in nodes}, sums)


def contributions_bytes(engine: Engine, frame: Frame, companies: Sequence[str]) -> bytes:
    """What every company contributed to every cell, in a fixed order."""
    named = engine.table(list(enumerate(companies)), {COMPANY: int, "company": str})
    return sorted_parquet(frame.join(named, on=COMPANY, how="inner").select(*_COLUMNS), _COLUMNS)


def read_contributions(engine: Engine, file: Path, numbers: Mapping[str, int]) -> Frame:
    """Last year's contributions, with this year's numbers for companies."""
    named = engine.table(sorted(numbers.items()), {"company": str, COMPANY: int})
    rows = engine.scan(file).join(named, on="company", how="inner")
    return engine.keep(rows.with_columns(nw.col(COMPANY).cast(nw.Int64)).select(*ROW))


def companies_in(engine: Engine, file: Path) -> tuple[str, ...]:
    """Every company that handed in last year."""
    rows = engine.rows(engine.scan(file).filter(nw.col("table") == "base").select("company").unique())
    return tuple(sorted(row["company"] for row in rows))


def _written(node: Node, withheld: bool, names: Mapping[int, str]) -> dict[str, Any]:
    cell = node.sum
    return {
        "key": node.key,
        "value": cell.value,
        "count": cell.count,
        "first": [names[cell.first], cell.largest],
        "second": [names[cell.second], cell.second_largest],
        "unit": node.unit.value,
        "minimum": node.minimum,
        "base": node.base,
        "published": node.published,
        "exact": node.exact,
        "withheld": withheld,
        "guarded": node.guarded,
    }


def _node(cell: Mapping[str, Any], numbers: Mapping[str, int]) -> Node:
    (first, largest), (second, second_largest) = cell["first"], cell["second"]
    found = Sum(
        cell["value"], cell["count"], numbers.get(first, NOBODY), largest, numbers.get(second, NOBODY), second_largest
    )
    return Node(
        key=_last(cell["key"]),
        sum=found,
        unit=Unit(cell["unit"]),
        minimum=cell["minimum"],
        base=None if cell["base"] is None else _last(cell["base"]),
        published=cell["published"],
        exact=cell["exact"],
        fixed=True,
        withheld=cell["withheld"],
        guarded=cell["guarded"],
    )


def _last(key: Sequence[str]) -> Key:
    scope, table, row, column = key
    return Key(LAST + scope, table, row, column)
