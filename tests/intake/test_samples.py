"""Real files that nobody here wrote; they are not part of the project, and the tests are skipped without them."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from duediligence.intake.files.grid import Fault, Grid
from duediligence.intake.files.sources import receive
from duediligence.intake.register import read_register
from tests.intake.tables import FACTS, SAMPLES, codes

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="DUEDILIGENCE_SAMPLES names no folder with samples")

ROWS = {"10.csv": 54, "12.csv": 15, "12.xls": 15, "12.xlsx": 15, "14.csv": 46, "2.csv": 79}
ROWS |= {"3.csv": 19, "4.csv": 81, "5.csv": 64, "8.csv": 61}
REMARKS = {"ids_derived", "duplicate_supplier", "old_workbook_format", "unknown_column"}


def grids_of(name: str) -> tuple[list[Grid], list[str]]:
    received = receive(SAMPLES / "workbooks" / name, name)
    grids = list(received.value.grids()) if received.value else []
    return grids, codes([*received.findings, *(f for grid in grids for f in grid.findings)])


@pytest.mark.parametrize(("name", "suppliers"), ROWS.items())
def test_lists_of_factories_as_brands_publish_them(name: str, suppliers: int) -> None:
    path = SAMPLES / "registers" / f"facility_list_{name}"
    reading = read_register(path, FACTS, path.name)
    assert len(reading.value) == suppliers
    assert set(codes(reading.findings)) <= REMARKS
    assert all(supplier.facts["country"] for supplier in reading.value)
    assert len({supplier.id for supplier in reading.value}) == suppliers


def test_one_list_in_three_formats_gives_the_same_suppliers() -> None:
    read = [
        read_register(SAMPLES / "registers" / f"facility_list_12.{suffix}", FACTS, "a").value
        for suffix in ("csv", "xls", "xlsx")
    ]
    assert len({tuple((s.id, s.name, s.facts["country"]) for s in suppliers) for suppliers in read}) == 1


def test_dates_counted_from_1904() -> None:
    (grid,), _ = grids_of("calamine_date_1904.xlsx")
    assert grid.value(0, 0) == datetime.date(2021, 1, 1)


def test_error_cells_are_kept_as_errors() -> None:
    grids, found = grids_of("calamine_errors.xlsx")
    assert {value.shown for row in grids[0].rows for value in row if isinstance(value, Fault)} >= {"#DIV/0!", "#N/A"}
    assert found == ["external_links_not_followed"]


def test_a_workbook_with_a_password() -> None:
    assert grids_of("calamine_pass_protected.xlsx") == ([], ["workbook_encrypted"])


def test_merged_cells_are_known() -> None:
    grids, _ = grids_of("calamine_merged_range.xlsx")
    assert ((0, 0), (1, 0)) in grids[0].merged


@pytest.mark.parametrize("path", sorted((SAMPLES / "workbooks").glob("*")), ids=lambda path: str(path.name))
def test_every_workbook_is_answered_with_rows_or_findings(path: Path) -> None:
    grids, found = grids_of(path.name)
    assert grids or found
    assert codes(read_register(path, FACTS, path.name).findings)
