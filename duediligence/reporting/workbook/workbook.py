"""A view as a workbook that people keep working in: openpyxl for the sheets, our own rows for the big tables."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.model.workbook_bytes import with_fixed_times
from duediligence.reporting.views import View
from duediligence.reporting.workbook.books import book
from duediligence.reporting.workbook.charts import add_charts
from duediligence.reporting.workbook.prose_layout import lay_out_prose
from duediligence.reporting.workbook.sheet_limits import within_limits
from duediligence.reporting.workbook.sheet_rows import filled_parts
from duediligence.reporting.workbook.sheet_words import Words
from duediligence.reporting.workbook.sheets import Book, ProseSheet, TableSheet
from duediligence.reporting.workbook.table_layout import lay_out_table


def render_workbook(view: View, language: str, page: str = "company-plan.html") -> bytes:
    """The workbook of one audience in one language; `page` is the file to which suppliers' names lead."""
    words = Words(language)
    return write_book(within_limits(book(view, words, page), words))


def write_book(book: Book) -> bytes:
    """The bytes of a workbook; the same book gives the same bytes."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.title = book.title
    lists = _Lists()
    titles = {sheet.key: sheet.title for sheet in book.sheets}
    tables: dict[str, TableSheet] = {}
    for index, sheet in enumerate(book.sheets, 1):
        worksheet = workbook.create_sheet(sheet.title)
        if isinstance(sheet, ProseSheet):
            lay_out_prose(worksheet, sheet, titles)
        else:
            lay_out_table(worksheet, sheet, book.page, lists.reference)
            tables[f"xl/worksheets/sheet{index}.xml"] = sheet
    add_charts(workbook, book)
    lists.write(workbook)
    written = BytesIO()
    workbook.save(written)
    saved = written.getvalue()
    return with_fixed_times(saved, filled_parts(saved, tables, titles))


class _Lists:
    """The hidden sheet on which the dropdowns stand, for a choice may hold a comma."""

    TITLE = "lists"

    def __init__(self) -> None:
        self._columns: dict[tuple[str, ...], str] = {}

    def reference(self, choices: tuple[str, ...]) -> str:
        """Where a dropdown finds its choices."""
        letter = self._columns.setdefault(choices, chr(ord("A") + len(self._columns)))
        return f"{self.TITLE}!${letter}$1:${letter}${len(choices)}"

    def write(self, workbook: Workbook) -> None:
        """Adds the sheet, if any dropdown needs it."""
        if not self._columns:
            return
        sheet: Worksheet = workbook.create_sheet(self.TITLE)
        sheet.sheet_state = "hidden"
        for choices, letter in self._columns.items():
            for row, choice in enumerate(choices, 1):
                sheet[f"{letter}{row}"] = choice
