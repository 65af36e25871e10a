"""A workspace as a company keeps it: what it names and is not there, and answers that stand in the wrong place."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.findings import Finding, Severity
from duediligence.model.response import COMPANY
from duediligence.workflow.opened import Opened, open_workspace

SETTINGS = """\
company:
  id: c1
  name: Invented BV
  joined:
    agt: 2024-03-01
sector: garments
assessed_on: 2026-11-01
joint_actions:
  agt_sec_reports: started
"""
HEADER = "supplier,source,date,question,answer\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "duediligence.yaml").write_text(SETTINGS)
    (tmp_path / "suppliers.csv").write_text("id,name,country\na,Alpha,NL\nb,Beta,IN\n")
    (tmp_path / "responses").mkdir()
    return tmp_path


def changed(workspace: Path, old: str, new: str) -> Opened:
    file = workspace / "duediligence.yaml"
    file.write_text(file.read_text().replace(old, new))
    return open_workspace(workspace)


def only(opened: Opened) -> Finding:
    (finding,) = opened.findings
    return finding


def test_a_workspace_in_order_has_nothing_to_mend(workspace: Path) -> None:
    assert open_workspace(workspace).findings == ()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("responses: anwsers", "no_responses_folder"),
        ("company_answers: own.xlsx", "no_company_answers"),
        ("previous_plan: last.xlsx", "no_previous_plan"),
    ],
)
def test_a_file_that_the_workspace_names_and_that_is_not_there(workspace: Path, line: str, code: str) -> None:
    finding = only(changed(workspace, "joint_actions:", f"{line}\njoint_actions:"))
    assert (finding.code, finding.location.line) == (code, 8)
    assert finding.params["found"] == line.partition(": ")[2]


def test_the_usual_folder_of_answers_that_is_not_there_is_named_too(workspace: Path) -> None:
    (workspace / "responses").rmdir()
    assert only(open_workspace(workspace)).code == "no_responses_folder"


def test_one_file_may_take_the_place_of_the_folder_of_answers(workspace: Path) -> None:
    (workspace / "all.csv").write_text(HEADER + "a,supplier,2026-05-01,policy_forced_labour,yes\n")
    opened = changed(workspace, "joint_actions:", "responses: all.csv\njoint_actions:")
    assert "all.csv" in opened.inputs
    assert {finding.location.file for finding in opened.findings} <= {"all.csv"}


def test_an_agreement_that_nobody_knows_is_named_with_the_nearest(workspace: Path) -> None:
    finding = only(changed(workspace, "agt:", "agtt:"))
    assert (finding.code, finding.location.line, finding.params["nearest"]) == ("joined_unknown", 5, "agt")


def test_an_agreement_of_another_sector_is_only_noted(workspace: Path) -> None:
    opened = changed(workspace, "    agt:", "    trustone: 2024-01-01\n    agt:")
    assert {f.severity for f in opened.findings} == {Severity.NOTE}, opened.findings


def test_a_joint_action_that_no_agreement_has_is_named(workspace: Path) -> None:
    finding = only(changed(workspace, "agt_sec_reports", "agt_sec_report"))
    assert (finding.code, finding.location.line) == ("joint_action_unknown", 9)
    assert finding.params["nearest"] == "agt_sec_reports"


def test_a_decision_about_a_site_that_is_not_in_the_register_is_named(workspace: Path) -> None:
    extra = "same_site: {a: zz}\ndifferent_sites: [[a, yy]]\njoint_actions:"
    opened = changed(workspace, "joint_actions:", extra)
    assert [(f.code, f.params["id"]) for f in opened.findings] == [
        ("decided_site_unknown", "yy"),
        ("decided_site_unknown", "zz"),
    ]


def test_a_question_for_the_company_itself_does_not_count_at_a_supplier(workspace: Path) -> None:
    """It would turn a supplier that nobody asked anything into one that cannot be rated."""
    questions = open_workspace(workspace).content
    own = next(q for q, form in questions.form_of.items() if form.respondent == "company")
    rows = f"a,company,2026-05-01,{own},yes\nb,company,2026-05-01,{own},yes\n"
    (workspace / "responses" / "answers.csv").write_text(HEADER + rows)
    opened = open_workspace(workspace)
    assert opened.answers == ()
    finding = only(opened)
    assert (finding.code, finding.params["found"], finding.params["count"]) == ("company_question_of_supplier", own, 2)
    assert finding.location.cell == "D2"


def test_a_question_about_suppliers_does_not_count_at_the_company(workspace: Path) -> None:
    asked = next(q for q, form in open_workspace(workspace).content.form_of.items() if form.respondent == "supplier")
    (workspace / "responses" / "answers.csv").write_text(HEADER + f"{COMPANY},company,2026-05-01,{asked},yes\n")
    opened = open_workspace(workspace)
    assert opened.answers == ()
    assert only(opened).code == "supplier_question_of_company"
