"""Neutral rows that remember their cell, so that a finding can name the place that a person sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

from duediligence.findings import Finding, Location, warning

Value: TypeAlias = Any
"""What a cell holds: text, number, true or false, date, time, a list (json), or a `Fault`. A blank cell is ''."""

BLANK_ROWS_AT_END = 60
"""A run of this many blank rows ends a sheet; what stands after it is named and not read."""

HEADER_WITHIN = 30
"""The header is looked for in this many rows from the top."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that holds no value where there should be one: an error such as #N/A, or a formula without a result."""

    code: str
    shown: str

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and where it stands; `percent` where the cell is formatted as a percentage (0.35 shows as 35 %)."""

    value: Value
    location: Location
    percent: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing was filled in."""
        return is_blank(self.value)

    @property
    def text(self) -> str:
        """The value as text, without spaces around it."""
        return as_text(self.value)


@dataclass(frozen=True)
class Grid:
    """One sheet: rows of values from its first row on; blank rows are kept, so that row numbers are what people see.

    `lines` gives a csv row its line in the file; `keys` gives a json column its key; `formulas` are (row, column)
    of cells whose value a formula gave; `is_percent` tells whether a cell is formatted as a percentage.
    """

    file: str
    sheet: str
    rows: Sequence[Sequence[Value]]
    lines: Sequence[int] = ()
    keys: Sequence[str] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    is_percent: Callable[[int, int], bool] = lambda row, column: False
    findings: tuple[Finding, ...] = ()

    def value(self, row: int, column: int) -> Value:
        """The value at a position (from 0); blank beyond the end of the row."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    def location(self, row: int, column: int) -> Location:
        """The place of a position (from 0) as a person sees it."""
        if self.keys:
            return Location(file=self.file, path=f"[{row - 1}].{self.keys[column]}" if row else self.keys[column])
        line = self.lines[row] if self.lines else row + 1
        return Location(self.file, self.sheet, f"{letters(column)}{row + 1}", line, column + 1)

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a position (from 0)."""
        value = self.value(row, column)
        percent = isinstance(value, float) and self.is_percent(row, column)
        return Cell(value, self.location(row, column), percent)

    def row(self, index: int) -> Row:
        """One row by position (from 0)."""
        return Row(self, index)

    def rows_below(self, index: int) -> Iterator[Row]:
        """The rows after a position that hold anything."""
        return (Row(self, i) for i in range(index + 1, len(self.rows)) if not is_blank_row(self.rows[i]))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a grid; `index` counts from 0, `number` is what people see."""

    grid: Grid
    index: int

    @property
    def number(self) -> int:
        """The row number that people see."""
        return self.index + 1

    def value(self, column: int) -> Value:
        """The value in a column (from 0)."""
        return self.grid.value(self.index, column)

    def cell(self, column: int) -> Cell:
        """The cell in a column (from 0)."""
        return self.grid.cell(self.index, column)

    def location(self, column: int = 0) -> Location:
        """The place of a column (from 0) in this row."""
        return self.grid.location(self.index, column)


@dataclass(frozen=True)
class Book:
    """The sheets of a file by name; a sheet is read when it is asked for, once."""

    names: tuple[str, ...] = ()
    load: Callable[[str], Grid | None] = lambda name: None
    hidden: frozenset[str] = frozenset()
    _grids: dict[str, Grid | None] = field(default_factory=dict)

    def grid(self, name: str) -> Grid | None:
        """One sheet, or None where it has no cells that can be read."""
        if name not in self._grids:
            self._grids[name] = self.load(name)
        return self._grids[name]

    def grids(self) -> Iterator[Grid]:
        """Every sheet that can be read, in the order of the file."""
        return (grid for name in self.names if (grid := self.grid(name)) is not None)


def is_blank(value: Value) -> bool:
    """Whether a value says nothing."""
    return value is None or (isinstance(value, str) and (not value or value.isspace()))


def is_blank_row(row: Sequence[Value]) -> bool:
    """Whether no cell of a row says anything."""
    return all(map(is_blank, row))


def as_text(value: Value) -> str:
    """A value as text: 2.0 is `2`, a date is written as in ISO 8601."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


@cache
def letters(column: int) -> str:
    """The name of a column (from 0) in a spreadsheet: A, B, ... Z, AA."""
    name = ""
    while column >= 0:
        name = chr(ord("A") + column % 26) + name
        column = column // 26 - 1
    return name


def until_gap(
    rows: Sequence[Sequence[Value]], file: str, sheet: str
) -> tuple[Sequence[Sequence[Value]], list[Finding]]:
    """The rows up to a run of blank rows that is too long to be meant; says so where something stands after it."""
    end = 0
    for index, row in enumerate(rows):
        if is_blank_row(row):
            continue
        if end and index - end >= BLANK_ROWS_AT_END:
            place = Location(file, sheet, f"A{index + 1}", index + 1, 1)
            return rows[:end], [warning("rows_after_gap", place, row=index + 1, limit=BLANK_ROWS_AT_END)]
        end = index + 1
    return rows[:end], []


def header_row(grid: Grid, recognises: Callable[[str], bool]) -> int | None:
    """The row near the top with the most cells that are known headers; None where there is no such cell."""
    counts = [
        (sum(recognises(value) for value in grid.rows[i] if isinstance(value, str) and value), -i)
        for i in range(min(HEADER_WITHIN, len(grid.rows)))
    ]
    best, position = max(counts, default=(0, 0))
    return -position if best else None


def first_filled_row(grid: Grid) -> int | None:
    """The first row that holds anything."""
    return next((i for i, row in enumerate(grid.rows) if not is_blank_row(row)), None)
