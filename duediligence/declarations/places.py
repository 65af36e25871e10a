"""The tables of countries and goods: csv rows with publisher and edition, as values by place and column."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from duediligence.findings import Finding, Location, error
from duediligence.i18n.formats import real_countries
from duediligence.model.conditions import Scalar
from duediligence.model.content import PlaceTable
from duediligence.model.problems import NO_SUGGESTION

PROVENANCE = frozenset({"publisher", "edition", "as_of", "terms", "confidence", "sources", "note"})
_FLAGS: Mapping[str, Scalar] = {"true": True, "false": False, "yes": True, "no": False}

Place: TypeAlias = tuple[str, ...]
"""A country, or a country and a good."""


def read_places(files: Iterable[tuple[Path, str]], keys: tuple[str, ...]) -> tuple[PlaceTable, list[Finding]]:
    """Reads tables one over the other: a later file replaces single values of an earlier one.

    `keys` are the columns that name a place. A table is wide (a column a fact) or long (`column`, `value`).
    An empty cell is unknown. The editions are those of the values that are left.
    """
    table = _Table(keys)
    for file, shown_as in files:
        table.read(file, shown_as)
    editions = {column: "; ".join(sorted(filter(None, set(told.values())))) for column, told in table.told.items()}
    return PlaceTable(table.values, editions), table.findings


@dataclass
class _Table:
    """Values by column and place; `told` says of each where it comes from."""

    keys: tuple[str, ...]
    values: dict[str, dict[Place, Scalar]] = field(default_factory=dict)
    told: dict[str, dict[Place, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def read(self, file: Path, shown_as: str) -> None:
        """Takes the values of one file."""
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            self.findings.append(error("file_not_utf8", Location(file=shown_as)))
            return
        rows = csv.DictReader(text.splitlines())
        missing = [key for key in self.keys if key not in (rows.fieldnames or ())]
        if missing:
            self.findings.append(error("missing_table_column", Location(file=shown_as, line=1), column=missing[0]))
            return
        for row in rows:
            self._take({name: cell or "" for name, cell in row.items()}, Location(file=shown_as, line=rows.line_num))

    def _take(self, row: dict[str, str], where: Location) -> None:
        place = tuple(row[key].strip() for key in self.keys)
        if place[0] not in real_countries():
            params = {"name": place[0], "fact": self.keys[0], "nearest": NO_SUGGESTION}
            self.findings.append(error("unknown_value", where, **params))
            return
        for column, value in _pairs(row, self.keys):
            self.values.setdefault(column, {})[place] = value
            self.told.setdefault(column, {})[place] = _edition(row)


def _edition(row: Mapping[str, str]) -> str:
    """Whose figure it is, of which edition, and under which terms it may be used."""
    told = " ".join(filter(None, (row.get("publisher"), row.get("edition"))))
    return f"{told} ({row['terms']})" if told and row.get("terms") else told


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
