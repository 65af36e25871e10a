"""Where the answers stand in a form that came back: by hidden keys, and where those were lost by what people see.

Never by position: rows may have been sorted, columns inserted, sheets renamed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from duediligence.findings import Finding, Location, error, warning
from duediligence.intake.books import QuestionBook
from duediligence.intake.files.grid import Cell, Fault, Grid, Value, as_text, is_blank, is_blank_row, letters
from duediligence.intake.files.unread import shown
from duediligence.intake.forms.marks import Marks, columns_of, is_headed
from duediligence.model.form import Column, RowKey, RowKind, Stamp

_TYPED = (Column.ANSWER, Column.REASON, Column.COMMENT, Column.DOCUMENT, Column.DATE, Column.BEFORE)


class FormRow(NamedTuple):
    """One row of a form with its key, at a position in its sheet; a column that is not there is blank."""

    key: RowKey
    grid: Grid
    at: int
    columns: Mapping[Column, int]

    def value(self, column: Column) -> Value:
        """What stands under a heading of the form."""
        cells, position = self.grid.rows[self.at], self.columns.get(column)
        return "" if position is None or position >= len(cells) else cells[position]

    def text(self, column: Column) -> str:
        """What stands under a heading, as text."""
        return as_text(self.value(column))

    def is_blank(self, column: Column) -> bool:
        """Whether nothing stands under a heading."""
        return is_blank(self.value(column))

    def location(self, column: Column) -> Location:
        """The place under a heading."""
        return self.grid.location(self.at, self.columns.get(column, 0))

    def cell(self, column: Column) -> Cell:
        """The cell under a heading, with its format; dearer than the value alone."""
        position = self.columns.get(column)
        return Cell("", self.location(column)) if position is None else self.grid.cell(self.at, position)

    def as_seen(self, column: Column) -> str:
        """What stands under a heading as its cell shows it: 0.35 that is formatted as a percentage is `35%`."""
        cell = self.cell(column)
        return f"{round(cell.value * 100, 6):g}%" if cell.percent else cell.text


@dataclass
class FormSheet:
    """One sheet with questions: whose it is, and its rows."""

    grid: Grid
    stamps: Sequence[tuple[Stamp, bool]]
    columns: Mapping[Column, int]
    rows: list[FormRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def place(self) -> Location:
        """The sheet as a place."""
        return Location(file=self.grid.file, sheet=self.grid.sheet)


def read_sheet(grid: Grid, marks: Marks, book: QuestionBook) -> FormSheet:
    """The rows of one sheet of questions, with what had to be found in another way than by key."""
    sheet = FormSheet(grid, marks.stamps, columns_of(grid, marks))
    if Column.ANSWER not in sheet.columns:
        sheet.findings.append(error("form_without_answer_column", sheet.place))
        return sheet
    by_text: list[int] = []
    for index, key in _keyed_rows(grid, marks):
        _place_row(sheet, index, key, book, by_text)
    if by_text:
        place = grid.location(by_text[0], sheet.columns[Column.ANSWER])
        sheet.findings.append(warning("form_keys_missing", place, count=len(by_text)))
    sheet.findings += [*_formula_notes(sheet), *_merged_notes(sheet)]
    return sheet


def _place_row(sheet: FormSheet, index: int, key: RowKey | None, book: QuestionBook, by_text: list[int]) -> None:
    """Takes a row under its key; where the visible question is another one, under that, and says so."""
    meant = _meant(sheet, index, book)
    if key is not None and (not meant or key in meant):
        sheet.rows.append(FormRow(key, sheet.grid, index, sheet.columns))
        return
    answer = sheet.columns[Column.ANSWER]
    blank = is_blank(sheet.grid.value(index, answer))
    if key is not None and key.kind is RowKind.HEADING and blank:
        sheet.rows.append(FormRow(key, sheet.grid, index, sheet.columns))
    elif len(meant) == 1:
        if key is None:
            by_text.append(index)
        else:
            place = sheet.grid.location(index, answer)
            sheet.findings.append(warning("form_row_moved", place, key=key, question=meant[0]))
        sheet.rows.append(FormRow(meant[0], sheet.grid, index, sheet.columns))
    elif not blank and not is_headed(sheet.grid.rows[index]):
        code = "form_row_ambiguous" if meant else "form_row_unknown"
        cell = sheet.grid.cell(index, answer)
        sheet.findings.append(error(code, cell.location, found=shown(cell.value)))


def _meant(sheet: FormSheet, index: int, book: QuestionBook) -> tuple[RowKey, ...]:
    """The keys that the visible question may stand for."""
    asked = sheet.columns.get(Column.QUESTION)
    if asked is not None:
        return book.shown_by(sheet.grid.value(index, asked))
    skipped = {sheet.columns.get(column) for column in _TYPED}
    texts = (value for position, value in enumerate(sheet.grid.rows[index]) if position not in skipped)
    return next((keys for value in texts if (keys := book.shown_by(value))), ())


def _keyed_rows(grid: Grid, marks: Marks) -> Iterator[tuple[int, RowKey | None]]:
    """Every row that holds anything, with its key where it has one; the row of tokens is left out."""
    column, token_rows = marks.key_column, {row for row, _ in marks.tokens}
    for index, row in enumerate(grid.rows):
        value = row[column] if column is not None and column < len(row) else ""
        key = _key(value) if type(value) is str and value else None
        if index not in token_rows and (key is not None or not is_blank_row(row)):
            yield index, key


@lru_cache(maxsize=16_384)
def _key(text: str) -> RowKey | None:
    """The same keys come back in every form of a round."""
    return RowKey.parse(text)


def _formula_notes(sheet: FormSheet) -> Iterable[Finding]:
    if not sheet.grid.formulas:
        return
    spots = {(row.at, sheet.columns[column]) for row in sheet.rows for column in _TYPED if column in sheet.columns}
    read = {spot for spot in spots & sheet.grid.formulas if not isinstance(sheet.grid.value(*spot), Fault)}
    if formulas := sorted(read):
        yield warning("formula_value_read", sheet.grid.location(*formulas[0]), count=len(formulas))


def _merged_notes(sheet: FormSheet) -> Iterable[Finding]:
    """An answer cell that is no longer a cell of its own: only the first of merged cells keeps its value."""
    answer = sheet.columns[Column.ANSWER]
    keyed = sorted(row.at for row in sheet.rows) if sheet.grid.merged else []
    for (top, left), (bottom, right) in sorted(set(sheet.grid.merged)):
        first = top + (left == answer)  # this one is still a cell of its own
        covered = bisect_right(keyed, bottom) - bisect_left(keyed, first)
        if left <= answer <= right and covered > 0:
            last = f"{letters(right)}{bottom + 1}"
            yield warning("form_merged_cells", sheet.grid.location(top, left), last=last, count=covered)
