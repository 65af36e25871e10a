"""One table of a workbook: headings, widths, filters, dropdowns, colours and print, with specimens for its rows."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.reporting.workbook import looks
from duediligence.reporting.workbook.sheets import Column, TableSheet

SOON_DAYS = 14
PAGE_WIDTH = 190
"""Characters that fit beside each other on A4 in a size that people can read."""


def lay_out_table(sheet: Worksheet, table: TableSheet, page: str, lists: Callable[[tuple[str, ...]], str]) -> None:
    """Everything but the rows; those are put in place of two specimen rows afterwards."""
    _headings(sheet, table)
    _columns(sheet, table)
    for row, marked in ((table.first_row, False), (table.first_row + 1, True)):
        for index, column in enumerate(table.columns, 1):
            _specimen(sheet.cell(row, index), column, marked)
    _links(sheet, table, page)
    _behaviour(sheet, table)
    last = table.last_row + table.spare
    for index, column in enumerate(table.columns, 1):
        _dropdown(sheet, table, column, get_column_letter(index), last, lists)
        _colours(sheet, table, column, get_column_letter(index), last)
    _print(sheet, table)


def _headings(sheet: Worksheet, table: TableSheet) -> None:
    sheet["A1"], sheet["A2"] = table.heading, table.note
    sheet["A1"].font, sheet["A2"].font = looks.TITLE, looks.SMALL
    sheet.row_dimensions[1].height = 30
    sheet.row_dimensions[table.header_row].height = 34
    if table.keyed:
        sheet.row_dimensions[3].hidden = True
    for index, column in enumerate(table.columns, 1):
        if table.keyed:
            sheet.cell(3, index, column.key)
        cell = sheet.cell(table.header_row, index, column.title)
        cell.font, cell.alignment = looks.HEAD, looks.HEAD_ALIGNMENT
        cell.fill = looks.TYPED_HEAD_FILL if column.typed else looks.HEAD_FILL


def _columns(sheet: Worksheet, table: TableSheet) -> None:
    for index, column in enumerate(table.columns, 1):
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width, dimension.hidden = column.fitting_width, column.hidden


def _specimen(cell: Cell | MergedCell, column: Column, marked: bool) -> None:
    """A cell whose style every cell of its column gets; a marked one stays text when somebody edits it."""
    cell.value = "" if column.kind in ("line", "text") else None
    cell.font = looks.BODY
    cell.border = looks.LINE
    cell.alignment = {"text": looks.WRAP_LEFT, "line": looks.LEFT}.get(column.kind, looks.TOP)
    cell.number_format = (
        looks.number_format(column.kind) if column.kind not in ("line", "text") else "@" if marked else "General"
    )
    if column.typed:
        cell.fill = looks.TYPED_FILL
    if marked:
        cell.quotePrefix = True


def _links(sheet: Worksheet, table: TableSheet, page: str) -> None:
    """A specimen of links; where names lead to the page, one relation serves all of them."""
    first = f"A{table.first_row}"
    link = Hyperlink(ref=first, location="'x'!A1")
    if table.key == "suppliers" and page:
        link = Hyperlink(ref=first, target=page)
    sheet[first].hyperlink = link
    sheet[first].hyperlink.ref = first


def _behaviour(sheet: Worksheet, table: TableSheet) -> None:
    letter = get_column_letter(len(table.columns))
    sheet.freeze_panes = f"{get_column_letter(table.frozen_columns + 1)}{table.first_row}"
    sheet.auto_filter.ref = f"A{table.header_row}:{letter}{table.last_row + table.spare}"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 100


def _dropdown(
    sheet: Worksheet, table: TableSheet, column: Column, letter: str, last: int, lists: Callable[[tuple[str, ...]], str]
) -> None:
    place = f"{letter}{table.first_row}:{letter}{last}"
    if column.choices:
        rule = DataValidation("list", formula1=lists(column.choices), allow_blank=True, showErrorMessage=column.strict)
    elif column.typed and column.kind == "date":
        rule = DataValidation("date", operator="greaterThan", formula1="36526", allow_blank=True)
    else:
        return
    rule.add(place)
    sheet.add_data_validation(rule)


def _colours(sheet: Worksheet, table: TableSheet, column: Column, letter: str, last: int) -> None:
    place, first = f"{letter}{table.first_row}:{letter}{last}", f"${letter}{table.first_row}"
    states = next((c.choices for c in table.columns if c.look == "state"), ())
    rules = []
    if column.look in ("tier", "commitment"):
        rules = looks.sign_rules(first, column.look)
    elif column.look == "bar":
        rules = [looks.bar_rule()]
    elif column.look == "state":
        rules = looks.state_rules(first, states[2], states[3:])
    elif column.look == "due":
        state = get_column_letter(1 + next(i for i, c in enumerate(table.columns) if c.look == "state"))
        rules = looks.due_rules(first, f"${state}{table.first_row}", states[3:], SOON_DAYS)
    for rule in rules:
        sheet.conditional_formatting.add(place, rule)


def _print(sheet: Worksheet, table: TableSheet) -> None:
    first, last = table.printed
    top = 1 if first == 1 else table.header_row  # the title stands in the first column, and in the footer
    bottom = 2 if table.lookup else table.last_row
    sheet.print_area = f"{get_column_letter(first)}{top}:{get_column_letter(last)}{bottom}"
    sheet.print_title_rows = f"{table.header_row}:{table.header_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    width = sum(column.fitting_width for column in table.columns[first - 1 : last] if not column.hidden)
    one_wide = table.paper is not None or table.lookup
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1 if one_wide else ceil(width / PAGE_WIDTH), 0
    if sheet.page_setup.fitToWidth > 1:
        sheet.print_title_cols = f"A:{get_column_letter(max(1, table.frozen_columns))}"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    looks.footer(sheet, table.heading)
