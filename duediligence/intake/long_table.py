"""Answers in a long table, one row an answer: the plain road in, for people and for other systems."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from duediligence.findings import Location, error
from duediligence.intake.books import QuestionBook, SupplierBook
from duediligence.intake.desk import COLUMNS, AnswerDesk, Entry
from duediligence.intake.files.grid import Row
from duediligence.intake.files.reading import Returned
from duediligence.intake.files.sources import Received
from duediligence.intake.headers import Columns, headed, header_findings, layout_findings, missing_columns
from duediligence.intake.typed.spelling import spellings
from duediligence.model.questionnaire import Question
from duediligence.model.response import Supplier

_NEEDED = ("question", "answer")


def read_long_table(
    received: Received,
    questions: Mapping[str, Question],
    suppliers: Mapping[str, Supplier],
    assessed_on: date,
    supplier: str = "",
) -> Returned:
    """The answers of every sheet that is such a table; `supplier` is whom they concern where no column says it."""
    grids = list(received.grids())
    findings = [finding for grid in grids for finding in grid.findings]
    desk = AnswerDesk(QuestionBook.of(questions), SupplierBook.of(suppliers), assessed_on)
    tables = [table for table in headed(grids, spellings("columns.answers")) if "question" in table.at]
    if not tables:
        sheets = ", ".join(received.sheet_names) or "–"
        return Returned((), (*findings, error("no_answer_table", received.place, sheets=sheets)))
    for table in tables:
        missing = missing_columns(table, _NEEDED if supplier else ("supplier", *_NEEDED))
        findings += [*header_findings(table, spellings("columns.answers")), *layout_findings(table), *missing]
        if not missing:
            _take_rows(table, desk, supplier)
    return Returned(tuple(desk.answers), (*findings, *desk.findings()))


def _take_rows(table: Columns, desk: AnswerDesk, supplier: str) -> None:
    columns = [(name, table.at[name]) for name in COLUMNS if name in table.at]
    shared = {} if "supplier" in table.at else {"supplier": supplier}
    for row in table.grid.rows_below(table.header):
        cells = table.grid.rows[row.index]
        values = {name: cells[column] if column < len(cells) else "" for name, column in columns}
        desk.take(Entry({**shared, **values}, _Where(row, table), _percent(row, table)))


class _Where:
    """The place of a column in one row; of the row itself where there is no such column."""

    __slots__ = ("row", "table")

    def __init__(self, row: Row, table: Columns) -> None:
        self.row, self.table = row, table

    def __call__(self, column: str) -> Location:
        return self.row.location(self.table.at.get(column, 0))


def _percent(row: Row, table: Columns) -> bool:
    value = row.value(table.at["answer"])
    return isinstance(value, float) and row.cell(table.at["answer"]).percent
