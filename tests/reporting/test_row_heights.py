"""Rows are as high as what is printed of them needs: nothing is cut off, and paper is not mostly white."""

from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook

from duediligence.reporting.workbook.sheet_rows import LINE_HEIGHT, LINES_ASIDE
from duediligence.reporting.workbook.sheets import Book, Column, TableSheet
from duediligence.reporting.workbook.workbook import write_book

NAME = Column("name", "Name", 20)
SIGNS, QUESTIONS = Column("signs", "Signs", 20, "text"), Column("ask", "Ask", 20, "text")
TWELVE_LINES = "\n".join(["a question"] * 12)


def height(signs: str, questions: str, paper: tuple[str, str] | None) -> float | None:
    """How high the row of a site is, of which only the columns on `paper` are printed."""
    sites = TableSheet("sites", "Sites", "", "", (NAME, SIGNS, QUESTIONS), [["A mill", signs, questions]], paper=paper)
    workbook = load_workbook(BytesIO(write_book(Book("Plan", (sites,), ""))))
    row: float | None = workbook["Sites"].row_dimensions[sites.first_row].height
    return row


def test_everything_that_is_printed_can_be_read() -> None:
    assert height("one", TWELVE_LINES, None) == 12 * LINE_HEIGHT + 2


def test_a_long_text_beside_the_paper_leaves_no_white_page() -> None:
    assert height("one", TWELVE_LINES, ("name", "signs")) == LINES_ASIDE * LINE_HEIGHT + 2


def test_no_row_is_higher_than_a_row_can_be() -> None:
    assert (height("\n".join(["x"] * 90), "", None) or 0) <= 409
