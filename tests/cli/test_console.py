"""What people see in the terminal: words that fit their numbers, places that can be found, tables that fit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duediligence.cli.console import Console
from duediligence.i18n.texts import LANGUAGES, NOTHING_NEAR, translate
from duediligence.model.problems import NO_SUGGESTION
from tests.cli.running import REGISTER, Run


def test_one_is_no_plural() -> None:
    read = {"suppliers": 1, "answers": 1, "files": 2}
    assert translate("console.read", "nl", **read).startswith("Gelezen: 1 leverancier en 1 antwoord uit 2 bestanden.")
    assert translate("console.found", "en", errors=0, warnings=1) == "0 errors, 1 warning."


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_called_the_nearest_where_nothing_is_near(language: str) -> None:
    remedies = {near: translate("findings.unknown_key.remedy", language, nearest=near) for near in ("seed", "–")}
    assert remedies["seed"].endswith("seed")
    assert "–" not in remedies["–"]
    assert remedies["seed"].startswith(remedies["–"])
    assert NO_SUGGESTION in NOTHING_NEAR


def test_a_narrow_terminal_gets_blocks_in_which_no_word_is_cut(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [["vm01", "Naaiatelier De Korenbloem", "uitzendbureaus", "onaangekondigd", "gespreksverslagen"]]
    for width, headed in (("60", "Naam: Naaiatelier De Korenbloem"), ("120", "Naaiatelier De Korenbloem")):
        monkeypatch.setenv("COLUMNS", width)
        Console("nl").table(["Code", "Naam", "Tussenpersoon", "Bezoek", "Gesprek"], rows)
        shown = capsys.readouterr().out
        assert headed in shown
        assert all(word in shown for cell in rows[0] for word in cell.split())


def test_a_finding_in_a_text_file_has_its_line_and_column(workspace: Path, run: Run) -> None:
    settings = workspace / "duediligence.yaml"
    settings.write_text(settings.read_text() + "sead: 7\n")
    assert "7:1" in run("check", workspace).out
    (found,) = json.loads(run("check", workspace, "--json").out)["findings"]
    assert (found["line"], found["column"]) == (7, 1)


@pytest.mark.parametrize(("line", "code"), [("company:\n\tid: c1", "yaml_tab"), ("round:2026", "yaml_colon")])
def test_a_slip_in_the_workspace_file_is_explained_without_words_of_a_parser(
    line: str, code: str, workspace: Path, run: Run
) -> None:
    settings = workspace / "duediligence.yaml"
    settings.write_text(f"{line}\n{settings.read_text()}")
    done = run("check", workspace)
    assert done.code == 3
    assert f"[{code}]" in done.out
    assert "token" not in done.out


def test_an_error_is_told_in_the_language_of_the_workspace(workspace: Path, run: Run) -> None:
    settings = workspace / "duediligence.yaml"
    settings.write_text(settings.read_text().replace("[en, nl]", "[nl]"))
    (workspace / "suppliers.csv").unlink()
    assert "Het register" in run("check", workspace).err
    assert "There is no register" in run("check", workspace, "--lang", "en").err


def test_screen_names_the_id_that_other_commands_ask_for(workspace: Path, run: Run) -> None:
    assert REGISTER.splitlines()[1].startswith("s1,Blue Mill")
    assert "Blue Mill (s1)" in run("screen", workspace).out


def test_what_an_unknown_fact_leaves_open_is_no_reason_that_screen_prints(workspace: Path, run: Run) -> None:
    register = workspace / "suppliers.csv"
    register.write_text(register.read_text() + "s3,Grey Mill,Marocco,,\n")
    (row,) = (row for row in json.loads(run("screen", workspace, "--json").out)["suppliers"] if row["id"] == "s3")
    assert "country" in row["unknown_facts"]
    assert not any("North Korea" in reason for reason in row["why"])
