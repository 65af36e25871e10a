"""A sheet that is read from top to bottom: lines in a few styles, with room for charts beside them."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.reporting.workbook import looks
from duediligence.reporting.workbook.sheet_rows import legal_text, looks_like_formula
from duediligence.reporting.workbook.sheets import Jump, Line, ProseSheet, Value

FONTS: Mapping[str, Font] = {
    "title": looks.TITLE,
    "lead": looks.LEAD,
    "heading": looks.HEADING,
    "strong": looks.STRONG,
    "small": looks.SMALL,
    "text": looks.BODY,
    "table": looks.BODY,
}
_POINTS = {"title": 30.0, "lead": 42.0, "heading": 30.0}


def lay_out_prose(sheet: Worksheet, prose: ProseSheet, titles: Mapping[str, str]) -> None:
    """Writes the lines; those with one cell run over all columns."""
    columns = len(prose.widths)
    for index, width in enumerate(prose.widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    for row, line in enumerate(prose.lines, 1):
        if len(line.cells) == 1:
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
        for column, value in enumerate(line.cells, 1):
            _write(sheet, row, column, value, line, titles)
        sheet.row_dimensions[row].height = _height(line, prose.widths)
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    last = get_column_letter(columns + prose.beside)
    sheet.print_area = f"A1:{last}{max(len(prose.lines), prose.at_least)}"
    looks.footer(sheet, prose.title)


def _write(sheet: Worksheet, row: int, column: int, value: Value, line: Line, titles: Mapping[str, str]) -> None:
    cell = sheet.cell(row, column)
    cell.font, cell.alignment = FONTS[line.style], looks.WRAP
    if line.style == "table":
        cell.border = looks.LINE
    if isinstance(value, Jump):
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{titles[value.sheet]}'!A{value.row}")
        cell.font = looks.LINK
        value = value.words
    if isinstance(value, str):
        cell.value = legal_text(value)
        cell.data_type = "s"
        cell.quotePrefix = looks_like_formula(value)
    else:
        cell.value = value
    if column == 1 and line.style == "text" and len(line.cells) > 1 and not cell.hyperlink:
        cell.font = looks.STRONG


def _height(line: Line, widths: tuple[float, ...]) -> float:
    """Merged cells do not grow by themselves, so the height follows from the length of the text."""
    total = sum(widths) if len(line.cells) == 1 else 0.0
    size = FONTS[line.style].size or 11
    needed = 1
    for value, width in zip(line.cells, widths, strict=False):
        words = value.words if isinstance(value, Jump) else value
        if isinstance(words, str):
            room = (total or width) * 11.5 / size
            needed = max(needed, sum(1 + int(len(part) / room) for part in words.split("\n")))
    base = size * 1.38
    return max(base * needed + 3, _POINTS.get(line.style, 0.0))
