"""A table beyond what a sheet can hold goes on on a next sheet, with a note; nothing is lost, no link leads astray."""

from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook

from duediligence.reporting.workbook.sheet_limits import LIMITS, Limits, within_limits
from duediligence.reporting.workbook.sheet_words import Words
from duediligence.reporting.workbook.sheets import Book, Column, Jump, TableSheet, Value
from duediligence.reporting.workbook.workbook import write_book

NAME, TEXT = Column("name", "Name", 20), Column("text", "Text", 20)
HEADING_ROWS = 3


def book(suppliers: int, actions: int) -> Book:
    """Every action names a supplier and leads to its row, which is the fourth for the first supplier."""
    rows: list[list[Value]] = [
        [Jump(f"Site {n % suppliers}", "suppliers", HEADING_ROWS + 1 + n % suppliers), f"Action {n}"]
        for n in range(actions)
    ]
    return Book(
        "Plan",
        (
            TableSheet("suppliers", "Suppliers", "", "All.", (NAME,), [[f"Site {n}"] for n in range(suppliers)]),
            TableSheet("actions", "Actions", "", "All.", (NAME, TEXT), rows),
        ),
        "",
    )


def test_an_ordinary_book_stays_as_it_is() -> None:
    whole = book(3, 5)
    assert within_limits(whole, Words("en")) == whole


def test_the_limits_are_those_of_excel() -> None:
    assert (LIMITS.rows, LIMITS.links) == (1_048_576, 65_530)


def test_rows_beyond_the_limit_stand_on_a_next_sheet_and_both_say_so() -> None:
    sheets = within_limits(book(3, 5), Words("en"), Limits(rows=HEADING_ROWS + 3)).sheets
    assert [sheet.title for sheet in sheets] == ["Suppliers", "Actions", "Actions (2)"]
    first, second = (sheet for sheet in sheets[1:] if isinstance(sheet, TableSheet))
    assert [row[1] for row in (*first.rows, *second.rows)] == [f"Action {n}" for n in range(5)]
    assert first.note.startswith("Part 1 of 2: rows 1 to 3 of 5")
    assert second.note.startswith("Part 2 of 2: rows 4 to 5 of 5")


def test_links_lead_to_the_sheet_on_which_their_supplier_now_stands() -> None:
    written = write_book(within_limits(book(5, 5), Words("en"), Limits(rows=HEADING_ROWS + 3)))
    workbook = load_workbook(BytesIO(written))
    for title in ("Actions", "Actions (2)"):
        for (cell,) in workbook[title].iter_rows(min_row=HEADING_ROWS + 1, max_col=1):
            if cell.value:
                assert cell.hyperlink is not None
                sheet, _, place = str(cell.hyperlink.location).replace("'", "").partition("!")
                assert workbook[sheet][place].value == cell.value


def test_beyond_the_links_that_a_sheet_can_hold_names_are_plain_text_and_the_sheet_says_so() -> None:
    (_, actions) = within_limits(book(2, 5), Words("nl"), Limits(links=3)).sheets
    assert isinstance(actions, TableSheet)
    assert [isinstance(row[0], Jump) for row in actions.rows] == [True, True, True, False, False]
    assert actions.rows[4][0] == "Site 0"
    assert "alleen in de eerste rijen (3) leidt de naam naar de leverancier" in actions.note


def test_the_name_of_a_next_sheet_is_no_longer_than_a_name_may_be() -> None:
    long = TableSheet("x", "A name of exactly 31 characters", "", "", (NAME,), [["a"], ["b"]])
    sheets = within_limits(Book("", (long,), ""), Words("en"), Limits(rows=HEADING_ROWS + 1)).sheets
    assert [sheet.title for sheet in sheets] == ["A name of exactly 31 characters", "A name of exactly 31 charac (2)"]
