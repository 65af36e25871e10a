"""The sector workbook on paper: what is too wide for a page to be read runs on to the next, with its first column."""

from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.aggregation.printed import Grid, Line, Printed, Section, SectorView
from duediligence.aggregation.workbook import render_workbook

NOTE = "Een cel is leeg waar zij een bedrijf of een locatie zou verraden. " * 6


def _workbook(columns: int) -> bytes:
    heads = ("", *(f"Onvrijwillig {index}" for index in range(columns)))
    lines = tuple(Line(f"Signaal {row}", tuple(Printed("5", 5.0) for _ in heads[1:])) for row in range(9))
    grid = Grid("signs", "Signalen", "leveranciers", heads, lines, (NOTE,))
    section = Section(id="risks", title="Risico's", texts=(NOTE,), grids=(grid,))
    view = SectorView(
        language="nl", title="Sectorrapport", agreement="Afspraak", sector="Kleding", round="2026", date="1 nov 2026",
        lead="", reach="", status="", sections=(section,), never="",
    )  # fmt: skip
    return render_workbook(view)


def _sheet(columns: int) -> Worksheet:
    return load_workbook(BytesIO(_workbook(columns))).worksheets[0]


def test_a_few_columns_stand_on_one_page() -> None:
    sheet = _sheet(4)
    assert sheet.page_setup.fitToWidth == 1
    assert sheet.print_title_cols is None


def test_thirteen_columns_take_more_pages_and_the_names_of_the_rows_come_back() -> None:
    sheet = _sheet(13)
    assert sheet.page_setup.fitToWidth == 3
    assert sheet.print_title_cols == "$A:$A"


def test_a_text_stands_on_the_first_page_whatever_the_width_of_the_table() -> None:
    sheet = _sheet(13)
    merged = next(place for place in sheet.merged_cells.ranges if place.min_row == 3)
    assert sum(sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJKLMN"[: merged.max_col]) <= 160
