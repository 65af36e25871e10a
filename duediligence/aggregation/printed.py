"""What page, workbook and letter print: finished texts in grids, so that a renderer computes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

LEAST_COLLAPSED = 3
"""Fewer rows than this are shown one by one."""


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

    @property
    def is_withheld(self) -> bool:
        """Whether nothing of it is shown."""
        return bool(self.cells) and all(cell.withheld for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that is printed; `notes` explain what is withheld in it."""

    id: str
    title: str
    unit: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    rest_title: str = ""

    def collapsed(self, some: str, all_: str) -> Grid:
        """The same grid with one line in place of many rows of which nothing is shown; their names stay."""
        names = tuple(line.name for line in self.lines if line.is_withheld)
        if len(names) < LEAST_COLLAPSED:
            return self
        shown = tuple(line for line in self.lines if not line.is_withheld)
        return replace(self, lines=shown, rest=names, rest_title=(some if shown else all_).format(count=len(names)))


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
    reach: str
    status: str
    sections: tuple[Section, ...]
    never: str
