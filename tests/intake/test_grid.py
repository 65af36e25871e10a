from pathlib import Path

import pytest

from duediligence.intake.files.grid import Grid, Row, as_text, header_row, letters
from duediligence.intake.files.sources import receive
from tests.intake.tables import codes, csv_file, xlsx_file


def grid_of(path: Path) -> Grid:
    received = receive(path, path.name)
    assert received.value is not None
    grid = received.value.grid(received.value.sheet_names[0])
    assert grid is not None
    return grid


@pytest.mark.parametrize(
    ("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
)
def test_columns_are_named_as_in_a_spreadsheet(column: int, name: str) -> None:
    assert letters(column) == name


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_blank_rows_stay_so_that_row_numbers_are_what_people_see(tmp_path: Path, suffix: str) -> None:
    table = """
        | id | name   |
        | s1 | Eerste |
        .
        | s2 | Tweede |
    """
    path = tmp_path / f"list.{suffix}"
    grid = grid_of(csv_file(path, table) if suffix == "csv" else xlsx_file(path, table))
    last = list(grid.rows_below(0))[-1]
    assert (last.number, last.cell(1).value, last.cell(1).location.cell) == (4, "Tweede", "B4")


def test_a_row_of_a_csv_also_knows_its_line(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('id,address\ns1,"Street 1\nTown"\ns2,Street 2\n', encoding="utf-8")
    cell = Row(grid_of(path), 2).cell(0)
    assert (cell.value, cell.location.cell, cell.location.line) == ("s2", "A3", 4)


@pytest.mark.parametrize(("blank", "read", "found"), [(59, 2, []), (60, 1, ["rows_after_gap"])])
def test_sixty_blank_rows_end_a_sheet_and_what_follows_is_named(
    tmp_path: Path, blank: int, read: int, found: list[str]
) -> None:
    rows = [["id"], ["s1"], *([[""]] * blank), ["s2"]]
    grid = grid_of(xlsx_file(tmp_path / "list.xlsx", rows))
    assert len(list(grid.rows_below(0))) == read
    assert codes(grid.findings) == found


def test_blank_rows_at_the_end_say_nothing(tmp_path: Path) -> None:
    grid = grid_of(xlsx_file(tmp_path / "list.xlsx", [["id"], ["s1"], *([[""]] * 200)]))
    assert (len(grid.rows), grid.findings) == (2, ())


def test_the_header_is_the_row_with_most_known_names(tmp_path: Path) -> None:
    table = """
        | Name of our list |        |         |
        .
        | id               | name   | country |
        | s1               | name   | China   |
    """
    grid = grid_of(xlsx_file(tmp_path / "list.xlsx", table))
    assert header_row(grid, {"id", "name", "country"}.__contains__) == 2
    assert header_row(grid, {"goods"}.__contains__) is None


@pytest.mark.parametrize(("value", "text"), [(12.0, "12"), (12.5, "12.5"), (True, "true"), (" a ", "a"), (None, "")])
def test_values_as_text(value: object, text: str) -> None:
    assert as_text(value) == text
