"""Typing in last round's plan: in the rows of the tool, down many rows at once, and in new rows of people's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.i18n.texts import translate
from tests.examples.story import Edit, Story, Sweep
from tests.examples.typing_in import opened, saved

NOT_TYPED = {"subject", "measure", "text", "lead", "subjects", "since", "until", "only", "leave"}


def typed_plan(workbook: bytes, story: Story) -> bytes:
    """Last round's plan with what people typed; raises ValueError where it does not hold an action of the story."""
    book = opened(workbook)
    sheet = _Sheet.of(book, story.languages[0])
    rows = {row.key: row for row in sheet.rows()}
    for row in rows.values():
        sweep = next((one for one in story.sweeps if one.covers(*row.key, row.due.date())), None)
        if sweep:
            sheet.type(row.number, sweep)
    for number, edit in enumerate([edit for edit in story.plan if edit.text], sheet.sheet.max_row + 1):
        sheet.type(number, edit)
    for edit in [edit for edit in story.plan if not edit.text]:
        if (edit.subject, edit.measure) not in rows:
            there = sorted(measure for subject, measure in rows if subject == edit.subject)
            raise ValueError(f"not in last year's plan: {edit.subject} {edit.measure}; there are {there}")
        sheet.type(rows[edit.subject, edit.measure].number, edit)
    return saved(book)


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    key: tuple[str, str]
    due: datetime


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The sheet of actions; `head` is the row of keys, and the row of names is below it."""

    sheet: Worksheet
    columns: Mapping[str, int]
    head: int
    language: str

    @classmethod
    def of(cls, book: Workbook, language: str) -> _Sheet:
        for sheet in book.worksheets:
            for head, row in enumerate(sheet.iter_rows(max_row=12, values_only=True), 1):
                columns = {str(key): number for number, key in enumerate(row, 1) if key}
                if {"action_id", "measure"} <= columns.keys():
                    return cls(sheet, columns, head, language)
        raise ValueError("no sheet of actions")

    def rows(self) -> Iterator[_Row]:
        first = self.head + 2
        for number, row in enumerate(self.sheet.iter_rows(min_row=first, values_only=True), first):
            subject, measure, due = (row[self.columns[key] - 1] for key in ("subject", "measure", "due"))
            if isinstance(due, datetime):
                yield _Row(number, (str(subject), str(measure)), due)

    def type(self, row: int, typed: Edit | Sweep) -> None:
        cells: dict[str, Any] = {k: v for k, v in typed.model_dump(exclude=NOT_TYPED).items() if v}
        if typed.state:
            cells["state"] = translate(f"plan.states.{typed.state}", self.language)
        if isinstance(typed, Edit) and typed.text:
            cells |= {"subject": typed.subject, "measure_text": typed.text, "lead": typed.lead}
        for key, value in cells.items():
            self.sheet.cell(row, self.columns[key]).value = value
