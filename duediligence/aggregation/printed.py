"""What page, workbook and letter print: finished texts in grids, so that a renderer computes nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Printed:
    """One cell as people see it: its text, its number, how long its bar is, and why it is withheld."""

    text: str
    value: float | None = None
    percent: bool = False
    bar: float | None = None
    withheld: str = ""
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a grid."""

    name: str
    cells: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that is printed; `notes` explain what is withheld in it."""

    id: str
    title: str
    unit: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report with a heading."""

    id: str
    title: str
    texts: tuple[str, ...]
    grids: tuple[Grid, ...]


@dataclass(frozen=True, slots=True)
class SectorView:
    """Everything that page and workbook print, in one language."""

    language: str
    title: str
    agreement: str
    sector: str
    round: str
    date: str
    lead: str
    status: str
    sections: tuple[Section, ...]
    never: str
