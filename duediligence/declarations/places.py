"""The tables of countries and goods: csv rows with publisher and edition, as values by place and column."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from duediligence.findings import Finding, Location, error
from duediligence.model.conditions import Scalar
from duediligence.model.content import PlaceTable

PROVENANCE = frozenset({"publisher", "edition", "as_of", "terms", "confidence", "sources", "note"})
_FLAGS: Mapping[str, Scalar] = {"true": True, "false": False, "yes": True, "no": False}


def read_places(files: Iterable[tuple[Path, str]], keys: tuple[str, ...]) -> tuple[PlaceTable, list[Finding]]:
    """Reads tables one over the other: a later file replaces single values of an earlier one.

    `keys` are the columns that name a place. A table is wide (a column a fact) or long (`column`, `value`).
    An empty cell is unknown.
    """
    values: dict[str, dict[tuple[str, ...], Scalar]] = {}
    editions: dict[str, str] = {}
    findings: list[Finding] = []
    for file, shown_as in files:
        findings += _read_one(file, shown_as, keys, values, editions)
    return PlaceTable(values, editions), findings


def _read_one(
    file: Path,
    shown_as: str,
    keys: tuple[str, ...],
    values: dict[str, dict[tuple[str, ...], Scalar]],
    editions: dict[str, str],
) -> list[Finding]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return [error("file_not_utf8", Location(file=shown_as))]
    rows = csv.DictReader(text.splitlines())
    missing = [key for key in keys if key not in (rows.fieldnames or ())]
    if missing:
        return [error("missing_table_column", Location(file=shown_as, line=1), column=missing[0])]
    for row in rows:
        place = tuple(row[key].strip() for key in keys)
        for column, value in _pairs(row, keys):
            values.setdefault(column, {})[place] = value
            if row.get("edition"):
                editions[column] = " ".join(filter(None, (row.get("publisher"), row["edition"])))
    return []


def _pairs(row: dict[str, str], keys: tuple[str, ...]) -> Iterable[tuple[str, Scalar]]:
    if row.get("column") is not None and row.get("value") is not None:
        pairs = [(row["column"], row["value"])]
    else:
        skipped = PROVENANCE | set(keys) | {"subdivision", ""}
        pairs = [(name, cell) for name, cell in row.items() if name and name not in skipped and isinstance(cell, str)]
    return [(name.strip(), _value(cell.strip())) for name, cell in pairs if cell.strip()]


def _value(cell: str) -> Scalar:
    if cell.lower() in _FLAGS:
        return _FLAGS[cell.lower()]
    try:
        return float(cell)
    except ValueError:
        return cell
