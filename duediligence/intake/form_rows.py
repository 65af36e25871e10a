"""Where the answers stand in a form that came back: by hidden keys, and where those were lost by what people see.

Never by position: rows may have been sorted, columns inserted, sheets renamed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from duediligence.findings import Finding, Location, error, warning
from duediligence.i18n.texts import catalogue
from duediligence.intake.books import QuestionBook
from duediligence.intake.grid import Cell, Grid, header_row, is_blank_row, letters
from duediligence.intake.spelling import fold, folded
from duediligence.intake.unread import shown
from duediligence.model.form import NOT_TRANSLATED, STAMP_START, Column, RowKey, RowKind, Stamp

_TOKENS = {column.token: column for column in Column}
_MOST_ROWS = 5_000
"""A sheet with more rows than this is no form, and is not searched for keys."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a form with its key; a column that is not there holds blank cells."""

    key: RowKey
    grid: Grid
    index: int
    columns: Mapping[Column, int]

    def cell(self, column: Column) -> Cell:
        """The cell under a heading of the form."""
        position = self.columns.get(column)
        return Cell("", self.grid.location(self.index, 0)) if position is None else self.grid.cell(self.index, position)


@dataclass
class FormSheet:
    """One sheet with questions: whose it is, and its rows."""

    grid: Grid
    stamps: tuple[tuple[Stamp, bool], ...]
    columns: Mapping[Column, int]
    rows: list[FormRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def place(self) -> Location:
        """The sheet as a place."""
        return Location(file=self.grid.file, sheet=self.grid.sheet)


@dataclass(frozen=True)
class Marks:
    """The hidden texts of a sheet, found in one pass: tokens by position, stamps, and how many keys a column holds."""

    tokens: Mapping[tuple[int, int], Column]
    stamps: tuple[str, ...]
    keys: Mapping[int, int]

    @property
    def key_column(self) -> int | None:
        """The column of keys: under its token, or the one that holds most keys."""
        named = [position for (_, position), column in self.tokens.items() if column is Column.KEY]
        most = max(self.keys, key=lambda position: (self.keys[position], -position), default=None)
        return named[0] if named else most


def marks_of(grid: Grid) -> Marks:
    """The hidden texts of a sheet; none in a sheet that is too long for a form."""
    tokens: dict[tuple[int, int], Column] = {}
    stamps: dict[str, None] = {}
    keys: dict[int, int] = {}
    for index, row in enumerate(grid.rows if len(grid.rows) <= _MOST_ROWS else ()):
        for position, value in enumerate(row):
            if type(value) is not str or ":" not in value[:8]:
                continue
            if column := _TOKENS.get(value.strip()):
                tokens[index, position] = column
            elif value.startswith(STAMP_START):
                stamps[value] = None
            elif RowKey.parse(value):
                keys[position] = keys.get(position, 0) + 1
    return Marks(tokens, tuple(stamps), keys)


def has_form(grid: Grid) -> bool:
    """Whether a sheet holds questions of a form: keys, or at least the headings that forms have."""
    marks = marks_of(grid)
    return bool(marks.tokens or marks.keys) or (len(grid.rows) <= _MOST_ROWS and _headed(grid))


def stamps_in(marks: Marks) -> tuple[tuple[Stamp, bool], ...]:
    """The stamps in a sheet, each once, and whether their fingerprints fit."""
    found = [Stamp.parse(text) for text in marks.stamps]
    return tuple((stamp, fits) for stamp, fits in found if stamp is not None)


def read_sheet(grid: Grid, book: QuestionBook) -> FormSheet:
    """The rows of one sheet of questions, with what had to be found in another way than by key."""
    marks = marks_of(grid)
    sheet = FormSheet(grid, stamps_in(marks), _columns(grid, marks))
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
    answer = sheet.grid.cell(index, sheet.columns[Column.ANSWER])
    if key is not None and (not meant or key in meant or (key.kind is RowKind.HEADING and answer.blank)):
        sheet.rows.append(FormRow(key, sheet.grid, index, sheet.columns))
    elif len(meant) == 1:
        if key is None:
            by_text.append(index)
        else:
            sheet.findings.append(warning("form_row_moved", answer.location, key=key, question=meant[0]))
        sheet.rows.append(FormRow(meant[0], sheet.grid, index, sheet.columns))
    elif not answer.blank and not _is_heading(sheet.grid, index):
        code = "form_row_ambiguous" if meant else "form_row_unknown"
        sheet.findings.append(error(code, answer.location, found=shown(answer.value)))


def _meant(sheet: FormSheet, index: int, book: QuestionBook) -> tuple[RowKey, ...]:
    """The keys that the visible question may stand for."""
    asked = sheet.columns.get(Column.QUESTION)
    texts = sheet.grid.rows[index] if asked is None else [sheet.grid.value(index, asked)]
    skipped = {sheet.columns.get(column) for column in _TYPED}
    for position, value in enumerate(texts):
        shows_question = isinstance(value, str) and value and (asked is not None or position not in skipped)
        if shows_question and (keys := book.row_keys.get(fold(value.removeprefix(NOT_TRANSLATED)))):
            return keys
    return ()


_TYPED = (Column.ANSWER, Column.REASON, Column.COMMENT, Column.DOCUMENT, Column.DATE, Column.BEFORE)


def _keyed_rows(grid: Grid, marks: Marks) -> Iterator[tuple[int, RowKey | None]]:
    """Every row that holds anything, with its key where it has one; the row of tokens is left out."""
    column, token_rows = marks.key_column, {row for row, _ in marks.tokens}
    for index, row in enumerate(grid.rows):
        if index not in token_rows and not is_blank_row(row):
            value = grid.value(index, column) if column is not None else ""
            yield index, RowKey.parse(value) if isinstance(value, str) else None


def _columns(grid: Grid, marks: Marks) -> dict[Column, int]:
    """The columns by token; one whose token was lost, by its heading in any language."""
    found: dict[Column, int] = {}
    for (_, position), column in marks.tokens.items():
        found.setdefault(column, position)
    row = header_row(grid, lambda text: fold(text) in _headings())
    for position, value in enumerate(grid.rows[row] if row is not None else ()):
        heading = _headings().get(fold(value)) if isinstance(value, str) else None
        if heading:
            found.setdefault(Column(heading), position)
    return found


def _headed(grid: Grid) -> bool:
    row = header_row(grid, lambda text: fold(text) in _headings())
    found = (
        {_headings().get(fold(value)) for value in grid.rows[row] if isinstance(value, str)} if row is not None else ()
    )
    return Column.ANSWER.value in found and Column.QUESTION.value in found


@cache
def _headings() -> Mapping[str, str]:
    """Every heading of a form in any language."""
    texts = catalogue("form")
    return folded((text, column) for column in Column for text in texts.get(f"columns.{column}", {}).values())


def _is_heading(grid: Grid, index: int) -> bool:
    return sum(fold(value) in _headings() for value in grid.rows[index] if isinstance(value, str)) > 1


def _formula_notes(sheet: FormSheet) -> Iterable[Finding]:
    spots = {(row.index, sheet.columns[column]) for row in sheet.rows for column in _TYPED if column in sheet.columns}
    formulas = sorted(spots & sheet.grid.formulas)
    if formulas:
        yield warning("formula_value_read", sheet.grid.location(*formulas[0]), count=len(formulas))


def _merged_notes(sheet: FormSheet) -> Iterable[Finding]:
    """An answer cell that is no longer a cell of its own: only the first of merged cells keeps its value."""
    answer = sheet.columns[Column.ANSWER]
    keyed = {row.index for row in sheet.rows}
    for (top, left), (bottom, right) in sorted(sheet.grid.merged):
        covered = [row for row in range(top, bottom + 1) if row in keyed and (row, answer) != (top, left)]
        if left <= answer <= right and covered:
            last = f"{letters(right)}{bottom + 1}"
            yield warning("form_merged_cells", sheet.grid.location(top, left), last=last, count=len(covered))
