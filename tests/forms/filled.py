"""A form that somebody filled in, and what is read back of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.findings import NOWHERE, Finding, Severity
from duediligence.forms.excel import workbook_of
from duediligence.i18n.texts import exists
from duediligence.intake.books import QuestionBook
from duediligence.intake.files.reading import Reading
from duediligence.intake.responses import read_file
from duediligence.model.content import SectorContent
from duediligence.model.form import Form
from duediligence.model.response import Answer, AnswerState, SourceKind
from tests.forms.bakery import BAKER, CORNER_SHOP, content

ASSESSED_ON = date(2026, 11, 1)
SUPPLIERS = {supplier.id: supplier for supplier in (BAKER, CORNER_SHOP)}
DAY = date(2026, 9, 30)

TYPED: Mapping[str, object] = {
    "q:fees": 'Kosten, die wij "snel" terugbetalen',
    "q:repay_when": "Binnen een maand",
    "q:arranged#housing": "Ja",
    "q:arranged#transport": "Ja",
    "q:arranged#nothing_arranged": "Nee",
    "q:transport_cost": "De bakker",
    "q:hours": 54,
    "q:rest": "Weet ik niet",
    "q:night": "35%",
    "q:owed#rows": 4,
    "q:owed#columns": "12,5",
    "q:last_check": date(2026, 3, 1),
    "q:curfew": "Altijd",
    "q:rent": "Niet van toepassing",
    "form:date": DAY,
}
"""What the baker types, by key of the row."""

NOTES: Mapping[str, Mapping[str, object]] = {
    "q:fees": {"comment": "Meestal binnen twee weken.", "document": "Loonstrook", "date": date(2026, 8, 1)},
    "q:rent": {"reason": "Wonen is gratis."},
}


def _answer(question: str, **said: object) -> Answer:
    return replace(Answer("s001", question, SourceKind.SUPPLIER, date=DAY), **said)  # type: ignore[arg-type]


ANSWERS = (
    _answer("fees", keys=("paid_repaid",), comment="Meestal binnen twee weken.", document="Loonstrook (2026-08-01)"),
    _answer("repay_when", text="Binnen een maand"),
    _answer("arranged", keys=("housing", "transport")),
    _answer("transport_cost", keys=("employer",)),
    _answer("hours", keys=("band_1",), numbers=(54.0,)),
    _answer("rest", state=AnswerState.UNKNOWN),
    _answer("night", keys=("band_1",), numbers=(35.0,)),
    _answer("owed", keys=("much",), numbers=(4.0, 12.5)),
    _answer("last_check", text="2026-03-01"),
    _answer("curfew", keys=("always",)),
    _answer("rent", state=AnswerState.NOT_APPLICABLE, reason="Wonen is gratis."),
)
"""What that comes down to."""


def sheet_of(book: Workbook) -> Worksheet:
    """The sheet of questions, by its tokens."""
    return next(s for s in book.worksheets if any(c.value == "dd:key" for row in s.iter_rows() for c in row))


def positions(sheet: Worksheet) -> tuple[dict[str, int], dict[str, int]]:
    """Rows by key, and columns by token, as they are now."""
    texts = [(str(cell.value), cell.row, cell.column) for row in sheet.iter_rows() for cell in row if cell.value]
    columns = {text[3:]: column for text, _, column in texts if text.startswith("dd:") and "?" not in text}
    rows = {text: row for text, row, column in texts if column == columns["key"] and text != "dd:key"}
    return rows, columns


def type_in(book: Workbook, typed: Mapping[str, object]) -> None:
    """Types answers, by key of the row, over what stands there."""
    sheet = sheet_of(book)
    rows, columns = positions(sheet)
    for key, value in typed.items():
        sheet.cell(rows[key], columns["answer"]).value = value  # type: ignore[assignment]


def fill(
    form: Form, typed: Mapping[str, object] = TYPED, notes: Mapping[str, Mapping[str, object]] = NOTES
) -> Workbook:
    """The form as a workbook in which somebody typed."""
    book = load_workbook(BytesIO(workbook_of(form)))
    type_in(book, typed)
    sheet = sheet_of(book)
    rows, columns = positions(sheet)
    for key, beside in notes.items():
        for column, value in beside.items():
            sheet.cell(rows[key], columns[column]).value = value  # type: ignore[assignment]
    return book


def read_back(
    file: Path | Workbook, folder: Path, name: str = "s001_supplier_nl.xlsx", sector: SectorContent | None = None
) -> Reading[tuple[Answer, ...]]:
    """What the tool reads of a file, as `check` and `assess` do."""
    if isinstance(file, Workbook):
        path = folder / name
        file.save(path)
        file = path
    book = QuestionBook.of_content(sector or content())
    return read_file(file, file.name, book, SUPPLIERS, ASSESSED_ON)


def said(reading: Reading[tuple[Answer, ...]]) -> set[Answer]:
    """The answers without the place where they stand."""
    return {replace(answer, location=NOWHERE) for answer in reading.value}


def codes(reading: Reading[tuple[Answer, ...]], least: Severity = Severity.NOTE) -> set[str]:
    """The codes of the findings, each of which must have a text."""
    found = {finding.code for finding in reading.findings if finding.severity >= least}
    assert all(exists(f"findings.{code}.problem") and exists(f"findings.{code}.remedy") for code in found), found
    return found


def finding(reading: Reading[tuple[Answer, ...]], code: str) -> Finding:
    """The one finding with a code."""
    found = [one for one in reading.findings if one.code == code]
    assert len(found) == 1, (code, [one.code for one in reading.findings])
    return found[0]
