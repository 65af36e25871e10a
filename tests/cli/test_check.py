"""`check` for one supplier and for all, what it writes to mail back, and what a person decides once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duediligence.cli.app import main
from duediligence.i18n.texts import translate
from duediligence.model.base import Text
from duediligence.workflow.opened import open_workspace
from tests.cli.running import SETTINGS, write_workspace

REGISTER = """\
id,name,country,processes,workers,address
s1,Blue Mill Ltd,India,spinning,300,"12 Verzonnen Road, Denkdorp 6001"
s2,Red Dye House,Noorwegen,dyeing,40,
s7,Blue Mill Pvt. Limited,India,spinning,,"12, Verzonnen Rd, Denkdorp 6001"
"""
ANSWERS = """\
supplier,source,date,question,answer,document
s1,supplier,2026-05-01,pay,never,
s7,supplier,2026-06-01,papers,held,Kluisfoto
s1,supplier,2026-05-01,hours,veel,
s1,worker_interviews,2026-05-01,pay,geheim,
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return write_workspace(tmp_path, REGISTER, ANSWERS)


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    told = capsys.readouterr()
    return (ended.value.code if isinstance(ended.value.code, int) else 0), told.out, told.err


def decide(workspace: Path, line: str) -> None:
    (workspace / "duediligence.yaml").write_text(f"{SETTINGS}{line}\n")


def test_one_supplier_is_shown_with_its_own_answers_and_problems(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "check", workspace, "--supplier", "s1")
    assert code == 0
    assert "Blue Mill Ltd · What we understood of your answers" in out
    assert "veel" in out
    assert "geheim" not in out
    assert not (workspace / "checks").exists()


def test_all_suppliers_are_counted_and_the_problems_of_everything_are_listed(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, "check", workspace)
    assert "[same_site_name_and_address]" in out
    assert "geheim" not in out  # what workers said in their own words stays in its file; its place is named
    assert "Blue Mill Ltd (s1)" in out
    assert "Red Dye House (s2)" not in out


def test_reports_are_written_into_a_folder_of_their_own_and_may_be_written_again(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path for path in workspace.rglob("*") if path.is_file()}
    for _ in range(2):
        code, out, _ = run(capsys, "check", workspace, "--report", "html", "--report", "xlsx")
        assert code == 0
        assert "Wrote 4 overviews" in out
    written = {path for path in workspace.rglob("*") if path.is_file()} - before
    names = {"s1.html", "s1.xlsx", "s7.html", "s7.xlsx", ".written"}
    assert {path.relative_to(workspace).as_posix() for path in written} == {f"checks/{name}" for name in names}
    assert "geheim" not in (workspace / "checks" / "s1.html").read_text(encoding="utf-8")


def test_json_tells_everything_of_the_suppliers_that_were_asked_for(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, "check", workspace, "--supplier", "s7", "--json")
    (told,) = json.loads(out)["understood"]
    answers = {question["id"]: question["answer"] for question in told["questions"]}
    assert (told["supplier"], answers["papers"]) == ("s7", "held")
    _, out, _ = run(capsys, "check", workspace, "--json")
    assert {row["id"]: row["answered"] for row in json.loads(out)["understood"]} == {"s1": 1, "s7": 1}


@pytest.mark.parametrize(
    ("words", "told"),
    [(("--supplier", "s9"), "no supplier with the ID or name 's9'"), (("--report", "pdf"), "html, xlsx")],
)
def test_a_supplier_or_report_that_does_not_exist_is_named(
    workspace: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, str], told: str
) -> None:
    code, _, err = run(capsys, "check", workspace, *words)
    assert code == 2
    assert told in err


def test_rows_that_are_one_site_are_asked_about_until_somebody_decides(workspace: Path) -> None:
    def asked() -> list[str]:
        return [f.code for f in open_workspace(workspace).findings if f.code.startswith("same_site")]

    assert asked() == ["same_site_name_and_address"]
    decide(workspace, "different_sites: [[s1, s7]]")
    assert asked() == []
    decide(workspace, "same_site: {s7: s1}")
    assert asked() == ["same_site_joined"]


def test_answers_of_a_row_that_is_the_same_site_count_for_the_one_that_stays(workspace: Path) -> None:
    decide(workspace, "same_site: {s7: s1}")
    opened = open_workspace(workspace)
    assert [supplier.id for supplier in opened.suppliers] == ["s1", "s2"]
    assert {answer.question for answer in opened.answers if answer.supplier == "s1"} == {"pay", "papers", "hours"}
    assert {answer.supplier for answer in opened.answers} == {"s1"}


def test_a_document_that_somebody_saw_makes_an_answer_evidence_and_changes_no_file(workspace: Path) -> None:
    received = (workspace / "responses" / "answers.csv").read_bytes()
    seen = workspace / "documents_seen.csv"
    seen.write_text("supplier;question;document;seen by;date\ns7;;kluisfoto;A. Jansen;2026-06-05\n")
    opened = open_workspace(workspace)
    evidence = {
        answer.question: opened.content.scales.evidence_of(answer.source.value, answer.document_seen).name
        for answer in opened.answers
        if answer.source.value == "supplier"
    }
    assert evidence == {"pay": "E1", "papers": "E2", "hours": "E1"}
    assert opened.inputs["documents_seen.csv"] == seen  # so that a run can be repeated
    assert (workspace / "responses" / "answers.csv").read_bytes() == received


def test_a_new_workspace_has_a_list_for_documents_and_says_what_it_is_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    assert run(capsys, "init", folder, "--sector", "garments", "--lang", "nl")[0] == 0
    assert (folder / "documents_seen.csv").read_text(encoding="utf-8-sig").strip() == (
        "Leverancier;Vraag;Document;Gezien door;Datum"
    )
    settings = (folder / "duediligence.yaml").read_text(encoding="utf-8")
    (folder / "suppliers.csv").write_text("id,name,country\na,Alpha,NL\n")
    (folder / "duediligence.yaml").write_text(settings.replace("suppliers.xlsx", "suppliers.csv"))
    assert all(word in settings for word in ("documents_seen.csv", "same_site", "different_sites"))
    assert open_workspace(folder).findings == ()


def test_content_words_in_a_message_are_those_of_the_language_of_the_reader() -> None:
    told = {
        language: translate("findings.unknown_option.remedy", language, nearest=Text(nl="Nooit", en="Never"))
        for language in ("nl", "en")
    }
    assert told["nl"].endswith("Het dichtst in de buurt: Nooit")
    assert told["en"].endswith("Nearest: Never")
