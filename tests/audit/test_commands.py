"""The commands of the auditor: what they print, as text and as JSON, and their exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from duediligence.cli.commands import sample, verify
from tests.audit.workspaces import change

Fresh = Callable[[], Path]
pytestmark = pytest.mark.usefixtures("small_content")


def run(*arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command("sample")(sample.sample)
    app.command("verify")(verify.verify)
    result = CliRunner().invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout


def words(text: str) -> str:
    return " ".join(text.translate(str.maketrans(dict.fromkeys("│├└─"))).split())


def test_verify_says_equal_with_code_0(round_on_disk: Path) -> None:
    code, text = run("verify", str(round_on_disk / "reports" / "assessment.json"))
    assert code == 0
    assert words(text).startswith("Gelijk. assessment.json is herhaald: 8 leveranciers")


def test_verify_lists_causes_before_consequences_with_code_1(fresh: Fresh) -> None:
    folder = fresh()
    change(folder / "suppliers.csv", "F,Fabriek,NO", "F,Fabriek,XX")
    code, text = run("verify", str(folder / "reports" / "assessment.json"), "--lang", "en")
    assert code == 1
    said = words(text)
    assert "Cell: suppliers.csv › C7: NO → XX" in said
    assert said.index("Causes") < said.index("Cell:") < said.index("Consequences") < said.index("Result:")


def test_quiet_says_nothing_when_equal_and_everything_when_not(fresh: Fresh) -> None:
    folder = fresh()
    report = str(folder / "reports" / "assessment.json")
    assert run("verify", report, "--quiet") == (0, "")
    change(folder / "suppliers.csv", "F,Fabriek,NO", "F,Fabriek,XX")
    code, text = run("verify", report, "--quiet")
    assert code == 1
    assert "suppliers.csv" in text


def test_verify_as_json_is_one_document(fresh: Fresh) -> None:
    folder = fresh()
    change(folder / "suppliers.csv", "F,Fabriek,NO", "F,Fabriek,XX")
    code, text = run("verify", str(folder / "reports" / "assessment.json"), "--json")
    document = json.loads(text)
    assert (code, document["equal"], document["signature"]["state"]) == (1, False, "absent")
    cell = {"kind": "cell", "place": "suppliers.csv › C7", "subject": "", "old": "NO", "new": "XX"}
    assert cell in document["differences"]


def test_sample_shows_who_was_drawn_and_how(fresh: Fresh) -> None:
    code, text = run("sample", str(fresh()), "--seed", "3", "--lang", "en")
    assert code == 0
    said = words(text)
    assert "Draw number: 3." in said
    assert "Bedrijf Oost" in said
    assert "fieldwork.html" in said.replace(" ", "")


def test_sample_as_json_is_one_document(fresh: Fresh) -> None:
    code, text = run("sample", str(fresh()), "--sites", "3", "--json")
    document = json.loads(text)
    assert (code, sum(document["size"].values())) == (0, 3)
    assert all(Path(file).is_file() for file in document["files"])
