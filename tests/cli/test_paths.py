"""Paths and languages that cannot be: a plain sentence, the right exit code, and nothing half written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.running import Run


@pytest.fixture
def a_file(tmp_path: Path) -> Path:
    file = tmp_path / "holiday.txt"
    file.write_text("sun")
    return file


@pytest.mark.parametrize(
    "words",
    [
        ["init", "{file}/new", "--sector", "garments"],
        ["demo", "{file}/new"],
        ["keys", "sites", "{file}/new"],
        ["content", "show", "garments", "--html", "{file}/page.html"],
        ["content", "show", "garments", "--html", "{folder}/" + "x" * 300 + ".html"],
    ],
    ids=["init", "demo", "keys", "content show", "a name that is too long"],
)
@pytest.mark.parametrize(("language", "told"), [("en", "cannot be read or written"), ("nl", "kan niet worden gelezen")])
def test_a_place_below_a_file_is_no_place_to_write(
    words: list[str], language: str, told: str, a_file: Path, run: Run
) -> None:
    filled = [word.format(file=a_file, folder=a_file.parent) for word in words]
    done = run(*filled, "--lang", language)
    assert done.code == 3, done.err
    assert told in done.err
    assert sorted(a_file.parent.iterdir()) == [a_file]


def test_a_page_goes_into_a_folder_that_is_made_for_it(tmp_path: Path, run: Run) -> None:
    page = tmp_path / "new" / "folder" / "garments.html"
    assert run("content", "show", "garments", "--html", page).code == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_demo_fills_an_empty_folder_and_leaves_the_workspace_around_it_alone(workspace: Path, run: Run) -> None:
    (workspace / "demo").mkdir()
    assert run("demo", workspace / "demo").code == 0
    assert (workspace / "demo" / "reports" / "company-plan.html").is_file()
    assert not (workspace / "reports").exists()


def test_a_folder_that_does_not_exist_is_not_taken_for_the_workspace_around_it(workspace: Path, run: Run) -> None:
    assert run("assess", workspace / "acme 2025").code == 3
    assert not (workspace / "reports").exists()


def test_the_workspace_file_itself_names_the_workspace(workspace: Path, run: Run) -> None:
    assert run("check", workspace / "duediligence.yaml").code == 0


@pytest.mark.parametrize("language", ["de", "xx", "../x", "EN-GB", ""])
def test_a_language_that_the_program_does_not_speak_is_refused(language: str, workspace: Path, run: Run) -> None:
    done = run("screen", workspace, "--lang", language)
    assert done.code == 2
    assert "Choose nl or en" in done.err


@pytest.mark.parametrize("language", ["xx", "../x", "de/../../x", "en_GB"])
def test_a_form_in_no_language_is_refused(language: str, workspace: Path, run: Run) -> None:
    done = run("form", "--workspace", workspace, "--lang", language)
    assert done.code == 2
    assert not (workspace / "forms").exists()


@pytest.mark.parametrize("language", ["pl", "Pools", "Polish"])
def test_a_form_in_a_language_without_questions_says_that_it_is_in_english(
    language: str, workspace: Path, run: Run
) -> None:
    done = run("form", "s1", "--workspace", workspace, "--lang", language)
    assert done.code == 0, done.err
    assert (workspace / "forms" / "s1_supplier_pl.xlsx").is_file()
    assert "in English" in done.out or "in het Engels" in done.out


def test_languages_of_the_workspace_and_of_a_supplier_that_are_none_are_named(workspace: Path, run: Run) -> None:
    settings = workspace / "duediligence.yaml"
    settings.write_text(settings.read_text().replace("[en, nl]", "[xx, de]"))
    (workspace / "suppliers.csv").write_text("id,name,country,language\ns1,Blue,IN,../../x\ns2,Red,NL,Engels\n")
    checked = run("check", workspace)
    assert "[language_unknown]" in checked.out
    assert "[supplier_language_unknown]" in checked.out
    assert run("assess", workspace).code == 0
    assert 'lang="en"' in (workspace / "reports" / "company-plan.html").read_text(encoding="utf-8")
    assert run("form", "--workspace", workspace).code == 0
    assert {path.name for path in (workspace / "forms").glob("*.xlsx")} == {
        "s1_supplier_de.xlsx",
        "s2_supplier_en.xlsx",
    }


@pytest.mark.parametrize("line", ["register: ../suppliers.csv", "responses: /tmp", "company_answers: C:\\own.xlsx"])
def test_a_path_out_of_the_workspace_is_refused_with_its_line(line: str, workspace: Path, run: Run) -> None:
    with (workspace / "duediligence.yaml").open("a") as settings:
        settings.write(f"{line}\n")
    done = run("check", workspace)
    assert done.code == 3
    assert "7" in done.out
    assert "[path_outside]" in done.out


def test_a_folder_of_answers_that_may_not_be_opened_is_named(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def closed(path: os.PathLike[str]) -> object:
        if Path(path).name == "responses":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr("duediligence.intake.responses.os.scandir", closed)
    done = run("check", workspace)
    assert done.code == 0, done.err
    assert "[folder_unreadable]" in done.out
    assert "you may not read or write there" in done.out


def test_ctrl_c_while_files_take_their_places_leaves_the_old_ones(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("assess", workspace)
    reports = workspace / "reports"
    before = {path: path.read_bytes() for path in reports.rglob("*") if path.is_file()}
    replace, moved = Path.replace, []

    def stopped(source: Path, target: Path) -> Path:
        moved.append(target)
        if len(moved) == 7:
            raise KeyboardInterrupt
        return replace(source, target)

    (workspace / "responses" / "answers.csv").unlink()
    monkeypatch.setattr(Path, "replace", stopped)
    done = run("assess", workspace)
    monkeypatch.undo()
    assert done.code == 130
    assert "Nothing was left half written" in done.err
    assert {path: path.read_bytes() for path in reports.rglob("*") if path.is_file()} == before


def test_an_example_is_named_and_is_no_path(tmp_path: Path, run: Run) -> None:
    assert run("demo", tmp_path / "demo", "--sector", "../..").code == 2
    assert list(tmp_path.iterdir()) == []


def test_content_of_ones_own_is_named_as_it_lies_from_the_new_workspace(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)
    assert run("init", "deep/er", "--sector", "x", "--content", "content").code == 0
    assert 'content: "../../content"' in (workspace / "deep" / "er" / "duediligence.yaml").read_text(encoding="utf-8")


def test_a_deadline_that_is_past_is_refused(workspace: Path, run: Run) -> None:
    done = run("form", "--workspace", workspace, "--deadline", "2001-01-01")
    assert (done.code, "has already passed" in done.err) == (2, True)


@pytest.mark.skipif(os.name == "nt", reason="Windows takes no such names")
def test_a_file_name_that_is_no_text_is_shown_with_question_marks(workspace: Path, run: Run) -> None:
    answers = workspace / "responses" / "answers.csv"
    answers.rename(os.fsdecode(os.fsencode(answers.parent) + b"/cl\x1b[2Jear\xff.csv"))
    assert run("assess", workspace).code == 0
    told = run("check", workspace, "--json")
    assert "\x1b" not in told.out
    assert "responses/cl?[2Jear?.csv" in (workspace / "reports" / "assessment.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("damaged", ["{", "[]", '{"schema": "duediligence.assessment/1"}', '{"suppliers": [1]}'])
def test_an_earlier_round_that_is_damaged_is_told_and_not_compared_with(
    damaged: str, workspace: Path, run: Run
) -> None:
    history = workspace / "reports" / "history"
    history.mkdir(parents=True)
    (history / "2025-01-01.json").write_text(damaged)
    done = run("assess", workspace)
    assert done.code == 0, done.err
    assert "[history_damaged]" in done.out
    assert run("diff", history / "2025-01-01.json", workspace / "reports").code == 3


def test_a_file_where_the_folder_of_kept_files_belongs_is_told_before_anything_is_written(
    workspace: Path, run: Run
) -> None:
    (workspace / "reports").mkdir()
    (workspace / "reports" / "kept").write_text("mine")
    done = run("assess", workspace)
    assert (done.code, "kept" in done.err) == (3, True)
    assert [path.name for path in (workspace / "reports").iterdir()] == ["kept"]


@pytest.mark.parametrize("target", [".", "/"])
def test_scores_do_not_take_the_place_of_a_folder_that_is_in_use(
    target: str, workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)
    done = run("score", "garments", "suppliers.csv", "responses/answers.csv", "--to", target)
    assert done.code == 3
    assert (workspace / "suppliers.csv").is_file()


@pytest.mark.parametrize("written", ["2099-12-31", "31-12-2099"])
def test_a_deadline_is_written_as_people_write_a_date(workspace: Path, run: Run, written: str) -> None:
    assert run("form", "s1", "--workspace", workspace, "--deadline", written).code == 0


def test_a_deadline_that_is_no_date_is_told_how_to_write_it(workspace: Path, run: Run) -> None:
    done = run("form", "s1", "--workspace", workspace, "--deadline", "soon")
    assert done.code == 2
    assert "31-12-2026" in " ".join(done.err.split())
