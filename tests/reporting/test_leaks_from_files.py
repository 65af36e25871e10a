"""From the files that people send to the packs that others get: what only the company may see is in none of them."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.workflow.rounds import run_round
from tests.reporting.reading import everything

EXAMPLE = Path(__file__).parents[2] / "questionnaires" / "examples" / "garments"
MARKS = ("kanarie", "merel")
VOLUMES = (918273, 645312)
SMALL_SITE = 2
"""The row of a site that is made to have six workers: its address could point to somebody."""
PRIVATE_COLUMNS = ("Volume bought", "Spend", "Your share of production")
FREE_COLUMNS = ("dd:reason", "dd:comment", "dd:document")
TYPED_COLUMNS = ("owner", "evidence", "notes")


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The reports of the same round twice: only what the company alone may see differs."""
    made = []
    for mark, volume in zip(MARKS, VOLUMES, strict=True):
        folder = tmp_path_factory.mktemp(mark) / "workspace"
        shutil.copytree(EXAMPLE, folder)
        _register(folder / "suppliers.xlsx", mark, volume)
        _plan(folder / "plan.xlsx", mark)
        _forms(folder, mark)
        _tables(folder, mark)
        run_round(folder)
        made.append(folder / "reports")
    return made[0], made[1]


def test_what_was_typed_reaches_the_company(packs: tuple[Path, Path]) -> None:
    """Else a field that nobody reads would prove nothing."""
    seen = everything((packs[0] / "company-plan.xlsx").read_bytes()) + everything(_page(packs[0], "company"))
    for field in ("reason", "comment", "document", "owner", "evidence", "notes", "own_action", "column", "file"):
        assert f"{MARKS[0]}_{field}" in seen, field
    assert any(written in seen for written in _ways_to_write(VOLUMES[0]))


@pytest.mark.parametrize("audience", ["union", "ngo"])
def test_no_byte_of_it_is_in_a_pack_for_others(packs: tuple[Path, Path], audience: str) -> None:
    files = sorted(packs[0].glob(f"{audience}-plan*"))
    assert len(files) == 4, "a workbook and a page, in two languages"
    for file in files:
        text = everything(file.read_bytes())
        assert MARKS[0] not in text, (file.name, text[text.index(MARKS[0]) - 80 :][:160])
        assert not [written for written in _ways_to_write(VOLUMES[0]) if written in text], file.name


@pytest.mark.parametrize("audience", ["union", "ngo"])
def test_a_pack_for_others_is_the_same_whatever_it_says(packs: tuple[Path, Path], audience: str) -> None:
    for file in packs[0].glob(f"{audience}-plan*"):
        assert file.read_bytes() == (packs[1] / file.name).read_bytes(), file.name


def _page(folder: Path, audience: str) -> str:
    return (folder / f"{audience}-plan.html").read_text("utf-8")


def _ways_to_write(number: int) -> tuple[str, ...]:
    return str(number), f"{number:,}", f"{number:,}".replace(",", ".")


def _register(file: Path, mark: str, volume: int) -> None:
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    columns = _columns(sheet, 1)
    for row in range(2, sheet.max_row + 1):
        for name in PRIVATE_COLUMNS[:2]:
            sheet.cell(row, columns[name]).value = volume
    sheet.cell(1, sheet.max_column + 1).value = f"{mark}_column"
    sheet.cell(2, sheet.max_column).value = f"{mark}_contact"
    sheet.cell(SMALL_SITE, columns["Aantal werknemers"]).value = 6
    sheet.cell(SMALL_SITE, columns["Address"]).value = f"{mark}_address"
    book.save(file)


def _plan(file: Path, mark: str) -> None:
    book = openpyxl.load_workbook(file)
    sheet = book["Acties"]
    columns = _columns(sheet, 3)
    last = max(row for row in range(5, sheet.max_row + 1) if sheet.cell(row, columns["action_id"]).value)
    for row in range(5, last + 1):
        for name in TYPED_COLUMNS:
            sheet.cell(row, columns[name]).value = f"{mark}_{name}"
    sheet.cell(last + 1, columns["subject"]).value = sheet.cell(last, columns["subject"]).value
    sheet.cell(last + 1, columns["measure_text"]).value = f"{mark}_own_action"
    book.save(file)


def _forms(folder: Path, mark: str) -> None:
    """Reasons, comments and documents in every form of this year, and in the company's own."""
    for file in (*sorted(folder.glob("responses/2026/*.xlsx")), folder / "company.xlsx"):
        book = openpyxl.load_workbook(file)
        sheet = book.worksheets[1]
        keys = _columns(sheet, 1)
        for row in range(2, sheet.max_row + 1):
            key, answer = sheet.cell(row, 1).value, sheet.cell(row, keys["dd:answer"]).value
            if answer and str(key).startswith("q:") and "#" not in str(key):
                for name in FREE_COLUMNS:
                    sheet.cell(row, keys[name]).value = f"{mark}_{name.removeprefix('dd:')}"
        book.save(file)


def _tables(folder: Path, mark: str) -> None:
    """Comments in the tables of interviews, and a table that bears the mark in its name."""
    file = folder / "responses" / "2026" / "worker-interviews.csv"
    rows: list[Mapping[str, Any]] = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    told = [{**row, "comment": f"{mark}_comment", "document": f"{mark}_document"} for row in rows]
    with (folder / "responses" / "2026" / f"{mark}_file.csv").open("w", encoding="utf-8", newline="") as written:
        writer = csv.DictWriter(written, list(told[0]))
        writer.writeheader()
        writer.writerows(told)
    file.unlink()


def _columns(sheet: Worksheet, row: int) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[row] if cell.column is not None}
