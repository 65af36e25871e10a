"""The commands as people run them: what they print, what they write, and how they end."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from duediligence.intake.workspace import load_workspace
from tests.cli.running import ANSWERS, REGISTER, Run


def test_assess_writes_a_plan_for_three_audiences_and_says_the_tiers(workspace: Path, run: Run) -> None:
    done = run("assess", workspace)
    assert done.code == 0, done.err
    written = {path.name for path in (workspace / "reports").iterdir()}
    plans = {f"{who}-plan.{kind}" for who in ("company", "union", "ngo") for kind in ("html", "xlsx")}
    assert plans | {"assessment.json", "company-plan.nl.html"} <= written
    document = json.loads((workspace / "reports" / "assessment.json").read_text())
    assert {s["id"]: s["tier"] for s in document["suppliers"]}["s1"] == "critical"
    assert "Critical" in done.out


def test_assess_twice_gives_the_same_bytes(workspace: Path, run: Run) -> None:
    run("assess", workspace, "--quiet")
    first = {p.name: p.read_bytes() for p in (workspace / "reports").iterdir() if p.is_file()}
    run("assess", workspace, "--quiet")
    second = {p.name: p.read_bytes() for p in (workspace / "reports").iterdir() if p.is_file()}
    assert [name for name in first if first[name] != second[name]] == []


def test_check_names_every_problem_and_writes_nothing(workspace: Path, run: Run) -> None:
    (workspace / "suppliers.csv").write_text(REGISTER + "s2,Red Again,NL,dyeing,1\ns3,Grey,Narnia,dyeing,1\n")
    (workspace / "responses" / "answers.csv").write_text(ANSWERS + "s9,supplier,2026-05-01,pay,ok\n")
    before = sorted(workspace.rglob("*"))
    done = run("check", workspace, "--strict")
    assert done.code == 1
    for code in ("duplicate_supplier", "unknown_country", "unknown_supplier"):
        assert f"[{code}]" in done.out
    assert sorted(workspace.rglob("*")) == before


def test_json_is_one_document(workspace: Path, run: Run) -> None:
    for command in ("check", "screen", "assess"):
        assert isinstance(json.loads(run(command, workspace, "--json").out), dict)


def test_explain_tells_the_rows_and_what_would_change(workspace: Path, run: Run) -> None:
    told = run("explain", "s1", "--workspace", workspace)
    assert "Blue Mill" in told.out
    assert "responses/answers.csv" in told.out
    in_dutch = run("explain", "s1", "--workspace", workspace, "--lang", "nl")
    assert "Wat de risicogroep zou veranderen" in in_dutch.out


def test_explain_says_whom_to_ask_in_the_numbers_of_the_language(workspace: Path, run: Run) -> None:
    in_dutch = " ".join(run("explain", "s1", "--workspace", workspace, "--lang", "nl").out.replace("│", " ").split())
    assert re.search(r"\w+ \(bewijs E[2-6]\): .+ daalt het mogelijke risico \d+,\d punten", in_dutch)
    assert "daalt het mogelijke risico 0,0" not in in_dutch


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["explain", "zz", "--workspace", "."], 2, "no supplier"),
        (["check", "nowhere"], 3, "no duediligence.yaml"),
        (["content", "show", "zz"], 4, "no sector 'zz'"),
        (["init", ".", "--sector", "garments"], 2, "workspace"),
        (["diff", "suppliers.csv", "suppliers.csv"], 3, "not an assessment.json"),
        (["asess"], 2, "No such command"),
    ],
)
def test_a_mistake_ends_with_its_code_and_one_plain_sentence(
    words: list[str], code: int, told: str, workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)
    if words[0] == "check":
        monkeypatch.chdir("/")
    done = run(*words)
    assert done.code == code
    assert told in done.err
    assert "Traceback" not in done.err + done.out


def test_a_typo_in_a_profile_is_named_with_its_line_and_the_nearest_key(workspace: Path, run: Run) -> None:
    profile = workspace / "content" / "sector_profiles" / "x" / "profile.yaml"
    profile.write_text(profile.read_text().replace("questionnaires:", "questionaires:"))
    done = run("assess", workspace)
    assert done.code == 4
    assert "questionnaires" in done.out
    assert "[unknown_key]" in done.out
    assert not (workspace / "reports").exists()


def test_a_defect_of_ours_is_called_so_and_is_no_traceback(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr("duediligence.workflow.opened.read_register", broken)
    done = run("check", workspace)
    assert done.code == 5
    assert "error in the program" in done.err
    assert "Traceback" not in done.err


def test_init_makes_a_workspace_that_can_be_assessed_once_it_is_filled(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "my company"
    assert run("init", folder, "--sector", "garments", "--company", "Mijn Bedrijf", "--lang", "nl").code == 0
    assert "id: mijn-bedrijf" in (folder / "duediligence.yaml").read_text("utf-8").replace('"', "")
    (folder / "suppliers.xlsx").unlink()
    (folder / "suppliers.csv").write_text("id,name,country\na,Alpha,NL\n")
    settings = (folder / "duediligence.yaml").read_text()
    (folder / "duediligence.yaml").write_text(settings.replace("suppliers.xlsx", "suppliers.csv"))
    assert run("screen", folder).code == 0
    assert run("init", folder, "--sector", "garments").code == 2


def test_what_is_added_below_the_settings_is_a_line_of_its_own(tmp_path: Path, run: Run) -> None:
    """The last line is a comment: what went on behind it would be lost without a word."""
    assert run("init", tmp_path / "new", "--sector", "garments").code == 0
    with (tmp_path / "new" / "duediligence.yaml").open("a") as settings:
        settings.write("seed: 7\n")
    assert load_workspace(tmp_path / "new")[0].seed == 7


@pytest.mark.parametrize(
    ("words", "country", "languages"),
    [
        (["--lang", "nl"], "NL", "[nl, en]"),
        (["--country", "Nederland"], "NL", "[nl, en]"),
        (["--country", "Germany"], "DE", "[en, nl]"),
        (["--country", "BE", "--lang", "nl"], "BE", "[nl, en]"),
    ],
)
def test_init_writes_the_country_its_language_and_the_agreements_of_the_sector(
    words: list[str], country: str, languages: str, tmp_path: Path, run: Run
) -> None:
    assert run("init", tmp_path / "new", "--sector", "natural_stone", *words).code == 0
    settings = (tmp_path / "new" / "duediligence.yaml").read_text()
    assert f'country: "{country}"' in settings
    assert f"languages: {languages}" in settings
    assert "trustone: " in settings
    assert "agt: " not in settings


def test_init_asks_at_a_terminal_what_was_not_said(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["België", "nl"])
    monkeypatch.setattr("duediligence.cli.commands.init.at_terminal", lambda: True)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(answers))
    assert run("init", tmp_path / "new", "--sector", "garments").code == 0
    settings = (tmp_path / "new" / "duediligence.yaml").read_text()
    assert 'country: "BE"' in settings
    assert "languages: [nl, en]" in settings


def test_a_country_of_a_company_that_does_not_exist_is_told_with_the_nearest(tmp_path: Path, run: Run) -> None:
    done = run("init", tmp_path / "new", "--sector", "garments", "--country", "Nederlant")
    assert (done.code, "Netherlands (NL)" in done.err) == (2, True)
