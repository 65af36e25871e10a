"""A workbook as data: sheets of columns and rows, before anything of a spreadsheet program is involved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Kind = Literal["line", "text", "number", "score", "percent", "date"]
"""How a column is shown; `text` wraps, `line` does not."""

LineStyle: TypeAlias = Literal["title", "lead", "heading", "strong", "text", "small", "table"]

Look = Literal["tier", "state", "due", "bar", "commitment"]
"""Which colours a column gets by condition, always beside a word or a sign."""


@dataclass(frozen=True, slots=True)
class Jump:
    """Words that lead to a row of a sheet, or (sheet "") to a place on the page."""

    words: str
    sheet: str = ""
    row: int = 0
    place: str = ""


Value: TypeAlias = str | int | float | date | Jump | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` is for programs, `title` for people; `choices` become a dropdown, `strict` allows no others."""

    key: str
    title: str
    width: float
    kind: Kind = "line"
    look: Look | None = None
    choices: tuple[str, ...] = ()
    strict: bool = False
    typed: bool = False
    hidden: bool = False

    @property
    def fitting_width(self) -> float:
        """Wide enough for the longest word of the title with the arrow of the filter."""
        return max(self.width, max(len(word) for word in (self.title or " ").split(" ")) * 1.15 + 3.5)


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A sheet with one table under a title and a note; `keyed` puts the keys in a hidden row above the titles.

    `paper` names the first and the last column that are printed, on pages one table wide; without it all are. A sheet
    to look things up in (`lookup`) prints its heading only: nobody reads four thousand rows on paper.
    """

    key: str
    title: str
    heading: str
    note: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    keyed: bool = False
    spare: int = 0
    frozen_columns: int = 0
    paper: tuple[str, str] | None = None
    lookup: bool = False

    @property
    def printed(self) -> tuple[int, int]:
        """The first and the last column that are printed, counted from 1."""
        shown = [place for place, column in enumerate(self.columns, 1) if not column.hidden]
        places = {column.key: place for place, column in enumerate(self.columns, 1)}
        return (places[self.paper[0]], places[self.paper[1]]) if self.paper else (shown[0], shown[-1])

    @property
    def header_row(self) -> int:
        """The row of the titles of the columns."""
        return 4 if self.keyed else 3

    @property
    def first_row(self) -> int:
        """The first row of the table."""
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        """The last row that is filled in, or the first where there is none."""
        return max(self.first_row, self.header_row + len(self.rows))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet that is read from top to bottom; `style` is heading, lead, strong, text or small."""

    style: LineStyle
    cells: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ProseSheet:
    """A sheet with text, such as the summary or the method; `beside` columns are kept for charts."""

    key: str
    title: str
    lines: tuple[Line, ...]
    widths: tuple[float, ...]
    beside: int = 0
    at_least: int = 0


Sheet: TypeAlias = TableSheet | ProseSheet


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: sheets in order, and where the charts of the summary find their numbers."""

    title: str
    sheets: tuple[Sheet, ...]
    page: str
    tier_lines: int = 0
    tier_start: int = 0
    interval_names: tuple[str, str] = ("", "")
    chart_titles: tuple[str, str] = ("", "")
