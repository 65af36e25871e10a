"""What is written about the program is what the program does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from duediligence.declarations.reference import key_reference

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TOUR = re.findall(r"^\$ (duediligence .*)$", README, re.MULTILINE)


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    program = [sys.executable, "-m", *command]
    return subprocess.run(program, cwd=folder, capture_output=True, text=True, env=environment, check=False)


def test_every_command_of_the_readmes_tour_works_in_order(tmp_path: Path) -> None:
    assert len(TOUR) > 8
    for line in TOUR:
        words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)]
        done = run(words, tmp_path)
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
    assert (tmp_path / "example" / "reports" / "company-plan.html").is_file()
    assert (tmp_path / "mine" / "suppliers.xlsx").is_file()


def test_the_commands_of_the_readme_are_those_of_the_program() -> None:
    assert _between(README, "commands") == command_table()


def test_the_key_reference_for_authors_is_made_from_the_models() -> None:
    page = (ROOT / "sector_profiles" / "README.md").read_text(encoding="utf-8")
    written = page.split("<!-- reference -->\n", 1)[1]
    assert written.strip() == key_reference().strip()


@pytest.mark.parametrize("command", ["demo", "assess", "content"])
def test_every_command_explains_itself(command: str, tmp_path: Path) -> None:
    done = run(["duediligence", command, "--help"], tmp_path)
    assert done.returncode == 0
    assert "Usage" in done.stdout


def command_table() -> str:
    """The commands with the first line of their help, by panel, as the README prints them."""
    from duediligence.cli.app import app

    rows = ["| for | command | does |", "|---|---|---|"]
    for info in app.registered_commands:
        summary = (info.callback.__doc__ or "").strip().splitlines()[0] if info.callback else ""
        rows.append(f"| {info.rich_help_panel} | `{info.name}` | {summary} |")
    for group in app.registered_groups:
        assert group.typer_instance is not None
        names = ", ".join(str(c.name) for c in group.typer_instance.registered_commands)
        rows.append(f"| {group.rich_help_panel} | `{group.name}` ({names}) | {group.typer_instance.info.help} |")
    return "\n".join(rows)


def _between(text: str, mark: str) -> str:
    return text.split(f"<!-- {mark} -->\n", 1)[1].split(f"<!-- /{mark} -->", 1)[0].strip()
