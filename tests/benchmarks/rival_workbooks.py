"""The same workbook, with the same looks, written cell by cell: with openpyxl's ordinary mode, and with XlsxWriter."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.reporting.workbook import looks
from duediligence.reporting.workbook.prose_layout import lay_out_prose
from duediligence.reporting.workbook.sheet_rows import looks_like_formula
from duediligence.reporting.workbook.sheets import Book, Column, Jump, ProseSheet, TableSheet, Value
from duediligence.reporting.workbook.table_layout import lay_out_table

ALIGNMENTS = {"text": looks.WRAP_LEFT, "line": looks.LEFT}


def with_openpyxl(book: Book) -> bytes:
    """Every cell gets its value and its style; headings, filters, colours and print are laid out as ours are."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    titles = {sheet.key: sheet.title for sheet in book.sheets}
    for sheet in book.sheets:
        worksheet = workbook.create_sheet(sheet.title)
        if isinstance(sheet, ProseSheet):
            lay_out_prose(worksheet, sheet, titles)
        else:
            lay_out_table(worksheet, sheet, book.page, _choices)
            _rows(worksheet, sheet, book.page, titles)
    written = BytesIO()
    workbook.save(written)
    return written.getvalue()


def _choices(choices: tuple[str, ...]) -> str:
    return f'"{",".join(word.replace(",", " ") for word in choices)[:250]}"'


def _rows(sheet: Worksheet, table: TableSheet, page: str, titles: Mapping[str, str]) -> None:
    for column in range(1, len(table.columns) + 1):
        for row in (table.first_row, table.first_row + 1):  # the specimens of our own writer
            sheet.cell(row, column).hyperlink = None
            sheet.cell(row, column).value = None
    for number, row_of in enumerate(table.rows, table.first_row):
        for index, (value, look) in enumerate(zip(row_of, table.columns, strict=True), 1):
            _cell(sheet, (number, index), value, look, page, titles)


def _cell(
    sheet: Worksheet, place: tuple[int, int], value: Value, column: Column, page: str, titles: Mapping[str, str]
) -> None:
    cell = sheet.cell(*place)
    if isinstance(value, Jump):
        target = f"'{titles[value.sheet]}'!A{value.row}" if value.sheet else value.place
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target, target=None if value.sheet else page)
        value = value.words
    if isinstance(value, str):
        cell.value, cell.data_type = value, "s"
        cell.quotePrefix = looks_like_formula(value)
    else:
        cell.value = value
    cell.font, cell.border, cell.alignment = looks.BODY, looks.LINE, ALIGNMENTS.get(column.kind, looks.TOP)
    cell.number_format = looks.number_format(column.kind)
    if column.typed:
        cell.fill = looks.TYPED_FILL


def with_xlsxwriter(book: Book) -> bytes:
    """The same through XlsxWriter, with one format a column."""
    import xlsxwriter

    warnings.simplefilter("ignore")  # it writes no more than 65,530 links on a sheet, and says so for each further one
    written = BytesIO()
    settings = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    workbook = xlsxwriter.Workbook(written, settings)
    titles = {sheet.key: sheet.title for sheet in book.sheets}
    for sheet in book.sheets:
        worksheet = workbook.add_worksheet(sheet.title)
        if isinstance(sheet, ProseSheet):
            for number, line in enumerate(sheet.lines):
                for index, value in enumerate(line.cells):
                    _write(worksheet, number, index, value, None, book.page, titles)
        else:
            _sheet(workbook, worksheet, sheet, book.page, titles)
    workbook.close()
    return written.getvalue()


def _sheet(workbook: Any, sheet: Any, table: TableSheet, page: str, titles: Mapping[str, str]) -> None:
    formats = [workbook.add_format(_format(column)) for column in table.columns]
    head = workbook.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#0D5A63", "text_wrap": True})
    sheet.write_string(0, 0, table.heading)
    sheet.write_string(1, 0, table.note)
    first, last = table.first_row - 1, table.last_row + table.spare - 1
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, column.fitting_width, None, {"hidden": column.hidden})
        sheet.write_string(table.header_row - 1, index, column.title, head)
        if table.keyed:
            sheet.write_string(2, index, column.key)
        _rules(workbook, sheet, column, (first, index, last, index))
    sheet.freeze_panes(first, table.frozen_columns)
    sheet.autofilter(table.header_row - 1, 0, last, len(table.columns) - 1)
    for number, row in enumerate(table.rows, first):
        for index, (value, look) in enumerate(zip(row, formats, strict=True)):
            _write(sheet, number, index, value, look, page, titles)


def _rules(workbook: Any, sheet: Any, column: Column, place: tuple[int, int, int, int]) -> None:
    """Dropdowns and colours by condition."""
    if column.choices and len(",".join(column.choices)) < 250:
        sheet.data_validation(*place, {"validate": "list", "source": list(column.choices)})
    if column.look in ("tier", "commitment"):
        first = f"${get_column_letter(place[1] + 1)}{place[0] + 1}"
        for sign in (looks.SIGNS if column.look == "tier" else looks.COMMITMENT_SIGNS).values():
            look = workbook.add_format({"bold": True, "font_color": "#8F1D1D"})
            rule = {"type": "formula", "criteria": f'=LEFT({first},1)="{sign}"', "format": look}
            sheet.conditional_format(*place, rule)
    elif column.look == "bar":
        sheet.conditional_format(*place, {"type": "data_bar"})


def _write(sheet: Any, row: int, index: int, value: Value, look: Any, page: str, titles: Mapping[str, str]) -> None:
    if isinstance(value, Jump):
        target = f"internal:'{titles[value.sheet]}'!A{value.row}" if value.sheet else f"external:{page}#{value.place}"
        sheet.write_url(row, index, target, look, value.words)
    elif value is None or value == "":
        sheet.write_blank(row, index, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, index, value, look)
    elif isinstance(value, date):
        sheet.write_datetime(row, index, value, look)
    else:
        sheet.write_number(row, index, value, look)


def _format(column: Column) -> dict[str, Any]:
    look: dict[str, Any] = {"font_name": looks.SANS, "font_size": 11, "bottom": 1, "valign": "top"}
    look["num_format"] = looks.number_format(column.kind)
    if column.kind in ("text", "line"):
        look |= {"align": "left", "indent": 1, "text_wrap": column.kind == "text"}
    if column.typed:
        look["bg_color"] = "#FFFBEF"
    return look
