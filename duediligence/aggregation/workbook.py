"""The sector report and the secretariat's own lists as workbooks: text stays text; same content, same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from itertools import accumulate
from math import ceil

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.aggregation.printed import Grid, Printed, Section, SectorView
from duediligence.intake.files.text import clean
from duediligence.model.workbook_bytes import with_fixed_times

_INK, _SOFT, _RULE, _PETROL = "1E2624", "56605B", "DCD6C8", "0D5A63"
_TITLE = Font(name="Georgia", size=18, color=_INK)
_HEADING = Font(name="Georgia", size=13, color=_INK)
_BODY = Font(name="Calibri", size=11, color=_INK)
_SMALL = Font(name="Calibri", size=10, color=_SOFT)
_HIDDEN = Font(name="Calibri", size=10, color=_SOFT, italic=True)
_HEAD = Font(name="Calibri", size=11, color="FFFFFF", bold=True)
_FILL = PatternFill("solid", fgColor=_PETROL)
_LINE = Border(bottom=Side(style="thin", color=_RULE))
_WRAP = Alignment(vertical="top", wrap_text=True)
_RIGHT = Alignment(vertical="top", horizontal="right")
_FIRST_WIDTH, _WIDTH, _TEXT_WIDTH, _LIST_WIDTH = 62, 16, 40, 70
_PAGE_WIDTH = 160
"""So many signs stand side by side on A4 and can still be read."""
_LINE_HEIGHT, _SIGN = 15, 1.2
"""The height of a line in points, and how wide a sign is in columns, with room for words that do not break."""


def render_workbook(view: SectorView) -> bytes:
    """One sheet a section."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.title = f"{view.agreement}: {view.title} {view.round}"
    for section in view.sections:
        _section(workbook.create_sheet(section.title[:31]), section, view)
    return _bytes(workbook)


def render_list(title: str, head: Sequence[str], rows: Sequence[Sequence[str | int | float]]) -> bytes:
    """A list with headings, filters and a frozen first row."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = title[:31]
    workbook.properties.title = title
    widths = [
        min(_LIST_WIDTH, max(len(str(value)) for value in values) + 2) for values in zip(head, *rows, strict=True)
    ]
    _head(sheet, 1, head)
    for index, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            _put(sheet.cell(index, column), value)
            sheet.cell(index, column).alignment = _WRAP
        _fit(sheet, index, [str(value) for value in row], widths)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}{len(rows) + 1}"
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    _page(sheet)
    return _bytes(workbook)


def _bytes(workbook: Workbook) -> bytes:
    written = BytesIO()
    workbook.save(written)
    return with_fixed_times(written.getvalue())


def _section(sheet: Worksheet, section: Section, view: SectorView) -> None:
    _write(sheet["A1"], section.title, _TITLE)
    _write(sheet["A2"], f"{view.agreement} · {view.title} {view.round} · {view.date}", _SMALL)
    widths = _widths(section)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    row = 3
    for text in (*((view.status,) if view.status else ()), *section.texts):
        _across(sheet, row, text, _BODY, widths)
        row += 1
    for grid in section.grids:
        row = _grid(sheet, grid, row + 1, widths)
    _page(sheet)


def _page(sheet: Worksheet) -> None:
    """Printed, all columns stand on one page; where they are too many to be read, the first comes back on each."""
    width = sum(dimension.width for dimension in sheet.column_dimensions.values())
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.page_setup.fitToWidth = max(1, ceil((width - _PAGE_WIDTH) / (_PAGE_WIDTH - _FIRST_WIDTH)) + 1)
    if sheet.page_setup.fitToWidth > 1:
        sheet.print_title_cols = "A:A"
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.5, bottom=0.5)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _widths(section: Section) -> list[int]:
    """A wide first column, and columns that are wider where texts stand in them."""
    texts = any(len(cell.text) > 2 * _WIDTH for grid in section.grids for line in grid.lines for cell in line.cells)
    columns = max((len(grid.head) for grid in section.grids), default=2)
    return [_FIRST_WIDTH, *[_TEXT_WIDTH if texts else _WIDTH] * max(columns - 1, 1)]


def _grid(sheet: Worksheet, grid: Grid, row: int, widths: Sequence[int]) -> int:
    """Writes a grid and says where the next one may begin."""
    _write(sheet.cell(row, 1), grid.title, _HEADING)
    if grid.unit:
        row += 1
        _write(sheet.cell(row, 1), grid.unit, _SMALL)
    row += 1
    _head(sheet, row, grid.head)
    _fit(sheet, row, grid.head, widths)
    for line in grid.lines:
        row += 1
        _write(sheet.cell(row, 1), line.name).alignment = _WRAP
        for column, cell in enumerate(line.cells, 2):
            _printed(sheet.cell(row, column), cell)
        _fit(sheet, row, (line.name, *(cell.text for cell in line.cells)), widths)
    for note in grid.notes:
        row += 1
        _across(sheet, row, note, _SMALL, widths)
    return row + 1


def _across(sheet: Worksheet, row: int, text: str, font: Font, widths: Sequence[int]) -> None:
    """A text over the columns of the sheet that stand on its first page."""
    _write(sheet.cell(row, 1), text, font).alignment = _WRAP
    last = max(1, sum(total <= _PAGE_WIDTH for total in accumulate(widths)))
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
    _fit(sheet, row, (text,), (sum(widths[:last]),))


def _fit(sheet: Worksheet, row: int, texts: Sequence[str], widths: Sequence[int]) -> None:
    """Makes a row high enough for its longest text, which not every program does by itself."""
    lines = max(ceil(len(text) * _SIGN / width) for text, width in zip(texts, widths, strict=False))
    sheet.row_dimensions[row].height = _LINE_HEIGHT * max(1, lines)


def _head(sheet: Worksheet, row: int, names: Sequence[str]) -> None:
    for column, name in enumerate(names, 1):
        cell = _write(sheet.cell(row, column), name, _HEAD)
        cell.fill, cell.alignment = _FILL, _WRAP


def _printed(cell: Cell | MergedCell, printed: Printed) -> None:
    if printed.withheld:
        _write(cell, printed.text, _HIDDEN).alignment = _RIGHT
    elif printed.value is None:
        _write(cell, printed.text).alignment = _WRAP if len(printed.text) > 1 else _RIGHT
    elif printed.percent and "–" in printed.text:
        _write(cell, printed.text).alignment = _RIGHT
    else:
        _write(cell, printed.value).alignment = _RIGHT
        cell.number_format = "0%" if printed.percent else "#,##0"


def _write(cell: Cell | MergedCell, value: str | int | float, font: Font = _BODY) -> Cell | MergedCell:
    _put(cell, value)
    cell.font, cell.border = font, _LINE
    return cell


def _put(cell: Cell | MergedCell, value: str | int | float) -> None:
    """Puts a value in a cell; a text never becomes a formula, whatever sign it begins with."""
    cell.value = clean(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        if value[:1] in ("=", "+", "-", "@"):
            cell.quotePrefix = True
