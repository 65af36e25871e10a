"""Native charts of the workbook: suppliers by tier, and the most urgent ones from established to possible."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.reporting.workbook.sheets import Book, TableSheet

TIER_COLOURS = ("8F1D1D", "A84A0C", "5B5186", "77600A", "2F6B52")
SOLID, LIGHT, LIGHT_EDGE = "27413F", "E3D8BF", "A08F6B"
MOST_SHOWN = 30


def add_charts(workbook: Workbook, book: Book) -> None:
    """Adds the charts to the summary, where the book says that there is something to show."""
    if not book.tier_lines:
        return
    summary = workbook.worksheets[0]
    summary.add_chart(_tiers(workbook, book), f"F{_row_at(summary, 60)}")
    suppliers = next((s for s in book.sheets if isinstance(s, TableSheet) and s.key == "suppliers"), None)
    if suppliers and suppliers.rows and any(column.key == "established" for column in suppliers.columns):
        summary.add_chart(_intervals(workbook, book, suppliers), f"F{_row_at(summary, 280)}")


def _tiers(workbook: Workbook, book: Book) -> BarChart:
    sheet = workbook.worksheets[0]
    chart = _bars(book.chart_titles[0], 16, 7)
    last = book.tier_start + book.tier_lines - 1
    chart.add_data(Reference(sheet, min_col=3, min_row=book.tier_start, max_row=last))
    chart.set_categories(Reference(sheet, min_col=1, min_row=book.tier_start, max_row=last))
    series = chart.series[0]
    for index, colour in enumerate(TIER_COLOURS[: book.tier_lines]):
        series.dPt.append(DataPoint(idx=index, spPr=GraphicalProperties(solidFill=colour)))
    chart.legend = None
    return chart


def _intervals(workbook: Workbook, book: Book, suppliers: TableSheet) -> BarChart:
    sheet = workbook[suppliers.title]
    places = {column.key: index for index, column in enumerate(suppliers.columns, 1)}
    last = suppliers.first_row + min(len(suppliers.rows), MOST_SHOWN) - 1
    chart = _bars(book.chart_titles[1], 16, 3.4 + 0.5 * (last - suppliers.first_row + 1))
    chart.grouping, chart.overlap = "stacked", 100
    for key, colour, edge in (("established", SOLID, SOLID), ("width", LIGHT, LIGHT_EDGE)):
        chart.add_data(Reference(sheet, min_col=places[key], min_row=suppliers.first_row, max_row=last))
        look = GraphicalProperties(solidFill=colour)
        look.line = LineProperties(solidFill=edge)
        chart.series[-1].graphicalProperties = look
    for series, name in zip(chart.series, book.interval_names, strict=True):
        series.tx = SeriesLabel(v=name)
    chart.set_categories(Reference(sheet, min_col=places["name"], min_row=suppliers.first_row, max_row=last))
    chart.y_axis.scaling.max = 100
    chart.legend.position = "b"
    return chart


def _row_at(sheet: Worksheet, points: float) -> int:
    """The row that lies this far from the top, for rows differ in height."""
    row = 1
    while points > 0:
        points -= float(sheet.row_dimensions[row].height or 15)
        row += 1
    return row


def _bars(title: str, width: float, height: float) -> BarChart:
    chart = BarChart()
    chart.type, chart.style, chart.title = "bar", 2, title
    chart.width, chart.height, chart.gapWidth = width, height, 45  # type: ignore[assignment]
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorGridlines = None
    chart.y_axis.scaling.min = 0
    return chart
