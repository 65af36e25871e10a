"""Rounds after each other in one folder: no report of another language stays behind, nothing typed is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from duediligence.workflow.rounds import Done, run_round


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "duediligence.yaml").write_text(
        "company: {id: c1, name: Invented BV}\nsector: garments\nassessed_on: 2026-11-01\nlanguages: [nl, en]\n"
    )
    (tmp_path / "suppliers.csv").write_text("id,name,country\na,Alpha,IN\n")
    (tmp_path / "responses").mkdir()
    return tmp_path


def books(workspace: Path) -> set[str]:
    return {path.relative_to(workspace / "reports").as_posix() for path in (workspace / "reports").rglob("*.xlsx")}


def type_in(book: Path, text: str) -> None:
    """Puts a remark into the notes of the first action, as a person does."""
    opened = load_workbook(book)
    sheet = next(
        s for s in opened.worksheets if any(c.value in ("Aantekeningen", "Notes") for row in s.iter_rows() for c in row)
    )
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value in ("Aantekeningen", "Notes"))
    sheet.cell(head.row + 1, head.column).value = text
    opened.save(book)


def notes(done: Done) -> set[str]:
    return {action.notes for action in done.round.plan.actions}


def test_a_run_in_one_language_leaves_no_report_of_the_last_run_in_another(workspace: Path) -> None:
    run_round(workspace)
    assert "company-plan.en.xlsx" in books(workspace)
    run_round(workspace, languages=["nl"])
    assert books(workspace) == {"company-plan.xlsx", "union-plan.xlsx", "ngo-plan.xlsx"}


def test_what_was_typed_in_the_plan_of_the_other_language_survives(workspace: Path) -> None:
    run_round(workspace)
    type_in(workspace / "reports" / "company-plan.en.xlsx", "Called them twice.")
    done = run_round(workspace, languages=["nl"])
    assert "Called them twice." in notes(done)
    assert "kept/company-plan.en.xlsx" in books(workspace)
    assert ("report_kept", "reports/company-plan.en.xlsx") in {(f.code, f.location.file) for f in done.findings}


def test_of_two_plans_that_were_typed_in_one_is_read_and_the_other_named(workspace: Path) -> None:
    run_round(workspace)
    type_in(workspace / "reports" / "company-plan.xlsx", "Gebeld.")
    type_in(workspace / "reports" / "company-plan.en.xlsx", "Called.")
    done = run_round(workspace)
    assert "Gebeld." in notes(done)
    assert ("plan_not_read", "reports/company-plan.en.xlsx") in {(f.code, f.location.file) for f in done.findings}
    assert {"kept/company-plan.xlsx", "kept/company-plan.en.xlsx"} <= books(workspace)
